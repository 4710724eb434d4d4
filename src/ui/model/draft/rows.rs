//! Rows of the form: "attribute, operator, value", and the tables of names and values.
//!
//! Owns the operators, values as a person types them, and the way between those and DynamoDB JSON,
//! without loss. Refuses to judge what was typed: a number that is none goes out as it is, and the
//! service says so. How rows become an expression is `text`'s.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use super::problem::{DraftProblem, FormPart, parse_json};
use crate::expression::{Clause, Comparator, Function};
use crate::model::ScalarType;
use crate::ui::model::plain;

/// What a row compares with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Operator {
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
    Between,
    BeginsWith,
    Contains,
    Exists,
    NotExists,
    HasType,
}

impl Operator {
    /// All, for filters.
    pub const ALL: [Operator; 12] = [
        Operator::Equal,
        Operator::NotEqual,
        Operator::Less,
        Operator::AtMost,
        Operator::Greater,
        Operator::AtLeast,
        Operator::Between,
        Operator::BeginsWith,
        Operator::Contains,
        Operator::Exists,
        Operator::NotExists,
        Operator::HasType,
    ];

    /// Those that a sort key condition may use.
    pub const SORT: [Operator; 7] = [
        Operator::Equal,
        Operator::Less,
        Operator::AtMost,
        Operator::Greater,
        Operator::AtLeast,
        Operator::Between,
        Operator::BeginsWith,
    ];

    /// The operator or function as the form shows it.
    pub fn label(self) -> &'static str {
        match self.shape() {
            Shape::Compare(comparator) => comparator.symbol(),
            Shape::Between => "between",
            Shape::Call(function) => function.name(),
        }
    }

    /// The operator with this label.
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operator| operator.label() == label)
    }

    /// The operator that compares so.
    pub(super) fn from_comparator(comparator: Comparator) -> Self {
        match comparator {
            Comparator::Equal => Operator::Equal,
            Comparator::NotEqual => Operator::NotEqual,
            Comparator::Less => Operator::Less,
            Comparator::LessOrEqual => Operator::AtMost,
            Comparator::Greater => Operator::Greater,
            Comparator::GreaterOrEqual => Operator::AtLeast,
        }
    }

    /// How many values it takes besides the attribute.
    pub fn operands(self) -> usize {
        match self {
            Operator::Between => 2,
            Operator::Exists | Operator::NotExists => 0,
            _ => 1,
        }
    }

    /// What an expression has for it.
    fn shape(self) -> Shape {
        match self {
            Operator::Equal => Shape::Compare(Comparator::Equal),
            Operator::NotEqual => Shape::Compare(Comparator::NotEqual),
            Operator::Less => Shape::Compare(Comparator::Less),
            Operator::AtMost => Shape::Compare(Comparator::LessOrEqual),
            Operator::Greater => Shape::Compare(Comparator::Greater),
            Operator::AtLeast => Shape::Compare(Comparator::GreaterOrEqual),
            Operator::Between => Shape::Between,
            Operator::BeginsWith => Shape::Call(Function::BeginsWith),
            Operator::Contains => Shape::Call(Function::Contains),
            Operator::Exists => Shape::Call(Function::AttributeExists),
            Operator::NotExists => Shape::Call(Function::AttributeNotExists),
            Operator::HasType => Shape::Call(Function::AttributeType),
        }
    }

    /// The comparison with its operands: the attribute, and behind it as many values as
    /// [`Operator::operands`] says.
    pub(super) fn clause(self, operands: &[String]) -> Clause<'_> {
        match self.shape() {
            Shape::Compare(comparator) => Clause::Compare(&operands[0], comparator, &operands[1]),
            Shape::Between => Clause::Between(&operands[0], &operands[1], &operands[2]),
            Shape::Call(function) => Clause::Call(function, operands),
        }
    }
}

/// What an expression has for an [`Operator`].
enum Shape {
    Compare(Comparator),
    Between,
    Call(Function),
}

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
    let value = parse_json(FormPart::Value(name.to_owned()), text)?;
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

/// One condition of a filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilterRow {
    /// The attribute, or a path into it: `Address.City`, `Tags[0]`.
    pub path: String,
    /// The comparison.
    pub operator: Operator,
    /// The operand, or the lower bound.
    pub first: Typed,
    /// The upper bound of `between`.
    pub second: Typed,
}

impl Default for FilterRow {
    fn default() -> Self {
        let (first, second) = Default::default();
        Self { path: String::new(), operator: Operator::Equal, first, second }
    }
}

/// A filter: rows that must all hold, or an expression.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FilterForm {
    /// The rows; one without an attribute does not count.
    pub rows: Vec<FilterRow>,
    /// The expression, when it is written as text.
    pub text: Option<String>,
}

impl FilterForm {
    /// Whether an expression is written as text.
    pub fn is_text(&self) -> bool {
        self.text.as_ref().is_some_and(|text| !text.trim().is_empty())
    }

    /// The first row that says how to compare, but not which attribute. A row that nobody has
    /// touched says nothing and does not count.
    pub(super) fn without_attribute(&self) -> Option<usize> {
        let begun = |row: &FilterRow| {
            let values = [&row.first, &row.second];
            row.operator.operands() == 0
                || values.iter().any(|v| v.kind == Kind::Null || !v.text.trim().is_empty())
        };
        self.rows.iter().position(|row| row.path.trim().is_empty() && begun(row))
    }

    /// The rows that count.
    pub fn active(&self) -> impl Iterator<Item = &FilterRow> {
        self.rows.iter().filter(|row| !row.path.trim().is_empty())
    }
}

/// One of `ExpressionAttributeNames`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NameRow {
    /// `#placeholder`.
    pub placeholder: String,
    /// The attribute's name.
    pub name: String,
}

/// One of `ExpressionAttributeValues`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ValueRow {
    /// `:placeholder`.
    pub placeholder: String,
    /// The value.
    pub value: Typed,
}
