//! CreateTable: checks every rule of a table's shape.

use super::capacity_rules::{self, GivenUnits, Subject};
use super::create_rules::{all_indexes, check};
use crate::engine::control::{
    Control, ControlError, Encryption, InUse, PendingChange, TableClass, Tag,
};
use crate::engine::plan::{Effect, Plan, Planned};
use crate::engine::tables::TableEntry;
use crate::engine::{
    Engine, EngineError, StreamSpecification, TableDescription, TableStatus, TableStreams,
};
use crate::model::key::KeyRole;
use crate::model::{
    AttributeName, BillingMode, IndexKind, IndexName, IndexSchema, KeyAttribute, KeySchema,
    Projection, ScalarType, TableName, TableSchema, Throughput,
};
use crate::store::Table;

/// What CreateTable is asked.
#[derive(Debug, Clone)]
pub struct Input {
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

/// A `ProjectionType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProjectionKind {
    /// `ALL`
    All,
    /// `KEYS_ONLY`
    KeysOnly,
    /// `INCLUDE`
    Include,
}

/// What CreateTable answers.
#[derive(Debug, Clone)]
pub struct Output {
    /// The table, in CREATING.
    pub description: TableDescription,
}

pub(crate) fn plan(engine: &Engine, input: Input) -> Planned {
    check(&input).map_err(EngineError::CreateTable)?;
    let schema = schema(&input);
    let mut control = control(engine, &input, &schema).map_err(EngineError::Control)?;
    match engine.tables.get(&input.table).map(|entry| entry.control.status()) {
        None => {}
        Some(TableStatus::Creating) => {
            return Err(EngineError::Control(InUse::Created(input.table).into()).into());
        }
        Some(_) => return Err(EngineError::TableExists(input.table).into()),
    }
    let now = engine.now();
    control.begin(PendingChange::Created, now, engine.durations.create_table);
    let stream = match input.stream {
        Some(StreamSpecification::Enabled(view)) => Some(engine.new_stream(&schema, view)),
        Some(StreamSpecification::Disabled) | None => None,
    };
    let streams = TableStreams::beginning_with(stream);
    let mut description = control.describe(schema.clone(), None, streams.summary(), now);
    hide_warmth(&mut description, &input);
    let entry = TableEntry { store: Table::new(schema), control, streams };
    let plan = Plan::free(super::Output::CreateTable(Output { description }));
    Ok(plan.with_effect(Effect::Create(input.table, Box::new(entry))))
}

/// The settings of a request that has passed every check of its shape.
fn control(engine: &Engine, input: &Input, schema: &TableSchema) -> Result<Control, ControlError> {
    let (now, number) = (engine.now(), engine.tables.next_number());
    let mut control = Control::new(schema, input.definitions.clone(), now, number);
    capacity_rules::begin(&mut control.capacity, schema.billing, Subject::of_new_table(input))?;
    for index in input.global.iter().flatten() {
        let subject = Subject::of_new_index(index);
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
fn hide_warmth(description: &mut TableDescription, input: &Input) {
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
fn schema(input: &Input) -> TableSchema {
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
