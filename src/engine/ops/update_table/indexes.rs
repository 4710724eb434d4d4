//! UpdateTable's changes of global indexes: one comes or goes at a time, others change beside it.

use super::{Changing, IndexCapacity, IndexUpdate, UpdateTableInput};
use crate::engine::control::{Capacity, PendingChange};
use crate::engine::error::{
    ControlError, EngineError, InUse, LimitError, Redefined, UpdateTableError,
};
use crate::engine::ops::capacity_rules::{self, Subject, update_max};
use crate::engine::ops::create_table::{
    BillingChoice, Definition, IndexDefinition, MAX_GLOBAL_INDEXES, check_defined,
    check_index_shape, index_schema,
};
use crate::engine::plan::StoreChange;
use crate::engine::types::IndexStatus;
use crate::model::{BillingMode, IndexKind, IndexName, KeyAttribute, KeySchema, Millis};

impl Changing<'_> {
    /// Makes each change but those of throughput, which are one with the table's.
    pub(super) fn change_indexes(&mut self, input: &UpdateTableInput) -> Result<(), EngineError> {
        let updates = input.indexes.as_deref().unwrap_or_default();
        let comes_or_goes = |u: &&IndexUpdate| u.create.is_some() || u.delete.is_some();
        let mut moving = updates.iter().filter(comes_or_goes);
        let first = moving.next();
        // That only one index may come or go at a time is found before any index is looked up.
        if moving.next().is_some() || first.is_some_and(|update| self.is_moving_other(update)) {
            return Err(EngineError::Control(LimitError::OneIndex.into()));
        }
        self.check_names(updates).map_err(EngineError::Control)?;
        for update in updates.iter().filter_map(|update| update.update.as_ref()) {
            self.change_index(input, update).map_err(EngineError::Control)?;
        }
        match first {
            Some(IndexUpdate { create: Some(index), .. }) => self.create_index(input, index),
            Some(IndexUpdate { delete: Some(index), .. }) => {
                self.delete_index(index).map_err(EngineError::Control)
            }
            _ => Ok(()),
        }
    }

    /// Whether another index than the one that is to come or go is still on its way.
    fn is_moving_other(&self, update: &IndexUpdate) -> bool {
        let created = update.create.as_ref().map(|index| &index.name);
        let name = created.or(update.delete.as_ref());
        let under_way = |deleted| self.entry.control.indexes_under_way(deleted);
        under_way(false).iter().chain(&under_way(true)).any(|other| Some(other) != name)
    }

    /// Whether what is to be created is new, and what is to be changed or deleted is there.
    fn check_names(&self, updates: &[IndexUpdate]) -> Result<(), ControlError> {
        let kind = |name: &IndexName| self.schema.index(name.as_str()).map(|index| index.kind);
        for update in updates {
            if update.create.as_ref().is_some_and(|index| kind(&index.name).is_some()) {
                return Err(UpdateTableError::IndexExists.into());
            }
            let changed = update.update.as_ref().map(|update| (&update.name, false));
            let deleted = update.delete.as_ref().map(|name| (name, true));
            let Some((name, deleted)) = changed.or(deleted) else { continue };
            match kind(name) {
                Some(IndexKind::Global) => {}
                Some(IndexKind::Local) => {
                    return Err(UpdateTableError::NotGlobal { index: name.clone(), deleted }.into());
                }
                None => {
                    return Err(ControlError::IndexNotFound(name.clone(), self.table.clone()));
                }
            }
        }
        Ok(())
    }

    /// Ceilings and warmth; throughput only if it may change at all.
    fn change_index(
        &mut self,
        input: &UpdateTableInput,
        update: &IndexCapacity,
    ) -> Result<(), ControlError> {
        let table = self.table.clone();
        let index = update.name.clone();
        match self.entry.control.index_status(&update.name) {
            (IndexStatus::Deleting, _) => {
                return Err(InUse::Index { table, index, deleted: true }.into());
            }
            (IndexStatus::Updating, _) => {
                return Err(InUse::Index { table, index, deleted: false }.into());
            }
            (IndexStatus::Creating, Some(false)) => {
                return Err(InUse::IndexNotFilling(table, index).into());
            }
            _ => {}
        }
        let on_demand = self.becomes_on_demand(input);
        let given = |units: Option<capacity_rules::GivenUnits>| {
            units.is_some_and(|units| units != Default::default())
        };
        if on_demand && update.throughput.is_none() && !given(update.max) && !given(update.warm) {
            return Err(UpdateTableError::IndexThroughputOfOnDemand(index).into());
        }
        if let Some(max) = update.max {
            let none = capacity_rules::GivenUnits::default();
            let subject = Subject { index: Some(&update.name), throughput: None, max, warm: none };
            if let Some(capacity) = self.control.indexes.get_mut(&update.name) {
                update_max(&mut capacity.max, on_demand, &subject)?;
            }
        }
        match update.warm {
            Some(warm) => self.warm(Some(&update.name), warm),
            None => Ok(()),
        }
    }

    fn becomes_on_demand(&self, input: &UpdateTableInput) -> bool {
        match input.billing {
            Some(billing) => billing == BillingChoice::PayPerRequest,
            None => self.schema.billing == BillingMode::PayPerRequest,
        }
    }

    fn create_index(
        &mut self,
        input: &UpdateTableInput,
        index: &IndexDefinition,
    ) -> Result<(), EngineError> {
        self.check_room().map_err(EngineError::Control)?;
        self.check_new_index(input, index)?;
        if self.control.indexes.len() >= MAX_GLOBAL_INDEXES {
            return Err(EngineError::Control(LimitError::IndexCount.into()));
        }
        self.add_index(input, index).map_err(EngineError::Control)
    }

    fn check_new_index(
        &self,
        input: &UpdateTableInput,
        index: &IndexDefinition,
    ) -> Result<(), EngineError> {
        let wrong = |error: UpdateTableError| Err(EngineError::Control(error.into()));
        let name = || index.name.clone();
        let Some(definitions) = &input.definitions else {
            return wrong(UpdateTableError::DefinitionsMissing(name()));
        };
        check_defined(definitions, &index.keys)?;
        check_index_shape(index)?;
        self.check_types(definitions, index)?;
        match (self.becomes_on_demand(input), index.throughput) {
            (true, Some(_)) => wrong(UpdateTableError::NewIndexThroughputNotAllowed(name())),
            (false, None) => wrong(UpdateTableError::NewIndexThroughputMissing(name())),
            _ => Ok(()),
        }
    }

    /// A key attribute of a new index that is a key attribute already has the type that it has.
    fn check_types(
        &self,
        definitions: &[Definition],
        index: &IndexDefinition,
    ) -> Result<(), EngineError> {
        let new = index_schema(definitions, IndexKind::Global, index).keys;
        let own = std::iter::once(&self.schema.keys);
        let mut existing = own.chain(self.schema.indexes.iter().map(|index| &index.keys));
        let differs = |keys: &&KeySchema| {
            let of_other_type = |new: &KeyAttribute| {
                keys.attributes().any(|old| old.name == new.name && old.kind != new.kind)
            };
            new.attributes().any(of_other_type)
        };
        match existing.find(differs) {
            None => Ok(()),
            Some(existing) => {
                let existing = existing.clone();
                let error = UpdateTableError::Redefined(Box::new(Redefined { existing, new }));
                Err(EngineError::Control(error.into()))
            }
        }
    }

    fn add_index(
        &mut self,
        input: &UpdateTableInput,
        index: &IndexDefinition,
    ) -> Result<(), ControlError> {
        for definition in input.definitions.iter().flatten() {
            let known = self.control.definitions.iter().any(|(name, _)| *name == definition.0);
            if !known && index.keys.iter().any(|key| key.name == definition.0) {
                self.control.definitions.push(definition.clone());
            }
        }
        self.control.definitions.sort_by(|(a, _), (b, _)| a.cmp(b));
        let schema = index_schema(&self.control.definitions, IndexKind::Global, index);
        let mut capacity = Capacity::new(index.throughput);
        let billing = match (self.becomes_on_demand(input), index.throughput) {
            (false, Some(throughput)) => BillingMode::Provisioned(throughput),
            _ => BillingMode::PayPerRequest,
        };
        capacity_rules::begin(&mut capacity, billing, Subject::from_new_index(index))?;
        self.control.indexes.insert(index.name.clone(), capacity);
        let room = Millis(self.now.0.saturating_add(self.durations.allocate_index));
        let change = PendingChange::CreatedIndex(index.name.clone(), Some(room));
        self.control.begin(change, self.now, self.durations.create_index);
        self.schema.indexes.push(schema.clone());
        self.store = StoreChange::AddIndex(schema);
        Ok(())
    }

    /// An index that is still being filled may go as well.
    fn delete_index(&mut self, name: &IndexName) -> Result<(), ControlError> {
        let table = self.table.clone();
        let index = name.clone();
        match self.entry.control.index_status(name) {
            (IndexStatus::Deleting, _) => {
                return Err(InUse::Index { table, index, deleted: true }.into());
            }
            (IndexStatus::Creating, Some(false)) => {
                return Err(InUse::IndexAllocated(table, index).into());
            }
            _ => {}
        }
        self.check_room()?;
        let created = |change: &PendingChange| matches!(change, PendingChange::CreatedIndex(i, _) if i == name);
        self.control.pending.retain(|pending| !created(&pending.change));
        let change = PendingChange::DeletedIndex(name.clone());
        self.control.begin(change, self.now, self.durations.delete_index);
        Ok(())
    }

    /// Indexes come and go only while throughput and class stay.
    fn check_room(&self) -> Result<(), ControlError> {
        if self.is_changing_throughput() {
            return Err(InUse::ThroughputForIndexes(self.table.clone()).into());
        }
        if self.entry.control.is_changing_stream() {
            return Err(InUse::StreamForIndexes.into());
        }
        let class = |change: &PendingChange| matches!(change, PendingChange::Class(_));
        if self.entry.control.pending.iter().any(|pending| class(&pending.change)) {
            Err(InUse::ClassForIndexes.into())
        } else {
            Ok(())
        }
    }
}
