//! From a table to its global index: writes wait here until the index takes them.
//!
//! Owns the lag, the queue, and the point from which the table's writes are refused for the
//! index's sake ("back-pressure"). Refuses to know what is written.

use std::collections::VecDeque;

use crate::capacity::{Direction, Limit, Tokens};
use crate::model::Millis;
use crate::partition::{Demand, Event, Limits};

/// Seconds of the index's write capacity that may wait before writes are refused. AWS publishes
/// no figure.
const WAITING_SECONDS: u64 = 5;

/// Bytes of a key that decide where it lies.
type Key = [u8; 16];

/// A write on its way to the index.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    since: Millis,
    key: Key,
    tokens: Tokens,
}

/// A global index behind its queue.
#[derive(Debug, Clone)]
pub struct Pipe {
    limits: Limits,
    lag: u64,
    queue: VecDeque<Waiting>,
    waiting: Tokens,
    /// What keeps the first in the queue from going on.
    blocked: Option<Limit>,
}

impl Pipe {
    /// An index that shows a write so many milliseconds later, if it can.
    pub fn new(limits: Limits, lag: u64) -> Self {
        Self { limits, lag, queue: VecDeque::new(), waiting: Tokens::ZERO, blocked: None }
    }

    /// Whether the table may write: not while more waits than the index takes in a few seconds.
    pub fn check(&self) -> Result<(), Limit> {
        let room = Tokens::of_units(self.limits.meter(Direction::Write).rate() * WAITING_SECONDS);
        match self.blocked {
            Some(limit) if self.waiting > room => Err(limit),
            _ => Ok(()),
        }
    }

    /// A write of the table that the index must follow.
    pub fn push(&mut self, now: Millis, key: Key, tokens: Tokens) {
        self.queue.push_back(Waiting { since: now, key, tokens });
        self.waiting += tokens;
    }

    /// Lets the index take what it can.
    pub fn pass(&mut self, now: Millis) -> Vec<Event> {
        self.blocked = None;
        while let Some(first) = self.queue.front().filter(|w| w.since.0 + self.lag <= now.0) {
            let (direction, tokens) = (Direction::Write, first.tokens);
            let demand = Demand { key: &first.key, direction, tokens };
            match self.limits.check(now, demand) {
                Ok(place) => self.limits.take(now, place, demand),
                Err(limit) => {
                    self.blocked = Some(limit);
                    break;
                }
            }
            self.waiting = self.waiting - tokens;
            self.queue.pop_front();
        }
        self.limits.pass(now)
    }

    /// How far behind the table the index is, in milliseconds.
    pub fn behind(&self, now: Millis) -> u64 {
        self.queue.front().map_or(0, |first| now.0.saturating_sub(first.since.0))
    }

    /// Writes that wait.
    pub fn len(&self) -> usize {
        self.queue.len()
    }

    /// Whether no write waits.
    pub fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// The index's own limits.
    pub fn limits(&mut self) -> &mut Limits {
        &mut self.limits
    }
}
