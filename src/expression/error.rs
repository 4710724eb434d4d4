//! What can be wrong with expressions and placeholders, as data.
//!
//! Owns one variant per rule of the service. Refuses to know sentences: the wire builds them.

use std::ops::Range;

use crate::model::{AttributeName, KeyError, NameError, Value, ValueType};

use super::path::Path;

/// Which parameter of a request an expression stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum ExpressionKind {
    KeyCondition,
    Condition,
    Filter,
    Projection,
    Update,
}

impl ExpressionKind {
    /// The parameter's name on the wire.
    pub fn parameter(self) -> &'static str {
        match self {
            ExpressionKind::KeyCondition => "KeyConditionExpression",
            ExpressionKind::Condition => "ConditionExpression",
            ExpressionKind::Filter => "FilterExpression",
            ExpressionKind::Projection => "ProjectionExpression",
            ExpressionKind::Update => "UpdateExpression",
        }
    }
}

impl std::fmt::Display for ExpressionKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.parameter())
    }
}

/// Why the expressions of a request, or their placeholders, are refused.
#[derive(Debug, Clone, PartialEq)]
pub enum ExpressionError {
    /// `ExpressionAttributeNames` is there and empty.
    EmptyNames,
    /// `ExpressionAttributeValues` is there and empty.
    EmptyValues,
    /// A key of `ExpressionAttributeNames` is not `#` and letters, digits or underscores.
    NameKeySyntax(String),
    /// A key of `ExpressionAttributeValues` is not `:` and letters, digits or underscores.
    ValueKeySyntax(String),
    /// A key of `ExpressionAttributeNames` is over 255 bytes.
    NameKeyTooLong(String),
    /// A key of `ExpressionAttributeValues` is over 255 bytes.
    ValueKeyTooLong(String),
    /// All values together are over 2 MB.
    ValuesTooLarge,
    /// A `#name` stands for something that is no attribute name.
    BadAttributeName {
        /// The `#name`.
        placeholder: String,
        /// What is wrong with the name it stands for.
        error: NameError,
    },
    /// Names are given, and no expression.
    NamesWithoutExpression,
    /// Values are given, and none of the expressions that could use them.
    ValuesWithoutExpression(Vec<ExpressionKind>),
    /// Names that no expression of the request uses.
    UnusedNames(Vec<String>),
    /// Values that no expression of the request uses.
    UnusedValues(Vec<String>),
    /// One expression is wrong in itself.
    Invalid {
        /// Which expression.
        kind: ExpressionKind,
        /// What is wrong.
        problem: Box<Problem>,
    },
    /// A key condition that is a condition, but not one on the key.
    KeyCondition(KeyConditionError),
}

impl ExpressionError {
    /// Whether the error belongs to the families that PutItem and UpdateItem report as a counted
    /// validation error since July 2026: syntax, size, parentheses, distinct operands, operands of a
    /// wrong type, and placeholders that are unused or have no expression.
    pub fn counted_on_writes(&self) -> bool {
        match self {
            ExpressionError::NamesWithoutExpression
            | ExpressionError::ValuesWithoutExpression(_)
            | ExpressionError::UnusedNames(_)
            | ExpressionError::UnusedValues(_) => true,
            ExpressionError::Invalid { problem, .. } => matches!(
                **problem,
                Problem::Syntax { .. }
                    | Problem::TooLong { .. }
                    | Problem::RedundantParentheses
                    | Problem::OperandsNotDistinct { .. }
                    | Problem::OperandType { .. }
            ),
            _ => false,
        }
    }
}

/// What is wrong with one expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Problem {
    /// There is nothing but white space.
    Empty,
    /// Over 4,096 bytes.
    TooLong {
        /// The size of the text.
        bytes: usize,
    },
    /// A token stands where the grammar has no place for it.
    Syntax {
        /// The token, `<EOF>` behind the last one.
        token: String,
        /// The token with its neighbours, as written.
        near: String,
        /// The bytes of the expression that the token occupies: none at its end.
        span: Range<usize>,
    },
    /// Parentheses, calls and `NOT`s are nested beyond what is followed.
    TooDeep {
        /// How many levels are followed.
        limit: usize,
    },
    /// Over 300 operators.
    TooManyOperators {
        /// How many there are.
        count: usize,
    },
    /// A doubled pair of parentheses.
    RedundantParentheses,
    /// No function has this name.
    UnknownFunction(String),
    /// A function stands where its result cannot be used.
    MisusedFunction(&'static str),
    /// A function of update expressions in a condition, or the other way round.
    FunctionNotAllowed(&'static str),
    /// A bare name is a reserved word; as written.
    ReservedWord(String),
    /// A `#name` that is not defined.
    UndefinedName(String),
    /// A `:value` that is not defined.
    UndefinedValue(String),
    /// A list index that no list can have; its digits.
    IndexOutOfRange(String),
    /// A path of over 32 components.
    PathTooDeep {
        /// How many components it has.
        levels: usize,
    },
    /// A function with too few or too many operands, or an `IN` with more than it can have. That the
    /// service counts the operand before `IN` as well is unconfirmed; the sentence is its own.
    OperandCount {
        /// The function or operator.
        function: &'static str,
        /// How many it was given.
        count: usize,
    },
    /// Both operands are the same path.
    OperandsNotDistinct {
        /// The function or operator.
        operator: &'static str,
        /// The path.
        operand: Path,
    },
    /// A function that wants a path was given something else.
    NeedsPath {
        /// The function.
        function: &'static str,
    },
    /// An operand whose type is known before any item is read, and is wrong.
    OperandType {
        /// The function or operator.
        function: &'static str,
        /// The operand's type; `None` for a path, whose type could be any.
        actual: Option<ValueType>,
    },
    /// `attribute_type` asks for a type that does not exist.
    UnknownTypeName(String),
    /// The bounds of `BETWEEN` have different types.
    BoundTypes {
        /// The lower bound.
        low: Value,
        /// The upper bound.
        high: Value,
    },
    /// The lower bound of `BETWEEN` is above the upper one.
    BoundsReversed {
        /// The lower bound.
        low: Value,
        /// The upper bound.
        high: Value,
    },
    /// `SET`, `REMOVE`, `ADD` or `DELETE` for the second time.
    DuplicateSection(&'static str),
    /// One path is the other, or leads into it.
    PathsOverlap {
        /// The path written first.
        one: Path,
        /// The path written second.
        two: Path,
    },
    /// One path takes for a map what the other takes for a list.
    PathsConflict {
        /// The path written first.
        one: Path,
        /// The path written second.
        two: Path,
    },
    /// `ADD` or `DELETE` with a value that it cannot work with.
    ActionOperandType {
        /// `ADD` or `DELETE`.
        action: &'static str,
        /// The type of the value.
        actual: ValueType,
    },
}

/// Why a condition is not a key condition, or not one of this table or index
/// (Developer Guide, *Key condition expressions for the Query operation*).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyConditionError {
    /// No condition on this key attribute, and there has to be one.
    MissedElement(AttributeName),
    /// The partition key without `=`, or a condition too many.
    NotSupported,
    /// No condition at all.
    NoCondition,
    /// More conditions than the key has attributes.
    TooManyConditions {
        /// How many conditions there are.
        conditions: usize,
        /// How many attributes the key has.
        attributes: usize,
    },
    /// Partition key attributes, of several that an index has, without `=`.
    HashNeedsEquality(Vec<AttributeName>),
    /// Sort key attributes without `=`, and one behind them that has a condition.
    RangeNeedsEquality {
        /// Those without.
        without: Vec<AttributeName>,
        /// The one behind them.
        behind: AttributeName,
    },
    /// Two conditions on one key attribute.
    OnePerKey,
    /// An operator or function that key conditions do not have.
    InvalidOperator(&'static str),
    /// The same in `KeyConditions`.
    NotIndexable,
    /// `size`.
    NestedOperation,
    /// A path into an attribute.
    NestedAttribute,
    /// Two attributes in one condition.
    MultipleNames,
    /// A condition without an attribute.
    NoKeyAttribute,
    /// `BETWEEN` or `begins_with` whose first operand is a value.
    KeyNotFirst(&'static str),
    /// A value of another type than the key attribute has.
    WrongType,
    /// A value that no key attribute can have.
    BadValue {
        /// The key attribute.
        name: AttributeName,
        /// What is wrong with the value.
        error: KeyError,
    },
}

impl From<KeyConditionError> for ExpressionError {
    fn from(error: KeyConditionError) -> Self {
        ExpressionError::KeyCondition(error)
    }
}
