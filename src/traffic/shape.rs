//! How the rate of a load goes on.
//!
//! Owns the curves, as points that straight lines join. Refuses to know what is asked for.

/// A curve between the rate at the beginning and the rate at its height.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The same all the time.
    Steady,
    /// Evenly from the one to the other.
    Ramp,
    /// Calm but for one moment, a twentieth of the time, in which all come at once.
    Spike,
    /// A day of sales: calm, then the doors open and within minutes everyone is at the checkout;
    /// hours of that, a fall when the best is sold, and calm again.
    PrimeDay,
}

/// Thousandths of the time, and thousandths of the way up.
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

    /// The rate after so many of all milliseconds.
    pub fn rate(self, from: u64, to: u64, passed: u64, all: u64) -> u64 {
        let up = self.way_up(passed.min(all), all.max(1));
        let part = |span: u64| (u128::from(span) * u128::from(up) / WHOLE) as u64;
        match to >= from {
            true => from + part(to - from),
            false => from - part(from - to),
        }
    }

    /// How far up the curve is, of [`WHOLE`].
    fn way_up(self, passed: u64, all: u64) -> u64 {
        let at = (u128::from(passed) * WHOLE / u128::from(all)) as u64;
        let points = self.points();
        let next = points.iter().position(|point| point.0 * FINE > at).unwrap_or(points.len() - 1);
        let ((x0, y0), (x1, y1)) = (points[next.max(1) - 1], points[next.max(1)]);
        let along = (at - x0 * FINE).min((x1 - x0) * FINE);
        match y1 >= y0 {
            true => y0 * FINE + along * (y1 - y0) / (x1 - x0),
            false => y0 * FINE - along * (y0 - y1) / (x1 - x0),
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
