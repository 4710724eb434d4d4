//! TransactGetItems.

use serde_json::Value as Json;

use super::FromBody;
use super::expressions::{Accepted, Expressions};
use super::shown::Shown;
use super::table::GivenTable;
use super::transact::{check_payload, elements, path};
use super::write::item_in;
use crate::api::error::{ApiError, Constraints, Parameter};
use crate::api::shape::{self, Members, NAMES, Shape, Structure, VALUE_MAP};
use crate::engine::Plane;
use crate::engine::ops::TransactGetItemsInput;
use crate::engine::ops::transaction::TransactGet;
use crate::expression::ExpressionKind;
use crate::model::size::item_size;

static SHAPE: Structure = Structure {
    class: "TransactGetItemsInput",
    members: &[
        ("TransactItems", Shape::List(&Shape::Structure(&TRANSACT_GET_ITEM))),
        ("ReturnConsumedCapacity", Shape::Text),
    ],
};

static TRANSACT_GET_ITEM: Structure =
    Structure { class: "TransactGetItem", members: &[("Get", Shape::Structure(&GET))] };

static GET: Structure = Structure {
    class: "Get",
    members: &[
        ("Key", VALUE_MAP),
        ("TableName", Shape::Text),
        ("ProjectionExpression", Shape::Text),
        ("ExpressionAttributeNames", NAMES),
    ],
};

static ACCEPTED: Accepted = Accepted { kinds: &[ExpressionKind::Projection], legacy: &[] };

impl FromBody for TransactGetItemsInput {
    fn from_body(body: &Json) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, &SHAPE)?;
        let mut constraints = Constraints::new();
        let mut shown = Shown::read(&mut constraints, members);
        let elements = elements(&mut constraints, members, TRANSACT_GET_ITEM.class);
        let gets: Vec<(Members, GivenTable)> = elements
            .into_iter()
            .enumerate()
            .map(|(at, element)| check(&mut constraints, at, element))
            .collect();
        constraints.check()?;
        let (mut read, mut bytes) = (Vec::new(), 0);
        for (get, table) in gets {
            let (get, size) = get_of(get, table)?;
            shown = shown.of_table(&get.table, table.given());
            bytes += size;
            read.push(get);
        }
        check_payload(bytes)?;
        Ok((TransactGetItemsInput { gets: read }, shown))
    }
}

fn check<'a>(
    constraints: &mut Constraints,
    at: usize,
    element: Members<'a>,
) -> (Members<'a>, GivenTable<'a>) {
    let get = element.structure("Get");
    constraints.require(path(at, "get").trim_end_matches('.'), get.is_some());
    let Some(get) = get else { return (element, GivenTable::of_entry("")) };
    let path = path(at, "get");
    constraints.require(&format!("{path}key"), get.has("Key"));
    (get, GivenTable::read_part(constraints, &path, get))
}

/// The action, and the bytes of its key.
fn get_of(get: Members<'_>, table: GivenTable<'_>) -> Result<(TransactGet, usize), ApiError> {
    ACCEPTED.check(get)?;
    let key = item_in(get, Parameter::Key)?;
    let mut expressions = Expressions::bind_names(get)?;
    let projection = expressions.projection()?;
    expressions.finish()?;
    let bytes = item_size(&key);
    Ok((TransactGet { table: table.name(Plane::Data)?, key, projection }, bytes))
}
