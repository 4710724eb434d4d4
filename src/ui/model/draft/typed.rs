//! A value as a person types it: a type and a text.
//!
//! Owns the way between that and DynamoDB JSON, without loss. Refuses to judge the text: a number
//! that is none goes out as typed and the service says so.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use super::problem::{DraftProblem, Field, parse_json};
use crate::model::ScalarType;
use crate::ui::model::plain;

/// The types that a small field offers. `Json` is any value, as DynamoDB JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Kind {
    #[default]
    S,
    N,
    B,
    Bool,
    Null,
    Json,
}

impl Kind {
    /// All, in the order in which a field offers them.
    pub const ALL: [Kind; 6] = [Kind::S, Kind::N, Kind::B, Kind::Bool, Kind::Null, Kind::Json];

    /// What the field shows for it.
    pub fn label(self) -> &'static str {
        match self {
            Kind::S => "S",
            Kind::N => "N",
            Kind::B => "B",
            Kind::Bool => "BOOL",
            Kind::Null => "NULL",
            Kind::Json => "JSON",
        }
    }

    /// The kind with this label.
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.label() == label)
    }
}

impl From<ScalarType> for Kind {
    fn from(kind: ScalarType) -> Self {
        match kind {
            ScalarType::S => Kind::S,
            ScalarType::N => Kind::N,
            ScalarType::B => Kind::B,
        }
    }
}

/// A typed text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Typed {
    /// The type.
    pub kind: Kind,
    /// The text: of a B value its base64, of a BOOL `true` or `false`.
    pub text: String,
}

impl Typed {
    /// A typed text.
    pub fn new(kind: Kind, text: &str) -> Self {
        Self { kind, text: text.to_owned() }
    }

    /// The value as DynamoDB JSON; `name` tells a problem which value it is about.
    pub fn to_json(&self, name: &str) -> Result<Json, DraftProblem> {
        let text = self.text.as_str();
        Ok(match self.kind {
            Kind::S => json!({ "S": text }),
            Kind::N => json!({ "N": text.trim() }),
            Kind::B => json!({ "B": text.trim() }),
            Kind::Bool => json!({ "BOOL": text.trim() == "true" }),
            Kind::Null => json!({ "NULL": true }),
            Kind::Json => any_value(name, text)?,
        })
    }

    /// The typed text of a DynamoDB JSON value.
    pub fn from_json(value: &Json) -> Self {
        sole_member(value)
            .and_then(|(tag, inner)| Self::simple(tag, inner))
            .unwrap_or_else(|| Self { kind: Kind::Json, text: value.to_string() })
    }

    fn simple(tag: &str, inner: &Json) -> Option<Self> {
        match (tag, inner) {
            ("S", Json::String(text)) => Some(Self::new(Kind::S, text)),
            ("N", Json::String(text)) => Some(Self::new(Kind::N, text)),
            ("B", Json::String(text)) => Some(Self::new(Kind::B, text)),
            ("BOOL", Json::Bool(truth)) => Some(Self::new(Kind::Bool, &truth.to_string())),
            ("NULL", Json::Bool(true)) => Some(Self::new(Kind::Null, "")),
            _ => None,
        }
    }
}

/// Any value: DynamoDB JSON as it is, plain JSON with its types found.
pub fn any_value(name: &str, text: &str) -> Result<Json, DraftProblem> {
    let value = parse_json(Field::Value(name.to_owned()), text)?;
    Ok(if plain::is_typed(&value) { value } else { plain::typed(&value) })
}

fn sole_member(value: &Json) -> Option<(&str, &Json)> {
    let members: &Map<String, Json> = value.as_object()?;
    let mut pairs = members.iter();
    match (pairs.next(), pairs.next()) {
        (Some((tag, inner)), None) => Some((tag, inner)),
        _ => None,
    }
}
