//! The clinic dataset: clinics with staff and appointments, and patients, in one table `Clinic`.
//!
//! Owns the table's schema and what each row is. An appointment is stored under its clinic. A small link
//! row repeats it under its patient, and GSI1 serves the same access pattern a second way.

mod article;
mod generate;
pub mod handler;
mod patterns;

pub(super) use article::article;
pub(super) use generate::{Generator, hottest};
pub(super) use patterns::patterns;

use serde_json::{Value as Json, json};

use super::{Entity, OTHER};

/// The table's name.
pub const TABLE: &str = "Clinic";

const CLINIC: Entity = Entity { letter: 'C', name: "Clinic", colour: 0 };
const STAFF: Entity = Entity { letter: 'S', name: "Staff", colour: 1 };
const APPOINTMENT: Entity = Entity { letter: 'A', name: "Appointment", colour: 2 };
const PATIENT: Entity = Entity { letter: 'P', name: "Patient", colour: 3 };
const LINK: Entity = Entity { letter: 'L', name: "Appointment link", colour: 4 };

/// The entities, in the order of a legend.
pub(super) const ENTITIES: [Entity; 5] = [CLINIC, STAFF, APPOINTMENT, PATIENT, LINK];

/// The body of CreateTable.
pub(super) fn table() -> Json {
    let definition = |name| json!({ "AttributeName": name, "AttributeType": "S" });
    let keys = ["PK", "SK", "GSI1PK", "GSI1SK"];
    json!({
        "TableName": TABLE,
        "AttributeDefinitions": keys.map(definition),
        "KeySchema": super::key_schema("PK", "SK"),
        "GlobalSecondaryIndexes": [super::index("GSI1", "GSI1PK", "GSI1SK")],
        "BillingMode": "PAY_PER_REQUEST",
    })
}

/// What the row with this key is.
pub(super) fn entity(partition: &str, sort: &str) -> Entity {
    let clinic = partition.starts_with("CLINIC#");
    let patient = partition.starts_with("PATIENT#");
    match sort {
        "META" if clinic => CLINIC,
        "META" if patient => PATIENT,
        _ if clinic && sort.starts_with("STAFF#") => STAFF,
        _ if clinic && sort.starts_with("APPT#") => APPOINTMENT,
        _ if patient && sort.starts_with("APPT#") => LINK,
        _ => OTHER,
    }
}
