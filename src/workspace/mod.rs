//! What is saved: a recipe, the operations that changed its data since, and where the person was.
//!
//! Owns the saved form, its text, its checks, and how two slots keep the last good state. Refuses to
//! know where the text is stored: that is a [`Slots`] handed in from outside. The state of the page,
//! the meter and the quiz pass through as they are.

mod codec;
mod effects;
mod log;
mod slots;

pub use codec::{Damage, VERSION, WorkspaceError, decode, decode_stamped, encode, encode_stamped};
pub use effects::{BATCH_VERSION, Batch, BatchError, LogRead, Reapply, read};
pub use log::{Log, LoggedRequest, Replay, ReplayFailure, beginning, compact};
pub use slots::{
    MemorySlots, Opened, OwnerId, SaveError, Slot, Slots, Stamp, StorageFault, Vault, may_write,
};

use serde_json::Value as Json;

use crate::datasets::Recipe;

/// The most that the log of one saved state may take, in UTF-16 units as localStorage counts them.
/// It holds about 5 million for a site, and two slots must fit with room to spare. Over this,
/// [`compact`] the log; if that is not enough, ask the person to export.
pub const BUDGET_CHARS: usize = 2_000_000;

/// Everything that is needed to have a session again as it was.
#[derive(Debug, Clone, PartialEq)]
pub struct Saved {
    /// The data at the beginning.
    pub recipe: Recipe,
    /// What changed it since, oldest first.
    pub operations: Vec<LoggedRequest>,
    /// The state of the page, which owns its form.
    pub page: Json,
    /// The running totals, likewise.
    pub meter: Json,
    /// The answers of the quiz, likewise.
    pub quiz: Json,
}

#[cfg(test)]
mod tests;
