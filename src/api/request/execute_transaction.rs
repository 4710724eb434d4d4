//! ExecuteTransaction.

use serde_json::Value as Json;

use super::batch_execute_statement::given;
use super::shown::Shown;
use super::transact::{MAX_ACTIONS, check_payload, given_token, token_of};
use super::write::return_old_on_failure;
use super::{FromBody, statement};
use crate::api::error::{ApiError, Constraints, Parameter};
use crate::api::shape::{self, ATTRIBUTE_VALUE, Members, Shape, Structure};
use crate::engine::Operation;
use crate::engine::ops::ExecuteTransactionInput;
use crate::engine::statement::Statement;

static SHAPE: Structure = Structure {
    class: "ExecuteTransactionInput",
    members: &[
        (STATEMENTS, Shape::List(&Shape::Structure(&STATEMENT))),
        ("ClientRequestToken", Shape::Text),
        ("ReturnConsumedCapacity", Shape::Text),
    ],
};

static STATEMENT: Structure = Structure {
    class: "ParameterizedStatement",
    members: &[
        ("Statement", Shape::Text),
        ("Parameters", Shape::List(&Shape::Structure(&ATTRIBUTE_VALUE))),
        ("ReturnValuesOnConditionCheckFailure", Shape::Text),
    ],
};

const STATEMENTS: &str = "TransactStatements";

impl FromBody for ExecuteTransactionInput {
    fn from_body(body: &Json) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, &SHAPE)?;
        let mut constraints = Constraints::new();
        let shown = Shown::read(&mut constraints, members);
        let token = given_token(&mut constraints, members);
        let given = given(&mut constraints, members, (STATEMENTS, STATEMENT.class), MAX_ACTIONS);
        let shows = |one: &Members<'_>| return_old_on_failure(&mut constraints, *one);
        let shows: Vec<bool> = given.iter().map(shows).collect();
        constraints.check()?;
        let statements = given.into_iter().enumerate().map(|(at, one)| parse(at, one));
        let statements = statements.collect::<Result<Vec<_>, _>>()?;
        check_payload(statements.iter().map(|(_, bytes)| bytes).sum())?;
        let statements =
            statements.into_iter().map(|(statement, _)| statement).zip(shows).collect();
        let operation = Operation::ExecuteTransaction;
        let token = token.map(|token| token_of(operation, token, members.json(STATEMENTS)));
        Ok((ExecuteTransactionInput { statements, token }, shown))
    }
}

/// The statement, and the bytes that it sends.
fn parse(at: usize, members: Members<'_>) -> Result<(Statement, usize), ApiError> {
    let (statement, bytes) = statement::read_sized(members)?;
    let statement = statement.map_err(|error| {
        ApiError::from(error.in_transaction(at)).about(Parameter::TransactStatements)
    })?;
    Ok((statement, bytes))
}
