//! The append-only log.
//!
//! Owns sequence numbers, and for how long records are kept. Refuses to know readers and their
//! positions.

use super::record::{ChangeKind, ChangeRecord, Millis, Origin};
use super::stream::is_within_retention;
use crate::model::TableSchema;
use crate::store::{Change, EntryChange};

/// How many records are kept at least, for whoever asked for the change, though no stream shows
/// them. No request makes more changes at once.
const KEPT_FOR_THE_REQUEST: u64 = 256;
/// How many records there may be before any are dropped.
const FIRST_TRIM: usize = 1024;

/// Changes in the order in which they were made.
#[derive(Debug, Clone, Default)]
pub struct ChangeLog {
    records: Vec<ChangeRecord>,
    /// The sequence number of the next record.
    next: u64,
    /// The sequence number behind the last streamed record that was dropped.
    trimmed: u64,
    /// How many records there are when the log is trimmed next.
    trim_at: usize,
}

/// How a change came about.
#[derive(Debug, Clone, Copy)]
pub struct Made {
    /// When.
    pub at: Millis,
    /// By whom.
    pub origin: Origin,
    /// Whether the table has a stream to show it.
    pub streamed: bool,
}

impl ChangeLog {
    /// Appends a change of a table with this schema. Equal images are no change.
    pub fn append(&mut self, schema: &TableSchema, change: &Change, made: Made) {
        let Some(kind) = kind_of(change) else { return };
        let (old, new) = (change.before(), change.after());
        let Some(row) = new.or(old) else { return };
        self.records.push(ChangeRecord {
            sequence: self.next,
            table: schema.name.clone(),
            key: schema.keys.project(row.item()),
            hash: change.key().hash(),
            kind,
            old: old.cloned(),
            new: new.cloned(),
            at: made.at,
            origin: made.origin,
            streamed: made.streamed,
        });
        self.next += 1;
        if self.records.len() >= self.trim_at.max(FIRST_TRIM) {
            self.trim(made.at);
        }
    }

    /// The sequence number that the next record will have.
    pub fn next_sequence(&self) -> u64 {
        self.next
    }

    /// The records from this sequence number on.
    pub fn since(&self, sequence: u64) -> &[ChangeRecord] {
        let from = self.records.partition_point(|record| record.sequence < sequence);
        &self.records[from..]
    }

    /// The sequence number of the first record made at this time or later, or of the next one.
    pub fn first_since(&self, at: Millis) -> u64 {
        let from = self.records.partition_point(|record| record.at < at);
        self.records.get(from).map_or(self.next, |record| record.sequence)
    }

    /// Streams show no record before this sequence number: what was there is older than a day.
    pub fn horizon(&self, now: Millis) -> u64 {
        let past = self.records.partition_point(|record| !is_within_retention(record.at, now));
        let last = past.checked_sub(1).and_then(|at| self.records.get(at));
        last.map_or(self.trimmed, |record| record.sequence + 1)
    }

    /// Drops what no stream shows any longer. Doing so only when the records have doubled since the
    /// last time makes it cheap for each.
    fn trim(&mut self, now: Millis) {
        self.trimmed = self.horizon(now);
        let kept = self.next.saturating_sub(KEPT_FOR_THE_REQUEST);
        let horizon = self.trimmed;
        self.records.retain(|record| {
            record.sequence >= kept || (record.streamed && record.sequence >= horizon)
        });
        self.trim_at = self.records.len() * 2;
    }
}

fn kind_of(change: &Change) -> Option<ChangeKind> {
    match change.kind() {
        EntryChange::None => None,
        EntryChange::Insert => Some(ChangeKind::Insert),
        EntryChange::Delete => Some(ChangeKind::Remove),
        EntryChange::Update | EntryChange::Move => Some(ChangeKind::Modify),
    }
}

#[cfg(test)]
mod tests;
