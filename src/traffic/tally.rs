//! Counts of what became of requests, in all and for the hottest keys.
//!
//! Owns the counters, the reasons for throttling, and the latencies. Refuses to know why the table
//! answered as it did.

use std::cmp::Reverse;

use super::sample::{KeySample, Resource};
use crate::capacity::{Direction, Limit, Tokens};

/// Why a request was throttled: one of the sixteen reasons that the API has (API reference,
/// *ThrottlingReason*).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ThrottlingReason {
    /// The table or the index whose limit it was.
    pub resource: Resource,
    /// Reading or writing.
    pub direction: Direction,
    /// Which limit.
    pub limit: Limit,
}

const REASONS: usize = 16;
const RESOURCES: [Resource; 2] = [Resource::Table, Resource::Index];
const DIRECTIONS: [Direction; 2] = [Direction::Read, Direction::Write];
const LIMITS: [Limit; 4] = [
    Limit::ProvisionedThroughput,
    Limit::KeyRangeThroughput,
    Limit::AccountLimit,
    Limit::MaxOnDemandThroughput,
];

impl ThrottlingReason {
    /// The service's name for it: `TableWriteKeyRangeThroughputExceeded`.
    pub fn reason(self) -> String {
        self.limit.reason(self.resource == Resource::Index, self.direction)
    }

    fn index(self) -> usize {
        self.resource as usize * 8 + self.direction as usize * 4 + self.limit as usize
    }

    fn from_index(index: usize) -> Self {
        Self {
            resource: RESOURCES[index / 8],
            direction: DIRECTIONS[index / 4 % 2],
            limit: LIMITS[index % 4],
        }
    }
}

/// Counts of one second, or of several.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Requests that clients made. Each write of a batch is one, and so is each read of a fan-out.
    pub requests: u64,
    /// Attempts, retries included.
    pub attempts: u64,
    /// Requests that succeeded, at whichever attempt, those served by the cache included.
    pub succeeded: u64,
    /// Requests whose client gave up.
    pub given_up: u64,
    /// Writes that came back as `UnprocessedItems` and were not sent again.
    pub dropped: u64,
    /// Inserts that were rejected because their item collection is as large as a local index allows.
    pub collection_full: u64,
    /// Stale reads: they returned an item as it was before the latest write.
    pub stale: u64,
    /// Reads that the cache served.
    pub cache_hits: u64,
    /// Reads that missed the cache.
    pub cache_misses: u64,
    /// Read units that the cache saved.
    pub cache_saved: Tokens,
    /// Read units consumed of the table.
    pub read: Tokens,
    /// Write units consumed of the table.
    pub write: Tokens,
    /// Write units consumed of the index.
    pub index_write: Tokens,
    throttled: [u64; REASONS],
    latencies: Latencies,
}

impl Tally {
    /// Counts a request that succeeded after this many milliseconds.
    pub fn succeed(&mut self, millis: u64) {
        self.succeeded += 1;
        self.latencies.count(millis);
    }

    /// Counts units consumed of the table.
    pub fn consume(&mut self, direction: Direction, tokens: Tokens) {
        match direction {
            Direction::Read => self.read += tokens,
            Direction::Write => self.write += tokens,
        }
    }

    /// Counts an attempt that was throttled.
    pub fn throttle(&mut self, throttle: ThrottlingReason) {
        self.throttled[throttle.index()] += 1;
    }

    /// Attempts that were throttled, by reason; only the reasons that occurred.
    pub fn throttled_by_reason(&self) -> Vec<(ThrottlingReason, u64)> {
        let counts = self.throttled.iter().enumerate().filter(|(_, count)| **count > 0);
        counts.map(|(index, count)| (ThrottlingReason::from_index(index), *count)).collect()
    }

    /// Attempts that were throttled.
    pub fn throttled(&self) -> u64 {
        self.throttled.iter().sum()
    }

    /// A percentile of the latency of requests that succeeded, in milliseconds and rounded up to about
    /// a quarter of it: 990 permille is the 99th. Zero when none succeeded.
    pub fn latency(&self, permille: u64) -> u64 {
        self.latencies.below(permille)
    }

    /// Adds what was counted later.
    pub fn add(&mut self, later: &Tally) {
        self.requests += later.requests;
        self.attempts += later.attempts;
        self.succeeded += later.succeeded;
        self.given_up += later.given_up;
        self.dropped += later.dropped;
        self.collection_full += later.collection_full;
        self.stale += later.stale;
        self.cache_hits += later.cache_hits;
        self.cache_misses += later.cache_misses;
        self.cache_saved += later.cache_saved;
        self.read += later.read;
        self.write += later.write;
        self.index_write += later.index_write;
        add_each(&mut self.throttled, &later.throttled);
        add_each(&mut self.latencies.0, &later.latencies.0);
    }
}

fn add_each(sums: &mut [u64], more: &[u64]) {
    sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
}

/// Powers of two of milliseconds that latencies are told apart by; 2^20 are seventeen minutes.
const POWERS: usize = 20;
/// Equal parts that each power is cut into.
const CUTS: u64 = 4;

/// A histogram of latencies whose bins grow with them, so that it is small and as precise for
/// milliseconds as for minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Latencies([u64; POWERS * CUTS as usize]);

impl Default for Latencies {
    fn default() -> Self {
        Self([0; POWERS * CUTS as usize])
    }
}

impl Latencies {
    fn count(&mut self, millis: u64) {
        let millis = millis.clamp(1, (1 << POWERS) - 1);
        let power = millis.ilog2() as usize;
        let cut = ((millis - (1 << power)) * CUTS) >> power;
        let at = power * CUTS as usize + cut as usize;
        self.0[at] += 1;
    }

    fn below(&self, permille: u64) -> u64 {
        let all: u64 = self.0.iter().sum();
        let wanted = (all * permille).div_ceil(1_000);
        let mut seen = 0;
        for (at, count) in self.0.iter().enumerate().filter(|(_, count)| **count > 0) {
            seen += count;
            if seen >= wanted {
                let power = at as u64 / CUTS;
                let cut = at as u64 % CUTS;
                // The upper end of the bin.
                return ((CUTS + cut + 1) << power).div_ceil(CUTS);
            }
        }
        0
    }
}

/// Keys that are counted: patterns number their keys so that the ones they favour come first, so
/// the hottest are among the first few.
const COUNTED: usize = 16;
/// Keys that a sample tells of.
const TOP_KEYS: usize = 8;

/// Attempts by partition key, without a table of all keys.
#[derive(Debug, Clone, Default)]
pub struct KeyCounts {
    attempts: [u64; COUNTED],
    throttled: [u64; COUNTED],
}

impl KeyCounts {
    /// Counts an attempt.
    pub fn count(&mut self, key: u64, throttled: bool) {
        if key < COUNTED as u64 {
            self.attempts[key as usize] += 1;
            self.throttled[key as usize] += u64::from(throttled);
        }
    }

    /// The hottest keys; begins to count anew.
    pub fn take(&mut self) -> Vec<KeySample> {
        let Self { attempts, throttled } = std::mem::take(self);
        let counts = (0..COUNTED).filter(|key| attempts[*key] > 0);
        let sample =
            |key| KeySample { key: key as u64, attempts: attempts[key], throttled: throttled[key] };
        let mut keys = counts.map(sample).collect();
        retain_hottest(&mut keys);
        keys
    }
}

/// Puts the keys with most attempts first and forgets the rest.
pub fn retain_hottest(keys: &mut Vec<KeySample>) {
    keys.sort_by_key(|key| (Reverse(key.attempts), key.key));
    keys.truncate(TOP_KEYS);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_its_own_name_and_place() {
        let mut names: Vec<String> =
            (0..REASONS).map(|index| ThrottlingReason::from_index(index).reason()).collect();
        assert!((0..REASONS).all(|index| ThrottlingReason::from_index(index).index() == index));
        assert_eq!(names[6], "TableWriteAccountLimitExceeded");
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), REASONS);
    }

    #[test]
    fn latencies_are_told_to_a_quarter() {
        let mut tally = Tally::default();
        (0..99).for_each(|_| tally.succeed(5));
        tally.succeed(7_005);
        assert_eq!((tally.latency(500), tally.latency(990), tally.latency(999)), (6, 6, 7_168));
        assert_eq!(Tally::default().latency(500), 0);
        tally.succeed(u64::MAX);
        assert_eq!(tally.latency(1_000), 1 << 20);
    }

    #[test]
    fn tallies_add_up() {
        let throttle = ThrottlingReason {
            resource: Resource::Index,
            direction: Direction::Write,
            limit: LIMITS[1],
        };
        let mut tally = Tally { requests: 3, cache_misses: 1, ..Tally::default() };
        tally.consume(Direction::Read, Tokens::from_units(2));
        tally.throttle(throttle);
        tally.succeed(5);
        let mut sum = tally.clone();
        sum.add(&tally);
        assert_eq!((sum.requests, sum.cache_misses, sum.succeeded, sum.read.units()), (6, 2, 2, 4));
        assert_eq!(sum.throttled_by_reason(), [(throttle, 2)]);
    }
}
