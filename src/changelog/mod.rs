//! What changed, in order: one append-only log behind streams, undo and replay.
//!
//! Owns sequence numbers, the images before and after, and the streams that show them. Refuses to
//! know why a write happened and what it cost.

mod iterator;
mod log;
mod reader;
mod record;
mod sequence;
mod shard;
mod stream;

pub use iterator::ShardIterator;
pub use log::{ChangeLog, Made};
pub use reader::ShardPage;
pub use record::{ChangeKind, ChangeRecord, Millis, Origin};
pub use sequence::SequenceNumber;
pub use shard::{Shard, ShardId};
pub use stream::{RETENTION_MILLIS, Stream, StreamId, StreamLabel, ViewType};
