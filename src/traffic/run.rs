//! Plays a scenario on a simulated clock.
//!
//! Owns the order of things within a step: what waited comes before what is new, and limits are
//! asked before anything is taken. Every request ends exactly once, granted or given up. Refuses to
//! know what is drawn of it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::cache::ItemCache;
use super::check::{Fault, Field};
use super::event::Event;
use super::keys::KeyCounts;
use super::pattern::{DrawnKey, Keys};
use super::pipe::Pipe;
use super::sample::{IndexSample, LimitsSample, Place, Sample};
use super::scaling::AutoScaling;
use super::scenario::{Index, Scenario};
use super::tally::{Tally, Throttle};
use crate::capacity::{Direction, Setting, Tokens};
use crate::model::Millis;
use crate::model::random::SplitMix64;
use crate::partition::{Demand, Limits, Partitions, Settings, needed_partitions};

/// Milliseconds of one step.
const STEP_MILLIS: u64 = 10;
/// What a request takes that is granted at once, in milliseconds.
const SERVICE_MILLIS: u64 = 5;
/// What a request takes that the cache serves.
const CACHED_MILLIS: u64 = 1;

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
    attempts: u64,
    tally: Tally,
    minute_writes: Tokens,
    samples: Vec<Sample>,
    events: Vec<Event>,
    asked: KeyCounts,
}

impl Run {
    /// A run that begins, or what keeps the scenario from being played.
    pub fn new(scenario: Scenario) -> Result<Self, Vec<(Field, Fault)>> {
        scenario.check()?;
        let start = Millis(0);
        let (bytes, count) = (scenario.stored_bytes(), scenario.first_partitions());
        let partitions = Partitions::holding(bytes, count, scenario.local_index, start);
        let index = scenario.index.map(|index| pipe(index, start));
        Ok(Self {
            now: 0,
            random: SplitMix64::new(scenario.seed),
            keys: Keys::new(scenario.load.pattern),
            limits: Limits::new(scenario.capacity, partitions, start),
            index,
            cache: scenario.cache.map(|cache| ItemCache::new(cache.items as usize, cache.ttl)),
            scaling: scenario.scaling.write.map(AutoScaling::new),
            retries: BinaryHeap::new(),
            carry: 0,
            number: 0,
            attempts: 0,
            tally: Tally::default(),
            minute_writes: Tokens::ZERO,
            samples: Vec::new(),
            events: Vec::new(),
            asked: KeyCounts::default(),
            scenario,
        })
    }

    /// Whether the load has come to its end.
    pub fn is_over(&self) -> bool {
        self.now >= self.scenario.load.seconds * 1_000
    }

    /// The simulated time.
    pub fn now(&self) -> Millis {
        Millis(self.now)
    }

    /// Plays until this time or the end, or until about so many requests were tried, so that no
    /// piece of work is long. Tells whether the time was reached.
    pub fn advance(&mut self, until: Millis, most: u64) -> bool {
        let (before, until) = (self.attempts, until.0.min(self.scenario.load.seconds * 1_000));
        while self.now < until {
            if self.attempts - before >= most {
                return false;
            }
            self.step();
        }
        true
    }

    fn step(&mut self) {
        let end = self.now + STEP_MILLIS;
        self.retry_until(end);
        self.begin_until(end);
        self.now = end;
        if let Some((_, pipe)) = &mut self.index {
            let events = pipe.pass(Millis(end));
            self.note(Place::Index, events);
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
    pub fn events(&self) -> &[Event] {
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
            self.tally.begun += 1;
            let number = self.number;
            self.attempt(Request { due, number, began: due, attempts: 0, write, partition, sort });
        }
    }

    fn attempt(&mut self, mut request: Request) {
        request.attempts += 1;
        self.tally.attempts += 1;
        self.attempts += 1;
        let now = Millis(request.due);
        let key = DrawnKey { partition: request.partition, sort: request.sort }.bytes();
        if self.is_cached(now, key, request.write) {
            self.tally.hits += 1;
            return self.tally.grant(request.due + CACHED_MILLIS - request.began);
        }
        let asked = self.ask(now, &key, request.write);
        self.asked.count(request.partition, asked.is_err());
        match asked {
            Ok(()) => self.tally.grant(request.due + SERVICE_MILLIS - request.began),
            Err(throttle) => self.refuse(request, throttle),
        }
    }

    fn is_cached(&mut self, now: Millis, key: [u8; 16], write: bool) -> bool {
        let strong = self.scenario.load.strong;
        let Some(cache) = self.cache.as_mut().filter(|_| !write && !strong) else { return false };
        let served = cache.serves(now, key);
        self.tally.misses += u64::from(!served);
        served
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
        match self.scenario.clients.retry.wait(request.attempts, &mut self.random) {
            Some(wait) => {
                request.due += wait.max(1);
                self.retries.push(Reverse(request));
            }
            None => self.tally.given_up += 1,
        }
    }

    fn note(&mut self, place: Place, events: Vec<crate::partition::Event>) {
        self.events.extend(events.into_iter().map(|event| Event::Partition(place, event)));
    }

    fn end_second(&mut self) {
        let now = Millis(self.now);
        let events = self.limits.pass(now);
        self.note(Place::Table, events);
        let sample = self.sample(now);
        self.samples.push(sample);
        if self.now.is_multiple_of(60_000) {
            self.end_minute(now);
        }
    }

    fn sample(&mut self, now: Millis) -> Sample {
        Sample {
            second: self.now / 1_000 - 1,
            seconds: 1,
            tally: std::mem::take(&mut self.tally),
            table: LimitsSample::of(&mut self.limits, now),
            index: self.index.as_mut().map(|(_, pipe)| IndexSample::of(pipe, now)),
            waiting: self.retries.len() as u64,
            keys: self.asked.take(),
        }
    }

    fn end_minute(&mut self, now: Millis) {
        let consumed = std::mem::take(&mut self.minute_writes).units() / 60;
        let Setting::Provisioned(write) = self.scenario.capacity.write else { return };
        let wanted = self.scaling.as_mut().and_then(|scaling| scaling.minute(consumed, write));
        if let Some(wanted) = wanted {
            let write = Setting::Provisioned(wanted);
            self.scenario.capacity = Settings { write, ..self.scenario.capacity };
            let events = self.limits.set(self.scenario.capacity, now);
            self.note(Place::Table, events);
        }
    }
}

fn pipe(index: Index, now: Millis) -> (Keys, Pipe) {
    let partitions = Partitions::even(needed_partitions(index.capacity, 0), false, now);
    let limits = Limits::new(index.capacity, partitions, now);
    (Keys::new(index.pattern), Pipe::new(limits, index.lag))
}
