//! What a month of a run costs, and what that buys.

use super::shot::{Shot, operations};
use crate::capacity::Setting;
use crate::traffic::{Bills, DAX_NODES, PRICES_AS_OF, PRICES_FOR, bills, break_even_permille};
use crate::ui::model::words::{count, dollars, percent};

/// The bill as a table and sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bill {
    /// What is paid for, then what it costs on-demand and provisioned.
    pub rows: Vec<Vec<String>>,
    /// What the money buys: the traffic that gets through.
    pub bought: String,
    /// What is billed as provisioned, and where both cost the same.
    pub words: String,
    /// Where the prices are from.
    pub source: String,
}

/// The bill of a month that goes on as the run did.
pub fn bill(shot: &Shot) -> Bill {
    let bills = bills(&shot.scenario, shot.run.samples());
    let operations = operations(&shot.scenario.load);
    let row = |name: &str, on_demand: u64, provisioned: u64| {
        vec![name.to_owned(), dollars(on_demand), dollars(provisioned)]
    };
    let (requests, capacity) = (bills.on_demand.0, bills.provisioned.0);
    let fixed = bills.storage.0.saturating_add(bills.cache.0);
    let mut rows = vec![row("Requests or capacity", requests, capacity)];
    rows.push(row("Storage", bills.storage.0, bills.storage.0));
    if bills.cache.0 > 0 {
        let name = format!("DAX, {} nodes", count(DAX_NODES));
        rows.push(row(&name, bills.cache.0, bills.cache.0));
    }
    rows.push(row("Total", requests.saturating_add(fixed), capacity.saturating_add(fixed)));
    if bills.succeeded > 0 {
        let each = |amount: u64| per_million(amount, bills.succeeded);
        rows.push(row(&format!("Per million {operations}"), each(requests), each(capacity)));
    }
    let whose = match shot.scenario.capacity.write {
        Setting::Provisioned(_) => "what you set",
        Setting::OnDemand { .. } => "enough for the busiest second, all month",
    };
    let used = percent(bills.utilisation_permille, 1_000);
    let even = percent(break_even_permille(), 1_000);
    let dax = match bills.cache.0 {
        0 => "",
        _ => " The price of a DAX node, $0.25 per hour, is our assumption.",
    };
    Bill {
        rows,
        bought: format!(
            "This pays for {} {operations} a month. Throttled requests are free, so the cost grows \
             with the traffic that succeeds.",
            count(bills.succeeded)
        ),
        words: format!(
            "Provisioned: {whose}, {used} utilized. Below {even} utilization, on-demand is cheaper."
        ),
        source: format!(
            "Prices as of {PRICES_AS_OF}, {PRICES_FOR}. Prices change, so check before you quote \
             them.{dax}"
        ),
    }
}

/// Why the bills of two runs differ, if what gets through does.
pub fn compared(before: &Shot, now: &Shot) -> Option<String> {
    let of = |shot: &Shot| bills(&shot.scenario, shot.run.samples());
    let (before, after): (Bills, Bills) = (of(before), of(now));
    let more = after.succeeded.checked_sub(before.succeeded).filter(|more| *more > 0)?;
    let dearer = after.on_demand.0.checked_sub(before.on_demand.0).filter(|more| *more > 0)?;
    Some(format!(
        "With on-demand capacity, B costs {} more per month, because {} more {} succeed.",
        dollars(dearer),
        count(more),
        operations(&now.scenario.load)
    ))
}

fn per_million(amount: u64, requests: u64) -> u64 {
    let each = u128::from(amount) * 1_000_000 / u128::from(requests);
    u64::try_from(each).unwrap_or(u64::MAX)
}
