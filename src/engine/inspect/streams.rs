//! Views of streams, of what expires, and of what lies around an item, for the page.

use std::ops::Bound;
use std::sync::Arc;

use super::{Inspect, RowView};
use crate::changelog::{Shard, ShardId, Stream};
use crate::engine::error::StreamError;
use crate::engine::ops::streams::{ShardIteratorStart, StreamRecord, sequence_of};
use crate::model::{AttributeName, IndexName, Item, KeyBytes, Millis, Number, TableName, Value};
use crate::store::Row;

/// The newest records of a stream.
#[derive(Debug, Clone, Default)]
pub struct RecordsView {
    /// Records with their shards, the newest first.
    pub records: Vec<(ShardId, StreamRecord)>,
    /// How many there are in all.
    pub total: usize,
}

/// What of a table expires, and when.
#[derive(Debug, Clone)]
pub struct ExpiryView {
    /// The TTL attribute.
    pub attribute: AttributeName,
    /// Items that have a time to expire at.
    pub due: usize,
    /// Those that have expired and are still there.
    pub expired: usize,
    /// The first of them with the second at which each expires, the earliest first.
    pub first: Vec<(Number, Arc<Row>)>,
}

/// What lies around an item in its collection.
#[derive(Debug, Clone, Default)]
pub struct Neighbors {
    /// Rows in their order.
    pub rows: Vec<RowView>,
    /// Where among them the item is; none if it isn't there.
    pub place: Option<usize>,
    /// Whether there are more before and behind.
    pub has_more: (bool, bool),
}

impl<'a> Inspect<'a> {
    /// The streams of a table that can be read, the newest first.
    pub fn streams(&self, table: &TableName) -> Vec<&'a Stream> {
        let now = self.state.now();
        let mut streams: Vec<_> =
            self.state.tables.streams_of(table).filter(|s| s.is_readable(now)).collect();
        streams.sort_unstable_by(|one, other| other.id.cmp(&one.id));
        streams
    }

    /// The shards of a stream that can be read.
    pub fn shards(&self, stream: &'a Stream) -> Vec<&'a Shard> {
        stream.readable_shards(self.state.now()).collect()
    }

    /// The newest records of a stream, at most so many.
    pub fn stream_records(&self, stream: &Stream, most: usize) -> RecordsView {
        let now = self.state.now();
        let records = self.state.log.since(self.state.log.horizon(now));
        let shards: Vec<&Shard> = stream.readable_shards(now).collect();
        let mut view = RecordsView::default();
        for record in records.iter().rev().filter(|record| record.table == stream.id.table) {
            let holds = |shard: &&&Shard| shard.contains(record.sequence, record.hash);
            let Some(shard) = shards.iter().find(holds) else { continue };
            view.total += 1;
            if view.records.len() < most {
                view.records.push((shard.id, StreamRecord::from_record(record, stream.view)));
            }
        }
        view
    }

    /// The records that a reader of a shard gets from this sequence on, at most so many, as
    /// GetRecords pages them.
    pub fn shard_records(
        &self,
        stream: &Stream,
        shard: &Shard,
        sequence: u64,
        most: usize,
    ) -> (Vec<StreamRecord>, Option<u64>) {
        let page = self.state.log.page(stream, shard, sequence, most);
        let record = |record| StreamRecord::from_record(record, stream.view);
        (page.records.into_iter().map(record).collect(), page.next)
    }

    /// The sequence in the log at which a new iterator of a shard would begin to read.
    pub fn iterator_start(
        &self,
        stream: &Stream,
        shard: &Shard,
        start: ShardIteratorStart,
    ) -> Result<u64, StreamError> {
        sequence_of(self.state, stream, shard, start)
    }

    /// What of a table expires; none while TTL is off.
    pub fn expiry(&self, table: &TableName, most: usize) -> Option<ExpiryView> {
        let store = &self.state.tables.get(table)?.store;
        let (attribute, _) = store.expires_by()?;
        let now = i64::try_from(self.state.now().0 / 1000).unwrap_or(i64::MAX);
        let (due, expired) = store.due_counts(now);
        let row = |key: &KeyBytes| {
            let row = store.get(key)?;
            let Value::N(number) = row.item().get(attribute.as_str())? else { return None };
            // What expired before it was written counts from then on.
            Some(((*number).max(Number::from(store.written(key))), row.clone()))
        };
        let first = store.due().filter_map(row).take(most).collect();
        Some(ExpiryView { attribute: attribute.clone(), due, expired, first })
    }

    /// How long an item that has expired is still there, in milliseconds.
    pub fn deleted_after(&self) -> u64 {
        self.state.durations.expire_item
    }

    /// The first rows of a table, at most so many.
    pub fn first_rows(&self, table: &TableName, most: usize) -> Vec<Arc<Row>> {
        let rows = self.state.tables.get(table).map(|entry| entry.store.rows());
        rows.into_iter()
            .flat_map(|rows| rows.iter())
            .take(most)
            .map(|(_, row)| row.clone())
            .collect()
    }

    /// The time.
    pub fn now(&self) -> Millis {
        self.state.now()
    }

    /// The rows around an item of a table, or around its entry in an index: at most so many to each
    /// side, all of its collection. The item need not be there, but it needs the key.
    pub fn neighbors(
        &self,
        table: &TableName,
        index: Option<&IndexName>,
        item: &Item,
        most: usize,
    ) -> Option<Neighbors> {
        let (keys, tree) = self.place(table, index)?;
        let key = self.key_in(table, index, item)?;
        let collection = key.collection(&keys.partition).to_vec();
        let is_near = |(key, _): &(&KeyBytes, &Arc<Row>)| key.as_bytes().starts_with(&collection);
        let view =
            |(key, row): (&KeyBytes, &Arc<Row>)| RowView { item: row.clone(), hash: key.hash() };
        let before = tree.behind((Bound::Unbounded, Bound::Excluded(key.clone()))).rev();
        let mut rows: Vec<_> = before.take_while(is_near).take(most + 1).map(view).collect();
        let more_before = rows.len() > most;
        rows.truncate(most);
        rows.reverse();
        let place = tree.get(&key).map(|row| {
            rows.push(view((&key, row)));
            rows.len() - 1
        });
        let behind = tree.behind((Bound::Excluded(key.clone()), Bound::Unbounded));
        let mut behind: Vec<_> = behind.take_while(is_near).take(most + 1).map(view).collect();
        let more_behind = behind.len() > most;
        behind.truncate(most);
        rows.extend(behind);
        Some(Neighbors { rows, place, has_more: (more_before, more_behind) })
    }
}
