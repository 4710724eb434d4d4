//! The facts of each operation: which rows it evaluated or wrote, told by the exchange alone.
//!
//! A fact is written `pk/sk` with a minus before it when the filter dropped it; `tests/native/model`
//! recounts random requests.

use std::sync::Arc;

use dynamodb_playground::api::{Exchange, Request, Session};
use dynamodb_playground::capacity::{Direction, TableOrIndex, WriteCharge};
use dynamodb_playground::dax::{DaxSettings, Served};
use dynamodb_playground::engine::{Clock, Millis, Operation, TouchedHashes};
use dynamodb_playground::model::{IndexName, Item, TableName, Value};
use dynamodb_playground::store::Row;
use serde_json::{Value as Json, json};

fn session() -> Session {
    let mut session = Session::new(Clock::fixed(Millis(0)));
    let created = exchange(
        &mut session,
        "CreateTable",
        json!({
            "TableName": "Orders", "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [
                {"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
            "AttributeDefinitions": [
                {"AttributeName": "pk", "AttributeType": "S"},
                {"AttributeName": "sk", "AttributeType": "N"},
                {"AttributeName": "day", "AttributeType": "S"},
                {"AttributeName": "tag", "AttributeType": "S"},
            ],
            "LocalSecondaryIndexes": [{
                "IndexName": "ByDay", "Projection": {"ProjectionType": "KEYS_ONLY"},
                "KeySchema": [
                    {"AttributeName": "pk", "KeyType": "HASH"},
                    {"AttributeName": "day", "KeyType": "RANGE"},
                ],
            }],
            "GlobalSecondaryIndexes": [{
                "IndexName": "ByTag", "Projection": {"ProjectionType": "KEYS_ONLY"},
                "KeySchema": [{"AttributeName": "tag", "KeyType": "HASH"}],
            }],
        }),
    );
    assert!(created.response.is_ok(), "{:?}", created.response);
    for (pk, sk, day, tag) in [
        ("a", 1, "mon", "red"),
        ("a", 2, "sun", "red"),
        ("a", 3, "fri", "blue"),
        ("b", 1, "mon", "blue"),
    ] {
        let item = json!({
            "pk": {"S": pk}, "sk": {"N": sk.to_string()}, "day": {"S": day}, "tag": {"S": tag},
            "n": {"N": sk.to_string()},
        });
        exchange(&mut session, "PutItem", json!({"TableName": "Orders", "Item": item}));
    }
    session
}

fn exchange(session: &mut Session, operation: &str, mut body: Json) -> Exchange {
    let operation = Operation::from_name(operation).unwrap();
    if let Json::Object(members) = &mut body
        && matches!(operation.name(), "Query" | "Scan" | "GetItem" | "UpdateItem" | "DeleteItem")
    {
        members.insert("TableName".into(), "Orders".into());
    }
    session.send(Request { operation, body })
}

/// What must succeed.
fn done(session: &mut Session, operation: &str, body: Json) -> Exchange {
    let exchange = exchange(session, operation, body);
    assert!(exchange.response.is_ok(), "{:?}", exchange.response);
    exchange
}

fn short(row: &Row) -> String {
    let text = |name: &str| match row.item().get(name) {
        Some(Value::S(text)) => text.to_string(),
        Some(Value::N(number)) => number.to_string(),
        other => panic!("no key: {other:?}"),
    };
    format!("{}/{}", text("pk"), text("sk"))
}

fn evaluated(exchange: &Exchange) -> String {
    let told = exchange
        .evaluated()
        .map(|read| format!("{}{}", if read.passed { "" } else { "-" }, short(&read.row)));
    told.collect::<Vec<_>>().join(" ")
}

fn key(pk: &str, sk: u32) -> Json {
    json!({"pk": {"S": pk}, "sk": {"N": sk.to_string()}})
}

fn index(name: &str) -> IndexName {
    IndexName::parse(name).unwrap()
}

fn orders() -> TableName {
    TableName::parse("Orders").unwrap()
}

/// On what, attributes before and after, and what became of it.
fn writes(exchange: &Exchange) -> Vec<String> {
    let attributes = |row: &Option<Arc<Row>>| match row {
        Some(row) => {
            let n = row.item().get("n").map(|n| match n {
                Value::N(number) => format!(" n={number}"),
                other => panic!("{other:?}"),
            });
            format!("{}{}", short(row), n.unwrap_or_default())
        }
        None => "nothing".to_owned(),
    };
    let told = |write: &WriteCharge| {
        let on = match &write.on {
            TableOrIndex::Table => "Orders",
            TableOrIndex::Local(name) | TableOrIndex::Global(name) => name.as_str(),
        };
        let (before, after) = (attributes(&write.before), attributes(&write.after));
        format!("{on}: {before} → {after}, {:?}", write.change)
    };
    exchange.receipts.iter().flat_map(|receipt| &receipt.writes).map(told).collect()
}

#[test]
fn get_item_tells_the_item_and_where_it_looked_for_one_that_is_missing() {
    let mut session = session();
    let hit = done(&mut session, "GetItem", json!({"Key": key("a", 2)}));
    assert_eq!(evaluated(&hit), "a/2");
    let miss = done(&mut session, "GetItem", json!({"Key": key("nobody", 1)}));
    assert_eq!(evaluated(&miss), "");
    assert_eq!(miss.target(), Some((&orders(), &TableOrIndex::Table)));
    assert!(matches!(&miss.touched[0].hashes, TouchedHashes::Some(hashes) if hashes.len() == 1));
    assert_eq!(miss.direction, Some(Direction::Read));
}

#[test]
fn the_row_evaluated_is_the_stored_row_itself() {
    let mut session = session();
    let read =
        done(&mut session, "GetItem", json!({"Key": key("a", 2), "ProjectionExpression": "n"}));
    let stored = session.engine().inspect().item(&orders(), &item("a", 2)).unwrap();
    assert!(Arc::ptr_eq(&read.evaluated().next().unwrap().row, &stored));
    done(&mut session, "DeleteItem", json!({"Key": key("a", 2)}));
    assert_eq!(evaluated(&read), "a/2", "a fact stays what it was");
    let rows = read.evaluated().map(|read| &*read.row);
    assert_eq!(session.engine().inspect().positions(&orders(), None, rows), [None]);
}

fn item(pk: &str, sk: i64) -> Item {
    let name = |text| dynamodb_playground::model::AttributeName::parse(text).unwrap();
    [(name("pk"), Value::text(pk)), (name("sk"), Value::N(sk.into()))].into_iter().collect()
}

#[test]
fn batches_and_transactions_tell_items_in_the_order_of_their_keys() {
    let mut session = session();
    let keys = [key("b", 1), key("nobody", 1), key("a", 3)];
    let batch = json!({"RequestItems": {"Orders": {"Keys": keys}}});
    assert_eq!(evaluated(&done(&mut session, "BatchGetItem", batch)), "b/1 a/3");
    let gets = keys.map(|key| json!({"Get": {"TableName": "Orders", "Key": key}}));
    let transaction = json!({"TransactItems": gets});
    assert_eq!(evaluated(&done(&mut session, "TransactGetItems", transaction)), "b/1 a/3");
}

#[test]
fn query_tells_what_the_filter_dropped_in_the_order_of_reading() {
    let mut session = session();
    let query = |forward: bool| {
        json!({
            "KeyConditionExpression": "pk = :pk AND sk > :low", "FilterExpression": "tag = :red",
            "ScanIndexForward": forward, "ExpressionAttributeValues":
                {":pk": {"S": "a"}, ":low": {"N": "1"}, ":red": {"S": "red"}},
        })
    };
    assert_eq!(evaluated(&done(&mut session, "Query", query(true))), "a/2 -a/3");
    assert_eq!(evaluated(&done(&mut session, "Query", query(false))), "-a/3 a/2");
}

#[test]
fn a_count_and_a_resumed_page_evaluate_as_any_page_does() {
    let mut session = session();
    let query = json!({
        "KeyConditionExpression": "pk = :pk", "Select": "COUNT", "Limit": 1,
        "ExclusiveStartKey": key("a", 1), "ExpressionAttributeValues": {":pk": {"S": "a"}},
    });
    let page = done(&mut session, "Query", query);
    assert_eq!((evaluated(&page).as_str(), page.receipts[0].items_returned()), ("a/2", 1));
}

#[test]
fn an_index_tells_its_entries_and_apart_from_them_what_was_fetched() {
    let mut session = session();
    let query = json!({
        "IndexName": "ByTag", "KeyConditionExpression": "tag = :tag",
        "ExpressionAttributeValues": {":tag": {"S": "red"}},
    });
    let global = done(&mut session, "Query", query);
    assert_eq!(evaluated(&global), "a/1 a/2");
    assert_eq!(global.target(), Some((&orders(), &TableOrIndex::Global(index("ByTag")))));
    let entry = global.evaluated().next().unwrap();
    assert!(!entry.row.item().contains("n"), "an entry has what the index projects");
    let query = json!({
        "IndexName": "ByDay", "KeyConditionExpression": "pk = :pk", "Select": "ALL_ATTRIBUTES",
        "FilterExpression": "n > :one",
        "ExpressionAttributeValues": {":pk": {"S": "a"}, ":one": {"N": "1"}},
    });
    let local = done(&mut session, "Query", query);
    assert_eq!(evaluated(&local), "a/3 -a/1 a/2");
    assert_eq!(local.target(), Some((&orders(), &TableOrIndex::Local(index("ByDay")))));
    let [entries, fetched] = &local.receipts[0].reads[..] else { panic!("{:?}", local.receipts) };
    assert!(!entries.fetched && fetched.fetched);
    let whole: Vec<_> = fetched.items.iter().map(|read| short(&read.row)).collect();
    assert_eq!(whole, ["a/3", "a/1", "a/2"]);
    assert!(fetched.items.iter().all(|read| read.row.item().contains("n")));
}

#[test]
fn the_segments_of_a_scan_share_out_the_rows() {
    let mut session = session();
    let scan = |session: &mut Session, segment: Json| {
        let mut body = json!({
            "FilterExpression": "tag = :red", "ExpressionAttributeValues": {":red": {"S": "red"}},
        });
        body.as_object_mut().unwrap().extend(segment.as_object().unwrap().clone());
        evaluated(&done(session, "Scan", body))
    };
    let whole = scan(&mut session, json!({}));
    let segments =
        (0..3).map(|segment| scan(&mut session, json!({"Segment": segment, "TotalSegments": 3})));
    let together: Vec<String> = segments.filter(|told| !told.is_empty()).collect();
    assert_eq!(together.join(" "), whole);
    assert_eq!(whole.matches('-').count(), 2);
}

#[test]
fn statements_tell_what_they_evaluate_alone_in_batches_and_in_transactions() {
    let mut session = session();
    let select = json!({"Statement": "SELECT * FROM Orders WHERE pk IN ['b', 'a'] AND n < 3"});
    let alone = done(&mut session, "ExecuteStatement", select);
    assert_eq!(evaluated(&alone), "b/1 a/1 a/2 -a/3");
    assert_eq!(alone.direction, Some(Direction::Read));
    let texts = [
        "SELECT * FROM Orders WHERE pk = 'a' AND sk = 3",
        "SELECT n FROM Orders WHERE pk = 'b' AND sk = 1",
        "SELECT n FROM Orders WHERE pk = 'nobody' AND sk = 1",
    ];
    let statements = texts.map(|text| json!({"Statement": text}));
    let batch = done(&mut session, "BatchExecuteStatement", json!({"Statements": statements}));
    assert_eq!(evaluated(&batch), "a/3 b/1");
    let transaction = json!({"TransactStatements": statements});
    let transaction = done(&mut session, "ExecuteTransaction", transaction);
    assert_eq!(evaluated(&transaction), "a/3 b/1");
    assert_eq!([batch.direction, transaction.direction], [Some(Direction::Read); 2]);
    let write = json!({"Statement": "UPDATE Orders SET n = 7 WHERE pk = 'a' AND sk = 1"});
    let write = done(&mut session, "ExecuteStatement", write);
    assert_eq!(write.direction, Some(Direction::Write));
    assert_eq!(writes(&write)[0], "Orders: a/1 n=1 → a/1 n=7, Update");
}

#[test]
fn a_write_tells_the_item_and_each_entry_before_and_after() {
    let mut session = session();
    let update = |set: &str| {
        json!({
            "Key": key("a", 1), "UpdateExpression": set,
            "ExpressionAttributeValues": {":v": {"N": "1"}, ":t": {"S": "blue"}},
        })
    };
    let moved = done(&mut session, "UpdateItem", update("SET n = n + :v, tag = :t"));
    assert_eq!(
        writes(&moved),
        ["Orders: a/1 n=1 → a/1 n=2, Update", "ByDay: a/1 → a/1, None", "ByTag: a/1 → a/1, Move",]
    );
    let tags = |row: &Option<Arc<Row>>| row.as_ref().unwrap().item().get("tag").cloned();
    let entry = &moved.receipts[0].writes[2];
    assert_eq!(
        [tags(&entry.before), tags(&entry.after)],
        ["red", "blue"].map(|t| Some(Value::text(t)))
    );
    let mut same = update("SET n = :v, tag = :t");
    same["ExpressionAttributeValues"][":v"] = json!({"N": "2"});
    let same = done(&mut session, "UpdateItem", same);
    assert_eq!(
        writes(&same),
        ["Orders: a/1 n=2 → a/1 n=2, None", "ByDay: a/1 → a/1, None", "ByTag: a/1 → a/1, None",]
    );
    let deleted = done(&mut session, "DeleteItem", json!({"Key": key("a", 1)}));
    assert_eq!(writes(&deleted)[0], "Orders: a/1 n=2 → nothing, Delete");
    let nothing = done(&mut session, "DeleteItem", json!({"Key": key("a", 1)}));
    assert_eq!(writes(&nothing), ["Orders: nothing → nothing, None"]);
    assert_eq!(nothing.target(), Some((&orders(), &TableOrIndex::Table)));
}

#[test]
fn a_failed_condition_tells_what_it_looked_at_and_what_was_tried() {
    let mut session = session();
    let refused = exchange(
        &mut session,
        "UpdateItem",
        json!({
            "Key": key("a", 3), "UpdateExpression": "SET n = :n", "ConditionExpression": "n = :n",
            "ExpressionAttributeValues": {":n": {"N": "9"}},
        }),
    );
    assert!(refused.response.is_err());
    assert_eq!(writes(&refused), ["Orders: a/3 n=3 → a/3 n=9, None"]);
    let put = |n: u32| {
        let mut item = key("a", 4);
        item["n"] = json!({"N": n.to_string()});
        json!({"Put": {"TableName": "Orders", "Item": item}})
    };
    let check = json!({"ConditionCheck": {
        "TableName": "Orders", "Key": key("a", 3), "ConditionExpression": "attribute_not_exists(pk)",
    }});
    let body = json!({"TransactItems": [put(4), check]});
    let cancelled = exchange(&mut session, "TransactWriteItems", body);
    assert!(cancelled.response.is_err());
    assert_eq!(
        writes(&cancelled),
        ["Orders: nothing → a/4 n=4, None", "Orders: a/3 n=3 → a/3 n=3, None",]
    );
}

#[test]
fn a_transaction_asked_for_again_under_its_token_reads_what_it_wrote() {
    let mut session = session();
    let body = json!({"ClientRequestToken": "once", "TransactItems": [
        {"Delete": {"TableName": "Orders", "Key": key("a", 1)}},
        {"Put": {"TableName": "Orders", "Item": key("c", 1)}},
    ]});
    let made = done(&mut session, "TransactWriteItems", body.clone());
    assert_eq!(writes(&made).len(), 4, "{:?}", writes(&made));
    let again = done(&mut session, "TransactWriteItems", body);
    assert_eq!((evaluated(&again).as_str(), writes(&again).len()), ("a/1 c/1", 0));
}

#[test]
fn a_batch_write_tells_item_by_item() {
    let mut session = session();
    let body = json!({"RequestItems": {"Orders": [
        {"PutRequest": {"Item": key("c", 1)}}, {"DeleteRequest": {"Key": key("b", 1)}},
    ]}});
    let batch = done(&mut session, "BatchWriteItem", body);
    assert_eq!(
        writes(&batch),
        [
            "Orders: nothing → c/1, Insert",
            "Orders: b/1 n=1 → nothing, Delete",
            "ByDay: b/1 → nothing, Delete",
            "ByTag: b/1 → nothing, Delete",
        ]
    );
}

#[test]
fn what_is_rejected_before_it_comes_to_a_table_has_no_facts() {
    let mut session = session();
    let missing = json!({"TableName": "Nowhere", "Key": key("a", 1)});
    for (operation, body) in [("PutItem", json!({})), ("TransactGetItems", missing)] {
        let rejected = exchange(&mut session, operation, body);
        assert!(rejected.response.is_err());
        assert_eq!((rejected.receipts.len(), rejected.touched.len()), (0, 0));
        assert_eq!(rejected.target(), None);
        assert!(rejected.direction.is_some(), "what it was for is known all the same");
    }
    let unreadable = exchange(&mut session, "ExecuteStatement", json!({"Statement": "SELEC"}));
    assert_eq!(unreadable.direction, None);
    assert_eq!(exchange(&mut session, "ListTables", json!({})).direction, None);
}

#[test]
fn an_answer_from_a_cache_evaluates_nothing() {
    let mut session = session();
    session.set_dax(Some(DaxSettings::default()));
    let get = json!({"Key": key("a", 1)});
    let first = done(&mut session, "GetItem", get.clone());
    assert_eq!((evaluated(&first).as_str(), first.served), ("a/1", Some(Served::Missed)));
    let second = done(&mut session, "GetItem", get);
    assert_eq!((evaluated(&second).as_str(), second.served), ("", Some(Served::ItemCache)));
    assert!(second.receipts.is_empty() && second.touched.is_empty());
    assert_eq!(second.direction, Some(Direction::Read));
}

#[test]
fn counts_are_those_of_the_summary() {
    let session = session();
    let inspect = session.engine().inspect();
    let summary = inspect.table(&orders()).unwrap();
    let counts = inspect.counts(&orders(), None);
    assert_eq!((counts.items, counts.bytes), (summary.items, summary.bytes));
    assert_eq!(inspect.counts(&orders(), Some(&index("ByTag"))).items, 4);
    assert_eq!(inspect.counts(&orders(), Some(&index("Nowhere"))).items, 0);
}
