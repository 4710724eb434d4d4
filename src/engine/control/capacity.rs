//! What is remembered of the capacity of a table or of a global index besides its throughput.
//!
//! Owns the rule that warm throughput never goes down. Refuses to know who asks.

use crate::capacity::{Decreases, TooManyDecreases};
use crate::model::{Millis, Throughput};

/// What a new on-demand table or index can serve at once (Developer Guide, *On-demand capacity mode*).
pub const ON_DEMAND_START: Throughput = Throughput { read: 12_000, write: 4_000 };

/// `OnDemandThroughput`: the most that an on-demand table or index may be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, minicbor::Encode, minicbor::Decode)]
pub struct MaxRequests {
    /// `MaxReadRequestUnits`
    #[n(0)]
    pub read: Option<Ceiling>,
    /// `MaxWriteRequestUnits`
    #[n(1)]
    pub write: Option<Ceiling>,
}

/// A ceiling as it was last given. One that was taken away is remembered, because a description
/// goes on showing the `-1` that did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub enum Ceiling {
    /// So many units a second.
    #[n(0)]
    Units(#[n(0)] u64),
    /// `-1`: none any more.
    #[n(1)]
    Lifted,
}

impl Ceiling {
    /// The units, if there is a ceiling.
    pub fn units(self) -> Option<u64> {
        match self {
            Ceiling::Units(units) => Some(units),
            Ceiling::Lifted => None,
        }
    }
}

/// The capacity of a table or a global index.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct Capacity {
    /// Warm throughput: what it can serve at once.
    #[n(0)]
    pub warm: Throughput,
    /// The most that it may be asked for, when on-demand.
    #[n(1)]
    pub max: MaxRequests,
    /// When its throughput was last raised.
    #[n(2)]
    pub increased: Option<Millis>,
    /// How often, and when, its throughput was lowered.
    #[n(3)]
    pub decreases: Decreases,
}

impl Capacity {
    /// The capacity of a new table or index: what is provisioned, or what on-demand starts with.
    pub fn new(provisioned: Option<Throughput>) -> Self {
        let warm = provisioned.unwrap_or(ON_DEMAND_START);
        Self { warm, max: MaxRequests::default(), increased: None, decreases: Decreases::default() }
    }

    /// Raises the warm throughput to what is provisioned, or to what on-demand starts with.
    pub fn warm_for(&mut self, provisioned: Option<Throughput>) {
        self.warm_to(provisioned.unwrap_or(ON_DEMAND_START));
    }

    /// Raises the warm throughput to at least this, reads and writes each for themselves.
    pub fn warm_to(&mut self, least: Throughput) {
        self.warm.read = self.warm.read.max(least.read);
        self.warm.write = self.warm.write.max(least.write);
    }

    /// Notes a change, whose parts may go both ways. Too many decreases are rejected; a rejection
    /// counts for nothing.
    pub fn change(
        &mut self,
        from: Throughput,
        to: Throughput,
        now: Millis,
    ) -> Result<(), TooManyDecreases> {
        if to.read < from.read || to.write < from.write {
            self.decreases.decrease(now)?;
        }
        if to.read > from.read || to.write > from.write {
            self.increased = Some(now);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: u64 = 3_600_000;

    fn lower(capacity: &mut Capacity, to: u64, at: u64) -> Result<(), TooManyDecreases> {
        let of = |units| Throughput { read: units, write: 1 };
        capacity.change(of(to + 1), of(to), Millis(at))
    }

    #[test]
    fn four_decreases_are_free_and_then_there_is_one_an_hour() {
        let mut capacity = Capacity::new(Some(Throughput { read: 100, write: 1 }));
        for at in 0..4 {
            lower(&mut capacity, 50, at).unwrap();
        }
        let rejected = lower(&mut capacity, 50, 4).unwrap_err();
        let next = Millis(3 + HOUR);
        assert_eq!(rejected, TooManyDecreases { count: 4, last: Millis(3), next });
        assert!(lower(&mut capacity, 50, next.0 - 1).is_err());
        lower(&mut capacity, 50, next.0).unwrap();
        assert_eq!(capacity.decreases.today(next), 5);
        let made = (2..30).filter(|hour| lower(&mut capacity, 1, hour * HOUR + HOUR / 2).is_ok());
        assert_eq!(made.count() + 5, 27 + 6, "27 on the first day, then six on the next");
    }

    #[test]
    fn an_increase_is_always_free_and_warms() {
        let mut capacity = Capacity::new(Some(Throughput { read: 5, write: 5 }));
        let (from, to) = (Throughput { read: 5, write: 5 }, Throughput { read: 9, write: 5 });
        capacity.change(from, to, Millis(7)).unwrap();
        assert_eq!((capacity.increased, capacity.decreases.last()), (Some(Millis(7)), None));
        capacity.warm_for(Some(to));
        capacity.warm_for(Some(from));
        assert_eq!(capacity.warm, to);
        capacity.warm_for(None);
        assert_eq!(capacity.warm, ON_DEMAND_START);
    }
}
