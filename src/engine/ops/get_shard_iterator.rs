//! GetShardIterator: a place in a shard to begin reading at.

use crate::changelog::{Millis, SequenceNumber, Shard, ShardIterator, Stream, StreamId};
use crate::engine::plan::{Plan, Planned};
use crate::engine::{Engine, EngineError, StreamError};

/// What GetShardIterator is asked.
#[derive(Debug, Clone)]
pub struct Input {
    /// The stream.
    pub stream: StreamId,
    /// The id of the shard.
    pub shard: String,
    /// Where to begin.
    pub start: Start,
}

/// A `ShardIteratorType` with what it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
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
pub struct Output {
    /// The place.
    pub iterator: ShardIterator,
}

pub(crate) fn plan(engine: &Engine, input: Input) -> Planned {
    let stream = engine.stream(&input.stream)?;
    let mut shards = stream.readable_shards(engine.now());
    let shard = shards.find(|shard| shard.id.to_string() == input.shard);
    let shard = shard.ok_or(EngineError::Stream(StreamError::ShardNotFound))?;
    let place = place(engine, stream, shard, input.start).map_err(EngineError::Stream)?;
    let iterator =
        ShardIterator { stream: input.stream, shard: shard.id, place, issued: engine.now() };
    Ok(Plan::free(super::Output::GetShardIterator(Output { iterator })))
}

/// The place is settled on a record, so that it can be told later whether that record is gone.
fn place(
    engine: &Engine,
    stream: &Stream,
    shard: &Shard,
    start: Start,
) -> Result<u64, StreamError> {
    let log = &engine.log;
    let oldest = log.horizon(engine.now()).max(shard.start);
    let numbered = |number: SequenceNumber, place: u64| {
        let within = SequenceNumber::before_record(shard.start) <= number
            && number <= SequenceNumber::before_record(log.end_of(shard));
        match within {
            false => Err(StreamError::SequenceNumberOutsideShard),
            true if place < oldest => Err(StreamError::RecordsTrimmed),
            true => Ok(log.settle(stream, shard, place)),
        }
    };
    match start {
        Start::TrimHorizon => Ok(log.settle(stream, shard, oldest)),
        Start::Latest => Ok(log.end_of(shard)),
        Start::At(number) => numbered(number, number.place()),
        Start::After(number) => numbered(number, number.place_after()),
        Start::AtTime(at) if at > engine.now() => Err(StreamError::IteratorTimeInFuture),
        Start::AtTime(at) => Ok(log.settle(stream, shard, log.first_since(at).max(oldest))),
    }
}
