//! The service's rules one by one: what a request is answered, to the letter.
//!
//! Each module is about one part of the service and is a table of [`Rule`]s: a sentence that names
//! the rule, a request, and the whole answer. An answer is JSON, or the name of an error and its
//! message. Rules of one table are played in order in one session, over the tables of [`TABLES`].
//! `"x×300"` in JSON is the letter 300 times.
//!
//! The scripts tell stories and show bills and change records; what a story shows is not said again
//! here.

mod batches;
mod capacity;
mod conditions;
mod control;
mod extremes;
mod key_conditions;
mod keys;
mod legacy;
mod partiql;
mod projections;
mod query_scan;
mod streams;
mod tables;
mod transactions;
mod updates;
mod values;

use dynamodb_playground::api::{Session, send};
use dynamodb_playground::engine::{Clock, Millis, Operation};
use serde_json::{Value as Json, json};

use crate::scripts::expand;

/// The rule, the operation, its JSON, and what is answered.
struct Rule(&'static str, &'static str, &'static str, &'static str);

/// The parameters of a request whose `TableName` goes without saying, because every rule of a table
/// is about the same one.
fn check(table: &str, rules: &[Rule]) {
    let mut session = session();
    for Rule(rule, operation, body, answer) in rules {
        let mut body = read(rule, body);
        if let Json::Object(members) = &mut body
            && !operation.starts_with("Batch")
        {
            members.entry("TableName").or_insert_with(|| table.into());
        }
        let answered = ask(&mut session, operation, &body);
        match answer.starts_with('{') {
            true => assert_eq!(answered, Ok(read(rule, answer)), "{rule}"),
            false => assert_eq!(answered, Err((*answer).to_owned()), "{rule}"),
        }
    }
}

fn read(rule: &str, json: &str) -> Json {
    let mut json = serde_json::from_str(json).unwrap_or_else(|e| panic!("{rule}: {e} in {json}"));
    expand(&mut json);
    json
}

/// The answer, or the short name of the error with its message.
fn ask(session: &mut Session, operation: &str, body: &Json) -> Result<Json, String> {
    let target = Operation::from_name(operation).expect("rules are about operations").target();
    let (status, answer) = send(session, &target, &body.to_string());
    let answer: Json = serde_json::from_str(&answer).unwrap();
    if status == 200 {
        return Ok(answer);
    }
    let name = answer["__type"].as_str().unwrap().split('#').next_back().unwrap().to_owned();
    let message = answer.get("message").or(answer.get("Message")).and_then(Json::as_str);
    Err(message.map_or(name.clone(), |message| format!("{name}: {message}")))
}

/// Sends what must succeed.
fn done(session: &mut Session, operation: &str, body: &Json) -> Json {
    ask(session, operation, body).unwrap_or_else(|error| panic!("{operation} {body}: {error}"))
}

/// Name, key attributes with types, local indexes, global indexes; an index is its name, its key
/// attributes with types, and its projection.
type Described = (&'static str, &'static [&'static str], &'static [Index], &'static [Index]);
type Index = (&'static str, &'static [&'static str], &'static str);

/// The tables of every session.
const TABLES: &[Described] = &[
    ("Flat", &["id S"], &[], &[]),
    ("Numbers", &["n N"], &[], &[]),
    ("Blobs", &["b B"], &[], &[]),
    (
        "Pairs",
        &["pk S", "sk N"],
        &[("ByDay", &["pk S", "day S"], "KEYS_ONLY")],
        &[("ByTag", &["tag S"], "note"), ("ByScore", &["tag S", "score N"], "ALL")],
    ),
    ("Texts", &["pk S", "sk S"], &[], &[]),
    ("Events", &["id S"], &[], &[("ByPlace", &["+a S", "+b N", "c S", "d N"], "ALL")]),
];

fn session() -> Session {
    let mut session = Session::new(Clock::fixed(Millis(0)));
    for table in TABLES {
        done(&mut session, "CreateTable", &creation(table));
    }
    session
}

fn creation((name, keys, local, global): &Described) -> Json {
    let mut request = json!({
        "TableName": name, "BillingMode": "PAY_PER_REQUEST", "KeySchema": key_schema(keys),
    });
    let all = local.iter().chain(*global).flat_map(|(_, keys, _)| *keys).chain(*keys);
    let mut definitions: Vec<Json> = all.map(|key| definition(key)).collect();
    definitions.sort_by_key(Json::to_string);
    definitions.dedup();
    request["AttributeDefinitions"] = definitions.into();
    for (member, indexes) in [("LocalSecondaryIndexes", local), ("GlobalSecondaryIndexes", global)]
    {
        if !indexes.is_empty() {
            request[member] = indexes.iter().map(index).collect();
        }
    }
    request
}

/// `name type`, with a plus before further partition key attributes.
fn definition(key: &str) -> Json {
    let (name, kind) = key.trim_start_matches('+').split_once(' ').unwrap();
    json!({"AttributeName": name, "AttributeType": kind})
}

fn key_schema(keys: &[&str]) -> Json {
    let element = |(at, key): (usize, &&str)| {
        let role = if at == 0 || key.starts_with('+') { "HASH" } else { "RANGE" };
        json!({"AttributeName": definition(key)["AttributeName"], "KeyType": role})
    };
    keys.iter().enumerate().map(element).collect()
}

fn index((name, keys, projected): &Index) -> Json {
    let projection = match *projected {
        "ALL" | "KEYS_ONLY" => json!({"ProjectionType": projected}),
        attribute => json!({"ProjectionType": "INCLUDE", "NonKeyAttributes": [attribute]}),
    };
    json!({"IndexName": name, "KeySchema": key_schema(keys), "Projection": projection})
}
