//! Saving: what is saved when, which tab does it, and what the person is told of it.
//!
//! The effects of a request are saved with the request. Page and meter follow a little later,
//! so that typing goes on undisturbed.

use std::time::Duration;

use super::checkpoint::PART_ITEMS;
use super::{Effect, PageWork, Workbench};
use crate::engine::applied::Applied;
use crate::engine::{Checkpoint, Engine, Extent};
use crate::ui::model::notice::{Notice, Subject};
use crate::workspace::{
    Batch, Change, Head, History, Kept, Parted, Saved, SavingState, Storage, StorageFault, Trouble,
    WorkspaceId, batch_from_text,
};

/// How long after a change of the page it is saved.
pub const SAVE_AFTER: Duration = Duration::from_millis(400);

/// A word from the tab that saves to those that follow it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// A batch was saved in this workspace.
    Batch(WorkspaceId, String),
    /// Another workspace is the current one now.
    Opened(WorkspaceId),
}

impl<S: Storage> Workbench<S> {
    /// Notes that something of the page changed that is worth keeping. Before there is a workspace
    /// to keep it in there is nothing to do: what arrives is saved as a whole.
    pub fn touch(&mut self) {
        if !self.is_due && self.keeper.current().is_some() {
            self.is_due = true;
            self.effects.push(Effect::SaveSoon);
        }
    }

    /// Saves what of the page has changed, if anything has.
    pub fn save_if_due(&mut self, work: impl FnOnce() -> PageWork, real: u64) {
        // At the start of a page that restores, this would write an empty page over the work to be
        // restored. Nothing is due then: what arrives is saved, and asks to be saved again.
        if std::mem::take(&mut self.is_due) && self.keeper.current().is_some() {
            self.save_page(&work(), real);
        }
    }

    pub(super) fn save_page(&mut self, work: &PageWork, real: u64) {
        self.keeper.try_again();
        if let Some(parted) = self.keeper.parted() {
            if parted == Parted::Conflict {
                self.tell(Notice::parted());
            }
            let id = WorkspaceId(self.next_id());
            return self.save_as(id, work, real);
        }
        let saved = self.saved_without_log(work);
        self.keeper.save_head(Head::new(&saved, real));
        self.note_saving();
    }

    /// Saves what the engine has applied since the last time. Whatever may apply something is followed
    /// by this.
    pub(super) fn save_applied(&mut self) -> bool {
        let effects = self.session.take_applied();
        self.save_effects(effects)
    }

    /// Saves these effects; tells whether there are any.
    pub(super) fn save_effects(&mut self, effects: Vec<Applied>) -> bool {
        let has_effects = !effects.is_empty();
        if let Some(text) = self.keeper.append(effects) {
            if self.keeper.is_writer() {
                let id = self.keeper.current().expect("what is appended to is current");
                self.effects.push(Effect::Publish(Word::Batch(id, text)));
            } else {
                // From here on the two tabs have different work.
                self.has_diverged = true;
            }
            self.note_saving();
        } else if has_effects {
            // Nothing is kept yet, or all of it is to be saved anew.
            self.touch();
        }
        has_effects
    }

    /// Hands work for the large storage out, and tells of trouble once.
    pub(super) fn note_saving(&mut self) {
        if let Some(changes) = self.keeper.take_changes() {
            self.effects.push(Effect::TakeOver(changes));
        }
        self.note_log();
        let trouble = match self.keeper.state() {
            SavingState::Unsaved(trouble @ Trouble::Storage(_)) => Some(trouble),
            _ => None,
        };
        if trouble != self.told {
            self.told = trouble;
            match trouble {
                Some(Trouble::Storage(fault)) => self.tell(Notice::of_fault(fault)),
                _ => self.effects.push(Effect::Dismiss(Subject::Saving)),
            }
        }
    }

    /// The large storage has done what it was asked for last, or it does no more.
    pub fn taken_over(&mut self, outcome: Result<(), StorageFault>) {
        self.keeper.taken_over(outcome);
        if self.keeper.has_parted() {
            self.part();
        }
        self.keeper.drop_legacy();
        self.note_saving();
    }

    /// Whether what the person did is saved.
    pub fn saving_state(&self) -> SavingState {
        match self.keeper.state() {
            SavingState::Unsaved(Trouble::OtherTab) if !self.has_diverged => SavingState::Saved,
            SavingState::Saved if self.is_due && self.keeper.current().is_some() => {
                SavingState::Saving
            }
            state => state,
        }
    }

    /// Whether another tab saves this work.
    pub fn is_follower(&self) -> bool {
        !self.keeper.is_writer()
    }

    /// Characters in the small storage.
    pub fn small_size(&self) -> u64 {
        self.keeper.small_size()
    }

    /// Former workspaces, the latest first.
    pub fn kept(&self) -> Vec<Kept> {
        self.keeper.kept()
    }

    /// Every entry of the small storage, to be exported as it is.
    pub fn stored_entries(&self) -> std::collections::BTreeMap<String, String> {
        self.keeper.entries()
    }

    /// Everything that is needed to have this state again.
    pub fn saved(&self, work: &PageWork) -> Saved {
        let batches = (0..).zip(parts(self.engine()));
        let batches = batches.map(|(number, effects)| Batch { number, effects }.encode());
        let log = batches.collect::<Vec<_>>().concat();
        Saved { history: History::Effects(log), ..self.saved_without_log(work) }
    }

    /// Saves this work as a workspace of its own.
    pub(super) fn save_as(&mut self, id: WorkspaceId, work: &PageWork, real: u64) {
        self.return_to_present();
        // Whatever is yet to be saved is part of the checkpoint.
        self.session.take_applied();
        self.keeper.begin_with(id, parts(self.session.engine()));
        self.publish_opened(id);
        self.save_page(work, real);
    }

    /// Tells tabs that follow which workspace is the current one.
    pub(super) fn publish_opened(&mut self, id: WorkspaceId) {
        if self.keeper.is_writer() {
            self.effects.push(Effect::Publish(Word::Opened(id)));
        }
    }

    /// Removes what is stored and can't be read.
    pub fn discard_unreadable(&mut self) {
        self.keeper.discard_unreadable();
        self.note_saving();
    }

    /// Removes a former workspace for good.
    pub fn forget(&mut self, id: WorkspaceId) {
        self.keeper.forget(id);
        self.note_saving();
    }

    /// Whether this tab is the one that saves.
    pub fn is_writer(&self) -> bool {
        self.keeper.is_writer()
    }

    /// From now on this tab saves, or no longer. Work that has parted from the other tab's becomes a
    /// workspace of its own, and the other's is kept.
    pub fn set_writer(&mut self, is_writer: bool, work: &PageWork, real: u64) {
        let is_apart = std::mem::take(&mut self.is_disputed) || self.keeper.has_unsaved();
        self.has_diverged |= !is_writer && is_apart;
        self.keeper.set_writer(is_writer);
        if is_writer {
            self.effects.push(Effect::Dismiss(Subject::OtherTab));
            if std::mem::take(&mut self.has_diverged) {
                let id = WorkspaceId(self.next_id());
                self.save_as(id, work, real);
            } else {
                self.save_page(work, real);
            }
        } else {
            self.tell(Notice::other_tab());
            self.note_saving();
        }
    }

    /// Hears what the tab that saves has to say.
    pub fn hear(&mut self, word: Word) -> bool {
        let is_apart = self.has_diverged || self.is_disputed || self.keeper.has_parted();
        if is_apart || self.load.is_some() {
            return false;
        }
        match word {
            // The tab that saves hears this too, where the other did so before this one took its
            // place, or where it took this one's place while this one slept.
            Word::Batch(id, text) if Some(id) == self.keeper.current() => {
                let Some((batch, bytes)) = batch_from_text(&text) else { return false };
                if self.keeper.is_own(batch.number) {
                    if self.keeper.is_writer() && self.keeper.has_large() {
                        // Only one of the two gets into the large storage; its tab goes on.
                        self.is_disputed = true;
                    } else {
                        self.keeper.part(id, batch.number, Vec::new());
                        self.part();
                    }
                    return false;
                }
                if batch.number < self.keeper.next() {
                    // What was read has it already.
                    return false;
                }
                if batch.number > self.keeper.next() {
                    // Something was missed: what is stored has it.
                    self.effects.push(Effect::Fetch(id));
                    return false;
                }
                self.return_to_present();
                for effect in batch.effects {
                    // It was applied to the same data over there.
                    let _ = self.session.apply_again(effect);
                }
                self.session.take_applied();
                // What another tab did is no event of this one, and it can't be taken back over.
                self.begin_history();
                self.keeper.follow(bytes);
                self.changes += 1;
                true
            }
            Word::Batch(..) => false,
            Word::Opened(_) if self.keeper.is_writer() => false,
            Word::Opened(id) => {
                self.effects.push(Effect::Fetch(id));
                false
            }
        }
    }
}

/// The shortest log that leads to the data as it is now.
fn parts(engine: &Engine) -> impl Iterator<Item = Vec<Applied>> {
    let mut checkpoint = Checkpoint::new(Extent::Written);
    std::iter::from_fn(move || engine.checkpoint(&mut checkpoint, PART_ITEMS))
}

/// What [`Effect::TakeOver`] asks for.
pub type Changes = Vec<Change>;
