//! What one request read and wrote, and what that costs, as data that a page can draw.
//!
//! Owns the shape of these facts and their sums. Refuses to know how a charge is worked out: that
//! is [`super::charge`]'s.

use std::sync::Arc;

use super::units::{Consistency, ReadUnits, WriteUnits};
use crate::model::{IndexName, TableName};
use crate::store::{EntryChange, Row};

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
    /// The sum of each internal partition that a page of a Scan went through.
    EachPartition,
}

/// One item that was read.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct ReadItem {
    /// The row as it lies in the table or index that was read: of an index, the entry with its
    /// projected attributes.
    #[cbor(n(0), with = "crate::store::shared")]
    pub row: Arc<Row>,
    /// Whether it passed the filter; without a filter, it did.
    #[n(1)]
    pub passed: bool,
}

impl ReadItem {
    /// The size of the row.
    pub fn bytes(&self) -> u64 {
        u64::from(self.row.size())
    }
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
    /// Whether these are whole items, fetched from the table behind the entries of a local index
    /// that did not hold every attribute asked for. They are charged, but the entries are what was
    /// evaluated.
    pub fetched: bool,
    /// The bytes of the items in total.
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
    /// The item or entry before; `None` when there was none.
    pub before: Option<Arc<Row>>,
    /// The item or entry after; `None` when there is none. Of a write whose condition failed or
    /// whose transaction was cancelled it is what the write would have left, since the larger of
    /// both is charged all the same; `change` is then [`EntryChange::None`].
    pub after: Option<Arc<Row>>,
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

/// What one request read and wrote of one table, and the capacity that it consumed.
///
/// # The facts
///
/// A request has a receipt for each table that it read or wrote. Whoever shows what a request did
/// draws from these and from nothing else; there is no need to look at the request again.
///
/// - [`Receipt::reads`]: for each table or index that was read, in the order in which they were
///   read, a [`ReadCharge`] with every item evaluated in [`ReadCharge::items`], in the order of
///   reading (against storage order for `ScanIndexForward: false`). A key without an item leaves
///   no item, though it costs a block.
/// - [`Receipt::writes`]: for each item written, in the order of the request, a [`WriteCharge`] of
///   the table and behind it one for each index that the item is or was in, each with the row
///   before and after. What changed nothing is there too, and so is what a failed condition looked
///   at.
/// - Rows are shared with the store, not copied. A fact keeps its row alive as it was, even when
///   the item is overwritten later. The engine's `Inspect::positions` tells where the rows lie.
/// - Sizes are in bytes as the service counts them ([`crate::model::size`]), of the whole row,
///   before any filter or projection.
/// - A request that was rejected before it read anything, or throttled, has no receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The table.
    pub table: TableName,
    /// Reads, one for each table or index each time that it was read, in order.
    pub reads: Vec<ReadCharge>,
    /// Writes, item by item, the table's charge before those of the indexes.
    pub writes: Vec<WriteCharge>,
}

impl WriteCharge {
    /// Bytes of the item or entry before.
    pub fn before_bytes(&self) -> Option<u64> {
        self.before.as_ref().map(|row| u64::from(row.size()))
    }

    /// Bytes of the item or entry after.
    pub fn after_bytes(&self) -> Option<u64> {
        self.after.as_ref().map(|row| u64::from(row.size()))
    }

    /// The same charge in a transaction, where the table's part costs double. Indexes are written
    /// behind the transaction and cost what they always do.
    pub fn in_transaction(self) -> Self {
        let per_block = if self.on == TableOrIndex::Table { 2 } else { 1 };
        Self { per_block, units: WriteUnits::new(self.blocks * per_block), ..self }
    }
}

impl Receipt {
    /// A receipt without a charge.
    pub fn new(table: TableName) -> Self {
        Self { table, reads: Vec::new(), writes: Vec::new() }
    }

    /// Joins the receipt of the same table, or else the others.
    pub fn join(self, receipts: &mut Vec<Self>) {
        match receipts.iter_mut().find(|other| other.table == self.table) {
            Some(other) => {
                other.reads.extend(self.reads);
                other.writes.extend(self.writes);
            }
            None => receipts.push(self),
        }
    }

    /// A receipt for one read of a table or index.
    pub fn from_read(table: TableName, charge: ReadCharge) -> Self {
        Self { table, reads: vec![charge], writes: Vec::new() }
    }

    /// A receipt for writes.
    pub fn from_writes(table: TableName, charges: Vec<WriteCharge>) -> Self {
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

    /// The items evaluated, in order of reading: everything read but for what was fetched from the
    /// table behind the entries of a local index, which are here already. `ScannedCount` is their
    /// number.
    pub fn evaluated(&self) -> impl Iterator<Item = &ReadItem> {
        self.reads.iter().filter(|charge| !charge.fetched).flat_map(|charge| &charge.items)
    }

    /// How many items were evaluated.
    pub fn items_evaluated(&self) -> u64 {
        self.evaluated().count() as u64
    }

    /// How many of the items evaluated passed the filter: `Count`.
    pub fn items_returned(&self) -> u64 {
        self.evaluated().filter(|item| item.passed).count() as u64
    }

    /// Bytes of the items evaluated.
    pub fn bytes_evaluated(&self) -> u64 {
        self.evaluated().map(ReadItem::bytes).sum()
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
}
