//! The 400 KB of an item.
//!
//! Owns what is measured against them in which operation. Refuses to know nesting, which whoever
//! makes a value has checked.

use super::error::EngineError;
use crate::expression::Update;
use crate::model::size::{attribute_size, item_size};
use crate::model::{IndexKind, Item, KeySchema};
use crate::store::{Change, Row, Table};

/// Most bytes of an item.
pub const MAX_ITEM_BYTES: u64 = 409_600;

/// Bytes that an update counts besides the attributes outside the key, for the update itself,
/// for each action that writes a value, and for each that removes one.
const UPDATE_OVERHEAD: u64 = 3;
const WRITING_OVERHEAD: u64 = 19;
const CLEARING_OVERHEAD: u64 = 2;

/// Checks the item of a put. The service does so before it reads any expression.
pub fn check_item(item: &Item) -> Result<(), EngineError> {
    match item_size(item) as u64 > MAX_ITEM_BYTES {
        true => Err(EngineError::ItemTooLarge),
        false => Ok(()),
    }
}

/// Checks the item after an update. The service adds the update's own bytes to
/// what is outside the key, so that an item can be put that could not be updated.
pub(super) fn check_updated(
    keys: &KeySchema,
    row: &Row,
    update: &Update,
) -> Result<(), EngineError> {
    let size = u64::from(row.size());
    let (writing, clearing) = (update.value_writing_actions(), update.clearing_actions());
    let (writing, clearing) = (writing as u64, clearing as u64);
    let overhead = UPDATE_OVERHEAD + WRITING_OVERHEAD * writing + CLEARING_OVERHEAD * clearing;
    let updated = size - key_bytes(keys, row.item()) + overhead;
    match size.max(updated) > MAX_ITEM_BYTES {
        true => Err(EngineError::UpdateTooLarge),
        false => Ok(()),
    }
}

/// The same in a transaction, which measures the item alone.
pub(super) fn check_updated_in_transaction(
    _: &KeySchema,
    row: &Row,
    _: &Update,
) -> Result<(), EngineError> {
    match u64::from(row.size()) > MAX_ITEM_BYTES {
        true => Err(EngineError::UpdateTooLarge),
        false => Ok(()),
    }
}

fn key_bytes(keys: &KeySchema, item: &Item) -> u64 {
    let values =
        keys.attributes().filter_map(|a| Some((a.name.as_str(), item.get(a.name.as_str())?)));
    values.map(|(name, value)| attribute_size(name, value) as u64).sum()
}

/// Checks an item together with its entries in all local indexes, which share its collection.
pub(super) fn check_local_entries(table: &Table, change: &Change) -> Result<(), EngineError> {
    let indexes = table.schema().indexes.iter().zip(change.entries());
    let local = indexes.filter(|(index, _)| index.kind == IndexKind::Local);
    let entries: u64 = local.filter_map(|(_, diff)| diff.after_bytes()).sum();
    match entries > 0 && entries + change.after_bytes().unwrap_or(0) > MAX_ITEM_BYTES {
        true => Err(EngineError::LocalEntriesTooLarge),
        false => Ok(()),
    }
}
