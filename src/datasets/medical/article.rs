//! The 25 rows that every size of the medical dataset has.
//!
//! Patient 123 is the one of the lessons: two bookings, two tests, one result. Booking 001 exists
//! under patients 123 and 456, which is legal for the table and a trap in GSI1.

use crate::datasets::compose::{Composer, fields, note};
use crate::model::Item;
use crate::model::random::SplitMix64;

use super::generate::{Rows, TestRow};
use super::{ARTICLE_TEST_TYPES, TEST_TYPES, TestType};

const BLOOD: TestType = TEST_TYPES[0];
const XRAY: TestType = TEST_TYPES[1];
const ULTRASOUND: TestType = TEST_TYPES[2];
const ECG: TestType = TEST_TYPES[3];
const MRI: TestType = TEST_TYPES[4];

/// The article's rows.
pub(in crate::datasets) fn article() -> Vec<Item> {
    let mut rows = Rows(Composer::default());
    let mut items = Vec::new();
    patient_123(&mut rows, &mut items);
    patient_456(&mut rows, &mut items);
    patient_789(&mut rows, &mut items);
    patient_901(&mut rows, &mut items);
    items.extend(TEST_TYPES[..ARTICLE_TEST_TYPES].iter().map(|kind| rows.test_type(kind)));
    items
}

fn patient_123(rows: &mut Rows, items: &mut Vec<Item>) {
    items.push(rows.profile("123", "John Doe".into(), "1990-01-01".into()));
    items.push(rows.booking("123", "001", "2025-12-01".into()));
    let a1 = TestRow { patient: "123", booking: "001", test: "A1", kind: BLOOD, pending: true };
    items.push(rows.test(&a1));
    items.push(rows.result(&a1, "Normal", "Healthy blood levels".into()));
    items.push(rows.test(&TestRow { test: "A2", kind: XRAY, ..a1 }));
    items.push(rows.booking("123", "002", "2025-12-15".into()));
}

fn patient_456(rows: &mut Rows, items: &mut Vec<Item>) {
    items.push(rows.profile("456", "Mary Jane".into(), "1985-06-20".into()));
    items.push(rows.booking("456", "001", "2025-12-03".into()));
    let b1 = TestRow { patient: "456", booking: "001", test: "B1", kind: XRAY, pending: false };
    items.push(rows.test(&b1));
    items.push(rows.result(&b1, "No fracture seen", "Left wrist, two views".into()));
    items.push(rows.test(&TestRow { test: "B2", kind: BLOOD, pending: true, ..b1 }));
}

/// A patient with a result of over 1 KB.
fn patient_789(rows: &mut Rows, items: &mut Vec<Item>) {
    items.push(rows.profile("789", "Amara Okafor".into(), "1978-05-17".into()));
    items.push(rows.booking("789", "003", "2025-12-10".into()));
    let c1 = TestRow { patient: "789", booking: "003", test: "C1", kind: ECG, pending: false };
    items.push(rows.test(&c1));
    items.push(rows.result(&c1, "Regular rhythm", note(&mut SplitMix64::new(789), 1_400)));
    items.push(rows.test(&TestRow { test: "C2", kind: ULTRASOUND, pending: true, ..c1 }));
}

/// A patient with a result of over 4 KB.
fn patient_901(rows: &mut Rows, items: &mut Vec<Item>) {
    items.push(rows.profile("901", "Zoë Lindqvist".into(), "2001-09-30".into()));
    items.push(rows.booking("901", "004", "2025-12-18".into()));
    let d1 = TestRow { patient: "901", booking: "004", test: "D1", kind: MRI, pending: false };
    items.push(rows.test(&d1));
    items.push(rows.result(&d1, "Small shadow, repeat", note(&mut SplitMix64::new(901), 5_300)));
}

impl Rows {
    /// The reference row of a kind of test.
    pub(super) fn test_type(&mut self, kind: &TestType) -> Item {
        self.0.item(fields! {
            "PK": format!("TESTTYPE#{}", kind.id),
            "SK": "METADATA",
            "Name": kind.name,
            "Description": kind.description,
        })
    }
}
