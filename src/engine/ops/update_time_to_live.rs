//! UpdateTimeToLive: says which attribute holds the time at which an item expires.

use crate::engine::control::{ControlError, InUse, TableStatus};
use crate::engine::plan::{Effect, Plan, Planned, StoreChange, TableChange};
use crate::engine::{Engine, EngineError, Plane};
use crate::model::{AttributeName, TableName};

/// What UpdateTimeToLive is asked.
#[derive(Debug, Clone)]
pub struct Input {
    /// The table.
    pub table: TableName,
    /// The attribute.
    pub attribute: AttributeName,
    /// Whether items expire.
    pub enabled: bool,
}

/// What UpdateTimeToLive answers: what it was asked.
#[derive(Debug, Clone)]
pub struct Output {
    /// The attribute.
    pub attribute: AttributeName,
    /// Whether items expire.
    pub enabled: bool,
}

pub(crate) fn plan(engine: &Engine, input: Input) -> Planned {
    let Input { table, attribute, enabled } = input;
    let entry = engine.tables.entry(&table, Plane::Control)?;
    let mut control = entry.control.clone();
    let change = match control.status() {
        status @ (TableStatus::Creating | TableStatus::Deleting) => {
            Err(ControlError::InUse(InUse::TimeToLive(table.clone(), status)))
        }
        _ => {
            let changed = control.ttl.change(attribute.clone(), enabled, engine.now());
            changed.map_err(ControlError::TimeToLive)
        }
    };
    change.map_err(EngineError::Control)?;
    let store = StoreChange::Expire(control.ttl.attribute().cloned());
    let plan = Plan::free(super::Output::UpdateTimeToLive(Output { attribute, enabled }));
    Ok(plan.with_effect(Effect::Change(
        table,
        Box::new(TableChange { store, ..TableChange::of(control) }),
    )))
}
