//! How many bytes an item counts, attribute by attribute.
//!
//! The rules are those of the Developer Guide, *Item sizes and formats*; the rule for numbers is
//! the exact one behind the Guide's "approximately". Refuses to know capacity units and the
//! 100 bytes per item that only the storage bill adds.

use super::item::AttributeMap;
use super::value::{Set, Value};

/// Bytes that a list or map takes before its first element.
const DOCUMENT_OVERHEAD: usize = 3;
/// Bytes that each element of a list or map takes besides its own.
const ELEMENT_OVERHEAD: usize = 1;

/// The size of an item: the bytes of every top-level name and value.
pub fn item_size(item: &AttributeMap) -> usize {
    item.iter().map(|(name, value)| attribute_size(name.as_str(), value)).sum()
}

/// The size of one top-level attribute: its name's UTF-8 bytes and its value.
pub fn attribute_size(name: &str, value: &Value) -> usize {
    name.len() + value_size(value)
}

/// The size of a value without its name.
pub fn value_size(value: &Value) -> usize {
    match value {
        Value::S(text) => text.len(),
        Value::N(number) => number.size(),
        Value::B(bytes) => bytes.len(),
        Value::Bool(_) | Value::Null => 1,
        Value::M(map) => map_size(map),
        Value::L(list) => DOCUMENT_OVERHEAD + list.iter().map(element_size).sum::<usize>(),
        Value::Ss(set) => set_size(set, |text| text.len()),
        Value::Ns(set) => set_size(set, |number| number.size()),
        Value::Bs(set) => set_size(set, |bytes| bytes.len()),
    }
}

fn map_size(map: &AttributeMap) -> usize {
    let members = map.iter().map(|(name, value)| name.as_str().len() + element_size(value));
    DOCUMENT_OVERHEAD + members.sum::<usize>()
}

fn element_size(value: &Value) -> usize {
    value_size(value) + ELEMENT_OVERHEAD
}

fn set_size<T>(set: &Set<T>, size: impl Fn(&T) -> usize) -> usize {
    set.iter().map(size).sum()
}

#[cfg(test)]
mod tests {
    use super::super::name::AttributeName;
    use super::*;

    fn item(pairs: &[(&str, Value)]) -> AttributeMap {
        let named = pairs.iter().map(|(n, v)| (AttributeName::parse(n).unwrap(), v.clone()));
        named.collect()
    }

    fn number(text: &str) -> Value {
        Value::N(text.parse().unwrap())
    }

    #[test]
    fn the_guides_shirt_is_23_bytes() {
        let shirt = item(&[("shirt-color", Value::text("R")), ("shirt-size", Value::text("M"))]);
        assert_eq!(item_size(&shirt), 23);
    }

    #[test]
    fn a_number_costs_its_digit_pairs_and_one() {
        for (text, size) in [("42", 2), ("-42", 3), ("0", 1), ("0.0000001", 2), ("1E125", 2)] {
            assert_eq!(value_size(&number(text)), size, "{text}");
        }
        assert_eq!(item_size(&item(&[("pk", Value::text("A")), ("n", number("42"))])), 6);
    }

    #[test]
    fn documents_cost_three_and_one_for_each_element() {
        assert_eq!(value_size(&Value::M(AttributeMap::new())), 3);
        assert_eq!(value_size(&Value::L(vec![])), 3);
        let nested = Value::M(item(&[("k", Value::text("v"))]));
        assert_eq!(item_size(&item(&[("pk", Value::text("A")), ("m", nested)])), 10);
    }

    #[test]
    fn texts_count_utf8_bytes_and_sets_only_their_elements() {
        assert_eq!(value_size(&Value::text("é𝄞")), 6);
        let set = Set::new(vec!["a".into(), "".into(), "bcd".into()]).unwrap();
        assert_eq!(value_size(&Value::Ss(set)), 4);
    }
}
