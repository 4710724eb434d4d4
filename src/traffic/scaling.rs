//! Auto scaling of provisioned capacity.
//!
//! Owns the rules of target tracking (Developer Guide, *Managing throughput capacity automatically
//! with auto scaling*): up after two minutes in a row above the target, down after fifteen below.
//! Refuses to know what is scaled.

/// Minutes above the target before more is provisioned.
const MINUTES_UP: u32 = 2;
/// Minutes below the target before less is.
const MINUTES_DOWN: u32 = 15;

/// What is aimed for, and between which bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// Consumed of provisioned, in percent: 20 to 90.
    pub percent: u64,
    /// Never less than this.
    pub least: u64,
    /// Never more than this.
    pub most: u64,
}

/// Watches one capacity setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AutoScaling {
    target: Target,
    above: u32,
    below: u32,
}

impl AutoScaling {
    /// Scaling that has seen nothing yet.
    pub fn new(target: Target) -> Self {
        let percent = target.percent.clamp(20, 90);
        Self { target: Target { percent, ..target }, above: 0, below: 0 }
    }

    /// After a minute in which so many units a second were consumed of those provisioned: what to
    /// provision from now on, if that changes.
    pub fn minute(&mut self, consumed: u64, provisioned: u64) -> Option<u64> {
        let over = consumed * 100 > provisioned * self.target.percent;
        self.above = if over { self.above + 1 } else { 0 };
        self.below = if over { 0 } else { self.below + 1 };
        if self.above < MINUTES_UP && self.below < MINUTES_DOWN {
            return None;
        }
        (self.above, self.below) = (0, 0);
        let most = self.target.most.max(1);
        let wanted = (consumed * 100).div_ceil(self.target.percent);
        Some(wanted.clamp(self.target.least.clamp(1, most), most)).filter(|&w| w != provisioned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scaling() -> AutoScaling {
        AutoScaling::new(Target { percent: 70, least: 5, most: 1_000 })
    }

    #[test]
    fn two_busy_minutes_raise_it() {
        let mut scaling = scaling();
        assert_eq!(scaling.minute(90, 100), None);
        assert_eq!(scaling.minute(90, 100), Some(129));
        assert_eq!(scaling.minute(90, 129), None);
    }

    #[test]
    fn a_minute_of_calm_starts_the_count_anew() {
        let mut scaling = scaling();
        let seen = [90, 10, 90, 10, 90].map(|consumed| scaling.minute(consumed, 100));
        assert_eq!(seen, [None; 5]);
    }

    #[test]
    fn fifteen_calm_minutes_lower_it_within_its_bounds() {
        let mut scaling = scaling();
        assert!((0..14).all(|_| scaling.minute(0, 100).is_none()));
        assert_eq!(scaling.minute(0, 100), Some(5));
        assert!((0..30).all(|_| scaling.minute(0, 5).is_none()));
        assert_eq!((0..2).filter_map(|_| scaling.minute(90_000, 100)).next(), Some(1_000));
    }
}
