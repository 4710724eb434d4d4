//! What is played: a load, the table that it is for, and clients that react.
//!
//! Owns the settings. Refuses to know their bounds, which `check` has, and what comes of them.

use super::load::Load;
use super::pattern::Pattern;
use super::retry::Retry;
use super::scaling::Target;
use crate::capacity::{Direction, Setting};
use crate::partition::{Settings, needed_partitions};

/// Everything that decides a run: the same scenario gives the same run, to the byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// Where chance begins.
    pub seed: u64,
    /// The requests.
    pub load: Load,
    /// The table's capacity.
    pub capacity: Settings,
    /// Partitions to begin with; without a number, as many as capacity and size need.
    pub partitions: Option<u32>,
    /// Whether a local index holds item collections together.
    pub local_index: bool,
    /// A global index that each write is projected onto.
    pub index: Option<Index>,
    /// Auto scaling of the table's capacity.
    pub scaling: Scaling,
    /// Which replicas serve eventually consistent reads.
    pub replicas: Replicas,
    /// A DAX cluster in front.
    pub cache: Option<Cache>,
    /// The clients, and what they do when they are throttled.
    pub clients: Clients,
    /// What is stored to begin with, and what an item stands for.
    pub stored: Stored,
}

/// A global secondary index, onto which every write is projected whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Index {
    /// Which keys entries have.
    pub pattern: Pattern,
    /// The index's capacity.
    pub capacity: Settings,
    /// Milliseconds after which it shows a write, if it can.
    pub lag: u64,
    /// Auto scaling of its capacity: an index needs its own.
    pub scaling: Scaling,
}

/// Auto scaling, of each direction by itself. It has no effect on what is on-demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scaling {
    /// Of reading.
    pub read: Option<Target>,
    /// Of writing.
    pub write: Option<Target>,
}

/// The replicas that an eventually consistent read may be served by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Replicas {
    /// How often such a read meets a replica that lags, in percent.
    pub lagging_percent: u64,
    /// How many milliseconds that one is behind.
    pub lag: u64,
}

/// A DAX cluster's item cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cache {
    /// Items that there is room for.
    pub items: u64,
    /// Milliseconds for which an item is kept; zero keeps it until it has to make room.
    pub ttl: u64,
}

/// How clients send requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clients {
    /// What they do with a request that is throttled.
    pub retry: Retry,
    /// How they send writes in batches, if they do.
    pub batch: Option<Batch>,
}

/// How batches are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Batch {
    /// Writes of one `BatchWriteItem`: 25 at most.
    pub size: u64,
    /// What becomes of those that come back as `UnprocessedItems`.
    pub unprocessed: Unprocessed,
}

/// What a client does with `UnprocessedItems`, which no SDK retries by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unprocessed {
    /// It sends them again after a growing pause, as the documentation advises.
    Resubmit,
    /// It doesn't look: they are lost.
    Drop,
}

/// What the table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// Items to begin with, spread evenly.
    pub items: u64,
    /// The scale: how many items each item stands for.
    pub scale: u64,
}

impl Scenario {
    /// This load on a table of this capacity, and nothing else.
    pub fn new(load: Load, capacity: Settings) -> Self {
        Self {
            seed: 1,
            load,
            capacity,
            partitions: None,
            local_index: false,
            index: None,
            scaling: Scaling::default(),
            replicas: Replicas::default(),
            cache: None,
            clients: Clients { retry: Retry::Never, batch: None },
            stored: Stored { items: 0, scale: 1 },
        }
    }

    /// Bytes stored to begin with.
    pub fn stored_bytes(&self) -> u64 {
        self.stored.items.saturating_mul(self.load.item_bytes).saturating_mul(self.stored.scale)
    }

    /// Partitions to begin with.
    pub fn first_partitions(&self) -> u32 {
        self.partitions.unwrap_or_else(|| needed_partitions(self.capacity, self.stored_bytes()))
    }
}

impl Scaling {
    /// The target of one direction.
    pub fn target(&self, direction: Direction) -> Option<Target> {
        match direction {
            Direction::Read => self.read,
            Direction::Write => self.write,
        }
    }
}

/// Provisioned capacity.
pub fn provisioned(read: u64, write: u64) -> Settings {
    Settings { read: Setting::Provisioned(read), write: Setting::Provisioned(write) }
}

/// On-demand without a maximum.
pub const ON_DEMAND: Settings = Settings {
    read: Setting::OnDemand { maximum: None },
    write: Setting::OnDemand { maximum: None },
};
