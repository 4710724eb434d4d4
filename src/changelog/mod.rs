//! What changed, in order: one append-only log behind streams, undo and replay.
//!
//! Owns sequence numbers, the images before and after, and the streams that show them. Refuses to
//! know why a write happened and what it cost.

mod log;
mod record;
mod shard;
mod stream;

pub use log::ChangeLog;
pub use record::{ChangeKind, ChangeRecord, Millis};
pub use shard::{Shard, ShardId};
pub use stream::{RETENTION_MILLIS, Stream, StreamLabel, ViewType};
