//! What a load costs in a month, on-demand and provisioned.
//!
//! Owns the price list, and what of a run is charged for. Amounts are in millionths of a US dollar,
//! so that no cent is lost to rounding before it is shown. Refuses to know how the load came about.

use std::ops::Add;

use super::sample::{LimitsSample, Sample};
use super::scenario::Scenario;
use crate::capacity::{Setting, Tokens};

/// When the prices were looked up. They change: check before quoting.
pub const PRICES_AS_OF: &str = "2026-11";
/// Where they hold.
pub const PRICES_FOR: &str = "us-east-1, Standard table class";

/// Millionths of a dollar for a million write request units.
const MILLION_WRITES: u64 = 625_000;
/// Millionths of a dollar for a million read request units.
const MILLION_READS: u64 = 125_000;
/// Millionths of a dollar for one write capacity unit for an hour.
const WRITE_HOUR: u64 = 650;
/// Millionths of a dollar for one read capacity unit for an hour.
const READ_HOUR: u64 = 130;
/// Millionths of a dollar for storing a GB for a month.
const GB_MONTH: u64 = 250_000;
/// Nodes of the cluster that a cache stands for: one in each of three Availability Zones, as AWS
/// recommends.
pub const DAX_NODES: u64 = 3;
/// Millionths of a dollar for one node (dax.r5.large) for an hour. Our assumption, to the cent: AWS's
/// price list for DAX was not at hand.
const DAX_NODE_HOUR: u64 = 250_000;
/// Bytes that are billed for each stored item or index entry on top of its own
/// (Developer Guide, *DynamoDB item sizes and formats*).
const ITEM_OVERHEAD: u64 = 100;
const GB: u64 = 1_000_000_000;
/// Hours of a month, as AWS's calculator counts them.
const MONTH_HOURS: u64 = 730;
const MONTH_SECONDS: u64 = MONTH_HOURS * 3_600;

/// Millionths of a US dollar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct MicroDollars(pub u64);

/// Reads and writes in capacity or request units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Units {
    read: u64,
    write: u64,
}

/// The price of request units.
fn price_on_demand(units: Units) -> MicroDollars {
    let price =
        |units: u64, per_million: u64| u128::from(units) * u128::from(per_million) / 1_000_000;
    let sum = price(units.read, MILLION_READS) + price(units.write, MILLION_WRITES);
    MicroDollars(u64::try_from(sum).unwrap_or(u64::MAX))
}

/// The price of capacity units for a number of hours, used or not.
fn price_provisioned(units: Units, hours: u64) -> MicroDollars {
    let reads = units.read.saturating_mul(READ_HOUR);
    let writes = units.write.saturating_mul(WRITE_HOUR);
    MicroDollars(reads.saturating_add(writes).saturating_mul(hours))
}

/// The price of storing items for a month.
fn price_storage(bytes: u64, items: u64) -> MicroDollars {
    let billed = u128::from(bytes) + u128::from(items) * u128::from(ITEM_OVERHEAD);
    let sum = billed * u128::from(GB_MONTH) / u128::from(GB);
    MicroDollars(u64::try_from(sum).unwrap_or(u64::MAX))
}

/// The utilisation, in thousandths, at which a provisioned write unit costs as much as paying for
/// the same writes on-demand. Below it, on-demand is cheaper.
pub fn break_even_permille() -> u64 {
    let hour_of_requests = 3_600 * MILLION_WRITES;
    WRITE_HOUR * 1_000_000 * 1_000 / hour_of_requests
}

/// What a request costs that is sent again and again for a month, in either capacity mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MonthOfRequests {
    /// On-demand: what is sent is paid for.
    pub on_demand: MicroDollars,
    /// Provisioned with just the capacity that a steady rate needs.
    pub provisioned: MicroDollars,
    /// That capacity for reading, in units per second.
    pub read_capacity: u64,
    /// That capacity for writing.
    pub write_capacity: u64,
}

/// The month of a request that consumes so many halves of a read unit and so many write units, sent
/// `times` in so many seconds, evenly.
pub fn month_of_requests(
    read_halves: u64,
    write: u64,
    times: u64,
    seconds: u64,
) -> MonthOfRequests {
    let seconds = u128::from(seconds.max(1));
    let times = u128::from(times);
    let a_month = |units: u64, divisor: u128| {
        let sent = u128::from(units).saturating_mul(times);
        let sum = sent.saturating_mul(u128::from(MONTH_SECONDS)) / (seconds * divisor);
        u64::try_from(sum).unwrap_or(u64::MAX)
    };
    let a_second = |units: u64, divisor: u128| {
        let sum = (u128::from(units) * times).div_ceil(seconds * divisor);
        u64::try_from(sum).unwrap_or(u64::MAX)
    };
    let capacity = Units { read: a_second(read_halves, 2), write: a_second(write, 1) };
    MonthOfRequests {
        on_demand: price_on_demand(Units {
            read: a_month(read_halves, 2),
            write: a_month(write, 1),
        }),
        provisioned: price_provisioned(capacity, MONTH_HOURS),
        read_capacity: capacity.read,
        write_capacity: capacity.write,
    }
}

/// A month's bills of the same load, side by side. An index pays like the table, and is in all of
/// them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bills {
    /// On-demand.
    pub on_demand: MicroDollars,
    /// Provisioned, used or not. Of an on-demand table or index: as much capacity, at all times, as
    /// its busiest second consumed.
    pub provisioned: MicroDollars,
    /// Storage as it was at the end of the run, which is paid for in either mode.
    pub storage: MicroDollars,
    /// The nodes of the cache, which are paid for in either mode; nothing without one.
    pub cache: MicroDollars,
    /// Requests that succeed: what is bought.
    pub succeeded: u64,
    /// How much of the provisioned capacity was used, weighed by its price, in thousandths. Compare
    /// it with [`break_even_permille`].
    pub utilisation_permille: u64,
}

/// The bills of a month that goes on like this run.
pub fn bills(scenario: &Scenario, samples: &[Sample]) -> Bills {
    let seconds: u64 = samples.iter().map(|sample| sample.seconds).sum();
    let Some(last) = samples.last().filter(|_| seconds > 0) else { return Bills::default() };
    let reads = reads(scenario, samples);
    let writes = writes(scenario, samples);
    let used = Units { read: reads.used, write: writes.used };
    let capacity = Units { read: reads.capacity, write: writes.capacity };
    let month = |in_run: u64| scaled(in_run, MONTH_SECONDS, seconds);
    // Unit seconds are priced here as if they were unit hours: the factor of 3,600 cancels out in
    // the ratio, and in the scaling from seconds of the run to hours of a month.
    let price_used = price_provisioned(used, 1);
    let price_capacity = price_provisioned(capacity, 1);
    Bills {
        on_demand: price_on_demand(Units { read: month(used.read), write: month(used.write) }),
        provisioned: MicroDollars(scaled(price_capacity.0, MONTH_HOURS, seconds)),
        storage: storage(scenario, last),
        cache: MicroDollars(scenario.cache.map_or(0, |_| DAX_NODES * DAX_NODE_HOUR * MONTH_HOURS)),
        succeeded: month(samples.iter().map(|sample| sample.tally.succeeded).sum()),
        utilisation_permille: scaled(price_used.0, 1_000, price_capacity.0),
    }
}

/// Units that were consumed, and units times seconds that there were to consume.
#[derive(Debug, Clone, Copy, Default)]
struct Usage {
    used: u64,
    capacity: u64,
}

impl Add for Usage {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { used: self.used + other.used, capacity: self.capacity + other.capacity }
    }
}

fn reads(scenario: &Scenario, samples: &[Sample]) -> Usage {
    let table = usage(scenario.capacity.read, samples, &|sample| {
        (sample.tally.read, sample.table.read.rate)
    });
    // Nobody reads the index in a run, but what is provisioned for reading it is paid for.
    let index = scenario.index.map(|index| {
        usage(index.capacity.read, samples, &|sample| {
            (Tokens::ZERO, index_rate(sample, |limits| limits.read.rate))
        })
    });
    table + index.unwrap_or_default()
}

fn writes(scenario: &Scenario, samples: &[Sample]) -> Usage {
    let table = usage(scenario.capacity.write, samples, &|sample| {
        (sample.tally.write, sample.table.write.rate)
    });
    let index = scenario.index.map(|index| {
        usage(index.capacity.write, samples, &|sample| {
            (sample.tally.index_write, index_rate(sample, |limits| limits.write.rate))
        })
    });
    table + index.unwrap_or_default()
}

fn index_rate(sample: &Sample, rate: fn(&LimitsSample) -> u64) -> u64 {
    sample.index.as_ref().map_or(0, |index| rate(&index.limits))
}

/// Adds up what `consumed_of_rate` says of each sample: what was consumed, and the rate at its end.
fn usage(
    setting: Setting,
    samples: &[Sample],
    consumed_of_rate: &dyn Fn(&Sample) -> (Tokens, u64),
) -> Usage {
    let consumed = |sample: &Sample| consumed_of_rate(sample).0.thousandths();
    let used: u64 = samples.iter().map(consumed).sum();
    let capacity = match setting {
        Setting::Provisioned(_) => samples
            .iter()
            .map(|sample| consumed_of_rate(sample).1.saturating_mul(sample.seconds))
            .sum(),
        Setting::OnDemand { .. } => {
            let a_second = |sample: &Sample| consumed(sample).div_ceil(sample.seconds * 1_000);
            let busiest = samples.iter().map(a_second).max().unwrap_or(0);
            busiest * samples.iter().map(|sample| sample.seconds).sum::<u64>()
        }
    };
    Usage { used: used.div_ceil(1_000), capacity }
}

fn storage(scenario: &Scenario, last: &Sample) -> MicroDollars {
    let stored = |limits: &LimitsSample| -> u64 {
        let each = limits.partitions.iter().map(|partition| partition.bytes);
        each.fold(0, u64::saturating_add)
    };
    let in_index = last.index.as_ref().map_or(0, |index| stored(&index.limits));
    let bytes = stored(&last.table).saturating_add(in_index);
    price_storage(bytes, bytes / scenario.load.item_bytes.max(1))
}

/// The amount times a fraction; zero if the fraction is over zero.
fn scaled(amount: u64, times: u64, over: u64) -> u64 {
    let product = u128::from(amount) * u128::from(times);
    product.checked_div(over.into()).map_or(0, |part| u64::try_from(part).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::super::{Cache, Load, ON_DEMAND, Pattern, Run, provisioned};
    use super::*;
    use crate::model::Millis;
    use crate::partition::Settings;

    fn played(rate: u64, capacity: Settings) -> Bills {
        let load = Load::steady(Pattern::Uniform { keys: 1_000 }, rate, 100);
        let scenario = Scenario::new(load, capacity);
        let mut run = Run::new(scenario.clone()).unwrap();
        run.advance(Millis(u64::MAX), u64::MAX);
        bills(&scenario, run.samples())
    }

    /// 100 writes a second are 262.8 million a month.
    #[test]
    fn a_request_sent_for_a_month_is_priced_in_both_modes() {
        // 100 eventually consistent reads of a block per second: 131.4 million read request units.
        let month = month_of_requests(1, 0, 100, 1);
        assert_eq!(month.on_demand.0, 16_425_000, "$0.125 a million");
        assert_eq!((month.read_capacity, month.write_capacity), (50, 0));
        assert_eq!(month.provisioned.0, 50 * 130 * 730);
        // One write an hour still takes a whole unit of capacity.
        let month = month_of_requests(0, 1, 1, 3_600);
        assert_eq!((month.write_capacity, month.provisioned.0), (1, 650 * 730));
        assert_eq!(month.on_demand.0, 730 * 625_000 / 1_000_000);
        let most = month_of_requests(u64::MAX, u64::MAX, u64::MAX, 0);
        assert_eq!(most.provisioned.0, u64::MAX, "no sum overflows");
    }

    #[test]
    fn a_month_of_a_steady_load_costs_what_the_list_says() {
        let bills = played(100, provisioned(1, 200));
        assert_eq!(bills.on_demand, MicroDollars(262_800_000 / 1_000_000 * 625_000 + 500_000));
        assert_eq!(bills.provisioned, MicroDollars(200 * 474_500 + 94_900));
        assert_eq!(bills.utilisation_permille, 499);
        assert_eq!((bills.succeeded, bills.cache), (262_800_000, MicroDollars(0)));
        assert!(bills.on_demand > bills.provisioned);
    }

    #[test]
    fn below_the_break_even_paying_by_request_is_cheaper() {
        for (capacity, cheaper) in [(100, false), (300, false), (400, true), (2_000, true)] {
            let bills = played(100, provisioned(1, capacity));
            assert_eq!(bills.on_demand < bills.provisioned, cheaper, "{bills:?}");
            let below = bills.utilisation_permille < break_even_permille();
            assert_eq!(below, cheaper, "{bills:?}");
        }
    }

    #[test]
    fn on_demand_is_compared_with_capacity_for_its_busiest_second() {
        let bills = played(100, ON_DEMAND);
        assert_eq!(
            (bills.provisioned, bills.utilisation_permille),
            (MicroDollars(47_450_000), 1_000)
        );
        assert!(bills.storage > MicroDollars(0));
        let none = Scenario::new(Load::steady(Pattern::Status, 1, 1), ON_DEMAND);
        assert_eq!(super::bills(&none, &[]), Bills::default());
    }

    /// Three nodes at 0.25 dollars an hour.
    #[test]
    fn the_nodes_of_a_cache_are_on_the_bill() {
        let load = Load::steady(Pattern::Uniform { keys: 10 }, 10, 100);
        let cache = Some(Cache { items: 10_000, ttl: 300_000 });
        let scenario = Scenario { cache, ..Scenario::new(load, ON_DEMAND) };
        let mut run = Run::new(scenario.clone()).unwrap();
        run.advance(Millis(u64::MAX), u64::MAX);
        assert_eq!(super::bills(&scenario, run.samples()).cache, MicroDollars(547_500_000));
    }

    #[test]
    fn a_million_of_each_costs_what_the_list_says() {
        assert_eq!(price_on_demand(Units { read: 0, write: 1_000_000 }), MicroDollars(625_000));
        assert_eq!(price_on_demand(Units { read: 8_000_000, write: 0 }), MicroDollars(1_000_000));
    }

    /// One write unit for a month is 0.4745 dollars, as are about 759,000 writes.
    #[test]
    fn the_modes_break_even_near_twenty_nine_percent() {
        let month = price_provisioned(Units { read: 0, write: 1 }, MONTH_HOURS);
        assert_eq!(month, MicroDollars(474_500));
        assert_eq!(price_on_demand(Units { read: 0, write: 759_200 }), month);
        assert_eq!(break_even_permille(), 288);
    }

    #[test]
    fn small_items_pay_for_more_than_their_bytes() {
        assert_eq!(price_storage(GB, 0), MicroDollars(250_000));
        assert_eq!(price_storage(GB, 10_000_000), MicroDollars(500_000));
        assert!(price_storage(u64::MAX, u64::MAX) > MicroDollars(0));
    }
}
