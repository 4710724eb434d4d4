//! The hash space cut into ranges.
//!
//! Owns even cuts, which are both the partitions of a new table and the segments of a parallel scan,
//! and the classic formulas for how many partitions there are. Refuses to know what lies in a range.

use crate::model::{BillingMode, PartitionHash};

/// Units a second that one partition serves (Developer Guide, *Partitions and data distribution*).
const PARTITION_READ_UNITS: u64 = 3000;
const PARTITION_WRITE_UNITS: u64 = 1000;
/// Partitions of a new on-demand table: four serve the 12,000 reads and 4,000 writes a second that
/// AWS promises of it (Developer Guide, *On-demand capacity mode*).
pub const ON_DEMAND_PARTITIONS: u32 = 4;

/// Most partitions that a table has here. The account's quotas end long before.
pub const MOST_PARTITIONS: u32 = 1024;
/// What one partition stores: about 10 GB. It is also the most that a collection may hold when a
/// local index keeps it together.
pub const PARTITION_BYTES: u64 = 10 << 30;

/// Hashes in all: 2^64.
const HASHES: u128 = 1 << 64;

/// A range of hashes, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
pub struct HashRange {
    /// The first hash.
    #[n(0)]
    pub first: PartitionHash,
    /// The last hash.
    #[n(1)]
    pub last: PartitionHash,
}

impl HashRange {
    /// The whole space.
    pub const ALL: Self = Self { first: PartitionHash(0), last: PartitionHash(u64::MAX) };

    /// One of `total` even slices. The index must be below the total.
    pub fn slice(index: u32, total: u32) -> Self {
        let bound = |i: u32| u128::from(i) * HASHES / u128::from(total.max(1));
        let last = (bound(index + 1) - 1).min(u128::from(u64::MAX)) as u64;
        Self { first: PartitionHash(bound(index) as u64), last: PartitionHash(last) }
    }

    /// The hashes before this one, and the others. It must lie in the range, and not be the first.
    pub fn split(&self, hash: PartitionHash) -> [Self; 2] {
        let before = PartitionHash(hash.0.saturating_sub(1));
        [Self { first: self.first, last: before }, Self { first: hash, last: self.last }]
    }

    /// Whether the hash lies in the range.
    pub fn contains(&self, hash: PartitionHash) -> bool {
        self.first <= hash && hash <= self.last
    }
}

/// Ranges that cover the hash space without gap or overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ring(Vec<HashRange>);

impl Ring {
    /// This many ranges of the same width; at least one.
    pub fn even(count: u32) -> Self {
        let count = count.max(1);
        Self((0..count).map(|index| HashRange::slice(index, count)).collect())
    }

    /// The ranges in ascending order.
    pub fn ranges(&self) -> &[HashRange] {
        &self.0
    }

    /// The position in [`Ring::ranges`] of the range that holds the hash.
    pub fn locate(&self, hash: PartitionHash) -> usize {
        self.0.partition_point(|range| range.last < hash)
    }
}

/// How many partitions a new table begins with: four on demand, else enough for its capacity.
pub fn initial_partitions(billing: BillingMode) -> u32 {
    match billing {
        BillingMode::PayPerRequest => ON_DEMAND_PARTITIONS,
        BillingMode::Provisioned(units) => partitions_for_units(units.read, units.write),
    }
}

/// How many partitions serve these units a second: the classic formula, ⌈RCU/3000 + WCU/1000⌉. It is no
/// longer in AWS's documents, which give no other.
pub fn partitions_for_units(read: u64, write: u64) -> u32 {
    // Both fractions over their common denominator, so that only the sum is rounded.
    let reads = read.saturating_mul(PARTITION_WRITE_UNITS);
    let writes = write.saturating_mul(PARTITION_READ_UNITS);
    let both = reads.saturating_add(writes);
    at_most(both.div_ceil(PARTITION_READ_UNITS * PARTITION_WRITE_UNITS))
}

/// How many partitions hold so much: the classic formula, ⌈GB/10⌉.
pub fn partitions_for_bytes(bytes: u64) -> u32 {
    at_most(bytes.div_ceil(PARTITION_BYTES))
}

fn at_most(count: u64) -> u32 {
    count.clamp(1, MOST_PARTITIONS.into()) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Throughput;

    #[test]
    fn even_rings_cover_the_space_without_gap() {
        for count in [1, 2, 3, 7, 64, 1000] {
            let ring = Ring::even(count);
            let ranges = ring.ranges();
            assert_eq!(ranges[0].first, PartitionHash(0));
            assert_eq!(ranges[ranges.len() - 1].last, PartitionHash(u64::MAX));
            assert!(ranges.windows(2).all(|pair| pair[0].last.0 + 1 == pair[1].first.0));
        }
    }

    #[test]
    fn a_hash_is_located_in_the_range_that_contains_it() {
        let ring = Ring::even(7);
        for hash in
            [0, 1, u64::MAX / 7, u64::MAX / 7 + 1, u64::MAX / 2, u64::MAX].map(PartitionHash)
        {
            assert!(ring.ranges()[ring.locate(hash)].contains(hash));
        }
    }

    #[test]
    fn partitions_follow_reads_and_writes_together() {
        let provisioned =
            |read, write| initial_partitions(BillingMode::Provisioned(Throughput { read, write }));
        assert_eq!([provisioned(5, 5), provisioned(3000, 0), provisioned(3000, 1000)], [1, 1, 2]);
        assert_eq!(provisioned(u64::MAX, u64::MAX), MOST_PARTITIONS);
        assert_eq!(initial_partitions(BillingMode::PayPerRequest), 4);
    }
}
