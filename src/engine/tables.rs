//! The tables by name, with what the control plane knows of each.

use std::collections::BTreeMap;

use super::clock::Millis;
use super::error::{EngineError, Plane};
use super::streams::{StreamSummary, TableStreams};
use crate::changelog::{Stream, StreamLabel};
use crate::model::{AttributeName, IndexName, ScalarType, TableName, TableSchema};
use crate::store::Table;

/// How long a new table stays in CREATING, by the engine's clock. The service takes seconds; here
/// a learner is not made to wait, though the answer of CreateTable says CREATING as it does there.
pub const TABLE_CREATION_MILLIS: u64 = 0;

/// Where a table is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableStatus {
    /// It cannot be used yet. `CREATING` on the wire.
    Creating,
    /// In use.
    Active,
    /// Gone; shown by the answer of DeleteTable only.
    Deleting,
}

/// A table and what is known of it besides its items.
#[derive(Debug, Clone)]
pub struct TableEntry {
    /// The items.
    pub(super) store: Table,
    /// The attribute definitions as given.
    pub(super) definitions: Vec<(AttributeName, ScalarType)>,
    /// When CreateTable was answered.
    pub(super) created: Millis,
    /// The how manieth table of this engine it is.
    pub(super) number: u64,
    /// The streams that it has and has had.
    pub(super) streams: TableStreams,
}

/// What DescribeTable knows of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableDescription {
    /// Keys, indexes, billing.
    pub schema: TableSchema,
    /// The attribute definitions as given.
    pub definitions: Vec<(AttributeName, ScalarType)>,
    /// Where it is in its life.
    pub status: TableStatus,
    /// When it was created.
    pub created: Millis,
    /// The how manieth table of this engine it is; makes a TableId that replays alike.
    pub number: u64,
    /// Items in the table.
    pub items: u64,
    /// Their bytes.
    pub bytes: u64,
    /// The same for each index, in the order of the schema.
    pub indexes: Vec<IndexCounts>,
    /// Its last stream, which is shown even when it is no longer enabled.
    pub stream: Option<StreamSummary>,
}

/// How much an index holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexCounts {
    /// The index.
    pub name: IndexName,
    /// Its entries.
    pub items: u64,
    /// Their bytes.
    pub bytes: u64,
}

impl TableEntry {
    /// The status at this time.
    pub fn status(&self, now: Millis) -> TableStatus {
        match now.0 >= self.created.0.saturating_add(TABLE_CREATION_MILLIS) {
            true => TableStatus::Active,
            false => TableStatus::Creating,
        }
    }

    /// The description with a status.
    pub fn describe(&self, status: TableStatus) -> TableDescription {
        let counts = self.store.indexes().map(|(schema, index)| IndexCounts {
            name: schema.name.clone(),
            items: index.entries().len(),
            bytes: index.entries().bytes(),
        });
        TableDescription {
            schema: self.store.schema().clone(),
            definitions: self.definitions.clone(),
            status,
            created: self.created,
            number: self.number,
            items: self.store.rows().len(),
            bytes: self.store.rows().bytes(),
            indexes: counts.collect(),
            stream: self.streams.summary(),
        }
    }
}

/// All tables in order of their names.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    by_name: BTreeMap<TableName, TableEntry>,
    created: u64,
    /// The streams of tables that are gone.
    orphans: Vec<Stream>,
}

impl Tables {
    /// The table for reading and writing items.
    pub fn data(&self, name: &TableName) -> Result<&Table, EngineError> {
        self.entry(name, Plane::Data).map(|entry| &entry.store)
    }

    /// The table, missed in the words of one plane.
    pub fn entry(&self, name: &TableName, plane: Plane) -> Result<&TableEntry, EngineError> {
        let missing = || EngineError::TableNotFound { table: name.clone(), plane };
        self.by_name.get(name).ok_or_else(missing)
    }

    /// The table.
    pub fn get(&self, name: &TableName) -> Option<&TableEntry> {
        self.by_name.get(name)
    }

    /// The table, to change.
    pub fn get_mut(&mut self, name: &TableName) -> Option<&mut TableEntry> {
        self.by_name.get_mut(name)
    }

    /// Takes away up to so many rows and entries; tells how many they were.
    pub(super) fn release(&mut self, rows: usize) -> usize {
        let release = |left: usize, entry: &mut TableEntry| left - entry.store.release(left);
        rows - self.by_name.values_mut().fold(rows, release)
    }

    /// Every table in order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&TableName, &TableEntry)> {
        self.by_name.iter()
    }

    /// The number of the next table.
    pub fn next_number(&self) -> u64 {
        self.created
    }

    pub(super) fn insert(&mut self, name: TableName, entry: TableEntry) {
        self.created += 1;
        self.by_name.insert(name, entry);
    }

    /// Removes a table. Its streams can be read for a day more; those of tables removed before
    /// that are past their day go.
    pub(super) fn remove(&mut self, name: &TableName, now: Millis, sequence: u64) {
        self.orphans.retain(|stream| stream.is_readable(now));
        if let Some(mut entry) = self.by_name.remove(name) {
            entry.streams.disable(now, sequence);
            self.orphans.extend(entry.streams);
        }
    }

    /// The label of a stream enabled now for the table of this name: the time, or as little later
    /// as tells it from the table's other streams.
    pub(super) fn next_label(&self, name: &TableName, now: Millis) -> StreamLabel {
        let labels = self.streams_of(name).map(|stream| stream.id.label.0.0 + 1);
        StreamLabel(Millis(labels.fold(now.0, u64::max)))
    }

    /// The streams of the tables of this name, gone ones included.
    pub(super) fn streams_of(&self, name: &TableName) -> impl Iterator<Item = &Stream> {
        self.streams().filter(move |stream| stream.id.table == *name)
    }

    /// The streams of all tables, gone ones included.
    pub(super) fn streams(&self) -> impl Iterator<Item = &Stream> {
        let own = self.by_name.values().flat_map(|entry| entry.streams.iter());
        self.orphans.iter().chain(own)
    }
}
