//! UpdateItem: changes attributes of one item, and creates it when there is none.

use super::ReturnValues;
use crate::engine::Found;
use crate::expression::{Condition, Update};
use crate::model::{Item, TableName};

/// What UpdateItem is asked.
#[derive(Debug, Clone)]
pub struct Input {
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
pub struct Output {
    /// What `return_values` asked for, if there is any of it.
    pub attributes: Option<Found>,
}

pub(crate) fn plan(_: &crate::engine::Engine, _: Input) -> crate::engine::plan::Planned {
    Err(crate::engine::EngineError::KeyMismatch.into())
}
