//! A run over time as lines: units consumed, units available, units throttled.
//!
//! Owns scales, paths and the figures behind them, all in whole numbers. Two runs drawn on one
//! scale can be held against each other. Refuses to know colours.

use std::fmt::Write as _;

use crate::traffic::{Load, Sample};
use crate::ui::model::lab::clock::time;
use crate::ui::model::words::count;

/// The box that the lines are drawn into.
pub const WIDTH: u64 = 1_000;
/// Its height.
pub const HEIGHT: u64 = 200;
/// A place above the box.
const ABOVE: i64 = -9;
/// Seconds between two ticks of the time axis.
const STEPS: [u64; 12] = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 14_400];
/// Points of a line at most.
const POINTS: usize = 250;
/// Rows of the table behind it at most.
const ROWS: usize = 30;

/// One second, in units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Point {
    /// Written.
    pub write: u64,
    /// Read.
    pub read: u64,
    /// Throttled, in units of what was requested.
    pub throttled: u64,
    /// What the table takes of writes.
    pub may_write: u64,
    /// What the table takes of reads.
    pub may_read: u64,
}

impl Point {
    /// What a sample came to, a second.
    pub fn of(sample: &Sample, load: &Load) -> Self {
        let tally = &sample.tally;
        let mut throttled = 0;
        for (throttle, attempts) in tally.throttled_by_reason() {
            throttled += attempts * load.tokens(throttle.direction).thousandths() / 1_000;
        }
        let seconds = sample.seconds.max(1);
        Self {
            write: tally.write.units() / seconds,
            read: tally.read.units() / seconds,
            throttled: throttled / seconds,
            may_write: sample.table.write.rate,
            may_read: sample.table.read.rate,
        }
    }

    fn highest(&self) -> u64 {
        self.write.max(self.read).max(self.throttled)
    }

    fn max(self, other: Self) -> Self {
        Self {
            write: self.write.max(other.write),
            read: self.read.max(other.read),
            throttled: self.throttled.max(other.throttled),
            may_write: self.may_write.max(other.may_write),
            may_read: self.may_read.max(other.may_read),
        }
    }
}

/// What the box stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// Seconds from left to right.
    pub seconds: u64,
    /// Units a second from bottom to top.
    pub top: u64,
}

impl Scale {
    /// A scale for both.
    pub fn with(self, other: Self) -> Self {
        Self { seconds: self.seconds.max(other.seconds), top: self.top.max(other.top) }
    }

    /// The ticks from bottom to top: each with the part of the box that lies below it.
    pub fn units(self) -> Vec<(f64, String)> {
        // The top is 1, 2 or 5 with zeros.
        let digits = self.top.to_string();
        let part = if digits.starts_with('2') { 4 } else { 5 }.min(self.top.max(1));
        let tick = |at: u64| (at as f64 / part as f64, count(self.top * at / part));
        (0..=part).map(tick).collect()
    }

    /// The ticks from left to right: five or six times that read well.
    pub fn times(self) -> Vec<(f64, String)> {
        let step = STEPS.into_iter().find(|step| self.seconds / step <= 6);
        let step = step.unwrap_or(self.seconds).max(1);
        let tick = |at: u64| ((at * step) as f64 / self.seconds as f64, time(at * step));
        (0..=self.seconds / step).map(tick).collect()
    }

    /// Where a second lies from left to right.
    pub fn x(self, second: u64) -> u64 {
        second * WIDTH / self.seconds
    }

    /// What is higher than the box lies outside, where it is not seen.
    fn y(self, units: u64) -> i64 {
        if units > self.top { ABOVE } else { (HEIGHT - units * HEIGHT / self.top) as i64 }
    }
}

/// The next number that reads well: 1, 2 or 5 and zeros.
fn round_up(n: u64) -> u64 {
    let mut power = 1;
    while power < n.div_ceil(10) {
        power *= 10;
    }
    [1, 2, 5, 10].map(|of| of * power).into_iter().find(|&step| step >= n).unwrap_or(n)
}

/// A line of the chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it shows.
    pub label: String,
    /// How it is drawn.
    pub class: &'static str,
    /// Its path.
    pub path: String,
}

/// The course of a run, thinned out to what can be drawn.
#[derive(Debug, Clone)]
pub struct Course {
    /// Each with the second that it ends at.
    points: Vec<(u64, Point)>,
    /// The highest of each.
    most: Point,
    seconds: u64,
}

impl Course {
    /// The course of these samples.
    pub fn of(samples: &[Sample], load: &Load) -> Self {
        let points = thin(samples, load, POINTS);
        let most = points.iter().fold(Point::default(), |most, (_, point)| most.max(*point));
        Self { points, most, seconds: load.seconds.max(1) }
    }

    /// A scale for this run alone.
    pub fn scale(&self) -> Scale {
        let most = self.most;
        // What is allowed sets the scale only when it is near: else it would flatten the rest.
        let near =
            |allowed: u64, used: u64| if used > 0 && allowed <= used * 2 { allowed } else { 0 };
        let allowed = near(most.may_write, most.write).max(near(most.may_read, most.read));
        Scale { seconds: self.seconds, top: round_up(most.highest().max(allowed)) }
    }

    /// The lines that show anything.
    pub fn lines(&self, scale: Scale) -> Vec<Line> {
        let course = |of: fn(&Point) -> u64| path(&self.points, scale, of);
        let allowed = |what: &str, of: fn(&Point) -> u64| {
            let last = self.points.last().map_or(0, |(_, point)| of(point));
            let above = if last > scale.top { " (above the chart)" } else { "" };
            format!("{what} available: {}{above}", count(last))
        };
        let mut lines = Vec::new();
        let mut add = |label: String, class, path| lines.push(Line { label, class, path });
        if self.most.throttled > 0 {
            let area = course(|p| p.throttled).replacen('M', "L", 1);
            add("throttled".into(), "throttled", format!("M0 {HEIGHT}{area}V{HEIGHT}Z"));
        }
        if self.most.write > 0 {
            add(allowed("writes", |p| p.may_write), "allowed-write", course(|p| p.may_write));
            add("writes consumed".into(), "write", course(|p| p.write));
        }
        if self.most.read > 0 {
            add(allowed("reads", |p| p.may_read), "allowed-read", course(|p| p.may_read));
            add("reads consumed".into(), "read", course(|p| p.read));
        }
        lines
    }
}

/// The figures behind the lines: a time, then consumed, available and throttled units per second.
pub fn rows(samples: &[Sample], load: &Load) -> Vec<Vec<String>> {
    let row = |(second, p): &(u64, Point)| {
        let figures = [p.write, p.may_write, p.read, p.may_read, p.throttled].map(count);
        std::iter::once(time(*second)).chain(figures).collect()
    };
    thin(samples, load, ROWS).iter().map(row).collect()
}

/// At most so many points: each the highest of the seconds that it stands for, and the last of
/// these seconds.
fn thin(samples: &[Sample], load: &Load, most: usize) -> Vec<(u64, Point)> {
    let of = samples.len().div_ceil(most).max(1);
    let mut points = Vec::new();
    for seconds in samples.chunks(of) {
        let mut highest = Point::default();
        for sample in seconds {
            highest = highest.max(Point::of(sample, load));
        }
        points.push((end_of(&seconds[seconds.len() - 1]), highest));
    }
    points
}

/// The second that a sample ends with.
pub fn end_of(sample: &Sample) -> u64 {
    sample.second + sample.seconds
}

/// Steps, each as long as the seconds that it stands for.
fn path(points: &[(u64, Point)], scale: Scale, of: fn(&Point) -> u64) -> String {
    let mut path = String::new();
    let mut from = 0;
    for (until, point) in points {
        let letter = if path.is_empty() { 'M' } else { 'L' };
        let y = scale.y(of(point));
        // Writing into a string cannot fail.
        let _ = write!(path, "{letter}{} {y}H{}", scale.x(from), scale.x(*until));
        from = *until;
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_end_at_a_round_number() {
        assert_eq!([0, 1, 3, 10, 11, 1_500, 4_000].map(round_up), [1, 1, 5, 10, 20, 2_000, 5_000]);
    }

    #[test]
    fn axes_have_ticks_that_read_well() {
        let said = |ticks: Vec<(f64, String)>| {
            ticks.into_iter().map(|(_, label)| label).collect::<Vec<_>>().join(" ")
        };
        let scale = Scale { seconds: 180, top: 2_000 };
        assert_eq!(said(scale.units()), "0 500 1,000 1,500 2,000");
        assert_eq!(said(scale.times()), "0:00 0:30 1:00 1:30 2:00 2:30 3:00");
        let small = Scale { seconds: 1, top: 1 };
        assert_eq!((said(small.units()), said(small.times())), ("0 1".into(), "0:00 0:01".into()));
        let long = Scale { seconds: 86_400, top: 50 };
        assert_eq!(said(long.units()), "0 10 20 30 40 50");
        assert!(long.times().iter().all(|(at, _)| (0.0..=1.0).contains(at)));
    }

    #[test]
    fn steps_are_as_long_as_what_they_stand_for() {
        let scale = Scale { seconds: 10, top: 100 };
        let point = |write| Point { write, ..Point::default() };
        let points = [(1, point(0)), (2, point(50)), (10, point(100))];
        let path = path(&points, scale, |p| p.write);
        assert_eq!(path, "M0 200H100L100 100H200L200 0H1000");
    }

    #[test]
    fn what_is_higher_than_the_box_lies_outside() {
        let scale = Scale { seconds: 10, top: 100 };
        assert_eq!([0, 100, 101, u64::MAX].map(|units| scale.y(units)), [200, 0, -9, -9]);
    }
}
