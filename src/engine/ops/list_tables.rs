//! ListTables: the names of tables, page by page.

use crate::model::TableName;

/// Most names of a page, and how many a page has unless told.
pub const MAX_NAMES: u32 = 100;

/// What ListTables is asked.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// `ExclusiveStartTableName`: begin behind this name. No table need have it.
    pub start: Option<String>,
    /// At most so many names, 1 to 100.
    pub limit: Option<u32>,
}

/// What ListTables answers.
#[derive(Debug, Clone)]
pub struct Output {
    /// Names in ascending order.
    pub names: Vec<TableName>,
    /// `LastEvaluatedTableName`: the last name, when there are more.
    pub last: Option<TableName>,
}

pub(crate) fn plan(_: &crate::engine::Engine, _: Input) -> crate::engine::plan::Planned {
    Err(crate::engine::EngineError::KeyMismatch.into())
}
