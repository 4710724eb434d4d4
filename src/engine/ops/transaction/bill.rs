//! What a transaction costs and where it went, table by table.
//!
//! Tables come in the order in which the actions first name them.

use super::attempt::Step;
use crate::capacity::{Consistency, ReadItem, Receipt, TableOrIndex, WriteCharge, charge_items};
use crate::engine::Touched;
use crate::engine::ops::write::touch;
use crate::model::TableName;
use crate::store::{Change, Table};

/// For each item read its table and its bytes; `None` when there was no item.
pub(in crate::engine::ops) type Sizes = [(TableName, Option<u64>)];

/// The bill of each table for what its actions cost.
pub(super) fn bill_writes<'e>(
    steps: &[Step<'e>],
    charges: fn(&Step<'e>) -> Vec<WriteCharge>,
) -> Vec<Receipt> {
    let mut receipts = Vec::new();
    for table in tables(steps) {
        let name = &table.schema().name;
        let of_table = steps.iter().filter(|step| step.table.schema().name == *name);
        receipts.push(Receipt::of_writes(name.clone(), of_table.flat_map(charges).collect()));
    }
    receipts
}

/// The bill of each table for reading items in a transaction.
pub(in crate::engine::ops) fn bill_reads(sizes: &Sizes) -> Vec<Receipt> {
    let mut names: Vec<&TableName> = Vec::new();
    for (name, _) in sizes {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let bill = |name: &TableName| {
        let of_table: Vec<_> = sizes.iter().filter(|(table, _)| table == name).collect();
        let bytes = of_table.iter().filter_map(|(_, bytes)| *bytes);
        let items: Vec<ReadItem> =
            bytes.map(|bytes| ReadItem { bytes: bytes as u32, passed: true }).collect();
        let missing = (of_table.len() - items.len()) as u64;
        let charge = charge_items(Consistency::Transactional, items, missing);
        Receipt::of_read(name.clone(), charge)
    };
    names.into_iter().map(bill).collect()
}

/// The bytes that each action was billed for.
pub(super) fn sizes(steps: &[Step<'_>]) -> Vec<(TableName, Option<u64>)> {
    let size = |step: &Step<'_>| {
        let bytes = step.change.as_ref().and_then(|c| c.before_bytes().max(c.after_bytes()));
        (step.table.schema().name.clone(), bytes)
    };
    steps.iter().map(size).collect()
}

/// Where the actions went, and where the changes went in the indexes if they are made.
pub(super) fn touched(steps: &[Step<'_>], made: bool) -> Vec<Touched> {
    let mut touched = Vec::new();
    for table in tables(steps) {
        let of_table = steps.iter().filter(|step| step.table.schema().name == table.schema().name);
        let changes: Vec<&Change> = of_table.filter_map(|step| step.change.as_ref()).collect();
        touched.extend(touch(table.schema(), &changes));
    }
    touched.retain(|touched| made || touched.on == TableOrIndex::Table);
    touched
}

fn tables<'e>(steps: &[Step<'e>]) -> Vec<&'e Table> {
    let mut tables: Vec<&Table> = Vec::new();
    for step in steps {
        if tables.iter().all(|table| table.schema().name != step.table.schema().name) {
            tables.push(step.table);
        }
    }
    tables
}
