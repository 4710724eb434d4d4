//! The service that requests are sent to: its clock, its limits, the cache in front.
//!
//! Owns how choices reach the session, and that time passes while no one asks anything.

use std::time::Duration;

use leptos::prelude::*;

use super::App;
use crate::dax::{Dax, DaxCounts};
use crate::engine::Millis;
use crate::ui::dom;
use crate::ui::model::clock::{Clock, Pace};
use crate::ui::model::service::Service;

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
        self.session.with_value(|session| session.dax().map(Dax::counts))
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

    /// The session as the choices want it: also for a session that has just been loaded.
    pub(super) fn apply_service(&self) {
        let service = self.service.get_untracked();
        let (real, least) = (dom::time::now(), self.engine_time());
        if service.clock.at(real) < least {
            self.service.update(|service| service.clock = service.clock.at_least(least, real));
        }
        self.session.update_value(|session| {
            session.set_simulation(service.simulation());
            session.set_dax(service.cluster());
            session.set_past_dax(service.past_dax);
        });
        self.tick();
    }

    /// The choices that were kept. The clock shows no time before what has happened already.
    pub(super) fn reopen_service(&self, kept: Option<Service>) {
        let real = dom::time::now();
        let least = self.engine_time();
        let mut service = kept.unwrap_or_else(|| Service::plain(real));
        service.clock = service.clock.reopened(real, least);
        self.service.set(service);
    }

    /// Back to a service that answers at once, in real time.
    pub(super) fn plain_service(&self) {
        self.service.update(|service| {
            *service = Service { clock: service.clock, ..Service::plain(0) };
        });
    }

    fn engine_time(&self) -> u64 {
        self.session.with_value(|session| session.engine().now().0)
    }

    fn keep_ticking(self) {
        dom::tasks::later(TICK, move || {
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
    fn tick(&self) {
        let now = Millis(self.now());
        let changed = self.session.try_update_value(|session| {
            session.set_time(now);
            session.pass()
        });
        if changed == Some(true) {
            self.set.revision.update(|revision| *revision += 1);
        }
        self.ticks.update(|ticks| *ticks += 1);
    }
}

fn is_turned(clock: &Clock) -> bool {
    !matches!(clock.pace(), Pace::Paused | Pace::Real)
}
