//! BatchGetItem and BatchWriteItem.
//!
//! Refuses to know duplicate keys of BatchGetItem: the service compares them as the request spells
//! them, so that the numbers 1000 and 1e3 are two keys here and the item is answered twice.

use std::collections::BTreeSet;

use super::Plannable;
use super::item::{charge_all, touch};
use crate::capacity::{Consistency, ReadCharge, ReadItem, Receipt, TableOrIndex, charge_items};
use crate::engine::error::EngineError;
use crate::engine::plan::{Effect, Plan, Planned};
use crate::engine::rules::{check_scalar_paths, key_from_map, prepare_batch_put};
use crate::engine::state::State;
use crate::engine::types::{Found, Touched, TouchedHashes};
use crate::expression::ProjectionPaths;
use crate::model::{Item, KeyBytes, PartitionHash, TableName};
use crate::partition::{Ring, initial_partitions};
use crate::store::{Change, MAX_PAGE_BYTES, Table};

/// Most keys of a batch.
pub const MAX_BATCH_KEYS: usize = 100;
/// Bytes at which the answer ends.
pub const MAX_RESPONSE_BYTES: u64 = 16 << 20;

/// What BatchGetItem is asked.
#[derive(Debug, Clone)]
pub struct BatchGetItemInput {
    /// The tables, each once.
    pub requests: Vec<KeysAndAttributes>,
}

/// What BatchGetItem is asked of one table.
#[derive(Debug, Clone)]
pub struct KeysAndAttributes {
    /// The table.
    pub table: TableName,
    /// The keys, each the key attributes and nothing else.
    pub keys: Vec<Item>,
    /// Which parts of the items to show.
    pub projection: Option<ProjectionPaths>,
    /// Whether the read is strongly consistent.
    pub consistent: bool,
}

/// What BatchGetItem answers.
#[derive(Debug, Clone, Default)]
pub struct BatchGetItemOutput {
    /// For each table asked, in the order of the request, the items there are.
    pub responses: Vec<(TableName, Vec<Found>)>,
    /// Keys that were left for another call, for tables that have some.
    pub unprocessed: Vec<(TableName, Vec<Item>)>,
}

impl Plannable for BatchGetItemInput {
    type Output = BatchGetItemOutput;

    fn plan(self, state: &State) -> Planned<Self::Output> {
        let wanted = self.locate(state)?;
        let mut plan = Plan::free(BatchGetItemOutput::default());
        let mut budget = MAX_RESPONSE_BYTES;
        for (request, (table, keys)) in self.requests.iter().zip(wanted) {
            let read = TableRead::run(table, request, &keys, &mut budget);
            let name = &request.table;
            plan.receipts.push(Receipt::from_read(name.clone(), read.charge));
            plan.touched.push(Touched {
                table: name.clone(),
                on: TableOrIndex::Table,
                hashes: TouchedHashes::from_hashes(read.hashes),
            });
            if !read.unprocessed.is_empty() {
                plan.output.unprocessed.push((name.clone(), read.unprocessed));
            }
            plan.output.responses.push((name.clone(), read.found));
        }
        Ok(plan)
    }
}

impl BatchGetItemInput {
    /// Checks the request, and finds for each table the place of each key.
    pub(in crate::engine) fn locate<'a>(
        &self,
        state: &'a State,
    ) -> Result<Vec<(&'a Table, Vec<KeyBytes>)>, EngineError> {
        check_key_counts(&self.requests)?;
        let mut located = Vec::with_capacity(self.requests.len());
        for request in &self.requests {
            // One missing table or bad key rejects the whole call; nothing is left unprocessed.
            let table = state.tables.data(&request.table)?;
            check_scalar_paths(table, request.projection.iter().flat_map(|p| p.nested_names()))?;
            let keys = request.keys.iter().map(|key| key_from_map(&table.schema().keys, key));
            located.push((table, keys.collect::<Result<_, _>>()?));
        }
        Ok(located)
    }
}

fn check_key_counts(requests: &[KeysAndAttributes]) -> Result<(), EngineError> {
    if let Some(request) = requests.iter().find(|request| request.keys.len() > MAX_BATCH_KEYS) {
        return Err(EngineError::TooManyKeysOfTable(request.table.clone()));
    }
    // The limit on one table is a constraint of the model, that on all tables a rule of the
    // operation: they are worded differently.
    if requests.iter().map(|request| request.keys.len()).sum::<usize>() > MAX_BATCH_KEYS {
        return Err(EngineError::TooManyKeys);
    }
    Ok(())
}

/// What was read of one table.
struct TableRead {
    found: Vec<Found>,
    unprocessed: Vec<Item>,
    hashes: Vec<PartitionHash>,
    charge: ReadCharge,
}

impl TableRead {
    /// Reads keys in order. A key is left for another call when the answer has 16 MB, or 1 MB from
    /// the key's partition (API reference, *BatchGetItem*); it is then not charged.
    fn run(
        table: &Table,
        request: &KeysAndAttributes,
        keys: &[KeyBytes],
        budget: &mut u64,
    ) -> Self {
        let ring = Ring::even(initial_partitions(table.schema().billing));
        let mut left = vec![MAX_PAGE_BYTES; ring.ranges().len()];
        let mut found = Vec::new();
        let mut unprocessed = Vec::new();
        let mut hashes = Vec::new();
        let mut items = Vec::new();
        let mut missing = 0;
        for (key, map) in keys.iter().zip(&request.keys) {
            // Partitions as the table was created with: where they were split since does not matter
            // for a limit that AWS documents without saying how it is counted.
            let partition = &mut left[ring.locate(key.hash())];
            if *partition == 0 || *budget == 0 {
                unprocessed.push(map.clone());
                continue;
            }
            hashes.push(key.hash());
            let Some(row) = table.get(key) else {
                // Looking costs a block even where there is nothing (Developer Guide, *Read
                // consumption*).
                missing += 1;
                continue;
            };
            items.push(ReadItem { row: row.clone(), passed: true });
            found.push(Found::project(row, request.projection.as_ref()));
            *partition = partition.saturating_sub(u64::from(row.size()));
            *budget = budget.saturating_sub(u64::from(row.size()));
        }
        let charge =
            charge_items(Consistency::from_consistent_read(request.consistent), items, missing);
        Self { found, unprocessed, hashes, charge }
    }
}

/// Most writes of a batch.
pub const MAX_BATCH_WRITES: usize = 25;

/// What BatchWriteItem is asked.
#[derive(Debug, Clone)]
pub struct BatchWriteItemInput {
    /// The tables, each once, and what to write in them.
    pub requests: Vec<(TableName, Vec<WriteRequest>)>,
}

/// One write of a batch.
#[derive(Debug, Clone)]
pub enum WriteRequest {
    /// `PutRequest`: an item.
    Put(Item),
    /// `DeleteRequest`: a key.
    Delete(Item),
}

/// What BatchWriteItem answers.
#[derive(Debug, Clone, Default)]
pub struct BatchWriteItemOutput {
    /// Writes that were throttled, by table. Only a simulated service leaves any.
    pub unprocessed: Vec<(TableName, Vec<WriteRequest>)>,
}

impl Plannable for BatchWriteItemInput {
    type Output = BatchWriteItemOutput;

    /// Everything is checked before anything is written: one bad write rejects the whole batch.
    fn plan(self, state: &State) -> Planned<Self::Output> {
        if self.requests.iter().map(|(_, writes)| writes.len()).sum::<usize>() > MAX_BATCH_WRITES {
            return Err(EngineError::TooManyWrites.into());
        }
        let mut plan = Plan::free(BatchWriteItemOutput::default());
        let mut all = Vec::new();
        for (name, writes) in self.requests {
            let table = state.tables.data(&name)?;
            let changes = prepare(table, writes)?;
            // What the service does with a member in conflict is unconfirmed: here it rejects the
            // whole batch.
            changes.iter().try_for_each(|change| state.ongoing.check(&name, change.key()))?;
            let borrowed: Vec<&Change> = changes.iter().collect();
            plan.receipts.push(charge_all(table, &borrowed));
            plan.touched.extend(touch(table.schema(), &borrowed));
            all.extend(changes.into_iter().map(|change| (name.clone(), change)));
        }
        Ok(plan.with_effect(Effect::Write(all)))
    }
}

fn prepare(table: &Table, writes: Vec<WriteRequest>) -> Result<Vec<Change>, EngineError> {
    let mut keys = BTreeSet::new();
    let mut changes = Vec::with_capacity(writes.len());
    for write in writes {
        let change = match write {
            WriteRequest::Put(item) => prepare_batch_put(table, item)?,
            WriteRequest::Delete(key) => {
                table.prepare_delete(key_from_map(&table.schema().keys, &key)?)
            }
        };
        if !keys.insert(change.key().clone()) {
            return Err(EngineError::DuplicateKeys);
        }
        changes.push(change);
    }
    Ok(changes)
}
