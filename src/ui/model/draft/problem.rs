//! What keeps a draft from being a request.
//!
//! Owns the kinds of unreadable text, where they are, and the sentence for each. Refuses to judge
//! anything that can be sent.

use serde_json::{Map, Value as Json};

use super::Draft;
use super::partiql::NoPartiql;
use crate::api::json::{JsonError, parse};
use crate::editor::cli::{Fault, Missing};

/// A part of the form that text can be typed into.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum FormPart {
    Json,
    Command,
    Statement,
    KeyCondition,
    Filter,
    /// The row of the filter with this number, from 0.
    FilterRow(usize),
    Update,
    Condition,
    Limit,
    /// Where a page begins.
    StartKey,
    Item,
    /// The value of the placeholder or attribute with this name.
    Value(String),
}

impl FormPart {
    /// The label that the form shows for it.
    pub fn label(&self) -> String {
        match self {
            FormPart::Json => "Request JSON".to_owned(),
            FormPart::Command => "AWS CLI command".to_owned(),
            FormPart::Statement => "PartiQL statement".to_owned(),
            FormPart::KeyCondition => "Key condition".to_owned(),
            FormPart::Filter => "Filter".to_owned(),
            FormPart::FilterRow(at) => format!("Filter {}", at + 1),
            FormPart::StartKey => "ExclusiveStartKey".to_owned(),
            FormPart::Update => "Update expression".to_owned(),
            FormPart::Condition => "Condition".to_owned(),
            FormPart::Limit => "Limit".to_owned(),
            FormPart::Item => "Item".to_owned(),
            FormPart::Value(name) => format!("Value of {name}"),
        }
    }
}

/// Why a draft cannot be sent yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftProblem {
    /// Not JSON.
    Syntax {
        /// Where it was typed.
        part: FormPart,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the parser found.
        found: String,
    },
    /// JSON, but not an object.
    NotAnObject {
        /// Where it was typed.
        part: FormPart,
    },
    /// An item of which some attributes name their type and this one does not.
    Untyped {
        /// The attribute.
        attribute: String,
    },
    /// A set or binary, which plain JSON cannot say.
    NoPlainForm {
        /// The attribute.
        attribute: String,
    },
    /// A filter row that compares, and says no attribute to compare.
    NoAttribute {
        /// Which row, from 0.
        row: usize,
    },
    /// A limit that is no whole number.
    Limit {
        /// What was typed.
        text: String,
    },
    /// A quoted text without its closing quote.
    OpenQuote {
        /// Where it was typed.
        part: FormPart,
        /// The column of the quote, from 1.
        column: usize,
    },
    /// A command that can't be read.
    Command {
        /// Line and column, from 1.
        place: (usize, usize),
        /// What is wrong there.
        fault: Fault,
    },
    /// A command that names what isn't given yet.
    Missing {
        /// How it is called, and what it is.
        missing: Vec<Missing>,
    },
    /// A statement without a word.
    NoStatement,
    /// PartiQL has no statement for this.
    NoPartiql {
        /// What it can't say.
        reason: NoPartiql,
    },
    /// No operation has this name.
    NoSuchOperation {
        /// What was written.
        name: String,
    },
    /// The form has no fields for this operation or body.
    NoForm {
        /// The operation's name.
        operation: String,
    },
}

impl DraftProblem {
    /// What is left of it in a draft that was changed since: nothing once it is mended.
    pub fn left_in(&self, draft: &Draft) -> Option<DraftProblem> {
        draft.to_request().err().filter(|problem| problem.part() == self.part())
    }

    /// The part of the form to look at.
    pub fn part(&self) -> FormPart {
        match self {
            DraftProblem::Syntax { part, .. }
            | DraftProblem::NotAnObject { part }
            | DraftProblem::OpenQuote { part, .. } => part.clone(),
            DraftProblem::Untyped { .. } | DraftProblem::NoPlainForm { .. } => FormPart::Item,
            DraftProblem::Limit { .. } => FormPart::Limit,
            DraftProblem::NoAttribute { row } => FormPart::FilterRow(*row),
            DraftProblem::NoForm { .. } | DraftProblem::NoSuchOperation { .. } => FormPart::Json,
            DraftProblem::Command { .. } | DraftProblem::Missing { .. } => FormPart::Command,
            DraftProblem::NoStatement | DraftProblem::NoPartiql { .. } => FormPart::Statement,
        }
    }

    /// What is wrong and what to do, in one or two sentences.
    pub fn sentence(&self) -> String {
        match self {
            DraftProblem::Syntax { part: FormPart::StartKey, .. }
            | DraftProblem::NotAnObject { part: FormPart::StartKey } => {
                "Write the key as JSON, such as {\"PK\": \"A#1\", \"SK\": \"B#2\"}.".to_owned()
            }
            DraftProblem::Syntax { line, column, found, .. } => {
                format!("Line {line}, column {column}: {found}. Your text hasn't changed.")
            }
            DraftProblem::NotAnObject { .. } => {
                "This is JSON, but not an object. An object starts with { and ends with }."
                    .to_owned()
            }
            DraftProblem::Untyped { attribute } => format!(
                "{attribute} has no type, but other attributes do. Wrap it in {{\"S\": …}} or \
                 {{\"N\": \"…\"}}, or remove the types everywhere."
            ),
            DraftProblem::NoPlainForm { attribute } => format!(
                "{attribute} holds a set or binary value, which plain JSON can't express. The item \
                 stays in DynamoDB JSON."
            ),
            DraftProblem::NoAttribute { .. } => {
                "Enter the attribute to compare, or remove this filter.".to_owned()
            }
            DraftProblem::Limit { text } => {
                format!("{text} isn't a whole number. Leave Limit empty for a full page.")
            }
            DraftProblem::OpenQuote { column, .. } => {
                format!("The quote at column {column} has no closing quote.")
            }
            DraftProblem::Command { place: (line, column), fault } => {
                format!("Line {line}, column {column}: {}", fault.sentence())
            }
            DraftProblem::Missing { missing } => match missing.first() {
                Some(Missing::Variable(name)) => {
                    format!("The command uses ${name}. Enter its value below the command.")
                }
                Some(Missing::File(path)) => {
                    format!("The command reads {path}. Paste the text of that file below it.")
                }
                None => "The command isn't complete.".to_owned(),
            },
            DraftProblem::NoStatement => "Write a statement, or choose another face.".to_owned(),
            DraftProblem::NoPartiql { reason } => reason.sentence(),
            DraftProblem::NoSuchOperation { name } => {
                format!("There is no operation named {name}. Choose one from the list.")
            }
            DraftProblem::NoForm { operation } => {
                match super::Verb::from_name(operation) {
                    // The form has the operation, and this body holds what no field of it can.
                    Some(_) => format!(
                        "The form can't show this {operation}: a parameter is missing, or the \
                         form has no field for its value. You can run it as JSON."
                    ),
                    None => {
                        format!("{operation} has no form. Write it as JSON or as a CLI command.")
                    }
                }
            }
        }
    }
}

/// The text as JSON.
pub fn parse_json(part: FormPart, text: &str) -> Result<Json, DraftProblem> {
    parse(text).map_err(|JsonError { line, column, found }| DraftProblem::Syntax {
        part,
        line,
        column,
        found: found.to_owned(),
    })
}

/// The text as a JSON object.
pub fn parse_object(part: FormPart, text: &str) -> Result<Map<String, Json>, DraftProblem> {
    match parse_json(part.clone(), text)? {
        Json::Object(members) => Ok(members),
        _ => Err(DraftProblem::NotAnObject { part }),
    }
}
