//! BatchWriteItem: up to 25 puts and deletes without conditions.

use std::collections::BTreeSet;

use super::write::{charge_all, touch};
use crate::engine::keys::{of_key_map, prepare_batch_put};
use crate::engine::plan::{Effect, Plan, Planned};
use crate::engine::{Engine, EngineError};
use crate::model::{Item, TableName};
use crate::store::{Change, Table};

/// Most writes of a batch.
pub const MAX_WRITES: usize = 25;

/// What BatchWriteItem is asked.
#[derive(Debug, Clone)]
pub struct Input {
    /// The tables, each once, and what to write in them.
    pub requests: Vec<(TableName, Vec<Write>)>,
}

/// One write of a batch.
#[derive(Debug, Clone)]
pub enum Write {
    /// `PutRequest`: an item.
    Put(Item),
    /// `DeleteRequest`: a key.
    Delete(Item),
}

/// What BatchWriteItem answers.
#[derive(Debug, Clone, Default)]
pub struct Output {
    /// Writes that were throttled, by table. Only a simulated service leaves any.
    pub unprocessed: Vec<(TableName, Vec<Write>)>,
}

/// Everything is checked before anything is written: one bad write refuses the whole batch.
pub(crate) fn plan(engine: &Engine, input: Input) -> Planned {
    if input.requests.iter().map(|(_, writes)| writes.len()).sum::<usize>() > MAX_WRITES {
        return Err(EngineError::TooManyWrites.into());
    }
    let mut plan = Plan::free(super::Output::BatchWriteItem(Output::default()));
    let mut all = Vec::new();
    for (name, writes) in input.requests {
        let table = engine.tables.data(&name)?;
        let changes = prepare(table, writes)?;
        // What the service does with a member in conflict is unconfirmed: here it refuses the batch.
        changes.iter().try_for_each(|change| engine.ongoing.check(&name, change.key()))?;
        let borrowed: Vec<&Change> = changes.iter().collect();
        plan.receipts.push(charge_all(table, &borrowed));
        plan.touched.extend(touch(table.schema(), &borrowed));
        all.extend(changes.into_iter().map(|change| (name.clone(), change)));
    }
    Ok(plan.with_effect(Effect::Write(all)))
}

fn prepare(table: &Table, writes: Vec<Write>) -> Result<Vec<Change>, EngineError> {
    let mut keys = BTreeSet::new();
    let mut changes = Vec::with_capacity(writes.len());
    for write in writes {
        let change = match write {
            Write::Put(item) => prepare_batch_put(table, item)?,
            Write::Delete(key) => table.prepare_delete(of_key_map(&table.schema().keys, &key)?),
        };
        if !keys.insert(change.key().clone()) {
            return Err(EngineError::DuplicateKeys);
        }
        changes.push(change);
    }
    Ok(changes)
}
