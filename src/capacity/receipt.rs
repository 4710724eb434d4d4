//! The bill of one request as data that a page can draw.
//!
//! Owns the shape of charges and their sums. Refuses to know how a charge is worked out: that is
//! [`super::charge`]'s.

use super::units::{Consistency, ReadUnits, WriteUnits};
use crate::model::sorting::sort_by;
use crate::model::{IndexName, TableName};
use crate::store::EntryChange;

/// The part of a table that a charge falls on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Arm {
    /// The table itself.
    Table,
    /// A local secondary index: paid from the table's capacity.
    Local(IndexName),
    /// A global secondary index: paid from its own capacity.
    Global(IndexName),
}

/// What is rounded up to blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// Each item by itself: GetItem, BatchGetItem, fetches behind a local index.
    EachItem,
    /// The sum of the page: Query and Scan.
    PageSum,
}

/// One item evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Brick {
    /// Its size, or the size of its index entry.
    pub bytes: u32,
    /// Whether the filter let it through.
    pub kept: bool,
}

/// What one arm's reading cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadCharge {
    /// What was read.
    pub arm: Arm,
    /// How fresh.
    pub consistency: Consistency,
    /// What was rounded.
    pub rounding: Rounding,
    /// The items in order of reading. A missing item of a GetItem leaves none.
    pub bricks: Vec<Brick>,
    /// Their bytes in total.
    pub bytes: u64,
    /// Blocks of 4 KB.
    pub blocks: u64,
    /// The price of the blocks.
    pub units: ReadUnits,
}

/// What one arm's part of writing one item cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteCharge {
    /// What was written.
    pub arm: Arm,
    /// Bytes of the item or entry before.
    pub before: Option<u64>,
    /// Bytes of the item or entry after.
    pub after: Option<u64>,
    /// What became of it.
    pub change: EntryChange,
    /// Writes charged: 0, 1, or 2 when an index key moved. The table is always charged one.
    pub writes: u8,
    /// Blocks of 1 KB.
    pub blocks: u64,
    /// Units that a block costs: one, or two for the table's part of a transaction.
    pub per_block: u64,
    /// The price of the blocks.
    pub units: WriteUnits,
}

/// The bill of one request for one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The table.
    pub table: TableName,
    /// Reads, by arm.
    pub reads: Vec<ReadCharge>,
    /// Writes, item by item, the table's arm before those of the indexes.
    pub writes: Vec<WriteCharge>,
}

impl WriteCharge {
    /// The same charge in a transaction, where the table's part costs double. Indexes are written
    /// behind the transaction and cost what they always do.
    pub fn in_transaction(self) -> Self {
        let per_block = if self.arm == Arm::Table { 2 } else { 1 };
        Self { per_block, units: WriteUnits::new(self.blocks * per_block), ..self }
    }
}

impl Receipt {
    /// A bill without a charge.
    pub fn new(table: TableName) -> Self {
        Self { table, reads: Vec::new(), writes: Vec::new() }
    }

    /// A bill for one reading.
    pub fn of_read(table: TableName, charge: ReadCharge) -> Self {
        Self { table, reads: vec![charge], writes: Vec::new() }
    }

    /// A bill for writing.
    pub fn of_writes(table: TableName, charges: Vec<WriteCharge>) -> Self {
        Self { table, reads: Vec::new(), writes: charges }
    }

    /// Read units over all arms.
    pub fn read_units(&self) -> ReadUnits {
        self.reads.iter().map(|charge| charge.units).sum()
    }

    /// Write units over all arms.
    pub fn write_units(&self) -> WriteUnits {
        self.writes.iter().map(|charge| charge.units).sum()
    }

    /// Read units of one arm.
    pub fn read_units_of(&self, arm: &Arm) -> ReadUnits {
        self.reads.iter().filter(|charge| charge.arm == *arm).map(|charge| charge.units).sum()
    }

    /// Write units of one arm.
    pub fn write_units_of(&self, arm: &Arm) -> WriteUnits {
        self.writes.iter().filter(|charge| charge.arm == *arm).map(|charge| charge.units).sum()
    }

    /// Items evaluated. Items fetched behind a local index are not counted twice.
    pub fn items_read(&self) -> u64 {
        self.evaluated().map(|charge| charge.bricks.len() as u64).sum()
    }

    /// Items that the filter let through.
    pub fn items_kept(&self) -> u64 {
        let kept = |charge: &ReadCharge| charge.bricks.iter().filter(|b| b.kept).count() as u64;
        self.evaluated().map(kept).sum()
    }

    /// Bytes read over all arms, fetches included.
    pub fn bytes_read(&self) -> u64 {
        self.reads.iter().map(|charge| charge.bytes).sum()
    }

    /// The arms that were charged anything, the table first.
    pub fn arms(&self) -> Vec<Arm> {
        let read = self.reads.iter().filter(|c| c.units > ReadUnits::ZERO).map(|c| &c.arm);
        let written = self.writes.iter().filter(|c| c.units > WriteUnits::ZERO).map(|c| &c.arm);
        let mut arms: Vec<Arm> = Vec::new();
        for arm in read.chain(written) {
            if !arms.contains(arm) {
                arms.push(arm.clone());
            }
        }
        sort_by(&mut arms, |a, b| (*a != Arm::Table).cmp(&(*b != Arm::Table)));
        arms
    }

    /// The charges whose bricks are the items evaluated: all but the fetches, which follow the
    /// charge of the index that they belong to.
    fn evaluated(&self) -> impl Iterator<Item = &ReadCharge> {
        let indexed = self.reads.iter().any(|charge| charge.arm != Arm::Table);
        self.reads.iter().filter(move |charge| !indexed || charge.arm != Arm::Table)
    }
}
