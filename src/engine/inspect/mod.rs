//! Read-only views of the engine for the page: plain data, cheap to make.
//!
//! Owns counting, grouping and finding places. Refuses to know how anything is drawn.

mod collections;
mod limits;
mod streams;

use std::ops::{Bound, Range};
use std::sync::Arc;

use super::control::TableDescription;
use super::simulation::Simulation;
use super::state::State;
use super::tables::TableEntry;
use super::types::TableStatus;
use crate::capacity::{Consistency, ReadUnits, WriteUnits, read_blocks, write_blocks};
use crate::changelog::ChangeRecord;
use crate::model::key::KeySelection;
use crate::model::keycode::KeyRange;
use crate::model::{
    AttributeName, IndexKind, IndexName, IndexSchema, Item, KeyBytes, KeySchema, PartitionHash,
    Projection, TableName, TableSchema, Value,
};
use crate::partition::{HashRange, Ring};
use crate::store::{Index, Row, Tree, Walk, WalkBounds};
use collections::{Collection, Collections, keep_largest};

pub use limits::{LimitsView, PartitionHeat, QueueView, Shortage};
pub use streams::{ExpiryView, Neighbors, RecordsView};

/// How many collections a partition's view lists.
pub const LARGEST_OF_PARTITION: usize = 5;

/// Read-only views of one engine.
#[derive(Clone, Copy)]
pub struct Inspect<'a> {
    state: &'a State,
    simulation: Option<&'a Simulation>,
}

/// A table with its counts.
#[derive(Debug, Clone, PartialEq)]
pub struct TableSummary {
    /// Its shape.
    pub schema: TableSchema,
    /// Its status.
    pub status: TableStatus,
    /// Its items.
    pub items: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Its indexes, in the order of the schema.
    pub indexes: Vec<IndexSummary>,
}

/// An index with its counts.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexSummary {
    /// Its name.
    pub name: IndexName,
    /// Local or global.
    pub kind: IndexKind,
    /// Its key.
    pub keys: KeySchema,
    /// What it holds besides keys.
    pub projection: Projection,
    /// Its entries.
    pub items: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// A stored item and where its collection lies.
#[derive(Debug, Clone, PartialEq)]
pub struct RowView {
    /// The item, or what the index holds of it.
    pub item: Arc<Row>,
    /// The hash of its partition key.
    pub hash: PartitionHash,
}

/// How many items a table or an index holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// The items, or entries.
    pub items: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// How much a read would evaluate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Estimate {
    /// Items of the first page.
    pub items: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Whether there is more than one page.
    pub more: bool,
}

/// One partition.
#[derive(Debug, Clone, PartialEq)]
pub struct PartitionView {
    /// Its part of the hash space.
    pub hashes: HashRange,
    /// Its items.
    pub items: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Distinct partition keys.
    pub collections: u64,
    /// The collections with the most bytes, largest first; at most [`LARGEST_OF_PARTITION`].
    pub largest: Vec<CollectionView>,
}

/// One item collection.
#[derive(Debug, Clone, PartialEq)]
pub struct CollectionView {
    /// The partition key values.
    pub key: Vec<Value>,
    /// Where it lies.
    pub hash: PartitionHash,
    /// Its items.
    pub items: u64,
    /// Their bytes.
    pub bytes: u64,
}

impl<'a> Inspect<'a> {
    pub(super) fn new(state: &'a State, simulation: Option<&'a Simulation>) -> Self {
        Self { state, simulation }
    }

    /// Every table, by name.
    pub fn tables(&self) -> Vec<TableSummary> {
        self.state.tables.iter().map(|(_, entry)| self.summary(entry)).collect()
    }

    /// One table.
    pub fn table(&self, name: &TableName) -> Option<TableSummary> {
        self.state.tables.get(name).map(|entry| self.summary(entry))
    }

    /// Everything that DescribeTable tells of a table.
    pub fn describe(&self, name: &TableName) -> Option<TableDescription> {
        self.state.tables.get(name).map(|entry| entry.describe(self.state.now()))
    }

    /// The attribute by which a table's items expire, while they do.
    pub fn time_to_live(&self, name: &TableName) -> Option<&'a AttributeName> {
        self.state.tables.get(name)?.control.ttl.attribute()
    }

    /// What putting every entry of an index there costs: the write units of its backfill.
    pub fn cost_of_filling(&self, table: &TableName, index: &IndexName) -> Option<WriteUnits> {
        let (_, tree) = self.place(table, Some(index))?;
        let blocks = tree.iter().map(|(_, row)| write_blocks(u64::from(row.size()))).sum();
        Some(WriteUnits::new(blocks))
    }

    /// The rows of a table or index in storage order; none when there is no such table or index.
    pub fn rows(&self, table: &TableName, index: Option<&IndexName>) -> Vec<RowView> {
        let view =
            |(key, row): (&KeyBytes, &Arc<Row>)| RowView { item: row.clone(), hash: key.hash() };
        self.place(table, index).map_or(Vec::new(), |(_, tree)| tree.iter().map(view).collect())
    }

    /// The rows of a table or index in storage order, and the collections that they form, as
    /// ranges of their places.
    pub fn rows_by_collection(
        &self,
        table: &TableName,
        index: Option<&IndexName>,
    ) -> (Vec<RowView>, Vec<Range<usize>>) {
        let Some((keys, tree)) = self.place(table, index) else { return Default::default() };
        // One walk for both: the rows of a large table are far apart in memory.
        let mut rows: Vec<RowView> = Vec::with_capacity(tree.len() as usize);
        let mut collections: Vec<Range<usize>> = Vec::new();
        let mut prefix: Option<&[u8]> = None;
        for (key, row) in tree.iter() {
            let at = rows.len();
            match collections.last_mut() {
                Some(last) if prefix.is_some_and(|p| key.as_bytes().starts_with(p)) => {
                    last.end += 1
                }
                _ => {
                    collections.push(at..at + 1);
                    prefix = Some(key.collection(&keys.partition));
                }
            }
            rows.push(RowView { item: row.clone(), hash: key.hash() });
        }
        (rows, collections)
    }

    /// The items and bytes of a table or index, without walking it; none when there is no such table
    /// or index.
    pub fn counts(&self, table: &TableName, index: Option<&IndexName>) -> Counts {
        let of_tree = |(_, tree): (_, &Tree)| Counts { items: tree.len(), bytes: tree.bytes() };
        self.place(table, index).map_or(Counts::default(), of_tree)
    }

    /// Where rows that a request read or wrote lie now: for each its place in the storage order of
    /// the table, or of the index if one is named, from zero. `None` where no row with its key is
    /// there any more (or, in an index, not yet).
    ///
    /// The row of a table and the entries of all its indexes have a place in the table, since every
    /// entry holds the key of its item. For a place in an index the row must be the table's or an
    /// entry of that index. Rows may come in any order; one walk over the table finds all of them,
    /// so ask for all rows of a page at once.
    pub fn positions<'r>(
        &self,
        table: &TableName,
        index: Option<&IndexName>,
        rows: impl IntoIterator<Item = &'r Row>,
    ) -> Vec<Option<usize>> {
        let keys: Vec<_> =
            rows.into_iter().map(|row| self.key_in(table, index, row.item())).collect();
        let mut places = vec![None; keys.len()];
        let Some((_, tree)) = self.place(table, index) else { return places };
        let mut sought: Vec<(&KeyBytes, usize)> =
            keys.iter().enumerate().filter_map(|(at, key)| Some((key.as_ref()?, at))).collect();
        sought.sort_unstable();
        let found = tree.positions(sought.iter().map(|(key, _)| *key));
        for ((_, at), place) in sought.into_iter().zip(found) {
            places[at] = place;
        }
        places
    }

    /// The place of one item by its key attributes, as [`Inspect::positions`] counts them. An index
    /// needs its own key attributes and the table's.
    pub fn position(
        &self,
        table: &TableName,
        index: Option<&IndexName>,
        key: &Item,
    ) -> Option<usize> {
        let (_, tree) = self.place(table, index)?;
        let key = self.key_in(table, index, key)?;
        tree.positions([&key]).pop().flatten()
    }

    /// The places, as [`Inspect::positions`] counts them, of the rows that a key condition selects:
    /// they lie side by side.
    pub fn selected(
        &self,
        table: &TableName,
        index: Option<&IndexName>,
        selection: &KeySelection,
    ) -> Range<usize> {
        let Some((_, tree)) = self.place(table, index) else { return 0..0 };
        let range = KeyRange::select(selection);
        let end = match range.start.clone() {
            Bound::Included(start) => Bound::Excluded(start),
            Bound::Excluded(start) => Bound::Included(start),
            Bound::Unbounded => return 0..tree.range(&range).count(),
        };
        let first = tree.range(&KeyRange { start: Bound::Unbounded, end }).count();
        first..first + tree.range(&range).count()
    }

    /// The encoded key of an item or of its key attributes, if it is one of the table's.
    pub fn encode_key(&self, table: &TableName, key: &Item) -> Option<KeyBytes> {
        self.state.tables.get(table)?.store.schema().keys.encode(key).ok()
    }

    /// The item with the key attributes of this one.
    pub fn item(&self, table: &TableName, key: &Item) -> Option<Arc<Row>> {
        let key = self.encode_key(table, key)?;
        self.state.tables.get(table)?.store.get(&key).cloned()
    }

    /// What an eventually consistent GetItem of this item costs.
    pub fn cost_of_get(&self, row: Option<&Arc<Row>>) -> ReadUnits {
        let bytes = row.map_or(0, |row| u64::from(row.size()));
        Consistency::from_consistent_read(false).units(read_blocks(bytes))
    }

    /// What one page of a read of this selection would evaluate.
    pub fn estimate(
        &self,
        table: &TableName,
        index: Option<&IndexName>,
        selection: &KeySelection,
    ) -> Estimate {
        self.estimate_range(table, index, KeyRange::select(selection))
    }

    /// What one page of a scan would evaluate.
    pub fn estimate_scan(&self, table: &TableName, index: Option<&IndexName>) -> Estimate {
        self.estimate_range(table, index, KeyRange::all())
    }

    /// The table or index cut into so many partitions.
    pub fn partitions(
        &self,
        table: &TableName,
        index: Option<&IndexName>,
        count: u32,
    ) -> Vec<PartitionView> {
        let Some((keys, tree)) = self.place(table, index) else { return Vec::new() };
        let ring = Ring::even(count);
        let mut views: Vec<PartitionView> =
            ring.ranges().iter().map(PartitionView::empty).collect();
        for collection in Collections::new(keys, tree) {
            views[ring.locate(collection.hash)].add(&collection);
        }
        views
    }

    /// The collections with the most bytes, largest first.
    pub fn largest_collections(
        &self,
        table: &TableName,
        index: Option<&IndexName>,
        top: usize,
    ) -> Vec<CollectionView> {
        let mut largest = Vec::new();
        if let Some((keys, tree)) = self.place(table, index) {
            Collections::new(keys, tree).for_each(|c| keep_largest(&mut largest, &c, top));
        }
        largest
    }

    /// The change records from this sequence number on.
    pub fn changes(&self, sequence: u64) -> &'a [ChangeRecord] {
        self.state.log.since(sequence)
    }

    fn estimate_range(
        &self,
        table: &TableName,
        index: Option<&IndexName>,
        range: KeyRange,
    ) -> Estimate {
        let Some((_, tree)) = self.place(table, index) else { return Estimate::default() };
        let mut walk = Walk::new(tree, &WalkBounds::whole(range));
        let (items, bytes) = walk
            .by_ref()
            .fold((0, 0), |(items, bytes), (_, row)| (items + 1, bytes + u64::from(row.size())));
        Estimate { items, bytes, more: walk.resume().is_some() }
    }

    fn summary(&self, entry: &TableEntry) -> TableSummary {
        let rows = entry.store.rows();
        TableSummary {
            schema: entry.store.schema().clone(),
            status: entry.control.status(),
            items: rows.len(),
            bytes: rows.bytes(),
            indexes: entry.store.indexes().map(index_summary).collect(),
        }
    }

    /// The key under which the table or index holds an item with these attributes.
    fn key_in(
        &self,
        table: &TableName,
        index: Option<&IndexName>,
        item: &Item,
    ) -> Option<KeyBytes> {
        let base = self.encode_key(table, item)?;
        match index {
            None => Some(base),
            Some(_) => {
                let (keys, _) = self.place(table, index)?;
                Some(keys.encode(item).ok()?.before(&base))
            }
        }
    }

    /// The key schema and the rows of a table or index.
    fn place(
        &self,
        table: &TableName,
        index: Option<&IndexName>,
    ) -> Option<(&'a KeySchema, &'a Tree)> {
        let store = &self.state.tables.get(table)?.store;
        match index {
            None => Some((&store.schema().keys, store.rows())),
            Some(name) => {
                let (schema, index) = store.index(name.as_str())?;
                Some((&schema.keys, index.entries()))
            }
        }
    }
}

fn index_summary((schema, index): (&IndexSchema, &Index)) -> IndexSummary {
    IndexSummary {
        name: schema.name.clone(),
        kind: schema.kind,
        keys: schema.keys.clone(),
        projection: schema.projection.clone(),
        items: index.entries().len(),
        bytes: index.entries().bytes(),
    }
}

impl PartitionView {
    fn empty(hashes: &HashRange) -> Self {
        Self { hashes: *hashes, items: 0, bytes: 0, collections: 0, largest: Vec::new() }
    }

    fn add(&mut self, collection: &Collection<'_>) {
        self.items += collection.items;
        self.bytes += collection.bytes;
        self.collections += 1;
        keep_largest(&mut self.largest, collection, LARGEST_OF_PARTITION);
    }
}
