//! What a read says it evaluated is what the model would look at: the rows of the range, in order,
//! in every page, and which of them the filter let pass.

use std::num::NonZeroU32;

use dynamodb_playground::capacity::{ReadItem, TableOrIndex};
use dynamodb_playground::engine::ops::batch::KeysAndAttributes;
use dynamodb_playground::engine::ops::scan::Segment;
use dynamodb_playground::engine::ops::statement::StatementOptions;
use dynamodb_playground::engine::ops::transaction::TransactGet;
use dynamodb_playground::engine::ops::{BatchGetItemInput, GetItemInput, TransactGetItemsInput};
use dynamodb_playground::engine::{Engine, Executed, Output, Select};
use dynamodb_playground::expression::{Bindings, Condition, ExpressionKind, parse_condition};
use dynamodb_playground::model::{IndexName, Item, TableName, Value};
use dynamodb_playground::store::Row;
use proptest::prelude::*;

use super::commands::{command, number};
use super::naive::size;
use super::paging::{filled, query_of};
use super::partiql::{OTHERS, PARTITIONS, SORTS, page, statement};
use super::setup::{INDEXES, Paged, Spec, TABLE_SPEC, name, scan_of, table};

/// A filter, and the same said of an item.
type Filter = (&'static str, fn(&Item) -> bool);

const FILTERS: &[Filter] = &[
    ("attribute_exists(y)", |item| item.contains("y")),
    ("attribute_not_exists(l)", |item| !item.contains("l")),
    ("size(y) > :ten", |item| {
        item.get("y").and_then(Value::as_text).is_some_and(|text| text.len() > 10)
    }),
];

fn filter(text: &str) -> Condition {
    let values = text.contains(":ten").then(|| vec![(":ten".to_owned(), number(10))]);
    let mut bindings = Bindings::new(None, values).unwrap();
    parse_condition(text, ExpressionKind::Filter, &mut bindings).unwrap()
}

fn items(evaluated: &[ReadItem]) -> Vec<Item> {
    evaluated.iter().map(|read| read.row.item().clone()).collect()
}

/// What is there of the places, wherever rows lie: looked up one by one.
fn check_places(engine: &Engine, spec: &Spec, naive: &[Item], evaluated: &[ReadItem]) {
    let place_in = |sorted: &[Item], item: &Item| {
        sorted.iter().position(|other| ["pk", "sk"].iter().all(|k| other.get(k) == item.get(k)))
    };
    let index = (spec.name != "Table").then(|| IndexName::parse(spec.name).unwrap());
    for (index, sorted) in [(None, TABLE_SPEC.sorted(naive)), (index, spec.sorted(naive))] {
        let rows: Vec<&Row> = evaluated.iter().map(|read| &*read.row).collect();
        let expected: Vec<_> = rows.iter().map(|row| place_in(&sorted, row.item())).collect();
        assert!(expected.iter().all(Option::is_some));
        let places = engine.inspect().positions(&table(), index.as_ref(), rows.iter().copied());
        assert_eq!(places, expected, "{}", spec.name);
        // In whatever order they are asked for, and each by itself.
        let turned = rows.iter().rev().copied();
        let turned = engine.inspect().positions(&table(), index.as_ref(), turned);
        assert_eq!(turned, expected.iter().rev().copied().collect::<Vec<_>>());
        for (row, place) in rows.iter().zip(&expected) {
            assert_eq!(engine.inspect().position(&table(), index.as_ref(), row.item()), *place);
        }
    }
}

/// Every item evaluated of every page, each page being a run of the whole.
fn evaluated(engine: &mut Engine, mut request: impl Paged, spec: &Spec) -> Vec<ReadItem> {
    let mut all: Vec<ReadItem> = Vec::new();
    loop {
        let executed = engine.execute(request.clone().into());
        let read: Vec<ReadItem> = executed.receipts[0].evaluated().cloned().collect();
        check_receipt(&executed, spec, &read);
        all.extend(read);
        let (Ok(Output::Query(page)) | Ok(Output::Scan(page))) = executed.result else {
            panic!("no page: {:?}", executed.result)
        };
        match page.last_key {
            None => return all,
            key => request.start_at(key),
        }
    }
}

fn check_receipt(executed: &Executed, spec: &Spec, read: &[ReadItem]) {
    let receipt = &executed.receipts[0];
    let (Ok(Output::Query(page)) | Ok(Output::Scan(page))) = &executed.result else {
        panic!("no page: {:?}", executed.result)
    };
    let on = match spec.name {
        "Table" => TableOrIndex::Table,
        index if spec.local => TableOrIndex::Local(IndexName::parse(index).unwrap()),
        index => TableOrIndex::Global(IndexName::parse(index).unwrap()),
    };
    assert_eq!((&receipt.reads[0].on, receipt.reads[0].fetched), (&on, false));
    assert_eq!((&executed.touched[0].table, &executed.touched[0].on), (&table(), &on));
    assert_eq!(u64::from(page.scanned), receipt.items_evaluated());
    assert_eq!(u64::from(page.count), receipt.items_returned());
    assert_eq!(
        read.iter().map(|read| size(read.row.item())).sum::<u64>(),
        receipt.bytes_evaluated()
    );
    assert!(read.iter().all(|read| read.bytes() == size(read.row.item())));
}

fn get(item: &Item) -> Item {
    TABLE_SPEC.keys().map(|key| (name(key), item.get(key).unwrap().clone())).collect()
}

/// A few keys, most of them of items.
fn some_keys(naive: &[Item]) -> Vec<Item> {
    let mut keys: Vec<Item> = naive.iter().rev().take(5).map(get).collect();
    keys.insert(
        keys.len() / 2,
        [(name("pk"), Value::text("nobody")), (name("sk"), number(1))].into_iter().collect(),
    );
    keys
}

fn found(naive: &[Item], keys: &[Item]) -> Vec<Item> {
    keys.iter().filter_map(|key| naive.iter().find(|item| get(item) == *key).cloned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_scan_evaluates_its_segment_page_by_page(
        commands in prop::collection::vec(command(), 5..40),
        total in 1..6_u32,
        limit in prop::option::of(1..6_u32),
        (text, passes) in prop::sample::select(FILTERS),
    ) {
        let (mut engine, naive) = filled(&commands);
        for spec in INDEXES.iter().chain([&TABLE_SPEC]) {
            let mut together = Vec::new();
            for segment in 0..total {
                let mut request = scan_of((spec.name != "Table").then_some(spec.name));
                request.segment = Segment::new(segment, total);
                request.limit = limit.and_then(NonZeroU32::new);
                request.filter = Some(filter(text));
                together.extend(evaluated(&mut engine, request, spec));
            }
            prop_assert_eq!(items(&together), spec.sorted(&naive.items));
            prop_assert!(together.iter().all(|read| read.passed == passes(read.row.item())));
            check_places(&engine, spec, &naive.items, &together);
        }
    }

    #[test]
    fn a_query_evaluates_its_range_forward_and_backward(
        commands in prop::collection::vec(command(), 5..40),
        limit in prop::option::of(1..4_u32),
        low in -1..3_i64,
        (text, passes) in prop::sample::select(FILTERS),
    ) {
        let (mut engine, naive) = filled(&commands);
        for partition in ["a", "b", "c"] {
            let mut request = query_of(&TABLE_SPEC, "pk = :p AND sk >= :low", vec![
                (":p".to_owned(), Value::text(partition)),
                (":low".to_owned(), number(low * 10)),
            ]);
            let selection = request.key_condition.bind(
                &engine.inspect().table(&table()).unwrap().schema.keys).unwrap();
            request.filter = Some(filter(text));
            request.limit = limit.and_then(NonZeroU32::new);
            let mut expected = TABLE_SPEC.sorted(&naive.items);
            expected.retain(|item| {
                item.get("pk") == Some(&Value::text(partition))
                    && item.get("sk").unwrap().order(&number(low * 10)).unwrap().is_ge()
            });
            for forward in [true, false] {
                request.forward = forward;
                let read = evaluated(&mut engine, request.clone(), &TABLE_SPEC);
                prop_assert_eq!(items(&read), expected.clone());
                prop_assert!(read.iter().all(|read| read.passed == passes(read.row.item())));
                check_places(&engine, &TABLE_SPEC, &naive.items, &read);
                let rows = read.iter().map(|read| &*read.row);
                let mut places = engine.inspect().positions(&table(), None, rows);
                places.sort();
                let selected = engine.inspect().selected(&table(), None, &selection);
                prop_assert_eq!(places, selected.map(Some).collect::<Vec<_>>());
                expected.reverse();
            }
        }
    }

    #[test]
    fn fetches_behind_a_local_index_are_kept_apart_from_its_entries(
        commands in prop::collection::vec(command(), 5..40),
        (text, passes) in prop::sample::select(FILTERS),
    ) {
        let (mut engine, naive) = filled(&commands);
        let local = &INDEXES[0];
        let mut request = scan_of(Some(local.name));
        request.select = Some(Select::AllAttributes);
        request.filter = Some(filter(text));
        let executed = engine.execute(request.into());
        let receipt = &executed.receipts[0];
        let entries: Vec<ReadItem> = receipt.evaluated().cloned().collect();
        prop_assert_eq!(items(&entries), local.sorted(&naive.items));
        let whole = found(&naive.items, &items(&entries).iter().map(get).collect::<Vec<_>>());
        let [page, fetches] = &receipt.reads[..] else { panic!("{:?}", receipt.reads) };
        prop_assert_eq!(&page.items, &entries);
        prop_assert_eq!(items(&fetches.items), whole.clone());
        prop_assert_eq!((&fetches.on, fetches.fetched), (&TableOrIndex::Table, true));
        // The filter sees whole items, of which it cannot tell by the entries.
        let expected: Vec<bool> = whole.iter().map(passes).collect();
        let told = |items: &[ReadItem]| items.iter().map(|read| read.passed).collect::<Vec<_>>();
        prop_assert_eq!(told(&page.items), expected.clone());
        prop_assert_eq!(told(&fetches.items), expected);
        prop_assert_eq!(receipt.bytes_read(), receipt.bytes_evaluated() + fetches.bytes);
    }

    #[test]
    fn reads_by_key_evaluate_the_items_there_are(
        commands in prop::collection::vec(command(), 5..40),
    ) {
        let (mut engine, naive) = filled(&commands);
        let keys = some_keys(&naive.items);
        for key in &keys {
            let executed = engine.execute(GetItemInput {
                table: table(), key: key.clone(), projection: None, consistent: true,
            }.into());
            let read: Vec<ReadItem> = executed.receipts[0].evaluated().cloned().collect();
            prop_assert_eq!(items(&read), found(&naive.items, std::slice::from_ref(key)));
            prop_assert_eq!(&executed.touched[0].on, &TableOrIndex::Table);
        }
        let batch = KeysAndAttributes {
            table: table(), keys: keys.clone(), projection: None, consistent: false,
        };
        let batch = engine.execute(BatchGetItemInput { requests: vec![batch] }.into());
        let gets = keys.iter().map(|key| TransactGet { table: table(), key: key.clone(), projection: None });
        let transaction = engine.execute(TransactGetItemsInput { gets: gets.collect() }.into());
        for executed in [batch, transaction] {
            let read: Vec<ReadItem> = executed.receipts[0].evaluated().cloned().collect();
            prop_assert_eq!(items(&read), found(&naive.items, &keys));
            prop_assert!(read.iter().all(|read| read.passed));
        }
    }

    #[test]
    fn a_select_evaluates_the_collections_it_names_or_everything(
        commands in prop::collection::vec(command(), 5..40),
        partition in prop::sample::select(PARTITIONS),
        sort in prop::sample::select(SORTS),
        other in prop::sample::select(OTHERS),
    ) {
        let (mut engine, naive) = filled(&commands);
        let text = statement(&[&partition, &sort, &other], 1, "");
        let executed = page(&mut engine, &text, StatementOptions::default());
        let Ok(Output::ExecuteStatement(answer)) = &executed.result else {
            panic!("{:?}", executed.result)
        };
        let read: Vec<ReadItem> = executed.receipts[0].evaluated().cloned().collect();
        // Only an equality with partition keys narrows what is read, and then a range of sort keys.
        let by_key = !partition.0.is_empty() && !partition.0.starts_with("NOT");
        let by_range = by_key && !sort.0.contains("<>");
        let mut expected = TABLE_SPEC.sorted(&naive.items);
        expected.retain(|item| (!by_key || (partition.1)(item)) && (!by_range || (sort.1)(item)));
        let order = |mut items: Vec<Item>| {
            items.sort_by_key(|item| format!("{item:?}"));
            items
        };
        prop_assert_eq!(order(items(&read)), order(expected), "{}", &text);
        let passes = |item: &Item| (partition.1)(item) && (sort.1)(item) && (other.1)(item);
        prop_assert!(read.iter().all(|read| read.passed == passes(read.row.item())), "{}", &text);
        let returned = read.iter().filter(|read| read.passed).map(|read| read.row.item());
        let returned: Vec<&Item> = returned.collect();
        prop_assert_eq!(returned, answer.items.iter().map(|found| found.item()).collect::<Vec<_>>());
    }
}

#[test]
fn rows_of_another_table_or_of_an_item_that_is_gone_have_no_place() {
    let (engine, _) = filled(&[]);
    let row =
        Row::new([(name("pk"), Value::text("a")), (name("sk"), number(1))].into_iter().collect());
    let inspect = engine.inspect();
    assert_eq!(inspect.positions(&table(), None, [&row]), [None]);
    let other = TableName::parse("Other").unwrap();
    assert_eq!(inspect.positions(&other, None, [&row]), [None]);
    let keyless = Row::new(Item::new());
    assert_eq!(inspect.positions(&table(), None, [&row, &keyless]), [None, None]);
}
