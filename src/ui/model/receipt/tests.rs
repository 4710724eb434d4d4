//! Bills of made-up facts, read as a learner reads them.

use serde_json::json;

use super::*;
use crate::capacity::{
    EntryChange, ReadItem, charge_failed_write, charge_items, charge_page, charge_partitions,
};
use crate::model::{IndexName, TableName};
use crate::store::Row;
use crate::ui::model::orders;

fn table() -> TableName {
    TableName::parse("MedicalTests").unwrap()
}

fn read_items(sizes: &[u32]) -> Vec<ReadItem> {
    sizes.iter().map(|&bytes| ReadItem { row: Row::with_size(bytes), passed: true }).collect()
}

fn page(consistency: Consistency, items: Vec<ReadItem>) -> Bill {
    let charge = charge_page(TableOrIndex::Table, consistency, items);
    Bill::of(&[Receipt::from_read(table(), charge)], false).unwrap()
}

fn items_one_by_one(items: Vec<ReadItem>, missing: u64) -> Bill {
    let charge = charge_items(Consistency::Strong, items, missing);
    Bill::of(&[Receipt::from_read(table(), charge)], false).unwrap()
}

fn only(bill: &Bill) -> &Charge {
    assert_eq!((bill.tables.len(), bill.tables[0].charges.len()), (1, 1));
    &bill.tables[0].charges[0]
}

fn boxes(charge: &Charge) -> &[BoxView] {
    match &charge.drawing {
        Drawing::Boxes(boxes) => boxes,
        strip => panic!("{strip:?}"),
    }
}

fn entry(before: Option<u32>, after: Option<u32>, change: EntryChange) -> WriteCharge {
    let writes = match change {
        EntryChange::None => 0,
        EntryChange::Move => 2,
        _ => 1,
    };
    let blocks = u64::from(writes);
    let on = TableOrIndex::Global(IndexName::parse("GSI1").unwrap());
    let units = WriteUnits::new(blocks);
    let before = before.map(Row::with_size);
    let after = after.map(Row::with_size);
    WriteCharge { on, before, after, change, writes, blocks, per_block: 1, units }
}

#[test]
fn a_scan_that_is_charged_in_each_partition_says_so() {
    let items = read_items(&[200]);
    let on = TableOrIndex::Table;
    let charge = charge_partitions(on, Consistency::Eventual, items, &[0, 200, 0, 0]);
    let bill = Bill::of(&[Receipt::from_read(table(), charge)], false).unwrap();
    let charge = only(&bill);
    assert_eq!(charge.equation, "200 B → 4 × 4 KB × 0.5 (eventually consistent)");
    assert_eq!(charge.amount, "2 RCU");
    assert!(charge.why[1].contains("Each internal partition"), "{:?}", charge.why);
    assert_eq!(boxes(charge).len(), 4);
}

#[test]
fn a_small_query_is_one_box_at_half_a_unit() {
    let bill = page(Consistency::Eventual, read_items(&[200, 212, 200]));
    let charge = only(&bill);
    assert_eq!(charge.equation, "612 B → 1 × 4 KB × 0.5 (eventually consistent)");
    assert_eq!(charge.scale, "612 of 4,096 B");
    assert_eq!((charge.amount.as_str(), bill.total().as_str()), ("0.5 RCU", "0.5 RCU"));
    assert_eq!(
        charge.drawing_words,
        "1 × 4 KB block holding 612 B: 3 items returned, 0 items filtered out"
    );
    assert!(
        charge.why.iter().any(|why| why.contains("A strongly consistent read would cost 1 RCU"))
    );
    assert!(charge.why.iter().any(|why| {
        why.contains(
            "(612 B), then rounds up once to 4 KB. If it rounded each item, the total would be 12 KB",
        )
    }));
}

#[test]
fn what_the_filter_drops_stays_in_the_boxes() {
    let mut read = read_items(&[2_000, 2_000, 2_000]);
    read[1].passed = false;
    let bill = page(Consistency::Strong, read);
    let pieces: Vec<_> = boxes(only(&bill)).iter().map(|b| b.pieces.len()).collect();
    assert_eq!(pieces, [3, 1], "the third item spans both boxes");
    assert!(boxes(only(&bill))[0].pieces[2].goes_on);
    assert!(!boxes(only(&bill))[0].pieces[1].kept);
    assert_eq!(bill.tables[0].counts.unwrap().filtered_out(), 1);
    assert!(only(&bill).why.iter().any(|why| why.contains("removed 1 item after reading")));
}

#[test]
fn items_fill_their_boxes_exactly() {
    let sizes = [4_096, 1, 4_095, 9_000];
    let bill = page(Consistency::Eventual, read_items(&sizes));
    let boxes = boxes(only(&bill));
    assert_eq!(boxes.len() as u64, only(&bill).blocks);
    let filled: f64 = boxes.iter().flat_map(|b| &b.pieces).map(|piece| piece.width).sum();
    assert_eq!(filled * 4_096.0, f64::from(sizes.iter().sum::<u32>()));
    let ends = boxes.iter().flat_map(|b| b.pieces.last()).map(|piece| piece.from + piece.width);
    assert!(ends.into_iter().all(|end| end <= 1.0));
}

#[test]
fn items_read_one_by_one_have_boxes_of_their_own() {
    let bill = items_one_by_one(read_items(&[100, 5_000]), 1);
    let pieces: Vec<_> = boxes(only(&bill)).iter().map(|b| b.pieces.len()).collect();
    assert_eq!(pieces, [1, 1, 1, 0], "the missing item's box is empty");
    assert_eq!(
        only(&bill).equation,
        "2 items, each rounded up → 4 × 4 KB × 1 (strongly consistent)"
    );
    assert!(
        only(&bill)
            .why
            .iter()
            .any(|why| why.contains("1 key without an item still costs one 4 KB block."))
    );
    let found = items_one_by_one(read_items(&[100, 5_000]), 0);
    assert_eq!(
        only(&found).equation,
        "2 items, each rounded up → (1 + 2) × 4 KB × 1 (strongly consistent)"
    );
}

#[test]
fn reading_nothing_still_shows_its_box() {
    let bill = page(Consistency::Eventual, vec![]);
    assert_eq!(boxes(only(&bill)), [BoxView::default()]);
    assert_eq!(bill.total(), "0.5 RCU");
    assert_eq!(only(&bill).why[1], "A read that finds nothing is still charged as one 4 KB block.");
}

#[test]
fn a_large_scan_is_one_honest_strip() {
    let mut read = read_items(&vec![1_024; 1_000]);
    read.iter_mut().take(750).for_each(|item| item.passed = false);
    let bill = page(Consistency::Eventual, read);
    let expected = Drawing::Strip { boxes: 250, kept: 0.25, dropped: 0.75 };
    assert_eq!(only(&bill).drawing, expected);
}

#[test]
fn blocks_are_drawn_to_scale_however_many_they_are() {
    let one = page(Consistency::Eventual, read_items(&[1_024]));
    assert_eq!(only(&one).drawing.to_scale(), (vec![Fill { kept: 0.25, dropped: 0.0 }], 0));
    let mut read = read_items(&vec![1_024; 1_000]);
    read.iter_mut().take(750).for_each(|item| item.passed = false);
    let (blocks, more) = only(&page(Consistency::Eventual, read)).drawing.to_scale();
    assert_eq!((blocks.len(), more), (250, 0));
    assert_eq!(blocks.iter().map(|fill| fill.kept).sum::<f64>(), 62.5);
    assert_eq!(blocks.iter().map(|fill| fill.dropped).sum::<f64>(), 187.5);
    let huge = Drawing::Strip { boxes: 8_179, kept: 0.5, dropped: 0.5 };
    assert_eq!(huge.to_scale().1, 7_879);
}

#[test]
fn the_units_of_writes_add_up() {
    let table_write = WriteCharge {
        change: EntryChange::Insert,
        ..charge_failed_write(None, Some(Row::with_size(900)))
    };
    let writes = vec![table_write, entry(None, Some(310), EntryChange::Insert)];
    let bill = Bill::of(&[Receipt::from_writes(table(), writes)], false).unwrap();
    let charges = &bill.tables[0].charges;
    assert_eq!(
        (charges[0].sum.as_deref(), charges[1].sum.as_deref()),
        (None, Some("2 WCU so far"))
    );
    assert_eq!((charges[0].index.as_deref(), charges[1].index.as_deref()), (None, Some("GSI1")));
}

#[test]
fn many_small_items_become_a_strip_although_their_boxes_are_few() {
    let bill = page(Consistency::Eventual, read_items(&vec![10; 401]));
    assert!(matches!(only(&bill).drawing, Drawing::Strip { boxes: 1, .. }));
}

#[test]
fn a_write_counts_the_larger_of_before_and_after_and_each_index() {
    let table_write = WriteCharge {
        change: EntryChange::Update,
        ..charge_failed_write(Some(Row::with_size(1_500)), Some(Row::with_size(900)))
    };
    let writes = vec![table_write, entry(Some(300), Some(310), EntryChange::Move)];
    let bill = Bill::of(&[Receipt::from_writes(table(), writes)], false).unwrap();
    let equations: Vec<_> = bill.tables[0].charges.iter().map(|c| c.equation.as_str()).collect();
    assert_eq!(
        equations,
        [
            "larger of 1,500 B and 900 B → 2 × 1 KB × 1",
            "2 writes: delete 300 B, put 310 B → 2 × 1 KB × 1"
        ]
    );
    assert_eq!(bill.total(), "4 WCU");
    assert_eq!(bill.tables[0].charges[1].on, "GSI1 · global secondary index (GSI)");
}

#[test]
fn an_index_that_is_not_written_has_a_line_and_no_box() {
    let writes = vec![entry(Some(300), Some(300), EntryChange::None)];
    let bill = Bill::of(&[Receipt::from_writes(table(), writes)], false).unwrap();
    assert_eq!(boxes(only(&bill)), []);
    assert_eq!(only(&bill).amount, "0 WCU");
    assert!(only(&bill).why[0].contains("isn't written"));
}

#[test]
fn a_failed_condition_has_its_bill() {
    let receipt = Receipt::from_writes(
        table(),
        vec![charge_failed_write(Some(Row::with_size(700)), Some(Row::with_size(20)))],
    );
    let bill = Bill::of(&[receipt], true).unwrap();
    assert_eq!(bill.rejected, Some(Rejected::Condition));
    assert!(!bill.rejected.unwrap().sentence().contains("transaction"));
    assert_eq!(bill.total(), "1 WCU");
    assert!(only(&bill).why[0].contains("condition was false"));
}

#[test]
fn a_batch_adds_up_by_table_and_index() {
    let writes = vec![
        charge_failed_write(None, Some(Row::with_size(10))),
        entry(None, Some(10), EntryChange::Insert),
        charge_failed_write(None, Some(Row::with_size(2_000))),
        entry(Some(1), Some(1), EntryChange::None),
    ];
    let bill = Bill::of(&[Receipt::from_writes(table(), writes)], false).unwrap();
    let charges: Vec<_> =
        bill.tables[0].charges.iter().map(|c| (c.equation.as_str(), c.amount.as_str())).collect();
    assert_eq!(
        charges,
        [
            ("2 writes, each rounded up → 3 × 1 KB × 1", "3 WCU"),
            ("1 write, each rounded up → 1 × 1 KB × 1", "1 WCU"),
        ]
    );
}

#[test]
fn requests_without_a_charge_have_no_bill() {
    assert_eq!(Bill::of(&[], false), None);
    assert_eq!(Bill::of(&[Receipt::new(table())], false), None);
}

#[test]
fn a_transaction_costs_the_table_double_and_says_so() {
    let charge = charge_failed_write(Some(Row::with_size(700)), Some(Row::with_size(1_500)))
        .in_transaction();
    let global = TableOrIndex::Global(IndexName::parse("by-day").unwrap());
    let entry = WriteCharge { on: global, change: EntryChange::Insert, ..charge.clone() };
    let receipt = Receipt::from_writes(table(), vec![charge, entry.in_transaction()]);
    let bill = Bill::of(std::slice::from_ref(&receipt), false).unwrap();
    let charges = &bill.tables[0].charges;
    let table = "larger of 700 B and 1,500 B → 2 × 1 KB × 2 (transactional)";
    let index = "larger of 700 B and 1,500 B → 2 × 1 KB × 1";
    assert_eq!([&charges[0].equation, &charges[1].equation], [table, index]);
    assert_eq!([&charges[0].amount, &charges[1].amount], ["4 WCU", "2 WCU"]);
    let cancelled = Bill::of(&[receipt], true).unwrap();
    assert_eq!(cancelled.rejected, Some(Rejected::Transaction));
    assert!(cancelled.tables[0].charges[0].why[0].contains("transaction was canceled"));
}

#[test]
fn what_is_fetched_behind_a_local_index_is_counted_apart_from_what_is_evaluated() {
    let mut session = orders::session();
    let query = json!({
        "TableName": "Orders", "IndexName": "ByDay", "Select": "ALL_ATTRIBUTES",
        "KeyConditionExpression": "pk = :p", "FilterExpression": "n < :three",
        "ExpressionAttributeValues": { ":p": { "S": "a" }, ":three": { "N": "3" } },
    });
    let exchange = orders::send(&mut session, "Query", query);
    let bill = Bill::of_exchange(&exchange).unwrap();
    let counts = bill.tables[0].counts.unwrap();
    assert_eq!((counts.evaluated, counts.returned, counts.filtered_out()), (3, 2, 1));
    let [entries, items] = &bill.tables[0].charges[..] else { panic!("{:?}", bill.tables[0]) };
    assert_eq!((counts.bytes, counts.fetched_bytes), (entries.bytes, items.bytes));
    assert_eq!(counts.fetched, 3);
    assert!(counts.bytes < counts.fetched_bytes, "entries hold keys only");
    let get = json!({ "TableName": "Orders", "Key": orders::key("a", 1) });
    let bill = Bill::of_exchange(&orders::send(&mut session, "GetItem", get)).unwrap();
    let counts = bill.tables[0].counts.unwrap();
    assert_eq!((counts.evaluated, counts.fetched, counts.fetched_bytes), (1, 0, 0));
    assert_eq!(counts.bytes, bill.tables[0].charges[0].bytes);
}
