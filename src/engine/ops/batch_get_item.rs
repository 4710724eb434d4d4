//! BatchGetItem: reads up to 100 items by their keys.
//!
//! Refuses to know duplicate keys: the service compares them as the request spells them, so that
//! the numbers 1000 and 1e3 are two keys here and the item is answered twice.

use crate::capacity::{Consistency, ReadCharge, ReadItem, Receipt, TableOrIndex, charge_items};
use crate::engine::keys::{check_scalar_paths, of_key_map};
use crate::engine::plan::{Plan, Planned};
use crate::engine::{Engine, EngineError, Found, Touched, TouchedHashes};
use crate::expression::ProjectionPaths;
use crate::model::{Item, KeyBytes, PartitionHash, TableName};
use crate::partition::{Ring, initial_partitions};
use crate::store::{MAX_PAGE_BYTES, Table};

/// Most keys of a batch.
pub const MAX_KEYS: usize = 100;
/// Bytes at which the answer ends.
pub const MAX_RESPONSE_BYTES: u64 = 16 << 20;

/// What BatchGetItem is asked.
#[derive(Debug, Clone)]
pub struct Input {
    /// The tables, each once.
    pub requests: Vec<TableRequest>,
}

/// What BatchGetItem is asked of one table.
#[derive(Debug, Clone)]
pub struct TableRequest {
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
#[derive(Debug, Clone)]
pub struct Output {
    /// For each table asked, in the order of the request, the items there are.
    pub responses: Vec<(TableName, Vec<Found>)>,
    /// Keys that were left for another call, for tables that have some.
    pub unprocessed: Vec<(TableName, Vec<Item>)>,
}

pub(crate) fn plan(engine: &Engine, input: Input) -> Planned {
    check_counts(&input.requests)?;
    let wanted = input.requests.iter().map(|request| locate(engine, request));
    let wanted = wanted.collect::<Result<Vec<_>, EngineError>>()?;
    let mut output = Output { responses: Vec::new(), unprocessed: Vec::new() };
    let mut plan = Plan::free(super::Output::BatchGetItem(output.clone()));
    let mut budget = MAX_RESPONSE_BYTES;
    for (request, (table, keys)) in input.requests.into_iter().zip(wanted) {
        let read = TableRead::run(table, &request, &keys, &mut budget);
        plan.receipts.push(Receipt::of_read(request.table.clone(), read.charge));
        plan.touched.push(touch(&request.table, read.hashes));
        if !read.unprocessed.is_empty() {
            output.unprocessed.push((request.table.clone(), read.unprocessed));
        }
        output.responses.push((request.table, read.found));
    }
    plan.output = super::Output::BatchGetItem(output);
    Ok(plan)
}

fn check_counts(requests: &[TableRequest]) -> Result<(), EngineError> {
    if let Some(request) = requests.iter().find(|request| request.keys.len() > MAX_KEYS) {
        return Err(EngineError::TooManyKeysOfTable(request.table.clone()));
    }
    match requests.iter().map(|request| request.keys.len()).sum::<usize>() > MAX_KEYS {
        true => Err(EngineError::TooManyKeys),
        false => Ok(()),
    }
}

fn locate<'a>(
    engine: &'a Engine,
    request: &TableRequest,
) -> Result<(&'a Table, Vec<KeyBytes>), EngineError> {
    let table = engine.tables.data(&request.table)?;
    check_scalar_paths(table, request.projection.iter().flat_map(|p| p.nested_names()))?;
    let keys = request.keys.iter().map(|key| of_key_map(&table.schema().keys, key));
    Ok((table, keys.collect::<Result<_, _>>()?))
}

fn touch(table: &TableName, hashes: Vec<PartitionHash>) -> Touched {
    Touched { table: table.clone(), on: TableOrIndex::Table, hashes: TouchedHashes::of(hashes) }
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
    /// the key's partition; it is then not charged.
    fn run(table: &Table, request: &TableRequest, keys: &[KeyBytes], budget: &mut u64) -> Self {
        let ring = Ring::even(initial_partitions(table.schema().billing));
        let mut left = vec![MAX_PAGE_BYTES; ring.ranges().len()];
        let (mut found, mut unprocessed, mut hashes) = (Vec::new(), Vec::new(), Vec::new());
        let (mut items, mut missing) = (Vec::new(), 0);
        for (key, map) in keys.iter().zip(&request.keys) {
            let partition = &mut left[ring.locate(key.hash())];
            if *partition == 0 || *budget == 0 {
                unprocessed.push(map.clone());
                continue;
            }
            hashes.push(key.hash());
            let Some(row) = table.get(key) else {
                missing += 1;
                continue;
            };
            items.push(ReadItem { row: row.clone(), passed: true });
            found.push(Found::project(row, request.projection.as_ref()));
            *partition = partition.saturating_sub(u64::from(row.size()));
            *budget = budget.saturating_sub(u64::from(row.size()));
        }
        let charge = charge_items(Consistency::of(request.consistent), items, missing);
        Self { found, unprocessed, hashes, charge }
    }
}
