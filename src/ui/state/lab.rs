//! The traffic lab's runs: one on the bench, and one to compare it with.
//!
//! Owns playing, pausing and stepping within the time that a task may take. What a run does is
//! `traffic`'s, what is said of it `ui::model::lab`'s.

use std::time::Duration;

use leptos::prelude::*;

use crate::model::Millis;
use crate::ui::dom::time::{self, Budget, since_start};
use crate::ui::model::lab::clock::{Pace, Reached};
use crate::ui::model::lab::cure::Cure;
use crate::ui::model::lab::field::Field;
use crate::ui::model::lab::form::Form;
use crate::ui::model::lab::shot::{Shot, throttled_per_second};

const SECOND: u64 = 1_000;
/// How long to wait for the time that is yet to pass.
const WAIT: Duration = Duration::from_millis(15);

/// Where the run on the bench is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// There is none.
    Empty,
    /// It is played.
    Playing,
    /// It was stopped and can go on.
    Paused,
    /// Its load has come to its end.
    Over,
}

/// One of the two places for a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Pinned, to compare with.
    Before,
    /// On the bench.
    Now,
}

/// The lab. Copied freely.
#[derive(Clone, Copy)]
pub struct Lab {
    /// The settings.
    pub form: RwSignal<Form>,
    /// Where the run on the bench is.
    pub phase: RwSignal<Phase>,
    /// How fast it is played.
    pub pace: RwSignal<Pace>,
    /// The second looked at; the newest if it is none.
    pub second: RwSignal<Option<u64>>,
    /// What the cure that is tried costs to have, in a sentence.
    pub trade_off: RwSignal<&'static str>,
    /// What was reached since the play began.
    pub reached: RwSignal<Reached>,
    /// Bumped when there is something new to see: of what moves, and of the figures below it. They
    /// are drawn in turn, so that no picture takes long.
    drawn: [RwSignal<u64>; 2],
    bench: StoredValue<Bench>,
}

impl Lab {
    /// A lab in which nothing has run yet.
    pub fn new() -> Self {
        Self {
            form: RwSignal::new(Form::default()),
            phase: RwSignal::new(Phase::Empty),
            pace: RwSignal::new(Pace::ALL[2].0),
            second: RwSignal::new(None),
            trade_off: RwSignal::new(""),
            reached: RwSignal::new(Reached::default()),
            drawn: [RwSignal::new(0), RwSignal::new(0)],
            bench: StoredValue::new(Bench::default()),
        }
    }

    /// Reads a run and the sample looked at; nothing if there is no run there.
    pub fn see<T>(self, side: Side, read: impl FnOnce(&Shot, usize) -> T) -> Option<T> {
        self.drawn[0].track();
        self.read(side, read)
    }

    /// As [`Lab::see`], for what need not be drawn as often.
    pub fn see_later<T>(self, side: Side, read: impl FnOnce(&Shot, usize) -> T) -> Option<T> {
        self.drawn[1].track();
        self.read(side, read)
    }

    /// Reads both runs, if there are two.
    pub fn compare<T>(self, read: impl FnOnce(&Shot, &Shot) -> T) -> Option<T> {
        self.drawn[1].track();
        self.bench.with_value(|bench| Some(read(bench.before.as_ref()?, bench.now.as_ref()?)))
    }

    fn read<T>(self, side: Side, read: impl FnOnce(&Shot, usize) -> T) -> Option<T> {
        let second = self.second.get();
        self.bench.with_value(|bench| {
            let shot = match side {
                Side::Before => bench.before.as_ref(),
                Side::Now => bench.now.as_ref(),
            };
            shot.map(|shot| read(shot, shot.at(second)))
        })
    }

    /// Begins anew as a preset has it. A run that was pinned stays, to compare with.
    pub fn choose(self, preset: usize) {
        self.pause();
        self.form.set(Form::of(preset));
        self.bench.update_value(|bench| {
            bench.name.clear();
            bench.now = None;
            bench.before.take_if(|_| !bench.is_pinned);
        });
        self.trade_off.set("");
        self.phase.set(Phase::Empty);
        self.second.set(None);
        self.draw();
    }

    /// Changes a setting. What has run stays in sight until the next run.
    pub fn set(self, field: Field, text: String) {
        self.form.update(|form| form.set(field, text));
        self.bench.update_value(|bench| "with your settings".clone_into(&mut bench.name));
        self.trade_off.set("");
    }

    /// Plays what is on the bench, from the beginning if it is over or the settings have changed.
    pub fn play(self) {
        if self.is_to_begin() && !self.put_on_bench() {
            return;
        }
        let play = self.begin_play();
        self.phase.set(Phase::Playing);
        self.second.set(None);
        time::soon(move || self.slice(play, u64::MAX));
    }

    /// Stops; what was played stays.
    pub fn pause(self) {
        self.bench.update_value(|bench| (bench.play, bench.stop) = (bench.play + 1, 0));
        if self.phase.try_get_untracked() == Some(Phase::Playing) {
            self.phase.set(Phase::Paused);
            self.draw();
        }
    }

    /// Plays one second, or one more while one is under way.
    pub fn step(self) {
        if self.phase.get_untracked() == Phase::Playing {
            self.pause();
        }
        if self.is_to_begin() && !self.put_on_bench() {
            return;
        }
        self.phase.set(Phase::Paused);
        self.second.set(None);
        let until = self.bench.try_update_value(|bench| {
            let now = bench.now.as_ref().map_or(0, |shot| shot.run.now().0);
            bench.stop = now.max(bench.stop) / SECOND * SECOND + SECOND;
            bench.stop
        });
        self.slice(self.begin_play(), until.unwrap_or_default());
    }

    /// Puts the run back to its beginning.
    pub fn restart(self) {
        self.pause();
        if self.put_on_bench() {
            self.phase.set(Phase::Paused);
        }
    }

    /// Keeps the run to compare with those to come; the bench is then empty.
    pub fn pin(self) {
        self.pause();
        self.bench.update_value(|bench| {
            bench.is_pinned = true;
            bench.before = bench.now.take().or(bench.before.take());
        });
        self.phase.set(Phase::Empty);
        self.draw();
    }

    /// Puts the run that was pinned away.
    pub fn unpin(self) {
        self.bench.update_value(|bench| (bench.before, bench.is_pinned) = (None, false));
        self.draw();
    }

    /// Plays a run that differs from the one on this side by a cure. The first run stays beside it:
    /// a second cure is compared with what was to be cured.
    pub fn try_cure(self, side: Side, cure: &Cure) {
        let Some(mut form) = untrack(|| self.see(side, |shot, _| shot.form.clone())) else {
            return;
        };
        self.pause();
        cure.changes.iter().for_each(|(field, text)| form.set(*field, text.clone()));
        self.form.set(form);
        self.bench.update_value(|bench| {
            let now = bench.now.take();
            bench.before = bench.before.take().or(now);
            bench.name.clone_from(&cure.name);
        });
        self.trade_off.set(cure.trade_off);
        self.phase.set(Phase::Empty);
        self.play();
    }

    /// Plays at another pace.
    pub fn go_at(self, pace: Pace) {
        self.pace.set(pace);
        self.bench.update_value(Bench::count_anew);
    }

    /// Whether the settings are not those of the run in sight.
    pub fn is_changed(self) -> bool {
        let form = self.form.get();
        self.see(Side::Now, |shot, _| shot.form != form).unwrap_or(false)
    }

    fn is_to_begin(self) -> bool {
        let phase = self.phase.get_untracked();
        matches!(phase, Phase::Empty | Phase::Over) || untrack(|| self.is_changed())
    }

    /// Puts a run at its beginning on the bench; tells whether the settings allow one.
    fn put_on_bench(self) -> bool {
        let form = self.form.get_untracked();
        let put = self.bench.try_update_value(|bench| {
            let shot = Shot::new(form, &bench.name);
            let put = shot.is_some();
            bench.now = shot.or(bench.now.take());
            bench.stop = 0;
            put
        });
        self.second.set(None);
        self.reached.set(Reached::default());
        self.draw();
        put == Some(true)
    }

    fn begin_play(self) -> u64 {
        let begun = self.bench.try_update_value(|bench| {
            bench.play += 1;
            bench.count_anew();
            bench.play
        });
        begun.unwrap_or_default()
    }

    /// One task of a play: as much as the pace asks for and the time allows. A step waits for no
    /// time to pass.
    fn slice(self, play: u64, until: u64) {
        let is_step = until < u64::MAX;
        // The lab of a lesson is gone as soon as one leaves it, and a task may still be under way.
        let Some(chosen) = self.pace.try_get_untracked() else { return };
        let pace = if is_step { Pace::FASTEST } else { chosen };
        match self.bench.try_update_value(|bench| bench.play_on(play, pace, until)) {
            Some(Played::Waiting) => time::later(WAIT, move || self.picture(play, until)),
            Some(Played::Busy) => time::soon(move || self.picture(play, until)),
            Some(Played::There) => self.finish(play, Phase::Paused),
            Some(Played::Over) => self.finish(play, Phase::Over),
            Some(Played::Stopped) | None => {}
        }
    }

    /// Draws both halves of the last picture, each in a task of its own.
    fn finish(self, play: u64, phase: Phase) {
        self.tell_reached();
        if phase == Phase::Over {
            self.second.set(self.bench.with_value(Bench::worst_second));
        }
        self.draw_half_soon(play, 0, move || {
            self.draw_half_soon(play, 1, move || self.phase.set(phase));
        });
    }

    fn draw_half_soon(self, play: u64, half: usize, then: impl FnOnce() + 'static) {
        time::soon(move || {
            if self.bench.try_with_value(|bench| bench.play) == Some(play) {
                self.drawn[half].update(|drawn| *drawn += 1);
                then();
            }
        });
    }

    /// A task of its own for the picture, when one is due; then the next slice.
    fn picture(self, play: u64, until: u64) {
        match self.bench.try_update_value(|bench| bench.picture_due(play)) {
            Some(Some(which)) => {
                self.tell_reached();
                self.drawn[which].update(|drawn| *drawn += 1);
                time::soon(move || self.slice(play, until));
            }
            Some(None) => self.slice(play, until),
            None => {}
        }
    }

    /// Draws everything.
    fn draw(self) {
        self.drawn.into_iter().for_each(|drawn| drawn.update(|drawn| *drawn += 1));
    }

    fn tell_reached(self) {
        let reached = self.bench.try_update_value(|bench| bench.reached());
        self.reached.set(reached.unwrap_or_default());
    }
}

impl Default for Lab {
    fn default() -> Self {
        Self::new()
    }
}

/// Milliseconds between two halves of a picture.
const PICTURE: f64 = 50.0;
/// Requests and milliseconds that are played between two looks at the clock.
const PIECE: u64 = 2_000;
/// What does not tell when it changes.
#[derive(Debug, Default)]
struct Bench {
    before: Option<Shot>,
    /// Whether the run to compare with was pinned by the person, and not by a cure.
    is_pinned: bool,
    now: Option<Shot>,
    /// The number of the play that is under way; the tasks of an older one end.
    play: u64,
    /// The simulated time that the step under way goes to.
    stop: u64,
    /// When the play began, or its pace last changed, by the page's clock.
    since: f64,
    /// The simulated milliseconds and the attempts until then.
    before_that: (u64, u64),
    /// When half a picture was drawn last, which half is next, and of how many seconds it was.
    pictured: (f64, usize, u64),
    /// What the next run is called, behind its preset's title.
    name: String,
}

/// How a task of a play ended.
enum Played {
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
    fn count_anew(&mut self) {
        let so_far = self.now.as_ref().map_or((0, 0), |shot| (shot.run.now().0, shot.attempts()));
        (self.since, self.before_that) = (since_start(), so_far);
    }

    fn reached(&self) -> Reached {
        let Some(shot) = &self.now else { return Reached::default() };
        Reached {
            millis: (since_start() - self.since) as u64,
            simulated: shot.run.now().0.saturating_sub(self.before_that.0),
            requests: shot.attempts().saturating_sub(self.before_that.1),
        }
    }

    /// The second to show once a run is over: the worst of both runs.
    fn worst_second(&self) -> Option<u64> {
        let shots = [&self.before, &self.now].into_iter().flatten();
        let worst = shots.filter_map(Shot::worst).max_by_key(|sample| throttled_per_second(sample));
        worst.map(|sample| sample.second)
    }

    fn play_on(&mut self, play: u64, pace: Pace, until: u64) -> Played {
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
    fn picture_due(&mut self, play: u64) -> Option<usize> {
        let (now, seconds) = (since_start(), self.now.as_ref().map_or(0, Shot::seconds));
        let (at, which, drawn) = self.pictured;
        let due = self.play == play && now - at >= PICTURE && (seconds != drawn || which == 1);
        due.then(|| {
            self.pictured = (now, 1 - which, seconds);
            which
        })
    }
}
