//! What DescribeTable and the other control plane operations show of a table.
//!
//! Owns which intermediate state is shown. Refuses to know JSON and ARNs.

use super::capacity::{Capacity, MaxRequests};
use super::pending::PendingChange;
use super::{Control, Encryption};
use crate::engine::streams::StreamSummary;
use crate::engine::types::{IndexStatus, TableClass, TableStatus};
use crate::model::{
    AttributeName, BillingMode, IndexName, Millis, ScalarType, TableSchema, Throughput,
};
use crate::store::Table;

/// A table as it is described.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableDescription {
    /// Keys, indexes, throughput.
    pub schema: TableSchema,
    /// The attribute definitions in order of their names.
    pub definitions: Vec<(AttributeName, ScalarType)>,
    /// Its status.
    pub status: TableStatus,
    /// When it was created.
    pub created: Millis,
    /// 0-based index of the table among all that this engine has created; makes a TableId that
    /// replays alike.
    pub number: u64,
    /// Items in the table.
    pub items: u64,
    /// Their bytes.
    pub bytes: u64,
    /// How it is billed; absent when it was never on-demand.
    pub billing: Option<BillingDescription>,
    /// Its capacity besides the throughput.
    pub capacity: CapacityDescription,
    /// Its class and when that was changed; absent for a table that was always standard.
    pub class: Option<(TableClass, Option<Millis>)>,
    /// Whether deletion protection is on.
    pub protected: bool,
    /// Its key, unless it is the one that the service owns, and whether it is being changed.
    pub encryption: Option<(Encryption, bool)>,
    /// Its indexes, in the order of the schema.
    pub indexes: Vec<IndexDescription>,
    /// Its last stream, which is shown even when it is no longer enabled.
    pub stream: Option<StreamSummary>,
}

/// How a table is billed that is on-demand or was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BillingDescription {
    /// Whether it is on-demand now.
    pub on_demand: bool,
    /// When it last became on-demand; the answer of the request that changes it does not say.
    pub since: Option<Millis>,
}

/// The capacity of a table or a global index besides its throughput.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CapacityDescription {
    /// Decreases so far on this UTC day.
    pub decreases_today: u32,
    /// When it was last raised.
    pub increased: Option<Millis>,
    /// When it was last lowered.
    pub decreased: Option<Millis>,
    /// The most that it may be asked for when on-demand.
    pub max: MaxRequests,
    /// Warm throughput. The answer of CreateTable shows it only where the request set it.
    pub warm: Option<Throughput>,
    /// Whether it is being warmed.
    pub warming: bool,
}

/// An index as it is described.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexDescription {
    /// The index.
    pub name: IndexName,
    /// Its entries.
    pub items: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Its status.
    pub status: IndexStatus,
    /// While it is being added: whether it is being filled.
    pub backfilling: Option<bool>,
    /// Its capacity; local indexes have none.
    pub capacity: Option<CapacityDescription>,
}

impl Control {
    /// The description of a table with this schema, which may have an index that the table does not
    /// have yet.
    pub fn describe(
        &self,
        schema: TableSchema,
        store: Option<&Table>,
        stream: Option<StreamSummary>,
        now: Millis,
    ) -> TableDescription {
        let indexes =
            schema.indexes.iter().map(|index| self.describe_index(&index.name, store, now));
        TableDescription {
            indexes: indexes.collect(),
            definitions: self.definitions.clone(),
            status: self.status(),
            created: self.created,
            number: self.number,
            items: store.map_or(0, |store| store.rows().len()),
            bytes: store.map_or(0, |store| store.rows().bytes()),
            billing: self.describe_billing(&schema),
            capacity: self.describe_capacity(&self.capacity, None, now),
            class: self.class.describe(),
            protected: self.protected,
            encryption: self.describe_encryption(),
            stream,
            schema,
        }
    }

    fn describe_index(
        &self,
        name: &IndexName,
        store: Option<&Table>,
        now: Millis,
    ) -> IndexDescription {
        let entries = store.and_then(|store| store.index(name.as_str())).map(|(_, i)| i.entries());
        let (status, backfilling) = self.index_status(name);
        let capacity = self.indexes.get(name);
        IndexDescription {
            name: name.clone(),
            items: entries.map_or(0, |entries| entries.len()),
            bytes: entries.map_or(0, |entries| entries.bytes()),
            status,
            backfilling,
            capacity: capacity.map(|c| self.describe_capacity(c, Some(name), now)),
        }
    }

    fn describe_capacity(
        &self,
        capacity: &Capacity,
        index: Option<&IndexName>,
        now: Millis,
    ) -> CapacityDescription {
        CapacityDescription {
            decreases_today: capacity.decreases.today(now),
            increased: capacity.increased,
            decreased: capacity.decreases.last(),
            max: capacity.max,
            warm: Some(capacity.warm),
            warming: self.is_warming(index),
        }
    }

    /// While the key is being changed, the current one is shown.
    fn describe_encryption(&self) -> Option<(Encryption, bool)> {
        let changing = self.pending.iter().find_map(|pending| match &pending.change {
            PendingChange::Encryption(key) => Some(key.as_ref().or(self.encryption.as_ref())),
            _ => None,
        });
        match changing {
            Some(key) => key.map(|key| (key.clone(), true)),
            None => self.encryption.as_ref().map(|key| (key.clone(), false)),
        }
    }

    /// A switch that is under way is shown as done, but without its time.
    fn describe_billing(&self, schema: &TableSchema) -> Option<BillingDescription> {
        let switch = self.pending.iter().find_map(|pending| match &pending.change {
            PendingChange::Capacity(change) if change.switches => change.billing,
            _ => None,
        });
        let on_demand = switch.unwrap_or(schema.billing) == BillingMode::PayPerRequest;
        let creating = self.status() == TableStatus::Creating;
        let hidden = creating || (switch.is_some() && on_demand);
        let since = self.on_demand_since.filter(|_| !hidden);
        let known = on_demand || self.on_demand_since.is_some();
        known.then_some(BillingDescription { on_demand, since })
    }
}
