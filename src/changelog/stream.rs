//! A table's stream: which images it shows, what it is called, and the shards that it consists of.
//!
//! A stream holds no record of its own: its shards say which part of the one log is theirs. Owns
//! labels, view types and the life of a stream. Refuses to know when it may be enabled.

use std::fmt;

use super::shard::{Shard, ShardId};
use crate::model::time::{civil_date, days_since_1970};
use crate::model::{KeySchema, Millis, PartitionHash, TableName};
use crate::partition::HashRange;

/// How long the records of a stream, and a stream that was disabled, can be read (Developer Guide,
/// *Change data capture for DynamoDB Streams*).
pub const RETENTION_MILLIS: u64 = 24 * 60 * 60 * 1000;

/// Which images of an item the records of a stream show besides its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum ViewType {
    /// Neither.
    #[n(0)]
    KeysOnly,
    /// The item after the change.
    #[n(1)]
    NewImage,
    /// The item before the change.
    #[n(2)]
    OldImage,
    /// Both.
    #[n(3)]
    NewAndOldImages,
}

impl ViewType {
    /// Whether records show the item after the change.
    pub fn shows_new(self) -> bool {
        matches!(self, ViewType::NewImage | ViewType::NewAndOldImages)
    }

    /// Whether records show the item before the change.
    pub fn shows_old(self) -> bool {
        matches!(self, ViewType::OldImage | ViewType::NewAndOldImages)
    }
}

/// What tells a table's streams apart: when each was enabled. Printed as the service prints it,
/// `2015-05-11T21:21:33.291`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, minicbor::Encode, minicbor::Decode,
)]
#[cbor(transparent)]
pub struct StreamLabel(#[n(0)] pub Millis);

/// What names a stream: its table and its label. In this order streams are listed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, minicbor::Encode, minicbor::Decode)]
pub struct StreamId {
    /// The table.
    #[n(0)]
    pub table: TableName,
    /// The label. No two streams of tables of this name have the same.
    #[n(1)]
    pub label: StreamLabel,
}

impl StreamLabel {
    /// The label of this text, if it is printed like one.
    pub fn parse(text: &str) -> Option<Self> {
        let part = |from: usize, to: usize| text.get(from..to)?.parse::<u64>().ok();
        let days = days_since_1970(part(0, 4)?, part(5, 7)?, part(8, 10)?)?;
        let seconds = (part(11, 13)? * 60 + part(14, 16)?) * 60 + part(17, 19)?;
        let label = Self(Millis(days * 86_400_000 + seconds * 1000 + part(20, 23)?));
        (label.to_string() == text).then_some(label)
    }
}

impl fmt::Display for StreamLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = self.0.0;
        let (year, month, day) = civil_date(millis / 86_400_000);
        let (seconds, rest) = (millis / 1000 % 86_400, millis % 1000);
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{rest:03}")
    }
}

/// A stream of one table, enabled or not.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct Stream {
    /// Its table and its label.
    #[n(0)]
    pub id: StreamId,
    /// What its records show.
    #[n(1)]
    pub view: ViewType,
    /// The key of the table, which may be gone by now.
    #[n(2)]
    pub keys: KeySchema,
    /// When it was disabled.
    #[n(3)]
    pub disabled: Option<Millis>,
    #[n(4)]
    shards: Vec<Shard>,
}

impl Stream {
    /// A stream that begins at this sequence of the log, with one shard for each range.
    pub fn open(
        id: StreamId,
        keys: &KeySchema,
        view: ViewType,
        ranges: &[HashRange],
        sequence: u64,
    ) -> Self {
        let shard = |range: &HashRange| Shard::open(id.label.0, *range, sequence);
        let shards = ranges.iter().map(shard).collect();
        Self { id, view, keys: keys.clone(), disabled: None, shards }
    }

    /// Ends the stream before this sequence of the log. Every open shard is closed.
    pub fn disable(&mut self, at: Millis, sequence: u64) {
        if self.disabled.is_none() {
            self.disabled = Some(at);
            self.shards.iter_mut().for_each(|shard| shard.close(at, sequence));
        }
    }

    /// Closes an open shard before this sequence of the log and opens two children, the second of which
    /// begins at this hash, as a partition that splits does to its shard.
    pub fn split(&mut self, shard: ShardId, hash: PartitionHash, at: Millis, sequence: u64) {
        let open = |s: &&mut Shard| s.id == shard && s.end.is_none() && s.hashes.contains(hash);
        let Some(parent) = self.shards.iter_mut().find(open) else { return };
        // Ids in one stream differ though the clock may stand still.
        let opened = Millis(at.0.max(parent.id.opened.0 + 1));
        let children = parent
            .hashes
            .split(hash)
            .map(|range| Shard { parent: Some(shard), ..Shard::open(opened, range, sequence) });
        parent.close(at, sequence);
        self.shards.extend(children);
        self.shards.sort_by_key(|shard| shard.id);
    }

    /// Whether changes still come in.
    pub fn is_enabled(&self) -> bool {
        self.disabled.is_none()
    }

    /// Whether the stream can be read: it is enabled, or has been until a day ago.
    pub fn is_readable(&self, now: Millis) -> bool {
        self.disabled.is_none_or(|at| is_within_retention(at, now))
    }

    /// Its shards in the order of their ids.
    pub fn shards(&self) -> &[Shard] {
        &self.shards
    }

    /// The shards that are open, or have been until a day ago.
    pub fn readable_shards(&self, now: Millis) -> impl Iterator<Item = &Shard> {
        let readable =
            move |shard: &&Shard| shard.closed.is_none_or(|at| is_within_retention(at, now));
        self.shards.iter().filter(readable)
    }
}

/// Whether what was made or ended then can still be read.
pub(super) fn is_within_retention(at: Millis, now: Millis) -> bool {
    now.0 < at.0.saturating_add(RETENTION_MILLIS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_dates_and_times_of_day() {
        let labels = [
            (0, "1970-01-01T00:00:00.000"),
            (951_782_400_000, "2000-02-29T00:00:00.000"),
            (1_431_379_293_291, "2015-05-11T21:21:33.291"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000"),
        ];
        for (millis, label) in labels {
            assert_eq!(StreamLabel(Millis(millis)).to_string(), label);
            assert_eq!(StreamLabel::parse(label), Some(StreamLabel(Millis(millis))));
        }
    }

    #[test]
    fn what_is_not_printed_like_a_label_is_none() {
        let texts = [
            "",
            "latest",
            "0000-00-00T00:00:00.000",
            "0000-01-01T00:00:00.000",
            "1969-12-31T23:59:59.999",
            "2015-02-29T00:00:00.000",
            "2015-99-99T99:99:99.999",
            "2015-05-11 21:21:33.291",
            "2015-05-11T21:21:33.2910",
            "+015-05-11T21:21:33.291",
            "2015-05-11T21:21:33.29é",
        ];
        for text in texts {
            assert_eq!(StreamLabel::parse(text), None, "{text}");
        }
    }
}
