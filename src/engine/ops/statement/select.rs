//! `SELECT`: one Query for each partition key value that `WHERE` names, and a Scan when it names
//! none.
//!
//! One page goes through the collections one by one until its limit or 1 MB is reached. Each
//! collection is read, and rounded, as the Query that it is.

use std::num::NonZeroU32;

use super::{Answer, Asked, Carried, columns};
use crate::capacity::Receipt;
use crate::engine::keys::check_scalar_paths;
use crate::engine::ops::read::{PageOutput, Source};
use crate::engine::ops::select::fetches_named;
use crate::engine::ops::{Output, Select as Shown, query, scan};
use crate::engine::plan::{Planned, Refusal};
use crate::engine::statement::access::{Access, all};
use crate::engine::statement::{Cursor, Order, Select, StatementError};
use crate::engine::{Engine, EngineError, StartKeyError, Touched};
use crate::expression::{Condition, Path};
use crate::model::{Item, KeySchema, TableName};
use crate::store::{MAX_PAGE_BYTES, Table};

/// Most partition key values of an `IN`, and most values of any other.
const MAX_COLLECTIONS: usize = 50;
const MAX_IN_VALUES: usize = 100;

/// Whether the statement selects one item of the table by its whole key, as in a batch it must.
pub(in crate::engine::ops) fn has_full_key(engine: &Engine, select: &Select) -> bool {
    let Ok(table) = engine.tables.data(&select.from.table) else { return true };
    let access = select.condition.as_ref().and_then(|c| Access::of(&table.schema().keys, c));
    select.from.index.is_none() && access.is_some_and(|a| a.exact && a.collections.len() == 1)
}

/// Plans one page.
pub(super) fn plan(
    engine: &Engine,
    select: Select,
    asked: &Asked,
) -> Result<Carried, Box<Refusal>> {
    let from = &select.from;
    let source = Source::find(engine, &from.table, from.index.as_ref(), asked.consistent)?;
    checked_columns(source.table, &select.columns)?;
    check_values(select.condition.as_ref(), MAX_IN_VALUES)?;
    let mut access = select.condition.as_ref().and_then(|c| Access::of(source.keys, c));
    let forward = order(source.keys, &select, access.as_mut()).map_err(EngineError::Statement)?;
    let named = select.condition.iter().flat_map(Condition::top_level_names);
    let mut named = select.columns.iter().map(Path::top).chain(named);
    let whole = fetches_named(&source, &mut named).map_err(EngineError::Select)?;
    let shown = whole.then_some(Shown::AllAttributes);
    let page = Page { engine, select: &select, asked, shown, forward };
    let mut carried = match access {
        Some(access) => page.collections(&source, &access)?,
        None => page.scan()?,
    };
    let items = std::mem::take(&mut carried.answer.items).into_iter();
    carried.answer.items = items.map(|found| columns::show(&select.columns, found)).collect();
    Ok(carried)
}

/// No column may lead into a key attribute.
pub(in crate::engine::ops) fn checked_columns(
    table: &Table,
    columns: &[Path],
) -> Result<(), EngineError> {
    check_scalar_paths(table, columns.iter().filter(|path| path.is_nested()).map(Path::top))
}

/// No `IN` may have more values than this.
fn check_values(condition: Option<&Condition>, most: usize) -> Result<(), EngineError> {
    match condition {
        Some(Condition::In { candidates, .. }) if candidates.len() > most => {
            Err(StatementError::TooManyInValues(most).into())
        }
        Some(Condition::All(parts) | Condition::Any(parts)) => {
            parts.iter().try_for_each(|part| check_values(Some(part), most))
        }
        Some(Condition::Not(part)) => check_values(Some(part), most),
        _ => Ok(()),
    }
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
    if let Some(order) = select.order.iter().find(is_partition) {
        access.sort_collections(order.descending);
    }
    let by_sort_key = select.order.iter().find(|order| !is_partition(order));
    Ok(by_sort_key.is_none_or(|order| !order.descending))
}

/// One page of a `SELECT`.
struct Page<'a> {
    engine: &'a Engine,
    select: &'a Select,
    asked: &'a Asked,
    shown: Option<Shown>,
    forward: bool,
}

impl Page<'_> {
    fn collections(&self, source: &Source<'_>, access: &Access) -> Result<Carried, Box<Refusal>> {
        if access.collections.len() > MAX_COLLECTIONS {
            return Err(super::refused(StatementError::TooManyInValues(MAX_COLLECTIONS)));
        }
        let mut read = Read::new(&self.select.from.table, self.asked.limit);
        let cursor = self.asked.cursor.as_ref();
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
            let last = read.add(query::plan_of_statement(self.engine, input))?;
            // A whole key of the table leads to one item at most, so that nothing is behind it.
            let last = last.filter(|_| source.index.is_some() || !access.exact);
            if last.is_some() {
                return Ok(read.stop(self.cursor(collection, last)));
            }
        }
        Ok(read.stop(None))
    }

    fn scan(&self) -> Result<Carried, Box<Refusal>> {
        let mut read = Read::new(&self.select.from.table, self.asked.limit);
        let input = scan::Input {
            table: self.select.from.table.clone(),
            index: self.select.from.index.clone(),
            filter: self.select.condition.clone(),
            projection: None,
            select: self.shown,
            limit: self.asked.limit,
            consistent: self.asked.consistent,
            segment: None,
            start_key: self.asked.cursor.as_ref().and_then(|cursor| cursor.after.clone()),
        };
        let last = read.add(scan::plan(self.engine, input))?;
        let next = last.and_then(|last| self.cursor(0, Some(last)));
        Ok(read.stop(next))
    }

    fn query(
        &self,
        access: &Access,
        collection: usize,
        start_key: Option<Item>,
        limit: Option<NonZeroU32>,
    ) -> query::Input {
        query::Input {
            table: self.select.from.table.clone(),
            index: self.select.from.index.clone(),
            key_condition: access.key_condition(collection),
            filter: all(access.rest.clone()),
            legacy_filter: false,
            projection: None,
            select: self.shown,
            limit,
            consistent: self.asked.consistent,
            forward: self.forward,
            start_key,
        }
    }

    fn cursor(&self, collection: usize, after: Option<Item>) -> Option<Cursor> {
        Some(Cursor { statement: self.asked.fingerprint, collection, after })
    }
}

/// What one page has read so far.
struct Read {
    answer: Answer,
    receipt: Receipt,
    touched: Vec<Touched>,
    left: Option<NonZeroU32>,
    limited: bool,
}

impl Read {
    fn new(table: &TableName, limit: Option<NonZeroU32>) -> Self {
        let receipt = Receipt::new(table.clone());
        let (answer, touched) = (Answer::default(), Vec::new());
        Self { answer, receipt, touched, left: limit, limited: limit.is_some() }
    }

    /// Whether nothing more may be read, though the last collection came to its end.
    fn is_full(&self) -> bool {
        (self.limited && self.left.is_none()) || self.receipt.bytes_read() >= MAX_PAGE_BYTES
    }

    /// Adds what a Query or Scan read; answers where it stopped, if it did.
    fn add(&mut self, planned: Planned) -> Result<Option<Item>, Box<Refusal>> {
        let plan = planned?;
        let page = page_of(plan.output);
        self.answer.items.extend(page.items.unwrap_or_default());
        self.receipt.reads.extend(plan.receipts.into_iter().flat_map(|receipt| receipt.reads));
        self.touched.extend(plan.touched);
        let left = self.left.map_or(0, |left| left.get().saturating_sub(page.scanned));
        self.left = NonZeroU32::new(left);
        Ok(page.last_key)
    }

    fn stop(self, next: Option<Cursor>) -> Carried {
        Carried {
            answer: Answer { next, ..self.answer },
            receipts: vec![self.receipt],
            touched: self.touched,
            changes: Vec::new(),
        }
    }
}

fn page_of(output: Output) -> PageOutput {
    match output {
        Output::Query(page) | Output::Scan(page) => page,
        _ => PageOutput { items: None, count: 0, scanned: 0, last_key: None },
    }
}
