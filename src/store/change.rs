//! What writing one item does to a table and its indexes, worked out before anything is touched.
//!
//! A change is prepared by [`super::Table::prepare_put`] or `prepare_delete`, and holds as long as no
//! other change of the same item is made: changes of different items never disturb each other.

use std::sync::Arc;

use super::rows::Row;
use crate::model::KeyBytes;

/// What became of an item or an index entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryChange {
    /// Nothing.
    None,
    /// It is new.
    Insert,
    /// It is gone.
    Delete,
    /// Same key, other content.
    Update,
    /// The index key changed: the old entry is deleted and a new one inserted.
    Move,
}

/// One write of one item, with all its consequences.
#[derive(Debug, Clone)]
pub struct Change {
    pub(super) key: KeyBytes,
    pub(super) before: Option<Arc<Row>>,
    pub(super) after: Option<Arc<Row>>,
    kind: EntryChange,
    pub(super) entries: Vec<EntryDiff>,
}

impl Change {
    pub(super) fn new(
        key: KeyBytes,
        before: Option<Arc<Row>>,
        after: Option<Arc<Row>>,
        entries: Vec<EntryDiff>,
    ) -> Self {
        // Comparing two items looks at every value, so it is done once.
        let kind = compare(before.as_ref(), after.as_ref());
        Self { key, before, after, kind, entries }
    }

    /// The encoded key of the item.
    pub fn key(&self) -> &KeyBytes {
        &self.key
    }

    /// The item before.
    pub fn before(&self) -> Option<&Arc<Row>> {
        self.before.as_ref()
    }

    /// The item after.
    pub fn after(&self) -> Option<&Arc<Row>> {
        self.after.as_ref()
    }

    /// Bytes of the item before.
    pub fn before_bytes(&self) -> Option<u64> {
        bytes(&self.before)
    }

    /// Bytes of the item after.
    pub fn after_bytes(&self) -> Option<u64> {
        bytes(&self.after)
    }

    /// What became of the item.
    pub fn kind(&self) -> EntryChange {
        self.kind
    }

    /// What becomes of each index, in the order of the schema.
    pub fn entries(&self) -> &[EntryDiff] {
        &self.entries
    }
}

/// One index's part of a change.
#[derive(Debug, Clone)]
pub struct EntryDiff {
    pub(super) before: Option<Entry>,
    pub(super) after: Option<Entry>,
    change: EntryChange,
}

/// An entry with its key.
pub(super) type Entry = (KeyBytes, Arc<Row>);

impl EntryDiff {
    /// The difference between two states of an item's entry.
    pub(super) fn new(before: Option<Entry>, after: Option<Entry>) -> Self {
        let change = match (&before, &after) {
            // No update in place: the index keeps its entries by key.
            (Some((old, _)), Some((new, _))) if old != new => EntryChange::Move,
            _ => compare(before.as_ref().map(|(_, row)| row), after.as_ref().map(|(_, row)| row)),
        };
        Self { before, after, change }
    }

    /// The entry before; `None` when the item was not in the index.
    pub fn before(&self) -> Option<&Arc<Row>> {
        self.before.as_ref().map(|(_, row)| row)
    }

    /// The entry after; `None` when the item is not in the index.
    pub fn after(&self) -> Option<&Arc<Row>> {
        self.after.as_ref().map(|(_, row)| row)
    }

    /// Bytes of the entry before; `None` when the item was not in the index.
    pub fn before_bytes(&self) -> Option<u64> {
        self.before.as_ref().map(|(_, row)| u64::from(row.size()))
    }

    /// Bytes of the entry after; `None` when the item is not in the index.
    pub fn after_bytes(&self) -> Option<u64> {
        self.after.as_ref().map(|(_, row)| u64::from(row.size()))
    }

    /// The key of the entry before.
    pub fn before_key(&self) -> Option<&KeyBytes> {
        self.before.as_ref().map(|(key, _)| key)
    }

    /// The key of the entry after.
    pub fn after_key(&self) -> Option<&KeyBytes> {
        self.after.as_ref().map(|(key, _)| key)
    }

    /// What becomes of the entry.
    pub fn change(&self) -> EntryChange {
        self.change
    }
}

fn bytes(row: &Option<Arc<Row>>) -> Option<u64> {
    row.as_ref().map(|row| u64::from(row.size()))
}

fn compare(before: Option<&Arc<Row>>, after: Option<&Arc<Row>>) -> EntryChange {
    match (before, after) {
        (None, None) => EntryChange::None,
        (None, Some(_)) => EntryChange::Insert,
        (Some(_), None) => EntryChange::Delete,
        (Some(old), Some(new)) if old.item() == new.item() => EntryChange::None,
        (Some(_), Some(_)) => EntryChange::Update,
    }
}
