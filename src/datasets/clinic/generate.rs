//! Generated rows of the clinic dataset, one appointment and its link at a time.
//!
//! Clinics and staff come first, then patients, then appointments, each given to a clinic drawn by
//! Zipf's law. Ids begin where no row of the article is: clinics at CLN-100, staff at USR-1000,
//! patients and appointments at 100000.

use std::collections::VecDeque;

use crate::datasets::compose::{Composer, date, fields, note, note_bytes, person};
use crate::datasets::{Hottest, Size};
use crate::model::Item;
use crate::model::random::{SplitMix64, Zipf};

const FIRST_CLINIC: u64 = 100;
const FIRST_STAFF: u64 = 1_000;
const FIRST_ID: u64 = 100_000;
/// One patient for this many rows.
const ROWS_PER_PATIENT: usize = 10;
/// Of a hundred appointments, this many have a note.
const NOTE_PERCENT: u64 = 70;
/// The days that appointments fall on begin with this year.
const YEAR: u64 = 2025;

const PLACES: [&str; 10] = [
    "Sunrise",
    "Harbour",
    "Maple",
    "Riverside",
    "Hillcrest",
    "Lakeview",
    "Northgate",
    "Meadow",
    "Old Town",
    "Station",
];
const FIELDS: [&str; 6] =
    ["Eye Care", "Dental", "Family Clinic", "Physio", "Skin Clinic", "Hearing"];
const STATES: [&str; 8] = ["CA", "WA", "NY", "TX", "OR", "IL", "FL", "MA"];
const ROLES: [&str; 4] = ["Doctor", "Nurse", "Receptionist", "Assistant"];
const MINUTES: [i64; 4] = [15, 30, 45, 60];

/// Makes the rows of this table, sharing names and words.
pub(super) struct Rows(pub(super) Composer);

/// An appointment, from which its row and its link are made.
pub(super) struct Appointment {
    pub(super) clinic: String,
    pub(super) patient: String,
    pub(super) id: String,
    pub(super) date: String,
    pub(super) time: String,
    pub(super) status: &'static str,
    pub(super) created: String,
    pub(super) minutes: i64,
    pub(super) notes: Option<String>,
}

impl Rows {
    /// The appointment under its clinic, and in GSI1 under its patient.
    pub(super) fn appointment(&mut self, of: &Appointment) -> Item {
        let position = format!("APPT#{}#{}", of.date, of.id);
        let mut item = self.0.item(fields! {
            "PK": format!("CLINIC#{}", of.clinic),
            "SK": position.clone(),
            "GSI1PK": format!("PATIENT#{}", of.patient),
            "GSI1SK": position,
            "type": "APPOINTMENT",
            "id": of.id.clone(),
            "clinic_id": of.clinic.clone(),
            "patient_id": of.patient.clone(),
            "datetime": format!("{}T{}:00Z", of.date, of.time),
            "minutes": of.minutes,
            "status": of.status,
            "created_at": of.created.clone(),
        });
        if let Some(notes) = &of.notes {
            self.0.add(&mut item, "notes", notes.clone());
        }
        item
    }

    /// The link under the patient: enough to list, not to be kept up to date.
    pub(super) fn link(&mut self, of: &Appointment) -> Item {
        self.0.item(fields! {
            "PK": format!("PATIENT#{}", of.patient),
            "SK": format!("APPT#{}#{}", of.date, of.id),
            "type": "APPT_LINK",
            "clinic_id": of.clinic.clone(),
            "datetime": format!("{}T{}:00Z", of.date, of.time),
        })
    }
}

fn clinics(size: Size) -> usize {
    match size {
        Size::Article => 0,
        Size::Thousand => 5,
        Size::TenThousand => 12,
        Size::HundredThousand => 40,
    }
}

/// The clinic with the most appointments.
pub(in crate::datasets) fn hottest(size: Size) -> Hottest {
    Hottest {
        key: format!("CLINIC#CLN-{FIRST_CLINIC}"),
        of: "appointments",
        permille: Zipf::new(clinics(size)).hottest_permille(),
    }
}

/// An endless stream of generated rows.
pub(in crate::datasets) struct Generator {
    rows: Rows,
    random: SplitMix64,
    by_clinic: Zipf,
    clinics: usize,
    patients: usize,
    clinics_made: usize,
    staff_made: u64,
    patients_made: usize,
    appointments_made: u64,
}

impl Generator {
    pub(in crate::datasets) fn new(size: Size, seed: u64) -> Self {
        Self {
            rows: Rows(Composer::default()),
            random: SplitMix64::new(seed),
            by_clinic: Zipf::new(clinics(size)),
            clinics: clinics(size),
            patients: size.items().unwrap_or(0) / ROWS_PER_PATIENT,
            clinics_made: 0,
            staff_made: 0,
            patients_made: 0,
            appointments_made: 0,
        }
    }

    /// Adds the next rows that belong together, at most `room` of them and at least one. Where an
    /// appointment and its link no longer fit, one more patient fills the place.
    pub(in crate::datasets) fn next_group(&mut self, room: usize, into: &mut VecDeque<Item>) {
        if self.clinics_made < self.clinics {
            self.clinic(room, into);
        } else if self.patients_made < self.patients || room < 2 {
            into.push_back(self.patient());
        } else {
            let appointment = self.appointment();
            into.push_back(self.rows.appointment(&appointment));
            into.push_back(self.rows.link(&appointment));
        }
    }

    fn clinic(&mut self, room: usize, into: &mut VecDeque<Item>) {
        let id = format!("CLN-{}", FIRST_CLINIC + self.clinics_made as u64);
        self.clinics_made += 1;
        let name = format!("{} {}", self.random.pick(&PLACES), self.random.pick(&FIELDS));
        let state = self.random.pick(&STATES);
        into.push_back(self.rows.clinic(&id, name, state));
        let staff = self.random.between(3, 8).min(room as u64 - 1);
        into.extend((0..staff).map(|_| self.staff(&id)));
    }

    fn staff(&mut self, clinic: &str) -> Item {
        let id = format!("USR-{}", FIRST_STAFF + self.staff_made);
        self.staff_made += 1;
        let name = person(&mut self.random);
        let role = self.random.pick(&ROLES);
        self.rows.staff(clinic, &id, name, role)
    }

    fn patient(&mut self) -> Item {
        let id = format!("PAT-{}", FIRST_ID + self.patients_made as u64);
        self.patients_made += 1;
        let name = person(&mut self.random);
        let born = date(1940, self.random.below(75 * 365));
        self.rows.patient(&id, name, born)
    }

    fn appointment(&mut self) -> Appointment {
        let random = &mut self.random;
        let clinic = FIRST_CLINIC + self.by_clinic.draw(random) as u64;
        let patient = FIRST_ID + random.below(self.patients_made as u64);
        let id = FIRST_ID + self.appointments_made;
        self.appointments_made += 1;
        let day = random.between(365, 2 * 365 - 1);
        let time = format!("{:02}:{:02}", random.between(8, 17), random.below(4) * 15);
        let created = date(YEAR, day - random.between(1, 60));
        Appointment {
            clinic: format!("CLN-{clinic}"),
            patient: format!("PAT-{patient}"),
            id: format!("APT-{id}"),
            date: date(YEAR, day),
            time,
            status: status(random),
            created: format!("{created}T{:02}:00:00Z", random.between(7, 18)),
            minutes: random.pick(&MINUTES),
            notes: notes(random),
        }
    }
}

fn status(random: &mut SplitMix64) -> &'static str {
    match random.below(100) {
        0..10 => "cancelled",
        10..45 => "completed",
        _ => "scheduled",
    }
}

fn notes(random: &mut SplitMix64) -> Option<String> {
    random.percent(NOTE_PERCENT).then(|| {
        let bytes = note_bytes(random);
        note(random, bytes)
    })
}
