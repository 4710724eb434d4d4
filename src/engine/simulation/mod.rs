//! What the service does besides answering: it throttles, splits partitions, and lags.
//!
//! Owns, while it is on, the limits of every table and global index, the queues between tables and
//! their indexes, and which replica answers a read. All of it runs on the engine's clock and on one
//! seed, so that the same requests at the same times come to the same. Refuses to know what a
//! request asks for: it sees what a plan costs and changes.

mod admission;
mod propagation;
mod replica;
mod table;

use std::collections::{BTreeMap, VecDeque};

use super::error::EngineError;
use super::tables::Tables;
use crate::changelog::Origin;
use crate::model::keycode::KeyRange;
use crate::model::random::SplitMix64;
use crate::model::{IndexKind, IndexName, Millis, TableName};
use crate::partition::{Event, PARTITION_BYTES};
use crate::store::{Change, Table};
use admission::Ask;
use table::Watched;

pub(super) use admission::affordable;
pub use replica::Follower;
pub(super) use replica::{make_again, take_back};
pub(super) use table::stored;

/// How the simulated service behaves where AWS promises no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SimulationSettings {
    /// The seed of every random choice.
    pub seed: u64,
    /// Eventually consistent reads that a replica behind the leader answers, in percent. Two of
    /// three replicas follow.
    pub follower_percent: u64,
    /// Milliseconds that such a replica is behind.
    pub follower_lag: u64,
    /// Milliseconds until a global index shows a write, if it can take it.
    pub index_lag: u64,
    /// How many items each stored item stands for, so that partitions of 10 GB fill with data that
    /// fits a browser. One is no scale at all.
    pub scale: u64,
}

impl SimulationSettings {
    /// The longest lag that may be set: a day.
    pub const LONGEST_LAG: u64 = 86_400_000;
    /// The largest scale.
    pub const LARGEST_SCALE: u64 = 1_000_000_000;

    /// The same, clamped to what may be set.
    pub fn within_bounds(self) -> Self {
        Self {
            seed: self.seed,
            follower_percent: self.follower_percent.min(100),
            follower_lag: self.follower_lag.min(Self::LONGEST_LAG),
            index_lag: self.index_lag.min(Self::LONGEST_LAG),
            scale: self.scale.clamp(1, Self::LARGEST_SCALE),
        }
    }
}

impl Default for SimulationSettings {
    fn default() -> Self {
        Self { seed: 1, follower_percent: 66, follower_lag: 20, index_lag: 50, scale: 1 }
    }
}

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
    pub(super) settings: SimulationSettings,
    random: SplitMix64,
    pub(super) tables: BTreeMap<TableName, Watched>,
    pub(super) events: VecDeque<PartitionEvent>,
    /// Counts index entries that arrived and events of partitions, to tell whether anything happened.
    pub(super) happened: u64,
    /// What the last request asked for, if that exceeded the provisioned throughput.
    pub(super) short: Option<Ask>,
}

impl Simulation {
    pub(super) fn new(settings: SimulationSettings) -> Self {
        Self {
            random: SplitMix64::new(settings.seed),
            tables: BTreeMap::new(),
            events: VecDeque::new(),
            happened: 0,
            short: None,
            settings,
        }
    }

    /// Changes the settings.
    pub(super) fn set(&mut self, settings: SimulationSettings) {
        self.settings = settings;
    }

    /// Lets the time that has passed show: follows tables that were created, changed or deleted, gives
    /// indexes what has reached them, and splits partitions. Returns the splits of tables, whose
    /// streams follow them.
    pub(super) fn advance(&mut self, tables: &mut Tables, now: Millis) -> Vec<(TableName, Event)> {
        self.tables.retain(|name, watched| watched.is_of(tables.get(name)));
        let names: Vec<TableName> = tables.iter().map(|(name, _)| name.clone()).collect();
        let mut splits = Vec::new();
        for name in names {
            let Some(entry) = tables.get_mut(&name) else { continue };
            let watched =
                self.tables.entry(name.clone()).or_insert_with(|| Watched::new(entry, now));
            watched.follow_settings(entry, now);
            let (taken, happened) = watched.advance(&mut entry.store, self.settings, now);
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

    /// Applies a change of an item: at once in the table and its local indexes, later in the global
    /// ones. What the service itself deletes is free.
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

    /// Decides at random whether a replica behind the leader answers the next eventually consistent
    /// read, and if so how many milliseconds it is behind.
    pub(super) fn draw_lag(&mut self) -> Option<u64> {
        let settings = self.settings;
        self.random.percent(settings.follower_percent).then_some(settings.follower_lag)
    }

    /// A local index holds a collection in one partition, which may not outgrow it.
    pub(super) fn check_collections(
        &self,
        tables: &Tables,
        changes: &[(TableName, Change)],
    ) -> Result<(), EngineError> {
        let scale = self.settings.scale;
        // Without a scale no collection that fits a browser comes near 10 GB.
        for (name, change) in changes.iter().filter(|_| scale > 1) {
            if let Some(entry) = tables.get(name) {
                check_collection(&entry.store, change, scale)?;
            }
        }
        Ok(())
    }

    /// Gives the indexes everything that waits, before the simulation ends.
    pub(super) fn drain(mut self, tables: &mut Tables) {
        for (name, watched) in self.tables.iter_mut() {
            if let Some(entry) = tables.get_mut(name) {
                watched.drain(&mut entry.store);
            }
        }
    }
}

fn check_collection(store: &Table, change: &Change, scale: u64) -> Result<(), EngineError> {
    let local = store.schema().indexes.iter().any(|index| index.kind == IndexKind::Local);
    let grows = change.after_bytes() > change.before_bytes();
    if !local || !grows {
        return Ok(());
    }
    let hash = change.key().hash();
    let range = KeyRange::hashes(hash, hash);
    let stored: u64 = store.rows().range(&range).map(|(_, row)| u64::from(row.size())).sum();
    let after = stored - change.before_bytes().unwrap_or(0) + change.after_bytes().unwrap_or(0);
    if after.saturating_mul(scale) > PARTITION_BYTES {
        Err(EngineError::CollectionTooLarge)
    } else {
        Ok(())
    }
}
