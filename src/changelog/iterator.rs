//! Shard iterators: where a reader is, as plain data that the reader keeps.
//!
//! Owns how long an iterator is good. Refuses to know what it looks like on the wire.

use super::record::Millis;
use super::shard::ShardId;
use super::stream::StreamId;

/// How long an iterator is good.
const LIFE_MILLIS: u64 = 15 * 60 * 1000;

/// A place in a shard, and when the reader was told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShardIterator {
    /// The stream.
    pub stream: StreamId,
    /// The shard.
    pub shard: ShardId,
    /// The place of the log at which to go on.
    pub place: u64,
    /// When it was handed out.
    pub issued: Millis,
}

impl ShardIterator {
    /// Whether it is too old to be used.
    pub fn is_expired(&self, now: Millis) -> bool {
        now.0 > self.issued.0.saturating_add(LIFE_MILLIS)
    }
}
