//! DescribeTable: what there is to know of a table.

use crate::engine::plan::{Plan, Planned};
use crate::engine::{Engine, Plane, TableDescription};
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

pub(crate) fn plan(engine: &Engine, input: Input) -> Planned {
    let entry = engine.tables.entry(&input.table, Plane::Control)?;
    let description = entry.describe(engine.now());
    Ok(Plan::free(super::Output::DescribeTable(Output { description })))
}
