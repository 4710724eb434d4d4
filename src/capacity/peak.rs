//! The highest rate that an on-demand table was ever asked to serve, and when that was.
//!
//! Owns the rule of doubling: a table serves at once up to twice its earlier peak, and what it
//! reached counts as earlier once half an hour has passed (Developer Guide, *On-demand capacity
//! mode*). A peak never falls back. Refuses to know what happens beyond it.

use std::collections::VecDeque;

use super::bucket::Tokens;
use crate::model::Millis;

/// How long it takes until a new peak may be doubled.
pub const DOUBLING_MINUTES: u64 = 30;

const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;

/// The rates of the last half hour, by minute, and the peak before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peak {
    /// Units a second, reached over half an hour ago.
    earlier: u64,
    /// The best second of each minute since, oldest first, with the number of the minute.
    minutes: VecDeque<(u64, u64)>,
    /// The second that is being counted, and what was granted in it.
    second: u64,
    ends: u64,
    granted: Tokens,
}

impl Peak {
    /// The history of a table that is taken to have served so many units a second once.
    pub fn new(earlier: u64) -> Self {
        Self { earlier, minutes: VecDeque::new(), second: 0, ends: SECOND, granted: Tokens::ZERO }
    }

    /// Units a second that may be served now.
    pub fn allowed(&self) -> u64 {
        self.earlier.saturating_mul(2)
    }

    /// Counts what was granted. Tells whether more is allowed from now on than before.
    pub fn count(&mut self, now: Millis, granted: Tokens) -> bool {
        let grown = self.pass(now);
        self.granted += granted;
        grown
    }

    /// Lets time pass. Tells whether more is allowed now than before.
    pub fn pass(&mut self, now: Millis) -> bool {
        now.0 >= self.ends && self.end_second(now)
    }

    fn end_second(&mut self, now: Millis) -> bool {
        self.note(self.second * SECOND / MINUTE, self.granted.units());
        (self.second, self.granted) = (now.0 / SECOND, Tokens::ZERO);
        self.ends = (self.second + 1).saturating_mul(SECOND);
        self.settle(now.0 / MINUTE)
    }

    /// A bucket that was full lets through more than its rate in one second; that is no peak.
    fn note(&mut self, minute: u64, units: u64) {
        let units = units.min(self.allowed());
        match self.minutes.back_mut() {
            Some((last, best)) if *last == minute => *best = (*best).max(units),
            _ => self.minutes.push_back((minute, units)),
        }
    }

    /// What is older than half an hour becomes the earlier peak, if it was higher.
    fn settle(&mut self, minute: u64) -> bool {
        let before = self.earlier;
        while let Some(&(at, best)) = self.minutes.front() {
            if at + DOUBLING_MINUTES >= minute {
                break;
            }
            self.earlier = self.earlier.max(best);
            self.minutes.pop_front();
        }
        self.earlier > before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(units: u64) -> Tokens {
        Tokens::of_units(units)
    }

    #[test]
    fn a_peak_may_be_doubled_after_half_an_hour() {
        let mut peak = Peak::new(2_000);
        assert!(!peak.count(Millis(0), units(4_000)));
        assert!(!peak.count(Millis(30 * MINUTE), units(100)));
        assert_eq!(peak.allowed(), 4_000);
        assert!(peak.count(Millis(31 * MINUTE), units(100)));
        assert_eq!(peak.allowed(), 8_000);
    }

    #[test]
    fn a_lower_rate_takes_nothing_away() {
        let mut peak = Peak::new(2_000);
        for minute in 0..200 {
            assert!(!peak.count(Millis(minute * MINUTE), units(10)));
        }
        assert_eq!(peak.allowed(), 4_000);
        assert!(peak.minutes.len() <= DOUBLING_MINUTES as usize + 2);
    }

    #[test]
    fn what_is_granted_within_one_second_adds_up() {
        let mut peak = Peak::new(3_000);
        for at in 0..10 {
            peak.count(Millis(at * 100), units(500));
        }
        peak.pass(Millis(40 * MINUTE));
        peak.pass(Millis(80 * MINUTE));
        assert_eq!(peak.allowed(), 10_000);
    }
}
