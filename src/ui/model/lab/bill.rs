//! What a run costs, by request and by provisioned capacity.

use super::shot::Shot;
use crate::capacity::Setting;
use crate::traffic::{PRICES_AS_OF, PRICES_FOR, bills, break_even_permille};
use crate::ui::model::words::{dollars, percent};

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
        vec![name.to_owned(), dollars(on_demand), dollars(provisioned)]
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
