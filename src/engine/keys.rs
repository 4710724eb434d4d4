//! Taking keys from items and key maps, and refusing those that don't fit the schema.
//!
//! Owns which error a bad key is in which place. Refuses to know operations.

use std::sync::Arc;

use super::error::EngineError;
use super::limits;
use crate::model::key::{KeyError, KeyRole, KeyScalar};
use crate::model::{AttributeName, IndexSchema, Item, KeyAttribute, KeyBytes, KeySchema, Value};
use crate::store::{Change, Row, Table};

/// The key that a key map names: all key attributes and nothing else.
pub(super) fn of_key_map(schema: &KeySchema, key: &Item) -> Result<KeyBytes, EngineError> {
    if key.len() != schema.attributes().count() {
        return Err(EngineError::KeyMismatch);
    }
    strict_key(schema, key)
}

/// The key of an item that PutItem writes.
pub(super) fn of_item(schema: &KeySchema, item: &Item) -> Result<KeyBytes, EngineError> {
    schema.encode(item).map_err(|(attribute, error)| EngineError::Key { attribute, error })
}

/// The key of an item whose missing and mistyped key attributes are worded as a key map's are.
fn strict_key(schema: &KeySchema, item: &Item) -> Result<KeyBytes, EngineError> {
    of_item(schema, item).map_err(|error| match error {
        EngineError::Key { error: KeyError::Missing | KeyError::WrongType { .. }, .. } => {
            EngineError::KeyMismatch
        }
        other => other,
    })
}

/// All checks of a put in a batch, and what it would do.
pub(super) fn prepare_batch_put(table: &Table, item: Item) -> Result<Change, EngineError> {
    limits::check_item(&item)?;
    let row = Arc::new(Row::new(item));
    let key = strict_key(&table.schema().keys, row.item())?;
    check_index_keys(table, row.item())?;
    let change = table.prepare_put(key, row);
    limits::check_local_entries(table, &change)?;
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

/// Refuses paths that lead into attributes which keys of the table or its indexes make scalars.
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
