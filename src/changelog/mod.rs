//! What changed, in order: one append-only log behind streams, undo and replay.
//!
//! Owns sequence numbers and the images before and after. Refuses to know why a write happened
//! and what it cost.

mod log;
mod record;

pub use log::ChangeLog;
pub use record::{ChangeKind, ChangeRecord, Millis};
