//! A stage: the session of a lesson, an exercise or a question, apart from the learner's work.
//!
//! Owns opening it in its start state, sending requests as content has them, and what expressions
//! can speak of afterwards. Time stands still on a stage until a lesson lets it pass, so that the
//! same steps always come to the same.

use std::collections::BTreeMap;
use std::fmt;

use content::Number;
use content::lesson::{Predict, Prediction, Step};
use content::request::{Action, Lab, Request as Written, Run, Start};
use serde_json::{Value as Json, json};

use super::eval::{EvalError, Known};
use super::facts::{Facts, Value};
use crate::api::{Exchange, Request, Session};
use crate::datasets::{DatasetId, LoadError, Loader, Recipe, Size};
use crate::engine::{Clock, Millis, Operation, SimulationSettings};
use crate::traffic::{self, Scenario};

/// When every lesson begins: 16 April 2026, 12:30 UTC. It is the day of the datasets' article rows,
/// so that "the last hour of a device" has readings and an old cart has expired.
const BEGINNING: Millis = Millis(1_776_342_600_000);
/// How long before that the setup is sent, so that no lag of it is left.
const SETUP_BEFORE: u64 = SimulationSettings::LONGEST_LAG;
/// Milliseconds between two requests, so that each has a time of its own.
const BETWEEN: u64 = 10;
/// Pages that a run over all pages reads at most.
const MOST_PAGES: usize = 1_000;

/// Makes the scenario of an experiment of the traffic lab. The lab's settings belong to the page,
/// so whoever opens a stage says how they are read.
pub type Scenarios = fn(&Lab) -> Option<Scenario>;

/// Why something of a lesson can't run.
#[derive(Debug, Clone, PartialEq)]
pub enum StageError {
    /// There is no such dataset, or not in this size.
    Data(String),
    /// There is no such operation.
    Operation(String),
    /// A text of the request can't be filled in.
    Hole(String, EvalError),
    /// A request was to succeed, and didn't.
    Failed {
        /// The request.
        request: Box<Request>,
        /// The error's name.
        error: String,
        /// Its message.
        message: String,
    },
    /// A request was to fail, and didn't, or with another error.
    Unexpected {
        /// The error that it was to end with.
        expected: String,
        /// The error that it ended with; `None` if it succeeded.
        found: Option<String>,
    },
    /// There is no such experiment in the traffic lab, or its settings make none.
    Lab(String),
}

impl fmt::Display for StageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StageError::Data(what) => write!(f, "{what}"),
            StageError::Operation(name) => write!(f, "there is no operation `{name}`"),
            StageError::Hole(at, error) => write!(f, "{at} can't be filled in: {error}"),
            StageError::Failed { request, error, message } => {
                write!(f, "{} failed: {error}: {message}", request.operation)
            }
            StageError::Unexpected { expected, found: Some(found) } => {
                write!(f, "this was to fail with {expected}, and failed with {found}")
            }
            StageError::Unexpected { expected, found: None } => {
                write!(f, "this was to fail with {expected}, and succeeded")
            }
            StageError::Lab(preset) => {
                write!(f, "the traffic lab has no experiment `{preset}` with these settings")
            }
        }
    }
}

/// A stage that is being filled.
pub struct Opening {
    loader: Option<Loader>,
    stage: Stage,
    setup: Vec<Written>,
}

/// A stage.
#[derive(Debug, Clone)]
pub struct Stage {
    session: Session,
    recipe: Option<Recipe>,
    partitions: u32,
    seed: u64,
    hidden: bool,
    now: Millis,
    scenarios: Scenarios,
    runs: BTreeMap<String, Facts>,
    latest: Option<Facts>,
}

/// What became of a run.
#[derive(Debug)]
pub struct Ran {
    /// The exchange of each page; none for what is no request.
    pub pages: Vec<Exchange>,
    /// Its facts.
    pub facts: Facts,
    /// The traffic, of a run of the lab.
    pub traffic: Option<Box<traffic::Run>>,
}

/// What a learner predicted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Guess {
    /// Nothing.
    None,
    /// A number for each fact to predict, in order; `None` for one left out.
    Numbers(Vec<Option<Number>>),
    /// The choice, from 0.
    Choice(usize),
}

impl Opening {
    /// Begins to fill a stage; nothing happens before the first step. `seed` replaces the seed of
    /// the data.
    pub fn new(
        start: &Start,
        partitions: u32,
        seed: Option<u64>,
        scenarios: Scenarios,
    ) -> Result<Self, StageError> {
        let recipe = recipe(start, seed)?;
        let setup_time = Millis(BEGINNING.0 - SETUP_BEFORE);
        let mut session = Session::new(Clock::fixed(setup_time));
        session.set_simulation(start.simulation.as_ref().map(|simulation| {
            let usual = SimulationSettings::default();
            SimulationSettings {
                index_lag: simulation.index_lag.unwrap_or(usual.index_lag),
                follower_lag: simulation.replica_lag.unwrap_or(usual.follower_lag),
                follower_percent: simulation.stale_percent.unwrap_or(usual.follower_percent),
                ..usual
            }
            .within_bounds()
        }));
        let seed = seed.or(start.data.seed).unwrap_or(Recipe::DEFAULT_SEED);
        let stage = Stage {
            session,
            recipe,
            partitions,
            seed,
            hidden: false,
            now: setup_time,
            scenarios,
            runs: BTreeMap::new(),
            latest: None,
        };
        Ok(Self { loader: recipe.map(Loader::new), stage, setup: start.setup.clone() })
    }

    /// Loads at most so many rows; returns whether all are there.
    pub fn step(&mut self, rows: usize) -> Result<bool, StageError> {
        let Some(loader) = &mut self.loader else { return Ok(true) };
        let progress = loader.step(&mut self.stage.session, rows);
        let progress = progress.map_err(|error| {
            let (LoadError::Table(error) | LoadError::Rows(error)) = error;
            StageError::Data(error.message().unwrap_or_default().to_owned())
        })?;
        Ok(progress.is_complete())
    }

    /// The stage, with what is left of its data and the requests of its setup.
    pub fn finish(mut self) -> Result<Stage, StageError> {
        while !self.step(usize::MAX)? {}
        self.stage.set_up(&self.setup)?;
        self.stage.wait(BEGINNING.0.saturating_sub(self.stage.now.0));
        Ok(self.stage)
    }
}

fn recipe(start: &Start, seed: Option<u64>) -> Result<Option<Recipe>, StageError> {
    let Some(name) = &start.data.dataset else { return Ok(None) };
    let dataset: DatasetId = name.parse().map_err(|_| {
        let names = DatasetId::ALL.map(|dataset| dataset.to_string()).join(", ");
        StageError::Data(format!("there is no dataset `{name}`: there are {names}"))
    })?;
    let size = Size::ALL.into_iter().find(|size| size.to_string() == start.data.size);
    let size =
        size.ok_or_else(|| StageError::Data(format!("there is no size `{}`", start.data.size)))?;
    let seed = seed.or(start.data.seed).unwrap_or(Recipe::DEFAULT_SEED);
    Ok(Some(Recipe { seed, ..Recipe::new(dataset, size) }))
}

impl Stage {
    /// A stage in its start state, at once.
    pub fn open(
        start: &Start,
        partitions: u32,
        seed: Option<u64>,
        scenarios: Scenarios,
    ) -> Result<Self, StageError> {
        Opening::new(start, partitions, seed, scenarios)?.finish()
    }

    /// The session, read-only.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The session, for requests that a learner sends.
    pub fn session_mut(&mut self) -> &mut Session {
        &mut self.session
    }

    /// What its data was made of.
    pub fn recipe(&self) -> Option<Recipe> {
        self.recipe
    }

    /// The same stage as the hidden state of an exercise.
    pub fn into_hidden(self) -> Self {
        Self { hidden: true, ..self }
    }

    /// Whether it is the hidden state of an exercise: what its author wrote down of the one that is
    /// shown doesn't hold here.
    pub fn is_hidden(&self) -> bool {
        self.hidden
    }

    /// The partitions that the hash space is cut into.
    pub fn partitions(&self) -> u32 {
        self.partitions
    }

    /// The table of the data, or the only one there is.
    pub fn table(&self) -> Option<String> {
        let own = self.recipe.map(|recipe| recipe.dataset.table().to_owned());
        own.or_else(|| {
            let tables = self.session.engine().inspect().tables();
            match &tables[..] {
                [only] => Some(only.schema.name.as_str().to_owned()),
                _ => None,
            }
        })
    }

    /// The request as the engine takes it: its table named, its texts filled in.
    pub fn request(&self, written: &Written) -> Result<Request, StageError> {
        let operation = Operation::from_name(&written.operation)
            .ok_or_else(|| StageError::Operation(written.operation.clone()))?;
        let mut body = written.body.clone();
        // What depends on no fact needs none, and facts of the data take a walk over the table.
        let known = if written.holes.is_empty() { Known::default() } else { self.known() };
        for hole in &written.holes {
            let value = filled(&hole.text, &known)
                .map_err(|error| StageError::Hole(hole.at.clone(), error))?;
            if let Some(place) = body.pointer_mut(&hole.at) {
                *place = value;
            }
        }
        if let Some(table) = self.table() {
            name_table(operation, &mut body, &table);
        }
        Ok(Request { operation, body })
    }

    /// The requests of an answer. A later one may speak of what an earlier one came to, such as its
    /// LastEvaluatedKey; where one does, those before it are sent on a copy.
    pub fn requests(&self, answer: &[Written]) -> Result<Vec<Request>, StageError> {
        if answer.iter().skip(1).all(|written| written.holes.is_empty()) {
            return answer.iter().map(|written| self.request(written)).collect();
        }
        let mut stage = self.clone();
        let requests = answer.iter().map(|written| {
            let request = stage.request(written)?;
            let page = stage.send(request.clone());
            let facts = stage.ran(vec![page]).facts;
            stage.note(None, facts);
            Ok(request)
        });
        requests.collect()
    }

    /// Sends a request. Each is sent a moment after the one before.
    pub fn send(&mut self, request: Request) -> Exchange {
        self.wait(BETWEEN);
        self.session.send(request)
    }

    /// Sends requests that must succeed.
    pub fn set_up(&mut self, requests: &[Written]) -> Result<(), StageError> {
        for written in requests {
            let request = self.request(written)?;
            succeeded(&self.send(request))?;
        }
        Ok(())
    }

    /// Lets time pass.
    pub fn wait(&mut self, millis: u64) {
        self.now = Millis(self.now.0.saturating_add(millis));
        self.session.set_time(self.now);
        self.session.advance_simulation();
    }

    /// Begins a step: sends what it needs to be there.
    pub fn begin(&mut self, step: &Step) -> Result<(), StageError> {
        self.set_up(&step.setup)
    }

    /// Begins a step and runs its runs, for a learner who comes back to a later one.
    pub fn play(&mut self, step: &Step) -> Result<(), StageError> {
        self.begin(step)?;
        step.runs.iter().try_for_each(|run| self.run(run).map(drop))
    }

    /// Runs one thing and notes its facts. An error that the run was to end with is none.
    pub fn run(&mut self, run: &Run) -> Result<Ran, StageError> {
        let ran = match &run.action {
            Action::Request(written) => {
                let request = self.request(written)?;
                let page = self.send(request);
                self.ran(vec![page])
            }
            Action::AllPages(written) => {
                let request = self.request(written)?;
                let pages = self.all_pages(request);
                self.ran(pages)
            }
            Action::Wait { millis } => {
                self.wait(*millis);
                self.ran(Vec::new())
            }
            Action::Lab(lab) => self.lab(lab)?,
        };
        match (&run.fails, ran.pages.last()) {
            (_, None) => {}
            (None, Some(last)) => succeeded(last)?,
            (Some(expected), Some(last)) => {
                let found = last.response.as_ref().err().map(|error| error.kind().name());
                if found != Some(expected) {
                    let found = found.map(str::to_owned);
                    return Err(StageError::Unexpected { expected: expected.clone(), found });
                }
            }
        }
        self.note(run.name.as_deref(), ran.facts.clone());
        Ok(ran)
    }

    /// Notes facts of something that was run otherwise, under a name and as the latest.
    pub fn note(&mut self, name: Option<&str>, facts: Facts) {
        if let Some(name) = name {
            self.runs.insert(name.to_owned(), facts.clone());
        }
        self.latest = Some(facts);
    }

    /// What became of these pages.
    pub fn ran(&self, pages: Vec<Exchange>) -> Ran {
        let facts = Facts::from_exchanges(&pages, self.partitions);
        Ran { pages, facts, traffic: None }
    }

    fn all_pages(&mut self, first: Request) -> Vec<Exchange> {
        let mut pages = Vec::new();
        let mut request = first;
        while pages.len() < MOST_PAGES {
            let page = self.send(request.clone());
            let response = page.response.as_ref().ok();
            let last_key = response.and_then(|response| response.last_key());
            let next = last_key.map(crate::api::json::item_to_json);
            pages.push(page);
            let Some(next) = next else { break };
            request.body["ExclusiveStartKey"] = next;
        }
        pages
    }

    /// Whether there is such an experiment in the traffic lab.
    pub fn has_experiment(&self, lab: &Lab) -> bool {
        (self.scenarios)(lab).is_some_and(|scenario| scenario.check().is_ok())
    }

    /// Runs an experiment of the traffic lab.
    pub fn lab(&self, lab: &Lab) -> Result<Ran, StageError> {
        let failed = || StageError::Lab(lab.preset.clone());
        let scenario = (self.scenarios)(lab).ok_or_else(failed)?;
        let mut run = traffic::Run::new(scenario.clone()).map_err(|_| failed())?;
        while !run.is_over() {
            run.advance(Millis(u64::MAX), u64::MAX);
        }
        let facts = Facts::from_traffic(&scenario, &run);
        Ok(Ran { pages: Vec::new(), facts, traffic: Some(Box::new(run)) })
    }

    /// What expressions can speak of, without a prediction.
    pub fn known(&self) -> Known {
        let inspect = self.session.engine().inspect();
        let table = self.table().unwrap_or_default();
        Known {
            runs: self.runs.clone(),
            latest: self.latest.clone().unwrap_or_default(),
            guess: BTreeMap::new(),
            data: Facts::from_table(inspect, &table, self.partitions, self.seed),
        }
    }

    /// What expressions can speak of behind the runs of a step that was predicted.
    pub fn known_with(&self, predict: &Predict, guess: &Guess) -> Result<Known, EvalError> {
        let mut known = self.known();
        let mut facts = BTreeMap::new();
        let mut right = *guess != Guess::None;
        match (&predict.answer, guess) {
            (Prediction::Numbers(guessed), Guess::Numbers(numbers)) => {
                for (position, guessed) in guessed.iter().enumerate() {
                    let number = numbers.get(position).copied().flatten();
                    let fact = known.latest.get(&guessed.fact);
                    right &= number.is_some_and(|number| fact == Some(&Value::Number(number)));
                    let number = number.map_or(Value::Missing, Value::Number);
                    facts.insert(guessed.fact.clone(), number);
                }
            }
            (Prediction::Choice(choices), Guess::Choice(choice)) => {
                let chosen = choices.get(*choice);
                right = chosen.map_or(Ok(false), |chosen| known.holds(&chosen.when))?;
                let number = Number::from_u64(*choice as u64 + 1);
                facts.insert("choice".into(), Value::Number(number));
            }
            _ => right = false,
        }
        facts.insert("made".into(), Value::Flag(*guess != Guess::None));
        facts.insert("right".into(), Value::Flag(right));
        known.guess = facts;
        Ok(known)
    }
}

fn succeeded(exchange: &Exchange) -> Result<(), StageError> {
    match &exchange.response {
        Ok(_) => Ok(()),
        Err(error) => Err(StageError::Failed {
            request: Box::new(exchange.request.clone()),
            error: error.kind().name().to_owned(),
            message: error.message().unwrap_or_default().to_owned(),
        }),
    }
}

/// What a text of a request comes to: JSON for a value that is JSON, text for everything else.
fn filled(text: &[content::prose::Inline], known: &Known) -> Result<Json, EvalError> {
    if let [content::prose::Inline::Value(expr)] = text {
        return match known.eval(expr)? {
            Value::Json(json) => Ok(json),
            // Attributes of DynamoDB JSON hold numbers as text.
            Value::Number(number) => Ok(json!(number.to_plain())),
            Value::Missing => Err(EvalError::Missing("the value".into())),
            other => Ok(json!(other.to_string())),
        };
    }
    let (text, errors) = known.fill_text(text);
    match errors.into_iter().next() {
        Some(error) => Err(error),
        None => Ok(json!(content::prose::plain(&text))),
    }
}

/// Names the table where the request leaves it out.
fn name_table(operation: Operation, body: &mut Json, table: &str) {
    let add = |body: &mut Json| {
        if let Some(members) = body.as_object_mut()
            && !members.contains_key("TableName")
        {
            members.insert("TableName".to_owned(), json!(table));
        }
    };
    match operation {
        Operation::TransactWriteItems | Operation::TransactGetItems => {
            let actions = body.get_mut("TransactItems").and_then(Json::as_array_mut);
            let actions = actions.into_iter().flatten().filter_map(Json::as_object_mut);
            actions.flat_map(|action| action.values_mut()).for_each(add);
        }
        Operation::BatchGetItem
        | Operation::BatchWriteItem
        | Operation::ExecuteStatement
        | Operation::BatchExecuteStatement
        | Operation::ExecuteTransaction
        | Operation::ListTables
        | Operation::ListStreams
        | Operation::DescribeStream
        | Operation::GetShardIterator
        | Operation::GetRecords
        | Operation::TagResource
        | Operation::UntagResource
        | Operation::ListTagsOfResource
        | Operation::DescribeLimits
        | Operation::DescribeEndpoints => {}
        _ => add(body),
    }
}
