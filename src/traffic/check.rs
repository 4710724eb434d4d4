//! Which settings can be played.
//!
//! Owns the bounds: within them no run can hang or fill the memory. Faults are data, so that each can
//! be told at the field that has it. Refuses to word them.

use super::pattern::Pattern;
use super::sample::Resource;
use super::scaling::Target;
use super::scenario::{Scaling, Scenario};
use crate::capacity::{Direction, Setting};
use crate::partition::{MOST_PARTITIONS, PARTITION_BYTES, Settings};

/// A setting of a [`Scenario`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Field {
    Rate,
    Peak,
    Seconds,
    WritePercent,
    ItemBytes,
    Partitions,
    Keys(Resource),
    /// The exponent of a Zipf distribution, in halves.
    Exponent(Resource),
    HotPercent(Resource),
    Shards(Resource),
    /// Provisioned units.
    Capacity(Resource, Direction),
    /// The maximum of what is on-demand.
    Maximum(Resource, Direction),
    TargetPercent(Resource, Direction),
    TargetLeast(Resource, Direction),
    TargetMost(Resource, Direction),
    IndexLag,
    LaggingPercent,
    ReplicaLag,
    CacheItems,
    CacheTtl,
    BatchSize,
    StoredItems,
    Scale,
}

/// What is wrong with a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Fault {
    TooSmall { least: u64 },
    TooLarge { most: u64 },
}

/// Most requests a second, those of fanned-out reads included.
pub const MOST_A_SECOND: u64 = 1_000_000;
/// A day.
const MOST_SECONDS: u64 = 86_400;
const MOST_KEYS: u64 = 1_000_000;
/// A Zipf distribution is made as a table, which takes a hundredth of a second for this many keys.
const MOST_RANKS: u64 = 100_000;
/// An exponent of five leaves nothing to any key but the first.
const MOST_HALVES: u64 = 10;
const MOST_SHARDS: u64 = 1_000;
/// 400 KB: the largest item (Developer Guide, *Quotas in Amazon DynamoDB*).
const MOST_ITEM_BYTES: u64 = 409_600;
const MOST_UNITS: u64 = 1_000_000;
const MOST_LAG: u64 = 60_000;
/// Most writes under way to an index, which each take memory for as long as the index lags.
const MOST_UNDER_WAY: u64 = 1_000_000;
const MOST_CACHED: u64 = 1_000_000;
const MOST_TTL: u64 = 86_400_000;
/// Requests of one `BatchWriteItem`.
const MOST_IN_BATCH: u64 = 25;
const MOST_SCALE: u64 = 1_000_000_000;
/// The target utilisation that Application Auto Scaling accepts, in percent.
const TARGET_PERCENT: (u64, u64) = (20, 90);

impl Scenario {
    /// Whether it can be played; else every setting that is out of its bounds.
    pub fn check(&self) -> Result<(), Vec<(Field, Fault)>> {
        let mut faults = Faults(Vec::new());
        faults.load(self);
        faults.pattern(Resource::Table, self.load.pattern);
        faults.capacity(Resource::Table, self.capacity);
        faults.scaling(Resource::Table, self.scaling);
        faults.index(self);
        faults.rest(self);
        if faults.0.is_empty() { Ok(()) } else { Err(faults.0) }
    }
}

struct Faults(Vec<(Field, Fault)>);

impl Faults {
    fn within(&mut self, field: Field, value: u64, (least, most): (u64, u64)) {
        if value < least {
            self.0.push((field, Fault::TooSmall { least }));
        } else if value > most {
            self.0.push((field, Fault::TooLarge { most }));
        }
    }

    fn load(&mut self, scenario: &Scenario) {
        let load = &scenario.load;
        self.within(Field::Rate, load.rate, (1, MOST_A_SECOND));
        if load.shape != super::Shape::Steady {
            self.within(Field::Peak, load.peak, (1, MOST_A_SECOND));
        }
        self.within(Field::Seconds, load.seconds, (1, MOST_SECONDS));
        self.within(Field::WritePercent, load.write_percent, (0, 100));
        self.within(Field::ItemBytes, load.item_bytes, (1, MOST_ITEM_BYTES));
        let reads = load.reads_at_once();
        if reads > 1 {
            let rate = load.most_a_second() / reads;
            self.within(Field::Shards(Resource::Table), reads, (1, MOST_A_SECOND / rate.max(1)));
        }
    }

    fn pattern(&mut self, resource: Resource, pattern: Pattern) {
        let keys = (1, MOST_KEYS);
        match pattern {
            Pattern::Uniform { keys: count } => self.within(Field::Keys(resource), count, keys),
            Pattern::Zipf { keys: count, halves } => {
                self.within(Field::Keys(resource), count, (1, MOST_RANKS));
                self.within(Field::Exponent(resource), u64::from(halves), (0, MOST_HALVES));
            }
            Pattern::OneHotKey { keys: count, percent } => {
                self.within(Field::Keys(resource), count, keys);
                self.within(Field::HotPercent(resource), percent, (0, 100));
            }
            Pattern::Sharded { shards } => {
                self.within(Field::Shards(resource), shards, (1, MOST_SHARDS));
            }
            Pattern::Status
            | Pattern::TodaysDate
            | Pattern::SequentialIds
            | Pattern::RisingSortKey => {}
        }
    }

    fn capacity(&mut self, resource: Resource, settings: Settings) {
        for (direction, setting) in
            [(Direction::Read, settings.read), (Direction::Write, settings.write)]
        {
            let (field, units) = match setting {
                Setting::Provisioned(units) => (Field::Capacity(resource, direction), units),
                Setting::OnDemand { maximum: Some(units) } => {
                    (Field::Maximum(resource, direction), units)
                }
                Setting::OnDemand { maximum: None } => continue,
            };
            self.within(field, units, (1, MOST_UNITS));
        }
    }

    fn scaling(&mut self, resource: Resource, scaling: Scaling) {
        for direction in [Direction::Read, Direction::Write] {
            let Some(Target { percent, least, most }) = scaling.target(direction) else { continue };
            self.within(Field::TargetPercent(resource, direction), percent, TARGET_PERCENT);
            self.within(Field::TargetMost(resource, direction), most, (1, MOST_UNITS));
            self.within(Field::TargetLeast(resource, direction), least, (1, most.max(1)));
        }
    }

    fn index(&mut self, scenario: &Scenario) {
        let Some(index) = scenario.index else { return };
        self.pattern(Resource::Index, index.pattern);
        self.capacity(Resource::Index, index.capacity);
        self.scaling(Resource::Index, index.scaling);
        let rate = scenario.load.most_a_second().clamp(1, MOST_A_SECOND);
        self.within(Field::IndexLag, index.lag, (0, MOST_LAG.min(MOST_UNDER_WAY * 1_000 / rate)));
    }

    fn rest(&mut self, scenario: &Scenario) {
        if let Some(count) = scenario.partitions {
            self.within(Field::Partitions, count.into(), (1, MOST_PARTITIONS.into()));
        }
        self.within(Field::LaggingPercent, scenario.replicas.lagging_percent, (0, 100));
        self.within(Field::ReplicaLag, scenario.replicas.lag, (0, MOST_LAG));
        if let Some(cache) = scenario.cache {
            self.within(Field::CacheItems, cache.items, (1, MOST_CACHED));
            self.within(Field::CacheTtl, cache.ttl, (0, MOST_TTL));
        }
        if let Some(batch) = scenario.clients.batch {
            self.within(Field::BatchSize, batch.size, (1, MOST_IN_BATCH));
        }
        self.stored(scenario);
    }

    fn stored(&mut self, scenario: &Scenario) {
        let (scale, item_bytes) = (scenario.stored.scale, scenario.load.item_bytes.max(1));
        // What one item stands for must fit into a partition.
        self.within(Field::Scale, scale, (1, MOST_SCALE.min(PARTITION_BYTES / item_bytes)));
        let stands_for = item_bytes.saturating_mul(scale).max(1);
        let room = u64::from(MOST_PARTITIONS) * PARTITION_BYTES;
        self.within(Field::StoredItems, scenario.stored.items, (0, room / stands_for));
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Batch, Cache, Index, Load, ON_DEMAND, Shape, Unprocessed, provisioned};
    use super::*;

    fn scenario(pattern: Pattern) -> Scenario {
        Scenario::new(Load::steady(pattern, 100, 10), ON_DEMAND)
    }

    /// The faults of a scenario that was changed so.
    fn faults(change: impl FnOnce(&mut Scenario)) -> Vec<(Field, Fault)> {
        let mut scenario = scenario(Pattern::Uniform { keys: 100 });
        change(&mut scenario);
        scenario.check().err().unwrap_or_default()
    }

    #[test]
    fn each_fault_names_its_field_and_its_bound() {
        assert_eq!(faults(|_| {}), []);
        let zero = faults(|s| (s.load.rate, s.load.seconds) = (0, 0));
        let small = Fault::TooSmall { least: 1 };
        assert_eq!(zero, [(Field::Rate, small), (Field::Seconds, small)]);
        let large = faults(|s| s.load.item_bytes = u64::MAX);
        assert!(large.contains(&(Field::ItemBytes, Fault::TooLarge { most: MOST_ITEM_BYTES })));
        let unused = faults(|s| s.load.peak = 0);
        assert_eq!(unused, [], "a steady load has no peak");
        let used = faults(|s| (s.load.peak, s.load.shape) = (0, Shape::Spike));
        assert_eq!(used, [(Field::Peak, small)]);
    }

    #[test]
    fn capacities_and_targets_are_told_by_place_and_direction() {
        let (resource, write) = (Resource::Table, Direction::Write);
        let none = faults(|s| s.capacity = provisioned(5, 0));
        assert_eq!(none, [(Field::Capacity(resource, write), Fault::TooSmall { least: 1 })]);
        let target = Target { percent: 95, least: 50, most: 10 };
        let wrong = faults(|s| s.scaling.write = Some(target));
        let (percent, least) =
            (Field::TargetPercent(resource, write), Field::TargetLeast(resource, write));
        let expected =
            [(percent, Fault::TooLarge { most: 90 }), (least, Fault::TooLarge { most: 10 })];
        assert_eq!(wrong, expected);
        let index = Index {
            pattern: Pattern::Sharded { shards: 0 },
            capacity: ON_DEMAND,
            lag: 60_001,
            scaling: Scaling::default(),
        };
        let wrong = faults(|s| s.index = Some(index));
        let fields: Vec<Field> = wrong.iter().map(|(field, _)| *field).collect();
        assert_eq!(fields, [Field::Shards(Resource::Index), Field::IndexLag]);
    }

    #[test]
    fn what_multiplies_is_bounded_together() {
        let fanned_out = |rate: u64| {
            let mut scenario = scenario(Pattern::Sharded { shards: 1_000 });
            (scenario.load.rate, scenario.load.write_percent) = (rate, 0);
            scenario.load.fan_out = true;
            scenario.check()
        };
        assert_eq!(fanned_out(1_000), Ok(()));
        let most = Fault::TooLarge { most: 500 };
        assert_eq!(fanned_out(2_000), Err(vec![(Field::Shards(Resource::Table), most)]));
        let stands_for_too_much = faults(|s| s.stored.scale = MOST_SCALE);
        assert_eq!(stands_for_too_much[0].0, Field::Scale);
        let stored = faults(|s| (s.stored.items, s.stored.scale) = (1_000_000_000, 1_000_000));
        assert_eq!(stored[0].0, Field::StoredItems);
    }

    #[test]
    fn what_stands_around_the_table_is_bounded() {
        let cache = faults(|s| s.cache = Some(Cache { items: 0, ttl: u64::MAX }));
        assert_eq!(cache.len(), 2);
        let batch = Batch { size: 26, unprocessed: Unprocessed::Drop };
        let batch = faults(|s| s.clients.batch = Some(batch));
        assert_eq!(batch, [(Field::BatchSize, Fault::TooLarge { most: 25 })]);
        let replicas = faults(|s| s.replicas.lagging_percent = 101);
        assert_eq!(replicas, [(Field::LaggingPercent, Fault::TooLarge { most: 100 })]);
        let partitions = faults(|s| s.partitions = Some(0));
        assert_eq!(partitions, [(Field::Partitions, Fault::TooSmall { least: 1 })]);
    }
}
