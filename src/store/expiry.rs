//! Time to Live: the items of a table in the order in which they expire.
//!
//! Owns when an item expires: at the number of seconds in the TTL attribute, but not before it was
//! written, and never if that was more than five years before (Developer Guide, *Using time to live
//! (TTL) in DynamoDB*). Is told the time and refuses to know clocks; when an expired item is deleted
//! is decided elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::rows::{Backfill, Row, Tree};
use crate::model::{AttributeName, KeyBytes, Number, Value};

const FIVE_YEARS: i64 = 5 * 365 * 86_400;

/// A time in seconds as the TTL attribute holds it, any number, as bytes whose order is that of
/// numbers.
type DueTime = [u8; 18];

/// When items expire.
#[derive(Debug, Clone)]
pub(super) struct Expiry {
    attribute: AttributeName,
    /// When TTL was enabled: items that were there before expire no earlier.
    enabled: i64,
    /// The time at which items are written.
    now: i64,
    due: BTreeSet<(DueTime, KeyBytes)>,
    /// The time of each key in `due`, and the second at which the item counts as written.
    times: BTreeMap<KeyBytes, (DueTime, i64)>,
    pub(super) backfill: Backfill,
}

impl Expiry {
    /// TTL by an attribute, before it is backfilled.
    pub(super) fn new(attribute: AttributeName, now: i64) -> Self {
        Self {
            attribute,
            enabled: now,
            now,
            due: BTreeSet::new(),
            times: BTreeMap::new(),
            backfill: Backfill::Begun,
        }
    }

    /// The attribute, and the second at which TTL was enabled.
    pub(super) fn setting(&self) -> (&AttributeName, i64) {
        (&self.attribute, self.enabled)
    }

    /// The second at which the item with this key counts as written. Of an item that never expires
    /// it is the end of time, when every time to live is too long ago.
    pub(super) fn written(&self, key: &KeyBytes) -> i64 {
        self.times.get(key).map_or(i64::MAX, |(_, at)| *at)
    }

    /// Sets the time, in seconds.
    pub(super) fn set_time(&mut self, now: i64) {
        self.now = now;
    }

    /// Looks at up to `most` more of the items that were there before.
    pub(super) fn backfill(&mut self, rows: &Tree, most: usize) {
        let mut seen: Vec<(KeyBytes, Arc<Row>)> = Vec::new();
        self.backfill.advance(rows, most, |key, row| seen.push((key.clone(), row.clone())));
        for (key, row) in seen {
            // One that was written since has been seen, with a later time.
            if !self.times.contains_key(&key) {
                self.see(&key, Some(&row), self.enabled);
            }
        }
    }

    /// Sees an item as it is after a change.
    pub(super) fn change(&mut self, key: &KeyBytes, after: Option<&Row>) {
        self.see(key, after, self.now);
    }

    fn see(&mut self, key: &KeyBytes, row: Option<&Row>, at: i64) {
        if let Some((time, _)) = self.times.remove(key) {
            self.due.remove(&(time, key.clone()));
        }
        if let Some(time) = row.and_then(|row| self.due_time(row, at)) {
            self.due.insert((time, key.clone()));
            self.times.insert(key.clone(), (time, at));
        }
    }

    /// When a row that is written at this time expires; `None` if it never does.
    fn due_time(&self, row: &Row, at: i64) -> Option<DueTime> {
        let Value::N(number) = row.item().get(self.attribute.as_str())? else { return None };
        let number = number.ordered_bytes();
        let from = |seconds: i64| Number::from(seconds).ordered_bytes();
        (number >= from(at.saturating_sub(FIVE_YEARS))).then(|| number.max(from(at)))
    }

    /// The keys of items that expire, the earliest first.
    pub(super) fn due(&self) -> impl Iterator<Item = &KeyBytes> {
        self.due.iter().map(|(_, key)| key)
    }

    /// How many items expire, and how many of them before this second.
    pub(super) fn counts(&self, second: i64) -> (usize, usize) {
        let end = Number::from(second).ordered_bytes();
        (self.due.len(), self.due.iter().take_while(|(time, _)| *time < end).count())
    }

    /// The keys of at most `most` items that expired before this second, the earliest first.
    pub(super) fn before(&self, second: i64, most: usize) -> Vec<KeyBytes> {
        let end = Number::from(second).ordered_bytes();
        let due = self.due.iter().take_while(|(time, _)| *time < end);
        due.take(most).map(|(_, key)| key.clone()).collect()
    }
}
