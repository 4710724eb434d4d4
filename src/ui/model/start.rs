//! The guess that the start page asks for, and what came of it.
//!
//! Owns the choices and the sentences that answer them. Refuses to know how the race is run.

use super::compare::Totals;
use super::words::{count, decimal, items};

/// How many times as much a learner expects the Scan to cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guess {
    /// About twice as much.
    Twice,
    /// About ten times as much.
    TenTimes,
    /// About fifty times as much.
    FiftyTimes,
}

impl Guess {
    /// Every choice, ascending.
    pub const ALL: [Guess; 3] = [Guess::Twice, Guess::TenTimes, Guess::FiftyTimes];

    /// The number of times.
    pub fn times(self) -> u32 {
        match self {
            Guess::Twice => 2,
            Guess::TenTimes => 10,
            Guess::FiftyTimes => 50,
        }
    }

    /// What its button says.
    pub fn label(self) -> String {
        format!("{} times", self.times())
    }

    /// Whether no other choice is nearer to this ratio. Ratios are near by their own ratio: 20 is
    /// as far from 10 as 5 is.
    fn is_nearest(self, ratio: f64) -> bool {
        let distance = |guess: Guess| (ratio / f64::from(guess.times())).ln().abs();
        Guess::ALL.into_iter().all(|other| distance(self) <= distance(other))
    }
}

/// What the race showed, beginning with the learner's own guess.
pub fn explain(guess: Guess, query: &Totals, scan: &Totals) -> String {
    let found = items(scan.returned);
    let figures = format!(
        "The Query read {} ({} RCU). The Scan read {} to return the same {found} ({} RCU)",
        items(query.read),
        query.units,
        items(scan.read),
        scan.units,
    );
    // A Query is never free: DynamoDB charges at least half a unit for a page.
    let ratio = scan.units.as_f64() / query.units.as_f64();
    let times = if ratio < 10.0 { decimal(ratio, 1) } else { count(ratio.round() as u64) };
    let times = times.trim_end_matches(".0");
    let verdict = if guess.is_nearest(ratio) {
        format!("Good guess: {times} times as much.")
    } else {
        format!("You guessed {} times. The Scan costs {times} times as much.", guess.times())
    };
    format!("{verdict} {figures}, because a filter is applied after the read.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capacity::ReadUnits;

    fn totals(read: u64, returned: u64, halves: u64) -> Totals {
        Totals { read, returned, units: ReadUnits::from_halves(halves), ..Totals::default() }
    }

    #[test]
    fn the_answer_begins_with_the_learner_s_own_guess() {
        let (query, scan) = (totals(5, 5, 1), totals(1_000, 5, 58));
        assert_eq!(
            explain(Guess::TenTimes, &query, &scan),
            "You guessed 10 times. The Scan costs 58 times as much. The Query read 5 items (0.5 RCU). \
             The Scan read 1,000 items to return the same 5 items (29 RCU), because a filter is \
             applied after the read."
        );
        assert!(explain(Guess::FiftyTimes, &query, &scan).starts_with("Good guess: 58 times"));
    }

    #[test]
    fn a_ratio_has_one_nearest_guess_or_two_that_are_as_near() {
        assert!(Guess::Twice.is_nearest(1.0) && Guess::Twice.is_nearest(4.0));
        assert!(Guess::TenTimes.is_nearest(5.0) && Guess::TenTimes.is_nearest(20.0));
        assert!(Guess::FiftyTimes.is_nearest(25.0) && Guess::FiftyTimes.is_nearest(9_000.0));
        assert!(!Guess::TenTimes.is_nearest(58.0));
    }
}
