//! Tokens into statements: one function for each clause.
//!
//! Parameters are put in their places on the way. Nesting is followed to a fixed depth, so that no
//! statement can exhaust the stack, neither here nor where its condition is evaluated or dropped.

mod condition;
mod statement;
mod term;

use super::lexer::{Token, TokenKind, is_keyword, tokenize};
use crate::engine::statement::{Malformed, Statement, StatementError};
use crate::model::Value;

/// How many parentheses and calls may stand inside each other.
const MAX_DEPTH: usize = 100;

/// What a clause returns. The error ends parsing at once; it is boxed, because every clause passes
/// it on.
type Parsed<T> = Result<T, Box<StatementError>>;

/// Parses a statement whose parameters are these.
pub fn parse(text: &str, parameters: &[Value]) -> Result<Statement, StatementError> {
    read(text, parameters).map_err(|error| *error)
}

fn read(text: &str, parameters: &[Value]) -> Parsed<Statement> {
    let mut parser =
        Parser { text, tokens: tokenize(text), position: 0, parameters, asked: 0, depth: 0 };
    let statement = parser.statement()?;
    // PartiQL ends statements with `;`; that the service takes one is unconfirmed.
    parser.eat(";");
    if parser.peek().kind != TokenKind::End {
        return Err(parser.misplaced());
    }
    if parser.asked != parameters.len() {
        return Err(StatementError::ParameterCount.into());
    }
    Ok(statement)
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token<'a>>,
    position: usize,
    parameters: &'a [Value],
    /// How many parameters were asked for, whether or not there are so many.
    asked: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Token<'a> {
        self.ahead(0)
    }

    /// The token so many places behind the next one; the end behind the end.
    fn ahead(&self, places: usize) -> Token<'a> {
        let last = self.tokens.len() - 1;
        self.tokens[(self.position + places).min(last)]
    }

    fn advance(&mut self) -> Token<'a> {
        let token = self.peek();
        self.position += 1;
        token
    }

    /// The error of the token that comes next.
    fn misplaced(&self) -> Box<StatementError> {
        let token = self.peek();
        let problem = match token.kind {
            TokenKind::Invalid => Malformed::InvalidCharacter,
            TokenKind::Word if is_keyword(token.text) => Malformed::UnexpectedKeyword,
            _ => Malformed::UnexpectedTerm,
        };
        problem.into()
    }

    fn is_symbol(&self, symbol: &str) -> bool {
        let token = self.peek();
        token.kind == TokenKind::Symbol && token.text == symbol
    }

    fn eat(&mut self, symbol: &str) -> bool {
        let found = self.is_symbol(symbol);
        self.position += usize::from(found);
        found
    }

    fn expect(&mut self, symbol: &str) -> Parsed<()> {
        if self.eat(symbol) { Ok(()) } else { Err(self.misplaced()) }
    }

    /// Whether the next token is this keyword, in any case.
    fn is_keyword(&self, keyword: &str) -> bool {
        let token = self.peek();
        token.kind == TokenKind::Word && token.text.eq_ignore_ascii_case(keyword)
    }

    fn eat_keyword(&mut self, keyword: &str) -> bool {
        let found = self.is_keyword(keyword);
        self.position += usize::from(found);
        found
    }

    fn expect_keyword(&mut self, keyword: &str) -> Parsed<()> {
        if self.eat_keyword(keyword) { Ok(()) } else { Err(self.misplaced()) }
    }

    /// One or more of the same, separated by commas.
    fn list<T>(&mut self, element: fn(&mut Self) -> Parsed<T>) -> Parsed<Vec<T>> {
        let mut elements = vec![element(self)?];
        while self.eat(",") {
            elements.push(element(self)?);
        }
        Ok(elements)
    }

    /// The name of a call, if one comes next. Names of functions have any case.
    fn call_name(&self) -> Option<String> {
        let next = self.ahead(1);
        let is_call = self.peek().kind == TokenKind::Word && next.text == "(";
        is_call.then(|| self.peek().text.to_ascii_lowercase())
    }

    /// The arguments of a call.
    fn arguments<T>(&mut self, argument: fn(&mut Self) -> Parsed<T>) -> Parsed<Vec<T>> {
        self.advance();
        self.expect("(")?;
        self.enter()?;
        let arguments = self.list(argument)?;
        self.leave();
        self.expect(")")?;
        Ok(arguments)
    }

    /// Goes one level further in. No way back is needed when reading ends in an error.
    fn enter(&mut self) -> Parsed<()> {
        if self.depth == MAX_DEPTH {
            return Err(Malformed::TooDeep.into());
        }
        self.depth += 1;
        Ok(())
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }
}
