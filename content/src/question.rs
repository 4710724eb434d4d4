//! A question of the quiz. What is right comes from an experiment, not from the author.

use serde::{Deserialize, Serialize};

use crate::Line;
use crate::expr::Expr;
use crate::prose::{Prose, Text};
use crate::request::{Request, Run, Start};

/// A question. Its prompt and whatever else is shown are templates over the facts of its
/// experiments, which are run before it is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The name of its file. Answers are saved by it.
    pub id: String,
    /// The concept that a summary groups it by.
    pub concept: String,
    /// The lesson that explains it.
    pub lesson: String,
    /// The topics of `lessons/topics.toml` that it asks about.
    pub topics: Vec<String>,
    /// The state that its experiments begin in.
    pub start: Start,
    /// Whether each attempt may take another seed, so that numbers can't be memorised. It is right
    /// for every seed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub vary: bool,
    /// What is run, in order, to know what is right.
    pub experiments: Vec<Run>,
    /// What is asked.
    pub prompt: Prose,
    /// What can be answered.
    pub kind: Kind,
    /// Why it is so.
    pub explain: Prose,
    /// Where it stands.
    #[serde(skip)]
    pub line: Line,
}

/// The seven kinds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One of several.
    Choose(Vec<Choice>),
    /// All that are right: at least one is, and at least one isn't.
    ChooseAll(Vec<Choice>),
    /// Put in order: by the value of each, ascending.
    Order(Vec<Card>),
    /// A number.
    Number {
        /// The right one.
        answer: Expr,
        /// Its unit: `RCU`.
        unit: String,
        /// Wrong ones that people believe.
        beliefs: Vec<Belief>,
    },
    /// The request that costs the most units.
    Costly(Vec<Costly>),
    /// The key condition, or request, that serves each access pattern.
    Match {
        /// Patterns, each with what serves it.
        pairs: Vec<Pair>,
        /// What serves none of them.
        distractors: Vec<Distractor>,
    },
    /// Which error the last experiment ends with, if any.
    Error(Vec<ErrorChoice>),
}

/// A choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What it says.
    pub text: Text,
    /// What makes it right.
    pub truth: Truth,
    /// Of a wrong choice, what somebody believes who takes it, and why it isn't so; of a right one,
    /// why it is right.
    pub why: Prose,
    /// The request that shows it, besides the question's experiments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub experiment: Option<Run>,
    /// Where it stands.
    #[serde(skip)]
    pub line: Line,
}

/// What makes a choice right or wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Truth {
    /// It is right if this holds.
    When(Expr),
    /// The author says so, and this holds: of a right choice it is evidence, of a wrong one it
    /// contradicts the belief.
    Said {
        /// Whether it is right.
        right: bool,
        /// What holds.
        shows: Expr,
    },
}

/// Something to put in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// What it says.
    pub text: Text,
    /// Decides its place. No two cards have the same value.
    pub value: Expr,
    /// Where it stands.
    #[serde(skip)]
    pub line: Line,
}

/// A wrong number that people believe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Belief {
    /// The number.
    pub answer: Expr,
    /// What somebody believes who answers so, and why it isn't so.
    pub why: Prose,
    /// Where it stands.
    #[serde(skip)]
    pub line: Line,
}

/// A request among those of which one costs most. Each is run by itself in the question's state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Costly {
    /// What it does, in words.
    pub text: Text,
    /// The request, which is shown.
    pub request: Request,
    /// Why it costs what it costs.
    pub why: Prose,
    /// Where it stands.
    #[serde(skip)]
    pub line: Line,
}

/// An access pattern and what serves it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// The access pattern.
    pub pattern: Text,
    /// What serves it, which is shown: a key condition, or an operation.
    pub serves: Text,
    /// The request with it.
    pub request: Request,
    /// What holds of the request's facts if it serves the pattern.
    pub shows: Expr,
    /// Where it stands.
    #[serde(skip)]
    pub line: Line,
}

/// What serves no access pattern of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Distractor {
    /// What is shown.
    pub serves: Text,
    /// The request with it.
    pub request: Request,
    /// What holds of the request's facts and tells that it serves none.
    pub shows: Expr,
    /// What somebody believes who takes it, and why it isn't so.
    pub why: Prose,
    /// Where it stands.
    #[serde(skip)]
    pub line: Line,
}

/// An error, or success.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorChoice {
    /// The error's name; `None` for success.
    pub error: Option<String>,
    /// Why it is that one, or isn't.
    pub why: Prose,
    /// Where it stands.
    #[serde(skip)]
    pub line: Line,
}

impl Kind {
    /// The name that files use.
    pub fn name(&self) -> &'static str {
        match self {
            Kind::Choose(_) => "choose",
            Kind::ChooseAll(_) => "choose-all",
            Kind::Order(_) => "order",
            Kind::Number { .. } => "number",
            Kind::Costly(_) => "costly",
            Kind::Match { .. } => "match",
            Kind::Error(_) => "error",
        }
    }
}
