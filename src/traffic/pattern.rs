//! Which keys a load asks for.
//!
//! Owns the key distributions that a table meets, good and bad, drawn with integers alone, so that
//! a seed gives the same keys on every platform. Refuses to know rates and limits.

use crate::model::random::SplitMix64;

/// A key distribution, by what the partition key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    /// Every key as often as every other.
    Uniform {
        /// Distinct keys.
        keys: u64,
    },
    /// A few keys often and many seldom.
    Zipf {
        /// Distinct keys.
        keys: u64,
        /// The exponent in halves: 2 is the classic 1.
        halves: u32,
    },
    /// One hot key gets a share of all requests, the others share the rest evenly.
    OneHotKey {
        /// Distinct keys.
        keys: u64,
        /// The share of the hot key, in percent.
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
    /// One hot key, written under a number of suffixes ("write sharding").
    Sharded {
        /// Suffixes.
        shards: u64,
    },
}

/// How common each status is, in percent.
const STATUS_SHARES: [u64; 5] = [70, 15, 10, 4, 1];
/// Where each write is of a new item, reads are for one of this many newest ones: a power of two.
pub const NEWEST: u64 = 1_024;
const DAY_MILLIS: u64 = 86_400_000;

/// A key as a client draws it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DrawnKey {
    /// Tells partition keys apart. Those that the pattern favours have the lowest numbers.
    pub partition: u64,
    /// Orders the item collection.
    pub sort: u64,
    /// Tells items apart.
    pub item: u64,
}

impl DrawnKey {
    /// The beginning of the encoded key, as storage has it: the hash of the partition key, then what
    /// orders the collection.
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
    /// The newest item, where each write is of a new one.
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
        if self.has_one_item_each() { self.ranks.len() as usize } else { NEWEST as usize }
    }

    /// How many item collections there are that hold more than one item.
    pub fn collections(&self) -> usize {
        if self.pattern == Pattern::SequentialIds { 0 } else { self.ranks.len() as usize }
    }

    /// Whether there is one item for each key, so that neither sort key nor time spreads its traffic.
    fn has_one_item_each(&self) -> bool {
        matches!(
            self.pattern,
            Pattern::Uniform { .. } | Pattern::Zipf { .. } | Pattern::OneHotKey { .. }
        )
    }

    /// The key of the next write or read, at this time.
    pub fn draw(&mut self, random: &mut SplitMix64, at_millis: u64, write: bool) -> DrawnKey {
        let bits = random.next_u64();
        if self.has_one_item_each() {
            let rank = self.ranks.pick(bits);
            return DrawnKey { partition: rank, sort: 0, item: rank };
        }
        if write {
            self.newest += 1;
        }
        let item = if write { self.newest } else { self.newest - bits % NEWEST };
        // Everything else follows from the item, so that a read finds it where its write put it.
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

/// A distribution of ranks.
#[derive(Debug, Clone)]
enum Ranks {
    /// Each as often as every other.
    Even(u64),
    /// The first gets a share, the others share the rest evenly.
    FirstAnd {
        /// The share of the first, in percent.
        percent: u64,
        /// How many others there are.
        others: u64,
    },
    /// By weight.
    Weighted(Alias),
}

impl Ranks {
    /// How many ranks there are.
    fn len(&self) -> u64 {
        match self {
            Ranks::Even(count) => *count,
            Ranks::FirstAnd { others, .. } => others + 1,
            Ranks::Weighted(alias) => alias.slots.len() as u64,
        }
    }

    /// The rank that 64 random bits draw.
    fn pick(&self, bits: u64) -> u64 {
        match self {
            Ranks::Even(count) => share(bits >> 32, *count),
            Ranks::FirstAnd { percent, others } => {
                let first = *others == 0 || share(bits & u64::from(u32::MAX), 100) < *percent;
                if first { 0 } else { 1 + share(bits >> 32, *others) }
            }
            Ranks::Weighted(alias) => alias.pick(bits),
        }
    }
}

/// A number below the bound, drawn by 32 random bits. The bound takes at most 32 bits.
fn share(bits: u64, bound: u64) -> u64 {
    (bits * bound) >> 32
}

/// Weighted draws in constant time (Walker's alias method, as Vose builds it).
#[derive(Debug, Clone)]
struct Alias {
    /// For each rank a threshold of 2^32 and another rank. A draw below the threshold is the rank
    /// itself, else it is the other one.
    slots: Vec<(u32, u32)>,
}

impl Alias {
    /// Draws of ranks with these weights. Weights of zero are never drawn unless all are.
    fn new(weights: &[u64]) -> Self {
        let count = weights.len().max(1);
        let total = weights.iter().sum::<u64>().max(1);
        // Fixed-point numbers with 32 binary places. Remainder and total are cut to where the quotient
        // fits into 64 bits.
        let cut = (u64::BITS - total.leading_zeros()).saturating_sub(31);
        let scaled = |weight: u64| {
            let product = weight * count as u64;
            let whole = product / total;
            let rest = product % total;
            (whole << 32) + ((rest >> cut) << 32) / (total >> cut)
        };
        // Scaled so that the average is 2^32: what is below gets its rest from what is above.
        let mut scaled: Vec<u64> = weights.iter().map(|weight| scaled(*weight)).collect();
        scaled.resize(count, 1 << 32);
        let (mut small, mut large): (Vec<usize>, Vec<usize>) =
            (0..count).partition(|&rank| scaled[rank] < 1 << 32);
        let mut slots: Vec<(u32, u32)> = (0..count).map(|rank| (u32::MAX, rank as u32)).collect();
        while let (Some(poor), Some(&rich)) = (small.pop(), large.last()) {
            slots[poor] = (scaled[poor] as u32, rich as u32);
            scaled[rich] -= (1 << 32) - scaled[poor];
            if scaled[rich] < 1 << 32 {
                large.pop();
                small.push(rich);
            }
        }
        Self { slots }
    }

    fn pick(&self, bits: u64) -> u64 {
        let at = share(bits >> 32, self.slots.len() as u64);
        let (threshold, other) = self.slots[at as usize];
        if (bits as u32) < threshold { at } else { u64::from(other) }
    }
}

/// The weights of a Zipf distribution over a number of ranks, its exponent counted in halves: rank
/// `r` weighs `1 / (r + 1)^(halves / 2)`.
fn zipf_weights(ranks: u64, halves: u32) -> Vec<u64> {
    (1..=ranks.max(1)).map(|rank| zipf_weight(rank, halves)).collect()
}

fn zipf_weight(rank: u64, halves: u32) -> u64 {
    let whole = rank.saturating_pow(halves / 2).max(1);
    // The root is taken of a number that is 2^40 times as large, for twenty binary places.
    let root = if halves % 2 == 1 { (rank << 40).isqrt() } else { 1 << 20 };
    (1 << 60) / root.max(1) / whole
}

/// True `chance` times in a hundred. It does without the 128-bit product of
/// [`SplitMix64::percent`], which WebAssembly has no instruction for; the bias is under 2^-25.
pub fn percent(random: &mut SplitMix64, chance: u64) -> bool {
    share(random.next_u64() >> 32, 100) < chance
}

/// Mixes a number into one that could be the hash of a partition key.
fn hash(number: u64) -> u64 {
    SplitMix64::new(number).next_u64()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

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

    fn shares(weights: &[u64], draws: u64) -> Vec<u64> {
        let alias = Alias::new(weights);
        let mut random = SplitMix64::new(1);
        let mut counts = vec![0; weights.len()];
        (0..draws).for_each(|_| counts[alias.pick(random.next_u64()) as usize] += 1);
        counts.iter().map(|count| count * 1_000 / draws).collect()
    }

    #[test]
    fn ranks_come_as_often_as_they_weigh() {
        let found = shares(&[5, 0, 3, 2], 1_000_000);
        assert!(found[1] == 0 && (498..=502).contains(&found[0]), "{found:?}");
        assert!((298..=302).contains(&found[2]) && (198..=202).contains(&found[3]), "{found:?}");
    }

    #[test]
    fn zipf_falls_as_its_exponent_says() {
        assert_eq!(zipf_weights(4, 0), [1 << 40; 4]);
        let steep = zipf_weights(4, 4);
        assert_eq!(steep[0] / steep[1], 4);
        assert_eq!(steep[0] / steep[3], 16);
        assert_eq!(zipf_weights(4, 1)[3] * 2, 1 << 40);
    }

    #[test]
    fn one_rank_or_none_can_be_drawn() {
        assert_eq!(shares(&[7], 10), [1_000]);
        assert_eq!(Alias::new(&[]).pick(3), 0);
    }
}
