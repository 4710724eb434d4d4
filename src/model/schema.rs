//! The shape of tables and indexes: key attributes, projections, billing mode.
//!
//! Owns how a key is taken from an item. Refuses to know how schemas are asked for on the wire.

use super::item::Item;
use super::key::{KeyError, KeyRole, KeyScalar, KeyTuple};
use super::name::{AttributeName, IndexName, TableName};
use super::value::ValueType;

/// A type that key attributes may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum ScalarType {
    S,
    N,
    B,
}

impl ScalarType {
    /// The same among the ten types.
    pub fn value_type(self) -> ValueType {
        match self {
            ScalarType::S => ValueType::S,
            ScalarType::N => ValueType::N,
            ScalarType::B => ValueType::B,
        }
    }
}

/// A key attribute: its name and its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyAttribute {
    /// The attribute's name.
    pub name: AttributeName,
    /// The attribute's type.
    pub kind: ScalarType,
}

/// The key attributes of a table or index, in order. A table has one partition key attribute and
/// at most one sort key attribute; a GSI up to four of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeySchema {
    /// Partition key attributes, at least one.
    pub partition: Vec<KeyAttribute>,
    /// Sort key attributes.
    pub sort: Vec<KeyAttribute>,
}

impl KeySchema {
    /// All key attributes, partition before sort.
    pub fn attributes(&self) -> impl Iterator<Item = &KeyAttribute> {
        self.partition.iter().chain(&self.sort)
    }

    /// Whether the attribute is part of the key.
    pub fn contains(&self, name: &str) -> bool {
        self.attributes().any(|attribute| attribute.name.as_str() == name)
    }

    /// The key of an item, or the first key attribute that keeps it from having one.
    pub fn key_of(&self, item: &Item) -> Result<KeyTuple, (AttributeName, KeyError)> {
        Ok(KeyTuple {
            partition: scalars(&self.partition, KeyRole::Partition, item)?,
            sort: scalars(&self.sort, KeyRole::Sort, item)?,
        })
    }

    /// The key attributes of an item, alone: what `Key` and `LastEvaluatedKey` hold.
    pub fn project(&self, item: &Item) -> Item {
        self.attributes()
            .filter_map(|a| item.get(a.name.as_str()).map(|v| (a.name.clone(), v.clone())))
            .collect()
    }
}

fn scalars(
    attributes: &[KeyAttribute],
    role: KeyRole,
    item: &Item,
) -> Result<Vec<KeyScalar>, (AttributeName, KeyError)> {
    let scalar = |attribute: &KeyAttribute| match item.get(attribute.name.as_str()) {
        Some(value) => KeyScalar::of(value, attribute.kind, role),
        None => Err(KeyError::Missing),
    };
    attributes.iter().map(|a| scalar(a).map_err(|e| (a.name.clone(), e))).collect()
}

/// Which attributes an index copies besides the keys of the table and its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Projection {
    /// Every attribute.
    All,
    /// The keys alone.
    KeysOnly,
    /// The keys and these.
    Include(Vec<AttributeName>),
}

/// Local indexes share the table's partition key and capacity; global ones have their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexKind {
    /// LSI.
    Local,
    /// GSI.
    Global,
}

/// Provisioned capacity units per second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Throughput {
    /// Read capacity units, at least 1.
    pub read: u64,
    /// Write capacity units, at least 1.
    pub write: u64,
}

/// How a table is billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BillingMode {
    /// By capacity units set in advance.
    Provisioned(Throughput),
    /// By request (on-demand).
    PayPerRequest,
}

/// A secondary index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexSchema {
    /// Unique among the indexes of the table.
    pub name: IndexName,
    /// Local or global.
    pub kind: IndexKind,
    /// The index's own key attributes.
    pub keys: KeySchema,
    /// What is copied besides keys.
    pub projection: Projection,
    /// A global index's own capacity, on a provisioned table.
    pub throughput: Option<Throughput>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableSchema {
    /// The table's name.
    pub name: TableName,
    /// The primary key.
    pub keys: KeySchema,
    /// Its secondary indexes: local ones first, then global ones, each as given.
    pub indexes: Vec<IndexSchema>,
    /// How it is billed.
    pub billing: BillingMode,
}

impl TableSchema {
    /// The index with this name.
    pub fn index(&self, name: &str) -> Option<&IndexSchema> {
        self.indexes.iter().find(|index| index.name.as_str() == name)
    }
}
