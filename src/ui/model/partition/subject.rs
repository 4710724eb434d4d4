//! What is cut into partitions: a table, or one of its global indexes.
//!
//! Owns its names, and the figures that a look at the engine gives of it.

use super::probe::key_text;
use super::segment::{Segment, segments};
use crate::capacity::TableOrIndex;
use crate::engine::inspect::Inspect;
use crate::model::{IndexKind, IndexName, KeyAttribute, PartitionHash, TableName};

/// A table, or one of its global indexes. A local index lives in its table's partitions.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TableOrGlobalIndex {
    /// The table.
    pub table: TableName,
    /// The index, if it is not the table itself.
    pub index: Option<IndexName>,
}

/// An item collection with many bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct LargeCollection {
    /// Its partition key.
    pub key: String,
    /// Where it lies.
    pub hash: PartitionHash,
    /// Its items.
    pub items: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// Whether any table holds an item.
pub fn has_items(inspect: &Inspect<'_>) -> bool {
    inspect.tables().iter().any(|table| table.items > 0)
}

impl TableOrGlobalIndex {
    /// Every table, each followed by its global indexes.
    pub fn all(inspect: &Inspect<'_>) -> Vec<Self> {
        let mut all = Vec::new();
        for table in inspect.tables() {
            let name = table.schema.name;
            all.push(Self { table: name.clone(), index: None });
            for index in table.indexes {
                if index.kind == IndexKind::Global {
                    all.push(Self { table: name.clone(), index: Some(index.name) });
                }
            }
        }
        all
    }

    /// What a request to this table or index goes to.
    pub fn from_table_or_index(table: &TableName, on: &TableOrIndex) -> Self {
        let index = match on {
            TableOrIndex::Global(index) => Some(index.clone()),
            TableOrIndex::Table | TableOrIndex::Local(_) => None,
        };
        Self { table: table.clone(), index }
    }

    /// The table or index that requests to it are charged on.
    pub fn table_or_index(&self) -> TableOrIndex {
        self.index.clone().map_or(TableOrIndex::Table, TableOrIndex::Global)
    }

    /// Its name in a menu.
    pub fn title(&self) -> String {
        match &self.index {
            Some(index) => format!("{index} (GSI of {})", self.table),
            None => format!("{} (table)", self.table),
        }
    }

    /// Its name in a sentence.
    pub fn words(&self) -> String {
        match &self.index {
            Some(index) => format!("the index {index}"),
            None => format!("the table {}", self.table),
        }
    }

    /// Its partition key attributes; none if it is gone.
    pub fn partition_key(&self, inspect: &Inspect<'_>) -> Vec<KeyAttribute> {
        let table = inspect.table(&self.table);
        let keys = table.and_then(|table| match &self.index {
            None => Some(table.schema.keys),
            Some(name) => {
                table.indexes.into_iter().find(|index| index.name == *name).map(|index| index.keys)
            }
        });
        keys.map(|keys| keys.partition).unwrap_or_default()
    }

    /// It cut into so many partitions.
    pub fn segments(&self, inspect: &Inspect<'_>, count: u32) -> Vec<Segment> {
        segments(&inspect.partitions(&self.table, self.index.as_ref(), count))
    }

    /// Its collections with the most bytes, largest first, so many at most.
    pub fn largest_collections(&self, inspect: &Inspect<'_>, most: usize) -> Vec<LargeCollection> {
        let largest = inspect.largest_collections(&self.table, self.index.as_ref(), most);
        let named = largest.into_iter().map(|collection| LargeCollection {
            key: key_text(&collection.key),
            hash: collection.hash,
            items: collection.items,
            bytes: collection.bytes,
        });
        named.collect()
    }
}
