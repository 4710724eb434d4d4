//! ExecuteStatement.

use serde_json::Value as Json;

use super::next_token::{MAX_TOKEN, cursor, fingerprint};
use super::query::positive;
use super::shown::Shown;
use super::write::return_old_on_failure;
use super::{FromBody, statement};
use crate::api::error::{ApiError, Constraints, Parameter};
use crate::api::shape::{self, ATTRIBUTE_VALUE, Shape, Structure};
use crate::engine::ops::ExecuteStatementInput;
use crate::engine::ops::statement::StatementOptions;

static SHAPE: Structure = Structure {
    class: "ExecuteStatementInput",
    members: &[
        ("Statement", Shape::Text),
        ("Parameters", Shape::List(&Shape::Structure(&ATTRIBUTE_VALUE))),
        ("ConsistentRead", Shape::Flag),
        ("NextToken", Shape::Text),
        ("Limit", Shape::Integer),
        ("ReturnConsumedCapacity", Shape::Text),
        ("ReturnValuesOnConditionCheckFailure", Shape::Text),
    ],
};

impl FromBody for ExecuteStatementInput {
    fn from_body(body: &Json) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, &SHAPE)?;
        let mut constraints = Constraints::new();
        let shown = Shown::read(&mut constraints, members);
        statement::check(&mut constraints, members, "");
        let token = members.text("NextToken");
        if let Some(token) = token {
            constraints.length("nextToken", token, token.chars().count(), (1, MAX_TOKEN));
        }
        let limit = members.integer("Limit");
        constraints.at_least("limit", limit, 1);
        let return_old_on_failure = return_old_on_failure(&mut constraints, members);
        constraints.check()?;
        let statement = statement::read(members)?
            .map_err(|error| ApiError::from(error).about(Parameter::Statement))?;
        let fingerprint = fingerprint(members);
        let options = StatementOptions {
            consistent: members.flag("ConsistentRead").unwrap_or(false),
            limit: positive(limit),
            fingerprint,
            cursor: token.map(|token| cursor(token, fingerprint)).transpose()?,
            return_old_on_failure,
        };
        Ok((ExecuteStatementInput { statement, options }, shown))
    }
}
