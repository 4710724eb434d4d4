//! Datasets in the engine: loads, and access patterns with their answers and prices.

use super::*;
use crate::api::Session;
use crate::api::json::item_to_json;
use crate::engine::{Clock, Found, Millis};
use crate::model::TableName;
use std::collections::BTreeSet;

fn session(recipe: Recipe) -> Session {
    let mut session = Session::new(Clock::fixed(Millis(1_767_225_600_000)));
    let mut loader = Loader::new(recipe);
    let mut before = 0;
    while !loader.progress().is_complete() {
        let progress = loader.step(&mut session, 333).unwrap();
        assert_eq!(progress.done, (before + 333).min(recipe.items()));
        before = progress.done;
    }
    session
}

/// What became of a request over all its pages.
#[derive(Default)]
struct Answer {
    rows: BTreeSet<String>,
    read_halves: u64,
    changed: bool,
}

fn ask(session: &mut Session, mut request: Request) -> Answer {
    let mut answer = Answer::default();
    loop {
        let exchange = session.send(request.clone());
        let response = exchange.response.unwrap();
        answer.read_halves += exchange.receipts[0].read_units().halves();
        answer.changed |= !exchange.changes.is_empty();
        let text = |found: &Found| item_to_json(found.item()).to_string();
        answer.rows.extend(response.items().iter().map(text));
        match response.last_key() {
            Some(key) => request.body["ExclusiveStartKey"] = item_to_json(key),
            None => return answer,
        }
    }
}

#[test]
fn a_load_fills_table_and_indexes_and_records_no_change() {
    for dataset in DatasetId::ALL {
        let session = session(Recipe::new(dataset, Size::Thousand));
        let name = TableName::parse(dataset.table()).unwrap();
        let table = session.engine().inspect().table(&name).unwrap();
        assert_eq!(table.items, 1_000);
        assert!(table.indexes.iter().all(|index| (10..1_000).contains(&index.items)));
        assert!(session.engine().inspect().changes(0).is_empty());
    }
}

#[test]
fn every_pattern_has_an_answer_in_every_size() {
    for size in [Size::Article, Size::Thousand, Size::TenThousand] {
        for dataset in DatasetId::ALL {
            let mut session = session(Recipe::new(dataset, size));
            for pattern in access_patterns(dataset) {
                let reads = pattern.request.operation.is_read();
                let answer = ask(&mut session, pattern.request);
                assert_eq!(reads, !answer.rows.is_empty(), "{}", pattern.id);
                assert_eq!(reads, !answer.changed, "{}", pattern.id);
            }
        }
    }
}

#[test]
fn the_scan_gives_the_same_rows_for_more() {
    for size in [Size::Article, Size::Thousand, Size::TenThousand] {
        for dataset in DatasetId::ALL {
            let mut session = session(Recipe::new(dataset, size));
            for pattern in access_patterns(dataset) {
                let Some(scan) = pattern.as_scan else { continue };
                let asked = ask(&mut session, pattern.request);
                let scanned = ask(&mut session, scan);
                assert_eq!(asked.rows, scanned.rows, "{}", pattern.id);
                // The article's rows fill so few blocks that a Scan may cost the same.
                let dearer = scanned.read_halves - asked.read_halves;
                assert!(dearer > 0 || size == Size::Article, "{} {size:?}", pattern.id);
            }
        }
    }
}

#[test]
fn the_headline_question_has_the_articles_five_rows_for_half_a_unit_in_any_size() {
    for size in [Size::Article, Size::TenThousand] {
        let mut session = session(Recipe::new(DatasetId::Medical, size));
        let question = access_patterns(DatasetId::Medical).remove(0);
        let answer = ask(&mut session, question.request);
        assert_eq!((answer.rows.len(), answer.read_halves), (5, 1));
    }
}

fn pattern(id: &str) -> Request {
    let mut all = DatasetId::ALL.into_iter().flat_map(access_patterns);
    all.find(|pattern| pattern.id == id).unwrap().request
}

#[test]
fn guarded_writes_are_refused_the_second_time_and_billed() {
    let mut session = session(Recipe::new(DatasetId::Clinic, Size::Article));
    for id in ["create-appointment", "complete-appointment", "cancel-appointment"] {
        assert!(session.send(pattern(id)).response.is_ok(), "{id}");
        let again = session.send(pattern(id));
        assert!(again.response.is_err(), "{id}");
        assert_eq!(again.receipts[0].write_units().get(), 1, "{id}");
        assert!(again.changes.is_empty());
    }
    let links = ask(&mut session, by_patient("PATIENT#PAT-457"));
    assert_eq!(links.rows.len(), 1, "the link of the deleted appointment stays");
}

fn by_patient(partition: &str) -> Request {
    let mut request = pattern("appointments-by-link");
    request.body["ExpressionAttributeValues"][":pk"] = json!({ "S": partition });
    request
}

#[test]
fn four_rows_in_pages_of_two_end_with_an_empty_third_page() {
    let mut session = session(Recipe::new(DatasetId::Clinic, Size::Article));
    let mut request = pattern("paging-loop");
    let mut pages = Vec::new();
    loop {
        let response = session.send(request.clone()).response.unwrap();
        pages.push(response.items().len());
        let Some(key) = response.last_key() else { break };
        request.body["ExclusiveStartKey"] = item_to_json(key);
    }
    assert_eq!(pages, [2, 2, 0]);
}

#[test]
fn links_are_cheaper_than_the_index_with_whole_appointments() {
    let mut session = session(Recipe::new(DatasetId::Clinic, Size::Article));
    let mut cost = |id| {
        let answer = ask(&mut session, pattern(id));
        (answer.rows.len(), answer.read_halves)
    };
    assert_eq!(cost("appointments-by-link"), (3, 1));
    assert_eq!(cost("appointments-by-index"), (3, 2));
}

/// The trap of the pattern states it.
#[test]
fn shipping_an_order_is_five_writes_and_takes_it_out_of_the_sparse_index() {
    let mut session = session(Recipe::new(DatasetId::Orders, Size::Article));
    let open = |session: &mut Session| ask(session, pattern("open-orders")).rows.len();
    assert_eq!(open(&mut session), 3);
    let shipped = session.send(pattern("ship-order"));
    assert!(shipped.response.is_ok());
    assert_eq!(shipped.receipts[0].write_units().get(), 5);
    assert_eq!(open(&mut session), 2);
    assert!(session.send(pattern("ship-order")).response.is_err(), "it isn't pending any more");
}

/// The trap that the quarter's upper bound avoids, in the numbers that its text states.
#[test]
fn a_range_up_to_the_month_loses_the_month() {
    let mut session = session(Recipe::new(DatasetId::Orders, Size::Thousand));
    let quarter = pattern("orders-of-quarter");
    assert_eq!(ask(&mut session, quarter.clone()).rows.len(), 4);
    let mut short = quarter;
    short.body["ExpressionAttributeValues"][":to"] = json!({ "S": "ORDER#2026-03" });
    assert_eq!(ask(&mut session, short).rows.len(), 2);
}

#[test]
fn a_placed_order_is_there_with_less_stock_and_no_cart() {
    let mut session = session(Recipe::new(DatasetId::Orders, Size::Article));
    let rows = |session: &mut Session| ask(session, pattern("customer-with-orders")).rows.len();
    let before = rows(&mut session);
    let placed = session.send(pattern("place-order"));
    assert!(placed.response.is_ok());
    // One order more and no cart.
    assert_eq!(rows(&mut session), before);
    let product = ask(&mut session, pattern("product-by-id")).rows;
    assert!(product.iter().all(|row| row.contains(r#""stock":{"N":"118"}"#)), "{product:?}");
    assert!(session.send(pattern("place-order")).response.is_err(), "the order exists");
}

#[test]
fn the_latest_reading_is_one_item_from_the_end_in_any_size() {
    for size in [Size::Article, Size::TenThousand] {
        let mut session = session(Recipe::new(DatasetId::Sensors, size));
        let exchange = session.send(pattern("latest-reading"));
        assert_eq!(exchange.receipts[0].read_units().halves(), 1);
        let response = exchange.response.unwrap();
        let item = item_to_json(response.items()[0].item());
        assert_eq!(item["taken_at"]["S"], "2026-04-16T12:00:00Z");
        assert_eq!(ask(&mut session, pattern("last-hour")).rows.len(), 6);
    }
}
