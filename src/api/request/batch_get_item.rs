//! BatchGetItem.

use serde_json::{Map, Value as Json};

use super::FromBody;
use super::expressions::{Accepted, Expressions};
use super::legacy;
use super::shown::Shown;
use super::table::{GivenTable, check_new, is_possible};
use crate::api::error::{ApiError, Constraints, Parameter, Rule};
use crate::api::json::read_item;
use crate::api::shape::{self, Members, NAME_LIST, NAMES, Shape, Structure, VALUE_MAP_LIST};
use crate::engine::Operation;
use crate::engine::ops::BatchGetItemInput;
use crate::engine::ops::batch::{KeysAndAttributes, MAX_BATCH_KEYS};
use crate::engine::{EngineError, Plane};
use crate::expression::ExpressionKind;
use crate::model::Item;

static SHAPE: Structure = Structure {
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

static ACCEPTED: Accepted =
    Accepted { kinds: &[ExpressionKind::Projection], legacy: &["AttributesToGet"] };

/// What is asked of one table: its name as given, and the rest.
type Entry<'a> = (&'a str, Members<'a>);

impl FromBody for BatchGetItemInput {
    fn from_body(body: &Json) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, &SHAPE)?;
        let mut constraints = Constraints::new();
        let mut shown = Shown::read(&mut constraints, members);
        constraints.require("requestItems", members.has("RequestItems"));
        let entries: Vec<Entry> = members.map("RequestItems").map_or(Vec::new(), |map| {
            map.iter().map(|(name, json)| (name.as_str(), Members::of(json))).collect()
        });
        check_entries(&mut constraints, &entries);
        constraints.check()?;
        if entries.is_empty() {
            let sentence = "The requestItems parameter is required for BatchGetItem";
            let error = ApiError::validation(Rule::BatchNotEmpty, sentence);
            return Err(error.about(Parameter::RequestItems));
        }
        check_alike(&entries)?;
        entries.iter().try_for_each(|(_, entry)| ACCEPTED.check(*entry))?;
        let parts = entries.iter().map(|(_, entry)| table_parts(*entry));
        let parts = parts.collect::<Result<Vec<_>, _>>()?;
        let mut requests = Vec::new();
        for ((given, entry), (keys, projection, consistent)) in entries.iter().zip(parts) {
            let table = GivenTable::of_entry(given).name(Plane::Data)?;
            shown.settings.push((table.clone(), settings(*entry)));
            check_new(&table, requests.iter().map(|request: &KeysAndAttributes| &request.table))?;
            shown = shown.of_table(&table, given);
            requests.push(KeysAndAttributes { table, keys, projection, consistent });
        }
        Ok((BatchGetItemInput { requests }, shown))
    }
}

/// Not even different tables may be asked in the old way and the new.
fn check_alike(entries: &[Entry<'_>]) -> Result<(), ApiError> {
    let legacy = entries.iter().flat_map(|(_, entry)| ACCEPTED.legacy_of(*entry));
    let expressions = entries.iter().flat_map(|(_, entry)| ACCEPTED.expressions_of(*entry));
    legacy::check_alone(legacy.take(1).collect(), expressions.take(1).collect())
}

/// What is asked of a table besides its keys.
fn settings(entry: Members<'_>) -> Map<String, Json> {
    let names = KEYS_AND_ATTRIBUTES.members.iter().map(|(name, _)| *name);
    let given =
        names.filter(|name| *name != "Keys").filter_map(|name| Some((name, entry.json(name)?)));
    given.map(|(name, json)| (name.to_owned(), json.clone())).collect()
}

fn check_entries(constraints: &mut Constraints, entries: &[Entry<'_>]) {
    for (name, entry) in entries {
        if !is_possible(name) {
            let shown = format_args!("{{{name}=…}}");
            constraints.map_rule(Rule::BatchTableName, "requestItems", shown, TABLE_KEYS);
        }
        let keys = entry.list("Keys");
        let path = format!("requestItems.{name}.member.keys");
        constraints.require(&path, keys.is_some());
        if keys.is_some_and(<[Json]>::is_empty) {
            constraints.length(&path, "[]", 0, (1, 100));
        }
        let path = format!("requestItems.{name}.member.attributesToGet");
        legacy::check_names(constraints, &path, *entry);
    }
}

/// The rule on the names of tables as members of `RequestItems`.
pub(super) const TABLE_KEYS: &str = "Map keys must satisfy constraint: [Member must have length \
    less than or equal to 255, Member must have length greater than or equal to 1, Member must \
    satisfy regular expression pattern: [a-zA-Z0-9_.-]+]";

type Parts = (Vec<Item>, Option<crate::expression::ProjectionPaths>, bool);

fn table_parts(entry: Members<'_>) -> Result<Parts, ApiError> {
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
    Ok((keys, projection, entry.flag("ConsistentRead").unwrap_or(false)))
}

/// Keys are compared as they are spelt: 1000 and 1e3 are two, unlike in BatchWriteItem. More keys
/// than a batch may have are refused for their number, and not compared one by one.
fn check_distinct(keys: &[Json]) -> Result<(), ApiError> {
    let few = keys.len() <= MAX_BATCH_KEYS;
    match few && keys.iter().enumerate().any(|(at, key)| keys[..at].contains(key)) {
        true => Err(ApiError::of_engine(Operation::BatchGetItem, EngineError::DuplicateKeys)),
        false => Ok(()),
    }
}
