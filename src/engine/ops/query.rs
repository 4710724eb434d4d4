//! Query: reads a range of one item collection, of a table or an index.

use std::collections::BTreeSet;
use std::num::NonZeroU32;

use super::read::{PageRequest, Select, Source};
use super::select::Shown;
use super::start_key;
use crate::capacity::Consistency;
use crate::engine::plan::{Effect, Plan, Planned};
use crate::engine::{Engine, EngineError, Touched, TouchedHashes};
use crate::expression::{Condition, KeyCondition, ProjectionPaths};
use crate::model::keycode::{KeyRange, partition_hash};
use crate::model::{AttributeName, IndexName, Item, TableName};
use crate::store::{Direction, WalkBounds};

/// What Query is asked.
#[derive(Debug, Clone)]
pub struct Input {
    /// The table.
    pub table: TableName,
    /// The index to read instead of the table.
    pub index: Option<IndexName>,
    /// Which collection, and which range of it.
    pub key_condition: KeyCondition,
    /// Which of the items read to show.
    pub filter: Option<Condition>,
    /// Which parts of them to show.
    pub projection: Option<ProjectionPaths>,
    /// Which attributes to show.
    pub select: Option<Select>,
    /// At most so many items are read.
    pub limit: Option<NonZeroU32>,
    /// Whether the read is strongly consistent.
    pub consistent: bool,
    /// In ascending order of the sort key.
    pub forward: bool,
    /// `ExclusiveStartKey`: begin behind this key.
    pub start_key: Option<Item>,
}

/// What Query answers.
pub type Output = super::PageOutput;

pub(crate) fn plan(engine: &Engine, input: Input) -> Planned {
    let source = Source::find(engine, &input.table, input.index.as_ref(), input.consistent)?;
    let selection = input.key_condition.bind(source.keys).map_err(EngineError::Expression)?;
    let shown = Shown::decide(&source, input.select, input.projection.as_ref());
    let fetches = shown.as_ref().is_ok_and(Shown::fetches);
    check_filter(&source, input.filter.as_ref(), fetches)?;
    source.check_paths(input.filter.as_ref(), input.projection.as_ref())?;
    let start = input.start_key.as_ref();
    let after = start.map(|start| start_key::of_query(&source, &selection, start)).transpose()?;
    let direction = if input.forward { Direction::Forward } else { Direction::Backward };
    let page = PageRequest {
        source,
        bounds: WalkBounds {
            range: KeyRange::select(&selection),
            after,
            direction,
            limit: input.limit,
        },
        filter: input.filter.as_ref(),
        shown: shown.map_err(EngineError::Select)?,
        consistency: Consistency::of(input.consistent),
    };
    let hashes = TouchedHashes::Some(vec![partition_hash(&selection.partition)]);
    let touched = Touched { table: input.table, arm: source.arm(), hashes };
    let read = page.read();
    Ok(Plan {
        output: super::Output::Query(read.output),
        receipts: vec![read.receipt],
        touched: vec![touched],
        effect: Effect::None,
    })
}

/// A filter may name neither what the key condition is there for nor what the index does not hold,
/// unless whole items are fetched behind it.
fn check_filter(
    source: &Source<'_>,
    filter: Option<&Condition>,
    fetches: bool,
) -> Result<(), EngineError> {
    let names = || filter.map(Condition::top_level_names).into_iter().flatten();
    if let Some(name) = names().find(|name| source.keys.contains(name.as_str())) {
        return Err(EngineError::FilterOnKey(name.clone()));
    }
    let Some(index) = source.index.filter(|_| !fetches) else { return Ok(()) };
    let missing = names().filter(|name| !source.table.projects(index, name.as_str()));
    let missing: BTreeSet<&AttributeName> = missing.collect();
    match missing.is_empty() {
        true => Ok(()),
        false => Err(EngineError::FilterNotProjected {
            index: index.name.clone(),
            attributes: missing.into_iter().cloned().collect(),
        }),
    }
}
