//! What the service is still doing to a table after it has answered: for how long, the states that
//! follow from it, and what each change comes to in the end.
//!
//! Refuses to know the clock, which it is told.

use super::{Control, Encryption, provisioned};
use crate::engine::types::{IndexStatus, TableClass, TableStatus};
use crate::model::{BillingMode, IndexName, Millis, Throughput};
use crate::store::Table;

/// Durations in milliseconds of the engine's clock. Zero is done by the next request: the answer
/// of the request itself still tells of the state in between, as the service's does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Durations {
    /// CREATING of a table.
    pub create_table: u64,
    /// DELETING of a table.
    pub delete_table: u64,
    /// UPDATING of a table or an index whose settings change.
    pub update: u64,
    /// UPDATING of a table to which an index is being added.
    pub allocate_index: u64,
    /// CREATING of an index, from the request on.
    pub create_index: u64,
    /// DELETING of an index.
    pub delete_index: u64,
    /// How long an item that has expired is still there. The service promises some days; of small
    /// tables it is some ten minutes.
    pub expire_item: u64,
}

impl Durations {
    /// Everything is done at once, but for the deletion of expired items.
    pub const AT_ONCE: Self = Self {
        create_table: 0,
        delete_table: 0,
        update: 0,
        allocate_index: 0,
        create_index: 0,
        delete_index: 0,
        expire_item: 600_000,
    };

    /// About as long as the service takes for small tables, measured in October 2026.
    pub const AS_THE_SERVICE: Self = Self {
        create_table: 6_000,
        delete_table: 5_000,
        update: 4_000,
        allocate_index: 27_000,
        create_index: 510_000,
        delete_index: 5_000,
        expire_item: 600_000,
    };
}

impl Default for Durations {
    fn default() -> Self {
        Self::AT_ONCE
    }
}

/// A change that is not done yet, and when it will be.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct Pending {
    /// The change.
    #[n(0)]
    pub change: PendingChange,
    /// When it will be done.
    #[n(1)]
    pub until: Millis,
}

/// A change that takes the service a while.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub enum PendingChange {
    /// It is being created.
    #[n(0)]
    Created,
    /// It is being deleted.
    #[n(1)]
    Deleted,
    /// Its billing or throughput is being changed, or the throughput of its indexes.
    #[n(2)]
    Capacity(#[n(0)] CapacityChange),
    /// It is being encrypted with another key.
    #[n(3)]
    Encryption(#[n(0)] Option<Encryption>),
    /// Its stream is being enabled or disabled.
    #[n(4)]
    Stream,
    /// Its class is being changed.
    #[n(5)]
    Class(#[n(0)] TableClass),
    /// It, or an index, is being warmed.
    #[n(6)]
    Warm(#[n(0)] Option<IndexName>, #[n(1)] Throughput),
    /// An index is being added: room is made for it until a time, then it is filled.
    #[n(7)]
    CreatedIndex(#[n(0)] IndexName, #[n(1)] Option<Millis>),
    /// An index is being deleted.
    #[n(8)]
    DeletedIndex(#[n(0)] IndexName),
}

/// A change of billing and throughput.
#[derive(Debug, Clone, Default, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct CapacityChange {
    /// The table's.
    #[n(0)]
    pub billing: Option<BillingMode>,
    /// Those of indexes.
    #[n(1)]
    pub indexes: Vec<(IndexName, Throughput)>,
    /// Whether the table switches to or from on-demand, and its indexes with it.
    #[n(2)]
    pub switches: bool,
}

impl Control {
    /// `TableStatus`: the strongest of what is pending.
    pub fn status(&self) -> TableStatus {
        let states = self.pending.iter().map(|pending| match &pending.change {
            PendingChange::Deleted => TableStatus::Deleting,
            PendingChange::Created => TableStatus::Creating,
            PendingChange::Capacity(change) if change.billing.is_none() => TableStatus::Active,
            PendingChange::Warm(..)
            | PendingChange::Encryption(_)
            | PendingChange::CreatedIndex(_, None) => TableStatus::Active,
            _ => TableStatus::Updating,
        });
        let rank = |status: &TableStatus| match status {
            TableStatus::Active => 0,
            TableStatus::Updating => 1,
            TableStatus::Creating => 2,
            TableStatus::Deleting => 3,
        };
        states.max_by_key(rank).unwrap_or(TableStatus::Active)
    }

    /// `IndexStatus`, and while the index is being added `Backfilling`: room is made for it first.
    pub fn index_status(&self, index: &IndexName) -> (IndexStatus, Option<bool>) {
        for pending in &self.pending {
            match &pending.change {
                PendingChange::Created => return (IndexStatus::Creating, None),
                PendingChange::CreatedIndex(name, allocating) if name == index => {
                    return (IndexStatus::Creating, Some(allocating.is_none()));
                }
                PendingChange::DeletedIndex(name) if name == index => {
                    return (IndexStatus::Deleting, None);
                }
                PendingChange::Capacity(change) if change.touches(index) => {
                    return (IndexStatus::Updating, None);
                }
                _ => {}
            }
        }
        (IndexStatus::Active, None)
    }

    /// Whether its stream is being enabled or disabled.
    pub fn is_changing_stream(&self) -> bool {
        self.pending.iter().any(|pending| pending.change == PendingChange::Stream)
    }

    /// Whether the table, or an index, is being warmed.
    pub fn is_warming(&self, index: Option<&IndexName>) -> bool {
        let warms = |change: &PendingChange| matches!(change, PendingChange::Warm(of, _) if of.as_ref() == index);
        self.pending.iter().any(|pending| warms(&pending.change))
    }

    /// The indexes that are being added, or those that are being deleted.
    pub fn indexes_under_way(&self, deleted: bool) -> Vec<IndexName> {
        let index = |pending: &Pending| match &pending.change {
            PendingChange::CreatedIndex(name, _) if !deleted => Some(name.clone()),
            PendingChange::DeletedIndex(name) if deleted => Some(name.clone()),
            _ => None,
        };
        self.pending.iter().filter_map(index).collect()
    }
}

impl CapacityChange {
    fn touches(&self, index: &IndexName) -> bool {
        self.indexes.iter().any(|(name, _)| name == index)
    }
}

impl Control {
    /// Finishes changes that are due. Returns whether the table is still there.
    pub fn advance(&mut self, store: &mut Table, now: Millis) -> bool {
        let mut stays = true;
        for mut pending in std::mem::take(&mut self.pending) {
            if let PendingChange::CreatedIndex(_, allocating) = &mut pending.change {
                *allocating = allocating.filter(|until| *until > now);
            }
            let fills = matches!(&pending.change, PendingChange::CreatedIndex(i, _) if store.is_backfilling_index(i));
            if pending.until > now || fills {
                self.pending.push(pending);
            } else {
                stays &= self.finish(pending, store);
            }
        }
        stays
    }

    fn finish(&mut self, Pending { change, until }: Pending, store: &mut Table) -> bool {
        match change {
            PendingChange::Created | PendingChange::Stream => {}
            PendingChange::Deleted => return false,
            PendingChange::Capacity(change) => self.finish_capacity(change, store),
            PendingChange::Encryption(key) => self.encryption = key,
            PendingChange::Class(class) => self.class.turn_into(class, until),
            PendingChange::Warm(None, warm) => self.capacity.warm_to(warm),
            PendingChange::Warm(Some(index), warm) => {
                if let Some(capacity) = self.indexes.get_mut(&index) {
                    capacity.warm_to(warm);
                }
            }
            PendingChange::CreatedIndex(index, _) => store.open_index(&index),
            PendingChange::DeletedIndex(index) => self.drop_index(&index, store),
        }
        true
    }

    fn finish_capacity(&mut self, change: CapacityChange, store: &mut Table) {
        if let Some(billing) = change.billing {
            store.set_billing(billing);
            self.capacity.warm_for(provisioned(billing));
        }
        if change.switches && change.billing == Some(BillingMode::PayPerRequest) {
            for (index, capacity) in self.indexes.iter_mut() {
                store.set_index_throughput(index, None);
                capacity.warm_for(None);
            }
        }
        for (index, throughput) in change.indexes {
            store.set_index_throughput(&index, Some(throughput));
            if let Some(capacity) = self.indexes.get_mut(&index) {
                capacity.warm_for(Some(throughput));
            }
        }
    }

    /// Removes the index, and with it the attribute definitions that no other key needs.
    fn drop_index(&mut self, index: &IndexName, store: &mut Table) {
        store.remove_index(index);
        self.indexes.remove(index);
        let schema = store.schema();
        self.definitions.retain(|(name, _)| {
            let in_index = schema.indexes.iter().any(|index| index.keys.contains(name.as_str()));
            in_index || schema.keys.contains(name.as_str())
        });
    }
}
