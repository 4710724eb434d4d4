//! What is measured: a table of orders, twenty to each customer, with one global index.
//!
//! Owns the items and the requests, typed and as JSON text, and the limit beside them: the same
//! orders in bare maps of bytes. Shared by the benchmarks of the engine and of its peers.

#![allow(dead_code, missing_docs, reason = "each program that includes this uses its part")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on should say so by failing")]

use std::collections::BTreeMap;

use dynamodb_playground::api::json::item_from_json;
use dynamodb_playground::api::{Request, Session, send};
use dynamodb_playground::engine::ops::{
    GetItemInput, PutItemInput, QueryInput, ScanInput, UpdateItemInput,
};
use dynamodb_playground::engine::{Clock, Engine, Millis, Operation, Output, ReturnValues};
use dynamodb_playground::expression::{
    Bindings, Condition, ExpressionKind, parse_condition, parse_key_condition, parse_update,
};
use dynamodb_playground::model::{Item, TableName, Value};
use serde_json::{Value as Json, json};

/// Orders of one customer.
pub const PER_CUSTOMER: usize = 20;
const TABLE: &str = "Orders";
/// Every fiftieth order is one of these.
const RARE: &str = "returned";
const ATTRIBUTES: [&str; 4] = ["customer", "order", "phase", "placed"];
const PHASES: [&str; 5] = ["placed", "paid", "packed", "shipped", "delivered"];
const KEY_CONDITION: &str = "customer = :customer";
const FILTER: &str = "phase = :phase";
const UPDATE: &str = "SET price = price + :more";

/// An order of about 200 bytes.
pub fn order(at: usize) -> Json {
    let phase = if at.is_multiple_of(50) { RARE } else { PHASES[at % PHASES.len()] };
    json!({
        "customer": { "S": customer(at) },
        "order": { "S": number(at) },
        "phase": { "S": phase },
        "placed": { "S": format!("2026-{:02}-{:02}T09:{:02}:53Z", at % 12 + 1, at % 28 + 1, at % 60) },
        "price": { "N": format!("{}.95", at % 900 + 10) },
        "pieces": { "N": (at % 7 + 1).to_string() },
        "gift": { "BOOL": at.is_multiple_of(3) },
        "to": { "M": { "city": { "S": "Gothenburg" }, "street": { "S": "Harbour Road 17" } } },
        "note": { "S": "Leave it with the neighbour on the second floor." },
    })
}

fn customer(at: usize) -> String {
    format!("customer-{:06}", at / PER_CUSTOMER)
}

fn number(at: usize) -> String {
    format!("order-{at:08}")
}

fn key(at: usize) -> Json {
    json!({ "customer": { "S": customer(at) }, "order": { "S": number(at) } })
}

/// The table's CreateTable.
pub fn create_table() -> Json {
    let attribute = |name: &str| json!({ "AttributeName": name, "AttributeType": "S" });
    let keys = |hash: &str, range: &str| {
        json!([
            { "AttributeName": hash, "KeyType": "HASH" },
            { "AttributeName": range, "KeyType": "RANGE" },
        ])
    };
    json!({
        "TableName": TABLE,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": ATTRIBUTES.map(attribute),
        "KeySchema": keys("customer", "order"),
        "GlobalSecondaryIndexes": [{
            "IndexName": "by-phase",
            "KeySchema": keys("phase", "placed"),
            "Projection": { "ProjectionType": "ALL" },
        }],
    })
}

/// Order `at` with another price: what a put writes over it.
fn changed(at: usize) -> Json {
    let mut order = order(at);
    order["price"] = json!({ "N": format!("{}.05", at % 700) });
    order
}

/// The requests as JSON.
pub mod body {
    use super::*;

    pub fn get_item(at: usize) -> Json {
        json!({ "TableName": TABLE, "Key": key(at) })
    }

    pub fn put_item(at: usize) -> Json {
        json!({ "TableName": TABLE, "Item": changed(at) })
    }

    pub fn update_item(at: usize) -> Json {
        json!({
            "TableName": TABLE,
            "Key": key(at),
            "UpdateExpression": UPDATE,
            "ExpressionAttributeValues": { ":more": { "N": "2.5" } },
        })
    }

    pub fn query(at: usize) -> Json {
        json!({
            "TableName": TABLE,
            "KeyConditionExpression": KEY_CONDITION,
            "ExpressionAttributeValues": { ":customer": { "S": customer(at) } },
        })
    }

    pub fn scan() -> Json {
        json!({ "TableName": TABLE })
    }

    pub fn filtered_scan() -> Json {
        json!({
            "TableName": TABLE,
            "FilterExpression": FILTER,
            "ExpressionAttributeValues": { ":phase": { "S": RARE } },
        })
    }
}

/// The same requests as the engine takes them.
pub mod input {
    use super::*;

    pub fn get_item(at: usize) -> GetItemInput {
        let key = item_from_json(&key(at)).unwrap();
        GetItemInput { table: table(), key, projection: None, consistent: false }
    }

    pub fn put_item(at: usize) -> PutItemInput {
        PutItemInput {
            table: table(),
            item: item_from_json(&changed(at)).unwrap(),
            condition: None,
            return_values: ReturnValues::None,
            return_old_on_failure: false,
        }
    }

    pub fn update_item(at: usize) -> UpdateItemInput {
        let mut more = bindings(":more", Value::N("2.5".parse().unwrap()));
        UpdateItemInput {
            table: table(),
            key: item_from_json(&key(at)).unwrap(),
            update: Some(parse_update(UPDATE, &mut more).unwrap()),
            condition: None,
            return_values: ReturnValues::None,
            return_old_on_failure: false,
        }
    }

    pub fn query(at: usize) -> QueryInput {
        let mut customer = bindings(":customer", Value::text(&customer(at)));
        QueryInput {
            table: table(),
            index: None,
            key_condition: parse_key_condition(KEY_CONDITION, &mut customer).unwrap(),
            filter: None,
            legacy_filter: false,
            projection: None,
            select: None,
            limit: None,
            consistent: false,
            forward: true,
            start_key: None,
        }
    }

    pub fn scan(start_key: Option<Item>) -> ScanInput {
        ScanInput {
            table: table(),
            index: None,
            filter: None,
            projection: None,
            select: None,
            limit: None,
            consistent: false,
            segment: None,
            start_key,
        }
    }

    pub fn filtered_scan(start_key: Option<Item>) -> ScanInput {
        ScanInput { filter: Some(filter()), ..scan(start_key) }
    }
}

fn table() -> TableName {
    TableName::parse(TABLE).unwrap()
}

fn filter() -> Condition {
    let mut phase = bindings(":phase", Value::text(RARE));
    parse_condition(FILTER, ExpressionKind::Filter, &mut phase).unwrap()
}

fn bindings(placeholder: &str, value: Value) -> Bindings {
    Bindings::new(None, Some(vec![(placeholder.to_owned(), value)])).unwrap()
}

/// A session with the table and so many orders.
pub fn session(orders: usize) -> Session {
    let mut session = Session::new(Clock::fixed(Millis(0)));
    session.send(Request::new(Operation::CreateTable, create_table())).response.unwrap();
    let orders = (0..orders).map(|at| item_from_json(&order(at)).unwrap());
    session.load_items(&table(), orders).unwrap();
    session
}

/// Sends one request as text; answers the text of the response.
pub fn ask(session: &mut Session, operation: &str, body: &str) -> String {
    let (status, answer) = send(session, &format!("DynamoDB_20120810.{operation}"), body);
    assert_eq!(status, 200, "{answer}");
    answer
}

/// Sends a Scan and all that follow it; answers how many orders came.
pub fn scan_all(body: &Json, mut ask: impl FnMut(&str) -> String) -> usize {
    let mut body = body.clone();
    let mut count = 0;
    loop {
        let answer = ask(&body.to_string());
        // The cursor stands behind everything else: what a client finds without reading the page.
        count += answer.matches("\"order\":").count();
        let Some(at) = answer.find("\"LastEvaluatedKey\":") else { return count };
        let tail = serde_json::from_str::<Json>(&format!("{{{}", &answer[at..])).unwrap();
        body["ExclusiveStartKey"] = tail["LastEvaluatedKey"].clone();
        count -= 1;
    }
}

/// Reads page after page of a Scan; answers how many orders came.
pub fn scan_typed(engine: &mut Engine, input: fn(Option<Item>) -> ScanInput) -> usize {
    let (mut count, mut cursor) = (0, None);
    loop {
        let answer = engine.execute(input(cursor).into()).result.unwrap();
        let Output::Scan(page) = answer else { return count };
        count += page.items.iter().flatten().count();
        cursor = page.last_key;
        if cursor.is_none() {
            return count;
        }
    }
}

/// The limit: the same orders as bytes in bare maps, one for the table and one for its index.
#[derive(Clone)]
pub struct Bare {
    rows: BTreeMap<Vec<u8>, Vec<u8>>,
    by_phase: BTreeMap<Vec<u8>, Vec<u8>>,
}

/// An order as the limit has it: its key, its key in the index, and its bytes.
pub type BareOrder = (Vec<u8>, Vec<u8>, Vec<u8>);

/// The order that a put writes, for the bare maps.
pub fn bare_order(at: usize) -> BareOrder {
    flat(&changed(at))
}

/// The key of an order in the bare maps.
pub fn bare_key(at: usize) -> Vec<u8> {
    format!("{}\0{}", customer(at), number(at)).into_bytes()
}

/// A customer in the bare maps.
pub fn bare_customer(at: usize) -> Vec<u8> {
    format!("{}\0", customer(at)).into_bytes()
}

/// The bytes of an order begin with its phase and a zero.
fn flat(order: &Json) -> BareOrder {
    let text = |name: &str| order[name]["S"].as_str().unwrap().to_owned();
    let key = format!("{}\0{}", text("customer"), text("order"));
    let entry = format!("{}\0{}\0{key}", text("phase"), text("placed"));
    let item = item_from_json(order).unwrap();
    let values = item.iter().map(|(name, value)| format!("{name}{value:?}"));
    let mut bytes = format!("{}\0{}", text("phase"), values.collect::<String>()).into_bytes();
    bytes.truncate(200);
    (key.into_bytes(), entry.into_bytes(), bytes)
}

impl Bare {
    pub fn new(orders: usize) -> Self {
        let mut bare = Self { rows: BTreeMap::new(), by_phase: BTreeMap::new() };
        (0..orders).for_each(|at| bare.put(flat(&order(at))));
        bare
    }

    pub fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.rows.get(key).cloned()
    }

    pub fn put(&mut self, (key, entry, bytes): BareOrder) {
        self.by_phase.insert(entry, bytes.clone());
        self.rows.insert(key, bytes);
    }

    pub fn update(&mut self, key: &[u8]) {
        if let Some(last) = self.rows.get_mut(key).and_then(|bytes| bytes.last_mut()) {
            *last = last.wrapping_add(1);
        }
    }

    pub fn query(&self, customer: &[u8]) -> Vec<Vec<u8>> {
        let from = self.rows.range(customer.to_vec()..);
        from.take_while(|(key, _)| key.starts_with(customer)).map(|(_, b)| b.clone()).collect()
    }

    pub fn scan(&self) -> Vec<Vec<u8>> {
        self.rows.values().cloned().collect()
    }

    pub fn filtered_scan(&self) -> Vec<Vec<u8>> {
        let rare = |bytes: &&Vec<u8>| bytes.starts_with(RARE.as_bytes());
        self.rows.values().filter(rare).cloned().collect()
    }
}
