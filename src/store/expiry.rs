//! The items of a table in the order in which they expire.
//!
//! Owns when an item expires: at the number of seconds in one attribute, but not before it was
//! written, and never if that was more than five years before. Is told the time and refuses to know
//! clocks; when an expired item is deleted is decided elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::cursor::Cursor;
use super::row::Row;
use super::tree::Tree;
use crate::model::{AttributeName, KeyBytes, Number, Value};

const FIVE_YEARS: i64 = 5 * 365 * 86_400;

/// A number as bytes whose order is that of numbers.
type Place = [u8; 18];

/// When items expire.
#[derive(Debug, Clone)]
pub(super) struct Expiry {
    attribute: AttributeName,
    /// When it began to be kept: items that were there before expire no earlier.
    begun: i64,
    /// What time it is for items that are written.
    now: i64,
    due: BTreeSet<(Place, KeyBytes)>,
    places: BTreeMap<KeyBytes, Place>,
    pub(super) cursor: Cursor,
}

impl Expiry {
    /// Nothing seen yet.
    pub(super) fn new(attribute: AttributeName, now: i64) -> Self {
        Self {
            attribute,
            begun: now,
            now,
            due: BTreeSet::new(),
            places: BTreeMap::new(),
            cursor: Cursor::Start,
        }
    }

    /// Tells the time, in seconds.
    pub(super) fn set_time(&mut self, now: i64) {
        self.now = now;
    }

    /// Sees some more of the items that were there before. One that was written since has been seen.
    pub(super) fn fill(&mut self, rows: &Tree, most: usize) {
        let mut seen: Vec<(KeyBytes, Arc<Row>)> = Vec::new();
        self.cursor.advance(rows, most, |key, row| seen.push((key.clone(), row.clone())));
        for (key, row) in seen {
            if !self.places.contains_key(&key) {
                self.see(&key, Some(&row), self.begun);
            }
        }
    }

    /// Sees an item as it is after a change.
    pub(super) fn change(&mut self, key: &KeyBytes, after: Option<&Row>) {
        self.see(key, after, self.now);
    }

    fn see(&mut self, key: &KeyBytes, row: Option<&Row>, at: i64) {
        if let Some(place) = self.places.remove(key) {
            self.due.remove(&(place, key.clone()));
        }
        if let Some(place) = row.and_then(|row| self.place(row, at)) {
            self.due.insert((place, key.clone()));
            self.places.insert(key.clone(), place);
        }
    }

    fn place(&self, row: &Row, at: i64) -> Option<Place> {
        let Value::N(number) = row.item().get(self.attribute.as_str())? else { return None };
        let number = number.ordered_bytes();
        let from = |seconds: i64| Number::from(seconds).ordered_bytes();
        (number >= from(at.saturating_sub(FIVE_YEARS))).then(|| number.max(from(at)))
    }

    /// The keys of items that have expired before this second, those first that did so first.
    pub(super) fn before(&self, second: i64, most: usize) -> Vec<KeyBytes> {
        let end = Number::from(second).ordered_bytes();
        let due = self.due.iter().take_while(|(place, _)| *place < end);
        due.take(most).map(|(_, key)| key.clone()).collect()
    }
}
