//! Commands of the AWS CLI: from what people paste to a request, and back.
//!
//! 1. [`shell`](self) cuts the text into words as a shell does: quotes, continuations, variables.
//!    Each word remembers where its bytes came from.
//! 2. `command` takes the words as the CLI does: global options, the operation, its parameters,
//!    and what only the CLI does itself, such as paging and `--query`.
//! 3. `argument` makes JSON of a parameter's words, by the shape that the service gives it:
//!    JSON, shorthand, or a plain text.
//! 4. `print` writes a request as a command that reads back to the same request.
//!
//! What is wrong is a [`Fault`] at a place in the pasted text.

mod argument;
mod command;
mod fault;
mod name;
mod note;
mod print;
mod shell;
mod shorthand;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

pub use fault::{Fault, FaultKind};
pub use note::Note;
pub use print::{Printed, print};

pub(in crate::editor) use name::separated;

use crate::api::Operation;

/// What a command names and doesn't hold: the values of variables and the texts of files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// Values by the variable's name.
    #[serde(default)]
    pub variables: BTreeMap<String, String>,
    /// Texts by the path behind `file://`.
    #[serde(default)]
    pub files: BTreeMap<String, String>,
}

/// Something that a command needs and that isn't [`Given`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// The value of a variable of the shell.
    Variable(String),
    /// The text of a file.
    File(String),
}

/// What a text comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    /// A request.
    Command(Command),
    /// A command that can be read once these are given.
    Missing(Vec<Missing>),
}

/// A command as a request.
#[derive(Debug, Clone, PartialEq)]
pub struct Command {
    /// The operation.
    pub operation: Operation,
    /// Its body.
    pub body: Map<String, Json>,
    /// What the CLI would do besides, or did not get.
    pub notes: Vec<Note>,
}

/// Reads the first AWS CLI command of a text.
pub fn read(text: &str, given: &Given) -> Result<Reading, Fault> {
    command::read(text, given).map_err(|fault| fault.within(text))
}
