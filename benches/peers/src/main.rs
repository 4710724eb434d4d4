//! The engine beside its limit and beside a peer, in one run.
//!
//! `cargo run --release --manifest-path benches/peers/Cargo.toml` prints, for each operation, the
//! time of each contestant and how many times the engine is faster than
//! [dynoxide](https://crates.io/crates/dynoxide-rs), an emulator over SQLite, embedded and in memory.
//! Contestants take turns, and each has the best of its rounds: what else runs can only add to a time.
//! An argument names the one operation to run, a second one how many rounds.

#[path = "../../workload/mod.rs"]
mod workload;

use std::hint::black_box;
use std::time::{Duration, Instant};

use dynamodb_playground::api::Session;
use dynamodb_playground::engine::Engine;
use dynamodb_playground::engine::ops::ScanInput;
use dynamodb_playground::model::Item;
use dynoxide::Database;
use serde_json::Value as Json;
use workload::{Bare, PER_CUSTOMER, ask, body, input, order};

const ORDERS: usize = 10_000;
const ROUNDS: usize = 31;
const POINT: usize = 500;
const QUERIES: usize = 100;

/// What takes part, in the order of the columns.
const CONTESTANTS: [&str; 5] = ["bare map", "typed", "JSON", "peer typed", "peer JSON"];
type Times = [f64; CONTESTANTS.len()];

/// Everyone's ten thousand orders.
struct Field {
    bare: Bare,
    engine: Engine,
    session: Session,
    peer: Database,
}

impl Field {
    fn new() -> Self {
        let session = workload::session(ORDERS);
        let peer = Database::memory().unwrap();
        peer.create_table(typed(&workload::create_table())).unwrap();
        for at in 0..ORDERS {
            let put = serde_json::json!({ "TableName": "Orders", "Item": order(at) });
            peer.put_item(typed(&put)).unwrap();
        }
        Self { bare: Bare::new(ORDERS), engine: session.engine().clone(), session, peer }
    }
}

fn typed<T: serde::de::DeserializeOwned>(body: &Json) -> T {
    serde_json::from_str(&body.to_string()).unwrap()
}

/// Orders far from each other.
fn places(count: usize) -> impl Iterator<Item = usize> {
    (0..count).map(|at| at * 7_919 % ORDERS)
}

fn texts(count: usize, body: fn(usize) -> Json) -> Vec<String> {
    places(count).map(|at| body(at).to_string()).collect()
}

/// Microseconds for each of the prepared requests.
fn time<T>(prepared: impl IntoIterator<Item = T>, mut run: impl FnMut(T)) -> f64 {
    let prepared: Vec<T> = prepared.into_iter().collect();
    let count = prepared.len() as f64;
    let begun = Instant::now();
    prepared.into_iter().for_each(&mut run);
    micros(begun.elapsed()) / count
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// One round of a request that dynoxide has a method for.
macro_rules! peer {
    ($field:ident, $method:ident, $count:expr) => {{
        let requests: Vec<_> = places($count).map(|at| typed(&body::$method(at))).collect();
        let typed = time(requests, |request| {
            black_box($field.peer.$method(request).unwrap());
        });
        let texts = texts($count, body::$method);
        let json = time(texts, |text: String| {
            let request = serde_json::from_str(&text).unwrap();
            let answer = $field.peer.$method(request).unwrap();
            black_box(serde_json::to_string(&answer).unwrap());
        });
        [typed, json]
    }};
}

macro_rules! own {
    ($field:ident, $method:ident, $operation:literal, $count:expr) => {{
        let mut engine = $field.engine.clone();
        let inputs: Vec<_> = places($count).map(input::$method).collect();
        let typed = time(inputs, |input| {
            black_box(engine.execute(input.into()).result.unwrap());
        });
        let mut session = $field.session.clone();
        let json = time(texts($count, body::$method), |text: String| {
            black_box(ask(&mut session, $operation, &text));
        });
        [typed, json]
    }};
}

fn get_item(field: &mut Field) -> Times {
    let bare = time(places(POINT).map(workload::bare_key), |key| {
        black_box(field.bare.get(&key));
    });
    row(bare, own!(field, get_item, "GetItem", POINT), peer!(field, get_item, POINT))
}

fn put_item(field: &mut Field) -> Times {
    let orders = places(POINT).map(workload::bare_order);
    let bare = time(orders, |order| field.bare.put(order));
    row(bare, own!(field, put_item, "PutItem", POINT), peer!(field, put_item, POINT))
}

fn update_item(field: &mut Field) -> Times {
    let bare = time(places(POINT).map(workload::bare_key), |key| field.bare.update(&key));
    row(bare, own!(field, update_item, "UpdateItem", POINT), peer!(field, update_item, POINT))
}

fn query(field: &mut Field) -> Times {
    let bare = time(places(QUERIES).map(workload::bare_customer), |customer| {
        assert_eq!(black_box(field.bare.query(&customer)).len(), PER_CUSTOMER);
    });
    row(bare, own!(field, query, "Query", QUERIES), peer!(field, query, QUERIES))
}

fn scan(field: &mut Field) -> Times {
    let bare = time([()], |()| {
        black_box(field.bare.scan());
    });
    scanned(field, bare, ORDERS, input::scan, &body::scan())
}

fn filtered_scan(field: &mut Field) -> Times {
    let bare = time([()], |()| {
        black_box(field.bare.filtered_scan());
    });
    scanned(field, bare, ORDERS / 50, input::filtered_scan, &body::filtered_scan())
}

/// Pages to the end, each contestant in its own words.
fn scanned(
    field: &mut Field,
    bare: f64,
    expected: usize,
    input: fn(Option<Item>) -> ScanInput,
    body: &Json,
) -> Times {
    let engine = &mut field.engine;
    // The rows are the same as those of the session: whoever comes first would fetch them from
    // memory for who comes next, so that reading typed seemed slower than reading JSON.
    workload::scan_typed(engine, input);
    let typed_scan = time([()], |()| assert_eq!(workload::scan_typed(engine, input), expected));
    let session = &mut field.session;
    let json_scan = time([()], |()| {
        assert_eq!(workload::scan_all(body, |text| ask(session, "Scan", text)), expected);
    });
    let peer = &field.peer;
    let mut first = body.clone();
    let peer_typed = time([()], |()| {
        let mut count = 0;
        loop {
            let answer = peer.scan(typed(&first)).unwrap();
            count += answer.count;
            let Some(key) = answer.last_evaluated_key.as_ref() else { break };
            first["ExclusiveStartKey"] = serde_json::to_value(key).unwrap();
        }
        assert_eq!(count, expected);
    });
    let peer_json = time([()], |()| {
        let count = workload::scan_all(body, |text| {
            let answer = peer.scan(serde_json::from_str(text).unwrap()).unwrap();
            serde_json::to_string(&answer).unwrap()
        });
        assert_eq!(count, expected);
    });
    row(bare, [typed_scan, json_scan], [peer_typed, peer_json])
}

fn row(bare: f64, own: [f64; 2], peer: [f64; 2]) -> Times {
    [bare, own[0], own[1], peer[0], peer[1]]
}

/// An operation's name and one round of it.
type Event = (&'static str, fn(&mut Field) -> Times);

const EVENTS: [Event; 6] = [
    ("GetItem", get_item),
    ("PutItem", put_item),
    ("UpdateItem", update_item),
    ("Query of 20", query),
    ("Scan of 10,000", scan),
    ("Scan, filtered", filtered_scan),
];

fn main() {
    let wanted = std::env::args().nth(1).unwrap_or_default();
    let rounds = std::env::args().nth(2).and_then(|text| text.parse().ok()).unwrap_or(ROUNDS);
    let mut field = Field::new();
    println!(
        "{:<15}{:>11}{:>11}{:>11}{:>12}{:>11}  {:>8}{:>9}{:>9}",
        "microseconds",
        CONTESTANTS[0],
        CONTESTANTS[1],
        CONTESTANTS[2],
        CONTESTANTS[3],
        CONTESTANTS[4],
        "to bare",
        "typed",
        "JSON"
    );
    for (name, event) in EVENTS.iter().filter(|(name, _)| name.starts_with(&wanted)) {
        let times: Vec<Times> = (0..rounds).map(|_| event(&mut field)).collect();
        report(name, &times);
    }
}

fn report(name: &str, times: &[Times]) {
    let best = |column: usize| times.iter().map(|t| t[column]).fold(f64::INFINITY, f64::min);
    let [bare, typed, json, peer_typed, peer_json] = std::array::from_fn(best);
    println!(
        "{name:<15}{bare:>11.2}{typed:>11.2}{json:>11.2}{peer_typed:>12.2}{peer_json:>11.2}  \
         {:>7.1}x{:>8.1}x{:>8.1}x",
        typed / bare,
        peer_typed / typed,
        peer_json / json,
    );
}
