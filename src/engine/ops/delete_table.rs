//! DeleteTable: removes a table with its items and indexes.

use crate::engine::plan::{Effect, Plan, Planned};
use crate::engine::{Engine, EngineError, Plane, TableDescription, TableStatus};
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

pub(crate) fn plan(engine: &Engine, input: Input) -> Planned {
    let entry = engine.tables.entry(&input.table, Plane::Control)?;
    match entry.status(engine.now()) {
        TableStatus::Active => {}
        status => return Err(EngineError::TableInUse(input.table, status).into()),
    }
    let description = entry.describe(TableStatus::Deleting);
    let plan = Plan::free(super::Output::DeleteTable(Output { description }));
    Ok(plan.with_effect(Effect::Drop(input.table)))
}
