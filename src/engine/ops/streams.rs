//! Reading streams: ListStreams, DescribeStream, GetShardIterator and GetRecords.
//!
//! A stream holds no records of its own: it says which part of the one change log is its shards'.

use std::sync::Arc;

use super::Plannable;
use crate::changelog::{
    ChangeKind, ChangeRecord, Origin, SequenceNumber, Shard, ShardId, ShardIterator, Stream,
    StreamId, ViewType,
};
use crate::engine::error::{EngineError, Plane, StreamError};
use crate::engine::plan::{Plan, Planned};
use crate::engine::state::State;
use crate::model::{Item, Millis, TableName};
use crate::store::Row;

/// Most streams of a page, and how many a page has unless told.
pub const MAX_STREAMS: u32 = 100;

/// What ListStreams is asked.
#[derive(Debug, Clone, Default)]
pub struct ListStreamsInput {
    /// The streams of this table alone.
    pub table: Option<TableName>,
    /// `ExclusiveStartStreamArn`: begin behind this stream. It need not exist.
    pub start: Option<StreamId>,
    /// At most so many streams, 1 to 100.
    pub limit: Option<u32>,
}

/// What ListStreams answers.
#[derive(Debug, Clone)]
pub struct ListStreamsOutput {
    /// Streams by the names of their tables, older ones of a table first.
    pub streams: Vec<StreamId>,
    /// `LastEvaluatedStreamArn`: the last stream, when there are more.
    pub last: Option<StreamId>,
}

impl Plannable for ListStreamsInput {
    type Output = ListStreamsOutput;

    fn plan(self, state: &State) -> Planned<Self::Output> {
        let limit = self.limit.unwrap_or(MAX_STREAMS).clamp(1, MAX_STREAMS) as usize;
        let mut streams = state.readable_streams();
        if let Some(table) = self.table {
            streams.retain(|id| id.table == table);
            if streams.is_empty() && state.tables.get(&table).is_none() {
                return Err(EngineError::TableNotFound { table, plane: Plane::Control }.into());
            }
        }
        streams.sort_unstable();
        streams.retain(|id| self.start.as_ref().is_none_or(|start| id > start));
        let more = streams.len() > limit;
        streams.truncate(limit);
        let last = streams.last().filter(|_| more).cloned();
        Ok(Plan::free(ListStreamsOutput { streams, last }))
    }
}

/// Most shards of a page, and how many a page has unless told.
pub const MAX_SHARDS: u32 = 100;

/// What DescribeStream is asked.
#[derive(Debug, Clone)]
pub struct DescribeStreamInput {
    /// The stream.
    pub stream: StreamId,
    /// `ExclusiveStartShardId`: begin behind this id. No shard need have it.
    pub start: Option<String>,
    /// At most so many shards, 1 to 100.
    pub limit: Option<u32>,
    /// `ShardFilter`: the children of this shard alone.
    pub children_of: Option<String>,
}

/// What DescribeStream answers.
#[derive(Debug, Clone)]
pub struct DescribeStreamOutput {
    /// The stream.
    pub stream: Stream,
    /// Shards in the order of their ids.
    pub shards: Vec<Shard>,
    /// `LastEvaluatedShardId`: the last shard, when there are more.
    pub last: Option<ShardId>,
}

impl Plannable for DescribeStreamInput {
    type Output = DescribeStreamOutput;

    fn plan(self, state: &State) -> Planned<Self::Output> {
        let limit = self.limit.unwrap_or(MAX_SHARDS).clamp(1, MAX_SHARDS) as usize;
        let stream = state.stream(&self.stream)?;
        let behind = |id: ShardId| self.start.as_ref().is_none_or(|start| id.to_string() > *start);
        let child = |parent: Option<ShardId>| match &self.children_of {
            Some(wanted) => parent.is_some_and(|parent| parent.to_string() == *wanted),
            None => true,
        };
        let wanted = |shard: &&Shard| behind(shard.id) && child(shard.parent);
        let mut rest = stream.readable_shards(state.now()).filter(wanted).cloned();
        let shards: Vec<Shard> = rest.by_ref().take(limit).collect();
        let last = rest.next().and(shards.last()).map(|shard| shard.id);
        let stream = stream.clone();
        Ok(Plan::free(DescribeStreamOutput { stream, shards, last }))
    }
}

/// What GetShardIterator is asked.
#[derive(Debug, Clone)]
pub struct GetShardIteratorInput {
    /// The stream.
    pub stream: StreamId,
    /// The id of the shard.
    pub shard: String,
    /// Where to begin.
    pub start: ShardIteratorStart,
}

/// A `ShardIteratorType` with what it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShardIteratorStart {
    /// The oldest record there is.
    TrimHorizon,
    /// Behind the newest record there is.
    Latest,
    /// The record with this number, or the next one.
    At(SequenceNumber),
    /// The record behind this number.
    After(SequenceNumber),
    /// The first record made at this time or later.
    AtTime(Millis),
}

/// What GetShardIterator answers.
#[derive(Debug, Clone)]
pub struct GetShardIteratorOutput {
    /// The place.
    pub iterator: ShardIterator,
}

impl Plannable for GetShardIteratorInput {
    type Output = GetShardIteratorOutput;

    fn plan(self, state: &State) -> Planned<Self::Output> {
        let stream = state.stream(&self.stream)?;
        let mut shards = stream.readable_shards(state.now());
        let shard = shards.find(|shard| shard.id.to_string() == self.shard);
        let shard = shard.ok_or(EngineError::Stream(StreamError::ShardNotFound))?;
        let sequence =
            sequence_of(state, stream, shard, self.start).map_err(EngineError::Stream)?;
        let iterator =
            ShardIterator { stream: self.stream, shard: shard.id, sequence, issued: state.now() };
        Ok(Plan::free(GetShardIteratorOutput { iterator }))
    }
}

/// The sequence of a record of the shard, so that it can be told later whether that record is gone.
pub(in crate::engine) fn sequence_of(
    state: &State,
    stream: &Stream,
    shard: &Shard,
    start: ShardIteratorStart,
) -> Result<u64, StreamError> {
    let log = &state.log;
    let oldest = log.horizon(state.now()).max(shard.start);
    let numbered = |number: SequenceNumber, sequence: u64| {
        let within = SequenceNumber::before_sequence(shard.start) <= number
            && number <= SequenceNumber::before_sequence(log.end_of(shard));
        if !within {
            return Err(StreamError::SequenceNumberOutsideShard);
        }
        // A number that was its shard's once is not wrong: its record is trimmed.
        if sequence < oldest {
            return Err(StreamError::RecordsTrimmed);
        }
        Ok(log.next_in_shard(stream, shard, sequence))
    };
    match start {
        ShardIteratorStart::TrimHorizon => Ok(log.next_in_shard(stream, shard, oldest)),
        ShardIteratorStart::Latest => Ok(log.end_of(shard)),
        ShardIteratorStart::At(number) => numbered(number, number.sequence()),
        ShardIteratorStart::After(number) => numbered(number, number.sequence_after()),
        ShardIteratorStart::AtTime(at) if at > state.now() => {
            Err(StreamError::IteratorTimeInFuture)
        }
        ShardIteratorStart::AtTime(at) => {
            Ok(log.next_in_shard(stream, shard, log.first_since(at).max(oldest)))
        }
    }
}

/// Most records of a page, and how many a page has unless told.
pub const MAX_RECORDS: u32 = 1000;

/// What GetRecords is asked.
#[derive(Debug, Clone)]
pub struct GetRecordsInput {
    /// Where to read.
    pub iterator: ShardIterator,
    /// At most so many records, 1 to 1,000.
    pub limit: Option<u32>,
}

/// What GetRecords answers.
#[derive(Debug, Clone)]
pub struct GetRecordsOutput {
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
    /// A change as a stream of this view shows it.
    pub(in crate::engine) fn from_record(record: &ChangeRecord, view: ViewType) -> Self {
        let (old, new) = record.images(view);
        Self {
            number: SequenceNumber::from_sequence(record.sequence),
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

impl Plannable for GetRecordsInput {
    type Output = GetRecordsOutput;

    fn plan(self, state: &State) -> Planned<Self::Output> {
        let iterator = self.iterator;
        let now = state.now();
        if iterator.is_expired(now) {
            return Err(EngineError::Stream(StreamError::IteratorExpired).into());
        }
        let stream: &Stream = state.stream(&iterator.stream)?;
        let mut shards = stream.readable_shards(now);
        let shard = shards.find(|shard| shard.id == iterator.shard);
        let shard = shard.ok_or(EngineError::Stream(StreamError::ShardNotFound))?;
        // An iterator points at a record of its shard or behind the last one: if that place is before
        // the oldest record that can be read, its record is gone.
        if iterator.sequence < state.log.horizon(now).min(state.log.end_of(shard)) {
            return Err(EngineError::Stream(StreamError::RecordsTrimmed).into());
        }
        let limit = self.limit.unwrap_or(MAX_RECORDS).clamp(1, MAX_RECORDS) as usize;
        let page = state.log.page(stream, shard, iterator.sequence, limit);
        let next =
            page.next.map(|sequence| ShardIterator { sequence, issued: now, ..iterator.clone() });
        let records =
            page.records.iter().map(|record| StreamRecord::from_record(record, stream.view));
        let output = GetRecordsOutput { records: records.collect(), view: stream.view, next };
        Ok(Plan::free(output))
    }
}
