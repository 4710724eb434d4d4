//! Stored items in the order of their encoded keys.
//!
//! Owns the row, a stored item with its size, and the tree of rows: one for a table's items and one
//! for each index's entries. Refuses to know which of both it is.

use std::collections::BTreeMap;
use std::collections::btree_map::Range;
use std::ops::Bound;
use std::sync::Arc;

use crate::model::keycode::KeyRange;
use crate::model::size::item_size;
use crate::model::{Item, KeyBytes};

/// An item, or what an index holds of one, and its size, which is worked out once. A row never
/// changes, so that table, indexes, receipts and change records share it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    item: Item,
    size: u32,
}

impl Row {
    /// The item with its size.
    pub fn new(item: Item) -> Self {
        let size = u32::try_from(item_size(&item)).unwrap_or(u32::MAX);
        Self { item, size }
    }

    /// The item.
    pub fn item(&self) -> &Item {
        &self.item
    }

    /// The size of the item in bytes.
    pub fn size(&self) -> u32 {
        self.size
    }
}

/// A row is saved as its item: the size follows from it.
pub mod shared {
    use std::sync::Arc;

    use minicbor::decode::{Decoder, Error as DecodeError};
    use minicbor::encode::{Encoder, Error as EncodeError, Write};

    use super::Row;

    /// Writes the item.
    pub fn encode<C, W: Write>(
        row: &Arc<Row>,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), EncodeError<W::Error>> {
        e.encode(row.item())?.ok()
    }

    /// Reads an item and makes a row of it.
    pub fn decode<C>(d: &mut Decoder<'_>, _: &mut C) -> Result<Arc<Row>, DecodeError> {
        d.decode().map(|item| Arc::new(Row::new(item)))
    }

    /// The same for a row that may be missing.
    pub mod optional {
        use super::*;

        /// Writes the item, or that there is none.
        pub fn encode<C, W: Write>(
            row: &Option<Arc<Row>>,
            e: &mut Encoder<W>,
            _: &mut C,
        ) -> Result<(), EncodeError<W::Error>> {
            e.encode(row.as_ref().map(|row| row.item()))?.ok()
        }

        /// Reads what [`encode`] has written.
        pub fn decode<C>(d: &mut Decoder<'_>, _: &mut C) -> Result<Option<Arc<Row>>, DecodeError> {
            let item: Option<_> = d.decode()?;
            Ok(item.map(|item| Arc::new(Row::new(item))))
        }
    }
}

#[cfg(test)]
impl Row {
    /// A row of this size, for tests of what is made of sizes.
    pub fn with_size(bytes: u32) -> std::sync::Arc<Self> {
        let name = crate::model::AttributeName::parse("a").expect("a name");
        let text = |bytes: u32| crate::model::Value::text(&"x".repeat(bytes as usize - 1));
        let pair = (bytes > 0).then(|| (name, text(bytes)));
        std::sync::Arc::new(Self::new(pair.into_iter().collect()))
    }
}

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
        // `BTreeMap::range` panics on bounds in the wrong order, which a page's cursor can produce.
        if is_empty(start, end) {
            return self.rows.range::<[u8], _>((Bound::Unbounded, Bound::Excluded([].as_slice())));
        }
        self.rows.range::<[u8], _>((start, end))
    }

    /// The rows between these keys, in storage order.
    pub fn behind(
        &self,
        bounds: (Bound<KeyBytes>, Bound<KeyBytes>),
    ) -> Range<'_, KeyBytes, Arc<Row>> {
        self.rows.range(bounds)
    }

    /// Every row, in storage order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&KeyBytes, &Arc<Row>)> {
        self.rows.iter()
    }

    /// The position of each key in storage order, from zero; `None` where no row has it. The keys must
    /// be in ascending order.
    pub fn positions<'k>(
        &self,
        keys: impl IntoIterator<Item = &'k KeyBytes>,
    ) -> Vec<Option<usize>> {
        let mut rest = self.rows.range::<KeyBytes, _>(..);
        let mut position = 0;
        let mut positions = Vec::new();
        for key in keys {
            // What one request read mostly lies side by side, so that the next row is the one sought.
            let is_behind = rest.clone().next().is_some_and(|(front, _)| front < key);
            if is_behind {
                rest.next();
                position += 1;
            }
            // Else the rows between are counted, which follows the leaves of the tree without
            // comparing a key; so far apart keys cost one walk over the rows in all.
            if let Some((front, _)) = rest.clone().next().filter(|(front, _)| *front < key) {
                position += self.rows.range::<KeyBytes, _>(front..key).count();
                rest = self.rows.range::<KeyBytes, _>(key..);
            }
            let is_here = rest.clone().next().is_some_and(|(front, _)| front == key);
            positions.push(is_here.then_some(position));
        }
        positions
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

    /// Takes away at most `rows` of the first rows. Returns how many they were.
    pub(super) fn release(&mut self, rows: usize) -> usize {
        (0..rows).take_while(|_| self.rows.pop_first().is_some()).count()
    }
}

/// Whether no key can lie between the bounds.
fn is_empty(start: Bound<&[u8]>, end: Bound<&[u8]>) -> bool {
    match (start, end) {
        (Bound::Unbounded, _) | (_, Bound::Unbounded) => false,
        (Bound::Included(start), Bound::Included(end)) => start > end,
        (Bound::Included(start) | Bound::Excluded(start), Bound::Excluded(end))
        | (Bound::Excluded(start), Bound::Included(end)) => start >= end,
    }
}

/// How far all rows of a table have been looked at, piece by piece: how an index that is added to a
/// table with items, or its expiry, comes to know them ("backfilling").
///
/// Rows that are written meanwhile are seen by their change, and perhaps here once more, so whatever
/// is backfilled must bear to see a row twice.
#[derive(Debug, Clone, Default)]
pub(super) enum Backfill {
    /// No row has been looked at.
    #[default]
    Begun,
    /// All rows up to this one have.
    After(KeyBytes),
    /// All rows have.
    Done,
}

impl Backfill {
    /// Whether rows are left.
    pub(super) fn is_under_way(&self) -> bool {
        !matches!(self, Backfill::Done)
    }

    /// Looks at up to `most` more rows.
    pub(super) fn advance(
        &mut self,
        rows: &Tree,
        most: usize,
        mut look: impl FnMut(&KeyBytes, &Arc<Row>),
    ) {
        let start = match self {
            Backfill::Begun => Bound::Unbounded,
            // By its key and not by its number: rows may come and go before it meanwhile.
            Backfill::After(key) => Bound::Excluded(key.as_bytes().to_vec()),
            Backfill::Done => return,
        };
        let mut rest = rows.range(&KeyRange { start, end: Bound::Unbounded });
        let mut last = None;
        for (key, row) in rest.by_ref().take(most) {
            look(key, row);
            last = Some(key);
        }
        match last.filter(|_| rest.next().is_some()) {
            Some(key) => *self = Backfill::After(key.clone()),
            None if most > 0 => *self = Backfill::Done,
            None => {}
        }
    }
}
