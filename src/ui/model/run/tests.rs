//! Runs over the article's table, page by page.

use serde_json::{Value as Json, json};

use super::*;
use crate::api::Session;
use crate::datasets::{DatasetId, Loader, Recipe, Size};
use crate::engine::{Clock, Millis, Operation, SimulationSettings};
use crate::ui::model::rows::{TableRows, Target};

fn session() -> Session {
    let mut session = Session::new(Clock::fixed(Millis(0)));
    let mut loader = Loader::new(Recipe::new(DatasetId::Medical, Size::Article));
    while !loader.step(&mut session, 1_000).unwrap().is_complete() {}
    session
}

fn request(operation: Operation, more: Json) -> Request {
    let mut body = json!({ "TableName": DatasetId::Medical.table() });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Request { operation, body }
}

/// So many pages of a scan of four items each, strongly consistent.
fn scanned(pages: usize) -> Run {
    let mut session = session();
    let request = request(Operation::Scan, json!({ "Limit": 4, "ConsistentRead": true }));
    let mut run = Run::new(request.clone());
    let mut next = Some(request);
    for _ in 0..pages {
        let Some(request) = next else { break };
        let exchange = session.send(request);
        run.add(&exchange, &session.engine().inspect(), 0);
        next = run.next_request();
    }
    run
}

fn once(operation: Operation, more: Json) -> Run {
    let request = request(operation, more);
    let mut run = Run::new(request.clone());
    let mut session = session();
    let exchange = session.send(request);
    run.add(&exchange, &session.engine().inspect(), 0);
    run
}

#[test]
fn each_page_has_its_own_bill_and_the_sum_beside_it() {
    let run = scanned(2);
    for (page, own) in ["2 RCU", "1 RCU"].into_iter().enumerate() {
        let bill = run.bill(page).unwrap();
        assert_eq!((bill.total().as_str(), bill.tables[0].counts.unwrap().evaluated), (own, 4));
        let part = Part { page: page + 1, pages: 2, total: "3 RCU".to_owned() };
        assert_eq!(bill.part, Some(part));
    }
    assert_eq!(run.title(0), "Scan · MedicalTests · page 1 of 2 so far");
    assert_eq!(run.bill(2), None);
}

#[test]
fn a_run_says_which_page_is_shown_of_how_many() {
    let one = scanned(1);
    assert_eq!(one.page_text(0).unwrap(), "page 1, more to come");
    assert_eq!((one.sum_text(), one.bill(0).unwrap().part), (None, None));
    assert_eq!(one.title(0), "Scan · MedicalTests");
    let some = scanned(2);
    assert_eq!(some.page_text(0).unwrap(), "page 1 of 2 so far");
    assert_eq!(some.sum_text().unwrap(), "2 pages so far: 8 items, 3 RCU");
    let last = scanned(40).pages.iter().position(|page| page.last_key().is_none()).unwrap();
    let all = scanned(last + 1);
    let pages = last + 1;
    assert_eq!(all.page_text(last).unwrap(), format!("page {pages} of {pages}"));
    assert!(all.sum_text().unwrap().starts_with(&format!("All {pages} pages: ")));
    assert!(all.announcement(last).contains(&format!("page {pages} of {pages}; All ")));
}

#[test]
fn choosing_attributes_or_counting_is_said_to_save_nothing() {
    let why = |more| once(Operation::Scan, more).bill(0).unwrap().tables[0].charges[0].why.clone();
    let says = |why: &[String], words: &str| why.iter().any(|why| why.contains(words));
    assert!(says(&why(json!({ "ProjectionExpression": "PK" })), "A projection expression removes"));
    assert!(says(&why(json!({ "Select": "COUNT" })), "Select: COUNT saves no units"));
    assert!(!says(&why(json!({})), "saves no units"));
}

/// Source: what a Scan of a table with one small item reports on AWS, in the project's facts.
#[test]
fn a_scan_of_next_to_nothing_says_what_it_costs_on_aws() {
    let why = |more| once(Operation::Scan, more).bill(0).unwrap().tables[0].charges[0].why.clone();
    let aws = |more| why(more).into_iter().find(|why| why.contains("In practice, AWS"));
    let eventually = aws(json!({ "Limit": 1 })).unwrap();
    assert!(eventually.contains("partition: 2 RCU for"), "{eventually}");
    let strongly = aws(json!({ "Limit": 1, "ConsistentRead": true })).unwrap();
    assert!(strongly.contains("partition: 4 RCU for"), "{strongly}");
}

#[test]
fn nothing_billed_is_nothing_of_the_unit_that_the_request_takes() {
    let price = |operation, more| once(operation, more).pages[0].price.clone();
    assert_eq!(price(Operation::PutItem, json!({ "Item": {} })), "0 WCU");
    assert_eq!(price(Operation::UpdateItem, json!({ "Key": {} })), "0 WCU");
    assert_eq!(price(Operation::GetItem, json!({ "Key": {} })), "0 RCU");
    let statement = |text: &str| price(Operation::ExecuteStatement, json!({ "Statement": text }));
    assert_eq!(statement("SELECT * FROM Nowhere"), "0 RCU");
    assert_eq!(statement("INSERT INTO Nowhere VALUE {'a': 1}"), "0 WCU");
}

#[test]
fn a_scan_says_how_many_items_all_its_pages_read() {
    let mut session = session();
    let mut asked = |operation, more| {
        let page = session.send(request(operation, more));
        items_to_read(&page, &session.engine().inspect())
    };
    assert_eq!(asked(Operation::Scan, json!({ "Limit": 1 })), Some(25));
    let entries = asked(Operation::Scan, json!({ "IndexName": "GSI1", "Limit": 1 })).unwrap();
    assert!((1..25).contains(&entries), "{entries}");
    let query = json!({
        "KeyConditionExpression": "PK = :p",
        "ExpressionAttributeValues": { ":p": { "S": "PATIENT#123" } },
    });
    assert_eq!(asked(Operation::Query, query), None);
    assert_eq!(asked(Operation::Scan, json!({ "Limit": 0 })), None);
}

/// The index of orders by tag, a minute behind its table, and empty until then.
fn lagging() -> Session {
    let mut session = Session::new(Clock::fixed(Millis(0)));
    let settings = SimulationSettings { index_lag: 60_000, ..SimulationSettings::default() };
    session.set_simulation(Some(settings));
    let table = json!({
        "TableName": "Orders", "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [{ "AttributeName": "pk", "KeyType": "HASH" }],
        "AttributeDefinitions": [
            { "AttributeName": "pk", "AttributeType": "S" },
            { "AttributeName": "tag", "AttributeType": "S" },
        ],
        "GlobalSecondaryIndexes": [{
            "IndexName": "ByTag", "KeySchema": [{ "AttributeName": "tag", "KeyType": "HASH" }],
            "Projection": { "ProjectionType": "ALL" },
        }],
    });
    session.send(Request::new(Operation::CreateTable, table)).response.unwrap();
    session.set_time(Millis(10_000));
    while session.advance(100) {}
    let put =
        json!({ "TableName": "Orders", "Item": { "pk": { "S": "a" }, "tag": { "S": "red" } } });
    session.send(Request::new(Operation::PutItem, put)).response.unwrap();
    session
}

#[test]
fn a_read_of_an_index_that_lags_is_called_stale() {
    let mut session = lagging();
    let scan = json!({ "TableName": "Orders", "IndexName": "ByTag" });
    let mut said = |seconds: u64| {
        session.set_time(Millis(10_000 + seconds * 1_000));
        session.advance_simulation();
        let mut run = Run::new(Request::new(Operation::Scan, scan.clone()));
        let exchange = session.send(run.request.clone());
        run.add(&exchange, &session.engine().inspect(), 0);
        (run.pages[0].rows().unwrap().count, run.pages[0].answered_by.clone())
    };
    let (count, words) = said(2);
    let words = words.unwrap();
    assert_eq!(count, 0);
    assert!(words.starts_with("Stale read: ByTag is 2,000 ms behind its table"), "{words}");
    assert!(words.contains("1 change has not arrived yet"), "{words}");
    let (count, words) = said(120);
    assert_eq!((count, words), (1, None), "it has caught up");
}

#[test]
fn an_index_that_lags_is_told_from_an_empty_one() {
    let session = lagging();
    let index = Target { table: "Orders".to_owned(), index: Some("ByTag".to_owned()) };
    let inspect = session.engine().inspect();
    let rows = TableRows::read(&inspect, index);
    assert!(rows.is_empty());
    assert_eq!(rows.waiting_for_index(&inspect), 1);
}
