//! The 21 rows that every size of the sensors dataset has.
//!
//! Device DEV-7 is the one of the lessons: two readings on 15 April 2026, then nine on the 16th, six
//! of them in the hour before noon. Two readings carry a diagnostic dump, one of over 1 KB and one
//! of over 4 KB.

use crate::datasets::compose::Composer;
use crate::model::Item;
use crate::model::random::SplitMix64;

use super::generate::{Device, Reading, Rows, dump};

/// 15 April as the number of days into 2026.
const APRIL_15: u64 = 104;
const DAY: u64 = 86_400;

/// The article's rows.
pub(in crate::datasets) fn article() -> Vec<Item> {
    let mut rows = Rows(Composer::default());
    let mut items = vec![
        device(&mut rows, "DEV-7", "Greenhouse 2", "2025-03-01"),
        device(&mut rows, "DEV-8", "Cold store", "2025-09-12"),
        device(&mut rows, "DEV-12", "Roof, north side", "2026-01-05"),
    ];
    let readings = readings_of_7().into_iter().chain(readings_of_8()).chain(readings_of_12());
    items.extend(readings.map(|reading| rows.reading(&reading)));
    items
}

fn device(rows: &mut Rows, id: &str, place: &str, installed: &str) -> Item {
    let (id, place, installed) = (id.into(), place.into(), installed.into());
    rows.device(&Device { id, place, installed, firmware: "2.4.1" })
}

/// A reading at a minute of 15 April (day 0) or a day after it.
fn reading(device: &str, day: u64, (hour, minute): (u64, u64), tenths: i64) -> Reading {
    Reading {
        device: device.into(),
        second: (APRIL_15 + day) * DAY + hour * 3_600 + minute * 60,
        tenths,
        humidity: 62,
        battery: 87,
        dump: None,
    }
}

/// The hour from 11:00 to 12:00 has six; 11:00:00 itself is one that `>` leaves out.
fn readings_of_7() -> Vec<Reading> {
    let times = [
        (0, (8, 0), 184),
        (0, (20, 0), 202),
        (1, (9, 0), 193),
        (1, (10, 0), 211),
        (1, (11, 0), 228),
        (1, (11, 10), 231),
        (1, (11, 20), 235),
        (1, (11, 30), 262),
        (1, (11, 40), 307),
        (1, (11, 50), 311),
    ];
    let mut readings: Vec<Reading> =
        times.map(|(day, time, tenths)| reading("DEV-7", day, time, tenths)).into();
    // The device noticed the heat and wrote down what it knows.
    readings.push(Reading {
        dump: Some(dump(&mut SplitMix64::new(7), 1_300)),
        ..reading("DEV-7", 1, (12, 0), 318)
    });
    readings
}

fn readings_of_8() -> [Reading; 4] {
    [9, 10, 11, 12].map(|hour| reading("DEV-8", 1, (hour, 0), 38))
}

fn readings_of_12() -> [Reading; 3] {
    [
        reading("DEV-12", 0, (12, 0), 171),
        reading("DEV-12", 1, (6, 0), -4),
        Reading {
            dump: Some(dump(&mut SplitMix64::new(12), 4_600)),
            ..reading("DEV-12", 1, (6, 5), -7)
        },
    ]
}
