//! DeleteTable: removes a table with its items and indexes.

use crate::engine::control::{
    Control, ControlError, InUse, IndexStatus, PendingChange, TableDescription, TableStatus,
};
use crate::engine::plan::{Effect, Plan, Planned, TableChange};
use crate::engine::{Engine, EngineError, Plane};
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
    check(&entry.control, &input.table).map_err(EngineError::Control)?;
    let mut control = entry.control.clone();
    control.begin(PendingChange::Deleted, engine.now(), engine.durations.delete_table);
    let schema = entry.store.schema().clone();
    let stream = entry.streams.summary();
    let description = control.describe(schema, Some(&entry.store), stream, engine.now());
    let plan = Plan::free(super::Output::DeleteTable(Output { description }));
    Ok(plan.with_effect(Effect::Change(input.table, Box::new(TableChange::of(control)))))
}

fn check(control: &Control, table: &TableName) -> Result<(), ControlError> {
    let busy = |index| control.index_status(index).0 != IndexStatus::Active;
    match control.status() {
        TableStatus::Creating => return Err(InUse::Created(table.clone()).into()),
        TableStatus::Deleting => return Err(InUse::Deleted(table.clone()).into()),
        _ if control.indexes.keys().any(busy) => return Err(InUse::Indexes.into()),
        _ if control.is_changing_stream() => return Err(InUse::Stream.into()),
        _ if !control.pending.is_empty() => return Err(InUse::Updated(table.clone()).into()),
        _ => {}
    }
    if control.protected { Err(ControlError::Protected) } else { Ok(()) }
}
