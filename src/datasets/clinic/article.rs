//! The 18 rows that every size of the clinic dataset has.
//!
//! Clinic CLN-001 has four appointments, three of them on one day; patient PAT-456 has three, one
//! of them in the other clinic, so that "across all clinics" means something. A note of over
//! 4 KB makes the index answer dearer than the link rows.

use crate::datasets::compose::{Composer, fields, note};
use crate::model::Item;
use crate::model::random::SplitMix64;

use super::generate::{Appointment, Rows};

/// The article's rows.
pub(in crate::datasets) fn article() -> Vec<Item> {
    let mut rows = Rows(Composer::default());
    let mut items = vec![
        rows.clinic("CLN-001", "Sunrise Eye Care".into(), "CA"),
        rows.staff("CLN-001", "USR-123", "Grace Adeyemi".into(), "Optometrist"),
        rows.staff("CLN-001", "USR-124", "Paul Novak".into(), "Receptionist"),
        rows.clinic("CLN-002", "Harbour Dental".into(), "WA"),
        rows.staff("CLN-002", "USR-201", "Mei Tan".into(), "Dentist"),
        rows.patient("PAT-456", "Sara Khan".into(), "1992-03-11".into()),
        rows.patient("PAT-457", "Luis Romero".into(), "1969-11-02".into()),
        rows.patient("PAT-458", "Ida Holm".into(), "2010-07-24".into()),
    ];
    for appointment in appointments() {
        items.push(rows.appointment(&appointment));
        items.push(rows.link(&appointment));
    }
    items
}

fn appointments() -> [Appointment; 5] {
    let made = |clinic: &str, patient: &str, id: &str, date: &str, time: &str| Appointment {
        clinic: clinic.into(),
        patient: patient.into(),
        id: id.into(),
        date: date.into(),
        time: time.into(),
        status: "scheduled",
        created: "2026-04-01T08:30:00Z".into(),
        minutes: 30,
        notes: None,
    };
    let noted = |seed, bytes| Some(note(&mut SplitMix64::new(seed), bytes));
    [
        made("CLN-001", "PAT-456", "APT-1", "2026-04-16", "09:00"),
        made("CLN-001", "PAT-457", "APT-2", "2026-04-16", "10:30"),
        Appointment {
            notes: noted(3, 4_500),
            ..made("CLN-001", "PAT-456", "APT-3", "2026-04-17", "14:00")
        },
        made("CLN-002", "PAT-456", "APT-4", "2026-04-18", "11:15"),
        Appointment {
            notes: noted(789, 1_300),
            ..made("CLN-001", "PAT-458", "APT-789", "2026-04-16", "16:45")
        },
    ]
}

impl Rows {
    pub(super) fn clinic(&mut self, id: &str, name: String, state: &'static str) -> Item {
        self.0.item(fields! {
            "PK": format!("CLINIC#{id}"),
            "SK": "META",
            "type": "CLINIC",
            "name": name,
            "state": state,
        })
    }

    pub(super) fn staff(
        &mut self,
        clinic: &str,
        id: &str,
        name: String,
        role: &'static str,
    ) -> Item {
        self.0.item(fields! {
            "PK": format!("CLINIC#{clinic}"),
            "SK": format!("STAFF#{id}"),
            "type": "STAFF",
            "name": name,
            "role": role,
        })
    }

    pub(super) fn patient(&mut self, id: &str, name: String, born: String) -> Item {
        self.0.item(fields! {
            "PK": format!("PATIENT#{id}"),
            "SK": "META",
            "type": "PATIENT",
            "name": name,
            "born": born,
        })
    }
}
