//! PutItem, GetItem, UpdateItem and DeleteItem: one item.
//!
//! Owns the order of their checks, and what they have in common.

use crate::api::json::Json;

use super::expressions::{Accepted, Expressions};
use super::legacy::{AttributeUpdates, Joined};
use super::table::GivenTable;
use super::{FromBody, Shown, legacy, wants_metrics};
use crate::api::error::{ApiError, Constraints, Parameter};
use crate::api::json::read_item;
use crate::api::shape::{
    self, EXPECTED, Members, NAME_LIST, NAMES, Shape, Structure, UPDATES, VALUE_MAP,
};
use crate::engine::ops::{DeleteItemInput, GetItemInput, PutItemInput, UpdateItemInput};
use crate::engine::{EngineError, Operation, Plane, ReturnValues, rules};
use crate::expression::ExpressionKind;
use crate::model::Item;

/// The legacy parameters of conditions.
pub const LEGACY_CONDITION: &[&str] = &["Expected", "ConditionalOperator"];

/// The item or key in this parameter; an empty one where there is none.
pub fn item_in(members: Members<'_>, parameter: Parameter) -> Result<Item, ApiError> {
    let read = members.map(parameter.name()).map_or(Ok(Item::new()), read_item);
    read.map_err(|error| ApiError::from(error).about(parameter))
}

/// Reads `ReturnValues`.
pub fn return_values(constraints: &mut Constraints, members: Members<'_>) -> ReturnValues {
    let choices = [
        ("ALL_NEW", ReturnValues::AllNew),
        ("UPDATED_OLD", ReturnValues::UpdatedOld),
        ("ALL_OLD", ReturnValues::AllOld),
        ("NONE", ReturnValues::None),
        ("UPDATED_NEW", ReturnValues::UpdatedNew),
    ];
    let given = members.text("ReturnValues");
    constraints.choice("returnValues", given, &choices).unwrap_or_default()
}

/// Reads `ReturnValuesOnConditionCheckFailure`: whether the item is wanted.
pub fn return_old_on_failure(constraints: &mut Constraints, members: Members<'_>) -> bool {
    return_old_at(constraints, "", members)
}

/// The same of a part of a request, whose path ends with a dot.
pub fn return_old_at(constraints: &mut Constraints, path: &str, members: Members<'_>) -> bool {
    let given = members.text("ReturnValuesOnConditionCheckFailure");
    if given.is_none() {
        return false;
    }
    let choices = [("ALL_OLD", true), ("NONE", false)];
    let path = format!("{path}returnValuesOnConditionCheckFailure");
    constraints.choice(&path, given, &choices).unwrap_or(false)
}

static PUT_ITEM: Structure = Structure {
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

static PUT_ITEM_EXPRESSIONS: Accepted =
    Accepted { kinds: &[ExpressionKind::Condition], legacy: LEGACY_CONDITION };

impl FromBody for PutItemInput {
    const SHAPE: &'static Structure = &PUT_ITEM;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, Self::SHAPE)?;
        let table = GivenTable::read(members)?;
        let mut constraints = Constraints::new();
        let mut shown = Shown::read(&mut constraints, members);
        constraints.require("item", members.has("Item"));
        let expected = Joined::read(&mut constraints, members, Parameter::Expected);
        let metrics = wants_metrics(&mut constraints, members);
        let return_values = return_values(&mut constraints, members);
        let return_old_on_failure = return_old_on_failure(&mut constraints, members);
        constraints.check()?;
        // The order of what follows is that of the service, as Dynalite found it: which parameters go
        // together, every value, ReturnValues, the size, expressions, and the table at the end.
        PUT_ITEM_EXPRESSIONS.check(members)?;
        expected.check()?;
        let item = item_in(members, Parameter::Item)?;
        check_return_values(Operation::PutItem, return_values)?;
        rules::check_item(&item)
            .map_err(|error| ApiError::from_engine(Operation::PutItem, error))?;
        let expected = expected.expected()?;
        let mut expressions = Expressions::bind(members)?;
        let condition = expressions.condition()?.or(expected);
        expressions.finish()?;
        let name = table.name(Plane::Data)?;
        if metrics {
            shown.collections.push((name.clone(), item.clone()));
        }
        let shown = shown.with_name(&name, table.given());
        let input =
            PutItemInput { table: name, item, condition, return_values, return_old_on_failure };
        Ok((input, shown))
    }
}

/// PutItem and DeleteItem have nothing new to return. Checked before any expression.
fn check_return_values(operation: Operation, return_values: ReturnValues) -> Result<(), ApiError> {
    match return_values {
        ReturnValues::None | ReturnValues::AllOld => Ok(()),
        _ => Err(ApiError::from_engine(operation, EngineError::ReturnValuesNotAllowed)),
    }
}

static GET_ITEM: Structure = Structure {
    class: "GetItemInput",
    members: &[
        ("TableName", Shape::Text),
        ("Key", VALUE_MAP),
        ("ConsistentRead", Shape::Flag),
        ("ProjectionExpression", Shape::Text),
        ("ExpressionAttributeNames", NAMES),
        ("ReturnConsumedCapacity", Shape::Text),
        ("AttributesToGet", NAME_LIST),
    ],
};

static GET_ITEM_EXPRESSIONS: Accepted =
    Accepted { kinds: &[ExpressionKind::Projection], legacy: &["AttributesToGet"] };

impl FromBody for GetItemInput {
    const SHAPE: &'static Structure = &GET_ITEM;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, Self::SHAPE)?;
        let table = GivenTable::read(members)?;
        let mut constraints = Constraints::new();
        let shown = Shown::read(&mut constraints, members);
        legacy::check_names(&mut constraints, "attributesToGet", members);
        constraints.require("key", members.has("Key"));
        constraints.check()?;
        GET_ITEM_EXPRESSIONS.check(members)?;
        let key = item_in(members, Parameter::Key)?;
        let attributes = legacy::attributes_to_get(members)?;
        let mut expressions = Expressions::bind_names(members)?;
        let projection = expressions.projection()?.or(attributes);
        expressions.finish()?;
        let name = table.name(Plane::Data)?;
        let shown = shown.with_name(&name, table.given());
        let consistent = members.flag("ConsistentRead").unwrap_or(false);
        Ok((GetItemInput { table: name, key, projection, consistent }, shown))
    }
}

static UPDATE_ITEM: Structure = Structure {
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

static UPDATE_ITEM_EXPRESSIONS: Accepted = Accepted {
    kinds: &[ExpressionKind::Update, ExpressionKind::Condition],
    legacy: &["AttributeUpdates", "Expected", "ConditionalOperator"],
};

impl FromBody for UpdateItemInput {
    const SHAPE: &'static Structure = &UPDATE_ITEM;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, Self::SHAPE)?;
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
        UPDATE_ITEM_EXPRESSIONS.check(members)?;
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
        let shown = shown.with_name(&name, table.given());
        let table = name;
        let input =
            UpdateItemInput { table, key, update, condition, return_values, return_old_on_failure };
        Ok((input, shown))
    }
}

static DELETE_ITEM: Structure = Structure {
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

static DELETE_ITEM_EXPRESSIONS: Accepted =
    Accepted { kinds: &[ExpressionKind::Condition], legacy: LEGACY_CONDITION };

impl FromBody for DeleteItemInput {
    const SHAPE: &'static Structure = &DELETE_ITEM;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, Self::SHAPE)?;
        let table = GivenTable::read(members)?;
        let mut constraints = Constraints::new();
        let mut shown = Shown::read(&mut constraints, members);
        constraints.require("key", members.has("Key"));
        let metrics = wants_metrics(&mut constraints, members);
        let return_values = return_values(&mut constraints, members);
        let expected = Joined::read(&mut constraints, members, Parameter::Expected);
        let return_old_on_failure = return_old_on_failure(&mut constraints, members);
        constraints.check()?;
        DELETE_ITEM_EXPRESSIONS.check(members)?;
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
        let shown = shown.with_name(&name, table.given());
        let input =
            DeleteItemInput { table: name, key, condition, return_values, return_old_on_failure };
        Ok((input, shown))
    }
}
