//! Where the actions of a transaction go.
//!
//! Owns what refuses a whole transaction for its tables and keys.

use std::collections::BTreeSet;

use crate::engine::keys::{of_item, of_key_map};
use crate::engine::{Engine, EngineError};
use crate::model::{Item, KeyBytes, TableName};
use crate::store::Table;

/// An item as an action names it.
#[derive(Clone, Copy)]
pub(in crate::engine::ops) enum Place<'a> {
    /// By the item that is put.
    OfItem(&'a TableName, &'a Item),
    /// By its key.
    OfKey(&'a TableName, &'a Item),
}

/// The same found: the table, and the key or what is wrong with it.
pub(in crate::engine::ops) struct Found<'e> {
    pub(in crate::engine::ops) table: &'e Table,
    pub(in crate::engine::ops) key: Result<KeyBytes, EngineError>,
}

/// All of them, which must be different items of tables that exist, with no empty key among them.
pub(in crate::engine::ops) fn find<'e>(
    engine: &'e Engine,
    places: &[Place<'_>],
) -> Result<Vec<Found<'e>>, EngineError> {
    let tables = places.iter().map(|place| engine.tables.data(place.table()));
    let tables = tables.collect::<Result<Vec<&Table>, _>>()?;
    let found = places.iter().zip(tables).map(|(place, table)| place.in_table(table));
    let found: Vec<Found<'e>> = found.collect();
    let errors = found.iter().filter_map(|found| found.key.as_ref().err());
    if let Some(error) = errors.into_iter().find(|error| error.is_empty_key()) {
        return Err(error.clone());
    }
    let mut seen = BTreeSet::new();
    for found in &found {
        if let Ok(key) = &found.key
            && !seen.insert((&found.table.schema().name, key))
        {
            return Err(EngineError::SameItemInTransaction);
        }
    }
    Ok(found)
}

impl Place<'_> {
    fn table(&self) -> &TableName {
        match self {
            Place::OfItem(table, _) | Place::OfKey(table, _) => table,
        }
    }

    fn in_table<'e>(&self, table: &'e Table) -> Found<'e> {
        let keys = &table.schema().keys;
        let key = match self {
            Place::OfItem(_, item) => of_item(keys, item),
            Place::OfKey(_, key) => of_key_map(keys, key),
        };
        Found { table, key }
    }
}
