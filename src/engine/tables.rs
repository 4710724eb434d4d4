//! The tables by name.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::control::{Control, TableDescription};
use super::error::{EngineError, Plane};
use super::streams::TableStreams;
use super::types::TableStatus;
use crate::changelog::{Stream, StreamLabel};
use crate::model::{Item, KeyBytes, Millis, TableName};
use crate::store::Table;

/// A table and what is known of it besides its items.
#[derive(Debug, Clone)]
pub struct TableEntry {
    /// The items.
    pub(super) store: Table,
    /// Settings, and what is under way.
    pub(super) control: Control,
    /// The streams that it has and has had.
    pub(super) streams: TableStreams,
    /// In a table of generated rows, the keys of those written since: all others are what they were generated
    /// as. None in any other table.
    pub(super) touched: Option<BTreeMap<KeyBytes, Item>>,
}

impl TableEntry {
    /// A table that has just been made.
    pub(super) fn new(store: Table, control: Control, streams: TableStreams) -> Self {
        Self { store, control, streams, touched: None }
    }

    /// The description.
    pub fn describe(&self, now: Millis) -> TableDescription {
        let schema = self.store.schema().clone();
        self.control.describe(schema, Some(&self.store), self.streams.summary(), now)
    }

    /// Whether nothing is under way, as nearly always.
    fn is_settled(&self) -> bool {
        self.control.pending.is_empty() && !self.store.is_backfilling()
    }

    /// Shows some more rows to indexes that are being backfilled, and finishes changes that are due.
    /// Returns whether the table is still there.
    fn advance(&mut self, now: Millis, rows: usize) -> bool {
        self.store.backfill(rows);
        self.control.pending.is_empty() || self.control.advance(&mut self.store, now)
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
    /// The table for reading and writing items: not before it is created.
    pub fn data(&self, name: &TableName) -> Result<&Table, EngineError> {
        let entry = self.entry(name, Plane::Data)?;
        match entry.control.status() {
            TableStatus::Creating => Err(missing(name, Plane::Data)),
            _ => Ok(&entry.store),
        }
    }

    /// The table, or the error for a missing one in the words of one plane.
    pub fn entry(&self, name: &TableName, plane: Plane) -> Result<&TableEntry, EngineError> {
        self.by_name.get(name).ok_or_else(|| missing(name, plane))
    }

    /// The table.
    pub fn get(&self, name: &TableName) -> Option<&TableEntry> {
        self.by_name.get(name)
    }

    /// The table, to change.
    pub fn get_mut(&mut self, name: &TableName) -> Option<&mut TableEntry> {
        self.by_name.get_mut(name)
    }

    /// Frees up to so many rows and entries; returns how many they were.
    pub(super) fn release(&mut self, rows: usize) -> usize {
        let release = |left: usize, entry: &mut TableEntry| left - entry.store.release(left);
        rows - self.by_name.values_mut().fold(rows, release)
    }

    /// Every table, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&TableName, &TableEntry)> {
        self.by_name.iter()
    }

    /// The streams of tables that are gone.
    pub(super) fn orphans(&self) -> &[Stream] {
        &self.orphans
    }

    /// Restores what is known besides the tables.
    pub(super) fn restore(&mut self, created: u64, orphans: Vec<Stream>) {
        self.created = created;
        self.orphans = orphans;
    }

    /// Keeps only these tables.
    pub(super) fn retain(&mut self, stays: impl Fn(&TableName, &TableEntry) -> bool) {
        self.by_name.retain(|name, entry| stays(name, entry));
    }

    /// Shows some more rows to indexes that are being backfilled, and finishes nothing.
    pub(super) fn backfill(&mut self, rows: usize) {
        self.by_name.values_mut().for_each(|entry| entry.store.backfill(rows));
    }

    /// Takes a table away. Its streams can be read for another day (Developer Guide, *Streams*).
    pub(super) fn remove(&mut self, name: &TableName, now: Millis, sequence: u64) {
        if let Some(mut entry) = self.by_name.remove(name) {
            self.orphans.retain(|stream| stream.is_readable(now));
            entry.streams.disable(now, sequence);
            self.orphans.extend(entry.streams);
        }
    }

    /// The table behind this one, in order of their names.
    pub(super) fn after(&self, name: &TableName) -> Option<&TableName> {
        let mut behind =
            self.by_name.range::<TableName, _>((Bound::Excluded(name), Bound::Unbounded));
        behind.next().map(|(name, _)| name)
    }

    /// The number of the next table.
    pub fn next_number(&self) -> u64 {
        self.created
    }

    pub(super) fn insert(&mut self, name: TableName, entry: TableEntry) {
        self.created += 1;
        self.by_name.insert(name, entry);
    }

    /// Advances background work, looking at so many rows of each table. Returns the tables of which
    /// something else is known now, or that are gone.
    pub(super) fn advance(&mut self, now: Millis, rows: usize, sequence: u64) -> Vec<TableName> {
        let mut changed = Vec::new();
        let mut gone = Vec::new();
        for (name, entry) in self.by_name.iter_mut().filter(|(_, entry)| !entry.is_settled()) {
            // Whatever ends, or comes to another stage, was pending.
            let pending = entry.control.pending.clone();
            let stays = entry.advance(now, rows);
            if !stays {
                gone.push(name.clone());
            }
            if !stays || entry.control.pending != pending {
                changed.push(name.clone());
            }
        }
        gone.iter().for_each(|name| self.remove(name, now, sequence));
        changed
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

    /// Tells every table what second it is.
    pub(super) fn set_time(&mut self, second: i64) {
        self.by_name.values_mut().for_each(|entry| entry.store.set_time(second));
    }

    /// Whether rows are yet to be looked at.
    pub(super) fn is_backfilling(&self) -> bool {
        self.by_name.values().any(|entry| entry.store.is_backfilling())
    }
}

fn missing(name: &TableName, plane: Plane) -> EngineError {
    EngineError::TableNotFound { table: name.clone(), plane }
}
