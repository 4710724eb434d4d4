//! What a table or a global index may be asked for: its own capacity, and that of its partitions.
//!
//! Owns the order of the checks: the partition first, then the table. Refuses to know who asks.

use super::event::{Event, Reason};
use super::partitions::Partitions;
use super::ring::{initial_partitions, partitions_for_bytes, partitions_for_units};
use crate::capacity::{Direction, Limit, Meter, Setting, Tokens};
use crate::model::{BillingMode, Millis};

/// Seconds of an index's write capacity that may wait before its table's writes are refused. AWS
/// publishes no figure.
const WAITING_SECONDS: u64 = 5;

/// Units for one key in one direction.
#[derive(Debug, Clone, Copy)]
pub struct Demand<'a> {
    /// The encoded key, or at least its beginning.
    pub key: &'a [u8],
    /// Reading or writing.
    pub direction: Direction,
    /// How much.
    pub tokens: Tokens,
}

/// The capacity that is set, in both directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// For reading.
    pub read: Setting,
    /// For writing.
    pub write: Setting,
}

/// How many partitions a new table or index begins with, for its capacity and for what it holds.
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
    read: Meter,
    write: Meter,
    partitions: Partitions,
}

impl Limits {
    /// Limits that begin now.
    pub fn new(settings: Settings, partitions: Partitions, now: Millis) -> Self {
        Self {
            read: Meter::new(Direction::Read, settings.read, now),
            write: Meter::new(Direction::Write, settings.write, now),
            partitions,
        }
    }

    /// Goes on with other settings. Partitions are added where more is provisioned than they serve;
    /// none is ever taken away.
    pub fn set(&mut self, settings: Settings, now: Millis) -> Vec<Event> {
        self.read.set(settings.read, now);
        self.write.set(settings.write, now);
        self.partitions.at_least(needed_partitions(settings, 0), now)
    }

    /// Whether so much may be taken now; the place of the partition that serves it, or the limit
    /// that is in the way. What is refused warms its partition as well.
    pub fn check(&mut self, now: Millis, demand: Demand<'_>) -> Result<usize, Limit> {
        let place = self.observe(now, demand);
        match self.allows(now, place, demand) {
            Ok(()) => Ok(place),
            Err(limit) => {
                self.partitions.refuse(place);
                Err(limit)
            }
        }
    }

    /// Takes what [`Limits::check`] allowed, from the partition that it named.
    pub fn take(&mut self, now: Millis, place: usize, demand: Demand<'_>) {
        self.partitions.take(place, demand.direction, demand.tokens);
        self.meter_mut(demand.direction).take(now, demand.tokens);
    }

    /// Notes that a key is asked for; the place of the partition that holds it.
    pub fn observe(&mut self, now: Millis, demand: Demand<'_>) -> usize {
        let place = self.partitions.locate(demand.key);
        self.partitions.observe(place, now, demand.direction, demand.tokens, demand.key);
        place
    }

    /// Takes so much of what was observed before, if it may be taken now.
    pub fn admit(&mut self, now: Millis, place: usize, demand: Demand<'_>) -> Result<(), Limit> {
        self.allows(now, place, demand)?;
        self.take(now, place, demand);
        Ok(())
    }

    /// Notes that a request is refused for the sake of the partition at this place.
    pub fn refuse(&mut self, place: usize) {
        self.partitions.refuse(place);
    }

    fn allows(&mut self, now: Millis, place: usize, demand: Demand<'_>) -> Result<(), Limit> {
        self.partitions.check(place, now, demand.direction, demand.tokens)?;
        self.meter_mut(demand.direction).check(now, demand.tokens)
    }

    /// Lets time pass, so that partitions show the load of the second that is over.
    pub fn settle(&mut self, now: Millis) {
        self.partitions.settle(now);
    }

    /// Lets time pass; tells which partitions were split, or could not be.
    pub fn pass(&mut self, now: Millis) -> Vec<Event> {
        self.partitions.pass(now)
    }

    /// Splits a partition: see [`Partitions::split`].
    pub fn split(&mut self, place: usize, key: Box<[u8]>, reason: Reason, now: Millis) -> Event {
        self.partitions.split(place, key, reason, now)
    }

    /// What may wait for an index before its table's writes are refused.
    pub fn room_to_wait(&self) -> Tokens {
        Tokens::of_units(self.meter(Direction::Write).rate().saturating_mul(WAITING_SECONDS))
    }

    /// The partitions.
    pub fn partitions(&self) -> &Partitions {
        &self.partitions
    }

    /// Notes that a write made what is stored at this place larger.
    pub fn grow(&mut self, place: usize, key: &[u8], bytes: u64) {
        self.partitions.grow(place, key, bytes);
    }

    /// What could be taken at once in one direction.
    pub fn saved(&mut self, direction: Direction, now: Millis) -> Tokens {
        self.meter_mut(direction).saved(now)
    }

    /// The capacity of one direction.
    pub fn meter(&self, direction: Direction) -> &Meter {
        match direction {
            Direction::Read => &self.read,
            Direction::Write => &self.write,
        }
    }

    fn meter_mut(&mut self, direction: Direction) -> &mut Meter {
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
            Demand { key: &key, direction: Direction::Write, tokens: Tokens::of_units(units) };
        let place = limits.check(now, demand)?;
        limits.take(now, place, demand);
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
    fn a_refusal_takes_nothing() {
        let mut limits = limits(1, 10, 1);
        assert_eq!(write(&mut limits, Millis(0), 5, 11), Err(Limit::ProvisionedThroughput));
        assert_eq!(write(&mut limits, Millis(0), 5, 10), Ok(()));
    }
}
