//! Answers of a small table.

use serde_json::json;

use super::*;
use crate::api::json::item_from_json;
use crate::api::{Request, Session};
use crate::datasets::{DatasetId, Loader, Recipe, Size};
use crate::engine::{Clock, Millis};

fn session(size: Size) -> Session {
    let mut session = Session::new(Clock::fixed(Millis(0)));
    let mut loader = Loader::new(Recipe::new(DatasetId::Medical, size));
    while !loader.step(&mut session, 1_000).unwrap().is_complete() {}
    session
}

fn answer(session: &mut Session, operation: Operation, more: Json) -> Answer {
    let mut body = json!({ "TableName": DatasetId::Medical.table() });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let exchange = session.send(Request::new(operation, body));
    let response = exchange.response.unwrap();
    Answer::new(&exchange.request, Ok(&response), &exchange.receipts, "0.5 RCU".to_owned())
}

fn rows(count: u64, scanned: u64, more: bool) -> Rows {
    let last_key = more.then(|| json!({}));
    let asked = Asked { is_query: true, ..Asked::default() };
    Rows { count, scanned, bytes: scanned * 100, asked, last_key, forgotten: false }
}

#[test]
fn a_page_has_rows_and_a_key_to_go_on_from() {
    let limited = json!({
        "Limit": 4, "FilterExpression": "PK <> :p",
        "ExpressionAttributeValues": { ":p": { "S": "nobody" } },
    });
    let answer = answer(&mut session(Size::Article), Operation::Scan, limited);
    let rows = answer.rows().unwrap();
    assert_eq!(rows.count_text(), "4 items");
    let last = answer.items().last().unwrap().item();
    assert_eq!(answer.last_key().unwrap()["PK"], value_to_json(last.get("PK").unwrap()));
    assert_eq!(answer.announcement(), "4 items, 0.5 RCU");
    assert_eq!(answer.cut_note(), None);
}

#[test]
fn a_filtered_page_counts_what_was_read() {
    assert_eq!(rows(1, 4, false).count_text(), "1 item returned of 4 evaluated");
}

#[test]
fn of_many_items_the_first_are_written_and_the_rest_is_told() {
    let mut answer = answer(&mut session(Size::Thousand), Operation::Scan, json!({}));
    assert_eq!(answer.items().len(), 1_000);
    assert_eq!(answer.body()["Items"].as_array().unwrap().len(), WRITTEN);
    assert_eq!(answer.body()["Count"], 1_000);
    assert_eq!(answer.cut_note().unwrap(), "Showing the first 200 of 1,000 items.");
    answer.forget_items();
    assert_eq!((answer.items().len(), answer.body()), (0, Json::Null));
    assert_eq!(answer.rows().unwrap().count, 1_000);
}

#[test]
fn an_empty_page_with_a_key_is_explained() {
    assert!(rows(0, 10, true).empty_note().unwrap().contains("there are more pages"));
    assert!(rows(0, 0, true).empty_note().unwrap().contains("has a LastEvaluatedKey"));
    assert!(rows(0, 0, false).empty_note().unwrap().contains("match this key condition"));
    assert_eq!(rows(1, 1, false).empty_note(), None);
}

#[test]
fn a_page_says_what_ended_it() {
    let note = |more, limited, bytes| {
        let rows = rows(4, 10, more);
        Rows { asked: Asked { limited, ..rows.asked }, bytes, ..rows }.end_note()
    };
    assert!(note(true, true, 1_000).unwrap().contains("its Limit: 10 items evaluated"));
    assert!(note(true, true, PAGE_BYTES).unwrap().contains("1 MB"));
    assert!(note(true, false, PAGE_BYTES).unwrap().contains("1 MB"));
    assert_eq!(note(false, true, 1_000), None);
    assert_eq!(rows(0, 0, true).end_note(), None);
}

/// A Limit that ends exactly at the last item leaves a key, and an empty page behind it.
#[test]
fn an_empty_last_page_is_not_called_a_miss() {
    let mut session = session(Size::Article);
    let query = json!({
        "KeyConditionExpression": "PK = :p AND begins_with(SK, :b)", "Limit": 5,
        "ExpressionAttributeValues": { ":p": { "S": "PATIENT#123" }, ":b": { "S": "BOOKING#" } },
    });
    let first = answer(&mut session, Operation::Query, query.clone());
    assert_eq!(first.rows().unwrap().count, 5);
    let mut behind = query;
    behind["ExclusiveStartKey"] = first.last_key().unwrap().clone();
    let last = answer(&mut session, Operation::Query, behind);
    let note = last.rows().unwrap().empty_note().unwrap();
    assert!(note.starts_with("The last page is empty"), "{note}");
}

/// `1.0` is a whole number to the service, and the page ends at it.
#[test]
fn a_limit_ends_a_page_however_its_number_is_written() {
    let limit: Json = serde_json::from_str(r#"{ "Limit": 1.0 }"#).unwrap();
    let page = answer(&mut session(Size::Article), Operation::Scan, limit);
    let note = page.rows().unwrap().end_note().unwrap();
    assert!(note.starts_with("The page ended at its Limit: 1 item evaluated."), "{note}");
}

#[test]
fn nothing_to_scan_is_an_empty_table_or_index() {
    let of_index = |of_index| {
        let rows = rows(0, 0, false);
        Rows { asked: Asked { of_index, ..Asked::default() }, ..rows }.empty_note()
    };
    assert_eq!(of_index(false), Some("The table is empty."));
    assert_eq!(of_index(true), Some("The index is empty."));
}

#[test]
fn a_get_has_an_item_or_words() {
    let mut session = session(Size::Article);
    let page = answer(&mut session, Operation::Scan, json!({ "Limit": 1 }));
    let key = json!({ "Key": page.last_key().unwrap() });
    let found = answer(&mut session, Operation::GetItem, key);
    assert_eq!(found.outcome, Outcome::One(members(page.items()[0].item())));
    let stranger = json!({ "Key": { "PK": { "S": "nobody" }, "SK": { "S": "x" } } });
    let none = answer(&mut session, Operation::GetItem, stranger.clone());
    assert_eq!(none.outcome, Outcome::Nothing);
    assert_eq!(none.announcement(), "No item has this key. You still pay for the read, 0.5 RCU");
}

#[test]
fn a_write_says_what_became_of_the_item() {
    let mut session = session(Size::Article);
    let mut said = |operation, more| {
        let words = answer(&mut session, operation, more).became.unwrap();
        words.split([':', '.']).next().unwrap_or_default()
    };
    let key = json!({ "PK": { "S": "NOTE#1" }, "SK": { "S": "x" } });
    let put = json!({ "Item": key });
    let update = json!({ "Key": key, "UpdateExpression": "SET a = :a",
        "ExpressionAttributeValues": { ":a": { "N": "1" } } });
    assert_eq!(said(Operation::PutItem, put.clone()), "Created a new item");
    assert!(said(Operation::PutItem, put.clone()).starts_with("Nothing changed"));
    assert_eq!(said(Operation::UpdateItem, update.clone()), "Updated the item");
    assert_eq!(said(Operation::UpdateItem, update), "Nothing changed");
    assert_eq!(said(Operation::PutItem, put), "Replaced the whole item that had this key");
    assert_eq!(said(Operation::DeleteItem, json!({ "Key": key })), "Deleted the item");
    assert!(said(Operation::DeleteItem, json!({ "Key": key })).starts_with("No item had this key"));
}

#[test]
fn an_update_that_makes_an_item_says_so_whatever_it_returns() {
    let update = |key: &str, values: &str| {
        json!({ "Key": { "PK": { "S": key }, "SK": { "S": "x" } }, "ReturnValues": values,
            "UpdateExpression": "SET a = :a", "ExpressionAttributeValues": { ":a": { "N": "1" } } })
    };
    let mut session = session(Size::Article);
    for (key, values) in [("new", "NONE"), ("newer", "ALL_NEW")] {
        let made = answer(&mut session, Operation::UpdateItem, update(key, values));
        assert!(made.became.unwrap().contains("no item had this key, so UpdateItem created one"));
        assert!(made.announcement().starts_with("Created a new item: "));
    }
    let again = answer(&mut session, Operation::UpdateItem, update("new", "ALL_NEW"));
    assert_eq!(again.became, Some("Nothing changed. You still pay for the write"));
}

#[test]
fn a_rejection_has_words() {
    let mut session = session(Size::Article);
    let half = json!({ "TableName": DatasetId::Medical.table(), "Key": { "PK": { "S": "x" } } });
    let exchange = session.send(Request::new(Operation::GetItem, half));
    let rejection = Rejection::from_error(exchange.response.as_ref().unwrap_err());
    let rejected = Answer::new(&exchange.request, Err(rejection.clone()), &[], "0 RCU".to_owned());
    assert!(rejected.announcement().starts_with("ValidationException: The provided"));
    assert!(rejection.advice().unwrap().contains("primary key"));
}

#[test]
fn columns_put_keys_first_and_cells_are_short() {
    let items = [json!({"b": {"N": "1.5"}, "SK": {"S": "x"}}), json!({"a": {"L": [{"N": "1"}]}})]
        .map(|item| Found::Part(item_from_json(&item).unwrap()));
    assert_eq!(columns(&items, &["PK", "SK", "PK", "SK"].map(str::to_owned)), ["SK", "a", "b"]);
    assert_eq!(cell(items[0].item().get("b").unwrap()), "1.5");
    assert_eq!(cell(items[1].item().get("a").unwrap()), "[1]");
}
