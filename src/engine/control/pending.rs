//! What the service is still doing to a table after it has answered.
//!
//! Owns the states that follow from it. Refuses to know how long things take.

use super::{Control, Encryption};
use crate::engine::Millis;
use crate::model::{BillingMode, IndexName, Throughput};

/// Where a table is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableStatus {
    /// It cannot be used yet. `CREATING` on the wire.
    Creating,
    /// In use.
    Active,
    /// In use, while a setting changes or an index comes or goes.
    Updating,
    /// Going.
    Deleting,
}

/// Where a global index is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexStatus {
    /// It cannot be read yet.
    Creating,
    /// In use.
    Active,
    /// In use, while its throughput changes.
    Updating,
    /// Going.
    Deleting,
}

/// A change under way and when it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// What is being done.
    pub change: PendingChange,
    /// When it is done.
    pub until: Millis,
}

/// What is being done to a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PendingChange {
    /// It is being created.
    Created,
    /// It is being deleted.
    Deleted,
    /// Its billing or throughput is being changed, or the throughput of its indexes.
    Capacity(CapacityChange),
    /// It is being encrypted with another key.
    Encryption(Option<Encryption>),
    /// Its stream is being enabled or disabled.
    Stream,
    /// Its class is being changed.
    Class(TableClass),
    /// It, or an index, is being warmed.
    Warm(Option<IndexName>, Throughput),
    /// An index is being added: room is made for it until a time, then it is filled.
    CreatedIndex(IndexName, Option<Millis>),
    /// An index is being deleted.
    DeletedIndex(IndexName),
}

/// A change of billing and throughput.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CapacityChange {
    /// The table's.
    pub billing: Option<BillingMode>,
    /// Those of indexes.
    pub indexes: Vec<(IndexName, Throughput)>,
    /// Whether the table becomes on-demand, and its indexes with it, or ceases to be.
    pub switches: bool,
}

/// What storage and requests cost in relation to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TableClass {
    /// `STANDARD`
    #[default]
    Standard,
    /// `STANDARD_INFREQUENT_ACCESS`
    InfrequentAccess,
}

impl Control {
    /// Where the table is in its life.
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

    /// Where an index is in its life, and, while it is being added, whether it is being filled.
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
