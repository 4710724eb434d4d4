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

#[cfg(test)]
impl Row {
    /// A row of this size, for tests of what is made of sizes.
    pub fn with_size(bytes: u32) -> std::sync::Arc<Self> {
        let name = crate::model::AttributeName::parse("a").expect("a name");
        let text = |bytes: u32| crate::model::Value::text(&"x".repeat(bytes as usize - 1));
        let pair = (bytes > 0).then(|| (name, text(bytes)));
        std::sync::Arc::new(Self::new(pair.into_iter().collect()))
    }
}
