//! ListTagsOfResource: the tags of a table, which always fit a page.

use super::tag_resource::tagged;
use crate::engine::Engine;
use crate::engine::control::Tag;
use crate::engine::plan::{Plan, Planned};
use crate::model::TableName;

/// What ListTagsOfResource is asked.
#[derive(Debug, Clone)]
pub struct Input {
    /// The table.
    pub table: TableName,
}

/// What ListTagsOfResource answers.
#[derive(Debug, Clone)]
pub struct Output {
    /// The tags.
    pub tags: Vec<Tag>,
}

pub(crate) fn plan(engine: &Engine, input: Input) -> Planned {
    let tags = tagged(engine, &input.table)?.control.tags.iter().cloned().collect();
    Ok(Plan::free(super::Output::ListTagsOfResource(Output { tags })))
}
