//! A table: its items, its indexes, and the one way to change them.
//!
//! Changes come in two steps: prepare (borrows, works out every consequence) and apply (cannot
//! fail), so that a request is charged, or refused, before anything is touched.

use std::sync::Arc;

use super::change::{Change, EntryDiff};
use super::index::{Index, entry_of, is_projected};
use super::names::Names;
use super::row::Row;
use super::tree::Tree;
use crate::model::{IndexSchema, Item, KeyBytes, TableSchema};

/// Items and indexes of one table.
#[derive(Debug, Clone)]
pub struct Table {
    schema: TableSchema,
    rows: Tree,
    indexes: Vec<Index>,
    names: Names,
}

impl Table {
    /// An empty table.
    pub fn new(schema: TableSchema) -> Self {
        let indexes = schema.indexes.iter().map(|_| Index::default()).collect();
        Self { schema, rows: Tree::default(), indexes, names: Names::default() }
    }

    /// The shape of the table.
    pub fn schema(&self) -> &TableSchema {
        &self.schema
    }

    /// The items.
    pub fn rows(&self) -> &Tree {
        &self.rows
    }

    /// The item with this key.
    pub fn get(&self, key: &KeyBytes) -> Option<&Arc<Row>> {
        self.rows.get(key)
    }

    /// The index with this name, and its schema.
    pub fn index(&self, name: &str) -> Option<(&IndexSchema, &Index)> {
        self.indexes().find(|(schema, _)| schema.name.as_str() == name)
    }

    /// Every index with its schema, in the order of the schema.
    pub fn indexes(&self) -> impl Iterator<Item = (&IndexSchema, &Index)> {
        self.schema.indexes.iter().zip(&self.indexes)
    }

    /// Whether entries of the index hold the attribute.
    pub fn projects(&self, index: &IndexSchema, attribute: &str) -> bool {
        is_projected(index, &self.schema.keys, attribute)
    }

    /// The item with the text of its attribute names shared with other items: for bulk loads.
    pub fn share_names(&mut self, item: Item) -> Item {
        self.names.share(item)
    }

    /// What putting the row under this key would do. The key must be the row's.
    pub fn prepare_put(&self, key: KeyBytes, row: Arc<Row>) -> Change {
        self.prepare(key, Some(row))
    }

    /// What deleting the item with this key would do.
    pub fn prepare_delete(&self, key: KeyBytes) -> Change {
        self.prepare(key, None)
    }

    fn prepare(&self, key: KeyBytes, after: Option<Arc<Row>>) -> Change {
        let before = self.rows.get(&key).cloned();
        let diff = |schema: &IndexSchema| EntryDiff {
            before: before.as_ref().and_then(|row| self.entry(schema, &key, row)),
            after: after.as_ref().and_then(|row| self.entry(schema, &key, row)),
        };
        let entries = self.schema.indexes.iter().map(diff).collect();
        Change { key, before, after, entries }
    }

    fn entry(
        &self,
        schema: &IndexSchema,
        key: &KeyBytes,
        row: &Arc<Row>,
    ) -> Option<(KeyBytes, Arc<Row>)> {
        entry_of(schema, &self.schema.keys, key, row)
    }

    /// Makes a prepared change.
    pub fn apply(&mut self, change: Change) {
        for (index, diff) in self.indexes.iter_mut().zip(change.entries) {
            apply_entry(index, diff);
        }
        match change.after {
            Some(row) => self.rows.insert(change.key, row),
            None => self.rows.remove(&change.key),
        }
    }

    /// Takes away up to so many rows and entries, first ones first; tells how many they were. The
    /// table is of no use afterwards.
    pub fn release(&mut self, rows: usize) -> usize {
        let entries = self.indexes.iter_mut().map(|index| &mut index.entries);
        let trees = entries.chain([&mut self.rows]);
        rows - trees.fold(rows, |left, tree| left - tree.release(left))
    }
}

fn apply_entry(index: &mut Index, diff: EntryDiff) {
    if let Some((key, _)) = diff.before {
        index.entries.remove(&key);
    }
    if let Some((key, row)) = diff.after {
        index.entries.insert(key, row);
    }
}
