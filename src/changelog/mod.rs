//! What changed, in order: one append-only log behind streams, undo and replay.
//!
//! Owns the order of changes, the images before and after, and the streams that show them. Refuses to
//! know why a write happened and what it cost.

mod log;
mod shard;
mod stream;

pub use log::{ChangeKind, ChangeLog, ChangeRecord, LogCounters, Made, Origin};
pub use shard::{SequenceNumber, Shard, ShardId, ShardIterator, ShardPage};
pub use stream::{RETENTION_MILLIS, Stream, StreamId, StreamLabel, ViewType};
