//! The rows that the data view looks at, read once for each change of the data.

use std::ops::Range;
use std::sync::Arc;

use leptos::prelude::*;

use crate::engine::inspect::RowView;
use crate::model::key::{KeySelection, SortCondition};
use crate::model::{IndexName, Item, KeySchema, TableName, TableSchema};
pub use crate::ui::model::run::Target;
use crate::ui::model::shelves;
use crate::ui::state::App;

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
    pub fn read(app: App, target: Target) -> Self {
        let Some(name) = TableName::parse(&target.table).ok() else { return Self::default() };
        let index = target.index.as_deref().and_then(|name| IndexName::parse(name).ok());
        let (summary, (rows, collections)) = untrack(|| {
            app.engine(|engine| {
                let inspect = engine.inspect();
                (inspect.table(&name), inspect.shelves(&name, index.as_ref()))
            })
        });
        let schema = summary.map(|summary| summary.schema);
        Self { target, schema, rows: Arc::new(rows), collections: Arc::new(collections) }
    }

    /// The key attributes of the target.
    pub fn keys(&self) -> Option<&KeySchema> {
        self.schema.as_ref().map(|schema| keys_of(schema, &self.target))
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

    /// Where an item of an earlier reading stands now: the one with its key, if there still is one.
    pub fn place_of(&self, earlier: &Stock, row: usize) -> Option<usize> {
        let keys = &self.schema.as_ref().filter(|_| self.target == earlier.target)?.keys;
        let sought = earlier.rows.get(row)?;
        let key = keys.project(sought.item.item());
        // The hash first: comparing it costs nothing beside taking a key from an item.
        let same = |row: &RowView| row.hash == sought.hash && keys.project(row.item.item()) == key;
        self.rows.iter().position(same)
    }

    /// Where the item with the key of this one stands.
    pub fn place_of_key(&self, item: &Item) -> Option<usize> {
        let key = self.keys()?.key_of(item).ok()?;
        let sort = key.sort.into_iter().next().map_or(SortCondition::Any, SortCondition::Equal);
        let selection = KeySelection { partition: key.partition, sort_equal: Vec::new(), sort };
        self.bracket(&selection).filter(|rows| !rows.is_empty()).map(|rows| rows.start)
    }

    /// The rows that a key condition selects.
    pub fn bracket(&self, selection: &KeySelection) -> Option<Range<usize>> {
        let keys = self.keys()?;
        Some(shelves::bracket(keys, selection, self.rows.len(), |at| self.rows[at].item.item()))
    }
}

fn keys_of<'a>(schema: &'a TableSchema, target: &Target) -> &'a KeySchema {
    let index = target.index.as_deref().and_then(|name| schema.index(name));
    index.map_or(&schema.keys, |index| &index.keys)
}
