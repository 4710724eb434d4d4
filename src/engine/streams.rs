//! The streams that a table has and has had.
//!
//! Owns that at most one of them is enabled, and how its shards follow the table's partitions.
//! Refuses to know when one may be enabled or disabled, and how its records are read.

use crate::changelog::{Shard, Stream, StreamLabel, ViewType};
use crate::model::{Millis, PartitionHash};

/// A `StreamSpecification`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreamSpecification {
    /// `StreamEnabled` true, with the `StreamViewType`.
    Enabled(ViewType),
    /// `StreamEnabled` false.
    Disabled,
}

/// The streams that a table has and has had, oldest first. At most the last one is enabled.
#[derive(Debug, Clone, Default, minicbor::Encode, minicbor::Decode)]
#[cbor(transparent)]
pub struct TableStreams(#[n(0)] Vec<Stream>);

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

    /// Parts the shard that has this hash, as the partition was, unless it begins there; tells
    /// whether it did.
    pub(super) fn split(&mut self, hash: PartitionHash, now: Millis, sequence: u64) -> bool {
        let Some(stream) = self.0.last_mut().filter(|stream| stream.is_enabled()) else {
            return false;
        };
        let holds = |s: &&Shard| s.end.is_none() && s.hashes.contains(hash);
        let shard = stream.shards().iter().find(holds).filter(|s| s.hashes.first != hash);
        let Some(id) = shard.map(|shard| shard.id) else { return false };
        stream.split(id, hash, now, sequence);
        true
    }

    /// Enables another stream, behind those that can still be read.
    pub(super) fn enable(&mut self, stream: Stream, now: Millis) {
        self.0.retain(|stream| stream.is_readable(now));
        self.0.push(stream);
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
