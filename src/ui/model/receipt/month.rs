//! What a request would cost in a month, at a rate that the person types.

use serde::{Deserialize, Serialize};

use super::Bill;
use crate::traffic::{PRICES_AS_OF, PRICES_FOR, month_of_requests};
use crate::ui::model::words::{count, dollars};

/// How often a request is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// How often, as it was typed.
    pub times: String,
    /// In which time.
    pub per: Per,
}

/// The time that a rate is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Per {
    Second,
    Minute,
    Hour,
    Day,
}

impl Per {
    /// All, the shortest first.
    pub const ALL: [Per; 4] = [Per::Second, Per::Minute, Per::Hour, Per::Day];

    /// "per second".
    pub fn label(self) -> &'static str {
        match self {
            Per::Second => "per second",
            Per::Minute => "per minute",
            Per::Hour => "per hour",
            Per::Day => "per day",
        }
    }

    fn seconds(self) -> u64 {
        match self {
            Per::Second => 1,
            Per::Minute => 60,
            Per::Hour => 3_600,
            Per::Day => 86_400,
        }
    }
}

impl Default for Rate {
    fn default() -> Self {
        Self { times: "100".into(), per: Per::Second }
    }
}

/// The most requests that are priced, in whichever time.
const MOST: u64 = 1_000_000_000;

/// What a month costs, in two sentences; or what is wrong with the rate.
pub fn words(bill: &Bill, rate: &Rate) -> Result<String, &'static str> {
    let typed: String = rate.times.chars().filter(|c| !matches!(c, ',' | ' ')).collect();
    let times = typed.parse::<u64>().ok().filter(|times| (1..=MOST).contains(times));
    let times = times.ok_or("Enter a whole number from 1 to 1,000,000,000, such as 100.")?;
    let month = month_of_requests(bill.read.halves(), bill.write.get(), times, rate.per.seconds());
    let capacity = [(month.read_capacity, "RCU"), (month.write_capacity, "WCU")];
    let capacity: Vec<String> = capacity
        .into_iter()
        .filter(|(units, _)| *units > 0)
        .map(|(units, name)| format!("{} {name}", count(units)))
        .collect();
    Ok(format!(
        "On-demand {} a month. Provisioned {} a month, with {} and requests spread evenly. Prices \
         of {PRICES_AS_OF} for {PRICES_FOR}.",
        dollars(month.on_demand.0),
        dollars(month.provisioned.0),
        if capacity.is_empty() { "no capacity".to_owned() } else { capacity.join(" and ") },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capacity::{ReadUnits, WriteUnits};

    fn bill(halves: u64, write: u64) -> Bill {
        Bill {
            tables: Vec::new(),
            read: ReadUnits::from_halves(halves),
            write: WriteUnits::new(write),
            rejected: None,
            part: None,
        }
    }

    #[test]
    fn a_month_is_told_in_both_capacity_modes() {
        let told = words(&bill(1, 0), &Rate::default()).unwrap();
        assert!(
            told.starts_with("On-demand $16.43 a month. Provisioned $4.75 a month, with 50 RCU"),
            "{told}"
        );
        let rate = Rate { times: "1,000".into(), per: Per::Day };
        let told = words(&bill(2, 3), &rate).unwrap();
        assert!(told.contains("with 1 RCU and 1 WCU"), "{told}");
    }

    #[test]
    fn a_rate_that_is_none_says_what_to_type() {
        for times in ["", "0", "-1", "1.5", "many", "1000000001"] {
            let rate = Rate { times: times.into(), per: Per::Second };
            assert!(words(&bill(1, 0), &rate).is_err(), "{times}");
        }
    }
}
