//! The rows of the table or index that the data view looks at, read once for each change of the
//! data.
//!
//! Owns what is looked at and how its rows are found again. Refuses to know how they are drawn.

use std::ops::Range;
use std::sync::Arc;

use super::draft::Examples;
use super::grid::columns;
use super::strips::{partition_text, sort_text};
use crate::api::Exchange;
use crate::capacity::TableOrIndex;
use crate::engine::inspect::{Inspect, RowView};
use crate::model::key::KeySelection;
use crate::model::{IndexName, Item, KeySchema, TableName, TableSchema};

/// A table, or one of its indexes, by the names that were chosen or typed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
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

    /// Where an item of the table lies among the rows, if it is there.
    pub fn place_of(&self, inspect: &Inspect<'_>, item: &Item) -> Option<usize> {
        let (table, index) = self.names()?;
        inspect.position(&table, index.as_ref(), item)
    }

    /// The names as the engine knows them; `None` while they are no names at all.
    pub fn names(&self) -> Option<(TableName, Option<IndexName>)> {
        let index = self.index.as_deref().map(IndexName::parse).transpose().ok()?;
        Some((TableName::parse(&self.table).ok()?, index))
    }
}

/// The rows of a target in storage order. Two are equal when they are the same reading.
#[derive(Debug, Clone, Default)]
pub struct TableRows {
    target: Target,
    /// None when there is no such table.
    schema: Option<TableSchema>,
    rows: Arc<Vec<RowView>>,
    collections: Arc<Vec<Range<usize>>>,
}

impl PartialEq for TableRows {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.rows, &other.rows)
    }
}

impl TableRows {
    /// Reads the target's rows.
    pub fn read(inspect: &Inspect<'_>, target: Target) -> Self {
        let Some((table, index)) = target.names() else { return Self::default() };
        let schema = inspect.table(&table).map(|summary| summary.schema);
        let (rows, collections) = inspect.rows_by_collection(&table, index.as_ref());
        Self { target, schema, rows: Arc::new(rows), collections: Arc::new(collections) }
    }

    /// Whose rows they are.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// The table's schema; none when there is no such table.
    pub fn schema(&self) -> Option<&TableSchema> {
        self.schema.as_ref()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The item collections, as ranges of rows.
    pub fn collections(&self) -> Arc<Vec<Range<usize>>> {
        self.collections.clone()
    }

    /// The items in storage order.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.rows.iter().map(|row| row.item.item())
    }

    /// An item's size in bytes.
    pub fn size(&self, row: usize) -> Option<u32> {
        self.rows.get(row).map(|row| row.item.size())
    }

    /// The partition key of an item as text.
    pub fn partition_text(&self, row: usize) -> String {
        let item = self.keys().zip(self.item(row));
        item.map(|(keys, item)| partition_text(keys, item)).unwrap_or_default()
    }

    /// The sort key of an item as text.
    pub fn sort_text(&self, row: usize) -> String {
        let item = self.keys().zip(self.item(row));
        item.map(|(keys, item)| sort_text(keys, item)).unwrap_or_default()
    }

    /// How many items of the table have the key of the index that is looked at. Where the index is
    /// empty, they are on their way into it.
    pub fn waiting_for_index(&self, inspect: &Inspect<'_>) -> usize {
        let Some((table, Some(_))) = self.target.names() else { return 0 };
        let Some(keys) = self.keys() else { return 0 };
        let rows = inspect.rows(&table, None);
        rows.iter().filter(|row| keys.key_of(row.item.item()).is_ok()).count()
    }

    /// What stands as an example in fields about them.
    pub fn examples(&self) -> Examples {
        let of = |(schema, keys)| Examples::for_table(schema, keys, self.items());
        self.schema.as_ref().zip(self.keys()).map(of).unwrap_or_default()
    }

    /// The columns that show all of them.
    pub fn columns(&self) -> Vec<String> {
        columns(&self.key_schemas(), self.items())
    }

    /// The key attributes of the target, then those of the table itself.
    fn key_schemas(&self) -> Vec<&KeySchema> {
        self.keys().into_iter().chain(self.schema.as_ref().map(|schema| &schema.keys)).collect()
    }

    /// The key attributes of the target.
    pub fn keys(&self) -> Option<&KeySchema> {
        let schema = self.schema.as_ref()?;
        let index = self.target.index.as_deref().and_then(|name| schema.index(name));
        Some(index.map_or(&schema.keys, |index| &index.keys))
    }

    /// The key attributes by name, the target's before the table's own.
    pub fn key_names(&self) -> Vec<String> {
        let keys = self.key_schemas().into_iter().flat_map(KeySchema::attributes);
        keys.map(|key| key.name.as_str().to_owned()).collect()
    }

    /// An item.
    pub fn item(&self, row: usize) -> Option<&Item> {
        self.rows.get(row).map(|row| row.item.item())
    }

    /// Where an item of an earlier reading lies now: the one with its primary key, if there still
    /// is one. In an index it may have moved.
    pub fn place_of(
        &self,
        inspect: &Inspect<'_>,
        earlier: &TableRows,
        row: usize,
    ) -> Option<usize> {
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
        let rows = inspect.selected(&table, index.as_ref(), selection);
        Some(rows).filter(|rows| !rows.is_empty())
    }
}

/// The item of a table that has the primary key of this one, whole and as it is stored now.
pub fn item_with_key_of(item: &Item, table: &TableSchema, inspect: &Inspect<'_>) -> Option<Item> {
    inspect.item(&table.name, item).map(|row| row.item().clone())
}

#[cfg(test)]
mod tests;
