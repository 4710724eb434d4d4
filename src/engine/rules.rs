//! What an item must be to be stored: its keys, its index keys, and its 400 KB.
//!
//! Owns which error a bad key is in which place, and what is measured against the size limit in
//! which operation. Refuses to know operations, and nesting, which whoever makes a value has checked.

use std::sync::Arc;

use super::error::EngineError;
use crate::expression::Update;
use crate::model::key::{KeyError, KeyRole, KeyScalar};
use crate::model::size::{attribute_size, item_size};
use crate::model::{
    AttributeName, IndexKind, IndexSchema, Item, KeyAttribute, KeyBytes, KeySchema, Value,
};
use crate::store::{Change, Row, Table};

/// Most bytes of an item.
pub const MAX_ITEM_BYTES: u64 = 409_600;

/// Bytes that an update counts besides the attributes outside the key, for the update itself,
/// for each action that writes a value, and for each that removes one.
const UPDATE_OVERHEAD: u64 = 3;
const WRITING_OVERHEAD: u64 = 19;
const CLEARING_OVERHEAD: u64 = 2;

/// The key that a key map names: all key attributes and nothing else.
pub(super) fn key_from_map(schema: &KeySchema, key: &Item) -> Result<KeyBytes, EngineError> {
    if key.len() != schema.attributes().count() {
        return Err(EngineError::KeyMismatch);
    }
    strict_key(schema, key)
}

/// The key of an item that PutItem writes.
pub(super) fn key_from_item(schema: &KeySchema, item: &Item) -> Result<KeyBytes, EngineError> {
    schema.encode(item).map_err(|(attribute, error)| EngineError::Key { attribute, error })
}

/// The key of an item whose missing and mistyped key attributes are worded as a key map's are.
fn strict_key(schema: &KeySchema, item: &Item) -> Result<KeyBytes, EngineError> {
    key_from_item(schema, item).map_err(|error| match error {
        EngineError::Key { error: KeyError::Missing | KeyError::WrongType { .. }, .. } => {
            EngineError::KeyMismatch
        }
        other => other,
    })
}

/// All checks of a put in a batch, and what it would do.
pub(super) fn prepare_batch_put(table: &Table, item: Item) -> Result<Change, EngineError> {
    check_item(&item)?;
    let row = Arc::new(Row::new(item));
    let key = strict_key(&table.schema().keys, row.item())?;
    check_index_keys(table, row.item())?;
    let change = table.prepare_put(key, row);
    check_local_entries(table, &change)?;
    Ok(change)
}

/// Checks that index key attributes, where there are any, can be index keys.
pub(super) fn check_index_keys(table: &Table, item: &Item) -> Result<(), EngineError> {
    table.schema().indexes.iter().try_for_each(|index| check_index(index, item, None, false))
}

/// The same after an update, by an expression or not. Attributes that kept their value were checked
/// when they were written.
pub(super) fn check_updated_index_keys(
    table: &Table,
    before: &Item,
    after: &Item,
    expression: bool,
) -> Result<(), EngineError> {
    let indexes = &table.schema().indexes;
    indexes.iter().try_for_each(|index| check_index(index, after, Some(before), expression))
}

fn check_index(
    index: &IndexSchema,
    item: &Item,
    before: Option<&Item>,
    expression: bool,
) -> Result<(), EngineError> {
    let partition = index.keys.partition.iter().map(|a| (a, KeyRole::Partition));
    let sort = index.keys.sort.iter().map(|a| (a, KeyRole::Sort));
    for (attribute, role) in partition.chain(sort) {
        let name = attribute.name.as_str();
        let value = item.get(name).filter(|v| before.is_none_or(|old| old.get(name) != Some(*v)));
        let checked = value.map_or(Ok(()), |value| check_scalar(attribute, role, value));
        checked.map_err(|error| index_error(index, attribute, error, expression))?;
    }
    Ok(())
}

fn check_scalar(attribute: &KeyAttribute, role: KeyRole, value: &Value) -> Result<(), KeyError> {
    KeyScalar::check(value, attribute.kind, role)
}

fn index_error(
    index: &IndexSchema,
    attribute: &KeyAttribute,
    error: KeyError,
    expression: bool,
) -> EngineError {
    match error {
        KeyError::Empty(kind) if expression => EngineError::UpdateEmptiesIndexKey(kind),
        _ => EngineError::IndexKey {
            index: index.name.clone(),
            attribute: attribute.name.clone(),
            error,
        },
    }
}

/// Rejects paths that lead into attributes which keys of the table or its indexes make scalars.
pub(super) fn check_scalar_paths<'a>(
    table: &Table,
    nested: impl IntoIterator<Item = &'a AttributeName>,
) -> Result<(), EngineError> {
    for name in nested {
        let schema = table.schema();
        let in_key = schema.keys.contains(name.as_str());
        if in_key || schema.indexes.iter().any(|index| index.keys.contains(name.as_str())) {
            let attribute = name.clone();
            return Err(EngineError::NestedKeyPath { attribute, of_index: !in_key });
        }
    }
    Ok(())
}

/// Checks the item of a put. The service does so before it reads any expression.
pub fn check_item(item: &Item) -> Result<(), EngineError> {
    if item_size(item) as u64 > MAX_ITEM_BYTES { Err(EngineError::ItemTooLarge) } else { Ok(()) }
}

/// Checks the item after an update. The service adds the update's own bytes to
/// what is outside the key, so that an item can be put that could not be updated.
pub(super) fn check_updated(
    keys: &KeySchema,
    row: &Row,
    update: &Update,
) -> Result<(), EngineError> {
    let size = u64::from(row.size());
    let writing = WRITING_OVERHEAD * update.value_writing_actions() as u64;
    let clearing = CLEARING_OVERHEAD * update.clearing_actions() as u64;
    let overhead = UPDATE_OVERHEAD + writing + clearing;
    let updated = size - key_bytes(keys, row.item()) + overhead;
    if size.max(updated) > MAX_ITEM_BYTES { Err(EngineError::UpdateTooLarge) } else { Ok(()) }
}

/// The same in transactions and in statements, which measure the item alone.
pub(super) fn check_updated_item(_: &KeySchema, row: &Row, _: &Update) -> Result<(), EngineError> {
    if u64::from(row.size()) > MAX_ITEM_BYTES { Err(EngineError::UpdateTooLarge) } else { Ok(()) }
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
    if entries > 0 && entries + change.after_bytes().unwrap_or(0) > MAX_ITEM_BYTES {
        Err(EngineError::LocalEntriesTooLarge)
    } else {
        Ok(())
    }
}
