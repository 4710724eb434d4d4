//! A statement with its parameters, as ExecuteStatement has it once and a batch many times.

use serde_json::Value as Json;

use super::table::name_of_arn;
use crate::api::error::{ApiError, Constraints, Parameter};
use crate::api::json::read_value;
use crate::api::shape::Members;
use crate::engine::statement::{Statement, StatementError};
use crate::model::Value;
use crate::model::size::value_size;
use crate::partiql::{self, MAX_STATEMENT};

/// Checks the constraints of a statement whose members lie below this path.
pub fn check(constraints: &mut Constraints, members: Members<'_>, below: &str) {
    let (statement, path) = (members.text("Statement"), format!("{below}statement"));
    constraints.require(&path, statement.is_some());
    if let Some(statement) = statement {
        constraints.length(&path, statement, statement.chars().count(), (1, MAX_STATEMENT));
    }
    if members.list("Parameters").is_some_and(<[Json]>::is_empty) {
        constraints.length(&format!("{below}parameters"), "[]", 0, (1, usize::MAX));
    }
}

/// What the text of a statement says, or what is wrong with it: not yet an error of the request.
type Read = Result<Statement, StatementError>;

/// The statement, if its parameters are values.
pub fn read(members: Members<'_>) -> Result<Read, ApiError> {
    Ok(read_sized(members)?.0)
}

/// The statement, and the bytes of its text and its parameters.
pub fn read_sized(members: Members<'_>) -> Result<(Read, usize), ApiError> {
    let text = members.text("Statement").unwrap_or_default();
    let parameters = members.list("Parameters").unwrap_or_default().iter().map(read_value);
    let parameters = parameters
        .collect::<Result<Vec<Value>, _>>()
        .map_err(|error| ApiError::from(error).about(Parameter::Parameters))?;
    let bytes = text.len() + parameters.iter().map(value_size).sum::<usize>();
    let read = partiql::parse(text, &parameters);
    let arn = match &read {
        Err(StatementError::NoTable(given)) => name_of_arn(given)
            .map_err(|error| error.about(Parameter::Statement))?
            .map(|name| (given, name)),
        _ => None,
    };
    match arn {
        None => Ok((read, bytes)),
        // What an ARN is, the language need not know: the name that it ends with takes its place.
        Some((given, name)) => {
            let named = text.replacen(&format!("\"{given}\""), &format!("\"{name}\""), 1);
            Ok((partiql::parse(&named, &parameters), bytes))
        }
    }
}

/// The statements of a request body, of an operation that has any: those that can be read.
pub(crate) fn statements(body: &Json) -> Vec<Statement> {
    let one = [Members::of(body)].into_iter();
    let lists = ["Statements", "TransactStatements"].map(|list| Members::of(body).structures(list));
    let all = one.chain(lists.into_iter().flatten().flatten());
    all.filter_map(|members| read(members).ok()?.ok()).collect()
}
