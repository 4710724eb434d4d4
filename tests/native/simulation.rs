//! Laws of the simulation that hold whatever is asked: an index comes to be what the table says, a
//! replica comes to be the leader, time passed in steps is time passed at once, and no more is
//! granted than there was.

use dynamodb_playground::api::json::item_to_json;
use dynamodb_playground::api::{Request, Session};
use dynamodb_playground::engine::{Clock, Inspect, Millis, Operation, SimulationSettings};
use dynamodb_playground::model::{IndexName, TableName};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

const START: u64 = 1_700_000_000_000;

/// What one client does next.
#[derive(Debug, Clone)]
enum Step {
    /// Puts an item under one of a few keys, with one of a few index keys or none.
    Put(u8, Option<u8>),
    /// Deletes it.
    Delete(u8),
    /// Changes what is not a key.
    Touch(u8),
    /// Writes several.
    Batch(Vec<u8>),
    /// Writes several or none.
    Transact(u8, u8),
    /// Reads, and may be answered by a replica.
    Read(u8),
    /// Reads everything.
    Scan,
    /// Lets so many milliseconds pass.
    Wait(u64),
}

fn step() -> impl Strategy<Value = Step> {
    let key = 0..6u8;
    prop_oneof![
        4 => (key.clone(), proptest::option::of(0..3u8)).prop_map(|(k, g)| Step::Put(k, g)),
        1 => key.clone().prop_map(Step::Delete),
        2 => key.clone().prop_map(Step::Touch),
        1 => proptest::collection::btree_set(key.clone(), 1..5)
            .prop_map(|keys| Step::Batch(keys.into_iter().collect())),
        1 => (0..3u8, 3..6u8).prop_map(|(a, b)| Step::Transact(a, b)),
        2 => key.prop_map(Step::Read),
        1 => Just(Step::Scan),
        2 => prop_oneof![0..300u64, 0..5_000u64, 0..400_000u64].prop_map(Step::Wait),
    ]
}

fn session(read: u64, write: u64, settings: Option<SimulationSettings>) -> Session {
    let mut session = Session::new(Clock::fixed(Millis(START)));
    let units = json!({"ReadCapacityUnits": read, "WriteCapacityUnits": write});
    let table = json!({
        "TableName": "Tab", "BillingMode": "PROVISIONED", "ProvisionedThroughput": units,
        "AttributeDefinitions": [
            {"AttributeName": "id", "AttributeType": "N"}, {"AttributeName": "g", "AttributeType": "N"},
            {"AttributeName": "l", "AttributeType": "N"}, {"AttributeName": "at", "AttributeType": "N"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}, {"AttributeName": "at", "KeyType": "RANGE"}],
        "LocalSecondaryIndexes": [{"IndexName": "ByL", "Projection": {"ProjectionType": "ALL"},
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}, {"AttributeName": "l", "KeyType": "RANGE"}]}],
        "GlobalSecondaryIndexes": [{"IndexName": "ByG", "Projection": {"ProjectionType": "ALL"},
            "ProvisionedThroughput": units, "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}]}],
    });
    send(&mut session, Operation::CreateTable, table).unwrap();
    session.set_simulation(settings);
    session
}

fn send(session: &mut Session, operation: Operation, body: Json) -> Result<Json, Json> {
    let sent = session.send(Request::new(operation, body));
    sent.response.map(|response| response.to_json()).map_err(|error| error.body())
}

fn key(k: u8) -> Json {
    json!({"id": {"N": (k / 2).to_string()}, "at": {"N": k.to_string()}})
}

fn item(k: u8, g: Option<u8>) -> Json {
    let mut item = key(k);
    item["l"] = json!({"N": (9 - k).to_string()});
    if let Some(g) = g {
        item["g"] = json!({"N": g.to_string()});
    }
    item
}

/// Does a step; gives the request's answer, if it was one.
fn take(session: &mut Session, step: &Step) -> Option<Result<Json, Json>> {
    let (operation, body) = match step {
        Step::Put(k, g) => (Operation::PutItem, json!({"TableName": "Tab", "Item": item(*k, *g)})),
        Step::Delete(k) => (Operation::DeleteItem, json!({"TableName": "Tab", "Key": key(*k)})),
        Step::Touch(k) => {
            let update = json!({
                "TableName": "Tab", "Key": key(*k), "UpdateExpression": "ADD n :n",
                "ExpressionAttributeValues": {":n": {"N": "1"}}
            });
            (Operation::UpdateItem, update)
        }
        Step::Batch(keys) => {
            let put = |k: &u8| json!({"PutRequest": {"Item": item(*k, Some(1))}});
            let writes: Vec<Json> = keys.iter().map(put).collect();
            (Operation::BatchWriteItem, json!({"RequestItems": {"Tab": writes}}))
        }
        Step::Transact(a, b) => {
            let put = json!({"Put": {"TableName": "Tab", "Item": item(*a, Some(2))}});
            let delete = json!({"Delete": {"TableName": "Tab", "Key": key(*b)}});
            (Operation::TransactWriteItems, json!({"TransactItems": [put, delete]}))
        }
        Step::Read(k) => (Operation::GetItem, json!({"TableName": "Tab", "Key": key(*k)})),
        Step::Scan => (Operation::Scan, json!({"TableName": "Tab"})),
        Step::Wait(millis) => {
            let now = session.engine().now();
            session.set_time(Millis(now.0 + millis));
            return None;
        }
    };
    Some(send(session, operation, body))
}

/// The rows of the table and its indexes, as JSON.
fn contents(session: &Session) -> [Vec<String>; 3] {
    let table = TableName::parse("Tab").unwrap();
    let rows = |inspect: Inspect<'_>, index: Option<&str>| {
        let index = index.map(|name| IndexName::parse(name).unwrap());
        let rows = inspect.rows(&table, index.as_ref());
        rows.iter().map(|row| item_to_json(row.item.item()).to_string()).collect()
    };
    [None, Some("ByL"), Some("ByG")].map(|index| rows(session.engine().inspect(), index))
}

fn settings() -> impl Strategy<Value = SimulationSettings> {
    (any::<u64>(), 0..=100u64, 0..3_000u64, 0..3_000u64).prop_map(
        |(seed, follower_percent, follower_lag, index_lag)| SimulationSettings {
            seed,
            follower_percent,
            follower_lag,
            index_lag,
            scale: 1,
        },
    )
}

/// The keys of the puts that a batch left unprocessed.
fn left_of(body: &Json) -> Vec<u8> {
    let left = body["UnprocessedItems"]["Tab"].as_array();
    let key = |write: &Json| write["PutRequest"]["Item"]["at"]["N"].as_str()?.parse().ok();
    left.into_iter().flatten().filter_map(key).collect()
}

fn is_write(step: &Step) -> bool {
    !matches!(step, Step::Read(_) | Step::Scan | Step::Wait(_))
}

/// The writes that a batch or any other request left undone are not those of the other session.
fn granted_wholly(answer: &Option<Result<Json, Json>>) -> bool {
    match answer {
        Some(Ok(body)) => body["UnprocessedItems"].as_object().is_none_or(|left| left.is_empty()),
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever lagged or was refused, in the end the table and its indexes are what the granted
    /// writes make of a table that neither lags nor refuses.
    #[test]
    fn indexes_and_replicas_come_to_be_what_was_granted(
        steps in proptest::collection::vec(step(), 1..60),
        (read, write) in (1..40u64, 1..40u64),
        settings in settings(),
    ) {
        let mut simulated = session(read, write, Some(settings));
        let mut plain = session(read, write, None);
        for step in steps {
            let answer = take(&mut simulated, &step);
            if is_write(&step) && granted_wholly(&answer) {
                prop_assert!(take(&mut plain, &step).unwrap().is_ok());
            } else if let (Step::Batch(keys), Some(Ok(body))) = (&step, &answer) {
                let left = left_of(body);
                let done = keys.iter().copied().filter(|key| !left.contains(key));
                prop_assert!(take(&mut plain, &Step::Batch(done.collect())).unwrap().is_ok());
            }
            let [table, local, _] = contents(&simulated);
            let [plain_table, plain_local, _] = contents(&plain);
            prop_assert_eq!((table, local), (plain_table, plain_local), "reads leave no trace");
        }
        take(&mut simulated, &Step::Wait(86_400_000));
        simulated.advance_simulation();
        prop_assert_eq!(contents(&simulated), contents(&plain));
        let get = take(&mut simulated, &Step::Scan).unwrap();
        prop_assert_eq!(get, take(&mut plain, &Step::Scan).unwrap(), "replicas have it all");
    }

    /// The end of the simulation shows the indexes what had not reached them.
    #[test]
    fn ending_the_simulation_leaves_nothing_behind(
        steps in proptest::collection::vec(step(), 1..40),
    ) {
        let lag = SimulationSettings { index_lag: 60_000, ..Default::default() };
        let mut simulated = session(1_000, 1_000, Some(lag));
        let mut plain = session(1_000, 1_000, None);
        for step in &steps {
            let answer = take(&mut simulated, step);
            prop_assert!(answer.is_none_or(|answer| answer.is_ok()));
            take(&mut plain, step);
        }
        simulated.set_simulation(None);
        prop_assert_eq!(contents(&simulated), contents(&plain));
    }

    /// A clock that is set on in many small steps shows the same as one that leaps.
    #[test]
    fn it_does_not_matter_how_the_clock_is_set_on(
        steps in proptest::collection::vec(step(), 1..40),
        (read, write) in (1..20u64, 1..20u64),
        settings in settings(),
        pieces in 2..9u64,
    ) {
        let mut leaping = session(read, write, Some(settings));
        let mut creeping = session(read, write, Some(settings));
        for step in steps {
            match step {
                Step::Wait(millis) => {
                    take(&mut leaping, &Step::Wait(millis));
                    let from = creeping.engine().now().0;
                    for piece in 1..=pieces {
                        creeping.set_time(Millis(from + millis * piece / pieces));
                        creeping.advance_simulation();
                    }
                }
                step => {
                    prop_assert_eq!(take(&mut leaping, &step), take(&mut creeping, &step));
                    prop_assert_eq!(contents(&leaping), contents(&creeping));
                }
            }
        }
    }

    /// No more is granted than one second to begin with, what has come since, and what fits.
    #[test]
    fn no_more_is_granted_than_there_was(
        steps in proptest::collection::vec(step(), 1..80),
        write in 1..10u64,
    ) {
        let mut session = session(1_000, write, Some(SimulationSettings::default()));
        let mut taken = 0;
        for step in steps {
            if let Some((operation, body)) = write_of(&step) {
                let sent = session.send(Request::new(operation, body));
                let own = sent.receipts.iter().flat_map(|receipt| &receipt.writes);
                let own = own.filter(|charge| !matches!(charge.on, dynamodb_playground::capacity::TableOrIndex::Global(_)));
                taken += own.map(|charge| charge.units.get()).sum::<u64>();
                let passed = session.engine().now().0 - START;
                prop_assert!(taken * 1_000 <= write * 1_000 + passed * write, "{taken} by {passed} ms");
            } else {
                take(&mut session, &step);
            }
        }
    }
}

fn write_of(step: &Step) -> Option<(Operation, Json)> {
    match step {
        Step::Put(k, g) => {
            Some((Operation::PutItem, json!({"TableName": "Tab", "Item": item(*k, *g)})))
        }
        Step::Delete(k) => {
            Some((Operation::DeleteItem, json!({"TableName": "Tab", "Key": key(*k)})))
        }
        _ => None,
    }
}

/// What a scan costs is paid by the partitions that it walked through, not by the first of them.
#[test]
fn a_scan_warms_every_partition_that_it_walks_through() {
    let mut session = session(1, 1, None);
    let table = json!({
        "TableName": "Wide", "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "N"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    });
    send(&mut session, Operation::CreateTable, table).unwrap();
    for id in 0..40 {
        let item = json!({"id": {"N": id.to_string()}, "text": {"S": "x".repeat(20_000)}});
        send(&mut session, Operation::PutItem, json!({"TableName": "Wide", "Item": item})).unwrap();
    }
    session.set_simulation(Some(SimulationSettings::default()));
    let scan = json!({"TableName": "Wide", "ConsistentRead": true, "Select": "COUNT"});
    let page = send(&mut session, Operation::Scan, scan).unwrap();
    assert!(page.get("LastEvaluatedKey").is_none());
    take(&mut session, &Step::Wait(1_000));
    session.advance_simulation();
    let limits = session.engine().inspect().limits();
    let wide = limits.iter().find(|limits| limits.table.as_str() == "Wide").unwrap();
    let heat: Vec<u64> = wide.partitions.iter().map(|partition| partition.permille).collect();
    assert_eq!(heat, [16; 4], "196 units over four partitions of 3,000");
}

/// Who answered is only said of what was answered.
#[test]
fn a_refused_read_was_answered_by_no_replica() {
    let always = SimulationSettings { follower_percent: 100, ..SimulationSettings::default() };
    let mut session = session(1, 1, Some(always));
    let get = json!({"TableName": "Tab", "Key": key(0)});
    let sent: Vec<_> =
        (0..8).map(|_| session.send(Request::new(Operation::GetItem, get.clone()))).collect();
    let refused = sent.iter().filter(|exchange| exchange.response.is_err()).count();
    assert!((1..8).contains(&refused), "{refused} of 8 refused");
    for exchange in sent {
        assert_eq!(exchange.follower.is_some(), exchange.response.is_ok());
    }
}
