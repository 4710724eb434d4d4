//! A `SELECT` comes to what its words say of the model's items, in any pages, and costs what the
//! Query or Scan costs that it becomes.

use std::num::NonZeroU32;

use dynamodb_playground::capacity::ReadUnits;
use dynamodb_playground::engine::ops::statement::StatementOptions;
use dynamodb_playground::engine::ops::{
    BatchExecuteStatementInput as Batch, ExecuteStatementInput,
};
use dynamodb_playground::engine::{Engine, Executed, Found, Output};
use dynamodb_playground::model::{Item, Value};
use dynamodb_playground::partiql;
use proptest::prelude::*;

use super::commands::{command, number};
use super::paging::{filled, query_of};
use super::setup::{TABLE_SPEC, name, row_items, scan_of};

/// A part of `WHERE`, and what it says of an item.
pub type Part = (&'static str, fn(&Item) -> bool);

pub const PARTITIONS: &[Part] = &[
    ("", |_| true),
    ("pk = 'a'", |item| is(item, "pk", &["a"])),
    ("'c' = pk", |item| is(item, "pk", &["c"])),
    ("pk IN ['c', 'a', 'c']", |item| is(item, "pk", &["a", "c"])),
    ("(pk = 'b' OR pk = 'nobody')", |item| is(item, "pk", &["b"])),
    ("NOT pk = 'a'", |item| !is(item, "pk", &["a"])),
];

pub const SORTS: &[Part] = &[
    ("", |_| true),
    ("sk = 10", |item| order(item, "sk", 10).is_some_and(|o| o.is_eq())),
    ("sk >= 0", |item| order(item, "sk", 0).is_some_and(|o| o.is_ge())),
    ("0 > sk", |item| order(item, "sk", 0).is_some_and(|o| o.is_lt())),
    ("sk BETWEEN 0 AND 10", |item| {
        order(item, "sk", 0).is_some_and(|o| o.is_ge())
            && order(item, "sk", 10).is_some_and(|o| o.is_le())
    }),
    ("sk <> 10", |item| order(item, "sk", 10).is_some_and(|o| o.is_ne())),
];

pub const OTHERS: &[Part] = &[
    ("", |_| true),
    ("g = 'x'", |item| is(item, "g", &["x"])),
    ("NOT g = 'x'", |item| !is(item, "g", &["x"])),
    ("g <> 'x'", |item| item.contains("g") && !is(item, "g", &["x"])),
    ("l IS MISSING", |item| !item.contains("l")),
    ("begins_with(l, 'y')", |item| is(item, "l", &["y", "yy"])),
    ("size(y) > 10", |item| item.get("y").and_then(Value::as_text).is_some_and(|y| y.len() > 10)),
    ("(h > 0 OR z IS NOT MISSING)", |item| {
        order(item, "h", 0).is_some_and(|o| o.is_gt()) || item.contains("z")
    }),
];

/// Writes of the item with a key.
const WRITES: &[&str] = &[
    "INSERT INTO \"Table\" VALUE {'pk': $pk, 'sk': $sk, 'g': 'x', 'y': 'new'}",
    "UPDATE \"Table\" SET y = 'changed' REMOVE g WHERE pk = $pk AND sk = $sk",
    "UPDATE \"Table\" SET c = c + 1 WHERE sk = $sk AND g = 'x' AND pk = $pk",
    "DELETE FROM \"Table\" WHERE pk = $pk AND sk = $sk",
    "DELETE FROM \"Table\" WHERE pk = $pk AND sk = $sk AND l IS MISSING",
];

fn is(item: &Item, attribute: &str, texts: &[&str]) -> bool {
    item.get(attribute).and_then(Value::as_text).is_some_and(|text| texts.contains(&text))
}

fn order(item: &Item, attribute: &str, value: i64) -> Option<std::cmp::Ordering> {
    item.get(attribute)?.order(&number(value))
}

/// The statement of these parts, in an order that says nothing.
pub fn statement(parts: &[&Part], turn: usize, order: &str) -> String {
    let mut texts: Vec<&str> = parts.iter().map(|part| part.0).filter(|t| !t.is_empty()).collect();
    if !texts.is_empty() {
        let middle = turn % texts.len();
        texts.rotate_left(middle);
    }
    let condition = if texts.is_empty() { "" } else { " WHERE " };
    format!("SELECT * FROM \"Table\"{condition}{}{order}", texts.join(" AND "))
}

pub fn page(engine: &mut Engine, text: &str, options: StatementOptions) -> Executed {
    let statement = partiql::parse(text, &[]).unwrap_or_else(|e| panic!("{text}: {e:?}"));
    engine.execute(ExecuteStatementInput { statement, options }.into())
}

/// Every item of every page.
fn select(engine: &mut Engine, text: &str, limit: Option<u32>) -> Vec<Item> {
    let (mut all, mut options) = (Vec::new(), StatementOptions::default());
    options.limit = limit.and_then(NonZeroU32::new);
    loop {
        let answer = match page(engine, text, options.clone()).result.unwrap() {
            Output::ExecuteStatement(answer) => answer,
            other => panic!("no answer: {other:?}"),
        };
        all.extend(answer.items.iter().map(Found::item).cloned());
        match answer.next {
            None => return all,
            next => options.cursor = next,
        }
    }
}

fn units(executed: Executed) -> ReadUnits {
    executed.receipts.iter().map(|receipt| receipt.read_units()).sum()
}

fn sorted(mut items: Vec<Item>) -> Vec<Item> {
    items.sort_by_key(|item| format!("{item:?}"));
    items
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_select_comes_to_what_it_says(
        commands in prop::collection::vec(command(), 5..40),
        partition in prop::sample::select(PARTITIONS),
        sort in prop::sample::select(SORTS),
        other in prop::sample::select(OTHERS),
        turn in 0..3_usize,
        descending in any::<bool>(),
        limit in 1..6_u32,
    ) {
        let (mut engine, naive) = filled(&commands);
        let single = partition.0.contains(" = ") && !partition.0.contains(['(', 'N']);
        let order = if single && descending { " ORDER BY sk DESC" } else { "" };
        let text = statement(&[&partition, &sort, &other], turn, order);
        let kept = |item: &Item| (partition.1)(item) && (sort.1)(item) && (other.1)(item);
        let mut expected = TABLE_SPEC.sorted(&naive.items);
        expected.retain(kept);
        if single && descending {
            expected.reverse();
        }
        let whole = select(&mut engine, &text, None);
        let in_pages = select(&mut engine, &text, Some(limit));
        prop_assert_eq!(&whole, &in_pages, "{}", &text);
        match partition.0.contains("IN") {
            // Collections come in the order of the list.
            true => prop_assert_eq!(sorted(whole), sorted(expected), "{}", &text),
            false => prop_assert_eq!(whole, expected, "{}", &text),
        }
    }

    #[test]
    fn a_select_costs_what_it_becomes(
        commands in prop::collection::vec(command(), 5..40),
        other in prop::sample::select(OTHERS),
    ) {
        let (mut engine, _) = filled(&commands);
        let query = query_of(&TABLE_SPEC, "pk = :p AND sk >= :low", vec![
            (":p".to_owned(), Value::text("a")),
            (":low".to_owned(), number(0)),
        ]);
        let text = statement(&[&("pk = 'a'", |_| true), &other, &SORTS[2]], 1, "");
        let selected = page(&mut engine, &text, StatementOptions::default());
        prop_assert_eq!(units(selected), units(engine.execute(query.into())), "{}", &text);
        let text = statement(&[&other, &SORTS[2]], 0, "");
        let selected = page(&mut engine, &text, StatementOptions::default());
        prop_assert_eq!(units(selected), units(engine.execute(scan_of(None).into())), "{}", &text);
    }

    #[test]
    fn a_batch_is_its_statements(
        commands in prop::collection::vec(command(), 5..30),
        kinds in prop::collection::vec(0..WRITES.len(), 6),
    ) {
        let (mut one_by_one, _) = filled(&commands);
        let (mut at_once, _) = filled(&commands);
        let keys = ["a", "b", "c"].into_iter().flat_map(|pk| [0, 10].map(|sk| (pk, sk)));
        let texts = keys.zip(kinds).map(|((pk, sk), kind)| {
            WRITES[kind].replace("$pk", &format!("'{pk}'")).replace("$sk", &sk.to_string())
        });
        let texts: Vec<String> = texts.collect();
        let alone: Vec<Executed> =
            texts.iter().map(|text| page(&mut one_by_one, text, StatementOptions::default())).collect();
        let statements = texts.iter().map(|text| (partiql::parse(text, &[]), StatementOptions::default()));
        let batch = at_once.execute(Batch { statements: statements.collect() }.into());
        let Ok(Output::BatchExecuteStatement(output)) = batch.result else {
            panic!("{:?}", batch.result)
        };
        let failed = |executed: &Executed| executed.result.as_ref().err().cloned();
        prop_assert_eq!(
            output.responses.iter().map(|r| r.result.as_ref().err().cloned()).collect::<Vec<_>>(),
            alone.iter().map(failed).collect::<Vec<_>>()
        );
        let mut receipts = Vec::new();
        for receipt in alone.into_iter().flat_map(|executed| executed.receipts) {
            receipt.join(&mut receipts);
        }
        prop_assert_eq!(batch.receipts, receipts);
        prop_assert_eq!(row_items(&at_once, None), row_items(&one_by_one, None));
    }

    #[test]
    fn an_insert_is_a_put_where_nothing_is(commands in prop::collection::vec(command(), 0..20)) {
        let (mut engine, naive) = filled(&commands);
        let executed = page(&mut engine, "INSERT INTO \"Table\" VALUE {'pk': 'a', 'sk': 10}", StatementOptions::default());
        let there = |item: &Item| is(item, "pk", &["a"]) && item.get("sk") == Some(&number(10));
        prop_assert_eq!(executed.result.is_err(), naive.items.iter().any(there));
        let one = select(&mut engine, "SELECT pk FROM \"Table\" WHERE pk = 'a' AND sk = 10", Some(1));
        prop_assert_eq!(one.len(), 1);
        prop_assert_eq!(one[0].get("pk"), Some(&Value::text("a")));
        prop_assert!(!one[0].contains(name("sk").as_str()));
    }
}
