//! Tokens into a tree, by PartiQL's grammar: what an expression is.
//!
//! The grammar, and with it the words for whatever breaks it, is that of the open-source parser of
//! the language's authors in its version of 2020 (partiql-lang-kotlin, `SqlParser`): every sentence
//! recorded of the service is one of its. An expression is read by the precedence of its operators;
//! a statement is one of the terms that an expression can be.
//!
//! Nesting is followed to a fixed depth, so that no statement can exhaust the stack, neither here
//! nor where its tree is read or dropped.

mod clauses;

use super::lexer::{Token, TokenKind, WordKind, tokenize};
use super::tree::{Kind, Node, PathStep};
use crate::engine::statement::{Malformed, StatementError};

/// How many brackets and calls may stand inside each other.
const MAX_DEPTH: usize = 100;
/// How many operators of one precedence may stand in a row: their tree leans to one side.
const MAX_CHAIN: usize = 100;

/// What reading comes to. The error ends it at once; it is boxed, because everything passes it on.
pub(super) type Parsed<T> = Result<T, Box<StatementError>>;

/// A statement as a tree.
pub(super) struct ParsedText<'a> {
    /// The tree.
    pub(super) tree: Node,
    /// The tokens that its nodes are told by.
    pub(super) tokens: Vec<Token<'a>>,
    /// How many parameters it asks for.
    pub(super) parameters: usize,
}

/// Reads a statement.
pub(super) fn parse_tree(text: &str) -> Parsed<ParsedText<'_>> {
    let tokens = tokenize(text);
    // The text is split into tokens before any of them is read.
    if tokens.iter().any(|token| token.kind == TokenKind::Invalid) {
        return Err(Malformed::Token.into());
    }
    let mut parser = Parser { tokens, position: 0, depth: 0, parameters: 0 };
    let tree = parser.expression(LOWEST)?;
    let ended = parser.eat(";");
    if parser.peek().kind == TokenKind::End {
        let Parser { tokens, parameters, .. } = parser;
        return Ok(ParsedText { tree, tokens, parameters });
    }
    Err(if ended { Malformed::TokenAfterSemicolon } else { Malformed::TokenAfterExpression }.into())
}

/// Reads tokens from left to right.
struct Parser<'a> {
    tokens: Vec<Token<'a>>,
    position: usize,
    depth: usize,
    /// How many parameters were read.
    parameters: usize,
}

/// How tightly operators bind.
type Precedence = u8;
const LOWEST: Precedence = 0;
const SELECT: Precedence = 6;
const OR: Precedence = 10;
const AND: Precedence = 20;
const NOT: Precedence = 30;
const EQUALITY: Precedence = 40;
const COMPARISON: Precedence = 50;

/// The operators between two operands, as they are written, with their precedence.
const OPERATORS: [(&str, Precedence); 19] = [
    ("UNION", 5),
    ("EXCEPT", 5),
    ("INTERSECT", 5),
    ("OR", OR),
    ("AND", AND),
    ("=", EQUALITY),
    ("<>", EQUALITY),
    ("!=", EQUALITY),
    ("IS", EQUALITY),
    ("IN", EQUALITY),
    ("<", COMPARISON),
    ("<=", COMPARISON),
    (">", COMPARISON),
    (">=", COMPARISON),
    ("BETWEEN", COMPARISON),
    ("LIKE", COMPARISON),
    ("+", 60),
    ("-", 60),
    ("||", 60),
];
/// Those of the highest precedence.
const PRODUCTS: [&str; 3] = ["*", "/", "%"];

/// An operator that comes next.
#[derive(Clone, Copy)]
struct Operator {
    symbol: &'static str,
    precedence: Precedence,
    /// `NOT IN` and the like.
    negated: bool,
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

    fn is_symbol(&self, symbol: &str) -> bool {
        let token = self.peek();
        token.kind == TokenKind::Symbol && token.text == symbol
    }

    fn eat(&mut self, symbol: &str) -> bool {
        let found = self.is_symbol(symbol);
        self.position += usize::from(found);
        found
    }

    /// The closing bracket or colon, which the grammar calls by this name.
    fn expect(&mut self, symbol: &str, name: &'static str) -> Parsed<()> {
        if self.eat(symbol) { Ok(()) } else { Err(Malformed::ExpectedToken(name).into()) }
    }

    /// Whether the next token is this word, in any case.
    fn is_word(&self, word: &str) -> bool {
        self.peek().is_word(word)
    }

    fn eat_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        self.position += usize::from(found);
        found
    }

    /// Whether an identifier comes next: a word that is none of the language's, or a quoted name.
    fn is_identifier(&self) -> bool {
        let token = self.peek();
        token.kind == TokenKind::Quoted
            || (token.kind == TokenKind::Word && token.word_kind() == WordKind::Identifier)
    }

    /// The name that the identifier which comes next is.
    fn identifier(&mut self) -> String {
        let token = self.advance();
        if token.kind == TokenKind::Quoted { token.unquoted() } else { token.text.to_owned() }
    }

    /// One or more of the same, separated by commas.
    fn list<T>(&mut self, element: impl Fn(&mut Self) -> Parsed<T>) -> Parsed<Vec<T>> {
        let mut elements = vec![element(self)?];
        while self.eat(",") {
            elements.push(element(self)?);
        }
        Ok(elements)
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

    /// An expression whose operators all bind more tightly than this.
    fn expression(&mut self, outer: Precedence) -> Parsed<Node> {
        let mut left = self.unary_term()?;
        let mut chain = 0;
        while let Some(operator) = self.operator().filter(|o| o.precedence > outer) {
            let at = self.position;
            self.position += 1 + usize::from(operator.negated);
            left = self.operation(left, operator, at)?;
            // Conjunctions become one node, however long they are.
            if !matches!(left.kind, Kind::Logical { .. }) {
                chain += 1;
            }
            if chain > MAX_CHAIN {
                return Err(Malformed::TooDeep.into());
            }
        }
        Ok(left)
    }

    /// The operator that comes next, if one does.
    fn operator(&self) -> Option<Operator> {
        let token = self.peek();
        if !matches!(token.kind, TokenKind::Symbol | TokenKind::Word) {
            return None;
        }
        let find = |text: &str| OPERATORS.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
        if let Some(symbol) = PRODUCTS.into_iter().find(|symbol| *symbol == token.text) {
            return Some(Operator { symbol, precedence: 70, negated: false });
        }
        if token.is_word("NOT") {
            let next = self.ahead(1);
            let negated = ["IN", "BETWEEN", "LIKE"].iter().find(|word| next.is_word(word))?;
            let (symbol, precedence) = *find(negated)?;
            return Some(Operator { symbol, precedence, negated: true });
        }
        let (symbol, precedence) = *find(token.text)?;
        Some(Operator { symbol, precedence, negated: false })
    }

    /// What the operator, which was just read, makes of what is to its left.
    fn operation(&mut self, left: Node, operator: Operator, at: usize) -> Parsed<Node> {
        let kind = match operator.symbol {
            "AND" | "OR" => {
                let conjunction = operator.symbol == "AND";
                let right = self.right_operand(operator)?;
                return Ok(joined(left, right, conjunction, at));
            }
            "IS" => {
                let negated = self.eat_word("NOT");
                Kind::Is { operand: Box::new(left), negated, kind: self.type_name()? }
            }
            "IN" => Kind::Binary("IN", Box::new([left, self.candidates(operator)?])),
            "BETWEEN" => {
                let low = self.right_operand(operator)?;
                if !self.eat_word("AND") {
                    return Err(Malformed::ExpectedKeyword("AND").into());
                }
                if self.is_end() {
                    return Err(Malformed::ExpectedAfterAnd.into());
                }
                let high = self.expression(COMPARISON)?;
                Kind::Between(Box::new([left, low, high]))
            }
            "!=" => Kind::Binary("<>", Box::new([left, self.right_operand(operator)?])),
            symbol => Kind::Binary(symbol, Box::new([left, self.right_operand(operator)?])),
        };
        let node = Node { kind, at };
        Ok(if operator.negated { Node { kind: Kind::Not(Box::new(node)), at } } else { node })
    }

    fn right_operand(&mut self, operator: Operator) -> Parsed<Node> {
        if self.peek().kind == TokenKind::End {
            return Err(Malformed::MissingOperand.into());
        }
        self.expression(operator.precedence)
    }

    /// Whether nothing but the end of the statement is left.
    fn is_end(&self) -> bool {
        let semicolon = usize::from(self.is_symbol(";"));
        self.ahead(semicolon).kind == TokenKind::End
    }

    /// What stands behind `IN`. In parentheses it is a list, even of one.
    fn candidates(&mut self, operator: Operator) -> Parsed<Node> {
        let at = self.position;
        if self.is_symbol("(") && !self.ahead(1).is_word("SELECT") {
            self.advance();
            self.enter()?;
            let list = self.list(|parser| parser.expression(LOWEST))?;
            self.leave();
            self.expect(")", "RIGHT_PAREN")?;
            return Ok(Node { kind: Kind::List(list), at });
        }
        self.right_operand(operator)
    }

    /// The name of a type behind `IS`, in capitals.
    fn type_name(&mut self) -> Parsed<String> {
        let word = self.peek();
        let name = word.text.to_ascii_uppercase();
        if word.kind != TokenKind::Word || !TYPES.contains(&name.as_str()) {
            return Err(Malformed::ExpectedType.into());
        }
        self.advance();
        Ok(name)
    }

    /// A term with the signs and `NOT`s before it, which are counted rather than nested.
    fn unary_term(&mut self) -> Parsed<Node> {
        let at = self.position;
        let mut negations = 0;
        while self.eat_word("NOT") {
            negations += 1;
        }
        if negations > 0 {
            let inner = self.expression(NOT)?;
            let node = Node { kind: Kind::Not(Box::new(inner)), at };
            // An even number says what no `NOT` says, but stays a condition.
            let again = |node| Node { kind: Kind::Not(Box::new(node)), at };
            return Ok(if negations % 2 == 1 { node } else { again(node) });
        }
        let mut signs = String::new();
        while self.is_symbol("-") || self.is_symbol("+") {
            signs.push_str(self.advance().text);
        }
        let term = self.path_term()?;
        let Some(sign) = signs.chars().last() else { return Ok(term) };
        match term.kind {
            Kind::Number(number) => {
                let negative = signs.matches('-').count() % 2 == 1;
                let number = if negative { format!("-{number}") } else { number };
                Ok(Node { kind: Kind::Number(number), at: term.at })
            }
            // Whatever it is, the service does not work it out.
            _ => Ok(Node { kind: Kind::Signed(sign), at }),
        }
    }

    /// A term and the way into it.
    fn path_term(&mut self) -> Parsed<Node> {
        let term = self.term()?;
        let steps = self.steps(false)?;
        if steps.is_empty() {
            return Ok(term);
        }
        let at = term.at;
        Ok(Node { kind: Kind::Path(Box::new(term), steps), at })
    }

    /// The steps of a path. A simple one has neither wildcards nor computed indexes.
    fn steps(&mut self, simple: bool) -> Parsed<Vec<PathStep>> {
        let mut steps = Vec::new();
        loop {
            if self.eat(".") {
                let at = self.position;
                if self.is_identifier() {
                    steps.push(PathStep::Member(self.identifier()));
                } else if self.is_symbol("*") && simple {
                    return Err(Malformed::SimplePathDot.into());
                } else if self.eat("*") {
                    steps.push(PathStep::Wildcard { at });
                } else {
                    return Err(Malformed::DotComponent.into());
                }
            } else if self.eat("[") {
                let at = self.position;
                if self.eat("*") {
                    steps.push(PathStep::Wildcard { at });
                } else {
                    self.enter()?;
                    steps.push(PathStep::Index(self.expression(LOWEST)?));
                    self.leave();
                }
                self.expect("]", "RIGHT_BRACKET")?;
                let literal = matches!(
                    steps.last(),
                    Some(PathStep::Index(Node {
                        kind: Kind::Number(_) | Kind::Text(_) | Kind::Bool(_) | Kind::Null,
                        ..
                    }))
                );
                if simple && !literal {
                    return Err(Malformed::SimplePathComponent.into());
                }
            } else {
                return Ok(steps);
            }
        }
    }

    /// A name with the way into it, where nothing else can stand.
    fn simple_path(&mut self) -> Parsed<Node> {
        if !self.is_identifier() {
            return Err(Malformed::SimplePath.into());
        }
        let at = self.position;
        let name = Node { kind: Kind::Name(self.identifier()), at };
        let steps = self.steps(true)?;
        if steps.is_empty() {
            return Ok(name);
        }
        Ok(Node { kind: Kind::Path(Box::new(name), steps), at })
    }

    fn term(&mut self) -> Parsed<Node> {
        let at = self.position;
        let token = self.peek();
        let kind = match token.kind {
            TokenKind::Word => return self.word(),
            TokenKind::Quoted if self.ahead(1).text != "(" => Kind::Name(self.identifier()),
            TokenKind::Quoted => return self.call(),
            TokenKind::Text => Kind::Text(self.advance().unquoted()),
            TokenKind::Number => Kind::Number(self.advance().text.to_owned()),
            TokenKind::End | TokenKind::Invalid => return Err(Malformed::UnexpectedTerm.into()),
            TokenKind::Symbol => return self.bracketed(),
        };
        Ok(Node { kind, at })
    }

    /// The term that begins with a word.
    fn word(&mut self) -> Parsed<Node> {
        let at = self.position;
        let token = self.peek();
        let called = self.ahead(1).kind == TokenKind::Symbol && self.ahead(1).text == "(";
        let kind = match token.word_kind() {
            WordKind::Identifier if called => return self.call(),
            WordKind::Identifier => Kind::Name(self.identifier()),
            WordKind::Function if called => return self.call(),
            WordKind::Literal => {
                self.advance();
                match token.text.to_ascii_uppercase().as_str() {
                    "TRUE" => Kind::Bool(true),
                    "FALSE" => Kind::Bool(false),
                    "MISSING" => Kind::Missing,
                    _ => Kind::Null,
                }
            }
            WordKind::Operator => return Err(Malformed::UnexpectedOperator.into()),
            WordKind::Mark => return Err(Malformed::UnexpectedTerm.into()),
            WordKind::Function | WordKind::Keyword => return self.statement(),
        };
        Ok(Node { kind, at })
    }

    /// A call. Names of functions have any case.
    fn call(&mut self) -> Parsed<Node> {
        const AGGREGATES: [&str; 5] = ["count", "avg", "max", "min", "sum"];
        let at = self.position;
        let name = self.identifier().to_ascii_lowercase();
        let is_aggregate = AGGREGATES.contains(&name.as_str());
        self.advance();
        self.enter()?;
        let arguments = if self.is_symbol("*") && name == "count" {
            vec![Node { kind: Kind::Missing, at: self.advance_at() }]
        } else if self.is_symbol("*") {
            return Err(Malformed::CallWithStar(name).into());
        } else if self.is_symbol(")") {
            Vec::new()
        } else {
            if is_aggregate {
                let _ = self.eat_word("DISTINCT") || self.eat_word("ALL");
            }
            self.list(|parser| parser.expression(LOWEST))?
        };
        self.leave();
        self.expect(")", "RIGHT_PAREN")?;
        if is_aggregate && arguments.len() != 1 {
            return Err(Malformed::AggregateArity.into());
        }
        Ok(Node { kind: Kind::Call(name, arguments), at })
    }

    /// The place of the next token, which is read.
    fn advance_at(&mut self) -> usize {
        self.advance();
        self.position - 1
    }

    /// The term that begins with a symbol.
    fn bracketed(&mut self) -> Parsed<Node> {
        let at = self.position;
        self.enter()?;
        let expression = |parser: &mut Self| parser.expression(LOWEST);
        let kind = match self.advance().text {
            "?" => {
                self.parameters += 1;
                Kind::Parameter(self.parameters - 1)
            }
            "(" => {
                let mut list = self.list(expression)?;
                self.expect(")", "RIGHT_PAREN")?;
                self.leave();
                // One expression in parentheses is itself.
                return Ok(match (list.pop(), list.is_empty()) {
                    (Some(only), true) => only,
                    (last, _) => {
                        list.extend(last);
                        Node { kind: Kind::List(list), at }
                    }
                });
            }
            "[" if self.eat("]") => Kind::List(Vec::new()),
            "[" => {
                let list = self.list(expression)?;
                self.expect("]", "RIGHT_BRACKET")?;
                Kind::List(list)
            }
            "<<" if self.eat(">>") => Kind::Bag(Vec::new()),
            "<<" => {
                let list = self.list(expression)?;
                self.expect(">>", "RIGHT_DOUBLE_ANGLE_BRACKET")?;
                Kind::Bag(list)
            }
            "{" if self.eat("}") => Kind::Struct(Vec::new()),
            "{" => {
                let members = self.list(|parser| {
                    let name = parser.expression(LOWEST)?;
                    parser.expect(":", "COLON")?;
                    Ok((name, parser.expression(LOWEST)?))
                })?;
                self.expect("}", "RIGHT_CURLY")?;
                Kind::Struct(members)
            }
            ")" | "]" | "}" | ">>" | "," | ":" | ";" | "." | "*" => {
                return Err(Malformed::UnexpectedTerm.into());
            }
            _ => return Err(Malformed::UnexpectedOperator.into()),
        };
        self.leave();
        Ok(Node { kind, at })
    }
}

/// Two conditions joined. What is already joined in the same way takes in the other.
fn joined(left: Node, right: Node, conjunction: bool, at: usize) -> Node {
    let mut parts = Vec::new();
    for node in [left, right] {
        match node.kind {
            Kind::Logical { conjunction: other, parts: inner } if other == conjunction => {
                parts.extend(inner);
            }
            kind => parts.push(Node { kind, at: node.at }),
        }
    }
    Node { kind: Kind::Logical { conjunction, parts }, at }
}

/// The types that `IS` can ask for, by PartiQL's names and the service's.
const TYPES: [&str; 30] = [
    "MISSING",
    "NULL",
    "BOOLEAN",
    "BOOL",
    "SMALLINT",
    "INTEGER",
    "INT",
    "FLOAT",
    "REAL",
    "DECIMAL",
    "DEC",
    "NUMERIC",
    "TIMESTAMP",
    "CHARACTER",
    "CHAR",
    "VARCHAR",
    "STRING",
    "SYMBOL",
    "CLOB",
    "BLOB",
    "STRUCT",
    "TUPLE",
    "LIST",
    "BAG",
    "NUMBER",
    "BINARY",
    "MAP",
    "STRING_SET",
    "NUMBER_SET",
    "BINARY_SET",
];
