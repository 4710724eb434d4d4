//! Query: reads a range of one item collection, of a table or an index.

use std::num::NonZeroU32;

use super::Plannable;
use super::page::{PageOutput, PageRequest, Shown, Source, start_of_query};
use crate::capacity::Consistency;
use crate::engine::error::EngineError;
use crate::engine::plan::{Effect, Plan, Planned};
use crate::engine::state::State;
use crate::engine::types::{Select, Touched, TouchedHashes};
use crate::expression::{Condition, KeyCondition, ProjectionPaths};
use crate::model::keycode::{KeyRange, partition_hash};
use crate::model::{AttributeName, IndexName, Item, TableName};
use crate::store::{Direction, WalkBounds};

/// What Query is asked.
#[derive(Debug, Clone)]
pub struct QueryInput {
    /// The table.
    pub table: TableName,
    /// The index to read instead of the table.
    pub index: Option<IndexName>,
    /// Which collection, and which range of it.
    pub key_condition: KeyCondition,
    /// Which of the items read to show.
    pub filter: Option<Condition>,
    /// Whether the filter came as `QueryFilter`, which a rejection names.
    pub legacy_filter: bool,
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
pub type QueryOutput = PageOutput;

impl Plannable for QueryInput {
    type Output = QueryOutput;

    fn plan(self, state: &State) -> Planned<Self::Output> {
        plan_with(state, self, check_filter_names)
    }
}

impl QueryInput {
    /// The same for a statement, whose condition is taken apart by the engine: what is left of it
    /// as a filter may name key attributes too.
    pub(super) fn plan_for_statement(self, state: &State) -> Planned<QueryOutput> {
        plan_with(state, self, |_, _, _| Ok(()))
    }
}

type FilterRule = fn(&Source<'_>, &QueryInput, &Condition) -> Result<(), EngineError>;

fn plan_with(state: &State, input: QueryInput, rule: FilterRule) -> Planned<QueryOutput> {
    let source = Source::find(state, &input.table, input.index.as_ref(), input.consistent)?;
    let selection = input.key_condition.bind(source.keys).map_err(EngineError::Expression)?;
    // What may be shown is decided now, but an error of it comes behind those of the filter and of
    // the starting key: that is the service's order.
    let shown = Shown::decide(&source, input.select, input.projection.as_ref());
    let fetches = shown.as_ref().is_ok_and(Shown::fetches);
    if let Some(filter) = &input.filter {
        rule(&source, &input, filter)?;
        check_filter_projected(&source, filter, fetches)?;
    }
    source.check_paths(input.filter.as_ref(), input.projection.as_ref())?;
    let start = input.start_key.as_ref();
    let after = start.map(|start| start_of_query(&source, &selection, start)).transpose()?;
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
        consistency: Consistency::from_consistent_read(input.consistent),
        partitions: None,
    };
    let hashes = TouchedHashes::Some(vec![partition_hash(&selection.partition)]);
    let touched = Touched { table: input.table, on: source.table_or_index(), hashes };
    let mut read = page.read();
    // Behind the one item of such a collection there is nothing, and the service would not take its
    // key to begin with.
    if source.index.is_none() && source.keys.sort.is_empty() {
        read.output.last_key = None;
    }
    Ok(Plan {
        output: read.output,
        receipts: vec![read.receipt],
        touched: vec![touched],
        effect: Effect::None,
    })
}

/// A filter may not name what the key condition is there for.
fn check_filter_names(
    source: &Source<'_>,
    input: &QueryInput,
    filter: &Condition,
) -> Result<(), EngineError> {
    let mut keys = source.keys.attributes().map(|key| &key.name);
    match keys.find(|key| filter.top_level_names().any(|name| name == *key)) {
        Some(name) => {
            Err(EngineError::FilterOnKey { attribute: name.clone(), legacy: input.legacy_filter })
        }
        None => Ok(()),
    }
}

/// Nor may it name what the index does not hold, unless whole items are fetched behind it.
fn check_filter_projected(
    source: &Source<'_>,
    filter: &Condition,
    fetches: bool,
) -> Result<(), EngineError> {
    let Some(index) = source.index.filter(|_| !fetches) else { return Ok(()) };
    let missing =
        filter.top_level_names().filter(|name| !source.table.projects(index, name.as_str()));
    let mut attributes: Vec<AttributeName> = missing.cloned().collect();
    attributes.sort_unstable();
    attributes.dedup();
    if attributes.is_empty() {
        Ok(())
    } else {
        Err(EngineError::FilterNotProjected { index: index.name.clone(), attributes })
    }
}
