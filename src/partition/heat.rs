//! How hot a partition is, and where a split would part its traffic.
//!
//! Owns the observation of one partition: the load of the current second, since when it is hot,
//! and a sample of the keys that were asked for since. Refuses to know what else the table holds.

use super::samples::KeySamples;
use crate::capacity::{Direction, Tokens};
use crate::model::Millis;

/// Thousandths of a partition's limit from which it counts as hot. The service publishes none.
pub const HOT_PERMILLE: u64 = 800;
/// Seconds that a partition is hot before it is split; "minutes" is all that the service says.
pub const HOT_SECONDS: u64 = 120;

/// One in so many requests leaves its key. A prime, so that no rhythm of the load hides a key.
const STRIDE: u32 = 7;
/// Bytes of a key that tell its collection: the hash of its partition key.
const COLLECTION_BYTES: usize = 8;
const SECOND: u64 = 1_000;

/// What was asked in one second, whether or not it was granted: what is refused is heat too.
#[derive(Debug, Clone, Copy, Default)]
struct Load {
    read: Tokens,
    write: Tokens,
    asked: u64,
    refused: u64,
}

/// What is observed of one partition.
#[derive(Debug, Clone, Default)]
pub struct Heat {
    /// The second that is being counted, and when it ends.
    second: u64,
    ends: u64,
    current: Load,
    /// The second before.
    last: Load,
    hot_since: Option<u64>,
    /// Requests until one leaves its key.
    until_next: u32,
    keys: KeySamples,
}

/// Why a partition is not split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unsplittable {
    /// All traffic, or all that is stored, is of one item.
    OneItem,
    /// Sort keys rise or fall with time, so all traffic is at the edge and would stay in one half.
    SequentialKeys,
    /// It is all of one collection, which a local index holds together.
    LocalIndex,
}

impl Load {
    fn permille(&self, direction: Direction) -> u64 {
        let tokens = match direction {
            Direction::Read => self.read,
            Direction::Write => self.write,
        };
        tokens.thousandths() / direction.partition_limit()
    }
}

impl Heat {
    /// Counts a request, whether or not it is granted.
    pub fn count(&mut self, now: Millis, direction: Direction, tokens: Tokens, key: &[u8]) {
        self.pass(now);
        match direction {
            Direction::Read => self.current.read += tokens,
            Direction::Write => self.current.write += tokens,
        }
        self.current.asked += 1;
        if self.hot_since.is_some() {
            self.sample(key);
        }
    }

    /// Notes that what was counted last is refused.
    pub fn refuse(&mut self) {
        self.current.refused += 1;
    }

    fn sample(&mut self, key: &[u8]) {
        if self.until_next == 0 {
            self.until_next = STRIDE;
            self.keys.push_newest(key);
        }
        self.until_next -= 1;
    }

    /// The load of the last whole second, in thousandths of what the partition serves.
    pub fn permille(&self) -> u64 {
        self.permille_of(Direction::Read) + self.permille_of(Direction::Write)
    }

    /// That of one direction.
    pub fn permille_of(&self, direction: Direction) -> u64 {
        self.last.permille(direction)
    }

    /// Requests of the last whole second, and those of them that were refused.
    pub fn asked_and_refused(&self) -> (u64, u64) {
        (self.last.asked, self.last.refused)
    }

    /// Whether it has been hot for so long that the partition should be split.
    pub fn is_sustained(&self) -> bool {
        self.hot_since.is_some_and(|since| self.second >= since + HOT_SECONDS)
    }

    /// Lets time pass.
    pub fn pass(&mut self, now: Millis) {
        if now.0 >= self.ends {
            self.end_second(now.0 / SECOND);
        }
    }

    fn end_second(&mut self, second: u64) {
        // Seconds without a request are cold.
        let gap = second > self.second + 1;
        self.last = if gap { Load::default() } else { self.current };
        self.hot_since = match self.permille() >= HOT_PERMILLE {
            true => self.hot_since.or(Some(self.second)),
            false => None,
        };
        if self.hot_since.is_none() {
            self.keys.clear();
        }
        self.current = Load::default();
        (self.second, self.ends) = (second, second.saturating_add(1).saturating_mul(SECOND));
    }

    /// The first key of the upper half, if parting there would part the traffic.
    pub fn split_point(&self, local_index: bool) -> Result<Box<[u8]>, Unsplittable> {
        let mut sorted: Vec<&[u8]> = self.keys.in_order().collect();
        sorted.sort_unstable();
        let (Some(first), Some(last)) = (sorted.first(), sorted.last()) else {
            return Err(Unsplittable::OneItem);
        };
        if first == last {
            return Err(Unsplittable::OneItem);
        }
        if collection(first) == collection(last) {
            if local_index {
                return Err(Unsplittable::LocalIndex);
            }
            if self.is_sequential() {
                return Err(Unsplittable::SequentialKeys);
            }
        }
        let point = middle(&sorted);
        let point = if local_index { collection(point) } else { point };
        if *point > **first { Ok(point.into()) } else { Err(Unsplittable::OneItem) }
    }

    /// Whether what was asked last lies beyond all that was asked before, by and large.
    fn is_sequential(&self) -> bool {
        let pairs = self.keys.in_order().zip(self.keys.in_order().skip(1));
        let (rising, falling) = pairs.fold((0, 0), |(up, down), (a, b)| {
            (up + usize::from(a < b), down + usize::from(a > b))
        });
        let count = self.keys.in_order().count();
        let most = count.saturating_sub(1) * 9 / 10;
        count > 8 && (rising > most || falling > most)
    }
}

/// The key that parts the sample most evenly: a key above the first of them.
fn middle<'a>(sorted: &[&'a [u8]]) -> &'a [u8] {
    let half = sorted.len() / 2;
    let above = |at: usize| sorted[at] > sorted[0];
    // The hottest key may fill the lower half and more; then the first key above it.
    let at = (half..sorted.len()).find(|&at| above(at) && sorted[at] > sorted[at - 1]);
    let below = || (1..=half).rev().find(|&at| above(at) && sorted[at] > sorted[at - 1]);
    sorted[at.or_else(below).unwrap_or(sorted.len() - 1)]
}

/// The part of a key that all of its collection share.
pub fn collection(key: &[u8]) -> &[u8] {
    &key[..key.len().min(COLLECTION_BYTES)]
}
