//! Item collections: runs of neighbouring rows with the same partition key.
//!
//! Owns grouping in one pass without copying keys. Refuses to know partitions.

use std::collections::btree_map::Range;
use std::iter::Peekable;
use std::sync::Arc;

use super::CollectionView;
use crate::model::keycode::KeyRange;
use crate::model::{Item, KeyBytes, KeySchema, PartitionHash, Value};
use crate::store::{Row, Tree};

/// One collection. Its key stays inside its first item until a view needs it.
pub(super) struct Collection<'a> {
    keys: &'a KeySchema,
    first: &'a Item,
    pub(super) hash: PartitionHash,
    pub(super) items: u64,
    pub(super) bytes: u64,
}

impl Collection<'_> {
    fn view(&self) -> CollectionView {
        CollectionView {
            key: values(self.keys, self.first).cloned().collect(),
            hash: self.hash,
            items: self.items,
            bytes: self.bytes,
        }
    }
}

/// The partition key values of a row, which has all of them.
fn values<'a>(keys: &'a KeySchema, item: &'a Item) -> impl Iterator<Item = &'a Value> {
    keys.partition.iter().filter_map(|attribute| item.get(attribute.name.as_str()))
}

/// The collections of a tree in storage order.
pub(super) struct Collections<'a> {
    keys: &'a KeySchema,
    rows: Peekable<Range<'a, KeyBytes, Arc<Row>>>,
}

impl<'a> Collections<'a> {
    /// Groups the rows of the tree.
    pub(super) fn new(keys: &'a KeySchema, tree: &'a Tree) -> Self {
        Self { keys, rows: tree.range(&KeyRange::all()).peekable() }
    }
}

impl<'a> Iterator for Collections<'a> {
    type Item = Collection<'a>;

    fn next(&mut self) -> Option<Collection<'a>> {
        let (key, row) = self.rows.next()?;
        let bytes = u64::from(row.size());
        let mut collection =
            Collection { keys: self.keys, first: row.item(), hash: key.hash(), items: 1, bytes };
        let prefix = key.collection(&self.keys.partition);
        while let Some((_, row)) = self.rows.next_if(|(key, _)| key.as_bytes().starts_with(prefix))
        {
            collection.items += 1;
            collection.bytes += u64::from(row.size());
        }
        Some(collection)
    }
}

/// Inserts the collection among the largest by bytes, of which at most `top` are kept.
pub(super) fn keep_largest(
    largest: &mut Vec<CollectionView>,
    collection: &Collection<'_>,
    top: usize,
) {
    let at = largest.partition_point(|kept| kept.bytes >= collection.bytes);
    if at < top {
        largest.insert(at, collection.view());
        largest.truncate(top);
    }
}
