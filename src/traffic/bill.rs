//! What a month would cost that went on as a run did, in both modes of capacity.
//!
//! Owns adding up a run. Refuses to know prices, which `price` has.

use super::price::{self, MONTH_HOURS, MicroDollars, Units};
use super::sample::{LimitsSample, Sample};
use super::scenario::Scenario;
use crate::capacity::{Setting, Tokens};

const MONTH_SECONDS: u64 = MONTH_HOURS * 3_600;

/// Bills of a month, side by side. An index pays like the table, and is in all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bills {
    /// By request.
    pub on_demand: MicroDollars,
    /// By capacity, used or not: what was provisioned; for what was on-demand, as much as its
    /// busiest second took.
    pub provisioned: MicroDollars,
    /// Storage as it was at the end, which either mode pays besides.
    pub storage: MicroDollars,
    /// How much of that capacity was used, by what it costs, in thousandths. Paying by request is
    /// cheaper below [`price::break_even_permille`].
    pub utilisation_permille: u64,
}

/// What was used, and what there was to use in units times seconds.
#[derive(Debug, Clone, Copy, Default)]
struct Line {
    used: u64,
    capacity: u64,
}

/// The bills of a month like this run.
pub fn bills(scenario: &Scenario, samples: &[Sample]) -> Bills {
    let seconds: u64 = samples.iter().map(|sample| sample.seconds).sum();
    let Some(last) = samples.last().filter(|_| seconds > 0) else { return Bills::default() };
    let (reads, writes) = (reads(scenario, samples), writes(scenario, samples));
    let used = Units { read: reads.used, write: writes.used };
    let capacity = Units { read: reads.capacity, write: writes.capacity };
    let month = |in_run: u64| scaled(in_run, MONTH_SECONDS, seconds);
    // One capacity unit for a second is a 3,600th of a unit hour.
    let (cost_used, cost_all) = (price::provisioned(used, 1), price::provisioned(capacity, 1));
    Bills {
        on_demand: price::on_demand(Units { read: month(used.read), write: month(used.write) }),
        provisioned: MicroDollars(scaled(cost_all.0, MONTH_HOURS, seconds)),
        storage: storage(scenario, last),
        utilisation_permille: scaled(cost_used.0, 1_000, cost_all.0),
    }
}

fn reads(scenario: &Scenario, samples: &[Sample]) -> Line {
    let table = |sample: &Sample| (sample.tally.read, sample.table.read.rate);
    let index = |sample: &Sample| (Tokens::ZERO, rate_of_index(sample, |index| index.read.rate));
    let setting = scenario.index.map(|index| index.capacity.read);
    line(scenario.capacity.read, samples, &table) + also(setting, samples, &index)
}

fn writes(scenario: &Scenario, samples: &[Sample]) -> Line {
    let table = |sample: &Sample| (sample.tally.write, sample.table.write.rate);
    let index = |sample: &Sample| {
        (sample.tally.index_write, rate_of_index(sample, |index| index.write.rate))
    };
    let setting = scenario.index.map(|index| index.capacity.write);
    line(scenario.capacity.write, samples, &table) + also(setting, samples, &index)
}

fn rate_of_index(sample: &Sample, rate: fn(&LimitsSample) -> u64) -> u64 {
    sample.index.as_ref().map_or(0, |index| rate(&index.limits))
}

/// What a sample used, and the rate that was provisioned then.
type Look<'a> = &'a dyn Fn(&Sample) -> (Tokens, u64);

fn line(setting: Setting, samples: &[Sample], look: Look<'_>) -> Line {
    let used: u64 = samples.iter().map(|sample| look(sample).0.thousandths()).sum();
    let capacity = match setting {
        Setting::Provisioned(_) => {
            samples.iter().map(|sample| look(sample).1.saturating_mul(sample.seconds)).sum()
        }
        Setting::OnDemand { .. } => busiest(samples, look),
    };
    Line { used: used.div_ceil(1_000), capacity }
}

fn also(setting: Option<Setting>, samples: &[Sample], look: Look<'_>) -> Line {
    setting.map_or(Line::default(), |setting| line(setting, samples, look))
}

/// As much at all times as in the busiest second.
fn busiest(samples: &[Sample], look: Look<'_>) -> u64 {
    let a_second = |sample: &Sample| look(sample).0.thousandths().div_ceil(sample.seconds * 1_000);
    let seconds: u64 = samples.iter().map(|sample| sample.seconds).sum();
    samples.iter().map(a_second).max().unwrap_or(0) * seconds
}

fn storage(scenario: &Scenario, last: &Sample) -> MicroDollars {
    let bytes = |limits: &LimitsSample| -> u64 {
        let each = limits.partitions.iter().map(|partition| partition.bytes);
        each.fold(0, u64::saturating_add)
    };
    let of_index = last.index.as_ref().map_or(0, |index| bytes(&index.limits));
    let all = bytes(&last.table).saturating_add(of_index);
    price::storage(all, all / scenario.load.item_bytes.max(1))
}

fn scaled(amount: u64, times: u64, over: u64) -> u64 {
    let product = u128::from(amount) * u128::from(times);
    product.checked_div(over.into()).map_or(0, |part| u64::try_from(part).unwrap_or(u64::MAX))
}

impl std::ops::Add for Line {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { used: self.used + other.used, capacity: self.capacity + other.capacity }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Load, ON_DEMAND, Pattern, Run, provisioned};
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
    fn a_month_of_a_steady_load_costs_what_the_list_says() {
        let bills = played(100, provisioned(1, 200));
        assert_eq!(bills.on_demand, MicroDollars(262_800_000 / 1_000_000 * 625_000 + 500_000));
        assert_eq!(bills.provisioned, MicroDollars(200 * 474_500 + 94_900));
        assert_eq!(bills.utilisation_permille, 499);
        assert!(bills.on_demand > bills.provisioned);
    }

    #[test]
    fn below_the_break_even_paying_by_request_is_cheaper() {
        for (capacity, cheaper) in [(100, false), (300, false), (400, true), (2_000, true)] {
            let bills = played(100, provisioned(1, capacity));
            assert_eq!(bills.on_demand < bills.provisioned, cheaper, "{bills:?}");
            let below = bills.utilisation_permille < price::break_even_permille();
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
}
