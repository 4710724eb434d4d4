//! Laws that hold for every run, whatever is set.

use dynamodb_playground::capacity::{Direction, Setting};
use dynamodb_playground::model::Millis;
use dynamodb_playground::partition::Settings;
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

pub fn settings() -> impl Strategy<Value = Settings> {
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
        let ended = sum(&run, |t| t.succeeded + t.given_up + t.dropped + t.collection_full);
        prop_assert_eq!(sum(&run, |t| t.requests), ended + waiting);
        let answered = sum(&run, |t| t.succeeded + t.throttled() + t.collection_full);
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
        prop_assert_eq!(sum(&run, |t| t.succeeded), reads + writes);
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
}

proptest! {
    // Each of these plays minutes.
    #![proptest_config(ProptestConfig::with_cases(16))]

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

proptest! {
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

/// A day is thinned out, but nothing that was counted is lost.
#[test]
fn a_long_run_keeps_its_sums_in_few_samples() {
    let run = play(&Scenario::new(
        Load::steady(Pattern::Uniform { keys: 10 }, 3, 9_000),
        dynamodb_playground::traffic::ON_DEMAND,
    ));
    let samples = run.samples();
    assert!(samples.len() <= 4_096, "{}", samples.len());
    assert_eq!(samples.iter().map(|sample| sample.seconds).sum::<u64>(), 9_000);
    assert_eq!(sum(&run, |t| t.requests), 27_000);
    assert!(samples.windows(2).all(|pair| pair[0].second + pair[0].seconds == pair[1].second));
}
