//! Rows in the order of their encoded keys.
//!
//! One tree for a table's items and one for each index's entries; both know their bytes.

use std::collections::BTreeMap;
use std::collections::btree_map::Range;
use std::ops::Bound;
use std::sync::Arc;

use super::row::Row;
use crate::model::KeyBytes;
use crate::model::keycode::KeyRange;

/// Rows by encoded key.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    rows: BTreeMap<KeyBytes, Arc<Row>>,
    bytes: u64,
}

impl Tree {
    /// The row with this key.
    pub fn get(&self, key: &KeyBytes) -> Option<&Arc<Row>> {
        self.rows.get(key)
    }

    /// Rows in the range, in storage order. A range that ends before it begins is empty.
    pub fn range(&self, range: &KeyRange) -> Range<'_, KeyBytes, Arc<Row>> {
        let start = range.start.as_ref().map(Vec::as_slice);
        let end = range.end.as_ref().map(Vec::as_slice);
        match is_empty(start, end) {
            true => self.rows.range::<[u8], _>((Bound::Unbounded, Bound::Excluded([].as_slice()))),
            false => self.rows.range::<[u8], _>((start, end)),
        }
    }

    /// Every row, in storage order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&KeyBytes, &Arc<Row>)> {
        self.rows.iter()
    }

    /// The place of each key in storage order, from zero; `None` where no row has it. The keys must
    /// be in ascending order.
    pub fn places<'k>(&self, keys: impl IntoIterator<Item = &'k KeyBytes>) -> Vec<Option<usize>> {
        let mut rest = self.rows.range::<KeyBytes, _>(..);
        let mut place = 0;
        let mut places = Vec::new();
        for key in keys {
            // What one request read mostly lies side by side, so that the next row is the one sought.
            let is_behind = rest.clone().next().is_some_and(|(front, _)| front < key);
            if is_behind {
                rest.next();
                place += 1;
            }
            // Else the rows between are counted, which follows the leaves of the tree without
            // comparing a key; so far apart keys cost one walk over the rows in all.
            if let Some((front, _)) = rest.clone().next().filter(|(front, _)| *front < key) {
                place += self.rows.range::<KeyBytes, _>(front..key).count();
                rest = self.rows.range::<KeyBytes, _>(key..);
            }
            let is_here = rest.clone().next().is_some_and(|(front, _)| front == key);
            places.push(is_here.then_some(place));
        }
        places
    }

    /// How many rows there are.
    pub fn len(&self) -> u64 {
        self.rows.len() as u64
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The bytes of all rows.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(super) fn insert(&mut self, key: KeyBytes, row: Arc<Row>) {
        self.bytes += u64::from(row.size());
        if let Some(old) = self.rows.insert(key, row) {
            self.bytes -= u64::from(old.size());
        }
    }

    pub(super) fn remove(&mut self, key: &KeyBytes) {
        if let Some(old) = self.rows.remove(key) {
            self.bytes -= u64::from(old.size());
        }
    }

    /// Takes away up to so many of the first rows; tells how many they were.
    pub(super) fn release(&mut self, rows: usize) -> usize {
        (0..rows).take_while(|_| self.rows.pop_first().is_some()).count()
    }
}

/// `BTreeMap::range` panics on bounds in the wrong order, which a cursor can produce.
fn is_empty(start: Bound<&[u8]>, end: Bound<&[u8]>) -> bool {
    match (start, end) {
        (Bound::Unbounded, _) | (_, Bound::Unbounded) => false,
        (Bound::Included(start), Bound::Included(end)) => start > end,
        (Bound::Included(start) | Bound::Excluded(start), Bound::Excluded(end))
        | (Bound::Excluded(start), Bound::Included(end)) => start >= end,
    }
}
