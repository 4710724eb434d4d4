//! The key part of the form: partition key values and the condition on the sort key.
//!
//! Owns how the fields follow the schema of the chosen table or index, and what they select.
//! Refuses to know expressions: the request does that.

use base64::Engine as _;

use super::rows::Operator;
use super::typed::{Kind, Typed};
use crate::kept::kept_struct;
use crate::model::key::{KeyRole, KeySelection, SortCondition};
use crate::model::{KeyAttribute, KeyScalar, KeySchema, ScalarType, Value};

/// A key attribute and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyField {
    /// The attribute.
    pub name: String,
    /// Its value.
    pub value: Typed,
}

kept_struct!(KeyField { name, value });

/// The condition on one sort key attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
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

kept_struct!(SortRow { name, operator, first, second });

/// The key condition of a Query.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyForm {
    /// Partition key attributes.
    pub partition: Vec<KeyField>,
    /// Sort key attributes.
    pub sort: Vec<SortRow>,
    /// The whole condition as text, when the rows are not used.
    pub text: Option<String>,
}

kept_struct!(KeyForm { partition, sort, text });

impl KeyForm {
    /// Follows the schema: fields take its names and types and keep their texts by position.
    pub fn fit(&mut self, keys: &KeySchema) {
        self.exchange_roles(keys);
        fit_fields(&mut self.partition, keys.partition.iter());
        self.sort.truncate(keys.sort.len());
        for (at, attribute) in keys.sort.iter().enumerate() {
            match self.sort.get_mut(at) {
                Some(row) => row.follow(attribute),
                None => self.sort.push(SortRow::new(attribute)),
            }
        }
    }

    /// The rows as an expression with its values written in quotes, to go on from as text.
    pub fn as_text(&self) -> String {
        let equal = self.partition.iter().map(|f| format!("{} = {}", f.name, f.value.literal()));
        let sort = self.sort.iter().filter_map(|row| {
            let (name, first) = (&row.name, row.first.literal());
            Some(match row.operator? {
                Operator::Between => format!("{name} BETWEEN {first} AND {}", row.second.literal()),
                operator if operator.is_function() => {
                    format!("{}({name}, {first})", operator.label())
                }
                operator => format!("{name} {} {first}", operator.label()),
            })
        });
        equal.chain(sort).collect::<Vec<_>>().join(" AND ")
    }

    /// A condition may name the sort key first; equalities alone don't tell which is which.
    fn exchange_roles(&mut self, keys: &KeySchema) {
        let (Some(field), Some(row), Some(wanted)) =
            (self.partition.first_mut(), self.sort.first_mut(), keys.partition.first())
        else {
            return;
        };
        if row.name == wanted.name.as_str() && row.operator == Some(Operator::Equal) {
            std::mem::swap(&mut field.name, &mut row.name);
            std::mem::swap(&mut field.value, &mut row.first);
        }
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
        let Some(last) = last else { return Some((Vec::new(), SortCondition::Any)) };
        let sort = conditions.swap_remove(last);
        let equal = conditions.into_iter().take(last).map(|condition| match condition {
            SortCondition::Equal(value) => Some(value),
            _ => None,
        });
        Some((equal.collect::<Option<Vec<_>>>()?, sort))
    }
}

impl SortRow {
    fn new(attribute: &KeyAttribute) -> Self {
        let value = Typed::new(attribute.kind.into(), "");
        let name = attribute.name.as_str().to_owned();
        Self { name, operator: None, first: value.clone(), second: value }
    }

    fn follow(&mut self, attribute: &KeyAttribute) {
        self.name = attribute.name.as_str().to_owned();
        self.first.kind = attribute.kind.into();
        self.second.kind = attribute.kind.into();
    }

    fn condition(&self, kind: ScalarType) -> Option<SortCondition> {
        let Some(operator) = self.operator else { return Some(SortCondition::Any) };
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

/// The one item that a whole primary key selects. `None` while a value is missing.
pub fn whole_key(fields: &[KeyField], keys: &KeySchema) -> Option<KeySelection> {
    let value = |attribute: &KeyAttribute, role: KeyRole| {
        let field = fields.iter().find(|field| field.name == attribute.name.as_str())?;
        scalar(&field.value, attribute.kind, role)
    };
    let partition = keys.partition.iter().map(|key| value(key, KeyRole::Partition));
    let sort = match keys.sort.first() {
        Some(key) => SortCondition::Equal(value(key, KeyRole::Sort)?),
        None => SortCondition::Any,
    };
    let partition = partition.collect::<Option<Vec<_>>>()?;
    Some(KeySelection { partition, sort_equal: Vec::new(), sort })
}

/// The typed text as a key value, if it is one.
fn scalar(typed: &Typed, kind: ScalarType, role: KeyRole) -> Option<KeyScalar> {
    let value = match typed.kind {
        Kind::S => Value::text(&typed.text),
        Kind::N => Value::N(typed.text.trim().parse().ok()?),
        Kind::B => {
            Value::B(base64::prelude::BASE64_STANDARD.decode(typed.text.trim()).ok()?.into())
        }
        _ => return None,
    };
    KeyScalar::of(&value, kind, role).ok()
}
