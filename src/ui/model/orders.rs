//! A small table with a local and a global index, for tests of what requests did to its rows.

use serde_json::{Value as Json, json};

use crate::api::{Exchange, Request, Session};
use crate::engine::{Clock, Millis, Operation};
use crate::model::{Item, Value};
use crate::ui::model::rows::Target;

/// Partition key, sort key, day of the local index, tag of the global index.
const ROWS: [(&str, u32, &str, &str); 6] = [
    ("a", 1, "mon", "red"),
    ("a", 2, "sun", "red"),
    ("a", 3, "fri", "blue"),
    ("b", 1, "mon", "blue"),
    ("b", 2, "tue", "red"),
    ("c", 1, "wed", "blue"),
];

/// `Orders` with six items. The indexes `ByDay` (local) and `ByTag` (global) hold keys only; `n` is
/// as large as the sort key.
pub fn session() -> Session {
    let mut session = Session::new(Clock::fixed(Millis(0)));
    let key = |name: &str, role: &str| json!({ "AttributeName": name, "KeyType": role });
    let attribute =
        |name: &str, kind: &str| json!({ "AttributeName": name, "AttributeType": kind });
    let keys_only = json!({ "ProjectionType": "KEYS_ONLY" });
    let table = json!({
        "TableName": "Orders", "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [key("pk", "HASH"), key("sk", "RANGE")],
        "AttributeDefinitions": [
            attribute("pk", "S"), attribute("sk", "N"), attribute("day", "S"), attribute("tag", "S"),
        ],
        "LocalSecondaryIndexes": [{
            "IndexName": "ByDay", "KeySchema": [key("pk", "HASH"), key("day", "RANGE")],
            "Projection": keys_only.clone(),
        }],
        "GlobalSecondaryIndexes": [{
            "IndexName": "ByTag", "KeySchema": [key("tag", "HASH")], "Projection": keys_only,
        }],
    });
    send(&mut session, "CreateTable", table);
    for (pk, sk, day, tag) in ROWS {
        let item = item(pk, sk, day, tag);
        send(&mut session, "PutItem", json!({ "TableName": "Orders", "Item": item }));
    }
    session
}

/// An item as DynamoDB JSON.
pub fn item(pk: &str, sk: u32, day: &str, tag: &str) -> Json {
    let mut item = key(pk, sk);
    item["day"] = json!({ "S": day });
    item["tag"] = json!({ "S": tag });
    item["n"] = json!({ "N": sk.to_string() });
    item
}

/// A primary key as DynamoDB JSON.
pub fn key(pk: &str, sk: u32) -> Json {
    json!({ "pk": { "S": pk }, "sk": { "N": sk.to_string() } })
}

/// Sends a request that must succeed.
pub fn send(session: &mut Session, operation: &str, body: Json) -> Exchange {
    let exchange = try_send(session, operation, body);
    assert!(exchange.response.is_ok(), "{:?}", exchange.response);
    exchange
}

/// Sends a request.
pub fn try_send(session: &mut Session, operation: &str, body: Json) -> Exchange {
    let operation = Operation::from_name(operation).unwrap();
    session.send(Request { operation, body })
}

/// The table, or an index of it.
pub fn target(index: Option<&str>) -> Target {
    Target { table: "Orders".to_owned(), index: index.map(str::to_owned) }
}

/// An item, or an entry of it, by its primary key: "a/1".
pub fn name(item: &Item) -> String {
    match (item.get("pk"), item.get("sk")) {
        (Some(Value::S(pk)), Some(Value::N(sk))) => format!("{pk}/{sk}"),
        other => panic!("no key: {other:?}"),
    }
}
