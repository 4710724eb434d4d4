//! Tokens into trees: one function for each clause of the grammar.
//!
//! Owns the grammar and the checks that need no item. Placeholders are replaced on the way. A
//! syntax error ends parsing at once. Any other problem is noted in [`Findings`] and parsing goes
//! on, since the service may report one further right instead. A tree built behind such a problem
//! may hold stand-ins; it is never handed out.
//!
//! Nesting is followed to a fixed depth, so that no text can exhaust the stack, neither here nor
//! where the tree is evaluated or dropped.

mod condition;
mod path;
mod update;

use crate::model::Value;

use super::bind::Bindings;
use super::condition::Condition;
use super::error::{ExpressionError, ExpressionKind, Problem};
use super::findings::Findings;
use super::functions::Function;
use super::key_condition::KeyCondition;
use super::lexer::{Token, TokenKind, misplaced, token_at, tokenize};
use super::projection::ProjectionPaths;
use super::update::Update;
use super::{MAX_EXPRESSION_BYTES, MAX_OPERATORS};

/// How many parentheses and calls may stand inside each other. The service documents no limit of
/// its own. An unoptimised build needs half a megabyte of stack for this many, and a browser gives
/// one.
const MAX_DEPTH: usize = 100;

/// Parses a `ConditionExpression` or `FilterExpression`.
pub fn parse_condition(
    text: &str,
    kind: ExpressionKind,
    bindings: &mut Bindings,
) -> Result<Condition, ExpressionError> {
    parse(text, kind, bindings, Parser::whole_condition)
}

/// Parses a `KeyConditionExpression`. Whether it is a condition on a key turns out when it is
/// bound to one: the service checks all other expressions before that.
pub fn parse_key_condition(
    text: &str,
    bindings: &mut Bindings,
) -> Result<KeyCondition, ExpressionError> {
    parse(text, ExpressionKind::KeyCondition, bindings, Parser::whole_condition)
        .map(KeyCondition::new)
}

/// Parses a `ProjectionExpression`.
pub fn parse_projection(
    text: &str,
    bindings: &mut Bindings,
) -> Result<ProjectionPaths, ExpressionError> {
    parse(text, ExpressionKind::Projection, bindings, Parser::projection).map(ProjectionPaths::new)
}

/// Parses an `UpdateExpression`.
pub fn parse_update(text: &str, bindings: &mut Bindings) -> Result<Update, ExpressionError> {
    parse(text, ExpressionKind::Update, bindings, Parser::update).map(Update::new)
}

fn parse<'a, T>(
    text: &'a str,
    kind: ExpressionKind,
    bindings: &'a mut Bindings,
    grammar: fn(&mut Parser<'a>) -> Parsed<T>,
) -> Result<T, ExpressionError> {
    read(text, kind, bindings, grammar)
        .map_err(|problem| ExpressionError::Invalid { kind, problem })
}

fn read<'a, T>(
    text: &'a str,
    kind: ExpressionKind,
    bindings: &'a mut Bindings,
    grammar: fn(&mut Parser<'a>) -> Parsed<T>,
) -> Parsed<T> {
    // The service checks the size before it looks at the text.
    if text.len() > MAX_EXPRESSION_BYTES {
        return Err(Problem::TooLong { bytes: text.len() }.into());
    }
    if text.trim().is_empty() {
        return Err(Problem::Empty.into());
    }
    let mut parser = Parser {
        kind,
        text,
        tokens: tokenize(text),
        position: 0,
        bindings,
        findings: Findings::new(kind),
        depth: 0,
        operators: 0,
    };
    let tree = grammar(&mut parser)?;
    if parser.peek().kind != TokenKind::End {
        return Err(parser.misplaced());
    }
    if parser.operators > MAX_OPERATORS {
        parser.note(Problem::TooManyOperators { count: parser.operators });
    }
    match parser.findings.worst() {
        Some(problem) => Err(problem.into()),
        None => Ok(tree),
    }
}

/// What a clause returns. The error ends parsing at once; it is boxed, because every clause passes
/// it on.
type Parsed<T> = Result<T, Box<Problem>>;

struct Parser<'a> {
    kind: ExpressionKind,
    text: &'a str,
    tokens: Vec<Token<'a>>,
    /// The token that comes next.
    position: usize,
    bindings: &'a mut Bindings,
    findings: Findings,
    /// How many parentheses and calls are open.
    depth: usize,
    /// Comparators, `AND`, `OR`, `NOT`, `+` and `-` so far. Parentheses and calls do not count
    /// towards the limit.
    operators: usize,
}

impl<'a> Parser<'a> {
    fn note(&mut self, problem: Problem) {
        self.findings.note(problem);
    }

    fn peek(&self) -> Token<'a> {
        token_at(&self.tokens, self.position)
    }

    fn advance(&mut self) -> Token<'a> {
        let token = self.peek();
        self.position += 1;
        token
    }

    /// The syntax error of the token that comes next.
    fn misplaced(&self) -> Box<Problem> {
        misplaced(self.text, &self.tokens, self.position).into()
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

    /// One or more of the same, separated by commas.
    fn list<T>(&mut self, element: fn(&mut Self) -> Parsed<T>) -> Parsed<Vec<T>> {
        let mut elements = vec![element(self)?];
        while self.eat(",") {
            elements.push(element(self)?);
        }
        Ok(elements)
    }

    /// Goes one level further in. No way back is needed when reading ends in an error.
    fn enter(&mut self) -> Parsed<()> {
        if self.depth == MAX_DEPTH {
            return Err(Problem::TooDeep { limit: MAX_DEPTH }.into());
        }
        self.depth += 1;
        Ok(())
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }

    /// The value of the `:value` that comes next.
    fn value(&mut self) -> Parsed<Value> {
        if self.peek().kind != TokenKind::Value {
            return Err(self.misplaced());
        }
        let placeholder = self.advance().text;
        // NULL stands in for a value that is not defined.
        let value = self.bindings.value(placeholder);
        Ok(value.unwrap_or_else(|| {
            self.note(Problem::UndefinedValue(placeholder.to_owned()));
            Value::Null
        }))
    }

    /// Whether a call comes next: a word that is no keyword here, and a parenthesis.
    fn is_call(&self) -> bool {
        let word = self.peek();
        let next = token_at(&self.tokens, self.position + 1);
        word.kind == TokenKind::Word && !self.is_keyword_here(word.text) && next.text == "("
    }

    /// A call: the function, unless no function has the name, and its operands.
    fn call<T>(
        &mut self,
        operand: fn(&mut Self) -> Parsed<T>,
    ) -> Parsed<(Option<Function>, Vec<T>)> {
        let name = self.advance().text;
        self.expect("(")?;
        self.enter()?;
        let operands = self.list(operand)?;
        self.leave();
        self.expect(")")?;
        let function = Function::from_name(name);
        if function.is_none() {
            self.note(Problem::UnknownFunction(name.to_owned()));
        }
        Ok((function, operands))
    }

    /// Whether the word is a keyword of this kind of expression, which no path can contain. All
    /// other reserved words parse as names and are noted as what they are.
    fn is_keyword_here(&self, word: &str) -> bool {
        let keywords: &[&str] = match self.kind {
            ExpressionKind::Update => &["SET", "REMOVE", "ADD", "DELETE"],
            ExpressionKind::Projection => &[],
            _ => &["AND", "OR", "NOT", "IN", "BETWEEN"],
        };
        keywords.iter().any(|keyword| keyword.eq_ignore_ascii_case(word))
    }
}
