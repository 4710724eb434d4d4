//! Key values and the conditions on them.
//!
//! Owns what may be a key (S, N or B, not empty, within the size limits) and what a sort-key
//! condition selects. Refuses to know how a key is stored: that is [`super::keycode`]'s.

use std::cmp::Ordering;
use std::sync::Arc;

use smol_str::SmolStr;

use super::number::Number;
use super::schema::ScalarType;
use super::value::{Value, ValueType};

/// Longest partition key value, in bytes.
pub const MAX_PARTITION_KEY_BYTES: usize = 2048;
/// Longest sort key value, in bytes.
pub const MAX_SORT_KEY_BYTES: usize = 1024;

/// The value of one key attribute.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum KeyScalar {
    /// Text of at least one byte.
    S(SmolStr),
    /// A number.
    N(Number),
    /// At least one byte.
    B(Arc<[u8]>),
}

/// The role of an attribute in a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyRole {
    /// Decides the item collection. `HASH` on the wire.
    Partition,
    /// Orders the items of a collection. `RANGE` on the wire.
    Sort,
}

/// Why a value cannot be the value of a key attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyError {
    /// The item lacks the attribute.
    Missing,
    /// The value has another type than the schema names.
    WrongType {
        /// The type that the schema names.
        expected: ScalarType,
        /// The type of the value.
        actual: ValueType,
    },
    /// An empty text or blob, which only attributes outside keys may be.
    Empty(ScalarType),
    /// Over 2,048 bytes (partition key) or 1,024 bytes (sort key).
    TooLong(KeyRole),
}

impl KeyScalar {
    /// The value as a key of this type and role.
    pub fn from_value(
        value: &Value,
        expected: ScalarType,
        role: KeyRole,
    ) -> Result<Self, KeyError> {
        KeyPart::from_value(value, expected, role).map(Self::from)
    }

    /// Whether the value can be a key of this type and role.
    pub fn check(value: &Value, expected: ScalarType, role: KeyRole) -> Result<(), KeyError> {
        KeyPart::from_value(value, expected, role).map(drop)
    }

    /// The key value as an attribute value.
    pub fn to_value(&self) -> Value {
        match self {
            KeyScalar::S(text) => Value::S(text.clone()),
            KeyScalar::N(number) => Value::N(*number),
            KeyScalar::B(bytes) => Value::B(bytes.clone()),
        }
    }

    /// The type of this key value.
    pub fn kind(&self) -> ScalarType {
        match self {
            KeyScalar::S(_) => ScalarType::S,
            KeyScalar::N(_) => ScalarType::N,
            KeyScalar::B(_) => ScalarType::B,
        }
    }
}

/// A key value that is still in its item.
#[derive(Debug, Clone, Copy)]
pub(super) enum KeyPart<'a> {
    S(&'a SmolStr),
    N(&'a Number),
    B(&'a Arc<[u8]>),
}

impl<'a> KeyPart<'a> {
    /// The value as a key of this type and role.
    pub fn from_value(
        value: &'a Value,
        expected: ScalarType,
        role: KeyRole,
    ) -> Result<Self, KeyError> {
        let (part, bytes) = match (value, expected) {
            (Value::S(text), ScalarType::S) => (KeyPart::S(text), text.len()),
            (Value::N(number), ScalarType::N) => return Ok(KeyPart::N(number)),
            (Value::B(bytes), ScalarType::B) => (KeyPart::B(bytes), bytes.len()),
            _ => return Err(KeyError::WrongType { expected, actual: value.kind() }),
        };
        let limit = match role {
            KeyRole::Partition => MAX_PARTITION_KEY_BYTES,
            KeyRole::Sort => MAX_SORT_KEY_BYTES,
        };
        match bytes {
            0 => Err(KeyError::Empty(expected)),
            bytes if bytes > limit => Err(KeyError::TooLong(role)),
            _ => Ok(part),
        }
    }
}

impl From<KeyPart<'_>> for KeyScalar {
    fn from(part: KeyPart<'_>) -> Self {
        match part {
            KeyPart::S(text) => KeyScalar::S(text.clone()),
            KeyPart::N(number) => KeyScalar::N(*number),
            KeyPart::B(bytes) => KeyScalar::B(bytes.clone()),
        }
    }
}

impl<'a> From<&'a KeyScalar> for KeyPart<'a> {
    fn from(scalar: &'a KeyScalar) -> Self {
        match scalar {
            KeyScalar::S(text) => KeyPart::S(text),
            KeyScalar::N(number) => KeyPart::N(number),
            KeyScalar::B(bytes) => KeyPart::B(bytes),
        }
    }
}

impl PartialOrd for KeyScalar {
    /// Texts and blobs by bytes, numbers by value; `None` between types.
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (KeyScalar::S(a), KeyScalar::S(b)) => Some(a.as_bytes().cmp(b.as_bytes())),
            (KeyScalar::N(a), KeyScalar::N(b)) => Some(a.cmp(b)),
            (KeyScalar::B(a), KeyScalar::B(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }
}

/// A whole key: the partition key values and the sort key values, in schema order. A table's key
/// has one partition key value and at most one sort key value; a GSI's may have up to four of each.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeyTuple {
    /// Partition key values, at least one.
    pub partition: Vec<KeyScalar>,
    /// Sort key values.
    pub sort: Vec<KeyScalar>,
}

/// The part of a key condition that is about one sort key attribute.
#[derive(Debug, Clone, PartialEq)]
pub enum SortCondition {
    /// Every value.
    Any,
    /// `=`
    Equal(KeyScalar),
    /// `<`
    Less(KeyScalar),
    /// `<=`
    LessOrEqual(KeyScalar),
    /// `>`
    Greater(KeyScalar),
    /// `>=`
    GreaterOrEqual(KeyScalar),
    /// `BETWEEN low AND high`, both included.
    Between(KeyScalar, KeyScalar),
    /// `begins_with`, for texts and blobs. No request can have an empty prefix.
    BeginsWith(KeyScalar),
}

/// What a key condition selects: one item collection, and a range of it.
#[derive(Debug, Clone, PartialEq)]
pub struct KeySelection {
    /// The collection: a value for every partition key attribute.
    pub partition: Vec<KeyScalar>,
    /// Values that leading sort key attributes must equal (multi-attribute index keys only).
    pub sort_equal: Vec<KeyScalar>,
    /// The condition on the sort key attribute behind them.
    pub sort: SortCondition,
}
