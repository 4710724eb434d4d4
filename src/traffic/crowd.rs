//! Those who ask: how many, when, and what they do when they are refused.
//!
//! Owns the pace of the load, retries and batches. Every request ends exactly once: granted, given
//! up, lost or refused for good, or it still waits. Refuses to know why the table refuses.

use super::keys::KeyCounts;
use super::pattern::{DrawnKey, Keys};
use super::random::percent;
use super::retry::resubmit_wait;
use super::scenario::{Batch, Clients, Load, Unprocessed};
use super::table::{Answer, Table};
use super::tally::Tally;
use super::wheel::{Request, Wheel};
use crate::model::Millis;
use crate::model::random::SplitMix64;

/// How often the rate of a load is looked up, in milliseconds.
const PACE_MILLIS: u64 = 10;
/// What a request takes that is granted at once, in milliseconds.
const SERVICE_MILLIS: u64 = 5;
/// What a request takes that the cache serves.
const CACHED_MILLIS: u64 = 1;

/// What they ask, and where it is counted.
pub struct Counter<'a> {
    /// The table.
    pub table: &'a mut Table,
    /// Counts of the second.
    pub tally: &'a mut Tally,
    /// Counts by key.
    pub keys: &'a mut KeyCounts,
}

/// Clients and their load.
#[derive(Debug, Clone)]
pub struct Crowd {
    load: Load,
    clients: Clients,
    reads_at_once: u64,
    keys: Keys,
    random: SplitMix64,
    /// Requests a second at present.
    rate: u64,
    /// Thousandths of a request that are left over from the millisecond before.
    carry: u64,
    /// Writes that a batch is being made of.
    batch: Vec<Request>,
    wheel: Wheel,
}

impl Crowd {
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

    /// Plays a millisecond: who waited comes before who is new.
    pub fn tick(&mut self, now: Millis, to: &mut Counter<'_>) {
        self.retry(now, to);
        self.begin(now, to);
    }

    /// Writes of batches come back as batches.
    fn retry(&mut self, now: Millis, to: &mut Counter<'_>) {
        let due = self.wheel.take(now.0);
        let mut batch = Vec::new();
        for request in &due {
            let request = *request;
            match self.clients.batch {
                Some(Batch { size, .. }) if request.write => {
                    batch.push(request);
                    if batch.len() as u64 >= size {
                        self.send(now, &mut batch, to);
                    }
                }
                _ => self.attempt(now, request, to),
            }
        }
        self.wheel.give_back(due);
        self.send(now, &mut batch, to);
    }

    fn begin(&mut self, now: Millis, to: &mut Counter<'_>) {
        if now.0.is_multiple_of(PACE_MILLIS) {
            self.rate = self.load.rate_at(now.0);
        }
        self.carry += self.rate;
        let count = self.carry / 1_000;
        self.carry -= count * 1_000;
        for _ in 0..count {
            let write = percent(&mut self.random, self.load.write_percent);
            match write {
                false if self.reads_at_once > 1 => self.fan_out(now, to),
                _ => {
                    let key = self.keys.draw(&mut self.random, now.0, write);
                    self.make(now, key, write, to);
                }
            }
        }
    }

    /// Asks every suffix of a sharded key, anywhere in its collection.
    fn fan_out(&mut self, now: Millis, to: &mut Counter<'_>) {
        for partition in 0..self.reads_at_once {
            let key = DrawnKey { partition, sort: self.random.next_u64(), item: u64::MAX };
            self.make(now, key, false, to);
        }
    }

    fn make(&mut self, now: Millis, key: DrawnKey, write: bool, to: &mut Counter<'_>) {
        to.tally.begun += 1;
        let request = Request { key, began: now.0 as u32, attempts: 0, rounds: 0, write };
        match self.clients.batch {
            Some(Batch { size, .. }) if write => {
                self.batch.push(request);
                if self.batch.len() as u64 >= size {
                    self.send_new(now, to);
                }
            }
            _ => self.attempt(now, request, to),
        }
    }

    /// A client waits for nobody: it begins when its batch is full.
    fn send_new(&mut self, now: Millis, to: &mut Counter<'_>) {
        let mut batch = std::mem::take(&mut self.batch);
        batch.iter_mut().for_each(|request| request.began = now.0 as u32);
        self.send(now, &mut batch, to);
        self.batch = batch;
    }

    fn attempt(&mut self, now: Millis, mut request: Request, to: &mut Counter<'_>) {
        request.attempts += 1;
        if self.ask(now, &request, to) == Answer::Throttled {
            let wait = self.clients.retry.wait(request.attempts.into(), &mut self.random);
            self.wait(now, request, wait, to.tally);
        }
    }

    /// Sends a `BatchWriteItem`, which is refused as a whole only if nothing of it could be done.
    fn send(&mut self, now: Millis, batch: &mut Vec<Request>, to: &mut Counter<'_>) {
        let count = batch.len();
        batch.retain_mut(|request| {
            request.attempts += 1;
            self.ask(now, request, to) == Answer::Throttled
        });
        if batch.is_empty() {
            return;
        }
        if batch.len() == count {
            self.retry_all(now, batch, to.tally);
        } else {
            self.take_back(now, batch, to.tally);
        }
        batch.clear();
    }

    /// The SDK sends again what was refused as a whole.
    fn retry_all(&mut self, now: Millis, batch: &[Request], tally: &mut Tally) {
        let wait = self.clients.retry.wait(batch[0].attempts.into(), &mut self.random);
        batch.iter().for_each(|request| self.wait(now, *request, wait, tally));
    }

    /// No SDK sends again what comes back as `UnprocessedItems`: that is for the client to do.
    fn take_back(&mut self, now: Millis, batch: &[Request], tally: &mut Tally) {
        match self.clients.batch.map(|batch| batch.unprocessed) {
            Some(Unprocessed::Resubmit) => {
                let rounds = batch[0].rounds.saturating_add(1);
                let wait = resubmit_wait(rounds.into(), &mut self.random);
                for request in batch {
                    let request = Request { attempts: 0, rounds, ..*request };
                    self.wait(now, request, Some(wait), tally);
                }
            }
            _ => tally.lost += batch.len() as u64,
        }
    }

    fn wait(&mut self, now: Millis, request: Request, wait: Option<u64>, tally: &mut Tally) {
        let waits = wait.is_some_and(|wait| self.wheel.push(now.0 + wait.max(1), request));
        tally.given_up += u64::from(!waits);
    }

    fn ask(&mut self, now: Millis, request: &Request, to: &mut Counter<'_>) -> Answer {
        to.tally.attempts += 1;
        let answer = match request.write {
            true => to.table.write(now, request.key, &mut self.random, to.tally),
            false => to.table.read(now, request.key, &mut self.random, to.tally),
        };
        to.keys.count(request.key.partition, answer == Answer::Throttled);
        let took = match answer {
            Answer::Granted => SERVICE_MILLIS,
            Answer::Cached => CACHED_MILLIS,
            Answer::Throttled | Answer::Full => return answer,
        };
        to.tally.grant(now.0 + took - u64::from(request.began));
        answer
    }
}
