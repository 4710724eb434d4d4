//! Which keys a load asks for.
//!
//! Owns the shapes of traffic that a table meets, good and bad. Refuses to know rates and limits.

use super::random::{Alias, Ranks, hash, zipf_weights};
use crate::model::random::SplitMix64;

/// A shape of traffic, by what its partition key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    /// Every key as often as every other.
    Uniform {
        /// Distinct keys.
        keys: u64,
    },
    /// Few keys often, many seldom.
    Zipf {
        /// Distinct keys.
        keys: u64,
        /// The exponent in halves: 2 is the classic 1.
        halves: u32,
    },
    /// One key takes a share of everything, the others share the rest evenly.
    OneHotKey {
        /// Distinct keys.
        keys: u64,
        /// What the hot one takes, in percent.
        percent: u64,
    },
    /// The partition key is a status: five values, most items in the first.
    Status,
    /// The partition key is today's date.
    TodaysDate,
    /// Each request has the next number as its key.
    SequentialIds,
    /// One partition key, and a sort key that rises with time.
    RisingSortKey,
    /// One hot key, written under so many suffixes.
    Sharded {
        /// Suffixes.
        shards: u64,
    },
}

/// How common each status is, of a hundred.
const STATUS_SHARES: [u64; 5] = [70, 15, 10, 4, 1];
/// Where each write is of a new item, reads ask for one of the newest: a power of two.
pub const NEWEST: u64 = 1_024;
const DAY_MILLIS: u64 = 86_400_000;

/// A key as it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DrawnKey {
    /// Tells partition keys apart. Those that the pattern favours come first.
    pub partition: u64,
    /// Orders the collection.
    pub sort: u64,
    /// Tells items apart.
    pub item: u64,
}

impl DrawnKey {
    /// The beginning of the key as storage has it: the hash of the partition key, then order.
    pub fn bytes(self) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&hash(self.partition).to_be_bytes());
        bytes[8..].copy_from_slice(&self.sort.to_be_bytes());
        bytes
    }
}

/// Draws keys of one pattern.
#[derive(Debug, Clone)]
pub struct Keys {
    pattern: Pattern,
    ranks: Ranks,
    /// The newest item, where each write makes one.
    newest: u64,
}

impl Keys {
    /// Keys of this pattern.
    pub fn new(pattern: Pattern) -> Self {
        let weighted = |weights: &[u64]| Ranks::Weighted(Alias::new(weights));
        let ranks = match pattern {
            Pattern::Uniform { keys } => Ranks::Even(keys.max(1)),
            Pattern::Zipf { keys, halves } => weighted(&zipf_weights(keys, halves)),
            Pattern::OneHotKey { keys, percent } => {
                Ranks::FirstAnd { percent, others: keys.saturating_sub(1) }
            }
            Pattern::Status => weighted(&STATUS_SHARES),
            Pattern::Sharded { shards } => Ranks::Even(shards.max(1)),
            Pattern::TodaysDate | Pattern::SequentialIds | Pattern::RisingSortKey => Ranks::Even(1),
        };
        Self { pattern, ranks, newest: NEWEST }
    }

    /// How many items have to be told apart at a time.
    pub fn items(&self) -> usize {
        if self.is_of_ranks() { self.ranks.len() as usize } else { NEWEST as usize }
    }

    /// How many collections grow, if each holds more than one item.
    pub fn collections(&self) -> usize {
        if self.pattern == Pattern::SequentialIds { 0 } else { self.ranks.len() as usize }
    }

    /// One item for each key: neither partition key nor sort key parts its traffic.
    fn is_of_ranks(&self) -> bool {
        matches!(
            self.pattern,
            Pattern::Uniform { .. } | Pattern::Zipf { .. } | Pattern::OneHotKey { .. }
        )
    }

    /// The key of the next write or read, at this time.
    pub fn draw(&mut self, random: &mut SplitMix64, at_millis: u64, write: bool) -> DrawnKey {
        let bits = random.next_u64();
        if self.is_of_ranks() {
            let rank = self.ranks.pick(bits);
            return DrawnKey { partition: rank, sort: 0, item: rank };
        }
        if write {
            self.newest += 1;
        }
        let item = if write { self.newest } else { self.newest - bits % NEWEST };
        let scattered = hash(item);
        let (partition, sort) = match self.pattern {
            Pattern::SequentialIds => (item, 0),
            Pattern::RisingSortKey => (0, item),
            Pattern::TodaysDate => (at_millis / DAY_MILLIS, scattered),
            _ => (self.ranks.pick(scattered), hash(scattered)),
        };
        DrawnKey { partition, sort, item }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn drawn(pattern: Pattern, count: u64) -> BTreeMap<u64, u64> {
        let mut keys = Keys::new(pattern);
        let mut random = SplitMix64::new(5);
        let mut counts = BTreeMap::new();
        for at in 0..count {
            *counts.entry(keys.draw(&mut random, at, true).partition).or_default() += 1;
        }
        counts
    }

    #[test]
    fn the_hot_key_takes_its_share() {
        let counts = drawn(Pattern::OneHotKey { keys: 100, percent: 60 }, 100_000);
        assert!((59_000..61_000).contains(&counts[&0]));
        assert_eq!(counts.len(), 100);
    }

    #[test]
    fn dates_and_statuses_are_few_and_sequential_ids_are_all_different() {
        assert_eq!(drawn(Pattern::TodaysDate, 1_000).len(), 1);
        assert_eq!(drawn(Pattern::Status, 10_000).len(), 5);
        assert_eq!(drawn(Pattern::SequentialIds, 1_000).len(), 1_000);
        assert_eq!(drawn(Pattern::RisingSortKey, 1_000).len(), 1);
        assert_eq!(drawn(Pattern::Sharded { shards: 10 }, 10_000).len(), 10);
    }

    #[test]
    fn reads_ask_for_what_was_written_lately_where_it_was_written() {
        for pattern in [Pattern::Status, Pattern::Sharded { shards: 9 }, Pattern::SequentialIds] {
            let mut keys = Keys::new(pattern);
            let mut random = SplitMix64::new(5);
            let mut written = BTreeMap::new();
            for _ in 0..3_000 {
                let key = keys.draw(&mut random, 0, true);
                written.insert(key.item, key);
            }
            for _ in 0..1_000 {
                let key = keys.draw(&mut random, 0, false);
                assert_eq!(written.get(&key.item), Some(&key));
            }
        }
    }

    #[test]
    fn nonsense_settings_still_have_a_key() {
        for pattern in [
            Pattern::Uniform { keys: 0 },
            Pattern::Zipf { keys: 0, halves: 40 },
            Pattern::OneHotKey { keys: 0, percent: 900 },
            Pattern::OneHotKey { keys: 1, percent: 0 },
            Pattern::Sharded { shards: 0 },
        ] {
            assert_eq!(drawn(pattern, 10).len(), 1, "{pattern:?}");
        }
    }

    #[test]
    fn storage_order_keeps_a_collection_together() {
        let key = |partition, sort| DrawnKey { partition, sort, item: 0 }.bytes();
        assert_eq!(key(1, 5)[..8], key(1, 6)[..8]);
        assert!(key(1, 5) < key(1, 6));
        assert_ne!(key(1, 5)[..8], key(2, 5)[..8]);
    }
}
