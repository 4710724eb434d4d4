//! `INSERT`, `UPDATE`, `DELETE` and `EXISTS`: the action on one item that each is, with a condition
//! on whether the item exists. By itself an action is a PutItem, UpdateItem or DeleteItem; several
//! are a transaction.

use super::ExecuteStatementOutput;
use crate::engine::error::{EngineError, StatementError};
use crate::engine::ops::Plannable;
use crate::engine::ops::item::{DeleteItemInput, PutItemInput};
use crate::engine::ops::transaction::{Action, ActionKind};
use crate::engine::ops::update_item::UpdateItemInput;
use crate::engine::plan::{Planned, Rejection};
use crate::engine::rules::check_updated_item;
use crate::engine::state::State;
use crate::engine::statement::access::{all, take_key, twice_equal};
use crate::engine::statement::{Statement, Target};
use crate::engine::types::{Found, ReturnValues};
use crate::expression::{Condition, Path, Update};
use crate::model::{Item, KeySchema};

/// The action that a statement is. A `SELECT` would be the check that it is inside of `EXISTS`.
pub(super) fn action(
    state: &State,
    statement: Statement,
    return_old_on_failure: bool,
) -> Result<Action, EngineError> {
    let keys = keys(state, statement.target())?;
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
            let (key, rest) = take_key(keys, select.condition)
                .filter(|(_, rest)| !rest.is_empty())
                .ok_or(StatementError::ExistsWithoutCondition)?;
            (ActionKind::Check(key), existing(first, rest))
        }
    };
    Ok(Action { table, kind, condition, return_old_on_failure })
}

/// Plans an action by itself.
pub(super) fn plan(
    state: &State,
    action: Action,
    return_values: ReturnValues,
) -> Planned<ExecuteStatementOutput> {
    let Action { table, kind, condition, return_old_on_failure } = action;
    let answer = |item: Option<Found>| ExecuteStatementOutput {
        items: item.into_iter().collect(),
        next: None,
    };
    match kind {
        ActionKind::Put(item) => {
            let input =
                PutItemInput { table, item, condition, return_values, return_old_on_failure };
            let plan = input.plan(state).map_err(name_duplicate)?;
            Ok(plan.map(|output| answer(output.old.map(Found::Whole))))
        }
        ActionKind::Update(key, update) => {
            let input = UpdateItemInput {
                table,
                key,
                update: Some(update),
                condition,
                return_values,
                return_old_on_failure,
            };
            let plan = input.plan_measured(state, check_updated_item)?;
            Ok(plan.map(|output| answer(output.attributes)))
        }
        ActionKind::Delete(key) => {
            let input =
                DeleteItemInput { table, key, condition, return_values, return_old_on_failure };
            Ok(input.plan(state)?.map(|output| answer(output.old.map(Found::Whole))))
        }
        ActionKind::Check(_) => Err(super::rejected(StatementError::ExistsAlone)),
    }
}

/// An insert that found an item is not called a failed condition.
fn name_duplicate(mut rejection: Box<Rejection>) -> Box<Rejection> {
    if matches!(rejection.error, EngineError::ConditionFailed { .. }) {
        rejection.error = EngineError::DuplicateItem;
    }
    rejection
}

/// The key of the table, which must be a table and no index.
fn keys<'a>(state: &'a State, target: &Target) -> Result<&'a KeySchema, EngineError> {
    if target.index.is_some() {
        return Err(StatementError::WriteToIndex.into());
    }
    Ok(&state.tables.data(&target.table)?.schema().keys)
}

fn key_of(
    keys: &KeySchema,
    condition: Option<Condition>,
) -> Result<(Item, Vec<Condition>), StatementError> {
    let (key, rest) = take_key(keys, condition).ok_or(StatementError::NoKeyEquality)?;
    match twice_equal(&key, &rest) {
        Some(name) => Err(StatementError::ManyKeyValues(name)),
        None => Ok((key, rest)),
    }
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
