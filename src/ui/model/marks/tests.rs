//! What each kind of request leaves on the rows of a table and its indexes.

use serde_json::{Value as Json, json};

use super::*;
use crate::api::{Request, Session};
use crate::engine::Operation;
use crate::model::Item;
use crate::ui::model::orders::{item, key, name, send, session, target, try_send};
use crate::ui::model::rows::TableRows;
use crate::ui::model::run::Run;

/// The marked rows of the table or an index: `+a/1` was returned, `-a/1` filtered out, `*a/1`
/// written.
fn marked(session: &Session, trail: &Trail, index: Option<&str>) -> String {
    let target = target(index);
    let Some(marks) = trail.marks(&target, 0) else { return String::new() };
    let rows = TableRows::read(&session.engine().inspect(), target);
    let mark = |(at, item): (usize, &Item)| {
        let sign = match marks.at(at)? {
            Mark::FilteredOut => '-',
            Mark::Returned => '+',
            Mark::Written => '*',
        };
        Some(format!("{sign}{}", name(item)))
    };
    let mut marked: Vec<String> = rows.items().enumerate().filter_map(mark).collect();
    marked.sort_by_key(|mark| mark[1..].to_owned());
    marked.join(" ")
}

/// What a request left in the table, the local and the global index.
fn left(session: &mut Session, operation: &str, body: Json) -> [String; 3] {
    let exchange = send(session, operation, body);
    left_by(session, &exchange)
}

fn left_by(session: &Session, exchange: &Exchange) -> [String; 3] {
    let mut trail = Trail::default();
    trail.add(exchange, &session.engine().inspect(), 0);
    [None, Some("ByDay"), Some("ByTag")].map(|index| marked(session, &trail, index))
}

/// The same of a new session, of the table only; nothing must be left in the indexes.
fn left_in_table(operation: &str, body: Json) -> String {
    let [table, local, global] = left(&mut session(), operation, body);
    assert_eq!((local.as_str(), global.as_str()), ("", ""), "{operation}");
    table
}

fn of_a(more: Json) -> Json {
    let mut body = json!({
        "TableName": "Orders", "KeyConditionExpression": "pk = :p",
        "ExpressionAttributeValues": { ":p": { "S": "a" } },
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

#[test]
fn a_query_marks_what_it_returned_and_what_the_filter_dropped() {
    let filtered = of_a(json!({
        "FilterExpression": "tag = :red",
        "ExpressionAttributeValues": { ":p": { "S": "a" }, ":red": { "S": "red" } },
    }));
    assert_eq!(left_in_table("Query", filtered), "+a/1 +a/2 -a/3");
}

#[test]
fn a_query_backward_marks_the_end_of_what_it_selects() {
    let last = of_a(json!({ "ScanIndexForward": false, "Limit": 2 }));
    assert_eq!(left_in_table("Query", last), "+a/2 +a/3");
}

#[test]
fn any_key_condition_marks_what_it_selects() {
    for (condition, rows) in [
        ("sk > :n AND pk = :p", "+a/3"),
        ("pk = :p AND sk BETWEEN :one AND :n", "+a/1 +a/2"),
        ("(pk = :p) and (#sort <= :one)", "+a/1"),
    ] {
        let mut body = of_a(json!({ "KeyConditionExpression": condition }));
        let mut values = json!({ ":p": { "S": "a" } });
        for (value, number) in [(":one", "1"), (":n", "2")] {
            if condition.contains(value) {
                values[value] = json!({ "N": number });
            }
        }
        body["ExpressionAttributeValues"] = values;
        if condition.contains("#sort") {
            body["ExpressionAttributeNames"] = json!({ "#sort": "sk" });
        }
        assert_eq!(left_in_table("Query", body), rows, "{condition}");
    }
}

#[test]
fn the_segments_of_a_scan_share_the_rows() {
    let mut together = Vec::new();
    for segment in 0..3 {
        let scan = json!({ "TableName": "Orders", "Segment": segment, "TotalSegments": 3 });
        let marked = left_in_table("Scan", scan);
        together.extend(marked.split_whitespace().map(str::to_owned));
    }
    together.sort();
    assert_eq!(together, ["+a/1", "+a/2", "+a/3", "+b/1", "+b/2", "+c/1"]);
}

#[test]
fn pages_add_up_wherever_the_first_one_begins() {
    let mut session = session();
    let body = of_a(json!({ "Limit": 1, "ExclusiveStartKey": key("a", 1) }));
    let mut run = Run::new(Request { operation: Operation::Query, body });
    let mut request = Some(run.request.clone());
    let mut pages = Vec::new();
    while let Some(next) = request {
        let page = session.send(next);
        run.add(&page, &session.engine().inspect(), 0);
        pages.push(marked(&session, &run.trail, None));
        request = run.next_request();
    }
    assert_eq!(pages, ["+a/2", "+a/2 +a/3", "+a/2 +a/3"]);
}

#[test]
fn reading_a_global_index_marks_its_entries() {
    let red = json!({
        "TableName": "Orders", "IndexName": "ByTag", "KeyConditionExpression": "tag = :t",
        "ExpressionAttributeValues": { ":t": { "S": "red" } },
    });
    let [table, _, global] = left(&mut session(), "Query", red);
    assert_eq!((table.as_str(), global.as_str()), ("", "+a/1 +a/2 +b/2"));
}

#[test]
fn fetching_behind_a_local_index_marks_the_items_too() {
    let by_day = of_a(json!({
        "IndexName": "ByDay", "Select": "ALL_ATTRIBUTES", "FilterExpression": "n < :three",
        "ExpressionAttributeValues": { ":p": { "S": "a" }, ":three": { "N": "3" } },
    }));
    let [table, local, _] = left(&mut session(), "Query", by_day);
    assert_eq!((local.as_str(), table.as_str()), ("+a/1 +a/2 -a/3", "+a/1 +a/2 -a/3"));
    let entries_only = of_a(json!({ "IndexName": "ByDay" }));
    let [table, local, _] = left(&mut session(), "Query", entries_only);
    assert_eq!((local.as_str(), table.as_str()), ("+a/1 +a/2 +a/3", ""));
}

#[test]
fn reads_by_key_mark_the_items_that_there_are() {
    let get = json!({ "TableName": "Orders", "Key": key("b", 1) });
    assert_eq!(left_in_table("GetItem", get.clone()), "+b/1");
    let missing = json!({ "TableName": "Orders", "Key": key("z", 1) });
    assert_eq!(left_in_table("GetItem", missing), "");
    let keys = [key("c", 1), key("z", 1), key("a", 2)];
    let batch = json!({ "RequestItems": { "Orders": { "Keys": keys } } });
    assert_eq!(left_in_table("BatchGetItem", batch), "+a/2 +c/1");
    let other = json!({ "TableName": "Orders", "Key": key("a", 3) });
    let transaction = json!({ "TransactItems": [{ "Get": get }, { "Get": other }] });
    assert_eq!(left_in_table("TransactGetItems", transaction), "+a/3 +b/1");
}

#[test]
fn statements_mark_what_they_read() {
    let select = |text: &str| json!({ "Statement": text });
    let by_key = select("SELECT * FROM Orders WHERE pk = 'a' AND n > 1");
    assert_eq!(left_in_table("ExecuteStatement", by_key), "-a/1 +a/2 +a/3");
    let all = select("SELECT pk FROM Orders WHERE tag = 'blue'");
    assert_eq!(left_in_table("ExecuteStatement", all), "-a/1 -a/2 +a/3 +b/1 -b/2 +c/1");
    let by_index = select("SELECT * FROM Orders.ByTag WHERE tag = 'blue'");
    let [table, _, global] = left(&mut session(), "ExecuteStatement", by_index);
    assert_eq!((table.as_str(), global.as_str()), ("", "+a/3 +b/1 +c/1"));
    let one =
        |pk: &str, sk: u32| select(&format!("SELECT * FROM Orders WHERE pk='{pk}' AND sk={sk}"));
    let batch = json!({ "Statements": [one("a", 1), one("z", 1), one("c", 1)] });
    assert_eq!(left_in_table("BatchExecuteStatement", batch), "+a/1 +c/1");
    let transaction = json!({ "TransactStatements": [one("a", 2), one("b", 2)] });
    assert_eq!(left_in_table("ExecuteTransaction", transaction), "+a/2 +b/2");
}

#[test]
fn a_write_marks_the_item_and_each_entry_that_it_changed() {
    let mut session = session();
    let put = json!({ "TableName": "Orders", "Item": item("a", 9, "sat", "red") });
    assert_eq!(left(&mut session, "PutItem", put.clone()), ["*a/9", "*a/9", "*a/9"]);
    let same = left(&mut session, "PutItem", put);
    assert_eq!(same, ["", "", ""], "the same item again changes nothing");
    let update = |expression: &str, value: Json| {
        json!({
            "TableName": "Orders", "Key": key("a", 9), "UpdateExpression": expression,
            "ExpressionAttributeValues": { ":v": value },
        })
    };
    let unprojected = update("SET n = :v", json!({ "N": "7" }));
    assert_eq!(left(&mut session, "UpdateItem", unprojected), ["*a/9", "", ""]);
    let moved = update("SET tag = :v", json!({ "S": "green" }));
    assert_eq!(left(&mut session, "UpdateItem", moved), ["*a/9", "", "*a/9"]);
    let insert = "INSERT INTO Orders VALUE {'pk': 'q', 'sk': 1, 'tag': 'red'}";
    let insert = json!({ "Statement": insert });
    assert_eq!(left(&mut session, "ExecuteStatement", insert), ["*q/1", "", "*q/1"]);
    let delete = json!({ "TableName": "Orders", "Key": key("a", 9) });
    assert_eq!(left(&mut session, "DeleteItem", delete), ["", "", ""]);
}

#[test]
fn a_failed_condition_marks_nothing() {
    let mut session = session();
    let rejected = json!({
        "TableName": "Orders", "Item": item("a", 1, "sun", "blue"),
        "ConditionExpression": "attribute_not_exists(pk)",
    });
    let exchange = try_send(&mut session, "PutItem", rejected);
    assert!(exchange.response.is_err() && !exchange.receipts.is_empty());
    assert_eq!(left_by(&session, &exchange), ["", "", ""]);
}

#[test]
fn a_transaction_marks_all_that_it_wrote_and_nothing_once_it_is_cancelled() {
    let mut session = session();
    let actions = |least: &str| {
        let values = json!({ ":v": { "N": "8" } });
        json!({ "TransactItems": [
            { "Put": { "TableName": "Orders", "Item": item("d", 1, "mon", "red") } },
            { "Update": {
                "TableName": "Orders", "Key": key("a", 1), "UpdateExpression": "SET n = :v",
                "ExpressionAttributeValues": values,
            } },
            { "Delete": { "TableName": "Orders", "Key": key("b", 1) } },
            { "ConditionCheck": {
                "TableName": "Orders", "Key": key("c", 1), "ConditionExpression": "n >= :n",
                "ExpressionAttributeValues": { ":n": { "N": least } },
            } },
        ] })
    };
    let cancelled = try_send(&mut session, "TransactWriteItems", actions("2"));
    assert!(cancelled.response.is_err() && !cancelled.receipts.is_empty());
    assert_eq!(left_by(&session, &cancelled), ["", "", ""]);
    let written = left(&mut session, "TransactWriteItems", actions("1"));
    assert_eq!(written, ["*a/1 *d/1", "*d/1", "*d/1"]);
}

#[test]
fn a_batch_marks_each_item_that_it_wrote() {
    let puts = [item("d", 1, "mon", "red"), item("d", 2, "tue", "red")];
    let puts = puts.map(|item| json!({ "PutRequest": { "Item": item } }));
    let batch = json!({ "RequestItems": { "Orders": puts } });
    let left = left(&mut session(), "BatchWriteItem", batch);
    assert_eq!(left, ["*d/1 *d/2", "*d/1 *d/2", "*d/1 *d/2"]);
}

#[test]
fn marks_are_those_of_the_data_as_it_was_left() {
    let mut session = session();
    let mut trail = Trail::default();
    let get = |session: &mut Session, sk| {
        send(session, "GetItem", json!({ "TableName": "Orders", "Key": key("a", sk) }))
    };
    let first = get(&mut session, 1);
    trail.add(&first, &session.engine().inspect(), 0);
    assert!(trail.marks(&target(None), 0).is_some());
    assert!(trail.marks(&target(None), 1).is_none(), "the rows have changed since");
    let second = get(&mut session, 2);
    trail.add(&second, &session.engine().inspect(), 1);
    let marks = trail.marks(&target(None), 1).unwrap();
    let rows = TableRows::read(&session.engine().inspect(), target(None));
    let known: Vec<String> = (0..rows.len())
        .filter(|at| marks.at(*at).is_some())
        .map(|at| name(rows.item(at).unwrap()))
        .collect();
    assert_eq!(known, ["a/2"], "what was counted before the change is forgotten");
    assert_eq!(marks.first(), (0..6).find(|at| marks.at(*at).is_some()));
}
