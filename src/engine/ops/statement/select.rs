//! `SELECT`: one Query for each partition key value that `WHERE` names, and a Scan when it names
//! none.
//!
//! One page goes through the collections one by one until its limit or 1 MB is reached. Each
//! collection is read, and rounded, as the Query that it is.

use std::num::NonZeroU32;

use super::{ExecuteStatementOutput, StatementOptions, show_columns};
use crate::capacity::Receipt;
use crate::engine::error::{EngineError, StartKeyError, StatementError};
use crate::engine::ops::Plannable;
use crate::engine::ops::page::{PageOutput, Source, fetches_named};
use crate::engine::ops::query::QueryInput;
use crate::engine::ops::scan::ScanInput;
use crate::engine::plan::{Effect, Plan, Planned, Rejection};
use crate::engine::rules::check_scalar_paths;
use crate::engine::state::State;
use crate::engine::statement::access::{Access, all};
use crate::engine::statement::{Cursor, Order, Select};
use crate::engine::types::{Select as Attributes, Touched};
use crate::expression::Path;
use crate::model::{Item, KeySchema, TableName, ValueType};
use crate::store::{MAX_PAGE_BYTES, Table};

/// Most partition key values that a statement may name.
const MAX_COLLECTIONS: usize = 50;

/// Whether the statement selects one item of the table by its whole key and asks no more of it, as
/// in a batch it must.
pub(super) fn has_full_key(state: &State, select: &Select) -> bool {
    let Ok(table) = state.tables.data(&select.from.table) else { return true };
    let access =
        select.condition.as_ref().and_then(|c| Access::from_condition(&table.schema().keys, c));
    let names_one = |a: &Access| a.exact && a.collections.len() == 1 && a.rest.is_empty();
    select.from.index.is_none() && access.as_ref().is_some_and(names_one)
}

/// Plans one page.
pub(super) fn plan(
    state: &State,
    select: Select,
    options: &StatementOptions,
) -> Planned<ExecuteStatementOutput> {
    let from = &select.from;
    let source = Source::find(state, &from.table, from.index.as_ref(), options.consistent)
        .map_err(reworded)?;
    checked_columns(source.table, &select.columns)?;
    let mut access = select.condition.as_ref().and_then(|c| Access::from_condition(source.keys, c));
    if let Some(access) = &access {
        check_key_values(source.keys, access).map_err(EngineError::Statement)?;
    }
    let forward = order(source.keys, &select, access.as_mut()).map_err(EngineError::Statement)?;
    // What a filter asks for is not fetched: a Query rejects it, and a Scan finds it missing.
    let mut named = select.columns.iter().map(Path::top);
    let whole = fetches_named(&source, &mut named).map_err(EngineError::Select)?;
    let shown = whole.then_some(Attributes::AllAttributes);
    let page = Page { state, select: &select, options, shown, forward };
    let plan = match access {
        Some(access) => page.collections(&source, &access)?,
        None => page.scan()?,
    };
    Ok(plan.map(|answer| {
        let items = answer.items.into_iter().map(|found| show_columns(&select.columns, found));
        ExecuteStatementOutput { items: items.collect(), next: answer.next }
    }))
}

/// No column may lead into a key attribute.
pub(super) fn checked_columns(table: &Table, columns: &[Path]) -> Result<(), EngineError> {
    check_scalar_paths(table, columns.iter().filter(|path| path.is_nested()).map(Path::top))
}

/// Statements have words of their own for what indexes cannot do.
fn reworded(error: EngineError) -> EngineError {
    match error {
        EngineError::IndexNotFound(name) => StatementError::NoIndex(name.to_string()).into(),
        EngineError::ConsistentReadOnGlobalIndex => StatementError::ConsistentGlobalIndex.into(),
        other => other,
    }
}

/// Every value that a key attribute is compared with must be one that it could have.
fn check_key_values(keys: &KeySchema, access: &Access) -> Result<(), StatementError> {
    for (name, value) in access.key_values() {
        let expected = keys.attributes().find(|attribute| attribute.name == *name);
        if !matches!(value.kind(), ValueType::S | ValueType::N | ValueType::B) {
            return Err(StatementError::KeyNotScalar(name.clone(), value.kind()));
        }
        if expected.is_some_and(|attribute| attribute.kind.value_type() != value.kind()) {
            return Err(StatementError::KeyType(name.clone()));
        }
    }
    Ok(())
}

/// Whether collections are read in ascending order. `ORDER BY` wants a partition key and knows
/// only key attributes.
fn order(
    keys: &KeySchema,
    select: &Select,
    access: Option<&mut Access>,
) -> Result<bool, StatementError> {
    if select.order.is_empty() {
        return Ok(true);
    }
    if select.condition.is_none() {
        return Err(StatementError::OrderWithoutCondition);
    }
    if let Some(other) = select.order.iter().find(|order| !keys.contains(order.name.as_str())) {
        return Err(StatementError::OrderByOther(other.name.clone()));
    }
    let access = access.ok_or(StatementError::OrderWithoutPartition)?;
    let is_partition = |order: &&Order| keys.partition.iter().any(|a| a.name == order.name);
    match select.order.iter().find(is_partition) {
        Some(order) => access.sort_collections(order.descending),
        None if access.collections.len() > 1 => return Err(StatementError::OrderWithoutHashKey),
        None => {}
    }
    let by_sort_key = select.order.iter().find(|order| !is_partition(order));
    Ok(by_sort_key.is_none_or(|order| !order.descending))
}

/// One page of a `SELECT`.
struct Page<'a> {
    state: &'a State,
    select: &'a Select,
    options: &'a StatementOptions,
    shown: Option<Attributes>,
    forward: bool,
}

impl Page<'_> {
    fn collections(&self, source: &Source<'_>, access: &Access) -> Planned<ExecuteStatementOutput> {
        if access.collections.len() > MAX_COLLECTIONS {
            return Err(super::rejected(StatementError::TooManyReads));
        }
        let mut read = Read::new(&self.select.from.table, self.options.limit);
        let cursor = self.options.cursor.as_ref();
        let first = cursor.map_or(0, |cursor| cursor.collection);
        if cursor.is_some() && first >= access.collections.len() {
            return Err(EngineError::StartKey(StartKeyError::Invalid).into());
        }
        let mut after = cursor.and_then(|cursor| cursor.after.clone());
        for collection in first..access.collections.len() {
            if read.is_full() {
                return Ok(read.stop(self.cursor(collection, None)));
            }
            let input = self.query(access, collection, after.take(), read.left);
            let last = read.add(input.plan_for_statement(self.state))?;
            // A whole key of the table leads to one item at most, so that nothing is behind it.
            let last = last.filter(|_| source.index.is_some() || !access.exact);
            if last.is_some() {
                return Ok(read.stop(self.cursor(collection, last)));
            }
        }
        Ok(read.stop(None))
    }

    fn scan(&self) -> Planned<ExecuteStatementOutput> {
        let mut read = Read::new(&self.select.from.table, self.options.limit);
        let input = ScanInput {
            table: self.select.from.table.clone(),
            index: self.select.from.index.clone(),
            filter: self.select.condition.clone(),
            projection: None,
            select: self.shown,
            limit: self.options.limit,
            consistent: self.options.consistent,
            segment: None,
            start_key: self.options.cursor.as_ref().and_then(|cursor| cursor.after.clone()),
        };
        let last = read.add(input.plan(self.state))?;
        let next = last.and_then(|last| self.cursor(0, Some(last)));
        Ok(read.stop(next))
    }

    fn query(
        &self,
        access: &Access,
        collection: usize,
        start_key: Option<Item>,
        limit: Option<NonZeroU32>,
    ) -> QueryInput {
        QueryInput {
            table: self.select.from.table.clone(),
            index: self.select.from.index.clone(),
            key_condition: access.key_condition(collection),
            filter: all(access.rest.clone()),
            legacy_filter: false,
            projection: None,
            select: self.shown,
            limit,
            consistent: self.options.consistent,
            forward: self.forward,
            start_key,
        }
    }

    fn cursor(&self, collection: usize, after: Option<Item>) -> Option<Cursor> {
        Some(Cursor { statement: self.options.fingerprint, collection, after })
    }
}

/// What one page has read so far.
struct Read {
    answer: ExecuteStatementOutput,
    receipt: Receipt,
    touched: Vec<Touched>,
    left: Option<NonZeroU32>,
    limited: bool,
}

impl Read {
    fn new(table: &TableName, limit: Option<NonZeroU32>) -> Self {
        Self {
            answer: ExecuteStatementOutput::default(),
            receipt: Receipt::new(table.clone()),
            touched: Vec::new(),
            left: limit,
            limited: limit.is_some(),
        }
    }

    /// Whether nothing more may be read, though the last collection came to its end.
    fn is_full(&self) -> bool {
        (self.limited && self.left.is_none()) || self.receipt.bytes_read() >= MAX_PAGE_BYTES
    }

    /// Adds what a Query or Scan read; answers where it stopped, if it did.
    fn add(&mut self, planned: Planned<PageOutput>) -> Result<Option<Item>, Box<Rejection>> {
        let plan = planned?;
        let page = plan.output;
        self.answer.items.extend(page.items.unwrap_or_default());
        self.receipt.reads.extend(plan.receipts.into_iter().flat_map(|receipt| receipt.reads));
        self.touched.extend(plan.touched);
        let left = self.left.map_or(0, |left| left.get().saturating_sub(page.scanned));
        self.left = NonZeroU32::new(left);
        Ok(page.last_key)
    }

    fn stop(self, next: Option<Cursor>) -> Plan<ExecuteStatementOutput> {
        Plan {
            output: ExecuteStatementOutput { next, ..self.answer },
            receipts: vec![self.receipt],
            touched: self.touched,
            effect: Effect::None,
        }
    }
}
