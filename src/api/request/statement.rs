//! A statement with its parameters, as ExecuteStatement has it once and a batch many times.

use serde_json::Value as Json;

use crate::api::error::{ApiError, Constraints};
use crate::api::json::read_value;
use crate::api::shape::Members;
use crate::engine::statement::{Statement, StatementError};
use crate::model::Value;
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

/// The statement, if its parameters are values. What is wrong with its text is not yet an error of
/// the request.
pub fn read(members: Members<'_>) -> Result<Result<Statement, StatementError>, ApiError> {
    let parameters = members.list("Parameters").unwrap_or_default().iter().map(read_value);
    let parameters = parameters.collect::<Result<Vec<Value>, _>>()?;
    Ok(partiql::parse(members.text("Statement").unwrap_or_default(), &parameters))
}

/// The statements of a request body, of an operation that has any: those that can be read.
pub(crate) fn statements(body: &Json) -> Vec<Statement> {
    let one = [Members::of(body)].into_iter();
    let lists = ["Statements", "TransactStatements"].map(|list| Members::of(body).structures(list));
    let all = one.chain(lists.into_iter().flatten().flatten());
    all.filter_map(|members| read(members).ok()?.ok()).collect()
}
