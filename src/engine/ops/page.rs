//! What Query and Scan share: what is read, what is shown, where a page begins, and reading it.
//!
//! Every row walked is charged, before the filter. Refuses to know key conditions and segments,
//! which only set the bounds of the walk.

use std::sync::Arc;

use super::scan::Segment;
use crate::capacity::{
    Consistency, ReadCharge, ReadItem, Receipt, TableOrIndex, charge_fetches, charge_page,
    charge_partitions,
};
use crate::engine::error::{EngineError, SelectError, StartKeyError};
use crate::engine::rules::{check_scalar_paths, key_from_map};
use crate::engine::state::State;
use crate::engine::types::{Found, Select};
use crate::expression::{Condition, ProjectionPaths};
use crate::model::key::{KeySelection, SortCondition};
use crate::model::keycode::{KeyRange, collection_prefix};
use crate::model::{
    AttributeName, IndexKind, IndexName, IndexSchema, Item, KeyAttribute, KeyBytes, KeySchema,
    PartitionHash, Projection, TableName,
};
use crate::partition::{HashRange, Ring};
use crate::store::{Row, Table, Tree, Walk, WalkBounds};

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
        state: &'a State,
        table: &TableName,
        index: Option<&IndexName>,
        consistent: bool,
    ) -> Result<Self, EngineError> {
        let table = state.tables.data(table)?;
        let Some(name) = index else {
            return Ok(Self { table, index: None, keys: &table.schema().keys, tree: table.rows() });
        };
        let missing = || EngineError::IndexNotFound(name.clone());
        let (schema, entries) = table.index(name.as_str()).ok_or_else(missing)?;
        // A global index is filled behind the table, so that no read of it can be current.
        if consistent && schema.kind == IndexKind::Global {
            return Err(EngineError::ConsistentReadOnGlobalIndex);
        }
        if !entries.is_open() {
            return Err(EngineError::IndexBackfilling(name.clone()));
        }
        let tree = entries.entries();
        Ok(Self { table, index: Some(schema), keys: &schema.keys, tree })
    }

    /// Rejects expressions that lead into key attributes.
    pub(super) fn check_paths(
        &self,
        filter: Option<&Condition>,
        projection: Option<&ProjectionPaths>,
    ) -> Result<(), EngineError> {
        check_scalar_paths(self.table, projection.iter().flat_map(|p| p.nested_names()))?;
        check_scalar_paths(self.table, filter.iter().flat_map(|f| f.nested_names()))
    }

    /// What reading is charged to.
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

    /// `LastEvaluatedKey` for a page that ended with this row. Index keys are not unique, so that a
    /// cursor in an index needs the table's key as well.
    fn cursor_at(&self, row: &Row) -> Item {
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
    /// The internal partitions, if each is charged by itself.
    pub(super) partitions: Option<PartitionSums>,
}

/// How much of a page lies in each internal partition.
pub(super) struct PartitionSums {
    ring: Ring,
    bytes: Vec<u64>,
    hashes: HashRange,
}

impl PartitionSums {
    /// Nothing yet, of a page that goes through these hashes unless it ends before.
    pub(super) fn new(partitions: u32, hashes: HashRange) -> Self {
        let ring = Ring::even(partitions);
        let bytes = vec![0; ring.ranges().len()];
        Self { ring, bytes, hashes }
    }

    fn add(&mut self, hash: PartitionHash, row: &Row) {
        self.bytes[self.ring.locate(hash)] += u64::from(row.size());
    }

    /// The bytes of each that a page went through which stopped at this hash.
    fn reached(&self, stopped_at: Option<PartitionHash>) -> &[u64] {
        let last = stopped_at.unwrap_or(self.hashes.last);
        &self.bytes[self.ring.locate(self.hashes.first)..=self.ring.locate(last)]
    }
}

impl PageRequest<'_> {
    /// Reads the page.
    pub(super) fn read(mut self) -> PageRead {
        let mut walk = Walk::new(self.source.tree, &self.bounds);
        let mut seen = Seen::default();
        for (key, entry) in walk.by_ref() {
            if let Some(partitions) = &mut self.partitions {
                partitions.add(key.hash(), entry);
            }
            self.see(entry, &mut seen);
        }
        // A page that its limit ended has a `LastEvaluatedKey` even if nothing is behind it: the
        // service does not look ahead.
        let resume = walk.resume();
        let stopped_at = resume.map(|(key, _)| key.hash());
        let output = PageOutput {
            items: self.shown.items().then_some(seen.items),
            count: seen.count,
            scanned: seen.evaluated.len() as u32,
            last_key: resume.map(|(_, row)| self.source.cursor_at(row)),
        };
        let receipt = Receipt {
            table: self.source.table.schema().name.clone(),
            reads: self.charges(seen.evaluated, seen.fetched, stopped_at),
            writes: Vec::new(),
        };
        PageRead { output, receipt, stopped_at }
    }

    /// Evaluates one row. Rows that the filter drops are never copied.
    fn see(&self, entry: &Arc<Row>, seen: &mut Seen) {
        let row = if self.shown.fetches() { self.source.whole(entry) } else { entry };
        let passed = self.filter.is_none_or(|filter| filter.holds(row.item()));
        // Evaluated before the filter is asked: what it drops is charged all the same.
        seen.evaluated.push(ReadItem { row: entry.clone(), passed });
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

    fn charges(
        &self,
        evaluated: Vec<ReadItem>,
        fetched: Vec<ReadItem>,
        stopped_at: Option<PartitionHash>,
    ) -> Vec<ReadCharge> {
        let on = self.source.table_or_index();
        let mut charges = vec![match &self.partitions {
            None => charge_page(on, self.consistency, evaluated),
            Some(partitions) => {
                let reached = partitions.reached(stopped_at);
                charge_partitions(on, self.consistency, evaluated, reached)
            }
        }];
        if self.shown.fetches() {
            charges.push(charge_fetches(self.consistency, fetched));
        }
        charges
    }
}

/// What the walk has come by so far.
#[derive(Default)]
struct Seen {
    evaluated: Vec<ReadItem>,
    /// The whole items behind them, where a local index has to fetch those.
    fetched: Vec<ReadItem>,
    /// What passed, as it is shown.
    items: Vec<Found>,
    count: u32,
}

/// What a page shows of its items.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    items: bool,
    fetches: bool,
    projection: Option<&'a ProjectionPaths>,
}

impl<'a> Shown<'a> {
    /// What is shown, if it can be.
    pub(super) fn decide(
        source: &Source<'_>,
        select: Option<Select>,
        projection: Option<&'a ProjectionPaths>,
    ) -> Result<Self, SelectError> {
        let fetches = match (select, projection) {
            (Some(Select::SpecificAttributes), None) => {
                return Err(SelectError::SpecificWithoutProjection);
            }
            (Some(Select::SpecificAttributes) | None, Some(paths)) => {
                fetches_named(source, &mut paths.top_level_names())?
            }
            (Some(select), Some(paths)) => {
                let legacy = paths.is_legacy();
                return Err(SelectError::ProjectionWith { select, legacy });
            }
            (Some(Select::AllAttributes), None) => fetches_all(source)?,
            (Some(Select::AllProjectedAttributes), None) if source.index.is_none() => {
                return Err(SelectError::ProjectedWithoutIndex);
            }
            (Some(Select::AllProjectedAttributes | Select::Count) | None, None) => false,
        };
        Ok(Self { items: select != Some(Select::Count), fetches, projection })
    }

    /// Whether items are shown at all.
    pub(super) fn items(&self) -> bool {
        self.items
    }

    /// Whether whole items are fetched behind the entries of a local index.
    pub(super) fn fetches(&self) -> bool {
        self.fetches
    }

    /// Which parts are shown.
    pub(super) fn projection(&self) -> Option<&'a ProjectionPaths> {
        self.projection
    }
}

/// Whether `ALL_ATTRIBUTES` must be fetched. Whole items are in a table and in an index that projects
/// everything; a local index can fetch them, since it lies in the item's partition, a global one
/// cannot (Developer Guide, *Local secondary indexes*, "Fetching attributes").
fn fetches_all(source: &Source<'_>) -> Result<bool, SelectError> {
    match source.index {
        None => Ok(false),
        Some(index) if index.projection == Projection::All => Ok(false),
        Some(index) if index.kind == IndexKind::Local => Ok(true),
        Some(index) => Err(SelectError::AllOfPartialGlobalIndex(index.name.clone())),
    }
}

/// Whether whole items must be fetched for these attributes, if they can be.
pub(super) fn fetches_named(
    source: &Source<'_>,
    names: &mut dyn Iterator<Item = &AttributeName>,
) -> Result<bool, SelectError> {
    let Some(index) = source.index else { return Ok(false) };
    let unprojected = names.filter(|name| !source.table.projects(index, name.as_str()));
    let attributes: Vec<AttributeName> = unprojected.cloned().collect();
    match index.kind {
        _ if attributes.is_empty() => Ok(false),
        IndexKind::Local => Ok(true),
        IndexKind::Global => {
            Err(SelectError::NotProjected { index: index.name.clone(), attributes })
        }
    }
}

/// The cursor of a query, which must lie in the collection and the range that are asked for.
pub(super) fn start_of_query(
    source: &Source<'_>,
    selection: &KeySelection,
    start: &Item,
) -> Result<Vec<u8>, EngineError> {
    // A table without a sort key has one item in each collection: nothing could be behind it.
    if source.index.is_none() && source.keys.sort.is_empty() {
        check_start(source, start)?;
        return Err(StartKeyError::NoSortKey(start.clone()).into());
    }
    check_start(source, start)?;
    let cursor = encode_start(source, start).ok_or(StartKeyError::Invalid)?;
    if KeyRange::select(selection).contains(cursor.as_bytes()) {
        return Ok(cursor.as_bytes().to_vec());
    }
    Err(misplaced(source, selection, start, &cursor).into())
}

/// The cursor of a scan, which must lie in the segment.
pub(super) fn start_of_scan(
    source: &Source<'_>,
    segment: Option<Segment>,
    start: &Item,
) -> Result<Vec<u8>, EngineError> {
    let invalid = match source.index {
        None => StartKeyError::SchemaMismatch,
        Some(_) => {
            check_start(source, start)?;
            StartKeyError::Invalid
        }
    };
    let cursor = encode_start(source, start).ok_or(invalid)?;
    if let Some(other) = segment.filter(|segment| !segment.hashes().contains(cursor.hash())) {
        let error = StartKeyError::OtherSegment { segment: other.index(), total: other.total() };
        return Err(error.into());
    }
    Ok(cursor.as_bytes().to_vec())
}

/// That the cursor has all attributes of a cursor and no others, each of its key's type. What is
/// wrong with the key that is read is told in other words than what is wrong with the table's.
fn check_start(source: &Source<'_>, start: &Item) -> Result<(), EngineError> {
    let names = source.cursor_names();
    let complete = names.iter().all(|name| start.contains(name.as_str()));
    if start.len() != names.len() || !complete {
        return Err(StartKeyError::Invalid.into());
    }
    let fits = |keys: &KeySchema| {
        let right = |attribute: &KeyAttribute| {
            let value = start.get(attribute.name.as_str());
            value.is_some_and(|value| value.kind() == attribute.kind.value_type())
        };
        keys.attributes().all(right)
    };
    if !fits(source.keys) {
        return Err(EngineError::KeyMismatch);
    }
    if !fits(&source.table.schema().keys) {
        return Err(StartKeyError::SchemaMismatch.into());
    }
    Ok(())
}

/// The key encoded as the tree has it, if it has exactly the attributes that a cursor has.
fn encode_start(source: &Source<'_>, start: &Item) -> Option<KeyBytes> {
    let table = &source.table.schema().keys;
    if source.index.is_none() {
        return key_from_map(table, start).ok();
    }
    if start.len() != source.cursor_names().len() {
        return None;
    }
    let base = table.encode(start).ok()?;
    let key = source.keys.encode(start).ok()?;
    Some(key.before(&base))
}

/// Why a well-formed cursor is not in the range of the query.
fn misplaced(
    source: &Source<'_>,
    selection: &KeySelection,
    start: &Item,
    cursor: &KeyBytes,
) -> StartKeyError {
    let same_collection = cursor.as_bytes().starts_with(&collection_prefix(&selection.partition));
    let unconditional = selection.sort == SortCondition::Any && selection.sort_equal.is_empty();
    // The service looks at the sort key first, then at the collection; a range of one item has
    // nothing behind it to go on with.
    if same_collection || (!unconditional && !sort_matches(source, selection, start)) {
        return StartKeyError::OutsideSortCondition;
    }
    if unconditional { StartKeyError::OutsideBoundaries } else { StartKeyError::AtMostOneRow }
}

/// Whether the sort key would be selected if the collection were the right one.
fn sort_matches(source: &Source<'_>, selection: &KeySelection, start: &Item) -> bool {
    let Ok(mut key) = source.keys.key_of(start) else { return false };
    key.partition.clone_from(&selection.partition);
    KeyRange::select(selection).contains(KeyBytes::encode(&key).as_bytes())
}
