//! A question as it is asked: its experiments are run, and what is right comes from them.

use std::fmt;

use content::Number;
use content::expr::Expr;
use content::prose::{Inline, Prose, Text};
use content::question::{Choice, Costly, ErrorChoice, Kind, Pair, Question, Truth};
use content::request::{Action, Lab};

use super::eval::{EvalError, Known};
use super::stage::{Scenarios, Stage, StageError};
use crate::api::Request;

/// The partitions of a question's facts.
pub const PARTITIONS: u32 = 4;

/// A question with its figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Posed {
    /// What is asked.
    pub prompt: Prose,
    /// What can be answered.
    pub options: Options,
    /// Why it is so.
    pub explain: Prose,
    /// The requests of its experiments, to be tried in Explore.
    pub experiments: Vec<Request>,
    /// The last of its experiments in the traffic lab, to be tried there.
    pub lab: Option<Lab>,
}

/// What can be answered. Everything stands in the order of writing: shuffle it before it is shown.
#[derive(Debug, Clone, PartialEq)]
pub enum Options {
    /// One choice, or all that are right.
    Choices {
        /// The choices.
        choices: Vec<PosedChoice>,
        /// Whether several may be right.
        several: bool,
    },
    /// Cards, in their right order.
    Order(Vec<Text>),
    /// A number.
    Number {
        /// The right one.
        answer: Number,
        /// Its unit.
        unit: String,
        /// Wrong ones that people believe, and why they aren't right.
        beliefs: Vec<(Number, Prose)>,
    },
    /// Access patterns, each with what serves it, and what serves none.
    Pairs {
        /// The patterns with what serves each.
        pairs: Vec<(Text, Text)>,
        /// What serves none, and why.
        distractors: Vec<(Text, Prose)>,
    },
}

/// A choice with its figures.
#[derive(Debug, Clone, PartialEq)]
pub struct PosedChoice {
    /// What it says.
    pub text: Text,
    /// Whether it is right.
    pub right: bool,
    /// Why it is, or isn't.
    pub why: Prose,
    /// The request that it is about, which is shown with it.
    pub shown: Option<Request>,
    /// The request that shows it.
    pub experiment: Option<Request>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Choices, as positions in [`Options::Choices`].
    Choices(Vec<usize>),
    /// An order, as positions in [`Options::Order`].
    Order(Vec<usize>),
    /// A number.
    Number(Number),
    /// What serves each pattern: a position among the pairs and, behind them, the distractors.
    Pairs(Vec<usize>),
}

/// Whether an answer is right.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Whether it is.
    pub right: bool,
    /// What to say of this answer in particular.
    pub why: Vec<Prose>,
}

/// Why a question can't be asked. Only an author ever sees one.
#[derive(Debug, Clone, PartialEq)]
pub enum PoseError {
    /// Something can't run.
    Stage(content::Line, StageError),
    /// An expression has no value.
    Eval(content::Line, EvalError),
    /// What a choice says that an experiment shows isn't so.
    Shows(content::Line),
    /// The cards of a question aren't written in their right order, which is this one.
    Order(content::Line, Vec<String>),
    /// Two cards come to the same value, so that no order of them is the right one.
    Tie(content::Line),
}

impl PoseError {
    /// The line that it is about.
    pub fn line(&self) -> content::Line {
        match self {
            PoseError::Stage(line, _)
            | PoseError::Eval(line, _)
            | PoseError::Shows(line)
            | PoseError::Order(line, _)
            | PoseError::Tie(line) => *line,
        }
    }
}

impl fmt::Display for PoseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PoseError::Stage(_, error) => write!(f, "{error}"),
            PoseError::Eval(_, error) => write!(f, "{error}"),
            PoseError::Shows(_) => f.write_str("`shows` isn't so: the experiment shows otherwise"),
            PoseError::Order(_, right) => {
                write!(f, "write the cards in their right order, which is: {}", right.join(" < "))
            }
            PoseError::Tie(_) => f.write_str("another card comes to the same value as this one"),
        }
    }
}

/// Runs a question's experiments and fills it in. `seed` varies its data.
pub fn pose(
    question: &Question,
    seed: Option<u64>,
    scenarios: Scenarios,
) -> Result<Posed, PoseError> {
    let failed = |error| PoseError::Stage(question.start.line, error);
    let stage = Stage::open(&question.start, PARTITIONS, seed, scenarios).map_err(failed)?;
    pose_on(stage, question)
}

/// The same on a stage that is as the question begins.
pub fn pose_on(mut stage: Stage, question: &Question) -> Result<Posed, PoseError> {
    let begin = stage.clone();
    let mut experiments = Vec::new();
    for run in &question.experiments {
        let failed = |error| PoseError::Stage(run.line, error);
        let ran = stage.run(run).map_err(failed)?;
        experiments.extend(ran.pages.into_iter().next().map(|page| page.request));
    }
    let lab = question.experiments.iter().rev().find_map(|run| match &run.action {
        Action::Lab(lab) => Some(lab.clone()),
        _ => None,
    });
    let posing = Posing { question, begin, known: stage.known(), stage };
    Ok(Posed {
        prompt: posing.fill(&question.prompt, question.line)?,
        options: posing.options()?,
        explain: posing.fill(&question.explain, question.line)?,
        experiments,
        lab,
    })
}

struct Posing<'a> {
    question: &'a Question,
    /// The stage before the experiments.
    begin: Stage,
    /// The stage behind them.
    stage: Stage,
    known: Known,
}

impl Posing<'_> {
    fn fill(&self, prose: &Prose, line: content::Line) -> Result<Prose, PoseError> {
        first_error(self.known.fill(prose), line)
    }

    fn text(&self, text: &Text, line: content::Line) -> Result<Text, PoseError> {
        first_error(self.known.fill_text(text), line)
    }

    fn options(&self) -> Result<Options, PoseError> {
        let line = self.question.line;
        match &self.question.kind {
            Kind::Choose(choices) => self.choices(choices, false),
            Kind::ChooseAll(choices) => self.choices(choices, true),
            Kind::Costly(options) => self.costly(options),
            Kind::Error(choices) => self.errors(choices),
            Kind::Order(cards) => {
                let mut valued = Vec::new();
                for card in cards {
                    let value = self.known.number(&card.value);
                    let value = value.map_err(|error| PoseError::Eval(card.line, error))?;
                    if valued.iter().any(|(other, _)| *other == value) {
                        return Err(PoseError::Tie(card.line));
                    }
                    valued.push((value, self.text(&card.text, card.line)?));
                }
                // Where the data varies, so may the order.
                let is_in_order = valued.is_sorted_by_key(|(value, _)| *value);
                valued.sort_by_key(|(value, _)| *value);
                let cards: Vec<Text> = valued.into_iter().map(|(_, text)| text).collect();
                match is_in_order || self.question.vary {
                    true => Ok(Options::Order(cards)),
                    false => {
                        let right = cards.iter().map(|card| content::prose::plain(card)).collect();
                        Err(PoseError::Order(line, right))
                    }
                }
            }
            Kind::Number { answer, unit, beliefs } => {
                let number = |expr: &Expr, line| {
                    self.known.number(expr).map_err(|error| PoseError::Eval(line, error))
                };
                let beliefs = beliefs.iter().map(|belief| {
                    let answer = number(&belief.answer, belief.line)?;
                    Ok((answer, self.fill(&belief.why, belief.line)?))
                });
                Ok(Options::Number {
                    answer: number(answer, line)?,
                    unit: unit.clone(),
                    beliefs: beliefs.collect::<Result<_, _>>()?,
                })
            }
            Kind::Match { pairs, distractors } => {
                let pair = |pair: &Pair| {
                    self.alone(&pair.request, &pair.shows, pair.line)?;
                    Ok((self.text(&pair.pattern, pair.line)?, self.text(&pair.serves, pair.line)?))
                };
                let distractors = distractors.iter().map(|other| {
                    let known = self.alone(&other.request, &other.shows, other.line)?;
                    let why = first_error(known.fill(&other.why), other.line)?;
                    Ok((self.text(&other.serves, other.line)?, why))
                });
                Ok(Options::Pairs {
                    pairs: pairs.iter().map(pair).collect::<Result<_, _>>()?,
                    distractors: distractors.collect::<Result<_, _>>()?,
                })
            }
        }
    }

    /// What is known once a request was run by itself in the question's start state, if it shows
    /// what it is to show.
    fn alone(
        &self,
        request: &content::request::Request,
        shows: &Expr,
        line: content::Line,
    ) -> Result<Known, PoseError> {
        let (_, known) = self.run_alone(request, line)?;
        match known.holds(shows).map_err(|error| PoseError::Eval(line, error))? {
            true => Ok(known),
            false => Err(PoseError::Shows(line)),
        }
    }

    /// Runs a request by itself in the start state. It may fail: that may be what it shows.
    fn run_alone(
        &self,
        written: &content::request::Request,
        line: content::Line,
    ) -> Result<(Request, Known), PoseError> {
        // Its texts may speak of the experiments, so they are filled in behind them.
        let request = self.stage.request(written).map_err(|error| PoseError::Stage(line, error))?;
        let mut stage = self.begin.clone();
        let page = stage.send(request.clone());
        let facts = stage.ran(vec![page]).facts;
        let known = Known { latest: facts, ..self.known.clone() };
        Ok((request, known))
    }

    fn choices(&self, choices: &[Choice], several: bool) -> Result<Options, PoseError> {
        let choices = choices.iter().map(|choice| self.choice(choice));
        Ok(Options::Choices { choices: choices.collect::<Result<_, _>>()?, several })
    }

    fn choice(&self, choice: &Choice) -> Result<PosedChoice, PoseError> {
        let line = choice.line;
        let (experiment, known) = match &choice.experiment {
            None => (None, self.known.clone()),
            Some(run) => {
                let mut stage = self.stage.clone();
                let ran = stage.run(run).map_err(|error| PoseError::Stage(run.line, error))?;
                (ran.pages.into_iter().next().map(|page| page.request), stage.known())
            }
        };
        let holds = |expr| known.holds(expr).map_err(|error| PoseError::Eval(line, error));
        let right = match &choice.truth {
            Truth::When(when) => holds(when)?,
            Truth::Said { right, shows } => match holds(shows)? {
                true => *right,
                false => return Err(PoseError::Shows(line)),
            },
        };
        Ok(PosedChoice {
            text: first_error(known.fill_text(&choice.text), line)?,
            right,
            why: first_error(known.fill(&choice.why), line)?,
            shown: None,
            experiment,
        })
    }

    fn costly(&self, options: &[Costly]) -> Result<Options, PoseError> {
        let cost = Expr::Fact(content::expr::FactRef {
            of: content::expr::Of::Latest,
            name: "cost".into(),
            path: Vec::new(),
        });
        let mut costs = Vec::new();
        let mut choices = Vec::new();
        for option in options {
            let line = option.line;
            let (request, known) = self.run_alone(&option.request, line)?;
            costs.push(known.number(&cost).map_err(|error| PoseError::Eval(line, error))?);
            choices.push(PosedChoice {
                text: self.text(&option.text, line)?,
                right: false,
                why: first_error(known.fill(&option.why), line)?,
                experiment: Some(request.clone()),
                shown: Some(request),
            });
        }
        let most = costs.iter().max().copied();
        for (choice, cost) in choices.iter_mut().zip(&costs) {
            choice.right = Some(*cost) == most;
        }
        Ok(Options::Choices { choices, several: false })
    }

    fn errors(&self, choices: &[ErrorChoice]) -> Result<Options, PoseError> {
        let found = match self.known.latest.get("error") {
            Some(super::facts::Value::Text(error)) => Some(error.clone()),
            _ => None,
        };
        let choice = |choice: &ErrorChoice| {
            let text = match &choice.error {
                Some(error) => Inline::Code(vec![Inline::Text(error.clone())]),
                None => Inline::Text("None: it succeeds".into()),
            };
            Ok(PosedChoice {
                text: vec![text],
                right: choice.error == found,
                why: self.fill(&choice.why, choice.line)?,
                shown: None,
                experiment: None,
            })
        };
        let choices = choices.iter().map(choice).collect::<Result<_, _>>()?;
        Ok(Options::Choices { choices, several: false })
    }
}

fn first_error<T>(
    (filled, errors): (T, Vec<EvalError>),
    line: content::Line,
) -> Result<T, PoseError> {
    match errors.into_iter().next() {
        None => Ok(filled),
        Some(error) => Err(PoseError::Eval(line, error)),
    }
}

impl Options {
    /// Whether an answer is right, and what to say of it. An answer of another kind is wrong.
    pub fn judge(&self, answer: &Answer) -> Verdict {
        let (right, why) = match (self, answer) {
            (Options::Choices { choices, .. }, Answer::Choices(chosen)) => {
                let right =
                    choices.iter().enumerate().all(|(at, c)| c.right == chosen.contains(&at));
                let why = chosen.iter().filter_map(|at| choices.get(*at));
                (right, why.map(|choice| choice.why.clone()).collect())
            }
            (Options::Order(cards), Answer::Order(order)) => {
                (order.iter().copied().eq(0..cards.len()), Vec::new())
            }
            (Options::Number { answer, beliefs, .. }, Answer::Number(number)) => {
                let belief = beliefs.iter().find(|(belief, _)| belief == number);
                (number == answer, belief.map(|(_, why)| why.clone()).into_iter().collect())
            }
            (Options::Pairs { pairs, distractors }, Answer::Pairs(chosen)) => {
                let beyond = |at: &usize| at.checked_sub(pairs.len());
                let why = chosen.iter().filter_map(beyond).filter_map(|at| distractors.get(at));
                let right = chosen.iter().copied().eq(0..pairs.len());
                (right, why.map(|(_, why)| why.clone()).collect())
            }
            _ => (false, Vec::new()),
        };
        Verdict { right, why }
    }
}
