//! The AWS SDK for JavaScript, version 3.

use super::layout::Code;
use super::node::{Attribute, Node};
use super::quoted;
use crate::api::Operation;

const STEP: usize = 2;

pub(super) fn program(operation: Operation, members: Vec<(&'static str, Node)>) -> String {
    let (package, client) = match operation.is_stream() {
        true => ("client-dynamodb-streams", "DynamoDBStreamsClient"),
        false => ("client-dynamodb", "DynamoDBClient"),
    };
    let command = format!("{}Command", operation.name());
    let input = object(members.iter().map(|(name, value)| (*name, node(value))));
    let new = Code::group(format!("new {command}("), vec![input], ")");
    let call = Code::group("const response = await client.send(", vec![new], ");");
    format!(
        "import {{ {client}, {command} }} from \"@aws-sdk/{package}\";\n\n\
         const client = new {client}({{}});\n\n{}\nconsole.log(response);\n",
        call.to_text(STEP, 0)
    )
}

fn node(node_: &Node) -> Code {
    match node_ {
        Node::Text(text) => string(text),
        Node::Number(number) => Code::leaf(number.to_string()),
        Node::Flag(flag) => Code::leaf(flag.to_string()),
        Node::List(nodes) => array(nodes.iter().map(node).collect()),
        Node::Map(pairs) => object(pairs.iter().map(|(name, value)| (name.as_str(), node(value)))),
        Node::Structure(_, members) => {
            object(members.iter().map(|(name, value)| (*name, node(value))))
        }
        Node::Value(value) => attribute(value),
    }
}

fn attribute(value: &Attribute) -> Code {
    let strings = |texts: &[String]| array(texts.iter().map(|text| string(text)).collect());
    let (tag, code) = match value {
        Attribute::S(text) => ("S", string(text)),
        // A string: JavaScript's numbers have 15 digits.
        Attribute::N(text) => ("N", string(text)),
        Attribute::B(base64) => ("B", bytes(base64)),
        Attribute::SS(texts) => ("SS", strings(texts)),
        Attribute::NS(texts) => ("NS", strings(texts)),
        Attribute::BS(texts) => ("BS", array(texts.iter().map(|text| bytes(text)).collect())),
        Attribute::Null => ("NULL", Code::leaf("true")),
        Attribute::Bool(flag) => ("BOOL", Code::leaf(flag.to_string())),
        Attribute::L(values) => ("L", array(values.iter().map(attribute).collect())),
        Attribute::M(pairs) => {
            ("M", object(pairs.iter().map(|(name, v)| (name.as_str(), attribute(v)))))
        }
    };
    object(std::iter::once((tag, code)))
}

fn array(items: Vec<Code>) -> Code {
    Code::group("[", items, "]")
}

fn object<'a>(pairs: impl Iterator<Item = (&'a str, Code)>) -> Code {
    let pairs: Vec<Code> = pairs.map(|(name, code)| Code::after(key(name) + ": ", code)).collect();
    if pairs.is_empty() { Code::leaf("{}") } else { Code::group("{ ", pairs, " }") }
}

/// A member's name, bare where it can be. In brackets, `__proto__` is a name like any other; without
/// them it would set the object's prototype.
fn key(name: &str) -> String {
    let mut letters = name.chars();
    let is_first = |c: char| c.is_ascii_alphabetic() || c == '_';
    let is_bare = letters.next().is_some_and(is_first)
        && letters.all(|c| c.is_ascii_alphanumeric() || c == '_');
    match name {
        "__proto__" => "[\"__proto__\"]".to_owned(),
        name if is_bare => name.to_owned(),
        name => string_text(name),
    }
}

fn string_text(text: &str) -> String {
    quoted(text, |sign| format!("\\u{{{sign:x}}}"))
}

fn string(text: &str) -> Code {
    Code::leaf(string_text(text))
}

fn bytes(base64: &str) -> Code {
    Code::leaf(format!("Buffer.from(\"{base64}\", \"base64\")"))
}
