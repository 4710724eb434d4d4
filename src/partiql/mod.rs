//! PartiQL: the text of a statement and its parameters in, the statement as data out.
//!
//! Owns the grammar of `SELECT`, `INSERT`, `UPDATE`, `DELETE` and `EXISTS` (Developer Guide,
//! *PartiQL for DynamoDB*). Conditions become the tree that expressions have, and updates become
//! the same actions. Refuses to know tables: which operation a statement becomes is the engine's.
//!
//! Where PartiQL differs from expressions, the difference is written out in the tree: `a <> 'x'`
//! also asks that `a` exists, and `IS NULL` asks for the NULL type.

mod lexer;
mod parser;

pub use parser::parse;

/// Longest statement, in characters.
pub const MAX_STATEMENT: usize = 8192;

#[cfg(test)]
mod tests;
