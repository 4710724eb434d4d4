//! The shape of a small step chart: totals that rise over time.

use super::words::decimal;

/// One line: values over time, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Steps {
    points: Vec<(u64, f64)>,
}

/// A box that a chart is drawn into, in the units of its SVG.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

impl Steps {
    /// A line through these points.
    pub fn new(points: Vec<(u64, f64)>) -> Self {
        Self { points }
    }

    /// The highest value.
    pub fn top(&self) -> f64 {
        self.points.iter().map(|point| point.1).fold(0.0, f64::max)
    }

    /// The time between the first point and the last, in milliseconds.
    pub fn span(&self) -> u64 {
        match (self.points.first(), self.points.last()) {
            (Some(first), Some(last)) => last.0.saturating_sub(first.0),
            _ => 0,
        }
    }

    /// The line as an SVG path that fills the frame; empty while no time has passed.
    pub fn path(&self, frame: Frame) -> String {
        let [first, rest @ ..] = self.points.as_slice() else { return String::new() };
        if self.span() == 0 {
            return String::new();
        }
        let place = Placing { frame, begin: first.0, span: self.span(), top: self.top() };
        let start = format!("M{} {}", place.x(first.0), place.y(first.1));
        rest.iter()
            .fold(start, |path, (at, value)| format!("{path}H{}V{}", place.x(*at), place.y(*value)))
    }
}

struct Placing {
    frame: Frame,
    begin: u64,
    span: u64,
    top: f64,
}

impl Placing {
    fn x(&self, at: u64) -> String {
        decimal(at.saturating_sub(self.begin) as f64 / self.span as f64 * self.frame.width, 1)
    }

    fn y(&self, value: f64) -> String {
        let share = if self.top > 0.0 { value / self.top } else { 0.0 };
        decimal(self.frame.height * (1.0 - share), 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Frame = Frame { width: 100.0, height: 20.0 };

    #[test]
    fn steps_go_right_and_then_up() {
        let line = Steps::new(vec![(0, 0.0), (50, 5.0), (100, 10.0)]);
        assert_eq!(line.path(FRAME), "M0.0 20.0H50.0V10.0H100.0V0.0");
        assert_eq!((line.top(), line.span()), (10.0, 100));
    }

    #[test]
    fn nothing_to_join_is_no_line() {
        assert_eq!(Steps::new(vec![]).path(FRAME), "");
        assert_eq!(Steps::new(vec![(3, 1.0)]).path(FRAME), "");
        assert_eq!(Steps::new(vec![(9, 0.0), (9, 4.0)]).path(FRAME), "", "no time has passed");
    }

    #[test]
    fn a_line_without_height_lies_on_the_ground() {
        assert_eq!(Steps::new(vec![(0, 0.0), (9, 0.0)]).path(FRAME), "M0.0 20.0H100.0V20.0");
    }
}
