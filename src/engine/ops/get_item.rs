//! GetItem: reads one item by its key.

use super::write::touch_table;
use crate::capacity::{Consistency, ReadItem, Receipt, charge_items};
use crate::engine::plan::{Effect, Plan, Planned};
use crate::engine::{Engine, Found, keys};
use crate::expression::ProjectionPaths;
use crate::model::{Item, TableName};

/// What GetItem is asked.
#[derive(Debug, Clone)]
pub struct Input {
    /// The table.
    pub table: TableName,
    /// The key attributes, no more and no less.
    pub key: Item,
    /// Which parts of the item to show.
    pub projection: Option<ProjectionPaths>,
    /// Whether the read is strongly consistent.
    pub consistent: bool,
}

/// What GetItem answers.
#[derive(Debug, Clone)]
pub struct Output {
    /// The item, if there is one.
    pub item: Option<Found>,
}

pub(crate) fn plan(engine: &Engine, input: Input) -> Planned {
    let table = engine.tables.data(&input.table)?;
    let key = keys::of_key_map(&table.schema().keys, &input.key)?;
    keys::check_scalar_paths(table, input.projection.iter().flat_map(|p| p.nested_names()))?;
    let row = table.get(&key);
    let items: Vec<_> =
        row.iter().map(|&row| ReadItem { row: row.clone(), passed: true }).collect();
    let missing = u64::from(row.is_none());
    let charge = charge_items(Consistency::of(input.consistent), items, missing);
    let item = row.map(|row| Found::project(row, input.projection.as_ref()));
    Ok(Plan {
        output: super::Output::GetItem(Output { item }),
        touched: vec![touch_table(&input.table, &key)],
        receipts: vec![Receipt::of_read(input.table, charge)],
        effect: Effect::None,
    })
}
