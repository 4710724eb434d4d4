//! The partitions of a table or global index: ranges of encoded keys, each with limits of its own.
//!
//! Owns where a key lies, what each partition serves, and when and where one is split: for size,
//! for heat that lasts, or because more is provisioned than the partitions serve. Ranges are of
//! whole keys, not of hashes alone, so that a split may run through one item collection by sort key.
//! Partitions are never merged (Developer Guide, *Partitions and data distribution*; Elhemali et
//! al., USENIX ATC 2022). Refuses to know rows.

use super::ring::{MOST_PARTITIONS, Ring};
use super::split::{Fill, Heat, Span, Unsplittable, head, reason_to_split};
use crate::capacity::{Bucket, Direction, Limit, Tokens};
use crate::model::Millis;

/// Seconds that a partition's limits are measured over: they have no burst.
const NO_BURST: u64 = 1;

/// Numbers partitions in the order in which they came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartitionId(pub u32);

/// Why a partition is to be split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SplitReason {
    /// It stores more than a partition may.
    Size,
    /// It was hot for too long.
    Heat,
    /// More capacity was provisioned than the partitions serve.
    Throughput,
}

/// What became of a partition that was to be split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// It was split in two.
    Split {
        /// When.
        at: Millis,
        /// Why.
        reason: SplitReason,
        /// The partition that was split.
        parent: PartitionId,
        /// What took its place, the lower keys first.
        children: [PartitionId; 2],
        /// The first key of the upper one.
        key: Box<[u8]>,
    },
    /// It was not split, because that would not help.
    NotSplit {
        /// When.
        at: Millis,
        /// Why it was to be split.
        reason: SplitReason,
        /// The partition.
        partition: PartitionId,
        /// Why that would not help.
        why: Unsplittable,
    },
}

impl Event {
    /// When it happened.
    pub fn at(&self) -> Millis {
        let (Event::Split { at, .. } | Event::NotSplit { at, .. }) = self;
        *at
    }
}

/// One partition.
#[derive(Debug, Clone)]
pub struct Partition {
    id: PartitionId,
    start: Box<[u8]>,
    read: Bucket,
    write: Bucket,
    heat: Heat,
    fill: Fill,
    /// Why it was not split when that was due last, so that each reason is told once.
    not_split: Option<(SplitReason, Unsplittable)>,
}

impl Partition {
    fn new(id: PartitionId, start: Box<[u8]>, fill: Fill, now: Millis) -> Self {
        let bucket = |direction: Direction| Bucket::new(direction.partition_limit(), NO_BURST, now);
        Self {
            id,
            start,
            read: bucket(Direction::Read),
            write: bucket(Direction::Write),
            heat: Heat::default(),
            fill,
            not_split: None,
        }
    }

    /// Its number.
    pub fn id(&self) -> PartitionId {
        self.id
    }

    /// The first key that could lie in it.
    pub fn start(&self) -> &[u8] {
        &self.start
    }

    /// Its traffic.
    pub fn heat(&self) -> &Heat {
        &self.heat
    }

    /// How much it stores.
    pub fn bytes(&self) -> u64 {
        self.fill.bytes()
    }

    fn bucket(&mut self, direction: Direction) -> &mut Bucket {
        match direction {
            Direction::Read => &mut self.read,
            Direction::Write => &mut self.write,
        }
    }
}

/// Partitions in ascending order of their ranges, which cover all keys without gap or overlap.
#[derive(Debug, Clone)]
pub struct Partitions {
    list: Vec<Partition>,
    /// The first eight bytes of where each begins: enough to find most keys without looking there.
    heads: Vec<u64>,
    next_id: u32,
    local_index: bool,
}

impl Partitions {
    /// A number of partitions of the same width. A local index keeps each item collection in one of
    /// them.
    pub fn even(count: u32, local_index: bool, now: Millis) -> Self {
        Self::holding(0, count, local_index, now)
    }

    /// The same with this many bytes spread evenly over them.
    pub fn holding(bytes: u64, count: u32, local_index: bool, now: Millis) -> Self {
        let mut partitions = Self { list: Vec::new(), heads: Vec::new(), next_id: 0, local_index };
        let ring = Ring::even(count);
        let count = ring.ranges().len() as u64;
        for (nth, range) in ring.ranges().iter().enumerate() {
            // The first begins at the empty key, so that every key lies in some partition.
            let start = match range.first.0 {
                0 => Box::default(),
                hash => hash.to_be_bytes().into(),
            };
            // The remainder of the division goes to the first ones, a byte each.
            let rest = u64::from((nth as u64) < bytes % count);
            let fill = Fill::evenly(bytes / count + rest);
            let partition = Partition::new(partitions.take_id(), start, fill, now);
            partitions.heads.push(range.first.0);
            partitions.list.push(partition);
        }
        partitions
    }

    /// The partitions, in ascending order of their ranges.
    pub fn list(&self) -> &[Partition] {
        &self.list
    }

    /// The position in [`Partitions::list`] of the partition that holds the key.
    pub fn locate(&self, key: &[u8]) -> usize {
        let head = head(key);
        let mut position = self.heads.partition_point(|start| *start <= head).saturating_sub(1);
        // Where several begin within one collection, or within a hash, the whole key decides.
        while self.heads[position] == head && position > 0 && *self.list[position].start > *key {
            position -= 1;
        }
        position
    }

    /// Whether the partition at this position serves so much now.
    pub fn check(
        &mut self,
        position: usize,
        now: Millis,
        direction: Direction,
        tokens: Tokens,
    ) -> Result<(), Limit> {
        if self.list[position].bucket(direction).has(now, tokens) {
            Ok(())
        } else {
            Err(Limit::KeyRangeThroughput)
        }
    }

    /// Consumes what [`Partitions::check`] allowed.
    pub fn take(&mut self, position: usize, direction: Direction, tokens: Tokens) {
        self.list[position].bucket(direction).take(tokens);
    }

    /// Counts a request for a key, whether or not it will be throttled.
    pub fn observe(
        &mut self,
        position: usize,
        now: Millis,
        direction: Direction,
        tokens: Tokens,
        key: &[u8],
    ) {
        self.list[position].heat.count(now, direction, tokens, key);
    }

    /// Notes that the request observed last at this position was throttled.
    pub fn throttle(&mut self, position: usize) {
        self.list[position].heat.throttle();
    }

    /// Notes that more is stored at this position, under this key.
    pub fn grow(&mut self, position: usize, key: &[u8], bytes: u64) {
        self.list[position].fill.grow(bytes, key);
    }

    /// Lets time pass: what was counted of a second that is over is its load.
    pub fn settle(&mut self, now: Millis) {
        self.list.iter_mut().for_each(|partition| partition.heat.pass(now));
    }

    /// Lets time pass, and splits the partitions that have been hot for too long or store too much.
    pub fn pass(&mut self, now: Millis) -> Vec<Event> {
        self.settle(now);
        let mut events = Vec::new();
        let mut position = 0;
        // A split puts its upper half behind the current position, where this loop looks at it next.
        while position < self.list.len() {
            let partition = &self.list[position];
            if let Some(reason) = reason_to_split(&partition.heat, &partition.fill) {
                events.extend(self.relieve(position, reason, now));
            }
            position += 1;
        }
        events
    }

    /// Splits a partition if that helps, and else tells so, once for each reason.
    fn relieve(&mut self, position: usize, reason: SplitReason, now: Millis) -> Option<Event> {
        if self.list.len() >= MOST_PARTITIONS as usize {
            return None;
        }
        let span = self.span(position);
        let partition = &mut self.list[position];
        let point = match reason {
            SplitReason::Size => partition.fill.split_point(span, self.local_index),
            SplitReason::Heat | SplitReason::Throughput => {
                partition.heat.split_point(self.local_index)
            }
        };
        match point {
            Ok(key) if *key > *partition.start => Some(self.split(position, key, reason, now)),
            Ok(_) => None,
            Err(why) if partition.not_split == Some((reason, why)) => None,
            Err(why) => {
                partition.not_split = Some((reason, why));
                Some(Event::NotSplit { at: now, reason, partition: partition.id, why })
            }
        }
    }

    /// Splits the widest ranges until there are `count`, because more capacity was provisioned.
    pub fn at_least(&mut self, count: u32, now: Millis) -> Vec<Event> {
        let mut events = Vec::new();
        while self.list.len() < count.min(MOST_PARTITIONS) as usize {
            // Of several equally wide ones the first: `max_by_key` takes the last, so go backwards.
            let widest = (0..self.list.len()).rev().max_by_key(|at| self.span(*at).width());
            let Some(position) = widest.filter(|at| self.span(*at).width() > 1) else { break };
            let middle = self.span(position).middle().into();
            events.push(self.split(position, middle, SplitReason::Throughput, now));
        }
        events
    }

    /// Splits the partition at this position so that the key begins the upper half. The key must lie
    /// in the partition and not at its beginning.
    pub fn split(
        &mut self,
        position: usize,
        key: Box<[u8]>,
        reason: SplitReason,
        now: Millis,
    ) -> Event {
        let span = self.span(position);
        let children = [self.take_id(), self.take_id()];
        let parent = &mut self.list[position];
        let event = Event::Split { at: now, reason, parent: parent.id, children, key: key.clone() };
        let start = std::mem::take(&mut parent.start);
        let (below, above) = std::mem::take(&mut parent.fill).split(&key, span);
        // Both halves begin with full limits and without heat: a partition of its own serves the
        // whole 3,000 and 1,000.
        *parent = Partition::new(children[0], start, below, now);
        self.heads.insert(position + 1, head(&key));
        self.list.insert(position + 1, Partition::new(children[1], key, above, now));
        event
    }

    fn span(&self, position: usize) -> Span {
        let to = self.heads.get(position + 1).map_or(1 << 64, |head| u128::from(*head));
        Span { from: self.heads[position], to }
    }

    fn take_id(&mut self) -> PartitionId {
        self.next_id += 1;
        PartitionId(self.next_id - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::super::split::HOT_SECONDS;
    use super::*;

    const ONE: Tokens = Tokens::from_units(1);

    /// A key of one collection.
    fn key(collection: u64, sort: u64) -> Vec<u8> {
        [collection.to_be_bytes(), sort.to_be_bytes()].concat()
    }

    /// Writes a number of single units a second, evenly, for some seconds. Returns how many
    /// succeeded in the last second, and what happened.
    fn write(
        partitions: &mut Partitions,
        (from, seconds): (u64, u64),
        rate: u64,
        key: impl Fn(u64) -> Vec<u8>,
    ) -> (u64, Vec<Event>) {
        let (mut succeeded, mut events, mut nth) = (0, Vec::new(), 0);
        for second in from..from + seconds {
            succeeded = 0;
            for within in 0..rate {
                let now = Millis(second * 1_000 + within * 1_000 / rate);
                let key = key(nth);
                nth += 1;
                let position = partitions.locate(&key);
                partitions.observe(position, now, Direction::Write, ONE, &key);
                if partitions.check(position, now, Direction::Write, ONE).is_ok() {
                    partitions.take(position, Direction::Write, ONE);
                    succeeded += 1;
                }
            }
            events.extend(partitions.pass(Millis((second + 1) * 1_000)));
        }
        (succeeded, events)
    }

    #[test]
    fn even_partitions_hold_every_key() {
        let partitions = Partitions::even(4, false, Millis(0));
        assert_eq!(partitions.locate(&[]), 0);
        assert_eq!(partitions.locate(&key(0, 0)), 0);
        assert_eq!(partitions.locate(&key(1 << 62, 0)), 1);
        assert_eq!(partitions.locate(&key((1 << 62) - 1, u64::MAX)), 0);
        assert_eq!(partitions.locate(&key(u64::MAX, u64::MAX)), 3);
    }

    #[test]
    fn one_hot_item_gets_a_thousand_writes_and_no_split() {
        let mut partitions = Partitions::even(4, false, Millis(0));
        let (succeeded, events) =
            write(&mut partitions, (0, HOT_SECONDS + 10), 1_500, |_| key(7, 7));
        assert_eq!(succeeded, 1_000);
        let why: Vec<_> = events
            .iter()
            .map(|event| matches!(event, Event::NotSplit { why: Unsplittable::OneItem, .. }))
            .collect();
        assert_eq!(why, [true], "it is said once");
        assert_eq!(partitions.list().len(), 4);
    }

    #[test]
    fn ten_shards_of_the_same_load_are_not_throttled() {
        let mut partitions = Partitions::even(10, false, Millis(0));
        let shard = |nth: u64| key((nth % 10) * (u64::MAX / 10) + 5, nth);
        assert_eq!(write(&mut partitions, (0, 10), 1_500, shard), (1_500, vec![]));
    }

    #[test]
    fn two_hot_collections_are_parted() {
        let mut partitions = Partitions::even(1, false, Millis(0));
        let two = |nth: u64| key(if nth.is_multiple_of(2) { 10 } else { 20 }, 1);
        let (succeeded, events) = write(&mut partitions, (0, HOT_SECONDS + 10), 1_500, two);
        assert_eq!(events.len(), 1);
        assert!(matches!(events[0], Event::Split { reason: SplitReason::Heat, .. }));
        assert_eq!(succeeded, 1_500);
        assert_ne!(partitions.locate(&key(10, 1)), partitions.locate(&key(20, 1)));
    }

    /// A collection whose sort keys are asked for all over, not in order.
    fn scattered(nth: u64) -> Vec<u8> {
        key(7, nth.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32)
    }

    #[test]
    fn a_collection_is_parted_by_sort_key_unless_a_local_index_holds_it_together() {
        let mut partitions = Partitions::even(1, false, Millis(0));
        let (succeeded, _) = write(&mut partitions, (0, HOT_SECONDS + 10), 1_500, scattered);
        assert_eq!((succeeded, partitions.list().len()), (1_500, 2));
        let mut partitions = Partitions::even(1, true, Millis(0));
        let (succeeded, events) = write(&mut partitions, (0, HOT_SECONDS + 10), 1_500, scattered);
        assert_eq!((succeeded, partitions.list().len()), (1_000, 1));
        assert!(matches!(events[..], [Event::NotSplit { why: Unsplittable::LocalIndex, .. }]));
    }

    #[test]
    fn rising_sort_keys_are_not_helped_by_a_split() {
        let mut partitions = Partitions::even(1, false, Millis(0));
        let (_, events) = write(&mut partitions, (0, HOT_SECONDS + 10), 1_500, |nth| key(7, nth));
        assert!(matches!(events[..], [Event::NotSplit { why: Unsplittable::SequentialKeys, .. }]));
    }

    #[test]
    fn a_short_peak_leaves_partitions_alone() {
        let mut partitions = Partitions::even(1, false, Millis(0));
        write(&mut partitions, (0, HOT_SECONDS - 5), 1_500, scattered);
        write(&mut partitions, (HOT_SECONDS + 5, HOT_SECONDS - 5), 1_500, scattered);
        assert_eq!(partitions.list().len(), 1);
    }
}
