//! Items that are said to be in a transaction that goes on.
//!
//! Owns who may not touch them. The engine does one request at a time and has no conflict of its
//! own; whoever teaches about conflicts names the items. Refuses to know the transaction.

use std::collections::BTreeSet;

use super::error::EngineError;
use super::keys::of_key_map;
use super::tables::Tables;
use crate::model::{Item, KeyBytes, TableName};

/// The items.
#[derive(Debug, Clone, Default)]
pub struct Ongoing(BTreeSet<(TableName, KeyBytes)>);

impl Ongoing {
    /// These items, which need not exist; their tables must.
    pub fn find(tables: &Tables, items: &[(TableName, Item)]) -> Result<Self, EngineError> {
        let encoded = items.iter().map(|(name, key)| {
            let keys = &tables.data(name)?.schema().keys;
            Ok((name.clone(), of_key_map(keys, key)?))
        });
        encoded.collect::<Result<_, EngineError>>().map(Self)
    }

    /// Whether the item is in the transaction.
    pub fn has(&self, table: &TableName, key: &KeyBytes) -> bool {
        // Nearly always there is none, and then no name or key is copied to look it up.
        !self.0.is_empty() && self.0.contains(&(table.clone(), key.clone()))
    }

    /// Refuses a write of the item.
    pub fn check(&self, table: &TableName, key: &KeyBytes) -> Result<(), EngineError> {
        if self.has(table, key) { Err(EngineError::TransactionConflict) } else { Ok(()) }
    }
}
