//! One action of a transaction: what it would change, or what stands in its way.
//!
//! Refuses to know the other actions.

use std::sync::Arc;

use super::place::Found;
use super::{Action, ActionKind};
use crate::capacity::{WriteCharge, charge_refused_write, charge_write};
use crate::engine::ops::update_item::{Attempt, check_targets};
use crate::engine::ops::write::Guard;
use crate::engine::{CancellationReason, Engine, EngineError, keys, limits};
use crate::model::{Item, KeyBytes, TableName};
use crate::store::{Change, Row, Table};

/// An action worked out.
pub(super) struct Step<'e> {
    pub(super) table: &'e Table,
    /// What it would change; `None` when its key is none of the table's. A check changes nothing.
    pub(super) change: Option<Change>,
    reason: CancellationReason,
    checks: bool,
}

impl<'e> Step<'e> {
    /// Works the action out. An error refuses the whole request.
    pub(super) fn of(
        engine: &Engine,
        action: &Action,
        found: Found<'e>,
    ) -> Result<Self, EngineError> {
        let table = found.table;
        let checks = matches!(action.kind, ActionKind::Check(_));
        let (change, reason) = match found.key {
            Err(error) => (None, invalid(error)?),
            Ok(key) => {
                let (change, reason) = attempt(engine, action, table, key)?;
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
            charge_refused_write(change.before().cloned(), change.after().cloned()).in_transaction()
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
    engine: &Engine,
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
        Err(error) => return Ok((unchanged(table, key), invalid(error)?)),
    };
    let before = change.before();
    let reason = if engine.ongoing.has(&action.table, &key) {
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
                measure: limits::check_updated_in_transaction,
            };
            Ok(match attempt.make() {
                Ok((_, change)) => (change, None),
                Err(error) => (attempt.tried(), Some(error)),
            })
        }
    }
}

fn put(table: &Table, key: KeyBytes, item: &Item) -> Result<Change, EngineError> {
    limits::check_item(item)?;
    keys::check_index_keys(table, item)?;
    let change = table.prepare_put(key, Arc::new(Row::new(item.clone())));
    limits::check_local_entries(table, &change)?;
    Ok(change)
}

/// The change that leaves the item as it is.
fn unchanged(table: &Table, key: KeyBytes) -> Change {
    match table.get(&key).cloned() {
        Some(row) => table.prepare_put(key, row),
        None => table.prepare_delete(key),
    }
}
