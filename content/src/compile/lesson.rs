//! `lesson.md` → [`Lesson`]: front matter, steps, and the directives in a step.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value as Json;

use super::expr::{self, Scope};
use super::request::{self, Written};
use super::source::{Problem, Source};
use super::template::Wrong;
use super::toml_parts::{Spot, StartParts, duration};
use super::{markdown, slug};
use crate::Line;
use crate::expr::Expr;
use crate::facts::{self, RUN_FACTS};
use crate::lesson::{
    Attempt, Guessed, Lesson, Picture, PictureKind, Predict, PredictChoice, Prediction, Step,
};
use crate::prose::Prose;
use crate::request::{Action, Lab, Request, Run};

/// The partitions that a lesson's pictures cut the table into if it doesn't say.
const PARTITIONS: u32 = 4;

/// The front matter of a lesson.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Front {
    title: Spot,
    point: Spot,
    minutes: u32,
    dataset: Spot,
    #[serde(default)]
    setup: Option<Spot>,
    #[serde(default)]
    simulation: Option<crate::request::Simulation>,
    #[serde(default)]
    topics: Vec<String>,
    #[serde(default)]
    terms: Vec<String>,
    #[serde(default)]
    partitions: Option<u32>,
}

/// Reads a lesson. `id` is the name of its folder.
pub fn read(root: &Path, file: &Path, id: &str) -> Result<Lesson, Problem> {
    let source = Source::read(root, file)?;
    let behind = source.text.strip_prefix("+++\n");
    let (front, body) = behind.and_then(|text| text.split_once("\n+++\n")).ok_or_else(|| {
        source.problem(1, "a lesson begins with a line `+++`, then TOML, then a line `+++`")
    })?;
    // The front matter keeps its place in the file, so that spans lead to lines.
    let front_source = Source { file: source.file.clone(), text: format!("\n{front}\n") };
    let Front { title, point, minutes, dataset, setup, simulation, topics, terms, partitions } =
        front_source.toml()?;
    let start = StartParts { dataset: Some(dataset), setup, simulation, seed: None }
        .start(&front_source, None)?;
    let partitions = partitions.unwrap_or(PARTITIONS);
    if !(1..=64).contains(&partitions) {
        return Err(source.problem(1, "`partitions` must be from 1 to 64"));
    }
    let body_line = 3 + front.matches('\n').count() as Line;
    let mut reader = Reader { source: &source, scope: Scope::default(), written: BTreeMap::new() };
    let (steps, instructor) = reader.steps(body, body_line + 1)?;
    Ok(Lesson {
        id: id.to_owned(),
        title: title.text(),
        point: point.inline(&front_source, &Scope::default())?,
        minutes,
        topics,
        terms,
        partitions,
        start,
        steps,
        instructor,
    })
}

/// A piece of a step: what stands behind a directive's first line.
struct Section<'a> {
    /// `predict rcu`, without the colons; empty for the step's text.
    head: &'a str,
    body: String,
    /// The line of the head.
    line: Line,
}

struct Reader<'a> {
    source: &'a Source,
    /// What expressions can speak of so far.
    scope: Scope,
    /// The requests of the runs so far that have a name, for those that are `like` one of them.
    written: BTreeMap<String, Written>,
}

impl Reader<'_> {
    fn problem(&self, line: Line, message: impl Into<String>) -> Problem {
        self.source.problem(line, message)
    }

    fn at(&self, line: Line) -> impl Fn(Wrong) -> Problem + '_ {
        move |(below, message)| self.problem(line + below as Line, message)
    }

    fn prose(&self, text: &str, line: Line) -> Result<Prose, Problem> {
        markdown::prose(text, &self.scope).map_err(self.at(line))
    }

    /// Cuts the body at its headings. What follows `# instructor` is for instructors.
    fn steps(&mut self, body: &str, first: Line) -> Result<(Vec<Step>, Prose), Problem> {
        let mut steps: Vec<Step> = Vec::new();
        let mut instructor = Prose::new();
        for (heading, text, line) in cut(body, first, "# ") {
            if heading.is_empty() {
                if !text.trim().is_empty() {
                    return Err(self.problem(line, "text stands before the first `# step: Title`"));
                }
            } else if heading == "instructor" {
                instructor =
                    markdown::prose(&text, &Scope::default()).map_err(self.at(line + 1))?;
            } else {
                let step = self.step(heading, &text, line)?;
                if steps.iter().any(|other| other.id == step.id) {
                    let message = format!(
                        "two steps have the id `{}`; name one: `# step other-id: Title`",
                        step.id
                    );
                    return Err(self.problem(line, message));
                }
                steps.push(step);
            }
        }
        match steps.is_empty() {
            true => Err(self.problem(first, "there is no step: begin one with `# step: Title`")),
            false => Ok((steps, instructor)),
        }
    }

    fn step(&mut self, heading: &str, body: &str, line: Line) -> Result<Step, Problem> {
        let form =
            || self.problem(line, "a step begins with `# step: Title` or `# step id: Title`");
        let (id, title) =
            heading.strip_prefix("step").and_then(|rest| rest.split_once(':')).ok_or_else(form)?;
        let (id, title) = (id.trim(), title.trim());
        let id = if id.is_empty() { slug(title) } else { id.to_owned() };
        if id != slug(&id) || id.is_empty() || title.is_empty() {
            return Err(form());
        }
        let sections: Vec<Section<'_>> = cut(body, line + 1, "::")
            .into_iter()
            .map(|(head, body, line)| Section { head, body, line })
            .collect();
        self.check_order(&sections)?;
        let mut step = Step {
            id,
            title: title.to_owned(),
            text: Prose::new(),
            setup: Vec::new(),
            predict: None,
            runs: Vec::new(),
            picture: None,
            explain: Prose::new(),
            attempt: None,
            line,
        };
        // What is predicted is known only behind the runs, though it stands before them.
        let mut predict = None;
        self.scope.guessed = None;
        for section in &sections {
            let (word, rest) = section.head.split_once(' ').unwrap_or((section.head, ""));
            match word {
                "" => step.text = self.prose(&section.body, section.line)?,
                "setup" => step.setup = self.setup(section)?,
                "predict" => predict = Some((section, rest)),
                "run" => step.runs.push(self.run(section, rest)?),
                "wait" => step.runs.push(self.wait(section, rest)?),
                "lab" => step.runs.push(self.lab(section, rest)?),
                "picture" => step.picture = Some(self.picture(section, rest)?),
                "explain" | "try" => {
                    // Only behind the runs.
                    if let Some((section, rest)) = predict.take() {
                        step.predict = Some(self.predict(section, rest)?);
                    }
                    if word == "explain" {
                        step.explain = self.prose(&section.body, section.line + 1)?;
                    } else {
                        step.attempt = Some(self.attempt(section, rest)?);
                    }
                }
                _ => unreachable!("the order was checked"),
            }
        }
        if let Some((section, rest)) = predict {
            step.predict = Some(self.predict(section, rest)?);
        }
        if step.predict.is_some() && step.runs.is_empty() {
            return Err(self.problem(line, "a prediction needs a `::run` to compare with"));
        }
        if step.predict.is_some() && step.explain.is_empty() {
            return Err(self.problem(line, "a prediction needs an `::explain`: say at once why"));
        }
        if !step.explain.is_empty() && step.runs.is_empty() {
            return Err(self.problem(line, "an `::explain` needs a `::run` before it"));
        }
        Ok(step)
    }

    /// Parts of a step show in one order, so they are written in it.
    fn check_order(&self, sections: &[Section<'_>]) -> Result<(), Problem> {
        const ORDER: [&[&str]; 7] = [
            &[""],
            &["setup"],
            &["predict"],
            &["run", "wait", "lab"],
            &["picture"],
            &["explain"],
            &["try"],
        ];
        let mut before = 0;
        for section in sections {
            let word = section.head.split(' ').next().unwrap_or_default();
            let Some(place) = ORDER.iter().position(|words| words.contains(&word)) else {
                let known = "setup, predict, run, wait, lab, picture, explain and try";
                return Err(self
                    .problem(section.line, format!("there is no `::{word}`: there are {known}")));
            };
            let repeats = place == before && !["run", "wait", "lab", ""].contains(&word);
            if place < before || repeats {
                return Err(self.problem(
                    section.line,
                    format!("`::{word}` stands in the wrong place or twice: a step is text, ::setup, \
                             ::predict, ::run (one or more), ::picture, ::explain, ::try, in this order"),
                ));
            }
            before = place;
        }
        Ok(())
    }

    fn setup(&self, section: &Section<'_>) -> Result<Vec<Request>, Problem> {
        let line = section.line + 1;
        let written = request::read_all(&section.body).map_err(self.at(line))?;
        let requests = written.into_iter().map(|written| written.compile(&self.scope, line));
        requests.collect::<Result<_, _>>().map_err(self.at(line))
    }

    /// `::run [all pages] [Operation] [like name] [as name] [fails Error]`
    fn run(&mut self, section: &Section<'_>, words: &str) -> Result<Run, Problem> {
        const FORM: &str = "write `::run Query as name`, `::run like name`, `::run Scan like name as other` \
                            or `::run all pages Query`, and `fails SomeException` where it is to fail";
        let form = || self.problem(section.line, FORM);
        let (all_pages, words) = match words.strip_prefix("all pages") {
            Some(rest) => (true, rest),
            None => (false, words),
        };
        let (mut operation, mut like, mut name, mut fails) = (None, None, None, None);
        let mut words = words.split_whitespace();
        while let Some(word) = words.next() {
            let slot = match word {
                "like" => &mut like,
                "as" => &mut name,
                "fails" => &mut fails,
                _ if operation.is_none() && word.starts_with(|c: char| c.is_ascii_uppercase()) => {
                    operation = Some(word.to_owned());
                    continue;
                }
                _ => return Err(form()),
            };
            *slot = Some(words.next().ok_or_else(form)?.to_owned());
        }
        let (caption, body) = self.split_body(section)?;
        let written = match (&like, &operation, body) {
            (Some(like), _, body) => {
                let base = self.written.get(like).ok_or_else(|| {
                    self.problem(section.line, format!("there is no run `{like}` before this"))
                })?;
                let body = body.unwrap_or_else(|| Json::Object(serde_json::Map::new()));
                base.like(operation, body, 0)
            }
            (None, Some(operation), Some(body)) => {
                Written { operation: operation.clone(), body, line: 0 }
            }
            (None, Some(_), None) => {
                return Err(self.problem(section.line, "the JSON body of the request is missing"));
            }
            (None, None, _) => return Err(form()),
        };
        let request =
            written.clone().compile(&self.scope, section.line).map_err(self.at(section.line))?;
        if let Some(name) = &name {
            self.written.insert(name.clone(), written);
        }
        let action = if all_pages { Action::AllPages(request) } else { Action::Request(request) };
        self.finish(section, name, action, caption, fails)
    }

    /// `::wait 5 s [as name]`
    fn wait(&mut self, section: &Section<'_>, words: &str) -> Result<Run, Problem> {
        let form =
            || self.problem(section.line, "write `::wait 500 ms`, `::wait 5 s` or `::wait 1 day`");
        let (time, name) = match words.split_once(" as ") {
            Some((time, name)) => (time, Some(name.trim().to_owned())),
            None => (words, None),
        };
        let millis = duration(time).ok_or_else(form)?;
        self.finish(section, name, Action::Wait { millis }, section.body.clone(), None)
    }

    /// `::lab preset [as name]`, then lines `setting = value`.
    fn lab(&mut self, section: &Section<'_>, words: &str) -> Result<Run, Problem> {
        let words: Vec<&str> = words.split_whitespace().collect();
        let (preset, name) = match words[..] {
            [preset] => (preset, None),
            [preset, "as", name] => (preset, Some(name.to_owned())),
            _ => return Err(self.problem(section.line, "write `::lab hot-key as name`")),
        };
        let (set, caption): (Vec<&str>, Vec<&str>) =
            section.body.lines().partition(|line| line.contains('='));
        let set = set.into_iter().filter_map(|line| line.split_once('='));
        let set = set.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()));
        let action = Action::Lab(Lab { preset: preset.to_owned(), set: set.collect() });
        self.finish(section, name, action, caption.join("\n"), None)
    }

    fn finish(
        &mut self,
        section: &Section<'_>,
        name: Option<String>,
        action: Action,
        caption: String,
        fails: Option<String>,
    ) -> Result<Run, Problem> {
        if let Some(name) = &name {
            expr::check_run_name(name).map_err(|wrong| self.problem(section.line, wrong))?;
            if self.scope.runs.contains(name) {
                return Err(self.problem(section.line, format!("there is a run `{name}` already")));
            }
        }
        let caption = match caption.trim().is_empty() {
            true => Vec::new(),
            false => markdown::text(&caption, &self.scope).map_err(self.at(section.line + 1))?,
        };
        self.scope.add_run(name.as_deref());
        Ok(Run { name, action, caption, fails, line: section.line })
    }

    /// The text and the JSON of a section: JSON begins on the first line that begins with a brace.
    fn split_body(&self, section: &Section<'_>) -> Result<(String, Option<Json>), Problem> {
        let begins = |line: &str| line.starts_with('{') && !line.starts_with("{{");
        let lines: Vec<&str> = section.body.lines().collect();
        let Some(at) = lines.iter().position(|line| begins(line.trim_start())) else {
            return Ok((section.body.clone(), None));
        };
        let (text, json) = (lines[..at].join("\n"), lines[at..].join("\n"));
        let line = section.line + 1 + at as Line;
        let (body, length) = request::read_json(&json).map_err(self.at(line))?;
        match json[length..].trim().is_empty() {
            true => Ok((text, Some(body))),
            false => {
                let below = json[..length].matches('\n').count() as Line;
                let message = "text stands behind the JSON; put it before, or into `::explain`";
                Err(self.problem(line + below, message))
            }
        }
    }

    /// `::predict rcu returned`, or `::predict choice` with a list.
    fn predict(&mut self, section: &Section<'_>, words: &str) -> Result<Predict, Problem> {
        let facts: Vec<&str> = words.split_whitespace().collect();
        let (prompt, answer) = match facts[..] {
            [] => {
                let message =
                    "write `::predict rcu`, with one or more facts, or `::predict choice`";
                return Err(self.problem(section.line, message));
            }
            ["choice"] => self.choices(section)?,
            _ => (self.prose(&section.body, section.line + 1)?, self.numbers(section, &facts)?),
        };
        self.scope.guessed = Some(match &answer {
            Prediction::Numbers(guessed) => guessed.iter().map(|g| g.fact.clone()).collect(),
            Prediction::Choice(_) => Vec::new(),
        });
        Ok(Predict { prompt, answer, line: section.line })
    }

    fn numbers(&self, section: &Section<'_>, names: &[&str]) -> Result<Prediction, Problem> {
        let guessed = names.iter().map(|name| match facts::find(RUN_FACTS, name) {
            Some(fact) if !fact.label.is_empty() => Ok(Guessed { fact: (*name).to_owned() }),
            _ => Err(self.problem(
                section.line,
                format!(
                    "`{name}` can't be predicted as a number: take rcu, wcu, returned, evaluated, \
                         partition or another number of lessons/README.md, or `::predict choice`"
                ),
            )),
        });
        guessed.collect::<Result<_, _>>().map(Prediction::Numbers)
    }

    /// A list of `- [condition] text` behind the prompt.
    fn choices(&self, section: &Section<'_>) -> Result<(Prose, Prediction), Problem> {
        const FORM: &str = "each choice is a line `- [condition] text`, and the condition, over the \
                            facts of the run, says when it is the right one: `- [rcu == 1] One unit`";
        let (mut prompt, mut choices) = (Vec::new(), Vec::new());
        for (below, line) in section.body.lines().enumerate() {
            let at = section.line + 1 + below as Line;
            let Some(choice) = line.strip_prefix("- ") else {
                if !choices.is_empty() && !line.trim().is_empty() {
                    return Err(self.problem(at, FORM));
                }
                prompt.push(line);
                continue;
            };
            let (when, text) = choice
                .strip_prefix('[')
                .and_then(|rest| rest.split_once(']'))
                .ok_or_else(|| self.problem(at, FORM))?;
            if matches!(when.trim(), "" | "x") {
                return Err(self.problem(at, FORM));
            }
            let when = expr::parse(when, &self.scope).map_err(|wrong| self.problem(at, wrong))?;
            if !mentions_run(&when) {
                let message = "the condition of a choice must speak of what the run shows";
                return Err(self.problem(at, message));
            }
            let text = markdown::text(text.trim(), &self.scope).map_err(self.at(at))?;
            choices.push(PredictChoice { text, when });
        }
        match choices.len() {
            2..=6 => {
                let prompt = self.prose(&prompt.join("\n"), section.line + 1)?;
                Ok((prompt, Prediction::Choice(choices)))
            }
            _ => Err(self.problem(section.line, format!("there must be 2 to 6 choices; {FORM}"))),
        }
    }

    /// `::picture lanes query scan`
    fn picture(&self, section: &Section<'_>, words: &str) -> Result<Picture, Problem> {
        let mut words = words.split_whitespace();
        let kind = words.next().unwrap_or_default();
        let found = PictureKind::ALL.into_iter().find(|(name, _)| *name == kind);
        let Some((_, kind)) = found else {
            let names: Vec<&str> = PictureKind::ALL.iter().map(|(name, _)| *name).collect();
            let message = format!("there is no picture `{kind}`: there are {}", names.join(", "));
            return Err(self.problem(section.line, message));
        };
        let runs: Vec<String> = words.map(str::to_owned).collect();
        if let Some(unknown) = runs.iter().find(|name| !self.scope.runs.contains(name)) {
            return Err(
                self.problem(section.line, format!("there is no run `{unknown}` before this"))
            );
        }
        if !self.scope.has_run {
            return Err(self.problem(section.line, "a picture shows runs, and nothing has run yet"));
        }
        if kind == PictureKind::Lanes && runs.len() < 2 {
            return Err(self.problem(section.line, "lanes compare runs: name two or more"));
        }
        Ok(Picture { kind, runs })
    }

    /// `::try [Operation] [like name]`
    fn attempt(&self, section: &Section<'_>, words: &str) -> Result<Attempt, Problem> {
        let words: Vec<&str> = words.split_whitespace().collect();
        let (text, body) = self.split_body(section)?;
        let body_or_none =
            |body: Option<Json>| body.unwrap_or_else(|| Json::Object(Default::default()));
        let written = |name: &str| {
            self.written.get(name).ok_or_else(|| {
                self.problem(section.line, format!("there is no run `{name}` before this"))
            })
        };
        let request = match words[..] {
            [] if body.is_none() => None,
            [operation] => match body {
                Some(body) => Some(Written { operation: operation.to_owned(), body, line: 0 }),
                None => {
                    return Err(
                        self.problem(section.line, "the JSON body of the request is missing")
                    );
                }
            },
            ["like", name] => Some(written(name)?.like(None, body_or_none(body), 0)),
            [operation, "like", name] => {
                Some(written(name)?.like(Some(operation.to_owned()), body_or_none(body), 0))
            }
            _ => {
                let message = "write `::try`, `::try Query` with a body, or `::try like name`";
                return Err(self.problem(section.line, message));
            }
        };
        let request = request.map(|written| written.compile(&self.scope, section.line)).transpose();
        let text = self.prose(&text, section.line + 1)?;
        if text.is_empty() {
            return Err(self.problem(section.line, "say what to try, and what to watch"));
        }
        Ok(Attempt { text, request: request.map_err(self.at(section.line))?, line: section.line })
    }
}

/// Whether an expression speaks of what a run showed.
pub fn mentions_run(expr: &Expr) -> bool {
    let mut found = false;
    expr.facts(&mut |fact| found |= !matches!(fact.of, crate::expr::Of::Guess));
    found
}

/// Cuts a text at the lines that begin with this mark, outside of fences: what follows the mark on
/// its line, the lines behind it, and the line's number. The first piece has no mark; its line is
/// that of its text, which for the others begins one line below.
fn cut<'a>(text: &'a str, first: Line, mark: &str) -> Vec<(&'a str, String, Line)> {
    let mut pieces = vec![("", String::new(), first)];
    let mut is_fenced = false;
    for (at, line) in text.lines().enumerate() {
        is_fenced ^= line.trim_start().starts_with("```");
        match line.strip_prefix(mark).filter(|_| !is_fenced) {
            Some(head) => pieces.push((head.trim(), String::new(), first + at as Line)),
            None => {
                let (_, body, _) = pieces.last_mut().expect("there is a first piece");
                body.push_str(line);
                body.push('\n');
            }
        }
    }
    pieces
}

#[cfg(test)]
mod tests;
