//! Items by key: which a request names, and reading many of them.

use super::{Dax, Served};
use crate::capacity::Receipt;
use crate::engine::ops::batch::{BatchGetItemOutput, KeysAndAttributes, WriteRequest};
use crate::engine::ops::transaction::ActionKind;
use crate::engine::ops::{BatchGetItemInput, BatchWriteItemInput};
use crate::engine::{Engine, Executed, Found, Input, Output};
use crate::model::{Item, KeyBytes, TableName};

/// The cache's key of an item.
pub(super) fn cache_key(table: &TableName, key: &KeyBytes) -> Vec<u8> {
    [b"!", table.as_str().as_bytes(), b"!", key.as_bytes()].concat()
}

/// The cache's key of an item, if the table is there and the key is one of its.
pub(super) fn key_of(engine: &Engine, table: &TableName, key: &Item) -> Option<Vec<u8>> {
    Some(cache_key(table, &engine.inspect().encode_key(table, key)?))
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
    // What the service rejects is rejected in its words, whether or not items are cached.
    let Ok(keys) = engine.check_batch_get(&input) else {
        return (engine.execute(Input::BatchGetItem(input)), Served::Passed);
    };
    let mut tables: Vec<TableKeys> = Vec::new();
    for (request, keys) in input.requests.into_iter().zip(keys) {
        tables.push(TableKeys::look_up(dax, engine, request, &keys));
    }
    let requests: Vec<_> = tables.iter().map(|table| table.missed.clone()).collect();
    let none = requests.iter().all(|request| request.keys.is_empty());
    let mut executed = if none {
        let responses = requests.into_iter().map(|request| (request.table, Vec::new())).collect();
        let output = BatchGetItemOutput { responses, unprocessed: Vec::new() };
        Executed::cached(Output::BatchGetItem(output), engine)
    } else {
        engine.execute(Input::BatchGetItem(BatchGetItemInput { requests }))
    };
    let Ok(Output::BatchGetItem(output)) = &mut executed.result else {
        return (executed, Served::Passed);
    };
    for (at, mut table) in tables.into_iter().enumerate() {
        table.keep(dax, engine, output, &executed.receipts);
        output.responses[at].1.append(&mut table.hits);
    }
    (executed, if none { Served::ItemCache } else { Served::Missed })
}

/// One table's part of a batch.
struct TableKeys {
    /// What the cache has, as it is to be shown.
    hits: Vec<Found>,
    /// What it has not, and is asked of the table.
    missed: KeysAndAttributes,
    /// The cache's keys of the latter.
    cache_keys: Vec<Vec<u8>>,
}

impl TableKeys {
    fn look_up(
        dax: &mut Dax,
        engine: &Engine,
        mut request: KeysAndAttributes,
        keys: &[KeyBytes],
    ) -> Self {
        let mut hits = Vec::new();
        let mut cache_keys = Vec::new();
        let mut missed = Vec::new();
        for (named, key) in std::mem::take(&mut request.keys).into_iter().zip(keys) {
            let key = cache_key(&request.table, key);
            match dax.item(&key, engine.now()) {
                Some((row, cost)) => {
                    dax.counts.items.0 += 1;
                    dax.counts.saved += cost;
                    hits.extend(row.map(|row| Found::project(&row, request.projection.as_ref())));
                }
                None => {
                    dax.counts.items.1 += 1;
                    missed.push(named);
                    cache_keys.push(key);
                }
            }
        }
        Self { hits, missed: KeysAndAttributes { keys: missed, ..request }, cache_keys }
    }

    /// Keeps what was read, and which keys have no item. The facts hold whole items in the order of
    /// the keys; a key without an item has none among them.
    fn keep(
        &self,
        dax: &mut Dax,
        engine: &Engine,
        output: &BatchGetItemOutput,
        receipts: &[Receipt],
    ) {
        let table = &self.missed.table;
        let unprocessed = output.unprocessed.iter().find(|(name, _)| name == table);
        let read = receipts.iter().filter(|receipt| receipt.table == *table);
        let mut read = read.flat_map(Receipt::evaluated).peekable();
        for (named, key) in self.missed.keys.iter().zip(&self.cache_keys) {
            if unprocessed.is_some_and(|(_, keys)| keys.contains(named)) {
                continue;
            }
            let has_key = |item: &Item| {
                named.iter().all(|(name, value)| item.get(name.as_str()) == Some(value))
            };
            let found = read.next_if(|read| has_key(read.row.item()));
            let row = found.map(|read| read.row.clone());
            let cost = engine.inspect().cost_of_get(row.as_ref());
            dax.keep_item(key.clone(), row, cost, engine.now());
        }
    }
}
