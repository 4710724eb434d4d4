//! UntagResource: takes tags from a table.

use super::tag_resource::writable;
use crate::engine::plan::{Effect, Plan, Planned, TableChange};
use crate::engine::{Engine, EngineError};
use crate::model::TableName;

/// What UntagResource is asked.
#[derive(Debug, Clone)]
pub struct Input {
    /// The table.
    pub table: TableName,
    /// The keys of the tags.
    pub keys: Vec<String>,
}

/// UntagResource answers nothing, not even an empty object.
#[derive(Debug, Clone)]
pub struct Output;

pub(crate) fn plan(engine: &Engine, input: Input) -> Planned {
    let mut control = writable(engine, &input.table)?.control.clone();
    control.tags.remove(&input.keys).map_err(|error| EngineError::Control(error.into()))?;
    let plan = Plan::free(super::Output::UntagResource(Output));
    Ok(plan.with_effect(Effect::Change(input.table, Box::new(TableChange::of(control)))))
}
