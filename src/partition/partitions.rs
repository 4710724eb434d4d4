//! The partitions of a table or global index: ranges of encoded keys, each with limits of its own.
//!
//! Owns where a key lies, what each partition serves, and when and where one is split: for size,
//! or for heat that lasts. Ranges are of whole keys, not of hashes alone, so that a split may run
//! through one item collection by sort key. Partitions are never merged (Developer Guide,
//! *Partitions and data distribution*; Elhemali et al., USENIX ATC 2022). Refuses to know rows.

use super::event::{Event, Reason};
use super::fill::{Fill, Span, head};
use super::heat::{Heat, Unsplittable};
use super::ring::{MOST_PARTITIONS, PARTITION_BYTES, Ring};
use crate::capacity::{Bucket, Direction, Limit, Tokens};
use crate::model::Millis;

/// Seconds that a partition's limits are measured over: they have no burst.
const NO_BURST: u64 = 1;

/// Numbers partitions in the order in which they came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartitionId(pub u32);

/// One partition.
#[derive(Debug, Clone)]
pub struct Partition {
    id: PartitionId,
    start: Box<[u8]>,
    read: Bucket,
    write: Bucket,
    heat: Heat,
    fill: Fill,
    /// Why it was not split when that was due last, so that it is said once.
    refused: Option<(Reason, Unsplittable)>,
}

/// Partitions in ascending order of their ranges, which cover all keys without gap or overlap.
#[derive(Debug, Clone)]
pub struct Partitions {
    list: Vec<Partition>,
    /// The first eight bytes of where each begins: enough to find most keys without looking there.
    heads: Vec<u64>,
    next: u32,
    local_index: bool,
}

impl Partitions {
    /// So many partitions of the same width. A local index keeps each collection in one of them.
    pub fn even(count: u32, local_index: bool, now: Millis) -> Self {
        Self::holding(0, count, local_index, now)
    }

    /// The same with so many bytes spread evenly over them.
    pub fn holding(bytes: u64, count: u32, local_index: bool, now: Millis) -> Self {
        let mut all = Self { list: Vec::new(), heads: Vec::new(), next: 0, local_index };
        let ring = Ring::even(count);
        let count = ring.ranges().len() as u64;
        for (nth, range) in ring.ranges().iter().enumerate() {
            let start = match range.first.0 {
                0 => Box::default(),
                hash => hash.to_be_bytes().into(),
            };
            let rest = u64::from((nth as u64) < bytes % count);
            let fill = Fill::evenly(bytes / count + rest);
            let partition = Partition::new(all.number(), start, fill, now);
            all.heads.push(range.first.0);
            all.list.push(partition);
        }
        all
    }

    /// The partitions, in ascending order of their ranges.
    pub fn list(&self) -> &[Partition] {
        &self.list
    }

    /// The place of the partition that holds the key.
    pub fn locate(&self, key: &[u8]) -> usize {
        let head = head(key);
        let mut place = self.heads.partition_point(|start| *start <= head).saturating_sub(1);
        // Where several begin within one collection, or within a hash, the whole key decides.
        while self.heads[place] == head && place > 0 && *self.list[place].start > *key {
            place -= 1;
        }
        place
    }

    /// Whether the partition at this place serves so much now.
    pub fn check(
        &mut self,
        place: usize,
        now: Millis,
        direction: Direction,
        tokens: Tokens,
    ) -> Result<(), Limit> {
        match self.list[place].bucket(direction).has(now, tokens) {
            true => Ok(()),
            false => Err(Limit::KeyRangeThroughput),
        }
    }

    /// Takes what [`Partitions::check`] allowed.
    pub fn take(&mut self, place: usize, direction: Direction, tokens: Tokens) {
        self.list[place].bucket(direction).take(tokens);
    }

    /// Notes that a key was asked for, whether or not it is granted.
    pub fn observe(
        &mut self,
        place: usize,
        now: Millis,
        direction: Direction,
        tokens: Tokens,
        key: &[u8],
    ) {
        self.list[place].heat.count(now, direction, tokens, key);
    }

    /// Notes that what was observed last in this place is refused.
    pub fn refuse(&mut self, place: usize) {
        self.list[place].heat.refuse();
    }

    /// Notes that more is stored at this place, under this key.
    pub fn grow(&mut self, place: usize, key: &[u8], bytes: u64) {
        self.list[place].fill.grow(bytes, key);
    }

    /// Lets time pass: what was counted of a second that is over is its load.
    pub fn settle(&mut self, now: Millis) {
        self.list.iter_mut().for_each(|partition| partition.heat.pass(now));
    }

    /// Lets time pass and splits what has been hot for too long or holds too much.
    pub fn pass(&mut self, now: Millis) -> Vec<Event> {
        self.settle(now);
        let mut events = Vec::new();
        let mut place = 0;
        while place < self.list.len() {
            if let Some(reason) = self.list[place].must_split() {
                events.extend(self.relieve(place, reason, now));
            }
            place += 1;
        }
        events
    }

    fn relieve(&mut self, place: usize, reason: Reason, now: Millis) -> Option<Event> {
        if self.list.len() >= MOST_PARTITIONS as usize {
            return None;
        }
        let span = self.span(place);
        let partition = &mut self.list[place];
        let point = match reason {
            Reason::Size => partition.fill.split_point(span, self.local_index),
            Reason::Heat | Reason::Throughput => partition.heat.split_point(self.local_index),
        };
        match point {
            Ok(key) if *key > *partition.start => Some(self.split(place, key, reason, now)),
            Ok(_) => None,
            Err(why) if partition.refused == Some((reason, why)) => None,
            Err(why) => {
                partition.refused = Some((reason, why));
                Some(Event::Kept { at: now, reason, partition: partition.id, why })
            }
        }
    }

    /// Splits the widest ranges until there are so many, because more capacity was provisioned.
    pub fn at_least(&mut self, count: u32, now: Millis) -> Vec<Event> {
        let mut events = Vec::new();
        while self.list.len() < count.min(MOST_PARTITIONS) as usize {
            let widest = (0..self.list.len()).rev().max_by_key(|place| self.span(*place).width());
            let Some(place) = widest.filter(|place| self.span(*place).width() > 1) else { break };
            let middle = self.span(place).middle().into();
            events.push(self.split(place, middle, Reason::Throughput, now));
        }
        events
    }

    /// Splits the partition at this place so that the key begins the upper half. The key must lie
    /// in the partition and not at its beginning.
    pub fn split(&mut self, place: usize, key: Box<[u8]>, reason: Reason, now: Millis) -> Event {
        let span = self.span(place);
        let (lower, upper) = (self.number(), self.number());
        let parent = &mut self.list[place];
        let (children, parent_id) = ([lower, upper], parent.id);
        let event = Event::Split { at: now, reason, parent: parent_id, children, key: key.clone() };
        let start = std::mem::take(&mut parent.start);
        let (below, above) = std::mem::take(&mut parent.fill).split(&key, span);
        *parent = Partition::new(lower, start, below, now);
        self.heads.insert(place + 1, head(&key));
        self.list.insert(place + 1, Partition::new(upper, key, above, now));
        event
    }

    fn span(&self, place: usize) -> Span {
        let to = self.heads.get(place + 1).map_or(1 << 64, |head| u128::from(*head));
        Span { from: self.heads[place], to }
    }

    fn number(&mut self) -> PartitionId {
        self.next += 1;
        PartitionId(self.next - 1)
    }
}

impl Partition {
    fn new(id: PartitionId, start: Box<[u8]>, fill: Fill, now: Millis) -> Self {
        let bucket = |direction: Direction| Bucket::new(direction.partition_limit(), NO_BURST, now);
        let (read, write) = (bucket(Direction::Read), bucket(Direction::Write));
        Self { id, start, read, write, heat: Heat::default(), fill, refused: None }
    }

    /// Its number.
    pub fn id(&self) -> PartitionId {
        self.id
    }

    /// The first key that could lie in it.
    pub fn start(&self) -> &[u8] {
        &self.start
    }

    /// Its load.
    pub fn heat(&self) -> &Heat {
        &self.heat
    }

    /// How much it stores.
    pub fn bytes(&self) -> u64 {
        self.fill.bytes()
    }

    fn must_split(&self) -> Option<Reason> {
        if self.fill.bytes() > PARTITION_BYTES {
            return Some(Reason::Size);
        }
        self.heat.is_sustained().then_some(Reason::Heat)
    }

    fn bucket(&mut self, direction: Direction) -> &mut Bucket {
        match direction {
            Direction::Read => &mut self.read,
            Direction::Write => &mut self.write,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::heat::HOT_SECONDS;
    use super::*;

    const ONE: Tokens = Tokens::of_units(1);

    /// A key of one collection.
    fn key(collection: u64, sort: u64) -> Vec<u8> {
        [collection.to_be_bytes(), sort.to_be_bytes()].concat()
    }

    /// Writes so many single units a second, evenly, for some seconds. Gives how many were granted
    /// in the last second, and what happened.
    fn write(
        partitions: &mut Partitions,
        (from, seconds): (u64, u64),
        rate: u64,
        key: impl Fn(u64) -> Vec<u8>,
    ) -> (u64, Vec<Event>) {
        let (mut granted, mut events, mut nth) = (0, Vec::new(), 0);
        for second in from..from + seconds {
            granted = 0;
            for within in 0..rate {
                let now = Millis(second * 1_000 + within * 1_000 / rate);
                let key = key(nth);
                nth += 1;
                let place = partitions.locate(&key);
                partitions.observe(place, now, Direction::Write, ONE, &key);
                if partitions.check(place, now, Direction::Write, ONE).is_ok() {
                    partitions.take(place, Direction::Write, ONE);
                    granted += 1;
                }
            }
            events.extend(partitions.pass(Millis((second + 1) * 1_000)));
        }
        (granted, events)
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
        let (granted, events) = write(&mut partitions, (0, HOT_SECONDS + 10), 1_500, |_| key(7, 7));
        assert_eq!(granted, 1_000);
        let why: Vec<_> = events
            .iter()
            .map(|event| matches!(event, Event::Kept { why: Unsplittable::OneItem, .. }))
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
        let (granted, events) = write(&mut partitions, (0, HOT_SECONDS + 10), 1_500, two);
        assert_eq!(events.len(), 1);
        assert!(matches!(events[0], Event::Split { reason: Reason::Heat, .. }));
        assert_eq!(granted, 1_500);
        assert_ne!(partitions.locate(&key(10, 1)), partitions.locate(&key(20, 1)));
    }

    /// A collection whose sort keys are asked for all over, not in order.
    fn scattered(nth: u64) -> Vec<u8> {
        key(7, nth.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32)
    }

    #[test]
    fn a_collection_is_parted_by_sort_key_unless_a_local_index_holds_it_together() {
        let mut partitions = Partitions::even(1, false, Millis(0));
        let (granted, _) = write(&mut partitions, (0, HOT_SECONDS + 10), 1_500, scattered);
        assert_eq!((granted, partitions.list().len()), (1_500, 2));
        let mut partitions = Partitions::even(1, true, Millis(0));
        let (granted, events) = write(&mut partitions, (0, HOT_SECONDS + 10), 1_500, scattered);
        assert_eq!((granted, partitions.list().len()), (1_000, 1));
        assert!(matches!(events[..], [Event::Kept { why: Unsplittable::LocalIndex, .. }]));
    }

    #[test]
    fn rising_sort_keys_are_not_helped_by_a_split() {
        let mut partitions = Partitions::even(1, false, Millis(0));
        let (_, events) = write(&mut partitions, (0, HOT_SECONDS + 10), 1_500, |nth| key(7, nth));
        assert!(matches!(events[..], [Event::Kept { why: Unsplittable::SequentialKeys, .. }]));
    }

    #[test]
    fn a_short_peak_leaves_partitions_alone() {
        let mut partitions = Partitions::even(1, false, Millis(0));
        write(&mut partitions, (0, HOT_SECONDS - 5), 1_500, scattered);
        write(&mut partitions, (HOT_SECONDS + 5, HOT_SECONDS - 5), 1_500, scattered);
        assert_eq!(partitions.list().len(), 1);
    }
}
