//! A token bucket that counts exactly: no floats, so no drift, and the same on every platform.
//!
//! Owns refilling and taking. Refuses to know whose tokens they are. DynamoDB limits by token buckets
//! as well (Elhemali et al., USENIX ATC 2022, section 4).

use std::ops::{Add, AddAssign, Sub};

use super::units::{ReadUnits, WriteUnits};
use crate::model::Millis;

/// Thousandths of a capacity unit: half a read unit is a whole number of them, and a rate in units
/// a second is the same number of thousandths a millisecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Tokens(u64);

impl Tokens {
    /// None.
    pub const ZERO: Self = Self(0);

    /// Whole units.
    pub const fn from_units(units: u64) -> Self {
        Self(units.saturating_mul(1_000))
    }

    /// Thousandths of a unit.
    pub fn from_thousandths(thousandths: u64) -> Self {
        Self(thousandths)
    }

    /// The thousandths.
    pub fn thousandths(self) -> u64 {
        self.0
    }

    /// Whole units, rounded down.
    pub fn units(self) -> u64 {
        self.0 / 1_000
    }
}

impl From<ReadUnits> for Tokens {
    fn from(units: ReadUnits) -> Self {
        Self(units.halves().saturating_mul(500))
    }
}

impl From<WriteUnits> for Tokens {
    fn from(units: WriteUnits) -> Self {
        Self::from_units(units.get())
    }
}

impl Add for Tokens {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Tokens {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Tokens {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

/// Tokens that come at a steady rate and are kept up to a limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    rate: u64,
    seconds: u64,
    capacity: Tokens,
    level: Tokens,
    at: Millis,
}

impl Bucket {
    /// A bucket that gains `rate` units a second and keeps at most what it gains in `seconds`. It
    /// begins with one second's worth: nothing is known of the time before.
    pub fn new(rate: u64, seconds: u64, at: Millis) -> Self {
        let capacity = Tokens::from_units(rate.saturating_mul(seconds));
        Self { rate, seconds, capacity, level: Tokens::from_units(rate), at }
    }

    /// Units a second.
    pub fn rate(&self) -> u64 {
        self.rate
    }

    /// The most tokens that it keeps.
    pub fn capacity(&self) -> Tokens {
        self.capacity
    }

    /// The tokens that are there now.
    pub fn level(&mut self, now: Millis) -> Tokens {
        self.refill(now);
        self.level
    }

    /// Whether so many tokens are there now.
    pub fn has(&mut self, now: Millis, tokens: Tokens) -> bool {
        self.level(now) >= tokens
    }

    /// Takes tokens that [`Bucket::has`] said are there.
    pub fn take(&mut self, tokens: Tokens) {
        self.level = self.level - tokens;
    }

    /// Changes the rate. The tokens that are there stay, up to the new limit.
    pub fn set_rate(&mut self, now: Millis, rate: u64) {
        self.refill(now);
        self.rate = rate;
        self.capacity = Tokens::from_units(rate.saturating_mul(self.seconds));
        self.level = self.level.min(self.capacity);
    }

    fn refill(&mut self, now: Millis) {
        // Most requests come in the millisecond of the one before.
        if now <= self.at {
            return;
        }
        // Units a second are thousandths a millisecond, so this is exact.
        let gained = Tokens((now.0 - self.at.0).saturating_mul(self.rate));
        self.level = (self.level + gained).min(self.capacity);
        self.at = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drain(bucket: &mut Bucket, now: Millis) -> u64 {
        let units = bucket.level(now).units();
        bucket.take(Tokens::from_units(units));
        units
    }

    #[test]
    fn what_is_not_used_is_kept_for_three_hundred_seconds_and_no_longer() {
        let mut bucket = Bucket::new(10, 300, Millis(0));
        assert_eq!(drain(&mut bucket, Millis(0)), 10);
        assert_eq!(drain(&mut bucket, Millis(1_000)), 10);
        assert_eq!(drain(&mut bucket, Millis(101_000)), 1_000);
        assert_eq!(drain(&mut bucket, Millis(10_000_000)), 3_000);
        assert_eq!(drain(&mut bucket, Millis(10_000_050)), 0);
        assert_eq!(drain(&mut bucket, Millis(10_000_100)), 1);
    }

    #[test]
    fn half_units_and_fractions_of_seconds_are_exact() {
        let mut bucket = Bucket::new(1, 1, Millis(0));
        let half = Tokens::from(ReadUnits::from_halves(1));
        bucket.take(Tokens::from_units(1));
        assert!(!bucket.has(Millis(499), half));
        assert!(bucket.has(Millis(500), half));
        bucket.take(half);
        assert_eq!(bucket.level(Millis(500)), Tokens::ZERO);
    }

    #[test]
    fn time_that_goes_back_gives_nothing() {
        let mut bucket = Bucket::new(5, 1, Millis(1_000));
        bucket.take(Tokens::from_units(5));
        assert_eq!(bucket.level(Millis(0)), Tokens::ZERO);
        assert_eq!(bucket.level(Millis(1_000)), Tokens::ZERO);
    }

    #[test]
    fn a_lower_rate_keeps_no_more_than_it_may() {
        let mut bucket = Bucket::new(100, 300, Millis(0));
        bucket.set_rate(Millis(300_000), 1);
        assert_eq!(bucket.level(Millis(300_000)).units(), 300);
        bucket.set_rate(Millis(300_000), 1_000);
        assert_eq!(bucket.level(Millis(300_000)).units(), 300);
    }
}
