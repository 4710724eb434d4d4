//! The append-only log of changes.
//!
//! Owns the change record, what of it a stream view shows, the order of records, and for how long
//! they are kept. Refuses to know readers and their positions, and why a write happened.

use std::sync::Arc;

use super::stream::{ViewType, is_within_retention};
use crate::model::size::item_size;
use crate::model::{Item, Millis, PartitionHash, TableName, TableSchema};
use crate::store::{Change, EntryChange, Row};

/// What happened to the item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum ChangeKind {
    /// It did not exist before.
    #[n(0)]
    Insert,
    /// It existed and is different now.
    #[n(1)]
    Modify,
    /// It exists no more.
    #[n(2)]
    Remove,
}

/// Who made a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum Origin {
    /// A request.
    #[default]
    #[n(0)]
    Request,
    /// The service, because the item had expired. A stream tells it apart by its identity:
    /// `{"PrincipalId": "dynamodb.amazonaws.com", "Type": "Service"}`.
    #[n(1)]
    Expiry,
}

/// One change of one item. Writing the same item again leaves none.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct ChangeRecord {
    /// Its position in the log: records count up from zero, over all tables.
    #[n(0)]
    pub sequence: u64,
    /// The table of the item.
    #[n(1)]
    pub table: TableName,
    /// The key attributes.
    #[n(2)]
    pub key: Item,
    /// The hash of the partition key.
    #[n(3)]
    pub hash: PartitionHash,
    /// What happened.
    #[n(4)]
    pub kind: ChangeKind,
    /// The item before.
    #[cbor(n(5), with = "crate::store::shared::optional")]
    pub old: Option<Arc<Row>>,
    /// The item after.
    #[cbor(n(6), with = "crate::store::shared::optional")]
    pub new: Option<Arc<Row>>,
    /// When, by the engine's clock.
    #[n(7)]
    pub at: Millis,
    /// Who made it.
    #[n(8)]
    pub origin: Origin,
    /// Whether a stream shows it.
    #[n(9)]
    pub streamed: bool,
}

impl ChangeRecord {
    /// The images before and after that a view shows.
    pub fn images(&self, view: ViewType) -> (Option<&Arc<Row>>, Option<&Arc<Row>>) {
        let old = self.old.as_ref().filter(|_| view.shows_old());
        (old, self.new.as_ref().filter(|_| view.shows_new()))
    }

    /// The bytes of the key and of the images that a view shows.
    pub fn bytes(&self, view: ViewType) -> u64 {
        let (old, new) = self.images(view);
        let images = old.into_iter().chain(new).map(|row| u64::from(row.size()));
        item_size(&self.key) as u64 + images.sum::<u64>()
    }
}

impl ChangeRecord {
    /// The memory that it takes for a stream, roughly. The image before is the one after of an
    /// earlier record, or is gone from the table.
    fn memory(&self) -> usize {
        let image = self.old.as_ref().or(self.new.as_ref()).map_or(0, |row| row.size() as usize);
        if self.streamed { RECORD_BYTES + item_size(&self.key) + image } else { 0 }
    }
}

/// The newest records are kept though no stream shows them, so that what one request changed can be
/// told. No request makes more changes at once.
const KEPT_FOR_THE_REQUEST: u64 = 256;
/// Records that there may be before any are dropped.
const FIRST_TRIM: usize = 1024;
/// Memory that streamed records may take. The service keeps a day of any length; here, whoever writes
/// this much within a day loses the oldest records as if they were a day old.
const MAX_STREAMED_BYTES: usize = 32 * 1024 * 1024;
/// What is left when that is reached, so that trimming costs each record a constant amount in all.
const BYTES_AFTER_TRIM: usize = MAX_STREAMED_BYTES / 4 * 3;
/// What a record takes besides its images, roughly.
const RECORD_BYTES: usize = 320;

/// Changes in the order in which they were made.
#[derive(Debug, Clone, Default)]
pub struct ChangeLog {
    records: Vec<ChangeRecord>,
    /// The sequence of the next record.
    next: u64,
    /// The sequence after the last streamed record that was dropped.
    trimmed: u64,
    /// The number of records at which the log is trimmed next.
    trim_at: usize,
    /// The memory that streamed records take, roughly.
    streamed_bytes: usize,
}

/// Where a log stands besides its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct LogCounters {
    /// The sequence of the next record.
    #[n(0)]
    pub next: u64,
    /// The sequence after the last streamed record that was dropped.
    #[n(1)]
    pub trimmed: u64,
    /// The number of records at which the log is trimmed next.
    #[n(2)]
    pub trim_at: u64,
}

/// When, by whom and for whom a change was made.
#[derive(Debug, Clone, Copy)]
pub struct Made {
    /// When.
    pub at: Millis,
    /// Who made it.
    pub origin: Origin,
    /// Whether the table has a stream to show it.
    pub streamed: bool,
}

impl ChangeLog {
    /// Appends a change of a table with this schema.
    pub fn append(&mut self, schema: &TableSchema, change: &Change, made: Made) {
        let kind = match change.kind() {
            // Writing an item as it is leaves no record (Developer Guide, *Change data capture for
            // DynamoDB Streams*).
            EntryChange::None => return,
            EntryChange::Insert => ChangeKind::Insert,
            EntryChange::Delete => ChangeKind::Remove,
            EntryChange::Update | EntryChange::Move => ChangeKind::Modify,
        };
        let old = change.before();
        let new = change.after();
        let Some(row) = new.or(old) else { return };
        let record = ChangeRecord {
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
        };
        self.streamed_bytes += record.memory();
        self.records.push(record);
        self.next += 1;
        if self.streamed_bytes > MAX_STREAMED_BYTES {
            self.drop_oldest();
        }
        if self.records.len() >= self.trim_at.max(FIRST_TRIM) {
            self.trim(made.at);
        }
    }

    /// Where the log stands besides its records.
    pub fn counters(&self) -> LogCounters {
        LogCounters { next: self.next, trimmed: self.trimmed, trim_at: self.trim_at as u64 }
    }

    /// A log that stands there. Its records are to be [restored](Self::restore).
    pub fn from_counters(counters: LogCounters) -> Self {
        let LogCounters { next, trimmed, trim_at } = counters;
        let trim_at = usize::try_from(trim_at).unwrap_or(usize::MAX);
        Self { records: Vec::new(), next, trimmed, trim_at, streamed_bytes: 0 }
    }

    /// Puts records back that are older than what the log will append; those that it has are passed
    /// over. Records come in their order.
    pub fn restore(&mut self, records: Vec<ChangeRecord>) {
        for record in records {
            let after = self.records.last().is_none_or(|last| last.sequence < record.sequence);
            if after && record.sequence < self.next {
                self.streamed_bytes += record.memory();
                self.records.push(record);
            }
        }
    }

    /// Lets the log end where another one stood: later records are gone, and these are its last. What
    /// was trimmed meanwhile stays so.
    pub fn go_to(&mut self, counters: LogCounters, last: Vec<ChangeRecord>) {
        let first = last.first().map_or(counters.next, |record| record.sequence);
        self.retain(|record| record.sequence < first);
        self.next = counters.next;
        self.trimmed = self.trimmed.max(counters.trimmed).min(counters.next);
        self.restore(last);
    }

    /// The sequence that the next record will have.
    pub fn next_sequence(&self) -> u64 {
        self.next
    }

    /// The records from this sequence on.
    pub fn since(&self, sequence: u64) -> &[ChangeRecord] {
        let from = self.records.partition_point(|record| record.sequence < sequence);
        &self.records[from..]
    }

    /// The sequence of the first record made at this time or later, or of the next one to come.
    pub fn first_since(&self, at: Millis) -> u64 {
        let from = self.records.partition_point(|record| record.at < at);
        self.records.get(from).map_or(self.next, |record| record.sequence)
    }

    /// The oldest sequence that streams show: what was before it is older than a day, or had to make
    /// room.
    pub fn horizon(&self, now: Millis) -> u64 {
        let past = self.records.partition_point(|record| !is_within_retention(record.at, now));
        let last = past.checked_sub(1).and_then(|at| self.records.get(at));
        last.map_or(0, |record| record.sequence + 1).max(self.trimmed)
    }

    /// Lets streams begin later, so that they take less memory.
    fn drop_oldest(&mut self) {
        let mut left = self.streamed_bytes;
        let oldest = self.records.iter().take_while(|record| {
            let drop = left > BYTES_AFTER_TRIM;
            left -= record.memory();
            drop
        });
        let count = oldest.count();
        if let Some(last) = count.checked_sub(1).map(|at| self.records[at].sequence) {
            // What the newest request changed is kept, however much that is.
            self.trimmed = self.trimmed.max(last + 1);
            let kept = self.next.saturating_sub(KEPT_FOR_THE_REQUEST);
            self.retain(|record| record.sequence >= kept || record.sequence > last);
        }
    }

    fn retain(&mut self, keep: impl Fn(&ChangeRecord) -> bool) {
        self.records.retain(keep);
        self.streamed_bytes = self.records.iter().map(ChangeRecord::memory).sum();
    }

    /// Drops what no stream shows any longer.
    fn trim(&mut self, now: Millis) {
        self.trimmed = self.horizon(now);
        let kept = self.next.saturating_sub(KEPT_FOR_THE_REQUEST);
        let horizon = self.trimmed;
        self.retain(|record| {
            record.sequence >= kept || (record.streamed && record.sequence >= horizon)
        });
        // Only when the records have doubled since the last time, so that trimming costs each record
        // a constant amount in all.
        self.trim_at = self.records.len() * 2;
    }
}

#[cfg(test)]
mod tests;
