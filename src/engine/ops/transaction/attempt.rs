//! One action of a transaction: where it goes, and what it would change or what stands in its way.
//!
//! Owns what rejects a whole transaction for its tables and keys. Refuses to know what the other
//! actions do.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Action, ActionKind};
use crate::capacity::{WriteCharge, charge_failed_write, charge_write};
use crate::engine::error::{CancellationReason, EngineError};
use crate::engine::ops::item::Guard;
use crate::engine::ops::update_item::{Attempt, check_targets};
use crate::engine::rules::{
    check_index_keys, check_item, check_local_entries, check_updated_item, key_from_item,
    key_from_map,
};
use crate::engine::state::State;
use crate::model::{Item, KeyBytes, TableName};
use crate::store::{Change, Row, Table};

/// An item as an action names it.
#[derive(Clone, Copy)]
pub(super) enum Place<'a> {
    /// By the item that is put.
    Item(&'a TableName, &'a Item),
    /// By its key.
    Key(&'a TableName, &'a Item),
}

/// The same found: the table, and the key or what is wrong with it.
pub(super) struct Located<'e> {
    pub(super) table: &'e Table,
    pub(super) key: Result<KeyBytes, EngineError>,
}

/// All of them, which must be different items of tables that exist, with no empty key among them.
/// Each of these is checked over all actions before the next, as the service does.
pub(super) fn find<'e>(
    state: &'e State,
    places: &[Place<'_>],
) -> Result<Vec<Located<'e>>, EngineError> {
    let tables = places.iter().map(|place| state.tables.data(place.table()));
    let tables = tables.collect::<Result<Vec<&Table>, _>>()?;
    let found = places.iter().zip(tables).map(|(place, table)| place.in_table(table));
    let found: Vec<Located<'e>> = found.collect();
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
            Place::Item(table, _) | Place::Key(table, _) => table,
        }
    }

    fn in_table<'e>(&self, table: &'e Table) -> Located<'e> {
        let keys = &table.schema().keys;
        let key = match self {
            Place::Item(_, item) => key_from_item(keys, item),
            Place::Key(_, key) => key_from_map(keys, key),
        };
        Located { table, key }
    }
}

/// An action worked out.
pub(super) struct Step<'e> {
    pub(super) table: &'e Table,
    /// What it would change; `None` when its key is none of the table's. A check changes nothing.
    pub(super) change: Option<Change>,
    reason: CancellationReason,
    checks: bool,
}

impl<'e> Step<'e> {
    /// Works the action out. An error rejects the whole request.
    pub(super) fn new(
        state: &State,
        action: &Action,
        found: Located<'e>,
    ) -> Result<Self, EngineError> {
        let table = found.table;
        let checks = matches!(action.kind, ActionKind::Check(_));
        let (change, reason) = match found.key {
            Err(error) => (None, invalid(error)?),
            Ok(key) => {
                let (change, reason) = attempt(state, action, table, key)?;
                (Some(change), reason)
            }
        };
        Ok(Self { table, change, reason, checks })
    }

    pub(super) fn take_reason(&mut self) -> CancellationReason {
        std::mem::replace(&mut self.reason, CancellationReason::None)
    }

    /// What the action costs. A check is billed as a write of the item it has read.
    pub(super) fn charges(&self) -> Vec<WriteCharge> {
        let indexes: &[_] = if self.checks { &[] } else { &self.table.schema().indexes };
        let charges = self.change.iter().flat_map(|change| charge_write(indexes, change));
        charges.map(WriteCharge::in_transaction).collect()
    }

    /// What it costs when the transaction is cancelled: the table's part.
    pub(super) fn cancelled_charges(&self) -> Vec<WriteCharge> {
        let charge = |change: &Change| {
            charge_failed_write(change.before().cloned(), change.after().cloned()).in_transaction()
        };
        self.change.iter().map(charge).collect()
    }

    /// The change to be made.
    pub(super) fn into_change(self) -> Option<(TableName, Change)> {
        let change = self.change.filter(|_| !self.checks)?;
        Some((self.table.schema().name.clone(), change))
    }
}

/// The reason of an error that cancels the transaction.
fn invalid(error: EngineError) -> Result<CancellationReason, EngineError> {
    if error.is_empty_key() {
        return Err(error);
    }
    Ok(CancellationReason::Invalid(Box::new(error)))
}

/// The change that the action is about to make, and what stands in its way. Everything that the
/// table's schema says is checked before the condition, and what an update comes to after it.
fn attempt(
    state: &State,
    action: &Action,
    table: &Table,
    key: KeyBytes,
) -> Result<(Change, CancellationReason), EngineError> {
    let show = action.return_old_on_failure;
    let prepared = prepare(table, key.clone(), &action.kind);
    let guarded = Guard::new(table, action.condition.as_ref(), show)
        .and_then(|guard| prepared.map(|prepared| (guard, prepared)));
    let (guard, (change, late)) = match guarded {
        Ok(both) => both,
        // An invalid action is billed for the item as it is, since what it would have come to cannot
        // be told.
        Err(error) => return Ok((unchanged(table, key), invalid(error)?)),
    };
    let before = change.before();
    // A conflict hides the condition, which could only be evaluated once the other has ended.
    let reason = if state.ongoing.has(&action.table, &key) {
        CancellationReason::Conflict
    } else if !guard.holds(before.map(|row| &**row)) {
        CancellationReason::ConditionFailed { item: guard.shown(before).cloned() }
    } else {
        late.map_or(Ok(CancellationReason::None), invalid)?
    };
    Ok((change, reason))
}

/// A change, and what is wrong with it once its condition holds.
type Prepared = (Change, Option<EngineError>);

fn prepare(table: &Table, key: KeyBytes, kind: &ActionKind) -> Result<Prepared, EngineError> {
    match kind {
        ActionKind::Check(_) => Ok((unchanged(table, key), None)),
        ActionKind::Delete(_) => Ok((table.prepare_delete(key), None)),
        ActionKind::Put(item) => put(table, key, item).map(|change| (change, None)),
        ActionKind::Update(named, update) => {
            check_targets(table, update)?;
            let attempt = Attempt {
                table,
                current: table.get(&key),
                key,
                named,
                update: Some(update),
                measure: check_updated_item,
            };
            Ok(match attempt.make() {
                Ok((_, change)) => (change, None),
                Err(error) => (attempt.tried(), Some(error)),
            })
        }
    }
}

fn put(table: &Table, key: KeyBytes, item: &Item) -> Result<Change, EngineError> {
    check_item(item)?;
    check_index_keys(table, item)?;
    let change = table.prepare_put(key, Arc::new(Row::new(item.clone())));
    check_local_entries(table, &change)?;
    Ok(change)
}

/// The change that leaves the item as it is.
fn unchanged(table: &Table, key: KeyBytes) -> Change {
    match table.get(&key).cloned() {
        Some(row) => table.prepare_put(key, row),
        None => table.prepare_delete(key),
    }
}
