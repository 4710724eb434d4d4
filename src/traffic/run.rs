//! Plays a scenario on a simulated clock.
//!
//! Owns the clock and what happens at the end of each second and minute. The same scenario gives
//! the same run, in whichever pieces it is played. Refuses to know what is drawn of it.

use super::check::{Fault, Field};
use super::crowd::{Counter, Crowd};
use super::event::Event;
use super::history::History;
use super::keys::KeyCounts;
use super::pattern::Keys;
use super::sample::{Place, Sample};
use super::scaling::{Scaler, Step};
use super::scenario::{Scaling, Scenario};
use super::table::Table;
use super::tally::Tally;
use crate::capacity::{Direction, Tokens};
use crate::model::Millis;
use crate::partition::Settings;

const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;

/// A scenario under way.
#[derive(Debug, Clone)]
pub struct Run {
    now: u64,
    end: u64,
    crowd: Crowd,
    table: Table,
    tally: Tally,
    keys: KeyCounts,
    watched: Vec<Watch>,
    history: History,
    events: Vec<Event>,
}

/// A table or an index as it is watched from second to second.
#[derive(Debug, Clone)]
struct Watch {
    place: Place,
    scaler: Scaler,
    /// What was consumed in this minute.
    read: Tokens,
    write: Tokens,
    /// What was served of reading and writing a second ago.
    rates: [u64; 2],
}

impl Run {
    /// A run that begins, or what keeps the scenario from being played.
    pub fn new(scenario: Scenario) -> Result<Self, Vec<(Field, Fault)>> {
        scenario.check()?;
        let keys = Keys::new(scenario.load.pattern);
        let mut table = Table::new(&scenario, &keys);
        let (first, first_of_index) = table.sample(Millis(0));
        let mut watched =
            vec![Watch::new(Place::Table, scenario.capacity, scenario.scaling, first.rates())];
        if let (Some(index), Some(first)) = (scenario.index, first_of_index) {
            let rates = first.limits.rates();
            watched.push(Watch::new(Place::Index, index.capacity, index.scaling, rates));
        }
        Ok(Self {
            now: 0,
            end: scenario.load.seconds * SECOND,
            crowd: Crowd::new(scenario.load, scenario.clients, keys, scenario.seed),
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

    /// Plays until this time or the end, but no more than about so many requests and milliseconds
    /// in all, so that no piece of work is long. Tells whether the time was reached.
    pub fn advance(&mut self, until: Millis, most: u64) -> bool {
        let (mut work, until) = (0, until.0.min(self.end));
        while self.now < until {
            if work >= most {
                return false;
            }
            work += self.tick();
        }
        true
    }

    /// What the run has come to so far: a sample for each second, or for more when it is long.
    pub fn samples(&self) -> &[Sample] {
        self.history.samples()
    }

    /// What happened besides requests, in order.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Plays a millisecond. Gives how much work it was.
    fn tick(&mut self) -> u64 {
        let now = Millis(self.now);
        let before = self.tally.attempts;
        let (table, tally, keys) = (&mut self.table, &mut self.tally, &mut self.keys);
        self.crowd.tick(now, &mut Counter { table, tally, keys });
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
            waiting: self.crowd.waiting(),
            keys: self.keys.take(),
        }
    }

    fn end_minute(&mut self, now: Millis) {
        for watch in &mut self.watched {
            if watch.end_minute(now, &mut self.events) {
                let brought = self.table.set(watch.place, watch.scaler.settings(), now);
                self.events.extend(brought);
            }
        }
    }
}

impl Watch {
    fn new(place: Place, settings: Settings, scaling: Scaling, rates: [u64; 2]) -> Self {
        let scaler = Scaler::new(settings, scaling.read, scaling.write);
        Self { place, scaler, read: Tokens::ZERO, write: Tokens::ZERO, rates }
    }

    /// An index is only written by what follows the table, and read by nobody here.
    fn end_second(&mut self, now: Millis, sample: &Sample, events: &mut Vec<Event>) {
        let (limits, read, write) = match (self.place, &sample.index) {
            (Place::Index, Some(index)) => (&index.limits, Tokens::ZERO, sample.tally.index_write),
            _ => (&sample.table, sample.tally.read, sample.tally.write),
        };
        self.read += read;
        self.write += write;
        let before = std::mem::replace(&mut self.rates, limits.rates());
        for (nth, direction) in [Direction::Read, Direction::Write].into_iter().enumerate() {
            let to = self.rates[nth];
            if to > before[nth] && !self.scaler.is_provisioned(direction) {
                events.push(Event::PeakDoubled { at: now, place: self.place, direction, to });
            }
        }
    }

    /// Tells whether the capacity is another from now on.
    fn end_minute(&mut self, now: Millis, events: &mut Vec<Event>) -> bool {
        let a_second = |tokens: &mut Tokens| std::mem::take(tokens).units() / 60;
        let (read, write) = (a_second(&mut self.read), a_second(&mut self.write));
        let steps = self.scaler.minute(now, read, write);
        let (at, place, mut changed) = (now, self.place, false);
        for (direction, step) in steps {
            events.push(match step {
                Step::Set { from, to } => {
                    changed = true;
                    Event::Scaled { at, place, direction, from, to }
                }
                Step::Held(held) => Event::Held { at, place, direction, until: held.next },
            });
        }
        changed
    }
}
