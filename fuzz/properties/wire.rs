//! Requests as they come over the wire, one a line: the operation, a space, the body.
//!
//! Whatever comes, each is answered with a status and a JSON object, an error with its type; and
//! however the requests have changed the tables, what each index holds agrees with its table.

use std::sync::OnceLock;

use dynamodb_playground::api::{Request, Session, send};
use dynamodb_playground::engine::{Clock, Millis, Operation};
use serde_json::{Value as Json, json};

/// Most requests of one input.
const MAX_REQUESTS: usize = 16;

pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut session = session();
    for line in text.lines().take(MAX_REQUESTS) {
        let (operation, body) = line.split_once(' ').unwrap_or((line, "{}"));
        check_answer(&mut session, operation, body);
    }
    for table in session.engine().inspect().tables() {
        check_table(&mut session, table.schema.name.as_str());
    }
}

fn check_answer(session: &mut Session, operation: &str, body: &str) {
    let (status, answer) = send(session, &format!("DynamoDB_20120810.{operation}"), body);
    let Ok(Json::Object(answer)) = serde_json::from_str(&answer) else {
        panic!("{operation} {body} was answered by {answer}, which is no JSON object");
    };
    match status {
        200 => assert!(!answer.contains_key("__type"), "{operation} {body}"),
        _ => assert!(answer["__type"].is_string(), "{operation} {body}: {status} without a type"),
    }
}

/// Counts of a table and its indexes, taken and counted.
fn check_table(session: &mut Session, table: &str) {
    let described = asked(session, Operation::DescribeTable, json!({ "TableName": table }));
    let description = &described["Table"];
    assert_eq!(counted(session, table, None), description["ItemCount"], "{table}");
    for kind in ["LocalSecondaryIndexes", "GlobalSecondaryIndexes"] {
        for index in description[kind].as_array().into_iter().flatten() {
            let name = index["IndexName"].as_str();
            assert_eq!(counted(session, table, name), index["ItemCount"], "{table} {name:?}");
        }
    }
}

fn counted(session: &mut Session, table: &str, index: Option<&str>) -> u64 {
    let mut body = json!({ "TableName": table, "Select": "COUNT", "Limit": 7 });
    if let Some(index) = index {
        body["IndexName"] = index.into();
    }
    let mut count = 0;
    loop {
        let mut page = asked(session, Operation::Scan, body.clone());
        count += page["Count"].as_u64().expect("a page has a count");
        match page["LastEvaluatedKey"].take() {
            Json::Null => return count,
            key => body["ExclusiveStartKey"] = key,
        }
    }
}

fn asked(session: &mut Session, operation: Operation, body: Json) -> Json {
    let response = session.send(Request::new(operation, body)).response;
    response.expect("the table is there and the request is well-formed").to_json()
}

/// A table with indexes of both kinds and a few items, and one of a number alone.
fn session() -> Session {
    static SHARED: OnceLock<Session> = OnceLock::new();
    SHARED.get_or_init(made_session).clone()
}

fn made_session() -> Session {
    let mut session = Session::new(Clock::fixed(Millis(1_700_000_000_000)));
    let attribute = |name, kind| json!({ "AttributeName": name, "AttributeType": kind });
    let key = |hash, range| {
        json!([
            { "AttributeName": hash, "KeyType": "HASH" },
            { "AttributeName": range, "KeyType": "RANGE" },
        ])
    };
    let index = |name, keys, projection| json!({ "IndexName": name, "KeySchema": keys, "Projection": projection });
    let all = || json!({ "ProjectionType": "ALL" });
    let some = json!({ "ProjectionType": "INCLUDE", "NonKeyAttributes": ["x"] });
    let music = json!({
        "TableName": "Music",
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [attribute("a", "S"), attribute("t", "N"), attribute("g", "B")],
        "KeySchema": key("a", "t"),
        "LocalSecondaryIndexes": [index("local", key("a", "g"), some)],
        "GlobalSecondaryIndexes": [index("global", key("g", "t"), all())],
    });
    let plain = json!({
        "TableName": "Plain",
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [attribute("n", "N")],
        "KeySchema": [{ "AttributeName": "n", "KeyType": "HASH" }],
    });
    asked(&mut session, Operation::CreateTable, music);
    asked(&mut session, Operation::CreateTable, plain);
    for at in 0..6 {
        let item = json!({
            "a": { "S": if at < 4 { "p" } else { "q" } }, "t": { "N": at.to_string() },
            "g": { "B": if at % 2 == 0 { "AA==" } else { "AQ==" } },
            "x": { "L": [{ "M": { "k": { "SS": ["a", "b"] } } }, { "BOOL": true }] },
        });
        asked(&mut session, Operation::PutItem, json!({ "TableName": "Music", "Item": item }));
    }
    let item = json!({ "n": { "N": "1" }, "s": { "NS": ["1", "2"] } });
    asked(&mut session, Operation::PutItem, json!({ "TableName": "Plain", "Item": item }));
    session
}
