//! Saving: when it is due, what keeps it from being done, and what the person is told of that.

use std::time::Duration;

use crate::engine::Millis;
use crate::workspace::{BUDGET_CHARS, Opened, SaveError, Slots, StorageFault, Vault, compact};

use super::{Effect, PageWork, Workbench};
use crate::ui::model::notice::{Notice, Subject};

/// How long after a change it is saved: typing goes on undisturbed.
pub const SAVE_AFTER: Duration = Duration::from_millis(400);

/// Whether something is yet to be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Due {
    /// Everything is saved.
    Nothing,
    /// Something changed, and [`Workbench::save_if_due`] has been asked for.
    Soon,
    /// Something changed, and it was time to save it while data was being loaded.
    AfterLoad,
}

/// The storage of this tab and how it went with it.
#[derive(Debug)]
pub(super) struct Saving<S> {
    vault: Vault<S>,
    due: Due,
    /// Why the last save failed: the person was told then, and is not told the same again.
    trouble: Option<SaveError>,
}

impl<S: Slots> Saving<S> {
    pub(super) fn new(vault: Vault<S>) -> Self {
        Self { vault, due: Due::Nothing, trouble: None }
    }

    pub(super) fn open(&mut self) -> Opened {
        self.vault.open()
    }
}

impl<S: Slots> Workbench<S> {
    /// Notes that something changed that is worth keeping.
    pub fn touch(&mut self) {
        if self.saving.due == Due::Nothing {
            self.saving.due = Due::Soon;
            self.effects.push(Effect::SaveSoon);
        }
    }

    /// Saves what has changed, if anything has.
    pub fn save_if_due(&mut self, work: impl FnOnce() -> PageWork) {
        if self.saving.due == Due::Nothing {
            return;
        }
        // While data is being loaded the page and its data do not belong together: at the start of
        // a page that restores, this would write an empty page over the work to be restored.
        if self.load.is_some() {
            self.saving.due = Due::AfterLoad;
            return;
        }
        self.saving.due = Due::Nothing;
        self.save(&work());
    }

    /// After a load: what was due meanwhile is due again.
    pub(super) fn resume_saving(&mut self) {
        if self.saving.due == Due::AfterLoad {
            self.saving.due = Due::Soon;
            self.effects.push(Effect::SaveSoon);
        }
    }

    /// The person gives up what is stored and begins anew.
    pub fn start_fresh(&mut self, now: Millis) {
        self.saving.vault.start_fresh();
        self.start_over(now);
    }

    /// From now on this tab saves, whatever another has saved.
    pub fn take_over(&mut self, work: &PageWork) {
        self.saving.vault.start_fresh();
        self.save(work);
    }

    fn save(&mut self, work: &PageWork) {
        if self.log.chars() > BUDGET_CHARS {
            self.log = compact(&self.log, self.session.engine());
        }
        let saved = self.saved(work);
        match self.saving.vault.save(&saved) {
            Ok(_) => {
                if self.saving.trouble.take().is_some() {
                    self.effects.push(Effect::Dismiss(Subject::Saving));
                }
            }
            Err(error) => self.tell_trouble(error),
        }
    }

    /// Tells why something was not saved, unless that has been told.
    pub(super) fn tell_trouble(&mut self, error: SaveError) {
        let known = self.saving.trouble.replace(error);
        if known.map(kind_of) != Some(kind_of(error)) {
            self.tell(Notice::of_save(error));
        }
    }
}

/// What the person is told about: which tab has saved, and how often, makes no difference to them.
fn kind_of(error: SaveError) -> (u8, Option<StorageFault>) {
    match error {
        SaveError::Storage(fault) => (0, Some(fault)),
        SaveError::OtherTab(_) => (1, None),
        SaveError::Unreadable(_) => (2, None),
    }
}
