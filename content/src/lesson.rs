//! A lesson: a few steps, each with something to run.

use serde::{Deserialize, Serialize};

use crate::Line;
use crate::expr::Expr;
use crate::prose::{Prose, Text};
use crate::request::{Request, Run, Start};

/// A lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// The name of its folder. It stays the same for as long as the lesson means the same: progress
    /// is saved by it.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The one thing that it is about, in a sentence or two.
    pub point: Text,
    /// How long it takes.
    pub minutes: u32,
    /// The topics of `lessons/topics.toml` that it covers.
    pub topics: Vec<String>,
    /// The terms that it explains, by their ids in the glossary.
    pub terms: Vec<String>,
    /// The partitions that pictures and facts cut the table into.
    pub partitions: u32,
    /// What each step but the first finds as the one before left it.
    pub start: Start,
    /// The steps.
    pub steps: Vec<Step>,
    /// What an instructor may say about it; shown in the workshop's view alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instructor: Prose,
}

/// A step. It shows in this order: text, prediction, runs, picture, explanation, variation. What
/// follows the runs depends on their facts and shows once they have run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Unique within the lesson; made of the title unless the author gave it one.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What to read.
    pub text: Prose,
    /// Requests that are sent when the step begins, and show nowhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub setup: Vec<Request>,
    /// What the learner is to predict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predict: Option<Predict>,
    /// What one press of Run runs, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub runs: Vec<Run>,
    /// What shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    /// What it shows, in terms of the runs and the prediction.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub explain: Prose,
    /// What to vary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<Attempt>,
    /// Where it stands.
    #[serde(skip)]
    pub line: Line,
}

/// What a learner is to predict before a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Predict {
    /// The question; may be empty.
    pub prompt: Prose,
    /// What the answer consists of.
    pub answer: Prediction,
    /// Where it stands.
    #[serde(skip)]
    pub line: Line,
}

/// What a prediction consists of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prediction {
    /// Numbers, each of a fact of the last run: `guess.rcu` is the guess of `rcu`.
    Numbers(Vec<Guessed>),
    /// One of several choices: `guess.choice` is its number, from 1.
    Choice(Vec<PredictChoice>),
}

/// A fact to guess.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guessed {
    /// The fact's name in [`crate::facts`], which has its label.
    pub fact: String,
}

/// A choice of a prediction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PredictChoice {
    /// What it says.
    pub text: Text,
    /// What makes it the right one. Of all choices exactly one is, once the runs are done.
    pub when: Expr,
}

/// A picture of one or several runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Which.
    pub kind: PictureKind,
    /// The runs to show, by name; the last run if there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub runs: Vec<String>,
}

/// The pictures that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PictureKind {
    /// Item collections, with what a run read of them.
    Collections,
    /// What a run cost, block by block.
    Receipt,
    /// What several runs read, over the same strip of items.
    Lanes,
    /// The hash space, with where a run went.
    Partitions,
    /// The response as JSON.
    Response,
    /// The items before and after, and the stream records that a write made.
    Changes,
    /// The chart of a run of the traffic lab.
    Lab,
}

impl PictureKind {
    /// Every kind with its name.
    pub const ALL: [(&str, PictureKind); 7] = [
        ("collections", PictureKind::Collections),
        ("receipt", PictureKind::Receipt),
        ("lanes", PictureKind::Lanes),
        ("partitions", PictureKind::Partitions),
        ("response", PictureKind::Response),
        ("changes", PictureKind::Changes),
        ("lab", PictureKind::Lab),
    ];
}

/// Something to try: nothing is graded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// What to do and what to watch.
    pub text: Prose,
    /// The request to put into the form; the last run's if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Request>,
    /// Where it stands.
    #[serde(skip)]
    pub line: Line,
}
