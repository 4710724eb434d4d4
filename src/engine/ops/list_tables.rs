//! ListTables: the names of tables, page by page.

use crate::engine::Engine;
use crate::engine::plan::{Plan, Planned};
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

pub(crate) fn plan(engine: &Engine, input: Input) -> Planned {
    let limit = input.limit.unwrap_or(MAX_NAMES).clamp(1, MAX_NAMES) as usize;
    let start = input.start.as_deref();
    let behind = |name: &&TableName| start.is_none_or(|start| name.as_str() > start);
    let mut rest = engine.tables.iter().map(|(name, _)| name).filter(behind);
    let names: Vec<TableName> = rest.by_ref().take(limit).cloned().collect();
    let more = rest.next().is_some();
    let last = names.last().filter(|_| more).cloned();
    Ok(Plan::free(super::Output::ListTables(Output { names, last })))
}
