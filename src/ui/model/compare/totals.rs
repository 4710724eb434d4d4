//! What the pages of one side read, returned and cost, added up.
//!
//! Owns the sums over pages. Refuses to know the words.

use crate::capacity::{ReadCharge, ReadUnits, Receipt};
use crate::engine::Found;

/// The sums of one side.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Totals {
    /// Pages received.
    pub pages: u64,
    /// Items evaluated.
    pub read: u64,
    /// Items that passed the filter.
    pub returned: u64,
    /// Bytes read, with what was fetched behind a local index.
    pub bytes: u64,
    /// Price.
    pub units: ReadUnits,
    /// The items returned, shared with the store where they are whole.
    pub items: Vec<Found>,
}

impl Totals {
    /// Adds one page.
    pub fn add(&mut self, receipts: &[Receipt], items: &[Found]) {
        self.pages += 1;
        for receipt in receipts {
            self.read += receipt.items_evaluated();
            self.returned += receipt.items_returned();
            self.bytes += receipt.bytes_read();
            self.units += receipt.read_units();
        }
        self.items.extend_from_slice(items);
    }
}

/// The bills of many pages as one, table and each index apart: what the person pays for the whole
/// answer. Blocks stay those of the pages, each rounded up by itself.
pub fn merge_pages(pages: &[Receipt]) -> Option<Receipt> {
    let mut merged = Receipt::new(pages.first()?.table.clone());
    for charge in pages.iter().flat_map(|page| &page.reads) {
        match merged
            .reads
            .iter_mut()
            .find(|known| known.on == charge.on && known.fetched == charge.fetched)
        {
            Some(known) => add_charge(known, charge),
            None => merged.reads.push(charge.clone()),
        }
    }
    Some(merged)
}

/// The blocks of 4 KB that all pages were charged for.
pub fn blocks_of(pages: &[Receipt]) -> u64 {
    pages.iter().flat_map(|page| &page.reads).map(|charge| charge.blocks).sum()
}

fn add_charge(sum: &mut ReadCharge, page: &ReadCharge) {
    sum.items.extend_from_slice(&page.items);
    sum.bytes += page.bytes;
    sum.blocks += page.blocks;
    sum.units += page.units;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capacity::{Consistency, ReadItem, TableOrIndex, charge_page};
    use crate::model::{Item, TableName};
    use crate::store::Row;

    fn item(passed: bool) -> ReadItem {
        ReadItem { row: Row::with_size(100), passed }
    }

    #[test]
    fn many_pages_make_one_bill_with_the_blocks_of_each() {
        let table = TableName::parse("Orders").unwrap();
        let eventual = Consistency::Eventual;
        let page = || charge_page(TableOrIndex::Table, eventual, vec![item(true), item(false)]);
        let pages = [0, 1, 2].map(|_| Receipt::from_read(table.clone(), page()));
        let bill = merge_pages(&pages).unwrap();
        assert_eq!((bill.reads.len(), bill.items_evaluated(), bill.items_returned()), (1, 6, 3));
        assert_eq!((bill.bytes_read(), bill.reads[0].blocks), (600, 3));
        assert_eq!(bill.read_units().to_string(), "1.5");
        assert_eq!(blocks_of(&pages), 3);
        assert_eq!(merge_pages(&[]), None);
    }

    #[test]
    fn the_items_of_all_pages_are_kept() {
        let mut totals = Totals::default();
        let item = || Found::Part(Item::new());
        totals.add(&[], &[item(), item()]);
        totals.add(&[], &[item()]);
        totals.add(&[], &[]);
        assert_eq!((totals.pages, totals.items.len()), (3, 3));
    }
}
