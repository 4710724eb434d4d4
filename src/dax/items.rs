//! Items by key: which a request names, and reading many of them.

use super::{Dax, Served};
use crate::engine::ops::batch::{BatchGetItemOutput, KeysAndAttributes, WriteRequest};
use crate::engine::ops::transaction::ActionKind;
use crate::engine::ops::{BatchGetItemInput, BatchWriteItemInput};
use crate::engine::{Engine, Executed, Found, Input, Output};
use crate::model::{Item, TableName};

/// The cache's key of an item, if the table is there and the key is one of its.
pub(super) fn key_of(engine: &Engine, table: &TableName, key: &Item) -> Option<Vec<u8>> {
    let encoded = engine.inspect().encode_key(table, key)?;
    Some([b"!", table.as_str().as_bytes(), b"!", encoded.as_bytes()].concat())
}

/// The items that a request writes, by their keys; whole items name their keys too.
pub(super) fn written(input: &Input) -> Vec<(TableName, Item)> {
    match input {
        Input::PutItem(input) => vec![(input.table.clone(), input.item.clone())],
        Input::UpdateItem(input) => vec![(input.table.clone(), input.key.clone())],
        Input::DeleteItem(input) => vec![(input.table.clone(), input.key.clone())],
        Input::BatchWriteItem(input) => of_batch(input),
        Input::TransactWriteItems(input) => {
            let writes = input.actions.iter();
            writes
                .filter_map(|action| match &action.kind {
                    ActionKind::Put(item) | ActionKind::Delete(item) => Some((action, item)),
                    ActionKind::Update(key, _) => Some((action, key)),
                    ActionKind::Check(_) => None,
                })
                .map(|(action, item)| (action.table.clone(), item.clone()))
                .collect()
        }
        _ => Vec::new(),
    }
}

fn of_batch(input: &BatchWriteItemInput) -> Vec<(TableName, Item)> {
    let mut all = Vec::new();
    for (table, writes) in &input.requests {
        for write in writes {
            let (WriteRequest::Put(item) | WriteRequest::Delete(item)) = write;
            all.push((table.clone(), item.clone()));
        }
    }
    all
}

/// BatchGetItem is many GetItems: those that are cached are not asked for.
pub(super) fn batch_get(
    dax: &mut Dax,
    engine: &mut Engine,
    input: BatchGetItemInput,
) -> (Executed, Served) {
    if let Err(refused) = engine.check(Input::BatchGetItem(input.clone())) {
        return (*refused, Served::Passed);
    }
    let mut hits: Vec<Vec<Found>> = Vec::new();
    let mut missed = BatchGetItemInput { requests: Vec::new() };
    for request in &input.requests {
        let (found, keys) = served(dax, engine, request);
        hits.push(found);
        missed.requests.push(KeysAndAttributes { keys, projection: None, ..request.clone() });
    }
    let none = missed.requests.iter().all(|request| request.keys.is_empty());
    let mut executed = match none {
        true => Executed::cached(nothing_of(&input), engine),
        false => engine.execute(Input::BatchGetItem(missed.clone())),
    };
    let Ok(Output::BatchGetItem(output)) = &mut executed.result else {
        return (executed, Served::Passed);
    };
    for (at, request) in missed.requests.iter().enumerate() {
        keep(dax, engine, request, output, at);
        let projection = input.requests[at].projection.as_ref();
        let found = &mut output.responses[at].1;
        for item in found.iter_mut() {
            if let Some(row) = item.whole().cloned() {
                *item = Found::project(&row, projection);
            }
        }
        found.append(&mut hits[at]);
    }
    (executed, if none { Served::ItemCache } else { Served::Missed })
}

/// What the cache has of a table's keys, and the keys that it has not.
fn served(dax: &mut Dax, engine: &Engine, request: &KeysAndAttributes) -> (Vec<Found>, Vec<Item>) {
    let (mut found, mut missed) = (Vec::new(), Vec::new());
    for key in &request.keys {
        let bytes = key_of(engine, &request.table, key);
        match bytes.and_then(|bytes| dax.item(&bytes, engine.now())) {
            Some((row, cost)) => {
                dax.counts.items.0 += 1;
                dax.counts.saved += cost;
                found.extend(row.map(|row| Found::project(&row, request.projection.as_ref())));
            }
            None => {
                dax.counts.items.1 += 1;
                missed.push(key.clone());
            }
        }
    }
    (found, missed)
}

/// Keeps what was read, and which keys have no item.
fn keep(
    dax: &mut Dax,
    engine: &Engine,
    request: &KeysAndAttributes,
    output: &BatchGetItemOutput,
    at: usize,
) {
    let unprocessed = output.unprocessed.iter().find(|(table, _)| *table == request.table);
    for key in &request.keys {
        if unprocessed.is_some_and(|(_, keys)| keys.contains(key)) {
            continue;
        }
        let Some(bytes) = key_of(engine, &request.table, key) else { continue };
        let of_key = |found: &&Found| {
            key.iter().all(|(name, value)| found.item().get(name.as_str()) == Some(value))
        };
        let found = output.responses[at].1.iter().find(of_key);
        let row = found.and_then(|found| found.whole().cloned());
        let cost = engine.inspect().cost_of_get(row.as_ref());
        dax.keep_item(bytes, row, cost, engine.now());
    }
}

fn nothing_of(input: &BatchGetItemInput) -> Output {
    let responses = input.requests.iter().map(|r| (r.table.clone(), Vec::new())).collect();
    Output::BatchGetItem(BatchGetItemOutput { responses, unprocessed: Vec::new() })
}
