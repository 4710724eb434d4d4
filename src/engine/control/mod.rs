//! What the control plane knows of a table: its settings, their history, and pending changes.
//!
//! Owns all state that no item depends on. It is small, so a plan works on a copy of it, and a
//! commit puts the copy in its place. Refuses to know items.

mod capacity;
mod describe;
mod pending;
mod tags;
mod ttl;

use std::collections::BTreeMap;

use crate::engine::types::TableClass;
use crate::model::{
    AttributeName, BillingMode, IndexKind, IndexName, Millis, ScalarType, TableSchema, Throughput,
};

pub use capacity::{Capacity, Ceiling, MaxRequests, ON_DEMAND_START};
pub use describe::{BillingDescription, CapacityDescription, IndexDescription, TableDescription};
pub use pending::{CapacityChange, Durations, Pending, PendingChange};
pub use tags::{MAX_TAGS, Tag, Tags};
pub use ttl::TimeToLive;

/// How often a table may become on-demand in a rolling day. AWS documents the limit and not the
/// sentence.
const SWITCHES: usize = 4;
const SWITCH_WINDOW: u64 = 86_400_000;
/// How often a table's class may change in a rolling window.
const CLASS_CHANGES: usize = 2;
const CLASS_WINDOW: u64 = 30 * 86_400_000;

/// The key of an encryption at rest that is not the service's own.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct Encryption {
    /// `KMSMasterKeyArn`
    #[n(0)]
    pub key_arn: String,
}

/// A table's class and when it was changed.
#[derive(Debug, Clone, PartialEq, Eq, Default, minicbor::Encode, minicbor::Decode)]
pub struct ClassHistory {
    /// The current class.
    #[n(0)]
    pub class: TableClass,
    /// When it became so, if it was ever changed.
    #[n(1)]
    since: Option<Millis>,
    /// When changes were requested, within the window of the limit.
    #[n(2)]
    changed: Vec<Millis>,
}

/// What the control plane knows of a table.
#[derive(Debug, Clone, minicbor::Encode, minicbor::Decode)]
pub struct Control {
    /// The attribute definitions in order of their names.
    #[n(0)]
    pub definitions: Vec<(AttributeName, ScalarType)>,
    /// When CreateTable was answered.
    #[n(1)]
    pub created: Millis,
    /// 0-based index of the table among all that this engine has created.
    #[n(2)]
    pub number: u64,
    /// Its capacity.
    #[n(3)]
    pub capacity: Capacity,
    /// The capacity of each global index.
    #[n(4)]
    pub indexes: BTreeMap<IndexName, Capacity>,
    /// When it last became on-demand.
    #[n(5)]
    pub on_demand_since: Option<Millis>,
    /// When it became on-demand, within the window of the limit.
    #[n(6)]
    switches: Vec<Millis>,
    /// Its class.
    #[n(7)]
    pub class: ClassHistory,
    /// Whether deletion protection is on.
    #[n(8)]
    pub protected: bool,
    /// Its key, unless it is the service's own.
    #[n(9)]
    pub encryption: Option<Encryption>,
    /// Its tags.
    #[n(10)]
    pub tags: Tags,
    /// When its items expire.
    #[n(11)]
    pub ttl: TimeToLive,
    /// Changes that are not done yet.
    #[n(12)]
    pub pending: Vec<Pending>,
    /// The sequence that the change log had come to when it was created: older records are those of
    /// an earlier table of its name.
    #[n(13)]
    pub log_start: u64,
}

impl Control {
    /// The control state of a table that has just been created.
    pub fn new(
        schema: &TableSchema,
        mut definitions: Vec<(AttributeName, ScalarType)>,
        created: Millis,
        number: u64,
    ) -> Self {
        definitions.sort_by(|(a, _), (b, _)| a.cmp(b));
        let on_demand = schema.billing == BillingMode::PayPerRequest;
        let global = schema.indexes.iter().filter(|index| index.kind == IndexKind::Global);
        let capacity = |index: &crate::model::IndexSchema| Capacity::new(index.throughput);
        Self {
            definitions,
            created,
            number,
            capacity: Capacity::new(provisioned(schema.billing)),
            indexes: global.map(|index| (index.name.clone(), capacity(index))).collect(),
            on_demand_since: on_demand.then_some(created),
            switches: Vec::new(),
            class: ClassHistory::default(),
            protected: false,
            encryption: None,
            tags: Tags::default(),
            ttl: TimeToLive::default(),
            pending: Vec::new(),
            log_start: 0,
        }
    }

    /// Begins a change that takes so many milliseconds.
    pub fn begin(&mut self, change: PendingChange, now: Millis, duration: u64) {
        self.pending.push(Pending { change, until: Millis(now.0.saturating_add(duration)) });
    }

    /// Removes the on-demand maximums, which do not survive a switch of billing mode.
    pub fn drop_ceilings(&mut self) {
        self.capacity.max = MaxRequests::default();
        self.indexes.values_mut().for_each(|capacity| capacity.max = MaxRequests::default());
    }

    /// Records that the table becomes on-demand, unless it did so too often; then returns when it
    /// last did.
    pub fn switch_to_on_demand(&mut self, now: Millis) -> Result<(), Millis> {
        note(&mut self.switches, now, SWITCHES, SWITCH_WINDOW)?;
        self.on_demand_since = Some(now);
        Ok(())
    }
}

impl ClassHistory {
    /// Records a change of class, unless there were too many; then returns when the last one was.
    pub fn note_change(&mut self, now: Millis) -> Result<(), Millis> {
        note(&mut self.changed, now, CLASS_CHANGES, CLASS_WINDOW)
    }

    /// Whether no change is allowed now. The service then rejects even one that changes nothing.
    pub fn is_spent(&self, now: Millis) -> bool {
        recent(&self.changed, now, CLASS_WINDOW) >= CLASS_CHANGES
    }

    fn describe(&self) -> Option<(TableClass, Option<Millis>)> {
        let known = self.class != TableClass::Standard || self.since.is_some();
        known.then_some((self.class, self.since))
    }

    fn turn_into(&mut self, class: TableClass, at: Millis) {
        if class != self.class {
            (self.class, self.since) = (class, Some(at));
        }
    }
}

/// Adds a time to those within the window, or returns the last one if there are too many.
fn note(times: &mut Vec<Millis>, now: Millis, most: usize, window: u64) -> Result<(), Millis> {
    if recent(times, now, window) >= most {
        return Err(times.last().copied().unwrap_or_default());
    }
    times.push(now);
    Ok(())
}

fn recent(times: &[Millis], now: Millis, window: u64) -> usize {
    times.iter().filter(|at| at.0.saturating_add(window) > now.0).count()
}

/// The throughput of a table that has one.
pub fn provisioned(billing: BillingMode) -> Option<Throughput> {
    match billing {
        BillingMode::Provisioned(throughput) => Some(throughput),
        BillingMode::PayPerRequest => None,
    }
}
