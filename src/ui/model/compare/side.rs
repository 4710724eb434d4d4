//! One side of the comparison: what its pages read, kept and cost, added up.
//!
//! Owns the sums over pages and where in the strip each item lies. Refuses to know the words.

use super::lane::Touch;
use crate::capacity::{ReadCharge, ReadItem, ReadUnits, Receipt};
use crate::engine::Found;

/// The sums of one side.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Side {
    /// Pages received.
    pub pages: u64,
    /// Items evaluated.
    pub read: u64,
    /// Items that the filter let through.
    pub kept: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Price.
    pub units: ReadUnits,
    /// The items returned, shared with the store where they are whole.
    pub items: Vec<Found>,
}

impl Side {
    /// Adds one page.
    pub fn add(&mut self, receipts: &[Receipt], items: &[Found]) {
        self.pages += 1;
        for receipt in receipts {
            self.read += receipt.items_evaluated();
            self.kept += receipt.items_returned();
            self.bytes += receipt.bytes_read();
            self.units += receipt.read_units();
        }
        self.items.extend_from_slice(items);
    }
}

/// The items that a page evaluated, in order.
pub fn evaluated(receipts: &[Receipt]) -> Vec<ReadItem> {
    receipts.iter().flat_map(Receipt::evaluated).cloned().collect()
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

fn add_charge(sum: &mut ReadCharge, page: &ReadCharge) {
    sum.items.extend_from_slice(&page.items);
    sum.bytes += page.bytes;
    sum.blocks += page.blocks;
    sum.units += page.units;
}

/// The touches of one page of a Scan of the whole table: it reads the strip from end to end, so
/// its next item lies where the pages before it stopped.
pub fn scan_touches(read_before: u64, items: &[ReadItem]) -> Vec<Touch> {
    let start = usize::try_from(read_before).unwrap_or(usize::MAX);
    let place = |(offset, item): (usize, &ReadItem)| touch(start.checked_add(offset), item);
    items.iter().enumerate().map(place).collect()
}

/// The touches of one page of a Query, given where each item that it kept lies, in order. What was
/// filtered out of a Query of the table lies between its kept neighbours; in an index it may be
/// anywhere, and where the entries are not known (see [`entry_touches`]) its place stays unknown.
pub fn query_touches(items: &[ReadItem], kept: &[Option<usize>], contiguous: bool) -> Vec<Touch> {
    let anchor = anchor(items, kept).filter(|_| contiguous);
    let mut kept = kept.iter().copied();
    let mut place = |(offset, item): (usize, &ReadItem)| {
        let by_key = if item.passed { kept.next().flatten() } else { None };
        let by_anchor = || anchor.and_then(|(at, first)| (first + offset).checked_sub(at));
        touch(by_key.or_else(by_anchor), item)
    };
    items.iter().enumerate().map(&mut place).collect()
}

/// The touches of one page of a Query of an index, given where the item of each entry lies.
pub fn entry_touches(items: &[ReadItem], place: impl Fn(usize) -> Option<usize>) -> Vec<Touch> {
    items.iter().enumerate().map(|(offset, item)| touch(place(offset), item)).collect()
}

/// The first item that passed whose place is known: its offset in the page and its place.
fn anchor(items: &[ReadItem], kept: &[Option<usize>]) -> Option<(usize, usize)> {
    let offsets =
        items.iter().enumerate().filter(|(_, item)| item.passed).map(|(offset, _)| offset);
    offsets.zip(kept).find_map(|(offset, place)| Some((offset, (*place)?)))
}

fn touch(position: Option<usize>, item: &ReadItem) -> Touch {
    Touch { position, bytes: item.row.size(), kept: item.passed }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capacity::{Consistency, TableOrIndex, charge_page};
    use crate::model::{Item, TableName};
    use crate::store::Row;

    fn item(passed: bool) -> ReadItem {
        ReadItem { row: Row::of_size(100), passed }
    }

    fn places(touches: &[Touch]) -> Vec<Option<usize>> {
        touches.iter().map(|t| t.position).collect()
    }

    #[test]
    fn a_scan_goes_on_where_its_last_page_stopped() {
        assert_eq!(places(&scan_touches(40, &[item(false), item(true)])), [Some(40), Some(41)]);
    }

    #[test]
    fn filtered_items_of_a_table_query_lie_between_the_kept_ones() {
        let touches = query_touches(&[item(false), item(true), item(false)], &[Some(8)], true);
        assert_eq!(places(&touches), [Some(7), Some(8), Some(9)]);
    }

    #[test]
    fn filtered_items_of_an_index_query_have_no_known_place() {
        let touches =
            query_touches(&[item(false), item(true), item(true)], &[Some(8), Some(2)], false);
        assert_eq!(places(&touches), [None, Some(8), Some(2)]);
    }

    #[test]
    fn many_pages_make_one_bill_with_the_blocks_of_each() {
        let table = TableName::parse("Orders").unwrap();
        let eventual = Consistency::Eventual;
        let page = || charge_page(TableOrIndex::Table, eventual, vec![item(true), item(false)]);
        let pages = [0, 1, 2].map(|_| Receipt::of_read(table.clone(), page()));
        let bill = merge_pages(&pages).unwrap();
        assert_eq!((bill.reads.len(), bill.items_evaluated(), bill.items_returned()), (1, 6, 3));
        assert_eq!((bill.bytes_read(), bill.reads[0].blocks), (600, 3));
        assert_eq!(bill.read_units().to_string(), "1.5");
        assert_eq!(merge_pages(&[]), None);
    }

    #[test]
    fn the_items_of_all_pages_are_kept() {
        let mut side = Side::default();
        let item = || Found::Part(Item::new());
        side.add(&[], &[item(), item()]);
        side.add(&[], &[item()]);
        side.add(&[], &[]);
        assert_eq!((side.pages, side.items.len()), (3, 3));
    }
}
