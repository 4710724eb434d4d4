//! Keys.
use super::error::EngineError;
use crate::model::Item;
use crate::store::{Change, Table};

pub(super) fn prepare_batch_put(_table: &Table, _item: Item) -> Result<Change, EngineError> {
    Err(EngineError::KeyMismatch)
}
