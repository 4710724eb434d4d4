//! Partitions: which part of the hash space holds which keys, and what each part serves.
//!
//! Owns the ring of hash ranges, the partitions with their limits, their heat and their splits.
//! Refuses to know tables and items.

mod limits;
mod partitions;
mod ring;
mod split;

pub use limits::{Demand, Limits, Settings, needed_partitions};
pub use partitions::{Event, Partition, PartitionId, Partitions, SplitReason};
pub use ring::{
    HashRange, MOST_PARTITIONS, ON_DEMAND_PARTITIONS, PARTITION_BYTES, Ring, initial_partitions,
    partitions_for_bytes, partitions_for_units,
};
pub use split::{HOT_PERMILLE, HOT_SECONDS, Heat, Unsplittable};
