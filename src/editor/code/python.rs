//! boto3: its client, and its resource.

use super::layout::Code;
use super::node::{Attribute, Node};
use super::quoted;
use crate::api::Operation;
use crate::editor::cli::separated;

/// Python's indentation.
const STEP: usize = 4;

pub(super) fn client(operation: Operation, members: Vec<(&'static str, Node)>) -> String {
    let service = if operation.is_stream() { "dynamodbstreams" } else { "dynamodb" };
    let call = call("client", operation, members, &Style { native: false });
    let setup = format!("client = boto3.client(\"{service}\")\n");
    program(&setup, call)
}

pub(super) fn resource(operation: Operation, mut members: Vec<(&'static str, Node)>) -> String {
    use Operation::*;
    let style = Style { native: true };
    let mut setup = "dynamodb = boto3.resource(\"dynamodb\")\n".to_owned();
    let is_of_table =
        matches!(operation, Query | Scan | GetItem | PutItem | UpdateItem | DeleteItem);
    let table = members.iter().position(|(name, _)| *name == "TableName");
    let called = match table.filter(|_| is_of_table) {
        Some(at) => {
            let (_, name) = members.remove(at);
            setup += &format!("table = dynamodb.Table({})\n", style.node(&name).to_text(STEP, 0));
            "table"
        }
        // The resource's own client takes Python's values for every operation.
        None => "dynamodb.meta.client",
    };
    program(&setup, call(called, operation, members, &style))
}

fn program(setup: &str, call: Code) -> String {
    let call = call.to_text(STEP, 0);
    let mut imports = String::new();
    if call.contains("base64.b64decode(") {
        imports += "import base64\n";
    }
    if call.contains("Decimal(") {
        imports += "from decimal import Decimal\n";
    }
    if !imports.is_empty() {
        imports.push('\n');
    }
    format!("{imports}import boto3\n\n{setup}\n{call}\nprint(response)\n")
}

fn call(
    called: &str,
    operation: Operation,
    members: Vec<(&'static str, Node)>,
    style: &Style,
) -> Code {
    let arguments = members
        .iter()
        .map(|(name, node)| Code::after(format!("{name}="), style.node(node)))
        .collect();
    let open = format!("response = {called}.{}(", separated(operation.name(), '_'));
    Code::group(open, arguments, ")")
}

struct Style {
    /// Whether attributes are Python's own values, and not DynamoDB JSON.
    native: bool,
}

impl Style {
    fn node(&self, node: &Node) -> Code {
        match node {
            Node::Text(text) => string(text),
            Node::Number(number) => Code::leaf(number.to_string()),
            Node::Flag(flag) => truth(*flag),
            Node::List(nodes) => list(nodes.iter().map(|node| self.node(node)).collect()),
            Node::Map(pairs) => {
                dict(pairs.iter().map(|(name, node)| (name.as_str(), self.node(node))))
            }
            Node::Structure(_, members) => {
                dict(members.iter().map(|(name, node)| (*name, self.node(node))))
            }
            Node::Value(value) if self.native => native(value),
            Node::Value(value) => typed(value),
        }
    }
}

fn list(items: Vec<Code>) -> Code {
    Code::group("[", items, "]")
}

fn dict<'a>(pairs: impl Iterator<Item = (&'a str, Code)>) -> Code {
    let pairs = pairs.map(|(name, code)| Code::after(string_text(name) + ": ", code));
    Code::group("{", pairs.collect(), "}")
}

fn string_text(text: &str) -> String {
    quoted(text, |sign| match sign {
        0..=0xffff => format!("\\u{sign:04x}"),
        _ => format!("\\U{sign:08x}"),
    })
}

fn string(text: &str) -> Code {
    Code::leaf(string_text(text))
}

fn truth(flag: bool) -> Code {
    Code::leaf(if flag { "True" } else { "False" })
}

fn bytes(base64: &str) -> Code {
    Code::leaf(format!("base64.b64decode(\"{base64}\")"))
}

/// DynamoDB JSON, in which the client takes bytes as bytes.
fn typed(value: &Attribute) -> Code {
    let (tag, code) = match value {
        Attribute::S(text) => ("S", string(text)),
        Attribute::N(text) => ("N", string(text)),
        Attribute::B(base64) => ("B", bytes(base64)),
        Attribute::SS(texts) => ("SS", list(texts.iter().map(|text| string(text)).collect())),
        Attribute::NS(texts) => ("NS", list(texts.iter().map(|text| string(text)).collect())),
        Attribute::BS(texts) => ("BS", list(texts.iter().map(|text| bytes(text)).collect())),
        Attribute::Null => ("NULL", truth(true)),
        Attribute::Bool(flag) => ("BOOL", truth(*flag)),
        Attribute::L(values) => ("L", list(values.iter().map(typed).collect())),
        Attribute::M(pairs) => ("M", dict(pairs.iter().map(|(k, v)| (k.as_str(), typed(v))))),
    };
    dict(std::iter::once((tag, code)))
}

fn native(value: &Attribute) -> Code {
    match value {
        Attribute::S(text) => string(text),
        Attribute::N(text) => decimal(text),
        Attribute::B(base64) => bytes(base64),
        Attribute::SS(texts) => set(texts.iter().map(|text| string(text)).collect()),
        Attribute::NS(texts) => set(texts.iter().map(|text| decimal(text)).collect()),
        Attribute::BS(texts) => set(texts.iter().map(|text| bytes(text)).collect()),
        Attribute::Null => Code::leaf("None"),
        Attribute::Bool(flag) => truth(*flag),
        Attribute::L(values) => list(values.iter().map(native).collect()),
        Attribute::M(pairs) => dict(pairs.iter().map(|(name, v)| (name.as_str(), native(v)))),
    }
}

/// Exact: boto3 refuses floats, which would lose digits.
fn decimal(text: &str) -> Code {
    Code::leaf(format!("Decimal({})", string_text(text)))
}

/// Empty braces would be a dict.
fn set(items: Vec<Code>) -> Code {
    if items.is_empty() { Code::leaf("set()") } else { Code::group("{", items, "}") }
}
