//! `INSERT`, `UPDATE`, `DELETE` and `EXISTS`: the action on one item that each is, with a condition
//! on whether the item exists. By itself an action is a PutItem, UpdateItem or DeleteItem; several
//! are a transaction.

use crate::engine::ops::transaction::{Action, ActionKind};
use crate::engine::ops::{ReturnValues, delete_item, put_item, update_item};
use crate::engine::plan::{Planned, Refusal};
use crate::engine::statement::access::{all, take_key};
use crate::engine::statement::{Statement, StatementError, Target};
use crate::engine::{Engine, EngineError};
use crate::expression::{Condition, Path, Update};
use crate::model::{Item, KeySchema};

/// The action that a statement is. A `SELECT` would be the check that it is inside of `EXISTS`.
pub(in crate::engine::ops) fn action(
    engine: &Engine,
    statement: Statement,
    return_old_on_failure: bool,
) -> Result<Action, EngineError> {
    let keys = keys(engine, statement.target())?;
    let first = first_key(keys);
    let table = statement.target().table.clone();
    let (kind, condition) = match statement {
        // An item is only inserted where there is none.
        Statement::Insert(insert) => {
            (ActionKind::Put(insert.item), Some(Condition::NotExists(first)))
        }
        // An item is only updated where there is one.
        Statement::Update(update) => {
            let (key, rest) = key_of(keys, update.condition)?;
            (ActionKind::Update(key, Update::new(update.actions)), existing(first, rest))
        }
        // Where there is no item, nothing is deleted, whatever else the condition asks.
        Statement::Delete(delete) => {
            let (key, rest) = key_of(keys, delete.condition)?;
            let or_missing = |rest| Condition::Any(vec![Condition::NotExists(first), rest]);
            (ActionKind::Delete(key), all(rest).map(or_missing))
        }
        Statement::Exists(select) | Statement::Select(select) => {
            let (key, rest) = key_of(keys, select.condition)?;
            (ActionKind::Check(key), existing(first, rest))
        }
    };
    Ok(Action { table, kind, condition, return_old_on_failure })
}

/// Plans an action by itself.
pub(super) fn plan(engine: &Engine, action: Action, return_values: ReturnValues) -> Planned {
    let Action { table, kind, condition, return_old_on_failure } = action;
    match kind {
        ActionKind::Put(item) => {
            let input =
                put_item::Input { table, item, condition, return_values, return_old_on_failure };
            put_item::plan(engine, input).map_err(name_duplicate)
        }
        ActionKind::Update(key, update) => {
            let update = Some(update);
            let input = update_item::Input {
                table,
                key,
                update,
                condition,
                return_values,
                return_old_on_failure,
            };
            update_item::plan(engine, input)
        }
        ActionKind::Delete(key) => {
            let input =
                delete_item::Input { table, key, condition, return_values, return_old_on_failure };
            delete_item::plan(engine, input)
        }
        ActionKind::Check(_) => Err(super::refused(StatementError::ExistsAlone)),
    }
}

/// An insert that found an item is not called a failed condition.
fn name_duplicate(mut refusal: Box<Refusal>) -> Box<Refusal> {
    if matches!(refusal.error, EngineError::ConditionFailed { .. }) {
        refusal.error = EngineError::DuplicateItem;
    }
    refusal
}

/// The key of the table, which must be a table and no index.
fn keys<'a>(engine: &'a Engine, target: &Target) -> Result<&'a KeySchema, EngineError> {
    let table = engine.tables.data(&target.table)?;
    match target.index {
        None => Ok(&table.schema().keys),
        Some(_) => Err(StatementError::WriteToIndex.into()),
    }
}

fn key_of(
    keys: &KeySchema,
    condition: Option<Condition>,
) -> Result<(Item, Vec<Condition>), StatementError> {
    take_key(keys, condition).ok_or(StatementError::NoKeyEquality)
}

/// That the item exists, and the rest.
fn existing(key: Path, mut rest: Vec<Condition>) -> Option<Condition> {
    rest.insert(0, Condition::Exists(key));
    all(rest)
}

/// An attribute that every item has.
fn first_key(keys: &KeySchema) -> Path {
    let first = keys.attributes().next().expect("a key has at least one attribute");
    Path::attribute(first.name.clone())
}
