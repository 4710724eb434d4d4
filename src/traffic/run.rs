//! Plays a scenario on a simulated clock.
//!
//! Owns the clock, and what happens at the end of each second and minute. The same scenario gives
//! the same run to the byte, in whichever pieces it is advanced. Refuses to know what is drawn of
//! it.

use super::check::{Fault, Field};
use super::clients::{LoadGenerator, Receiver};
use super::pattern::Keys;
use super::sample::{History, Resource, Sample};
use super::scaling::{Scaler, Step};
use super::scenario::{Scaling, Scenario};
use super::table::Table;
use super::tally::{KeyCounts, Tally};
use crate::capacity::{Direction, Tokens};
use crate::model::Millis;
use crate::partition::{self, Settings};

const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;

/// A scenario under way.
#[derive(Debug, Clone)]
pub struct Run {
    now: u64,
    end: u64,
    load: LoadGenerator,
    table: Table,
    tally: Tally,
    keys: KeyCounts,
    /// The table and, if there is one, its index.
    watched: Vec<Watch>,
    history: History,
    events: Vec<Event>,
}

/// What auto scaling and the timeline watch of the table or the index.
#[derive(Debug, Clone)]
struct Watch {
    resource: Resource,
    scaler: Scaler,
    /// Read units consumed in this minute.
    read: Tokens,
    /// Write units consumed in this minute.
    write: Tokens,
    /// Units a second that were served of reading and of writing a second ago.
    rates: [u64; 2],
}

impl Run {
    /// A run of the scenario from its beginning; or every setting that is out of bounds.
    pub fn new(scenario: Scenario) -> Result<Self, Vec<(Field, Fault)>> {
        scenario.check()?;
        let keys = Keys::new(scenario.load.pattern);
        let mut table = Table::new(&scenario, &keys);
        let (table_sample, index_sample) = table.sample(Millis(0));
        let rates = table_sample.rates();
        let mut watched =
            vec![Watch::new(Resource::Table, scenario.capacity, scenario.scaling, rates)];
        if let (Some(index), Some(sample)) = (scenario.index, index_sample) {
            let rates = sample.limits.rates();
            watched.push(Watch::new(Resource::Index, index.capacity, index.scaling, rates));
        }
        Ok(Self {
            now: 0,
            end: scenario.load.seconds * SECOND,
            load: LoadGenerator::new(scenario.load, scenario.clients, keys, scenario.seed),
            table,
            tally: Tally::default(),
            keys: KeyCounts::default(),
            watched,
            history: History::new(),
            events: Vec::new(),
        })
    }

    /// Whether the load has come to its end.
    pub fn is_over(&self) -> bool {
        self.now >= self.end
    }

    /// The simulated time.
    pub fn now(&self) -> Millis {
        Millis(self.now)
    }

    /// Advances to this time or to the end, but by no more than about `budget` requests and
    /// milliseconds together, so that no piece of work is long. Returns whether the time was
    /// reached.
    pub fn advance(&mut self, until: Millis, budget: u64) -> bool {
        let until = until.0.min(self.end);
        let mut work = 0;
        while self.now < until {
            if work >= budget {
                return false;
            }
            work += self.tick();
        }
        true
    }

    /// The samples so far: one for each second, or for several when the run is long.
    pub fn samples(&self) -> &[Sample] {
        self.history.samples()
    }

    /// What happened besides requests, in order.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Advances by a millisecond. Returns how much work that was.
    fn tick(&mut self) -> u64 {
        let now = Millis(self.now);
        let before = self.tally.attempts;
        let mut receiver =
            Receiver { table: &mut self.table, tally: &mut self.tally, keys: &mut self.keys };
        self.load.tick(now, &mut receiver);
        let followed = self.table.pass(now, &mut self.tally);
        let work = 1 + self.tally.attempts - before + followed;
        self.now += 1;
        if self.now.is_multiple_of(SECOND) {
            self.end_second();
        }
        work
    }

    fn end_second(&mut self) {
        let now = Millis(self.now);
        // A partition is shown as it was while it was hot, and split after that.
        let sample = self.sample(now);
        self.events.extend(self.table.end_second(now));
        for watch in &mut self.watched {
            watch.end_second(now, &sample, &mut self.events);
        }
        self.history.push(sample);
        if self.now.is_multiple_of(MINUTE) {
            self.end_minute(now);
        }
    }

    fn sample(&mut self, now: Millis) -> Sample {
        let (table, index) = self.table.sample(now);
        Sample {
            second: self.now / SECOND - 1,
            seconds: 1,
            tally: std::mem::take(&mut self.tally),
            table,
            index,
            waiting: self.load.waiting(),
            keys: self.keys.take(),
        }
    }

    fn end_minute(&mut self, now: Millis) {
        for watch in &mut self.watched {
            if watch.end_minute(now, &mut self.events) {
                let splits = self.table.set(watch.resource, watch.scaler.settings(), now);
                self.events.extend(splits);
            }
        }
    }
}

impl Watch {
    fn new(resource: Resource, settings: Settings, scaling: Scaling, rates: [u64; 2]) -> Self {
        let scaler = Scaler::new(settings, scaling.read, scaling.write);
        Self { resource, scaler, read: Tokens::ZERO, write: Tokens::ZERO, rates }
    }

    fn end_second(&mut self, now: Millis, sample: &Sample, events: &mut Vec<Event>) {
        // The index is written by its queue alone, and nobody reads it in a run.
        let (limits, read, write) = match (self.resource, &sample.index) {
            (Resource::Index, Some(index)) => {
                (&index.limits, Tokens::ZERO, sample.tally.index_write)
            }
            _ => (&sample.table, sample.tally.read, sample.tally.write),
        };
        self.read += read;
        self.write += write;
        let before = std::mem::replace(&mut self.rates, limits.rates());
        for (nth, direction) in [Direction::Read, Direction::Write].into_iter().enumerate() {
            let to = self.rates[nth];
            // An on-demand rate rises only when a peak is old enough to be doubled.
            if to > before[nth] && !self.scaler.is_provisioned(direction) {
                events.push(Event::PeakDoubled { at: now, resource: self.resource, direction, to });
            }
        }
    }

    /// Lets auto scaling decide. Returns whether the capacity changes from now on.
    fn end_minute(&mut self, now: Millis, events: &mut Vec<Event>) -> bool {
        let a_second = |tokens: &mut Tokens| std::mem::take(tokens).units() / 60;
        let read = a_second(&mut self.read);
        let write = a_second(&mut self.write);
        let steps = self.scaler.minute(now, read, write);
        let at = now;
        let resource = self.resource;
        let mut changed = false;
        for (direction, step) in steps {
            events.push(match step {
                Step::Set { from, to } => {
                    changed = true;
                    Event::Scaled { at, resource, direction, from, to }
                }
                Step::Delayed(delayed) => {
                    Event::DecreaseDelayed { at, resource, direction, until: delayed.next }
                }
            });
        }
        changed
    }
}

/// Something that happened in a run besides requests, for its timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A partition was split, or would have been if that helped.
    Partition(Resource, partition::Event),
    /// Auto scaling changed a capacity.
    Scaled {
        /// When.
        at: Millis,
        /// Of the table or of the index.
        resource: Resource,
        /// Reading or writing.
        direction: Direction,
        /// Units a second before.
        from: u64,
        /// Units a second from now on.
        to: u64,
    },
    /// Auto scaling wanted to decrease a capacity, but had done so too often.
    DecreaseDelayed {
        /// When.
        at: Millis,
        /// Of the table or of the index.
        resource: Resource,
        /// Reading or writing.
        direction: Direction,
        /// When it may.
        until: Millis,
    },
    /// An on-demand table or index may serve more, since its peak is old enough to be doubled.
    PeakDoubled {
        /// When.
        at: Millis,
        /// Of the table or of the index.
        resource: Resource,
        /// Reading or writing.
        direction: Direction,
        /// Units a second from now on.
        to: u64,
    },
    /// An item collection that a local index holds together has reached 10 GB: inserts are rejected
    /// with `ItemCollectionSizeLimitExceededException`.
    CollectionFull {
        /// When.
        at: Millis,
        /// The number of its partition key.
        key: u64,
    },
}

impl Event {
    /// When it happened.
    pub fn at(&self) -> Millis {
        match self {
            Event::Partition(_, event) => event.at(),
            Event::Scaled { at, .. }
            | Event::DecreaseDelayed { at, .. }
            | Event::PeakDoubled { at, .. }
            | Event::CollectionFull { at, .. } => *at,
        }
    }
}
