//! PartiQL: the text of a statement and its parameters in, the statement as data out.
//!
//! Owns the grammar (Developer Guide, *PartiQL for DynamoDB*) and what DynamoDB makes of it, in two
//! steps: `parser` turns text into a tree by PartiQL's own grammar, and `statement`, `condition`,
//! `assignment` and `value` read from the tree what the service carries out. Each step has its
//! errors: what breaks the grammar is "not well formed", and the rest is refused in other words.
//! Conditions become the tree that expressions have, and updates become the same actions. Refuses
//! to know tables: which operation a statement becomes is the engine's.
//!
//! Where PartiQL differs from expressions, the difference is written out in the tree: `a <> 'x'`
//! also asks that `a` exists, and `IS NULL` asks for the NULL type.

mod assignment;
mod condition;
mod lexer;
mod parser;
mod statement;
mod tree;
mod value;

use crate::engine::statement::{Position, Statement, StatementError};
use crate::model::Value;

use lexer::{Token, position_of};
use parser::{Parsed, ParsedText, parse_tree};
use tree::Node;

/// Longest statement, in characters.
pub const MAX_STATEMENT: usize = 8192;

/// Parses a statement whose parameters are these.
pub fn parse(text: &str, parameters: &[Value]) -> Result<Statement, StatementError> {
    read(text, parameters).map_err(|error| *error)
}

fn read(text: &str, parameters: &[Value]) -> Parsed<Statement> {
    let ParsedText { tree, tokens, parameters: asked } = parse_tree(text)?;
    if asked != parameters.len() {
        return Err(StatementError::ParameterCount.into());
    }
    Reader { text, tokens: &tokens, parameters }.statement(&tree)
}

/// Reads from a tree what the service carries out.
struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token<'a>],
    parameters: &'a [Value],
}

impl Reader<'_> {
    /// Where a token stands, as sentences tell it.
    fn position(&self, at: usize) -> Position {
        let token = self.tokens[at];
        let (line, column) = position_of(self.text, token.start);
        Position { line, column, length: token.text.chars().count() }
    }

    /// Something that would have to be an attribute.
    fn no_path(&self, node: &Node) -> Box<StatementError> {
        StatementError::UnexpectedPathComponent(self.position(node.at)).into()
    }
}

#[cfg(test)]
mod tests;
