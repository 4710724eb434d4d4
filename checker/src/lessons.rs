//! Plays lessons: every run, every picture, and every way to predict.

use std::io::Write as _;

use content::compile::{Problem, lesson_file};
use content::index::LessonFile;
use content::lesson::{Lesson, PictureKind, Predict, Prediction, Step};
use content::{Line, Number};
use dynamodb_playground::learn::facts::Value;
use dynamodb_playground::learn::stage::{Guess, Stage};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::Stages;

/// What a lesson may weigh, gzipped.
const MOST_BYTES: usize = 60 * 1024;

/// What doesn't hold in a lesson.
pub fn check(lesson: &Lesson, stages: &mut Stages) -> Vec<Problem> {
    let mut problems = Vec::new();
    let problem = |line: Line, message: String| Problem {
        file: lesson_file(&lesson.id),
        line: line.max(1),
        message,
    };
    let stage = stages.open(&lesson.start, lesson.partitions, None);
    let mut stage = match stage {
        Ok(stage) => stage,
        Err(error) => return vec![problem(lesson.start.line, error.to_string())],
    };
    if lesson.steps.iter().all(|step| step.runs.is_empty()) {
        problems.push(problem(1, "nothing runs in this lesson, so it is no lesson".into()));
    }
    if lesson.steps.iter().all(|step| step.picture.is_none()) {
        problems.push(problem(1, "no step has a `::picture`: each lesson has one".into()));
    }
    for step in &lesson.steps {
        if let Err(error) = play(&mut stage, step) {
            problems.push(problem(error.0, error.1));
            // What follows builds on this step.
            break;
        }
        problems.extend(told(&stage, step).into_iter().map(|(line, text)| problem(line, text)));
    }
    problems
}

/// Runs a step as a learner does.
fn play(stage: &mut Stage, step: &Step) -> Result<(), (Line, String)> {
    stage.begin(step).map_err(|error| (step.line, error.to_string()))?;
    for run in &step.runs {
        stage.run(run).map_err(|error| (run.line, error.to_string()))?;
    }
    let attempt = step.attempt.as_ref();
    if let Some((attempt, request)) = attempt.and_then(|a| Some((a, a.request.as_ref()?))) {
        // It may fail, if that is what there is to see; but it must be a request.
        let mut copy = stage.clone();
        let request = copy.request(request).map_err(|error| (attempt.line, error.to_string()))?;
        copy.send(request);
    }
    Ok(())
}

/// What is wrong with what the step tells, for each way to predict.
fn told(stage: &Stage, step: &Step) -> Vec<(Line, String)> {
    let mut wrong = Vec::new();
    let known = stage.known();
    if let Some(picture) = &step.picture {
        let shows_lab = picture.kind == PictureKind::Lab;
        let ran_lab = step.runs.iter().any(|run| run.action.request().is_none());
        if shows_lab && !ran_lab {
            wrong.push((step.line, "`::picture lab` needs a `::lab` to show".into()));
        }
    }
    let Some(predict) = &step.predict else {
        let (_, errors) = known.fill(&step.explain);
        wrong.extend(errors.into_iter().map(|error| (step.line, format!("::explain: {error}"))));
        return wrong;
    };
    let guesses = match guesses(stage, predict) {
        Ok(guesses) => guesses,
        Err(message) => return vec![(predict.line, message)],
    };
    for guess in guesses {
        let errors = match stage.known_with(predict, &guess) {
            Ok(known) => known.fill(&step.explain).1,
            Err(error) => vec![error],
        };
        if let Some(error) = errors.first() {
            let how = match guess {
                Guess::None => "if nothing was predicted".to_owned(),
                _ => format!("after the prediction {guess:?}"),
            };
            wrong.push((step.line, format!("::explain, {how}: {error}")));
            break;
        }
    }
    wrong
}

/// Ways to predict: nothing, the truth, less and more of it; or each choice. Also finds whether
/// there is a truth to predict.
fn guesses(stage: &Stage, predict: &Predict) -> Result<Vec<Guess>, String> {
    let known = stage.known();
    match &predict.answer {
        Prediction::Numbers(guessed) => {
            let mut truth = Vec::new();
            for guessed in guessed {
                match known.latest.get(&guessed.fact) {
                    Some(Value::Number(number)) => truth.push(*number),
                    _ => return Err(format!("`{}` has no value after the run", guessed.fact)),
                }
            }
            let shifted = |by: fn(Number) -> Number| {
                Guess::Numbers(truth.iter().map(|number| Some(by(*number))).collect())
            };
            Ok(vec![
                Guess::None,
                shifted(|number| number),
                shifted(|number| number.minus(Number::from_halves(1))),
                shifted(|number| number.plus(Number::from_u64(7))),
            ])
        }
        Prediction::Choice(choices) => {
            let holds = choices.iter().map(|choice| known.holds(&choice.when));
            let holds = holds.collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
            match holds.iter().filter(|holds| **holds).count() {
                1 => Ok((0..choices.len()).map(Guess::Choice).chain([Guess::None]).collect()),
                0 => Err("no choice is right after the run".into()),
                many => Err(format!("{many} choices are right after the run; one must be")),
            }
        }
    }
}

/// Whether a lesson with its exercises and questions weighs too much.
pub fn check_weight(file: &LessonFile) -> Option<Problem> {
    let text = serde_json::to_vec(file).expect("content is JSON");
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(&text).expect("memory takes everything");
    let bytes = encoder.finish().expect("memory takes everything").len();
    (bytes > MOST_BYTES).then(|| Problem {
        file: lesson_file(&file.lesson.id),
        line: 1,
        message: format!("the lesson weighs {bytes} bytes gzipped; {MOST_BYTES} are the most"),
    })
}
