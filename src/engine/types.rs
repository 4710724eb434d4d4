//! The vocabulary that requests, answers and errors share.
//!
//! Owns small types that belong to no single operation. Refuses to know which operation uses them.

use std::sync::Arc;

use crate::capacity::TableOrIndex;
use crate::expression::ProjectionPaths;
use crate::model::{Item, PartitionHash, TableName};
use crate::partition::HashRange;
use crate::store::Row;

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

/// What a write shows of the item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReturnValues {
    /// Nothing.
    #[default]
    None,
    /// The whole item before.
    AllOld,
    /// What the update names, before. UpdateItem only.
    UpdatedOld,
    /// The whole item after. UpdateItem only.
    AllNew,
    /// What the update names, after. UpdateItem only.
    UpdatedNew,
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

/// `TableStatus`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableStatus {
    /// It cannot be used yet. `CREATING` on the wire.
    Creating,
    /// In use.
    Active,
    /// In use, while a setting changes or an index comes or goes.
    Updating,
    /// Going.
    Deleting,
}

/// `IndexStatus` of a global index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexStatus {
    /// It cannot be read yet.
    Creating,
    /// In use.
    Active,
    /// In use, while its throughput changes.
    Updating,
    /// Going.
    Deleting,
}

/// A table's class: whether storage or requests are the cheaper part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum TableClass {
    /// `STANDARD`
    #[default]
    #[n(0)]
    Standard,
    /// `STANDARD_INFREQUENT_ACCESS`
    #[n(1)]
    InfrequentAccess,
}

/// An item in an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The item as stored.
    Whole(Arc<Row>),
    /// Some of its attributes.
    Part(Item),
}

impl Found {
    /// The row, or what the projection shows of it.
    pub(crate) fn project(row: &Arc<Row>, projection: Option<&ProjectionPaths>) -> Self {
        match projection {
            None => Found::Whole(row.clone()),
            Some(paths) => Found::Part(paths.apply(row.item())),
        }
    }

    /// The row, if nothing was left out of it.
    pub fn whole(&self) -> Option<&Arc<Row>> {
        match self {
            Found::Whole(row) => Some(row),
            Found::Part(_) => None,
        }
    }

    /// The attributes.
    pub fn item(&self) -> &Item {
        match self {
            Found::Whole(row) => row.item(),
            Found::Part(item) => item,
        }
    }
}

/// A part of a table's or an index's hash space that a request went to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// The table.
    pub table: TableName,
    /// The table itself or one of its indexes; each has a hash space of its own.
    pub on: TableOrIndex,
    /// Which hashes.
    pub hashes: TouchedHashes,
}

/// Which hashes a request went to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TouchedHashes {
    /// These, in ascending order, each once.
    Some(Vec<PartitionHash>),
    /// All in the range that a scan's page walked.
    Range(HashRange),
}

impl TouchedHashes {
    /// These hashes, sorted, each once.
    pub fn from_hashes(mut hashes: Vec<PartitionHash>) -> Self {
        hashes.sort_unstable();
        hashes.dedup();
        TouchedHashes::Some(hashes)
    }
}
