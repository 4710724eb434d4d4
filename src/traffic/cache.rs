//! A DAX item cache, for traffic: which reads never reach the table.
//!
//! Owns what is cached, for how long, and what goes first when it is full (the least recently
//! used). Refuses to know what items hold: here an item is its key.

use std::collections::{BTreeMap, HashMap};

use crate::model::Millis;

/// How long an item is kept unless told otherwise: five minutes.
pub const ITEM_TTL_MILLIS: u64 = 300_000;

/// Cached items by key.
#[derive(Debug, Clone)]
pub struct ItemCache {
    room: usize,
    ttl: u64,
    /// Until when each item may be served, and when it was used last.
    items: HashMap<[u8; 16], (u64, u64)>,
    /// Keys by last use, the longest unused first.
    by_use: BTreeMap<u64, [u8; 16]>,
    uses: u64,
}

impl ItemCache {
    /// A cache for so many items.
    pub fn new(room: usize, ttl: u64) -> Self {
        Self { room, ttl, items: HashMap::new(), by_use: BTreeMap::new(), uses: 0 }
    }

    /// Whether an eventually consistent read is served from here. A strongly consistent one must
    /// not ask.
    pub fn serves(&mut self, now: Millis, key: [u8; 16]) -> bool {
        let fresh = self.items.get(&key).is_some_and(|&(until, _)| now.0 < until);
        if fresh {
            self.touch(key);
        }
        fresh
    }

    /// Keeps what was read from the table, or written through to it.
    pub fn keep(&mut self, now: Millis, key: [u8; 16]) {
        if self.room == 0 {
            return;
        }
        if !self.items.contains_key(&key) && self.items.len() == self.room {
            self.evict();
        }
        // A TTL of zero means: until it has to make room.
        let until = if self.ttl == 0 { u64::MAX } else { now.0.saturating_add(self.ttl) };
        let used = self.items.get(&key).map_or(u64::MAX, |&(_, used)| used);
        self.items.insert(key, (until, used));
        self.touch(key);
    }

    fn touch(&mut self, key: [u8; 16]) {
        if let Some((_, used)) = self.items.get_mut(&key) {
            self.by_use.remove(used);
            *used = self.uses;
            self.by_use.insert(self.uses, key);
            self.uses += 1;
        }
    }

    fn evict(&mut self) {
        if let Some((_, key)) = self.by_use.pop_first() {
            self.items.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: u8) -> [u8; 16] {
        [name; 16]
    }

    #[test]
    fn an_item_is_served_until_its_time_is_over() {
        let mut cache = ItemCache::new(10, ITEM_TTL_MILLIS);
        assert!(!cache.serves(Millis(0), key(1)));
        cache.keep(Millis(0), key(1));
        assert!(cache.serves(Millis(299_999), key(1)));
        assert!(!cache.serves(Millis(300_000), key(1)));
    }

    #[test]
    fn what_was_not_used_for_longest_makes_room() {
        let mut cache = ItemCache::new(2, 0);
        cache.keep(Millis(0), key(1));
        cache.keep(Millis(0), key(2));
        assert!(cache.serves(Millis(1), key(1)));
        cache.keep(Millis(2), key(3));
        let served = [1, 2, 3].map(|name| cache.serves(Millis(u64::MAX - 1), key(name)));
        assert_eq!(served, [true, false, true]);
        assert_eq!(cache.by_use.len(), cache.items.len());
    }

    #[test]
    fn a_cache_without_room_keeps_nothing() {
        let mut cache = ItemCache::new(0, 0);
        cache.keep(Millis(0), key(1));
        assert!(!cache.serves(Millis(0), key(1)));
    }
}
