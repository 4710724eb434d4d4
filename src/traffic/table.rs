//! The table that a load is played against, with what stands before and behind it.
//!
//! Owns the order in which a request meets them: the cache, then the index's back-pressure, the
//! limit on collections, the partition and the table's capacity. All are asked before anything is
//! taken, so what is refused changes nothing. Refuses to know who asks and what becomes of those
//! that it refuses.

use super::cache::ItemCache;
use super::event::Event;
use super::items::{Growth, Items};
use super::pattern::{DrawnKey, Keys};
use super::pipe::Pipe;
use super::random::percent;
use super::sample::{IndexSample, LimitsSample, Place};
use super::scenario::{Index, Replicas, Scenario};
use super::tally::{Tally, Throttle};
use crate::capacity::{Direction, Limit, Tokens};
use crate::model::Millis;
use crate::model::random::SplitMix64;
use crate::partition::{Demand, Limits, Partitions, Settings, needed_partitions};

/// What a request is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It is done.
    Granted,
    /// The cache had it.
    Cached,
    /// It is refused for now.
    Throttled,
    /// It is refused for good: its collection is full.
    Full,
}

/// The table of a run.
#[derive(Debug, Clone)]
pub struct Table {
    limits: Limits,
    index: Option<(Keys, Pipe)>,
    cache: Option<ItemCache>,
    /// Whether reads may be served by the cache and by replicas that lag: those of single items
    /// that are not strongly consistent.
    relaxed: bool,
    replicas: Replicas,
    items: Items,
    read: Tokens,
    write: Tokens,
    /// What a new item adds, times the items that it stands for.
    new_bytes: u64,
    events: Vec<Event>,
}

impl Table {
    /// The table of this scenario, for items with these keys.
    pub fn new(scenario: &Scenario, keys: &Keys) -> Self {
        let (load, start) = (&scenario.load, Millis(0));
        let (bytes, count) = (scenario.stored_bytes(), scenario.first_partitions());
        let partitions = Partitions::holding(bytes, count, scenario.local_index, start);
        let write = load.tokens(Direction::Write);
        let cache =
            |cache: super::Cache| ItemCache::new(cache.items as usize, cache.ttl, keys.items());
        Self {
            limits: Limits::new(scenario.capacity, partitions, start),
            index: scenario.index.map(|index| pipe(index, bytes, write, start)),
            cache: scenario.cache.map(cache),
            relaxed: !load.strong && load.reads_at_once() == 1,
            replicas: scenario.replicas,
            items: Items::new(keys, scenario.local_index),
            read: load.tokens(Direction::Read),
            write,
            new_bytes: load.item_bytes.saturating_mul(scenario.stored.scale),
            events: Vec::new(),
        }
    }

    /// Answers a read.
    pub fn read(
        &mut self,
        now: Millis,
        key: DrawnKey,
        random: &mut SplitMix64,
        tally: &mut Tally,
    ) -> Answer {
        if self.relaxed
            && let Some(cache) = &mut self.cache
        {
            if cache.serves(now, key.item) {
                tally.hits += 1;
                tally.saved += self.read;
                return Answer::Cached;
            }
            tally.misses += 1;
        }
        let demand = Demand { key: &key.bytes(), direction: Direction::Read, tokens: self.read };
        if let Err(limit) = self.admit(now, demand) {
            return throttle(tally, Place::Table, Direction::Read, limit);
        }
        tally.read += self.read;
        if self.relaxed {
            tally.stale += u64::from(self.is_stale(now, key, random));
            if let Some(cache) = &mut self.cache {
                cache.keep(now, key.item);
            }
        }
        Answer::Granted
    }

    /// Answers a write.
    pub fn write(
        &mut self,
        now: Millis,
        key: DrawnKey,
        random: &mut SplitMix64,
        tally: &mut Tally,
    ) -> Answer {
        if let Some((_, pipe)) = &mut self.index
            && let Err(limit) = pipe.check()
        {
            return throttle(tally, Place::Index, Direction::Write, limit);
        }
        let new_bytes = match self.items.growth(key, self.new_bytes) {
            Growth::None => 0,
            Growth::New => self.new_bytes,
            Growth::Full { first } => return self.full(now, key, first, tally),
        };
        let bytes = key.bytes();
        let demand = Demand { key: &bytes, direction: Direction::Write, tokens: self.write };
        match self.admit(now, demand) {
            Ok(place) if new_bytes > 0 => self.limits.grow(place, &bytes, new_bytes),
            Ok(_) => {}
            Err(limit) => return throttle(tally, Place::Table, Direction::Write, limit),
        }
        tally.write += self.write;
        self.follow(now, key, new_bytes, random);
        Answer::Granted
    }

    /// What a write brings about elsewhere: in the index's queue and in the cache.
    fn follow(&mut self, now: Millis, key: DrawnKey, new_bytes: u64, random: &mut SplitMix64) {
        self.items.write(now, key, new_bytes);
        if let Some((keys, pipe)) = &mut self.index {
            pipe.push(now, keys.draw(random, now.0, true).bytes(), new_bytes);
        }
        if let Some(cache) = &mut self.cache {
            cache.keep(now, key.item);
        }
    }

    fn admit(&mut self, now: Millis, demand: Demand<'_>) -> Result<usize, Limit> {
        let place = self.limits.observe(now, demand);
        match self.limits.admit(now, place, demand) {
            Ok(()) => Ok(place),
            Err(limit) => {
                self.limits.refuse(place);
                Err(limit)
            }
        }
    }

    fn full(&mut self, now: Millis, key: DrawnKey, first: bool, tally: &mut Tally) -> Answer {
        if first {
            self.events.push(Event::CollectionFull { at: now, key: key.partition });
        }
        tally.full += 1;
        Answer::Full
    }

    /// Whether a read of what was just written meets a replica that doesn't have it yet.
    fn is_stale(&self, now: Millis, key: DrawnKey, random: &mut SplitMix64) -> bool {
        let Replicas { lagging_percent, lag } = self.replicas;
        lag > 0 && self.items.is_ahead_of(now, key, lag) && percent(random, lagging_percent)
    }

    /// Lets the index follow. Gives how many writes it took.
    pub fn pass(&mut self, now: Millis, tally: &mut Tally) -> u64 {
        let Some((_, pipe)) = &mut self.index else { return 0 };
        let taken = pipe.pass(now);
        tally.index_write += taken;
        taken.thousandths() / self.write.thousandths().max(1)
    }

    /// Splits partitions that are due. Gives what happened since it was asked last.
    pub fn end_second(&mut self, now: Millis) -> Vec<Event> {
        let mut events = std::mem::take(&mut self.events);
        let note = |place| move |event| Event::Partition(place, event);
        events.extend(self.limits.pass(now).into_iter().map(note(Place::Table)));
        if let Some((_, pipe)) = &mut self.index {
            events.extend(pipe.limits().pass(now).into_iter().map(note(Place::Index)));
        }
        events
    }

    /// Goes on with another capacity of the table or its index. Gives what that brought about.
    pub fn set(&mut self, place: Place, settings: Settings, now: Millis) -> Vec<Event> {
        let limits = match (place, &mut self.index) {
            (Place::Index, Some((_, pipe))) => pipe.limits(),
            _ => &mut self.limits,
        };
        let events = limits.set(settings, now).into_iter();
        events.map(|event| Event::Partition(place, event)).collect()
    }

    /// What can be seen of the table now.
    pub fn sample(&mut self, now: Millis) -> (LimitsSample, Option<IndexSample>) {
        let index = self.index.as_mut().map(|(_, pipe)| IndexSample::of(pipe, now));
        (LimitsSample::of(&mut self.limits, now), index)
    }
}

fn throttle(tally: &mut Tally, place: Place, direction: Direction, limit: Limit) -> Answer {
    tally.throttle(Throttle { place, direction, limit });
    Answer::Throttled
}

/// The index holds what the table holds, spread evenly as well.
fn pipe(index: Index, bytes: u64, tokens: Tokens, now: Millis) -> (Keys, Pipe) {
    let count = needed_partitions(index.capacity, bytes);
    let partitions = Partitions::holding(bytes, count, false, now);
    let limits = Limits::new(index.capacity, partitions, now);
    (Keys::new(index.pattern), Pipe::new(limits, index.lag, tokens))
}
