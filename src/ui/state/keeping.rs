//! Keeping the work: saving after changes, restoring, files, and what to do when that fails.

use std::time::Duration;

use leptos::prelude::*;

use super::App;
use crate::datasets::{DatasetId, Recipe, Size};
use crate::kept::Kept;
use crate::learn::Quiz;
use crate::ui::dom;
use crate::ui::dom::storage::LocalSlots;
use crate::ui::model::lab::preset;
use crate::ui::model::meter::Meter;
use crate::ui::model::notice::{Notice, Offer, Subject};
use crate::ui::model::page_state::PageState;
use crate::ui::model::route::Place;
use crate::workspace::{
    BUDGET_CHARS, Opened, OwnerId, SaveError, Saved, StorageFault, Vault, compact, decode, encode,
};

/// How long after a change it is saved: typing goes on undisturbed.
const SAVE_AFTER: Duration = Duration::from_millis(400);

/// The storage of this tab and how it went with it.
pub(super) struct Keeping {
    vault: Vault<LocalSlots>,
    /// Whether something is yet to be saved.
    due: bool,
    /// Why the last save failed; the person was told then and is not told the same again.
    trouble: Option<SaveError>,
}

impl Keeping {
    pub(super) fn new() -> Self {
        let vault = Vault::new(LocalSlots, OwnerId(dom::time::random()));
        Self { vault, due: false, trouble: None }
    }
}

impl App {
    /// The work as a file of its own.
    pub fn export(&self) {
        let Recipe { dataset, size, .. } = self.recipe.get_untracked();
        let size = size.items().map_or_else(|| "article".to_owned(), |items| items.to_string());
        let name = format!("dynamodb-playground-{dataset}-{size}.txt");
        dom::file::download(&name, &encode(&self.saved()));
    }

    /// Goes on from an exported file.
    pub fn import(&self, text: &str) {
        match decode(text) {
            Ok(saved) => {
                self.dismiss(Subject::File);
                let (changes, before) = (self.changes(), self.saved());
                self.restore(saved, move |app| app.tell_replaced(Some(before), changes));
            }
            Err(error) => self.notify(Notice::bad_file(error)),
        }
    }

    /// Begins anew with the same dataset: no changes, no answers, the meter at zero.
    pub fn start_over(&self) {
        let (changes, before) = (self.changes(), self.saved());
        self.begin(self.recipe.get_untracked(), Vec::new(), move |app| {
            app.ask_first_question();
            app.set.meter.set(Meter::default());
            app.quiz.update(|quiz| *quiz = quiz.again());
            app.question.set(None);
            app.partition_count.set(PageState::FIRST_PARTITIONS);
            app.plain_service();
            app.lab.choose(preset::FIRST);
            app.tell_started_over(before, changes);
        });
    }

    /// Does what a notice offers.
    pub fn take(&self, offer: Offer, subject: Subject) {
        match offer {
            Offer::Export => return self.export(),
            Offer::ExportStored => return export_stored(),
            Offer::Reload => return dom::route::reload(),
            Offer::FirstRequest => return self.fill_from_experiment(|e| &e.request),
            Offer::OtherRequest => return self.fill_from_experiment(|e| &e.against),
            Offer::StartFresh => self.start_fresh(),
            Offer::Question => self.back_to_question(),
            Offer::TakeOver => self.take_over(),
            Offer::PutBack => self.put_back(),
        }
        self.dismiss(subject);
    }

    /// Everything that is needed to have this state again.
    pub(super) fn saved(&self) -> Saved {
        let page = PageState {
            place: self.place.get_untracked(),
            draft: self.draft.get_untracked(),
            partitions: self.partition_count.get_untracked(),
            lab: self.lab.form.get_untracked(),
            service: Some(self.service.get_untracked()),
        };
        Saved {
            recipe: self.recipe.get_untracked(),
            operations: self.log.with_value(|log| log.operations().to_vec()),
            page: page.to_json(),
            meter: self.meter.with_untracked(Kept::to_json),
            quiz: self.quiz.with_untracked(Kept::to_json),
        }
    }

    /// Restores what this browser holds, or loads the first dataset.
    pub(super) fn open_saved(&self) {
        let opened = self.keeping.try_update_value(|keeping| keeping.vault.open());
        match opened.unwrap_or(Opened::Empty) {
            Opened::Empty => {}
            Opened::Fault(fault) => self.trouble(SaveError::Storage(fault)),
            Opened::Unreadable { error, .. } => self.trouble(SaveError::Unreadable(error)),
            Opened::Restored { saved, damaged } => {
                if let Some(error) = damaged {
                    self.notify(Notice::damaged_beside(error));
                }
                return self.restore(*saved, |_| {});
            }
        }
        self.load(Recipe::new(DatasetId::Medical, Size::Thousand));
    }

    /// Notes that something changed that is worth keeping.
    pub(super) fn touch(&self) {
        let app = *self;
        let was_due = self.keeping.try_update_value(|k| std::mem::replace(&mut k.due, true));
        if was_due == Some(false) {
            dom::tasks::later(SAVE_AFTER, move || app.save_if_due());
        }
    }

    /// Saves after changes to the page itself, and when the page is left; hears of other tabs.
    pub(super) fn keep_saving(&self) {
        let app = *self;
        let kept = move || {
            app.draft.track();
            app.quiz.track();
            app.partition_count.track();
            app.lab.form.track();
            app.place.track();
        };
        Effect::watch(kept, move |_, _, _| app.touch(), false);
        dom::life::on_leave(move || app.save_if_due());
        dom::storage::on_other_tab(move || app.notify(Notice::other_tab()));
    }

    /// Tells that work was replaced, and keeps it within reach.
    pub(super) fn tell_replaced(&self, before: Option<Saved>, changes: usize) {
        let Some(before) = before.filter(|_| changes > 0) else { return };
        self.replaced.set_value(Some(before));
        let title = self.recipe.get_untracked().dataset.title();
        self.notify(Notice::replaced(changes, title));
    }

    fn tell_started_over(&self, before: Saved, changes: usize) {
        self.replaced.set_value(Some(before));
        self.notify(Notice::started_over(changes));
    }

    /// Loads the recipe, makes the changes again, and goes where the person was.
    fn restore(&self, saved: Saved, then: impl FnOnce(App) + 'static) {
        let page = PageState::from_json(&saved.page);
        let meter = Meter::of_json(&saved.meter).unwrap_or_default();
        let quiz = Quiz::of_json(&saved.quiz);
        if Place::of_fragment(&dom::route::fragment()).is_none() {
            self.set.place.set(page.place);
        }
        self.begin(saved.recipe, saved.operations, move |app| {
            app.draft.set(page.draft);
            app.partition_count.set(page.partitions);
            app.lab.form.set(page.lab);
            app.reopen_service(page.service);
            app.set.meter.set(meter);
            if let Some(quiz) = quiz {
                app.quiz.set(quiz);
            }
            then(app);
        });
    }

    fn save_if_due(&self) {
        let due = self.keeping.try_update_value(|k| std::mem::take(&mut k.due));
        // What a failed page holds is not to be trusted, and while data is being loaded the page's
        // state and its data do not belong together.
        if due == Some(true) && !dom::panic::has_failed() {
            match self.loading.get_untracked() {
                None => self.save(),
                Some(_) => self.keeping.update_value(|keeping| keeping.due = true),
            }
        }
    }

    fn save(&self) {
        self.keep_log_short();
        let saved = self.saved();
        match self.keeping.try_update_value(|keeping| keeping.vault.save(&saved)) {
            Some(Err(error)) => self.trouble(error),
            Some(Ok(_)) => self.no_trouble(),
            None => {}
        }
    }

    fn keep_log_short(&self) {
        if self.log.with_value(|log| log.chars()) > BUDGET_CHARS {
            let short = self
                .session
                .with_value(|session| self.log.with_value(|log| compact(log, session.engine())));
            self.log.set_value(short);
        }
    }

    fn trouble(&self, error: SaveError) {
        let known = self.keeping.try_update_value(|k| k.trouble.replace(error)).flatten();
        if known.map(kind_of) != Some(kind_of(error)) {
            self.notify(Notice::of_save(error));
        }
    }

    fn no_trouble(&self) {
        let before = self.keeping.try_update_value(|keeping| keeping.trouble.take());
        if before.flatten().is_some() {
            self.dismiss(Subject::Saving);
        }
    }

    fn start_fresh(&self) {
        self.keeping.update_value(|keeping| keeping.vault.start_fresh());
        self.start_over();
    }

    fn take_over(&self) {
        self.keeping.update_value(|keeping| keeping.vault.start_fresh());
        self.save();
    }

    fn put_back(&self) {
        if let Some(saved) = self.replaced.try_update_value(Option::take).flatten() {
            self.restore(saved, |_| {});
        }
    }
}

/// What the person is told about, stamps aside.
fn kind_of(error: SaveError) -> (u8, Option<StorageFault>) {
    match error {
        SaveError::Storage(fault) => (0, Some(fault)),
        SaveError::OtherTab(_) => (1, None),
        SaveError::Unreadable(_) => (2, None),
    }
}

fn export_stored() {
    for (number, text) in dom::storage::stored_texts().iter().enumerate() {
        dom::file::download(&format!("dynamodb-playground-stored-{}.txt", number + 1), text);
    }
}
