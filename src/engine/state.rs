//! What the engine holds besides the simulation: the tables, the time, the change log, and what is
//! remembered of transactions. A plan borrows it and reads; only a commit changes it.
//!
//! The clock is the only thing below the page that knows the time, and it is set from outside, so that
//! a log of requests replays to the same state.

use std::collections::BTreeSet;

use super::applied::Journal;
use super::control::Durations;
use super::error::{EngineError, Plane, StreamError};
use super::past::Past;
use super::rules::key_from_map;
use super::streams::{StreamSpecification, TableStreams};
use super::tables::Tables;
use super::tokens::Tokens;
use crate::changelog::{ChangeLog, Stream, StreamId, ViewType};
use crate::model::{Item, KeyBytes, Millis, TableName, TableSchema};
use crate::partition::{Ring, initial_partitions};

/// An account's tables in one region, and what goes with them.
#[derive(Debug, Clone, Default)]
pub struct State {
    pub(super) tables: Tables,
    pub(super) clock: Clock,
    pub(super) durations: Durations,
    pub(super) log: ChangeLog,
    pub(super) tokens: Tokens,
    pub(super) ongoing: Ongoing,
    /// What was applied, while someone keeps it.
    pub(super) journal: Journal,
    /// What that replaced, while someone may take it back.
    pub(super) past: Past,
    /// Whether a Scan is charged for each internal partition by itself.
    pub(super) charges_partitions: bool,
}

impl State {
    /// The time.
    pub(super) fn now(&self) -> Millis {
        self.clock.now()
    }
}

/// A clock that stands still until it is set.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clock {
    now: Millis,
}

impl Clock {
    /// A clock that shows this time.
    pub fn fixed(at: Millis) -> Self {
        Self { now: at }
    }

    /// The time shown.
    pub fn now(&self) -> Millis {
        self.now
    }

    /// Sets the time. A clock never goes back.
    pub fn set(&mut self, at: Millis) {
        self.now = self.now.max(at);
    }
}

/// Items that are in a transaction that has not ended: nobody else may write them.
///
/// The engine does one request at a time and has no conflict of its own; whoever teaches about
/// conflicts names the items.
#[derive(Debug, Clone, Default)]
pub struct Ongoing(BTreeSet<(TableName, KeyBytes)>);

impl Ongoing {
    /// These items, which need not exist; their tables must.
    pub fn find(tables: &Tables, items: &[(TableName, Item)]) -> Result<Self, EngineError> {
        let encoded = items.iter().map(|(name, key)| {
            let keys = &tables.data(name)?.schema().keys;
            Ok((name.clone(), key_from_map(keys, key)?))
        });
        encoded.collect::<Result<_, EngineError>>().map(Self)
    }

    /// Whether the item is in the transaction.
    pub fn has(&self, table: &TableName, key: &KeyBytes) -> bool {
        // Nearly always there is none, and then no name or key is copied to look it up.
        !self.0.is_empty() && self.0.contains(&(table.clone(), key.clone()))
    }

    /// Rejects a write of the item.
    pub fn check(&self, table: &TableName, key: &KeyBytes) -> Result<(), EngineError> {
        if self.has(table, key) { Err(EngineError::TransactionConflict) } else { Ok(()) }
    }
}

/// Streams as the tables and the log make them.
impl State {
    /// The stream that a table of this schema would get now: one shard for each partition that
    /// such a table begins with.
    pub(super) fn new_stream(&self, schema: &TableSchema, view: ViewType) -> Stream {
        let label = self.tables.next_label(&schema.name, self.now());
        let ring = Ring::even(initial_partitions(schema.billing));
        let id = StreamId { table: schema.name.clone(), label };
        Stream::open(id, &schema.keys, view, ring.ranges(), self.log.next_sequence())
    }

    /// The stream, while it can be read.
    pub(super) fn stream(&self, id: &StreamId) -> Result<&Stream, EngineError> {
        let mut streams = self.tables.streams_of(&id.table);
        let stream = streams.find(|stream| stream.id == *id && stream.is_readable(self.now()));
        stream.ok_or_else(|| EngineError::Stream(StreamError::NotFound(id.clone())))
    }

    /// Every stream that can be read, in no order.
    pub(super) fn readable_streams(&self) -> Vec<StreamId> {
        let readable = self.tables.streams().filter(|stream| stream.is_readable(self.now()));
        readable.map(|stream| stream.id.clone()).collect()
    }

    /// The streams of the table as this specification leaves them, for a plan to commit. A stream
    /// cannot be changed: it is disabled, and another one enabled.
    pub(super) fn streams_after(
        &self,
        table: &TableName,
        wanted: StreamSpecification,
    ) -> Result<TableStreams, EngineError> {
        let entry = self.tables.entry(table, Plane::Control)?;
        let schema = entry.store.schema();
        let mut streams = entry.streams.clone();
        match (wanted, streams.are_enabled()) {
            (StreamSpecification::Enabled(_), true) => {
                return Err(EngineError::Stream(StreamError::Enabled(schema.name.clone())));
            }
            (StreamSpecification::Disabled, false) => {
                return Err(EngineError::Stream(StreamError::NotEnabled(schema.name.clone())));
            }
            (StreamSpecification::Enabled(view), false) => {
                streams.enable(self.new_stream(schema, view), self.now());
            }
            (StreamSpecification::Disabled, true) => {
                streams.disable(self.now(), self.log.next_sequence());
            }
        }
        Ok(streams)
    }
}
