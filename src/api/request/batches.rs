//! BatchGetItem and BatchWriteItem: keys and writes of several tables.
//!
//! Owns what the members of `RequestItems` may be, and the order of the checks.

use serde_json::{Map, Value};

use super::expressions::{Accepted, Expressions};
use super::items::item_in;
use super::table::{GivenTable, check_new, is_possible};
use super::{FromBody, Shown, legacy, wants_metrics};
use crate::api::error::{ApiError, Constraints, Parameter, Rule, ValueError};
use crate::api::json::{Json, read_item, write_request_dump};
use crate::api::shape::{
    self, Members, NAME_LIST, NAMES, Shape, Structure, VALUE_MAP, VALUE_MAP_LIST,
};
use crate::engine::ops::batch::{KeysAndAttributes, MAX_BATCH_KEYS, WriteRequest};
use crate::engine::ops::{BatchGetItemInput, BatchWriteItemInput};
use crate::engine::{EngineError, Operation, Plane};
use crate::expression::{ExpressionKind, ProjectionPaths};
use crate::model::{Item, TableName};

static BATCH_GET: Structure = Structure {
    class: "BatchGetItemInput",
    members: &[
        ("RequestItems", Shape::Map(&Shape::Structure(&KEYS_AND_ATTRIBUTES))),
        ("ReturnConsumedCapacity", Shape::Text),
    ],
};

static KEYS_AND_ATTRIBUTES: Structure = Structure {
    class: "KeysAndAttributes",
    members: &[
        ("Keys", VALUE_MAP_LIST),
        ("ConsistentRead", Shape::Flag),
        ("ProjectionExpression", Shape::Text),
        ("ExpressionAttributeNames", NAMES),
        ("AttributesToGet", NAME_LIST),
    ],
};

static BATCH_GET_EXPRESSIONS: Accepted =
    Accepted { kinds: &[ExpressionKind::Projection], legacy: &["AttributesToGet"] };

/// What is asked of one table: its name as given, and the rest.
type GetEntry<'a> = (&'a str, Members<'a>);

impl FromBody for BatchGetItemInput {
    const SHAPE: &'static Structure = &BATCH_GET;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, Self::SHAPE)?;
        let mut constraints = Constraints::new();
        let mut shown = Shown::read(&mut constraints, members);
        constraints.require("requestItems", members.has("RequestItems"));
        let entries: Vec<GetEntry> = members.map("RequestItems").map_or(Vec::new(), |map| {
            map.iter().map(|(name, json)| (name, Members::from_json(json))).collect()
        });
        check_get_entries(&mut constraints, &entries);
        constraints.check()?;
        if entries.is_empty() {
            let sentence = "The requestItems parameter is required for BatchGetItem";
            let error = ApiError::validation(Rule::BatchNotEmpty, sentence);
            return Err(error.about(Parameter::RequestItems));
        }
        // Of all tables first which parameters go together, then keys and expressions, and the names
        // of the tables at the end: a batch that is wrong in several ways is answered in this order.
        check_alike(&entries)?;
        entries.iter().try_for_each(|(_, entry)| BATCH_GET_EXPRESSIONS.check(*entry))?;
        let parts = entries.iter().map(|(_, entry)| table_parts(*entry));
        let parts = parts.collect::<Result<Vec<_>, _>>()?;
        let mut requests = Vec::new();
        for ((given, entry), parts) in entries.iter().zip(parts) {
            let TableParts { keys, projection, consistent } = parts;
            let table = GivenTable::from_entry(given).name(Plane::Data)?;
            shown.settings.push((table.clone(), settings(*entry)));
            check_new(&table, requests.iter().map(|request: &KeysAndAttributes| &request.table))?;
            shown = shown.with_name(&table, given);
            requests.push(KeysAndAttributes { table, keys, projection, consistent });
        }
        Ok((BatchGetItemInput { requests }, shown))
    }
}

/// Not even different tables may be asked in the old way and the new.
fn check_alike(entries: &[GetEntry<'_>]) -> Result<(), ApiError> {
    let legacy = entries.iter().flat_map(|(_, entry)| BATCH_GET_EXPRESSIONS.legacy_of(*entry));
    let expressions =
        entries.iter().flat_map(|(_, entry)| BATCH_GET_EXPRESSIONS.expressions_of(*entry));
    legacy::check_alone(legacy.take(1).collect(), expressions.take(1).collect())
}

/// What is asked of a table besides its keys.
fn settings(entry: Members<'_>) -> Map<String, Value> {
    let names = KEYS_AND_ATTRIBUTES.members.iter().map(|(name, _)| *name);
    let given =
        names.filter(|name| *name != "Keys").filter_map(|name| Some((name, entry.json(name)?)));
    given.map(|(name, json)| (name.to_owned(), json.to_value())).collect()
}

fn check_get_entries(constraints: &mut Constraints, entries: &[GetEntry<'_>]) {
    for (name, entry) in entries {
        if !is_possible(name) {
            let shown = format_args!("{{{name}=…}}");
            constraints.map_rule(Rule::BatchTableName, "requestItems", shown, TABLE_KEYS);
        }
        let keys = entry.list("Keys");
        let path = format!("requestItems.{name}.member.keys");
        constraints.require(&path, keys.is_some());
        if keys.is_some_and(<[Json<'_>]>::is_empty) {
            constraints.length(&path, "[]", 0, (1, 100));
        }
        let path = format!("requestItems.{name}.member.attributesToGet");
        legacy::check_names(constraints, &path, *entry);
    }
}

/// The rule on the names of tables as members of `RequestItems`.
const TABLE_KEYS: &str = "Map keys must satisfy constraint: [Member must have length \
    less than or equal to 255, Member must have length greater than or equal to 1, Member must \
    satisfy regular expression pattern: [a-zA-Z0-9_.-]+]";

/// What is asked of one table, but for its name: names are looked at last.
struct TableParts {
    keys: Vec<Item>,
    projection: Option<ProjectionPaths>,
    consistent: bool,
}

fn table_parts(entry: Members<'_>) -> Result<TableParts, ApiError> {
    let given = entry.list("Keys").unwrap_or_default();
    let keys = given.iter().map(|json| json.as_object().map_or(Ok(Item::new()), read_item));
    let keys = keys
        .collect::<Result<_, _>>()
        .map_err(|error| ApiError::from(error).about(Parameter::RequestItems))?;
    check_distinct(given)?;
    let attributes = legacy::attributes_to_get(entry)?;
    let mut expressions = Expressions::bind_names(entry)?;
    let projection = expressions.projection()?.or(attributes);
    expressions.finish()?;
    let consistent = entry.flag("ConsistentRead").unwrap_or(false);
    Ok(TableParts { keys, projection, consistent })
}

/// Keys are compared as they are spelt: 1000 and 1e3 are two, unlike in BatchWriteItem. More keys
/// than a batch may have are refused for their number, and not compared one by one.
fn check_distinct(keys: &[Json<'_>]) -> Result<(), ApiError> {
    let few = keys.len() <= MAX_BATCH_KEYS;
    if few && keys.iter().enumerate().any(|(at, key)| keys[..at].contains(key)) {
        return Err(ApiError::from_engine(Operation::BatchGetItem, EngineError::DuplicateKeys));
    }
    Ok(())
}

/// Most writes of one table, and of the whole batch.
const MAX_WRITES: usize = 25;

static BATCH_WRITE: Structure = Structure {
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
type WriteEntry<'a> = (&'a str, &'a [Json<'a>]);

impl FromBody for BatchWriteItemInput {
    const SHAPE: &'static Structure = &BATCH_WRITE;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, Self::SHAPE)?;
        let mut constraints = Constraints::new();
        let mut shown = Shown::read(&mut constraints, members);
        let metrics = wants_metrics(&mut constraints, members);
        constraints.require("requestItems", members.has("RequestItems"));
        let entries: Vec<WriteEntry> = members.map("RequestItems").map_or(Vec::new(), |map| {
            map.iter().map(|(name, json)| (name, list_of(json))).collect()
        });
        check_write_entries(&mut constraints, &entries);
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
            let table = GivenTable::from_entry(given).name(Plane::Data)?;
            check_new(&table, requests.iter().map(|(table, _)| table))?;
            shown = shown.with_name(&table, given);
            if metrics {
                shown.collections.extend(written(&table, &writes));
            }
            requests.push((table, writes));
        }
        Ok((BatchWriteItemInput { requests }, shown))
    }
}

fn list_of<'a>(json: &'a Json<'a>) -> &'a [Json<'a>] {
    json.as_array().unwrap_or_default()
}

fn check_write_entries(constraints: &mut Constraints, entries: &[WriteEntry<'_>]) {
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
            require_parts(constraints, &path, Members::from_json(write));
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
fn write(json: &Json<'_>) -> Result<WriteRequest, ApiError> {
    let members = Members::from_json(json);
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
