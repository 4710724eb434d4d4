//! The faces of a request: form, JSON, AWS CLI command, PartiQL statement, code.
//!
//! Owns going from one to another, and that nothing is lost on the way: what a face can't say is a
//! problem, and the draft stays as it is.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use super::problem::{DraftProblem, FormPart, parse_object};
use super::{Draft, RawRequest, pretty};
use crate::api::Operation;
use crate::editor::cli::{self, Fault, Reading};
use crate::editor::code::{self, Language};

/// What a request's text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Notation {
    /// The body, with its operation chosen beside it.
    #[default]
    Json,
    /// A command of the AWS CLI.
    Cli,
    /// A statement, which ExecuteStatement runs.
    Partiql,
}

impl Notation {
    pub(super) fn is_json(&self) -> bool {
        *self == Notation::Json
    }
}

/// A way to see a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Face {
    /// Fields.
    Form,
    /// A text to be edited.
    Text(Notation),
    /// Programs to be copied.
    Code,
}

impl Face {
    /// All, in the order in which they are offered.
    pub const ALL: [Face; 5] = [
        Face::Form,
        Face::Text(Notation::Json),
        Face::Text(Notation::Cli),
        Face::Text(Notation::Partiql),
        Face::Code,
    ];

    /// What it is called.
    pub fn label(self) -> &'static str {
        match self {
            Face::Form => "Form",
            Face::Text(Notation::Json) => "JSON",
            Face::Text(Notation::Cli) => "CLI",
            Face::Text(Notation::Partiql) => "PartiQL",
            Face::Code => "Code",
        }
    }
}

/// The line that a fault is in, cut where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The number of the line, from 1.
    pub line: usize,
    /// What stands before it.
    pub before: String,
    /// What it is about.
    pub marked: String,
    /// What stands behind it.
    pub after: String,
    /// What is wrong there.
    pub sentence: String,
}

impl Mark {
    fn new(text: &str, fault: &Fault) -> Self {
        let start = fault.span.start.min(text.len());
        let begin = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let stop = fault.span.end.clamp(start, end);
        Self {
            line: fault.place(text).0,
            before: text[begin..start].to_owned(),
            marked: text[start..stop].to_owned(),
            after: text[stop..end].to_owned(),
            sentence: fault.sentence(),
        }
    }
}

impl RawRequest {
    /// The body that the text comes to.
    pub(super) fn to_request(&self) -> Result<Json, DraftProblem> {
        match self.notation {
            Notation::Json => parse_object(FormPart::Json, &self.text).map(Json::Object),
            Notation::Cli => match self.reading() {
                Ok(Reading::Command(command)) => Ok(Json::Object(command.body)),
                Ok(Reading::Missing(missing)) => Err(DraftProblem::Missing { missing }),
                Err(fault) => Err(DraftProblem::Command { place: fault.place(&self.text), fault }),
            },
            Notation::Partiql if self.text.trim().is_empty() => Err(DraftProblem::NoStatement),
            Notation::Partiql => Ok(json!({ "Statement": self.text.trim() })),
        }
    }

    fn reading(&self) -> Result<Reading, Fault> {
        cli::read(&self.text, &self.given)
    }
}

impl Draft {
    /// How it is written now. Code is only looked at.
    pub fn face(&self) -> Face {
        self.raw.as_ref().map_or(Face::Form, |raw| Face::Text(raw.notation))
    }

    /// What the command comes to, while the request is written as one.
    pub fn command(&self) -> Option<Result<Reading, Fault>> {
        self.raw.as_ref().filter(|raw| raw.notation == Notation::Cli).map(RawRequest::reading)
    }

    /// Where the command is wrong, once something is written.
    pub fn mark(&self) -> Option<Mark> {
        let raw = self.raw.as_ref().filter(|raw| !raw.text.trim().is_empty())?;
        let fault = self.command()?.err()?;
        Some(Mark::new(&raw.text, &fault))
    }

    /// Gives what a command names: the value of a variable, or the text of a file.
    pub fn give(&mut self, missing: &cli::Missing, text: String) {
        let Some(raw) = &mut self.raw else { return };
        match missing {
            cli::Missing::Variable(name) => raw.given.variables.insert(name.clone(), text),
            cli::Missing::File(path) => raw.given.files.insert(path.clone(), text),
        };
        self.follow_command();
    }

    /// What was given for something that the command names.
    pub fn given(&self, missing: &cli::Missing) -> String {
        let given = self.raw.as_ref().map(|raw| &raw.given);
        let text = given.and_then(|given| match missing {
            cli::Missing::Variable(name) => given.variables.get(name),
            cli::Missing::File(path) => given.files.get(path),
        });
        text.cloned().unwrap_or_default()
    }

    /// Everything that the command names and doesn't hold, given or not.
    pub fn named_by_command(&self) -> Vec<cli::Missing> {
        let Some(raw) = self.raw.as_ref().filter(|raw| raw.notation == Notation::Cli) else {
            return Vec::new();
        };
        match cli::read(&raw.text, &cli::Given::default()) {
            Ok(Reading::Missing(missing)) => missing,
            _ => Vec::new(),
        }
    }

    /// A program that sends the request, or why there is none.
    pub fn code(&self, language: Language) -> Result<String, String> {
        let body = self.to_request().map_err(|problem| problem.sentence())?;
        let operation = operation_named(self.operation()).map_err(|problem| problem.sentence())?;
        code::print(language, operation, &object(body)).map_err(|reason| reason.sentence())
    }

    /// The operation follows the command.
    pub(super) fn follow_command(&mut self) {
        let Some(Ok(Reading::Command(command))) = self.command() else { return };
        if let Some(raw) = &mut self.raw {
            command.operation.name().clone_into(&mut raw.operation);
        }
    }

    /// Goes over to another notation of the same request.
    pub fn write_as(&mut self, notation: Notation) -> Result<(), DraftProblem> {
        if self.face() == Face::Text(notation) {
            return Ok(());
        }
        let body = self.to_request()?;
        let name = self.operation().to_owned();
        let raw = match notation {
            Notation::Json => RawRequest::from_json(&name, pretty(&body)),
            Notation::Cli => {
                let text = cli::print(operation_named(&name)?, &object(body)).text;
                RawRequest { operation: name, text, notation, ..RawRequest::default() }
            }
            Notation::Partiql => {
                let text = super::partiql::statement(operation_named(&name)?, &object(body))
                    .map_err(|reason| DraftProblem::NoPartiql { reason })?;
                let operation = Operation::ExecuteStatement.name().to_owned();
                RawRequest { operation, text, notation, ..RawRequest::default() }
            }
        };
        self.raw = Some(raw);
        Ok(())
    }

    /// Goes over to writing the request as JSON.
    pub fn write_as_json(&mut self) -> Result<(), DraftProblem> {
        self.write_as(Notation::Json)
    }

    /// Goes back to the form, if it has a field for everything that the text says.
    pub fn write_as_form(&mut self) -> Result<(), DraftProblem> {
        let Some(raw) = &self.raw else { return Ok(()) };
        // Without a text there is nothing to lose, and the fields still hold what they held.
        if raw.text.trim().is_empty() {
            self.raw = None;
            return Ok(());
        }
        let body = raw.to_request()?;
        let draft = Draft::from_request(&raw.operation, &body);
        if draft.raw.is_some() {
            return Err(DraftProblem::NoForm { operation: raw.operation.clone() });
        }
        *self = draft;
        Ok(())
    }
}

fn operation_named(name: &str) -> Result<Operation, DraftProblem> {
    let operation = Operation::from_name(name);
    operation.ok_or_else(|| DraftProblem::NoSuchOperation { name: name.to_owned() })
}

/// A draft's body is an object; that of a text was checked to be one.
fn object(body: Json) -> Map<String, Json> {
    match body {
        Json::Object(members) => members,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query() -> Draft {
        let body = json!({
            "TableName": "T", "KeyConditionExpression": "PK = :p",
            "ExpressionAttributeValues": {":p": {"S": "a"}}, "Limit": 5,
        });
        Draft::from_request("Query", &body)
    }

    #[test]
    fn the_faces_of_a_request_ask_the_same() {
        let mut draft = query();
        let asked = draft.asked();
        for notation in [Notation::Cli, Notation::Json, Notation::Cli] {
            draft.write_as(notation).unwrap();
            assert_eq!((draft.face(), draft.asked()), (Face::Text(notation), asked.clone()));
        }
        draft.write_as_form().unwrap();
        assert_eq!((draft.face(), draft.asked()), (Face::Form, asked));
    }

    #[test]
    fn another_command_is_another_operation() {
        let mut draft = query();
        draft.write_as(Notation::Cli).unwrap();
        let text = "aws dynamodb describe-table --table-name $T".to_owned();
        draft.set_text(super::super::TextSlot::Json, text);
        let variable = cli::Missing::Variable("T".to_owned());
        assert_eq!(draft.asked(), None);
        assert_eq!(draft.named_by_command(), std::slice::from_ref(&variable));
        draft.give(&variable, "Music".to_owned());
        let asked = ("DescribeTable".to_owned(), json!({"TableName": "Music"}));
        assert_eq!(draft.asked(), Some(asked));
        assert_eq!(draft.given(&variable), "Music");
        // What has no form says so, and stays.
        let before = draft.clone();
        let no_form = DraftProblem::NoForm { operation: "DescribeTable".to_owned() };
        assert_eq!(draft.write_as_form(), Err(no_form));
        assert_eq!(draft, before);
    }

    #[test]
    fn a_broken_command_is_marked_where_it_is_broken() {
        let mut draft = query();
        draft.write_as(Notation::Cli).unwrap();
        let text = "aws dynamodb query \\\n  --tabel-name T --limit 1".to_owned();
        draft.set_text(super::super::TextSlot::Json, text);
        let mark = draft.mark().unwrap();
        let parts = (mark.line, mark.before.as_str(), mark.marked.as_str(), mark.after.as_str());
        assert_eq!(parts, (2, "  ", "--tabel-name", " T --limit 1"));
        assert_eq!(draft.operation(), "Query");
        let problem = draft.write_as_form().unwrap_err();
        assert!(problem.sentence().starts_with("Line 2, column 3: "), "{}", problem.sentence());
        assert_eq!(problem.part(), FormPart::Command);
        draft.set_text(super::super::TextSlot::Json, String::new());
        assert_eq!(draft.mark(), None);
        draft.write_as_form().unwrap();
        assert_eq!(draft.verb, super::super::Verb::Query);
    }

    #[test]
    fn code_says_why_there_is_none() {
        let mut draft = query();
        assert!(draft.code(Language::Rust).unwrap().contains("client.query()"));
        draft.limit = "many".to_owned();
        assert!(draft.code(Language::Rust).unwrap_err().contains("many"));
    }
}
