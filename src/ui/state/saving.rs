//! Carrying out what saving needs of the browser: the large storage, and other tabs.
//!
//! Owns the order at the start: which tab saves, then the large storage, then what it holds. What is
//! saved when is decided by the workbench.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::App;
use crate::engine::Millis;
use crate::ui::dom;
use crate::ui::dom::large::{self, Large};
use crate::ui::dom::tabs::{Channel, Competition};
use crate::ui::model::notice::Notice;
use crate::ui::model::workbench::{Changes, Word, Workbench};
use crate::workspace::{Entry, Kept, SavingState, StorageFault, Trouble, WorkspaceId};

/// How long the page waits for the large storage before it does without.
pub(super) const PATIENCE: Duration = Duration::from_secs(4);
/// The longest that it waits before it tries again.
const MOST_PATIENCE: Duration = Duration::from_secs(64);
/// How often the room that is left is looked at.
const LOOK_AT_ROOM: Duration = Duration::from_secs(30);
/// Percent of the room from which on it is told.
const NEARLY_FULL: u64 = 80;
/// Characters that browsers let a page keep in localStorage.
const SMALL_ROOM: u64 = 5 * 1024 * 1024;

impl App {
    /// Finds out which tab saves, and opens what is stored.
    pub(super) fn open_storage(&self) {
        let app = *self;
        let is_open = StoredValue::new(false);
        self.act(Workbench::begin_opening);
        let competition = Competition::enter(move |is_writer| {
            if !is_open.get_value() {
                is_open.set_value(true);
                app.survey(is_writer);
            } else {
                let real = dom::time::now();
                app.act(|bench| bench.set_writer(is_writer, &app.work(), real));
            }
        });
        let channel = Channel::join(move |word| app.hear(&word));
        self.tabs.set_value(Some((competition, channel)));
        self.keep_looking_at_room(false);
    }

    fn survey(&self, is_writer: bool) {
        let app = *self;
        let is_begun = StoredValue::new(false);
        // A storage that does not answer keeps nobody from working.
        dom::time::later(PATIENCE, move || {
            if !is_begun.get_value() {
                is_begun.set_value(true);
                let id = app.act(|bench| bench.survey(None, is_writer));
                app.open_found(id, None);
            }
        });
        spawn_local(async move {
            let found = Large::survey().await;
            if is_begun.get_value() {
                return app.reach_large(found);
            }
            is_begun.set_value(true);
            let (large, heads) = found.unzip();
            app.large.set_value(large);
            let id = app.act(|bench| bench.survey(heads, is_writer));
            let entries = app.entries(id).await;
            app.open_found(id, entries);
            if app.large.with_value(Option::is_none) {
                app.seek_large();
            }
        });
    }

    fn open_found(&self, id: Option<WorkspaceId>, entries: Option<Vec<Entry>>) {
        self.act(|bench| bench.open(id, entries, Millis(dom::time::now())));
    }

    /// None where the large storage does not answer.
    async fn entries(&self, id: Option<WorkspaceId>) -> Option<Vec<Entry>> {
        self.large.get_value()?.entries(id?).await.ok()
    }

    /// Does in the large storage what is asked for.
    pub(super) fn take_changes_over(&self, changes: Changes) {
        let app = *self;
        spawn_local(async move {
            let outcome = match app.large.get_value() {
                Some(large) => large.apply(changes).await,
                None => Err(StorageFault::Disabled),
            };
            match outcome {
                Ok(()) => app.patience.set_value(PATIENCE),
                Err(StorageFault::Conflict(..)) => {}
                // It may have been closed from outside, or emptied; a new connection tells.
                Err(_) => {
                    app.large.set_value(None);
                    app.seek_large();
                }
            }
            app.act(|bench| bench.taken_over(outcome));
        });
    }

    /// Tries to open the large storage again, in a while.
    fn seek_large(&self) {
        let (app, patience) = (*self, self.patience.get_value());
        self.patience.set_value((2 * patience).min(MOST_PATIENCE));
        dom::time::later(patience, move || {
            spawn_local(async move { app.reach_large(Large::survey().await) });
        });
    }

    fn reach_large(&self, found: Option<(Large, Vec<(String, String)>)>) {
        let Some((large, heads)) = found else { return self.seek_large() };
        self.large.set_value(Some(large));
        // What a failed page holds is not to be trusted.
        if !dom::panic::has_failed() {
            let real = dom::time::now();
            self.act(|bench| bench.reach_large(heads, &self.work(), real));
        }
    }

    /// Opens a former workspace.
    pub fn open_kept(&self, id: WorkspaceId) {
        self.fetch(id);
    }

    /// Removes a former workspace.
    pub fn forget(&self, id: WorkspaceId) {
        self.act(|bench| bench.forget(id));
        self.ticks.update(|ticks| *ticks += 1);
    }

    /// Whether this tab is the one that saves. Tracks it.
    pub fn is_writer(&self) -> bool {
        // Whoever stops or begins to save has a notice told or taken away.
        self.notices.track();
        self.bench.with_value(Workbench::is_writer)
    }

    /// Former workspaces, the latest first. Tracks what replaces the current one.
    pub fn kept(&self) -> Vec<Kept> {
        self.revision.track();
        self.ticks.track();
        self.bench.with_value(Workbench::kept)
    }

    pub(super) fn fetch(&self, id: WorkspaceId) {
        let app = *self;
        spawn_local(async move {
            let heads = match app.large.get_value() {
                Some(large) => large.heads().await.unwrap_or_default(),
                None => Vec::new(),
            };
            let entries = app.entries(Some(id)).await;
            app.act(|bench| bench.open_kept(id, heads, entries, Millis(dom::time::now())));
        });
    }

    /// From now on this tab saves.
    pub(super) fn take_over(&self) {
        if let Some((competition, _)) = self.tabs.get_value() {
            competition.take();
        }
    }

    pub(super) fn publish(&self, word: &Word) {
        let text = match word {
            Word::Batch(id, batch) => format!("batch {id} {batch}"),
            Word::Opened(id) => format!("opened {id} "),
        };
        if let Some((_, channel)) = self.tabs.get_value() {
            channel.say(&text);
        }
    }

    fn hear(&self, text: &str) {
        let mut parts = text.splitn(3, ' ');
        let (kind, id, rest) = (parts.next(), parts.next(), parts.next());
        let Some(id) = id.and_then(|id| id.parse().ok()) else { return };
        let word = match (kind, rest) {
            (Some("batch"), Some(batch)) => Word::Batch(id, batch.to_owned()),
            (Some("opened"), _) => Word::Opened(id),
            _ => return,
        };
        if self.act(|bench| bench.hear(word)) {
            self.set.revision.update(|revision| *revision += 1);
        }
    }

    /// Whether something would be lost if the page were closed now.
    pub(super) fn is_unsaved(&self) -> bool {
        match self.bench.with_value(Workbench::saving_state) {
            SavingState::Saved => false,
            // What only the large storage is still to take would be lost.
            SavingState::Saving => true,
            SavingState::Unsaved(Trouble::Storage(_) | Trouble::OtherTab) => true,
        }
    }

    /// Saves everything that is stored in a file, whatever it is.
    pub(super) fn export_stored(&self) {
        let entries = self.bench.with_value(Workbench::stored_entries);
        let text = serde_json::to_string_pretty(&entries).unwrap_or_default();
        dom::file::download("dynamodb-playground-stored.json", &text);
    }

    /// Looks at the room that is left, again and again; that it is scarce is told once.
    fn keep_looking_at_room(self, is_told: bool) {
        spawn_local(async move {
            let room = large::room().await.or_else(|| {
                let used = self.bench.with_value(Workbench::small_size);
                Some((used, SMALL_ROOM))
            });
            self.room.set(room);
            let is_scarce =
                room.is_some_and(|(used, most)| used.saturating_mul(100) > most * NEARLY_FULL);
            if is_scarce && !is_told {
                self.notify(Notice::nearly_full());
            }
            dom::time::later(LOOK_AT_ROOM, move || self.keep_looking_at_room(is_scarce));
        });
    }
}
