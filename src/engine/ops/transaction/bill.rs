//! What a transaction costs and where it went, table by table.
//!
//! Tables come in the order in which the actions first name them.

use super::attempt::Step;
use crate::capacity::{Consistency, ReadItem, Receipt, TableOrIndex, WriteCharge, charge_items};
use crate::engine::Touched;
use crate::engine::ops::write::touch;
use crate::model::TableName;
use crate::store::{Change, Table};

/// For each item asked for its table and what was read; `None` when there was no item.
pub(in crate::engine::ops) type Reads = [(TableName, Option<ReadItem>)];

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
pub(in crate::engine::ops) fn bill_reads(reads: &Reads) -> Vec<Receipt> {
    let mut names: Vec<&TableName> = Vec::new();
    for (name, _) in reads {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let bill = |name: &TableName| {
        let of_table: Vec<_> = reads.iter().filter(|(table, _)| table == name).collect();
        let items: Vec<ReadItem> = of_table.iter().filter_map(|(_, item)| item.clone()).collect();
        let missing = (of_table.len() - items.len()) as u64;
        let charge = charge_items(Consistency::Transactional, items, missing);
        Receipt::of_read(name.clone(), charge)
    };
    names.into_iter().map(bill).collect()
}

/// What asking again under the same token reads: of each action the row that it was billed for,
/// the larger of the item before and after.
pub(super) fn read_again(steps: &[Step<'_>]) -> Vec<(TableName, Option<ReadItem>)> {
    let read = |step: &Step<'_>| {
        let rows = step.change.iter().flat_map(|change| [change.before(), change.after()]);
        let larger = rows.flatten().max_by_key(|row| row.size());
        let item = larger.map(|row| ReadItem { row: row.clone(), passed: true });
        (step.table.schema().name.clone(), item)
    };
    steps.iter().map(read).collect()
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
