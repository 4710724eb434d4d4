//! The throughput limits of a table or a global index: its own, and those of its partitions.
//!
//! Owns the order of the checks: the partition first, then the table. Refuses to know who asks.

use super::partitions::{Event, Partitions, SplitReason};
use super::ring::{initial_partitions, partitions_for_bytes, partitions_for_units};
use crate::capacity::{Direction, Limit, RateLimiter, Setting, Tokens};
use crate::model::{BillingMode, Millis};

/// Seconds' worth of an index's write capacity that may wait before the writes of its table are
/// throttled ("back-pressure"). AWS publishes no figure.
const WAITING_SECONDS: u64 = 5;

/// Capacity units that one request for one key needs, in one direction.
#[derive(Debug, Clone, Copy)]
pub struct Demand<'a> {
    /// The encoded key, or at least its beginning.
    pub key: &'a [u8],
    /// Reading or writing.
    pub direction: Direction,
    /// How many units.
    pub tokens: Tokens,
}

/// The capacity that is set, for reading and for writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// For reading.
    pub read: Setting,
    /// For writing.
    pub write: Setting,
}

/// How many partitions a new table or index begins with, for its capacity and for the bytes that
/// it holds: the larger of the two, as the classic formulas have it.
pub fn needed_partitions(settings: Settings, bytes: u64) -> u32 {
    let units = |setting| match setting {
        Setting::Provisioned(units) => Some(units),
        Setting::OnDemand { .. } => None,
    };
    let (read, write) = (units(settings.read), units(settings.write));
    let least = match (read, write) {
        (Some(_), Some(_)) => 1,
        _ => initial_partitions(BillingMode::PayPerRequest),
    };
    let for_units = partitions_for_units(read.unwrap_or(0), write.unwrap_or(0));
    least.max(for_units).max(partitions_for_bytes(bytes))
}

/// The limits of one table or global index.
#[derive(Debug, Clone)]
pub struct Limits {
    read: RateLimiter,
    write: RateLimiter,
    partitions: Partitions,
}

impl Limits {
    /// Limits that begin now.
    pub fn new(settings: Settings, partitions: Partitions, now: Millis) -> Self {
        Self {
            read: RateLimiter::new(Direction::Read, settings.read, now),
            write: RateLimiter::new(Direction::Write, settings.write, now),
            partitions,
        }
    }

    /// Changes the capacity. Partitions are split where more is provisioned than they serve; none is
    /// ever merged.
    pub fn set(&mut self, settings: Settings, now: Millis) -> Vec<Event> {
        self.read.set(settings.read, now);
        self.write.set(settings.write, now);
        self.partitions.at_least(needed_partitions(settings, 0), now)
    }

    /// Whether the demand can be met now: the position of the partition that serves it, or the limit
    /// that throttles it. What is throttled adds to the partition's heat as well.
    pub fn check(&mut self, now: Millis, demand: Demand<'_>) -> Result<usize, Limit> {
        let position = self.observe(now, demand);
        match self.allows(now, position, demand) {
            Ok(()) => Ok(position),
            Err(limit) => {
                self.partitions.throttle(position);
                Err(limit)
            }
        }
    }

    /// Consumes what [`Limits::check`] allowed, of the partition that it named.
    pub fn take(&mut self, now: Millis, position: usize, demand: Demand<'_>) {
        self.partitions.take(position, demand.direction, demand.tokens);
        self.limiter_mut(demand.direction).take(now, demand.tokens);
    }

    /// Counts a request for a key. Returns the position of the partition that holds the key.
    pub fn observe(&mut self, now: Millis, demand: Demand<'_>) -> usize {
        let position = self.partitions.locate(demand.key);
        self.partitions.observe(position, now, demand.direction, demand.tokens, demand.key);
        position
    }

    /// Consumes a demand that was observed before, if it can be met now.
    pub fn admit(&mut self, now: Millis, position: usize, demand: Demand<'_>) -> Result<(), Limit> {
        self.allows(now, position, demand)?;
        self.take(now, position, demand);
        Ok(())
    }

    /// Notes that a request was throttled on account of the partition at this position.
    pub fn throttle(&mut self, position: usize) {
        self.partitions.throttle(position);
    }

    fn allows(&mut self, now: Millis, position: usize, demand: Demand<'_>) -> Result<(), Limit> {
        // The backstop of each partition comes first, then the table-wide budget ("global admission
        // control"): a partition has no share of its own, so it may use what others leave (Elhemali
        // et al., USENIX ATC 2022, section 4.3).
        self.partitions.check(position, now, demand.direction, demand.tokens)?;
        self.limiter_mut(demand.direction).check(now, demand.tokens)
    }

    /// Lets time pass, so that partitions show the load of the second that is over.
    pub fn settle(&mut self, now: Millis) {
        self.partitions.settle(now);
    }

    /// Lets time pass. Returns which partitions were split, or would have been if that helped.
    pub fn pass(&mut self, now: Millis) -> Vec<Event> {
        self.partitions.pass(now)
    }

    /// Splits a partition: see [`Partitions::split`].
    pub fn split(
        &mut self,
        position: usize,
        key: Box<[u8]>,
        reason: SplitReason,
        now: Millis,
    ) -> Event {
        self.partitions.split(position, key, reason, now)
    }

    /// The units that may wait for an index before the writes of its table are throttled.
    pub fn back_pressure_threshold(&self) -> Tokens {
        Tokens::from_units(self.limiter(Direction::Write).rate().saturating_mul(WAITING_SECONDS))
    }

    /// The partitions.
    pub fn partitions(&self) -> &Partitions {
        &self.partitions
    }

    /// Notes that a write made what is stored at this position larger.
    pub fn grow(&mut self, position: usize, key: &[u8], bytes: u64) {
        self.partitions.grow(position, key, bytes);
    }

    /// The units that could be consumed at once in one direction, burst capacity included.
    pub fn available(&mut self, direction: Direction, now: Millis) -> Tokens {
        self.limiter_mut(direction).available(now)
    }

    /// The limits of the table or index itself in one direction.
    pub fn limiter(&self, direction: Direction) -> &RateLimiter {
        match direction {
            Direction::Read => &self.read,
            Direction::Write => &self.write,
        }
    }

    fn limiter_mut(&mut self, direction: Direction) -> &mut RateLimiter {
        match direction {
            Direction::Read => &mut self.read,
            Direction::Write => &mut self.write,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(read: u64, write: u64, partitions: u32) -> Limits {
        let settings =
            Settings { read: Setting::Provisioned(read), write: Setting::Provisioned(write) };
        Limits::new(settings, Partitions::even(partitions, false, Millis(0)), Millis(0))
    }

    fn key(hash: u64) -> [u8; 8] {
        hash.to_be_bytes()
    }

    fn write(limits: &mut Limits, now: Millis, hash: u64, units: u64) -> Result<(), Limit> {
        let key = key(hash);
        let demand =
            Demand { key: &key, direction: Direction::Write, tokens: Tokens::from_units(units) };
        let position = limits.check(now, demand)?;
        limits.take(now, position, demand);
        Ok(())
    }

    /// Adaptive capacity: no partition has a share of its own, so one may use what others leave.
    #[test]
    fn one_partition_may_use_what_the_others_leave() {
        let mut limits = limits(1, 900, 4);
        assert_eq!(write(&mut limits, Millis(0), 5, 900), Ok(()));
        assert_eq!(write(&mut limits, Millis(0), u64::MAX, 1), Err(Limit::ProvisionedThroughput));
    }

    #[test]
    fn no_capacity_helps_beyond_what_a_partition_serves() {
        let mut limits = limits(1, 40_000, 4);
        assert_eq!(write(&mut limits, Millis(0), 5, 1_000), Ok(()));
        assert_eq!(write(&mut limits, Millis(0), 5, 1), Err(Limit::KeyRangeThroughput));
        assert_eq!(write(&mut limits, Millis(0), u64::MAX, 1_000), Ok(()));
    }

    #[test]
    fn a_throttled_request_consumes_nothing() {
        let mut limits = limits(1, 10, 1);
        assert_eq!(write(&mut limits, Millis(0), 5, 11), Err(Limit::ProvisionedThroughput));
        assert_eq!(write(&mut limits, Millis(0), 5, 10), Ok(()));
    }
}
