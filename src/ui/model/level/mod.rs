//! A level: an exercise that somebody makes on the page.
//!
//! Owns what is typed, and reading it as an exercise. All of it is text, valid or not, so that
//! nothing is lost to a mistake; a link holds the same text, and whoever opens it reads it as its
//! author's page does. Whether the exercise holds is `crate::learn::proof`'s.

mod read;
pub mod report;
pub mod start;
pub mod suggest;
mod text;

use serde::{Deserialize, Serialize};

pub use read::{Problem, Slot};
pub use text::{ONE_TEXT, OneText, TextAt};

/// The most bytes of a level as text. One with 500 items of its own has about a quarter of it.
pub const MOST_BYTES: usize = 256 << 10;

/// What is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Level {
    /// Its title.
    pub title: String,
    /// The story around the task.
    pub intro: String,
    /// What to do.
    pub task: String,
    /// The data that it begins with: `medical/1000`, or `empty`.
    pub data: String,
    /// Requests that change it, as lessons write them.
    pub setup: String,
    /// The seed of a second, hidden state; empty for none.
    pub second_seed: String,
    /// What an answer must do.
    pub checks: Checks,
    /// Help, in order.
    pub hints: Vec<String>,
    /// The requests that solve it.
    pub solution: String,
    /// The settings of the traffic lab that solve it, a line each: `rate = 2000`.
    pub solution_lab: String,
    /// Why they do.
    pub why: String,
    /// Answers that are wrong in a way worth a name.
    pub wrong: Vec<WrongAnswer>,
}

/// What an answer must do. What is missing isn't checked; what is empty is a mistake.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Checks {
    pub rows: Option<RowsText>,
    pub operation: Option<String>,
    pub max_requests: Option<String>,
    pub max_rcu: Option<String>,
    pub max_wcu: Option<String>,
    pub changes: Option<String>,
    pub error: Option<String>,
    pub items: Vec<ItemText>,
    pub shapes: Vec<ShapeText>,
    pub lab: Option<LabText>,
}

/// The answer returns the items that the solution returns.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RowsText {
    /// The attributes to compare, with commas between them.
    pub by: String,
    /// Whether their order counts.
    pub ordered: bool,
}

/// How an item must be afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ItemText {
    /// The table; the data's own if empty.
    pub table: String,
    /// The item's key, as DynamoDB JSON.
    pub item: String,
    /// What must be true of it.
    pub is: ItemIs,
    /// The attributes, as DynamoDB JSON, or names with commas between them.
    pub attributes: String,
}

/// What must be true of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ItemIs {
    #[default]
    Has,
    Equals,
    Lacks,
    Present,
    Absent,
}

impl ItemIs {
    /// Each with its name and what is said of it.
    pub const ALL: [(&str, ItemIs, &str); 5] = [
        ("has", ItemIs::Has, "has these attributes"),
        ("equals", ItemIs::Equals, "has these attributes and no others"),
        ("lacks", ItemIs::Lacks, "has none of these attributes"),
        ("present", ItemIs::Present, "is there"),
        ("absent", ItemIs::Absent, "isn't there"),
    ];
}

/// A table or an index that there must be afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs)]
pub struct ShapeText {
    pub table: String,
    /// `GSI`, `LSI`, or empty for the table itself.
    pub index: String,
    pub name: String,
    pub partition: String,
    pub sort: String,
    pub max_items: String,
    pub billing: String,
}

/// An experiment of the traffic lab, and what must come of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs)]
pub struct LabText {
    pub preset: String,
    /// A line each: `rate = 2000`.
    pub set: String,
    /// The settings that the learner chooses, with commas between them; none if the answer is the
    /// capacity of the table.
    pub choose: String,
    pub max_throttled_percent: String,
    pub min_succeeded_percent: String,
    pub max_p99_millis: String,
    pub max_dollars: String,
}

/// An answer that is wrong in a way worth a name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WrongAnswer {
    /// What is wrong with it.
    pub name: String,
    /// Its requests.
    pub answer: String,
    /// Its settings of the traffic lab.
    pub lab: String,
    /// What to say to whoever answers so.
    pub says: String,
    /// The check that it fails, by name; whatever it fails first if empty.
    pub fails: String,
}

impl Level {
    /// What the builder begins with.
    pub fn new() -> Self {
        Self { data: "empty".into(), hints: vec![String::new()], ..Self::default() }
    }

    /// As text, for a link or to keep it.
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).expect("plain data with text keys is JSON")
    }

    /// Of such a text.
    pub fn from_text(text: &str) -> Option<Self> {
        text.starts_with('{').then(|| serde_json::from_str(text).ok())?
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A level that holds: tests of a patient by Query, and a Scan that is too dear.
    pub fn level() -> Level {
        let text = |text: &str| text.to_owned();
        Level {
            title: text("Tests of a booking"),
            intro: text("A <b>clinic</b> calls."),
            task: text("Return the tests of booking 001 of `PATIENT#123` for 0.5 RCU."),
            data: text("medical/1000"),
            setup: text(
                r#"PutItem { "Item": { "PK": { "S": "PATIENT#123" }, "SK": { "S": "BOOKING#0010" } } }"#,
            ),
            second_seed: text("7"),
            checks: Checks {
                rows: Some(RowsText { by: text("PK, SK"), ordered: false }),
                operation: Some(text("Query")),
                max_rcu: Some(text("0.5")),
                ..Checks::default()
            },
            hints: vec![text("Which part is the sort key?")],
            solution: text(
                r##"Query { "KeyConditionExpression": "PK = :p AND begins_with(SK, :s)",
                "ExpressionAttributeValues": { ":p": { "S": "PATIENT#123" }, ":s": { "S": "BOOKING#001#TEST#" } } }"##,
            ),
            solution_lab: String::new(),
            why: text("The prefix ends with `#`."),
            wrong: vec![WrongAnswer {
                name: text("a Scan"),
                answer: text(
                    r##"Scan { "FilterExpression": "PK = :p AND begins_with(SK, :s)",
                "ExpressionAttributeValues": { ":p": { "S": "PATIENT#123" }, ":s": { "S": "BOOKING#001#TEST#" } } }"##,
                ),
                says: text("It reads the whole table."),
                ..WrongAnswer::default()
            }],
        }
    }

    #[test]
    fn a_level_survives_its_text() {
        assert_eq!(Level::from_text(&level().to_text()), Some(level()));
        for other in ["", "[]", "{\"later\":1}", "{\"title\":5}", "null"] {
            assert_eq!(Level::from_text(other), None, "{other}");
        }
    }
}
