//! The page's views agree with what is stored.

use super::support::*;
use crate::engine::Engine;
use crate::model::keycode::partition_hash;
use crate::model::{Item, KeyScalar, Value};

/// Collections of 1, 2, … 20 items, the larger ones also of longer items.
fn skewed() -> Engine {
    let mut engine = engine(global(create("pk:S sk:N"), "by-g", "g:S", None));
    for collection in 1..=20 {
        for sort in 0..collection {
            let pairs = [("pk", s(&format!("p{collection}"))), ("sk", n(sort)), ("g", s("G"))];
            engine.load(&table_name(), item(&pairs)).unwrap();
        }
    }
    engine
}

#[test]
fn partitions_share_out_every_item() {
    let engine = skewed();
    for count in [1, 3, 8] {
        let views = engine.inspect().partitions(&table_name(), None, count);
        assert_eq!(views.len(), count as usize);
        assert_eq!(views.iter().map(|view| view.items).sum::<u64>(), 210);
        assert_eq!(views.iter().map(|view| view.collections).sum::<u64>(), 20);
        let table = engine.inspect().table(&table_name()).unwrap();
        assert_eq!(views.iter().map(|view| view.bytes).sum::<u64>(), table.bytes);
        let inside = |view: &crate::engine::inspect::PartitionView| {
            view.largest.iter().all(|collection| view.hashes.contains(collection.hash))
        };
        assert!(views.iter().all(inside));
    }
}

#[test]
fn the_largest_collections_come_first() {
    let engine = skewed();
    let top = engine.inspect().largest_collections(&table_name(), None, 3);
    let keys: Vec<(Vec<Value>, u64)> = top.iter().map(|c| (c.key.clone(), c.items)).collect();
    let expected = [20, 19, 18].map(|count| (vec![s(&format!("p{count}"))], count));
    assert_eq!(keys, expected);
    let hash = partition_hash(&[KeyScalar::S("p20".into())]);
    assert_eq!(top[0].hash, hash);
    let of_index =
        engine.inspect().largest_collections(&table_name(), Some(&index_name("by-g")), 3);
    assert_eq!((of_index.len(), of_index[0].items), (1, 210));
}

#[test]
fn collections_cut_the_rows_where_the_partition_key_changes() {
    let engine = skewed();
    let (rows, collections) = engine.inspect().rows_by_collection(&table_name(), None);
    assert_eq!(rows, engine.inspect().rows(&table_name(), None));
    assert_eq!(collections.len(), 20);
    assert_eq!(
        collections.iter().flat_map(Clone::clone).collect::<Vec<_>>(),
        (0..210).collect::<Vec<_>>()
    );
    for collection in &collections {
        let key = |at: usize| rows[at].item.item().get("pk");
        assert!(collection.clone().all(|at| key(at) == key(collection.start)));
    }
    let (_, by_index) =
        engine.inspect().rows_by_collection(&table_name(), Some(&index_name("by-g")));
    assert_eq!((by_index.len(), by_index[0].clone()), (1, 0..210));
}

#[test]
fn a_large_engine_is_let_go_of_piece_by_piece() {
    let mut engine = skewed();
    let mut pieces = 0;
    while engine.release(50) {
        pieces += 1;
    }
    assert_eq!(pieces, 9, "210 rows and as many entries");
    assert!(engine.inspect().rows(&table_name(), None).is_empty());
    assert!(!engine.release(50));
}

#[test]
fn rows_come_in_scan_order_and_estimates_know_one_page() {
    let mut engine = skewed();
    let rows = engine.inspect().rows(&table_name(), None);
    let (scanned, _, _) = page(engine.execute(scan().into()));
    let items: Vec<Item> = rows.iter().map(|row| row.item.item().clone()).collect();
    assert_eq!(items, scanned);
    let estimate = engine.inspect().estimate_scan(&table_name(), None);
    assert_eq!((estimate.items, estimate.more), (210, false));
    assert_eq!(estimate.bytes, rows.iter().map(|row| u64::from(row.item.size())).sum::<u64>());
}

#[test]
fn loading_leaves_no_record_but_checks_like_a_batch() {
    let mut engine = skewed();
    assert!(engine.inspect().changes(0).is_empty());
    assert!(engine.load(&table_name(), item(&[("pk", s("A"))])).is_err());
    bill(&mut engine, put(item(&[("pk", s("A")), ("sk", n(1))])));
    assert_eq!(engine.inspect().changes(0).len(), 1);
}
