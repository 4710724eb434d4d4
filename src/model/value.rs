//! The ten attribute types as one value.
//!
//! Owns equality and ordering between values. Refuses to know JSON, base64 and storage.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use smol_str::SmolStr;

use super::item::AttributeMap;
use super::number::Number;

/// One attribute value. Blobs and long texts are shared, so that a projection or an index entry
/// costs no copy of the bytes. Texts of up to 23 bytes, which most are, stand in the value itself:
/// who reads an item has fetched them with it, and nothing is allocated for them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// Text, UTF-8, may be empty.
    S(SmolStr),
    /// An exact decimal of up to 38 digits.
    N(Number),
    /// Bytes, may be empty.
    B(Arc<[u8]>),
    /// True or false.
    Bool(bool),
    /// The NULL type: an attribute that exists and says nothing.
    Null,
    /// A map; its members have no order.
    M(AttributeMap),
    /// A list of values of any type.
    L(Vec<Value>),
    /// A set of texts.
    Ss(Set<SmolStr>),
    /// A set of numbers.
    Ns(Set<Number>),
    /// A set of blobs.
    Bs(Set<Arc<[u8]>>),
}

/// The type of a value, named by the tag that the wire uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum ValueType {
    S,
    N,
    B,
    Bool,
    Null,
    M,
    L,
    Ss,
    Ns,
    Bs,
}

impl ValueType {
    /// All ten types.
    pub const ALL: [ValueType; 10] = [
        ValueType::S,
        ValueType::N,
        ValueType::B,
        ValueType::Bool,
        ValueType::Null,
        ValueType::M,
        ValueType::L,
        ValueType::Ss,
        ValueType::Ns,
        ValueType::Bs,
    ];

    /// The tag of this type on the wire: `S`, `BOOL`, `NS`, …
    pub fn tag(self) -> &'static str {
        match self {
            ValueType::S => "S",
            ValueType::N => "N",
            ValueType::B => "B",
            ValueType::Bool => "BOOL",
            ValueType::Null => "NULL",
            ValueType::M => "M",
            ValueType::L => "L",
            ValueType::Ss => "SS",
            ValueType::Ns => "NS",
            ValueType::Bs => "BS",
        }
    }

    /// The type with this tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.tag() == tag)
    }
}

impl fmt::Display for ValueType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl Value {
    /// The type of this value.
    pub fn kind(&self) -> ValueType {
        match self {
            Value::S(_) => ValueType::S,
            Value::N(_) => ValueType::N,
            Value::B(_) => ValueType::B,
            Value::Bool(_) => ValueType::Bool,
            Value::Null => ValueType::Null,
            Value::M(_) => ValueType::M,
            Value::L(_) => ValueType::L,
            Value::Ss(_) => ValueType::Ss,
            Value::Ns(_) => ValueType::Ns,
            Value::Bs(_) => ValueType::Bs,
        }
    }

    /// Text as a value.
    pub fn text(text: &str) -> Self {
        Value::S(text.into())
    }

    /// The text of an `S` value.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::S(text) => Some(text),
            _ => None,
        }
    }

    /// How two values of the same ordered type (S, N, B) compare: texts and blobs by bytes,
    /// numbers by value. `None` for other types or when the types differ.
    pub fn order(&self, other: &Value) -> Option<Ordering> {
        match (self, other) {
            (Value::S(a), Value::S(b)) => Some(a.as_bytes().cmp(b.as_bytes())),
            (Value::N(a), Value::N(b)) => Some(a.cmp(b)),
            (Value::B(a), Value::B(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }
}

/// A set of one element type: never empty, never with duplicates. Kept sorted, so that
/// equality ignores the order in which elements were given.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Set<T>(Vec<T>);

/// Why elements are not a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetError {
    /// There is no element.
    Empty,
    /// Two elements are equal (numbers: equal by value).
    Duplicates,
}

impl<T: Ord + Clone> Set<T> {
    /// A set of these elements, which must be at least one and distinct.
    pub fn new(mut elements: Vec<T>) -> Result<Self, SetError> {
        if elements.is_empty() {
            return Err(SetError::Empty);
        }
        elements.sort_unstable();
        if elements.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(SetError::Duplicates);
        }
        Ok(Self(elements))
    }

    /// Whether the element is in the set.
    pub fn contains(&self, element: &T) -> bool {
        self.0.binary_search(element).is_ok()
    }

    /// Both sets' elements.
    pub fn union(&self, other: &Self) -> Self {
        let mut elements = [self.0.as_slice(), other.0.as_slice()].concat();
        elements.sort_unstable();
        elements.dedup();
        Self(elements)
    }

    /// The elements that `other` lacks; `None` when none is left, since a set is never empty.
    pub fn difference(&self, other: &Self) -> Option<Self> {
        let kept = self.0.iter().filter(|e| !other.contains(e)).cloned();
        let kept: Vec<T> = kept.collect();
        (!kept.is_empty()).then_some(Self(kept))
    }
}

impl<T> Set<T> {
    /// The elements in ascending order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// How many elements there are; at least one.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_ignore_order_and_reject_duplicates_by_value() {
        let n = |t: &str| t.parse::<Number>().unwrap();
        assert_eq!(Set::new(vec![n("1"), n("2")]), Set::new(vec![n("2.0"), n("1e0")]));
        assert_eq!(Set::new(vec![n("1"), n("1.0")]), Err(SetError::Duplicates));
        assert_eq!(Set::<Number>::new(vec![]), Err(SetError::Empty));
    }

    #[test]
    fn texts_order_by_bytes_and_types_do_not_mix() {
        assert_eq!(Value::text("Z").order(&Value::text("a")), Some(Ordering::Less));
        assert_eq!(Value::text("10").order(&Value::text("9")), Some(Ordering::Less));
        assert_eq!(Value::text("a").order(&Value::Null), None);
    }

    #[test]
    fn values_stay_small() {
        assert!(size_of::<Value>() <= 40, "{}", size_of::<Value>());
    }
}
