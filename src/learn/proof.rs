//! Proves an exercise: its start fails, its solution passes, each wrong answer fails as it says, and
//! each check can fail.
//!
//! The checker of the lessons and the page's level builder prove alike. What doesn't hold is data;
//! each has sentences of its own for it.

use std::collections::BTreeSet;
use std::sync::Arc;

use content::Line;
use content::exercise::{Check, CheckKind, Exercise, Part, Settings, Wrong};
use content::request::Request;

use super::grade::{self, Failure, PartGrade, Submission};
use super::stage::{Stage, StageError};
use crate::api::json::item_from_json;
use crate::engine::Operation;

/// What doesn't hold in an exercise, and the line that it is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Flaw {
    /// The line of the file.
    pub line: Line,
    /// What it is.
    pub what: Fault,
}

/// What can be wrong with an exercise.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// A check allows an operation that there isn't.
    NoOperation(String),
    /// A check expects an error that has no error's name.
    NoError(String),
    /// A check names an item that is none.
    NoItem(String),
    /// A check leaves a setting to the learner that the lab doesn't have.
    NoSetting(String),
    /// A part has no hint.
    NoHint,
    /// No wrong answer is named.
    NoWrong,
    /// Something can't be played.
    Broken(StageError),
    /// The items that the author lists aren't those that the oracle finds.
    OracleDiffers(Failure),
    /// The author lists no items.
    ExpectsNothing,
    /// The solution fails a check.
    SolutionFails {
        /// Whether in the hidden state.
        hidden: bool,
        /// Why.
        failure: Failure,
    },
    /// A part passes before anything is done.
    PassesAtStart,
    /// A wrong answer is to fail in a hidden state, and there is none.
    NoHidden,
    /// A wrong answer that is to fail in the hidden state fails in the one that is shown.
    FailsShown(Failure),
    /// A wrong answer doesn't fail the check that it names.
    WrongDiffers {
        /// Its name.
        name: String,
        /// The check.
        fails: CheckKind,
        /// What it fails instead; nothing if it passes.
        found: Vec<Failure>,
    },
    /// A wrong answer is to part that there isn't.
    NoPart(String),
    /// Nothing fails a check, so it proves nothing.
    NothingFails(CheckKind),
}

impl Fault {
    /// Whether an exercise with it can't be worked on. One without hints and wrong answers can.
    pub fn is_fatal(&self) -> bool {
        !matches!(
            self,
            Fault::NoHint
                | Fault::NoWrong
                | Fault::NoHidden
                | Fault::FailsShown(_)
                | Fault::WrongDiffers { .. }
                | Fault::NothingFails(_)
        )
    }
}

/// A step of a proof.
#[derive(Debug, Clone, Copy)]
enum Task {
    Parts,
    Oracles,
    Solution,
    Start,
    HiddenSolution,
    Wrong(usize),
    AllCanFail,
}

/// A proof under way: each step plays a few answers.
#[derive(Debug)]
pub struct Proof {
    exercise: Arc<Exercise>,
    shown: Stage,
    hidden: Option<Stage>,
    /// The settings that the traffic lab has.
    settings: Vec<&'static str>,
    tasks: std::vec::IntoIter<Task>,
    flaws: Vec<Flaw>,
    /// The checks that something fails, by part.
    failed: BTreeSet<(String, &'static str)>,
    /// What each wrong answer fails.
    wrong: Vec<Vec<Failure>>,
}

/// What came of a proof.
#[derive(Debug, Clone, PartialEq)]
pub struct Proved {
    /// What doesn't hold.
    pub flaws: Vec<Flaw>,
    /// What each wrong answer fails, in order; of one that is hidden, in the hidden state.
    pub wrong: Vec<Vec<Failure>>,
}

/// What ends a proof: boxed, since nearly every result is none.
type Ended = Box<Flaw>;

impl Proof {
    /// Begins a proof over the stages of the exercise: the one that is shown and the hidden one, if
    /// it has one.
    pub fn new(
        exercise: Arc<Exercise>,
        shown: Stage,
        hidden: Option<Stage>,
        settings: impl IntoIterator<Item = &'static str>,
    ) -> Self {
        let mut tasks = vec![Task::Parts, Task::Oracles, Task::Solution, Task::Start];
        tasks.extend(hidden.is_some().then_some(Task::HiddenSolution));
        tasks.extend((0..exercise.wrong.len()).map(Task::Wrong));
        tasks.push(Task::AllCanFail);
        Self {
            exercise,
            shown,
            hidden: hidden.map(Stage::into_hidden),
            settings: settings.into_iter().collect(),
            tasks: tasks.into_iter(),
            flaws: Vec::new(),
            failed: BTreeSet::new(),
            wrong: Vec::new(),
        }
    }

    /// Proves all of it at once.
    pub fn finish(mut self) -> Proved {
        while self.step() {}
        self.into_proved()
    }

    /// What came of it so far.
    pub fn into_proved(self) -> Proved {
        Proved { flaws: self.flaws, wrong: self.wrong }
    }

    /// Does the next step; tells whether there may be another.
    pub fn step(&mut self) -> bool {
        let Some(task) = self.tasks.next() else { return false };
        if let Err(flaw) = self.run(task) {
            // What can't be played once can't be played again.
            self.flaws.push(*flaw);
            self.tasks = Vec::new().into_iter();
            return false;
        }
        true
    }

    fn run(&mut self, task: Task) -> Result<(), Ended> {
        match task {
            Task::Parts => self.check_parts(),
            Task::Oracles => return self.check_oracles(),
            Task::Solution => return self.solution_passes(false),
            Task::Start => return self.start_fails(),
            Task::HiddenSolution => return self.solution_passes(true),
            Task::Wrong(at) => {
                let exercise = self.exercise.clone();
                return self.wrong_fails(&exercise.wrong[at]);
            }
            Task::AllCanFail => self.all_can_fail(),
        }
        Ok(())
    }

    fn note(&mut self, line: Line, what: Fault) {
        self.flaws.push(Flaw { line, what });
    }

    /// What the files say and only the engine can tell.
    fn check_parts(&mut self) {
        for part in &self.exercise.clone().parts {
            let line = part.check.line;
            let is_none = |name: &&String| Operation::from_name(name).is_none();
            for name in part.check.operation.iter().filter(is_none) {
                self.note(line, Fault::NoOperation(name.clone()));
            }
            if let Some(error) = part.check.error.as_ref().filter(|e| !e.ends_with("Exception")) {
                self.note(line, Fault::NoError(error.clone()));
            }
            for state in &part.check.state {
                if let Err(error) = item_from_json(&state.item) {
                    let message = error.message().unwrap_or_default().to_owned();
                    self.note(line, Fault::NoItem(message));
                }
            }
            for name in part.check.lab.iter().flat_map(|lab| &lab.choose) {
                if !self.settings.contains(&name.as_str()) {
                    self.note(line, Fault::NoSetting(name.clone()));
                }
            }
            if part.hints.is_empty() {
                self.note(part.line, Fault::NoHint);
            }
        }
        if self.exercise.wrong.is_empty() {
            self.note(self.exercise.line, Fault::NoWrong);
        }
    }

    /// Where an author wrote the items down and an oracle finds them too, both agree.
    fn check_oracles(&mut self) -> Result<(), Ended> {
        let mut stage = self.shown.clone();
        for part in &self.exercise.clone().parts {
            if let Some(rows) = &part.check.rows
                && let (Some(oracle), Some(expect)) = (&rows.oracle, &rows.expect)
            {
                let broken = |error: StageError| {
                    Box::new(Flaw { line: oracle.line, what: Fault::Broken(error) })
                };
                let mut only_rows = part.clone();
                let rows = content::exercise::RowsCheck { oracle: None, ..rows.clone() };
                only_rows.check = Check { rows: Some(rows), ..Check::default() };
                let request = stage.request(oracle).map_err(broken)?;
                let mut copy = stage.clone();
                let graded = grade::grade_part(&mut copy, &only_rows, &vec![request].into());
                if let Some(failure) = graded.map_err(broken)?.failures.into_iter().next() {
                    self.note(oracle.line, Fault::OracleDiffers(failure));
                }
                if expect.is_empty() {
                    self.note(part.check.line, Fault::ExpectsNothing);
                }
            }
            solve(&mut stage, part)?;
        }
        Ok(())
    }

    fn solution_passes(&mut self, hidden: bool) -> Result<(), Ended> {
        let stage = self.hidden.as_ref().filter(|_| hidden).unwrap_or(&self.shown);
        let mut stage = stage.clone();
        for part in &self.exercise.clone().parts {
            for failure in solve(&mut stage, part)?.failures {
                self.note(part.solution.line, Fault::SolutionFails { hidden, failure });
            }
        }
        Ok(())
    }

    /// Neither nothing nor the given requests pass a part.
    fn start_fails(&mut self) -> Result<(), Ended> {
        let mut stage = self.shown.clone();
        for part in &self.exercise.clone().parts {
            let none = Settings::new();
            let nothing = answer(&mut stage.clone(), part, &[], &none)?;
            let given = answer(&mut stage.clone(), part, &part.given, &none)?;
            if nothing.passes() || given.passes() {
                self.note(part.check.line, Fault::PassesAtStart);
            }
            let failures = nothing.failures.iter().chain(&given.failures);
            self.failed.extend(failures.map(|f| (part.id.clone(), f.kind().name())));
            solve(&mut stage, part)?;
        }
        Ok(())
    }

    /// A wrong answer fails the check that it names.
    fn wrong_fails(&mut self, wrong: &Wrong) -> Result<(), Ended> {
        let on_shown = self.play_wrong(wrong, &self.shown)?;
        let failures = match (wrong.hidden, &self.hidden) {
            (false, _) => on_shown.failures,
            (true, None) => {
                self.note(wrong.line, Fault::NoHidden);
                self.wrong.push(Vec::new());
                return Ok(());
            }
            (true, Some(hidden)) => {
                let on_hidden = self.play_wrong(wrong, hidden)?;
                if let Some(failure) = on_shown.failures.into_iter().next() {
                    self.note(wrong.line, Fault::FailsShown(failure));
                }
                on_hidden.failures
            }
        };
        if !failures.iter().any(|failure| failure.kind() == wrong.fails) {
            let (name, fails) = (wrong.name.clone(), wrong.fails);
            let found = failures.clone();
            self.note(wrong.line, Fault::WrongDiffers { name, fails, found });
        }
        self.failed.extend(failures.iter().map(|f| (wrong.part.clone(), f.kind().name())));
        self.wrong.push(failures);
        Ok(())
    }

    /// Plays a wrong answer where the parts before it are solved.
    fn play_wrong(&self, wrong: &Wrong, stage: &Stage) -> Result<PartGrade, Ended> {
        let mut stage = stage.clone();
        for part in &self.exercise.clone().parts {
            if part.id == wrong.part {
                return answer(&mut stage, part, &wrong.answer, &wrong.lab);
            }
            solve(&mut stage, part)?;
        }
        Err(Box::new(Flaw { line: wrong.line, what: Fault::NoPart(wrong.part.clone()) }))
    }

    /// A check that nothing fails proves nothing.
    fn all_can_fail(&mut self) {
        for part in &self.exercise.clone().parts {
            for kind in part.check.kinds() {
                if !self.failed.contains(&(part.id.clone(), kind.name())) {
                    self.note(part.check.line, Fault::NothingFails(kind));
                }
            }
        }
    }
}

/// Plays an answer as files have it.
fn answer(
    stage: &mut Stage,
    part: &Part,
    answer: &[Request],
    settings: &Settings,
) -> Result<PartGrade, Ended> {
    let line = answer.first().map_or(part.line, |request| request.line);
    let broken = |error: StageError| Box::new(Flaw { line, what: Fault::Broken(error) });
    let answer = Submission::from_content(stage, answer, settings).map_err(broken)?;
    grade::grade_part(stage, part, &answer).map_err(broken)
}

fn solve(stage: &mut Stage, part: &Part) -> Result<PartGrade, Ended> {
    answer(stage, part, &part.solution.answer, &part.solution.lab)
}
