//! UpdateItem.

use serde_json::Value as Json;

use super::FromBody;
use super::expressions::{Accepted, Expressions};
use super::legacy::{AttributeUpdates, Joined};
use super::shown::{Shown, wants_metrics};
use super::table::GivenTable;
use super::write::{item_in, return_old_on_failure, return_values};
use crate::api::error::{ApiError, Constraints, Parameter};
use crate::api::shape::{self, EXPECTED, NAMES, Shape, Structure, UPDATES, VALUE_MAP};
use crate::engine::Plane;
use crate::engine::ops::UpdateItemInput;
use crate::expression::ExpressionKind;

static SHAPE: Structure = Structure {
    class: "UpdateItemInput",
    members: &[
        ("TableName", Shape::Text),
        ("Key", VALUE_MAP),
        ("UpdateExpression", Shape::Text),
        ("ConditionExpression", Shape::Text),
        ("ExpressionAttributeNames", NAMES),
        ("ExpressionAttributeValues", VALUE_MAP),
        ("ReturnValues", Shape::Text),
        ("ReturnConsumedCapacity", Shape::Text),
        ("ReturnItemCollectionMetrics", Shape::Text),
        ("ReturnValuesOnConditionCheckFailure", Shape::Text),
        ("AttributeUpdates", UPDATES),
        ("Expected", EXPECTED),
        ("ConditionalOperator", Shape::Text),
    ],
};

static ACCEPTED: Accepted = Accepted {
    kinds: &[ExpressionKind::Update, ExpressionKind::Condition],
    legacy: &["AttributeUpdates", "Expected", "ConditionalOperator"],
};

impl FromBody for UpdateItemInput {
    fn from_body(body: &Json) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, &SHAPE)?;
        let table = GivenTable::read(members)?;
        let mut constraints = Constraints::new();
        let mut shown = Shown::read(&mut constraints, members);
        constraints.require("key", members.has("Key"));
        let metrics = wants_metrics(&mut constraints, members);
        let return_values = return_values(&mut constraints, members);
        let expected = Joined::read(&mut constraints, members, Parameter::Expected);
        let updates = AttributeUpdates::read(&mut constraints, members);
        let return_old_on_failure = return_old_on_failure(&mut constraints, members);
        constraints.check()?;
        ACCEPTED.check(members)?;
        expected.check()?;
        let key = item_in(members, Parameter::Key)?;
        let updates = updates.update()?;
        let expected = expected.expected()?;
        let mut expressions = Expressions::bind(members)?;
        let update = expressions.update()?.or(updates);
        let condition = expressions.condition()?.or(expected);
        expressions.finish()?;
        let name = table.name(Plane::Data)?;
        if metrics {
            shown.collections.push((name.clone(), key.clone()));
        }
        let shown = shown.of_table(&name, table.given());
        let table = name;
        let input =
            UpdateItemInput { table, key, update, condition, return_values, return_old_on_failure };
        Ok((input, shown))
    }
}
