//! What reads cost: the examples of the capacity documentation.

use super::support::*;
use crate::capacity::{Rounding, TableOrIndex};
use crate::engine::Select;
use crate::model::Item;

fn key(sort: i64) -> Item {
    item(&[("pk", s("A")), ("sk", n(sort))])
}

/// A table `pk, sk` with one collection of items of these sizes.
fn with_sizes(sizes: impl IntoIterator<Item = usize>) -> crate::engine::Engine {
    let mut engine = engine(create("pk:S sk:N"));
    for (at, bytes) in sizes.into_iter().enumerate() {
        let item = sized(&[("pk", s("A")), ("sk", n(at as i64))], bytes);
        engine.load(&table_name(), item).unwrap();
    }
    engine
}

#[test]
fn get_item_rounds_the_item_and_missing_ones_cost_the_minimum() {
    let mut engine = with_sizes([1024, 4096, 4097]);
    let costs = [0, 1, 2, 3].map(|sort| rcu(&mut engine, get(key(sort))));
    assert_eq!(costs, [1.0, 1.0, 2.0, 1.0]);
    let mut eventual = get(key(2));
    eventual.consistent = false;
    assert_eq!(rcu(&mut engine, eventual), 1.0);
}

#[test]
fn batch_get_rounds_each_item_1_5_kb_and_6_5_kb_are_3_blocks() {
    let mut engine = with_sizes([1536, 6656]);
    let receipt = bill(&mut engine, batch_get(vec![key(0), key(1)]));
    assert_eq!((receipt.reads[0].blocks, receipt.reads[0].rounding), (3, Rounding::EachItem));
    assert_eq!(rcu(&mut engine, batch_get(vec![key(0), key(1), key(7), key(8)])), 5.0);
}

#[test]
fn query_rounds_the_sum_ten_items_of_40_8_kb_are_11_blocks() {
    let mut engine = with_sizes(vec![4178; 10]);
    let mut all = query("pk = :p", &[(":p", s("A"))]);
    assert_eq!(rcu(&mut engine, all.clone()), 5.5);
    all.consistent = true;
    assert_eq!(rcu(&mut engine, all), 11.0);
}

#[test]
fn fifteen_hundred_items_of_64_bytes_are_24_blocks() {
    let mut engine = with_sizes(vec![64; 1500]);
    let receipt = bill(&mut engine, query("pk = :p", &[(":p", s("A"))]));
    assert_eq!((receipt.bytes_read(), receipt.reads[0].blocks), (96_000, 24));
    assert_eq!(receipt.read_units().as_f64(), 12.0);
}

#[test]
fn a_scan_of_a_thousand_1_kb_items_costs_250_times_a_get() {
    let mut engine = with_sizes(vec![1024; 1000]);
    let mut one = get(key(5));
    one.consistent = false;
    assert_eq!((rcu(&mut engine, one), rcu(&mut engine, scan())), (0.5, 125.0));
}

#[test]
fn filter_and_count_change_no_cost_and_limit_does() {
    let mut engine = with_sizes(vec![4096; 10]);
    let mut filtered = scan();
    filtered.filter = Some(condition("sk = :v", &[(":v", n(3))]));
    let receipt = bill(&mut engine, filtered);
    assert_eq!((receipt.read_units().as_f64(), receipt.items_evaluated()), (5.0, 10));
    assert_eq!(receipt.items_returned(), 1);
    let mut count = scan();
    count.select = Some(Select::Count);
    assert_eq!(rcu(&mut engine, count), 5.0);
    let mut limited = scan();
    limited.limit = std::num::NonZeroU32::new(3);
    assert_eq!(rcu(&mut engine, limited), 1.5);
}

#[test]
fn nothing_found_costs_the_minimum() {
    let mut engine = with_sizes([]);
    assert_eq!(rcu(&mut engine, query("pk = :p", &[(":p", s("Z"))])), 0.5);
    assert_eq!(rcu(&mut engine, scan()), 0.5);
}

#[test]
fn a_local_index_fetches_four_items_for_five_blocks() {
    let request = local(create("pk:S sk:N"), "by-l", "pk:S l:N", Some(&["y"]));
    let mut engine = engine(request);
    for at in 0..4 {
        // 3 bytes of `pk`, 4 of `sk`, 3 of `l` and 190 of `y` make an entry of 200.
        let entry = [("pk", s("A")), ("sk", n(at + 1)), ("l", n(1)), ("y", s(&"-".repeat(189)))];
        engine.load(&table_name(), sized(&entry, 300)).unwrap();
    }
    let mut all = query("pk = :p", &[(":p", s("A"))]);
    all.index = Some(index_name("by-l"));
    let projected = bill(&mut engine, all.clone());
    assert_eq!((projected.bytes_read(), projected.read_units().as_f64()), (800, 0.5));
    all.select = Some(Select::AllAttributes);
    let fetched = bill(&mut engine, all.clone());
    assert_eq!(fetched.read_units().as_f64(), 2.5);
    assert_eq!(fetched.read_units_on(&TableOrIndex::Table).as_f64(), 2.0);
    assert_eq!((fetched.items_evaluated(), fetched.charged().len()), (4, 2));
    all.select = None;
    all.projection = Some(projection("x"));
    all.consistent = true;
    assert_eq!(rcu(&mut engine, all), 5.0);
}

#[test]
fn an_index_read_is_charged_to_the_index() {
    let mut engine = engine(global(create("pk:S"), "by-g", "g:S", Some(&[])));
    engine.load(&table_name(), sized(&[("pk", s("A")), ("g", s("B"))], 9000)).unwrap();
    let mut read = scan();
    read.index = Some(index_name("by-g"));
    let receipt = bill(&mut engine, read);
    assert_eq!(receipt.charged(), [TableOrIndex::Global(index_name("by-g"))]);
    assert_eq!((receipt.bytes_read(), receipt.read_units().as_f64()), (5, 0.5));
}
