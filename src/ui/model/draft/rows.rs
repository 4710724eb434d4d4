//! Rows of the form: "attribute, operator, value", and the tables of names and values.
//!
//! Owns the operators and how rows are written as an expression. Refuses to decide what names and
//! values look like there: a [`RowNotation`] does.

use serde::{Deserialize, Serialize};

use super::key::KeyForm;
use super::typed::Typed;
use crate::expression::{Clause, Comparator, Function, Path, Step, conjunction};
use crate::model::AttributeName;

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
}

/// What an expression has for an [`Operator`].
enum Shape {
    Compare(Comparator),
    Between,
    Call(Function),
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

/// What stands for names and values where rows are written as an expression.
///
/// Values are as typed and need not be valid: a wrong one goes out all the same, so that the
/// answer is the service's own. That is why rows do not become a condition tree first.
pub(super) trait RowNotation {
    /// Why a value cannot be written.
    type Problem;

    /// What stands for the name of an attribute or of a member of a map.
    fn name(&mut self, name: &str) -> String;

    /// What stands for the value, which is compared with this attribute.
    fn value(&mut self, value: &Typed, attribute: &str) -> Result<String, Self::Problem>;
}

impl KeyForm {
    /// The rows as an expression.
    pub(super) fn rows_to_text<N: RowNotation>(
        &self,
        notation: &mut N,
    ) -> Result<String, N::Problem> {
        let mut clauses = Vec::new();
        for field in &self.partition {
            let name = notation.name(&field.name);
            let operands = [&field.value, &field.value];
            clauses.push(clause(&name, Operator::Equal, operands, &field.name, notation)?);
        }
        for row in &self.sort {
            let Some(operator) = row.operator else { continue };
            let name = notation.name(&row.name);
            let operands = [&row.first, &row.second];
            clauses.push(clause(&name, operator, operands, &row.name, notation)?);
        }
        Ok(conjunction(&clauses))
    }
}

impl FilterForm {
    /// The rows that count as an expression; blank when there are none.
    pub(super) fn rows_to_text<N: RowNotation>(
        &self,
        notation: &mut N,
    ) -> Result<String, N::Problem> {
        let mut clauses = Vec::new();
        for row in self.active() {
            let path = path_text(&row.path, &mut |name| notation.name(name));
            let operands = [&row.first, &row.second];
            clauses.push(clause(&path, row.operator, operands, &row.path, notation)?);
        }
        Ok(conjunction(&clauses))
    }
}

/// One row as an expression, its left side already written.
fn clause<N: RowNotation>(
    path: &str,
    operator: Operator,
    operands: [&Typed; 2],
    attribute: &str,
    notation: &mut N,
) -> Result<String, N::Problem> {
    let given = operands.into_iter().take(operator.operands());
    let values = given.map(|typed| notation.value(typed, attribute));
    let mut parts = vec![path.to_owned()];
    parts.extend(values.collect::<Result<Vec<_>, _>>()?);
    let clause = match operator.shape() {
        Shape::Compare(comparator) => Clause::Compare(&parts[0], comparator, &parts[1]),
        Shape::Between => Clause::Between(&parts[0], &parts[1], &parts[2]),
        Shape::Call(function) => Clause::Call(function, &parts),
    };
    Ok(clause.to_string())
}

/// A path of a row as an expression has it, each of its names written by `name`. A name that a
/// person wrote as a placeholder stays one, and what is no path stays as it is.
pub(super) fn path_text(typed: &str, name: &mut dyn FnMut(&str) -> String) -> String {
    let Some(path) = typed_path(typed) else { return typed.trim().to_owned() };
    path.to_text(&mut |part| match part.as_str() {
        placeholder if placeholder.starts_with('#') => placeholder.to_owned(),
        part => name(part),
    })
}

/// A path as a person types it into a row: `Address.first-name[0]`. Its names need not be such as
/// an expression can hold, so that the grammar of expressions is of no use here.
pub(super) fn typed_path(text: &str) -> Option<Path> {
    let mut parts = text.split('.');
    let (top, mut steps) = typed_part(parts.next()?)?;
    for part in parts {
        let (name, indexes) = typed_part(part)?;
        steps.push(Step::Member(name));
        steps.extend(indexes);
    }
    Some(Path::new(top, steps))
}

/// What stands between two dots of a typed path: a name, and indexes behind it.
fn typed_part(part: &str) -> Option<(AttributeName, Vec<Step>)> {
    let (name, indexes) = part.split_at(part.find('[').unwrap_or(part.len()));
    if name.trim().is_empty() {
        return None;
    }
    let mut steps = Vec::new();
    let mut rest = indexes.trim();
    while !rest.is_empty() {
        let (digits, behind) = rest.strip_prefix('[')?.split_once(']')?;
        let digits = digits.trim();
        // Rust's own parser takes a sign, too.
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        steps.push(Step::Index(digits.parse().ok()?));
        rest = behind.trim();
    }
    Some((AttributeName::member(name.trim()), steps))
}

/// The path as a row shows it; `None` if a name of it would be read as something else.
pub(super) fn path_as_typed(path: &Path) -> Option<String> {
    let text = path.to_text(&mut |name| name.as_str().to_owned());
    let plain = !text.contains(['#', ',', ' ']);
    (plain && typed_path(&text).as_ref() == Some(path)).then_some(text)
}
