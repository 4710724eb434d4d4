//! The tables that requests and statements are about, and how they are asked.

use std::sync::OnceLock;

use dynamodb_playground::api::{Request, Session, send};
use dynamodb_playground::engine::{Clock, Millis, Operation};
use serde_json::{Value as Json, json};

/// The status and the body of an answer. It is a JSON object, and an error has its type.
pub fn answered(session: &mut Session, operation: &str, body: &str) -> (u16, Json) {
    let (status, answer) = send(session, &format!("DynamoDB_20120810.{operation}"), body);
    let Ok(answer @ Json::Object(_)) = serde_json::from_str(&answer) else {
        panic!("{operation} {body} was answered by {answer}, which is no JSON object");
    };
    match status {
        200 => assert!(answer.get("__type").is_none(), "{operation} {body}"),
        _ => assert!(answer["__type"].is_string(), "{operation} {body}: {status} without a type"),
    }
    (status, answer)
}

/// The answer to a request that must succeed.
pub fn asked(session: &mut Session, operation: Operation, body: Json) -> Json {
    let response = session.send(Request::new(operation, body)).response;
    response.expect("the table is there and the request is well-formed").to_json()
}

/// A table with indexes of both kinds and a few items, and one of a number alone.
pub fn session() -> Session {
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
