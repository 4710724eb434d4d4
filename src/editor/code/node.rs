//! A request as a typed tree: its JSON, read by the shapes of the service.
//!
//! Owns the reading, and which JSON no typed code can say: an SDK has a type for each parameter, so
//! that a wrong one doesn't even compile there.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value as Json};

use crate::api::{Shape, Structure};

/// A parameter's value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Text(String),
    /// A whole number.
    Number(i64),
    Flag(bool),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
    Structure(&'static str, Vec<(&'static str, Node)>),
    Value(Attribute),
}

/// An attribute's value. Numbers stay texts, and bytes stay Base64.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Attribute {
    S(String),
    N(String),
    B(String),
    SS(Vec<String>),
    NS(Vec<String>),
    BS(Vec<String>),
    M(Vec<(String, Attribute)>),
    L(Vec<Attribute>),
    Null,
    Bool(bool),
}

/// Why a request can't be written in a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inexpressible {
    /// A parameter that the operation doesn't have.
    Unknown(String),
    /// A value of another type than the parameter's, at this path.
    Type(String),
    /// What this language doesn't write.
    Operation(&'static str, &'static str),
    /// What a table's definition in this language has no words for.
    Definition(&'static str, String),
}

impl Inexpressible {
    /// The reason in a sentence.
    pub fn sentence(&self) -> String {
        match self {
            Inexpressible::Unknown(name) => {
                format!("The SDKs have no parameter {name}. Remove it to see the code.")
            }
            Inexpressible::Type(path) => format!(
                "{path} has another type than the SDKs take. Change it in the JSON to see the code."
            ),
            Inexpressible::Operation(operation, language) => {
                format!("{language} has nothing for {operation}. Choose another language.")
            }
            Inexpressible::Definition(language, what) => {
                format!("{language} can't say {what} here. Choose another language.")
            }
        }
    }
}

/// The members of a request as nodes, in the order of the JSON.
pub(super) fn members(
    structure: &'static Structure,
    body: &Map<String, Json>,
    path: &str,
) -> Result<Vec<(&'static str, Node)>, Inexpressible> {
    let members = body.iter().filter(|(_, json)| !json.is_null()).map(|(name, json)| {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let known = structure.members.iter().find(|(known, _)| known == name);
        let Some((name, shape)) = known else { return Err(Inexpressible::Unknown(path)) };
        Ok((*name, node(*shape, json, &path)?))
    });
    members.collect()
}

fn node(shape: Shape, json: &Json, path: &str) -> Result<Node, Inexpressible> {
    let wrong = || Inexpressible::Type(path.to_owned());
    Ok(match (shape, json) {
        (Shape::Text | Shape::Blob, Json::String(text)) => Node::Text(text.clone()),
        (Shape::Integer | Shape::Long, Json::Number(number)) => {
            Node::Number(number.as_i64().ok_or_else(wrong)?)
        }
        (Shape::Flag, Json::Bool(flag)) => Node::Flag(*flag),
        (Shape::List(element), Json::Array(values)) => {
            let values = values.iter().enumerate();
            let nodes = values.map(|(at, json)| node(*element, json, &format!("{path}[{at}]")));
            Node::List(nodes.collect::<Result<_, _>>()?)
        }
        (Shape::Map(element), Json::Object(members)) => {
            let nodes = members.iter().map(|(name, json)| {
                Ok((name.clone(), node(*element, json, &format!("{path}.{name}"))?))
            });
            Node::Map(nodes.collect::<Result<_, _>>()?)
        }
        (Shape::Structure(structure), Json::Object(json)) => match structure.class {
            "AttributeValue" => Node::Value(attribute(json, path)?),
            class => Node::Structure(class, members(structure, json, path)?),
        },
        _ => return Err(wrong()),
    })
}

fn attribute(json: &Map<String, Json>, path: &str) -> Result<Attribute, Inexpressible> {
    let wrong = || Inexpressible::Type(path.to_owned());
    let mut members = json.iter();
    let (Some((tag, value)), None) = (members.next(), members.next()) else { return Err(wrong()) };
    let text = |json: &Json| json.as_str().map(str::to_owned).ok_or_else(wrong);
    let bytes = |json: &Json| match STANDARD.decode(json.as_str().unwrap_or("?")) {
        Ok(_) => text(json),
        Err(_) => Err(wrong()),
    };
    let values = || value.as_array().ok_or_else(wrong);
    let texts = || values()?.iter().map(text).collect::<Result<Vec<_>, _>>();
    let inside = |json: &Json, step: String| {
        attribute(json.as_object().ok_or_else(wrong)?, &format!("{path}{step}"))
    };
    Ok(match tag.as_str() {
        "S" => Attribute::S(text(value)?),
        "N" => Attribute::N(text(value)?),
        "B" => Attribute::B(bytes(value)?),
        "SS" => Attribute::SS(texts()?),
        "NS" => Attribute::NS(texts()?),
        "BS" => Attribute::BS(values()?.iter().map(bytes).collect::<Result<_, _>>()?),
        "NULL" if *value == true => Attribute::Null,
        "BOOL" => Attribute::Bool(value.as_bool().ok_or_else(wrong)?),
        "L" => {
            let values = values()?.iter().enumerate();
            let values = values.map(|(at, json)| inside(json, format!("[{at}]")));
            Attribute::L(values.collect::<Result<_, _>>()?)
        }
        "M" => {
            let members = value.as_object().ok_or_else(wrong)?.iter();
            let pairs =
                members.map(|(name, json)| Ok((name.clone(), inside(json, format!(".{name}"))?)));
            Attribute::M(pairs.collect::<Result<_, _>>()?)
        }
        _ => return Err(wrong()),
    })
}
