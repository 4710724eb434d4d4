//! UpdateTable's changes of billing and throughput.
//!
//! Owns what a switch of billing asks of indexes, and the limits on switches and decreases.

use super::{Changing, IndexCapacity, UpdateTableInput};
use crate::engine::control::{CapacityChange, PendingChange, provisioned};
use crate::engine::error::{ControlError, InUse, LimitError, UpdateTableError};
use crate::engine::ops::capacity_rules::{GivenUnits, Subject, check_quota};
use crate::engine::ops::create_table::BillingChoice;
use crate::model::{BillingMode, IndexKind, IndexName, Throughput};

impl Changing<'_> {
    /// Begins what the request asks of throughput, of the table's and of its indexes', which is one
    /// change.
    pub(super) fn change_capacity(&mut self, input: &UpdateTableInput) -> Result<(), ControlError> {
        let mut change = CapacityChange::default();
        self.change_billing(input, &mut change)?;
        for update in input.indexes.iter().flatten().filter_map(|update| update.update.as_ref()) {
            self.change_index_throughput(update, &mut change)?;
        }
        self.check_switched_indexes(&change)?;
        if change.switches {
            self.control.drop_ceilings();
        }
        let resent = self.is_resent(input);
        if change != CapacityChange::default() {
            let duration = if resent { 0 } else { self.durations.update };
            self.control.begin(PendingChange::Capacity(change), self.now, duration);
        }
        Ok(())
    }

    /// On-demand for a table that is on-demand: accepted, and nothing changes.
    fn is_resent(&self, input: &UpdateTableInput) -> bool {
        input.billing == Some(BillingChoice::PayPerRequest)
            && self.schema.billing == BillingMode::PayPerRequest
    }

    fn change_billing(
        &mut self,
        input: &UpdateTableInput,
        change: &mut CapacityChange,
    ) -> Result<(), ControlError> {
        let current = provisioned(self.schema.billing);
        if self.is_resent(input) {
            change.billing = Some(BillingMode::PayPerRequest);
            return Ok(());
        }
        match (input.billing, input.throughput) {
            (None, None) => Ok(()),
            (Some(BillingChoice::PayPerRequest), _) => {
                self.check_free()?;
                let spent = |last| LimitError::OnDemand(last);
                self.control.switch_to_on_demand(self.now).map_err(spent)?;
                change.billing = Some(BillingMode::PayPerRequest);
                change.switches = true;
                Ok(())
            }
            (billing, Some(wanted)) => {
                if billing.is_none() && current.is_none() {
                    return Err(UpdateTableError::ThroughputOfOnDemand.into());
                }
                self.check_free()?;
                self.check_quota(None, wanted)?;
                change.billing = Some(BillingMode::Provisioned(wanted));
                change.switches = current.is_none();
                let Some(current) = current else { return Ok(()) };
                self.note_change(None, current, wanted)
            }
            (Some(BillingChoice::Provisioned), None) => {
                Err(UpdateTableError::ThroughputMissing.into())
            }
        }
    }

    fn change_index_throughput(
        &mut self,
        update: &IndexCapacity,
        change: &mut CapacityChange,
    ) -> Result<(), ControlError> {
        let Some(wanted) = update.throughput else { return Ok(()) };
        let becomes = change.billing.unwrap_or(self.schema.billing);
        if becomes == BillingMode::PayPerRequest {
            return Err(UpdateTableError::IndexThroughputOfOnDemand(update.name.clone()).into());
        }
        self.check_quota(Some(&update.name), wanted)?;
        let index = self.schema.index(update.name.as_str());
        if let Some(current) = index.and_then(|index| index.throughput) {
            self.note_change(Some(&update.name), current, wanted)?;
        }
        change.indexes.push((update.name.clone(), wanted));
        Ok(())
    }

    /// A table that becomes provisioned tells the throughput of each of its indexes.
    fn check_switched_indexes(&self, change: &CapacityChange) -> Result<(), ControlError> {
        if !change.switches || change.billing == Some(BillingMode::PayPerRequest) {
            return Ok(());
        }
        let told = |name: &IndexName| change.indexes.iter().any(|(index, _)| index == name);
        let mut global = self.schema.indexes.iter().filter(|i| i.kind == IndexKind::Global);
        match global.find(|index| !told(&index.name)) {
            Some(index) => Err(UpdateTableError::IndexThroughputMissing(index.name.clone()).into()),
            None => Ok(()),
        }
    }

    fn note_change(
        &mut self,
        index: Option<&IndexName>,
        from: Throughput,
        to: Throughput,
    ) -> Result<(), ControlError> {
        if from == to {
            return Err(UpdateTableError::ThroughputUnchanged(index.cloned(), from).into());
        }
        let own = index.and_then(|index| self.control.indexes.get_mut(index));
        let capacity = own.unwrap_or(&mut self.control.capacity);
        capacity.change(from, to, self.now).map_err(LimitError::Decreases)?;
        Ok(())
    }

    fn check_quota(
        &self,
        index: Option<&IndexName>,
        wanted: Throughput,
    ) -> Result<(), ControlError> {
        let none = GivenUnits::default();
        Ok(check_quota(&Subject { index, throughput: Some(wanted), max: none, warm: none })?)
    }

    /// Whether the table's billing or throughput is already being changed.
    pub(super) fn is_changing_throughput(&self) -> bool {
        self.entry.control.pending.iter().any(|pending| {
            matches!(&pending.change, PendingChange::Capacity(change) if change.billing.is_some())
        })
    }

    /// Nothing else may be under way that has to do with throughput.
    fn check_free(&self) -> Result<(), ControlError> {
        if self.is_changing_throughput() {
            return Err(InUse::Throughput(self.table.clone()).into());
        }
        if self.entry.control.is_changing_stream() {
            return Err(InUse::StreamForThroughput(self.table.clone()).into());
        }
        for deleted in [false, true] {
            let mut indexes = self.entry.control.indexes_under_way(deleted);
            indexes.retain(|index| self.entry.control.index_status(index).1 != Some(true));
            if !indexes.is_empty() {
                let table = self.table.clone();
                return Err(InUse::IndexesForThroughput { table, indexes, deleted }.into());
            }
        }
        Ok(())
    }
}
