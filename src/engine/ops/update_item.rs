//! UpdateItem: changes attributes of one item, and creates it when there is none.

use std::sync::Arc;

use super::Plannable;
use super::item::{Guard, plan_change};
use crate::engine::error::EngineError;
use crate::engine::plan::Planned;
use crate::engine::rules::{
    check_local_entries, check_scalar_paths, check_updated, check_updated_index_keys, key_from_map,
};
use crate::engine::state::State;
use crate::engine::types::{Found, ReturnValues};
use crate::expression::{Action, Condition, Update, Updated};
use crate::model::key::KeyError;
use crate::model::{IndexSchema, Item, KeyAttribute, KeyBytes, KeySchema, TableName};
use crate::store::{Change, Row, Table};

/// What UpdateItem is asked.
#[derive(Debug, Clone)]
pub struct UpdateItemInput {
    /// The table.
    pub table: TableName,
    /// The key attributes, no more and no less.
    pub key: Item,
    /// What to change. Without, the item is created with its key alone or left as it is.
    pub update: Option<Update>,
    /// What must hold of the item before.
    pub condition: Option<Condition>,
    /// What to show.
    pub return_values: ReturnValues,
    /// Whether a failed condition shows the item.
    pub return_old_on_failure: bool,
}

/// What UpdateItem answers.
#[derive(Debug, Clone)]
pub struct UpdateItemOutput {
    /// What `return_values` asked for, if there is any of it.
    pub attributes: Option<Found>,
}

impl Plannable for UpdateItemInput {
    type Output = UpdateItemOutput;

    fn plan(self, state: &State) -> Planned<Self::Output> {
        self.plan_measured(state, check_updated)
    }
}

impl UpdateItemInput {
    /// The same under a rule for the size of what it comes to. The order of checks is the service's:
    /// key, targets, condition, and only then what the update comes to.
    pub(super) fn plan_measured(
        self,
        state: &State,
        measure: Measure,
    ) -> Planned<UpdateItemOutput> {
        let table = state.tables.data(&self.table)?;
        let key = key_from_map(&table.schema().keys, &self.key)?;
        if let Some(update) = &self.update {
            check_targets(table, update)?;
        }
        let guard = Guard::new(table, self.condition.as_ref(), self.return_old_on_failure)?;
        state.ongoing.check(&self.table, &key)?;
        let attempt = Attempt {
            table,
            current: table.get(&key),
            key,
            named: &self.key,
            update: self.update.as_ref(),
            measure,
        };
        // The service does not evaluate the update of an item whose condition fails, so that its errors
        // stay hidden; the size that it would have come to is billed all the same.
        if !guard.holds(attempt.current.map(|row| &**row)) {
            return Err(guard.reject(table, &attempt.tried()));
        }
        let (updated, change) = attempt.make()?;
        let attributes = shown(self.return_values, updated.as_ref(), &change);
        Ok(plan_change(UpdateItemOutput { attributes }, table, change))
    }
}

/// Key attributes cannot be changed, and what indexes use as keys has no parts.
pub(super) fn check_targets(table: &Table, update: &Update) -> Result<(), EngineError> {
    let keys = &table.schema().keys;
    let mut whole = update.targets().filter(|path| !path.is_nested()).map(|path| path.top());
    if let Some(name) = whole.find(|name| keys.contains(name.as_str())) {
        return Err(EngineError::UpdateOfKey(name.clone()));
    }
    for index in &table.schema().indexes {
        index.keys.attributes().try_for_each(|key| check_known_type(index, key, update))?;
    }
    check_scalar_paths(table, update.nested_names())
}

/// What is known to be of the wrong type for an index is rejected before the item is looked at.
fn check_known_type(
    index: &IndexSchema,
    key: &KeyAttribute,
    update: &Update,
) -> Result<(), EngineError> {
    let mut actions = update.actions().iter();
    let action = actions.find(|a| !a.target().is_nested() && *a.target().top() == key.name);
    match action.and_then(Action::known_type) {
        Some(actual) if actual != key.kind.value_type() => Err(EngineError::IndexKey {
            index: index.name.clone(),
            attribute: key.name.clone(),
            error: KeyError::WrongType { expected: key.kind, actual },
        }),
        _ => Ok(()),
    }
}

/// One update of one item.
pub(super) struct Attempt<'a> {
    pub(super) table: &'a Table,
    pub(super) key: KeyBytes,
    pub(super) current: Option<&'a Arc<Row>>,
    /// The key attributes.
    pub(super) named: &'a Item,
    pub(super) update: Option<&'a Update>,
    /// The rule for the size of what the update comes to.
    pub(super) measure: Measure,
}

/// Checks the size of an item after an update.
pub(super) type Measure = fn(&KeySchema, &Row, &Update) -> Result<(), EngineError>;

impl<'a> Attempt<'a> {
    /// The item that the update starts from: an item that does not exist has its key alone.
    fn base(&self) -> &'a Item {
        self.current.map_or(self.named, |row| row.item())
    }

    /// What the update comes to. Removing from an item that does not exist creates none.
    pub(super) fn make(&self) -> Result<(Option<Updated>, Change), EngineError> {
        // UpdateItem without an update creates the item with its key alone, or leaves it as it is.
        let Some(update) = self.update else {
            return Ok((None, self.put(self.base().clone())));
        };
        let updated = update.apply(self.base(), self.current.is_some());
        let updated = updated.map_err(EngineError::Update)?;
        if self.current.is_none() && !update.creates_item() {
            return Ok((None, self.table.prepare_delete(self.key.clone())));
        }
        let change = self.put(updated.item.clone());
        self.check(update, &change)?;
        Ok((Some(updated), change))
    }

    fn put(&self, item: Item) -> Change {
        self.table.prepare_put(self.key.clone(), Arc::new(Row::new(item)))
    }

    fn check(&self, update: &Update, change: &Change) -> Result<(), EngineError> {
        let Some(row) = change.after() else { return Ok(()) };
        let table = self.table;
        let none = Item::new();
        let before = self.current.map_or(&none, |row| row.item());
        (self.measure)(&table.schema().keys, row, update)?;
        let expression = !update.is_legacy();
        let index_keys = check_updated_index_keys(table, before, row.item(), expression);
        index_keys.map_err(reword)?;
        check_local_entries(table, change)
    }

    /// What a rejected update is billed for: what it would have come to, if that can be told.
    pub(super) fn tried(&self) -> Change {
        self.make().map_or_else(|_| self.put(self.base().clone()), |(_, change)| change)
    }
}

/// A wrong type that only the item brought in is worded without naming the types; a length says no
/// more than that it is too much.
fn reword(error: EngineError) -> EngineError {
    match error {
        EngineError::IndexKey { error: KeyError::TooLong(_), .. } => {
            EngineError::UpdateLengthensIndexKey
        }
        EngineError::IndexKey { error: KeyError::WrongType { .. }, .. } => {
            EngineError::UpdateMistypesIndexKey
        }
        other => other,
    }
}

fn shown(values: ReturnValues, updated: Option<&Updated>, change: &Change) -> Option<Found> {
    let before = change.before();
    match values {
        ReturnValues::None => None,
        ReturnValues::AllOld => before.cloned().map(Found::Whole),
        ReturnValues::AllNew => change.after().cloned().map(Found::Whole),
        ReturnValues::UpdatedOld => part(updated?.updated_old(before?.item())),
        ReturnValues::UpdatedNew => part(updated?.updated_new()),
    }
}

fn part(item: Item) -> Option<Found> {
    (!item.is_empty()).then_some(Found::Part(item))
}
