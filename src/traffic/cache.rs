//! A DAX item cache, for traffic: which reads never reach the table.
//!
//! Owns what is cached, for how long, and what is evicted when the cache is full: the least recently
//! used item (Developer Guide, *DAX: How it works*). Items are numbers, and a few low bits of them find
//! their line. Refuses to know what they hold.

use crate::model::Millis;

/// The default TTL of an item in a DAX cluster: five minutes.
pub const ITEM_TTL_MILLIS: u64 = 300_000;

const NONE: u32 = u32::MAX;

/// A cached item, in a doubly linked list in the order of use.
#[derive(Debug, Clone, Copy)]
struct Line {
    item: u64,
    until: u64,
    older: u32,
    newer: u32,
}

const EMPTY: Line = Line { item: u64::MAX, until: 0, older: NONE, newer: NONE };

/// Cached items.
#[derive(Debug, Clone)]
pub struct ItemCache {
    room: usize,
    ttl: u64,
    /// A power of two of them. Items that would share a line are never requested at the same time.
    lines: Vec<Line>,
    count: usize,
    oldest: u32,
    newest: u32,
}

impl ItemCache {
    /// A cache with room for `room` of `items` items.
    pub fn new(room: usize, ttl: u64, items: usize) -> Self {
        let lines = vec![EMPTY; items.next_power_of_two()];
        Self { room, ttl, lines, count: 0, oldest: NONE, newest: NONE }
    }

    /// Whether an eventually consistent read is served from the cache. A strongly consistent read goes
    /// past it.
    pub fn serves(&mut self, now: Millis, item: u64) -> bool {
        let at = self.line_of(item);
        let line = &self.lines[at as usize];
        let fresh = line.item == item && now.0 < line.until;
        if fresh && at != self.newest {
            self.unlink(at);
            self.link(at);
        }
        fresh
    }

    /// Caches what was read from the table, or written through to it.
    pub fn keep(&mut self, now: Millis, item: u64) {
        if self.room == 0 {
            return;
        }
        let at = self.line_of(item);
        if self.lines[at as usize].item != EMPTY.item {
            self.unlink(at);
        } else if self.count == self.room {
            self.evict();
        } else {
            self.count += 1;
        }
        // A TTL of zero means: until it is evicted.
        let until = if self.ttl == 0 { u64::MAX } else { now.0.saturating_add(self.ttl) };
        self.lines[at as usize] = Line { item, until, ..EMPTY };
        self.link(at);
    }

    fn line_of(&self, item: u64) -> u32 {
        item as u32 & (self.lines.len() - 1) as u32
    }

    fn evict(&mut self) {
        let at = self.oldest;
        self.unlink(at);
        self.lines[at as usize] = EMPTY;
    }

    fn unlink(&mut self, at: u32) {
        let Line { older, newer, .. } = self.lines[at as usize];
        match older {
            NONE => self.oldest = newer,
            older => self.lines[older as usize].newer = newer,
        }
        match newer {
            NONE => self.newest = older,
            newer => self.lines[newer as usize].older = older,
        }
    }

    /// Puts a line that is in no list at the end of the most recently used.
    fn link(&mut self, at: u32) {
        let line = &mut self.lines[at as usize];
        (line.older, line.newer) = (self.newest, NONE);
        match self.newest {
            NONE => self.oldest = at,
            newest => self.lines[newest as usize].newer = at,
        }
        self.newest = at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_served_until_its_time_is_over() {
        let mut cache = ItemCache::new(10, ITEM_TTL_MILLIS, 16);
        assert!(!cache.serves(Millis(0), 1));
        cache.keep(Millis(0), 1);
        assert!(cache.serves(Millis(299_999), 1));
        assert!(!cache.serves(Millis(300_000), 1));
    }

    #[test]
    fn what_was_not_used_for_longest_makes_room() {
        let mut cache = ItemCache::new(2, 0, 16);
        cache.keep(Millis(0), 1);
        cache.keep(Millis(0), 2);
        assert!(cache.serves(Millis(1), 1));
        cache.keep(Millis(2), 3);
        let served = [1, 2, 3].map(|item| cache.serves(Millis(u64::MAX - 1), item));
        assert_eq!(served, [true, false, true]);
    }

    #[test]
    fn an_item_in_the_line_of_another_is_another() {
        let mut cache = ItemCache::new(2, 0, 16);
        cache.keep(Millis(0), 1);
        assert!(!cache.serves(Millis(0), 17));
        cache.keep(Millis(0), 17);
        assert!(cache.serves(Millis(0), 17) && !cache.serves(Millis(0), 1));
    }

    #[test]
    fn a_cache_without_room_keeps_nothing() {
        let mut cache = ItemCache::new(0, 0, 16);
        cache.keep(Millis(0), 1);
        assert!(!cache.serves(Millis(0), 1));
    }

    /// Against a list that is moved about in the plainest way.
    #[test]
    fn it_does_as_a_plain_list_does() {
        let (mut cache, mut plain) = (ItemCache::new(5, 0, 16), Vec::new());
        let mut random = crate::model::random::SplitMix64::new(3);
        for _ in 0..2_000 {
            let item = random.below(16);
            let known = plain.iter().position(|kept| *kept == item).map(|at| plain.remove(at));
            if random.percent(50) {
                assert_eq!(cache.serves(Millis(0), item), known.is_some());
                plain.extend(known);
            } else {
                cache.keep(Millis(0), item);
                if known.is_none() && plain.len() == 5 {
                    plain.remove(0);
                }
                plain.push(item);
            }
        }
    }
}
