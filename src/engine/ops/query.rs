//! Query: reads a range of one item collection, of a table or an index.

use std::num::NonZeroU32;

use super::read::Select;
use crate::expression::{Condition, KeyCondition, ProjectionPaths};
use crate::model::{IndexName, Item, TableName};

/// What Query is asked.
#[derive(Debug, Clone)]
pub struct Input {
    /// The table.
    pub table: TableName,
    /// The index to read instead of the table.
    pub index: Option<IndexName>,
    /// Which collection, and which range of it.
    pub key_condition: KeyCondition,
    /// Which of the items read to show.
    pub filter: Option<Condition>,
    /// Which parts of them to show.
    pub projection: Option<ProjectionPaths>,
    /// Which attributes to show.
    pub select: Option<Select>,
    /// At most so many items are read.
    pub limit: Option<NonZeroU32>,
    /// Whether the read is strongly consistent.
    pub consistent: bool,
    /// In ascending order of the sort key.
    pub forward: bool,
    /// `ExclusiveStartKey`: begin behind this key.
    pub start_key: Option<Item>,
}

/// What Query answers.
pub type Output = super::PageOutput;

pub(crate) fn plan(_: &crate::engine::Engine, _: Input) -> crate::engine::plan::Planned {
    Err(crate::engine::EngineError::KeyMismatch.into())
}
