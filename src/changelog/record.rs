//! One change of one item.
//!
//! Owns the shape of a record. Refuses to know which of its images a stream shows.

use std::sync::Arc;

use crate::model::{Item, TableName};
use crate::store::Row;

/// Milliseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Millis(pub u64);

/// What happened to the item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChangeKind {
    /// It did not exist before.
    Insert,
    /// It existed and is different now.
    Modify,
    /// It exists no more.
    Remove,
}

/// One change of one item. Writing the same item again leaves none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRecord {
    /// Its place in the log, ascending without gaps while the log records.
    pub sequence: u64,
    /// The table of the item.
    pub table: TableName,
    /// The key attributes.
    pub key: Item,
    /// What happened.
    pub kind: ChangeKind,
    /// The item before.
    pub old: Option<Arc<Row>>,
    /// The item after.
    pub new: Option<Arc<Row>>,
    /// When, by the engine's clock.
    pub at: Millis,
}
