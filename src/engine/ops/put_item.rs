//! PutItem: replaces a whole item.

use std::sync::Arc;

use super::ReturnValues;
use super::write::{Guard, check_return_values, plan_change};
use crate::engine::plan::Planned;
use crate::engine::{Engine, keys, limits};
use crate::expression::Condition;
use crate::model::{Item, TableName};
use crate::store::Row;

/// What PutItem is asked.
#[derive(Debug, Clone)]
pub struct Input {
    /// The table.
    pub table: TableName,
    /// The item, key attributes included.
    pub item: Item,
    /// What must hold of the item there was.
    pub condition: Option<Condition>,
    /// `None` or `AllOld`.
    pub return_values: ReturnValues,
    /// Whether a failed condition shows the item.
    pub return_old_on_failure: bool,
}

/// What PutItem answers.
#[derive(Debug, Clone)]
pub struct Output {
    /// The item there was, if it was asked for.
    pub old: Option<Arc<Row>>,
}

/// The order of checks is the service's: size, table, keys, condition.
pub(crate) fn plan(engine: &Engine, input: Input) -> Planned {
    check_return_values(input.return_values)?;
    limits::check_item(&input.item)?;
    let row = Arc::new(Row::new(input.item));
    let table = engine.tables.data(&input.table)?;
    let key = keys::of_item(&table.schema().keys, row.item())?;
    keys::check_index_keys(table, row.item())?;
    let change = table.prepare_put(key, row);
    limits::check_local_entries(table, &change)?;
    let guard = Guard::new(table, input.condition.as_ref(), input.return_old_on_failure)?;
    engine.ongoing.check(&input.table, change.key())?;
    guard.check(table, &change)?;
    let old = change.before().filter(|_| input.return_values == ReturnValues::AllOld).cloned();
    Ok(plan_change(super::Output::PutItem(Output { old }), table, change))
}
