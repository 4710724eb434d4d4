//! Plays a scenario on a simulated clock.
//!
//! Owns the order of things within a step: what waited comes before what is new, and limits are
//! asked before anything is taken. Every request ends exactly once, granted or given up. Refuses to
//! know what is drawn of it.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::cache::{ITEM_TTL_MILLIS, ItemCache};
use super::pattern::{DrawnKey, Keys};
use super::pipe::Pipe;
use super::sample::{Place, Sample, Tally, Throttle};
use super::scaling::AutoScaling;
use super::scenario::{Index, Scenario};
use crate::capacity::{Direction, Setting, Tokens};
use crate::model::Millis;
use crate::model::random::SplitMix64;
use crate::model::sorting::sort_by;
use crate::partition::{Demand, Event, Limits, Partitions, Settings};

/// Milliseconds of one step.
pub const STEP_MILLIS: u64 = 10;
/// What a request takes that is granted at once, in milliseconds.
const SERVICE_MILLIS: u64 = 5;
/// What a request takes that the cache serves.
const CACHED_MILLIS: u64 = 1;
/// Partition keys that are counted by name.
const COUNTED_KEYS: usize = 10_000;

/// One request, as often as it is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Request {
    /// When it is due.
    due: u64,
    /// Keeps requests that are due together in order.
    number: u64,
    began: u64,
    attempts: u32,
    write: bool,
    partition: u64,
    sort: u64,
}

/// A scenario under way.
#[derive(Debug, Clone)]
pub struct Run {
    scenario: Scenario,
    now: u64,
    random: SplitMix64,
    keys: Keys,
    limits: Limits,
    index: Option<(Keys, Pipe)>,
    cache: Option<ItemCache>,
    scaling: Option<AutoScaling>,
    retries: BinaryHeap<Reverse<Request>>,
    /// Thousandths of a request that are left over from the step before.
    carry: u64,
    number: u64,
    tally: Tally,
    minute_writes: Tokens,
    samples: Vec<Sample>,
    events: Vec<(Place, Event)>,
    asked: HashMap<u64, u64>,
}

impl Run {
    /// A run that begins.
    pub fn new(scenario: Scenario) -> Self {
        let start = Millis(0);
        let partitions = Partitions::even(scenario.partitions, scenario.local_index, start);
        let index = scenario.index.map(|index| pipe(index, start));
        Self {
            now: 0,
            random: SplitMix64::new(scenario.seed),
            keys: Keys::new(scenario.load.pattern),
            limits: Limits::new(scenario.capacity, partitions, start),
            index,
            cache: scenario.cache.map(|room| ItemCache::new(room, ITEM_TTL_MILLIS)),
            scaling: scenario.scaling.map(AutoScaling::new),
            retries: BinaryHeap::new(),
            carry: 0,
            number: 0,
            tally: Tally::default(),
            minute_writes: Tokens::ZERO,
            samples: Vec::new(),
            events: Vec::new(),
            asked: HashMap::new(),
            scenario,
        }
    }

    /// Whether the load has come to its end.
    pub fn is_over(&self) -> bool {
        self.now >= self.scenario.load.seconds * 1_000
    }

    /// The simulated time.
    pub fn now(&self) -> Millis {
        Millis(self.now)
    }

    /// Plays one step.
    pub fn step(&mut self) {
        let end = self.now + STEP_MILLIS;
        self.retry_until(end);
        self.begin_until(end);
        self.now = end;
        if let Some((_, pipe)) = &mut self.index {
            let events = pipe.pass(Millis(end));
            self.events.extend(events.into_iter().map(|event| (Place::Index, event)));
        }
        if end.is_multiple_of(1_000) {
            self.end_second();
        }
    }

    /// Every second so far.
    pub fn samples(&self) -> &[Sample] {
        &self.samples
    }

    /// What happened to partitions, in order.
    pub fn events(&self) -> &[(Place, Event)] {
        &self.events
    }

    /// The table's limits as they are now.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The index behind its queue.
    pub fn index(&self) -> Option<&Pipe> {
        self.index.as_ref().map(|(_, pipe)| pipe)
    }

    /// The partition keys that were asked for most, with how often.
    pub fn top_keys(&self, count: usize) -> Vec<(u64, u64)> {
        let mut keys: Vec<(u64, u64)> = self.asked.iter().map(|(&k, &n)| (k, n)).collect();
        sort_by(&mut keys, |a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        keys.truncate(count);
        keys
    }

    fn retry_until(&mut self, end: u64) {
        while self.retries.peek().is_some_and(|Reverse(request)| request.due < end) {
            if let Some(Reverse(request)) = self.retries.pop() {
                self.attempt(request);
            }
        }
    }

    fn begin_until(&mut self, end: u64) {
        let load = self.scenario.load;
        self.carry += load.rate_at(self.now) * STEP_MILLIS;
        let count = self.carry / 1_000;
        self.carry %= 1_000;
        for nth in 0..count {
            let due = self.now + nth * (end - self.now) / count;
            let DrawnKey { partition, sort } = self.keys.draw(&mut self.random, due);
            let write = self.random.percent(load.write_percent);
            self.number += 1;
            self.count_key(partition);
            self.tally.begun += 1;
            let number = self.number;
            self.attempt(Request { due, number, began: due, attempts: 0, write, partition, sort });
        }
    }

    fn count_key(&mut self, partition: u64) {
        if let Some(times) = self.asked.get_mut(&partition) {
            *times += 1;
        } else if self.asked.len() < COUNTED_KEYS {
            self.asked.insert(partition, 1);
        }
    }

    fn attempt(&mut self, mut request: Request) {
        request.attempts += 1;
        self.tally.attempts += 1;
        let now = Millis(request.due);
        let key = DrawnKey { partition: request.partition, sort: request.sort }.bytes();
        if self.is_cached(now, key, request.write) {
            return self.tally.grant(request.due + CACHED_MILLIS - request.began);
        }
        match self.ask(now, &key, request.write) {
            Ok(()) => self.tally.grant(request.due + SERVICE_MILLIS - request.began),
            Err(throttle) => self.refuse(request, throttle),
        }
    }

    fn is_cached(&mut self, now: Millis, key: [u8; 16], write: bool) -> bool {
        let strong = self.scenario.load.strong;
        let Some(cache) = self.cache.as_mut().filter(|_| !write && !strong) else { return false };
        cache.serves(now, key)
    }

    /// Asks every limit, and only then takes from each.
    fn ask(&mut self, now: Millis, key: &[u8; 16], write: bool) -> Result<(), Throttle> {
        let direction = if write { Direction::Write } else { Direction::Read };
        let tokens = self.scenario.load.tokens(direction);
        let demand = Demand { key, direction, tokens };
        let refused = |place| move |limit| Throttle { place, direction, limit };
        if let Some((_, pipe)) = self.index.as_ref().filter(|_| write) {
            pipe.check().map_err(refused(Place::Index))?;
        }
        let place = self.limits.check(now, demand).map_err(refused(Place::Table))?;
        self.limits.take(now, place, demand);
        self.tally.consume(direction, tokens);
        if write {
            self.minute_writes += tokens;
            self.follow(now, tokens);
        }
        if let Some(cache) = &mut self.cache {
            cache.keep(now, *key);
        }
        Ok(())
    }

    /// Sends a write on to the index.
    fn follow(&mut self, now: Millis, tokens: Tokens) {
        if let Some((keys, pipe)) = &mut self.index {
            pipe.push(now, keys.draw(&mut self.random, now.0).bytes(), tokens);
        }
    }

    fn refuse(&mut self, mut request: Request, throttle: Throttle) {
        self.tally.throttle(throttle);
        match self.scenario.retry.wait(request.attempts, &mut self.random) {
            Some(wait) => {
                request.due += wait.max(1);
                self.retries.push(Reverse(request));
            }
            None => self.tally.given_up += 1,
        }
    }

    fn end_second(&mut self) {
        let now = Millis(self.now);
        let events = self.limits.pass(now);
        self.events.extend(events.into_iter().map(|event| (Place::Table, event)));
        let tally = std::mem::take(&mut self.tally);
        let waiting = self.retries.len() as u64;
        let behind = self.index.as_ref().map_or(0, |(_, pipe)| pipe.behind(now));
        let cached = self.cache.as_ref().map_or((0, 0), ItemCache::hits_and_misses);
        let second = self.now / 1_000 - 1;
        self.samples.push(Sample::new(second, tally, &self.limits, waiting, behind, cached));
        if self.now.is_multiple_of(60_000) {
            self.end_minute(now);
        }
    }

    fn end_minute(&mut self, now: Millis) {
        let consumed = std::mem::take(&mut self.minute_writes).units() / 60;
        let Setting::Provisioned(write) = self.scenario.capacity.write else { return };
        let wanted = self.scaling.as_mut().and_then(|scaling| scaling.minute(consumed, write));
        if let Some(wanted) = wanted {
            let write = Setting::Provisioned(wanted);
            self.scenario.capacity = Settings { write, ..self.scenario.capacity };
            self.limits.set(self.scenario.capacity, now);
        }
    }
}

/// Partitions of an index: one, as a small index has.
const INDEX_PARTITIONS: u32 = 1;

fn pipe(index: Index, now: Millis) -> (Keys, Pipe) {
    let partitions = Partitions::even(INDEX_PARTITIONS, false, now);
    let limits = Limits::new(index.capacity, partitions, now);
    (Keys::new(index.pattern), Pipe::new(limits, index.lag))
}
