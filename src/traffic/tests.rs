//! Runs that show a rule, and laws that hold for every run.

use super::*;
use crate::capacity::{Direction, Limit, Setting};
use crate::model::Millis;
use crate::partition::{self, Reason, Settings, Unsplittable};

fn load(pattern: Pattern, rate: u64, seconds: u64) -> Load {
    Load::steady(pattern, rate, seconds)
}

fn scenario(load: Load, capacity: Settings) -> Scenario {
    Scenario { partitions: Some(4), ..Scenario::new(load, capacity) }
}

fn play(scenario: Scenario) -> Run {
    let mut run = Run::new(scenario).unwrap();
    assert!(run.advance(Millis(u64::MAX), u64::MAX));
    run
}

fn reasons(run: &Run) -> Vec<String> {
    let mut all: Vec<String> = run
        .samples()
        .iter()
        .flat_map(|sample| {
            sample.tally.throttled().into_iter().map(|(throttle, _)| throttle.reason())
        })
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn behind(sample: &Sample) -> u64 {
    sample.index.as_ref().unwrap().behind
}

fn last(run: &Run) -> &Tally {
    &run.samples().last().unwrap().tally
}

const HOT: Pattern = Pattern::OneHotKey { keys: 1, percent: 100 };

#[test]
fn a_hot_key_is_throttled_at_a_thousand_writes_whatever_the_table_has() {
    for capacity in [provisioned(10, 40_000), ON_DEMAND] {
        let run = play(scenario(load(HOT, 1_500, 10), capacity));
        assert_eq!((last(&run).granted, last(&run).refused()), (1_000, 500));
        assert_eq!(reasons(&run), ["TableWriteKeyRangeThroughputExceeded"]);
    }
}

#[test]
fn the_same_load_over_ten_shards_is_not_throttled() {
    let run = play(scenario(load(Pattern::Sharded { shards: 10 }, 1_500, 10), ON_DEMAND));
    assert_eq!((last(&run).granted, last(&run).refused()), (1_500, 0));
}

#[test]
fn a_status_as_index_key_throttles_the_tables_writes() {
    let index = Index { pattern: HOT, capacity: ON_DEMAND, lag: 50, scaling: Scaling::default() };
    let load = load(Pattern::Uniform { keys: 10_000 }, 2_000, 60);
    let run = play(Scenario { index: Some(index), ..scenario(load, ON_DEMAND) });
    assert_eq!(reasons(&run), ["IndexWriteKeyRangeThroughputExceeded"]);
    assert!(last(&run).granted < 1_200, "{}", last(&run).granted);
    assert!(behind(run.samples().last().unwrap()) > 1_000);
}

#[test]
fn an_index_that_keeps_up_is_a_moment_behind_and_in_nobodys_way() {
    let pattern = Pattern::Uniform { keys: 10_000 };
    let index = Index { pattern, capacity: ON_DEMAND, lag: 50, scaling: Scaling::default() };
    let run = play(Scenario { index: Some(index), ..scenario(load(pattern, 500, 10), ON_DEMAND) });
    assert_eq!(last(&run).refused(), 0);
    assert!(run.samples().iter().all(|sample| behind(sample) <= 60));
}

#[test]
fn auto_scaling_follows_after_two_minutes() {
    let target = Target { percent: 70, least: 5, most: 10_000 };
    let load = load(Pattern::Uniform { keys: 1_000 }, 200, 400);
    let run = play(Scenario {
        scaling: Scaling { read: None, write: Some(target) },
        ..scenario(load, provisioned(10, 100))
    });
    let refused = |second: usize| run.samples()[second].tally.refused();
    assert!(refused(100) > 0, "the burst of a new table is short");
    assert_eq!(refused(390), 0);
    assert_eq!(run.samples()[390].table.write.rate, 286);
}

#[test]
fn a_cache_takes_reads_of_popular_keys_off_the_table() {
    let reads =
        Load { write_percent: 0, ..load(Pattern::Zipf { keys: 500, halves: 3 }, 1_000, 30) };
    let reads = Scenario {
        cache: Some(Cache { items: 100_000, ttl: ITEM_TTL_MILLIS }),
        ..scenario(reads, ON_DEMAND)
    };
    let run = play(reads);
    let sum = |of: fn(&Tally) -> u64| -> u64 {
        run.samples().iter().map(|sample| of(&sample.tally)).sum()
    };
    let (hits, misses) = (sum(|t| t.hits), sum(|t| t.misses));
    assert!(hits > 2 * misses, "{hits} {misses}");
    let units: u64 = run.samples().iter().map(|sample| sample.tally.read.thousandths()).sum();
    assert_eq!(units, misses * 500);
}

#[test]
fn retries_with_jitter_come_back_spread() {
    let spread = |retry| {
        let run = play(Scenario {
            clients: Clients { retry, batch: None },
            ..scenario(load(HOT, 1_100, 30), ON_DEMAND)
        });
        let given_up: u64 = run.samples().iter().map(|sample| sample.tally.given_up).sum();
        (given_up, last(&run).latency(500))
    };
    let (never, _) = spread(Retry::Never);
    let (jitter, _) = spread(Retry::BackoffWithJitter);
    assert!(jitter < never, "{jitter} {never}");
}

#[test]
fn a_hot_partition_is_split_and_a_hot_item_is_not() {
    let zipf = load(Pattern::Zipf { keys: 1_000, halves: 1 }, 1_500, 200);
    let run = play(Scenario { partitions: Some(1), ..scenario(zipf, ON_DEMAND) });
    let split = |event: &Event| {
        matches!(
            event,
            Event::Partition(Place::Table, partition::Event::Split { reason: Reason::Heat, .. })
        )
    };
    assert!(run.events().iter().any(split));
    assert_eq!(last(&run).refused(), 0);
    let run = play(scenario(load(HOT, 1_500, 200), ON_DEMAND));
    let one = |event: &Event| {
        matches!(
            event,
            Event::Partition(_, partition::Event::Kept { why: Unsplittable::OneItem, .. })
        )
    };
    assert!(run.events().iter().all(one) && run.events().len() == 1);
}

#[test]
fn the_same_scenario_gives_the_same_run() {
    let scenario = scenario(load(Pattern::Zipf { keys: 1_000, halves: 2 }, 3_000, 20), ON_DEMAND);
    assert_eq!(play(scenario.clone()).samples(), play(scenario).samples());
}

/// Every request is granted, given up or still waiting, and nothing is granted that no bucket held.
#[test]
fn requests_and_units_are_conserved() {
    let patterns = [
        Pattern::Uniform { keys: 100 },
        Pattern::Zipf { keys: 1_000, halves: 2 },
        Pattern::Status,
        Pattern::TodaysDate,
        Pattern::SequentialIds,
        Pattern::RisingSortKey,
        Pattern::Sharded { shards: 3 },
    ];
    for (seed, pattern) in patterns.into_iter().enumerate() {
        for retry in [Retry::Never, Retry::Backoff, Retry::BackoffWithJitter] {
            let load =
                Load { write_percent: 60, shape: Shape::Ramp, peak: 900, ..load(pattern, 100, 20) };
            let capacity = provisioned(100, 150);
            let run = play(Scenario {
                seed: seed as u64,
                clients: Clients { retry, batch: None },
                ..scenario(load, capacity)
            });
            let sum = |of: fn(&Tally) -> u64| -> u64 {
                run.samples().iter().map(|sample| of(&sample.tally)).sum()
            };
            let waiting = run.samples().last().unwrap().waiting;
            assert_eq!(sum(|t| t.begun), sum(|t| t.granted) + sum(|t| t.given_up) + waiting);
            assert_eq!(sum(|t| t.attempts), sum(|t| t.granted) + sum(Tally::refused));
            // One second's worth to begin with, and what came since.
            assert!(sum(|t| t.write.thousandths()) <= 150 * 1_000 * 21);
            assert!(sum(|t| t.read.thousandths()) <= 100 * 1_000 * 21);
        }
    }
}

#[test]
fn every_limit_has_its_reason() {
    let reason = |place, direction, limit| Throttle { place, direction, limit }.reason();
    assert_eq!(
        reason(Place::Index, Direction::Read, Limit::MaxOnDemandThroughput),
        "IndexReadMaxOnDemandThroughputExceeded"
    );
    let most = Setting::OnDemand { maximum: Some(20) };
    let capacity = Settings { read: most, write: most };
    let run = play(scenario(load(Pattern::Uniform { keys: 10 }, 100, 3), capacity));
    assert_eq!(reasons(&run), ["TableWriteMaxOnDemandThroughputExceeded"]);
    assert_eq!(last(&run).granted, 20);
}
