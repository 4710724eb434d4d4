//! TagResource: adds tags to a table; a tag whose key is there takes its place.

use crate::engine::control::{ControlError, InUse, TableStatus, Tag};
use crate::engine::plan::{Effect, Plan, Planned, TableChange};
use crate::engine::tables::TableEntry;
use crate::engine::{Engine, EngineError};
use crate::model::TableName;

/// What TagResource is asked.
#[derive(Debug, Clone)]
pub struct Input {
    /// The table.
    pub table: TableName,
    /// The tags.
    pub tags: Vec<Tag>,
}

/// TagResource answers nothing, not even an empty object.
#[derive(Debug, Clone)]
pub struct Output;

pub(crate) fn plan(engine: &Engine, input: Input) -> Planned {
    let mut control = writable(engine, &input.table)?.control.clone();
    control.tags.add(input.tags).map_err(|error| EngineError::Control(error.into()))?;
    let plan = Plan::free(super::Output::TagResource(Output));
    Ok(plan.with_effect(Effect::Change(input.table, Box::new(TableChange::of(control)))))
}

/// The table whose tags are asked for.
pub(super) fn tagged<'a>(
    engine: &'a Engine,
    table: &TableName,
) -> Result<&'a TableEntry, EngineError> {
    let missing = || EngineError::Control(ControlError::TaggedNotFound(table.clone()));
    engine.tables.get(table).ok_or_else(missing)
}

/// The table whose tags are to be changed, which it may be while it is updated.
pub(super) fn writable<'a>(
    engine: &'a Engine,
    table: &TableName,
) -> Result<&'a TableEntry, EngineError> {
    let entry = tagged(engine, table)?;
    match entry.control.status() {
        TableStatus::Creating => Err(EngineError::Control(InUse::Created(table.clone()).into())),
        TableStatus::Deleting => Err(EngineError::Control(InUse::Deleted(table.clone()).into())),
        _ => Ok(entry),
    }
}
