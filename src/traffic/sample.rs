//! The history of a run: samples of what can be drawn of it afterwards, one a second at first.
//!
//! Owns the shape of a sample and the thinning out: a bounded number of samples covers a run of any
//! length, and nothing that was counted is lost. Refuses to know how a run is drawn.

use super::table::IndexQueue;
use super::tally::{Tally, retain_hottest};
use crate::capacity::{Direction, Tokens};
use crate::model::Millis;
use crate::partition::{Limits, Partition, PartitionId};

/// Whose limits, partitions or capacity: the table's or its index's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Resource {
    Table,
    Index,
}

/// One partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartitionSample {
    /// Its number.
    pub id: PartitionId,
    /// Where it begins in the hash space.
    pub start: u64,
    /// Where it begins within an item collection: not zero if a split ran through one.
    pub start_sort: u64,
    /// Reads requested of it in its hottest second, throttled ones included, in thousandths of what
    /// it serves.
    pub read_permille: u32,
    /// The same of writes.
    pub write_permille: u32,
    /// Attempts for its keys.
    pub attempts: u64,
    /// Attempts that were throttled, for whichever reason. Of an index: writes of the table that were
    /// throttled because this partition holds up the queue; they come on top of `attempts`.
    pub throttled: u64,
    /// Bytes stored in it.
    pub bytes: u64,
}

/// Capacity in one direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CapacitySample {
    /// Units a second that are served for any length of time: what is provisioned, or what an
    /// on-demand table may consume by now.
    pub rate: u64,
    /// The units that could be consumed at once: the unused capacity of up to 300 seconds.
    pub available: Tokens,
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

/// One of the hottest keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeySample {
    /// The number of the partition key.
    pub key: u64,
    /// Attempts for it.
    pub attempts: u64,
    /// Attempts that were throttled.
    pub throttled: u64,
}

/// A stretch of a run: one second, or more where a long run was thinned out. Counts are sums over the
/// stretch; levels are those at its end.
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
    /// The hottest keys, those with most attempts first.
    pub keys: Vec<KeySample>,
}

impl LimitsSample {
    /// What can be seen of these limits now.
    pub fn from_limits(limits: &mut Limits, now: Millis) -> Self {
        limits.settle(now);
        Self {
            read: capacity(limits, Direction::Read, now),
            write: capacity(limits, Direction::Write, now),
            partitions: limits
                .partitions()
                .list()
                .iter()
                .map(PartitionSample::from_partition)
                .collect(),
        }
    }

    /// Units a second that are served of reading and of writing.
    pub fn rates(&self) -> [u64; 2] {
        [self.read.rate, self.write.rate]
    }

    /// Goes on with a later sample. Counts of a partition that is still there are added up.
    fn join(&mut self, later: LimitsSample) {
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
    CapacitySample {
        rate: limits.limiter(direction).rate(),
        available: limits.available(direction, now),
    }
}

impl IndexSample {
    /// What can be seen of the index now.
    pub fn from_queue(queue: &mut IndexQueue, now: Millis) -> Self {
        Self {
            behind: queue.behind(now),
            queue: queue.len() as u64,
            limits: LimitsSample::from_limits(queue.limits(), now),
        }
    }
}

impl PartitionSample {
    fn from_partition(partition: &Partition) -> Self {
        let heat = partition.heat();
        let permille = |direction| u32::try_from(heat.permille_of(direction)).unwrap_or(u32::MAX);
        Self {
            id: partition.id(),
            start: word(partition.start(), 0),
            start_sort: word(partition.start(), 8),
            read_permille: permille(Direction::Read),
            write_permille: permille(Direction::Write),
            attempts: heat.attempts(),
            throttled: heat.throttled(),
            bytes: partition.bytes(),
        }
    }

    /// Whether it begins within an item collection, so that a part of that lies elsewhere.
    pub fn begins_within_a_collection(&self) -> bool {
        self.start_sort != 0
    }

    fn begins(&self) -> (u64, u64) {
        (self.start, self.start_sort)
    }

    fn add(&mut self, earlier: &PartitionSample) {
        self.read_permille = self.read_permille.max(earlier.read_permille);
        self.write_permille = self.write_permille.max(earlier.write_permille);
        self.attempts += earlier.attempts;
        self.throttled += earlier.throttled;
    }
}

impl Sample {
    /// Goes on with a sample that follows it, as one. Of partitions that were split in between
    /// only the halves are known.
    pub fn join(&mut self, later: Sample) {
        self.seconds += later.seconds;
        self.tally.add(&later.tally);
        self.table.join(later.table);
        if let (Some(index), Some(later)) = (&mut self.index, later.index) {
            index.limits.join(later.limits);
            index.behind = later.behind;
            index.queue = later.queue;
        }
        self.waiting = later.waiting;
        later.keys.into_iter().for_each(|key| self.add_key(key));
        retain_hottest(&mut self.keys);
    }

    fn add_key(&mut self, more: KeySample) {
        match self.keys.iter_mut().find(|known| known.key == more.key) {
            Some(known) => {
                known.attempts += more.attempts;
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

/// Eight bytes of a key as a number; missing bytes are zero.
fn word(key: &[u8], from: usize) -> u64 {
    let mut bytes = [0; 8];
    let rest = key.get(from..).unwrap_or_default();
    let length = rest.len().min(8);
    bytes[..length].copy_from_slice(&rest[..length]);
    u64::from_be_bytes(bytes)
}

/// Samples at most: over an hour by the second, a day by the half minute.
const MOST_SAMPLES: usize = 4_096;
/// Partitions in all samples together, at most.
const MOST_PARTITIONS: usize = 400_000;

/// The samples of a run, in order. At first every second has a sample of its own; beyond a bound, each
/// two become one, as often as it takes.
#[derive(Debug, Clone)]
pub struct History {
    samples: Vec<Sample>,
    /// Seconds that a sample covers when it is complete.
    span: u64,
    partitions: usize,
}

impl History {
    /// Nothing yet.
    pub fn new() -> Self {
        Self { samples: Vec::new(), span: 1, partitions: 0 }
    }

    /// The samples so far. The last may still grow.
    pub fn samples(&self) -> &[Sample] {
        &self.samples
    }

    /// Adds the next second.
    pub fn push(&mut self, sample: Sample) {
        self.partitions += sample.partitions();
        match self.samples.last_mut() {
            Some(last) if last.seconds < self.span => {
                self.partitions -= last.partitions();
                last.join(sample);
            }
            _ => self.samples.push(sample),
        }
        if self.samples.len() > MOST_SAMPLES || self.partitions > MOST_PARTITIONS {
            self.halve();
        }
    }

    /// Halves the number of samples by joining each with the next.
    fn halve(&mut self) {
        self.span *= 2;
        let mut halved: Vec<Sample> = Vec::with_capacity(self.samples.len().div_ceil(2));
        for sample in std::mem::take(&mut self.samples) {
            match halved.last_mut() {
                Some(last) if last.seconds < self.span => last.join(sample),
                _ => halved.push(sample),
            }
        }
        self.partitions = halved.iter().map(Sample::partitions).sum();
        self.samples = halved;
    }
}
