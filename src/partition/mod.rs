//! Partitions: which part of the hash space holds which keys.
//!
//! Owns the ring of hash ranges, and partitions that serve so much, heat up and split. Refuses to
//! know tables and items.

mod event;
mod fill;
mod heat;
mod limits;
mod partitions;
mod ring;
mod samples;

pub use event::{Event, Reason};
pub use heat::{HOT_PERMILLE, HOT_SECONDS, Heat, Unsplittable};
pub use limits::{Demand, Limits, Settings, needed_partitions};
pub use partitions::{Partition, PartitionId, Partitions};
pub use ring::{
    HashRange, MOST_PARTITIONS, PARTITION_BYTES, Ring, initial_partitions, partitions_for_bytes,
    partitions_for_units,
};
