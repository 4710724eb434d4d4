//! UpdateTable: changes one thing of a table, or its indexes.
//!
//! What changes at once is in the answer; what takes time is begun, and the answer shows what was
//! before, in UPDATING. Which changes go together is checked first, from the request alone.

mod capacity;
mod indexes;

use std::collections::BTreeSet;

use super::Plannable;
use super::capacity_rules::{GivenUnits, Subject, update_max, warmed};
use super::create_table::{BillingChoice, Definition, IndexDefinition};
use crate::engine::control::{Control, Durations, Encryption, PendingChange, TableDescription};
use crate::engine::error::{
    Alone, CapacityFault, ControlError, EngineError, InUse, LimitError, Plane, UpdateTableError,
};
use crate::engine::plan::{Effect, Plan, Planned, StoreChange, TableChange};
use crate::engine::state::State;
use crate::engine::streams::{StreamSpecification, TableStreams};
use crate::engine::tables::TableEntry;
use crate::engine::types::{TableClass, TableStatus};
use crate::model::{BillingMode, IndexName, Millis, TableName, TableSchema, Throughput};

/// What UpdateTable is asked.
#[derive(Debug, Clone)]
pub struct UpdateTableInput {
    /// The table.
    pub table: TableName,
    /// The types of a new index's key attributes.
    pub definitions: Option<Vec<Definition>>,
    /// How to bill.
    pub billing: Option<BillingChoice>,
    /// The table's throughput.
    pub throughput: Option<Throughput>,
    /// Changes of global indexes.
    pub indexes: Option<Vec<IndexUpdate>>,
    /// The table's ceilings.
    pub max: Option<GivenUnits>,
    /// What it is to be able to take at once.
    pub warm: Option<GivenUnits>,
    /// Its class.
    pub class: Option<TableClass>,
    /// Whether deletion protection is on.
    pub protected: Option<bool>,
    /// Its key.
    pub encryption: Option<EncryptionChoice>,
    /// Its stream.
    pub stream: Option<StreamSpecification>,
}

/// Which key is to encrypt a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EncryptionChoice {
    /// The service's own.
    Owned,
    /// Another one. Named by its ARN it must not be the one there is.
    Key {
        /// The key.
        key: Encryption,
        /// Whether it was named by its ARN.
        exact: bool,
    },
}

/// One entry of `GlobalSecondaryIndexUpdates`, which is to have one action.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IndexUpdate {
    /// `Create`
    pub create: Option<IndexDefinition>,
    /// `Update`
    pub update: Option<IndexCapacity>,
    /// `Delete`
    pub delete: Option<IndexName>,
}

/// The new capacity of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexCapacity {
    /// The index.
    pub name: IndexName,
    /// Its throughput.
    pub throughput: Option<Throughput>,
    /// Its ceilings.
    pub max: Option<GivenUnits>,
    /// What it is to be able to take at once.
    pub warm: Option<GivenUnits>,
}

/// What UpdateTable answers.
#[derive(Debug, Clone)]
pub struct UpdateTableOutput {
    /// The table, mostly in UPDATING.
    pub description: TableDescription,
}

/// A table that is being changed: copies of what is known of it, and where they come from.
pub(super) struct Changing<'a> {
    pub(super) table: &'a TableName,
    pub(super) entry: &'a TableEntry,
    pub(super) control: Control,
    pub(super) schema: TableSchema,
    pub(super) store: StoreChange,
    pub(super) now: Millis,
    pub(super) durations: Durations,
}

impl Plannable for UpdateTableInput {
    type Output = UpdateTableOutput;

    fn plan(self, state: &State) -> Planned<Self::Output> {
        check(&self).map_err(EngineError::Control)?;
        let entry = state.tables.entry(&self.table, Plane::Control)?;
        let mut changing = Changing {
            table: &self.table,
            entry,
            control: entry.control.clone(),
            schema: entry.store.schema().clone(),
            store: StoreChange::None,
            now: state.now(),
            durations: state.durations,
        };
        changing.check_state().map_err(EngineError::Control)?;
        changing.change(&self)?;
        let streams = changing.change_stream(state, &self)?;
        let Changing { control, schema, store, now, .. } = changing;
        let stream = streams.as_ref().unwrap_or(&entry.streams).summary();
        let mut description = control.describe(schema, Some(&entry.store), stream, now);
        // The service counts a decrease only once it is made.
        description.capacity.decreases_today = entry.control.capacity.decreases.today(now);
        let plan = Plan::free(UpdateTableOutput { description });
        let change = TableChange { control, store, streams };
        Ok(plan.with_effect(Effect::Change(self.table.clone(), Box::new(change))))
    }
}

impl Changing<'_> {
    fn check_state(&self) -> Result<(), ControlError> {
        match self.control.status() {
            TableStatus::Creating => Err(InUse::Created(self.table.clone()).into()),
            TableStatus::Deleting => Err(InUse::Deleted(self.table.clone()).into()),
            TableStatus::Active | TableStatus::Updating => Ok(()),
        }
    }

    fn change(&mut self, input: &UpdateTableInput) -> Result<(), EngineError> {
        self.change_indexes(input)?;
        self.change_settings(input).map_err(EngineError::Control)
    }

    fn change_settings(&mut self, input: &UpdateTableInput) -> Result<(), ControlError> {
        self.change_capacity(input)?;
        if let Some(max) = input.max {
            self.change_max(input, max)?;
        }
        if let Some(warm) = input.warm {
            self.warm(None, warm)?;
        }
        if let Some(class) = input.class {
            self.change_class(class)?;
        }
        if let Some(choice) = &input.encryption {
            self.change_encryption(choice)?;
        }
        self.control.protected = input.protected.unwrap_or(self.control.protected);
        Ok(())
    }

    /// The streams there are after the change, if the request has one.
    fn change_stream(
        &mut self,
        state: &State,
        input: &UpdateTableInput,
    ) -> Result<Option<TableStreams>, EngineError> {
        let Some(wanted) = input.stream else { return Ok(None) };
        self.check_stream_room().map_err(EngineError::Control)?;
        let streams = state.streams_after(self.table, wanted)?;
        self.control.begin(PendingChange::Stream, self.now, self.durations.update);
        Ok(Some(streams))
    }

    fn check_stream_room(&self) -> Result<(), ControlError> {
        let table = || self.table.clone();
        let control = &self.entry.control;
        if control.is_changing_stream() {
            return Err(InUse::StreamForStream(table()).into());
        }
        if self.is_changing_throughput() {
            return Err(InUse::ThroughputForStream(table()).into());
        }
        let under_way = |deleted: &bool| !control.indexes_under_way(*deleted).is_empty();
        match [false, true].into_iter().find(under_way) {
            Some(deleted) => Err(InUse::IndexesForStream { deleted }.into()),
            None => Ok(()),
        }
    }

    /// Ceilings change at once.
    fn change_max(
        &mut self,
        input: &UpdateTableInput,
        max: GivenUnits,
    ) -> Result<(), ControlError> {
        if self.is_changing_throughput() && input.billing.is_none() {
            return Err(InUse::BillingForMax.into());
        }
        for deleted in [false, true] {
            let indexes = self.entry.control.indexes_under_way(deleted);
            if !indexes.is_empty() {
                return Err(InUse::IndexesForMax { indexes, deleted }.into());
            }
        }
        let on_demand = match input.billing {
            Some(billing) => billing == BillingChoice::PayPerRequest,
            None => self.schema.billing == BillingMode::PayPerRequest,
        };
        let subject = Subject { index: None, throughput: None, max, warm: GivenUnits::default() };
        Ok(update_max(&mut self.control.capacity.max, on_demand, &subject)?)
    }

    /// Warms the table or an index, whose state stays as it is.
    pub(super) fn warm(
        &mut self,
        index: Option<&IndexName>,
        warm: GivenUnits,
    ) -> Result<(), ControlError> {
        let own = index.and_then(|index| self.control.indexes.get(index));
        let least = own.unwrap_or(&self.control.capacity).warm;
        let subject = Subject { index, throughput: None, max: GivenUnits::default(), warm };
        let warm = warmed(&subject, least, CapacityFault::WarmBelowCurrent)?;
        let change = PendingChange::Warm(index.cloned(), warm);
        self.control.begin(change, self.now, self.durations.update);
        Ok(())
    }

    fn change_class(&mut self, class: TableClass) -> Result<(), ControlError> {
        let under_way = self.control.pending.iter().find_map(|pending| match pending.change {
            PendingChange::Class(class) => Some(class),
            _ => None,
        });
        if let Some(class) = under_way {
            return Err(InUse::Class(self.table.clone(), class).into());
        }
        if self.control.class.is_spent(self.now) {
            return Err(LimitError::Class.into());
        }
        let changes = class != self.control.class.class;
        if changes {
            self.control.class.note_change(self.now).map_err(|_| LimitError::Class)?;
        }
        let duration = if changes { self.durations.update } else { 0 };
        self.control.begin(PendingChange::Class(class), self.now, duration);
        Ok(())
    }

    fn change_encryption(&mut self, choice: &EncryptionChoice) -> Result<(), ControlError> {
        let current = self.control.encryption.as_ref();
        let key = match choice {
            EncryptionChoice::Owned if current.is_none() => {
                return Err(UpdateTableError::EncryptedByDefault.into());
            }
            EncryptionChoice::Key { key, exact: true } if current == Some(key) => {
                return Err(UpdateTableError::EncryptedWithKey.into());
            }
            EncryptionChoice::Owned => None,
            EncryptionChoice::Key { key, .. } => Some(key.clone()),
        };
        self.control.begin(PendingChange::Encryption(key), self.now, self.durations.update);
        Ok(())
    }
}

type Checked = Result<(), UpdateTableError>;

/// Checks which changes go together.
pub(super) fn check(input: &UpdateTableInput) -> Result<(), ControlError> {
    check_any(input)?;
    check_alone(input)?;
    check_pairs(input)?;
    check_indexes(input)?;
    Ok(check_billing(input)?)
}

/// The kinds of changes that a request has, an empty list of indexes not among them.
fn kinds(input: &UpdateTableInput) -> [bool; 9] {
    [
        input.billing.is_some(),
        input.throughput.is_some(),
        input.indexes.as_ref().is_some_and(|updates| !updates.is_empty()),
        input.max.is_some(),
        input.warm.is_some(),
        input.class.is_some(),
        input.protected.is_some(),
        input.encryption.is_some(),
        input.stream.is_some(),
    ]
}

fn check_any(input: &UpdateTableInput) -> Checked {
    if kinds(input).contains(&true) { Ok(()) } else { Err(UpdateTableError::NothingToDo) }
}

/// The first of those that want to be alone and are not.
fn check_alone(input: &UpdateTableInput) -> Checked {
    let count = kinds(input).iter().filter(|there| **there).count();
    let alone = [
        (input.encryption.is_some(), Alone::Encryption),
        (input.class.is_some(), Alone::Class),
        (input.protected.is_some(), Alone::Protection),
        (input.warm.is_some(), Alone::Warm),
    ];
    if input.indexes.as_ref().is_some_and(Vec::is_empty) {
        return Err(UpdateTableError::NoIndexUpdates);
    }
    match alone.into_iter().find(|(there, _)| *there && count > 1) {
        Some((_, Alone::Warm)) if moves_index(input) => Err(UpdateTableError::IndexWithWarm),
        Some((_, alone)) => Err(UpdateTableError::NotAlone(alone)),
        None => Ok(()),
    }
}

fn check_pairs(input: &UpdateTableInput) -> Checked {
    let others = kinds(input).iter().filter(|there| **there).count() > 1;
    if input.max.is_some() && others && input.billing.is_none() {
        return Err(UpdateTableError::MaxNotAlone);
    }
    let throughput = input.throughput.is_some();
    let provisioned = input.billing == Some(BillingChoice::Provisioned);
    match (moves_index(input), input.stream.is_some()) {
        (_, true) if throughput || provisioned => Err(UpdateTableError::StreamWithThroughput),
        (true, _) if throughput => Err(UpdateTableError::IndexWithThroughput),
        (true, true) => Err(UpdateTableError::IndexWithStream),
        _ => Ok(()),
    }
}

/// Whether an index is to come or to go.
fn moves_index(input: &UpdateTableInput) -> bool {
    let moves = |update: &IndexUpdate| update.create.is_some() || update.delete.is_some();
    input.indexes.iter().flatten().any(moves)
}

fn check_indexes(input: &UpdateTableInput) -> Checked {
    let mut names = BTreeSet::new();
    for update in input.indexes.iter().flatten() {
        let created = update.create.as_ref().map(|index| &index.name);
        let changed = update.update.as_ref().map(|index| &index.name);
        let mut actions = [created, changed, update.delete.as_ref()].into_iter().flatten();
        let Some(name) = actions.next() else { return Err(UpdateTableError::NoIndexAction) };
        if actions.next().is_some() {
            return Err(UpdateTableError::ManyIndexActions);
        }
        if !names.insert(name) {
            return Err(UpdateTableError::IndexTwice(name.clone()));
        }
        let warm = update.update.as_ref().and_then(|update| update.warm);
        if warm.is_some_and(|warm| warm == Default::default()) {
            return Err(UpdateTableError::IndexWarmEmpty(name.clone()));
        }
    }
    Ok(())
}

fn check_billing(input: &UpdateTableInput) -> Checked {
    match (input.billing, input.throughput) {
        (Some(BillingChoice::Provisioned), None) => Err(UpdateTableError::ThroughputMissing),
        (Some(BillingChoice::PayPerRequest), Some(_)) => {
            Err(UpdateTableError::ThroughputWithOnDemand)
        }
        _ => Ok(()),
    }
}
