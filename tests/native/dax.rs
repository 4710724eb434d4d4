//! A cluster that every request goes through answers as the table does, whether the service is
//! simulated or not; what it answers by itself costs nothing, and what it does not costs what it
//! always costs.

use dynamodb_playground::api::{Exchange, Request, Session};
use dynamodb_playground::dax::{DaxSettings, Served};
use dynamodb_playground::engine::{Clock, Millis, Operation, SimulationSettings};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

/// A request by key, of which the cluster caches items.
#[derive(Debug, Clone)]
enum Step {
    Put(u8, u8),
    Delete(u8),
    Update(u8),
    Transact(u8, u8),
    Get(u8, Shown),
    Batch(Vec<u8>, Shown),
    /// Requests that the service rejects, whatever is cached.
    Wrong(usize),
    Wait(u64),
}

/// What a read shows of the item.
#[derive(Debug, Clone, Copy)]
enum Shown {
    All,
    Part,
    /// Strongly consistent: goes past the cache.
    Consistent,
}

fn shown() -> impl Strategy<Value = Shown> {
    prop::sample::select(vec![Shown::All, Shown::Part, Shown::Consistent])
}

fn step() -> impl Strategy<Value = Step> {
    let key = 0..5_u8;
    prop_oneof![
        3 => (key.clone(), 0..3_u8).prop_map(|(key, n)| Step::Put(key, n)),
        1 => key.clone().prop_map(Step::Delete),
        1 => key.clone().prop_map(Step::Update),
        1 => (0..2_u8, 2..5_u8).prop_map(|(a, b)| Step::Transact(a, b)),
        6 => (key.clone(), shown()).prop_map(|(key, shown)| Step::Get(key, shown)),
        4 => (prop::collection::btree_set(key, 1..5), shown())
            .prop_map(|(keys, shown)| Step::Batch(keys.into_iter().collect(), shown)),
        1 => (0..WRONG.len()).prop_map(Step::Wrong),
        1 => prop_oneof![0..5_000_u64, 200_000..400_000_u64].prop_map(Step::Wait),
    ]
}

/// Requests with something wrong that only the table can tell, of an item that may be cached.
const WRONG: &[(&str, &str)] = &[
    ("GetItem", r#"{"TableName": "Tab", "Key": {"id": {"S": "0"}}}"#),
    ("GetItem", r#"{"TableName": "Tab", "Key": {"id": {"N": "0"}, "x": {"N": "0"}}}"#),
    (
        "GetItem",
        r#"{"TableName": "Tab", "Key": {"id": {"N": "0"}}, "ProjectionExpression": "id.x"}"#,
    ),
    ("GetItem", r#"{"TableName": "Nowhere", "Key": {"id": {"N": "0"}}}"#),
    (
        "BatchGetItem",
        r#"{"RequestItems": {"Tab": {"Keys": [{"id": {"N": "0"}}, {"y": {"N": "1"}}]}}}"#,
    ),
    (
        "BatchGetItem",
        r#"{"RequestItems": {"Tab": {"Keys": [{"id": {"N": "0"}}], "ProjectionExpression": "id[0]"}}}"#,
    ),
];

fn key(id: u8) -> Json {
    json!({"id": {"N": id.to_string()}})
}

fn item(id: u8, n: u8) -> Json {
    json!({"id": {"N": id.to_string()}, "n": {"N": n.to_string()}, "t": {"S": "-".repeat(5_000)}})
}

fn session(simulated: bool, dax: Option<DaxSettings>) -> Session {
    let mut session = Session::new(Clock::fixed(Millis(1)));
    // No lag: a replica behind the leader answers by chance, and the two sessions draw apart.
    let settings = SimulationSettings { follower_percent: 0, ..SimulationSettings::default() };
    session.set_simulation(simulated.then_some(settings));
    let table = json!({
        "TableName": "Tab", "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "N"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    });
    assert!(session.send(Request::new(Operation::CreateTable, table)).response.is_ok());
    session.set_dax(dax);
    session
}

fn read(mut body: Json, shown: Shown) -> Json {
    match shown {
        Shown::All => {}
        Shown::Part => body["ProjectionExpression"] = "n".into(),
        Shown::Consistent => body["ConsistentRead"] = true.into(),
    }
    body
}

fn request(step: &Step) -> Option<Request> {
    let of_table = |mut body: Json| {
        body["TableName"] = "Tab".into();
        body
    };
    let (operation, body) = match step {
        Step::Put(id, n) => (Operation::PutItem, of_table(json!({"Item": item(*id, *n)}))),
        Step::Delete(id) => (Operation::DeleteItem, of_table(json!({"Key": key(*id)}))),
        Step::Update(id) => (
            Operation::UpdateItem,
            of_table(json!({
                "Key": key(*id), "UpdateExpression": "ADD n :one",
                "ExpressionAttributeValues": {":one": {"N": "1"}},
            })),
        ),
        Step::Transact(put, delete) => (
            Operation::TransactWriteItems,
            json!({"TransactItems": [
                {"Put": {"TableName": "Tab", "Item": item(*put, 9)}},
                {"Delete": {"TableName": "Tab", "Key": key(*delete)}},
            ]}),
        ),
        Step::Get(id, shown) => {
            (Operation::GetItem, read(of_table(json!({"Key": key(*id)})), *shown))
        }
        Step::Batch(ids, shown) => {
            let keys: Vec<Json> = ids.iter().map(|id| key(*id)).collect();
            let table = read(json!({"Keys": keys}), *shown);
            (Operation::BatchGetItem, json!({"RequestItems": {"Tab": table}}))
        }
        Step::Wrong(at) => {
            let (operation, body) = WRONG[*at];
            (Operation::from_name(operation).unwrap(), serde_json::from_str(body).unwrap())
        }
        Step::Wait(_) => return None,
    };
    Some(Request::new(operation, body))
}

/// The answer; a batch tells items in any order.
fn answer(exchange: &Exchange) -> Result<Json, String> {
    match &exchange.response {
        Ok(response) => {
            let mut json = response.to_json();
            if let Some(Json::Array(items)) = json.pointer_mut("/Responses/Tab") {
                items.sort_by_key(Json::to_string);
            }
            Ok(json)
        }
        Err(error) => Err(error.body().to_string()),
    }
}

fn check(exchange: &Exchange, plain: &Exchange) {
    assert_eq!(answer(exchange), answer(plain), "{:?}", exchange.request);
    match exchange.served {
        Some(Served::ItemCache) => assert!(exchange.receipts.is_empty()),
        // A batch asks the table for what is not cached, and a transaction is read again behind it.
        _ if exchange.request.operation == Operation::GetItem => {
            assert_eq!(exchange.receipts, plain.receipts);
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn what_goes_through_a_cluster_is_answered_as_without_one(
        steps in prop::collection::vec(step(), 1..60),
        simulated in any::<bool>(),
        bytes in prop::sample::select(vec![0_u64, 12_000, 1 << 20]),
    ) {
        let settings = DaxSettings { bytes, ..DaxSettings::default() };
        let mut through = session(simulated, Some(settings));
        let mut plain = session(simulated, None);
        let mut now = 1;
        for step in &steps {
            if let Step::Wait(millis) = step {
                now += millis;
                through.set_time(Millis(now));
                plain.set_time(Millis(now));
            }
            if let Some(request) = request(step) {
                check(&through.send(request.clone()), &plain.send(request));
            }
        }
    }
}

#[test]
fn a_part_is_cached_as_the_whole_item_that_was_read() {
    for simulated in [false, true] {
        let mut session = session(simulated, Some(DaxSettings::default()));
        session.set_past_dax(true);
        session.send(request(&Step::Put(1, 2)).unwrap());
        session.set_past_dax(false);
        let mut served = |step: Step| {
            let exchange = session.send(request(&step).unwrap());
            (exchange.served, answer(&exchange).unwrap())
        };
        let part = json!({"Item": {"n": {"N": "2"}}});
        assert_eq!(served(Step::Get(1, Shown::Part)), (Some(Served::Missed), part.clone()));
        let whole = json!({"Item": item(1, 2)});
        assert_eq!(served(Step::Get(1, Shown::All)), (Some(Served::ItemCache), whole));
        assert_eq!(served(Step::Get(1, Shown::Part)), (Some(Served::ItemCache), part));
        let (batch, _) = served(Step::Batch(vec![1, 2], Shown::Part));
        assert_eq!(batch, Some(Served::Missed), "of two keys one is cached");
        let (again, found) = served(Step::Batch(vec![1, 2], Shown::All));
        assert_eq!(again, Some(Served::ItemCache), "that there is no item is cached too");
        assert_eq!(found["Responses"]["Tab"], json!([item(1, 2)]));
    }
}
