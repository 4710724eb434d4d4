//! Expressions: text in, bound expression out.
//!
//! Owns the grammar of the five expression parameters, their placeholders, every check that needs
//! no item, and their evaluation on items (Developer Guide, *Using expressions in DynamoDB*).
//! Refuses to know tables, requests and the sentences that its errors become on the wire.
//! What came before expressions becomes the same trees, in [`legacy`].
//!
//! A text passes [`lexer`] and [`parser`] and comes out as a tree with all `#names` and `:values`
//! already put in their places, so that evaluation looks nothing up but the item. [`print`] makes a
//! text of a tree again. Whoever needs less than a tree of a text, such as the placeholders that it
//! mentions, asks [`tokenize`].

mod bind;
mod condition;
mod error;
mod findings;
mod functions;
mod key_condition;
mod legacy;
mod lexer;
mod parser;
mod path;
mod print;
mod projection;
mod reserved;
mod update;

pub use bind::Bindings;
pub use condition::{Comparator, Condition, Operand};
pub use error::{ExpressionError, ExpressionKind, KeyConditionError, Problem};
pub use functions::Function;
pub use key_condition::KeyCondition;
pub use legacy::{LegacyAction, LegacyError, LegacyOperator};
pub use lexer::{Token, TokenKind, is_number_literal, tokenize, tokenize_with_literals};
pub(crate) use lexer::{quotation_length, unquoted};
pub use parser::{parse_condition, parse_key_condition, parse_projection, parse_update};
pub(crate) use path::check_apart;
pub use path::{Path, Step};
pub use print::{Clause, Meanings, Notation, Placeholders, conjunction};
pub use projection::ProjectionPaths;
pub use reserved::{is_bare_name, is_reserved};
pub use update::{Action, SetOperand, SetValue, Update, UpdateError, Updated};

/// Longest expression, in bytes.
pub const MAX_EXPRESSION_BYTES: usize = 4096;
/// Most operators in one expression.
pub const MAX_OPERATORS: usize = 300;
/// Longest `#name` or `:value`, in bytes.
pub const MAX_PLACEHOLDER_BYTES: usize = 255;
/// Most bytes of all values that placeholders stand for.
pub const MAX_SUBSTITUTION_BYTES: usize = 2 << 20;
/// Most components of a document path.
pub const MAX_PATH_COMPONENTS: usize = 32;
/// Most values of an `IN` list: a hundred operands with the one before it.
pub const MAX_IN_VALUES: usize = 99;
