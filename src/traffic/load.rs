//! The load: which requests come, and at which rate over time.
//!
//! Owns the curves of the rate, as points joined by straight lines, and what one request consumes.
//! Refuses to know who sends the requests.

use super::pattern::Pattern;
use crate::capacity::{Consistency, Direction, Tokens, WriteUnits, read_blocks, write_blocks};

/// Requests, and how many a second over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// Which keys they are for.
    pub pattern: Pattern,
    /// How the rate changes.
    pub shape: Shape,
    /// Requests a second at the beginning.
    pub rate: u64,
    /// Requests a second at the peak of the shape. A steady load has none.
    pub peak: u64,
    /// For how many seconds.
    pub seconds: u64,
    /// Writes of all requests, in percent.
    pub write_percent: u64,
    /// The size of each item.
    pub item_bytes: u64,
    /// Whether reads are strongly consistent.
    pub strong: bool,
    /// Whether a read wants the whole of a sharded key: it reads every suffix, and each of those
    /// counts as a request.
    pub fan_out: bool,
}

impl Load {
    /// A steady load of small writes.
    pub fn steady(pattern: Pattern, rate: u64, seconds: u64) -> Self {
        Self {
            pattern,
            shape: Shape::Steady,
            rate,
            peak: rate,
            seconds,
            write_percent: 100,
            item_bytes: 500,
            strong: false,
            fan_out: false,
        }
    }

    /// Requests a second, `millis` after the beginning.
    pub fn rate_at(&self, millis: u64) -> u64 {
        self.shape.rate(self.rate, self.peak, millis, self.seconds.saturating_mul(1_000))
    }

    /// The highest rate of requests a second, those of fanned-out reads included.
    pub fn most_a_second(&self) -> u64 {
        let rate = match self.shape {
            Shape::Steady => self.rate,
            Shape::Ramp | Shape::Spike | Shape::PrimeDay => self.rate.max(self.peak),
        };
        rate.saturating_mul(self.reads_at_once())
    }

    /// Requests that one read makes.
    pub fn reads_at_once(&self) -> u64 {
        match self.pattern {
            Pattern::Sharded { shards } if self.fan_out && self.write_percent < 100 => shards,
            _ => 1,
        }
    }

    /// What one request of a direction consumes: whole blocks of 1 KB written or 4 KB read.
    pub fn tokens(&self, direction: Direction) -> Tokens {
        match direction {
            Direction::Write => WriteUnits::new(write_blocks(self.item_bytes)).into(),
            Direction::Read => {
                let consistency = Consistency::from_consistent_read(self.strong);
                consistency.units(read_blocks(self.item_bytes)).into()
            }
        }
    }
}

/// A curve between the rate at the beginning and the rate at the peak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The same rate all the time.
    Steady,
    /// Evenly from the first rate to the peak.
    Ramp,
    /// Calm but for one moment, a twentieth of the time, in which all clients come at once.
    Spike,
    /// A day of sales: calm, then the doors open and within minutes everyone is at the checkout;
    /// hours of that, a fall when the best is sold, and calm again.
    PrimeDay,
}

/// Thousandths of the time, and thousandths of the way up to the peak.
type Point = (u64, u64);

const STEADY: &[Point] = &[(0, 0), (1_000, 0)];
const RAMP: &[Point] = &[(0, 0), (1_000, 1_000)];
const SPIKE: &[Point] = &[(0, 0), (200, 0), (201, 1_000), (250, 1_000), (251, 0), (1_000, 0)];
const PRIME_DAY: &[Point] = &[(0, 0), (200, 0), (260, 1_000), (700, 1_000), (850, 0), (1_000, 0)];

impl Shape {
    fn points(self) -> &'static [Point] {
        match self {
            Shape::Steady => STEADY,
            Shape::Ramp => RAMP,
            Shape::Spike => SPIKE,
            Shape::PrimeDay => PRIME_DAY,
        }
    }

    /// The rate between `from` and the peak `to` when `passed` of `all` milliseconds are over.
    fn rate(self, from: u64, to: u64, passed: u64, all: u64) -> u64 {
        let up = self.way_up(passed.min(all), all.max(1));
        let part = |span: u64| (u128::from(span) * u128::from(up) / WHOLE) as u64;
        // A peak below the first rate is one too: the load then falls.
        if to >= from { from + part(to - from) } else { from - part(from - to) }
    }

    /// How far up the curve is, of [`WHOLE`].
    fn way_up(self, passed: u64, all: u64) -> u64 {
        let at = (u128::from(passed) * WHOLE / u128::from(all)) as u64;
        let points = self.points();
        let next = points.iter().position(|point| point.0 * FINE > at).unwrap_or(points.len() - 1);
        let (x0, y0) = points[next.max(1) - 1];
        let (x1, y1) = points[next.max(1)];
        let along = (at - x0 * FINE).min((x1 - x0) * FINE);
        if y1 >= y0 {
            y0 * FINE + along * (y1 - y0) / (x1 - x0)
        } else {
            y0 * FINE - along * (y0 - y1) / (x1 - x0)
        }
    }
}

/// Thousandths are too coarse for a long ramp: each is cut once more.
const FINE: u64 = 1_000_000;
const WHOLE: u128 = 1_000 * FINE as u128;

#[cfg(test)]
mod tests {
    use super::*;

    fn rates(shape: Shape, from: u64, to: u64) -> Vec<u64> {
        (0..=10).map(|at| shape.rate(from, to, at * 100, 1_000)).collect()
    }

    #[test]
    fn a_steady_load_has_no_peak() {
        assert_eq!(rates(Shape::Steady, 5, 100), [5; 11]);
    }

    #[test]
    fn a_ramp_may_go_either_way() {
        assert_eq!(rates(Shape::Ramp, 0, 10), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        assert_eq!(rates(Shape::Ramp, 10, 0), [10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    }

    #[test]
    fn prime_day_is_calm_then_full_then_calm() {
        let expected = [10, 10, 10, 100, 100, 100, 100, 100, 40, 10, 10];
        assert_eq!(rates(Shape::PrimeDay, 10, 100), expected);
    }

    #[test]
    fn a_spike_is_short() {
        let seconds: Vec<u64> =
            (0..40).map(|at| Shape::Spike.rate(1, 50, at * 1_000 + 500, 40_000)).collect();
        assert_eq!(seconds[7..11], [1, 50, 50, 1]);
        assert_eq!(seconds.iter().sum::<u64>(), 38 + 100);
    }

    #[test]
    fn no_number_is_too_large() {
        assert_eq!(Shape::Ramp.rate(0, u64::MAX, u64::MAX, u64::MAX), u64::MAX);
        assert_eq!(Shape::Ramp.rate(7, 9, 5, 0), 7);
    }
}
