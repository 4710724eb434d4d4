//! From values to DynamoDB JSON, written straight into text.
//!
//! Owns the printing of values: numbers as strings, blobs as base64. Values are never nested
//! deeper than reading or an update allows, so the recursion is bounded. A page holds thousands of
//! items: a tree of JSON in between would cost several times what finding them did.

use std::fmt::Write;

use serde_json::Value as Json;

use super::{blob, parse};
use crate::model::{AttributeMap, Number, Value, ValueType};

/// An item as DynamoDB JSON.
pub fn item_to_json(item: &AttributeMap) -> Json {
    tree(|text| push_item(text, item))
}

/// A value as DynamoDB JSON.
pub fn value_to_json(value: &Value) -> Json {
    tree(|text| push_value(text, value))
}

/// What is written, read as a tree.
fn tree(write: impl FnOnce(&mut String)) -> Json {
    let mut text = String::new();
    write(&mut text);
    parsed(&text)
}

/// Text that was written here, as a tree.
pub(crate) fn parsed(text: &str) -> Json {
    parse(text).expect("what is written here is JSON, not nested deeply")
}

/// Writes an item.
pub(crate) fn push_item(text: &mut String, item: &AttributeMap) {
    // Every text is looked at before the first is written, so that the processor fetches them from
    // memory side by side, and not each when its turn comes.
    let escapes = item.iter().any(|(name, value)| {
        has_escaped(name.as_str()) || matches!(value, Value::S(raw) if has_escaped(raw))
    });
    text.push('{');
    for (at, (name, value)) in item.iter().enumerate() {
        separate(text, at);
        push_text(text, name.as_str(), escapes);
        text.push(':');
        match value {
            Value::S(raw) => {
                text.push_str(opening(ValueType::S));
                push_text(text, raw, escapes);
                text.push('}');
            }
            other => push_value(text, other),
        }
    }
    text.push('}');
}

/// Writes elements, separated by commas, in brackets.
pub(crate) fn push_list<T>(
    text: &mut String,
    elements: impl IntoIterator<Item = T>,
    push: impl Fn(&mut String, T),
) {
    text.push('[');
    for (at, element) in elements.into_iter().enumerate() {
        separate(text, at);
        push(text, element);
    }
    text.push(']');
}

/// Writes a text in quotes.
pub(crate) fn push_quoted(text: &mut String, raw: &str) {
    push_text(text, raw, has_escaped(raw));
}

/// Writes a text in quotes, in which there may be something to escape, or, as nearly always, nothing.
fn push_text(text: &mut String, raw: &str, escapes: bool) {
    if !escapes {
        return push_plain(text, raw);
    }
    text.push('"');
    let mut rest = raw;
    while let Some(at) = rest.bytes().position(is_escaped) {
        text.push_str(&rest[..at]);
        push_escaped(text, rest.as_bytes()[at]);
        rest = &rest[at + 1..];
    }
    text.push_str(rest);
    text.push('"');
}

fn push_value(text: &mut String, value: &Value) {
    text.push_str(opening(value.kind()));
    match value {
        Value::S(raw) => push_quoted(text, raw),
        Value::N(number) => push_number(text, number),
        Value::B(bytes) => push_plain(text, &blob::encode(bytes)),
        Value::Bool(flag) => text.push_str(if *flag { "true" } else { "false" }),
        Value::Null => text.push_str("true"),
        Value::M(map) => push_item(text, map),
        Value::L(list) => push_list(text, list, push_value),
        Value::Ss(set) => push_list(text, set.iter(), |text, raw| push_quoted(text, raw)),
        Value::Ns(set) => push_list(text, set.iter(), push_number),
        Value::Bs(set) => push_list(text, set.iter(), |text, b| push_plain(text, &blob::encode(b))),
    }
    text.push('}');
}

/// What every value of a type begins with.
fn opening(kind: ValueType) -> &'static str {
    match kind {
        ValueType::S => r#"{"S":"#,
        ValueType::N => r#"{"N":"#,
        ValueType::B => r#"{"B":"#,
        ValueType::Bool => r#"{"BOOL":"#,
        ValueType::Null => r#"{"NULL":"#,
        ValueType::M => r#"{"M":"#,
        ValueType::L => r#"{"L":"#,
        ValueType::Ss => r#"{"SS":"#,
        ValueType::Ns => r#"{"NS":"#,
        ValueType::Bs => r#"{"BS":"#,
    }
}

fn push_number(text: &mut String, number: &Number) {
    text.push('"');
    number.write(text).expect("a text takes what is written to it");
    text.push('"');
}

/// Writes what needs no escape in quotes.
fn push_plain(text: &mut String, plain: &str) {
    text.reserve(plain.len() + 2);
    text.push('"');
    text.push_str(plain);
    text.push('"');
}

fn separate(text: &mut String, at: usize) {
    if at > 0 {
        text.push(',');
    }
}

/// Whether JSON escapes anything in the text. Its bytes are looked at eight at a time, the last eight
/// together with some of those before: names and texts are mostly shorter than the vectors that a
/// compiler would make of a loop, which then goes byte by byte.
fn has_escaped(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some(last) = bytes.last_chunk() else { return bytes.iter().copied().any(is_escaped) };
    let (words, _) = bytes.as_chunks();
    words.iter().chain([last]).any(|word| is_any_escaped(*word))
}

/// The same of eight bytes: each comparison leaves the highest bit of some byte set if it holds of
/// any.
fn is_any_escaped(bytes: [u8; 8]) -> bool {
    const ONES: u64 = u64::from_ne_bytes([0x01; 8]);
    const HIGHEST: u64 = u64::from_ne_bytes([0x80; 8]);
    let below = |word: u64, bound: u8| word.wrapping_sub(ONES * u64::from(bound)) & !word & HIGHEST;
    let equal = |word: u64, byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    let word = u64::from_ne_bytes(bytes);
    below(word, 0x20) | equal(word, b'"') | equal(word, b'\\') != 0
}

fn is_escaped(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

fn push_escaped(text: &mut String, byte: u8) {
    let short = match byte {
        b'"' => "\\\"",
        b'\\' => "\\\\",
        b'\n' => "\\n",
        b'\r' => "\\r",
        b'\t' => "\\t",
        0x08 => "\\b",
        0x0C => "\\f",
        _ => return write!(text, "\\u{byte:04x}").expect("a text takes what is written to it"),
    };
    text.push_str(short);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_read_back_as_it_was() {
        let all: String = (0..0x300).filter_map(char::from_u32).chain("日本 🦀".chars()).collect();
        let mut text = String::new();
        push_quoted(&mut text, &all);
        assert_eq!(text, Json::from(all.as_str()).to_string());
        assert_eq!(parsed(&text), Json::from(all));
    }

    #[test]
    fn a_byte_to_escape_is_found_wherever_it_stands() {
        for length in 0..20 {
            assert!(!has_escaped(&"é".repeat(length)));
            for (at, byte) in (0..length).flat_map(|at| (0..0x80).map(move |byte| (at, byte))) {
                let mut bytes = vec![b'x'; length];
                bytes[at] = byte;
                let text = String::from_utf8(bytes).unwrap();
                assert_eq!(has_escaped(&text), is_escaped(byte), "{byte} at {at} of {length}");
            }
        }
    }

    #[test]
    fn values_begin_with_the_name_of_their_type() {
        let kinds = ["S", "N", "B", "SS", "NS", "BS", "M", "L", "NULL", "BOOL"];
        for kind in kinds.map(|tag| ValueType::from_tag(tag).unwrap()) {
            assert_eq!(opening(kind), format!("{{\"{}\":", kind.tag()));
        }
    }
}
