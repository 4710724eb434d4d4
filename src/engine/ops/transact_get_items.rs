//! TransactGetItems: reads up to 100 different items as they are at one moment.

use super::transaction::{Place, bill_reads, find, reasons};
use crate::capacity::TableOrIndex;
use crate::engine::keys::check_scalar_paths;
use crate::engine::plan::{Effect, Plan, Planned, Refusal};
use crate::engine::{CancellationReason, Engine, EngineError, Found, Touched, TouchedHashes};
use crate::expression::ProjectionPaths;
use crate::model::{Item, KeyBytes, PartitionHash, TableName};
use crate::store::Table;

/// What TransactGetItems is asked.
#[derive(Debug, Clone)]
pub struct Input {
    /// The items, in order.
    pub gets: Vec<Get>,
}

/// One item to read.
#[derive(Debug, Clone)]
pub struct Get {
    /// The table.
    pub table: TableName,
    /// The key attributes, no more and no less.
    pub key: Item,
    /// Which parts of the item to show.
    pub projection: Option<ProjectionPaths>,
}

/// What TransactGetItems answers.
#[derive(Debug, Clone)]
pub struct Output {
    /// The items in the order of the request, where there is one. Unlike GetItem's, an item of
    /// which the projection leaves nothing is none.
    pub items: Vec<Option<Found>>,
}

pub(crate) fn plan(engine: &Engine, input: Input) -> Planned {
    let places: Vec<_> = input.gets.iter().map(|get| Place::OfKey(&get.table, &get.key)).collect();
    let found = find(engine, &places)?;
    let gets = input.gets.iter().zip(found);
    let reads = gets.map(|(get, found)| Read::of(engine, get, found.table, found.key));
    let reads: Vec<Read> = reads.collect();
    let sizes: Vec<_> = reads.iter().filter(|read| read.hash.is_some()).map(Read::size).collect();
    let receipts = bill_reads(&sizes);
    let touched = receipts.iter().map(|receipt| touched(&receipt.table, &reads)).collect();
    let reasons = reasons(reads.iter().map(|read| read.reason.clone()).collect());
    if reasons.iter().any(|reason| *reason != CancellationReason::None) {
        let error = EngineError::TransactionCanceled(reasons);
        return Err(Box::new(Refusal { error, receipts, touched }));
    }
    let items = reads.into_iter().map(|read| read.found).collect();
    let output = super::Output::TransactGetItems(Output { items });
    Ok(Plan { output, receipts, touched, effect: Effect::None })
}

fn touched(table: &TableName, reads: &[Read]) -> Touched {
    let of_table = reads.iter().filter(|read| read.table == *table);
    let hashes = TouchedHashes::of(of_table.filter_map(|read| read.hash).collect());
    Touched { table: table.clone(), on: TableOrIndex::Table, hashes }
}

/// One item read.
struct Read {
    table: TableName,
    found: Option<Found>,
    bytes: Option<u64>,
    /// Where it lies; `None` when the key is none of the table's.
    hash: Option<PartitionHash>,
    reason: CancellationReason,
}

impl Read {
    fn of(engine: &Engine, get: &Get, table: &Table, key: Result<KeyBytes, EngineError>) -> Self {
        let paths = get.projection.iter().flat_map(|paths| paths.nested_names());
        let checked = check_scalar_paths(table, paths);
        let key = match checked.and(key) {
            Ok(key) => key,
            Err(error) => return Self::invalid(get, error),
        };
        let row = table.get(&key);
        let found = row.map(|row| Found::project(row, get.projection.as_ref()));
        let reason = match engine.ongoing.has(&get.table, &key) {
            true => CancellationReason::Conflict,
            false => CancellationReason::None,
        };
        Self {
            table: get.table.clone(),
            found: found.filter(|found| !found.item().is_empty()),
            bytes: row.map(|row| u64::from(row.size())),
            hash: Some(key.hash()),
            reason,
        }
    }

    fn invalid(get: &Get, error: EngineError) -> Self {
        let reason = CancellationReason::Invalid(Box::new(error));
        Self { table: get.table.clone(), found: None, bytes: None, hash: None, reason }
    }

    fn size(&self) -> (TableName, Option<u64>) {
        (self.table.clone(), self.bytes)
    }
}
