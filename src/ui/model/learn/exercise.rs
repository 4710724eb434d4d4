//! An exercise as it is worked on: which requests count as the answer, and what is said of it.
//!
//! Owns that. Refuses to know what makes an answer right: `crate::learn::grade` says so.

use std::sync::Arc;

use content::exercise::{Exercise, Part, Settings};
use content::prose::Text;
use content::request::Lab;
use serde_json::Value as Json;

use crate::api::Request;
use crate::learn::facts::returned_items;
use crate::learn::grade::{Failure, PartGrade, Submission, experiment, grade_part};
use crate::learn::stage::{Stage, StageError};
use crate::ui::model::learn::steps::Steps;

/// What there is to say of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It passes.
    Solved,
    /// It goes the right way, and isn't there yet.
    Underway {
        /// Requests of the solution that it has done.
        done: usize,
        /// Requests of the solution.
        of: usize,
    },
    /// It doesn't.
    Failed {
        /// Why, a sentence each.
        failures: Vec<String>,
        /// Whether it passes on the data that is shown, and fails on other data.
        on_other_data: bool,
        /// What the author says to whoever answers so.
        says: Text,
    },
    /// The exercise itself can't be graded.
    Broken(String),
}

/// Grades answers to the parts of an exercise.
#[derive(Debug, Clone)]
pub struct Grader {
    /// The exercise.
    pub exercise: Arc<Exercise>,
    shown: Arc<Stage>,
    hidden: Option<Arc<Stage>>,
}

impl Grader {
    /// Over the stage that is shown and, if there is one, the hidden one.
    pub fn new(exercise: Arc<Exercise>, shown: Arc<Stage>, hidden: Option<Arc<Stage>>) -> Self {
        let hidden = hidden.map(|stage| Arc::new(Stage::clone(&stage).into_hidden()));
        Self { exercise, shown, hidden }
    }

    /// The part in a place.
    pub fn part(&self, at: usize) -> Option<&Part> {
        self.exercise.parts.get(at)
    }

    /// The stage as a part begins: as the answers to the parts before it leave it.
    pub fn stage_at(&self, part: usize, answers: &[Vec<Request>]) -> Stage {
        self.played(&self.shown, part, answers)
    }

    fn played(&self, stage: &Stage, part: usize, answers: &[Vec<Request>]) -> Stage {
        let mut stage = stage.clone();
        for request in answers.iter().take(part).flatten() {
            stage.send(request.clone());
        }
        stage
    }

    /// How far what was sent since the part began is on the way to the solution.
    pub fn steps(&self, part: usize, answers: &[Vec<Request>], sent: &[Request]) -> Steps {
        let begin = self.stage_at(part, answers);
        let solution = self.part(part).map_or(&[][..], |part| &part.solution.answer);
        Steps::new(&begin, solution, sent)
    }

    /// Grades what was sent since the part began, oldest first, with the settings of the traffic lab
    /// as they are. Nobody has to begin anew because of a request that led nowhere: it is enough if
    /// the latest requests pass by themselves, however many they are, or those that do what the
    /// solution does.
    pub fn grade(
        &self,
        part: usize,
        answers: &[Vec<Request>],
        sent: &[Request],
        settings: &Settings,
    ) -> Outcome {
        self.try_grade(part, answers, sent, settings)
            .unwrap_or_else(|error| Outcome::Broken(error.to_string()))
    }

    fn try_grade(
        &self,
        at: usize,
        answers: &[Vec<Request>],
        sent: &[Request],
        settings: &Settings,
    ) -> Result<Outcome, StageError> {
        let Some(part) = self.part(at) else { return Ok(Outcome::Solved) };
        let begin = self.stage_at(at, answers);
        let steps = Steps::new(&begin, &part.solution.answer, sent);
        let (answer, mut failures) = best_of(&begin, part, &steps, sent, settings)?;
        // With all of the solution's steps done, what is missing is told instead.
        if !failures.is_empty() && steps.leads_on && steps.taken.len() < steps.of {
            return Ok(Outcome::Underway { done: steps.taken.len(), of: steps.of });
        }
        let mut on_other_data = false;
        if let Some(hidden) = self.hidden.as_ref().filter(|_| failures.is_empty()) {
            failures = graded(&self.played(hidden, at, answers), part, &answer)?.failures;
            on_other_data = !failures.is_empty();
        }
        if failures.is_empty() {
            return Ok(Outcome::Solved);
        }
        let says = self.said_to(&begin, part, &answer);
        let failures = failures.iter().map(Failure::to_string).collect();
        Ok(Outcome::Failed { failures, on_other_data, says })
    }

    /// The requests that count as the answer once the part is solved.
    pub fn answer_of(
        &self,
        part: usize,
        answers: &[Vec<Request>],
        sent: &[Request],
        settings: &Settings,
    ) -> Vec<Request> {
        let begin = self.stage_at(part, answers);
        let Some(part) = self.part(part) else { return Vec::new() };
        let steps = Steps::new(&begin, &part.solution.answer, sent);
        // What can't be graded was never solved.
        best_of(&begin, part, &steps, sent, settings)
            .map_or_else(|_| sent.to_vec(), |(answer, _)| answer.requests)
    }

    /// The experiment of the traffic lab that an answer is put to, if the part has one.
    pub fn experiment(
        &self,
        at: usize,
        answers: &[Vec<Request>],
        sent: &[Request],
        settings: &Settings,
    ) -> Option<Lab> {
        let check = self.part(at)?.check.lab.as_ref()?;
        let mut stage = self.stage_at(at, answers);
        for request in sent {
            stage.send(request.clone());
        }
        Some(experiment(&stage, check, settings))
    }

    /// What the author says to whoever gives this answer.
    fn said_to(&self, stage: &Stage, part: &Part, answer: &Submission) -> Text {
        let mut wrong = self.exercise.wrong.iter().filter(|wrong| wrong.part == part.id);
        let same = |wrong: &&content::exercise::Wrong| {
            let written = Submission::from_content(stage, &wrong.answer, &wrong.lab);
            written.is_ok_and(|written| {
                written.requests == answer.requests && has_all(&answer.settings, &written.settings)
            })
        };
        wrong.find(same).map(|wrong| wrong.says.clone()).unwrap_or_default()
    }
}

/// Whether settings have these among them.
fn has_all(settings: &Settings, these: &Settings) -> bool {
    these.iter().all(|setting| settings.contains(setting))
}

/// Of what was sent the requests that pass, or else those that the person is to be told of, with
/// what is wrong with them.
fn best_of(
    begin: &Stage,
    part: &Part,
    steps: &Steps,
    sent: &[Request],
    settings: &Settings,
) -> Result<(Submission, Vec<Failure>), StageError> {
    let submission = |requests: Vec<Request>| Submission { requests, settings: settings.clone() };
    let last = sent.len().saturating_sub(1);
    // An experiment of the traffic lab takes long, so fewer answers are put to it.
    let most = if part.check.lab.is_some() { 1 } else { MOST_TRIED };
    // The latest request alone, then more and more before it.
    let latest = (sent.len().saturating_sub(most)..=last).rev().map(|from| sent[from..].to_vec());
    let whole = (sent.len() > most).then(|| sent.to_vec());
    for requests in latest.chain(whole).chain([steps.taken.clone()]) {
        let answer = submission(requests);
        if graded(begin, part, &answer)?.failures.is_empty() {
            return Ok((answer, Vec::new()));
        }
    }
    // What is said is said of what was asked for: one request, or several.
    let told = submission(match steps.of {
        1 => sent[last.min(sent.len())..].to_vec(),
        _ => steps.answer(sent),
    });
    let failures = graded(begin, part, &told)?.failures;
    Ok((told, failures))
}

/// How many of the latest requests may be the answer, if not all are.
const MOST_TRIED: usize = 8;

fn graded(begin: &Stage, part: &Part, answer: &Submission) -> Result<PartGrade, StageError> {
    grade_part(&mut begin.clone(), part, answer)
}

/// The items that a part is to return, for its goal: those that the author lists, or those that
/// another request finds.
pub fn wanted_items(stage: &Stage, part: &Part) -> Vec<Json> {
    let Some(rows) = &part.check.rows else { return Vec::new() };
    if let (None, Some(listed)) = (&rows.oracle, &rows.expect) {
        return listed.clone();
    }
    let requests = match &rows.oracle {
        Some(oracle) => std::slice::from_ref(oracle),
        None => &part.solution.answer[..],
    };
    let mut stage = stage.clone();
    let mut items = Vec::new();
    // An answer that its author got wrong has no goal to show; the checker tells it.
    for request in stage.requests(requests).unwrap_or_default() {
        if let Ok(response) = stage.send(request).response {
            items.extend(returned_items(&response.to_json()));
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use content::exercise::{Check, CheckKind, RowsCheck, Solution, Wrong};
    use content::prose::Inline;
    use content::request::{DataRef, Request as Written, Start};
    use serde_json::json;

    fn written(operation: &str, body: Json) -> Written {
        Written { operation: operation.into(), body, holes: Vec::new(), line: 0 }
    }

    fn query(prefix: &str) -> Written {
        written(
            "Query",
            json!({
                "KeyConditionExpression": "PK = :p AND begins_with(SK, :s)",
                "ExpressionAttributeValues": { ":p": { "S": "PATIENT#123" }, ":s": { "S": prefix } },
            }),
        )
    }

    fn start(seed: Option<u64>) -> Start {
        let data = DataRef { dataset: Some("medical".into()), size: "article".into(), seed };
        Start { data, setup: Vec::new(), simulation: None, line: 0 }
    }

    fn exercise(expect: Json) -> Exercise {
        let Json::Array(expect) = expect else { panic!("{expect}") };
        let part = Part {
            id: "answer".into(),
            task: Vec::new(),
            given: Vec::new(),
            check: Check {
                rows: Some(RowsCheck {
                    by: vec!["SK".into()],
                    ordered: false,
                    expect: Some(expect),
                    oracle: None,
                }),
                ..Check::default()
            },
            hints: Vec::new(),
            solution: Solution {
                answer: vec![query("BOOKING#001#TEST#A1")],
                lab: Settings::new(),
                why: Vec::new(),
                line: 0,
            },
            line: 0,
        };
        Exercise {
            id: "tests-of-a-booking".into(),
            title: "Tests".into(),
            intro: Vec::new(),
            topics: Vec::new(),
            start: start(None),
            hidden: None,
            parts: vec![part],
            wrong: vec![Wrong {
                name: "too much".into(),
                part: "answer".into(),
                answer: vec![query("BOOKING#")],
                lab: Settings::new(),
                fails: CheckKind::Rows,
                hidden: false,
                says: vec![Inline::Text("The prefix is too short.".into())],
                line: 0,
            }],
            line: 0,
        }
    }

    fn grader() -> Grader {
        let sort = |sort: &str| json!({ "SK": { "S": sort } });
        let expect = json!([sort("BOOKING#001#TEST#A1"), sort("BOOKING#001#TEST#A1#RESULT")]);
        let exercise = exercise(expect);
        let stage = Stage::open(&exercise.start, 4, None, |_| None).unwrap();
        Grader::new(Arc::new(exercise), Arc::new(stage), None)
    }

    fn request(grader: &Grader, written: &Written) -> Request {
        grader.stage_at(0, &[]).request(written).unwrap()
    }

    #[test]
    fn the_last_request_counts_whatever_came_before() {
        let grader = grader();
        let (wrong, right) = (query("BOOKING#"), query("BOOKING#001#TEST#A1"));
        let sent = [request(&grader, &wrong), request(&grader, &right)];
        assert_eq!(grader.grade(0, &[], &sent, &Settings::new()), Outcome::Solved);
        assert_eq!(grader.answer_of(0, &[], &sent, &Settings::new()).len(), 1);
    }

    #[test]
    fn a_wrong_answer_is_told_why_and_what_its_author_says() {
        let grader = grader();
        let sent = [request(&grader, &query("BOOKING#"))];
        let Outcome::Failed { failures, on_other_data, says } =
            grader.grade(0, &[], &sent, &Settings::new())
        else {
            panic!("it passes");
        };
        assert!(failures[0].contains("too many"), "{failures:?}");
        assert!(!on_other_data);
        assert_eq!(says, [Inline::Text("The prefix is too short.".into())]);
    }

    #[test]
    fn an_answer_of_two_requests_is_underway_after_the_first_and_needs_no_reset() {
        let mut exercise = exercise(json!([]));
        let sale = |count: &str| {
            written(
                "UpdateItem",
                json!({
                    "Key": { "PK": { "S": "PATIENT#123" }, "SK": { "S": "PROFILE" } },
                    "UpdateExpression": "SET visits = :n",
                    "ConditionExpression": "attribute_not_exists(visits) OR :n > :limit",
                    "ExpressionAttributeValues": { ":n": { "N": count }, ":limit": { "N": "9" } },
                }),
            )
        };
        let part = &mut exercise.parts[0];
        part.solution.answer = vec![sale("1"), sale("2")];
        part.check = Check {
            operation: vec!["UpdateItem".into()],
            error: Some("ConditionalCheckFailedException".into()),
            ..Check::default()
        };
        let stage = Stage::open(&exercise.start, 4, None, |_| None).unwrap();
        let grader = Grader::new(Arc::new(exercise), Arc::new(stage), None);
        let [stray, first, second] =
            [query("BOOKING#"), sale("1"), sale("2")].map(|written| request(&grader, &written));
        let grade = |sent: &[&Request]| {
            let sent: Vec<Request> = sent.iter().map(|request| (*request).clone()).collect();
            grader.grade(0, &[], &sent, &Settings::new())
        };
        assert_eq!(grade(&[&first]), Outcome::Underway { done: 1, of: 2 });
        assert_eq!(grade(&[&first, &second]), Outcome::Solved);
        assert!(matches!(grade(&[&stray]), Outcome::Failed { .. }));
        assert_eq!(grade(&[&stray, &first]), Outcome::Underway { done: 1, of: 2 });
        let Outcome::Failed { failures, .. } = grade(&[&first, &stray]) else {
            panic!("it passes")
        };
        assert!(failures.iter().any(|told| told.contains("This uses Query")), "{failures:?}");
        assert_eq!(grade(&[&stray, &first, &stray, &second]), Outcome::Solved);
        let sent = [stray.clone(), first.clone(), stray, second.clone()];
        assert_eq!(grader.answer_of(0, &[], &sent, &Settings::new()), [first, second]);
    }

    #[test]
    fn nothing_sent_is_no_answer() {
        assert!(matches!(grader().grade(0, &[], &[], &Settings::new()), Outcome::Failed { .. }));
    }

    #[test]
    fn the_goal_lists_what_is_to_come_back() {
        let grader = grader();
        let part = grader.part(0).unwrap();
        assert_eq!(wanted_items(&grader.stage_at(0, &[]), part).len(), 2);
    }
}
