//! The bill of a request as it is drawn: boxes that items fall into, the sum spelled out, and why.
//!
//! Owns layout and words. Refuses to work out a price: units and blocks are the receipt's own.

mod boxes;
mod equation;
pub mod month;
mod why;

#[cfg(test)]
mod tests;

use crate::api::{ErrorKind, Exchange};
use crate::capacity::{
    Consistency, READ_BLOCK_BYTES, ReadCharge, ReadUnits, Receipt, Rounding, TableOrIndex,
    WRITE_BLOCK_BYTES, WriteCharge, WriteUnits,
};
use crate::ui::model::words::{count, exact_bytes, items, read_units, write_units};

pub use boxes::{BoxView, Drawing, Fill, Piece};

/// The bill of one request.
#[derive(Debug, Clone, PartialEq)]
pub struct Bill {
    /// The tables that were touched.
    pub tables: Vec<TableBill>,
    /// All read units.
    pub read: ReadUnits,
    /// All write units.
    pub write: WriteUnits,
    /// Why nothing was written although there is a bill.
    pub rejected: Option<Rejected>,
    /// The run that it is only a page of.
    pub part: Option<Part>,
}

/// Why a request that wrote nothing is billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejected {
    /// Its condition was false.
    Condition,
    /// It was a transaction, and was cancelled.
    Transaction,
}

impl Rejected {
    /// The sentence for it.
    pub fn sentence(self) -> &'static str {
        match self {
            Rejected::Condition => {
                "The condition was false, so nothing was written. You still pay for the attempt."
            }
            Rejected::Transaction => {
                "The transaction was canceled, so nothing was written. You still pay for the \
                 attempt."
            }
        }
    }
}

/// A page among the pages of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Which page, from 1.
    pub page: usize,
    /// How many there are.
    pub pages: usize,
    /// What all of them cost.
    pub total: String,
}

/// A bill for one table.
#[derive(Debug, Clone, PartialEq)]
pub struct TableBill {
    /// The table's name.
    pub table: String,
    /// What was read, if anything.
    pub counts: Option<Counts>,
    /// The charges, one for each table or index read, then one for each written.
    pub charges: Vec<Charge>,
}

/// What was evaluated, and what was fetched besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Items evaluated: the item, or the entry of the index that was read.
    pub evaluated: u64,
    /// How many of them passed the filter.
    pub returned: u64,
    /// The bytes of the items evaluated.
    pub bytes: u64,
    /// Whole items fetched from the table behind the entries of a local index. They are read and
    /// billed besides what was evaluated.
    pub fetched: u64,
    /// The bytes of the items fetched.
    pub fetched_bytes: u64,
}

/// What a charge is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Reading, eventually consistent: drawn with a dashed edge.
    EventualRead,
    /// Reading, strongly consistent or in a transaction: drawn with a solid edge.
    StrongRead,
    /// Writing.
    Write,
}

/// What reading or writing one table or index cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Charge {
    /// What was read or written: "table", "GSI1 · global secondary index (GSI)".
    pub on: String,
    /// The index that it was, of whatever kind.
    pub index: Option<String>,
    /// What the writes up to this one add up to; none for a read and for the first write.
    pub sum: Option<String>,
    /// What for.
    pub side: Side,
    /// The bytes that were rounded.
    pub bytes: u64,
    /// The blocks that they were rounded up to.
    pub blocks: u64,
    /// The blocks with what is in them.
    pub drawing: Drawing,
    /// The drawing in words.
    pub drawing_words: String,
    /// How full the blocks are: "560 of 4,096 B".
    pub scale: String,
    /// From bytes to units: "612 B → 1 × 4 KB × 0.5 (eventually consistent)".
    pub equation: String,
    /// The result: "0.5 RCU".
    pub amount: String,
    /// Why, sentence by sentence.
    pub why: Vec<String>,
}

impl Counts {
    fn of(receipt: &Receipt) -> Self {
        let fetches = || receipt.reads.iter().filter(|charge| charge.fetched);
        Self {
            evaluated: receipt.items_evaluated(),
            returned: receipt.items_returned(),
            bytes: receipt.bytes_evaluated(),
            fetched: fetches().map(|charge| charge.items.len() as u64).sum(),
            fetched_bytes: fetches().map(|charge| charge.bytes).sum(),
        }
    }

    /// Items that the filter dropped.
    pub fn filtered_out(self) -> u64 {
        self.evaluated - self.returned
    }
}

impl Bill {
    /// The bill of an exchange; `None` if nothing was charged.
    pub fn of_exchange(exchange: &Exchange) -> Option<Self> {
        let failed = exchange.response.as_ref().err();
        let billed = [ErrorKind::ConditionalCheckFailed, ErrorKind::TransactionCanceled];
        let rejected = failed.is_some_and(|error| billed.contains(&error.kind()));
        let mut bill = Self::of(&exchange.receipts, rejected)?;
        let mut charges = bill.tables.iter_mut().flat_map(|table| &mut table.charges);
        let read = charges.find(|charge| charge.side != Side::Write);
        if let Some(read) = read {
            let request = &exchange.request;
            read.why.extend(why::of_choice(&request.body).map(str::to_owned));
            let charge = exchange.receipts.iter().flat_map(|receipt| &receipt.reads).next();
            read.why
                .extend(charge.and_then(|charge| why::of_partitions(request.operation, charge)));
        }
        Some(bill)
    }

    /// The bill of these receipts; `None` if nothing was charged.
    pub fn of(receipts: &[Receipt], rejected: bool) -> Option<Self> {
        let charged = |receipt: &&Receipt| !receipt.reads.is_empty() || !receipt.writes.is_empty();
        let tables: Vec<_> =
            receipts.iter().filter(charged).map(|r| TableBill::of(r, rejected)).collect();
        (!tables.is_empty()).then(|| Self {
            tables,
            read: receipts.iter().map(Receipt::read_units).sum(),
            write: receipts.iter().map(Receipt::write_units).sum(),
            rejected: rejected.then(|| why_rejected(receipts)),
            part: None,
        })
    }

    /// The total: "0.5 RCU", "3 WCU", or both.
    pub fn total(&self) -> String {
        let sides = self.tables.iter().flat_map(|t| &t.charges).map(|charge| charge.side);
        let (writes, reads): (Vec<_>, Vec<_>) = sides.partition(|side| *side == Side::Write);
        match (reads.is_empty(), writes.is_empty()) {
            (_, true) => format!("{} RCU", read_units(self.read)),
            (true, false) => format!("{} WCU", write_units(self.write)),
            (false, false) => {
                format!("{} RCU + {} WCU", read_units(self.read), write_units(self.write))
            }
        }
    }
}

/// Only a transaction charges two units a block for what it checks.
fn why_rejected(receipts: &[Receipt]) -> Rejected {
    let writes = receipts.iter().flat_map(|receipt| &receipt.writes);
    let reads = receipts.iter().flat_map(|receipt| &receipt.reads);
    let doubled = writes.clone().any(|write| write.per_block == 2)
        || reads.clone().any(|read| read.consistency == Consistency::Transactional);
    if doubled { Rejected::Transaction } else { Rejected::Condition }
}

impl TableBill {
    fn of(receipt: &Receipt, rejected: bool) -> Self {
        let counts = (!receipt.reads.is_empty()).then(|| Counts::of(receipt));
        let mut charges: Vec<Charge> = receipt.reads.iter().map(Charge::of_read).collect();
        let written = written_in_order(&receipt.writes);
        let mut sum = WriteUnits::ZERO;
        for (at, on) in written.into_iter().enumerate() {
            let writes: Vec<_> = receipt.writes.iter().filter(|w| w.on == *on).collect();
            sum += writes.iter().map(|write| write.units).sum();
            let charge = Charge::of_writes(on, &writes, rejected);
            let so_far = (at > 0).then(|| format!("{} WCU so far", write_units(sum)));
            charges.push(Charge { sum: so_far, ..charge });
        }
        Self { table: receipt.table.to_string(), counts, charges }
    }
}

impl Charge {
    fn of_read(charge: &ReadCharge) -> Self {
        let drawing = boxes::of_read(charge);
        Self {
            on: on_words(&charge.on),
            index: index_name(&charge.on),
            sum: None,
            side: match charge.consistency {
                Consistency::Eventual => Side::EventualRead,
                Consistency::Strong | Consistency::Transactional => Side::StrongRead,
            },
            bytes: charge.bytes,
            blocks: charge.blocks,
            drawing_words: read_drawing_words(charge),
            scale: scale(charge.bytes, charge.blocks * READ_BLOCK_BYTES),
            drawing,
            equation: equation::of_read(charge),
            amount: format!("{} RCU", read_units(charge.units)),
            why: why::of_read(charge),
        }
    }

    fn of_writes(on: &TableOrIndex, writes: &[&WriteCharge], rejected: bool) -> Self {
        let sizes = equation::written_sizes(writes);
        let blocks = writes.iter().map(|write| write.blocks).sum();
        let units: WriteUnits = writes.iter().map(|write| write.units).sum();
        Self {
            on: on_words(on),
            index: index_name(on),
            sum: None,
            side: Side::Write,
            bytes: sizes.iter().sum(),
            blocks,
            drawing: boxes::of_writes(&sizes, blocks),
            drawing_words: block_words(blocks, WRITE_BLOCK_BYTES),
            scale: scale(sizes.iter().sum(), blocks * WRITE_BLOCK_BYTES),
            equation: equation::of_writes(writes),
            amount: format!("{} WCU", write_units(units)),
            why: why::of_writes(on, writes, rejected),
        }
    }
}

/// Each table or index written, once, in the order in which it was first charged.
fn written_in_order(writes: &[WriteCharge]) -> Vec<&TableOrIndex> {
    let mut written: Vec<&TableOrIndex> = Vec::new();
    for write in writes {
        if !written.contains(&&write.on) {
            written.push(&write.on);
        }
    }
    written
}

fn on_words(on: &TableOrIndex) -> String {
    match on {
        TableOrIndex::Table => "table".to_owned(),
        TableOrIndex::Local(name) => format!("{name} · local secondary index (LSI)"),
        TableOrIndex::Global(name) => format!("{name} · global secondary index (GSI)"),
    }
}

fn index_name(on: &TableOrIndex) -> Option<String> {
    on.index().map(|index| index.as_str().to_owned())
}

fn block_words(blocks: u64, block_bytes: u64) -> String {
    let noun = if blocks == 1 { "block" } else { "blocks" };
    format!("{} × {} KB {noun}", count(blocks), block_bytes / 1024)
}

fn read_drawing_words(charge: &ReadCharge) -> String {
    let kept = charge.items.iter().filter(|item| item.passed).count() as u64;
    let dropped = charge.items.len() as u64 - kept;
    let blocks = block_words(charge.blocks, READ_BLOCK_BYTES);
    let filled = exact_bytes(charge.bytes);
    format!("{blocks} holding {filled}: {} returned, {} filtered out", items(kept), items(dropped))
}

fn scale(bytes: u64, room: u64) -> String {
    format!("{} of {}", count(bytes), exact_bytes(room))
}

/// Whether every item was rounded by itself.
fn rounds_each(charge: &ReadCharge) -> bool {
    charge.rounding == Rounding::EachItem
}
