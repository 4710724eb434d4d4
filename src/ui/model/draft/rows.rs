//! Rows of the form: "attribute, operator, value", and the tables of names and values.
//!
//! Owns the operators and their words. Refuses to know how rows become an expression.

use super::typed::Typed;
use crate::kept::{kept_enum, kept_struct};

/// What a row compares with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

kept_enum!(Operator {
    Equal = "Equal",
    NotEqual = "NotEqual",
    Less = "Less",
    AtMost = "AtMost",
    Greater = "Greater",
    AtLeast = "AtLeast",
    Between = "Between",
    BeginsWith = "BeginsWith",
    Contains = "Contains",
    Exists = "Exists",
    NotExists = "NotExists",
    HasType = "HasType",
});

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
        match self {
            Operator::Equal => "=",
            Operator::NotEqual => "<>",
            Operator::Less => "<",
            Operator::AtMost => "<=",
            Operator::Greater => ">",
            Operator::AtLeast => ">=",
            Operator::Between => "between",
            Operator::BeginsWith => "begins_with",
            Operator::Contains => "contains",
            Operator::Exists => "attribute_exists",
            Operator::NotExists => "attribute_not_exists",
            Operator::HasType => "attribute_type",
        }
    }

    /// The operator with this label.
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operator| operator.label() == label)
    }

    /// How many values it takes besides the attribute.
    pub fn operands(self) -> usize {
        match self {
            Operator::Between => 2,
            Operator::Exists | Operator::NotExists => 0,
            _ => 1,
        }
    }

    /// Whether it is written as a function.
    pub fn is_function(self) -> bool {
        use Operator::*;
        matches!(self, BeginsWith | Contains | Exists | NotExists | HasType)
    }
}

/// One condition of a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
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

kept_struct!(FilterRow { path, operator, first, second });

impl Default for FilterRow {
    fn default() -> Self {
        let (first, second) = Default::default();
        Self { path: String::new(), operator: Operator::Equal, first, second }
    }
}

/// A filter: rows that must all hold, or an expression.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FilterForm {
    /// The rows; one without an attribute does not count.
    pub rows: Vec<FilterRow>,
    /// The expression, when it is written as text.
    pub text: Option<String>,
}

kept_struct!(FilterForm { rows, text });

impl FilterForm {
    /// Whether an expression is written as text.
    pub fn is_text(&self) -> bool {
        self.text.as_ref().is_some_and(|text| !text.trim().is_empty())
    }

    /// The rows that count.
    pub fn active(&self) -> impl Iterator<Item = &FilterRow> {
        self.rows.iter().filter(|row| !row.path.trim().is_empty())
    }
}

/// One of `ExpressionAttributeNames`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NameRow {
    /// `#placeholder`.
    pub placeholder: String,
    /// The attribute's name.
    pub name: String,
}

kept_struct!(NameRow { placeholder, name });

/// One of `ExpressionAttributeValues`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ValueRow {
    /// `:placeholder`.
    pub placeholder: String,
    /// The value.
    pub value: Typed,
}

kept_struct!(ValueRow { placeholder, value });
