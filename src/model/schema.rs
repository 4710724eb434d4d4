//! The shape of tables and indexes: key attributes, projections, billing mode.
//!
//! Owns how a key is taken from an item. Refuses to know how schemas are asked for on the wire.

use super::item::Item;
use super::key::{KeyError, KeyPart, KeyRole, KeyScalar, KeyTuple};
use super::keycode::{KeyBytes, KeyWriter};
use super::name::{AttributeName, IndexName, TableName};
use super::value::ValueType;

/// A type that key attributes may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
#[allow(missing_docs)]
#[cbor(index_only)]
pub enum ScalarType {
    #[n(0)]
    S,
    #[n(1)]
    N,
    #[n(2)]
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
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct KeyAttribute {
    /// The attribute's name.
    #[n(0)]
    pub name: AttributeName,
    /// The attribute's type.
    #[n(1)]
    pub kind: ScalarType,
}

/// The key attributes of a table or index, in order. A table has one partition key attribute and
/// at most one sort key attribute; a GSI up to four of each.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct KeySchema {
    /// Partition key attributes, at least one.
    #[n(0)]
    pub partition: Vec<KeyAttribute>,
    /// Sort key attributes.
    #[n(1)]
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

    /// The same key as bytes, without taking its values out of the item.
    pub fn encode(&self, item: &Item) -> Result<KeyBytes, (AttributeName, KeyError)> {
        let mut key = KeyWriter::new();
        each_part(&self.partition, KeyRole::Partition, item, |part| key.push(part))?;
        key.end_partition();
        each_part(&self.sort, KeyRole::Sort, item, |part| key.push(part))?;
        Ok(key.finish())
    }

    /// Whether two items have the same values for all key attributes, or lack the same.
    pub fn agree(&self, one: &Item, other: &Item) -> bool {
        self.attributes().all(|a| one.get(a.name.as_str()) == other.get(a.name.as_str()))
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
    let mut scalars = Vec::with_capacity(attributes.len());
    each_part(attributes, role, item, |part| scalars.push(part.into()))?;
    Ok(scalars)
}

/// Takes the value of one key attribute after the other.
fn each_part<'a>(
    attributes: &[KeyAttribute],
    role: KeyRole,
    item: &'a Item,
    mut take: impl FnMut(KeyPart<'a>),
) -> Result<(), (AttributeName, KeyError)> {
    for attribute in attributes {
        let value = item.get(attribute.name.as_str()).ok_or(KeyError::Missing);
        let part = value.and_then(|value| KeyPart::from_value(value, attribute.kind, role));
        take(part.map_err(|error| (attribute.name.clone(), error))?);
    }
    Ok(())
}

/// Which attributes an index copies besides the keys of the table and its own.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub enum Projection {
    /// Every attribute.
    #[n(0)]
    All,
    /// The keys alone.
    #[n(1)]
    KeysOnly,
    /// The keys and these.
    #[n(2)]
    Include(#[n(0)] Vec<AttributeName>),
}

/// Local indexes share the table's partition key and capacity; global ones have their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum IndexKind {
    /// LSI.
    #[n(0)]
    Local,
    /// GSI.
    #[n(1)]
    Global,
}

/// Provisioned capacity units per second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct Throughput {
    /// Read capacity units, at least 1.
    #[n(0)]
    pub read: u64,
    /// Write capacity units, at least 1.
    #[n(1)]
    pub write: u64,
}

/// How a table is billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub enum BillingMode {
    /// By capacity units set in advance.
    #[n(0)]
    Provisioned(#[n(0)] Throughput),
    /// By request (on-demand).
    #[n(1)]
    PayPerRequest,
}

/// A secondary index.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct IndexSchema {
    /// Unique among the indexes of the table.
    #[n(0)]
    pub name: IndexName,
    /// Local or global.
    #[n(1)]
    pub kind: IndexKind,
    /// The index's own key attributes.
    #[n(2)]
    pub keys: KeySchema,
    /// What is copied besides keys.
    #[n(3)]
    pub projection: Projection,
    /// A global index's own capacity, on a provisioned table.
    #[n(4)]
    pub throughput: Option<Throughput>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct TableSchema {
    /// The table's name.
    #[n(0)]
    pub name: TableName,
    /// The primary key.
    #[n(1)]
    pub keys: KeySchema,
    /// Its secondary indexes: local ones first, then global ones, each as given.
    #[n(2)]
    pub indexes: Vec<IndexSchema>,
    /// How it is billed.
    #[n(3)]
    pub billing: BillingMode,
}

impl TableSchema {
    /// The index with this name.
    pub fn index(&self, name: &str) -> Option<&IndexSchema> {
        self.indexes.iter().find(|index| index.name.as_str() == name)
    }
}
