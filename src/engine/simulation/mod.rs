//! What the service does besides answering: it limits, splits partitions, and lags.
//!
//! Owns, while it is on, the limits of every table and global index, the queues between tables and
//! their indexes, and which replica answers a read. All of it runs on the engine's clock and on one
//! seed, so that the same requests at the same times come to the same. Refuses to know what a
//! request asks for: it sees what a plan costs and changes.

mod admission;
mod answer;
mod asks;
mod batches;
mod propagation;
mod replica;
mod settings;
mod size;
mod table;
mod view;

use std::collections::{BTreeMap, VecDeque};

use super::Millis;
use super::tables::Tables;
use crate::changelog::Origin;
use crate::model::random::SplitMix64;
use crate::model::{IndexName, TableName};
use crate::partition::Event;
use crate::store::{Change, Table};
use asks::Ask;
use table::Watched;

pub use admission::Throttled;
pub use replica::Follower;
pub use settings::SimulationSettings;
pub use view::{LimitsView, PartitionHeat, QueueView, Shortage};

/// Events that are remembered.
const EVENTS: usize = 200;

/// Something that happened to a partition of a table or an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartitionEvent {
    /// The table.
    pub table: TableName,
    /// The global index, unless it was the table itself.
    pub index: Option<IndexName>,
    /// What happened.
    pub event: Event,
}

/// The simulation of an engine's tables.
#[derive(Debug, Clone)]
pub struct Simulation {
    settings: SimulationSettings,
    random: SplitMix64,
    tables: BTreeMap<TableName, Watched>,
    events: VecDeque<PartitionEvent>,
    /// How many entries reached an index, and what happened to partitions, so far.
    happened: u64,
    /// What the last request asked for, if it was more units than are provisioned.
    refused: Option<Ask>,
}

impl Simulation {
    pub(super) fn new(settings: SimulationSettings) -> Self {
        Self {
            random: SplitMix64::new(settings.seed),
            tables: BTreeMap::new(),
            events: VecDeque::new(),
            happened: 0,
            refused: None,
            settings,
        }
    }

    /// Goes on with other settings.
    pub(super) fn set(&mut self, settings: SimulationSettings) {
        self.settings = settings;
    }

    /// Lets time pass: tables that came, went or changed are noted, indexes take what has reached
    /// them, partitions are split. Gives the splits of tables, whose streams follow them.
    pub(super) fn pass(&mut self, tables: &mut Tables, now: Millis) -> Vec<(TableName, Event)> {
        self.tables.retain(|name, watched| watched.is_of(tables.get(name)));
        let names: Vec<TableName> = tables.iter().map(|(name, _)| name.clone()).collect();
        let mut splits = Vec::new();
        for name in names {
            let Some(entry) = tables.get_mut(&name) else { continue };
            let watched =
                self.tables.entry(name.clone()).or_insert_with(|| Watched::new(entry, now));
            watched.follow_settings(entry, now);
            let (taken, happened) = watched.pass(&mut entry.store, self.settings, now);
            self.happened += taken + happened.len() as u64;
            for (index, event) in happened {
                if index.is_none() {
                    splits.push((name.clone(), event.clone()));
                }
                self.remember(PartitionEvent { table: name.clone(), index, event });
            }
        }
        splits
    }

    fn remember(&mut self, event: PartitionEvent) {
        if self.events.len() == EVENTS {
            self.events.pop_front();
        }
        self.events.push_back(event);
    }

    /// Makes a change of an item: at once in the table and its local indexes, later in the global
    /// ones. What the service deletes is free.
    pub(super) fn apply(&mut self, store: &mut Table, change: Change, now: Millis, origin: Origin) {
        let billed = origin == Origin::Request;
        let later = propagation::deferred(store.schema(), &change, billed);
        let name = store.schema().name.clone();
        store.apply_but_global(change);
        match self.tables.get_mut(&name) {
            Some(watched) => watched.push(store, later, now),
            None => later.into_iter().for_each(|entry| entry.apply(store)),
        }
    }

    /// Shows the indexes all that waits: before the simulation ends.
    pub(super) fn drain(mut self, tables: &mut Tables) {
        for (name, watched) in self.tables.iter_mut() {
            if let Some(entry) = tables.get_mut(name) {
                watched.drain(&mut entry.store);
            }
        }
    }
}
