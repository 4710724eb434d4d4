//! DeleteItem: removes one item. A missing item is no error.

use std::sync::Arc;

use super::ReturnValues;
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

pub(crate) fn plan(_: &crate::engine::Engine, _: Input) -> crate::engine::plan::Planned {
    Err(crate::engine::EngineError::KeyMismatch.into())
}
