//! GetItem: reads one item by its key.

use crate::engine::Found;
use crate::expression::ProjectionPaths;
use crate::model::{Item, TableName};

/// What GetItem is asked.
#[derive(Debug, Clone)]
pub struct Input {
    /// The table.
    pub table: TableName,
    /// The key attributes, no more and no less.
    pub key: Item,
    /// Which parts of the item to show.
    pub projection: Option<ProjectionPaths>,
    /// Whether the read is strongly consistent.
    pub consistent: bool,
}

/// What GetItem answers.
#[derive(Debug, Clone)]
pub struct Output {
    /// The item, if there is one.
    pub item: Option<Found>,
}

pub(crate) fn plan(_: &crate::engine::Engine, _: Input) -> crate::engine::plan::Planned {
    Err(crate::engine::EngineError::KeyMismatch.into())
}
