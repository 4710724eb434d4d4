//! The rows of the table or index that the data view looks at, read once for each change of the
//! data.
//!
//! Owns what is looked at and how its rows are found again. Refuses to know how they are drawn.

use std::ops::Range;
use std::sync::Arc;

use crate::api::Exchange;
use crate::capacity::TableOrIndex;
pub use crate::engine::inspect::TableSummary;
use crate::engine::inspect::{Inspect, RowView};
use crate::model::key::KeySelection;
use crate::model::{IndexName, Item, KeySchema, TableName, TableSchema};

/// A table, or one of its indexes, by the names that were chosen or typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Target {
    /// The table.
    pub table: String,
    /// The index; none for the table itself.
    pub index: Option<String>,
}

impl Target {
    /// What a request read or wrote.
    pub fn new(table: &TableName, on: &TableOrIndex) -> Self {
        let index = on.index().map(|index| index.as_str().to_owned());
        Self { table: table.as_str().to_owned(), index }
    }

    /// All that can be looked at: each table, and behind it its indexes.
    pub fn all(tables: &[TableSummary]) -> Vec<Self> {
        let of_table = |table: &TableSummary| {
            let name = table.schema.name.as_str();
            let target = |index| Self { table: name.to_owned(), index };
            let indexes = table.indexes.iter().map(|index| Some(index.name.as_str().to_owned()));
            std::iter::once(None).chain(indexes).map(target).collect::<Vec<_>>()
        };
        tables.iter().flat_map(of_table).collect()
    }

    /// The name to show.
    pub fn label(&self) -> String {
        match &self.index {
            Some(index) => format!("{} · {index}", self.table),
            None => self.table.clone(),
        }
    }

    /// What to look at once a request was answered: what is shown, if the request went there, or
    /// else the first table or index that it went to. A request that went to none leaves the view
    /// where it is.
    pub fn after(self, exchange: &Exchange) -> Self {
        let mut touched = exchange.touched.iter().map(|at| Target::new(&at.table, &at.on));
        match touched.clone().any(|target| target == self) {
            true => self,
            false => touched.next().unwrap_or(self),
        }
    }

    /// The names as the engine knows them; `None` while they are no names at all.
    pub fn names(&self) -> Option<(TableName, Option<IndexName>)> {
        let index = self.index.as_deref().map(IndexName::parse).transpose().ok()?;
        Some((TableName::parse(&self.table).ok()?, index))
    }
}

/// The rows of a target in storage order. Two stocks are equal when they are the same reading.
#[derive(Debug, Clone, Default)]
pub struct Stock {
    /// What was read.
    pub target: Target,
    /// The table's schema; none when there is no such table.
    pub schema: Option<TableSchema>,
    /// The rows.
    pub rows: Arc<Vec<RowView>>,
    /// The collections, as ranges of rows.
    pub collections: Arc<Vec<Range<usize>>>,
}

impl PartialEq for Stock {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.rows, &other.rows)
    }
}

impl Stock {
    /// Reads the target's rows.
    pub fn read(inspect: &Inspect<'_>, target: Target) -> Self {
        let Some((table, index)) = target.names() else { return Self::default() };
        let schema = inspect.table(&table).map(|summary| summary.schema);
        let (rows, collections) = inspect.rows_by_collection(&table, index.as_ref());
        Self { target, schema, rows: Arc::new(rows), collections: Arc::new(collections) }
    }

    /// The key attributes of the target.
    pub fn keys(&self) -> Option<&KeySchema> {
        let schema = self.schema.as_ref()?;
        let index = self.target.index.as_deref().and_then(|name| schema.index(name));
        Some(index.map_or(&schema.keys, |index| &index.keys))
    }

    /// The key attributes by name, the target's before the table's own.
    pub fn key_names(&self) -> Vec<String> {
        let keys = self.keys().into_iter().chain(self.schema.as_ref().map(|s| &s.keys));
        let names = keys.flat_map(|keys| keys.attributes()).map(|key| key.name.as_str());
        names.map(str::to_owned).collect()
    }

    /// An item.
    pub fn item(&self, row: usize) -> Option<&Item> {
        self.rows.get(row).map(|row| row.item.item())
    }

    /// Where an item of an earlier reading lies now: the one with its primary key, if there still
    /// is one. In an index it may have moved.
    pub fn place_of(&self, inspect: &Inspect<'_>, earlier: &Stock, row: usize) -> Option<usize> {
        if self.target != earlier.target {
            return None;
        }
        let (table, index) = self.target.names()?;
        let item = inspect.item(&table, earlier.item(row)?)?;
        inspect.position(&table, index.as_ref(), item.item())
    }

    /// The rows that a key condition selects; `None` when it selects none.
    pub fn selected(
        &self,
        inspect: &Inspect<'_>,
        selection: &KeySelection,
    ) -> Option<Range<usize>> {
        let (table, index) = self.target.names()?;
        Some(inspect.selected(&table, index.as_ref(), selection)).filter(|rows| !rows.is_empty())
    }
}

#[cfg(test)]
mod tests;
