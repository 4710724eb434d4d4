//! How many simulated requests a second a run plays, by what it has to bear.
//!
//! `cargo bench --bench traffic` prints the time of a piece of work of 100,000 requests, and how
//! many a second that is.

#![allow(missing_docs, reason = "divan's macros make what no one imports")]

use divan::Bencher;
use divan::counter::ItemsCount;
use dynamodb_playground::model::Millis;
use dynamodb_playground::traffic::{
    Batch, Cache, Clients, Index, Load, ON_DEMAND, Pattern, Replicas, Retry, Run, Scaling,
    Scenario, Unprocessed, provisioned,
};

const PIECE: u64 = 100_000;
const MANY: Pattern = Pattern::Zipf { keys: 100_000, halves: 2 };

fn main() {
    divan::main();
}

/// Each simulated second has as many requests as one piece of work.
fn load(pattern: Pattern, write_percent: u64) -> Load {
    Load { write_percent, ..Load::steady(pattern, PIECE, 86_400) }
}

/// Plays pieces of a run that is well under way.
fn play(bencher: Bencher<'_, '_>, scenario: Scenario) {
    let mut run = Run::new(scenario).expect("bounds are kept");
    run.advance(Millis(30_000), u64::MAX);
    bencher.counter(ItemsCount::new(PIECE)).bench_local(|| run.advance(Millis(u64::MAX), PIECE));
}

#[divan::bench]
fn granted(bencher: Bencher<'_, '_>) {
    let ample = provisioned(1_000_000, 1_000_000);
    play(bencher, Scenario::new(load(Pattern::Uniform { keys: 100_000 }, 50), ample));
}

#[divan::bench]
fn skewed_on_demand(bencher: Bencher<'_, '_>) {
    play(bencher, Scenario::new(load(MANY, 50), ON_DEMAND));
}

#[divan::bench]
fn refused_with_retries(bencher: Bencher<'_, '_>) {
    let hot = load(Pattern::OneHotKey { keys: 1_000, percent: 90 }, 100);
    let clients = Clients { retry: Retry::BackoffWithJitter, batch: None };
    play(bencher, Scenario { clients, ..Scenario::new(hot, ON_DEMAND) });
}

#[divan::bench]
fn batches(bencher: Bencher<'_, '_>) {
    let batch = Batch { size: 25, unprocessed: Unprocessed::Resubmit };
    let clients = Clients { retry: Retry::BackoffWithJitter, batch: Some(batch) };
    play(bencher, Scenario { clients, ..Scenario::new(load(MANY, 100), ON_DEMAND) });
}

#[divan::bench]
fn with_an_index(bencher: Bencher<'_, '_>) {
    let ample = provisioned(1_000_000, 1_000_000);
    let index = Index { pattern: MANY, capacity: ample, lag: 50, scaling: Scaling::default() };
    play(bencher, Scenario { index: Some(index), ..Scenario::new(load(MANY, 100), ample) });
}

#[divan::bench]
fn behind_a_cache(bencher: Bencher<'_, '_>) {
    let cache = Some(Cache { items: 10_000, ttl: 300_000 });
    let replicas = Replicas { lagging_percent: 30, lag: 500 };
    play(bencher, Scenario { cache, replicas, ..Scenario::new(load(MANY, 5), ON_DEMAND) });
}

#[divan::bench]
fn every_key_new(bencher: Bencher<'_, '_>) {
    play(bencher, Scenario::new(load(Pattern::SequentialIds, 100), ON_DEMAND));
}
