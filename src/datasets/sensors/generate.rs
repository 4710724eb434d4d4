//! Generated rows of the sensors dataset, one reading at a time.
//!
//! Devices come first, then readings in the order of time, each of a device drawn by Zipf's law:
//! device DEV-100 chatters. Ids begin at DEV-100, so that no generated row touches a device of the
//! article.

use std::collections::VecDeque;

use crate::datasets::compose::{Composer, date, decimal, fields, note_bytes, sentences};
use crate::datasets::{Hottest, Size};
use crate::model::Item;
use crate::model::random::{SplitMix64, Zipf};

use super::DEVICE_SORT_KEY;

const FIRST_DEVICE: u64 = 100;
/// Every reading is of this year or the next; neither is a leap year.
const YEAR: u64 = 2026;
/// When that year begins, in seconds since 1970.
const YEAR_BEGINS: u64 = 1_767_225_600;
const DAY: u64 = 86_400;
/// Generated readings begin on 17 April, the day after the last one of the article.
const FIRST_SECOND: u64 = 106 * DAY;
/// Time to Live may delete a reading this many days after it was taken.
const EXPIRES_AFTER_DAYS: u64 = 90;
/// Of a hundred readings, this many carry a dump of what the device knows.
const DUMP_PERCENT: u64 = 20;

const PLACES: [&str; 10] = [
    "Greenhouse",
    "Cold store",
    "Loading bay",
    "Server room",
    "Boiler room",
    "Car park",
    "Meeting room",
    "Workshop",
    "Archive",
    "Canteen",
];
const FIRMWARE: [&str; 3] = ["2.3.0", "2.4.0", "2.4.1"];

/// Makes the rows of this table, sharing names and words.
pub(super) struct Rows(pub(super) Composer);

/// A device: where it hangs, and what runs on it.
pub(super) struct Device {
    pub(super) id: String,
    pub(super) place: String,
    pub(super) installed: String,
    pub(super) firmware: &'static str,
}

/// A reading: of which device, in which second of 2026, and tenths of a degree Celsius.
pub(super) struct Reading {
    pub(super) device: String,
    pub(super) second: u64,
    pub(super) tenths: i64,
    pub(super) humidity: i64,
    pub(super) battery: i64,
    pub(super) dump: Option<String>,
}

impl Rows {
    pub(super) fn device(&mut self, of: &Device) -> Item {
        self.0.item(fields! {
            "device_id": of.id.clone(),
            "taken_at": DEVICE_SORT_KEY,
            "place": of.place.clone(),
            "installed_on": of.installed.clone(),
            "firmware": of.firmware,
        })
    }

    pub(super) fn reading(&mut self, of: &Reading) -> Item {
        let expires = YEAR_BEGINS + of.second + EXPIRES_AFTER_DAYS * DAY;
        let mut item = self.0.item(fields! {
            "device_id": of.device.clone(),
            "taken_at": timestamp(of.second),
            "temperature": &decimal(of.tenths, 1),
            "humidity": of.humidity,
            "battery": of.battery,
            "expires_at": expires as i64,
        });
        if let Some(dump) = &of.dump {
            self.0.add(&mut item, "dump", dump.clone());
        }
        item
    }
}

/// A second of [`YEAR`], as `2026-04-16T11:00:00Z`: text whose order is that of time.
fn timestamp(second: u64) -> String {
    let (day, second) = (second / DAY, second % DAY);
    let (hour, minute) = (second / 3_600, second / 60 % 60);
    format!("{}T{hour:02}:{minute:02}:{:02}Z", date(YEAR, day), second % 60)
}

fn devices(size: Size) -> usize {
    match size {
        Size::Article => 0,
        Size::Thousand => 8,
        Size::TenThousand => 24,
        Size::HundredThousand => 80,
    }
}

/// The device with the most readings.
pub(in crate::datasets) fn hottest(size: Size) -> Hottest {
    Hottest {
        key: format!("DEV-{FIRST_DEVICE}"),
        of: "readings",
        permille: Zipf::new(devices(size)).hottest_permille(),
    }
}

/// An endless stream of generated rows.
pub(in crate::datasets) struct Generator {
    rows: Rows,
    random: SplitMix64,
    by_device: Zipf,
    devices: usize,
    devices_made: usize,
    second: u64,
}

impl Generator {
    pub(in crate::datasets) fn new(size: Size, seed: u64) -> Self {
        Self {
            rows: Rows(Composer::default()),
            random: SplitMix64::new(seed),
            by_device: Zipf::new(devices(size)),
            devices: devices(size),
            devices_made: 0,
            second: FIRST_SECOND,
        }
    }

    /// Adds the next row. Nothing here needs a second one, so there is always room.
    pub(in crate::datasets) fn next_group(&mut self, into: &mut VecDeque<Item>) {
        let item = if self.devices_made < self.devices {
            let device = self.device();
            self.rows.device(&device)
        } else {
            let reading = self.reading();
            self.rows.reading(&reading)
        };
        into.push_back(item);
    }

    fn device(&mut self) -> Device {
        let random = &mut self.random;
        let id = format!("DEV-{}", FIRST_DEVICE + self.devices_made as u64);
        self.devices_made += 1;
        Device {
            id,
            place: format!("{} {}", random.pick(&PLACES), random.between(1, 9)),
            installed: date(2024, random.below(2 * 365)),
            firmware: random.pick(&FIRMWARE),
        }
    }

    /// A reading some seconds after the one before it, whichever device that was of. So no two
    /// have the same key, and the fleet takes about three a minute.
    fn reading(&mut self) -> Reading {
        let random = &mut self.random;
        let device = FIRST_DEVICE + self.by_device.draw(random) as u64;
        self.second += random.between(5, 35);
        Reading {
            device: format!("DEV-{device}"),
            second: self.second,
            tenths: random.between(0, 480) as i64 - 80,
            humidity: random.between(20, 95) as i64,
            battery: random.between(5, 100) as i64,
            dump: random.percent(DUMP_PERCENT).then(|| {
                let bytes = note_bytes(random);
                dump(random, bytes)
            }),
        }
    }
}

const DUMPS: [&str; 12] = [
    "Radio: 3 retries, signal -71 dBm.",
    "Clock drift 12 ms since the last sync.",
    "Sensor self-test passed.",
    "Buffer drained after 14 s offline.",
    "Battery recalibrated.",
    "Watchdog restarted the sampling task.",
    "Housing opened, then closed.",
    "Fan duty cycle at 80 percent.",
    "Free heap 41 kB, largest block 17 kB.",
    "Gateway changed to the one in hall B.",
    "Calibration offset 0.2 degrees.",
    "Two samples out of range were left out.",
];

/// What a device writes down about itself.
pub(super) fn dump(random: &mut SplitMix64, bytes: usize) -> String {
    sentences(random, &DUMPS, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_of_the_year_is_a_time_that_sorts_as_text() {
        assert_eq!(timestamp(0), "2026-01-01T00:00:00Z");
        assert_eq!(timestamp(105 * DAY + 11 * 3_600 + 59), "2026-04-16T11:00:59Z");
        assert!(timestamp(FIRST_SECOND) > timestamp(FIRST_SECOND - 1));
        assert!(DEVICE_SORT_KEY < timestamp(0).as_str());
    }
}
