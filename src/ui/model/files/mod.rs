//! Files of other tools: what their tables and items are, and writing the person's own in their form.
//!
//! Owns telling the formats apart, reading each into one [`Plan`], and writing. A reader changes
//! nothing: a plan is shown first, and what a format couldn't say stands in its warnings. Refuses to
//! know files and the browser.

mod csv;
mod json;
mod model;
mod plan;
mod requests;
mod write;

pub use plan::{Fault, Format, KeyChoice, Plan, PlannedTable, Position};
pub use requests::{Choice, Work, choices, exists, one_by_one, work};
pub use write::{Export, write};

use super::plain;
use serde_json::Value as Json;

/// The most bytes of a file that is read.
pub const MOST_BYTES: usize = 64 << 20;

/// What a file holds. The name is a hint alone: what decides is what is in it.
pub fn read(name: &str, text: &str) -> Result<Plan, Fault> {
    if text.len() > MOST_BYTES {
        return Err(Fault::TooLarge);
    }
    let text = text.trim_start_matches('\u{feff}');
    match text.trim_start().chars().next() {
        None => Err(Fault::Empty),
        Some('{' | '[') => json::read(name, text),
        Some(_) => csv::read(name, text),
    }
}

/// A name for a table, of a file's name: what AWS allows of it.
fn table_name(file: &str) -> String {
    let stem = file.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = stem.split('.').next().unwrap_or_default();
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let name: String = stem.chars().map(|c| if allowed(c) { c } else { '_' }).take(200).collect();
    match name.len() {
        0..3 => "Imported".to_owned(),
        _ => name,
    }
}

/// An item of either kind of JSON as DynamoDB JSON; `None` if it is no item.
fn typed_item(value: Json) -> Option<Json> {
    let Json::Object(members) = value else { return None };
    plain::item(members).ok().map(Json::Object)
}

#[cfg(test)]
mod tests;
