//! From values to DynamoDB JSON, written straight into text.
//!
//! Owns the printing of values: numbers as strings, blobs as base64. Values are never nested
//! deeper than reading or an update allows, so the recursion is bounded. A page holds thousands of
//! items: a tree of JSON in between would cost several times what finding them did.

use std::fmt::Write;

use serde_json::Value as Json;

use super::{blob, parse};
use crate::model::{AttributeMap, Value};

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
    text.push('{');
    for (at, (name, value)) in item.iter().enumerate() {
        separate(text, at);
        push_quoted(text, name.as_str());
        text.push(':');
        push_value(text, value);
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
    text.push('"');
    let mut rest = raw;
    // Hardly any text has a byte to escape, and without a way out early the compiler looks at many
    // bytes at once.
    if raw.bytes().fold(false, |any, byte| any | is_escaped(byte)) {
        while let Some(at) = rest.bytes().position(is_escaped) {
            text.push_str(&rest[..at]);
            push_escaped(text, rest.as_bytes()[at]);
            rest = &rest[at + 1..];
        }
    }
    text.push_str(rest);
    text.push('"');
}

fn push_value(text: &mut String, value: &Value) {
    text.push_str("{\"");
    text.push_str(value.kind().tag());
    text.push_str("\":");
    match value {
        Value::S(raw) => push_quoted(text, raw),
        Value::N(number) => push_plain(text, number),
        Value::B(bytes) => push_plain(text, blob::encode(bytes)),
        Value::Bool(flag) => text.push_str(if *flag { "true" } else { "false" }),
        Value::Null => text.push_str("true"),
        Value::M(map) => push_item(text, map),
        Value::L(list) => push_list(text, list, push_value),
        Value::Ss(set) => push_list(text, set.iter(), |text, raw| push_quoted(text, raw)),
        Value::Ns(set) => push_list(text, set.iter(), push_plain),
        Value::Bs(set) => push_list(text, set.iter(), |text, b| push_plain(text, blob::encode(b))),
    }
    text.push('}');
}

/// Writes what needs no escape in quotes.
fn push_plain(text: &mut String, plain: impl std::fmt::Display) {
    write!(text, "\"{plain}\"").expect("a text takes what is written to it");
}

fn separate(text: &mut String, at: usize) {
    if at > 0 {
        text.push(',');
    }
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
}
