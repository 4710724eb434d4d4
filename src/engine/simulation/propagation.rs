//! From a table to its global index: entries wait here until the index takes them.
//!
//! Owns the lag, the queue, and the point from which the table's writes are throttled for the index's
//! sake ("back-pressure"; Developer Guide, *GSI throttling*). What waits is taken in order, each
//! entry at the first tenth of a second at which it can be, so that it does not matter in how many
//! steps the clock is set.

use std::collections::VecDeque;

use crate::capacity::{Direction, Limit, TableOrIndex, Tokens, charge_write};
use crate::model::{IndexKind, IndexName, Millis, TableSchema};
use crate::partition::{Demand, Limits};
use crate::store::{Change, EntryChange, EntryDiff, Table};

/// Milliseconds after which a blocked entry is tried again.
const AGAIN: u64 = 100;

/// An entry's change on its way to a global index.
#[derive(Debug, Clone)]
pub(super) struct Deferred {
    pub(super) index: IndexName,
    tokens: Tokens,
    diff: EntryDiff,
}

impl Deferred {
    pub(super) fn apply(self, store: &mut Table) {
        store.apply_entry(&self.index, self.diff);
    }
}

/// What a change does to global indexes.
pub(super) fn deferred(schema: &TableSchema, change: &Change, billed: bool) -> Vec<Deferred> {
    let charges = if billed { charge_write(&schema.indexes, change) } else { Vec::new() };
    let pairs = schema.indexes.iter().zip(change.entries());
    let changed = pairs.filter(|(index, diff)| {
        index.kind == IndexKind::Global && diff.change() != EntryChange::None
    });
    let tokens = |index: &IndexName| {
        let of_index =
            |on: &TableOrIndex| matches!(on, TableOrIndex::Global(name) if name == index);
        charges.iter().find(|c| of_index(&c.on)).map_or(Tokens::ZERO, |c| c.units.into())
    };
    changed
        .map(|(index, diff)| Deferred {
            index: index.name.clone(),
            tokens: tokens(&index.name),
            diff: diff.clone(),
        })
        .collect()
}

/// A global index's limits, and the queue in front of it.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Propagation {
    pub(in crate::engine) limits: Limits,
    queue: VecDeque<(Millis, Deferred)>,
    waiting: Tokens,
    blocked: Option<Limit>,
    /// Until when the queue has been worked off.
    seen: Millis,
}

impl Propagation {
    pub(super) fn new(limits: Limits, now: Millis) -> Self {
        Self { limits, queue: VecDeque::new(), waiting: Tokens::ZERO, blocked: None, seen: now }
    }

    /// Whether the table may write: not while more waits than the index takes in a few seconds.
    pub(super) fn check(&self) -> Result<(), Limit> {
        match self.blocked {
            Some(limit) if self.waiting > self.limits.back_pressure_threshold() => Err(limit),
            _ => Ok(()),
        }
    }

    pub(super) fn push(&mut self, entry: Deferred, now: Millis) {
        self.waiting += entry.tokens;
        self.queue.push_back((now, entry));
    }

    /// Returns the entries that the index takes until now.
    pub(super) fn advance(&mut self, lag: u64, now: Millis) -> Vec<Deferred> {
        let mut taken = Vec::new();
        let mut at = self.seen.0;
        while let Some((since, entry)) = self.queue.front() {
            at = at.max(since.0.saturating_add(lag));
            if at > now.0 {
                break;
            }
            match take(&mut self.limits, Millis(at), entry) {
                Ok(()) => {
                    self.blocked = None;
                    self.waiting = self.waiting - entry.tokens;
                    taken.extend(self.queue.pop_front().map(|(_, entry)| entry));
                }
                Err(limit) => {
                    self.blocked = Some(limit);
                    // Tries are made on a grid, whenever someone looks, so that a clock that leaps
                    // shows what a clock that creeps shows.
                    at = (at / AGAIN + 1) * AGAIN;
                }
            }
        }
        // What is blocked waits for its next try, which may be yet to come.
        self.seen = if self.blocked.is_none() { self.seen.max(now) } else { Millis(at) };
        taken
    }

    /// Everything that waits.
    pub(super) fn drain(&mut self) -> Vec<Deferred> {
        self.waiting = Tokens::ZERO;
        self.queue.drain(..).map(|(_, entry)| entry).collect()
    }

    /// Entries that wait, and milliseconds since the first of them was written.
    pub(in crate::engine) fn backlog(&self, now: Millis) -> (usize, u64) {
        let first = self.queue.front();
        let behind = first.map_or(0, |(since, _)| now.0.saturating_sub(since.0));
        (self.queue.len(), behind)
    }

    pub(in crate::engine) fn blocked(&self) -> Option<Limit> {
        self.blocked
    }
}

fn take(limits: &mut Limits, at: Millis, entry: &Deferred) -> Result<(), Limit> {
    let key = entry.diff.after_key().or(entry.diff.before_key());
    let key = key.map_or([].as_slice(), |key| key.as_bytes());
    let tokens = super::admission::affordable(limits, Direction::Write, entry.tokens);
    let demand = Demand { key, direction: Direction::Write, tokens };
    let place = limits.check(at, demand)?;
    limits.take(at, place, demand);
    Ok(())
}
