//! The service that requests are sent to: its clock, its limits, the cache in front.
//!
//! Owns how choices reach the session, and that time passes while no one asks anything.

use std::time::Duration;

use leptos::prelude::*;

use super::App;
use crate::dax::DaxCounts;
use crate::engine::Millis;
use crate::ui::dom;
use crate::ui::model::clock::{Clock, Pace};
use crate::ui::model::workbench::Workbench;

/// How often what lags is looked at.
const TICK: Duration = Duration::from_millis(250);

impl App {
    /// The time that the learner's clock shows.
    pub fn now(&self) -> u64 {
        let real = dom::time::now();
        self.service.with_untracked(|service| service.clock.at(real))
    }

    /// Lets the clock run at another pace.
    pub fn set_pace(&self, pace: Pace) {
        let real = dom::time::now();
        self.service.update(|service| service.clock.set_pace(pace, real));
        self.tick();
    }

    /// Turns the clock forward.
    pub fn turn_clock(&self, millis: u64) {
        let real = dom::time::now();
        self.service.update(|service| service.clock.turn(millis, real));
        self.tick();
    }

    /// What the cluster in front did so far.
    pub fn dax_counts(&self) -> Option<DaxCounts> {
        self.bench.with_value(Workbench::dax_counts)
    }

    /// Takes the choices over, now and whenever they change, and lets time pass.
    pub(super) fn serve(&self) {
        let app = *self;
        let service = app.service;
        Effect::watch(
            move || service.track(),
            move |_, _, _| {
                app.apply_service();
                app.touch();
            },
            false,
        );
        app.apply_service();
        app.keep_ticking();
    }

    fn apply_service(&self) {
        let (chosen, real) = (self.service.get_untracked(), dom::time::now());
        let service = self.act(|bench| bench.set_service(chosen, real));
        if service != chosen {
            self.service.set(service);
        }
        self.tick();
    }

    fn keep_ticking(self) {
        dom::time::later(TICK, move || {
            if self.is_gone() {
                return;
            }
            let (wanted, pace) = self.service.with_untracked(|service| {
                (service.simulated || is_turned(&service.clock), service.clock.pace())
            });
            match pace {
                _ if dom::panic::has_failed() => {}
                _ if wanted => self.tick(),
                Pace::Paused => {}
                // Nothing waits for time to pass, but the clock shows it.
                _ => self.ticks.update(|ticks| *ticks += 1),
            }
            self.keep_ticking();
        });
    }

    /// Lets the time that has passed show.
    pub(super) fn tick(&self) {
        let now = Millis(self.now());
        if self.act(|bench| bench.pass_time(now)) {
            self.set.revision.update(|revision| *revision += 1);
        }
        self.ticks.update(|ticks| *ticks += 1);
    }
}

fn is_turned(clock: &Clock) -> bool {
    !matches!(clock.pace(), Pace::Paused | Pace::Real)
}
