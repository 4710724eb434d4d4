//! Pages: limits, 1 MB, cursors, segments, and what may be shown.

use std::num::NonZeroU32;

use super::support::*;
use crate::engine::Select;
use crate::engine::ops::scan::Segment;
use crate::engine::{EngineError, SelectError, StartKeyError, TouchedHashes};
use crate::model::Item;

fn key(partition: &str, sort: i64) -> Item {
    item(&[("pk", s(partition)), ("sk", n(sort))])
}

fn five() -> crate::engine::Engine {
    let request = global(create("pk:S sk:N"), "by-g", "g:S", Some(&[]));
    let mut engine = engine(local(request, "by-l", "pk:S l:N", Some(&[])));
    for sort in 0..5 {
        let more = [("g", s("G")), ("l", n(-sort)), ("x", n(sort))];
        let pairs = [&[("pk", s("A")), ("sk", n(sort))], more.as_slice()].concat();
        engine.load(&table_name(), item(&pairs)).unwrap();
    }
    engine
}

fn of_a() -> crate::engine::ops::QueryInput {
    query("pk = :p", &[(":p", s("A"))])
}

#[test]
fn a_limit_that_takes_the_last_item_still_leaves_a_cursor() {
    let mut engine = five();
    let mut limited = of_a();
    limited.limit = NonZeroU32::new(5);
    let (items, scanned, last) = page(engine.execute(limited.clone().into()));
    assert_eq!((items.len(), scanned, last.clone()), (5, 5, Some(key("A", 4))));
    limited.start_key = last;
    assert_eq!(page(engine.execute(limited.into())), (vec![], 0, None));
    assert_eq!(page(engine.execute(of_a().into())).2, None);
}

#[test]
fn a_page_ends_with_the_item_that_reaches_1_mb() {
    let mut engine = engine(create("pk:S sk:N"));
    for sort in 0..6 {
        let item = sized(&[("pk", s("A")), ("sk", n(sort))], 262_144);
        engine.load(&table_name(), item).unwrap();
    }
    let executed = engine.execute(of_a().into());
    assert_eq!(executed.receipts[0].bytes_read(), 1_048_576);
    let (_, scanned, last) = page(executed);
    assert_eq!((scanned, last), (4, Some(key("A", 3))));
}

#[test]
fn a_page_may_show_nothing_and_go_on() {
    let mut engine = five();
    let mut filtered = of_a();
    filtered.limit = NonZeroU32::new(2);
    filtered.filter = Some(condition("x = :v", &[(":v", n(4))]));
    let (items, scanned, last) = page(engine.execute(filtered.into()));
    assert_eq!((items.len(), scanned, last), (0, 2, Some(key("A", 1))));
}

#[test]
fn an_index_cursor_has_both_keys() {
    let mut engine = five();
    let mut first = query("g = :g", &[(":g", s("G"))]);
    first.index = Some(index_name("by-g"));
    first.limit = NonZeroU32::new(1);
    let (_, _, last) = page(engine.execute(first.clone().into()));
    let last = last.unwrap();
    assert_eq!(last, item(&[("g", s("G")), ("pk", s("A")), ("sk", n(0))]));
    first.start_key = Some(key("A", 0));
    let error = EngineError::StartKey(StartKeyError::Invalid);
    assert_eq!(rejection(&mut engine, first), error);
}

#[test]
fn a_cursor_must_lie_in_what_is_asked() {
    let mut engine = five();
    let mut rejected = |text: &str, start: Item| {
        let values = [(":p", s("A")), (":s", n(3))];
        let used = if text.contains(":s") { &values[..] } else { &values[..1] };
        let mut input = query(text, used);
        input.start_key = Some(start);
        match rejection(&mut engine, input) {
            EngineError::StartKey(error) => error,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(rejected("pk = :p", key("B", 1)), StartKeyError::OutsideBoundaries);
    assert_eq!(rejected("pk = :p AND sk < :s", key("A", 3)), StartKeyError::OutsideSortCondition);
    assert_eq!(rejected("pk = :p AND sk < :s", key("B", 4)), StartKeyError::OutsideSortCondition);
    assert_eq!(rejected("pk = :p AND sk < :s", key("B", 1)), StartKeyError::AtMostOneRow);
    assert_eq!(rejected("pk = :p", item(&[("pk", s("A"))])), StartKeyError::Invalid);
}

#[test]
fn a_query_of_a_table_without_sort_key_goes_on_nowhere() {
    let mut engine = engine(create("pk:S"));
    bill(&mut engine, put(item(&[("pk", s("A"))])));
    let mut one = of_a();
    one.limit = NonZeroU32::new(1);
    let (items, _, last) = page(engine.execute(one.clone().into()));
    assert_eq!((items.len(), last), (1, None));
    for start in ["A", "B"].map(|pk| item(&[("pk", s(pk))])) {
        one.start_key = Some(start.clone());
        let error = EngineError::StartKey(StartKeyError::NoSortKey(start));
        assert_eq!(rejection(&mut engine, one.clone()), error);
    }
}

#[test]
fn a_scan_goes_on_in_its_own_segment_only() {
    let mut engine = five();
    let start = key("A", 2);
    let outcomes: Vec<bool> = (0..4)
        .map(|index| {
            let mut part = scan();
            part.segment = Segment::new(index, 4);
            part.start_key = Some(start.clone());
            engine.execute(part.into()).result.is_ok()
        })
        .collect();
    assert_eq!(outcomes.iter().filter(|ok| **ok).count(), 1);
    let mut bad = scan();
    bad.start_key = Some(item(&[("pk", s("A"))]));
    let error = EngineError::StartKey(StartKeyError::SchemaMismatch);
    assert_eq!(rejection(&mut engine, bad), error);
}

#[test]
fn segments_are_numbered_below_their_total() {
    assert!(Segment::new(4, 4).is_none() && Segment::new(0, 0).is_none());
    assert!(Segment::new(0, 1_000_001).is_none() && Segment::new(999_999, 1_000_000).is_some());
}

#[test]
fn select_keeps_to_what_the_index_has() {
    let mut engine = five();
    let mut rejected = |index: Option<&str>, select, paths: Option<&str>| {
        let mut input = scan();
        input.index = index.map(index_name);
        input.select = select;
        input.projection = paths.map(projection);
        match engine.execute(input.into()).result {
            Err(EngineError::Select(error)) => Some(error),
            _ => None,
        }
    };
    let partial = SelectError::AllOfPartialGlobalIndex(index_name("by-g"));
    assert_eq!(rejected(Some("by-g"), Some(Select::AllAttributes), None), Some(partial));
    assert_eq!(rejected(Some("by-l"), Some(Select::AllAttributes), None), None);
    let without = Some(SelectError::ProjectedWithoutIndex);
    assert_eq!(rejected(None, Some(Select::AllProjectedAttributes), None), without);
    let bare = Some(SelectError::SpecificWithoutProjection);
    assert_eq!(rejected(None, Some(Select::SpecificAttributes), None), bare);
    let both = Some(SelectError::ProjectionWith { select: Select::Count, legacy: false });
    assert_eq!(rejected(None, Some(Select::Count), Some("x")), both);
    let (index, attributes) = (index_name("by-g"), vec![name("x")]);
    let lacking = Some(SelectError::NotProjected { index, attributes });
    assert_eq!(rejected(Some("by-g"), None, Some("x, pk")), lacking);
    assert_eq!(rejected(Some("by-l"), None, Some("x, pk")), None);
}

#[test]
fn filters_of_queries_keep_off_the_keys_that_are_queried() {
    let mut engine = five();
    let mut on_key = of_a();
    on_key.filter = Some(condition("sk = :v", &[(":v", n(1))]));
    let rejected = EngineError::FilterOnKey { attribute: name("sk"), legacy: false };
    assert_eq!(rejection(&mut engine, on_key.clone()), rejected);
    on_key.index = Some(index_name("by-l"));
    assert_eq!(page(engine.execute(on_key.into())).0.len(), 1);
    let mut scanned = scan();
    scanned.filter = Some(condition("sk = :v", &[(":v", n(1))]));
    assert_eq!(page(engine.execute(scanned.into())).0.len(), 1);
}

#[test]
fn indexes_must_exist_and_global_ones_are_never_consistent() {
    let mut engine = five();
    let mut input = scan();
    input.index = Some(index_name("none"));
    let error = EngineError::IndexNotFound(index_name("none"));
    assert_eq!(rejection(&mut engine, input.clone()), error);
    input.index = Some(index_name("by-g"));
    input.consistent = true;
    assert_eq!(rejection(&mut engine, input.clone()), EngineError::ConsistentReadOnGlobalIndex);
    input.index = Some(index_name("by-l"));
    assert!(engine.execute(input.into()).result.is_ok());
}

#[test]
fn a_query_goes_to_one_hash_and_a_scan_to_a_range() {
    let mut engine = five();
    let one = engine.execute(of_a().into()).touched;
    let all = engine.execute(scan().into()).touched;
    let TouchedHashes::Some(hashes) = &one[0].hashes else { panic!("{one:?}") };
    let TouchedHashes::Range(range) = &all[0].hashes else { panic!("{all:?}") };
    assert!(hashes.len() == 1 && range.contains(hashes[0]));
    assert_eq!((range.first.0, range.last.0), (0, u64::MAX));
}
