//! ListStreams: the streams there are, of tables that are gone as well, page by page.

use crate::changelog::StreamId;
use crate::engine::plan::{Plan, Planned};
use crate::engine::{Engine, EngineError, Plane};
use crate::model::TableName;

/// Most streams of a page, and how many a page has unless told.
pub const MAX_STREAMS: u32 = 100;

/// What ListStreams is asked.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// The streams of this table alone.
    pub table: Option<TableName>,
    /// `ExclusiveStartStreamArn`: begin behind this stream. It need not exist.
    pub start: Option<StreamId>,
    /// At most so many streams, 1 to 100.
    pub limit: Option<u32>,
}

/// What ListStreams answers.
#[derive(Debug, Clone)]
pub struct Output {
    /// Streams by the names of their tables, older ones of a table first.
    pub streams: Vec<StreamId>,
    /// `LastEvaluatedStreamArn`: the last stream, when there are more.
    pub last: Option<StreamId>,
}

pub(crate) fn plan(engine: &Engine, input: Input) -> Planned {
    let limit = input.limit.unwrap_or(MAX_STREAMS).clamp(1, MAX_STREAMS) as usize;
    let mut streams = engine.readable_streams();
    if let Some(table) = input.table {
        streams.retain(|id| id.table == table);
        if streams.is_empty() && engine.tables.get(&table).is_none() {
            return Err(EngineError::TableNotFound { table, plane: Plane::Control }.into());
        }
    }
    streams.sort_unstable();
    streams.retain(|id| input.start.as_ref().is_none_or(|start| id > start));
    let more = streams.len() > limit;
    streams.truncate(limit);
    let last = streams.last().filter(|_| more).cloned();
    Ok(Plan::free(super::Output::ListStreams(Output { streams, last })))
}
