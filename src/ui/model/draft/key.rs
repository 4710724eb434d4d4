//! The key part of the form: partition key values and the condition on the sort key.
//!
//! Owns how the fields follow the schema of the chosen table or index, and what they select.
//! Refuses to know expressions: the request does that.

use serde::{Deserialize, Serialize};

use super::rows::{Kind, Operator, Typed};
use crate::api::json::blob;
use crate::model::key::{KeyRole, KeySelection, SortCondition};
use crate::model::{Item, KeyAttribute, KeyScalar, KeySchema, ScalarType, Value};

/// A key attribute and its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyField {
    /// The attribute.
    pub name: String,
    /// Its value.
    pub value: Typed,
}

/// The condition on one sort key attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SortRow {
    /// The attribute.
    pub name: String,
    /// None: every value.
    pub operator: Option<Operator>,
    /// The operand, or the lower bound.
    pub first: Typed,
    /// The upper bound of `between`.
    pub second: Typed,
}

/// The key condition of a Query.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct KeyForm {
    /// Partition key attributes.
    pub partition: Vec<KeyField>,
    /// Sort key attributes.
    pub sort: Vec<SortRow>,
    /// The whole condition as text, when the rows are not used.
    pub text: Option<String>,
}

impl KeyForm {
    /// Follows the schema: fields take its names and types. What is asked of an attribute stays with
    /// it, whichever role the schema gives it; other texts stay by position.
    pub fn fit(&mut self, keys: &KeySchema) {
        let known = |name: &String| keys.contains(name);
        let fields = std::mem::take(&mut self.partition).into_iter();
        let (fields, strangers): (Vec<_>, Vec<_>) = fields.partition(|field| known(&field.name));
        let rows = std::mem::take(&mut self.sort).into_iter();
        let (mut rows, strange_rows): (Vec<_>, Vec<_>) = rows.partition(|row| known(&row.name));
        rows.extend(fields.into_iter().map(SortRow::equal));
        let mut take = |key: &KeyAttribute| {
            let at = rows.iter().position(|row| row.name == key.name.as_str());
            at.map(|at| rows.swap_remove(at))
        };
        let mut strangers = strangers.into_iter();
        for key in &keys.partition {
            let field = take(key).map(SortRow::into_field).or_else(|| strangers.next());
            self.partition.push(KeyField::following(field, key));
        }
        let mut strangers = strange_rows.into_iter();
        for key in &keys.sort {
            self.sort.push(SortRow::following(take(key).or_else(|| strangers.next()), key));
        }
    }

    /// Takes over conditions that were written as text. Names and types stay those of the fields,
    /// which are the schema's; `false`, with nothing changed, if a condition has no field.
    pub(super) fn take_conditions(&mut self, mut conditions: Vec<SortRow>) -> bool {
        let mut taken = self.clone();
        let mut take = |name: &str| {
            let at = conditions.iter().position(|condition| condition.name == name)?;
            Some(conditions.swap_remove(at))
        };
        for field in &mut taken.partition {
            match take(&field.name) {
                Some(row) if row.operator == Some(Operator::Equal) => {
                    field.value.text = row.first.text;
                }
                Some(_) => return false,
                None => field.value.text.clear(),
            }
        }
        for row in &mut taken.sort {
            match take(&row.name) {
                Some(condition) => {
                    row.operator = condition.operator;
                    row.first.text = condition.first.text;
                    row.second.text = condition.second.text;
                }
                None => row.operator = None,
            }
        }
        if !conditions.is_empty() {
            return false;
        }
        *self = taken;
        true
    }

    /// Whether something is asked that has no field: another condition than equality on a
    /// partition key attribute, or more than two conditions of which not all are on the key.
    pub fn overflows(&self, keys: &KeySchema) -> bool {
        let rows: Vec<_> = self.sort.iter().filter(|row| row.operator.is_some()).collect();
        let of_partition =
            |row: &SortRow| keys.partition.iter().any(|k| k.name.as_str() == row.name);
        let names = self.partition.iter().map(|f| &f.name).chain(rows.iter().map(|row| &row.name));
        rows.iter().any(|row| of_partition(row) && row.operator != Some(Operator::Equal))
            || names.clone().count() > 2 && names.into_iter().any(|name| !keys.contains(name))
    }

    /// What the rows select of a table or index with these keys. `None` while a value is missing,
    /// or when the condition is written as text.
    pub fn selection(&self, keys: &KeySchema) -> Option<KeySelection> {
        if self.text.is_some() {
            return None;
        }
        let fields = keys.partition.iter().map(|attribute| {
            let field = self.partition.iter().find(|f| f.name == attribute.name.as_str())?;
            scalar(&field.value, attribute.kind, KeyRole::Partition)
        });
        let partition = fields.collect::<Option<Vec<_>>>()?;
        self.sort_selection(keys).map(|(sort_equal, sort)| KeySelection {
            partition,
            sort_equal,
            sort,
        })
    }

    fn sort_selection(&self, keys: &KeySchema) -> Option<(Vec<KeyScalar>, SortCondition)> {
        let mut conditions = Vec::new();
        for attribute in &keys.sort {
            let row = self.sort.iter().find(|row| row.name == attribute.name.as_str());
            match row.map(|row| row.condition(attribute.kind)) {
                None => break,
                Some(condition) => conditions.push(condition?),
            }
        }
        let open = |condition: &SortCondition| *condition == SortCondition::Any;
        let last = conditions.iter().rposition(|c| !open(c));
        let Some(last) = last else {
            return Some((Vec::new(), SortCondition::Any));
        };
        let sort = conditions.swap_remove(last);
        let equal = conditions.into_iter().take(last).map(|condition| match condition {
            SortCondition::Equal(value) => Some(value),
            _ => None,
        });
        Some((equal.collect::<Option<Vec<_>>>()?, sort))
    }
}

impl KeyField {
    /// The field of an attribute, with the text that it had.
    fn following(field: Option<KeyField>, attribute: &KeyAttribute) -> Self {
        let text = field.map_or(String::new(), |field| field.value.text);
        let name = attribute.name.as_str().to_owned();
        Self { name, value: Typed::new(attribute.kind.into(), &text) }
    }
}

impl SortRow {
    /// The row of an attribute, with the condition that it had.
    fn following(row: Option<SortRow>, attribute: &KeyAttribute) -> Self {
        let typed = |text: &str| Typed::new(attribute.kind.into(), text);
        let (operator, first, second) = match &row {
            Some(row) => (row.operator, typed(&row.first.text), typed(&row.second.text)),
            None => (None, typed(""), typed("")),
        };
        Self { name: attribute.name.as_str().to_owned(), operator, first, second }
    }

    fn equal(field: KeyField) -> Self {
        let second = Typed::new(field.value.kind, "");
        Self { name: field.name, operator: Some(Operator::Equal), first: field.value, second }
    }

    /// The field that asks for equality with the row's operand.
    pub(super) fn into_field(self) -> KeyField {
        KeyField { name: self.name, value: self.first }
    }

    fn condition(&self, kind: ScalarType) -> Option<SortCondition> {
        let Some(operator) = self.operator else {
            return Some(SortCondition::Any);
        };
        let first = scalar(&self.first, kind, KeyRole::Sort)?;
        Some(match operator {
            Operator::Equal => SortCondition::Equal(first),
            Operator::Less => SortCondition::Less(first),
            Operator::AtMost => SortCondition::LessOrEqual(first),
            Operator::Greater => SortCondition::Greater(first),
            Operator::AtLeast => SortCondition::GreaterOrEqual(first),
            Operator::BeginsWith => SortCondition::BeginsWith(first),
            Operator::Between => {
                SortCondition::Between(first, scalar(&self.second, kind, KeyRole::Sort)?)
            }
            _ => return None,
        })
    }
}

/// Follows the key attributes of a schema: names and types are the schema's, texts stay by
/// position.
pub fn fit_fields<'a>(
    fields: &mut Vec<KeyField>,
    attributes: impl Iterator<Item = &'a KeyAttribute>,
) {
    let mut count = 0;
    for (at, attribute) in attributes.enumerate() {
        count = at + 1;
        let name = attribute.name.as_str().to_owned();
        let kind = Kind::from(attribute.kind);
        match fields.get_mut(at) {
            Some(field) => {
                field.name = name;
                field.value.kind = kind;
            }
            None => fields.push(KeyField { name, value: Typed::new(kind, "") }),
        }
    }
    fields.truncate(count);
}

/// The primary key that the fields name. `None` while a value is missing.
pub fn whole_key(fields: &[KeyField], keys: &KeySchema) -> Option<Item> {
    let partition = keys.partition.iter().map(|key| (key, KeyRole::Partition));
    let attributes = partition.chain(keys.sort.iter().map(|key| (key, KeyRole::Sort)));
    let values = attributes.map(|(attribute, role)| {
        let field = fields.iter().find(|field| field.name == attribute.name.as_str())?;
        let value = scalar(&field.value, attribute.kind, role)?;
        Some((attribute.name.clone(), value.to_value()))
    });
    values.collect()
}

/// The typed text as a key value, if it is one.
fn scalar(typed: &Typed, kind: ScalarType, role: KeyRole) -> Option<KeyScalar> {
    let value = match typed.kind {
        Kind::S => Value::text(&typed.text),
        Kind::N => Value::N(typed.text.trim().parse().ok()?),
        Kind::B => Value::B(blob::decode(typed.text.trim())?.into()),
        _ => return None,
    };
    KeyScalar::from_value(&value, kind, role).ok()
}
