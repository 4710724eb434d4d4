//! From facts to charges: what reading and writing cost.
//!
//! Owns which bytes are rounded and when an index is charged once, twice or not at all
//! (Developer Guide, *Managing settings on provisioned capacity*, *Global secondary indexes*).
//! Refuses to know which operation asks.

use std::sync::Arc;

use super::receipt::{ReadCharge, ReadItem, Rounding, TableOrIndex, WriteCharge};
use super::units::{Consistency, WriteUnits, read_blocks, write_blocks};
use crate::model::{IndexKind, IndexName, IndexSchema};
use crate::store::{Change, EntryChange, EntryDiff, Row};

impl TableOrIndex {
    /// The index, by its kind.
    pub fn from_index(index: &IndexSchema) -> Self {
        match index.kind {
            IndexKind::Local => TableOrIndex::Local(index.name.clone()),
            IndexKind::Global => TableOrIndex::Global(index.name.clone()),
        }
    }

    /// The index; `None` for the table itself.
    pub fn index(&self) -> Option<&IndexName> {
        match self {
            TableOrIndex::Table => None,
            TableOrIndex::Local(index) | TableOrIndex::Global(index) => Some(index),
        }
    }
}

/// The charge for a page of Query or Scan: the sum is rounded, and reading nothing costs a block.
pub fn charge_page(on: TableOrIndex, consistency: Consistency, items: Vec<ReadItem>) -> ReadCharge {
    let blocks = read_blocks(sum(&items));
    read_charge(on, consistency, Rounding::PageSum, items, blocks)
}

/// The charge for a page of Scan where each internal partition that it went through is charged by
/// itself: these bytes, which may be none and cost a block even so.
pub fn charge_partitions(
    on: TableOrIndex,
    consistency: Consistency,
    items: Vec<ReadItem>,
    partitions: &[u64],
) -> ReadCharge {
    let blocks = partitions.iter().map(|bytes| read_blocks(*bytes)).sum();
    read_charge(on, consistency, Rounding::EachPartition, items, blocks)
}

/// The charge for items read from the table one by one: each is rounded, and a key without an item
/// costs a block.
pub fn charge_items(consistency: Consistency, items: Vec<ReadItem>, missing: u64) -> ReadCharge {
    let each = items.iter().map(|item| read_blocks(item.bytes()));
    let blocks = each.sum::<u64>() + missing;
    read_charge(TableOrIndex::Table, consistency, Rounding::EachItem, items, blocks)
}

/// The charge for whole items fetched from the table behind the entries of a local index, each of
/// which is rounded by itself and paid besides the entries (Developer Guide, *Local secondary
/// indexes*, "Fetching attributes").
pub fn charge_fetches(consistency: Consistency, items: Vec<ReadItem>) -> ReadCharge {
    ReadCharge { fetched: true, ..charge_items(consistency, items, 0) }
}

fn read_charge(
    on: TableOrIndex,
    consistency: Consistency,
    rounding: Rounding,
    items: Vec<ReadItem>,
    blocks: u64,
) -> ReadCharge {
    ReadCharge {
        on,
        consistency,
        rounding,
        fetched: false,
        bytes: sum(&items),
        items,
        blocks,
        units: consistency.units(blocks),
    }
}

fn sum(items: &[ReadItem]) -> u64 {
    items.iter().map(ReadItem::bytes).sum()
}

/// The charges for one item's change: the table's, then one for each index that the item is or
/// was in.
pub fn charge_write(indexes: &[IndexSchema], change: &Change) -> Vec<WriteCharge> {
    let table = charge_table(change.before().cloned(), change.after().cloned(), change.kind());
    let entries = indexes.iter().zip(change.entries());
    let touched = entries.filter(|(_, diff)| diff.before().or(diff.after()).is_some());
    let mut charges = vec![table];
    charges
        .extend(touched.map(|(index, diff)| charge_entry(TableOrIndex::from_index(index), diff)));
    charges
}

/// The charge for a write whose condition failed: the table's part of what it would have cost.
pub fn charge_failed_write(before: Option<Arc<Row>>, after: Option<Arc<Row>>) -> WriteCharge {
    charge_table(before, after, EntryChange::None)
}

/// The table pays for the larger of before and after, changed or not.
fn charge_table(
    before: Option<Arc<Row>>,
    after: Option<Arc<Row>>,
    change: EntryChange,
) -> WriteCharge {
    let size = |row: &Option<Arc<Row>>| row.as_ref().map_or(0, |row| u64::from(row.size()));
    let blocks = write_blocks(size(&before).max(size(&after)));
    WriteCharge {
        on: TableOrIndex::Table,
        before,
        after,
        change,
        writes: 1,
        blocks,
        per_block: 1,
        units: WriteUnits::new(blocks),
    }
}

fn charge_entry(on: TableOrIndex, diff: &EntryDiff) -> WriteCharge {
    let size = |row: Option<&Arc<Row>>| row.map_or(0, |row| u64::from(row.size()));
    let before = size(diff.before());
    let after = size(diff.after());
    let (writes, blocks) = match diff.change() {
        EntryChange::None => (0, 0),
        EntryChange::Insert | EntryChange::Delete | EntryChange::Update => {
            (1, write_blocks(before.max(after)))
        }
        // Deleting the old entry and inserting the new one are a write each.
        EntryChange::Move => (2, write_blocks(before) + write_blocks(after)),
    };
    WriteCharge {
        on,
        before: diff.before().cloned(),
        after: diff.after().cloned(),
        change: diff.change(),
        writes,
        blocks,
        per_block: 1,
        units: WriteUnits::new(blocks),
    }
}
