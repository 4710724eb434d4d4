//! GetRecords: the records of a shard from an iterator on.

use std::sync::Arc;

use crate::changelog::{
    ChangeKind, ChangeRecord, Millis, Origin, SequenceNumber, ShardIterator, Stream, ViewType,
};
use crate::engine::plan::{Plan, Planned};
use crate::engine::{Engine, EngineError, StreamError};
use crate::model::Item;
use crate::store::Row;

/// Most records of a page, and how many a page has unless told.
pub const MAX_RECORDS: u32 = 1000;

/// What GetRecords is asked.
#[derive(Debug, Clone)]
pub struct Input {
    /// Where to read.
    pub iterator: ShardIterator,
    /// At most so many records, 1 to 1,000.
    pub limit: Option<u32>,
}

/// What GetRecords answers.
#[derive(Debug, Clone)]
pub struct Output {
    /// The records, oldest first.
    pub records: Vec<StreamRecord>,
    /// What the records show.
    pub view: ViewType,
    /// Where to go on; `None` when the shard is closed and read to its end.
    pub next: Option<ShardIterator>,
}

/// A change as a stream shows it.
#[derive(Debug, Clone)]
pub struct StreamRecord {
    /// Its number.
    pub number: SequenceNumber,
    /// What happened.
    pub kind: ChangeKind,
    /// The key of the item.
    pub key: Item,
    /// The item after, if the stream shows it.
    pub new: Option<Arc<Row>>,
    /// The item before, if the stream shows it.
    pub old: Option<Arc<Row>>,
    /// When.
    pub at: Millis,
    /// The bytes of the key and the images shown.
    pub bytes: u64,
    /// Who made the change.
    pub origin: Origin,
}

impl StreamRecord {
    fn of(record: &ChangeRecord, view: ViewType) -> Self {
        let (old, new) = record.images(view);
        Self {
            number: SequenceNumber::of_record(record.sequence),
            kind: record.kind,
            key: record.key.clone(),
            new: new.cloned(),
            old: old.cloned(),
            at: record.at,
            bytes: record.bytes(view),
            origin: record.origin,
        }
    }
}

pub(crate) fn plan(engine: &Engine, input: Input) -> Planned {
    let (iterator, now) = (input.iterator, engine.now());
    if iterator.is_expired(now) {
        return Err(EngineError::Stream(StreamError::IteratorExpired).into());
    }
    let stream: &Stream = engine.stream(&iterator.stream)?;
    let mut shards = stream.readable_shards(now);
    let shard = shards.find(|shard| shard.id == iterator.shard);
    let shard = shard.ok_or(EngineError::Stream(StreamError::ShardNotFound))?;
    // An iterator points at a record of its shard or behind the last one: if that place is before
    // the oldest record that can be read, its record is gone.
    if iterator.place < engine.log.horizon(now).min(engine.log.end_of(shard)) {
        return Err(EngineError::Stream(StreamError::RecordsTrimmed).into());
    }
    let limit = input.limit.unwrap_or(MAX_RECORDS).clamp(1, MAX_RECORDS) as usize;
    let page = engine.log.page(stream, shard, iterator.place, limit);
    let next = page.next.map(|place| ShardIterator { place, issued: now, ..iterator.clone() });
    let records = page.records.iter().map(|record| StreamRecord::of(record, stream.view));
    let output = Output { records: records.collect(), view: stream.view, next };
    Ok(Plan::free(super::Output::GetRecords(output)))
}
