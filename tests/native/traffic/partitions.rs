//! Laws of partitions and limits by themselves, with times and keys that no load would have.

use std::collections::BTreeMap;

use dynamodb_playground::capacity::{BURST_SECONDS, Direction, Setting, Tokens};
use dynamodb_playground::model::Millis;
use dynamodb_playground::partition::{Demand, Limits, PartitionId, Partitions};
use proptest::prelude::*;

use super::laws::settings;

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
                let (now, units) = (Millis(second * 1_000), Tokens::from_units(asked));
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
            let demand = Demand { key: &key, direction, tokens: Tokens::from_units(units) };
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
