//! CreateTable: checks every rule of a table's shape.

use super::create_rules::{all_indexes, check};
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
    pub definitions: Vec<(AttributeName, ScalarType)>,
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
}

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
    if engine.tables.get(&input.table).is_some() {
        return Err(EngineError::TableExists(input.table).into());
    }
    let schema = schema(&input);
    let stream = match input.stream {
        Some(StreamSpecification::Enabled(view)) => Some(engine.new_stream(&schema, view)),
        Some(StreamSpecification::Disabled) | None => None,
    };
    let entry = TableEntry {
        store: Table::new(schema),
        streams: TableStreams::beginning_with(stream),
        definitions: input.definitions,
        created: engine.now(),
        number: engine.tables.next_number(),
    };
    let description = entry.describe(TableStatus::Creating);
    let plan = Plan::free(super::Output::CreateTable(Output { description }));
    Ok(plan.with_effect(Effect::Create(input.table, Box::new(entry))))
}

/// The schema of a request that has passed every check.
fn schema(input: &Input) -> TableSchema {
    TableSchema {
        name: input.table.clone(),
        keys: key_schema(input, &input.keys),
        indexes: all_indexes(input).map(|(kind, index)| index_schema(input, kind, index)).collect(),
        billing: input.throughput.map_or(BillingMode::PayPerRequest, BillingMode::Provisioned),
    }
}

fn key_schema(input: &Input, keys: &[KeyElement]) -> KeySchema {
    let of = |role: KeyRole| {
        let elements = keys.iter().filter(move |key| key.role == role);
        elements.filter_map(|key| typed(input, &key.name)).collect()
    };
    KeySchema { partition: of(KeyRole::Partition), sort: of(KeyRole::Sort) }
}

fn typed(input: &Input, name: &AttributeName) -> Option<KeyAttribute> {
    let (_, kind) = input.definitions.iter().find(|(defined, _)| defined == name)?;
    Some(KeyAttribute { name: name.clone(), kind: *kind })
}

fn index_schema(input: &Input, kind: IndexKind, index: &IndexDefinition) -> IndexSchema {
    IndexSchema {
        name: index.name.clone(),
        kind,
        keys: key_schema(input, &index.keys),
        projection: projection(index),
        throughput: index.throughput,
    }
}

fn projection(index: &IndexDefinition) -> Projection {
    match index.projection {
        Some(ProjectionKind::Include) => {
            Projection::Include(index.attributes.clone().unwrap_or_default())
        }
        Some(ProjectionKind::All) => Projection::All,
        Some(ProjectionKind::KeysOnly) | None => Projection::KeysOnly,
    }
}
