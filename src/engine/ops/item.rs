//! GetItem, PutItem and DeleteItem, and what all writes of single items share: the condition, the
//! bill, and where they went.

use std::sync::Arc;

use super::Plannable;
use crate::capacity::{
    Consistency, ReadItem, Receipt, TableOrIndex, WriteCharge, charge_failed_write, charge_items,
    charge_write,
};
use crate::engine::error::EngineError;
use crate::engine::plan::{Effect, Plan, Planned, Rejection};
use crate::engine::rules::{
    check_index_keys, check_item, check_local_entries, check_scalar_paths, key_from_item,
    key_from_map,
};
use crate::engine::state::State;
use crate::engine::types::{Found, ReturnValues, Touched, TouchedHashes};
use crate::expression::{Condition, ProjectionPaths};
use crate::model::{Item, KeyBytes, TableName, TableSchema};
use crate::store::{Change, EntryChange, EntryDiff, Row, Table};

/// What GetItem is asked.
#[derive(Debug, Clone)]
pub struct GetItemInput {
    /// The table.
    pub table: TableName,
    /// The key attributes, no more and no less.
    pub key: Item,
    /// Which parts of the item to show.
    pub projection: Option<ProjectionPaths>,
    /// Whether the read is strongly consistent.
    pub consistent: bool,
}

/// What GetItem answers.
#[derive(Debug, Clone)]
pub struct GetItemOutput {
    /// The item, if there is one.
    pub item: Option<Found>,
}

impl Plannable for GetItemInput {
    type Output = GetItemOutput;

    fn plan(self, state: &State) -> Planned<Self::Output> {
        let (table, key) = self.locate(state)?;
        let row = table.get(&key);
        let items: Vec<_> =
            row.iter().map(|&row| ReadItem { row: row.clone(), passed: true }).collect();
        let missing = u64::from(row.is_none());
        let charge =
            charge_items(Consistency::from_consistent_read(self.consistent), items, missing);
        let item = row.map(|row| Found::project(row, self.projection.as_ref()));
        Ok(Plan {
            output: GetItemOutput { item },
            touched: vec![touch_table(&self.table, &key)],
            receipts: vec![Receipt::from_read(self.table, charge)],
            effect: Effect::None,
        })
    }
}

impl GetItemInput {
    /// Checks the request, and finds the place of its key.
    pub(in crate::engine) fn locate<'a>(
        &self,
        state: &'a State,
    ) -> Result<(&'a Table, KeyBytes), EngineError> {
        let table = state.tables.data(&self.table)?;
        let key = key_from_map(&table.schema().keys, &self.key)?;
        check_scalar_paths(table, self.projection.iter().flat_map(|p| p.nested_names()))?;
        Ok((table, key))
    }
}

/// What PutItem is asked.
#[derive(Debug, Clone)]
pub struct PutItemInput {
    /// The table.
    pub table: TableName,
    /// The item, key attributes included.
    pub item: Item,
    /// What must hold of the item there was.
    pub condition: Option<Condition>,
    /// `None` or `AllOld`.
    pub return_values: ReturnValues,
    /// Whether a failed condition shows the item.
    pub return_old_on_failure: bool,
}

/// What PutItem answers.
#[derive(Debug, Clone)]
pub struct PutItemOutput {
    /// The item there was, if it was asked for.
    pub old: Option<Arc<Row>>,
}

impl Plannable for PutItemInput {
    type Output = PutItemOutput;

    /// The order of checks is the service's: size, table, keys, condition.
    fn plan(self, state: &State) -> Planned<Self::Output> {
        check_return_values(self.return_values)?;
        check_item(&self.item)?;
        let row = Arc::new(Row::new(self.item));
        let table = state.tables.data(&self.table)?;
        let key = key_from_item(&table.schema().keys, row.item())?;
        check_index_keys(table, row.item())?;
        let change = table.prepare_put(key, row);
        check_local_entries(table, &change)?;
        let guard = Guard::new(table, self.condition.as_ref(), self.return_old_on_failure)?;
        // An item in a transaction that goes on is not even looked at, so a conflict comes before
        // the condition.
        state.ongoing.check(&self.table, change.key())?;
        guard.check(table, &change)?;
        let old = change.before().filter(|_| self.return_values == ReturnValues::AllOld).cloned();
        Ok(plan_change(PutItemOutput { old }, table, change))
    }
}

/// What DeleteItem is asked.
#[derive(Debug, Clone)]
pub struct DeleteItemInput {
    /// The table.
    pub table: TableName,
    /// The key attributes, no more and no less.
    pub key: Item,
    /// What must hold of the item.
    pub condition: Option<Condition>,
    /// `None` or `AllOld`.
    pub return_values: ReturnValues,
    /// Whether a failed condition shows the item.
    pub return_old_on_failure: bool,
}

/// What DeleteItem answers.
#[derive(Debug, Clone)]
pub struct DeleteItemOutput {
    /// The item there was, if it was asked for.
    pub old: Option<Arc<Row>>,
}

impl Plannable for DeleteItemInput {
    type Output = DeleteItemOutput;

    fn plan(self, state: &State) -> Planned<Self::Output> {
        check_return_values(self.return_values)?;
        let table = state.tables.data(&self.table)?;
        let key = key_from_map(&table.schema().keys, &self.key)?;
        let change = table.prepare_delete(key);
        let guard = Guard::new(table, self.condition.as_ref(), self.return_old_on_failure)?;
        state.ongoing.check(&self.table, change.key())?;
        guard.check(table, &change)?;
        let old = change.before().filter(|_| self.return_values == ReturnValues::AllOld).cloned();
        Ok(plan_change(DeleteItemOutput { old }, table, change))
    }
}

/// The condition of a write, and whether its failure shows the item.
pub(super) struct Guard<'a> {
    condition: Option<&'a Condition>,
    show_item: bool,
}

impl<'a> Guard<'a> {
    /// The guard, if its condition fits the table.
    pub(super) fn new(
        table: &Table,
        condition: Option<&'a Condition>,
        show_item: bool,
    ) -> Result<Self, EngineError> {
        check_scalar_paths(table, condition.iter().flat_map(|c| c.nested_names()))?;
        Ok(Self { condition, show_item })
    }

    /// What a failure shows of the item there is.
    pub(super) fn shown<'r>(&self, current: Option<&'r Arc<Row>>) -> Option<&'r Arc<Row>> {
        current.filter(|_| self.show_item)
    }

    /// Whether the condition holds of the item there is. Without an item every path is missing.
    pub(super) fn holds(&self, current: Option<&Row>) -> bool {
        let Some(condition) = self.condition else { return true };
        match current {
            Some(row) => condition.holds(row.item()),
            None => condition.holds(&Item::new()),
        }
    }

    /// Rejects a change whose condition does not hold. The attempt is billed all the same (Developer
    /// Guide, *Read and write operations*, "Condition expressions").
    pub(super) fn check(&self, table: &Table, change: &Change) -> Result<(), Box<Rejection>> {
        if self.holds(change.before().map(|row| &**row)) {
            return Ok(());
        }
        Err(self.reject(table, change))
    }

    /// The rejection of a change, billed for the larger of the item there is and the one tried.
    pub(super) fn reject(&self, table: &Table, change: &Change) -> Box<Rejection> {
        let name = &table.schema().name;
        let charge = charge_failed_write(change.before().cloned(), change.after().cloned());
        let item = self.shown(change.before()).cloned();
        Box::new(Rejection {
            error: EngineError::ConditionFailed { item },
            receipts: vec![Receipt::from_writes(name.clone(), vec![charge])],
            touched: vec![touch_table(name, change.key())],
        })
    }
}

/// PutItem and DeleteItem show the item before or nothing.
pub(super) fn check_return_values(return_values: ReturnValues) -> Result<(), EngineError> {
    match return_values {
        ReturnValues::None | ReturnValues::AllOld => Ok(()),
        _ => Err(EngineError::ReturnValuesNotAllowed),
    }
}

/// The plan that makes one change.
pub(super) fn plan_change<O>(output: O, table: &Table, change: Change) -> Plan<O> {
    let name = table.schema().name.clone();
    let charges = charge_write(&table.schema().indexes, &change);
    Plan {
        output,
        receipts: vec![Receipt::from_writes(name.clone(), charges)],
        touched: touch(table.schema(), &[&change]),
        effect: Effect::Write(vec![(name, change)]),
    }
}

/// The bill of several changes of one table.
pub(super) fn charge_all(table: &Table, changes: &[&Change]) -> Receipt {
    let charges = changes.iter().flat_map(|change| charge_write(&table.schema().indexes, change));
    Receipt::from_writes(table.schema().name.clone(), charges.collect::<Vec<WriteCharge>>())
}

/// Where changes of one table went: the table, and each index in which an entry changed.
pub(super) fn touch(schema: &TableSchema, changes: &[&Change]) -> Vec<Touched> {
    let table = changes.iter().map(|change| change.key().hash()).collect();
    let mut touched = vec![Touched {
        table: schema.name.clone(),
        on: TableOrIndex::Table,
        hashes: TouchedHashes::from_hashes(table),
    }];
    for (at, index) in schema.indexes.iter().enumerate() {
        let diffs = changes.iter().map(|change| &change.entries()[at]);
        let changed = diffs.filter(|diff| diff.change() != EntryChange::None);
        let hashes: Vec<_> = changed.flat_map(entry_keys).map(KeyBytes::hash).collect();
        if !hashes.is_empty() {
            touched.push(Touched {
                table: schema.name.clone(),
                on: TableOrIndex::from_index(index),
                hashes: TouchedHashes::from_hashes(hashes),
            });
        }
    }
    touched
}

fn entry_keys(diff: &EntryDiff) -> impl Iterator<Item = &KeyBytes> {
    diff.before_key().into_iter().chain(diff.after_key())
}

/// One key of a table, as the place that a request went to.
pub(super) fn touch_table(table: &TableName, key: &KeyBytes) -> Touched {
    let hashes = TouchedHashes::from_hashes(vec![key.hash()]);
    Touched { table: table.clone(), on: TableOrIndex::Table, hashes }
}
