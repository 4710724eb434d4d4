//! An exercise: a task, and checks of what an answer did.
//!
//! An answer is graded by its outcome: items, state, cost and kind of operation, never its text.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::Line;
use crate::prose::{Prose, Text};
use crate::request::{Lab, Request, Start};

/// An exercise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exercise {
    /// The name of its file.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The story around the task; may be empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub intro: Prose,
    /// The topics of `lessons/topics.toml` that it exercises.
    pub topics: Vec<String>,
    /// The state that it begins in.
    pub start: Start,
    /// A second state, never shown, on which an answer must do as well. Only where the same answer
    /// makes sense for both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hidden: Option<Start>,
    /// The parts, in order; each finds the state that the one before left. Most have one; a
    /// capstone has one for the table and one for each access pattern.
    pub parts: Vec<Part>,
    /// Answers that are wrong in a way worth a name.
    pub wrong: Vec<Wrong>,
    /// Where it stands.
    #[serde(skip)]
    pub line: Line,
}

/// A part of an exercise: what is asked, and what answers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Unique within the exercise; `answer` where it has but one part.
    pub id: String,
    /// What to do, in a sentence or two.
    pub task: Prose,
    /// Requests to begin with in the editor; an empty form if there are none. They must not pass.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<Request>,
    /// What the answer must do.
    pub check: Check,
    /// Help, in the order in which it is offered; the solution is the last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hints: Vec<Hint>,
    /// An answer that passes, and why it does.
    pub solution: Solution,
    /// Where it stands.
    #[serde(skip)]
    pub line: Line,
}

/// What an answer must do. Whatever is missing isn't checked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Check {
    /// The items that it must return.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<RowsCheck>,
    /// What the tables must hold afterwards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub state: Vec<StateCheck>,
    /// Tables and indexes that there must be afterwards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shape: Vec<ShapeCheck>,
    /// The kinds of operation that it may consist of; any if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub operation: Vec<String>,
    /// The most requests that it may consist of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_requests: Option<u64>,
    /// The most read units that it may consume.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_rcu: Option<crate::Number>,
    /// The most write units that it may consume.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_wcu: Option<crate::Number>,
    /// How many items it must change: no more and no fewer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes: Option<u64>,
    /// The error that its last request must end with. Without one every request must succeed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// What must come of an experiment of the traffic lab.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lab: Option<LabCheck>,
    /// Where it stands.
    #[serde(skip)]
    pub line: Line,
}

/// An experiment of the traffic lab that the answer is put to, and what must come of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabCheck {
    /// The experiment as it is before the answer.
    pub experiment: Lab,
    /// The settings that the answer consists of, by their names in the lab; nothing else of the
    /// experiment can be changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choose: Vec<String>,
    /// Whether its capacity mode and capacity are those of the table as the requests leave it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub of_table: bool,
    /// The most attempts that may be throttled, in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_throttled_percent: Option<crate::Number>,
    /// The least requests that must succeed, in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_succeeded_percent: Option<crate::Number>,
    /// The most milliseconds that 99 of 100 requests may take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_p99_millis: Option<crate::Number>,
    /// The most US dollars that a month like the experiment may cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_dollars: Option<crate::Number>,
}

impl LabCheck {
    /// The kinds of check that it makes.
    fn kinds(&self) -> [(bool, CheckKind); 4] {
        [
            (self.max_throttled_percent.is_some(), CheckKind::MaxThrottledPercent),
            (self.min_succeeded_percent.is_some(), CheckKind::MinSucceededPercent),
            (self.max_p99_millis.is_some(), CheckKind::MaxP99Millis),
            (self.max_dollars.is_some(), CheckKind::MaxDollars),
        ]
    }
}

/// Settings of the traffic lab: each by its name there, with what stands in it.
pub type Settings = Vec<(String, String)>;

/// The items that an answer must return, over all its requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowsCheck {
    /// The attributes to compare and to show in the goal.
    pub by: Vec<String>,
    /// Whether their order counts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ordered: bool,
    /// The items expected in the state that is shown, as DynamoDB JSON with the attributes of `by`.
    /// `None` when `oracle` tells them there too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<Vec<Json>>,
    /// A request that finds the same items at whatever cost, in the state that is hidden too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oracle: Option<Request>,
}

/// What must be true of one item afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateCheck {
    /// The table; the data's own if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// The attributes that the item has, as DynamoDB JSON: its key, or whatever else tells it from
    /// others where the learner chooses the keys.
    pub item: Json,
    /// What must be true of it.
    pub expect: Expected,
}

/// What must be true of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expected {
    /// There is none.
    Absent,
    /// There is one.
    Present,
    /// There is one, and it has these attributes with these values, as DynamoDB JSON.
    Has(Json),
    /// There is one, and it has its key and these attributes and no others.
    Equals(Json),
    /// There is one, and it has none of these attributes.
    Lacks(Vec<String>),
}

/// A table or an index that there must be.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ShapeCheck {
    /// The table; the data's own if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// Whether it is of an index: `GSI` or `LSI`; of the table if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<IndexKind>,
    /// The name of the index; any if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The attributes of the partition key; any if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub partition: Vec<String>,
    /// The attributes of the sort key; any if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sort: Vec<String>,
    /// The most entries that an index may hold, for one that is to be sparse.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u64>,
    /// The billing mode: `PAY_PER_REQUEST` or `PROVISIONED`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub billing: Option<String>,
}

/// Which kind of index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs)]
pub enum IndexKind {
    Gsi,
    Lsi,
}

impl IndexKind {
    /// The name that files use.
    pub fn name(self) -> &'static str {
        match self {
            IndexKind::Gsi => "GSI",
            IndexKind::Lsi => "LSI",
        }
    }
}

/// Help.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hint {
    /// A sentence or two.
    Text(Prose),
    /// Blocks to put in order: those of the solution in their order, and others that have no place.
    /// Show them shuffled.
    Blocks {
        /// What they make: "Put together the key condition."
        text: Prose,
        /// The blocks of the solution, in order.
        blocks: Vec<String>,
        /// Blocks that have no place in it.
        distractors: Vec<String>,
        /// Whether another order of the right blocks is right too.
        any_order: bool,
    },
}

/// An answer that passes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Solution {
    /// Its requests.
    pub answer: Vec<Request>,
    /// The settings of the traffic lab that it chooses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lab: Settings,
    /// Why it is right.
    pub why: Prose,
    /// Where it stands.
    #[serde(skip)]
    pub line: Line,
}

/// An answer that is wrong in a way worth a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wrong {
    /// What is wrong: "right items, wrong price".
    pub name: String,
    /// The part that it answers; the others are solved.
    pub part: String,
    /// Its requests.
    pub answer: Vec<Request>,
    /// The settings of the traffic lab that it chooses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lab: Settings,
    /// The check that it must fail.
    pub fails: CheckKind,
    /// Whether it passes what is shown and fails in the hidden state.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// What to say to whoever answers so, below the failure itself; may be empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub says: Text,
    /// Where it stands.
    #[serde(skip)]
    pub line: Line,
}

/// The kinds of check, which are what an answer can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum CheckKind {
    /// A request was rejected that was to succeed.
    Accepted,
    Rows,
    State,
    Shape,
    Operation,
    MaxRequests,
    MaxRcu,
    MaxWcu,
    Changes,
    Error,
    MaxThrottledPercent,
    MinSucceededPercent,
    MaxP99Millis,
    MaxDollars,
}

impl CheckKind {
    /// Every kind with the name that files use.
    pub const ALL: [(&str, CheckKind); 14] = [
        ("accepted", CheckKind::Accepted),
        ("rows", CheckKind::Rows),
        ("state", CheckKind::State),
        ("shape", CheckKind::Shape),
        ("operation", CheckKind::Operation),
        ("max_requests", CheckKind::MaxRequests),
        ("max_rcu", CheckKind::MaxRcu),
        ("max_wcu", CheckKind::MaxWcu),
        ("changes", CheckKind::Changes),
        ("error", CheckKind::Error),
        ("max_throttled_percent", CheckKind::MaxThrottledPercent),
        ("min_succeeded_percent", CheckKind::MinSucceededPercent),
        ("max_p99_millis", CheckKind::MaxP99Millis),
        ("max_dollars", CheckKind::MaxDollars),
    ];

    /// The name that files use.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

impl Check {
    /// The kinds of check that it makes, besides [`CheckKind::Accepted`].
    pub fn kinds(&self) -> Vec<CheckKind> {
        let made = [
            (self.rows.is_some(), CheckKind::Rows),
            (!self.state.is_empty(), CheckKind::State),
            (!self.shape.is_empty(), CheckKind::Shape),
            (!self.operation.is_empty(), CheckKind::Operation),
            (self.max_requests.is_some(), CheckKind::MaxRequests),
            (self.max_rcu.is_some(), CheckKind::MaxRcu),
            (self.max_wcu.is_some(), CheckKind::MaxWcu),
            (self.changes.is_some(), CheckKind::Changes),
            (self.error.is_some(), CheckKind::Error),
        ];
        let of_lab = self.lab.iter().flat_map(LabCheck::kinds);
        made.into_iter().chain(of_lab).filter_map(|(made, kind)| made.then_some(kind)).collect()
    }
}
