//! What a stretch of a run came to: one second, or more where a long run was thinned out.
//!
//! Owns what can be drawn of a run afterwards, so that it can be scrubbed back. Refuses to know
//! how it is drawn.

use super::pipe::Pipe;
use super::tally::Tally;
use crate::capacity::{Direction, Tokens};
use crate::model::Millis;
use crate::partition::{Limits, Partition, PartitionId};

/// The table or its index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Place {
    Table,
    Index,
}

/// One partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartitionSample {
    /// Which.
    pub id: PartitionId,
    /// Where it begins in the hash space.
    pub start: u64,
    /// Where it begins within a collection: not zero if a split ran through one.
    pub start_sort: u64,
    /// What was asked of it to read, in thousandths of its limit; the hottest second.
    pub read: u32,
    /// What was asked of it to write, in thousandths of its limit; the hottest second.
    pub write: u32,
    /// Attempts for its keys.
    pub asked: u64,
    /// Those of them that were throttled, for whichever reason. Of an index: writes of the table
    /// that were refused because this partition holds up the queue; they come on top of `asked`.
    pub throttled: u64,
    /// Bytes stored in it.
    pub bytes: u64,
}

/// Capacity in one direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CapacitySample {
    /// Units a second that are served for any length of time: what is provisioned, or what an
    /// on-demand table may take by now.
    pub rate: u64,
    /// What could be taken at once: the unused capacity of up to 300 seconds.
    pub saved: Tokens,
}

/// A table or an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitsSample {
    /// Of reading.
    pub read: CapacitySample,
    /// Of writing.
    pub write: CapacitySample,
    /// The partitions, in order of their ranges.
    pub partitions: Vec<PartitionSample>,
}

/// An index behind its queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexSample {
    /// Its own capacity and partitions.
    pub limits: LimitsSample,
    /// Milliseconds that it is behind the table.
    pub behind: u64,
    /// Writes that wait to be applied.
    pub queue: u64,
}

/// One of the keys that the load favours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeySample {
    /// The number of the partition key.
    pub key: u64,
    /// Attempts for it.
    pub asked: u64,
    /// Those that were throttled.
    pub throttled: u64,
}

/// What a stretch of a run came to. Counts are sums over it; levels are those at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// Its first second, from zero.
    pub second: u64,
    /// How many seconds it covers.
    pub seconds: u64,
    /// What was counted.
    pub tally: Tally,
    /// The table.
    pub table: LimitsSample,
    /// The index, if there is one.
    pub index: Option<IndexSample>,
    /// Requests that wait for their next attempt.
    pub waiting: u64,
    /// The keys that were asked for most, those first.
    pub keys: Vec<KeySample>,
}

impl LimitsSample {
    /// What can be seen of these limits now.
    pub fn of(limits: &mut Limits, now: Millis) -> Self {
        limits.settle(now);
        Self {
            read: capacity(limits, Direction::Read, now),
            write: capacity(limits, Direction::Write, now),
            partitions: limits.partitions().list().iter().map(PartitionSample::of).collect(),
        }
    }

    /// Units a second that are served of reading and of writing.
    pub fn rates(&self) -> [u64; 2] {
        [self.read.rate, self.write.rate]
    }

    fn follow(&mut self, later: LimitsSample) {
        let before = std::mem::replace(self, later);
        let mut known = before.partitions.iter().peekable();
        // Both are in order of their ranges, and a range that begins anew was split.
        for partition in &mut self.partitions {
            while known.next_if(|known| known.begins() < partition.begins()).is_some() {}
            if let Some(known) = known.next_if(|known| known.id == partition.id) {
                partition.add(known);
            }
        }
    }
}

fn capacity(limits: &mut Limits, direction: Direction, now: Millis) -> CapacitySample {
    CapacitySample { rate: limits.meter(direction).rate(), saved: limits.saved(direction, now) }
}

impl IndexSample {
    /// What can be seen of the index now.
    pub fn of(pipe: &mut Pipe, now: Millis) -> Self {
        let (behind, queue) = (pipe.behind(now), pipe.len() as u64);
        Self { limits: LimitsSample::of(pipe.limits(), now), behind, queue }
    }
}

impl PartitionSample {
    fn of(partition: &Partition) -> Self {
        let heat = partition.heat();
        let permille = |direction| u32::try_from(heat.permille_of(direction)).unwrap_or(u32::MAX);
        let (asked, throttled) = heat.asked_and_refused();
        Self {
            id: partition.id(),
            start: word(partition.start(), 0),
            start_sort: word(partition.start(), 8),
            read: permille(Direction::Read),
            write: permille(Direction::Write),
            asked,
            throttled,
            bytes: partition.bytes(),
        }
    }

    /// Whether it begins within a collection, so that a part of that lies elsewhere.
    pub fn begins_within_a_collection(&self) -> bool {
        self.start_sort != 0
    }

    fn begins(&self) -> (u64, u64) {
        (self.start, self.start_sort)
    }

    fn add(&mut self, earlier: &PartitionSample) {
        self.read = self.read.max(earlier.read);
        self.write = self.write.max(earlier.write);
        self.asked += earlier.asked;
        self.throttled += earlier.throttled;
    }
}

impl Sample {
    /// Goes on with a sample that follows it, as one. Of partitions that were split in between
    /// only the halves are known.
    pub fn join(&mut self, later: Sample) {
        self.seconds += later.seconds;
        self.tally.add(&later.tally);
        self.table.follow(later.table);
        if let (Some(index), Some(later)) = (&mut self.index, later.index) {
            index.limits.follow(later.limits);
            (index.behind, index.queue) = (later.behind, later.queue);
        }
        self.waiting = later.waiting;
        later.keys.into_iter().for_each(|key| self.add_key(key));
        super::keys::most_asked(&mut self.keys);
    }

    fn add_key(&mut self, more: KeySample) {
        match self.keys.iter_mut().find(|known| known.key == more.key) {
            Some(known) => {
                known.asked += more.asked;
                known.throttled += more.throttled;
            }
            None => self.keys.push(more),
        }
    }

    /// How many partitions it tells of.
    pub fn partitions(&self) -> usize {
        let index = self.index.as_ref().map_or(0, |index| index.limits.partitions.len());
        self.table.partitions.len() + index
    }
}

/// Eight bytes of a key as a number; what it doesn't have is zero.
fn word(key: &[u8], from: usize) -> u64 {
    let mut bytes = [0; 8];
    let rest = key.get(from..).unwrap_or_default();
    let length = rest.len().min(8);
    bytes[..length].copy_from_slice(&rest[..length]);
    u64::from_be_bytes(bytes)
}
