//! What becomes of partitions.
//!
//! Owns the reasons. Refuses to know when they apply.

use super::heat::Unsplittable;
use super::partitions::PartitionId;
use crate::model::Millis;

/// What led to a split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// It held more than a partition may.
    Size,
    /// It was hot for too long.
    Heat,
    /// More capacity was provisioned than the partitions serve.
    Throughput,
}

/// What became of a partition that had to be split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// It is two now.
    Split {
        /// When.
        at: Millis,
        /// Why.
        reason: Reason,
        /// The partition that is no more.
        parent: PartitionId,
        /// What took its place, the lower keys first.
        children: [PartitionId; 2],
        /// The first key of the upper one.
        key: Box<[u8]>,
    },
    /// A split would not help.
    Kept {
        /// When.
        at: Millis,
        /// What it should have been split for.
        reason: Reason,
        /// The partition.
        partition: PartitionId,
        /// Why.
        why: Unsplittable,
    },
}

impl Event {
    /// When it happened.
    pub fn at(&self) -> Millis {
        let (Event::Split { at, .. } | Event::Kept { at, .. }) = self;
        *at
    }
}
