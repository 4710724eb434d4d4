//! What is done in the background: filling indexes piece by piece, and letting items expire.

use super::support::*;
use crate::changelog::Origin;
use crate::engine::ops::update_table::IndexUpdate;
use crate::engine::ops::{UpdateTableInput, UpdateTimeToLiveInput};
use crate::engine::{Durations, Engine, EngineError, Millis};
use crate::model::Item;

const ITEMS: i64 = 2_500;
const MINUTE: u64 = 60_000;

fn with_items() -> Engine {
    let mut engine = engine(create("pk:S"));
    for number in 0..ITEMS {
        let item = item(&[("pk", s(&number.to_string())), ("g", n(number % 7))]);
        engine.load(&table_name(), item).unwrap();
    }
    engine
}

/// A request for one more index.
fn add_index() -> UpdateTableInput {
    let request = global(create("pk:S"), "by-g", "g:N", None);
    UpdateTableInput {
        table: table_name(),
        definitions: Some(request.definitions),
        billing: None,
        throughput: None,
        indexes: Some(vec![IndexUpdate {
            create: request.global.unwrap().pop(),
            ..IndexUpdate::default()
        }]),
        max: None,
        warm: None,
        class: None,
        protected: None,
        encryption: None,
        stream: None,
    }
}

fn entries(engine: &Engine) -> Vec<Item> {
    let rows = engine.inspect().rows(&table_name(), Some(&index_name("by-g")));
    rows.iter().map(|row| row.item.item().clone()).collect()
}

#[test]
fn a_new_index_sees_the_items_piece_by_piece_and_every_write_between() {
    let mut engine = with_items();
    engine.execute(add_index().into()).result.unwrap();
    let seen = entries(&engine).len();
    assert!(seen > 0 && seen < ITEMS as usize, "{seen}");
    let mut pieces = 0;
    while engine.advance(100) {
        pieces += 1;
    }
    assert_eq!(pieces, 14, "the first thousand were seen with the request");
    let mut at_once = with_items();
    at_once.execute(add_index().into()).result.unwrap();
    bill(&mut at_once, put(item(&[("pk", s("0")), ("g", n(1_000))])));
    bill(&mut engine, put(item(&[("pk", s("0")), ("g", n(1_000))])));
    assert_eq!(entries(&engine), entries(&at_once));
    assert_eq!(entries(&engine).len(), ITEMS as usize);
}

#[test]
fn an_index_is_not_read_before_its_time() {
    let mut engine = with_items();
    engine.set_durations(Durations::AS_THE_SERVICE);
    engine.execute(add_index().into()).result.unwrap();
    let read = || {
        let mut read = scan();
        read.index = Some(index_name("by-g"));
        read
    };
    let building = EngineError::IndexBackfilling(index_name("by-g"));
    assert_eq!(rejection(&mut engine, read()), building);
    while engine.advance(1_000) {}
    assert_eq!(rejection(&mut engine, read()), building);
    engine.set_time(Millis(Durations::AS_THE_SERVICE.create_index));
    engine.execute(read().into()).result.unwrap();
}

#[test]
fn many_items_expire_a_hundred_at_a_request() {
    let mut engine = engine(create("pk:S"));
    let (attribute, table) = (name("t"), table_name());
    let enable = UpdateTimeToLiveInput { table, attribute, enabled: true };
    engine.execute(enable.into()).result.unwrap();
    for number in 0..250 {
        let item = item(&[("pk", s(&number.to_string())), ("t", n(number))]);
        engine.load(&table_name(), item).unwrap();
    }
    engine.set_time(Millis(20 * MINUTE));
    let mut sweep = || {
        let executed = engine.execute(get(item(&[("pk", s("none"))])).into());
        assert!(executed.changes.is_empty() && executed.receipts.len() == 1);
        executed.expired.end - executed.expired.start
    };
    assert_eq!([sweep(), sweep(), sweep(), sweep()], [100, 100, 50, 0]);
    let records = engine.inspect().changes(0);
    assert!(records.iter().all(|record| record.origin == Origin::Expiry));
}
