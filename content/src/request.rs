//! What runs: the data to begin with, requests, and what else a lesson can make happen.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::Line;
use crate::prose::Text;

/// The state that a lesson, an exercise or a question begins in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// The data: `medical/1000`, `orders/article`, `medical/1000?seed=7`, or `empty`.
    pub data: DataRef,
    /// Requests that are sent once the data is there. They show nowhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub setup: Vec<Request>,
    /// Service limits and lags, where the service is to show them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub simulation: Option<Simulation>,
    /// Where it stands.
    #[serde(skip)]
    pub line: Line,
}

/// Which data. Whether there is such a dataset only the engine's side knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataRef {
    /// The dataset's id; `None` for an account without tables.
    pub dataset: Option<String>,
    /// The size: `article`, `1000`, `10000` or `100000`.
    pub size: String,
    /// The seed; `None` for the default one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
}

/// Lags of the simulated service, in milliseconds, where they differ from the usual.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Simulation {
    /// Until a GSI shows a write.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index_lag: Option<u64>,
    /// That a replica is behind the leader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replica_lag: Option<u64>,
    /// Of a hundred eventually consistent reads, how many such a replica answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stale_percent: Option<u64>,
}

/// A request. Its `TableName` may be missing, and is then the table of the data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The operation: `Query`.
    pub operation: String,
    /// Its JSON body.
    pub body: Json,
    /// Texts of the body that depend on facts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holes: Vec<Hole>,
    /// Where it stands.
    #[serde(skip)]
    pub line: Line,
}

/// A text in a request's body to fill in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hole {
    /// Where it stands in the body, as a JSON pointer.
    pub at: String,
    /// What to write there: texts and values alone. A value by itself that is JSON is written as
    /// JSON, and anything else as text.
    pub text: Text,
}

/// Something that a step, an experiment or a question runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// What expressions call its facts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What is run.
    pub action: Action,
    /// A sentence about it, beside its button.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caption: Text,
    /// The error that it is to end with; `None` when it is to succeed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fails: Option<String>,
    /// Where it stands.
    #[serde(skip)]
    pub line: Line,
}

/// What can be run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// One request.
    Request(Request),
    /// A request and, while there is a LastEvaluatedKey, the next page. Facts are of all pages.
    AllPages(Request),
    /// Time passes: indexes catch up, items expire.
    Wait {
        /// Milliseconds.
        millis: u64,
    },
    /// An experiment of the traffic lab.
    Lab(Lab),
}

impl Action {
    /// The request, if it is one.
    pub fn request(&self) -> Option<&Request> {
        match self {
            Action::Request(request) | Action::AllPages(request) => Some(request),
            Action::Wait { .. } | Action::Lab(_) => None,
        }
    }
}

/// An experiment of the traffic lab.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lab {
    /// The preset that it begins with.
    pub preset: String,
    /// Settings that differ from the preset's, by the names that the lab's addresses use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<(String, String)>,
}
