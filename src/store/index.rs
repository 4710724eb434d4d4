//! A secondary index: which items it holds, and what of them.
//!
//! An item without a valid value for every index key attribute is simply not in the index.

use std::sync::Arc;

use super::change::Entry;
use super::rows::{Backfill, Row, Tree};
use crate::model::{IndexSchema, Item, KeyBytes, KeySchema, Projection};

/// The entries of an index. Its schema is the table's at the same place.
#[derive(Debug, Clone)]
pub struct Index {
    pub(super) entries: Tree,
    pub(super) backfill: Backfill,
    pub(super) open: bool,
}

impl Index {
    /// The index of a table without items.
    pub(super) fn new() -> Self {
        Self { entries: Tree::default(), backfill: Backfill::Done, open: true }
    }

    /// An index that is yet to be backfilled, and not to be read until it is opened.
    pub(super) fn added() -> Self {
        Self { entries: Tree::default(), backfill: Backfill::Begun, open: false }
    }

    /// Whether it may be read.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Looks at up to `most` more rows. An item whose attributes cannot be its key is passed over
    /// (Developer Guide, *Managing Global Secondary Indexes*, "Detecting and correcting index key
    /// violations").
    pub(super) fn backfill(
        &mut self,
        schema: &IndexSchema,
        table_keys: &KeySchema,
        rows: &Tree,
        most: usize,
    ) {
        let entries = &mut self.entries;
        self.backfill.advance(rows, most, |base, row| {
            if let Some((key, row)) = entry_of(schema, table_keys, base, row) {
                entries.insert(key, row);
            }
        });
    }

    /// The entries, each holding the projected attributes of an item.
    pub fn entries(&self) -> &Tree {
        &self.entries
    }
}

/// The entry that an item has in an index.
pub(super) fn entry_of(
    schema: &IndexSchema,
    table_keys: &KeySchema,
    base: &KeyBytes,
    row: &Arc<Row>,
) -> Option<Entry> {
    let key = schema.keys.encode(row.item()).ok()?;
    Some((key.before(base), project(schema, table_keys, row)))
}

/// The entry that takes the place of one with the same key, which need not be encoded again.
pub(super) fn entry_in_place(
    schema: &IndexSchema,
    table_keys: &KeySchema,
    old: &Entry,
    row: &Arc<Row>,
) -> Entry {
    (old.0.clone(), project(schema, table_keys, row))
}

/// What the index holds of the item. Everything is shared with the table; anything less is a row of its
/// own.
fn project(schema: &IndexSchema, table_keys: &KeySchema, row: &Arc<Row>) -> Arc<Row> {
    match &schema.projection {
        Projection::All => row.clone(),
        _ => Arc::new(Row::new(projected(schema, table_keys, row.item()))),
    }
}

fn projected(schema: &IndexSchema, table_keys: &KeySchema, item: &Item) -> Item {
    let shown = item.iter().filter(|(name, _)| is_projected(schema, table_keys, name.as_str()));
    shown.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// Whether entries of the index hold the attribute.
pub(super) fn is_projected(schema: &IndexSchema, table_keys: &KeySchema, name: &str) -> bool {
    let listed = match &schema.projection {
        Projection::All => true,
        Projection::KeysOnly => false,
        Projection::Include(names) => names.iter().any(|n| n.as_str() == name),
    };
    listed || schema.keys.contains(name) || table_keys.contains(name)
}
