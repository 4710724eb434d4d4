//! Auto scaling of provisioned capacity.
//!
//! Owns the rules of target tracking (Developer Guide, *Managing throughput capacity automatically
//! with DynamoDB auto scaling*): scale out after two minutes in a row above the target, scale in
//! after fifteen below it, and that only as often as capacity may be decreased. What it sets holds at
//! once, where the service takes a minute or more. Refuses to know what is scaled.

use crate::capacity::{Decreases, Direction, Setting, TooManyDecreases};
use crate::model::Millis;
use crate::partition::Settings;

/// Minutes above the target before more is provisioned.
const MINUTES_TO_SCALE_OUT: u32 = 2;
/// Minutes below the target before less is provisioned.
const MINUTES_TO_SCALE_IN: u32 = 15;

/// The target utilisation, and the bounds of what may be provisioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// Consumed of provisioned capacity, in percent: 20 to 90.
    pub percent: u64,
    /// Never less than this.
    pub least: u64,
    /// Never more than this.
    pub most: u64,
}

/// Auto scaling of one capacity setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AutoScaling {
    target: Target,
    above: u32,
    below: u32,
    /// Whether it was already told that a decrease is delayed.
    delayed: bool,
}

impl AutoScaling {
    /// Scaling that has seen nothing yet.
    pub fn new(target: Target) -> Self {
        Self { target, above: 0, below: 0, delayed: false }
    }

    /// Takes note of a minute: units a second consumed, of those provisioned. Returns what should be
    /// provisioned from now on, if that is to change.
    pub fn minute(&mut self, consumed: u64, provisioned: u64) -> Option<u64> {
        let percent = self.target.percent.max(1);
        let over = consumed * 100 > provisioned * percent;
        self.above = if over { self.above + 1 } else { 0 };
        self.below = if over { 0 } else { self.below + 1 };
        if self.above < MINUTES_TO_SCALE_OUT && self.below < MINUTES_TO_SCALE_IN {
            return None;
        }
        let most = self.target.most.max(1);
        let wanted = (consumed * 100).div_ceil(percent);
        Some(wanted.clamp(self.target.least.clamp(1, most), most)).filter(|&w| w != provisioned)
    }

    /// Begins to count anew, since what was wanted was done.
    fn restart(&mut self) {
        *self = Self::new(self.target);
    }
}

/// What auto scaling did in one direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It set another capacity.
    Set {
        /// Units a second before.
        from: u64,
        /// Units a second from now on.
        to: u64,
    },
    /// It could not decrease it yet, and tries again each minute.
    Delayed(TooManyDecreases),
}

/// Auto scaling of both directions of a table or an index.
#[derive(Debug, Clone)]
pub struct Scaler {
    settings: Settings,
    read: Option<AutoScaling>,
    write: Option<AutoScaling>,
    decreases: Decreases,
}

impl Scaler {
    /// Auto scaling of these settings, in the directions that have a target.
    pub fn new(settings: Settings, read: Option<Target>, write: Option<Target>) -> Self {
        Self {
            settings,
            read: read.map(AutoScaling::new),
            write: write.map(AutoScaling::new),
            decreases: Decreases::default(),
        }
    }

    /// The capacity that is set now.
    pub fn settings(&self) -> Settings {
        self.settings
    }

    /// Whether capacity is provisioned in this direction.
    pub fn is_provisioned(&self, direction: Direction) -> bool {
        let setting = match direction {
            Direction::Read => self.settings.read,
            Direction::Write => self.settings.write,
        };
        matches!(setting, Setting::Provisioned(_))
    }

    /// Takes note of a minute: units a second that were read and written. Returns what auto scaling
    /// does.
    pub fn minute(&mut self, now: Millis, read: u64, write: u64) -> Vec<(Direction, Step)> {
        let directions = [(Direction::Read, read), (Direction::Write, write)];
        directions
            .into_iter()
            .filter_map(|(direction, consumed)| {
                Some((direction, self.scale(now, direction, consumed)?))
            })
            .collect()
    }

    fn scale(&mut self, now: Millis, direction: Direction, consumed: u64) -> Option<Step> {
        let (scaling, setting) = match direction {
            Direction::Read => (&mut self.read, &mut self.settings.read),
            Direction::Write => (&mut self.write, &mut self.settings.write),
        };
        let (Some(scaling), Setting::Provisioned(from)) = (scaling, *setting) else { return None };
        let to = scaling.minute(consumed, from)?;
        if to < from
            && let Err(delayed) = self.decreases.decrease(now)
        {
            // Told once, though it is tried each minute.
            let was_told = std::mem::replace(&mut scaling.delayed, true);
            return (!was_told).then_some(Step::Delayed(delayed));
        }
        scaling.restart();
        *setting = Setting::Provisioned(to);
        Some(Step::Set { from, to })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TARGET: Target = Target { percent: 70, least: 5, most: 1_000 };

    fn scaler(units: u64) -> Scaler {
        let setting = Setting::Provisioned(units);
        Scaler::new(Settings { read: setting, write: setting }, None, Some(TARGET))
    }

    /// What it does in minutes with so much written.
    fn play(scaler: &mut Scaler, from: u64, consumed: &[u64]) -> Vec<(u64, Step)> {
        let minutes = consumed.iter().enumerate().flat_map(|(nth, consumed)| {
            let minute = from + nth as u64;
            let steps = scaler.minute(Millis(minute * 60_000), 0, *consumed);
            steps.into_iter().map(move |(direction, step)| {
                assert_eq!(direction, Direction::Write);
                (minute, step)
            })
        });
        minutes.collect()
    }

    #[test]
    fn two_busy_minutes_raise_it() {
        let steps = play(&mut scaler(100), 0, &[90, 90, 90, 90]);
        assert_eq!(steps, [(1, Step::Set { from: 100, to: 129 })]);
    }

    #[test]
    fn a_minute_of_calm_starts_the_count_anew() {
        assert_eq!(play(&mut scaler(100), 0, &[90, 10, 90, 10, 90]), []);
    }

    #[test]
    fn fifteen_calm_minutes_lower_it_within_its_bounds() {
        let steps = play(&mut scaler(100), 0, &[0; 60]);
        assert_eq!(steps, [(14, Step::Set { from: 100, to: 5 })]);
        let steps = play(&mut scaler(100), 0, &[90_000; 2]);
        assert_eq!(steps, [(1, Step::Set { from: 100, to: 1_000 })]);
    }

    #[test]
    fn the_fifth_decrease_waits_for_an_hour_to_pass() {
        let mut scaler = scaler(1_000);
        let calm = [600, 500, 400, 300, 200].map(|consumed| [consumed; 15]).concat();
        let steps = play(&mut scaler, 0, &[calm, vec![200; 70]].concat());
        let lowered: Vec<u64> = steps
            .iter()
            .filter(|(_, step)| matches!(step, Step::Set { .. }))
            .map(|(minute, _)| *minute)
            .collect();
        assert_eq!(lowered, [14, 29, 44, 59, 119]);
        let delayed: Vec<&(u64, Step)> =
            steps.iter().filter(|(_, step)| matches!(step, Step::Delayed(_))).collect();
        assert!(
            matches!(delayed[..], [(74, Step::Delayed(delay))] if delay.next == Millis(119 * 60_000))
        );
    }
}
