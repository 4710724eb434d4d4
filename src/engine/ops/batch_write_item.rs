//! BatchWriteItem: up to 25 puts and deletes without conditions.

use crate::model::{Item, TableName};

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

/// What BatchWriteItem answers. Nothing is ever left unprocessed: the whole batch fits a request.
#[derive(Debug, Clone, Copy)]
pub struct Output;

pub(crate) fn plan(_: &crate::engine::Engine, _: Input) -> crate::engine::plan::Planned {
    Err(crate::engine::EngineError::KeyMismatch.into())
}
