//! What a run remembers of items: when each was written last, and how large item collections are.
//!
//! Owns telling new items from known ones, reads that come too early for a lagging replica, and the
//! 10 GB limit of a collection that a local index holds together. Refuses to know what is in them.

use super::pattern::{DrawnKey, Keys};
use crate::model::Millis;
use crate::partition::PARTITION_BYTES;

/// Items of a run, found by the low bits of their numbers.
#[derive(Debug, Clone)]
pub struct Items {
    /// For each slot which item it is of, and the millisecond after it was written, zero if it was not.
    /// A power of two of them; items that share a slot are never requested at the same time.
    written: Vec<(u64, u64)>,
    /// Bytes of each collection, where they are limited.
    collections: Vec<u64>,
    /// Whether a local index limits collections.
    limited: bool,
}

/// What a write comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Growth {
    /// It replaces an item by one of the same size.
    None,
    /// It stores a new item.
    New,
    /// It would make its collection larger than a local index allows.
    Full {
        /// Whether it is the first that would.
        first: bool,
    },
}

/// Stands for the size of a collection that has rejected an insert.
const KNOWN_TO_BE_FULL: u64 = u64::MAX;

impl Items {
    /// No items yet.
    pub fn new(keys: &Keys, local_index: bool) -> Self {
        let collections = if local_index { keys.collections() } else { 0 };
        Self {
            written: vec![(0, 0); keys.items().next_power_of_two()],
            collections: vec![0; collections],
            limited: local_index,
        }
    }

    /// What a write of this many bytes would come to.
    pub fn growth(&mut self, key: DrawnKey, bytes: u64) -> Growth {
        if self.written_at(key).is_some() {
            return Growth::None;
        }
        if !self.limited {
            return Growth::New;
        }
        let before = self.collections.get_mut(key.partition as usize);
        let size = before.as_ref().map_or(0, |size| **size);
        if size.saturating_add(bytes) <= PARTITION_BYTES {
            return Growth::New;
        }
        if let Some(before) = before {
            *before = KNOWN_TO_BE_FULL;
        }
        Growth::Full { first: size != KNOWN_TO_BE_FULL }
    }

    /// Notes that an item was written, and how many bytes that adds.
    pub fn write(&mut self, now: Millis, key: DrawnKey, new_bytes: u64) {
        let slot = self.slot(key);
        self.written[slot] = (key.item, now.0 + 1);
        if let Some(size) = self.collections.get_mut(key.partition as usize) {
            *size += new_bytes;
        }
    }

    /// Whether a replica that is `lag` milliseconds behind lacks the last write of the item.
    pub fn is_ahead_of(&self, now: Millis, key: DrawnKey, lag: u64) -> bool {
        self.written_at(key).is_some_and(|at| now.0.saturating_sub(at) < lag)
    }

    fn written_at(&self, key: DrawnKey) -> Option<u64> {
        let (item, after) = self.written[self.slot(key)];
        if item == key.item { after.checked_sub(1) } else { None }
    }

    fn slot(&self, key: DrawnKey) -> usize {
        key.item as usize & (self.written.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::super::pattern::Pattern;
    use super::*;

    const GB: u64 = 1 << 30;

    fn key(item: u64) -> DrawnKey {
        DrawnKey { partition: 0, sort: item, item }
    }

    fn items(local_index: bool) -> Items {
        Items::new(&Keys::new(Pattern::RisingSortKey), local_index)
    }

    #[test]
    fn an_item_is_new_once() {
        let mut items = items(false);
        assert_eq!(items.growth(key(5), 9 * GB), Growth::New);
        items.write(Millis(0), key(5), 9 * GB);
        assert_eq!(items.growth(key(5), 9 * GB), Growth::None);
        assert_eq!(items.growth(key(6), 9 * GB), Growth::New);
    }

    #[test]
    fn a_local_index_limits_a_collection() {
        let mut items = items(true);
        items.write(Millis(0), key(5), 9 * GB);
        assert_eq!(items.growth(key(6), GB), Growth::New);
        assert_eq!(items.growth(key(6), 2 * GB), Growth::Full { first: true });
        assert_eq!(items.growth(key(7), 2 * GB), Growth::Full { first: false });
        assert_eq!(items.growth(key(5), 2 * GB), Growth::None, "what is there may be replaced");
    }

    #[test]
    fn a_replica_lacks_what_was_written_within_its_lag() {
        let mut items = items(false);
        assert!(!items.is_ahead_of(Millis(0), key(5), 100));
        items.write(Millis(0), key(5), 1);
        let ahead = [0, 99, 100].map(|at| items.is_ahead_of(Millis(at), key(5), 100));
        assert_eq!(ahead, [true, true, false]);
        assert!(!items.is_ahead_of(Millis(0), key(5 + super::super::pattern::NEWEST), 100));
    }
}
