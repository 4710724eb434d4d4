//! The AWS SDK for Rust.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::layout::Code;
use super::node::{Attribute, Node};
use super::quoted;
use crate::api::Operation;
use crate::editor::cli::separated;

const STEP: usize = 4;

/// Structures whose builders can fail, because they have members that must be there.
const FALLIBLE: [&str; 22] = [
    "AttributeDefinition",
    "BatchStatementRequest",
    "Condition",
    "ConditionCheck",
    "CreateGlobalSecondaryIndexAction",
    "Delete",
    "DeleteGlobalSecondaryIndexAction",
    "DeleteRequest",
    "Get",
    "GlobalSecondaryIndex",
    "KeySchemaElement",
    "KeysAndAttributes",
    "LocalSecondaryIndex",
    "ParameterizedStatement",
    "ProvisionedThroughput",
    "Put",
    "PutRequest",
    "StreamSpecification",
    "Tag",
    "TimeToLiveSpecification",
    "Update",
    "UpdateGlobalSecondaryIndexAction",
];

/// The enum that a member of type string is in this SDK.
fn enum_of(member: &str) -> Option<&'static str> {
    Some(match member {
        "Action" => "AttributeAction",
        "AttributeType" => "ScalarAttributeType",
        "BillingMode" => "BillingMode",
        "ComparisonOperator" => "ComparisonOperator",
        "ConditionalOperator" => "ConditionalOperator",
        "KeyType" => "KeyType",
        "ProjectionType" => "ProjectionType",
        "ReturnConsumedCapacity" => "ReturnConsumedCapacity",
        "ReturnItemCollectionMetrics" => "ReturnItemCollectionMetrics",
        "ReturnValues" => "ReturnValue",
        "ReturnValuesOnConditionCheckFailure" => "ReturnValuesOnConditionCheckFailure",
        "SSEType" => "SseType",
        "Select" => "Select",
        "ShardIteratorType" => "ShardIteratorType",
        "StreamViewType" => "StreamViewType",
        "TableClass" => "TableClass",
        "Type" => "ShardFilterType",
        _ => return None,
    })
}

pub(super) fn program(operation: Operation, members: Vec<(&'static str, Node)>) -> String {
    let library = match operation.is_stream() {
        true => "aws_sdk_dynamodbstreams",
        false => "aws_sdk_dynamodb",
    };
    let mut used = Used::default();
    let head = format!("let response = client.{}()", separated(operation.name(), '_'));
    let mut calls = used.setters(&members);
    calls.push(Code::leaf(".send()"));
    calls.push(Code::leaf(".await?;"));
    let call = Code::Chain(head, calls).to_text(STEP, STEP).replace('\n', "\n    ");
    let mut imports = String::new();
    if used.hash_map {
        imports += "use std::collections::HashMap;\n\n";
    }
    if used.blob {
        imports += &format!("use {library}::primitives::Blob;\n");
    }
    let types: Vec<&str> = used.types.into_iter().collect();
    match types.as_slice() {
        [] => {}
        [one] => imports += &format!("use {library}::types::{one};\n"),
        many => {
            let names = many.iter().map(|name| Code::leaf(*name)).collect();
            let list = Code::group(format!("use {library}::types::{{"), names, "};");
            imports += &list.to_text(STEP, 0);
            imports.push('\n');
        }
    }
    if !imports.is_empty() {
        imports.push('\n');
    }
    format!(
        "{imports}#[tokio::main]\n\
         async fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
         let config = aws_config::load_from_env().await;\n    \
         let client = {library}::Client::new(&config);\n    \
         {call}\n    println!(\"{{response:#?}}\");\n    Ok(())\n}}\n"
    )
}

/// What the program has to import.
#[derive(Default)]
struct Used {
    types: BTreeSet<&'static str>,
    hash_map: bool,
    blob: bool,
}

impl Used {
    /// A call for each member of a builder; one for each element of a list or map.
    fn setters(&mut self, members: &[(&'static str, Node)]) -> Vec<Code> {
        let mut calls = Vec::new();
        for (member, node) in members {
            let name = separated(member, '_');
            let name = if name == "type" { "r#type".to_owned() } else { name };
            match node {
                Node::Text(text) => {
                    let text = string(text);
                    let value = match enum_of(member) {
                        Some(class) => {
                            self.types.insert(class);
                            Code::group(format!("{class}::from("), vec![text], ")")
                        }
                        None => text,
                    };
                    calls.push(Code::group(format!(".{name}("), vec![value], ")"));
                }
                Node::List(nodes) if nodes.is_empty() => {
                    calls.push(Code::leaf(format!(".set_{name}(Some(Vec::new()))")));
                }
                Node::Map(pairs) if pairs.is_empty() => {
                    self.hash_map = true;
                    calls.push(Code::leaf(format!(".set_{name}(Some(HashMap::new()))")));
                }
                Node::List(nodes) => {
                    for node in nodes {
                        let value = self.expression(node);
                        calls.push(Code::group(format!(".{name}("), vec![value], ")"));
                    }
                }
                Node::Map(pairs) => {
                    for (key, node) in pairs {
                        let pair = vec![string(key), self.expression(node)];
                        calls.push(Code::group(format!(".{name}("), pair, ")"));
                    }
                }
                node => {
                    let value = self.expression(node);
                    calls.push(Code::group(format!(".{name}("), vec![value], ")"));
                }
            }
        }
        calls
    }

    fn expression(&mut self, node: &Node) -> Code {
        match node {
            Node::Text(text) => string(text),
            Node::Number(number) => Code::leaf(number.to_string()),
            Node::Flag(flag) => Code::leaf(flag.to_string()),
            Node::List(nodes) => {
                let values = nodes.iter().map(|node| self.expression(node)).collect();
                Code::group("vec![", values, "]")
            }
            Node::Map(pairs) => {
                let pairs = pairs.iter().map(|(key, node)| (key, self.expression(node))).collect();
                self.map(pairs)
            }
            Node::Structure(class, members) => {
                let class = match *class {
                    "SSESpecification" => "SseSpecification",
                    class => class,
                };
                self.types.insert(class);
                let mut calls = self.setters(members);
                let end = if FALLIBLE.contains(&class) { ".build()?" } else { ".build()" };
                calls.push(Code::leaf(end));
                Code::Chain(format!("{class}::builder()"), calls)
            }
            Node::Value(value) => self.attribute(value),
        }
    }

    fn map(&mut self, pairs: Vec<(&String, Code)>) -> Code {
        self.hash_map = true;
        if pairs.is_empty() {
            return Code::leaf("HashMap::new()");
        }
        let pairs =
            pairs.into_iter().map(|(key, code)| Code::group("(", vec![owned(key), code], ")"));
        Code::group("HashMap::from([", pairs.collect(), "])")
    }

    fn attribute(&mut self, value: &Attribute) -> Code {
        self.types.insert("AttributeValue");
        let strings = |texts: &[String]| {
            Code::group("vec![", texts.iter().map(|text| owned(text)).collect(), "]")
        };
        let (variant, code) = match value {
            Attribute::S(text) => ("S", owned(text)),
            Attribute::N(text) => ("N", owned(text)),
            Attribute::B(base64) => ("B", self.bytes(base64)),
            Attribute::SS(texts) => ("Ss", strings(texts)),
            Attribute::NS(texts) => ("Ns", strings(texts)),
            Attribute::BS(texts) => {
                let blobs = texts.iter().map(|text| self.bytes(text)).collect();
                ("Bs", Code::group("vec![", blobs, "]"))
            }
            Attribute::Null => ("Null", Code::leaf("true")),
            Attribute::Bool(flag) => ("Bool", Code::leaf(flag.to_string())),
            Attribute::L(values) => {
                let values = values.iter().map(|value| self.attribute(value)).collect();
                ("L", Code::group("vec![", values, "]"))
            }
            Attribute::M(pairs) => {
                let pairs = pairs.iter().map(|(key, value)| (key, self.attribute(value)));
                let pairs = pairs.collect();
                ("M", self.map(pairs))
            }
        };
        Code::group(format!("AttributeValue::{variant}("), vec![code], ")")
    }

    fn bytes(&mut self, base64: &str) -> Code {
        self.blob = true;
        let bytes = STANDARD.decode(base64).unwrap_or_default();
        let literal: String = bytes.iter().map(|byte| byte.escape_ascii().to_string()).collect();
        Code::leaf(format!("Blob::new(b\"{literal}\")"))
    }
}

fn string_text(text: &str) -> String {
    quoted(text, |sign| format!("\\u{{{sign:x}}}"))
}

fn string(text: &str) -> Code {
    Code::leaf(string_text(text))
}

fn owned(text: &str) -> Code {
    Code::leaf(format!("{}.to_owned()", string_text(text)))
}
