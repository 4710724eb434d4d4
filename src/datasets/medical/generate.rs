//! Generated rows of the medical dataset, one booking at a time.
//!
//! Patients come first, then bookings with their tests and results, each booking given to a
//! patient drawn by Zipf's law. Patient ids begin at 100000 and booking numbers at 100000, so that
//! no generated row touches a patient or a booking of the article.

use std::collections::VecDeque;

use crate::datasets::compose::{Composer, date, fields, note, note_bytes, person};
use crate::datasets::{Hottest, Size};
use crate::model::Item;
use crate::model::random::{SplitMix64, Zipf};

use super::{ARTICLE_TEST_TYPES, TEST_TYPES, TestType};

const FIRST_ID: u64 = 100_000;
/// One patient for this many rows.
const ROWS_PER_PATIENT: usize = 20;
/// Of a hundred tests, this many still wait for a doctor.
const PENDING_PERCENT: u64 = 20;
/// Of a hundred waiting tests, this many have their result already.
const EARLY_RESULT_PERCENT: u64 = 40;

/// Makes the rows of this table, sharing names and words.
pub(super) struct Rows(pub(super) Composer);

/// A test: whose, of which booking, and whether a doctor has yet to review it.
#[derive(Clone, Copy)]
pub(super) struct TestRow<'a> {
    pub(super) patient: &'a str,
    pub(super) booking: &'a str,
    pub(super) test: &'a str,
    pub(super) kind: TestType,
    pub(super) pending: bool,
}

impl Rows {
    pub(super) fn profile(&mut self, patient: &str, name: String, born: String) -> Item {
        self.0.item(fields! {
            "PK": format!("PATIENT#{patient}"),
            "SK": "PROFILE",
            "Name": name,
            "DOB": born,
        })
    }

    pub(super) fn booking(&mut self, patient: &str, booking: &str, on: String) -> Item {
        self.0.item(fields! {
            "PK": format!("PATIENT#{patient}"),
            "SK": format!("BOOKING#{booking}"),
            "BookingDate": on,
        })
    }

    /// A test. Only one that waits for review is in GSI3: the index is sparse.
    pub(super) fn test(&mut self, row: &TestRow) -> Item {
        let TestRow { patient, booking, test, kind, pending } = *row;
        let mut item = self.0.item(fields! {
            "PK": format!("PATIENT#{patient}"),
            "SK": format!("BOOKING#{booking}#TEST#{test}"),
            "TestType": kind.id,
            "Status": if pending { "Pending" } else { "Reviewed" },
            "GSI1PK": format!("BOOKING#{booking}"),
            "GSI1SK": format!("TEST#{test}"),
            "GSI2PK": format!("TESTTYPE#{}", kind.id),
            "GSI2SK": format!("TEST#{test}"),
        });
        if pending {
            let position = format!("PATIENT#{patient}#BOOKING#{booking}#TEST#{test}");
            self.0.add(&mut item, "GSI3PK", "TESTSTATUS#PENDING_REVIEW");
            self.0.add(&mut item, "GSI3SK", position);
        }
        item
    }

    pub(super) fn result(&mut self, of: &TestRow, finding: &'static str, notes: String) -> Item {
        self.0.item(fields! {
            "PK": format!("PATIENT#{}", of.patient),
            "SK": format!("BOOKING#{}#TEST#{}#RESULT", of.booking, of.test),
            "Result": finding,
            "Notes": notes,
        })
    }
}

fn patients(size: Size) -> usize {
    size.items().unwrap_or(0) / ROWS_PER_PATIENT
}

/// The patient with the most bookings.
pub(in crate::datasets) fn hottest(size: Size) -> Hottest {
    Hottest {
        key: format!("PATIENT#{FIRST_ID}"),
        of: "bookings",
        permille: Zipf::new(patients(size)).hottest_permille(),
    }
}

/// An endless stream of generated rows, made booking by booking.
pub(in crate::datasets) struct Generator {
    rows: Rows,
    random: SplitMix64,
    by_patient: Zipf,
    by_type: Zipf,
    patients: usize,
    profiles_made: usize,
    bookings_made: u64,
    tests_made: u64,
}

impl Generator {
    pub(in crate::datasets) fn new(size: Size, seed: u64) -> Self {
        Self {
            rows: Rows(Composer::default()),
            random: SplitMix64::new(seed),
            by_patient: Zipf::new(patients(size)),
            by_type: Zipf::new(TEST_TYPES.len()),
            patients: patients(size),
            profiles_made: 0,
            bookings_made: 0,
            tests_made: 0,
        }
    }

    /// Adds the next rows that belong together, at most `room` of them and at least one. A booking
    /// that does not fit any more is made without tests, so that no test lacks what it needs.
    pub(in crate::datasets) fn next_group(&mut self, room: usize, into: &mut VecDeque<Item>) {
        if self.profiles_made == 0 {
            let kinds = TEST_TYPES[ARTICLE_TEST_TYPES..].iter().take(room.saturating_sub(1));
            into.extend(kinds.map(|kind| self.rows.test_type(kind)));
        }
        if self.profiles_made < self.patients {
            into.push_back(self.profile());
        } else {
            self.booking(room, into);
        }
    }

    fn profile(&mut self) -> Item {
        let patient = format!("{}", FIRST_ID + self.profiles_made as u64);
        self.profiles_made += 1;
        let name = person(&mut self.random);
        let born = date(1940, self.random.below(75 * 365));
        self.rows.profile(&patient, name, born)
    }

    fn booking(&mut self, room: usize, into: &mut VecDeque<Item>) {
        let patient = format!("{}", FIRST_ID + self.by_patient.draw(&mut self.random) as u64);
        let booking = format!("{}", FIRST_ID + self.bookings_made);
        self.bookings_made += 1;
        let on = date(2025, self.random.below(365));
        into.push_back(self.rows.booking(&patient, &booking, on));
        let mut left = room - 1;
        for _ in 0..self.random.between(1, 4) {
            // A test and its result are two rows.
            if left < 2 {
                break;
            }
            left -= self.test(&patient, &booking, into);
        }
    }

    /// Adds a test and, if there is one, its result. Returns how many rows those are.
    fn test(&mut self, patient: &str, booking: &str, into: &mut VecDeque<Item>) -> usize {
        let test = format!("T{}", FIRST_ID + self.tests_made);
        self.tests_made += 1;
        let kind = TEST_TYPES[self.by_type.draw(&mut self.random)];
        let pending = self.random.percent(PENDING_PERCENT);
        let row = TestRow { patient, booking, test: &test, kind, pending };
        into.push_back(self.rows.test(&row));
        if pending && !self.random.percent(EARLY_RESULT_PERCENT) {
            return 1;
        }
        let finding = self.random.pick(&kind.findings);
        let bytes = note_bytes(&mut self.random);
        let notes = note(&mut self.random, bytes);
        into.push_back(self.rows.result(&row, finding, notes));
        2
    }
}
