//! PutItem.

use serde_json::Value as Json;

use super::FromBody;
use super::expressions::{Accepted, Expressions};
use super::legacy::Joined;
use super::shown::{Shown, wants_metrics};
use super::table::GivenTable;
use super::write::{LEGACY_CONDITION, item_in, return_old_on_failure, return_values};
use crate::api::error::{ApiError, Constraints, Parameter};
use crate::api::shape::{self, EXPECTED, NAMES, Shape, Structure, VALUE_MAP};
use crate::engine::ops::PutItemInput;
use crate::engine::{EngineError, Plane, rules};
use crate::engine::{Operation, ReturnValues};
use crate::expression::ExpressionKind;

static SHAPE: Structure = Structure {
    class: "PutItemInput",
    members: &[
        ("TableName", Shape::Text),
        ("Item", VALUE_MAP),
        ("ConditionExpression", Shape::Text),
        ("ExpressionAttributeNames", NAMES),
        ("ExpressionAttributeValues", VALUE_MAP),
        ("ReturnValues", Shape::Text),
        ("ReturnConsumedCapacity", Shape::Text),
        ("ReturnItemCollectionMetrics", Shape::Text),
        ("ReturnValuesOnConditionCheckFailure", Shape::Text),
        ("Expected", EXPECTED),
        ("ConditionalOperator", Shape::Text),
    ],
};

static ACCEPTED: Accepted =
    Accepted { kinds: &[ExpressionKind::Condition], legacy: LEGACY_CONDITION };

impl FromBody for PutItemInput {
    fn from_body(body: &Json) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, &SHAPE)?;
        let table = GivenTable::read(members)?;
        let mut constraints = Constraints::new();
        let mut shown = Shown::read(&mut constraints, members);
        constraints.require("item", members.has("Item"));
        let expected = Joined::read(&mut constraints, members, Parameter::Expected);
        let metrics = wants_metrics(&mut constraints, members);
        let return_values = return_values(&mut constraints, members);
        let return_old_on_failure = return_old_on_failure(&mut constraints, members);
        constraints.check()?;
        ACCEPTED.check(members)?;
        expected.check()?;
        let item = item_in(members, Parameter::Item)?;
        check_return_values(Operation::PutItem, return_values)?;
        rules::check_item(&item).map_err(|error| ApiError::of_engine(Operation::PutItem, error))?;
        let expected = expected.expected()?;
        let mut expressions = Expressions::bind(members)?;
        let condition = expressions.condition()?.or(expected);
        expressions.finish()?;
        let name = table.name(Plane::Data)?;
        if metrics {
            shown.collections.push((name.clone(), item.clone()));
        }
        let shown = shown.of_table(&name, table.given());
        let input =
            PutItemInput { table: name, item, condition, return_values, return_old_on_failure };
        Ok((input, shown))
    }
}

/// PutItem and DeleteItem have nothing new to return. Checked before any expression.
pub(super) fn check_return_values(
    operation: Operation,
    return_values: ReturnValues,
) -> Result<(), ApiError> {
    match return_values {
        ReturnValues::None | ReturnValues::AllOld => Ok(()),
        _ => Err(ApiError::of_engine(operation, EngineError::ReturnValuesNotAllowed)),
    }
}
