//! Going back and forth leads to the states that were, to the byte: items, indexes, tables, streams,
//! records and tokens together.

use dynamodb_playground::api::{Request, Session};
use dynamodb_playground::datasets::{DatasetId, Loader, Recipe, Size};
use dynamodb_playground::engine::{Checkpoint, Clock, Extent, Millis, Operation, Step};
use dynamodb_playground::workspace::{Batch, BatchError, Reapply, read};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

const START: u64 = 1_767_225_600_000;

/// Everything that a checkpoint knows, without the time.
fn state(session: &Session) -> Vec<Vec<u8>> {
    let mut checkpoint = Checkpoint::new(Extent::Whole);
    let parts = std::iter::from_fn(|| session.engine().checkpoint(&mut checkpoint, 1_000));
    parts.map(|part| Batch { number: 0, effects: part[1..].to_vec() }.encode()).collect()
}

/// Entries of every table and index, which no checkpoint has.
fn entries(session: &Session) -> String {
    let inspect = session.engine().inspect();
    let tables = inspect.tables();
    let of_table = tables.iter().map(|table| {
        let name = &table.schema.name;
        let indexes = table.indexes.iter().map(|index| inspect.rows(name, Some(&index.name)));
        format!("{:?} {:?}", inspect.rows(name, None), indexes.collect::<Vec<_>>())
    });
    of_table.collect()
}

fn loaded(dataset: DatasetId) -> Session {
    let mut session = Session::new(Clock::fixed(Millis(START)));
    let mut loader = Loader::new(Recipe::new(dataset, Size::Article));
    while !loader.step(&mut session, 100).unwrap().is_complete() {}
    session.keep_applied();
    session.keep_past();
    session
}

fn go(session: &mut Session, effects: &[dynamodb_playground::engine::applied::Applied]) {
    session.go(effects).unwrap();
    while session.backfill(100) {}
}

/// Something that may be asked of the clinic; not all of it succeeds.
fn request(what: u8, n: u8) -> Request {
    let id = format!("APT-{n}");
    let key = json!({"PK": {"S": "CLINIC#CLN-001"}, "SK": {"S": format!("APPT#{id}")}});
    let mut item = key.clone();
    item["GSI1PK"] = json!({"S": format!("PATIENT#{}", n % 3)});
    item["GSI1SK"] = json!({"S": format!("APPT#{what}")});
    let table = |mut body: Json| {
        body["TableName"] = "Clinic".into();
        body
    };
    let update = |body: Json| (Operation::UpdateTable, table(body));
    let (operation, body) = match what % 12 {
        0..3 => (Operation::PutItem, table(json!({"Item": item}))),
        3 => (Operation::DeleteItem, table(json!({"Key": key}))),
        4 => (
            Operation::UpdateItem,
            table(json!({
                "Key": key, "UpdateExpression": "SET seen = :n",
                "ExpressionAttributeValues": {":n": {"N": n.to_string()}}
            })),
        ),
        5 => {
            let token = format!("token-{}", n % 4);
            let put = json!({"Put": {"TableName": "Clinic", "Item": item}});
            let body = json!({"TransactItems": [put], "ClientRequestToken": token});
            (Operation::TransactWriteItems, body)
        }
        6 => update(json!({"StreamSpecification":
            {"StreamEnabled": n.is_multiple_of(2), "StreamViewType": "NEW_AND_OLD_IMAGES"}})),
        7 => update(json!({
            "AttributeDefinitions": [{"AttributeName": "status", "AttributeType": "S"}],
            "GlobalSecondaryIndexUpdates": [{"Create": {
                "IndexName": "ByStatus", "Projection": {"ProjectionType": "KEYS_ONLY"},
                "KeySchema": [{"AttributeName": "status", "KeyType": "HASH"}]
            }}]
        })),
        8 => {
            update(json!({"GlobalSecondaryIndexUpdates": [{"Delete": {"IndexName": "ByStatus"}}]}))
        }
        9 => (
            Operation::CreateTable,
            json!({
                "TableName": format!("Other{}", n % 2), "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "KEYS_ONLY"}
            }),
        ),
        10 => (
            Operation::BatchWriteItem,
            json!({"RequestItems": {
                "Clinic": [{"PutRequest": {"Item": item}}],
                "Other0": [{"PutRequest": {"Item": {"id": {"S": id}}}}]
            }}),
        ),
        _ => (
            Operation::Query,
            table(json!({
                "KeyConditionExpression": "PK = :p",
                "ExpressionAttributeValues": {":p": {"S": "CLINIC#CLN-001"}}
            })),
        ),
    };
    Request {
        operation,
        body: if what % 12 == 6 && n % 2 == 1 { without_view(body) } else { body },
    }
}

fn without_view(mut body: Json) -> Json {
    body["StreamSpecification"] = json!({"StreamEnabled": false});
    body
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    #[test]
    fn every_state_comes_back_to_the_byte(asked in prop::collection::vec((0u8..12, 0u8..6), 1..24)) {
        let mut session = loaded(DatasetId::Clinic);
        let mut states = vec![(state(&session), entries(&session))];
        let mut steps: Vec<Step> = Vec::new();
        let mut log = Vec::new();
        for (at, (what, n)) in asked.into_iter().enumerate() {
            session.set_time(Millis(START + 1_000 * at as u64));
            session.send(request(what, n));
            log.push(session.take_applied());
            if let Some(step) = session.take_step() {
                prop_assert!(!step.is_final());
                steps.push(step);
                states.push((state(&session), entries(&session)));
            }
        }
        session.set_time(Millis(START + 3_600_000));
        for (step, before) in steps.iter().zip(&states).rev() {
            go(&mut session, step.back());
            prop_assert!((state(&session), entries(&session)) == *before);
        }
        for (step, after) in steps.iter().zip(&states[1..]) {
            go(&mut session, step.forth());
            prop_assert!((state(&session), entries(&session)) == *after);
        }
        prop_assert!(session.take_step().is_none() && session.take_applied().is_empty());

        // Saved behind the log, going back leads there too.
        let middle = steps.len() / 2;
        log.extend(steps[middle..].iter().rev().map(|step| step.back().to_vec()));
        let batches = (0..).zip(log).map(|(number, effects)| Batch { number, effects }.encode());
        let bytes = batches.collect::<Vec<_>>().concat();
        let mut again = loaded(DatasetId::Clinic);
        let mut reapply = Reapply::new(read(&bytes).batches);
        while !reapply.step(&mut again, 10) {}
        prop_assert_eq!(reapply.failures(), 0);
        prop_assert!((state(&again), entries(&again)) == states[middle]);
    }
}

#[test]
fn a_transaction_that_was_taken_back_is_made_again_under_its_token() {
    let mut session = loaded(DatasetId::Clinic);
    let asked = request(5, 1);
    assert!(session.send(asked.clone()).response.is_ok());
    let step = session.take_step().unwrap();
    session.go(step.back()).unwrap();
    let again = session.send(asked);
    assert_eq!(again.changes.end - again.changes.start, 1, "the token is not remembered");
}

#[test]
fn a_deleted_table_is_the_end_of_the_way_back() {
    let mut session = loaded(DatasetId::Clinic);
    let body = json!({"TableName": "Clinic"});
    session.send(Request { operation: Operation::DeleteTable, body });
    assert!(session.take_step().unwrap().is_final());
}

#[test]
fn two_requests_in_one_step_are_taken_back_together() {
    let mut session = loaded(DatasetId::Clinic);
    let before = state(&session);
    session.send(request(0, 1));
    let first = session.take_step().unwrap();
    session.send(request(1, 1));
    let both = first.followed_by(session.take_step().unwrap());
    let after = state(&session);
    session.go(both.back()).unwrap();
    assert!(state(&session) == before);
    session.go(both.forth()).unwrap();
    assert!(state(&session) == after);
}

#[test]
fn only_a_batch_that_goes_back_needs_a_build_that_knows_how() {
    let mut session = loaded(DatasetId::Clinic);
    session.send(request(0, 1));
    let plain = Batch { number: 0, effects: session.take_applied() }.encode();
    let step = session.take_step().unwrap();
    let back = Batch { number: 1, effects: step.back().to_vec() }.encode();
    // The version stands behind length and checksum.
    assert_eq!((plain[8], back[8]), (1, 2));
    assert_eq!(Batch::decode(&back[..back.len() - 1]).unwrap_err(), BatchError::Torn);
}
