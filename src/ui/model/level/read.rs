//! A level as it is typed → an exercise, or what can't be read.

use std::fmt;

use content::Number;
use content::exercise::{
    Check, CheckKind, Exercise, Expected, Hint, IndexKind, LabCheck, Part, RowsCheck, Settings,
    ShapeCheck, Solution, StateCheck, Wrong,
};
use content::print::{slug, typed};
use content::prose::{Block, Prose, Text};
use content::request::{DataRef, Lab, Request, Start};
use content::written;
use serde_json::Value as Json;

use super::{ItemIs, ItemText, LabText, Level, RowsText, ShapeText};
use crate::api::json::item_from_json;
use crate::datasets::Recipe;
use crate::engine::Operation;
use crate::ui::model::lab::form::Form;

/// The id of a level's part, as that of every exercise with one part.
pub const PART: &str = "answer";
/// The largest data that a level begins with: whoever opens it waits for it.
const MOST_ITEMS: usize = 10_000;

/// Where something is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Slot {
    Title,
    Story,
    Task,
    Data,
    Changes,
    SecondSeed,
    Checks,
    Hint(usize),
    Solution,
    Why,
    Wrong(usize),
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Slot::Title => f.write_str("Title"),
            Slot::Story => f.write_str("Story"),
            Slot::Task => f.write_str("Task"),
            Slot::Data => f.write_str("Data"),
            Slot::Changes => f.write_str("Changes to the data"),
            Slot::SecondSeed => f.write_str("Second seed"),
            Slot::Checks => f.write_str("Checks"),
            Slot::Hint(at) => write!(f, "Hint {}", at + 1),
            Slot::Solution => f.write_str("Solution"),
            Slot::Why => f.write_str("Why it's right"),
            Slot::Wrong(at) => write!(f, "Wrong answer {}", at + 1),
        }
    }
}

/// What can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub slot: Slot,
    /// What, in a sentence.
    pub message: String,
}

impl Level {
    /// The exercise that is typed, or everything that can't be read. The items to return are those
    /// that the solution returns; what a wrong answer fails is provisional until it was proved.
    pub fn exercise(&self) -> Result<Exercise, Vec<Problem>> {
        let mut reader = Reader::default();
        let exercise = reader.level(self);
        match reader.problems.is_empty() {
            true => Ok(exercise),
            false => Err(reader.problems),
        }
    }
}

#[derive(Default)]
struct Reader {
    problems: Vec<Problem>,
}

impl Reader {
    fn wrong(&mut self, slot: Slot, message: impl Into<String>) {
        self.problems.push(Problem { slot, message: message.into() });
    }

    fn level(&mut self, level: &Level) -> Exercise {
        let title = level.title.split_whitespace().collect::<Vec<_>>().join(" ");
        let id = slug(&title);
        if id.is_empty() {
            self.wrong(Slot::Title, "Give the level a title of letters or digits.");
        }
        let start = self.start(level);
        let hidden = self.hidden(level, &start);
        let check = self.check(level);
        let solution = self.solution(level, &check);
        let hints = (0..).zip(&level.hints).filter(|(_, hint)| !hint.trim().is_empty());
        let hints: Vec<Hint> =
            hints.map(|(at, hint)| Hint::Text(self.prose(Slot::Hint(at), hint))).collect();
        let wrong = (0..)
            .zip(&level.wrong)
            .map(|(at, wrong)| self.wrong_answer(at, wrong, &check))
            .collect();
        let task = self.some_prose(Slot::Task, &level.task, "Say what is to be done.");
        let part =
            Part { id: PART.into(), task, given: Vec::new(), check, hints, solution, line: 0 };
        let intro = self.prose(Slot::Story, &level.intro);
        Exercise {
            id,
            title,
            intro,
            topics: Vec::new(),
            start,
            hidden,
            parts: vec![part],
            wrong,
            line: 0,
        }
    }

    fn prose(&mut self, slot: Slot, text: &str) -> Prose {
        if text.contains("{{") {
            self.wrong(
                slot,
                "“{{” has a meaning of its own in lessons. Write it with a space between.",
            );
        }
        typed(text)
    }

    fn some_prose(&mut self, slot: Slot, text: &str, missing: &str) -> Prose {
        let prose = self.prose(slot, text);
        if prose.is_empty() {
            self.wrong(slot, missing);
        }
        prose
    }

    fn start(&mut self, level: &Level) -> Start {
        let data = written::data(level.data.trim()).and_then(|data| {
            let is_too_large = data.dataset.is_some()
                && data.size.parse::<usize>().is_ok_and(|items| items > MOST_ITEMS);
            match is_too_large {
                true => Err("A level begins with at most 10,000 items.".to_owned()),
                false if data.dataset.is_none() => Ok(data),
                false => {
                    let known = level.data.trim().parse::<Recipe>().map(|_| data);
                    known.map_err(|error| format!("{error}."))
                }
            }
        });
        let data = data.unwrap_or_else(|message| {
            self.wrong(Slot::Data, message);
            DataRef { dataset: None, size: "article".into(), seed: None }
        });
        let setup = self.requests(Slot::Changes, &level.setup);
        Start { data, setup, simulation: None, line: 0 }
    }

    fn hidden(&mut self, level: &Level, start: &Start) -> Option<Start> {
        let text = level.second_seed.trim();
        // Data that can't be read is told already.
        let has_data = self.problems.iter().all(|problem| problem.slot != Slot::Data);
        if text.is_empty() || !has_data {
            return None;
        }
        match text.parse::<u64>() {
            _ if start.data.dataset.is_none() => {
                self.wrong(
                    Slot::SecondSeed,
                    "Only a dataset can be generated from another seed. Clear the field.",
                );
                None
            }
            Ok(seed) if start.data.seed.unwrap_or(Recipe::DEFAULT_SEED) == seed => {
                self.wrong(
                    Slot::SecondSeed,
                    "This is the seed of the data itself. Choose another number.",
                );
                None
            }
            Ok(seed) if i64::try_from(seed).is_ok() => {
                let data = DataRef { seed: Some(seed), ..start.data.clone() };
                Some(Start { data, ..start.clone() })
            }
            _ => {
                self.wrong(Slot::SecondSeed, "A seed is a whole number, such as 7.");
                None
            }
        }
    }

    /// Requests as lessons write them.
    fn requests(&mut self, slot: Slot, text: &str) -> Vec<Request> {
        if text.contains("{{") {
            self.wrong(
                slot,
                "“{{” has a meaning of its own in lessons. Write it with a space between.",
            );
            return Vec::new();
        }
        let read = match written::read_all(text) {
            Ok(read) => read,
            Err((line, message)) => {
                self.wrong(slot, format!("Line {}: {message}.", line + 1));
                return Vec::new();
            }
        };
        for request in &read {
            if Operation::from_name(&request.operation).is_none() {
                let message = format!(
                    "Line {}: there is no operation {}.",
                    request.line + 1,
                    request.operation
                );
                self.wrong(slot, message);
            }
        }
        let request = |read: written::Written| Request {
            operation: read.operation,
            body: read.body,
            holes: Vec::new(),
            line: 0,
        };
        read.into_iter().map(request).collect()
    }

    /// Settings of the traffic lab, a line each.
    fn settings(&mut self, slot: Slot, text: &str) -> Settings {
        let mut settings = Settings::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            match line.split_once('=') {
                Some((name, value)) => {
                    settings.push((name.trim().to_owned(), value.trim().to_owned()));
                }
                None => self.wrong(slot, format!("“{line}” is no setting: write “rate = 2000”.")),
            }
        }
        settings
    }

    fn solution(&mut self, level: &Level, check: &Check) -> Solution {
        let answer = self.requests(Slot::Solution, &level.solution);
        let lab = self.chosen(Slot::Solution, &level.solution_lab, check);
        if answer.is_empty() && lab.is_empty() && level.solution.trim().is_empty() {
            self.wrong(
                Slot::Solution,
                "Write the requests that solve it, or take them from the history.",
            );
        }
        let why =
            self.some_prose(Slot::Why, &level.why, "Say in a sentence why the solution is right.");
        Solution { answer, lab, why, line: 0 }
    }

    fn chosen(&mut self, slot: Slot, text: &str, check: &Check) -> Settings {
        let settings = self.settings(slot, text);
        let choose = check.lab.as_ref().map_or(&[][..], |lab| &lab.choose);
        if let Some((name, _)) = settings.iter().find(|(name, _)| !choose.contains(name)) {
            self.wrong(slot, format!("{name} isn't among the settings that the learner chooses."));
        }
        settings
    }

    fn wrong_answer(&mut self, at: usize, wrong: &super::WrongAnswer, check: &Check) -> Wrong {
        let slot = Slot::Wrong(at);
        let name = wrong.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            self.wrong(slot, "Name what is wrong with it, such as “a Scan”.");
        }
        let answer = self.requests(slot, &wrong.answer);
        let lab = self.chosen(slot, &wrong.lab, check);
        if answer.is_empty() && lab.is_empty() && wrong.answer.trim().is_empty() {
            self.wrong(slot, "Write its requests.");
        }
        let made = check.kinds();
        let named = CheckKind::ALL.into_iter().find(|(name, _)| *name == wrong.fails);
        let fails = match named {
            Some((_, kind)) if kind == CheckKind::Accepted || made.contains(&kind) => kind,
            _ => made.first().copied().unwrap_or(CheckKind::Accepted),
        };
        let says = self.prose(slot, &wrong.says.replace(['\n', '\r'], " "));
        Wrong {
            name,
            part: PART.into(),
            answer,
            lab,
            fails,
            hidden: false,
            says: paragraph(says),
            line: 0,
        }
    }

    fn check(&mut self, level: &Level) -> Check {
        let checks = &level.checks;
        let names = |text: &Option<String>| names(text.as_deref().unwrap_or_default());
        let check = Check {
            rows: checks.rows.as_ref().map(|rows| self.rows(rows)),
            state: checks.items.iter().filter_map(|item| self.item(item)).collect(),
            shape: checks.shapes.iter().map(|shape| self.shape(shape)).collect(),
            operation: names(&checks.operation),
            max_requests: self.whole("The most requests", &checks.max_requests),
            max_rcu: self.number("The budget in RCU", &checks.max_rcu),
            max_wcu: self.number("The budget in WCU", &checks.max_wcu),
            changes: self.whole("The number of changed items", &checks.changes),
            error: checks.error.as_ref().map(|error| error.trim().to_owned()),
            lab: checks.lab.as_ref().map(|lab| self.lab(lab)),
            line: 0,
        };
        if checks.operation.is_some() && check.operation.is_empty() {
            self.wrong(Slot::Checks, "Name the operations that are allowed, such as Query.");
        }
        let has_problem = self.problems.iter().any(|problem| problem.slot == Slot::Checks);
        if check.kinds().is_empty() && !has_problem {
            self.wrong(
                Slot::Checks,
                "Choose at least one check: without one, any answer is right.",
            );
        }
        check
    }

    fn rows(&mut self, rows: &RowsText) -> RowsCheck {
        let by = names(&rows.by);
        if by.is_empty() {
            self.wrong(
                Slot::Checks,
                "Name the attributes by which items are compared, such as PK, SK.",
            );
        }
        RowsCheck { by, ordered: rows.ordered, expect: None, oracle: None }
    }

    fn number(&mut self, what: &str, text: &Option<String>) -> Option<Number> {
        let text = text.as_ref()?;
        let number = text.parse::<Number>().ok();
        if number.is_none() {
            self.wrong(Slot::Checks, format!("{what} must be a number, such as 0.5."));
        }
        number
    }

    fn whole(&mut self, what: &str, text: &Option<String>) -> Option<u64> {
        let text = text.as_ref()?;
        let number = text.trim().parse::<u32>().ok();
        if number.is_none() {
            self.wrong(Slot::Checks, format!("{what} must be a whole number."));
        }
        number.map(u64::from)
    }

    /// A text that must be an item in DynamoDB JSON.
    fn attributes(&mut self, text: &str) -> Option<Json> {
        let json = written::read_json(text.trim()).ok();
        let json = json.filter(|(_, length)| *length == text.trim().len()).map(|(json, _)| json);
        let is_item = json.as_ref().is_some_and(|json| item_from_json(json).is_ok());
        if !is_item {
            let shown: String = text.chars().take(40).collect();
            let message = format!(
                "“{shown}” is no item in DynamoDB JSON, such as {{\"PK\": {{\"S\": \"PATIENT#123\"}}}}."
            );
            self.wrong(Slot::Checks, message);
        }
        json.filter(|_| is_item)
    }

    fn item(&mut self, text: &ItemText) -> Option<StateCheck> {
        let item = self.attributes(&text.item)?;
        let expect = match text.is {
            ItemIs::Absent => Expected::Absent,
            ItemIs::Present => Expected::Present,
            ItemIs::Has => Expected::Has(self.attributes(&text.attributes)?),
            ItemIs::Equals => Expected::Equals(self.attributes(&text.attributes)?),
            ItemIs::Lacks => Expected::Lacks(names(&text.attributes)),
        };
        Some(StateCheck { table: some(&text.table), item, expect })
    }

    fn shape(&mut self, text: &ShapeText) -> ShapeCheck {
        let index = match text.index.as_str() {
            "GSI" => Some(IndexKind::Gsi),
            "LSI" => Some(IndexKind::Lsi),
            _ => None,
        };
        let most = some(&text.max_items);
        ShapeCheck {
            table: some(&text.table),
            index,
            name: some(&text.name).filter(|_| index.is_some()),
            partition: names(&text.partition),
            sort: names(&text.sort),
            max_items: self.whole("The most entries of an index", &most),
            billing: some(&text.billing),
        }
    }

    fn lab(&mut self, text: &LabText) -> LabCheck {
        let experiment = Lab {
            preset: text.preset.trim().to_owned(),
            set: self.settings(Slot::Checks, &text.set),
        };
        if Form::from_lab(&experiment).and_then(|form| form.scenario()).is_none() {
            self.wrong(
                Slot::Checks,
                "The traffic lab has no such experiment, or a setting of it is wrong.",
            );
        }
        let choose = names(&text.choose);
        let limit = |reader: &mut Self, what: &str, text: &str| reader.number(what, &some(text));
        let check = LabCheck {
            experiment,
            of_table: choose.is_empty(),
            choose,
            max_throttled_percent: limit(
                self,
                "The most throttled percent",
                &text.max_throttled_percent,
            ),
            min_succeeded_percent: limit(
                self,
                "The least succeeded percent",
                &text.min_succeeded_percent,
            ),
            max_p99_millis: limit(self, "The most milliseconds", &text.max_p99_millis),
            max_dollars: limit(self, "The most dollars", &text.max_dollars),
        };
        let limits = [
            check.max_throttled_percent,
            check.min_succeeded_percent,
            check.max_p99_millis,
            check.max_dollars,
        ];
        if limits.iter().all(Option::is_none) {
            self.wrong(
                Slot::Checks,
                "Say what must come of the experiment: fill in one of its limits.",
            );
        }
        check
    }
}

/// Names with commas between them.
fn names(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The text of the only paragraph.
fn paragraph(prose: Prose) -> Text {
    match prose.into_iter().next() {
        Some(Block::Paragraph(text)) => text,
        _ => Text::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::level;
    use super::*;

    #[test]
    fn what_is_typed_is_an_exercise() {
        let exercise = level().exercise().unwrap();
        assert_eq!(exercise.id, "tests-of-a-booking");
        let part = &exercise.parts[0];
        assert_eq!(part.check.kinds(), [CheckKind::Rows, CheckKind::Operation, CheckKind::MaxRcu]);
        assert_eq!(exercise.hidden.unwrap().data.seed, Some(7));
    }

    #[test]
    fn what_cannot_be_read_is_told_where_it_is() {
        let wrong = |change: fn(&mut Level)| {
            let mut level = level();
            change(&mut level);
            let problems = level.exercise().unwrap_err();
            assert_eq!(problems.len(), 1, "{problems:?}");
            (problems[0].slot, problems[0].message.clone())
        };
        let told = [
            (wrong(|l| l.title = " … ".into()), Slot::Title, "title"),
            (wrong(|l| l.task = "\n".into()), Slot::Task, "to be done"),
            (wrong(|l| l.task = "{{rcu}}".into()), Slot::Task, "meaning of its own"),
            (wrong(|l| l.data = "medical/500".into()), Slot::Data, "no size"),
            (wrong(|l| l.data = "nothing/1000".into()), Slot::Data, "no dataset"),
            (wrong(|l| l.data = "medical/100000".into()), Slot::Data, "at most 10,000"),
            (wrong(|l| l.setup = "PutItem {".into()), Slot::Changes, "Line 1"),
            (wrong(|l| l.setup = "Putt {}".into()), Slot::Changes, "no operation Putt"),
            (wrong(|l| l.second_seed = "x".into()), Slot::SecondSeed, "whole number"),
            (wrong(|l| l.second_seed = "-1".into()), Slot::SecondSeed, "whole number"),
            (wrong(|l| l.checks = Default::default()), Slot::Checks, "at least one"),
            (wrong(|l| l.checks.max_rcu = Some("much".into())), Slot::Checks, "number"),
            (wrong(|l| l.checks.operation = Some(" , ".into())), Slot::Checks, "such as Query"),
            (wrong(|l| l.checks.rows = Some(Default::default())), Slot::Checks, "compared"),
            (wrong(|l| l.checks.items.push(Default::default())), Slot::Checks, "DynamoDB JSON"),
            (
                wrong(|l| {
                    l.checks.lab = Some(LabText { max_dollars: "1".into(), ..Default::default() })
                }),
                Slot::Checks,
                "no such experiment",
            ),
            (wrong(|l| l.solution = "Query [5]".into()), Slot::Solution, "Line 1"),
            (wrong(|l| l.why = String::new()), Slot::Why, "right"),
            (wrong(|l| l.wrong[0].name = String::new()), Slot::Wrong(0), "Name what"),
        ];
        for ((slot, message), wanted, part) in told {
            assert!(slot == wanted && message.contains(part), "{slot}: {message}");
        }
    }
}
