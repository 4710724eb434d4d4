//! Checkpoints: when one is made, and telling it piece by piece beside everything else.
//!
//! The engine has to stand still while a checkpoint is told. So it is told when nothing was changed
//! for a while, and begun again when something is: until one succeeds the log only grows, which loses
//! nothing.

use std::time::Duration;

use super::{Effect, Workbench};
use crate::engine::{Checkpoint, Extent};
use crate::workspace::{CheckpointDraft, Limits, Storage};

/// How long after a change that is worth a checkpoint it is begun.
pub const CHECKPOINT_AFTER: Duration = Duration::from_secs(1);

/// Items in one part: some milliseconds of a slow machine.
pub(super) const PART_ITEMS: usize = 200;

/// Where the making of checkpoints stands.
#[derive(Debug, Default)]
pub(super) enum Making {
    /// The log is short enough.
    #[default]
    No,
    /// One was asked for.
    Due,
    /// One is being told.
    Telling(Checkpoint, CheckpointDraft),
}

impl<S: Storage> Workbench<S> {
    /// From now on these limits hold.
    pub fn set_limits(&mut self, limits: Limits) {
        self.keeper.set_limits(limits);
    }

    /// Asks for a checkpoint if the log has grown so far.
    pub(super) fn note_log(&mut self) {
        if matches!(self.making, Making::No) && self.keeper.wants_checkpoint() {
            self.making = Making::Due;
            self.effects.push(Effect::CheckpointSoon);
        }
    }

    /// Tells a checkpoint for as long as there is time; asks to be called again until it is saved.
    pub fn advance_checkpoint(&mut self, mut is_time_left: impl FnMut() -> bool) {
        // What is looked at is not what is saved.
        if self.standing().looks_back() {
            return self.effects.push(Effect::CheckpointSoon);
        }
        // An index that is being built is part of no checkpoint: see `Engine::checkpoint`.
        let is_begun = !matches!(self.making, Making::Due) || self.load.is_some();
        if !is_begun && self.advance(&mut is_time_left) {
            return self.effects.push(Effect::CheckpointSoon);
        }
        let making = std::mem::take(&mut self.making);
        if !self.keeper.wants_checkpoint() {
            // Other data has come, or another tab saves now.
            return;
        }
        let (mut checkpoint, mut draft) = match making {
            Making::Telling(checkpoint, draft) if self.keeper.is_current(&draft) => {
                (checkpoint, draft)
            }
            Making::Due if self.load.is_none() => {
                let Some(draft) = self.keeper.draft_checkpoint() else { return };
                (Checkpoint::new(Extent::Written), draft)
            }
            // Something has changed since: whoever changes things is to be left in peace for now.
            _ => return self.note_log(),
        };
        while is_time_left() {
            match self.session.engine().checkpoint(&mut checkpoint, PART_ITEMS) {
                Some(effects) => draft.add(effects),
                None => {
                    self.keeper.save_checkpoint(draft);
                    return self.note_saving();
                }
            }
        }
        self.making = Making::Telling(checkpoint, draft);
        self.effects.push(Effect::AdvanceCheckpoint);
    }
}
