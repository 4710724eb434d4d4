//! Makes a log shorter: however often an item was written, only what it came to counts.
//!
//! The result is the table operations in their order, then for every key that was ever written
//! one put of the item that is there now, or one delete. Replayed on the same recipe it gives the
//! same tables. What is lost is the way there, so this is for when the budget is spent.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::api::json::{item_from_json, item_to_json, parse};
use crate::api::{statements, table_named};
use crate::engine::statement::Statement;
use crate::engine::{Engine, Millis, Operation};
use crate::model::{Item, KeyBytes, KeySchema, TableName};

use super::{Log, LoggedRequest};

/// A shorter log that leads to the tables that the engine has now. The engine must be the one
/// that the log's operations were sent to.
pub fn compact(log: &Log, engine: &Engine) -> Log {
    let mut short = Log::default();
    let mut written: BTreeMap<TableName, Vec<Item>> = BTreeMap::new();
    for logged in log.operations() {
        if logged.operation.is_write() {
            collect_keys(logged, engine, &mut written);
        } else {
            short.push(logged.clone());
        }
    }
    for (table, items) in written {
        push_final_state(&mut short, engine, &table, &items);
    }
    short
}

/// Notes the items or keys that a logged write names, by table.
fn collect_keys(
    logged: &LoggedRequest,
    engine: &Engine,
    written: &mut BTreeMap<TableName, Vec<Item>>,
) {
    let Ok(body) = parse(&logged.body) else { return };
    for (table, key) in keys_of_statements(&body, engine) {
        written.entry(table).or_default().push(key);
    }
    let mut note = |table: &str, named: &Json| {
        if let (Some(table), Ok(item)) = (table_named(table), item_from_json(named)) {
            written.entry(table).or_default().push(item);
        }
    };
    let actions = body["TransactItems"].as_array().into_iter().flatten();
    for action in actions.filter_map(Json::as_object).flat_map(|element| element.values()) {
        let table = action["TableName"].as_str().unwrap_or_default();
        note(table, &action["Item"]);
        note(table, &action["Key"]);
    }
    if let Some(requests) = body["RequestItems"].as_object() {
        for (table, writes) in requests {
            for write in writes.as_array().into_iter().flatten() {
                note(table, &write["PutRequest"]["Item"]);
                note(table, &write["DeleteRequest"]["Key"]);
            }
        }
    } else if let Some(table) = body["TableName"].as_str() {
        note(table, &body["Item"]);
        note(table, &body["Key"]);
    }
}

/// The keys that PartiQL statements name, which depend on the key of their table.
fn keys_of_statements(body: &Json, engine: &Engine) -> Vec<(TableName, Item)> {
    let key = |statement: Statement| {
        let table = statement.target().table.clone();
        let keys = engine.inspect().table(&table)?.schema.keys;
        Some((table, statement.key(&keys)?))
    };
    statements(body).into_iter().filter_map(key).collect()
}

/// A table that is gone needs nothing: the log's DeleteTable takes it away.
fn push_final_state(short: &mut Log, engine: &Engine, table: &TableName, items: &[Item]) {
    let Some(summary) = engine.inspect().table(table) else { return };
    let (keys, now) = (&summary.schema.keys, engine.now());
    let entry = |item: &Item| Some((encoded(keys, item)?, Some(keys.project(item))));
    let mut missing: BTreeMap<KeyBytes, Option<Item>> = items.iter().filter_map(entry).collect();
    for row in engine.inspect().rows(table, None) {
        let item = row.item.item();
        let key = encoded(keys, item);
        if let Some(touched) = key.and_then(|key| missing.get_mut(&key)) {
            *touched = None;
            short.push(request(now, Operation::PutItem, table, "Item", item));
        }
    }
    for key in missing.values().flatten() {
        short.push(request(now, Operation::DeleteItem, table, "Key", key));
    }
}

fn encoded(keys: &KeySchema, item: &Item) -> Option<KeyBytes> {
    keys.encode(item).ok()
}

fn request(
    at: Millis,
    operation: Operation,
    table: &TableName,
    member: &str,
    item: &Item,
) -> LoggedRequest {
    let body = json!({ "TableName": table.as_str(), member: item_to_json(item) });
    LoggedRequest { at, operation, body: body.to_string() }
}
