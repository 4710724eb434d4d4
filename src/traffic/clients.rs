//! The clients: how many requests they make, and what they do when they are throttled.
//!
//! Owns the pace of the load, retries and batches. Every request ends exactly once: it succeeds, its
//! client gives up, it is dropped or rejected, or it still waits. Refuses to know why the table
//! throttles.

use super::load::Load;
use super::pattern::{DrawnKey, Keys, percent};
use super::retry::{Request, Wheel, resubmit_wait};
use super::scenario::{Batch, Clients, Unprocessed};
use super::table::{Outcome, Table};
use super::tally::{KeyCounts, Tally};
use crate::model::Millis;
use crate::model::random::SplitMix64;

/// How often the rate of a load is looked up, in milliseconds.
const PACE_MILLIS: u64 = 10;
/// Milliseconds from a request that succeeds at once to its response.
const SERVICE_MILLIS: u64 = 5;
/// The same of a request that the cache serves.
const CACHED_MILLIS: u64 = 1;

/// Who receives the requests, and where they are counted.
pub struct Receiver<'a> {
    /// The table.
    pub table: &'a mut Table,
    /// The counts of the second.
    pub tally: &'a mut Tally,
    /// The counts by key.
    pub keys: &'a mut KeyCounts,
}

/// Clients and their load.
#[derive(Debug, Clone)]
pub struct LoadGenerator {
    load: Load,
    clients: Clients,
    /// Requests that one read makes: the suffixes of a sharded key.
    reads_at_once: u64,
    keys: Keys,
    random: SplitMix64,
    /// Requests a second at present.
    rate: u64,
    /// Thousandths of a request that are left over from the milliseconds before.
    carry: u64,
    /// The writes of the batch that is being filled.
    batch: Vec<Request>,
    wheel: Wheel,
}

impl LoadGenerator {
    /// Clients that have not begun.
    pub fn new(load: Load, clients: Clients, keys: Keys, seed: u64) -> Self {
        Self {
            load,
            clients,
            reads_at_once: load.reads_at_once(),
            keys,
            random: SplitMix64::new(seed),
            rate: 0,
            carry: 0,
            batch: Vec::new(),
            wheel: Wheel::new(),
        }
    }

    /// Requests that wait, for their next attempt or for their batch to be full.
    pub fn waiting(&self) -> u64 {
        (self.wheel.len() + self.batch.len()) as u64
    }

    /// Plays a millisecond: requests that waited come before new ones.
    pub fn tick(&mut self, now: Millis, to: &mut Receiver<'_>) {
        self.retry_due(now, to);
        self.make_new(now, to);
    }

    /// Sends again what is due. Writes of batches come back as batches.
    fn retry_due(&mut self, now: Millis, to: &mut Receiver<'_>) {
        let due = self.wheel.take(now.0);
        let mut batch = Vec::new();
        for request in &due {
            match self.clients.batch {
                Some(Batch { size, .. }) if request.write => {
                    batch.push(*request);
                    if batch.len() as u64 >= size {
                        self.send_batch(now, &mut batch, to);
                    }
                }
                _ => self.send(now, *request, to),
            }
        }
        self.wheel.give_back(due);
        // What is left does not fill a batch, and is sent all the same: it was due now.
        self.send_batch(now, &mut batch, to);
    }

    fn make_new(&mut self, now: Millis, to: &mut Receiver<'_>) {
        if now.0.is_multiple_of(PACE_MILLIS) {
            self.rate = self.load.rate_at(now.0);
        }
        // Whole requests are made and the rest is carried over, so that no rate is rounded.
        self.carry += self.rate;
        let count = self.carry / 1_000;
        self.carry -= count * 1_000;
        for _ in 0..count {
            let write = percent(&mut self.random, self.load.write_percent);
            if !write && self.reads_at_once > 1 {
                self.fan_out(now, to);
            } else {
                let key = self.keys.draw(&mut self.random, now.0, write);
                self.make(now, key, write, to);
            }
        }
    }

    /// Reads every suffix of a sharded key, anywhere in its item collection.
    fn fan_out(&mut self, now: Millis, to: &mut Receiver<'_>) {
        for partition in 0..self.reads_at_once {
            let key = DrawnKey { partition, sort: self.random.next_u64(), item: u64::MAX };
            self.make(now, key, false, to);
        }
    }

    fn make(&mut self, now: Millis, key: DrawnKey, write: bool, to: &mut Receiver<'_>) {
        to.tally.requests += 1;
        let request = Request { key, began: now.0 as u32, attempts: 0, rounds: 0, write };
        match self.clients.batch {
            Some(Batch { size, .. }) if write => {
                self.batch.push(request);
                if self.batch.len() as u64 >= size {
                    let mut batch = std::mem::take(&mut self.batch);
                    // The latency of a write begins when its batch is sent.
                    batch.iter_mut().for_each(|request| request.began = now.0 as u32);
                    self.send_batch(now, &mut batch, to);
                    self.batch = batch;
                }
            }
            _ => self.send(now, request, to),
        }
    }

    fn send(&mut self, now: Millis, mut request: Request, to: &mut Receiver<'_>) {
        request.attempts += 1;
        if self.attempt(now, &request, to) == Outcome::Throttled {
            let wait = self.clients.retry.wait(request.attempts.into(), &mut self.random);
            self.wait(now, request, wait, to.tally);
        }
    }

    /// Sends a `BatchWriteItem` and empties the batch.
    fn send_batch(&mut self, now: Millis, batch: &mut Vec<Request>, to: &mut Receiver<'_>) {
        let count = batch.len();
        batch.retain_mut(|request| {
            request.attempts += 1;
            self.attempt(now, request, to) == Outcome::Throttled
        });
        if batch.is_empty() {
            return;
        }
        // The batch is throttled as a whole only if nothing of it could be written (API reference,
        // *BatchWriteItem*), and only then does the SDK retry.
        if batch.len() == count {
            let wait = self.clients.retry.wait(batch[0].attempts.into(), &mut self.random);
            batch.iter().for_each(|request| self.wait(now, *request, wait, to.tally));
        } else {
            self.handle_unprocessed(now, batch, to.tally);
        }
        batch.clear();
    }

    /// No SDK sends again what comes back as `UnprocessedItems`: that is for the client to do.
    fn handle_unprocessed(&mut self, now: Millis, batch: &[Request], tally: &mut Tally) {
        match self.clients.batch.map(|batch| batch.unprocessed) {
            Some(Unprocessed::Resubmit) => {
                let rounds = batch[0].rounds.saturating_add(1);
                let wait = resubmit_wait(rounds.into(), &mut self.random);
                for request in batch {
                    // A new call of the SDK, with attempts of its own.
                    let request = Request { attempts: 0, rounds, ..*request };
                    self.wait(now, request, Some(wait), tally);
                }
            }
            _ => tally.dropped += batch.len() as u64,
        }
    }

    /// Lets a request wait for this many milliseconds, or gives it up.
    fn wait(&mut self, now: Millis, request: Request, wait: Option<u64>, tally: &mut Tally) {
        let waits = wait.is_some_and(|wait| self.wheel.push(now.0 + wait.max(1), request));
        tally.given_up += u64::from(!waits);
    }

    fn attempt(&mut self, now: Millis, request: &Request, to: &mut Receiver<'_>) -> Outcome {
        to.tally.attempts += 1;
        let outcome = if request.write {
            to.table.write(now, request.key, &mut self.random, to.tally)
        } else {
            to.table.read(now, request.key, &mut self.random, to.tally)
        };
        to.keys.count(request.key.partition, outcome == Outcome::Throttled);
        let took = match outcome {
            Outcome::Succeeded => SERVICE_MILLIS,
            Outcome::CacheHit => CACHED_MILLIS,
            Outcome::Throttled | Outcome::CollectionFull => return outcome,
        };
        to.tally.succeed(now.0 + took - u64::from(request.began));
        outcome
    }
}
