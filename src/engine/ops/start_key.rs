//! `ExclusiveStartKey`: from the attributes that a page ended with to a place in storage.
//!
//! The key need not exist, but it must lie in what is read. Owns which error a bad one is.

use super::read::Source;
use super::scan::Segment;
use crate::engine::error::{EngineError, StartKeyError};
use crate::engine::keys::of_key_map;
use crate::model::key::{KeySelection, SortCondition};
use crate::model::keycode::{KeyRange, collection_prefix};
use crate::model::{Item, KeyBytes};

/// The cursor of a query, which must lie in the collection and the range that are asked for.
pub(super) fn of_query(
    source: &Source<'_>,
    selection: &KeySelection,
    start: &Item,
) -> Result<Vec<u8>, EngineError> {
    let cursor = encode(source, start).ok_or(StartKeyError::Invalid)?;
    if KeyRange::select(selection).contains(cursor.as_bytes()) {
        return Ok(cursor.as_bytes().to_vec());
    }
    Err(misplaced(source, selection, start, &cursor).into())
}

/// The cursor of a scan, which must lie in the segment.
pub(super) fn of_scan(
    source: &Source<'_>,
    segment: Option<Segment>,
    start: &Item,
) -> Result<Vec<u8>, EngineError> {
    let invalid = match source.index {
        None => StartKeyError::SchemaMismatch,
        Some(_) => StartKeyError::Invalid,
    };
    let cursor = encode(source, start).ok_or(invalid)?;
    match segment.filter(|segment| !segment.hashes().contains(cursor.hash())) {
        None => Ok(cursor.as_bytes().to_vec()),
        Some(other) => {
            Err(StartKeyError::OtherSegment { segment: other.index(), total: other.total() }.into())
        }
    }
}

/// The key encoded as the tree has it, if it has exactly the attributes that a cursor has.
fn encode(source: &Source<'_>, start: &Item) -> Option<KeyBytes> {
    let table = &source.table.schema().keys;
    if source.index.is_none() {
        return of_key_map(table, start).ok();
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
    if same_collection || (!unconditional && !sort_matches(source, selection, start)) {
        return StartKeyError::OutsideSortCondition;
    }
    let hash_only_table = source.index.is_none() && source.keys.sort.is_empty();
    match (unconditional, hash_only_table) {
        (false, _) => StartKeyError::AtMostOneRow,
        (true, true) => StartKeyError::NoSortKey(start.clone()),
        (true, false) => StartKeyError::OutsideBoundaries,
    }
}

/// Whether the sort key would be selected if the collection were the right one.
fn sort_matches(source: &Source<'_>, selection: &KeySelection, start: &Item) -> bool {
    let Ok(mut key) = source.keys.key_of(start) else { return false };
    key.partition.clone_from(&selection.partition);
    KeyRange::select(selection).contains(KeyBytes::encode(&key).as_bytes())
}
