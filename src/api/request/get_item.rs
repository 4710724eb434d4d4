//! GetItem.

use serde_json::Value as Json;

use super::FromBody;
use super::expressions::{Accepted, Expressions};
use super::legacy;
use super::shown::Shown;
use super::table::GivenTable;
use super::write::item_in;
use crate::api::error::{ApiError, Constraints, Parameter};
use crate::api::shape::{self, NAME_LIST, NAMES, Shape, Structure, VALUE_MAP};
use crate::engine::Plane;
use crate::engine::ops::GetItemInput;
use crate::expression::ExpressionKind;

static SHAPE: Structure = Structure {
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

static ACCEPTED: Accepted =
    Accepted { kinds: &[ExpressionKind::Projection], legacy: &["AttributesToGet"] };

impl FromBody for GetItemInput {
    fn from_body(body: &Json) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, &SHAPE)?;
        let table = GivenTable::read(members)?;
        let mut constraints = Constraints::new();
        let shown = Shown::read(&mut constraints, members);
        legacy::check_names(&mut constraints, "attributesToGet", members);
        constraints.require("key", members.has("Key"));
        constraints.check()?;
        ACCEPTED.check(members)?;
        let key = item_in(members, Parameter::Key)?;
        let attributes = legacy::attributes_to_get(members)?;
        let mut expressions = Expressions::bind_names(members)?;
        let projection = expressions.projection()?.or(attributes);
        expressions.finish()?;
        let name = table.name(Plane::Data)?;
        let shown = shown.of_table(&name, table.given());
        let consistent = members.flag("ConsistentRead").unwrap_or(false);
        Ok((GetItemInput { table: name, key, projection, consistent }, shown))
    }
}
