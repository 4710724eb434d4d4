//! The rules of a table's shape, one function each, in the order in which the service checks them.
//!
//! Owns the checks on what CreateTable is asked. Refuses to know tables that exist.

use std::collections::BTreeSet;

use super::create_table::{
    BillingChoice, Definition, IndexDefinition, Input, KeyElement, ProjectionKind,
};
use crate::engine::error::{CreateTableError, IndexKeysError};
use crate::model::key::KeyRole;
use crate::model::{AttributeName, IndexKind, Throughput};

/// Most elements of a table's key.
const MAX_TABLE_KEYS: usize = 2;
/// Most partition key attributes, and most sort key attributes, of a global index.
const MAX_INDEX_KEYS: usize = 4;
/// Most local indexes of a table.
pub const MAX_LOCAL_INDEXES: usize = 5;
/// Most global indexes of a table.
pub const MAX_GLOBAL_INDEXES: usize = 20;
/// Most attributes that all indexes of a table together may list.
const MAX_LISTED_ATTRIBUTES: usize = 100;

type Checked = Result<(), CreateTableError>;

/// Checks everything that can be told from the request alone.
pub(super) fn check(input: &Input) -> Checked {
    check_key_count(&input.keys)?;
    check_billing(input)?;
    check_table_keys(input)?;
    check_definitions(input)?;
    check_index_counts(input)?;
    for (_, index) in all_indexes(input) {
        check_defined(&input.definitions, &index.keys)?;
    }
    check_used(input)?;
    check_index_names(input)?;
    for (kind, index) in all_indexes(input) {
        check_index(input, kind, index)?;
    }
    check_index_billing(input)?;
    check_listed_attributes(input)
}

/// Every index asked for, local ones first.
pub(super) fn all_indexes(input: &Input) -> impl Iterator<Item = (IndexKind, &IndexDefinition)> {
    let local = input.local.iter().flatten().map(|index| (IndexKind::Local, index));
    local.chain(input.global.iter().flatten().map(|index| (IndexKind::Global, index)))
}

fn refuse_if(wrong: bool, error: impl FnOnce() -> CreateTableError) -> Checked {
    if wrong { Err(error()) } else { Ok(()) }
}

fn check_key_count(keys: &[KeyElement]) -> Checked {
    let fits = (1..=MAX_TABLE_KEYS).contains(&keys.len());
    refuse_if(!fits, || CreateTableError::KeyCount(keys.len()))
}

fn on_demand(input: &Input) -> bool {
    input.billing == Some(BillingChoice::PayPerRequest)
}

fn check_billing(input: &Input) -> Checked {
    match (on_demand(input), input.throughput) {
        (true, Some(_)) => Err(CreateTableError::ThroughputNotAllowed),
        (false, None) => Err(CreateTableError::ThroughputMissing),
        (_, throughput) => check_positive(throughput),
    }
}

fn check_index_billing(input: &Input) -> Checked {
    input.global.iter().flatten().try_for_each(|index| match (on_demand(input), index.throughput) {
        (true, Some(_)) => Err(CreateTableError::IndexThroughputNotAllowed(index.name.clone())),
        (false, None) => Err(CreateTableError::IndexThroughputMissing(index.name.clone())),
        (_, throughput) => check_positive(throughput),
    })
}

fn check_positive(throughput: Option<Throughput>) -> Checked {
    let zero = throughput.is_some_and(|units| units.read == 0 || units.write == 0);
    refuse_if(zero, || CreateTableError::ThroughputTooLow)
}

fn check_table_keys(input: &Input) -> Checked {
    let [first, rest @ ..] = input.keys.as_slice() else { return Ok(()) };
    let fewer = input.definitions.len() < input.keys.len();
    refuse_if(fewer, || CreateTableError::FewerDefinitionsThanKeys)?;
    refuse_if(first.role != KeyRole::Partition, || CreateTableError::FirstNotHash)?;
    let Some(second) = rest.first() else { return Ok(()) };
    refuse_if(second.name == first.name, || CreateTableError::SameName)?;
    refuse_if(second.role != KeyRole::Sort, || CreateTableError::SecondNotRange)
}

fn check_definitions(input: &Input) -> Checked {
    let mut names = BTreeSet::new();
    let twice = input.definitions.iter().find(|(name, _)| !names.insert(name));
    if let Some((name, _)) = twice {
        return Err(CreateTableError::DuplicateDefinition(name.clone()));
    }
    check_defined(&input.definitions, &input.keys)
}

/// Every key attribute must be defined.
pub(super) fn check_defined(definitions: &[Definition], keys: &[KeyElement]) -> Checked {
    let defined = |key: &KeyElement| definitions.iter().any(|(name, _)| *name == key.name);
    refuse_if(!keys.iter().all(defined), || CreateTableError::KeysUndefined {
        keys: keys.iter().map(|key| key.name.clone()).collect(),
        definitions: names_of(definitions),
    })
}

fn names_of(definitions: &[Definition]) -> Vec<AttributeName> {
    definitions.iter().map(|(name, _)| name.clone()).collect()
}

fn check_index_counts(input: &Input) -> Checked {
    use CreateTableError::{NoGlobalIndexes, NoLocalIndexes};
    let (local, global) = (input.local.as_ref().map(Vec::len), input.global.as_ref().map(Vec::len));
    refuse_if(local == Some(0), || NoLocalIndexes)?;
    let hash_only = input.keys.len() == 1;
    refuse_if(local.is_some() && hash_only, || CreateTableError::LocalIndexNeedsSortKey)?;
    refuse_if(global == Some(0), || NoGlobalIndexes)?;
    let too_many = |count: Option<usize>, most| count.is_some_and(|count| count > most);
    refuse_if(too_many(local, MAX_LOCAL_INDEXES), || CreateTableError::TooManyLocalIndexes)?;
    refuse_if(too_many(global, MAX_GLOBAL_INDEXES), || CreateTableError::TooManyGlobalIndexes)
}

fn check_index_names(input: &Input) -> Checked {
    let mut names = BTreeSet::new();
    let twice = all_indexes(input).find(|(_, index)| !names.insert(&index.name));
    twice.map_or(Ok(()), |(_, i)| Err(CreateTableError::DuplicateIndexName(i.name.clone())))
}

fn check_index(input: &Input, kind: IndexKind, index: &IndexDefinition) -> Checked {
    check_index_shape(index)?;
    if kind == IndexKind::Local { check_local_keys(input, index) } else { Ok(()) }
}

/// What holds of the keys and the projection of every index.
pub(super) fn check_index_shape(index: &IndexDefinition) -> Checked {
    let wrong = wrong_keys(&index.keys);
    wrong.map_or(Ok(()), |error| Err(CreateTableError::IndexKeys(index.name.clone(), error)))?;
    check_projection(index)
}

/// HASH elements, then RANGE elements, at most four of each, all different.
fn wrong_keys(keys: &[KeyElement]) -> Option<IndexKeysError> {
    let hashes = keys.iter().take_while(|key| key.role == KeyRole::Partition).count();
    let ranges = keys.len() - hashes;
    let mut names = BTreeSet::new();
    let distinct = keys.iter().all(|key| names.insert(&key.name));
    let hash_behind = keys[hashes..].iter().any(|key| key.role == KeyRole::Partition);
    let checks = [
        (keys.is_empty(), IndexKeysError::Empty),
        (hashes == 0, IndexKeysError::FirstNotHash),
        (hash_behind, IndexKeysError::HashBehindRange),
        (!distinct, IndexKeysError::SameName),
        (hashes > MAX_INDEX_KEYS, IndexKeysError::TooManyHash),
        (ranges > MAX_INDEX_KEYS, IndexKeysError::TooManyRange),
    ];
    checks.into_iter().find(|(wrong, _)| *wrong).map(|(_, error)| error)
}

/// A local index has the table's partition key and one sort key.
fn check_local_keys(input: &Input, index: &IndexDefinition) -> Checked {
    let (table_hash, index_hash) = (&input.keys[0].name, &index.keys[0].name);
    let ranges = index.keys.iter().filter(|key| key.role == KeyRole::Sort).count();
    refuse_if(ranges == 0, || CreateTableError::LocalIndexWithoutSortKey(index.name.clone()))?;
    refuse_if(table_hash != index_hash, || CreateTableError::LocalIndexOtherHash {
        index: index.name.clone(),
        index_hash: index_hash.clone(),
        table_hash: table_hash.clone(),
    })?;
    refuse_if(index.keys.len() > MAX_TABLE_KEYS, || {
        CreateTableError::IndexKeys(index.name.clone(), IndexKeysError::TooManyRange)
    })
}

fn check_projection(index: &IndexDefinition) -> Checked {
    let missing = || CreateTableError::ProjectionMissing(index.name.clone());
    let listed = index.attributes.as_ref().is_some_and(|names| !names.is_empty());
    let mut seen = BTreeSet::new();
    let twice = index.attributes.iter().flatten().find(|name| !seen.insert(*name));
    if let Some(name) = twice {
        return Err(CreateTableError::AttributeTwice(name.clone()));
    }
    match index.projection.ok_or_else(missing)? {
        ProjectionKind::Include if !listed => Err(CreateTableError::AttributesMissing),
        ProjectionKind::Include => Ok(()),
        kind if index.attributes.is_some() => Err(CreateTableError::AttributesNotAllowed(kind)),
        ProjectionKind::All | ProjectionKind::KeysOnly => Ok(()),
    }
}

fn check_listed_attributes(input: &Input) -> Checked {
    let listed = all_indexes(input).map(|(_, i)| i.attributes.as_ref().map_or(0, Vec::len));
    let too_many = listed.sum::<usize>() > MAX_LISTED_ATTRIBUTES;
    refuse_if(too_many, || CreateTableError::TooManyProjectedAttributes)
}

/// Every definition must be some key's.
fn check_used(input: &Input) -> Checked {
    let index_keys = all_indexes(input).flat_map(|(_, index)| &index.keys);
    let mut used: Vec<AttributeName> = Vec::new();
    for key in input.keys.iter().chain(index_keys) {
        if !used.contains(&key.name) {
            used.push(key.name.clone());
        }
    }
    if used.len() == input.definitions.len() {
        return Ok(());
    }
    match all_indexes(input).next() {
        None => Err(CreateTableError::DefinitionCount),
        Some(_) => Err(CreateTableError::DefinitionsUnused {
            definitions: names_of(&input.definitions),
            used,
        }),
    }
}
