//! One record: its key, the images before and after attribute by attribute, and what else it says.

use super::stream::{Listed, event_name};
use crate::changelog::{Origin, SequenceNumber};
use crate::model::{Item, KeySchema};
use crate::ui::model::answer::cell;
use crate::ui::model::clock::time_of_day;
use crate::ui::model::words::{exact_bytes, visible};

/// The key attributes of an item in a line, the partition key first: `CLINIC#CLN-001 · APPT#1`.
pub fn key_text(item: &Item, keys: &KeySchema) -> String {
    let values = keys.attributes().filter_map(|key| item.get(key.name.as_str()));
    let values: Vec<String> = values.map(|value| visible(&cell(value))).collect();
    values.join(" · ")
}

/// An attribute before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// Its value before; none if it did not exist.
    pub old: Option<String>,
    /// Its value after.
    pub new: Option<String>,
}

impl Attribute {
    /// In a word, what happened to it where both images are known.
    pub fn change(&self) -> &'static str {
        match (&self.old, &self.new) {
            (None, Some(_)) => "added",
            (Some(_), None) => "removed",
            (old, new) if old != new => "changed",
            _ => "same",
        }
    }
}

/// Both images side by side, an attribute a row: by name, the key first.
pub fn side_by_side(keys: &KeySchema, old: Option<&Item>, new: Option<&Item>) -> Vec<Attribute> {
    let mut names: Vec<&str> = keys.attributes().map(|key| key.name.as_str()).collect();
    for (name, _) in old.into_iter().chain(new).flat_map(Item::iter) {
        if !names.contains(&name.as_str()) {
            names.push(name.as_str());
        }
    }
    let value = |image: Option<&Item>, name: &str| image?.get(name).map(|v| visible(&cell(v)));
    let attribute = |name: &str| Attribute {
        name: visible(name),
        old: value(old, name),
        new: value(new, name),
    };
    names.into_iter().map(attribute).collect()
}

/// A record as it opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Its number.
    pub number: SequenceNumber,
    /// What happened.
    pub event: &'static str,
    /// The key.
    pub key: String,
    /// Facts with their names.
    pub facts: Vec<(&'static str, String)>,
    /// Whether the record has the image before, and the one after.
    pub images: (bool, bool),
    /// The attributes.
    pub attributes: Vec<Attribute>,
    /// What is not in it, and why.
    pub note: Option<&'static str>,
}

impl Opened {
    /// A record of a stream whose view shows these images.
    pub fn new(Listed { record, keys, .. }: &Listed, view: crate::changelog::ViewType) -> Self {
        let (old, new) = (record.old.as_deref(), record.new.as_deref());
        let mut facts = vec![
            ("SequenceNumber", record.number.to_string()),
            ("ApproximateCreationDateTime", format!("{} UTC", time_of_day(record.at.0))),
            ("SizeBytes", exact_bytes(record.bytes)),
        ];
        if record.origin == Origin::Expiry {
            facts.push(("userIdentity", "Service, dynamodb.amazonaws.com: TTL deleted it".into()));
        }
        let note = match (view.shows_old(), view.shows_new()) {
            (true, true) => None,
            (false, false) => Some(
                "A stream with KEYS_ONLY has no images: a reader knows which item changed, but not how.",
            ),
            (false, true) => Some(
                "A stream with NEW_IMAGE doesn't have the item before the change, so a reader can't \
                 tell what changed.",
            ),
            (true, false) => {
                Some("A stream with OLD_IMAGE doesn't have the item after the change.")
            }
        };
        Self {
            number: record.number,
            event: event_name(record.kind),
            key: key_text(&record.key, keys),
            facts,
            images: (old.is_some(), new.is_some()),
            attributes: side_by_side(keys, old.map(|row| row.item()), new.map(|row| row.item())),
            note,
        }
    }

    /// Whether a change can be told: both images are there, or none was because there was no item.
    pub fn tells_changes(&self) -> bool {
        self.images == (true, true)
    }
}
