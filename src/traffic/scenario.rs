//! What is played: a load, a table that bears it, and clients that react.
//!
//! Owns the settings and their bounds. Refuses to know what comes of them.

use super::pattern::Pattern;
use super::retry::Retry;
use super::scaling::Target;
use crate::capacity::{Direction, Setting, Tokens};
use crate::partition::Settings;

/// Everything that decides a run: the same scenario gives the same run, to the byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// Where chance begins.
    pub seed: u64,
    /// What is asked for.
    pub load: Load,
    /// The table's capacity.
    pub capacity: Settings,
    /// Partitions to begin with.
    pub partitions: u32,
    /// Whether a local index holds collections together.
    pub local_index: bool,
    /// A global index that each write goes to.
    pub index: Option<Index>,
    /// Auto scaling of the write capacity.
    pub scaling: Option<Target>,
    /// A DAX cluster in front, with room for so many items.
    pub cache: Option<usize>,
    /// What clients do when they are refused.
    pub retry: Retry,
}

/// Requests, and how many a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// Which keys.
    pub pattern: Pattern,
    /// Requests a second at the beginning.
    pub rate: u64,
    /// Requests a second at the end, reached evenly; the same as `rate` for a steady load.
    pub final_rate: u64,
    /// For how many seconds.
    pub seconds: u64,
    /// Writes among the requests, in percent.
    pub write_percent: u64,
    /// The size of each item.
    pub item_bytes: u64,
    /// Whether reads are strongly consistent.
    pub strong: bool,
}

/// A global secondary index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Index {
    /// Which keys entries have.
    pub pattern: Pattern,
    /// The index's capacity.
    pub capacity: Settings,
    /// Milliseconds after which it shows a write, if it can.
    pub lag: u64,
}

impl Load {
    /// Requests a second after so many milliseconds.
    pub fn rate_at(&self, millis: u64) -> u64 {
        let length = self.seconds.max(1) * 1_000;
        let passed = u128::from(millis.min(length));
        let part =
            |from: u64, to: u64| (u128::from(to - from) * passed / u128::from(length)) as u64;
        match self.final_rate >= self.rate {
            true => self.rate + part(self.rate, self.final_rate),
            false => self.rate - part(self.final_rate, self.rate),
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

/// The same rate in both directions.
pub fn provisioned(read: u64, write: u64) -> Settings {
    Settings { read: Setting::Provisioned(read), write: Setting::Provisioned(write) }
}

/// On-demand without a maximum.
pub const ON_DEMAND: Settings = Settings {
    read: Setting::OnDemand { maximum: None },
    write: Setting::OnDemand { maximum: None },
};
