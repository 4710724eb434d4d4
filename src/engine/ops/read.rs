//! What Query and Scan share: what is read, what is shown, and reading one page.
//!
//! Every row walked is charged, before the filter. Refuses to know key conditions and segments,
//! which only set the bounds of the walk.

use std::sync::Arc;

use super::select::Shown;
use crate::capacity::{
    Consistency, ReadCharge, ReadItem, Receipt, TableOrIndex, charge_fetches, charge_page,
};
use crate::engine::error::EngineError;
use crate::engine::keys::check_scalar_paths;
use crate::engine::{Engine, Found};
use crate::expression::{Condition, ProjectionPaths};
use crate::model::{
    AttributeName, IndexKind, IndexName, IndexSchema, Item, KeySchema, PartitionHash, TableName,
};
use crate::store::{Row, Table, Tree, Walk, WalkBounds};

/// Which attributes Query and Scan show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Select {
    /// `ALL_ATTRIBUTES`
    AllAttributes,
    /// `ALL_PROJECTED_ATTRIBUTES`
    AllProjectedAttributes,
    /// `SPECIFIC_ATTRIBUTES`
    SpecificAttributes,
    /// `COUNT`
    Count,
}

/// One page of a Query or a Scan.
#[derive(Debug, Clone, PartialEq)]
pub struct PageOutput {
    /// The items; `None` when only the count was asked for.
    pub items: Option<Vec<Found>>,
    /// Items that passed the filter.
    pub count: u32,
    /// Items read.
    pub scanned: u32,
    /// `LastEvaluatedKey`: where to go on, when the page ended before the range did.
    pub last_key: Option<Item>,
}

/// What is read: a table, or one of its indexes.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) table: &'a Table,
    pub(super) index: Option<&'a IndexSchema>,
    pub(super) keys: &'a KeySchema,
    tree: &'a Tree,
}

impl<'a> Source<'a> {
    /// Finds the table or index, which must be able to read as consistently as asked.
    pub(super) fn find(
        engine: &'a Engine,
        table: &TableName,
        index: Option<&IndexName>,
        consistent: bool,
    ) -> Result<Self, EngineError> {
        let table = engine.tables.data(table)?;
        let Some(name) = index else {
            return Ok(Self { table, index: None, keys: &table.schema().keys, tree: table.rows() });
        };
        let missing = || EngineError::IndexNotFound(name.clone());
        let (schema, entries) = table.index(name.as_str()).ok_or_else(missing)?;
        if consistent && schema.kind == IndexKind::Global {
            return Err(EngineError::ConsistentReadOnGlobalIndex);
        }
        if !entries.is_open() {
            return Err(EngineError::IndexBackfilling(name.clone()));
        }
        let tree = entries.entries();
        Ok(Self { table, index: Some(schema), keys: &schema.keys, tree })
    }

    /// Refuses expressions that lead into key attributes.
    pub(super) fn check_paths(
        &self,
        filter: Option<&Condition>,
        projection: Option<&ProjectionPaths>,
    ) -> Result<(), EngineError> {
        check_scalar_paths(self.table, projection.iter().flat_map(|p| p.nested_names()))?;
        check_scalar_paths(self.table, filter.iter().flat_map(|f| f.nested_names()))
    }

    /// The part of the table that reading is charged to.
    pub(super) fn table_or_index(&self) -> TableOrIndex {
        self.index.map_or(TableOrIndex::Table, TableOrIndex::from_index)
    }

    /// The names that a cursor has: the table's key attributes and, behind them, those that only
    /// the index's key has.
    pub(super) fn cursor_names(&self) -> Vec<&'a AttributeName> {
        let table = &self.table.schema().keys;
        let own = self.keys.attributes().filter(|a| !table.contains(a.name.as_str()));
        table.attributes().chain(own).map(|a| &a.name).collect()
    }

    /// The whole item behind an index entry.
    fn whole(&self, entry: &'a Arc<Row>) -> &'a Arc<Row> {
        let key = self.table.schema().keys.encode(entry.item()).ok();
        let row = key.and_then(|key| self.table.get(&key));
        row.expect("an index entry holds the key of an item that exists")
    }

    fn cursor_of(&self, row: &Row) -> Item {
        let pair =
            |name: &AttributeName| Some((name.clone(), row.item().get(name.as_str())?.clone()));
        self.cursor_names().into_iter().filter_map(pair).collect()
    }
}

/// What one page came to.
pub(super) struct PageRead {
    pub(super) output: PageOutput,
    pub(super) receipt: Receipt,
    /// Where the last row lies, if the page ended before the range did.
    pub(super) stopped_at: Option<PartitionHash>,
}

/// How a page is read.
pub(super) struct PageRequest<'a> {
    pub(super) source: Source<'a>,
    pub(super) bounds: WalkBounds,
    pub(super) filter: Option<&'a Condition>,
    pub(super) shown: Shown<'a>,
    pub(super) consistency: Consistency,
}

impl PageRequest<'_> {
    /// Reads the page.
    pub(super) fn read(self) -> PageRead {
        let mut walk = Walk::new(self.source.tree, &self.bounds);
        let mut seen = Seen::default();
        for (_, entry) in walk.by_ref() {
            self.see(entry, &mut seen);
        }
        let resume = walk.resume();
        let output = PageOutput {
            items: self.shown.items().then_some(seen.items),
            count: seen.count,
            scanned: seen.read.len() as u32,
            last_key: resume.map(|(_, row)| self.source.cursor_of(row)),
        };
        let receipt = Receipt {
            table: self.source.table.schema().name.clone(),
            reads: self.charges(seen.read, seen.fetched),
            writes: Vec::new(),
        };
        PageRead { output, receipt, stopped_at: resume.map(|(key, _)| key.hash()) }
    }

    /// Evaluates one row. Rows that the filter drops are never copied.
    fn see(&self, entry: &Arc<Row>, seen: &mut Seen) {
        let row = match self.shown.fetches() {
            true => self.source.whole(entry),
            false => entry,
        };
        let passed = self.filter.is_none_or(|filter| filter.holds(row.item()));
        seen.read.push(ReadItem { row: entry.clone(), passed });
        if self.shown.fetches() {
            seen.fetched.push(ReadItem { row: row.clone(), passed });
        }
        if passed {
            seen.count += 1;
        }
        if passed && self.shown.items() {
            seen.items.push(Found::project(row, self.shown.projection()));
        }
    }

    fn charges(&self, read: Vec<ReadItem>, fetched: Vec<ReadItem>) -> Vec<ReadCharge> {
        let page = charge_page(self.source.table_or_index(), self.consistency, read);
        match self.shown.fetches() {
            true => vec![page, charge_fetches(self.consistency, fetched)],
            false => vec![page],
        }
    }
}

#[derive(Default)]
struct Seen {
    read: Vec<ReadItem>,
    fetched: Vec<ReadItem>,
    items: Vec<Found>,
    count: u32,
}
