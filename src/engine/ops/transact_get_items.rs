//! TransactGetItems: reads up to 100 different items as they are at one moment.

use std::sync::Arc;

use super::transaction::{Place, bill_reads, find, reasons};
use crate::capacity::{ReadItem, TableOrIndex};
use crate::engine::keys::check_scalar_paths;
use crate::engine::plan::{Effect, Plan, Planned, Refusal};
use crate::engine::{CancellationReason, Engine, EngineError, Found, Touched, TouchedHashes};
use crate::expression::ProjectionPaths;
use crate::model::{Item, KeyBytes, PartitionHash, TableName};
use crate::store::{Row, Table};

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
    plan_filtered(engine, input.gets, |_, _| true)
}

/// The same where only some items are shown: those at this place in the request of which this holds.
pub(super) fn plan_filtered(
    engine: &Engine,
    gets: Vec<Get>,
    passes: impl Fn(usize, &Item) -> bool,
) -> Planned {
    let places: Vec<_> = gets.iter().map(|get| Place::OfKey(&get.table, &get.key)).collect();
    let found = find(engine, &places)?;
    let mut reads: Vec<Read> = Vec::with_capacity(gets.len());
    for (at, (get, found)) in gets.iter().zip(found).enumerate() {
        reads.push(Read::of(engine, get, found.table, found.key, |item| passes(at, item)));
    }
    let located = reads.iter().filter(|read| read.hash.is_some());
    let items: Vec<_> = located.map(|read| (read.table.clone(), read.item.clone())).collect();
    let receipts = bill_reads(&items);
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
    item: Option<ReadItem>,
    /// Where it lies; `None` when the key is none of the table's.
    hash: Option<PartitionHash>,
    reason: CancellationReason,
}

impl Read {
    fn of(
        engine: &Engine,
        get: &Get,
        table: &Table,
        key: Result<KeyBytes, EngineError>,
        passes: impl Fn(&Item) -> bool,
    ) -> Self {
        let paths = get.projection.iter().flat_map(|paths| paths.nested_names());
        let checked = check_scalar_paths(table, paths);
        let key = match checked.and(key) {
            Ok(key) => key,
            Err(error) => return Self::invalid(get, error),
        };
        let read = |row: &Arc<Row>| ReadItem { row: row.clone(), passed: passes(row.item()) };
        let item = table.get(&key).map(read);
        let passed = item.as_ref().filter(|item| item.passed);
        let found = passed.map(|item| Found::project(&item.row, get.projection.as_ref()));
        let reason = match engine.ongoing.has(&get.table, &key) {
            true => CancellationReason::Conflict,
            false => CancellationReason::None,
        };
        Self {
            table: get.table.clone(),
            found: found.filter(|found| !found.item().is_empty()),
            item,
            hash: Some(key.hash()),
            reason,
        }
    }

    fn invalid(get: &Get, error: EngineError) -> Self {
        let reason = CancellationReason::Invalid(Box::new(error));
        Self { table: get.table.clone(), found: None, item: None, hash: None, reason }
    }
}
