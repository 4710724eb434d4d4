//! BatchWriteItem.

use serde_json::Value as Json;

use super::FromBody;
use super::batch_get_item::TABLE_KEYS;
use super::shown::{Shown, wants_metrics};
use super::table::{GivenTable, check_new, is_possible};
use super::write::item_in;
use crate::api::error::{ApiError, Constraints, Parameter, Rule, ValueError};
use crate::api::json::write_request_dump;
use crate::api::shape::{self, Members, Shape, Structure, VALUE_MAP};
use crate::engine::Plane;
use crate::engine::ops::BatchWriteItemInput;
use crate::engine::ops::batch::WriteRequest;
use crate::model::{Item, TableName};

/// Most writes of one table, and of the whole batch.
const MAX_WRITES: usize = 25;

static SHAPE: Structure = Structure {
    class: "BatchWriteItemInput",
    members: &[
        ("RequestItems", Shape::Map(&Shape::List(&Shape::Structure(&WRITE_REQUEST)))),
        ("ReturnConsumedCapacity", Shape::Text),
        ("ReturnItemCollectionMetrics", Shape::Text),
    ],
};

static WRITE_REQUEST: Structure = Structure {
    class: "WriteRequest",
    members: &[
        ("PutRequest", Shape::Structure(&PUT_REQUEST)),
        ("DeleteRequest", Shape::Structure(&DELETE_REQUEST)),
    ],
};

static PUT_REQUEST: Structure = Structure { class: "PutRequest", members: &[("Item", VALUE_MAP)] };

static DELETE_REQUEST: Structure =
    Structure { class: "DeleteRequest", members: &[("Key", VALUE_MAP)] };

/// What is asked of one table: its name as given, and its writes.
type Entry<'a> = (&'a str, &'a [Json]);

impl FromBody for BatchWriteItemInput {
    fn from_body(body: &Json) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, &SHAPE)?;
        let mut constraints = Constraints::new();
        let mut shown = Shown::read(&mut constraints, members);
        let metrics = wants_metrics(&mut constraints, members);
        constraints.require("requestItems", members.has("RequestItems"));
        let entries: Vec<Entry> = members.map("RequestItems").map_or(Vec::new(), |map| {
            map.iter().map(|(name, json)| (name.as_str(), list_of(json))).collect()
        });
        check_entries(&mut constraints, &entries);
        constraints.check()?;
        if entries.is_empty() {
            let sentence = "The requestItems parameter is required for BatchWriteItem";
            let error = ApiError::validation(Rule::BatchNotEmpty, sentence);
            return Err(error.about(Parameter::RequestItems));
        }
        let writes = entries.iter().map(|(_, list)| list.iter().map(write).collect());
        let writes = writes.collect::<Result<Vec<Vec<WriteRequest>>, ApiError>>()?;
        let mut requests = Vec::new();
        for ((given, _), writes) in entries.iter().zip(writes) {
            let table = GivenTable::of_entry(given).name(Plane::Data)?;
            check_new(&table, requests.iter().map(|(table, _)| table))?;
            shown = shown.of_table(&table, given);
            if metrics {
                shown.collections.extend(written(&table, &writes));
            }
            requests.push((table, writes));
        }
        Ok((BatchWriteItemInput { requests }, shown))
    }
}

fn list_of(json: &Json) -> &[Json] {
    json.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn check_entries(constraints: &mut Constraints, entries: &[Entry<'_>]) {
    for (name, writes) in entries {
        if !is_possible(name) {
            let shown = format_args!("{{{name}=…}}");
            constraints.map_rule(Rule::BatchTableName, "requestItems", shown, TABLE_KEYS);
        }
        if writes.is_empty() || writes.len() > MAX_WRITES {
            let shown = write_request_dump(name, writes);
            constraints.map_rule(Rule::BatchWriteCount, "requestItems", shown, WRITE_COUNT);
        }
        for (at, write) in writes.iter().enumerate() {
            let path = format!("requestItems.{name}.member.{}.member", at + 1);
            require_parts(constraints, &path, Members::of(write));
        }
    }
}

fn require_parts(constraints: &mut Constraints, path: &str, write: Members<'_>) {
    if let Some(put) = write.structure("PutRequest") {
        constraints.require(&format!("{path}.putRequest.item"), put.has("Item"));
    }
    if let Some(delete) = write.structure("DeleteRequest") {
        constraints.require(&format!("{path}.deleteRequest.key"), delete.has("Key"));
    }
}

const WRITE_COUNT: &str = "Map value must satisfy constraint: [Member must have length less than \
    or equal to 25, Member must have length greater than or equal to 1]";

/// Both members or neither: the service says it in the words it has for values.
fn write(json: &Json) -> Result<WriteRequest, ApiError> {
    let members = Members::of(json);
    let wrong = |words: ValueError| {
        let error = ApiError::validation(Rule::BatchWriteAction, words.sentence());
        error.about(Parameter::RequestItems)
    };
    match (members.structure("PutRequest"), members.structure("DeleteRequest")) {
        (Some(_), Some(_)) => Err(wrong(ValueError::ManyTypes)),
        (Some(put), None) => item_in(put, Parameter::Item).map(WriteRequest::Put),
        (None, Some(delete)) => item_in(delete, Parameter::Key).map(WriteRequest::Delete),
        (None, None) => Err(wrong(ValueError::NoType)),
    }
}

fn written<'a>(
    table: &'a TableName,
    writes: &'a [WriteRequest],
) -> impl Iterator<Item = (TableName, Item)> + 'a {
    writes.iter().map(|write| match write {
        WriteRequest::Put(item) | WriteRequest::Delete(item) => (table.clone(), item.clone()),
    })
}
