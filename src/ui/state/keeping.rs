//! Carrying out what the workbench asks for: loads, saves, notices, and showing other data.
//!
//! Owns the way between the page's signals and [`Workbench`]. What is loaded, saved or undone when
//! is decided there.

use leptos::prelude::*;

use super::App;
use crate::api::Session;
use crate::datasets::Recipe;
use crate::engine::Millis;
use crate::ui::dom;
use crate::ui::dom::storage::LocalEntries;
use crate::ui::dom::time::Budget;
use crate::ui::model::lab::preset;
use crate::ui::model::notice::{Notice, Offer, Subject};
use crate::ui::model::page_state::PageState;
use crate::ui::model::route::Place;
use crate::ui::model::workbench::{
    Arrival, CHECKPOINT_AFTER, Effect as Wanted, LoadNumber, PageWork, SAVE_AFTER, Workbench,
};
use crate::workspace::encode;

/// Rows of data that is no longer needed, freed between two looks at the clock.
const ROWS_A_STEP: usize = 40;

impl App {
    /// Loads a recipe in place of what is there.
    pub fn load(&self, recipe: Recipe) {
        self.act(|bench| bench.load(recipe, Millis(dom::time::now())));
    }

    /// Ends a load; what was there stays.
    pub fn cancel_loading(&self) {
        self.act(|bench| bench.cancel_load(Millis(dom::time::now())));
    }

    /// The work as a file of its own.
    pub fn export(&self) {
        // What is looked at is not what is exported.
        self.act(Workbench::return_to_present);
        let saved = self.bench.with_value(|bench| bench.saved(&self.work()));
        let Recipe { dataset, size, .. } = saved.recipe;
        let size = size.items().map_or_else(|| "article".to_owned(), |items| items.to_string());
        dom::file::download(&format!("dynamodb-playground-{dataset}-{size}.txt"), &encode(&saved));
    }

    /// The work as the text of an exported file.
    pub fn exported(&self) -> String {
        self.act(Workbench::return_to_present);
        encode(&self.bench.with_value(|bench| bench.saved(&self.work())))
    }

    /// Goes on from an exported file.
    pub fn import(&self, text: &str) {
        // A file that cannot be read has its notice, and nothing else comes of it.
        let _ = self.act(|bench| bench.import(text, Millis(dom::time::now())));
    }

    /// Begins anew with the same dataset: no changes, the meter at zero.
    pub fn start_over(&self) {
        self.act(|bench| bench.start_over(Millis(dom::time::now())));
    }

    /// Does what a notice offers.
    pub fn take(&self, offer: Offer, subject: Subject) {
        match offer {
            Offer::Export => return self.export(),
            Offer::ExportStored => return self.export_stored(),
            Offer::Reload => return dom::route::reload(),
            Offer::TakeOver => self.take_over(),
            Offer::Discard => self.act(Workbench::discard_unreadable),
            // Progress is Learn's, and whoever shows the notice sees to it there.
            Offer::ImportProgress | Offer::ExportProgress | Offer::ExportAside => {}
            Offer::PutBack | Offer::OpenEarlier => self.act(Workbench::put_back),
        }
        self.dismiss(subject);
    }

    /// Changes the workbench and carries out what it wants done.
    pub(super) fn act<R>(&self, change: impl FnOnce(&mut Workbench<LocalEntries>) -> R) -> R {
        let acted = self.bench.try_update_value(|bench| {
            let result = change(bench);
            let standing = bench.standing();
            (result, bench.take_effects(), bench.loading(), bench.saving_state(), standing)
        });
        let (result, wanted, loading, saving, standing) =
            acted.expect("the state outlives every part of the page");
        if self.loading.get_untracked() != loading {
            self.set.loading.set(loading);
        }
        if self.saving.get_untracked() != saving {
            self.set.saving.set(saving);
        }
        if self.standing.get_untracked() != standing {
            self.set.standing.set(standing);
        }
        for wanted in wanted {
            self.carry_out(wanted);
        }
        result
    }

    fn carry_out(&self, wanted: Wanted) {
        let app = *self;
        match wanted {
            Wanted::AdvanceLoad(number) => dom::time::soon(move || app.advance_load(number)),
            Wanted::CheckpointSoon => {
                dom::time::later(CHECKPOINT_AFTER, move || app.advance_checkpoint());
            }
            Wanted::AdvanceCheckpoint => dom::time::soon(move || app.advance_checkpoint()),
            Wanted::SaveSoon => dom::time::later(SAVE_AFTER, move || app.save_if_due()),
            Wanted::TakeOver(changes) => self.take_changes_over(changes),
            Wanted::Fetch(id) => self.fetch(id),
            Wanted::Publish(word) => self.publish(&word),
            Wanted::Tell(notice) => self.notify(notice),
            Wanted::Dismiss(subject) => self.dismiss(subject),
            Wanted::GoBackTo(place) => {
                if Place::of_fragment(&dom::route::fragment()).is_none() {
                    self.set.place.set(place);
                }
            }
            Wanted::Show(arrival) => self.show(*arrival),
        }
    }

    fn advance_load(&self, number: LoadNumber) {
        let budget = Budget::of_task();
        let real = dom::time::now();
        self.act(|bench| bench.advance_load(number, || budget.is_left(), || self.work(), real));
    }

    fn advance_checkpoint(&self) {
        // What a failed page holds is not to be trusted.
        if !dom::panic::has_failed() {
            let budget = Budget::of_task();
            self.act(|bench| bench.advance_checkpoint(|| budget.is_left()));
        }
    }

    /// Shows data that has just arrived, and the page over it.
    fn show(&self, Arrival { work, starts_over, replaced }: Arrival) {
        dom::time::soon(move || release(replaced));
        self.set.last.set(None);
        // An answer is about the data that it came from.
        self.run.set(None);
        self.history.set(Vec::new());
        self.set.recipe.set(self.bench.with_value(Workbench::recipe));
        let PageWork { page, meter } = work;
        if let Some(service) = page.service {
            self.service.set(service);
        }
        self.tick();
        self.set.revision.update(|revision| *revision += 1);
        self.draft.set(page.draft);
        self.follow_link();
        self.partition_count.set(page.partitions);
        self.split.set(page.split);
        self.set.meter.set(meter);
        if starts_over {
            self.lab.choose(preset::first());
        } else {
            self.lab.form.set(page.lab);
        }
    }

    /// What is saved of the page besides its data.
    pub(super) fn work(&self) -> PageWork {
        let page = PageState {
            place: self.place.get_untracked(),
            draft: self.draft.get_untracked(),
            partitions: self.partition_count.get_untracked(),
            lab: self.lab.form.get_untracked(),
            service: Some(self.service.get_untracked()),
            split: self.split.get_untracked(),
        };
        PageWork { page, meter: self.meter.get_untracked() }
    }

    /// Notes that something changed that is worth keeping.
    pub(super) fn touch(&self) {
        self.act(Workbench::touch);
    }

    /// Saves after changes to the page itself, and when the page is left; hears of other tabs.
    pub(super) fn keep_saving(&self) {
        let app = *self;
        let kept = move || {
            app.draft.track();
            app.partition_count.track();
            app.split.track();
            app.lab.form.track();
            app.place.track();
        };
        Effect::watch(kept, move |_, _, _| app.touch(), false);
        dom::storage::on_leave(move || app.save_if_due());
        dom::storage::ask_before_leaving(move || {
            app.save_if_due();
            app.is_unsaved()
        });
        dom::storage::on_new_build(move || app.notify(Notice::new_build()));
    }

    pub(super) fn save_if_due(&self) {
        // What a failed page holds is not to be trusted.
        if !dom::panic::has_failed() {
            let real = dom::time::now();
            self.act(|bench| bench.save_if_due(|| self.work(), real));
        }
    }
}

/// Lets go of a session. Freeing 100,000 rows takes many tasks' time.
fn release(mut session: Session) {
    let budget = Budget::of_task();
    while budget.is_left() {
        if !session.release(ROWS_A_STEP) {
            return;
        }
    }
    dom::time::soon(move || release(session));
}
