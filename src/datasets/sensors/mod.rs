//! The sensors dataset: devices and their readings in one table `Readings`.
//!
//! Owns the table's schema and what each row is. Keys have natural names, `device_id` and
//! `taken_at`. A reading's sort key is its time, so a device's keys only ever rise; the item about
//! the device itself has the sort key `#DEVICE`, which sorts before every time.
//!
//! Readings have `expires_at`, in seconds, for Time to Live. A recipe leaves TTL off, so that the
//! same recipe gives the same rows on any day.

mod article;
mod generate;
mod patterns;

pub(super) use article::article;
pub(super) use generate::{Generator, hottest};
pub(super) use patterns::patterns;

use serde_json::{Value as Json, json};

use super::{Entity, OTHER};

/// The table's name.
pub const TABLE: &str = "Readings";

/// The attributes of the primary key.
pub(super) const KEYS: [&str; 2] = ["device_id", "taken_at"];

/// The sort key of the item about a device.
const DEVICE_SORT_KEY: &str = "#DEVICE";

const DEVICE: Entity = Entity { letter: 'D', name: "Device", colour: 0 };
const READING: Entity = Entity { letter: 'R', name: "Reading", colour: 1 };

/// The entities, in the order of a legend.
pub(super) const ENTITIES: [Entity; 2] = [DEVICE, READING];

/// The body of CreateTable.
pub(super) fn table() -> Json {
    let definition = |name| json!({ "AttributeName": name, "AttributeType": "S" });
    json!({
        "TableName": TABLE,
        "AttributeDefinitions": KEYS.map(definition),
        "KeySchema": super::key_schema(KEYS[0], KEYS[1]),
        "BillingMode": "PAY_PER_REQUEST",
    })
}

/// What the row with this key is. Every time of this millennium begins with a 2.
pub(super) fn entity(partition: &str, sort: &str) -> Entity {
    match sort {
        _ if !partition.starts_with("DEV-") => OTHER,
        DEVICE_SORT_KEY => DEVICE,
        _ if sort.starts_with('2') && sort.ends_with('Z') => READING,
        _ => OTHER,
    }
}
