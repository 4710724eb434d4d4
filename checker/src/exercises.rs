//! Plays exercises: the start fails, the solution passes, and each wrong answer fails as it says.

use std::collections::BTreeSet;

use content::Line;
use content::compile::{Problem, exercise_file};
use content::exercise::{CheckKind, Exercise, Part, Settings, Wrong};
use content::request::Request;
use dynamodb_playground::api::json::item_from_json;
use dynamodb_playground::learn::grade::{self, PartGrade, Submission};
use dynamodb_playground::learn::stage::{Stage, StageError};
use dynamodb_playground::ui::model::lab::field::SPECS;

use crate::Stages;
use crate::lessons::is_operation;

/// What doesn't hold in an exercise.
pub fn check(lesson: &str, exercise: &Exercise, stages: &mut Stages) -> Vec<Problem> {
    let mut checking = Checking { exercise, stages, wrong: Vec::new() };
    if let Err((line, message)) = checking.run() {
        checking.wrong.push((line, message));
    }
    let problem = |(line, message): (Line, String)| Problem {
        file: exercise_file(lesson, &exercise.id),
        line: line.max(1),
        message,
    };
    checking.wrong.into_iter().map(problem).collect()
}

struct Checking<'a> {
    exercise: &'a Exercise,
    stages: &'a mut Stages,
    wrong: Vec<(Line, String)>,
}

/// What stops the check of an exercise.
type Stopped = (Line, String);

impl Checking<'_> {
    fn run(&mut self) -> Result<(), Stopped> {
        self.check_parts();
        let shown = self.open(false)?;
        self.check_oracles(&shown)?;
        self.solution_passes(&shown, "")?;
        let failed_at_start = self.start_fails(&shown)?;
        let hidden = match &self.exercise.hidden {
            None => None,
            Some(_) => {
                let hidden = self.open(true)?;
                self.solution_passes(&hidden, " in the hidden state")?;
                Some(hidden)
            }
        };
        let mut failed = failed_at_start;
        for wrong in &self.exercise.wrong {
            failed.extend(self.wrong_fails(wrong, &shown, hidden.as_ref())?);
        }
        self.all_can_fail(&failed);
        Ok(())
    }

    fn open(&mut self, hidden: bool) -> Result<Stage, Stopped> {
        let start =
            self.exercise.hidden.as_ref().filter(|_| hidden).unwrap_or(&self.exercise.start);
        let stage = self.stages.open(start, grade::PARTITIONS, None);
        let stage = stage.map_err(|error| (start.line, error.to_string()))?;
        Ok(if hidden { stage.into_hidden() } else { stage })
    }

    /// What the files say and only the engine can tell.
    fn check_parts(&mut self) {
        for part in &self.exercise.parts {
            let line = part.check.line;
            let unknown = part.check.operation.iter().find(|name| !is_operation(name));
            self.wrong
                .extend(unknown.map(|name| (line, format!("there is no operation `{name}`"))));
            if let Some(error) = &part.check.error
                && !error.ends_with("Exception")
            {
                self.wrong.push((line, format!("`{error}` is no error's name")));
            }
            for state in &part.check.state {
                if let Err(error) = item_from_json(&state.item) {
                    let message = error.message().unwrap_or_default().to_owned();
                    self.wrong.push((line, format!("`item` is no item: {message}")));
                }
            }
            let chosen = part.check.lab.iter().flat_map(|lab| &lab.choose);
            let unknown = chosen.filter(|name| SPECS.iter().all(|spec| spec.id != **name));
            self.wrong.extend(unknown.map(|name| {
                let known: Vec<&str> = SPECS.iter().map(|spec| spec.id).collect();
                let known = known.join(", ");
                (line, format!("the lab has no setting `{name}`: there are {known}"))
            }));
            if part.hints.is_empty() {
                self.wrong.push((part.line, "there is no [[hint]]: give at least one".into()));
            }
        }
        if self.exercise.wrong.is_empty() {
            let message = "there is no [[wrong]]: name the answers that people give";
            self.wrong.push((self.exercise.line, message.into()));
        }
    }

    /// Where an author wrote the items down and an oracle finds them too, both agree.
    fn check_oracles(&mut self, shown: &Stage) -> Result<(), Stopped> {
        let mut stage = shown.clone();
        for part in &self.exercise.parts {
            if let Some(rows) = &part.check.rows
                && let (Some(oracle), Some(expect)) = (&rows.oracle, &rows.expect)
            {
                let mut by_oracle = part.clone();
                if let Some(rows) = &mut by_oracle.check.rows {
                    rows.oracle = None;
                }
                let request = stage.request(oracle).map_err(|e| (oracle.line, e.to_string()))?;
                let mut copy = stage.clone();
                let only_rows = content::exercise::Check {
                    rows: by_oracle.check.rows.clone(),
                    ..Default::default()
                };
                by_oracle.check = only_rows;
                let graded = grade::grade_part(&mut copy, &by_oracle, &vec![request].into())
                    .map_err(|error| (oracle.line, error.to_string()))?;
                if let Some(failure) = graded.failures.first() {
                    let message = format!("`oracle` doesn't find what `expect` says: {failure}");
                    self.wrong.push((oracle.line, message));
                }
                if expect.is_empty() {
                    let message = "`expect` is empty, so whoever returns nothing is right";
                    self.wrong.push((part.check.line, message.into()));
                }
            }
            self.solve(&mut stage, part)?;
        }
        Ok(())
    }

    /// Plays an answer as files have it.
    fn answer(
        &self,
        stage: &mut Stage,
        part: &Part,
        answer: &[Request],
        settings: &Settings,
    ) -> Result<PartGrade, Stopped> {
        let line = answer.first().map_or(part.line, |request| request.line);
        let failed = |error: StageError| (line, error.to_string());
        let answer = Submission::from_content(stage, answer, settings).map_err(failed)?;
        grade::grade_part(stage, part, &answer).map_err(failed)
    }

    fn solve(&self, stage: &mut Stage, part: &Part) -> Result<PartGrade, Stopped> {
        self.answer(stage, part, &part.solution.answer, &part.solution.lab)
    }

    fn solution_passes(&mut self, stage: &Stage, state: &str) -> Result<(), Stopped> {
        let mut stage = stage.clone();
        for part in &self.exercise.parts {
            let graded = self.solve(&mut stage, part)?;
            for failure in graded.failures {
                let kind = failure.kind().name();
                let message = format!("the solution fails `{kind}`{state}: {failure}");
                self.wrong.push((part.solution.line, message));
            }
        }
        Ok(())
    }

    /// Neither nothing nor the given requests pass a part. Tells which checks they fail.
    fn start_fails(&mut self, shown: &Stage) -> Result<BTreeSet<(String, &'static str)>, Stopped> {
        let mut failed = BTreeSet::new();
        let mut stage = shown.clone();
        for part in &self.exercise.parts {
            let none = Settings::new();
            let nothing = self.answer(&mut stage.clone(), part, &[], &none)?;
            let given = self.answer(&mut stage.clone(), part, &part.given, &none)?;
            for graded in [&nothing, &given] {
                if graded.passes() {
                    let message = "this passes before anything is done: its checks ask for nothing \
                                   that isn't so already";
                    self.wrong.push((part.check.line, message.into()));
                }
                failed.extend(graded.failures.iter().map(|f| (part.id.clone(), f.kind().name())));
            }
            self.solve(&mut stage, part)?;
        }
        Ok(failed)
    }

    /// A wrong answer fails the check that it names. Tells which checks it fails.
    fn wrong_fails(
        &mut self,
        wrong: &Wrong,
        shown: &Stage,
        hidden: Option<&Stage>,
    ) -> Result<Vec<(String, &'static str)>, Stopped> {
        let on_shown = self.play_wrong(wrong, shown)?;
        let graded = match (wrong.hidden, hidden) {
            (false, _) => on_shown,
            (true, None) => {
                self.wrong.push((wrong.line, "there is no [hidden] state to fail in".into()));
                return Ok(Vec::new());
            }
            (true, Some(hidden)) => {
                if let Some(failure) = on_shown.failures.first() {
                    let message =
                        format!("this is to pass what is shown, and fails there: {failure}");
                    self.wrong.push((wrong.line, message));
                }
                self.play_wrong(wrong, hidden)?
            }
        };
        let kinds: Vec<CheckKind> = graded.failures.iter().map(|failure| failure.kind()).collect();
        if !kinds.contains(&wrong.fails) {
            let found = match kinds.is_empty() {
                true => "passes".to_owned(),
                false => {
                    let sentences =
                        graded.failures.iter().map(|f| format!("`{}`: {f}", f.kind().name()));
                    format!("fails {}", sentences.collect::<Vec<_>>().join(" and "))
                }
            };
            let message =
                format!("“{}” is to fail `{}`, and {found}", wrong.name, wrong.fails.name());
            self.wrong.push((wrong.line, message));
        }
        Ok(kinds.into_iter().map(|kind| (wrong.part.clone(), kind.name())).collect())
    }

    /// Plays a wrong answer where the parts before it are solved.
    fn play_wrong(&self, wrong: &Wrong, stage: &Stage) -> Result<PartGrade, Stopped> {
        let mut stage = stage.clone();
        for part in &self.exercise.parts {
            if part.id == wrong.part {
                return self.answer(&mut stage, part, &wrong.answer, &wrong.lab);
            }
            self.solve(&mut stage, part)?;
        }
        Err((wrong.line, format!("there is no part `{}`", wrong.part)))
    }

    /// A check that nothing fails proves nothing.
    fn all_can_fail(&mut self, failed: &BTreeSet<(String, &'static str)>) {
        for part in &self.exercise.parts {
            for kind in part.check.kinds() {
                if !failed.contains(&(part.id.clone(), kind.name())) {
                    let message = format!(
                        "nothing fails the check `{}`: add a [[wrong]] that does, or drop the check",
                        kind.name()
                    );
                    self.wrong.push((part.check.line, message));
                }
            }
        }
    }
}
