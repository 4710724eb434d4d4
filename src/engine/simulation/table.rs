//! One table under simulation: its limits, its global indexes behind their queues, and splitting
//! partitions that hold more than a partition may.
//!
//! Sizes are those of the stored items times the scale of the simulation. A split parts the bytes
//! in halves, between items, or between collections where a local index holds those together.

use std::ops::Bound;

use super::SimulationSettings;
use super::propagation::{Deferred, Propagation};
use crate::capacity::Setting;
use crate::engine::control::{Ceiling, Control, MaxRequests, provisioned};
use crate::engine::tables::TableEntry;
use crate::model::keycode::KeyRange;
use crate::model::{BillingMode, IndexKind, IndexName, IndexSchema, KeyBytes, Millis, Throughput};
use crate::partition::{
    Event, Limits, PARTITION_BYTES, Partitions, Settings, SplitReason, initial_partitions,
};
use crate::store::Table;

/// A table as the simulation sees it.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Watched {
    /// Distinguishes it from an earlier table of the same name.
    number: u64,
    settings: Settings,
    limits: Limits,
    indexes: Vec<(IndexName, Settings, Propagation)>,
}

/// What happened to a partition of the table, or of the index named.
pub(super) type Happened = (Option<IndexName>, Event);

impl Watched {
    pub(super) fn new(entry: &TableEntry, now: Millis) -> Self {
        let schema = entry.store.schema();
        let settings = table_settings(entry);
        let local = schema.indexes.iter().any(|index| index.kind == IndexKind::Local);
        let limits = Limits::new(settings, partitions(schema.billing, local, now), now);
        Self { number: entry.control.number, settings, limits, indexes: Vec::new() }
    }

    /// Whether it is this table.
    pub(super) fn is_of(&self, entry: Option<&TableEntry>) -> bool {
        entry.is_some_and(|entry| entry.control.number == self.number)
    }

    /// Follows changes of the table's and its indexes' settings.
    pub(super) fn follow_settings(&mut self, entry: &TableEntry, now: Millis) {
        let settings = table_settings(entry);
        if settings != self.settings {
            self.settings = settings;
            self.limits.set(settings, now);
        }
        let schema = entry.store.schema();
        self.indexes.retain(|(name, ..)| schema.indexes.iter().any(|index| index.name == *name));
        let global = schema.indexes.iter().filter(|index| index.kind == IndexKind::Global);
        for index in global {
            let wanted = index_settings(schema.billing, &entry.control, index);
            self.follow_index(index, billing_of(schema.billing, index), wanted, now);
        }
    }

    fn follow_index(
        &mut self,
        index: &IndexSchema,
        billing: BillingMode,
        wanted: Settings,
        now: Millis,
    ) {
        match self.indexes.iter_mut().find(|(name, ..)| *name == index.name) {
            Some((_, settings, queue)) if *settings != wanted => {
                *settings = wanted;
                queue.limits.set(wanted, now);
            }
            Some(_) => {}
            None => {
                let limits = Limits::new(wanted, partitions(billing, false, now), now);
                let queue = Propagation::new(limits, now);
                self.indexes.push((index.name.clone(), wanted, queue));
            }
        }
    }

    /// Lets the time that has passed show in the table and its indexes. Returns how many entries the
    /// indexes took, and what happened to partitions.
    pub(super) fn advance(
        &mut self,
        store: &mut Table,
        settings: SimulationSettings,
        now: Millis,
    ) -> (u64, Vec<Happened>) {
        let mut taken = 0;
        let mut happened: Vec<Happened> = Vec::new();
        for (name, _, queue) in &mut self.indexes {
            let entries = queue.advance(settings.index_lag, now);
            taken += entries.len() as u64;
            entries.into_iter().for_each(|entry| entry.apply(store));
            let events = queue.limits.pass(now).into_iter();
            happened.extend(events.map(|event| (Some(name.clone()), event)));
        }
        happened.extend(self.limits.pass(now).into_iter().map(|event| (None, event)));
        if settings.scale > 1 {
            let split = split_large(&mut self.limits, store, settings.scale, now);
            happened.extend(split.into_iter().map(|event| (None, event)));
        }
        (taken, happened)
    }

    /// Queues entries for the indexes. An index that is so new that it has no queue gets them at once.
    pub(super) fn push(&mut self, store: &mut Table, later: Vec<Deferred>, now: Millis) {
        for entry in later {
            match self.indexes.iter_mut().find(|(name, ..)| *name == entry.index) {
                Some((_, _, queue)) => queue.push(entry, now),
                None => entry.apply(store),
            }
        }
    }

    pub(super) fn drain(&mut self, store: &mut Table) {
        for (_, _, queue) in &mut self.indexes {
            queue.drain().into_iter().for_each(|entry| entry.apply(store));
        }
    }

    pub(super) fn is_provisioned(&self) -> bool {
        matches!(self.settings.write, Setting::Provisioned(_))
    }

    pub(super) fn queue(&self, index: &IndexName) -> Option<&Propagation> {
        self.indexes.iter().find(|(name, ..)| name == index).map(|(_, _, queue)| queue)
    }

    /// The global indexes behind their queues.
    pub(in crate::engine) fn queues(&self) -> impl Iterator<Item = (&IndexName, &Propagation)> {
        self.indexes.iter().map(|(name, _, queue)| (name, queue))
    }

    /// The limits of the table or one of its global indexes.
    pub(in crate::engine) fn limits(&self, index: Option<&IndexName>) -> Option<&Limits> {
        match index {
            None => Some(&self.limits),
            Some(name) => self.queue(name).map(|queue| &queue.limits),
        }
    }

    pub(super) fn limits_mut(&mut self, index: Option<&IndexName>) -> Option<&mut Limits> {
        match index {
            None => Some(&mut self.limits),
            Some(index) => {
                let known = self.indexes.iter_mut().find(|(name, ..)| name == index);
                known.map(|(_, _, queue)| &mut queue.limits)
            }
        }
    }
}

fn partitions(billing: BillingMode, local: bool, now: Millis) -> Partitions {
    Partitions::even(initial_partitions(billing), local, now)
}

fn table_settings(entry: &TableEntry) -> Settings {
    settings(provisioned(entry.store.schema().billing), entry.control.capacity.max)
}

fn index_settings(billing: BillingMode, control: &Control, index: &IndexSchema) -> Settings {
    let max = control.indexes.get(&index.name).map(|capacity| capacity.max).unwrap_or_default();
    let throughput = provisioned(billing_of(billing, index));
    settings(throughput, max)
}

/// The billing of an index: of a provisioned table it has throughput of its own.
fn billing_of(table: BillingMode, index: &IndexSchema) -> BillingMode {
    match (table, index.throughput) {
        (BillingMode::Provisioned(_), Some(throughput)) => BillingMode::Provisioned(throughput),
        (table, _) => table,
    }
}

fn settings(provisioned: Option<Throughput>, max: MaxRequests) -> Settings {
    match provisioned {
        Some(units) => Settings {
            read: Setting::Provisioned(units.read),
            write: Setting::Provisioned(units.write),
        },
        None => Settings {
            read: Setting::OnDemand { maximum: max.read.and_then(Ceiling::units) },
            write: Setting::OnDemand { maximum: max.write.and_then(Ceiling::units) },
        },
    }
}

/// Most splits at one time. What is left is split the next time.
const SPLITS: usize = 64;
/// Bytes of a key that are the hash of its partition key, by which a collection is recognised.
const HASH_BYTES: usize = 8;

/// Splits partitions that are too large.
fn split_large(limits: &mut Limits, store: &Table, scale: u64, now: Millis) -> Vec<Event> {
    let whole = store.schema().indexes.iter().any(|index| index.kind == IndexKind::Local);
    let mut events = Vec::new();
    let mut place = 0;
    while place < limits.partitions().list().len() && events.len() < SPLITS {
        match middle(limits, place, store, scale, whole) {
            Some(key) => events.push(limits.split(place, key, SplitReason::Size, now)),
            None => place += 1,
        }
    }
    events
}

/// The key at which to split a partition, if it is too large.
fn middle(
    limits: &Limits,
    place: usize,
    store: &Table,
    scale: u64,
    whole: bool,
) -> Option<Box<[u8]>> {
    let bytes = stored(limits, place, store);
    if bytes.saturating_mul(scale) <= PARTITION_BYTES {
        return None;
    }
    let mut passed = 0;
    let mut last = None;
    let mut best: Option<(u64, &[u8])> = None;
    // The place nearest to half of the bytes. A partition of a table with a local index is parted
    // between collections only (Developer Guide, *Local secondary indexes*, "Item collections").
    for (key, row) in store.rows().range(&range_of(limits, place)) {
        let hash = Some(key.hash());
        let off = (bytes / 2).abs_diff(passed);
        if passed > 0 && !(whole && hash == last) && best.is_none_or(|(least, _)| off < least) {
            best = Some((off, beginning(key, hash == last)));
        }
        passed += u64::from(row.size());
        last = hash;
    }
    best.map(|(_, key)| key.into())
}

/// Where the key begins, or its whole collection if it is the first of it.
fn beginning(key: &KeyBytes, inside: bool) -> &[u8] {
    let bytes = key.as_bytes();
    if inside { bytes } else { &bytes[..bytes.len().min(HASH_BYTES)] }
}

fn range_of(limits: &Limits, place: usize) -> KeyRange {
    let list = limits.partitions().list();
    let end = list.get(place + 1).map(|next| next.start().to_vec());
    KeyRange {
        start: Bound::Included(list[place].start().to_vec()),
        end: end.map_or(Bound::Unbounded, Bound::Excluded),
    }
}

/// The bytes of the items that a partition holds.
pub(in crate::engine) fn stored(limits: &Limits, place: usize, store: &Table) -> u64 {
    let rows = store.rows().range(&range_of(limits, place));
    rows.map(|(_, row)| u64::from(row.size())).sum()
}
