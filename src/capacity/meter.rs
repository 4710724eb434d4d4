//! What a table or a global index may be asked for, in one direction.
//!
//! Owns the limits of both capacity modes: provisioned units with burst, or an on-demand table's
//! peak, its own maximum and the account's quota. Refuses to know partitions, which limit what a
//! range of keys may be asked for, and how a refusal is worded.

use super::bucket::{Bucket, Tokens};
use super::peak::Peak;
use crate::model::Millis;

/// Seconds of unused provisioned capacity that are kept.
pub const BURST_SECONDS: u64 = 300;
/// Seconds that limits without burst are measured over.
const NO_BURST: u64 = 1;

/// Reading or writing: each has capacity of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Direction {
    Read,
    Write,
}

impl Direction {
    /// Units a second that a new on-demand table serves at once.
    pub fn on_demand_initial(self) -> u64 {
        match self {
            Direction::Read => 12_000,
            Direction::Write => 4_000,
        }
    }

    /// Units a second that one partition serves.
    pub fn partition_limit(self) -> u64 {
        match self {
            Direction::Read => 3_000,
            Direction::Write => 1_000,
        }
    }
}

/// Units a second that one on-demand table may take of the account's quota by default.
pub const TABLE_QUOTA: u64 = 40_000;

/// Which limit a request ran into. With the part of the table and the direction it makes the
/// reason that the service gives, such as `TableWriteKeyRangeThroughputExceeded`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limit {
    /// The provisioned rate, with nothing left of the burst.
    ProvisionedThroughput,
    /// What one partition serves. On-demand also: more than twice the earlier peak, since there
    /// are not yet partitions enough (that the service gives this reason is unconfirmed).
    KeyRangeThroughput,
    /// The account's quota for one table.
    AccountLimit,
    /// The maximum that was set for the table.
    MaxOnDemandThroughput,
}

impl Limit {
    /// The service's name for it, of a table or of an index: `TableWriteKeyRangeThroughputExceeded`
    /// (API reference, *ThrottlingReason*).
    pub fn reason(self, of_index: bool, direction: Direction) -> String {
        let place = if of_index { "Index" } else { "Table" };
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
        [place, direction, limit, "Exceeded"].concat()
    }
}

/// The capacity that is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// So many units a second.
    Provisioned(u64),
    /// What is asked for, up to a maximum if one is set.
    OnDemand {
        /// Units a second.
        maximum: Option<u64>,
    },
}

/// The limits of one table or global index in one direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meter {
    direction: Direction,
    mode: Mode,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Mode {
    Provisioned(Bucket),
    OnDemand { peak: Peak, allowed: Bucket, quota: Bucket, maximum: Option<Bucket> },
}

impl Meter {
    /// The meter of a table that begins now.
    pub fn new(direction: Direction, setting: Setting, now: Millis) -> Self {
        let peak = Peak::new(direction.on_demand_initial() / 2);
        Self { direction, mode: Mode::of(setting, peak, now) }
    }

    /// Goes on with other settings. A table that becomes on-demand is taken to have served what it
    /// was provisioned with; burst that was saved stays while the mode does.
    pub fn set(&mut self, setting: Setting, now: Millis) {
        match (&mut self.mode, setting) {
            (Mode::Provisioned(bucket), Setting::Provisioned(rate)) => bucket.set_rate(now, rate),
            (Mode::OnDemand { maximum, .. }, Setting::OnDemand { maximum: new }) => {
                *maximum = new.map(|rate| Bucket::new(rate, NO_BURST, now));
            }
            (mode, setting) => {
                let served = mode.rate().max(self.direction.on_demand_initial());
                *mode = Mode::of(setting, Peak::new(served.div_ceil(2)), now);
            }
        }
    }

    /// Units a second that are served for any length of time.
    pub fn rate(&self) -> u64 {
        self.mode.rate()
    }

    /// What was saved up and could be taken at once.
    pub fn saved(&mut self, now: Millis) -> Tokens {
        match &mut self.mode {
            Mode::Provisioned(bucket) => bucket.level(now),
            Mode::OnDemand { allowed, .. } => allowed.level(now),
        }
    }

    /// Whether so much may be taken now; if not, for which limit.
    pub fn check(&mut self, now: Millis, tokens: Tokens) -> Result<(), Limit> {
        match &mut self.mode {
            Mode::Provisioned(bucket) => holds(bucket, now, tokens, Limit::ProvisionedThroughput),
            Mode::OnDemand { peak, allowed, quota, maximum } => {
                if peak.pass(now) {
                    allowed.set_rate(now, peak.allowed());
                }
                if let Some(maximum) = maximum {
                    holds(maximum, now, tokens, Limit::MaxOnDemandThroughput)?;
                }
                holds(quota, now, tokens, Limit::AccountLimit)?;
                holds(allowed, now, tokens, Limit::KeyRangeThroughput)
            }
        }
    }

    /// Takes what [`Meter::check`] allowed.
    pub fn take(&mut self, now: Millis, tokens: Tokens) {
        match &mut self.mode {
            Mode::Provisioned(bucket) => bucket.take(tokens),
            Mode::OnDemand { peak, allowed, quota, maximum } => {
                peak.count(now, tokens);
                [Some(allowed), Some(quota), maximum.as_mut()]
                    .into_iter()
                    .flatten()
                    .for_each(|bucket| bucket.take(tokens));
            }
        }
    }
}

fn holds(bucket: &mut Bucket, now: Millis, tokens: Tokens, limit: Limit) -> Result<(), Limit> {
    if bucket.has(now, tokens) { Ok(()) } else { Err(limit) }
}

impl Mode {
    fn of(setting: Setting, peak: Peak, now: Millis) -> Self {
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
                let most = maximum.as_ref().map_or(TABLE_QUOTA, Bucket::rate);
                peak.allowed().min(most).min(TABLE_QUOTA)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000;
    const MINUTE: u64 = 60 * SECOND;

    /// Asks for so many single units within a second; gives how many were granted.
    fn ask(meter: &mut Meter, at: u64, units: u64) -> u64 {
        let one = Tokens::of_units(1);
        let mut granted = 0;
        for nth in 0..units {
            let now = Millis(at + nth * SECOND / units);
            if meter.check(now, one).is_ok() {
                meter.take(now, one);
                granted += 1;
            }
        }
        granted
    }

    #[test]
    fn burst_is_used_up_and_saved_again() {
        let mut meter = Meter::new(Direction::Write, Setting::Provisioned(10), Millis(0));
        let idle = 300 * SECOND;
        assert_eq!(ask(&mut meter, idle, 4_000), 3_009);
        assert_eq!(ask(&mut meter, idle + SECOND, 100), 10);
        assert_eq!(
            meter.check(Millis(idle + SECOND), Tokens::of_units(50)),
            Err(Limit::ProvisionedThroughput)
        );
        assert_eq!(ask(&mut meter, 2 * idle + 2 * SECOND, 4_000), 3_009);
    }

    #[test]
    fn on_demand_serves_twice_the_earlier_peak_and_twice_that_half_an_hour_later() {
        let setting = Setting::OnDemand { maximum: None };
        let mut meter = Meter::new(Direction::Write, setting, Millis(0));
        let steady = |meter: &mut Meter, at| {
            ask(meter, at, 20_000);
            ask(meter, at + SECOND, 20_000)
        };
        assert_eq!(steady(&mut meter, MINUTE), 4_000);
        assert_eq!(steady(&mut meter, 30 * MINUTE), 4_000);
        assert_eq!(steady(&mut meter, 32 * MINUTE), 8_000);
        assert_eq!(meter.rate(), 8_000);
    }

    #[test]
    fn a_maximum_is_told_apart_from_the_peak() {
        let setting = Setting::OnDemand { maximum: Some(50) };
        let mut meter = Meter::new(Direction::Read, setting, Millis(0));
        let over = Tokens::of_units(51);
        assert_eq!(meter.check(Millis(0), over), Err(Limit::MaxOnDemandThroughput));
        meter.set(Setting::OnDemand { maximum: None }, Millis(0));
        assert_eq!(meter.check(Millis(0), over), Ok(()));
    }

    #[test]
    fn the_accounts_quota_ends_what_a_high_peak_would_allow() {
        let mut meter = Meter::new(Direction::Write, Setting::Provisioned(90_000), Millis(0));
        meter.set(Setting::OnDemand { maximum: None }, Millis(0));
        assert_eq!(meter.rate(), TABLE_QUOTA);
        let over = Tokens::of_units(TABLE_QUOTA + 1);
        assert_eq!(meter.check(Millis(0), over), Err(Limit::AccountLimit));
        assert_eq!(meter.check(Millis(0), Tokens::of_units(TABLE_QUOTA)), Ok(()));
    }

    #[test]
    fn a_table_that_becomes_on_demand_goes_on_serving_what_it_had() {
        let mut meter = Meter::new(Direction::Write, Setting::Provisioned(9_000), Millis(0));
        meter.set(Setting::OnDemand { maximum: None }, Millis(0));
        assert_eq!(meter.rate(), 9_000);
    }
}
