//! How hot a partition is, and where a split would part its traffic.
//!
//! Owns the observation of one partition: the load of the current second, since when it is hot,
//! and a sample of the keys that were asked for. Refuses to know what else the table holds.

use std::collections::VecDeque;

use crate::capacity::{Direction, Tokens};
use crate::model::Millis;
use crate::model::sorting::sort_by;

/// Thousandths of a partition's limit from which it counts as hot. The service publishes none.
pub const HOT_PERMILLE: u64 = 800;
/// Seconds that a partition is hot before it is split; "minutes" is all that the service says.
pub const HOT_SECONDS: u64 = 120;

/// Keys that are remembered.
const SAMPLE: usize = 64;
/// One in so many requests leaves its key. A prime, so that no rhythm of the load hides a key.
const STRIDE: u64 = 7;
/// Bytes of a key that tell its collection: the hash of its partition key.
const COLLECTION_BYTES: usize = 8;

/// What is observed of one partition.
#[derive(Debug, Clone, Default)]
pub struct Heat {
    second: u64,
    read: Tokens,
    write: Tokens,
    /// The load of the second before, in thousandths of the limit.
    permille: u64,
    hot_since: Option<u64>,
    asked: u64,
    /// Keys in order of asking, the oldest first once the sample is full.
    keys: VecDeque<Box<[u8]>>,
}

/// Why a hot partition is not split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unsplittable {
    /// All traffic is for one item.
    OneItem,
    /// Sort keys rise or fall with time, so all traffic is at the edge and would stay in one half.
    SequentialKeys,
    /// All traffic is for one collection, which a local index holds together.
    LocalIndex,
}

impl Heat {
    /// Counts a request, whether or not it was granted: what is refused is heat too.
    pub fn count(&mut self, now: Millis, direction: Direction, tokens: Tokens, key: &[u8]) {
        self.pass(now);
        match direction {
            Direction::Read => self.read += tokens,
            Direction::Write => self.write += tokens,
        }
        if self.asked.is_multiple_of(STRIDE) {
            if self.keys.len() == SAMPLE {
                self.keys.pop_front();
            }
            self.keys.push_back(key.into());
        }
        self.asked += 1;
    }

    /// The load of the last whole second, in thousandths of what the partition serves.
    pub fn permille(&self) -> u64 {
        self.permille
    }

    /// Whether it has been hot for so long that the partition should be split.
    pub fn is_sustained(&self) -> bool {
        self.hot_since.is_some_and(|since| self.second >= since + HOT_SECONDS)
    }

    /// Lets time pass.
    pub fn pass(&mut self, now: Millis) {
        let second = now.0 / 1_000;
        if second == self.second {
            return;
        }
        // Seconds without a request are cold.
        let gap = second > self.second + 1;
        self.permille = share(self.read, Direction::Read) + share(self.write, Direction::Write);
        let hot = self.permille >= HOT_PERMILLE && !gap;
        self.hot_since = hot.then(|| self.hot_since.unwrap_or(self.second));
        if gap {
            self.permille = 0;
        }
        (self.second, self.read, self.write) = (second, Tokens::ZERO, Tokens::ZERO);
    }

    /// The first key of the upper half, if parting there would part the traffic.
    pub fn split_point(&self, local_index: bool) -> Result<Box<[u8]>, Unsplittable> {
        let mut sorted: Vec<&[u8]> = self.keys.iter().map(|key| &**key).collect();
        sort_by(&mut sorted, |a, b| a.cmp(b));
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
        let pairs = self.keys.iter().zip(self.keys.iter().skip(1));
        let (rising, falling) = pairs.fold((0, 0), |(up, down), (a, b)| {
            (up + usize::from(a < b), down + usize::from(a > b))
        });
        let most = self.keys.len().saturating_sub(1) * 9 / 10;
        self.keys.len() > 8 && (rising > most || falling > most)
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

fn collection(key: &[u8]) -> &[u8] {
    &key[..key.len().min(COLLECTION_BYTES)]
}

fn share(tokens: Tokens, direction: Direction) -> u64 {
    tokens.thousandths() / direction.partition_limit()
}
