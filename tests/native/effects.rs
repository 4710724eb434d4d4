//! Effects applied again lead to the live state, to the byte, whatever was switched on: random
//! sessions of requests with simulation, DAX, time to live, clocks that leap, transactions, batches
//! and changes of tables.
//!
//! A short run by default; `EFFECT_SESSIONS=100000` for a long one.

use dynamodb_playground::api::{Request, Session};
use dynamodb_playground::datasets::{DatasetId, Loader, Recipe, Size};
use dynamodb_playground::dax::DaxSettings;
use dynamodb_playground::engine::{
    Checkpoint, Clock, Durations, Extent, Millis, Operation, SimulationSettings,
};
use dynamodb_playground::workspace::{Batch, BatchError, Reapply, read};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

const START: u64 = 1_767_225_600_000;
const SECOND: u64 = START / 1_000;

/// What is done in a session.
#[derive(Debug, Clone)]
enum Step {
    Send(Operation, Json),
    Wait(u64),
    Simulate(Option<SimulationSettings>),
    Dax(bool),
    Durations(bool),
    /// Background work, looking at so few rows of each table.
    Advance(usize),
    Tick,
    Checkpoint,
}

fn key(k: u8) -> Json {
    json!({"id": {"S": format!("k{}", k / 3)}, "at": {"N": k.to_string()}})
}

/// An item whose index keys may be missing or of another type, and which may expire.
fn item(k: u8, g: u8, ttl: i64) -> Json {
    let mut item = key(k);
    item["g"] = match g {
        0 => json!({"S": "text"}),
        g => json!({"N": g.to_string()}),
    };
    if g > 3 {
        item["l"] = json!({"N": (g * 2).to_string()});
    }
    if ttl != 0 {
        item["ttl"] = json!({"N": (SECOND as i64 + ttl).to_string()});
    }
    item
}

fn table(t: u8) -> &'static str {
    ["Clinic", "Tab", "Tub"][usize::from(t) % 3]
}

fn create(t: u8, shape: u8, units: u64) -> Json {
    let units = json!({"ReadCapacityUnits": units, "WriteCapacityUnits": units});
    let number = |name: &str| json!({"AttributeName": name, "AttributeType": "N"});
    let index = |name: &str, hash: &str, range: Option<&str>| {
        let mut keys = vec![json!({"AttributeName": hash, "KeyType": "HASH"})];
        keys.extend(range.map(|range| json!({"AttributeName": range, "KeyType": "RANGE"})));
        json!({"IndexName": name, "KeySchema": keys, "Projection": {"ProjectionType": "ALL"}})
    };
    let mut body = json!({
        "TableName": table(t),
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}, {"AttributeName": "at", "KeyType": "RANGE"}],
    });
    let mut definitions = vec![json!({"AttributeName": "id", "AttributeType": "S"}), number("at")];
    let is_provisioned = shape & 1 == 0;
    if is_provisioned {
        body["ProvisionedThroughput"] = units.clone();
    } else {
        body["BillingMode"] = "PAY_PER_REQUEST".into();
    }
    if shape & 2 != 0 {
        definitions.push(number("g"));
        let mut global = index("ByG", "g", Some("at"));
        if is_provisioned {
            global["ProvisionedThroughput"] = units;
        }
        body["GlobalSecondaryIndexes"] = json!([global]);
    }
    if shape & 4 != 0 {
        definitions.push(number("l"));
        body["LocalSecondaryIndexes"] = json!([index("ByL", "id", Some("l"))]);
    }
    if shape & 8 != 0 {
        body["StreamSpecification"] =
            json!({"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"});
    }
    body["AttributeDefinitions"] = definitions.into();
    body
}

fn update_table(t: u8, what: u8) -> Json {
    let mut body = json!({"TableName": table(t)});
    match what % 8 {
        0 => {
            body["AttributeDefinitions"] = json!([{"AttributeName": "g", "AttributeType": "S"}]);
            body["GlobalSecondaryIndexUpdates"] = json!([{"Create": {
                "IndexName": "Late", "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "KEYS_ONLY"},
                "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}}}]);
        }
        1 => {
            body["AttributeDefinitions"] = json!([{"AttributeName": "g", "AttributeType": "N"}]);
            body["GlobalSecondaryIndexUpdates"] = json!([{"Create": {
                "IndexName": "Late", "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "ALL"}}}]);
        }
        2 => body["GlobalSecondaryIndexUpdates"] = json!([{"Delete": {"IndexName": "Late"}}]),
        3 => body["GlobalSecondaryIndexUpdates"] = json!([{"Delete": {"IndexName": "ByG"}}]),
        4 => body["BillingMode"] = "PAY_PER_REQUEST".into(),
        5 => {
            body["StreamSpecification"] =
                json!({"StreamEnabled": true, "StreamViewType": "KEYS_ONLY"});
        }
        6 => body["StreamSpecification"] = json!({"StreamEnabled": false}),
        _ => body["TableClass"] = "STANDARD_INFREQUENT_ACCESS".into(),
    }
    body
}

fn statement(t: u8, k: u8, kind: u8) -> Json {
    let (table, id) = (table(t), format!("k{}", k / 3));
    let text = match kind % 3 {
        0 => format!("INSERT INTO \"{table}\" VALUE {{'id': '{id}', 'at': {k}, 'g': 2}}"),
        1 => format!("UPDATE \"{table}\" SET n = 1 WHERE id = '{id}' AND \"at\" = {k}"),
        _ => format!("DELETE FROM \"{table}\" WHERE id = '{id}' AND \"at\" = {k}"),
    };
    json!({ "Statement": text })
}

fn write() -> impl Strategy<Value = (Operation, Json)> {
    let ttl = prop_oneof![
        3 => Just(0i64),
        2 => -1_000..3_000i64,
        1 => Just(-200_000_000i64),
    ];
    (0..3u8, 0..12u8, 0..8u8, ttl, 0..12u8).prop_map(|(t, k, g, ttl, kind)| {
        let name = table(t);
        let put = |k: u8| json!({"PutRequest": {"Item": item(k, g, ttl)}});
        let delete = |k: u8| json!({"DeleteRequest": {"Key": key(k)}});
        match kind {
            0..=3 => (Operation::PutItem, json!({"TableName": name, "Item": item(k, g, ttl)})),
            4 | 5 => (Operation::DeleteItem, json!({"TableName": name, "Key": key(k)})),
            6 | 7 => (
                Operation::UpdateItem,
                json!({"TableName": name, "Key": key(k), "UpdateExpression": "ADD n :n SET g = :g",
                    "ExpressionAttributeValues": {":n": {"N": "0.5"}, ":g": {"N": g.to_string()}}}),
            ),
            8 => {
                let writes: Vec<Json> = (0..12).filter(|n| n % 4 != k % 4).map(put).collect();
                (Operation::BatchWriteItem, json!({"RequestItems": {name: writes}}))
            }
            9 => (
                Operation::BatchWriteItem,
                json!({"RequestItems": {name: [put(k), delete((k + 1) % 12)]}}),
            ),
            10 => (
                Operation::TransactWriteItems,
                json!({"ClientRequestToken": format!("token-{}", k % 4), "TransactItems": [
                    {"Put": {"TableName": name, "Item": item(k, g, ttl)}},
                    {"Delete": {"TableName": name, "Key": key((k + 5) % 12)}},
                ]}),
            ),
            _ => (Operation::ExecuteStatement, statement(t, k, g)),
        }
    })
}

fn control() -> impl Strategy<Value = (Operation, Json)> {
    (0..3u8, 0..16u8, 1..20u64, 0..10u8).prop_map(|(t, shape, units, kind)| {
        let name = table(t);
        match kind {
            0..=2 => (Operation::CreateTable, create(t, shape, units)),
            3 => (Operation::DeleteTable, json!({ "TableName": name })),
            4 | 5 => (
                Operation::UpdateTimeToLive,
                json!({"TableName": name, "TimeToLiveSpecification":
                    {"AttributeName": "ttl", "Enabled": kind == 4 || shape < 12}}),
            ),
            6 => (
                Operation::TagResource,
                json!({"ResourceArn": format!("arn:aws:dynamodb:us-east-1:000000000000:table/{name}"),
                    "Tags": [{"Key": format!("k{shape}"), "Value": "v"}]}),
            ),
            _ => (Operation::UpdateTable, update_table(t, shape)),
        }
    })
}

fn read_request() -> impl Strategy<Value = (Operation, Json)> {
    (0..3u8, 0..12u8).prop_map(|(t, k)| match k % 3 {
        0 => (Operation::Scan, json!({"TableName": table(t)})),
        _ => (Operation::GetItem, json!({"TableName": table(t), "Key": key(k)})),
    })
}

fn simulation() -> impl Strategy<Value = Option<SimulationSettings>> {
    let settings =
        (any::<u64>(), 0..3_000u64, 0..3_000u64, prop_oneof![Just(1u64), Just(40_000_000)]);
    proptest::option::weighted(
        0.8,
        settings.prop_map(|(seed, follower_lag, index_lag, scale)| SimulationSettings {
            seed,
            follower_percent: 70,
            follower_lag,
            index_lag,
            scale,
        }),
    )
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => write().prop_map(|(operation, body)| Step::Send(operation, body)),
        4 => control().prop_map(|(operation, body)| Step::Send(operation, body)),
        3 => read_request().prop_map(|(operation, body)| Step::Send(operation, body)),
        4 => prop_oneof![0..50u64, 0..5_000u64, 0..2_000_000u64, 0..90_000_000u64].prop_map(Step::Wait),
        2 => simulation().prop_map(Step::Simulate),
        1 => any::<bool>().prop_map(Step::Dax),
        1 => any::<bool>().prop_map(Step::Durations),
        1 => (0..3usize).prop_map(Step::Advance),
        1 => Just(Step::Tick),
        1 => Just(Step::Checkpoint),
    ]
}

/// What a session begins with: nothing, or the rows of a recipe.
fn beginning(with_rows: bool) -> Session {
    let mut session = Session::new(Clock::fixed(Millis(START)));
    if with_rows {
        let mut loader = Loader::new(Recipe::new(DatasetId::Clinic, Size::Article));
        while !loader.step(&mut session, 500).unwrap().is_complete() {}
    }
    session
}

/// A log as it is stored: batch after batch.
#[derive(Default)]
struct Stored {
    bytes: Vec<u8>,
    number: u64,
}

impl Stored {
    fn append(&mut self, session: &mut Session) {
        let effects = session.take_applied();
        if !effects.is_empty() {
            self.push(effects);
        }
    }

    fn push(&mut self, effects: Vec<dynamodb_playground::engine::applied::Applied>) {
        self.bytes.extend(Batch { number: self.number, effects }.encode());
        self.number += 1;
    }
}

fn checkpoint(session: &Session, extent: Extent) -> Stored {
    let mut stored = Stored::default();
    let mut checkpoint = Checkpoint::new(extent);
    while let Some(part) = session.engine().checkpoint(&mut checkpoint, 3) {
        stored.push(part);
    }
    stored
}

fn reapplied(bytes: &[u8], with_rows: bool) -> Session {
    let log = read(bytes);
    assert_eq!((log.fault, log.end), (None, bytes.len()));
    let mut session = beginning(with_rows);
    let mut reapply = Reapply::new(log.batches);
    while !reapply.step(&mut session, 2) {}
    while session.backfill(usize::MAX) {}
    assert_eq!(reapply.failures(), 0);
    session
}

/// The whole state as bytes, and beside it the entries of every index, which follow from it.
fn state(session: &Session) -> (Vec<u8>, Vec<String>) {
    let inspect = session.engine().inspect();
    let mut entries = Vec::new();
    for table in inspect.tables() {
        for index in &table.schema.indexes {
            for row in inspect.rows(&table.schema.name, Some(&index.name)) {
                let item = row.item.item();
                entries.push(format!("{} {} {item:?}", table.schema.name, index.name));
            }
        }
    }
    (checkpoint(session, Extent::Whole).bytes, entries)
}

fn take(session: &mut Session, step: &Step) {
    let now = session.engine().now();
    match step {
        // Half of them are rejected: that is as good a test.
        Step::Send(operation, body) => {
            session.send(Request::new(*operation, body.clone()));
        }
        Step::Wait(millis) => session.set_time(Millis(now.0 + millis)),
        Step::Simulate(settings) => session.set_simulation(*settings),
        Step::Dax(on) => session.set_dax(on.then(DaxSettings::default)),
        Step::Durations(true) => session.set_durations(Durations::AT_ONCE),
        Step::Durations(false) => session.set_durations(Durations::AS_THE_SERVICE),
        Step::Advance(rows) => {
            session.advance(*rows);
        }
        Step::Tick => {
            session.advance_simulation();
        }
        Step::Checkpoint => {}
    }
}

/// How many sessions are played.
fn sessions() -> u32 {
    std::env::var("EFFECT_SESSIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(192)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(sessions()) })]

    #[test]
    fn effects_applied_again_lead_to_the_live_state(
        steps in proptest::collection::vec(step(), 1..60),
        with_rows in any::<bool>(),
    ) {
        let mut live = beginning(with_rows);
        live.keep_applied();
        take(&mut live, &Step::Send(Operation::CreateTable, create(1, 10, 1)));
        let mut log = Stored::default();
        // A checkpoint, and what came behind it.
        let mut short: Option<Stored> = None;
        for step in &steps {
            take(&mut live, step);
            if matches!(step, Step::Checkpoint) {
                // Whoever makes one sees to background work first.
                while live.advance(usize::MAX) {}
            }
            let before = log.bytes.len();
            log.append(&mut live);
            if let Some(short) = &mut short {
                short.bytes.extend_from_slice(&log.bytes[before..]);
            }
            if matches!(step, Step::Checkpoint) {
                short = Some(checkpoint(&live, Extent::Written));
            }
        }
        live.set_simulation(None);
        while live.advance(usize::MAX) {}
        let before = log.bytes.len();
        log.append(&mut live);
        if let Some(short) = &mut short {
            short.bytes.extend_from_slice(&log.bytes[before..]);
        }

        let expected = state(&live);
        let logs = [Some(&log), short.as_ref()];
        for (bytes, what) in logs.into_iter().flatten().map(|log| &log.bytes).zip(["log", "checkpoint"]) {
            let mut again = reapplied(bytes, with_rows);
            again.set_time(live.engine().now());
            let found = state(&again);
            prop_assert_eq!(&found.1, &expected.1, "indexes from the {}", what);
            prop_assert!(found.0 == expected.0, "the state from the {what}: {}", differing(&found.0, &expected.0));
        }
        let whole = reapplied(&expected.0, false);
        prop_assert!(state(&whole) == expected, "a whole checkpoint needs nothing else");
    }
}

/// The first effects that two states don't have in common.
fn differing(found: &[u8], expected: &[u8]) -> String {
    let told = |bytes: &[u8]| -> Vec<String> {
        read(bytes).batches.into_iter().flat_map(|b| b.effects).map(|e| format!("{e:?}")).collect()
    };
    let (found, expected) = (told(found), told(expected));
    let at = found.iter().zip(&expected).position(|(a, b)| a != b);
    let at = at.unwrap_or(found.len().min(expected.len()));
    format!("\n found {:?}\n wanted {:?}", found.get(at), expected.get(at))
}

fn put(session: &mut Session, k: u8) {
    take(
        session,
        &Step::Send(Operation::PutItem, json!({"TableName": "Tab", "Item": item(k, 1, 0)})),
    );
}

/// A log of some requests, and where each batch of it ends.
fn small_log() -> (Vec<u8>, Vec<usize>) {
    let mut session = beginning(false);
    session.keep_applied();
    let mut log = Stored::default();
    let mut ends = Vec::new();
    take(&mut session, &Step::Send(Operation::CreateTable, create(1, 1, 1)));
    for k in 0..12 {
        put(&mut session, k);
        log.append(&mut session);
        ends.push(log.bytes.len());
    }
    (log.bytes, ends)
}

#[test]
fn a_log_that_is_cut_anywhere_is_read_up_to_its_last_whole_batch() {
    let (bytes, ends) = small_log();
    for cut in 0..bytes.len() {
        let log = read(&bytes[..cut]);
        let whole = ends.iter().filter(|end| **end <= cut).count();
        assert_eq!(log.batches.len(), whole, "cut at {cut}");
        let fault = (log.end < cut).then_some(BatchError::Torn);
        assert_eq!(log.fault, fault, "cut at {cut}");
    }
}

#[test]
fn a_bit_that_is_flipped_anywhere_is_found() {
    let (bytes, ends) = small_log();
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1 << (at % 8);
        let log = read(&damaged);
        let before = ends.iter().filter(|end| **end <= at).count();
        assert_eq!(log.batches.len(), before, "bit of byte {at}");
        assert!(log.fault.is_some());
    }
}

#[test]
fn what_a_later_build_wrote_is_told_from_damage() {
    let (bytes, ends) = small_log();
    let mut later = bytes[..ends[0]].to_vec();
    later[8] = 9;
    let checksum = crc32fast::hash(&later[8..]);
    later[4..8].copy_from_slice(&checksum.to_le_bytes());
    assert_eq!(read(&later).fault, Some(BatchError::NewerVersion(9)));
}

#[test]
fn a_batch_half_throttled_is_half_stored() {
    let mut live = beginning(false);
    live.keep_applied();
    take(&mut live, &Step::Send(Operation::CreateTable, create(1, 0, 1)));
    live.set_simulation(Some(SimulationSettings::default()));
    let puts: Vec<Json> = (0..12).map(|k| json!({"PutRequest": {"Item": item(k, 1, 0)}})).collect();
    take(&mut live, &Step::Send(Operation::BatchWriteItem, json!({"RequestItems": {"Tab": puts}})));
    let mut log = Stored::default();
    log.append(&mut live);
    let again = reapplied(&log.bytes, false);
    let items = |session: &Session| session.engine().inspect().tables()[0].items;
    assert_eq!((items(&live), items(&again)), (1, 1));
}

#[test]
fn a_stale_read_leaves_the_time_to_live_as_it_is() {
    let lagging = SimulationSettings {
        follower_percent: 100,
        follower_lag: 86_400_000,
        ..Default::default()
    };
    let mut sessions = [beginning(false), beginning(false)];
    for (session, reads) in sessions.iter_mut().zip([false, true]) {
        take(session, &Step::Send(Operation::CreateTable, create(1, 1, 1)));
        let ttl = json!({"AttributeName": "ttl", "Enabled": true});
        let body = json!({"TableName": "Tab", "TimeToLiveSpecification": ttl});
        take(session, &Step::Send(Operation::UpdateTimeToLive, body));
        let body = json!({"TableName": "Tab", "Item": item(1, 1, 100)});
        take(session, &Step::Send(Operation::PutItem, body));
        session.set_simulation(Some(lagging));
        take(session, &Step::Wait(500_000));
        if reads {
            let body = json!({"TableName": "Tab", "Key": key(1)});
            take(session, &Step::Send(Operation::GetItem, body));
        }
        // Ten minutes behind its time the item is deleted, and not ten behind the read.
        take(session, &Step::Wait(201_000));
        put(session, 2);
        assert_eq!(session.engine().inspect().tables()[0].items, 1, "read: {reads}");
    }
}

#[test]
fn a_stale_read_brings_nothing_back_of_an_earlier_table_of_the_name() {
    let lagging =
        SimulationSettings { follower_percent: 100, follower_lag: 60_000, ..Default::default() };
    let mut session = beginning(false);
    take(&mut session, &Step::Send(Operation::CreateTable, create(1, 1, 1)));
    put(&mut session, 1);
    take(&mut session, &Step::Send(Operation::DeleteTable, json!({"TableName": "Tab"})));
    take(&mut session, &Step::Send(Operation::CreateTable, create(1, 1, 1)));
    session.set_simulation(Some(lagging));
    take(&mut session, &Step::Send(Operation::Scan, json!({"TableName": "Tab"})));
    assert_eq!(session.engine().inspect().tables()[0].items, 0);
}
