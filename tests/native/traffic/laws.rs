//! Laws that hold for every run, whatever is set.

use std::collections::BTreeMap;

use dynamodb_playground::capacity::{BURST_SECONDS, Direction, Setting, Tokens};
use dynamodb_playground::model::Millis;
use dynamodb_playground::partition::{Demand, Limits, PartitionId, Partitions, Settings};
use dynamodb_playground::traffic::{
    Batch, Cache, Clients, Index, Load, Pattern, Replicas, Retry, Run, Sample, Scaling, Scenario,
    Shape, Stored, Tally, Target, Unprocessed,
};
use proptest::prelude::*;

const END: Millis = Millis(u64::MAX);

fn patterns() -> impl Strategy<Value = Pattern> {
    prop_oneof![
        (1..2_000_u64).prop_map(|keys| Pattern::Uniform { keys }),
        (1..2_000_u64, 0..8_u32).prop_map(|(keys, halves)| Pattern::Zipf { keys, halves }),
        (1..50_u64, 0..=100_u64).prop_map(|(keys, percent)| Pattern::OneHotKey { keys, percent }),
        Just(Pattern::Status),
        Just(Pattern::TodaysDate),
        Just(Pattern::SequentialIds),
        Just(Pattern::RisingSortKey),
        (1..9_u64).prop_map(|shards| Pattern::Sharded { shards }),
    ]
}

fn setting() -> impl Strategy<Value = Setting> {
    prop_oneof![
        (1..800_u64).prop_map(Setting::Provisioned),
        Just(Setting::OnDemand { maximum: None }),
        (1..800_u64).prop_map(|most| Setting::OnDemand { maximum: Some(most) }),
    ]
}

fn settings() -> impl Strategy<Value = Settings> {
    (setting(), setting()).prop_map(|(read, write)| Settings { read, write })
}

fn scaling() -> impl Strategy<Value = Scaling> {
    let target = (20..=90_u64, 1..100_u64, 100..2_000_u64);
    let target = target.prop_map(|(percent, least, most)| Target { percent, least, most });
    let target = proptest::option::of(target);
    (target.clone(), target).prop_map(|(read, write)| Scaling { read, write })
}

fn loads() -> impl Strategy<Value = Load> {
    let shape = prop_oneof![
        Just(Shape::Steady),
        Just(Shape::Ramp),
        Just(Shape::Spike),
        Just(Shape::PrimeDay)
    ];
    let rates = (1..700_u64, 1..700_u64, 1..7_u64);
    let rest = (0..=100_u64, 1..6_000_u64, any::<bool>(), any::<bool>());
    (patterns(), shape, rates, rest).prop_map(|(pattern, shape, rates, rest)| {
        let ((rate, peak, seconds), (write_percent, item_bytes, strong, fan_out)) = (rates, rest);
        Load { pattern, shape, rate, peak, seconds, write_percent, item_bytes, strong, fan_out }
    })
}

fn index() -> impl Strategy<Value = Option<Index>> {
    let index = (patterns(), settings(), 0..2_000_u64, scaling());
    proptest::option::of(index.prop_map(|(pattern, capacity, lag, scaling)| Index {
        pattern,
        capacity,
        lag,
        scaling,
    }))
}

fn clients() -> impl Strategy<Value = Clients> {
    let retry =
        prop_oneof![Just(Retry::Never), Just(Retry::Backoff), Just(Retry::BackoffWithJitter)];
    let unprocessed = prop_oneof![Just(Unprocessed::Resubmit), Just(Unprocessed::Drop)];
    let batch =
        (1..=25_u64, unprocessed).prop_map(|(size, unprocessed)| Batch { size, unprocessed });
    (retry, proptest::option::of(batch)).prop_map(|(retry, batch)| Clients { retry, batch })
}

fn scenarios() -> impl Strategy<Value = Scenario> {
    let table = (settings(), proptest::option::of(1..20_u32), any::<bool>(), scaling());
    let around =
        (index(), 0..=100_u64, 0..2_000_u64, proptest::option::of((1..500_u64, 0..9_000_u64)));
    let rest = (clients(), any::<u64>(), 0..1_000_u64, 1..100_000_u64);
    (loads(), table, around, rest).prop_map(|(load, table, around, rest)| {
        let (capacity, partitions, local_index, scaling) = table;
        let (index, lagging_percent, lag, cache) = around;
        let (clients, seed, items, scale) = rest;
        Scenario {
            seed,
            partitions,
            local_index,
            index,
            scaling,
            replicas: Replicas { lagging_percent, lag },
            cache: cache.map(|(items, ttl)| Cache { items, ttl }),
            clients,
            stored: Stored { items, scale },
            ..Scenario::new(load, capacity)
        }
    })
}

fn play(scenario: &Scenario) -> Run {
    let mut run = Run::new(scenario.clone()).unwrap();
    assert!(run.advance(END, u64::MAX) && run.is_over());
    run
}

fn sum(run: &Run, of: impl Fn(&Tally) -> u64) -> u64 {
    run.samples().iter().map(|sample| of(&sample.tally)).sum()
}

/// The most that a bucket could have given by the end: what the first second gives, and what came
/// since. Of what is on-demand, its rate of the moment is all there is.
fn most(samples: &[Sample], rate: impl Fn(&Sample) -> u64) -> u64 {
    let first = samples.first().map_or(0, &rate);
    let since: u64 = samples.iter().map(|sample| rate(sample) * sample.seconds).sum();
    first + since
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_request_ends_once_or_still_waits(scenario in scenarios()) {
        let run = play(&scenario);
        let waiting = run.samples().last().unwrap().waiting;
        let ended = sum(&run, |t| t.granted + t.given_up + t.lost + t.full);
        prop_assert_eq!(sum(&run, |t| t.begun), ended + waiting);
        let answered = sum(&run, |t| t.granted + t.refused() + t.full);
        prop_assert_eq!(sum(&run, |t| t.attempts), answered);
    }

    #[test]
    fn no_more_is_granted_than_the_buckets_held(scenario in scenarios()) {
        let run = play(&scenario);
        let samples = run.samples();
        let index = |of: fn(&Sample) -> u64| move |s: &Sample| s.index.as_ref().map_or(0, |_| of(s));
        let limits = [
            (sum(&run, |t| t.read.thousandths()), most(samples, |s| s.table.read.rate)),
            (sum(&run, |t| t.write.thousandths()), most(samples, |s| s.table.write.rate)),
            (
                sum(&run, |t| t.index_write.thousandths()),
                most(samples, index(|s| s.index.as_ref().unwrap().limits.write.rate)),
            ),
        ];
        for (taken, held) in limits {
            prop_assert!(taken <= held * 1_000, "{} of {}", taken, held);
        }
    }

    #[test]
    fn what_is_granted_is_what_was_taken(scenario in scenarios()) {
        let scenario = Scenario { cache: None, ..scenario };
        let run = play(&scenario);
        let read = scenario.load.tokens(Direction::Read).thousandths();
        let write = scenario.load.tokens(Direction::Write).thousandths();
        let reads = sum(&run, |t| t.read.thousandths()) / read;
        let writes = sum(&run, |t| t.write.thousandths()) / write;
        prop_assert_eq!(sum(&run, |t| t.granted), reads + writes);
        let followed = sum(&run, |t| t.index_write.thousandths()) / write;
        let queue = run.samples().last().unwrap().index.as_ref().map_or(0, |index| index.queue);
        let expected = if scenario.index.is_some() { writes } else { 0 };
        prop_assert_eq!(followed + queue, expected, "no write is lost on its way to the index");
    }

    #[test]
    fn pieces_make_the_same_run_as_the_whole(
        scenario in scenarios(),
        pieces in prop::collection::vec((1..3_000_u64, 1..500_u64), 1..30),
    ) {
        let whole = play(&scenario);
        let mut run = Run::new(scenario).unwrap();
        for (millis, most) in pieces.iter().cycle() {
            if run.is_over() {
                break;
            }
            run.advance(Millis(run.now().0 + millis), *most);
        }
        prop_assert_eq!(run.samples(), whole.samples());
        prop_assert_eq!(run.events(), whole.events());
    }

    #[test]
    fn strong_reads_and_reads_of_replicas_that_keep_up_are_never_stale(scenario in scenarios()) {
        let strong = Scenario { load: Load { strong: true, ..scenario.load }, ..scenario.clone() };
        let prompt = Replicas { lagging_percent: 100, lag: 0 };
        for scenario in [strong, Scenario { replicas: prompt, ..scenario }] {
            prop_assert_eq!(sum(&play(&scenario), |t| t.stale), 0);
        }
    }

    /// A replica converges too: what was written longer ago than it lags, it has.
    #[test]
    fn a_read_a_lag_after_the_write_is_never_stale(lag in 0..1_000_u64, seed in any::<u64>()) {
        let one_a_second = Load {
            write_percent: 50,
            ..Load::steady(Pattern::Uniform { keys: 1 }, 1, 60)
        };
        let replicas = Replicas { lagging_percent: 100, lag };
        let ample = dynamodb_playground::traffic::ON_DEMAND;
        let scenario = Scenario { seed, replicas, ..Scenario::new(one_a_second, ample) };
        prop_assert_eq!(sum(&play(&scenario), |t| t.stale), 0);
        let longer = Replicas { lagging_percent: 100, lag: lag + 1_001 };
        let stale = sum(&play(&Scenario { replicas: longer, ..scenario }), |t| t.stale);
        prop_assert!(stale > 0);
    }

    /// When the rush is over, the index catches up with the table.
    #[test]
    fn an_index_converges_when_writes_stop(
        table in patterns(),
        pattern in (1..2_000_u64).prop_map(|keys| Pattern::Uniform { keys }),
        capacity in 40..800_u64,
        lag in 0..2_000_u64,
    ) {
        let setting = Setting::Provisioned(capacity);
        let capacity = Settings { read: setting, write: setting };
        let load = Load { shape: Shape::PrimeDay, peak: 900, ..Load::steady(table, 1, 100) };
        let index = Some(Index { pattern, capacity, lag, scaling: Scaling::default() });
        let ample = dynamodb_playground::traffic::ON_DEMAND;
        let run = play(&Scenario { index, ..Scenario::new(load, ample) });
        let last = run.samples().last().unwrap().index.as_ref().unwrap();
        prop_assert!(last.behind <= lag + 1_000, "{} ms behind", last.behind);
        prop_assert!(last.queue <= lag / 1_000 + 2, "{} wait", last.queue);
    }
}

/// A key of one collection.
fn key(collection: u64, sort: u64) -> [u8; 16] {
    let mut key = [0; 16];
    key[..8].copy_from_slice(&collection.to_be_bytes());
    key[8..].copy_from_slice(&sort.to_be_bytes());
    key
}

fn keys() -> impl Strategy<Value = [u8; 16]> {
    let collection = prop_oneof![any::<u64>(), 0..3_u64, Just(u64::MAX)];
    (collection, prop_oneof![any::<u64>(), 0..3_u64]).prop_map(|(hash, sort)| key(hash, sort))
}

/// Ranges follow each other from the first key, and each key lies where they say.
fn assert_cover(partitions: &Partitions, keys: &[[u8; 16]]) {
    let list = partitions.list();
    assert!(list[0].start().is_empty());
    assert!(list.windows(2).all(|pair| pair[0].start() < pair[1].start()));
    for key in keys {
        let place = partitions.locate(key);
        assert!(list[place].start() <= &key[..]);
        assert!(list.get(place + 1).is_none_or(|next| next.start() > &key[..]));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_split_loses_and_duplicates_nothing(
        first in (0..64_u64 << 30, 1..20_u32, any::<bool>()),
        steps in prop::collection::vec((keys(), 0..4_u64 << 30, 0..600_u64), 1..40),
    ) {
        let (bytes, count, local_index) = first;
        let mut partitions = Partitions::holding(bytes, count, local_index, Millis(0));
        let (mut all, mut second) = (bytes, 0);
        let keys: Vec<[u8; 16]> = steps.iter().map(|(key, ..)| *key).collect();
        for (nth, (key, grown, asked)) in steps.into_iter().enumerate() {
            let place = partitions.locate(&key);
            partitions.grow(place, &key, grown);
            all += grown;
            // Some are asked for so often that their partition heats up.
            for second in second..second + asked / 10 {
                let (now, units) = (Millis(second * 1_000), Tokens::of_units(asked));
                for key in keys.iter().take(12) {
                    let place = partitions.locate(key);
                    partitions.observe(place, now, Direction::Write, units, key);
                }
                partitions.pass(now);
            }
            second += asked / 10;
            partitions.at_least(nth as u32 / 4, Millis(second * 1_000));
            partitions.pass(Millis(second * 1_000));
            assert_cover(&partitions, &keys);
            let held: u64 = partitions.list().iter().map(|partition| partition.bytes()).sum();
            prop_assert_eq!(held, all);
        }
    }

    /// In no stretch of time does a partition, a table or an index give more than it had saved at
    /// its beginning and gained in it.
    #[test]
    fn in_no_stretch_of_time_is_more_granted_than_saved_and_gained(
        settings in settings(),
        steps in prop::collection::vec((keys(), 0..3_000_u64, 1..900_u64, any::<bool>()), 1..120),
    ) {
        let mut limits = Limits::new(settings, Partitions::even(3, false, Millis(0)), Millis(0));
        let mut granted: BTreeMap<(PartitionId, bool), Vec<(u64, u64)>> = BTreeMap::new();
        let mut of_table: BTreeMap<bool, Vec<(u64, u64)>> = BTreeMap::new();
        let mut now = 0;
        for (key, passed, units, write) in steps {
            now += passed;
            limits.pass(Millis(now));
            let direction = if write { Direction::Write } else { Direction::Read };
            let demand = Demand { key: &key, direction, tokens: Tokens::of_units(units) };
            if let Ok(place) = limits.check(Millis(now), demand) {
                let id = limits.partitions().list()[place].id();
                limits.take(Millis(now), place, demand);
                granted.entry((id, write)).or_default().push((now, units));
                of_table.entry(write).or_default().push((now, units));
            }
        }
        for ((_, write), grants) in granted {
            let direction = if write { Direction::Write } else { Direction::Read };
            assert_bounded(&grants, direction.partition_limit(), 1);
        }
        for (write, grants) in of_table {
            let setting = if write { settings.write } else { settings.read };
            match setting {
                Setting::Provisioned(rate) => assert_bounded(&grants, rate, BURST_SECONDS),
                Setting::OnDemand { maximum: Some(rate) } => assert_bounded(&grants, rate, 1),
                Setting::OnDemand { maximum: None } => {
                    let direction = if write { Direction::Write } else { Direction::Read };
                    assert_bounded(&grants, direction.on_demand_initial(), 1);
                }
            }
        }
    }

    /// Whatever numbers are set: they are found fault with, or can be played.
    #[test]
    fn any_numbers_are_refused_or_played(
        scenario in scenarios(),
        numbers in prop::collection::vec(
            prop_oneof![Just(0), Just(u64::MAX), 0..100_u64, any::<u64>()], 12),
        nth in 0..12_usize,
    ) {
        let mut scenario = scenario;
        scenario.load.seconds = 1;
        let number = numbers[nth];
        match nth {
            0 => scenario.load.rate = number,
            1 => scenario.load.peak = number,
            2 => scenario.load.seconds = number,
            3 => scenario.load.write_percent = number,
            4 => scenario.load.item_bytes = number,
            5 => scenario.load.pattern = Pattern::Uniform { keys: number },
            6 => scenario.load.pattern = Pattern::Sharded { shards: number },
            7 => scenario.stored.scale = number,
            8 => scenario.stored.items = number,
            9 => scenario.capacity.write = Setting::Provisioned(number),
            10 => scenario.replicas.lag = number,
            _ => scenario.cache = Some(Cache { items: number, ttl: numbers[0] }),
        }
        if let Ok(mut run) = Run::new(scenario) {
            run.advance(Millis(2_000), 20_000);
        }
    }
}

fn assert_bounded(grants: &[(u64, u64)], rate: u64, seconds: u64) {
    for (from, (start, _)) in grants.iter().enumerate() {
        let mut taken = 0;
        for (at, units) in &grants[from..] {
            taken += units;
            let held = rate * seconds * 1_000 + rate * (at - start);
            assert!(taken * 1_000 <= held, "{taken} units of {held} thousandths");
        }
    }
}

/// A day is thinned out, but nothing that was counted is lost.
#[test]
fn a_long_run_keeps_its_sums_in_few_samples() {
    let run = play(&Scenario::new(
        Load::steady(Pattern::Uniform { keys: 10 }, 3, 20_000),
        dynamodb_playground::traffic::ON_DEMAND,
    ));
    let samples = run.samples();
    assert!(samples.len() <= 4_096, "{}", samples.len());
    assert_eq!(samples.iter().map(|sample| sample.seconds).sum::<u64>(), 20_000);
    assert_eq!(sum(&run, |t| t.begun), 60_000);
    assert!(samples.windows(2).all(|pair| pair[0].second + pair[0].seconds == pair[1].second));
}
