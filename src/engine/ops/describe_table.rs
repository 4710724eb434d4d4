//! DescribeTable: what there is to know of a table.

use crate::engine::TableDescription;
use crate::model::TableName;

/// What DescribeTable is asked.
#[derive(Debug, Clone)]
pub struct Input {
    /// The table.
    pub table: TableName,
}

/// What DescribeTable answers.
#[derive(Debug, Clone)]
pub struct Output {
    /// The table.
    pub description: TableDescription,
}

pub(crate) fn plan(_: &crate::engine::Engine, _: Input) -> crate::engine::plan::Planned {
    Err(crate::engine::EngineError::KeyMismatch.into())
}
