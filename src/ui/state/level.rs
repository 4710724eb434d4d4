//! The level builder: what is typed, its undo, and the proof that runs on the spot.
//!
//! Owns when it is saved and proved. What a level is and what is said of it is `ui::model::level`'s.

use std::sync::Arc;

use content::exercise::Exercise;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::App;
use super::filling::fill_stage;
use super::link;
use crate::learn::grade;
use crate::learn::proof::Proof;
use crate::learn::stage::{Opening, Stage, StageError};
use crate::ui::dom;
use crate::ui::dom::storage::{setting, store_setting};
use crate::ui::dom::time::{Budget, soon};
use crate::ui::model::lab::field::SPECS;
use crate::ui::model::learn::lab::scenario;
use crate::ui::model::learn::route::LearnRoute;
use crate::ui::model::level::report::{Report, report};
use crate::ui::model::level::{Level, MOST_BYTES, Problem, start, suggest};
use crate::ui::model::packed::LinkFault;
use content::request::{DataRef, Start};

/// The name that the draft is stored by.
const DRAFT: &str = "level";
/// Steps back that are remembered.
const MOST_PAST: usize = 50;

/// How far the proof is.
#[derive(Debug, Clone, PartialEq)]
pub enum Status {
    /// Not begun since the last change.
    Unproved,
    /// Under way.
    Working,
    /// Something typed can't be read.
    Unreadable(Vec<Problem>),
    /// The data that it begins with can't be made.
    CannotStart(String),
    /// Done.
    Proved(Arc<Report>),
}

/// The level builder. Copied freely.
#[derive(Clone, Copy)]
pub struct Builder {
    /// What is typed.
    pub level: RwSignal<Level>,
    /// What was typed before each change, the latest last.
    past: RwSignal<Vec<Level>>,
    /// How far the proof is.
    pub status: RwSignal<Status>,
    /// The link to what was proved.
    pub link: RwSignal<Option<String>>,
    /// What came of something that was asked for, in a sentence.
    pub told: RwSignal<Option<String>>,
    /// Counts changes: what began before the latest one is of no interest.
    turn: StoredValue<u64>,
}

/// The level builder around a component.
pub fn use_builder() -> Builder {
    use_context().expect("the root of the page provides its state to everything in it")
}

impl Builder {
    /// With the draft as it was stored.
    pub fn new() -> Self {
        Self {
            level: RwSignal::new(setting(DRAFT).unwrap_or_else(Level::new)),
            past: RwSignal::new(Vec::new()),
            status: RwSignal::new(Status::Unproved),
            link: RwSignal::new(None),
            told: RwSignal::new(None),
            turn: StoredValue::new(0),
        }
    }

    /// Makes a change, which can be undone, and saves it.
    pub fn change(&self, change: impl FnOnce(&mut Level)) {
        let before = self.level.get_untracked();
        let mut level = before.clone();
        change(&mut level);
        if level == before {
            return;
        }
        self.past.update(|past| {
            past.push(before);
            let surplus = past.len().saturating_sub(MOST_PAST);
            past.drain(..surplus);
        });
        self.show(level);
    }

    /// Whether there is anything to undo. Tracks it.
    pub fn can_undo(&self) -> bool {
        self.past.with(|past| !past.is_empty())
    }

    /// Takes the last change back.
    pub fn undo(&self) {
        if let Some(before) = self.past.try_update(Vec::pop).flatten() {
            self.show(before);
        }
    }

    fn show(&self, level: Level) {
        store_setting(DRAFT, &level);
        self.level.set(level);
        self.begin(Status::Unproved);
    }

    /// Whatever is under way is of no interest from now on. Gives the number of what begins.
    fn begin(&self, status: Status) -> u64 {
        self.turn.update_value(|turn| *turn += 1);
        self.status.set(status);
        self.link.set(None);
        self.told.set(None);
        self.turn.get_value()
    }

    fn is_turn(&self, turn: u64) -> bool {
        self.turn.try_get_value() == Some(turn)
    }

    /// The exercise that is typed; tells what can't be read if it is none.
    fn read(&self) -> Option<Exercise> {
        match self.level.with_untracked(Level::exercise) {
            Ok(exercise) => Some(exercise),
            Err(problems) => {
                self.begin(Status::Unreadable(problems));
                None
            }
        }
    }

    /// Fills the stage that the level begins with and hands it over.
    fn on_stage(
        &self,
        turn: u64,
        opening: Result<Opening, StageError>,
        done: impl FnOnce(Stage) + 'static,
    ) {
        let builder = *self;
        let opened = move |stage: Result<Stage, StageError>| match stage {
            Ok(stage) => done(stage),
            Err(error) => builder.status.set(Status::CannotStart(error.to_string())),
        };
        fill_stage(opening, move || builder.is_turn(turn), opened);
    }

    /// Proves what is typed; if it holds, makes the link.
    pub fn prove(&self) {
        let Some(exercise) = self.read() else { return };
        let (builder, turn) = (*self, self.begin(Status::Working));
        let exercise = Arc::new(exercise);
        let shown = grade::open(&exercise, false, scenario);
        self.on_stage(turn, shown, move |shown| {
            if exercise.hidden.is_none() {
                return builder.begin_proof(turn, exercise, shown, None);
            }
            let hidden = grade::open(&exercise, true, scenario);
            builder.on_stage(turn, hidden, move |hidden| {
                builder.begin_proof(turn, exercise, shown, Some(hidden));
            });
        });
    }

    fn begin_proof(&self, turn: u64, exercise: Arc<Exercise>, shown: Stage, hidden: Option<Stage>) {
        let settings = SPECS.iter().map(|spec| spec.id);
        let proof = Proof::new(exercise.clone(), shown.clone(), hidden, settings);
        self.go_on(turn, proof, exercise, shown);
    }

    fn go_on(&self, turn: u64, mut proof: Proof, exercise: Arc<Exercise>, shown: Stage) {
        let builder = *self;
        soon(move || {
            if !builder.is_turn(turn) {
                return;
            }
            let budget = Budget::of_task();
            while budget.is_left() {
                if !proof.step() {
                    let proved = proof.into_proved();
                    let level = builder.level.get_untracked();
                    return builder.conclude(turn, report(&level, &exercise, &shown, &proved));
                }
            }
            builder.go_on(turn, proof, exercise, shown);
        });
    }

    fn conclude(&self, turn: u64, report: Report) {
        let builder = *self;
        let text = report.level.to_text();
        if report.faults.is_empty() && text.len() <= MOST_BYTES {
            spawn_local(async move {
                let data = link::data_of(&text).await;
                if let Some(data) = data.filter(|_| builder.is_turn(turn)) {
                    let fragment = LearnRoute::Level { data }.to_fragment();
                    builder.link.set(Some(dom::route::address(&fragment)));
                }
            });
        }
        self.status.set(Status::Proved(Arc::new(report)));
    }

    /// Begins with the workspace as it is: its dataset and what was changed in it.
    pub fn take_workspace(&self, app: App) {
        let (builder, turn) = (*self, self.begin(Status::Unproved));
        let (recipe, now) = (app.recipe.get_untracked(), app.snapshot());
        let data = content::written::data(&recipe.to_string());
        let data = data.unwrap_or(DataRef { dataset: None, size: "article".into(), seed: None });
        let base = Start { data, setup: Vec::new(), simulation: None, line: 0 };
        let opening = Opening::new(&base, grade::PARTITIONS, None, scenario);
        self.on_stage(turn, opening, move |stage| {
            let text = start::from_workspace(recipe, Some(stage.session().clone()), now);
            if text.setup.len() > MOST_BYTES {
                let sentence = "Your workspace differs too much from its dataset for a level. Keep \
                                what the exercise needs, or load a smaller size.";
                builder.told.set(Some(sentence.to_owned()));
                return;
            }
            builder.change(|level| {
                level.data = text.data;
                level.setup = text.setup;
            });
            builder.told.set(Some("The level begins with your workspace as it is now.".to_owned()));
        });
    }

    /// Checks what the solution does.
    pub fn suggest_checks(&self) {
        let mut level = self.level.get_untracked();
        // What is missing still has nothing to do with it.
        level.why = "…".into();
        level.task = "…".into();
        level.wrong.clear();
        if level.title.trim().is_empty() {
            level.title = "level".into();
        }
        level.checks = crate::ui::model::level::Checks {
            max_requests: Some("100".into()),
            ..Default::default()
        };
        let exercise = match level.exercise() {
            Ok(exercise) => exercise,
            Err(problems) => {
                self.begin(Status::Unreadable(problems));
                return;
            }
        };
        let (builder, turn) = (*self, self.begin(Status::Unproved));
        self.on_stage(turn, grade::open(&exercise, false, scenario), move |stage| {
            match suggest::checks(&stage, &exercise.parts[0]) {
                Ok(checks) => {
                    builder.change(|level| level.checks = checks);
                    let told = "The checks are those that the solution meets. Remove what doesn't \
                                matter.";
                    builder.told.set(Some(told.to_owned()));
                }
                Err(error) => builder.status.set(Status::CannotStart(error.to_string())),
            }
        });
    }

    /// Adds the Scan that returns what the solution returns, as a wrong answer.
    pub fn add_scan(&self) {
        let Some(exercise) = self.read() else { return };
        let (builder, turn) = (*self, self.begin(Status::Unproved));
        self.on_stage(turn, grade::open(&exercise, false, scenario), move |stage| {
            let level = builder.level.get_untracked();
            match suggest::scan_instead(&stage, &level) {
                Some(scan) => builder.change(|level| level.wrong.push(scan)),
                None => {
                    let told = "Only a solution of one Query or GetItem has a Scan that returns \
                                the same.";
                    builder.told.set(Some(told.to_owned()));
                }
            }
        });
    }

    /// Begins an empty level; undo has this one again.
    pub fn clear(&self) {
        self.change(|level| *level = Level::new());
    }
}

impl Default for Builder {
    fn default() -> Self {
        Self::new()
    }
}

/// The level that a link holds.
pub async fn open_link(data: &str) -> Result<Level, LinkFault> {
    let text = link::text_of(data, MOST_BYTES).await?;
    Level::from_text(&text).ok_or(LinkFault::Foreign)
}
