//! Looking back, undo and redo: task by task, and what the page is told of it.
//!
//! Owns when a task goes on. Where one stands and what is saved is the workbench's.

use leptos::prelude::*;

use super::App;
use crate::api::Request;
use crate::engine::inspect::Inspect;
use crate::ui::dom;
use crate::ui::dom::time::Budget;
use crate::ui::model::changes::timeline::{Direction, Standing, Timeline};
use crate::ui::model::workbench::Workbench;

impl App {
    /// Looks at the data as it was at a position of the history. What was asked for last is where one
    /// arrives, however fast a scrubber is moved.
    pub fn look_back(&self, to: usize) {
        let is_on_its_way = self.wanted.with_value(Option::is_some);
        self.wanted.set_value(Some(to));
        if !is_on_its_way {
            self.go_on();
        }
    }

    fn go_on(&self) {
        if self.is_gone() {
            return;
        }
        let Some(to) = self.wanted.get_value() else { return };
        let (app, budget) = (*self, Budget::of_task());
        if self.act(|bench| bench.look_back(to, || budget.is_left())) {
            return dom::time::soon(move || app.go_on());
        }
        self.wanted.set_value(None);
        self.note_revision();
    }

    /// Looks at the data as it is.
    pub fn return_to_present(&self) {
        let standing = self.standing.get_untracked();
        if standing.looks_back() || self.wanted.with_value(Option::is_some) {
            self.look_back(standing.at);
        }
    }

    /// What is looked at becomes the data.
    pub fn go_back_here(&self) {
        self.wanted.set_value(None);
        self.act(Workbench::go_back_here);
        self.leave_cache();
    }

    /// Undoes the last change, or makes the last one again that was undone.
    pub fn undo_or_redo(&self, direction: Direction) {
        self.wanted.set_value(None);
        self.act(|bench| bench.undo_or_redo(direction));
        self.leave_cache();
    }

    /// What undo or redo would do to this request, as things stand.
    pub fn undo_offer(&self, request: &Request) -> Option<Direction> {
        self.standing.track();
        let offer = |bench: &Workbench<_>| bench.timeline().offer(request);
        self.bench.with_value(offer).filter(|_| !self.is_apart)
    }

    /// Looks at the history and at the data as it is shown. Tracks both.
    pub fn look_at_history<R>(
        &self,
        view: impl FnOnce(&Inspect<'_>, &Timeline, Standing) -> R,
    ) -> R {
        self.revision.track();
        let standing = self.standing.get();
        self.bench.with_value(|bench| view(&bench.engine().inspect(), bench.timeline(), standing))
    }

    /// A cache in front knows nothing of going back: it begins anew.
    fn leave_cache(&self) {
        if self.service.with_untracked(|service| service.dax) {
            self.act(Workbench::empty_cache);
        }
        self.note_revision();
    }

    fn note_revision(&self) {
        self.set.revision.update(|revision| *revision += 1);
        self.ticks.update(|ticks| *ticks += 1);
    }
}
