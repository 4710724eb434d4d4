//! What changes a table besides UpdateTable: DeleteTable, UpdateTimeToLive, TagResource and
//! UntagResource.

use super::Plannable;
use crate::engine::control::{Control, PendingChange, TableDescription, Tag};
use crate::engine::error::{ControlError, EngineError, InUse, Plane};
use crate::engine::plan::{Effect, Plan, Planned, StoreChange, TableChange};
use crate::engine::state::State;
use crate::engine::tables::TableEntry;
use crate::engine::types::{IndexStatus, TableStatus};
use crate::model::{AttributeName, TableName};

/// What DeleteTable is asked.
#[derive(Debug, Clone)]
pub struct DeleteTableInput {
    /// The table.
    pub table: TableName,
}

/// What DeleteTable answers.
#[derive(Debug, Clone)]
pub struct DeleteTableOutput {
    /// The table, in DELETING.
    pub description: TableDescription,
}

impl Plannable for DeleteTableInput {
    type Output = DeleteTableOutput;

    fn plan(self, state: &State) -> Planned<Self::Output> {
        let entry = state.tables.entry(&self.table, Plane::Control)?;
        check_deletable(&entry.control, &self.table).map_err(EngineError::Control)?;
        let mut control = entry.control.clone();
        control.begin(PendingChange::Deleted, state.now(), state.durations.delete_table);
        let schema = entry.store.schema().clone();
        let stream = entry.streams.summary();
        let description = control.describe(schema, Some(&entry.store), stream, state.now());
        let plan = Plan::free(DeleteTableOutput { description });
        Ok(plan
            .with_effect(Effect::Change(self.table, Box::new(TableChange::from_control(control)))))
    }
}

fn check_deletable(control: &Control, table: &TableName) -> Result<(), ControlError> {
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

/// What UpdateTimeToLive is asked.
#[derive(Debug, Clone)]
pub struct UpdateTimeToLiveInput {
    /// The table.
    pub table: TableName,
    /// The attribute.
    pub attribute: AttributeName,
    /// Whether items expire.
    pub enabled: bool,
}

/// What UpdateTimeToLive answers: what it was asked.
#[derive(Debug, Clone)]
pub struct UpdateTimeToLiveOutput {
    /// The attribute.
    pub attribute: AttributeName,
    /// Whether items expire.
    pub enabled: bool,
}

impl Plannable for UpdateTimeToLiveInput {
    type Output = UpdateTimeToLiveOutput;

    fn plan(self, state: &State) -> Planned<Self::Output> {
        let UpdateTimeToLiveInput { table, attribute, enabled } = self;
        let entry = state.tables.entry(&table, Plane::Control)?;
        let mut control = entry.control.clone();
        let change = match control.status() {
            status @ (TableStatus::Creating | TableStatus::Deleting) => {
                Err(ControlError::InUse(InUse::TimeToLive(table.clone(), status)))
            }
            _ => {
                let changed = control.ttl.change(attribute.clone(), enabled, state.now());
                changed.map_err(ControlError::TimeToLive)
            }
        };
        change.map_err(EngineError::Control)?;
        let store = StoreChange::Expire(control.ttl.attribute().cloned());
        let plan = Plan::free(UpdateTimeToLiveOutput { attribute, enabled });
        Ok(plan.with_effect(Effect::Change(
            table,
            Box::new(TableChange { store, ..TableChange::from_control(control) }),
        )))
    }
}

/// What TagResource is asked.
#[derive(Debug, Clone)]
pub struct TagResourceInput {
    /// The table.
    pub table: TableName,
    /// The tags.
    pub tags: Vec<Tag>,
}

/// TagResource answers nothing, not even an empty object.
#[derive(Debug, Clone)]
pub struct TagResourceOutput;

impl Plannable for TagResourceInput {
    type Output = TagResourceOutput;

    fn plan(self, state: &State) -> Planned<Self::Output> {
        let mut control = writable(state, &self.table)?.control.clone();
        control.tags.add(self.tags).map_err(|error| EngineError::Control(error.into()))?;
        let plan = Plan::free(TagResourceOutput);
        Ok(plan
            .with_effect(Effect::Change(self.table, Box::new(TableChange::from_control(control)))))
    }
}

/// What UntagResource is asked.
#[derive(Debug, Clone)]
pub struct UntagResourceInput {
    /// The table.
    pub table: TableName,
    /// The keys of the tags.
    pub keys: Vec<String>,
}

/// UntagResource answers nothing, not even an empty object.
#[derive(Debug, Clone)]
pub struct UntagResourceOutput;

impl Plannable for UntagResourceInput {
    type Output = UntagResourceOutput;

    fn plan(self, state: &State) -> Planned<Self::Output> {
        let mut control = writable(state, &self.table)?.control.clone();
        control.tags.remove(&self.keys).map_err(|error| EngineError::Control(error.into()))?;
        let plan = Plan::free(UntagResourceOutput);
        Ok(plan
            .with_effect(Effect::Change(self.table, Box::new(TableChange::from_control(control)))))
    }
}

/// The table whose tags are asked for.
pub(super) fn tagged<'a>(
    state: &'a State,
    table: &TableName,
) -> Result<&'a TableEntry, EngineError> {
    let missing = || EngineError::Control(ControlError::TaggedNotFound(table.clone()));
    state.tables.get(table).ok_or_else(missing)
}

/// The table whose tags are to be changed, which it may be while it is updated.
pub(super) fn writable<'a>(
    state: &'a State,
    table: &TableName,
) -> Result<&'a TableEntry, EngineError> {
    let entry = tagged(state, table)?;
    match entry.control.status() {
        TableStatus::Creating => Err(EngineError::Control(InUse::Created(table.clone()).into())),
        TableStatus::Deleting => Err(EngineError::Control(InUse::Deleted(table.clone()).into())),
        _ => Ok(entry),
    }
}
