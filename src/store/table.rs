//! A table: its items, its indexes, and the one way to change them.
//!
//! Changes come in two steps: prepare (borrows, works out every consequence) and apply (cannot
//! fail), so that a request is charged, or rejected, before anything is touched.

use std::sync::Arc;

use super::change::{Change, Entry, EntryDiff};
use super::expiry::Expiry;
use super::index::{Index, entry_in_place, entry_of, is_projected};
use super::names::Names;
use super::rows::{Row, Tree};
use crate::model::{
    AttributeName, BillingMode, IndexKind, IndexName, IndexSchema, Item, KeyBytes, TableSchema,
    Throughput,
};

/// Items and indexes of one table.
#[derive(Debug, Clone)]
pub struct Table {
    schema: TableSchema,
    rows: Tree,
    indexes: Vec<Index>,
    names: Names,
    expiry: Option<Expiry>,
}

impl Table {
    /// An empty table.
    pub fn new(schema: TableSchema) -> Self {
        let indexes = schema.indexes.iter().map(|_| Index::new()).collect();
        Self { schema, rows: Tree::default(), indexes, names: Names::default(), expiry: None }
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
        let diff = |schema: &IndexSchema| self.diff(schema, &key, before.as_ref(), after.as_ref());
        let entries = self.schema.indexes.iter().map(diff).collect();
        Change::new(key, before, after, entries)
    }

    fn diff(
        &self,
        schema: &IndexSchema,
        key: &KeyBytes,
        old: Option<&Arc<Row>>,
        new: Option<&Arc<Row>>,
    ) -> EntryDiff {
        let before = old.and_then(|row| self.entry(schema, key, row));
        let after = match (old, new) {
            // Most writes leave the index key as it is; then only the projection is made anew.
            (Some(old), Some(new)) if schema.keys.agree(old.item(), new.item()) => {
                before.as_ref().map(|entry| entry_in_place(schema, &self.schema.keys, entry, new))
            }
            _ => new.and_then(|row| self.entry(schema, key, row)),
        };
        EntryDiff::new(before, after)
    }

    fn entry(&self, schema: &IndexSchema, key: &KeyBytes, row: &Arc<Row>) -> Option<Entry> {
        entry_of(schema, &self.schema.keys, key, row)
    }

    /// Makes a prepared change.
    pub fn apply(&mut self, change: Change) {
        self.see_expiry(&change);
        self.apply_where(change, |_| true);
    }

    /// Makes a prepared change but for its entries in global indexes, which [`Table::apply_entry`]
    /// makes later, in the order of the changes.
    pub fn apply_but_global(&mut self, change: Change) {
        self.see_expiry(&change);
        self.apply_where(change, |index| index.kind == IndexKind::Local);
    }

    /// Shows an item and its local entries as they were or as they are again. That is no write: when
    /// the item expires stays as it is, and so does what has reached the global indexes.
    pub fn rewind(&mut self, change: Change) {
        self.apply_where(change, |index| index.kind == IndexKind::Local);
    }

    /// Makes an entry's part of a change, if the index is still there.
    pub fn apply_entry(&mut self, index: &IndexName, diff: EntryDiff) {
        if let Some(at) = self.position(index) {
            apply_entry(&mut self.indexes[at], diff);
        }
    }

    fn see_expiry(&mut self, change: &Change) {
        if let Some(expiry) = &mut self.expiry {
            expiry.change(&change.key, change.after.as_deref());
        }
    }

    fn apply_where(&mut self, change: Change, shows: fn(&IndexSchema) -> bool) {
        for (at, diff) in change.entries.into_iter().enumerate() {
            if shows(&self.schema.indexes[at]) {
                apply_entry(&mut self.indexes[at], diff);
            }
        }
        match change.after {
            Some(row) => self.rows.insert(change.key, row),
            None => self.rows.remove(&change.key),
        }
    }

    /// Takes away at most `rows` rows and entries, so that deleting a large table is no long piece of
    /// work. Returns how many they were. The table is of no use afterwards.
    pub fn release(&mut self, rows: usize) -> usize {
        let entries = self.indexes.iter_mut().map(|index| &mut index.entries);
        let trees = entries.chain([&mut self.rows]);
        let left = trees.fold(rows, |left, tree| left - tree.release(left));
        rows - left
    }
}

/// What is added to a table that may have items, or taken away.
impl Table {
    /// Adds an index. From now on it sees every change; [`Table::backfill`] shows it the items there
    /// are.
    pub fn add_index(&mut self, schema: IndexSchema) {
        self.schema.indexes.push(schema);
        self.indexes.push(Index::added());
    }

    /// Lets an added index be read.
    pub fn open_index(&mut self, name: &IndexName) {
        if let Some(at) = self.position(name) {
            self.indexes[at].open = true;
        }
    }

    /// Takes an index away.
    pub fn remove_index(&mut self, name: &IndexName) {
        if let Some(at) = self.position(name) {
            self.schema.indexes.remove(at);
            self.indexes.remove(at);
        }
    }

    /// Lets items expire by the seconds in an attribute from this second on, or no longer.
    pub fn expire_by(&mut self, attribute: Option<AttributeName>, second: i64) {
        self.expiry = attribute.map(|attribute| Expiry::new(attribute, second));
    }

    /// The attribute by which items expire, and the second at which that began.
    pub fn expires_by(&self) -> Option<(&AttributeName, i64)> {
        self.expiry.as_ref().map(Expiry::setting)
    }

    /// The second at which an item counts as written, which its expiry may depend on; zero in a table
    /// whose items don't expire.
    pub fn written(&self, key: &KeyBytes) -> i64 {
        self.expiry.as_ref().map_or(0, |expiry| expiry.written(key))
    }

    /// Gives the table this schema, which differs from its own in billing, throughput and indexes.
    /// An index that is new is yet to be backfilled; `is_open` tells which indexes may be read.
    pub fn redefine(&mut self, schema: &TableSchema, is_open: impl Fn(&IndexName) -> bool) {
        let mut known: Vec<(IndexSchema, Index)> = std::mem::take(&mut self.schema.indexes)
            .into_iter()
            .zip(self.indexes.drain(..))
            .collect();
        for wanted in &schema.indexes {
            // Removed and added again under its name, an index is another one.
            let same = |(index, _): &(IndexSchema, Index)| {
                (&index.name, &index.keys, &index.projection)
                    == (&wanted.name, &wanted.keys, &wanted.projection)
            };
            let found = known.iter().position(same).map(|at| known.swap_remove(at).1);
            let mut index = found.unwrap_or_else(Index::added);
            index.open |= is_open(&wanted.name);
            self.schema.indexes.push(wanted.clone());
            self.indexes.push(index);
        }
        self.schema.billing = schema.billing;
    }

    /// Sets the second at which items are written.
    pub fn set_time(&mut self, second: i64) {
        if let Some(expiry) = &mut self.expiry {
            expiry.set_time(second);
        }
    }

    /// The keys of at most `most` items that expired before this second, the earliest first.
    pub fn expired_before(&self, second: i64, most: usize) -> Vec<KeyBytes> {
        self.expiry.as_ref().map_or(Vec::new(), |expiry| expiry.before(second, most))
    }

    /// The keys of items that expire, the earliest first.
    pub fn due(&self) -> impl Iterator<Item = &KeyBytes> {
        self.expiry.iter().flat_map(Expiry::due)
    }

    /// How many items expire, and how many of them before this second.
    pub fn due_counts(&self, second: i64) -> (usize, usize) {
        self.expiry.as_ref().map_or((0, 0), |expiry| expiry.counts(second))
    }

    /// Shows up to `most` rows to each index, and to the expiry, that has not seen all of them.
    pub fn backfill(&mut self, most: usize) {
        let Self { schema, rows, indexes, expiry, .. } = self;
        for (index_schema, index) in schema.indexes.iter().zip(indexes.iter_mut()) {
            index.backfill(index_schema, &schema.keys, rows, most);
        }
        if let Some(expiry) = expiry {
            expiry.backfill(rows, most);
        }
    }

    /// Whether an index or the expiry has rows yet to see.
    pub fn is_backfilling(&self) -> bool {
        let indexes = self.indexes.iter().any(|index| index.backfill.is_under_way());
        indexes || self.expiry.as_ref().is_some_and(|expiry| expiry.backfill.is_under_way())
    }

    /// Whether this index has rows yet to see.
    pub fn is_backfilling_index(&self, name: &IndexName) -> bool {
        self.position(name).is_some_and(|at| self.indexes[at].backfill.is_under_way())
    }

    /// Changes how the table is billed.
    pub fn set_billing(&mut self, billing: BillingMode) {
        self.schema.billing = billing;
    }

    /// Changes the throughput of an index.
    pub fn set_index_throughput(&mut self, name: &IndexName, throughput: Option<Throughput>) {
        if let Some(at) = self.position(name) {
            self.schema.indexes[at].throughput = throughput;
        }
    }

    fn position(&self, name: &IndexName) -> Option<usize> {
        self.schema.indexes.iter().position(|index| index.name == *name)
    }
}

fn apply_entry(index: &mut Index, diff: EntryDiff) {
    // An entry with a key of its own takes nobody's place, so the old one must be removed first.
    if let Some(gone) = diff.before_key().filter(|key| diff.after_key() != Some(key)) {
        index.entries.remove(gone);
    }
    if let Some((key, row)) = diff.after {
        index.entries.insert(key, row);
    }
}
