//! Answers by key, each until its time is over, the least recently used first to make room.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::capacity::ReadUnits;
use crate::engine::{Millis, Output};
use crate::store::Row;

/// Bytes that an entry takes besides its items.
const ENTRY_BYTES: u64 = 100;

/// What is kept, and what it cost to read.
#[derive(Debug, Clone)]
pub(super) enum Cached {
    /// An item, or that there is none.
    Item(Option<Arc<Row>>, ReadUnits),
    /// The answer of a Query or Scan.
    Answer(Box<Output>, ReadUnits),
}

#[derive(Debug, Clone)]
struct Entry {
    cached: Cached,
    bytes: u64,
    until: u64,
    used: u64,
}

/// Answers by key.
#[derive(Debug, Clone)]
pub(super) struct Cache {
    entries: HashMap<Vec<u8>, Entry>,
    by_use: BTreeMap<u64, Vec<u8>>,
    room: u64,
    bytes: u64,
    uses: u64,
}

impl Cache {
    pub(super) fn new(room: u64) -> Self {
        Self { entries: HashMap::new(), by_use: BTreeMap::new(), room, bytes: 0, uses: 0 }
    }

    pub(super) fn set_room(&mut self, room: u64) {
        self.room = room;
        self.make_room();
    }

    /// The answer, while its time lasts.
    pub(super) fn get(&mut self, key: &[u8], now: Millis) -> Option<Cached> {
        // What is over goes when it is asked for, or to make room: there is no task that sweeps.
        if self.entries.get(key)?.until <= now.0 {
            self.remove(key);
            return None;
        }
        let used = self.next_use();
        let entry = self.entries.get_mut(key)?;
        let key = self.by_use.remove(&entry.used)?;
        self.by_use.insert(used, key);
        entry.used = used;
        Some(entry.cached.clone())
    }

    pub(super) fn keep(&mut self, key: Vec<u8>, cached: Cached, bytes: u64, until: u64) {
        self.remove(&key);
        let bytes = bytes + key.len() as u64 + ENTRY_BYTES;
        let used = self.next_use();
        self.by_use.insert(used, key.clone());
        self.entries.insert(key, Entry { cached, bytes, until, used });
        self.bytes += bytes;
        self.make_room();
    }

    /// How many entries there are, and their bytes.
    pub(super) fn size(&self) -> (usize, u64) {
        (self.entries.len(), self.bytes)
    }

    fn next_use(&mut self) -> u64 {
        self.uses += 1;
        self.uses
    }

    fn make_room(&mut self) {
        while self.bytes > self.room {
            let Some((_, key)) = self.by_use.pop_first() else { return };
            self.remove(&key);
        }
    }

    fn remove(&mut self, key: &[u8]) {
        if let Some(entry) = self.entries.remove(key) {
            self.by_use.remove(&entry.used);
            self.bytes -= entry.bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nothing() -> Cached {
        Cached::Item(None, ReadUnits::ZERO)
    }

    #[test]
    fn an_entry_ends_with_its_time() {
        let mut cache = Cache::new(1_000);
        cache.keep(vec![1], nothing(), 0, 500);
        assert!(cache.get(&[1], Millis(499)).is_some());
        assert!(cache.get(&[1], Millis(500)).is_none());
        assert_eq!(cache.size(), (0, 0));
    }

    #[test]
    fn what_was_not_used_for_longest_makes_room() {
        let mut cache = Cache::new(2 * (ENTRY_BYTES + 1));
        cache.keep(vec![1], nothing(), 0, u64::MAX);
        cache.keep(vec![2], nothing(), 0, u64::MAX);
        assert!(cache.get(&[1], Millis(0)).is_some());
        cache.keep(vec![3], nothing(), 0, u64::MAX);
        let served = [1, 2, 3].map(|key| cache.get(&[key], Millis(1)).is_some());
        assert_eq!(served, [true, false, true]);
        cache.set_room(0);
        assert_eq!((cache.size(), cache.by_use.len()), ((0, 0), 0));
    }
}
