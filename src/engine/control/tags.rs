//! A table's tags.
//!
//! Owns how many there may be and which texts are allowed. Refuses to know requests.

use std::collections::BTreeSet;

use crate::engine::error::TagError;

/// Most tags of a table.
pub const MAX_TAGS: usize = 50;
/// Longest key and value, in characters.
const MAX_KEY: usize = 128;
const MAX_VALUE: usize = 256;

/// A tag: key and value.
pub type Tag = (String, String);

/// The tags in the order in which they were added.
#[derive(Debug, Clone, Default, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(transparent)]
pub struct Tags(#[n(0)] Vec<Tag>);

impl Tags {
    /// The tags.
    pub fn iter(&self) -> impl Iterator<Item = &Tag> {
        self.0.iter()
    }

    /// Adds tags; a tag replaces the one with the same key.
    pub fn add(&mut self, tags: Vec<Tag>) -> Result<(), TagError> {
        check(&tags)?;
        for (key, value) in tags {
            match self.0.iter_mut().find(|(known, _)| *known == key) {
                Some(known) => known.1 = value,
                None => self.0.push((key, value)),
            }
        }
        if self.0.len() > MAX_TAGS { Err(TagError::TooMany) } else { Ok(()) }
    }

    /// Removes tags; keys that no tag has are ignored.
    pub fn remove(&mut self, keys: &[String]) -> Result<(), TagError> {
        keys.iter().try_for_each(|key| check_key(key))?;
        self.0.retain(|(key, _)| !keys.contains(key));
        Ok(())
    }
}

fn check(tags: &[Tag]) -> Result<(), TagError> {
    let mut keys = BTreeSet::new();
    for (key, value) in tags {
        check_key(key)?;
        if value.chars().count() > MAX_VALUE || !value.chars().all(is_allowed) {
            return Err(TagError::Value(value.clone()));
        }
        if !keys.insert(key) {
            return Err(TagError::Duplicate(key.clone()));
        }
    }
    Ok(())
}

fn check_key(key: &str) -> Result<(), TagError> {
    let length = key.chars().count();
    if length == 0 || length > MAX_KEY || !key.chars().all(is_allowed) {
        return Err(TagError::Key(key.to_owned()));
    }
    let reserved = key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:"));
    if reserved { Err(TagError::Reserved(key.to_owned())) } else { Ok(()) }
}

/// Letters and digits of any script, white space, and a few signs.
fn is_allowed(letter: char) -> bool {
    letter.is_alphanumeric() || letter.is_whitespace() || "_.:/=+-@".contains(letter)
}
