//! Random requests against a model so plain that it can be read: a vector of items, from which
//! every index, bill and change record is worked out anew by formulas of its own.

mod commands;
mod facts;
mod legacy;
mod naive;
mod paging;
mod partiql;
mod setup;
mod stream;

use std::sync::Arc;

use dynamodb_playground::engine::{Engine, EngineError, Executed};
use dynamodb_playground::model::Item;
use dynamodb_playground::store::Row;
use proptest::prelude::*;

use commands::{Command, command};
use naive::{Naive, Outcome};
use setup::{INDEXES, TABLE_SPEC, engine, pages, row_items, scan_of, table};
use stream::Follower;

/// Runs the command on both sides and compares everything that can be seen.
fn step(engine: &mut Engine, naive: &mut Naive, follower: &mut Follower, command: &Command) {
    let outcome = naive.run(command);
    let executed = engine.execute(command.input());
    compare_answer(&executed, &outcome);
    compare_log(engine, &executed, &outcome);
    compare_contents(engine, naive);
    compare_stream(engine, naive, follower, &outcome);
}

fn compare_answer(executed: &Executed, outcome: &Outcome) {
    let refused = matches!(
        executed.result,
        Err(EngineError::ConditionFailed { .. } | EngineError::TransactionCanceled(_))
    );
    assert_eq!(executed.result.is_err(), outcome.refused, "{:?}", executed.result);
    assert_eq!(refused, outcome.refused);
    let charged = executed.receipts[0].writes.iter();
    let charges = charged.map(|charge| {
        let item = |row: &Option<Arc<Row>>| row.as_ref().map(|row| row.item().clone());
        let (before, after) = (item(&charge.before), item(&charge.after));
        assert_eq!(charge.before_bytes(), before.as_ref().map(naive::size));
        assert_eq!(charge.after_bytes(), after.as_ref().map(naive::size));
        (charge.on.clone(), before, after, charge.writes, charge.units.get())
    });
    assert_eq!(charges.collect::<Vec<_>>(), outcome.charges);
}

fn compare_log(engine: &Engine, executed: &Executed, outcome: &Outcome) {
    let records = engine.inspect().changes(executed.changes.start);
    assert_eq!(records.len() as u64, executed.changes.end - executed.changes.start);
    let seen = records.iter().map(|record| {
        let image = |row: &Option<Arc<Row>>| row.as_ref().map(|row| row.item().clone());
        (record.kind, record.key.clone(), image(&record.old), image(&record.new))
    });
    assert_eq!(seen.collect::<Vec<_>>(), outcome.records);
}

/// What the stream says, and what comes of believing it.
fn compare_stream(engine: &mut Engine, naive: &Naive, follower: &mut Follower, outcome: &Outcome) {
    assert_eq!(follower.follow(engine), outcome.records);
    assert_eq!(follower.sorted(), TABLE_SPEC.sorted(&naive.items));
}

/// Items and index entries, their order, their counts, and what reading them costs.
fn compare_contents(engine: &mut Engine, naive: &Naive) {
    let summary = engine.inspect().table(&table()).expect("the table was created");
    compare_source(engine, None, TABLE_SPEC.sorted(&naive.items));
    assert_eq!(summary.items, naive.items.len() as u64);
    for (index, counts) in INDEXES.iter().zip(&summary.indexes) {
        let entries = index.sorted(&naive.items);
        assert_eq!((counts.name.as_str(), counts.items), (index.name, entries.len() as u64));
        assert_eq!(counts.bytes, entries.iter().map(naive::size).sum::<u64>());
        compare_source(engine, Some(index.name), entries);
    }
}

fn compare_source(engine: &mut Engine, index: Option<&str>, expected: Vec<Item>) {
    assert_eq!(row_items(engine, index), expected);
    let executed = engine.execute(scan_of(index).into());
    let bytes: u64 = expected.iter().map(naive::size).sum();
    let halves = bytes.div_ceil(4096).max(1);
    assert_eq!(executed.receipts[0].read_units().halves(), halves);
    assert_eq!(pages(engine, scan_of(index)), expected);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..Default::default() })]

    #[test]
    fn the_engine_agrees_with_the_model_after_every_step(
        commands in prop::collection::vec(command(), 1..30),
    ) {
        let (mut engine, mut naive) = (engine(), Naive::default());
        let mut follower = Follower::new(&mut engine);
        for command in &commands {
            step(&mut engine, &mut naive, &mut follower, command);
        }
    }
}
