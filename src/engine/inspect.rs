//! Read-only views of the engine for the page: plain data, cheap to make.
//!
//! Owns counting and grouping. Refuses to know how anything is drawn.

use std::sync::Arc;

use super::Engine;
use super::tables::TableStatus;
use crate::changelog::ChangeRecord;
use crate::model::key::KeySelection;
use crate::model::{
    IndexKind, IndexName, KeySchema, PartitionHash, Projection, TableName, TableSchema, Value,
};
use crate::partition::HashRange;
use crate::store::Row;

/// Views of one engine.
#[derive(Clone, Copy)]
pub struct Inspect<'a> {
    engine: &'a Engine,
}

/// A table with its counts.
#[derive(Debug, Clone, PartialEq)]
pub struct TableSummary {
    /// Its shape.
    pub schema: TableSchema,
    /// Where it is in its life.
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

/// How much a read would evaluate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Estimate {
    /// Items of the first page.
    pub items: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Whether more than one page is there to read.
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
    /// The collections with the most bytes, largest first; at most five.
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
    pub(super) fn new(engine: &'a Engine) -> Self {
        Self { engine }
    }

    /// Every table in order of the names.
    pub fn tables(&self) -> Vec<TableSummary> {
        Vec::new()
    }

    /// One table.
    pub fn table(&self, _name: &TableName) -> Option<TableSummary> {
        None
    }

    /// The rows of a table or index in storage order; none when there is no such table or index.
    pub fn rows(&self, _table: &TableName, _index: Option<&IndexName>) -> Vec<RowView> {
        Vec::new()
    }

    /// What one page of a read of this selection would evaluate.
    pub fn estimate(
        &self,
        _table: &TableName,
        _index: Option<&IndexName>,
        _selection: &KeySelection,
    ) -> Estimate {
        Estimate::default()
    }

    /// The table or index cut into so many partitions.
    pub fn partitions(
        &self,
        _table: &TableName,
        _index: Option<&IndexName>,
        _count: u32,
    ) -> Vec<PartitionView> {
        Vec::new()
    }

    /// The collections with the most bytes, largest first.
    pub fn largest_collections(
        &self,
        _table: &TableName,
        _index: Option<&IndexName>,
        _top: usize,
    ) -> Vec<CollectionView> {
        Vec::new()
    }

    /// The change records from this sequence number on.
    pub fn changes(&self, sequence: u64) -> &'a [ChangeRecord] {
        self.engine.log.since(sequence)
    }
}
