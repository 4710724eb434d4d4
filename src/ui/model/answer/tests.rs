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
    Answer::of(operation, Ok(&response), &exchange.receipts, "0.5 RCU".to_owned())
}

fn rows(count: u64, scanned: u64, more: bool) -> Rows {
    Rows { count, scanned, last_key: more.then(|| json!({})), forgotten: false }
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
    assert_eq!(rows(1, 4, false).count_text(), "1 item of 4 read");
}

#[test]
fn of_many_items_the_first_are_written_and_the_rest_is_told() {
    let mut answer = answer(&mut session(Size::Thousand), Operation::Scan, json!({}));
    assert_eq!(answer.items().len(), 1_000);
    assert_eq!(answer.body()["Items"].as_array().unwrap().len(), WRITTEN);
    assert_eq!(answer.body()["Count"], 1_000);
    assert_eq!(answer.cut_note().unwrap(), "The first 200 of 1,000 items, as text.");
    answer.forget_items();
    assert_eq!((answer.items().len(), answer.body()), (0, Json::Null));
    assert_eq!(answer.rows().unwrap().count, 1_000);
}

#[test]
fn an_empty_page_with_a_key_is_explained() {
    assert!(rows(0, 10, true).empty_note().unwrap().contains("go on with"));
    assert!(rows(0, 0, true).empty_note().unwrap().contains("exactly at its limit"));
    assert!(rows(0, 0, false).empty_note().unwrap().contains("No item"));
    assert_eq!(rows(1, 1, false).empty_note(), None);
}

#[test]
fn a_page_says_what_ended_it() {
    let note = |more, limit| rows(4, 10, more).end_note(limit);
    assert!(note(true, Some(10)).unwrap().contains("the Limit: 10 items read"));
    assert!(note(true, Some(11)).unwrap().contains("1 MB"));
    assert!(note(true, None).unwrap().contains("1 MB"));
    assert_eq!(note(false, Some(10)), None);
    assert_eq!(rows(0, 0, true).end_note(Some(10)), None);
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
    assert_eq!(none.announcement(), "No item has this key, 0.5 RCU");
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
    assert_eq!(said(Operation::PutItem, put.clone()), "Written");
    assert!(said(Operation::PutItem, put.clone()).starts_with("Nothing changed"));
    assert_eq!(said(Operation::UpdateItem, update.clone()), "Written");
    assert_eq!(said(Operation::UpdateItem, update), "Nothing changed");
    assert_eq!(said(Operation::PutItem, put), "Written");
    assert_eq!(said(Operation::DeleteItem, json!({ "Key": key })), "Deleted");
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
        assert!(made.became.unwrap().contains("No item had this key, so the update made one"));
        assert!(made.announcement().starts_with("Written: the item is new."));
    }
    let again = answer(&mut session, Operation::UpdateItem, update("new", "ALL_NEW"));
    assert_eq!(again.became, Some("Nothing changed. The write is billed all the same"));
}

#[test]
fn a_refusal_has_words() {
    let mut session = session(Size::Article);
    let half = json!({ "TableName": DatasetId::Medical.table(), "Key": { "PK": { "S": "x" } } });
    let exchange = session.send(Request::new(Operation::GetItem, half));
    let refusal = Refusal::from_error(&exchange.response.unwrap_err());
    let refused = Answer::of(Operation::GetItem, Err(refusal.clone()), &[], "0 RCU".to_owned());
    assert!(refused.announcement().starts_with("ValidationException: The provided"));
    assert!(refusal.advice().unwrap().contains("primary key"));
}

#[test]
fn columns_put_keys_first_and_cells_are_short() {
    let items = [json!({"b": {"N": "1.5"}, "SK": {"S": "x"}}), json!({"a": {"L": [{"N": "1"}]}})]
        .map(|item| Found::Part(item_from_json(&item).unwrap()));
    assert_eq!(columns(&items, &["PK", "SK", "PK", "SK"].map(str::to_owned)), ["SK", "a", "b"]);
    assert_eq!(cell(items[0].item().get("b").unwrap()), "1.5");
    assert_eq!(cell(items[1].item().get("a").unwrap()), "[1]");
}
