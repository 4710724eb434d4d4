//! From facts to charges: what reading and writing cost.
//!
//! Owns which bytes are rounded and when an index is charged once, twice or not at all
//! (Developer Guide, *Managing settings on provisioned capacity*, *Global secondary indexes*).
//! Refuses to know which operation asks.

use super::receipt::{Arm, Brick, ReadCharge, Rounding, WriteCharge};
use super::units::{Consistency, WriteUnits, read_blocks, write_blocks};
use crate::model::{IndexKind, IndexSchema};
use crate::store::{Change, EntryChange, EntryDiff};

impl Arm {
    /// The arm of an index.
    pub fn of_index(index: &IndexSchema) -> Self {
        match index.kind {
            IndexKind::Local => Arm::Local(index.name.clone()),
            IndexKind::Global => Arm::Global(index.name.clone()),
        }
    }
}

/// The charge for a page of Query or Scan: the sum is rounded, and reading nothing costs a block.
pub fn charge_page(arm: Arm, consistency: Consistency, bricks: Vec<Brick>) -> ReadCharge {
    let blocks = read_blocks(sum(&bricks));
    read_charge(arm, consistency, Rounding::PageSum, bricks, blocks)
}

/// The charge for items read from the table one by one: each is rounded, and a key without an item
/// costs a block.
pub fn charge_items(consistency: Consistency, bricks: Vec<Brick>, missing: u64) -> ReadCharge {
    let each = bricks.iter().map(|brick| read_blocks(u64::from(brick.bytes)));
    let blocks = each.sum::<u64>() + missing;
    read_charge(Arm::Table, consistency, Rounding::EachItem, bricks, blocks)
}

fn read_charge(
    arm: Arm,
    consistency: Consistency,
    rounding: Rounding,
    bricks: Vec<Brick>,
    blocks: u64,
) -> ReadCharge {
    let (bytes, units) = (sum(&bricks), consistency.units(blocks));
    ReadCharge { arm, consistency, rounding, bricks, bytes, blocks, units }
}

fn sum(bricks: &[Brick]) -> u64 {
    bricks.iter().map(|brick| u64::from(brick.bytes)).sum()
}

/// The charges for one item's change: the table's, then one for each index that the item is or
/// was in.
pub fn charge_write(indexes: &[IndexSchema], change: &Change) -> Vec<WriteCharge> {
    let table = charge_table(change.before_bytes(), change.after_bytes(), change.kind());
    let entries = indexes.iter().zip(change.entries());
    let touched = entries.filter(|(_, diff)| diff.before_bytes().or(diff.after_bytes()).is_some());
    let mut charges = vec![table];
    charges.extend(touched.map(|(index, diff)| charge_entry(Arm::of_index(index), diff)));
    charges
}

/// The charge for a write whose condition failed: the table's part of what it would have cost.
pub fn charge_refused_write(before: Option<u64>, after: Option<u64>) -> WriteCharge {
    charge_table(before, after, EntryChange::None)
}

/// The table pays for the larger of before and after, changed or not.
fn charge_table(before: Option<u64>, after: Option<u64>, change: EntryChange) -> WriteCharge {
    let blocks = write_blocks(before.max(after).unwrap_or(0));
    WriteCharge {
        arm: Arm::Table,
        before,
        after,
        change,
        writes: 1,
        blocks,
        per_block: 1,
        units: WriteUnits::new(blocks),
    }
}

fn charge_entry(arm: Arm, diff: &EntryDiff) -> WriteCharge {
    let (before, after, change) = (diff.before_bytes(), diff.after_bytes(), diff.change());
    let larger = write_blocks(before.max(after).unwrap_or(0));
    let (writes, blocks) = match change {
        EntryChange::None => (0, 0),
        EntryChange::Insert | EntryChange::Delete | EntryChange::Update => (1, larger),
        EntryChange::Move => {
            (2, write_blocks(before.unwrap_or(0)) + write_blocks(after.unwrap_or(0)))
        }
    };
    let units = WriteUnits::new(blocks);
    WriteCharge { arm, before, after, change, writes, blocks, per_block: 1, units }
}
