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

/// The charge for evaluating these items. Reading nothing costs the minimum of one block.
pub fn charge_read(
    arm: Arm,
    consistency: Consistency,
    rounding: Rounding,
    bricks: Vec<Brick>,
) -> ReadCharge {
    let bytes = bricks.iter().map(|brick| u64::from(brick.bytes)).sum();
    let blocks = match rounding {
        Rounding::PageSum => read_blocks(bytes),
        Rounding::EachItem => blocks_of_each(&bricks).max(1),
    };
    ReadCharge {
        arm,
        consistency,
        rounding,
        bricks,
        bytes,
        blocks,
        units: consistency.units(blocks),
    }
}

/// The charge for fetching whole items behind a local index: each rounded by itself, and nothing
/// when none was fetched.
pub fn charge_fetches(consistency: Consistency, bricks: Vec<Brick>) -> ReadCharge {
    let blocks = blocks_of_each(&bricks);
    let units = consistency.units(blocks);
    let charge = charge_read(Arm::Table, consistency, Rounding::EachItem, bricks);
    ReadCharge { blocks, units, ..charge }
}

fn blocks_of_each(bricks: &[Brick]) -> u64 {
    bricks.iter().map(|brick| read_blocks(u64::from(brick.bytes))).sum()
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
    WriteCharge { arm, before, after, change, writes, blocks, units: WriteUnits::new(blocks) }
}
