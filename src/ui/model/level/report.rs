//! What came of proving a level, in words, and the file that is made of it.
//!
//! Owns the sentences of the page's proof. What holds is `crate::learn::proof`'s; the checker of the
//! lessons says the same in words about files.

use content::exercise::{CheckKind, Exercise};
use content::{print, reading};
use serde_json::{Map, Value as Json};

use super::Level;
use crate::learn::grade::Failure;
use crate::learn::proof::{Fault, Proved};
use crate::learn::stage::Stage;
use crate::ui::model::learn::exercise::wanted_items;

/// What came of a proof.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The level that was proved, with what each wrong answer fails.
    pub level: Level,
    /// Why it can't be worked on, a sentence each; empty if it holds.
    pub faults: Vec<String>,
    /// What is still missing for a file in `lessons/`.
    pub gaps: Vec<String>,
    /// What each wrong answer fails; empty of one that passes.
    pub wrong: Vec<Vec<String>>,
    /// The name of the file and its text, if nothing is missing.
    pub file: Option<(String, String)>,
}

/// The report of a proof of this level, whose exercise began on this stage.
pub fn report(level: &Level, exercise: &Exercise, shown: &Stage, proved: &Proved) -> Report {
    let mut level = level.clone();
    let mut exercise = exercise.clone();
    // Whoever doesn't say what a wrong answer fails is told by the proof.
    for (at, failures) in proved.wrong.iter().enumerate() {
        let is_open = level.wrong[at].fails.is_empty();
        if let Some(first) = failures.first().filter(|_| is_open) {
            exercise.wrong[at].fails = first.kind();
            level.wrong[at].fails = first.kind().name().to_owned();
        }
    }
    let is_settled = |fault: &Fault| match fault {
        Fault::WrongDiffers { name, found, .. } => exercise.wrong.iter().any(|wrong| {
            wrong.name == *name && found.iter().any(|failure| failure.kind() == wrong.fails)
        }),
        _ => false,
    };
    let (mut faults, mut gaps) = (Vec::new(), Vec::new());
    for flaw in proved.flaws.iter().filter(|flaw| !is_settled(&flaw.what)) {
        let into = if flaw.what.is_fatal() { &mut faults } else { &mut gaps };
        into.push(sentence(&flaw.what));
    }
    gaps.extend(reading::check(&reading::of_exercise(&exercise)).into_iter().map(|(_, told)| told));
    if let Some(name) = list_rows(&mut exercise, shown) {
        gaps.push(format!(
            "Not every returned item has {name}: compare items by attributes that all of them have."
        ));
    }
    let is_whole = faults.is_empty() && gaps.is_empty();
    let text = is_whole.then(|| print::exercise(&exercise)).flatten();
    let file = text.map(|text| (format!("{}.toml", exercise.id), text));
    let said = |failures: &Vec<Failure>| failures.iter().map(Failure::to_string).collect();
    let wrong = proved.wrong.iter().map(said).collect();
    Report { level, faults, gaps, wrong, file }
}

/// Writes down which items are to be returned, as the goal of the file. Gives an attribute that one
/// of them lacks.
fn list_rows(exercise: &mut Exercise, shown: &Stage) -> Option<String> {
    let found = wanted_items(shown, &exercise.parts[0]);
    let rows = exercise.parts[0].check.rows.as_mut()?;
    let mut missing = None;
    let items = found.iter().map(|item| {
        let members = rows.by.iter().filter_map(|name| {
            let value = item.get(name);
            if value.is_none() {
                missing = Some(name.clone());
            }
            Some((name.clone(), value?.clone()))
        });
        Json::Object(members.collect::<Map<_, _>>())
    });
    rows.expect = Some(items.collect());
    missing
}

/// What a check is called.
pub fn check_name(kind: CheckKind) -> &'static str {
    match kind {
        CheckKind::Accepted => "succeeding requests",
        CheckKind::Rows => "returned items",
        CheckKind::State => "items afterwards",
        CheckKind::Shape => "tables and indexes afterwards",
        CheckKind::Operation => "allowed operations",
        CheckKind::MaxRequests => "most requests",
        CheckKind::MaxRcu => "budget in RCU",
        CheckKind::MaxWcu => "budget in WCU",
        CheckKind::Changes => "number of changed items",
        CheckKind::Error => "expected error",
        CheckKind::MaxThrottledPercent => "throttled percent",
        CheckKind::MinSucceededPercent => "succeeded percent",
        CheckKind::MaxP99Millis => "latency",
        CheckKind::MaxDollars => "monthly cost",
    }
}

fn sentence(fault: &Fault) -> String {
    match fault {
        Fault::NoOperation(name) => {
            format!("There is no operation {name}. Correct the allowed operations.")
        }
        Fault::NoError(error) => {
            format!("{error} is no error's name. DynamoDB's end with “Exception”.")
        }
        Fault::NoItem(message) => format!("An item among the checks can't be read: {message}"),
        Fault::NoSetting(name) => format!("The traffic lab has no setting {name}."),
        Fault::NoHint => "There is no hint. Write one for whoever is stuck.".into(),
        Fault::NoWrong => {
            "There is no wrong answer. Add one that people are likely to give.".into()
        }
        Fault::Broken(error) => format!("The level can't be played: {error}."),
        Fault::OracleDiffers(failure) => format!("The listed items aren't those found: {failure}"),
        Fault::ExpectsNothing => {
            "No item is to be returned, so whoever returns nothing is right.".into()
        }
        Fault::SolutionFails { hidden: false, failure } => {
            format!("The solution doesn't pass. {failure}")
        }
        Fault::SolutionFails { hidden: true, failure } => {
            format!("The solution doesn't pass with the second seed. {failure}")
        }
        Fault::PassesAtStart => {
            "The start passes already, before anything is done. Add a check that the start fails."
                .into()
        }
        Fault::NoHidden | Fault::FailsShown(_) | Fault::NoPart(_) => {
            "A wrong answer belongs to something that this level doesn't have.".into()
        }
        Fault::WrongDiffers { name, found, .. } if found.is_empty() => {
            format!("The wrong answer “{name}” passes. Add a check that it fails, or remove it.")
        }
        Fault::WrongDiffers { name, fails, .. } => {
            format!("The wrong answer “{name}” doesn't fail the check “{}”.", check_name(*fails))
        }
        Fault::NothingFails(kind) => format!(
            "No wrong answer fails the check “{}”. Add one that does, or remove the check.",
            check_name(*kind)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::level;
    use std::sync::Arc;

    use super::*;
    use crate::learn::{grade, proof::Proof};

    fn proved(level: &Level) -> Report {
        let exercise = level.exercise().unwrap();
        let open = |hidden| grade::open(&exercise, hidden, |_| None).unwrap().finish().unwrap();
        let hidden = exercise.hidden.is_some().then(|| open(true));
        let shown = open(false);
        let proved = Proof::new(Arc::new(exercise.clone()), shown.clone(), hidden, []).finish();
        report(level, &exercise, &shown, &proved)
    }

    #[test]
    fn a_level_that_holds_has_a_file() {
        let report = proved(&level());
        assert_eq!((report.faults, report.gaps), (vec![], vec![]));
        assert_eq!(report.level.wrong[0].fails, "operation");
        assert!(
            report.wrong[0]
                .iter()
                .any(|told| told.contains("wrong price") || told.contains("Over budget"))
        );
        let (name, text) = report.file.unwrap();
        assert_eq!(name, "tests-of-a-booking.toml");
        assert!(text.contains("dataset = \"medical/1000\"") && text.contains("seed = 7"), "{text}");
        assert!(text.contains("intro = \"A \\\\<b>clinic\\\\</b> calls.\""), "{text}");
    }

    #[test]
    fn what_does_not_hold_is_told_in_a_sentence() {
        let told = |change: fn(&mut Level)| {
            let mut level = level();
            change(&mut level);
            let report = proved(&level);
            assert_eq!(report.file, None);
            [report.faults, report.gaps].concat().join(" ")
        };
        let all = [
            (
                told(|l| l.checks.max_rcu = Some("0.1".into())),
                "The solution doesn't pass. Right result",
            ),
            (told(|l| l.solution = "Query {}".into()), "The solution doesn't pass."),
            (told(|l| l.hints.clear()), "no hint"),
            (told(|l| l.wrong.clear()), "fails the check “budget in RCU”"),
            (told(|l| l.wrong[0].answer = l.solution.clone()), "“a Scan” passes"),
            (told(|l| l.wrong[0].fails = "rows".into()), "doesn't fail the check “returned items”"),
            (told(|l| l.task = "word ".repeat(40)), "30 are the most"),
        ];
        for (told, part) in all {
            assert!(told.contains(part), "{part}: {told}");
        }
    }
}
