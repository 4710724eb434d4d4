//! The streams that tables have: enabling and disabling.
//!
//! Owns when a stream may be enabled or disabled, and what becomes of it. Refuses to know how its
//! records are read.

use super::Engine;
use super::error::{EngineError, Plane, StreamError};
use crate::changelog::{Millis, Shard, Stream, StreamId, StreamLabel, ViewType};
use crate::model::{PartitionHash, TableName, TableSchema};
use crate::partition::{Ring, initial_partitions};

/// A `StreamSpecification`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreamSpecification {
    /// `StreamEnabled` true, with the `StreamViewType`.
    Enabled(ViewType),
    /// `StreamEnabled` false.
    Disabled,
}

/// The streams that a table has and has had, oldest first. At most the last one is enabled.
#[derive(Debug, Clone, Default)]
pub struct TableStreams(Vec<Stream>);

/// What the description of a table says of its last stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StreamSummary {
    /// Which stream it is.
    pub label: StreamLabel,
    /// What its records show.
    pub view: ViewType,
    /// Whether changes still come in.
    pub enabled: bool,
}

impl TableStreams {
    /// The streams of a new table.
    pub(super) fn beginning_with(stream: Option<Stream>) -> Self {
        Self(stream.into_iter().collect())
    }

    /// The last stream.
    pub fn latest(&self) -> Option<&Stream> {
        self.0.last()
    }

    /// Whether changes go to a stream.
    pub fn are_enabled(&self) -> bool {
        self.latest().is_some_and(Stream::is_enabled)
    }

    /// What the table's description says.
    pub fn summary(&self) -> Option<StreamSummary> {
        self.latest().map(|stream| StreamSummary {
            label: stream.id.label,
            view: stream.view,
            enabled: stream.is_enabled(),
        })
    }

    /// Every stream, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Stream> {
        self.0.iter()
    }

    /// Parts the shard that has this hash, as the partition was, unless it begins there.
    pub(super) fn split(&mut self, hash: PartitionHash, now: Millis, sequence: u64) {
        let Some(stream) = self.0.last_mut().filter(|stream| stream.is_enabled()) else { return };
        let holds = |s: &&Shard| s.end.is_none() && s.hashes.contains(hash);
        let shard = stream.shards().iter().find(holds).filter(|s| s.hashes.first != hash);
        if let Some(id) = shard.map(|shard| shard.id) {
            stream.split(id, hash, now, sequence);
        }
    }

    /// Ends the stream that is enabled, if one is.
    pub(super) fn disable(&mut self, now: Millis, sequence: u64) {
        if let Some(stream) = self.0.last_mut() {
            stream.disable(now, sequence);
        }
    }
}

impl IntoIterator for TableStreams {
    type Item = Stream;
    type IntoIter = std::vec::IntoIter<Stream>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Engine {
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
    pub fn streams_after(
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
                streams.0.retain(|stream| stream.is_readable(self.now()));
                streams.0.push(self.new_stream(schema, view));
            }
            (StreamSpecification::Disabled, true) => {
                streams.disable(self.now(), self.log.next_sequence());
            }
        }
        Ok(streams)
    }
}
