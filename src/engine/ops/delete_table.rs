//! DeleteTable: removes a table with its items and indexes.

use crate::engine::TableDescription;
use crate::model::TableName;

/// What DeleteTable is asked.
#[derive(Debug, Clone)]
pub struct Input {
    /// The table.
    pub table: TableName,
}

/// What DeleteTable answers.
#[derive(Debug, Clone)]
pub struct Output {
    /// The table, in DELETING.
    pub description: TableDescription,
}

pub(crate) fn plan(_: &crate::engine::Engine, _: Input) -> crate::engine::plan::Planned {
    Err(crate::engine::EngineError::KeyMismatch.into())
}
