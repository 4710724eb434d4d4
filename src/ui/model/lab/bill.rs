//! What a run costs, by request and by provisioned capacity.

use super::chart::Point;
use super::shot::Shot;
use crate::traffic::Tally;
use crate::traffic::price::{self, MONTH_HOURS, MicroDollars, PRICES_AS_OF, PRICES_FOR, Units};
use crate::ui::model::words::{count, decimal};

/// The bill as a table and a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bill {
    /// A span of time, then what it costs on-demand and provisioned.
    pub rows: Vec<Vec<String>>,
    /// What the capacity is that is billed as provisioned, and where both cost the same.
    pub words: String,
    /// Where the prices are from.
    pub source: String,
}

/// The bill of what a run came to in so many seconds.
pub fn bill(shot: &Shot, total: &Tally, at: usize) -> Option<Bill> {
    let last = shot.run.samples().get(at)?;
    let seconds = last.second + last.seconds;
    let used = Units { read: total.read.units(), write: total.write.units() };
    let (capacity, whose) = provisioned_for(shot, at);
    let month = MONTH_HOURS * 3_600;
    let spans = [("this run", seconds), ("an hour of it", 3_600), ("a month of it", month)];
    let row = |(name, span): (&str, u64)| {
        let share = |n: u64| (u128::from(n) * u128::from(span) / u128::from(seconds.max(1))) as u64;
        let requests = price::on_demand(Units { read: share(used.read), write: share(used.write) });
        let an_hour = price::provisioned(capacity, 1).0;
        let hours = MicroDollars((u128::from(an_hour) * u128::from(span) / 3_600) as u64);
        vec![name.to_owned(), dollars(requests), dollars(hours)]
    };
    let busy = u64::max(
        used.write * 100 / (capacity.write * seconds).max(1),
        used.read * 100 / (capacity.read * seconds).max(1),
    );
    let even = price::break_even_permille();
    Some(Bill {
        rows: spans.into_iter().map(row).collect(),
        words: format!(
            "Provisioned is {whose}: {} read and {} write units a second. Both cost the same when {} % of \
             what is provisioned is used; this run used {} %.",
            count(capacity.read),
            count(capacity.write),
            decimal(even as f64 / 10.0, 0),
            count(busy),
        ),
        source: format!("Prices of {PRICES_AS_OF}, {PRICES_FOR}, without storage. They change."),
    })
}

/// What is provisioned, or what would have to be for the busiest second.
fn provisioned_for(shot: &Shot, at: usize) -> (Units, &'static str) {
    let samples = shot.run.samples();
    if let Some(sample) = samples.get(at).filter(|_| shot.provisioned) {
        let units = Units { read: sample.table.read.rate, write: sample.table.write.rate };
        return (units, "what the table has now");
    }
    let mut most = Units { read: 1, write: 1 };
    for sample in samples.iter().take(at + 1) {
        let point = Point::of(sample, &shot.load);
        most = Units { read: most.read.max(point.read), write: most.write.max(point.write) };
    }
    (most, "enough for its busiest second")
}

/// An amount to read at a glance.
fn dollars(amount: MicroDollars) -> String {
    let cents = amount.0 / 10_000;
    match amount.0 {
        0 => "$0".into(),
        1..10_000 => format!("${}", decimal(amount.0 as f64 / 1_000_000.0, 6)),
        10_000..100_000_000 => format!("${}.{:0>2}", cents / 100, cents % 100),
        _ => format!("${}", count(cents / 100)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_as_many_decimals_as_matter() {
        let said = [0, 450, 625_000, 12_340_000, 1_234_560_000].map(|n| dollars(MicroDollars(n)));
        assert_eq!(said, ["$0", "$0.000450", "$0.62", "$12.34", "$1,234"]);
    }
}
