//! A session is saved and had again.

use serde_json::{Value as Json, json};

use super::*;
use crate::api::{Request, Session};
use crate::datasets::{DatasetId, Loader, Size, access_patterns};
use crate::engine::{Clock, Engine, Millis, Operation};
use crate::model::{Item, TableName};

const RECIPE: Recipe = Recipe { dataset: DatasetId::Clinic, size: Size::Thousand, seed: 5 };

const NOON: Millis = Millis(1_767_225_600_000);

/// How often one item is written over and over.
const REPEATS: usize = 60;

fn fresh() -> Session {
    let mut session = Session::new(Clock::fixed(NOON));
    let mut loader = Loader::new(RECIPE);
    while !loader.step(&mut session, 500).unwrap().is_complete() {}
    session
}

fn replayed(log: &Log) -> (Session, Replay) {
    let mut session = fresh();
    let mut replay = Replay::new(log.operations().to_vec());
    while !replay.step(&mut session, 2) {}
    (session, replay)
}

fn tables(engine: &Engine) -> Vec<(TableName, Vec<Item>)> {
    let inspect = engine.inspect();
    let rows = |name| inspect.rows(name, None).iter().map(|row| row.item.item().clone()).collect();
    inspect.tables().iter().map(|t| (t.schema.name.clone(), rows(&t.schema.name))).collect()
}

fn put(table: &str, id: &str, text: &str) -> Request {
    let item = json!({ "PK": { "S": id }, "SK": { "S": "x" }, "text": { "S": text } });
    let body = json!({ "TableName": table, "Item": item });
    Request { operation: Operation::PutItem, body }
}

fn create(table: &str) -> Request {
    let mut request = crate::datasets::table_request(DatasetId::Clinic);
    request.body["TableName"] = json!(table);
    request
}

fn named(operation: Operation, table: &str) -> Request {
    Request { operation, body: json!({ "TableName": table }) }
}

fn batch() -> Request {
    let key = json!({ "PK": { "S": "CLINIC#CLN-001" }, "SK": { "S": "META" } });
    let item = json!({ "PK": { "S": "b" }, "SK": { "S": "b" } });
    let writes = json!([{ "PutRequest": { "Item": item } }, { "DeleteRequest": { "Key": key } }]);
    let body = json!({ "RequestItems": { "Clinic": writes } });
    Request { operation: Operation::BatchWriteItem, body }
}

/// A statement on the table `Mine`; updating twice to the same changes nothing the second time.
fn statement(kind: &str) -> Request {
    let text = match kind {
        "insert" => "INSERT INTO Mine VALUE {'PK': 'c', 'SK': 'x', 'text': '1'}",
        "delete" => "DELETE FROM Mine WHERE PK = 'b' AND SK = 'x'",
        _ => "UPDATE Mine SET text = '2' WHERE PK = 'c' AND SK = 'x'",
    };
    Request { operation: Operation::ExecuteStatement, body: json!({ "Statement": text }) }
}

/// Two statements, one of which fails.
fn statements() -> Request {
    let text = "INSERT INTO Mine VALUE {'PK': 'd', 'SK': 'x'}";
    let failing = "UPDATE Mine SET text = '3' WHERE PK = 'z' AND SK = 'x'";
    let body = json!({ "Statements": [{ "Statement": text }, { "Statement": failing }] });
    Request { operation: Operation::BatchExecuteStatement, body }
}

/// A transaction of statements.
fn transaction() -> Request {
    let texts = [
        "DELETE FROM Mine WHERE PK = 'd' AND SK = 'x'",
        "INSERT INTO Mine VALUE {'PK': 'e', 'SK': 'x'}",
    ];
    let body = json!({ "TransactStatements": texts.map(|text| json!({ "Statement": text })) });
    Request { operation: Operation::ExecuteTransaction, body }
}

/// A count and a put of two tables, one of them named by its ARN.
fn counted_transaction() -> Request {
    let arn = "arn:aws:dynamodb:us-east-1:123456789012:table/Clinic";
    let count = json!({ "TableName": arn, "Key": { "PK": { "S": "count" }, "SK": { "S": "x" } },
        "UpdateExpression": "ADD times :one", "ExpressionAttributeValues": { ":one": { "N": "1" } } });
    let put = put("Mine", "t", "1").body;
    let body = json!({ "ClientRequestToken": "t", "TransactItems": [{ "Update": count }, { "Put": put }] });
    Request { operation: Operation::TransactWriteItems, body }
}

/// A morning's work: patterns twice (so that guards refuse), tables made and dropped, writes.
fn work() -> (Session, Log) {
    let mut session = fresh();
    let mut log = Log::default();
    let patterns = || access_patterns(DatasetId::Clinic).into_iter().map(|pattern| pattern.request);
    let mut requests: Vec<Request> = patterns().chain(patterns()).collect();
    requests.extend([create("Mine"), put("Mine", "a", "1"), named(Operation::DeleteTable, "Mine")]);
    requests.extend([create("Mine"), put("Mine", "b", "2"), put("Mine", "b", "3"), batch()]);
    requests.extend((0..REPEATS).map(|n| put("Clinic", "new", &format!("text {n}"))));
    requests.extend([put("Clinic", "new", "text 59"), put("Gone", "x", "no such table")]);
    requests.extend([create("Gone"), put("Gone", "x", "y"), named(Operation::DeleteTable, "Gone")]);
    requests.push(named(Operation::DescribeTable, "Clinic"));
    requests.extend(["insert", "update", "again", "delete"].map(statement));
    requests.push(statements());
    requests.push(transaction());
    for request in requests {
        log.record(&session.send(request));
    }
    // The second time it is known by its token, the third time it is forgotten.
    for minutes in [0, 1, 11] {
        session.set_time(Millis(NOON.0 + minutes * 60_000));
        log.record(&session.send(counted_transaction()));
    }
    (session, log)
}

#[test]
fn only_what_changed_something_is_logged() {
    let (_, log) = work();
    let names: Vec<_> = log.operations().iter().map(|o| o.operation.name()).collect();
    let count = |name| names.iter().filter(|n| **n == name).count();
    assert_eq!(count("CreateTable") + count("DeleteTable"), 5);
    assert_eq!(count("BatchWriteItem"), 1);
    assert_eq!(count("UpdateItem") + count("DeleteItem"), 2, "each guarded write once");
    assert_eq!(count("PutItem"), 1 + 3 + REPEATS + 1);
    assert_eq!(count("ExecuteStatement"), 3, "the second update changes nothing");
    assert_eq!(count("BatchExecuteStatement") + count("ExecuteTransaction"), 2);
    assert_eq!(count("TransactWriteItems"), 2, "once for each life of its token");
    assert_eq!(names.len(), 5 + 1 + 2 + (1 + 3 + REPEATS + 1) + 3 + 2 + 2);
}

#[test]
fn recipe_and_log_give_the_same_tables_again() {
    let (session, log) = work();
    let saved = Saved {
        recipe: RECIPE,
        operations: log.operations().to_vec(),
        page: Json::Null,
        meter: Json::Null,
        quiz: Json::Null,
    };
    let text = encode(&saved);
    assert!(text.chars().count().abs_diff(log.chars()) < 250);
    let restored = Log::resume(decode(&text).unwrap().operations);
    assert_eq!(restored, log);
    let (again, replay) = replayed(&restored);
    assert_eq!(replay.failures(), []);
    assert_eq!(tables(again.engine()), tables(session.engine()));
}

#[test]
fn a_compacted_log_is_shorter_and_leads_to_the_same_tables() {
    let (session, log) = work();
    let short = compact(&log, session.engine());
    assert!(short.chars() * 2 < log.chars(), "{} of {}", short.chars(), log.chars());
    let (again, replay) = replayed(&short);
    assert_eq!(replay.failures(), []);
    assert_eq!(tables(again.engine()), tables(session.engine()));
    assert_eq!(compact(&short, session.engine()), short);
}

/// Sends and logs, at a time.
fn at(session: &mut Session, log: &mut Log, minutes: u64, request: Request) {
    session.set_time(Millis(NOON.0 + minutes * 60_000));
    log.record(&session.send(request));
}

fn expiring(id: &str, minutes: u64) -> Request {
    let mut request = put("Mine", id, "x");
    let seconds = NOON.0 / 1000 + minutes * 60;
    request.body["Item"]["until"] = json!({ "N": seconds.to_string() });
    request
}

/// Items expire by reads and by refused requests too, which a replay does not send again.
#[test]
fn items_expire_in_a_replay_as_they_did() {
    let (mut session, mut log) = (fresh(), Log::default());
    let time_to_live = json!({ "AttributeName": "until", "Enabled": true });
    let body = json!({ "TableName": "Mine", "TimeToLiveSpecification": time_to_live });
    let enable = Request { operation: Operation::UpdateTimeToLive, body };
    let requests = [
        (0, create("Mine")),
        (1, expiring("early", 5)),
        (2, enable),
        (3, expiring("read", 6)),
        (4, expiring("refused", 20)),
        (5, expiring("rescued", 25)),
        (17, named(Operation::DescribeTable, "Mine")),
        (31, put("Gone", "x", "no such table")),
        (34, expiring("rescued", 90)),
        (50, named(Operation::ListTables, "")),
        (60, expiring("last", 61)),
    ];
    for (minutes, request) in requests {
        at(&mut session, &mut log, minutes, request);
    }
    let ticks = log.operations().iter().filter(|o| o.operation == Operation::ListTables).count();
    assert_eq!(ticks, 2, "one for what a read saw expire, one for a refusal");
    let (again, replay) = replayed(&log);
    assert_eq!(replay.failures(), []);
    assert_eq!(tables(again.engine()), tables(session.engine()));
    let mine = TableName::parse("Mine").unwrap();
    assert_eq!(session.engine().inspect().table(&mine).unwrap().items, 2);
    let records = |session: &Session| session.engine().inspect().changes(0).to_vec();
    assert_eq!(records(&again), records(&session));
}

#[test]
fn a_replay_goes_on_after_a_failure_and_tells_it() {
    let broken = LoggedRequest { at: NOON, operation: Operation::PutItem, body: "{".into() };
    let refused = LoggedRequest {
        at: NOON,
        operation: Operation::PutItem,
        body: put("Nowhere", "a", "b").body.to_string(),
    };
    let good = LoggedRequest {
        at: Millis(NOON.0 + 5),
        operation: Operation::PutItem,
        body: put("Clinic", "a", "b").body.to_string(),
    };
    let log = Log::resume(vec![broken, refused, good]);
    let (session, replay) = replayed(&log);
    assert_eq!(replay.failures().iter().map(|f| f.at).collect::<Vec<_>>(), [0, 1]);
    let clinic = TableName::parse("Clinic").unwrap();
    assert_eq!(session.engine().inspect().table(&clinic).unwrap().items, 1_001);
    assert_eq!(session.engine().now(), Millis(NOON.0 + 5), "at the times of the log");
}
