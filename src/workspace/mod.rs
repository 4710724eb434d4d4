//! What is saved: a recipe, the log of effects since, and where the person was.
//!
//! Owns the saved form, its bytes and its checks, and which entry of a storage holds what. Refuses to
//! know where entries are stored: that is a [`Storage`] handed in from outside, and beside it a larger
//! one that answers later. The state of the page and the meter pass through as they are.

mod codec;
mod effects;
mod keeper;
pub mod lease;
mod log;

pub use codec::{Damage, OwnerId, Stamp, VERSION, WorkspaceError, decode, decode_stamped, encode};
pub use effects::{BATCH_VERSION, Batch, BatchError, LogRead, Outline, Reapply, read};
pub(crate) use keeper::batch_from_text;
pub use keeper::{
    Change, CheckpointDraft, Entry, Found, Head, Keeper, Kept, Limits, MemoryStorage, Opened,
    Parted, Place, SavingState, Storage, StorageFault, Trouble, WorkspaceId, keys,
};
pub use log::{LoggedRequest, Replay, beginning};

use serde_json::Value as Json;

use crate::api::Session;
use crate::datasets::Recipe;
use crate::engine::Millis;

/// Everything that is needed to have a session again as it was.
#[derive(Debug, Clone, PartialEq)]
pub struct Saved {
    /// The data at the beginning.
    pub recipe: Recipe,
    /// When it was loaded, by the engine's clock; `None` where an old text does not tell.
    pub begun: Option<Millis>,
    /// What changed it since.
    pub history: History,
    /// How many requests did.
    pub changes: u64,
    /// The state of the page, which owns its form.
    pub page: Json,
    /// The running totals, likewise.
    pub meter: Json,
    /// What older builds saved of a quiz, likewise; nothing is read from it now.
    pub quiz: Json,
}

/// What changed the data of a recipe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum History {
    /// Requests, as builds before version 3 saved them.
    Requests(Vec<LoggedRequest>),
    /// Batches of effects, encoded, one behind the other.
    Effects(Vec<u8>),
}

/// Bringing a history back, a few steps at a time.
#[derive(Debug)]
pub enum Rebuild {
    /// Requests are sent again.
    Replay(Replay),
    /// Effects are applied again.
    Reapply(Reapply),
}

impl Rebuild {
    /// Prepares to bring it back. What of a log of effects can't be read is left out.
    pub fn new(history: History) -> Self {
        match history {
            History::Requests(operations) => Self::Replay(Replay::new(operations)),
            History::Effects(bytes) => Self::Reapply(Reapply::of_log(bytes)),
        }
    }

    /// Does at most so many steps, in a session with the rows of the recipe. Returns whether all are
    /// done.
    pub fn step(&mut self, session: &mut Session, count: usize) -> bool {
        match self {
            Self::Replay(replay) => replay.step(session, count),
            Self::Reapply(reapply) => reapply.step(session, count),
        }
    }

    /// Steps that are done, and all there are.
    pub fn progress(&self) -> (usize, usize) {
        match self {
            Self::Replay(replay) => replay.progress(),
            Self::Reapply(reapply) => reapply.progress(),
        }
    }

    /// Steps that failed.
    pub fn failures(&self) -> usize {
        match self {
            Self::Replay(replay) => replay.failures(),
            Self::Reapply(reapply) => reapply.failures(),
        }
    }
}

impl Saved {
    /// The time at which a session begins that brings this back.
    pub fn beginning(&self) -> Option<Millis> {
        match &self.history {
            History::Requests(operations) => self.begun.or(beginning(operations)),
            History::Effects(_) => self.begun,
        }
    }
}
