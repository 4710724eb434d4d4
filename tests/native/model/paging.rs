//! Pages and segments: however a read is cut up, it comes to the same items.

use std::cmp::Ordering;
use std::num::NonZeroU32;

use dynamodb_playground::engine::Engine;
use dynamodb_playground::engine::ops::QueryInput;
use dynamodb_playground::engine::ops::scan::Segment;
use dynamodb_playground::expression::{Bindings, parse_key_condition};
use dynamodb_playground::model::{IndexName, Item, Value};
use proptest::prelude::*;

use super::commands::{Command, command, number};
use super::naive::Naive;
use super::setup::{INDEXES, Spec, TABLE_SPEC, engine, pages, scan_of, table};

/// An engine and a model after the same writes.
pub fn filled(commands: &[Command]) -> (Engine, Naive) {
    let (mut engine, mut naive) = (engine(), Naive::default());
    for command in commands {
        naive.run(command);
        // Refused conditions are part of the random story; the model refuses them too.
        drop(engine.execute(command.input()));
    }
    (engine, naive)
}

pub fn query_of(spec: &Spec, text: &str, values: Vec<(String, Value)>) -> QueryInput {
    QueryInput {
        table: table(),
        index: (spec.name != "Table").then(|| IndexName::parse(spec.name).unwrap()),
        key_condition: parse_key_condition(text, &mut Bindings::new(None, Some(values)).unwrap())
            .unwrap(),
        filter: None,
        legacy_filter: false,
        projection: None,
        select: None,
        limit: None,
        consistent: false,
        forward: true,
        start_key: None,
    }
}

/// A sort key condition: its text, and the same as a function of two comparisons.
type SortCase = (&'static str, fn(Ordering, Ordering) -> bool);

const SORT_CASES: &[SortCase] = &[
    ("", |_, _| true),
    (" AND {} = :low", |low, _| low.is_eq()),
    (" AND {} < :low", |low, _| low.is_lt()),
    (" AND {} <= :low", |low, _| low.is_le()),
    (" AND {} > :low", |low, _| low.is_gt()),
    (" AND {} >= :low", |low, _| low.is_ge()),
    (" AND {} BETWEEN :low AND :high", |low, high| low.is_ge() && high.is_le()),
];

/// Queries one collection by one condition, whole and in pages, both ways.
fn check_query(
    engine: &mut Engine,
    naive: &Naive,
    spec: &Spec,
    partition: &Value,
    case: &SortCase,
    (low, high): (&Value, &Value),
    limit: u32,
) {
    let (hash, sort) = (spec.partition[0], spec.sort.first().copied());
    let text = format!("{hash} = :p{}", case.0.replace("{}", sort.unwrap_or("")));
    let values = [(":p", partition), (":low", low), (":high", high)];
    let used = values.iter().filter(|(key, _)| text.contains(key));
    let used = used.map(|(key, value)| (key.to_string(), (*value).clone())).collect();
    let selected = |entry: &Item| {
        let order = |bound: &Value| sort.map(|key| entry.get(key).unwrap().order(bound).unwrap());
        let sorted = case.0.is_empty() || (case.1)(order(low).unwrap(), order(high).unwrap());
        entry.get(hash) == Some(partition) && sorted
    };
    let mut expected: Vec<Item> = spec.sorted(&naive.items).into_iter().filter(selected).collect();
    let mut request = query_of(spec, &text, used);
    for forward in [true, false] {
        request.forward = forward;
        request.limit = None;
        assert_eq!(pages(engine, request.clone()), expected, "{text} on {}", spec.name);
        request.limit = NonZeroU32::new(limit);
        assert_eq!(pages(engine, request.clone()), expected, "{text} on {}", spec.name);
        expected.reverse();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..Default::default() })]

    #[test]
    fn queries_come_to_the_same_items_in_any_pages_both_ways(
        commands in prop::collection::vec(command(), 5..40),
        limit in 1..6_u32,
        low in -2..3_i64,
        width in 0..3_i64,
    ) {
        let (mut engine, naive) = filled(&commands);
        let texts = ["a", "b", "c", "c\u{0}", "x", "y", "yy"].map(Value::text);
        let numeric = (number(low), number(low + width));
        let tens = (number(low * 10), number((low + width) * 10));
        let textual = (Value::text("x"), Value::text("y"));
        let specs = INDEXES.iter().chain([&TABLE_SPEC]).filter(|spec| spec.partition.len() == 1);
        for spec in specs.filter(|spec| spec.name != "inverted") {
            let bounds = match spec.sort.first().copied() {
                Some("sk") => &tens,
                Some("h") => &numeric,
                _ => &textual,
            };
            let cases = if spec.sort.is_empty() { &SORT_CASES[..1] } else { SORT_CASES };
            for (case, partition) in cases.iter().flat_map(|c| texts.iter().map(move |p| (c, p))) {
                let bounds = (&bounds.0, &bounds.1);
                check_query(&mut engine, &naive, spec, partition, case, bounds, limit);
            }
        }
    }

    #[test]
    fn scans_come_to_the_same_items_in_any_pages(
        commands in prop::collection::vec(command(), 5..40),
        limit in 1..6_u32,
    ) {
        let (mut engine, naive) = filled(&commands);
        for spec in INDEXES.iter().chain([&TABLE_SPEC]) {
            let index = (spec.name != "Table").then_some(spec.name);
            let mut request = scan_of(index);
            request.limit = NonZeroU32::new(limit);
            prop_assert_eq!(pages(&mut engine, request), spec.sorted(&naive.items));
        }
    }

    #[test]
    fn segments_share_out_the_table_in_order(
        commands in prop::collection::vec(command(), 5..40),
        total in 1..20_u32,
        limit in 1..4_u32,
    ) {
        let (mut engine, naive) = filled(&commands);
        for spec in INDEXES.iter().chain([&TABLE_SPEC]) {
            let mut together = Vec::new();
            for index in 0..total {
                let mut request = scan_of((spec.name != "Table").then_some(spec.name));
                request.segment = Segment::new(index, total);
                request.limit = NonZeroU32::new(limit);
                together.extend(pages(&mut engine, request));
            }
            prop_assert_eq!(together, spec.sorted(&naive.items));
        }
    }
}
