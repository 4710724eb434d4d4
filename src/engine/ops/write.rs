//! What the writes of single items share: the condition, the bill, and where they went.

use std::sync::Arc;

use super::{Output, ReturnValues};
use crate::capacity::{Receipt, TableOrIndex, WriteCharge, charge_refused_write, charge_write};
use crate::engine::error::EngineError;
use crate::engine::keys::check_scalar_paths;
use crate::engine::plan::{Effect, Plan, Refusal};
use crate::engine::touched::{Touched, TouchedHashes};
use crate::expression::Condition;
use crate::model::{Item, KeyBytes, TableName, TableSchema};
use crate::store::{Change, EntryChange, EntryDiff, Row, Table};

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

    /// Refuses a change whose condition does not hold. The attempt is billed all the same.
    pub(super) fn check(&self, table: &Table, change: &Change) -> Result<(), Box<Refusal>> {
        match self.holds(change.before().map(|row| &**row)) {
            true => Ok(()),
            false => Err(self.refuse(table, change)),
        }
    }

    /// The refusal of a change, billed for the larger of the item there is and the one tried.
    pub(super) fn refuse(&self, table: &Table, change: &Change) -> Box<Refusal> {
        let name = &table.schema().name;
        let charge = charge_refused_write(change.before().cloned(), change.after().cloned());
        let item = self.shown(change.before()).cloned();
        Box::new(Refusal {
            error: EngineError::ConditionFailed { item },
            receipts: vec![Receipt::of_writes(name.clone(), vec![charge])],
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
pub(super) fn plan_change(output: Output, table: &Table, change: Change) -> Plan {
    let name = table.schema().name.clone();
    let charges = charge_write(&table.schema().indexes, &change);
    Plan {
        output,
        receipts: vec![Receipt::of_writes(name.clone(), charges)],
        touched: touch(table.schema(), &[&change]),
        effect: Effect::Write(vec![(name, change)]),
    }
}

/// The bill of several changes of one table.
pub(super) fn charge_all(table: &Table, changes: &[&Change]) -> Receipt {
    let charges = changes.iter().flat_map(|change| charge_write(&table.schema().indexes, change));
    Receipt::of_writes(table.schema().name.clone(), charges.collect::<Vec<WriteCharge>>())
}

/// Where changes of one table went: the table, and each index in which an entry changed.
pub(super) fn touch(schema: &TableSchema, changes: &[&Change]) -> Vec<Touched> {
    let table = changes.iter().map(|change| change.key().hash()).collect();
    let mut touched = vec![Touched {
        table: schema.name.clone(),
        on: TableOrIndex::Table,
        hashes: TouchedHashes::of(table),
    }];
    for (at, index) in schema.indexes.iter().enumerate() {
        let diffs = changes.iter().map(|change| &change.entries()[at]);
        let changed = diffs.filter(|diff| diff.change() != EntryChange::None);
        let hashes: Vec<_> = changed.flat_map(entry_keys).map(KeyBytes::hash).collect();
        if !hashes.is_empty() {
            let (table, on) = (schema.name.clone(), TableOrIndex::from_index(index));
            touched.push(Touched { table, on, hashes: TouchedHashes::of(hashes) });
        }
    }
    touched
}

fn entry_keys(diff: &EntryDiff) -> impl Iterator<Item = &KeyBytes> {
    diff.before_key().into_iter().chain(diff.after_key())
}

/// One key of a table, as the place that a request went to.
pub(super) fn touch_table(table: &TableName, key: &KeyBytes) -> Touched {
    let hashes = TouchedHashes::of(vec![key.hash()]);
    Touched { table: table.clone(), on: TableOrIndex::Table, hashes }
}
