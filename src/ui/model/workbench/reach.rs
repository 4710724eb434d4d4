//! A large storage that answers late, or again, and tabs that have parted.
//!
//! What a page shows while the large storage does not answer may be less than what is stored, and is
//! saved as a workspace of its own. Once it answers, what is stored takes the place of what the page
//! showed if nothing was done with that; otherwise the person is told and chooses.

use super::{Effect, PageWork, Workbench};
use crate::ui::model::draft::Draft;
use crate::ui::model::notice::{Notice, Subject};
use crate::workspace::{Storage, WorkspaceId};

/// What the page showed when it opened without the large storage.
#[derive(Debug)]
pub(super) struct StandIn {
    id: WorkspaceId,
    changes: u64,
    draft: Draft,
}

impl<S: Storage> Workbench<S> {
    /// Notes what has arrived: the first that this page shows, and of no other day, or something else.
    pub(super) fn note_stand_in(&mut self, is_first: bool, work: &PageWork) {
        let is_first = is_first && !self.keeper.has_large();
        self.stand_in = self.keeper.current().filter(|_| is_first).map(|id| StandIn {
            id,
            changes: self.changes,
            draft: work.page.draft.clone(),
        });
    }

    /// The large storage answers, late or again, and these are its heads.
    pub fn reach_large(&mut self, heads: Vec<(String, String)>, work: &PageWork, real: u64) {
        let was_begun_without = self.keeper.was_begun_without_large();
        self.keeper.reach_large(heads);
        let stand_in = self.stand_in.take();
        let Some(id) = self.keeper.current() else {
            // What was to stand in for it is not there yet.
            if let Some(latest) = self.keeper.kept().first() {
                self.effects.push(Effect::Fetch(latest.id));
                self.effects.push(Effect::Dismiss(Subject::Stored));
            }
            return;
        };
        if let Some(earlier) = self.keeper.earlier_than(id).filter(|_| was_begun_without) {
            if stand_in.is_some_and(|it| it.id == id && it.is_as_it_was(self.changes, work)) {
                self.effects.push(Effect::Dismiss(Subject::Stored));
                self.effects.push(Effect::Fetch(earlier));
            } else {
                self.replaced = Some(earlier);
                self.tell(Notice::within_reach());
            }
        }
        // The large storage knows nothing of this page's head yet.
        self.save_page(work, real);
        self.note_saving();
    }

    /// What another tab has saved is not what this one has: from here on this one's work is its own.
    pub(super) fn part(&mut self) {
        if self.keeper.is_writer() {
            self.touch();
        } else {
            self.has_diverged = true;
        }
    }
}

impl StandIn {
    fn is_as_it_was(&self, changes: u64, work: &PageWork) -> bool {
        (self.changes, &self.draft) == (changes, &work.page.draft)
    }
}
