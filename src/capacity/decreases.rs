//! How often provisioned capacity may be decreased.
//!
//! Owns the limit: four decreases at once on a UTC day, then one more an hour after the one before,
//! which makes 27 a day (Developer Guide, *Quotas in Amazon DynamoDB*, "Decreasing provisioned
//! throughput"). Refuses to know what is decreased.

use crate::model::Millis;

/// Decreases of a UTC day that may follow each other at once.
const FREE_DECREASES: u32 = 4;
/// How long each further one has to wait for the one before. It makes 27 in a day.
const DECREASE_INTERVAL: u64 = 3_600_000;
const DAY: u64 = 86_400_000;

/// The decreases of a table or a global index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, minicbor::Encode, minicbor::Decode)]
pub struct Decreases {
    #[n(0)]
    last: Option<Millis>,
    /// On the UTC day of the last one.
    #[n(1)]
    count: u32,
}

/// Why a throughput cannot be decreased now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyDecreases {
    /// Decreases on this UTC day.
    pub count: u32,
    /// The last of them.
    pub last: Millis,
    /// When the next may come.
    pub next: Millis,
}

impl Decreases {
    /// When the last decrease was.
    pub fn last(&self) -> Option<Millis> {
        self.last
    }

    /// Decreases on the day of this time.
    pub fn today(&self, now: Millis) -> u32 {
        match self.last {
            Some(last) if last.0 / DAY == now.0 / DAY => self.count,
            _ => 0,
        }
    }

    /// Notes one more decrease, unless there were too many. A rejected one does not count.
    pub fn decrease(&mut self, now: Millis) -> Result<(), TooManyDecreases> {
        let count = self.today(now);
        let last = self.last.unwrap_or_default();
        // The count begins anew at midnight, which may come before the hour is over.
        let midnight = (now.0 / DAY + 1) * DAY;
        let next = Millis((last.0 + DECREASE_INTERVAL).min(midnight));
        if count >= FREE_DECREASES && now < next {
            return Err(TooManyDecreases { count, last, next });
        }
        *self = Self { last: Some(now), count: count + 1 };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_twenty_seven() {
        let mut decreases = Decreases::default();
        let minutes = (0..1_440).map(|minute| Millis(minute * 60_000));
        assert_eq!(minutes.filter(|now| decreases.decrease(*now).is_ok()).count(), 27);
        assert_eq!(decreases.today(Millis(DAY - 1)), 27);
        assert_eq!(decreases.decrease(Millis(DAY)), Ok(()));
        assert_eq!(decreases.today(Millis(DAY)), 1);
    }
}
