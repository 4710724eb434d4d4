//! The throughput limits of a table or a global index, in one direction.
//!
//! Owns the limits of both capacity modes: provisioned units with burst capacity, or an on-demand
//! table's earlier peak, its configured maximum and the account's quota. Refuses to know partitions,
//! which limit each range of keys, and how a throttled request is answered.

use std::collections::VecDeque;

use super::bucket::{Bucket, Tokens};
use crate::model::Millis;

/// Seconds' worth of unused provisioned capacity that are kept as burst capacity (Developer Guide,
/// *Burst and adaptive capacity*).
pub const BURST_SECONDS: u64 = 300;
/// Seconds that limits without burst capacity are measured over.
const NO_BURST: u64 = 1;
/// Units a second that one on-demand table may take of the account's quota by default (Developer
/// Guide, *Quotas in Amazon DynamoDB*).
pub const TABLE_QUOTA: u64 = 40_000;
/// Minutes until a new peak may be doubled.
pub const DOUBLING_MINUTES: u64 = 30;

const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;

/// Reading or writing: each has capacity of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Direction {
    Read,
    Write,
}

impl Direction {
    /// Units a second that a new on-demand table serves at once (Developer Guide, *On-demand
    /// capacity mode*).
    pub fn on_demand_initial(self) -> u64 {
        match self {
            Direction::Read => 12_000,
            Direction::Write => 4_000,
        }
    }

    /// Units a second that one partition serves (Developer Guide, *Partitions and data
    /// distribution*).
    pub fn partition_limit(self) -> u64 {
        match self {
            Direction::Read => 3_000,
            Direction::Write => 1_000,
        }
    }
}

/// Which limit throttled a request. With the table or index and the direction it makes the reason
/// that the service gives, such as `TableWriteKeyRangeThroughputExceeded`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limit {
    /// The provisioned rate, with no burst capacity left.
    ProvisionedThroughput,
    /// What one partition serves. On-demand also: more than twice the earlier peak, since there
    /// are not yet partitions enough (that the service gives this reason is unconfirmed).
    KeyRangeThroughput,
    /// The account's quota for one table.
    AccountLimit,
    /// The maximum that was configured for the table.
    MaxOnDemandThroughput,
}

impl Limit {
    /// The service's name for it, of a table or of an index: `TableWriteKeyRangeThroughputExceeded`
    /// (API reference, *ThrottlingReason*).
    pub fn reason(self, of_index: bool, direction: Direction) -> String {
        let resource = if of_index { "Index" } else { "Table" };
        let direction = match direction {
            Direction::Read => "Read",
            Direction::Write => "Write",
        };
        let limit = match self {
            Limit::ProvisionedThroughput => "ProvisionedThroughput",
            Limit::KeyRangeThroughput => "KeyRangeThroughput",
            Limit::AccountLimit => "AccountLimit",
            Limit::MaxOnDemandThroughput => "MaxOnDemandThroughput",
        };
        format!("{resource}{direction}{limit}Exceeded")
    }
}

/// The capacity that is set, in one direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// Units a second.
    Provisioned(u64),
    /// What is requested, up to a maximum if one is configured.
    OnDemand {
        /// Units a second.
        maximum: Option<u64>,
    },
}

/// The limits of one table or global index in one direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateLimiter {
    direction: Direction,
    mode: Mode,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Mode {
    Provisioned(Bucket),
    OnDemand { peak: Peak, allowed: Bucket, quota: Bucket, maximum: Option<Bucket> },
}

impl RateLimiter {
    /// The limits of a table that is created now.
    pub fn new(direction: Direction, setting: Setting, now: Millis) -> Self {
        let peak = Peak::new(direction.on_demand_initial() / 2);
        Self { direction, mode: Mode::new(setting, peak, now) }
    }

    /// Changes the capacity. Burst capacity stays as long as the mode does.
    pub fn set(&mut self, setting: Setting, now: Millis) {
        match (&mut self.mode, setting) {
            (Mode::Provisioned(bucket), Setting::Provisioned(rate)) => bucket.set_rate(now, rate),
            (Mode::OnDemand { maximum, .. }, Setting::OnDemand { maximum: new }) => {
                *maximum = new.map(|rate| Bucket::new(rate, NO_BURST, now));
            }
            (mode, setting) => {
                // A table that becomes on-demand is taken to have served what was provisioned, and
                // never less than a new on-demand table serves (Developer Guide, *On-demand
                // capacity mode*, "Initial throughput").
                let served = mode.rate().max(self.direction.on_demand_initial());
                *mode = Mode::new(setting, Peak::new(served.div_ceil(2)), now);
            }
        }
    }

    /// Units a second that are served for any length of time.
    pub fn rate(&self) -> u64 {
        self.mode.rate()
    }

    /// The units that could be consumed at once, burst capacity included.
    pub fn available(&mut self, now: Millis) -> Tokens {
        match &mut self.mode {
            Mode::Provisioned(bucket) => bucket.level(now),
            Mode::OnDemand { allowed, .. } => allowed.level(now),
        }
    }

    /// Whether so much may be consumed now; if not, the limit that throttles it.
    pub fn check(&mut self, now: Millis, tokens: Tokens) -> Result<(), Limit> {
        let within = |bucket: &mut Bucket, limit| {
            if bucket.has(now, tokens) { Ok(()) } else { Err(limit) }
        };
        match &mut self.mode {
            Mode::Provisioned(bucket) => within(bucket, Limit::ProvisionedThroughput),
            Mode::OnDemand { peak, allowed, quota, maximum } => {
                if peak.pass(now) {
                    allowed.set_rate(now, peak.allowed());
                }
                // What the person configured is told before what the service imposes.
                if let Some(maximum) = maximum {
                    within(maximum, Limit::MaxOnDemandThroughput)?;
                }
                within(quota, Limit::AccountLimit)?;
                within(allowed, Limit::KeyRangeThroughput)
            }
        }
    }

    /// Consumes what [`RateLimiter::check`] allowed.
    pub fn take(&mut self, now: Millis, tokens: Tokens) {
        match &mut self.mode {
            Mode::Provisioned(bucket) => bucket.take(tokens),
            Mode::OnDemand { peak, allowed, quota, maximum } => {
                peak.count(now, tokens);
                allowed.take(tokens);
                quota.take(tokens);
                if let Some(maximum) = maximum {
                    maximum.take(tokens);
                }
            }
        }
    }
}

impl Mode {
    fn new(setting: Setting, peak: Peak, now: Millis) -> Self {
        match setting {
            Setting::Provisioned(rate) => Mode::Provisioned(Bucket::new(rate, BURST_SECONDS, now)),
            Setting::OnDemand { maximum } => Mode::OnDemand {
                allowed: Bucket::new(peak.allowed(), NO_BURST, now),
                quota: Bucket::new(TABLE_QUOTA, NO_BURST, now),
                maximum: maximum.map(|rate| Bucket::new(rate, NO_BURST, now)),
                peak,
            },
        }
    }

    fn rate(&self) -> u64 {
        match self {
            Mode::Provisioned(bucket) => bucket.rate(),
            Mode::OnDemand { peak, maximum, .. } => {
                let maximum = maximum.as_ref().map_or(TABLE_QUOTA, Bucket::rate);
                peak.allowed().min(maximum).min(TABLE_QUOTA)
            }
        }
    }
}

/// The highest rate that an on-demand table was asked to serve, and when that was: a table serves
/// at once up to twice its earlier peak, and a new peak counts as earlier once half an hour has
/// passed (Developer Guide, *On-demand capacity mode*, "Peak traffic and scaling properties"). A
/// peak never falls back.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Peak {
    /// Units a second, reached over half an hour ago.
    earlier: u64,
    /// The best second of each minute since, oldest first, with the number of the minute.
    minutes: VecDeque<(u64, u64)>,
    /// The second that is being counted, the millisecond at which it ends, and what was consumed in
    /// it.
    second: u64,
    ends: u64,
    consumed: Tokens,
}

impl Peak {
    /// The history of a table that once served so many units a second.
    fn new(earlier: u64) -> Self {
        Self { earlier, minutes: VecDeque::new(), second: 0, ends: SECOND, consumed: Tokens::ZERO }
    }

    /// Units a second that may be consumed now.
    fn allowed(&self) -> u64 {
        self.earlier.saturating_mul(2)
    }

    /// Counts what was consumed. Returns whether more is allowed from now on than before.
    fn count(&mut self, now: Millis, consumed: Tokens) -> bool {
        let grown = self.pass(now);
        self.consumed += consumed;
        grown
    }

    /// Lets time pass. Returns whether more is allowed now than before.
    fn pass(&mut self, now: Millis) -> bool {
        now.0 >= self.ends && self.end_second(now)
    }

    fn end_second(&mut self, now: Millis) -> bool {
        let minute = self.second * SECOND / MINUTE;
        // A bucket that was full lets through more than its rate in one second; that is no peak.
        let units = self.consumed.units().min(self.allowed());
        match self.minutes.back_mut() {
            Some((last, best)) if *last == minute => *best = (*best).max(units),
            _ => self.minutes.push_back((minute, units)),
        }
        self.consumed = Tokens::ZERO;
        self.second = now.0 / SECOND;
        self.ends = (self.second + 1).saturating_mul(SECOND);
        self.promote(now.0 / MINUTE)
    }

    /// What is older than half an hour becomes the earlier peak, if it was higher.
    fn promote(&mut self, minute: u64) -> bool {
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

    /// Requests a number of single units within a second; returns how many succeeded.
    fn request(limiter: &mut RateLimiter, at: u64, units: u64) -> u64 {
        let one = Tokens::from_units(1);
        let mut succeeded = 0;
        for nth in 0..units {
            let now = Millis(at + nth * SECOND / units);
            if limiter.check(now, one).is_ok() {
                limiter.take(now, one);
                succeeded += 1;
            }
        }
        succeeded
    }

    #[test]
    fn burst_is_used_up_and_saved_again() {
        let mut limiter = RateLimiter::new(Direction::Write, Setting::Provisioned(10), Millis(0));
        let idle = 300 * SECOND;
        assert_eq!(request(&mut limiter, idle, 4_000), 3_009);
        assert_eq!(request(&mut limiter, idle + SECOND, 100), 10);
        assert_eq!(
            limiter.check(Millis(idle + SECOND), Tokens::from_units(50)),
            Err(Limit::ProvisionedThroughput)
        );
        assert_eq!(request(&mut limiter, 2 * idle + 2 * SECOND, 4_000), 3_009);
    }

    #[test]
    fn on_demand_serves_twice_the_earlier_peak_and_twice_that_half_an_hour_later() {
        let setting = Setting::OnDemand { maximum: None };
        let mut limiter = RateLimiter::new(Direction::Write, setting, Millis(0));
        let steady = |limiter: &mut RateLimiter, at| {
            request(limiter, at, 20_000);
            request(limiter, at + SECOND, 20_000)
        };
        assert_eq!(steady(&mut limiter, MINUTE), 4_000);
        assert_eq!(steady(&mut limiter, 30 * MINUTE), 4_000);
        assert_eq!(steady(&mut limiter, 32 * MINUTE), 8_000);
        assert_eq!(limiter.rate(), 8_000);
    }

    #[test]
    fn a_maximum_is_told_apart_from_the_peak() {
        let setting = Setting::OnDemand { maximum: Some(50) };
        let mut limiter = RateLimiter::new(Direction::Read, setting, Millis(0));
        let over = Tokens::from_units(51);
        assert_eq!(limiter.check(Millis(0), over), Err(Limit::MaxOnDemandThroughput));
        limiter.set(Setting::OnDemand { maximum: None }, Millis(0));
        assert_eq!(limiter.check(Millis(0), over), Ok(()));
    }

    #[test]
    fn the_accounts_quota_ends_what_a_high_peak_would_allow() {
        let mut limiter =
            RateLimiter::new(Direction::Write, Setting::Provisioned(90_000), Millis(0));
        limiter.set(Setting::OnDemand { maximum: None }, Millis(0));
        assert_eq!(limiter.rate(), TABLE_QUOTA);
        let over = Tokens::from_units(TABLE_QUOTA + 1);
        assert_eq!(limiter.check(Millis(0), over), Err(Limit::AccountLimit));
        assert_eq!(limiter.check(Millis(0), Tokens::from_units(TABLE_QUOTA)), Ok(()));
    }

    #[test]
    fn a_table_that_becomes_on_demand_goes_on_serving_what_it_had() {
        let mut limiter =
            RateLimiter::new(Direction::Write, Setting::Provisioned(9_000), Millis(0));
        limiter.set(Setting::OnDemand { maximum: None }, Millis(0));
        assert_eq!(limiter.rate(), 9_000);
    }

    fn units(units: u64) -> Tokens {
        Tokens::from_units(units)
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
    fn what_is_consumed_within_one_second_adds_up() {
        let mut peak = Peak::new(3_000);
        for at in 0..10 {
            peak.count(Millis(at * 100), units(500));
        }
        peak.pass(Millis(40 * MINUTE));
        peak.pass(Millis(80 * MINUTE));
        assert_eq!(peak.allowed(), 10_000);
    }
}
