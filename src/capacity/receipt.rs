//! The bill of one request as data that a page can draw.
//!
//! Owns the shape of charges and their sums. Refuses to know how a charge is worked out: that is
//! [`super::charge`]'s.

use super::units::{Consistency, ReadUnits, WriteUnits};
use crate::model::{IndexName, TableName};
use crate::store::EntryChange;

/// What a request reads or writes, and a charge falls on: a table or one of its indexes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TableOrIndex {
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
pub struct ReadItem {
    /// Its size, or the size of its index entry.
    pub bytes: u32,
    /// Whether it passed the filter; without a filter, it did.
    pub passed: bool,
}

/// What reading one table or index cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadCharge {
    /// What was read.
    pub on: TableOrIndex,
    /// How fresh.
    pub consistency: Consistency,
    /// What was rounded.
    pub rounding: Rounding,
    /// The items in order of reading. A missing item of a GetItem leaves none.
    pub items: Vec<ReadItem>,
    /// Their bytes in total.
    pub bytes: u64,
    /// Blocks of 4 KB.
    pub blocks: u64,
    /// The price of the blocks.
    pub units: ReadUnits,
}

/// What writing one item cost its table or one of its indexes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteCharge {
    /// What was written.
    pub on: TableOrIndex,
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
    /// Reads, by table or index.
    pub reads: Vec<ReadCharge>,
    /// Writes, item by item, the table's charge before those of the indexes.
    pub writes: Vec<WriteCharge>,
}

impl WriteCharge {
    /// The same charge in a transaction, where the table's part costs double. Indexes are written
    /// behind the transaction and cost what they always do.
    pub fn in_transaction(self) -> Self {
        let per_block = if self.on == TableOrIndex::Table { 2 } else { 1 };
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

    /// Read units of the table and its indexes together.
    pub fn read_units(&self) -> ReadUnits {
        self.reads.iter().map(|charge| charge.units).sum()
    }

    /// Write units of the table and its indexes together.
    pub fn write_units(&self) -> WriteUnits {
        self.writes.iter().map(|charge| charge.units).sum()
    }

    /// Read units of the table alone or of one index.
    pub fn read_units_on(&self, on: &TableOrIndex) -> ReadUnits {
        self.reads.iter().filter(|charge| charge.on == *on).map(|charge| charge.units).sum()
    }

    /// Write units of the table alone or of one index.
    pub fn write_units_on(&self, on: &TableOrIndex) -> WriteUnits {
        self.writes.iter().filter(|charge| charge.on == *on).map(|charge| charge.units).sum()
    }

    /// Items evaluated. Items fetched behind a local index are not counted twice.
    pub fn items_evaluated(&self) -> u64 {
        self.evaluated().map(|charge| charge.items.len() as u64).sum()
    }

    /// Items that passed the filter.
    pub fn items_returned(&self) -> u64 {
        let passed =
            |charge: &ReadCharge| charge.items.iter().filter(|item| item.passed).count() as u64;
        self.evaluated().map(passed).sum()
    }

    /// Bytes read from the table and its indexes, fetches included.
    pub fn bytes_read(&self) -> u64 {
        self.reads.iter().map(|charge| charge.bytes).sum()
    }

    /// What was charged anything, the table first.
    pub fn charged(&self) -> Vec<TableOrIndex> {
        let read = self.reads.iter().filter(|c| c.units > ReadUnits::ZERO).map(|c| &c.on);
        let written = self.writes.iter().filter(|c| c.units > WriteUnits::ZERO).map(|c| &c.on);
        let mut charged: Vec<TableOrIndex> = Vec::new();
        for on in read.chain(written) {
            if !charged.contains(on) {
                charged.push(on.clone());
            }
        }
        charged.sort_by_key(|on| *on != TableOrIndex::Table);
        charged
    }

    /// The charges whose items were evaluated: all but the fetches, which follow the
    /// charge of the index that they belong to.
    fn evaluated(&self) -> impl Iterator<Item = &ReadCharge> {
        let indexed = self.reads.iter().any(|charge| charge.on != TableOrIndex::Table);
        self.reads.iter().filter(move |charge| !indexed || charge.on != TableOrIndex::Table)
    }
}
