//! What a run costs, by request and by provisioned capacity.

use super::shot::{Shot, percent};
use crate::capacity::Setting;
use crate::traffic::{MicroDollars, PRICES_AS_OF, PRICES_FOR, bills, break_even_permille};
use crate::ui::model::words::{count, decimal};

/// The bill as a table and a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bill {
    /// What is paid for, then what it costs on-demand and provisioned.
    pub rows: Vec<Vec<String>>,
    /// What is billed as provisioned, and where both cost the same.
    pub words: String,
    /// Where the prices are from.
    pub source: String,
}

/// The bill of a month that goes on as the run did until a sample.
pub fn bill(shot: &Shot, at: usize) -> Bill {
    let samples = shot.run.samples();
    let bills = bills(&shot.scenario, &samples[..samples.len().min(at + 1)]);
    let row = |name: &str, on_demand: u64, provisioned: u64| {
        vec![name.to_owned(), dollars(MicroDollars(on_demand)), dollars(MicroDollars(provisioned))]
    };
    let (requests, capacity, storage) = (bills.on_demand.0, bills.provisioned.0, bills.storage.0);
    let whose = match shot.scenario.capacity.write {
        Setting::Provisioned(_) => "what was provisioned",
        Setting::OnDemand { .. } => "as much as the busiest second took, at all times",
    };
    let used = percent(bills.utilisation_permille, 1_000);
    let even = percent(break_even_permille(), 1_000);
    let cheaper = if requests <= capacity { "On-demand" } else { "Provisioned" };
    Bill {
        rows: vec![
            row("requests or capacity", requests, capacity),
            row("storage", storage, storage),
            row("together", requests.saturating_add(storage), capacity.saturating_add(storage)),
        ],
        words: format!(
            "Provisioned is {whose}; {used} of it was used. {cheaper} is cheaper here: both cost the same \
             at {even}."
        ),
        source: format!(
            "Prices of {PRICES_AS_OF}, {PRICES_FOR}. They change: check before quoting."
        ),
    }
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
