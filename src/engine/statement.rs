//! PartiQL statements as data: parsed, parameters in their places, no table looked at yet.
//!
//! Owns the shape of the four statements and of `EXISTS`, and how a condition is taken apart by a
//! key. Refuses to know their text, and which operation one becomes: `ops::statement` plans that.

pub(super) mod access;

use std::fmt::Write;

use crate::expression::{Action, Condition, Path, Step};
use crate::model::{AttributeName, IndexName, Item, KeySchema, TableName};

use super::types::ReturnValues;

use access::take_key;

pub use super::error::{Malformed, Position, StatementError};

/// A statement.
#[derive(Debug, Clone, PartialEq)]
pub enum Statement {
    /// `SELECT … FROM …`
    Select(Select),
    /// `EXISTS(SELECT …)`, which stands in transactions alone.
    Exists(Select),
    /// `INSERT INTO … VALUE …`
    Insert(Insert),
    /// `UPDATE … SET … WHERE …`
    Update(Update),
    /// `DELETE FROM … WHERE …`
    Delete(Delete),
}

/// A table, or one of its indexes.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The table.
    pub table: TableName,
    /// `"table"."index"`
    pub index: Option<IndexName>,
}

/// What `SELECT` asks.
#[derive(Debug, Clone, PartialEq)]
pub struct Select {
    /// The columns; none for `*`.
    pub columns: Vec<Path>,
    /// What is read.
    pub from: Target,
    /// `WHERE`
    pub condition: Option<Condition>,
    /// `ORDER BY`
    pub order: Vec<Order>,
}

/// One key of `ORDER BY`.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// The attribute.
    pub name: AttributeName,
    /// `DESC`
    pub descending: bool,
}

/// What `INSERT` asks.
#[derive(Debug, Clone, PartialEq)]
pub struct Insert {
    /// Where the item goes.
    pub into: Target,
    /// The item.
    pub item: Item,
}

/// What `UPDATE` asks.
#[derive(Debug, Clone, PartialEq)]
pub struct Update {
    /// Where the item is.
    pub target: Target,
    /// What to change; their paths do not get in each other's way.
    pub actions: Vec<Action>,
    /// `WHERE`
    pub condition: Option<Condition>,
    /// `RETURNING`
    pub returning: ReturnValues,
}

/// What `DELETE` asks.
#[derive(Debug, Clone, PartialEq)]
pub struct Delete {
    /// Where the item is.
    pub from: Target,
    /// `WHERE`
    pub condition: Option<Condition>,
    /// `RETURNING`
    pub returning: ReturnValues,
}

/// Where a page of a `SELECT` goes on.
#[derive(Debug, Clone, PartialEq)]
pub struct Cursor {
    /// Which statement it belongs to: a fingerprint of its text and parameters.
    pub statement: u64,
    /// Which of the partition key values of the statement is read next.
    pub collection: usize,
    /// The key behind which to begin; none for the beginning of the collection.
    pub after: Option<Item>,
}

/// What a column is shown as: the last component of its path, `z` of `m.z`. An element of a list is
/// named with its index, `tags[0]`.
pub(crate) fn column_name(path: &Path) -> AttributeName {
    let mut name = path.top().to_string();
    for step in path.steps() {
        match step {
            Step::Member(member) => name = member.to_string(),
            // Writing to a string cannot fail.
            Step::Index(index) => drop(write!(name, "[{index}]")),
        }
    }
    AttributeName::member(&name)
}

impl Statement {
    /// Whether it only reads. A check for existence goes with writes.
    pub fn is_read(&self) -> bool {
        matches!(self, Statement::Select(_))
    }

    /// What it returns of the item that it writes.
    pub fn returning(&self) -> ReturnValues {
        match self {
            Statement::Update(update) => update.returning,
            Statement::Delete(delete) => delete.returning,
            _ => ReturnValues::None,
        }
    }

    /// The key attributes of the one item that it is about, in a table with this key; `None` when
    /// it names no single item.
    pub fn key(&self, keys: &KeySchema) -> Option<Item> {
        let condition = match self {
            Statement::Insert(insert) => return Some(keys.project(&insert.item)),
            Statement::Select(select) | Statement::Exists(select) => &select.condition,
            Statement::Update(update) => &update.condition,
            Statement::Delete(delete) => &delete.condition,
        };
        take_key(keys, condition.clone()).map(|(key, _)| key)
    }

    /// The table or index that it is about.
    pub fn target(&self) -> &Target {
        match self {
            Statement::Select(select) | Statement::Exists(select) => &select.from,
            Statement::Insert(insert) => &insert.into,
            Statement::Update(update) => &update.target,
            Statement::Delete(delete) => &delete.from,
        }
    }
}
