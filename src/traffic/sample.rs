//! What one second of a run came to.
//!
//! Owns counting. Refuses to know why a request was refused beyond its reason.

use crate::capacity::{Direction, Limit, Tokens};
use crate::partition::{Limits, PartitionId};

/// Whose limit it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Place {
    Table,
    Index,
}

/// Why a request was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Throttle {
    /// Whose limit.
    pub place: Place,
    /// Of reading or of writing.
    pub direction: Direction,
    /// Which limit.
    pub limit: Limit,
}

impl Throttle {
    /// The service's name for it: `TableWriteKeyRangeThroughputExceeded`.
    pub fn reason(self) -> String {
        let place = match self.place {
            Place::Table => "Table",
            Place::Index => "Index",
        };
        let direction = match self.direction {
            Direction::Read => "Read",
            Direction::Write => "Write",
        };
        let limit = match self.limit {
            Limit::ProvisionedThroughput => "ProvisionedThroughput",
            Limit::KeyRangeThroughput => "KeyRangeThroughput",
            Limit::AccountLimit => "AccountLimit",
            Limit::MaxOnDemandThroughput => "MaxOnDemandThroughput",
        };
        format!("{place}{direction}{limit}Exceeded")
    }
}

/// Powers of two of milliseconds that latencies are counted by.
const LATENCIES: usize = 20;

/// Counts of one second.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Requests that were begun.
    pub begun: u64,
    /// Attempts, retries included.
    pub attempts: u64,
    /// Requests that were granted, at whichever attempt.
    pub granted: u64,
    /// Requests whose client gave up.
    pub given_up: u64,
    /// Attempts that were refused, by reason.
    pub throttled: Vec<(Throttle, u64)>,
    /// Read units taken.
    pub read: Tokens,
    /// Write units taken.
    pub write: Tokens,
    latencies: [u64; LATENCIES],
}

impl Tally {
    /// Counts a request that was granted after so many milliseconds.
    pub fn grant(&mut self, millis: u64) {
        self.granted += 1;
        let power = millis.max(1).ilog2() as usize;
        self.latencies[power.min(LATENCIES - 1)] += 1;
    }

    /// Counts units taken.
    pub fn consume(&mut self, direction: Direction, tokens: Tokens) {
        match direction {
            Direction::Read => self.read += tokens,
            Direction::Write => self.write += tokens,
        }
    }

    /// Counts an attempt that was refused.
    pub fn throttle(&mut self, throttle: Throttle) {
        match self.throttled.iter_mut().find(|(known, _)| *known == throttle) {
            Some((_, count)) => *count += 1,
            None => self.throttled.push((throttle, 1)),
        }
    }

    /// Attempts that were refused.
    pub fn refused(&self) -> u64 {
        self.throttled.iter().map(|(_, count)| count).sum()
    }

    /// The latency below which so many of a thousand granted requests stayed, in milliseconds, to
    /// the power of two.
    pub fn latency(&self, permille: u64) -> u64 {
        let wanted = (self.granted * permille).div_ceil(1_000);
        let mut seen = 0;
        for (power, count) in self.latencies.iter().enumerate() {
            seen += count;
            if seen >= wanted && *count > 0 {
                return 2 << power;
            }
        }
        0
    }
}

/// One partition in one second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartitionSample {
    /// Which.
    pub id: PartitionId,
    /// Where it begins in the hash space.
    pub start: u64,
    /// What was asked of it, in thousandths of its limit. Over 1,000 is more than it serves.
    pub permille: u64,
}

/// One second.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The number of the second, from zero.
    pub second: u64,
    /// What was counted.
    pub tally: Tally,
    /// Units a second that the table serves, reading and writing.
    pub rates: (u64, u64),
    /// Requests that wait for their next attempt.
    pub waiting: u64,
    /// Milliseconds that the index is behind.
    pub behind: u64,
    /// Reads that the cache served since the beginning, and reads that went on.
    pub cached: (u64, u64),
    /// The partitions, in order.
    pub partitions: Vec<PartitionSample>,
}

impl Sample {
    /// The sample of a second that has just ended.
    pub fn new(
        second: u64,
        tally: Tally,
        limits: &Limits,
        waiting: u64,
        behind: u64,
        cached: (u64, u64),
    ) -> Self {
        let rate = |direction| limits.meter(direction).rate();
        let partitions = limits.partitions().list().iter().map(|partition| PartitionSample {
            id: partition.id(),
            start: head(partition.start()),
            permille: partition.heat().permille(),
        });
        Self {
            second,
            tally,
            rates: (rate(Direction::Read), rate(Direction::Write)),
            waiting,
            behind,
            cached,
            partitions: partitions.collect(),
        }
    }
}

/// The hash that a key begins with.
fn head(key: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    let length = key.len().min(8);
    bytes[..length].copy_from_slice(&key[..length]);
    u64::from_be_bytes(bytes)
}
