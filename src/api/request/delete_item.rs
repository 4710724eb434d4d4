//! DeleteItem.

use serde_json::Value as Json;

use super::FromBody;
use super::expressions::{Accepted, Expressions};
use super::legacy::Joined;
use super::put_item::check_return_values;
use super::shown::{Shown, wants_metrics};
use super::table::GivenTable;
use super::write::{LEGACY_CONDITION, item_in, return_old_on_failure, return_values};
use crate::api::error::{ApiError, Constraints, Parameter};
use crate::api::shape::{self, EXPECTED, NAMES, Shape, Structure, VALUE_MAP};
use crate::engine::Operation;
use crate::engine::Plane;
use crate::engine::ops::DeleteItemInput;
use crate::expression::ExpressionKind;

static SHAPE: Structure = Structure {
    class: "DeleteItemInput",
    members: &[
        ("TableName", Shape::Text),
        ("Key", VALUE_MAP),
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

impl FromBody for DeleteItemInput {
    fn from_body(body: &Json) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, &SHAPE)?;
        let table = GivenTable::read(members)?;
        let mut constraints = Constraints::new();
        let mut shown = Shown::read(&mut constraints, members);
        constraints.require("key", members.has("Key"));
        let metrics = wants_metrics(&mut constraints, members);
        let return_values = return_values(&mut constraints, members);
        let expected = Joined::read(&mut constraints, members, Parameter::Expected);
        let return_old_on_failure = return_old_on_failure(&mut constraints, members);
        constraints.check()?;
        ACCEPTED.check(members)?;
        expected.check()?;
        let key = item_in(members, Parameter::Key)?;
        check_return_values(Operation::DeleteItem, return_values)?;
        let expected = expected.expected()?;
        let mut expressions = Expressions::bind(members)?;
        let condition = expressions.condition()?.or(expected);
        expressions.finish()?;
        let name = table.name(Plane::Data)?;
        if metrics {
            shown.collections.push((name.clone(), key.clone()));
        }
        let shown = shown.of_table(&name, table.given());
        let input =
            DeleteItemInput { table: name, key, condition, return_values, return_old_on_failure };
        Ok((input, shown))
    }
}
