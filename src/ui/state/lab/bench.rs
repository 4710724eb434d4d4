//! The two runs and how far they are: what is played in one task, and what is then due.
//!
//! Refuses to know who is told.

use crate::model::Millis;
use crate::ui::dom::time::{Budget, since_start};
use crate::ui::model::lab::clock::{Pace, Reached};
use crate::ui::model::lab::shot::Shot;

/// Milliseconds between two halves of a picture.
const PICTURE: f64 = 50.0;
/// Requests and milliseconds that are played between two looks at the clock.
const PIECE: u64 = 2_000;
/// What does not tell when it changes.
#[derive(Debug, Default)]
pub(super) struct Bench {
    pub(super) before: Option<Shot>,
    pub(super) now: Option<Shot>,
    /// The number of the play that is under way; the tasks of an older one end.
    pub(super) play: u64,
    /// The simulated time that the step under way goes to.
    pub(super) stop: u64,
    /// When the play began, or its pace last changed, by the page's clock.
    since: f64,
    /// The simulated milliseconds and the attempts until then.
    before_that: (u64, u64),
    /// When half a picture was drawn last, which half is next, and of how many seconds it was.
    pictured: (f64, usize, u64),
    /// What the next run is called, behind its preset's title.
    pub(super) name: String,
}

/// How a task of a play ended.
pub(super) enum Played {
    /// There is more to play at once.
    Busy,
    /// There is more to play once time has passed.
    Waiting,
    /// It has come to where it was to stop.
    There,
    /// The load has come to its end.
    Over,
    /// The play was stopped.
    Stopped,
}

impl Bench {
    /// Begins to measure what is reached.
    pub(super) fn count_anew(&mut self) {
        let so_far = self.now.as_ref().map_or((0, 0), |shot| (shot.run.now().0, shot.attempts()));
        (self.since, self.before_that) = (since_start(), so_far);
    }

    pub(super) fn reached(&self) -> Reached {
        let Some(shot) = &self.now else { return Reached::default() };
        Reached {
            millis: (since_start() - self.since) as u64,
            simulated: shot.run.now().0.saturating_sub(self.before_that.0),
            requests: shot.attempts().saturating_sub(self.before_that.1),
        }
    }

    pub(super) fn play_on(&mut self, play: u64, pace: Pace, until: u64) -> Played {
        let begun = self.before_that.0;
        let target = begun.saturating_add(pace.passed(since_start() - self.since)).min(until);
        let Some(shot) = self.now.as_mut().filter(|_| self.play == play) else {
            return Played::Stopped;
        };
        let budget = Budget::of_task();
        while shot.run.now().0 < target && !shot.run.is_over() && budget.is_left() {
            shot.run.advance(Millis(target), PIECE);
        }
        let now = shot.run.now().0;
        match () {
            () if shot.run.is_over() => Played::Over,
            () if now >= until => Played::There,
            () if now >= target => Played::Waiting,
            () => Played::Busy,
        }
    }

    /// Which half of the picture is to be drawn now, if any.
    pub(super) fn picture_due(&mut self, play: u64) -> Option<usize> {
        let (now, seconds) = (since_start(), self.now.as_ref().map_or(0, Shot::seconds));
        let (at, which, drawn) = self.pictured;
        let due = self.play == play && now - at >= PICTURE && (seconds != drawn || which == 1);
        due.then(|| {
            self.pictured = (now, 1 - which, seconds);
            which
        })
    }
}
