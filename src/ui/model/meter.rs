//! The running meter: what the session has used so far.
//!
//! Owns the totals and a short history of them for the time chart. Time is handed in.

use serde::{Deserialize, Serialize};

use crate::capacity::{ReadUnits, Receipt, WriteUnits};

/// The most points kept. When they are used up, every other one is dropped: the chart keeps its
/// whole length and loses only detail.
const MOST_POINTS: usize = 240;

/// Totals at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// When, in milliseconds since 1970.
    pub at: u64,
    /// Half read units so far.
    pub read_halves: u64,
    /// Write units so far.
    pub write: u64,
}

/// Running totals of the session.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Meter {
    requests: u64,
    points: Vec<Point>,
}

impl Meter {
    /// Adds the bills of one request.
    pub fn add(&mut self, receipts: &[Receipt], at: u64) {
        let last = self.last();
        let read: ReadUnits = receipts.iter().map(Receipt::read_units).sum();
        let write: WriteUnits = receipts.iter().map(Receipt::write_units).sum();
        if self.points.is_empty() {
            self.points.push(Point { at, read_halves: 0, write: 0 });
        }
        self.requests += 1;
        self.points.push(Point {
            at: at.max(last.at),
            read_halves: last.read_halves + read.halves(),
            write: last.write + write.get(),
        });
        self.thin_out();
    }

    /// Read units so far.
    pub fn read(&self) -> ReadUnits {
        ReadUnits::from_halves(self.last().read_halves)
    }

    /// Write units so far.
    pub fn write(&self) -> WriteUnits {
        WriteUnits::new(self.last().write)
    }

    /// Requests so far.
    pub fn requests(&self) -> u64 {
        self.requests
    }

    /// The totals over time, oldest first; the first point is zero.
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    fn last(&self) -> Point {
        self.points.last().copied().unwrap_or(Point { at: 0, read_halves: 0, write: 0 })
    }

    /// The first and the last point always stay.
    fn thin_out(&mut self) {
        if self.points.len() > MOST_POINTS {
            let end = self.points.len() - 1;
            let mut at = 0;
            self.points.retain(|_| {
                at += 1;
                (at - 1) % 2 == 0 || at - 1 == end
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capacity::{Arm, Brick, Consistency, charge_page, charge_refused_write};
    use crate::model::TableName;

    fn table() -> TableName {
        TableName::parse("Table").unwrap()
    }

    fn read(bytes: u32) -> Receipt {
        let bricks = vec![Brick { bytes, kept: true }];
        let charge = charge_page(Arm::Table, Consistency::Eventual, bricks);
        Receipt::of_read(table(), charge)
    }

    fn write(bytes: u64) -> Receipt {
        Receipt::of_writes(table(), vec![charge_refused_write(None, Some(bytes))])
    }

    #[test]
    fn totals_add_up_over_requests() {
        let mut meter = Meter::default();
        meter.add(&[read(612)], 10);
        meter.add(&[read(5_000), write(1_500)], 20);
        meter.add(&[], 30);
        assert_eq!((meter.read().to_string(), meter.write().get()), ("1.5".to_owned(), 2));
        assert_eq!(meter.requests(), 3);
        let series: Vec<_> =
            meter.points().iter().map(|p| (p.at, p.read_halves, p.write)).collect();
        assert_eq!(series, [(10, 0, 0), (10, 1, 0), (20, 3, 2), (30, 3, 2)]);
    }

    #[test]
    fn a_long_session_keeps_its_beginning_and_its_totals() {
        let mut meter = Meter::default();
        (0..10_000).for_each(|at| meter.add(&[read(100)], at));
        assert_eq!(meter.read().halves(), 10_000);
        assert!(meter.points().len() <= MOST_POINTS + 1);
        assert_eq!(meter.points()[0].read_halves, 0);
        assert!(meter.points().is_sorted_by_key(|point| (point.at, point.read_halves)));
    }

    #[test]
    fn it_is_saved_and_read_back() {
        let mut meter = Meter::default();
        meter.add(&[read(612)], 10);
        let text = serde_json::to_string(&meter).unwrap();
        assert_eq!(serde_json::from_str::<Meter>(&text).unwrap(), meter);
    }

    #[test]
    fn a_clock_that_goes_back_does_not_bend_the_line() {
        let mut meter = Meter::default();
        meter.add(&[read(1)], 100);
        meter.add(&[read(1)], 50);
        assert_eq!(meter.points().last().unwrap().at, 100);
    }
}
