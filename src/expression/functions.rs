//! The functions of expressions: their names, and what those of conditions say of values.
//!
//! Owns `begins_with`, `contains` and `size` on values (Developer Guide, *Condition and filter
//! expressions: functions*). Refuses to know paths and missing attributes.

use crate::model::{Number, Value};

/// A function that an expression can call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Function {
    AttributeExists,
    AttributeNotExists,
    AttributeType,
    BeginsWith,
    Contains,
    Size,
    IfNotExists,
    ListAppend,
}

impl Function {
    const ALL: [Function; 8] = [
        Function::AttributeExists,
        Function::AttributeNotExists,
        Function::AttributeType,
        Function::BeginsWith,
        Function::Contains,
        Function::Size,
        Function::IfNotExists,
        Function::ListAppend,
    ];

    /// The function with this name. Unlike keywords, function names have one case only.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|function| function.name() == name)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Function::AttributeExists => "attribute_exists",
            Function::AttributeNotExists => "attribute_not_exists",
            Function::AttributeType => "attribute_type",
            Function::BeginsWith => "begins_with",
            Function::Contains => "contains",
            Function::Size => "size",
            Function::IfNotExists => "if_not_exists",
            Function::ListAppend => "list_append",
        }
    }

    /// How many operands it takes.
    pub(super) fn arity(self) -> usize {
        match self {
            Function::AttributeExists | Function::AttributeNotExists | Function::Size => 1,
            _ => 2,
        }
    }

    /// Whether it belongs to update expressions rather than to conditions.
    pub(super) fn is_for_updates(self) -> bool {
        matches!(self, Function::IfNotExists | Function::ListAppend)
    }
}

/// Whether a text or blob begins with another, byte by byte.
pub(super) fn begins_with(value: &Value, prefix: &Value) -> bool {
    match (value, prefix) {
        (Value::S(text), Value::S(prefix)) => text.as_bytes().starts_with(prefix.as_bytes()),
        (Value::B(bytes), Value::B(prefix)) => bytes.starts_with(prefix),
        _ => false,
    }
}

/// Whether a text or blob has the other in it, or a set or list has it as an element.
pub(super) fn contains(value: &Value, element: &Value) -> bool {
    match (value, element) {
        (Value::S(text), Value::S(part)) => text.contains(part.as_str()),
        (Value::B(bytes), Value::B(part)) => has_part(bytes, part),
        (Value::Ss(set), Value::S(text)) => set.contains(text),
        (Value::Ns(set), Value::N(number)) => set.contains(number),
        (Value::Bs(set), Value::B(bytes)) => set.contains(bytes),
        (Value::L(list), element) => list.contains(element),
        _ => false,
    }
}

fn has_part(bytes: &[u8], part: &[u8]) -> bool {
    part.is_empty() || bytes.windows(part.len()).any(|window| window == part)
}

/// The size of a value as expressions see it: UTF-16 units of a text, bytes of a blob, elements
/// of anything else. Numbers, truth values and NULL have none. (The bytes that an item is billed
/// for are another measure.)
pub(super) fn size(value: &Value) -> Option<Value> {
    let size = match value {
        Value::S(text) if text.is_ascii() => text.len(),
        Value::S(text) => text.encode_utf16().count(),
        Value::B(bytes) => bytes.len(),
        Value::M(map) => map.len(),
        Value::L(list) => list.len(),
        Value::Ss(set) => set.len(),
        Value::Ns(set) => set.len(),
        Value::Bs(set) => set.len(),
        Value::N(_) | Value::Bool(_) | Value::Null => return None,
    };
    // A value is far below 2^63 bytes, so that no size is ever cut short here.
    Some(Value::N(Number::from(i64::try_from(size).unwrap_or(i64::MAX))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Value {
        Value::N(text.parse().unwrap())
    }

    #[test]
    fn names_have_one_case() {
        assert_eq!(Function::from_name("begins_with"), Some(Function::BeginsWith));
        assert_eq!(Function::from_name("BEGINS_WITH"), None);
    }

    #[test]
    fn sizes_count_what_a_reader_would_not() {
        let blob = |bytes: &[u8]| Value::B(bytes.into());
        let table = [
            (Value::text(""), Some("0")),
            (Value::text("abc"), Some("3")),
            (Value::text("é𝄞"), Some("3")),
            (blob(&[0, 255]), Some("2")),
            (Value::L(vec![Value::Null]), Some("1")),
            (number("12"), None),
            (Value::Null, None),
        ];
        for (value, expected) in table {
            assert_eq!(size(&value), expected.map(number), "{value:?}");
        }
    }

    #[test]
    fn blobs_contain_runs_of_bytes() {
        let blob = |bytes: &[u8]| Value::B(bytes.into());
        assert!(contains(&blob(&[1, 2, 3]), &blob(&[2, 3])));
        assert!(contains(&blob(&[1]), &blob(&[])));
        assert!(!contains(&blob(&[1, 2, 3]), &blob(&[1, 3])));
        assert!(!contains(&blob(b"abc"), &Value::text("b")));
    }
}
