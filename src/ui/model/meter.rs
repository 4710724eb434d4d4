//! The running meter: what the session has used so far.
//!
//! Owns the totals and a short history of them for the time chart. Time is handed in.

use serde::{Deserialize, Serialize};

use super::line::Steps;
use super::words::{count, read_units};
use crate::capacity::{ReadUnits, Receipt, WriteUnits};

/// The most rows of the table behind the chart.
const MOST_ROWS: usize = 20;

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

    /// Read units over time.
    pub fn read_steps(&self) -> Steps {
        let units = |point: &Point| ReadUnits::from_halves(point.read_halves).as_f64();
        Steps::new(self.points.iter().map(|point| (point.at, units(point))).collect())
    }

    /// Write units over time.
    pub fn write_steps(&self) -> Steps {
        let units = |point: &Point| WriteUnits::new(point.write).as_f64();
        Steps::new(self.points.iter().map(|point| (point.at, units(point))).collect())
    }

    /// The last totals in words, newest first: the time since the first request, RCU, WCU.
    pub fn rows(&self) -> Vec<(String, Vec<String>)> {
        let begin = self.points.first().map_or(0, |point| point.at);
        let row = |point: &Point| {
            let read = read_units(ReadUnits::from_halves(point.read_halves));
            (elapsed(point.at - begin), vec![read, count(point.write)])
        };
        self.points.iter().skip(1).rev().take(MOST_ROWS).map(row).collect()
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

fn elapsed(millis: u64) -> String {
    let seconds = millis / 1000;
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds / 60 % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capacity::{Consistency, ReadItem, TableOrIndex, charge_failed_write, charge_page};
    use crate::model::TableName;
    use crate::store::Row;

    fn table() -> TableName {
        TableName::parse("Table").unwrap()
    }

    fn read(bytes: u32) -> Receipt {
        let items = vec![ReadItem { row: Row::with_size(bytes), passed: true }];
        let charge = charge_page(TableOrIndex::Table, Consistency::Eventual, items);
        Receipt::from_read(table(), charge)
    }

    fn write(bytes: u32) -> Receipt {
        Receipt::from_writes(table(), vec![charge_failed_write(None, Some(Row::with_size(bytes)))])
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
    fn the_table_tells_the_newest_first() {
        let mut meter = Meter::default();
        meter.add(&[read(612)], 1_000);
        meter.add(&[write(1)], 62_000);
        let row = |time: &str, read: &str, write: &str| {
            (time.to_owned(), vec![read.to_owned(), write.to_owned()])
        };
        assert_eq!(meter.rows(), [row("1 min 1 s", "0.5", "1"), row("0 s", "0.5", "0")]);
        assert_eq!(meter.read_steps().span(), 61_000);
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
        let saved = serde_json::to_value(&meter).unwrap();
        assert_eq!(serde_json::from_value::<Meter>(saved).unwrap(), meter);
    }

    #[test]
    fn a_clock_that_goes_back_does_not_bend_the_line() {
        let mut meter = Meter::default();
        meter.add(&[read(1)], 100);
        meter.add(&[read(1)], 50);
        assert_eq!(meter.points().last().unwrap().at, 100);
    }
}
