//! `INSERT`, `UPDATE` and `DELETE`: the PutItem, UpdateItem and DeleteItem that they are, each with
//! a condition on whether the item exists.

use super::access::{all, take_key};
use super::refused;
use crate::engine::ops::{ReturnValues, delete_item, put_item, update_item};
use crate::engine::plan::{Planned, Refusal};
use crate::engine::statement::{Delete, Insert, StatementError, Target, Update};
use crate::engine::{Engine, EngineError};
use crate::expression::{self, Condition, Path};
use crate::model::{Item, KeySchema};

/// An item is only inserted where there is none.
pub(super) fn insert(engine: &Engine, insert: Insert) -> Planned {
    let keys = keys(engine, &insert.into)?;
    let input = put_item::Input {
        table: insert.into.table,
        item: insert.item,
        condition: Some(Condition::NotExists(first_key(keys))),
        return_values: ReturnValues::None,
        return_old_on_failure: false,
    };
    put_item::plan(engine, input).map_err(|mut refusal| {
        if matches!(refusal.error, EngineError::ConditionFailed { .. }) {
            refusal.error = EngineError::DuplicateItem;
        }
        refusal
    })
}

/// An item is only updated where there is one: the condition that it has its key stands first.
pub(super) fn update(engine: &Engine, update: Update, show_on_failure: bool) -> Planned {
    let keys = keys(engine, &update.target)?;
    let (key, mut rest) = key_of(keys, update.condition)?;
    rest.insert(0, Condition::Exists(first_key(keys)));
    let input = update_item::Input {
        table: update.target.table,
        key,
        update: Some(expression::Update::new(update.actions)),
        condition: all(rest),
        return_values: update.returning,
        return_old_on_failure: show_on_failure,
    };
    update_item::plan(engine, input)
}

/// Where there is no item, nothing is deleted, whatever else the condition asks.
pub(super) fn delete(engine: &Engine, delete: Delete, show_on_failure: bool) -> Planned {
    let keys = keys(engine, &delete.from)?;
    let (key, rest) = key_of(keys, delete.condition)?;
    let missing = Condition::NotExists(first_key(keys));
    let input = delete_item::Input {
        table: delete.from.table,
        key,
        condition: all(rest).map(|rest| Condition::Any(vec![missing, rest])),
        return_values: delete.returning,
        return_old_on_failure: show_on_failure,
    };
    delete_item::plan(engine, input)
}

/// The key of the table, which must be a table and no index.
fn keys<'a>(engine: &'a Engine, target: &Target) -> Result<&'a KeySchema, Box<Refusal>> {
    let table = engine.tables.data(&target.table)?;
    match target.index {
        None => Ok(&table.schema().keys),
        Some(_) => Err(refused(StatementError::WriteToIndex)),
    }
}

fn key_of(
    keys: &KeySchema,
    condition: Option<Condition>,
) -> Result<(Item, Vec<Condition>), Box<Refusal>> {
    take_key(keys, condition).ok_or_else(|| refused(StatementError::NoKeyEquality))
}

/// An attribute that every item has.
fn first_key(keys: &KeySchema) -> Path {
    let first = keys.attributes().next().expect("a key has at least one attribute");
    Path::attribute(first.name.clone())
}
