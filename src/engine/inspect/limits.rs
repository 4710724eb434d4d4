//! Views of the simulation for the page: limits, heat and queues.

use super::Inspect;
use crate::capacity::{Direction, Limit};
use crate::engine::simulation::{PartitionEvent, Simulation, affordable, stored};
use crate::engine::state::State;
use crate::model::{IndexName, PartitionHash, TableName};
use crate::partition::Limits;

/// The limits of a table or a global index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitsView {
    /// The table.
    pub table: TableName,
    /// The global index, unless it is the table itself.
    pub index: Option<IndexName>,
    /// Units per second that may be read and written.
    pub rates: (u64, u64),
    /// Whole units that could be read and written right now: burst capacity included.
    pub saved: (u64, u64),
    /// Its partitions, in order.
    pub partitions: Vec<PartitionHeat>,
    /// The queue in front of an index.
    pub queue: Option<QueueView>,
}

/// A partition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartitionHeat {
    /// Where it begins.
    pub start: PartitionHash,
    /// Whether it begins within a collection.
    pub within_collection: bool,
    /// What was asked of it in the last second, in thousandths of what a partition serves.
    pub permille: u64,
    /// The bytes that it holds, times the scale; of a table only.
    pub bytes: u64,
}

/// What waits for an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueView {
    /// Entries that wait.
    pub waiting: usize,
    /// Milliseconds since the first of them was written.
    pub behind: u64,
    /// The limit that blocks the queue.
    pub blocked: Option<Limit>,
}

/// How much a request that exceeded the provisioned throughput was short of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shortage {
    /// Whether it was reading or writing.
    pub direction: Direction,
    /// Units that it needs.
    pub needed: u64,
    /// Whole units that are available now.
    pub saved: u64,
    /// Units that are added each second.
    pub rate: u64,
}

impl Inspect<'_> {
    /// What happened to partitions lately, oldest first.
    pub fn partition_events(&self) -> Vec<PartitionEvent> {
        let events = self.simulation.map(|simulation| &simulation.events);
        events.into_iter().flatten().cloned().collect()
    }

    /// How much the last request was short of, if it exceeded the provisioned throughput, as things
    /// stand now.
    pub fn shortage(&self) -> Option<Shortage> {
        let simulation = self.simulation?;
        let ask = simulation.short.as_ref()?;
        let limits = simulation.limits(&ask.table, ask.index.as_ref())?;
        let needed = affordable(limits, ask.direction, ask.tokens).thousandths().div_ceil(1_000);
        let mut limiter = limits.limiter(ask.direction).clone();
        let saved = limiter.available(self.state.now()).units();
        Some(Shortage { direction: ask.direction, needed, saved, rate: limiter.rate() })
    }

    /// The limits of every table and global index; none while the simulation is off.
    pub fn limits(&self) -> Vec<LimitsView> {
        let Some(simulation) = self.simulation else { return Vec::new() };
        simulation
            .tables
            .keys()
            .flat_map(|table| limits_of_table(self.state, simulation, table))
            .collect()
    }
}

fn limits_of_table(state: &State, simulation: &Simulation, table: &TableName) -> Vec<LimitsView> {
    let Some(watched) = simulation.tables.get(table) else { return Vec::new() };
    let now = state.now();
    let own = watched.limits(None).map(|limits| (None, limits, None));
    let indexes = watched.queues().map(|(name, queue)| {
        let (waiting, behind) = queue.backlog(now);
        let queue_view = QueueView { waiting, behind, blocked: queue.blocked() };
        (Some(name.clone()), &queue.limits, Some(queue_view))
    });
    let view = |(index, limits, queue): (Option<IndexName>, &Limits, _)| {
        let of = |direction| {
            let mut limiter = limits.limiter(direction).clone();
            (limiter.rate(), limiter.available(now).units())
        };
        let ((read, read_saved), (write, write_saved)) =
            (of(Direction::Read), of(Direction::Write));
        LimitsView {
            table: table.clone(),
            rates: (read, write),
            saved: (read_saved, write_saved),
            partitions: heats(state, simulation, table, index.is_none(), limits),
            index,
            queue,
        }
    };
    own.into_iter().chain(indexes).map(view).collect()
}

fn heats(
    state: &State,
    simulation: &Simulation,
    table: &TableName,
    sized: bool,
    limits: &Limits,
) -> Vec<PartitionHeat> {
    let entry = state.tables.get(table).filter(|_| sized);
    let bytes = |place| entry.map_or(0, |entry| stored(limits, place, &entry.store));
    let list = limits.partitions().list().iter().enumerate();
    list.map(|(place, partition)| {
        let start = partition.start();
        let head = start.first_chunk::<8>().map_or(0, |head| u64::from_be_bytes(*head));
        PartitionHeat {
            start: PartitionHash(head),
            within_collection: start.len() > 8,
            permille: partition.heat().permille(),
            bytes: bytes(place).saturating_mul(simulation.settings.scale),
        }
    })
    .collect()
}
