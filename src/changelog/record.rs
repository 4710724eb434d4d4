//! One change of one item.
//!
//! Owns the shape of a record, and what of it a view shows. Refuses to know which stream it is in.

use std::sync::Arc;

pub use crate::model::Millis;

use super::stream::ViewType;
use crate::model::size::item_size;
use crate::model::{Item, PartitionHash, TableName};
use crate::store::Row;

/// What happened to the item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChangeKind {
    /// It did not exist before.
    Insert,
    /// It existed and is different now.
    Modify,
    /// It exists no more.
    Remove,
}

/// Who made a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Origin {
    /// A request.
    #[default]
    Request,
    /// The service, because the item had expired. A stream tells it apart by its identity:
    /// `{"PrincipalId": "dynamodb.amazonaws.com", "Type": "Service"}`.
    Expiry,
}

/// One change of one item. Writing the same item again leaves none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRecord {
    /// Its place in the log, ascending.
    pub sequence: u64,
    /// The table of the item.
    pub table: TableName,
    /// The key attributes.
    pub key: Item,
    /// The hash of the partition key.
    pub hash: PartitionHash,
    /// What happened.
    pub kind: ChangeKind,
    /// The item before.
    pub old: Option<Arc<Row>>,
    /// The item after.
    pub new: Option<Arc<Row>>,
    /// When, by the engine's clock.
    pub at: Millis,
    /// Who made it.
    pub origin: Origin,
    /// Whether a stream shows it.
    pub streamed: bool,
}

impl ChangeRecord {
    /// The images before and after that a view shows.
    pub fn images(&self, view: ViewType) -> (Option<&Arc<Row>>, Option<&Arc<Row>>) {
        let old = self.old.as_ref().filter(|_| view.shows_old());
        (old, self.new.as_ref().filter(|_| view.shows_new()))
    }

    /// The bytes of the key and of the images that a view shows.
    pub fn bytes(&self, view: ViewType) -> u64 {
        let (old, new) = self.images(view);
        let images = old.into_iter().chain(new).map(|row| u64::from(row.size()));
        item_size(&self.key) as u64 + images.sum::<u64>()
    }
}
