//! A shard: the changes of one range of the hash space, in their order.
//!
//! Owns the ids of shards and which part of the log is whose. Refuses to know readers.

use std::fmt;

use super::record::Millis;
use crate::model::PartitionHash;
use crate::partition::HashRange;

/// The id of a shard in its stream: when it was opened, and where its range begins. Printed as the
/// service prints its own, `shardId-00000001414576573621-f55eea83`; the order of ids is the order
/// of their texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ShardId {
    /// When the shard was opened.
    pub opened: Millis,
    /// The upper half of the first hash of its range.
    pub place: u32,
}

impl fmt::Display for ShardId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "shardId-{:020}-{:08x}", self.opened.0, self.place)
    }
}

/// A part of a stream. Changes of one item are all in one shard, or in a shard and then in its
/// children.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shard {
    /// Its id.
    pub id: ShardId,
    /// The shard that was closed when this one was opened, to be read before it.
    pub parent: Option<ShardId>,
    /// The hashes whose changes it has.
    pub hashes: HashRange,
    /// The first sequence number that it may have.
    pub start: u64,
    /// The first sequence number that it no longer has; `None` while it is open.
    pub end: Option<u64>,
    /// When it was closed.
    pub closed: Option<Millis>,
}

impl Shard {
    /// An open shard without parent.
    pub fn open(opened: Millis, hashes: HashRange, start: u64) -> Self {
        let place = (hashes.first.0 >> 32) as u32;
        Self { id: ShardId { opened, place }, parent: None, hashes, start, end: None, closed: None }
    }

    /// Closes the shard at this place of the log.
    pub fn close(&mut self, at: Millis, sequence: u64) {
        if self.end.is_none() {
            (self.end, self.closed) = (Some(sequence), Some(at));
        }
    }

    /// Whether the change with this number, of an item with this hash, is in the shard.
    pub fn has(&self, sequence: u64, hash: PartitionHash) -> bool {
        let in_time = self.start <= sequence && self.end.is_none_or(|end| sequence < end);
        in_time && self.hashes.contains(hash)
    }
}
