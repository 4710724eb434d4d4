//! Times and paces in words.

use crate::ui::model::words::count;

/// A time as a stopwatch shows it: 0:07, 12:30, 1:02:03.
pub fn time(seconds: u64) -> String {
    let two = |n: u64| format!("{n:0>2}");
    let (minutes, rest) = (seconds / 60, two(seconds % 60));
    match minutes / 60 {
        0 => format!("{minutes}:{rest}"),
        hours => format!("{hours}:{}:{rest}", two(minutes % 60)),
    }
}

/// How fast a run is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace(pub u64);

impl Pace {
    /// As fast as the machine can.
    pub const FASTEST: Pace = Pace(u64::MAX);
    /// Every pace, with what it is called.
    pub const ALL: [(Pace, &'static str); 5] = [
        (Pace(1), "1× (real time)"),
        (Pace(10), "10×"),
        (Pace(60), "60×"),
        (Pace(3_600), "3,600×"),
        (Pace::FASTEST, "as fast as possible"),
    ];

    /// The simulated milliseconds that may have passed after so many real ones.
    pub fn passed(self, millis: f64) -> u64 {
        if self == Pace::FASTEST { u64::MAX } else { (millis * self.0 as f64) as u64 }
    }
}

/// What a machine reached while it played.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reached {
    /// Real milliseconds.
    pub millis: u64,
    /// Simulated ones.
    pub simulated: u64,
    /// Requests played.
    pub requests: u64,
}

impl Reached {
    /// In words; nothing while there is too little to tell.
    pub fn words(self) -> String {
        if self.millis < 50 {
            return String::new();
        }
        let times = self.simulated / self.millis;
        let rate = self.requests.saturating_mul(1_000) / self.millis;
        format!(
            "Ran at {}× real time: {} simulated requests per second.",
            count(times),
            count(rate)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_like_a_stopwatch() {
        assert_eq!([0, 7, 750, 3_723].map(time), ["0:00", "0:07", "12:30", "1:02:03"]);
    }

    #[test]
    fn what_was_reached_is_told_once_it_can_be() {
        assert_eq!(Reached { millis: 3, simulated: 900, requests: 9 }.words(), "");
        let reached = Reached { millis: 500, simulated: 30_000, requests: 600_000 };
        assert_eq!(
            reached.words(),
            "Ran at 60× real time: 1,200,000 simulated requests per second."
        );
        assert_eq!(Pace(60).passed(16.5), 990);
    }
}
