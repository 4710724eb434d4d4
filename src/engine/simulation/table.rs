//! One table under simulation: its limits, and its global indexes behind their queues.

use super::SimulationSettings;
use super::propagation::{Deferred, Propagation};
use super::size;
use crate::capacity::Setting;
use crate::engine::Millis;
use crate::engine::control::{Control, MaxRequests, provisioned};
use crate::engine::tables::TableEntry;
use crate::model::{BillingMode, IndexKind, IndexName, IndexSchema, Throughput};
use crate::partition::{Event, Limits, Partitions, Settings, initial_partitions};
use crate::store::Table;

/// A table as the simulation sees it.
#[derive(Debug, Clone)]
pub(super) struct Watched {
    /// Tells it from another table of the same name.
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
        let settings = of_table(entry);
        let local = schema.indexes.iter().any(|index| index.kind == IndexKind::Local);
        let limits = Limits::new(settings, partitions(schema.billing, local, now), now);
        Self { number: entry.control.number, settings, limits, indexes: Vec::new() }
    }

    /// Whether it is this table.
    pub(super) fn is_of(&self, entry: Option<&TableEntry>) -> bool {
        entry.is_some_and(|entry| entry.control.number == self.number)
    }

    /// Takes over what was changed of the table and its indexes.
    pub(super) fn follow_settings(&mut self, entry: &TableEntry, now: Millis) {
        let settings = of_table(entry);
        if settings != self.settings {
            self.settings = settings;
            self.limits.set(settings, now);
        }
        let schema = entry.store.schema();
        self.indexes.retain(|(name, ..)| schema.indexes.iter().any(|index| index.name == *name));
        let global = schema.indexes.iter().filter(|index| index.kind == IndexKind::Global);
        for index in global {
            let wanted = of_index(schema.billing, &entry.control, index);
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

    /// Lets time pass for the table and its indexes. Tells how many entries these took.
    pub(super) fn pass(
        &mut self,
        store: &mut Table,
        settings: SimulationSettings,
        now: Millis,
    ) -> (u64, Vec<Happened>) {
        let (mut taken, mut happened) = (0, Vec::<Happened>::new());
        for (name, _, queue) in &mut self.indexes {
            let entries = queue.pass(settings.index_lag, now);
            taken += entries.len() as u64;
            entries.into_iter().for_each(|entry| entry.apply(store));
            let events = queue.limits.pass(now).into_iter();
            happened.extend(events.map(|event| (Some(name.clone()), event)));
        }
        happened.extend(self.limits.pass(now).into_iter().map(|event| (None, event)));
        if settings.scale > 1 {
            let split = size::split_large(&mut self.limits, store, settings.scale, now);
            happened.extend(split.into_iter().map(|event| (None, event)));
        }
        (taken, happened)
    }

    /// Entries for the indexes. An index that is not known, since it is new, gets them at once.
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
    pub(super) fn queues(&self) -> impl Iterator<Item = (&IndexName, &Propagation)> {
        self.indexes.iter().map(|(name, _, queue)| (name, queue))
    }

    /// The limits of the table or one of its global indexes.
    pub(super) fn limits(&self, index: Option<&IndexName>) -> Option<&Limits> {
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

fn of_table(entry: &TableEntry) -> Settings {
    settings(provisioned(entry.store.schema().billing), entry.control.capacity.max)
}

fn of_index(billing: BillingMode, control: &Control, index: &IndexSchema) -> Settings {
    let max = control.indexes.get(&index.name).map(|capacity| capacity.max).unwrap_or_default();
    let throughput = provisioned(billing_of(billing, index));
    settings(throughput, max)
}

/// A provisioned table's index has throughput of its own.
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
            read: Setting::OnDemand { maximum: max.read },
            write: Setting::OnDemand { maximum: max.write },
        },
    }
}
