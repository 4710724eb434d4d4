//! A stored item with its size, which is worked out once.

use crate::model::Item;
use crate::model::size::item_size;

/// An item, or what an index holds of one, and its size. Never changed once made; shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    item: Item,
    size: u32,
}

impl Row {
    /// The item with its size.
    pub fn new(item: Item) -> Self {
        let size = u32::try_from(item_size(&item)).unwrap_or(u32::MAX);
        Self { item, size }
    }

    /// The item.
    pub fn item(&self) -> &Item {
        &self.item
    }

    /// The size of the item in bytes.
    pub fn size(&self) -> u32 {
        self.size
    }
}
