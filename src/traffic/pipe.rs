//! From a table to its global index: writes wait here until the index takes them.
//!
//! Owns the lag, the queue, and the point from which the table's writes are refused for the
//! index's sake ("back-pressure"). Refuses to know what is written.

use std::collections::VecDeque;

use crate::capacity::{Direction, Limit, Tokens};
use crate::model::Millis;
use crate::partition::{Demand, Limits};

/// Writes that the index takes in one go, so that no piece of work is long.
const MOST_AT_ONCE: usize = 5_000;
/// Writes that may wait whatever the index's capacity.
const MOST_WAITING: usize = 1_000_000;

/// Bytes of a key that decide where it lies.
type Key = [u8; 16];

/// A write on its way to the index.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    since: u64,
    key: Key,
    new_bytes: u64,
}

/// What keeps the first in the queue from going on.
#[derive(Debug, Clone, Copy)]
struct Block {
    limit: Limit,
    place: usize,
}

/// A global index behind its queue.
#[derive(Debug, Clone)]
pub struct Pipe {
    limits: Limits,
    lag: u64,
    /// What each write takes.
    tokens: Tokens,
    queue: VecDeque<Waiting>,
    blocked: Option<Block>,
}

impl Pipe {
    /// An index that shows a write so many milliseconds later, if it can. Each takes so much.
    pub fn new(limits: Limits, lag: u64, tokens: Tokens) -> Self {
        Self { limits, lag, tokens, queue: VecDeque::new(), blocked: None }
    }

    /// Whether the table may write: not while more waits than the index takes in a few seconds.
    pub fn check(&mut self) -> Result<(), Limit> {
        let Some(Block { limit, place }) = self.blocked else {
            let full = self.queue.len() >= MOST_WAITING;
            return if full { Err(Limit::ProvisionedThroughput) } else { Ok(()) };
        };
        let waiting = self.queue.len() as u64 * self.tokens.thousandths();
        let room = self.limits.room_to_wait();
        if waiting <= room.thousandths() && self.queue.len() < MOST_WAITING {
            return Ok(());
        }
        self.limits.refuse(place);
        Err(limit)
    }

    /// A write of the table that the index must follow.
    pub fn push(&mut self, now: Millis, key: Key, new_bytes: u64) {
        self.queue.push_back(Waiting { since: now.0, key, new_bytes });
    }

    /// Lets the index take what it can. Gives what it took.
    pub fn pass(&mut self, now: Millis) -> Tokens {
        let mut taken = Tokens::ZERO;
        for _ in 0..MOST_AT_ONCE {
            let Some(first) = self.queue.front().filter(|first| first.since + self.lag <= now.0)
            else {
                break;
            };
            let demand =
                Demand { key: &first.key, direction: Direction::Write, tokens: self.tokens };
            // What waits is asked for once, however often the index has to look at it.
            let place = match self.blocked {
                None => self.limits.observe(now, demand),
                Some(_) => self.limits.partitions().locate(&first.key),
            };
            if let Err(limit) = self.limits.admit(now, place, demand) {
                self.blocked = Some(Block { limit, place });
                break;
            }
            if first.new_bytes > 0 {
                self.limits.grow(place, &first.key, first.new_bytes);
            }
            self.blocked = None;
            taken += self.tokens;
            self.queue.pop_front();
        }
        taken
    }

    /// How far behind the table the index is, in milliseconds.
    pub fn behind(&self, now: Millis) -> u64 {
        self.queue.front().map_or(0, |first| now.0.saturating_sub(first.since))
    }

    /// Writes that wait.
    pub fn len(&self) -> usize {
        self.queue.len()
    }

    /// The index's own limits.
    pub fn limits(&mut self) -> &mut Limits {
        &mut self.limits
    }
}
