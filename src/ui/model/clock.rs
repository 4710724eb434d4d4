//! The clock that the learner holds: real time, standing still, or faster.
//!
//! Owns what time it shows at a real time. It never goes back: turned forward and then let run, it
//! stays ahead. Refuses to know where real time comes from.

use serde::{Deserialize, Serialize};

/// How fast it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pace {
    /// As real time does.
    Real,
    /// Not at all.
    Paused,
    /// A minute a second.
    Minute,
    /// An hour a second.
    Hour,
}

impl Pace {
    /// All, in order.
    pub const ALL: [Pace; 4] = [Pace::Real, Pace::Paused, Pace::Minute, Pace::Hour];

    /// On its button.
    pub fn title(self) -> &'static str {
        match self {
            Pace::Real => "Real time",
            Pace::Paused => "Paused",
            Pace::Minute => "60×",
            Pace::Hour => "3,600×",
        }
    }

    fn times(self) -> u64 {
        match self {
            Pace::Real => 1,
            Pace::Paused => 0,
            Pace::Minute => 60,
            Pace::Hour => 3_600,
        }
    }
}

/// The clock. All times are milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    pace: Pace,
    /// The real time at which the pace was chosen.
    since: u64,
    /// What it showed then.
    shown: u64,
}

impl Clock {
    /// A clock that shows real time.
    pub fn real(now: u64) -> Self {
        Self { pace: Pace::Real, since: now, shown: now }
    }

    /// What it shows at this real time.
    pub fn at(&self, real: u64) -> u64 {
        let passed = real.saturating_sub(self.since);
        self.shown.saturating_add(passed.saturating_mul(self.pace.times()))
    }

    /// How fast it runs.
    pub fn pace(&self) -> Pace {
        self.pace
    }

    /// Runs on at another pace.
    pub fn set_pace(&mut self, pace: Pace, real: u64) {
        *self = Self { pace, since: real, shown: self.at(real) };
    }

    /// Turned forward by so much.
    pub fn turn(&mut self, millis: u64, real: u64) {
        self.set_pace(self.pace, real);
        self.shown = self.shown.saturating_add(millis);
    }

    /// The same clock, turned forward to this time if it shows less.
    pub fn at_least(mut self, least: u64, real: u64) -> Self {
        self.turn(least.saturating_sub(self.at(real)), real);
        self
    }

    /// The clock of a page that is opened again, which shows no time before this one. A page that
    /// was closed has not raced on meanwhile.
    pub fn reopened(self, real: u64, least: u64) -> Self {
        let pace = match self.pace {
            Pace::Real => Pace::Real,
            _ => Pace::Paused,
        };
        let shown = if pace == Pace::Real { self.at(real) } else { self.shown };
        Self { pace, since: real, shown: shown.max(least) }
    }

    /// How far it is ahead of real time: "3 h 20 min ahead"; none when it is not.
    pub fn ahead(&self, real: u64) -> Option<String> {
        let minutes = self.at(real).saturating_sub(real) / 60_000;
        let (days, hours, rest) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
        match (days, hours, rest) {
            (0, 0, 0) => None,
            (0, 0, rest) => Some(format!("{rest} min ahead")),
            (0, hours, rest) => Some(format!("{hours} h {rest} min ahead")),
            (days, hours, _) => Some(format!("{days} d {hours} h ahead")),
        }
    }
}

/// The time of day, UTC: "12:03:05".
pub fn time_of_day(millis: u64) -> String {
    let seconds = millis / 1_000 % 86_400;
    format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: u64 = 1_700_000_000_000;

    #[test]
    fn it_runs_stands_still_and_races() {
        let mut clock = Clock::real(NOON);
        assert_eq!(clock.at(NOON + 5), NOON + 5);
        clock.set_pace(Pace::Paused, NOON + 10);
        assert_eq!(clock.at(NOON + 9_999), NOON + 10);
        clock.set_pace(Pace::Hour, NOON + 10_000);
        assert_eq!(clock.at(NOON + 11_000), NOON + 10 + 3_600_000);
        clock.set_pace(Pace::Real, NOON + 11_000);
        assert_eq!(clock.at(NOON + 11_001), NOON + 11 + 3_600_000);
        assert_eq!(clock.ahead(NOON + 11_000).unwrap(), "59 min ahead");
    }

    #[test]
    fn it_is_turned_forward_and_never_back() {
        let mut clock = Clock::real(NOON);
        clock.turn(86_400_000 + 7_200_000, NOON);
        assert_eq!(clock.ahead(NOON).unwrap(), "1 d 2 h ahead");
        assert_eq!(clock.at(NOON - 1_000_000), clock.at(NOON));
        clock.turn(u64::MAX, NOON);
        assert_eq!(clock.at(u64::MAX), u64::MAX);
    }

    #[test]
    fn opened_again_it_has_not_raced_on() {
        let mut clock = Clock::real(NOON);
        clock.set_pace(Pace::Hour, NOON);
        let again = clock.reopened(NOON + 86_400_000, NOON + 5);
        assert_eq!((again.pace(), again.at(NOON + 86_400_000)), (Pace::Paused, NOON + 5));
        assert_eq!(Clock::real(NOON).reopened(NOON + 7, 0).at(NOON + 8), NOON + 8);
    }

    #[test]
    fn times_of_day_are_those_of_utc() {
        assert_eq!(time_of_day(NOON), "22:13:20");
    }
}
