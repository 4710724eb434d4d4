//! BatchGetItem: reads up to 100 items by their keys.

use crate::engine::Found;
use crate::expression::ProjectionPaths;
use crate::model::{Item, TableName};

/// What BatchGetItem is asked.
#[derive(Debug, Clone)]
pub struct Input {
    /// The tables, each once.
    pub requests: Vec<TableRequest>,
}

/// What BatchGetItem is asked of one table.
#[derive(Debug, Clone)]
pub struct TableRequest {
    /// The table.
    pub table: TableName,
    /// The keys, each the key attributes and nothing else.
    pub keys: Vec<Item>,
    /// Which parts of the items to show.
    pub projection: Option<ProjectionPaths>,
    /// Whether the read is strongly consistent.
    pub consistent: bool,
}

/// What BatchGetItem answers.
#[derive(Debug, Clone)]
pub struct Output {
    /// For each table asked, in the order of the request, the items there are.
    pub responses: Vec<(TableName, Vec<Found>)>,
    /// Keys that were left for another call, for tables that have some.
    pub unprocessed: Vec<(TableName, Vec<Item>)>,
}

pub(crate) fn plan(_: &crate::engine::Engine, _: Input) -> crate::engine::plan::Planned {
    Err(crate::engine::EngineError::KeyMismatch.into())
}
