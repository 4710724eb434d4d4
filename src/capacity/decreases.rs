//! How often provisioned capacity may be lowered.
//!
//! Owns the limit: four times on a UTC day at once, and once more an hour after the one before,
//! which makes 27 (Developer Guide, *Service quotas*). Refuses to know what is lowered.

use crate::model::Millis;

/// Decreases of a UTC day that may follow each other at once.
const FREE_DECREASES: u32 = 4;
/// How long each further one has to wait for the one before. It makes 27 in a day.
const DECREASE_INTERVAL: u64 = 3_600_000;
const DAY: u64 = 86_400_000;

/// The decreases of a table or a global index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Decreases {
    last: Option<Millis>,
    /// On the UTC day of the last one.
    count: u32,
}

/// Why a throughput cannot be lowered now.
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
    /// When the last one was.
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

    /// Notes one more, unless there were too many. A refusal counts for nothing.
    pub fn decrease(&mut self, now: Millis) -> Result<(), TooManyDecreases> {
        let (count, last) = (self.today(now), self.last.unwrap_or_default());
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
