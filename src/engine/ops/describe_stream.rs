//! DescribeStream: a stream and its shards, page by page.

use crate::changelog::{Shard, ShardId, Stream, StreamId};
use crate::engine::Engine;
use crate::engine::plan::{Plan, Planned};

/// Most shards of a page, and how many a page has unless told.
pub const MAX_SHARDS: u32 = 100;

/// What DescribeStream is asked.
#[derive(Debug, Clone)]
pub struct Input {
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
pub struct Output {
    /// The stream.
    pub stream: Stream,
    /// Shards in the order of their ids.
    pub shards: Vec<Shard>,
    /// `LastEvaluatedShardId`: the last shard, when there are more.
    pub last: Option<ShardId>,
}

pub(crate) fn plan(engine: &Engine, input: Input) -> Planned {
    let limit = input.limit.unwrap_or(MAX_SHARDS).clamp(1, MAX_SHARDS) as usize;
    let stream = engine.stream(&input.stream)?;
    let behind = |id: ShardId| input.start.as_ref().is_none_or(|start| id.to_string() > *start);
    let child = |parent: Option<ShardId>| match &input.children_of {
        Some(wanted) => parent.is_some_and(|parent| parent.to_string() == *wanted),
        None => true,
    };
    let wanted = |shard: &&Shard| behind(shard.id) && child(shard.parent);
    let mut rest = stream.readable_shards(engine.now()).filter(wanted).cloned();
    let shards: Vec<Shard> = rest.by_ref().take(limit).collect();
    let last = rest.next().and(shards.last()).map(|shard| shard.id);
    let stream = stream.clone();
    Ok(Plan::free(super::Output::DescribeStream(Output { stream, shards, last })))
}
