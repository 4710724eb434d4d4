//! The table that a load is played against: a cache in front of it, a global index behind it.
//!
//! Owns the order in which a request meets the limits: cache, back-pressure of the index, size of
//! the item collection, partition, table. All are asked before anything is consumed, so that a
//! throttled request changes nothing. Refuses to know who asks, and what a client does when it is
//! throttled.

use std::collections::VecDeque;

use super::cache::ItemCache;
use super::items::{Growth, Items};
use super::pattern::{DrawnKey, Keys, percent};
use super::run::Event;
use super::sample::{IndexSample, LimitsSample, Resource};
use super::scenario::{Index, Replicas, Scenario};
use super::tally::{Tally, ThrottlingReason};
use crate::capacity::{Direction, Limit, Tokens};
use crate::model::Millis;
use crate::model::random::SplitMix64;
use crate::partition::{Demand, Limits, Partitions, Settings, needed_partitions};

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It succeeded.
    Succeeded,
    /// The cache served it.
    CacheHit,
    /// It was throttled, and may be tried again.
    Throttled,
    /// It was rejected, because its item collection is as large as a local index allows.
    CollectionFull,
}

/// The table of a run.
#[derive(Debug, Clone)]
pub struct Table {
    limits: Limits,
    index: Option<(Keys, IndexQueue)>,
    cache: Option<ItemCache>,
    /// Whether reads may be served by the cache and by replicas that lag: reads of single items that
    /// are not strongly consistent.
    relaxed: bool,
    replicas: Replicas,
    items: Items,
    /// What one read consumes.
    read: Tokens,
    /// What one write consumes.
    write: Tokens,
    /// The bytes that a new item adds, times the items that it stands for.
    new_bytes: u64,
    events: Vec<Event>,
}

impl Table {
    /// The table of this scenario, for items with these keys.
    pub fn new(scenario: &Scenario, keys: &Keys) -> Self {
        let load = &scenario.load;
        let start = Millis(0);
        let bytes = scenario.stored_bytes();
        let write = load.tokens(Direction::Write);
        let partitions =
            Partitions::holding(bytes, scenario.first_partitions(), scenario.local_index, start);
        let cache = scenario
            .cache
            .map(|cache| ItemCache::new(cache.items as usize, cache.ttl, keys.items()));
        Self {
            limits: Limits::new(scenario.capacity, partitions, start),
            index: scenario.index.map(|index| {
                (Keys::new(index.pattern), IndexQueue::beside(bytes, index, write, start))
            }),
            cache,
            relaxed: !load.strong && load.reads_at_once() == 1,
            replicas: scenario.replicas,
            items: Items::new(keys, scenario.local_index),
            read: load.tokens(Direction::Read),
            write,
            new_bytes: load.item_bytes.saturating_mul(scenario.stored.scale),
            events: Vec::new(),
        }
    }

    /// Carries out a read.
    pub fn read(
        &mut self,
        now: Millis,
        key: DrawnKey,
        random: &mut SplitMix64,
        tally: &mut Tally,
    ) -> Outcome {
        if self.relaxed
            && let Some(cache) = &mut self.cache
        {
            if cache.serves(now, key.item) {
                tally.cache_hits += 1;
                tally.cache_saved += self.read;
                return Outcome::CacheHit;
            }
            tally.cache_misses += 1;
        }
        let demand = Demand { key: &key.bytes(), direction: Direction::Read, tokens: self.read };
        if let Err(limit) = self.admit(now, demand) {
            return throttle(tally, Resource::Table, Direction::Read, limit);
        }
        tally.read += self.read;
        if self.relaxed {
            tally.stale += u64::from(self.is_stale(now, key, random));
            if let Some(cache) = &mut self.cache {
                cache.keep(now, key.item);
            }
        }
        Outcome::Succeeded
    }

    /// Carries out a write.
    pub fn write(
        &mut self,
        now: Millis,
        key: DrawnKey,
        random: &mut SplitMix64,
        tally: &mut Tally,
    ) -> Outcome {
        // An index that cannot keep up throttles the table's writes, and the reason names the index
        // (Developer Guide, *Understanding GSI back-pressure*).
        if let Some((_, queue)) = &mut self.index
            && let Err(limit) = queue.check()
        {
            return throttle(tally, Resource::Index, Direction::Write, limit);
        }
        let new_bytes = match self.items.growth(key, self.new_bytes) {
            Growth::None => 0,
            Growth::New => self.new_bytes,
            Growth::Full { first } => {
                if first {
                    self.events.push(Event::CollectionFull { at: now, key: key.partition });
                }
                tally.collection_full += 1;
                return Outcome::CollectionFull;
            }
        };
        let bytes = key.bytes();
        let demand = Demand { key: &bytes, direction: Direction::Write, tokens: self.write };
        match self.admit(now, demand) {
            Ok(position) if new_bytes > 0 => self.limits.grow(position, &bytes, new_bytes),
            Ok(_) => {}
            Err(limit) => return throttle(tally, Resource::Table, Direction::Write, limit),
        }
        tally.write += self.write;
        // Nothing can fail from here on: the item is stored, queued for the index, and written
        // through to the cache.
        self.items.write(now, key, new_bytes);
        if let Some((keys, queue)) = &mut self.index {
            queue.push(now, keys.draw(random, now.0, true).bytes(), new_bytes);
        }
        if let Some(cache) = &mut self.cache {
            cache.keep(now, key.item);
        }
        Outcome::Succeeded
    }

    /// Consumes what is demanded, if the limits allow. Returns the position of the partition.
    fn admit(&mut self, now: Millis, demand: Demand<'_>) -> Result<usize, Limit> {
        let position = self.limits.observe(now, demand);
        match self.limits.admit(now, position, demand) {
            Ok(()) => Ok(position),
            Err(limit) => {
                self.limits.throttle(position);
                Err(limit)
            }
        }
    }

    /// Whether a read of what was just written meets a replica that doesn't have it yet.
    fn is_stale(&self, now: Millis, key: DrawnKey, random: &mut SplitMix64) -> bool {
        let Replicas { lagging_percent, lag } = self.replicas;
        lag > 0 && self.items.is_ahead_of(now, key, lag) && percent(random, lagging_percent)
    }

    /// Lets the index catch up. Returns how many writes it took.
    pub fn pass(&mut self, now: Millis, tally: &mut Tally) -> u64 {
        let Some((_, queue)) = &mut self.index else { return 0 };
        let consumed = queue.pass(now);
        tally.index_write += consumed;
        consumed.thousandths() / self.write.thousandths().max(1)
    }

    /// Splits partitions that are due. Returns what happened since it was called last.
    pub fn end_second(&mut self, now: Millis) -> Vec<Event> {
        let mut events = std::mem::take(&mut self.events);
        let splits = self.limits.pass(now).into_iter();
        events.extend(splits.map(|event| Event::Partition(Resource::Table, event)));
        if let Some((_, queue)) = &mut self.index {
            let splits = queue.limits().pass(now).into_iter();
            events.extend(splits.map(|event| Event::Partition(Resource::Index, event)));
        }
        events
    }

    /// Changes the capacity of the table or its index. Returns the splits that this leads to.
    pub fn set(&mut self, resource: Resource, settings: Settings, now: Millis) -> Vec<Event> {
        let limits = match (resource, &mut self.index) {
            (Resource::Index, Some((_, queue))) => queue.limits(),
            _ => &mut self.limits,
        };
        let splits = limits.set(settings, now).into_iter();
        splits.map(|event| Event::Partition(resource, event)).collect()
    }

    /// What can be seen of the table and its index now.
    pub fn sample(&mut self, now: Millis) -> (LimitsSample, Option<IndexSample>) {
        let index = self.index.as_mut().map(|(_, queue)| IndexSample::from_queue(queue, now));
        (LimitsSample::from_limits(&mut self.limits, now), index)
    }
}

fn throttle(tally: &mut Tally, resource: Resource, direction: Direction, limit: Limit) -> Outcome {
    tally.throttle(ThrottlingReason { resource, direction, limit });
    Outcome::Throttled
}

/// Writes that the index takes at one time, so that no piece of work is long.
const MOST_AT_ONCE: usize = 5_000;
/// Writes that may wait whatever the index's capacity.
const MOST_WAITING: usize = 1_000_000;

/// The bytes of a key that decide where it lies.
type Key = [u8; 16];

/// A write on its way to the index.
#[derive(Debug, Clone, Copy)]
struct QueuedWrite {
    since: u64,
    key: Key,
    new_bytes: u64,
}

/// Why the first write in the queue cannot go on.
#[derive(Debug, Clone, Copy)]
struct Block {
    limit: Limit,
    /// The partition of the index that the write is for.
    position: usize,
}

/// A global index, and the queue of writes on their way to it: the index is updated
/// asynchronously.
#[derive(Debug, Clone)]
pub struct IndexQueue {
    limits: Limits,
    lag: u64,
    /// What each write consumes of the index.
    tokens: Tokens,
    queue: VecDeque<QueuedWrite>,
    blocked: Option<Block>,
}

impl IndexQueue {
    /// The index of a table that stores `bytes`: the index holds as many, spread evenly as well.
    fn beside(bytes: u64, index: Index, tokens: Tokens, now: Millis) -> Self {
        let count = needed_partitions(index.capacity, bytes);
        let partitions = Partitions::holding(bytes, count, false, now);
        let limits = Limits::new(index.capacity, partitions, now);
        Self { limits, lag: index.lag, tokens, queue: VecDeque::new(), blocked: None }
    }

    /// Whether the table may write: not while more waits than the index takes in a few seconds.
    fn check(&mut self) -> Result<(), Limit> {
        let Some(Block { limit, position }) = self.blocked else {
            // Not blocked, but the lag alone keeps more waiting than memory should hold.
            let full = self.queue.len() >= MOST_WAITING;
            return if full { Err(Limit::ProvisionedThroughput) } else { Ok(()) };
        };
        let waiting = self.queue.len() as u64 * self.tokens.thousandths();
        let threshold = self.limits.back_pressure_threshold();
        if waiting <= threshold.thousandths() && self.queue.len() < MOST_WAITING {
            return Ok(());
        }
        self.limits.throttle(position);
        Err(limit)
    }

    /// Queues a write of the table that the index must follow.
    fn push(&mut self, now: Millis, key: Key, new_bytes: u64) {
        self.queue.push_back(QueuedWrite { since: now.0, key, new_bytes });
    }

    /// Lets the index take what it can. Returns what that consumed.
    fn pass(&mut self, now: Millis) -> Tokens {
        let mut consumed = Tokens::ZERO;
        for _ in 0..MOST_AT_ONCE {
            let Some(first) = self.queue.front().filter(|first| first.since + self.lag <= now.0)
            else {
                break;
            };
            let demand =
                Demand { key: &first.key, direction: Direction::Write, tokens: self.tokens };
            // What waits is counted as heat once, however often the index has to look at it.
            let position = match self.blocked {
                None => self.limits.observe(now, demand),
                Some(_) => self.limits.partitions().locate(&first.key),
            };
            if let Err(limit) = self.limits.admit(now, position, demand) {
                // The queue keeps the order of the writes, so the first one holds up the rest.
                self.blocked = Some(Block { limit, position });
                break;
            }
            if first.new_bytes > 0 {
                self.limits.grow(position, &first.key, first.new_bytes);
            }
            self.blocked = None;
            consumed += self.tokens;
            self.queue.pop_front();
        }
        consumed
    }

    /// How far the index is behind the table, in milliseconds.
    pub fn behind(&self, now: Millis) -> u64 {
        self.queue.front().map_or(0, |first| now.0.saturating_sub(first.since))
    }

    /// How many writes wait.
    pub fn len(&self) -> usize {
        self.queue.len()
    }

    /// The index's own limits.
    pub fn limits(&mut self) -> &mut Limits {
        &mut self.limits
    }
}
