//! CreateTable: checks every rule of a table's shape, in the order in which the service does.

use std::collections::BTreeSet;

use super::Plannable;
use super::capacity_rules::{self, GivenUnits, Subject};
use crate::engine::control::{Control, Encryption, PendingChange, TableDescription, Tag};
use crate::engine::error::{ControlError, CreateTableError, EngineError, InUse, IndexKeysError};
use crate::engine::plan::{Effect, Plan, Planned};
use crate::engine::state::State;
use crate::engine::streams::{StreamSpecification, TableStreams};
use crate::engine::tables::TableEntry;
use crate::engine::types::{ProjectionKind, TableClass, TableStatus};
use crate::model::key::KeyRole;
use crate::model::{
    AttributeName, BillingMode, IndexKind, IndexName, IndexSchema, KeyAttribute, KeySchema,
    Projection, ScalarType, TableName, TableSchema, Throughput,
};
use crate::store::Table;

/// What CreateTable is asked.
#[derive(Debug, Clone)]
pub struct CreateTableInput {
    /// The table.
    pub table: TableName,
    /// The types of key attributes.
    pub definitions: Vec<Definition>,
    /// The primary key.
    pub keys: Vec<KeyElement>,
    /// Local indexes; an empty list is an error of its own.
    pub local: Option<Vec<IndexDefinition>>,
    /// Global indexes; an empty list is an error of its own.
    pub global: Option<Vec<IndexDefinition>>,
    /// How to bill; provisioned when absent.
    pub billing: Option<BillingChoice>,
    /// The capacity of a provisioned table.
    pub throughput: Option<Throughput>,
    /// Whether it begins with a stream.
    pub stream: Option<StreamSpecification>,
    /// The ceilings of an on-demand table.
    pub max: GivenUnits,
    /// What the table is to be able to take at once.
    pub warm: GivenUnits,
    /// Standard when absent.
    pub class: Option<TableClass>,
    /// Whether the table cannot be deleted.
    pub protected: bool,
    /// Its key, if not the service's own.
    pub encryption: Option<Encryption>,
    /// Its tags.
    pub tags: Vec<Tag>,
}

/// An attribute and its type.
pub type Definition = (AttributeName, ScalarType);

/// One element of a key schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyElement {
    /// The attribute.
    pub name: AttributeName,
    /// HASH or RANGE.
    pub role: KeyRole,
}

/// How a table is to be billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BillingChoice {
    /// `PROVISIONED`
    Provisioned,
    /// `PAY_PER_REQUEST`
    PayPerRequest,
}

/// An index as asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexDefinition {
    /// Its name.
    pub name: IndexName,
    /// Its key.
    pub keys: Vec<KeyElement>,
    /// `ProjectionType`
    pub projection: Option<ProjectionKind>,
    /// `NonKeyAttributes`
    pub attributes: Option<Vec<AttributeName>>,
    /// The capacity of a provisioned table's global index.
    pub throughput: Option<Throughput>,
    /// The ceilings of an on-demand table's global index.
    pub max: GivenUnits,
    /// What a global index is to be able to take at once.
    pub warm: GivenUnits,
}

/// What CreateTable answers.
#[derive(Debug, Clone)]
pub struct CreateTableOutput {
    /// The table, in CREATING.
    pub description: TableDescription,
}

impl Plannable for CreateTableInput {
    type Output = CreateTableOutput;

    fn plan(self, state: &State) -> Planned<Self::Output> {
        check(&self).map_err(EngineError::CreateTable)?;
        let schema = schema(&self);
        let mut control = control(state, &self, &schema).map_err(EngineError::Control)?;
        match state.tables.get(&self.table).map(|entry| entry.control.status()) {
            None => {}
            Some(TableStatus::Creating) => {
                return Err(EngineError::Control(InUse::Created(self.table).into()).into());
            }
            Some(_) => return Err(EngineError::TableExists(self.table).into()),
        }
        let now = state.now();
        control.begin(PendingChange::Created, now, state.durations.create_table);
        let stream = match self.stream {
            Some(StreamSpecification::Enabled(view)) => Some(state.new_stream(&schema, view)),
            Some(StreamSpecification::Disabled) | None => None,
        };
        let streams = TableStreams::beginning_with(stream);
        let mut description = control.describe(schema.clone(), None, streams.summary(), now);
        hide_warmth(&mut description, &self);
        let entry = TableEntry::new(Table::new(schema), control, streams);
        let plan = Plan::free(CreateTableOutput { description });
        Ok(plan.with_effect(Effect::Create(self.table, Box::new(entry))))
    }
}

/// The settings of a request that has passed every check of its shape.
fn control(
    state: &State,
    input: &CreateTableInput,
    schema: &TableSchema,
) -> Result<Control, ControlError> {
    let number = state.tables.next_number();
    let mut control = Control::new(schema, input.definitions.clone(), state.now(), number);
    control.log_start = state.log.next_sequence();
    capacity_rules::begin(&mut control.capacity, schema.billing, Subject::from_new_table(input))?;
    for index in input.global.iter().flatten() {
        let subject = Subject::from_new_index(index);
        if let Some(capacity) = control.indexes.get_mut(&index.name) {
            capacity_rules::begin(capacity, schema.billing, subject)?;
        }
    }
    control.class.class = input.class.unwrap_or_default();
    control.protected = input.protected;
    control.encryption = input.encryption.clone();
    control.tags.add(input.tags.clone())?;
    Ok(control)
}

/// The answer tells of warm throughput only where it was asked for, and not yet of indexes'.
fn hide_warmth(description: &mut TableDescription, input: &CreateTableInput) {
    if input.warm == GivenUnits::default() {
        description.capacity.warm = None;
    } else {
        description.capacity.warming = true;
    }
    for capacity in description.indexes.iter_mut().filter_map(|index| index.capacity.as_mut()) {
        capacity.warm = None;
    }
}

/// The schema of a request that has passed every check.
fn schema(input: &CreateTableInput) -> TableSchema {
    TableSchema {
        name: input.table.clone(),
        keys: key_schema(&input.definitions, &input.keys),
        indexes: all_indexes(input)
            .map(|(kind, index)| index_schema(&input.definitions, kind, index))
            .collect(),
        billing: input.throughput.map_or(BillingMode::PayPerRequest, BillingMode::Provisioned),
    }
}

fn key_schema(definitions: &[Definition], keys: &[KeyElement]) -> KeySchema {
    let typed = |name: &AttributeName| {
        let (_, kind) = definitions.iter().find(|(defined, _)| defined == name)?;
        Some(KeyAttribute { name: name.clone(), kind: *kind })
    };
    let of = |role: KeyRole| {
        let elements = keys.iter().filter(move |key| key.role == role);
        elements.filter_map(|key| typed(&key.name)).collect()
    };
    KeySchema { partition: of(KeyRole::Partition), sort: of(KeyRole::Sort) }
}

/// The schema of an index whose keys are defined.
pub(super) fn index_schema(
    definitions: &[Definition],
    kind: IndexKind,
    index: &IndexDefinition,
) -> IndexSchema {
    IndexSchema {
        name: index.name.clone(),
        kind,
        keys: key_schema(definitions, &index.keys),
        projection: projection(index),
        throughput: index.throughput,
    }
}

/// Listed attributes are kept in order of their names.
fn projection(index: &IndexDefinition) -> Projection {
    match index.projection {
        Some(ProjectionKind::Include) => {
            let mut listed = index.attributes.clone().unwrap_or_default();
            listed.sort();
            Projection::Include(listed)
        }
        Some(ProjectionKind::All) => Projection::All,
        Some(ProjectionKind::KeysOnly) | None => Projection::KeysOnly,
    }
}

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

/// Checks everything that can be told from the request alone. The order of the checks is the
/// service's: of a request with several faults the first one here is reported.
pub(super) fn check(input: &CreateTableInput) -> Checked {
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
pub(super) fn all_indexes(
    input: &CreateTableInput,
) -> impl Iterator<Item = (IndexKind, &IndexDefinition)> {
    let local = input.local.iter().flatten().map(|index| (IndexKind::Local, index));
    local.chain(input.global.iter().flatten().map(|index| (IndexKind::Global, index)))
}

fn reject_if(wrong: bool, error: impl FnOnce() -> CreateTableError) -> Checked {
    if wrong { Err(error()) } else { Ok(()) }
}

fn check_key_count(keys: &[KeyElement]) -> Checked {
    let fits = (1..=MAX_TABLE_KEYS).contains(&keys.len());
    reject_if(!fits, || CreateTableError::KeyCount(keys.len()))
}

fn on_demand(input: &CreateTableInput) -> bool {
    input.billing == Some(BillingChoice::PayPerRequest)
}

fn check_billing(input: &CreateTableInput) -> Checked {
    match (on_demand(input), input.throughput) {
        (true, Some(_)) => Err(CreateTableError::ThroughputNotAllowed),
        (false, None) => Err(CreateTableError::ThroughputMissing),
        (_, throughput) => check_positive(throughput),
    }
}

fn check_index_billing(input: &CreateTableInput) -> Checked {
    input.global.iter().flatten().try_for_each(|index| match (on_demand(input), index.throughput) {
        (true, Some(_)) => Err(CreateTableError::IndexThroughputNotAllowed(index.name.clone())),
        (false, None) => Err(CreateTableError::IndexThroughputMissing(index.name.clone())),
        (_, throughput) => check_positive(throughput),
    })
}

fn check_positive(throughput: Option<Throughput>) -> Checked {
    let zero = throughput.is_some_and(|units| units.read == 0 || units.write == 0);
    reject_if(zero, || CreateTableError::ThroughputTooLow)
}

fn check_table_keys(input: &CreateTableInput) -> Checked {
    let [first, rest @ ..] = input.keys.as_slice() else { return Ok(()) };
    let fewer = input.definitions.len() < input.keys.len();
    reject_if(fewer, || CreateTableError::FewerDefinitionsThanKeys)?;
    reject_if(first.role != KeyRole::Partition, || CreateTableError::FirstNotHash)?;
    let Some(second) = rest.first() else { return Ok(()) };
    reject_if(second.name == first.name, || CreateTableError::SameName)?;
    reject_if(second.role != KeyRole::Sort, || CreateTableError::SecondNotRange)
}

fn check_definitions(input: &CreateTableInput) -> Checked {
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
    reject_if(!keys.iter().all(defined), || CreateTableError::KeysUndefined {
        keys: keys.iter().map(|key| key.name.clone()).collect(),
        definitions: names_of(definitions),
    })
}

fn names_of(definitions: &[Definition]) -> Vec<AttributeName> {
    definitions.iter().map(|(name, _)| name.clone()).collect()
}

fn check_index_counts(input: &CreateTableInput) -> Checked {
    use CreateTableError::{NoGlobalIndexes, NoLocalIndexes};
    let local = input.local.as_ref().map(Vec::len);
    let global = input.global.as_ref().map(Vec::len);
    reject_if(local == Some(0), || NoLocalIndexes)?;
    let hash_only = input.keys.len() == 1;
    reject_if(local.is_some() && hash_only, || CreateTableError::LocalIndexNeedsSortKey)?;
    reject_if(global == Some(0), || NoGlobalIndexes)?;
    let too_many = |count: Option<usize>, most| count.is_some_and(|count| count > most);
    reject_if(too_many(local, MAX_LOCAL_INDEXES), || CreateTableError::TooManyLocalIndexes)?;
    reject_if(too_many(global, MAX_GLOBAL_INDEXES), || CreateTableError::TooManyGlobalIndexes)
}

fn check_index_names(input: &CreateTableInput) -> Checked {
    let mut names = BTreeSet::new();
    let twice = all_indexes(input).find(|(_, index)| !names.insert(&index.name));
    twice.map_or(Ok(()), |(_, i)| Err(CreateTableError::DuplicateIndexName(i.name.clone())))
}

fn check_index(input: &CreateTableInput, kind: IndexKind, index: &IndexDefinition) -> Checked {
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
fn check_local_keys(input: &CreateTableInput, index: &IndexDefinition) -> Checked {
    let table_hash = &input.keys[0].name;
    let index_hash = &index.keys[0].name;
    let ranges = index.keys.iter().filter(|key| key.role == KeyRole::Sort).count();
    reject_if(ranges == 0, || CreateTableError::LocalIndexWithoutSortKey(index.name.clone()))?;
    reject_if(table_hash != index_hash, || CreateTableError::LocalIndexOtherHash {
        index: index.name.clone(),
        index_hash: index_hash.clone(),
        table_hash: table_hash.clone(),
    })?;
    reject_if(index.keys.len() > MAX_TABLE_KEYS, || {
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

fn check_listed_attributes(input: &CreateTableInput) -> Checked {
    let listed = all_indexes(input).map(|(_, i)| i.attributes.as_ref().map_or(0, Vec::len));
    let too_many = listed.sum::<usize>() > MAX_LISTED_ATTRIBUTES;
    reject_if(too_many, || CreateTableError::TooManyProjectedAttributes)
}

/// Every definition must be some key's.
fn check_used(input: &CreateTableInput) -> Checked {
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
