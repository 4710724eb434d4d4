//! Exercises: what `learn::proof` finds, in sentences about their files.

use std::sync::Arc;

use content::Line;
use content::compile::{Problem, exercise_file};
use content::exercise::Exercise;
use dynamodb_playground::learn::grade::{self, Failure};
use dynamodb_playground::learn::proof::{Fault, Flaw, Proof};
use dynamodb_playground::learn::stage::{Stage, StageError};
use dynamodb_playground::ui::model::lab::field::SPECS;

use crate::Stages;

/// What doesn't hold in an exercise.
pub fn check(lesson: &str, exercise: &Exercise, stages: &mut Stages) -> Vec<Problem> {
    let problem = |(line, message): (Line, String)| Problem {
        file: exercise_file(lesson, &exercise.id),
        line: line.max(1),
        message,
    };
    let mut open = |hidden| -> Result<Stage, (Line, String)> {
        let start = exercise.hidden.as_ref().filter(|_| hidden).unwrap_or(&exercise.start);
        let stage = stages.open(start, grade::PARTITIONS, None);
        stage.map_err(|error: StageError| (start.line, error.to_string()))
    };
    let opened = open(false).and_then(|shown| {
        let hidden = exercise.hidden.is_some().then(|| open(true)).transpose()?;
        Ok((shown, hidden))
    });
    let (shown, hidden) = match opened {
        Ok(opened) => opened,
        Err(wrong) => return vec![problem(wrong)],
    };
    let proved =
        Proof::new(Arc::new(exercise.clone()), shown, hidden, SPECS.iter().map(|spec| spec.id))
            .finish();
    let told = |Flaw { line, what }: &Flaw| problem((*line, sentence(what)));
    proved.flaws.iter().map(told).collect()
}

fn sentence(fault: &Fault) -> String {
    match fault {
        Fault::NoOperation(name) => format!("there is no operation `{name}`"),
        Fault::NoError(error) => format!("`{error}` is no error's name"),
        Fault::NoItem(message) => format!("`item` is no item: {message}"),
        Fault::NoSetting(name) => {
            let known: Vec<&str> = SPECS.iter().map(|spec| spec.id).collect();
            format!("the lab has no setting `{name}`: there are {}", known.join(", "))
        }
        Fault::NoHint => "there is no [[hint]]: give at least one".into(),
        Fault::NoWrong => "there is no [[wrong]]: name the answers that people give".into(),
        Fault::Broken(error) => error.to_string(),
        Fault::OracleDiffers(failure) => {
            format!("`oracle` doesn't find what `expect` says: {failure}")
        }
        Fault::ExpectsNothing => "`expect` is empty, so whoever returns nothing is right".into(),
        Fault::SolutionFails { hidden, failure } => {
            let state = if *hidden { " in the hidden state" } else { "" };
            format!("the solution fails `{}`{state}: {failure}", failure.kind().name())
        }
        Fault::PassesAtStart => {
            "this passes before anything is done: its checks ask for nothing that isn't so already"
                .into()
        }
        Fault::NoHidden => "there is no [hidden] state to fail in".into(),
        Fault::FailsShown(failure) => {
            format!("this is to pass what is shown, and fails there: {failure}")
        }
        Fault::WrongDiffers { name, fails, found } => {
            format!("“{name}” is to fail `{}`, and {}", fails.name(), found_words(found))
        }
        Fault::NoPart(part) => format!("there is no part `{part}`"),
        Fault::NothingFails(kind) => format!(
            "nothing fails the check `{}`: add a [[wrong]] that does, or drop the check",
            kind.name()
        ),
    }
}

fn found_words(found: &[Failure]) -> String {
    let sentences = found.iter().map(|failure| format!("`{}`: {failure}", failure.kind().name()));
    let sentences: Vec<String> = sentences.collect();
    match sentences.is_empty() {
        true => "passes".to_owned(),
        false => format!("fails {}", sentences.join(" and ")),
    }
}
