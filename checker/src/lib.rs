//! Plays everything that the page teaches, on the engine, and tells what doesn't hold.
//!
//! The compiler (`content`) has found what the files by themselves tell. Here lessons run, solutions
//! must pass, wrong answers must fail as they say, and what a question says must come out of its
//! experiments.

pub mod coverage;
pub mod exercises;
pub mod lessons;
pub mod names;
pub mod questions;
pub mod scaffold;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Error, Result};
use content::compile::expr::Scope;
use content::compile::{self, Content, Problem, reading, request};
use content::index::LessonFile;
use content::request::{Lab, Start};
use dynamodb_playground::learn::facts::Value;
use dynamodb_playground::learn::pose;
use dynamodb_playground::learn::stage::{Stage, StageError};
use dynamodb_playground::traffic::Scenario;
use dynamodb_playground::ui::model::lab::form::Form;

/// What is wrong, and what is worth a look.
#[derive(Debug, Default)]
pub struct Report {
    /// What must be mended.
    pub problems: Vec<Problem>,
    /// What is missing still.
    pub gaps: Vec<String>,
}

/// Checks all content below a root, or only what lies in one of these paths.
pub fn check(root: &Path, only: &[String]) -> (Content, Report) {
    let (content, problems) = compile::compile(root);
    let mut report = Report { problems, gaps: Vec::new() };
    report.problems.extend(reading::check(&content));
    report.problems.extend(names::check(&content));
    let wanted: Vec<&LessonFile> =
        content.lessons.iter().filter(|file| is_wanted(file, only)).collect();
    report.problems.extend(play_all(&wanted));
    report.problems.retain(|problem| {
        let file = problem.file.to_string_lossy();
        only.is_empty() || only.iter().any(|path| file.contains(path.trim_end_matches('/')))
    });
    report.problems.sort();
    report.problems.dedup();
    report.gaps = coverage::gaps(&content);
    (content, report)
}

/// Plays lessons with what belongs to them, as many at a time as the machine can. Whoever is done
/// takes the next: a lesson with an experiment of the traffic lab takes as long as ten others.
fn play_all(files: &[&LessonFile]) -> Vec<Problem> {
    let next = AtomicUsize::new(0);
    let work = || {
        let (mut stages, mut problems) = (Stages::default(), Vec::new());
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            problems.extend(play(file, &mut stages));
        }
        problems
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let done = workers.into_iter().map(|worker| worker.join());
        done.flat_map(|problems| problems.unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}

/// Plays a lesson with its exercises and questions.
fn play(file: &LessonFile, stages: &mut Stages) -> Vec<Problem> {
    let LessonFile { lesson, exercises, questions } = file;
    let mut problems = lessons::check(lesson, stages);
    for exercise in exercises {
        problems.extend(exercises::check(&lesson.id, exercise, stages));
    }
    for question in questions {
        problems.extend(questions::check(&lesson.id, question, stages));
    }
    problems.extend(lessons::check_weight(file));
    problems
}

/// Whether one of the paths names this lesson or something of it.
fn is_wanted(file: &LessonFile, only: &[String]) -> bool {
    let folder = format!("{}/{}", compile::FOLDER, file.lesson.id);
    only.is_empty()
        || only.iter().any(|path| {
            let path = path.trim_end_matches('/');
            path.contains(&folder) || folder.contains(path)
        })
}

/// Stages that were opened already: most lessons, exercises and questions begin in the same few
/// states, and loading one takes longer than all that is done with it.
#[derive(Default)]
pub struct Stages(HashMap<String, Stage>);

impl Stages {
    /// A stage in this state.
    pub fn open(
        &mut self,
        start: &Start,
        partitions: u32,
        seed: Option<u64>,
    ) -> std::result::Result<Stage, StageError> {
        let start_text = serde_json::to_string(start).expect("content is JSON");
        let key = format!("{partitions} {seed:?} {start_text}");
        if let Some(stage) = self.0.get(&key) {
            return Ok(stage.clone());
        }
        let stage = Stage::open(start, partitions, seed, scenario)?;
        self.0.insert(key, stage.clone());
        Ok(stage)
    }
}

/// Sends requests to fresh data and tells what came of each: the response and the facts. For authors,
/// who have to know what there is to say.
pub fn attempt(data: &str, requests: &str) -> Result<String> {
    let data = request::data(data).map_err(Error::msg)?;
    let start = Start { data, setup: Vec::new(), simulation: None, line: 0 };
    let mut stage = Stages::default()
        .open(&start, pose::PARTITIONS, None)
        .map_err(|error| Error::msg(error.to_string()))?;
    let written = request::read_all(requests).map_err(|(_, wrong)| Error::msg(wrong))?;
    let mut text = String::new();
    for written in written {
        let scope = Scope { has_run: true, ..Scope::default() };
        let written = written.compile(&scope, 0).map_err(|(_, wrong)| Error::msg(wrong))?;
        let request = stage.request(&written).map_err(|error| Error::msg(error.to_string()))?;
        let page = stage.send(request);
        let body = match &page.response {
            Ok(response) => response.to_json(),
            Err(error) => error.body(),
        };
        let ran = stage.ran(vec![page]);
        writeln!(text, "{}", serde_json::to_string_pretty(&body)?)?;
        let shown = |value: &Value| !matches!(value, Value::Missing | Value::Json(_));
        let facts = ran.facts.names().filter_map(|name| Some((name, ran.facts.get(name)?)));
        let facts = facts.filter(|(_, value)| shown(value));
        let facts: Vec<String> = facts.map(|(name, value)| format!("{name} {value}")).collect();
        writeln!(text, "{}\n", facts.join(", "))?;
        stage.note(None, ran.facts);
    }
    Ok(text)
}

/// The scenario of an experiment of the traffic lab.
pub fn scenario(lab: &Lab) -> Option<Scenario> {
    Form::from_lab(lab)?.scenario()
}
