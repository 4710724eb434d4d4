//! What writes cost: the examples and tables of the capacity documentation.

use super::support::*;
use crate::capacity::{EntryChange, TableOrIndex};
use crate::engine::{EngineError, Millis, ReturnValues, TouchedHashes};
use crate::model::Item;

fn key() -> Item {
    item(&[("pk", s("A"))])
}

#[test]
fn a_put_costs_the_larger_of_old_and_new() {
    let mut engine = engine(create("pk:S"));
    let costs = [1024, 5000, 100, 1025].map(|bytes| {
        let written = wcu(&mut engine, put(sized(&[("pk", s("A"))], bytes)));
        written[0].1
    });
    assert_eq!(costs, [1, 5, 5, 2]);
}

#[test]
fn a_delete_costs_the_item_and_a_missing_one_1() {
    let mut engine = engine(create("pk:S"));
    bill(&mut engine, put(sized(&[("pk", s("A"))], 3000)));
    assert_eq!(
        [wcu(&mut engine, delete(key())), wcu(&mut engine, delete(key()))],
        [[(1, 3)], [(1, 1)]]
    );
}

#[test]
fn an_update_of_one_byte_costs_the_whole_item() {
    let mut engine = engine(create("pk:S"));
    bill(&mut engine, put(sized(&[("pk", s("A"))], 3000)));
    assert_eq!(wcu(&mut engine, update(key(), "SET a = :v", &[(":v", n(1))])), [(1, 3)]);
}

#[test]
fn a_failed_condition_costs_the_larger_item_300_kb_and_310_kb_are_310() {
    let mut engine = engine(create("pk:S"));
    bill(&mut engine, put(sized(&[("pk", s("A"))], 300 * 1024)));
    let mut larger = put(sized(&[("pk", s("A"))], 310 * 1024));
    larger.condition = Some(condition("attribute_not_exists(pk)", &[]));
    larger.return_old_on_failure = true;
    let executed = engine.execute(larger.into());
    let shown = executed.result.unwrap_err();
    assert!(matches!(shown, EngineError::ConditionFailed { item: Some(_) }));
    assert_eq!(executed.receipts[0].write_units().get(), 310);
    assert!(executed.changes.is_empty());
}

#[test]
fn a_failed_condition_on_no_item_costs_1() {
    let mut engine = engine(create("pk:S"));
    let mut first = update(key(), "SET a = :v", &[(":v", n(1))]);
    first.condition = Some(condition("attribute_exists(pk)", &[]));
    let executed = engine.execute(first.into());
    assert_eq!(executed.result.unwrap_err(), EngineError::ConditionFailed { item: None });
    assert_eq!(executed.receipts[0].write_units().get(), 1);
}

#[test]
fn a_3023_byte_item_with_an_18_byte_entry_costs_3_and_1() {
    let mut engine = engine(global(create("pk:S"), "by-g", "g:S", Some(&[])));
    let entry = [("pk", s("12345678")), ("g", s("1234567"))];
    let receipt = bill(&mut engine, put(sized(&entry, 3023)));
    assert_eq!(receipt.writes[1].after_bytes(), Some(18));
    assert_eq!(receipt.writes.iter().map(|c| c.units.get()).collect::<Vec<_>>(), [3, 1]);
}

/// The table of index write amplification, row by row, on an index that lists `y`.
#[test]
fn an_index_is_charged_for_what_changes_in_it() {
    let mut engine = engine(global(create("pk:S"), "by-g", "g:S", Some(&["y"])));
    let mut write = |pairs: &[(&str, crate::model::Value)]| {
        let mut all = vec![("pk", s("A"))];
        all.extend_from_slice(pairs);
        let receipt = bill(&mut engine, put(item(&all)));
        receipt.writes.get(1).map(|c| (c.change, c.writes, c.units.get()))
    };
    let kilobyte = s(&"-".repeat(1024));
    assert_eq!(write(&[]), None);
    assert_eq!(write(&[("z", n(1))]), None);
    assert_eq!(write(&[("g", s("1"))]), Some((EntryChange::Insert, 1, 1)));
    assert_eq!(write(&[("g", s("1"))]), Some((EntryChange::None, 0, 0)));
    assert_eq!(write(&[("g", s("1")), ("z", n(2))]), Some((EntryChange::None, 0, 0)));
    let grown = [("g", s("1")), ("y", kilobyte.clone())];
    assert_eq!(write(&grown), Some((EntryChange::Update, 1, 2)));
    assert_eq!(write(&[("g", s("1")), ("y", n(1))]), Some((EntryChange::Update, 1, 2)));
    assert_eq!(write(&[("g", s("2")), ("y", kilobyte)]), Some((EntryChange::Move, 2, 3)));
    assert_eq!(write(&[("g", s("3"))]), Some((EntryChange::Move, 2, 3)));
    assert_eq!(write(&[]), Some((EntryChange::Delete, 1, 1)));
}

#[test]
fn one_key_shared_by_20_indexes_makes_a_small_update_cost_41() {
    let indexes = (0..20).map(|at| format!("index-{at}"));
    let request = indexes.fold(create("pk:S"), |r, index| global(r, &index, "g:S", None));
    let mut engine = engine(request);
    bill(&mut engine, put(item(&[("pk", s("A")), ("g", s("1"))])));
    let receipt = bill(&mut engine, update(key(), "SET g = :g", &[(":g", s("2"))]));
    assert_eq!(receipt.write_units().get(), 41);
}

#[test]
fn an_identical_overwrite_is_charged_and_leaves_no_record() {
    let mut engine = engine(create("pk:S"));
    bill(&mut engine, put(item(&[("pk", s("A"))])));
    let mut again = put(item(&[("pk", s("A"))]));
    again.return_values = ReturnValues::AllOld;
    let executed = engine.execute(again.into());
    assert_eq!(executed.receipts[0].write_units().get(), 1);
    assert!(executed.changes.is_empty());
    assert_eq!(engine.inspect().changes(0).len(), 1);
}

#[test]
fn a_write_goes_to_its_key_and_to_the_entries_that_change() {
    let request = global(create("pk:S"), "by-g", "g:S", Some(&[]));
    let mut engine = engine(global(request, "by-h", "h:S", Some(&[])));
    let mut went = |pairs: &[(&str, crate::model::Value)]| {
        let touched = engine.execute(put(item(pairs)).into()).touched;
        let parts = touched.into_iter().map(|part| match part.hashes {
            TouchedHashes::Some(hashes) => (part.on, hashes.len()),
            TouchedHashes::Range(range) => panic!("a write walked {range:?}"),
        });
        parts.collect::<Vec<_>>()
    };
    let global = |index: &str| TableOrIndex::Global(index_name(index));
    let first = went(&[("pk", s("A")), ("g", s("1")), ("h", s("1"))]);
    assert_eq!(first, [(TableOrIndex::Table, 1), (global("by-g"), 1), (global("by-h"), 1)]);
    let moved = went(&[("pk", s("A")), ("g", s("2")), ("h", s("1"))]);
    assert_eq!(moved, [(TableOrIndex::Table, 1), (global("by-g"), 2)]);
}

#[test]
fn records_carry_the_time_of_the_clock_which_never_goes_back() {
    let mut engine = engine(create("pk:S"));
    for (at, text) in [(5, "A"), (9, "B"), (7, "C")] {
        engine.set_time(Millis(at));
        bill(&mut engine, put(item(&[("pk", s(text))])));
    }
    let times: Vec<u64> = engine.inspect().changes(0).iter().map(|record| record.at.0).collect();
    assert_eq!(times, [5, 9, 9]);
}
