//! What is played: a load, a table that bears it, and clients that react.
//!
//! Owns the settings. Refuses to know their bounds, which `check` has, and what comes of them.

use super::pattern::Pattern;
use super::retry::Retry;
use super::scaling::Target;
use super::shape::Shape;
use crate::capacity::{Direction, Setting, Tokens};
use crate::partition::{Settings, needed_partitions};

/// Everything that decides a run: the same scenario gives the same run, to the byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// Where chance begins.
    pub seed: u64,
    /// What is asked for.
    pub load: Load,
    /// The table's capacity.
    pub capacity: Settings,
    /// Partitions to begin with; without a number, as many as capacity and size ask for.
    pub partitions: Option<u32>,
    /// Whether a local index holds collections together.
    pub local_index: bool,
    /// A global index that each write goes to.
    pub index: Option<Index>,
    /// Auto scaling of the table's capacity.
    pub scaling: Scaling,
    /// Which replicas serve eventually consistent reads.
    pub replicas: Replicas,
    /// A DAX cluster in front.
    pub cache: Option<Cache>,
    /// Who asks, and what they do when they are refused.
    pub clients: Clients,
    /// What is stored already, and what an item stands for.
    pub stored: Stored,
}

/// Requests, and how many a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// Which keys.
    pub pattern: Pattern,
    /// How the rate goes on.
    pub shape: Shape,
    /// Requests a second at the beginning.
    pub rate: u64,
    /// Requests a second at the height of the shape. A steady load has none.
    pub peak: u64,
    /// For how many seconds.
    pub seconds: u64,
    /// Writes among the requests, in percent.
    pub write_percent: u64,
    /// The size of each item.
    pub item_bytes: u64,
    /// Whether reads are strongly consistent.
    pub strong: bool,
    /// Whether a read wants the whole of a sharded key: it asks every suffix, and each of those
    /// counts as a request.
    pub fan_out: bool,
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

/// Auto scaling, of each direction by itself. It takes no effect on what is on-demand.
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

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clients {
    /// What becomes of a request that is refused.
    pub retry: Retry,
    /// Writes that are sent in batches.
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
    /// The scale model: each item stands for so many. One is no model.
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

    /// Bytes that are stored to begin with.
    pub fn stored_bytes(&self) -> u64 {
        self.stored.items.saturating_mul(self.load.item_bytes).saturating_mul(self.stored.scale)
    }

    /// Partitions to begin with.
    pub fn first_partitions(&self) -> u32 {
        self.partitions.unwrap_or_else(|| needed_partitions(self.capacity, self.stored_bytes()))
    }
}

impl Load {
    /// A steady load of so many single requests a second.
    pub fn steady(pattern: Pattern, rate: u64, seconds: u64) -> Self {
        Self {
            pattern,
            shape: Shape::Steady,
            rate,
            peak: rate,
            seconds,
            write_percent: 100,
            item_bytes: 500,
            strong: false,
            fan_out: false,
        }
    }

    /// Requests a second after so many milliseconds.
    pub fn rate_at(&self, millis: u64) -> u64 {
        self.shape.rate(self.rate, self.peak, millis, self.seconds.saturating_mul(1_000))
    }

    /// The most requests a second that it comes to, those of fanned out reads included.
    pub fn most_a_second(&self) -> u64 {
        let rate = match self.shape {
            Shape::Steady => self.rate,
            Shape::Ramp | Shape::Spike | Shape::PrimeDay => self.rate.max(self.peak),
        };
        rate.saturating_mul(self.reads_at_once())
    }

    /// Requests that one read makes.
    pub fn reads_at_once(&self) -> u64 {
        match self.pattern {
            Pattern::Sharded { shards } if self.fan_out && self.write_percent < 100 => shards,
            _ => 1,
        }
    }

    /// What one request of a direction takes: whole blocks of 1 KB written or 4 KB read.
    pub fn tokens(&self, direction: Direction) -> Tokens {
        match direction {
            Direction::Write => Tokens::of_units(self.item_bytes.div_ceil(1_024).max(1)),
            Direction::Read => {
                let halves = if self.strong { 2 } else { 1 };
                Tokens::of_thousandths(self.item_bytes.div_ceil(4_096).max(1) * halves * 500)
            }
        }
    }
}

impl Scaling {
    /// Of one direction.
    pub fn of(&self, direction: Direction) -> Option<Target> {
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
