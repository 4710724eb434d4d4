//! `exercises/<id>.toml` → [`Exercise`].

use std::path::Path;

use serde::Deserialize;

use super::expr::Scope;
use super::source::{Problem, Source};
use super::toml_parts::{Spot, StartParts, item, number, settings};
use crate::exercise::{
    Check, CheckKind, Exercise, Expected, Hint, IndexKind, LabCheck, Part, RowsCheck, Settings,
    ShapeCheck, Solution, StateCheck, Wrong,
};
use crate::lesson::Lesson;
use crate::number::Number;
use crate::prose::{Prose, Text};
use crate::request::{Lab, Request, Simulation};

/// The id of the part of an exercise that has but one.
const ONLY_PART: &str = "answer";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: Spot,
    intro: Option<Spot>,
    topics: Option<Vec<String>>,
    dataset: Option<Spot>,
    setup: Option<Spot>,
    simulation: Option<Simulation>,
    hidden: Option<HiddenPart>,
    // An exercise with one part has it here.
    task: Option<Spot>,
    given: Option<Spot>,
    check: Option<toml::Spanned<CheckPart>>,
    #[serde(default)]
    hint: Vec<toml::Spanned<HintPart>>,
    solution: Option<SolutionPart>,
    // One with several has them here.
    #[serde(default)]
    part: Vec<PartFile>,
    #[serde(default)]
    wrong: Vec<WrongPart>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HiddenPart {
    dataset: Option<Spot>,
    setup: Option<Spot>,
    seed: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartFile {
    id: Spot,
    task: Spot,
    given: Option<Spot>,
    check: toml::Spanned<CheckPart>,
    #[serde(default)]
    hint: Vec<toml::Spanned<HintPart>>,
    solution: SolutionPart,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckPart {
    rows: Option<RowsPart>,
    #[serde(default)]
    state: Vec<toml::Spanned<StatePart>>,
    #[serde(default)]
    shape: Vec<ShapePart>,
    #[serde(default)]
    operation: Vec<String>,
    max_requests: Option<u64>,
    max_rcu: Option<toml::Spanned<toml::Value>>,
    max_wcu: Option<toml::Spanned<toml::Value>>,
    changes: Option<u64>,
    error: Option<String>,
    lab: Option<toml::Spanned<LabPart>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LabPart {
    preset: String,
    #[serde(default)]
    set: toml::Table,
    #[serde(default)]
    choose: Vec<String>,
    #[serde(default)]
    table: bool,
    max_throttled_percent: Option<toml::Spanned<toml::Value>>,
    min_succeeded_percent: Option<toml::Spanned<toml::Value>>,
    max_p99_millis: Option<toml::Spanned<toml::Value>>,
    max_dollars: Option<toml::Spanned<toml::Value>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RowsPart {
    by: Vec<String>,
    #[serde(default)]
    ordered: bool,
    expect: Option<Vec<toml::Table>>,
    oracle: Option<Spot>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StatePart {
    table: Option<String>,
    item: toml::Table,
    #[serde(default)]
    absent: bool,
    #[serde(default)]
    present: bool,
    has: Option<toml::Table>,
    equals: Option<toml::Table>,
    lacks: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShapePart {
    table: Option<String>,
    index: Option<IndexKind>,
    name: Option<String>,
    #[serde(default)]
    partition: Vec<String>,
    #[serde(default)]
    sort: Vec<String>,
    max_items: Option<u64>,
    billing: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HintPart {
    text: Option<Spot>,
    blocks: Option<Vec<String>>,
    #[serde(default)]
    distractors: Vec<String>,
    #[serde(default)]
    any_order: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SolutionPart {
    answer: Option<Spot>,
    lab: Option<toml::Spanned<toml::Table>>,
    why: Spot,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrongPart {
    name: String,
    part: Option<Spot>,
    answer: Option<Spot>,
    lab: Option<toml::Spanned<toml::Table>>,
    fails: Spot,
    #[serde(default)]
    hidden: bool,
    says: Option<Spot>,
}

/// Reads an exercise of a lesson. `id` is the name of its file.
pub fn read(root: &Path, file: &Path, id: &str, lesson: &Lesson) -> Result<Exercise, Problem> {
    let source = Source::read(root, file)?;
    let file: File = source.toml()?;
    let reader = Reader { source: &source };
    let own = StartParts {
        dataset: file.dataset.clone(),
        setup: file.setup.clone(),
        simulation: file.simulation.clone(),
        seed: None,
    };
    // Whoever names a dataset begins anew; otherwise the exercise begins as its lesson does.
    let base = (file.dataset.is_none()).then_some(&lesson.start);
    let start = own.start(&source, base)?;
    let hidden = file.hidden.as_ref().map(|hidden| {
        StartParts {
            dataset: hidden.dataset.clone(),
            setup: hidden.setup.clone(),
            simulation: None,
            seed: hidden.seed,
        }
        .start(&source, Some(&start))
    });
    let parts = reader.parts(&file)?;
    let wrong = file.wrong.iter().map(|wrong| reader.wrong(wrong, &parts));
    Ok(Exercise {
        id: id.to_owned(),
        title: file.title.text(),
        intro: reader.prose_or_none(file.intro.as_ref())?,
        topics: file.topics.clone().unwrap_or_else(|| lesson.topics.clone()),
        start,
        hidden: hidden.transpose()?,
        wrong: wrong.collect::<Result<_, _>>()?,
        parts,
        line: 1,
    })
}

struct Reader<'a> {
    source: &'a Source,
}

impl Reader<'_> {
    fn line_of<T>(&self, spanned: &toml::Spanned<T>) -> crate::Line {
        self.source.line_at(spanned.span().start)
    }

    fn prose_or_none(&self, spot: Option<&Spot>) -> Result<Prose, Problem> {
        spot.map_or(Ok(Prose::new()), |spot| spot.prose(self.source, &Scope::default()))
    }

    /// The requests of an answer. A later one may speak of what an earlier one returned, such as
    /// its `last_key`.
    fn requests(&self, spot: &Spot) -> Result<Vec<Request>, Problem> {
        spot.requests(self.source, &Scope { has_run: true, ..Scope::default() })
    }

    /// What somebody answers to a part: requests, settings of the lab, or both.
    fn answer(
        &self,
        answer: Option<&Spot>,
        lab: Option<&toml::Spanned<toml::Table>>,
        check: &Check,
        place: &Spot,
    ) -> Result<(Vec<Request>, Settings), Problem> {
        if answer.is_none() && lab.is_none() {
            let message = "`answer` is missing: the requests, or `lab`: the settings of the lab";
            return Err(place.problem(self.source, message));
        }
        let requests = answer.map_or(Ok(Vec::new()), |answer| self.requests(answer))?;
        let Some(lab) = lab else { return Ok((requests, Settings::new())) };
        let problem = |message: String| self.source.problem(self.line_of(lab), message);
        let settings = settings(lab.get_ref()).map_err(problem)?;
        let choose = check.lab.as_ref().map_or(&[][..], |lab| &lab.choose);
        match settings.iter().find(|(name, _)| !choose.contains(name)) {
            None => Ok((requests, settings)),
            Some((name, _)) => Err(problem(format!(
                "`{name}` isn't among the settings to `choose` in `[check]`'s `lab`"
            ))),
        }
    }

    fn parts(&self, file: &File) -> Result<Vec<Part>, Problem> {
        if !file.part.is_empty() {
            if file.task.is_some() || file.check.is_some() || file.solution.is_some() {
                let message =
                    "an exercise has either `task`, `[check]` and `[solution]`, or `[[part]]`s";
                return Err(self.source.problem(1, message));
            }
            return file.part.iter().map(|part| self.part(part)).collect();
        }
        let missing = |what| self.source.problem(1, format!("`{what}` is missing"));
        let task = file.task.as_ref().ok_or_else(|| missing("task"))?;
        let check = file.check.as_ref().ok_or_else(|| missing("[check]"))?;
        let solution = file.solution.as_ref().ok_or_else(|| missing("[solution]"))?;
        let check = self.check(check)?;
        Ok(vec![Part {
            id: ONLY_PART.to_owned(),
            task: self.prose_or_none(Some(task))?,
            given: file.given.as_ref().map_or(Ok(Vec::new()), |given| self.requests(given))?,
            hints: file.hint.iter().map(|hint| self.hint(hint)).collect::<Result<_, _>>()?,
            solution: self.solution(solution, &check)?,
            check,
            line: task.line(self.source),
        }])
    }

    fn part(&self, part: &PartFile) -> Result<Part, Problem> {
        let check = self.check(&part.check)?;
        Ok(Part {
            id: part.id.text(),
            task: self.prose_or_none(Some(&part.task))?,
            given: part.given.as_ref().map_or(Ok(Vec::new()), |given| self.requests(given))?,
            hints: part.hint.iter().map(|hint| self.hint(hint)).collect::<Result<_, _>>()?,
            solution: self.solution(&part.solution, &check)?,
            check,
            line: part.id.line(self.source),
        })
    }

    fn check(&self, spanned: &toml::Spanned<CheckPart>) -> Result<Check, Problem> {
        let line = self.line_of(spanned);
        let part = spanned.get_ref();
        let check = Check {
            rows: part.rows.as_ref().map(|rows| self.rows(rows, line)).transpose()?,
            state: part.state.iter().map(|state| self.state(state)).collect::<Result<_, _>>()?,
            shape: part
                .shape
                .iter()
                .map(|part| self.shape(part, line))
                .collect::<Result<_, _>>()?,
            operation: part.operation.clone(),
            max_requests: part.max_requests,
            max_rcu: part.max_rcu.as_ref().map(|number| self.number(number)).transpose()?,
            max_wcu: part.max_wcu.as_ref().map(|number| self.number(number)).transpose()?,
            changes: part.changes,
            error: part.error.clone(),
            lab: part.lab.as_ref().map(|lab| self.lab(lab)).transpose()?,
            line,
        };
        match check.kinds().is_empty() {
            true => {
                Err(self.source.problem(line, "`[check]` checks nothing, so nothing could fail"))
            }
            false => Ok(check),
        }
    }

    fn lab(&self, spanned: &toml::Spanned<LabPart>) -> Result<LabCheck, Problem> {
        let part = spanned.get_ref();
        let problem = |message: String| Err(self.source.problem(self.line_of(spanned), message));
        let number = |number: &Option<toml::Spanned<toml::Value>>| {
            number.as_ref().map(|number| self.number(number)).transpose()
        };
        let set = match settings(&part.set) {
            Ok(set) => set,
            Err(message) => return problem(message),
        };
        let check = LabCheck {
            experiment: Lab { preset: part.preset.clone(), set },
            choose: part.choose.clone(),
            of_table: part.table,
            max_throttled_percent: number(&part.max_throttled_percent)?,
            min_succeeded_percent: number(&part.min_succeeded_percent)?,
            max_p99_millis: number(&part.max_p99_millis)?,
            max_dollars: number(&part.max_dollars)?,
        };
        if check.choose.is_empty() && !check.of_table {
            return problem(
                "nothing of the answer reaches the lab: name the settings to `choose`, or write \
                 `table = true` to take the table's capacity mode"
                    .into(),
            );
        }
        let limits = [
            &part.max_throttled_percent,
            &part.min_succeeded_percent,
            &part.max_p99_millis,
            &part.max_dollars,
        ];
        match limits.iter().all(|limit| limit.is_none()) {
            true => problem(
                "say what must come of it: max_throttled_percent, min_succeeded_percent, \
                 max_p99_millis or max_dollars"
                    .into(),
            ),
            false => Ok(check),
        }
    }

    fn rows(&self, rows: &RowsPart, line: crate::Line) -> Result<RowsCheck, Problem> {
        if rows.expect.is_none() && rows.oracle.is_none() {
            let message = "`rows` needs `expect`, the items with the attributes of `by`, or `oracle`, \
                           a request that finds them at whatever cost; or both";
            return Err(self.source.problem(line, message));
        }
        if rows.by.is_empty() {
            return Err(self
                .source
                .problem(line, "`by` names the attributes to compare: by = [\"SK\"]"));
        }
        let unlike = rows.expect.iter().flatten().find(|row| {
            row.len() != rows.by.len() || rows.by.iter().any(|name| !row.contains_key(name))
        });
        if let Some(row) = unlike {
            let message = format!(
                "each item of `expect` has the attributes of `by` and no others, unlike {row}"
            );
            return Err(self.source.problem(line, message));
        }
        let oracle = rows.oracle.as_ref();
        let oracle = oracle.map(|oracle| oracle.request(self.source, &Scope::default()));
        Ok(RowsCheck {
            by: rows.by.clone(),
            ordered: rows.ordered,
            expect: rows.expect.as_ref().map(|rows| rows.iter().map(item).collect()),
            oracle: oracle.transpose()?,
        })
    }

    fn state(&self, spanned: &toml::Spanned<StatePart>) -> Result<StateCheck, Problem> {
        let part = spanned.get_ref();
        let said = [
            part.absent.then_some(Expected::Absent),
            part.present.then_some(Expected::Present),
            part.has.as_ref().map(|has| Expected::Has(item(has))),
            part.equals.as_ref().map(|equals| Expected::Equals(item(equals))),
            part.lacks.clone().map(Expected::Lacks),
        ];
        let mut said: Vec<Expected> = said.into_iter().flatten().collect();
        match (said.pop(), said.is_empty()) {
            (Some(expect), true) => {
                Ok(StateCheck { table: part.table.clone(), item: item(&part.item), expect })
            }
            _ => Err(self.source.problem(
                self.line_of(spanned),
                "say one thing of the item: absent = true, present = true, has, equals or lacks",
            )),
        }
    }

    fn number(&self, spanned: &toml::Spanned<toml::Value>) -> Result<Number, Problem> {
        let number = number(spanned.get_ref());
        number.ok_or_else(|| self.source.problem(self.line_of(spanned), "this must be a number"))
    }

    fn hint(&self, spanned: &toml::Spanned<HintPart>) -> Result<Hint, Problem> {
        let hint = spanned.get_ref();
        let text = self.prose_or_none(hint.text.as_ref())?;
        let problem = |message: &str| Err(self.source.problem(self.line_of(spanned), message));
        match &hint.blocks {
            None if text.is_empty() => problem("a hint has `text`, or `blocks` to put in order"),
            None => Ok(Hint::Text(text)),
            Some(blocks) if blocks.len() < 2 => problem("there must be two or more `blocks`"),
            Some(blocks) => {
                let doubled = hint.distractors.iter().any(|block| blocks.contains(block));
                if doubled {
                    return problem("a block stands among the distractors too");
                }
                Ok(Hint::Blocks {
                    text,
                    blocks: blocks.clone(),
                    distractors: hint.distractors.clone(),
                    any_order: hint.any_order,
                })
            }
        }
    }

    fn solution(&self, solution: &SolutionPart, check: &Check) -> Result<Solution, Problem> {
        let place = solution.answer.as_ref().unwrap_or(&solution.why);
        let (answer, lab) =
            self.answer(solution.answer.as_ref(), solution.lab.as_ref(), check, place)?;
        let why = self.prose_or_none(Some(&solution.why))?;
        Ok(Solution { answer, lab, why, line: place.line(self.source) })
    }

    fn wrong(&self, wrong: &WrongPart, parts: &[Part]) -> Result<Wrong, Problem> {
        let kind = wrong.fails.text();
        let found = CheckKind::ALL.into_iter().find(|(name, _)| *name == kind);
        let (_, fails) = found.ok_or_else(|| {
            let names: Vec<&str> = CheckKind::ALL.iter().map(|(name, _)| *name).collect();
            let message = format!("there is no check `{kind}`: there are {}", names.join(", "));
            wrong.fails.problem(self.source, message)
        })?;
        let part = match (&wrong.part, parts) {
            (None, [only]) => only,
            (None, _) => {
                return Err(wrong
                    .fails
                    .problem(self.source, "`part` says which part this answers"));
            }
            (Some(id), _) => parts.iter().find(|part| part.id == id.text()).ok_or_else(|| {
                id.problem(self.source, format!("there is no part `{}`", id.text()))
            })?,
        };
        if fails != CheckKind::Accepted && !part.check.kinds().contains(&fails) {
            let message = format!("the part `{}` has no check `{kind}` that could fail", part.id);
            return Err(wrong.fails.problem(self.source, message));
        }
        let says = wrong.says.as_ref();
        let says = says.map_or(Ok(Text::new()), |s| s.inline(self.source, &Scope::default()));
        let place = wrong.answer.as_ref().unwrap_or(&wrong.fails);
        let (answer, lab) =
            self.answer(wrong.answer.as_ref(), wrong.lab.as_ref(), &part.check, place)?;
        Ok(Wrong {
            name: wrong.name.clone(),
            part: part.id.clone(),
            answer,
            lab,
            fails,
            hidden: wrong.hidden,
            says: says?,
            line: place.line(self.source),
        })
    }

    fn shape(&self, part: &ShapePart, line: crate::Line) -> Result<ShapeCheck, Problem> {
        if part.name.is_some() && part.index.is_none() {
            let message = "`name` is of an index: say `index = \"GSI\"` or `index = \"LSI\"` too; a \
                           table is named by `table`";
            return Err(self.source.problem(line, message));
        }
        Ok(ShapeCheck {
            table: part.table.clone(),
            index: part.index,
            name: part.name.clone(),
            partition: part.partition.clone(),
            sort: part.sort.clone(),
            max_items: part.max_items,
            billing: part.billing.clone(),
        })
    }
}
