//! DeleteItem: removes one item. A missing item is no error.

use std::sync::Arc;

use super::ReturnValues;
use super::write::{Guard, check_return_values, plan_change};
use crate::engine::plan::Planned;
use crate::engine::{Engine, keys};
use crate::expression::Condition;
use crate::model::{Item, TableName};
use crate::store::Row;

/// What DeleteItem is asked.
#[derive(Debug, Clone)]
pub struct Input {
    /// The table.
    pub table: TableName,
    /// The key attributes, no more and no less.
    pub key: Item,
    /// What must hold of the item.
    pub condition: Option<Condition>,
    /// `None` or `AllOld`.
    pub return_values: ReturnValues,
    /// Whether a failed condition shows the item.
    pub return_old_on_failure: bool,
}

/// What DeleteItem answers.
#[derive(Debug, Clone)]
pub struct Output {
    /// The item there was, if it was asked for.
    pub old: Option<Arc<Row>>,
}

pub(crate) fn plan(engine: &Engine, input: Input) -> Planned {
    check_return_values(input.return_values)?;
    let table = engine.tables.data(&input.table)?;
    let key = keys::of_key_map(&table.schema().keys, &input.key)?;
    let change = table.prepare_delete(key);
    let guard = Guard::new(table, input.condition.as_ref(), input.return_old_on_failure)?;
    engine.ongoing.check(&input.table, change.key())?;
    guard.check(table, &change)?;
    let old = change.before().filter(|_| input.return_values == ReturnValues::AllOld).cloned();
    Ok(plan_change(super::Output::DeleteItem(Output { old }), table, change))
}
