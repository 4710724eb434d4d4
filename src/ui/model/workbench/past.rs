//! Looking back, undo and redo: the session goes along the line of what has happened.
//!
//! Looking back changes nothing that is saved: whatever else is done returns to the present first.
//! Going back for good is saved like any change.

use super::{ROWS_A_STEP, Workbench};
use crate::api::Exchange;
use crate::engine::applied::Applied;
use crate::ui::model::changes::timeline::{Direction, Standing, Timeline, What};
use crate::ui::model::history::Past;
use crate::workspace::Storage;

impl<S: Storage> Workbench<S> {
    /// What has happened since the data was loaded.
    pub fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// Where one stands.
    pub fn standing(&self) -> Standing {
        self.timeline.standing()
    }

    /// Goes towards a position to look at it, for as long as there is time; tells whether there is
    /// more to go.
    pub fn look_back(&mut self, to: usize, mut is_time_left: impl FnMut() -> bool) -> bool {
        if !self.standing().looks_back() && self.is_working() {
            return true;
        }
        while is_time_left() {
            if self.session.backfill(ROWS_A_STEP) {
                continue;
            }
            let Some((direction, step)) = self.timeline.next(to) else {
                self.resume();
                return false;
            };
            if let Some(step) = step {
                // What waits for an index belongs to no step.
                if let Some(settings) = self.session.engine().simulation_settings() {
                    self.paused = Some(settings);
                    self.session.set_simulation(None);
                }
                let effects = match direction {
                    Direction::Back => step.back(),
                    Direction::Forth => step.forth(),
                };
                // They were applied to this very state, or taken back from it.
                let gone = self.session.go(effects);
                debug_assert!(gone.is_ok(), "a step fits the state beside it: {gone:?}");
            }
            self.timeline.take(direction);
        }
        true
    }

    /// Looks at the data again, whatever was looked at.
    pub fn return_to_present(&mut self) {
        while self.standing().looks_back() {
            self.look_back(self.standing().at, || true);
        }
    }

    /// What is looked at becomes the data. It can be undone.
    pub fn go_back_here(&mut self) {
        if !self.standing().looks_back() {
            return;
        }
        let mut effects = vec![Applied::Time(self.session.engine().now())];
        for (direction, step) in self.timeline.settle() {
            effects.extend_from_slice(match direction {
                Direction::Back => step.back(),
                Direction::Forth => step.forth(),
            });
        }
        self.resume();
        self.changes += 1;
        self.save_effects(effects);
        self.touch();
    }

    /// Lets a cache in front begin anew.
    pub fn empty_cache(&mut self) {
        if let Some(settings) = self.session.dax().map(|_| crate::dax::DaxSettings::default()) {
            self.session.set_dax(None);
            self.session.set_dax(Some(settings));
        }
    }

    /// Undoes the last change, or makes the last one that was undone again; tells whether there was
    /// one.
    pub fn undo_or_redo(&mut self, direction: Direction) -> bool {
        self.return_to_present();
        let standing = self.standing();
        let to = match direction {
            Direction::Back => standing.undo,
            Direction::Forth => standing.redo,
        };
        let Some(to) = to else { return false };
        while self.look_back(to, || true) {}
        self.go_back_here();
        true
    }

    /// Notes what a request did.
    pub(super) fn remember(&mut self, exchange: &Exchange) {
        let step = self.session.take_step();
        let past = Past::from_exchange(exchange, &self.session.engine().inspect());
        self.timeline.add(exchange.at, What::Request(Box::new(past)), step);
    }

    /// Notes what went on in the background.
    pub(super) fn remember_background(&mut self) {
        if let Some(step) = self.session.take_step() {
            self.timeline.amend(self.session.engine().now(), step);
        }
    }

    /// Begins a history, since the data is other data.
    pub(super) fn begin_history(&mut self) {
        self.paused = None;
        self.timeline = Timeline::default();
        self.session.keep_past();
    }

    /// Whether the engine is at work in the background, which belongs to the event before.
    fn is_working(&mut self) -> bool {
        let is_pending = self.session.advance(ROWS_A_STEP);
        self.save_applied();
        self.remember_background();
        is_pending
    }

    /// The simulation goes on, unless someone still looks back.
    fn resume(&mut self) {
        if !self.standing().looks_back()
            && let Some(settings) = self.paused.take()
        {
            self.session.set_simulation(Some(settings));
            self.save_applied();
            self.remember_background();
        }
    }
}
