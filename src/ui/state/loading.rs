//! Loading data batch by batch, and making saved changes again.
//!
//! A load builds a session beside the one in use and replaces it only when it is complete: a load
//! that is cancelled or fails leaves everything as it was.

use leptos::prelude::*;

use super::App;
use crate::api::Session;
use crate::datasets::{LoadError, Loader, Recipe, Size};
use crate::engine::{Clock, Millis};
use crate::ui::dom::tasks;
use crate::ui::dom::time::{self, Budget};
use crate::ui::model::notice::{Notice, Subject};
use crate::workspace::{Log, LoggedRequest, Replay, beginning};

/// Rows between two looks at the clock: well under the budget of a task even on a slow machine.
const ROWS_A_STEP: usize = 40;
/// Requests between two looks at the clock.
const REQUESTS_A_STEP: usize = 5;

/// How far a load is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loading {
    /// What is being loaded.
    pub recipe: Recipe,
    /// Rows and saved changes so far.
    pub done: usize,
    /// Rows and saved changes in all.
    pub total: usize,
}

/// A load under way.
struct Job {
    number: u64,
    recipe: Recipe,
    session: Session,
    loader: Loader,
    log: Log,
    replay: Replay,
    replayed: usize,
    then: Box<dyn FnOnce(App)>,
}

impl App {
    /// Loads a recipe in place of what is there.
    pub fn load(&self, recipe: Recipe) {
        let changes = self.changes();
        let before = (changes > 0).then(|| self.saved());
        self.begin(recipe, Vec::new(), move |app| {
            app.ask_first_question();
            app.tell_replaced(before, changes);
        });
    }

    /// Ends a load; what was there stays.
    pub fn cancel_loading(&self) {
        if self.loading.get_untracked().is_none() {
            return;
        }
        self.load_number.update_value(|number| *number += 1);
        self.set.loading.set(None);
        if self.engine_is_empty() {
            let recipe = Recipe { size: Size::Article, ..self.recipe.get_untracked() };
            self.begin(recipe, Vec::new(), |app| app.ask_first_question());
        } else {
            self.notify(Notice::info(
                Subject::Loading,
                "Loading was stopped; the data is as before.",
            ));
        }
    }

    /// Starts a load that ends with `then`, and gives up the one before.
    pub(super) fn begin(
        &self,
        recipe: Recipe,
        operations: Vec<LoggedRequest>,
        then: impl FnOnce(App) + 'static,
    ) {
        self.load_number.update_value(|number| *number += 1);
        let start = beginning(&operations).unwrap_or(Millis(time::now()));
        let job = Job {
            number: self.load_number.get_value(),
            recipe,
            session: Session::new(Clock::fixed(start)),
            loader: Loader::new(recipe),
            log: Log::resume(operations.clone()),
            replay: Replay::new(operations),
            replayed: 0,
            then: Box::new(then),
        };
        self.set.loading.set(Some(job.progress()));
        let app = *self;
        tasks::soon(move || app.go_on(job));
    }

    fn go_on(&self, mut job: Job) {
        if self.load_number.get_value() != job.number {
            return;
        }
        let app = *self;
        match job.work(Budget::of_task()) {
            // Showing the data takes a task's time by itself.
            Ok(true) => tasks::soon(move || app.arrive(job)),
            Ok(false) => {
                self.set.loading.set(Some(job.progress()));
                tasks::soon(move || app.go_on(job));
            }
            Err(error) => self.fail(&error),
        }
    }

    fn arrive(&self, job: Job) {
        if self.load_number.get_value() != job.number {
            return;
        }
        let failures = job.replay.failures().len();
        let session = job.session;
        let old = self.session.try_update_value(|current| std::mem::replace(current, session));
        tasks::soon(move || old.into_iter().for_each(release));
        self.log.set_value(job.log);
        self.set.loading.set(None);
        self.set.last.set(None);
        // An answer is about the data that it came from.
        self.run.set(None);
        self.dismiss(Subject::Experiment);
        self.set.recipe.set(job.recipe);
        self.apply_service();
        self.set.revision.update(|revision| *revision += 1);
        (job.then)(*self);
        if failures > 0 {
            self.notify(Notice::replay_failed(failures));
        }
        self.touch();
    }

    fn fail(&self, error: &LoadError) {
        let (LoadError::Table(error) | LoadError::Rows(error)) = error;
        let said = error.message().map_or_else(|| error.type_name(), str::to_owned);
        self.set.loading.set(None);
        self.notify(Notice::warning(Subject::Loading, format!("The data was not loaded: {said}")));
    }

    fn engine_is_empty(&self) -> bool {
        self.session.with_value(|session| session.engine().inspect().tables().is_empty())
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
    tasks::soon(move || release(session));
}

impl Job {
    /// Works until the budget is spent; tells whether all is done.
    fn work(&mut self, budget: Budget) -> Result<bool, LoadError> {
        while budget.is_left() {
            if self.step()? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn step(&mut self) -> Result<bool, LoadError> {
        if !self.loader.step(&mut self.session, ROWS_A_STEP)?.is_complete() {
            return Ok(false);
        }
        let complete = self.replay.step(&mut self.session, REQUESTS_A_STEP);
        self.replayed = (self.replayed + REQUESTS_A_STEP).min(self.log.operations().len());
        Ok(complete)
    }

    fn progress(&self) -> Loading {
        let rows = self.loader.progress();
        Loading {
            recipe: self.recipe,
            done: rows.done + self.replayed,
            total: rows.total + self.log.operations().len(),
        }
    }
}
