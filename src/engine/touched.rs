//! Where in the hash space a request went.

use crate::capacity::TableOrIndex;
use crate::model::{PartitionHash, TableName};
use crate::partition::HashRange;

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
    pub fn of(mut hashes: Vec<PartitionHash>) -> Self {
        hashes.sort_unstable();
        hashes.dedup();
        TouchedHashes::Some(hashes)
    }
}
