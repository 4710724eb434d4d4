//! Whether a partition should be split, and where: by its traffic, or by what it stores.
//!
//! Owns what is observed of one partition. [`Heat`] is the load of the current second, since when
//! the partition is hot, and a sample of the keys requested since. [`Fill`] is the bytes it stores
//! and a sample of their keys. Refuses to know other partitions, items and tables.

use super::partitions::SplitReason;
use super::ring::PARTITION_BYTES;
use crate::capacity::{Direction, Tokens};
use crate::model::Millis;

/// The share of a partition's limit, in thousandths, from which the partition counts as hot. AWS
/// publishes no figure.
pub const HOT_PERMILLE: u64 = 800;
/// Seconds that a partition is hot before it is split for heat. AWS speaks of minutes.
pub const HOT_SECONDS: u64 = 120;

/// One request in this many leaves its key in the sample. A prime, so that no rhythm of the load
/// hides a key.
const STRIDE: u32 = 7;
/// Bytes of an encoded key that all keys of an item collection share: the hash of the partition key.
const COLLECTION_BYTES: usize = 8;
const SECOND: u64 = 1_000;

/// Why a split would not help a partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unsplittable {
    /// All traffic, or all that is stored, is of one item.
    OneItem,
    /// Sort keys rise or fall with time, so that all traffic is at the edge and would stay in one
    /// half.
    SequentialKeys,
    /// It is all of one item collection, which a local index holds together.
    LocalIndex,
}

/// What was requested in one second. What was throttled counts as well: it is heat too.
#[derive(Debug, Clone, Copy, Default)]
struct Load {
    read: Tokens,
    write: Tokens,
    attempts: u64,
    throttled: u64,
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

/// The traffic of one partition.
#[derive(Debug, Clone, Default)]
pub struct Heat {
    /// The second that is being counted, and the millisecond at which it ends.
    second: u64,
    ends: u64,
    current: Load,
    /// The second before.
    last: Load,
    hot_since: Option<u64>,
    /// Requests until the next one leaves its key.
    until_next: u32,
    keys: KeySample,
}

impl Heat {
    /// Counts a request, whether or not it will be throttled.
    pub fn count(&mut self, now: Millis, direction: Direction, tokens: Tokens, key: &[u8]) {
        self.pass(now);
        match direction {
            Direction::Read => self.current.read += tokens,
            Direction::Write => self.current.write += tokens,
        }
        self.current.attempts += 1;
        // The sample decides where to split, so only keys of the heat matter to it.
        if self.hot_since.is_some() {
            if self.until_next == 0 {
                self.until_next = STRIDE;
                self.keys.push_newest(key);
            }
            self.until_next -= 1;
        }
    }

    /// Notes that the request counted last was throttled.
    pub fn throttle(&mut self) {
        self.current.throttled += 1;
    }

    /// The load of the last whole second, in thousandths of the partition's limits.
    pub fn permille(&self) -> u64 {
        self.permille_of(Direction::Read) + self.permille_of(Direction::Write)
    }

    /// The load of the last whole second in one direction, in thousandths of its limit.
    pub fn permille_of(&self, direction: Direction) -> u64 {
        self.last.permille(direction)
    }

    /// Attempts in the last whole second.
    pub fn attempts(&self) -> u64 {
        self.last.attempts
    }

    /// Attempts that were throttled in the last whole second.
    pub fn throttled(&self) -> u64 {
        self.last.throttled
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
        if self.permille() >= HOT_PERMILLE {
            self.hot_since = self.hot_since.or(Some(self.second));
        } else {
            // The next heat may be of other keys.
            self.hot_since = None;
            self.keys.clear();
        }
        self.current = Load::default();
        self.second = second;
        self.ends = second.saturating_add(1).saturating_mul(SECOND);
    }

    /// The first key of the upper half, if a split there would part the traffic. A local index
    /// holds item collections together.
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
        // Split for heat is by the observed keys, not in the middle of the range (Elhemali et al.,
        // USENIX ATC 2022, section 4.4).
        let point = middle(&sorted);
        let point = if local_index { collection(point) } else { point };
        // Cut down to its collection, the point may be at or before the first key: then that one
        // collection has the heat.
        if *point > **first { Ok(point.into()) } else { Err(Unsplittable::OneItem) }
    }

    /// Whether nine of ten requests were for a key beyond that of the request before.
    fn is_sequential(&self) -> bool {
        let pairs = self.keys.in_order().zip(self.keys.in_order().skip(1));
        let (rising, falling) = pairs.fold((0, 0), |(up, down), (a, b)| {
            (up + usize::from(a < b), down + usize::from(a > b))
        });
        let count = self.keys.len();
        let most = count.saturating_sub(1) * 9 / 10;
        // Fewer keys than that may rise by chance.
        count > 8 && (rising > most || falling > most)
    }
}

/// The key that parts the sorted sample most evenly: a key above the first of them.
fn middle<'a>(sorted: &[&'a [u8]]) -> &'a [u8] {
    let half = sorted.len() / 2;
    let parts_at = |at: usize| sorted[at] > sorted[0] && sorted[at] > sorted[at - 1];
    // The hottest key may fill the lower half and more; then the first key above it.
    let at = (half..sorted.len()).find(|&at| parts_at(at));
    let at = at.or_else(|| (1..=half).rev().find(|&at| parts_at(at)));
    sorted[at.unwrap_or(sorted.len() - 1)]
}

/// The part of an encoded key that all keys of its item collection share.
fn collection(key: &[u8]) -> &[u8] {
    &key[..key.len().min(COLLECTION_BYTES)]
}

/// The hashes of a partition, from its first to the first of the next partition.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// The first.
    pub from: u64,
    /// The one after the last: up to 2^64.
    pub to: u128,
}

impl Span {
    /// The key that begins its upper half.
    pub fn middle(self) -> [u8; 8] {
        let middle = u128::from(self.from) + self.width() / 2;
        u64::try_from(middle).unwrap_or(u64::MAX).to_be_bytes()
    }

    /// How many hashes it has.
    pub fn width(self) -> u128 {
        self.to.saturating_sub(self.from.into())
    }
}

/// What one partition stores: bytes that were there to begin with, evenly over its hashes, and
/// bytes that were written later, of whose keys it has a sample.
#[derive(Debug, Clone, Default)]
pub struct Fill {
    even: u64,
    grown: u64,
    keys: KeySample,
}

impl Fill {
    /// Bytes that lie evenly over the hashes of a partition.
    pub fn evenly(bytes: u64) -> Self {
        Self { even: bytes, ..Self::default() }
    }

    /// All bytes.
    pub fn bytes(&self) -> u64 {
        self.even.saturating_add(self.grown)
    }

    /// Whether it is more than a partition may store.
    pub fn is_over_limit(&self) -> bool {
        self.bytes() > PARTITION_BYTES
    }

    /// Stores more bytes under this key.
    pub fn grow(&mut self, bytes: u64, key: &[u8]) {
        self.grown = self.grown.saturating_add(bytes);
        self.keys.push_some(key);
    }

    /// The key nearest to the middle of the bytes, if a split there leaves some on both sides. A
    /// local index holds item collections together.
    pub fn split_point(&self, span: Span, local_index: bool) -> Result<Box<[u8]>, Unsplittable> {
        let middle = span.middle();
        let keys = self.keys.in_order().map(|key| if local_index { collection(key) } else { key });
        let half = self.bytes() / 2;
        let mut best: Option<(u64, &[u8])> = None;
        // The middle of the hashes is a candidate as well: even bytes have left no key.
        for key in keys.chain([middle.as_slice()]) {
            let (even, grown) = self.bytes_below(key, span);
            let below = even.saturating_add(grown);
            let off = below.abs_diff(half);
            let parts = below > 0 && below < self.bytes();
            if parts && best.is_none_or(|(least, _)| off < least) {
                best = Some((off, key));
            }
        }
        best.map(|(_, key)| key.into()).ok_or_else(|| {
            let mut keys = self.keys.in_order();
            let first = keys.next();
            let several_keys = keys.any(|key| Some(key) != first);
            if local_index && several_keys {
                Unsplittable::LocalIndex
            } else {
                Unsplittable::OneItem
            }
        })
    }

    /// About how many of the even bytes and of the later ones lie below the key.
    fn bytes_below(&self, key: &[u8], span: Span) -> (u64, u64) {
        let passed = u128::from(head(key).saturating_sub(span.from));
        let even = share(self.even, passed, span.width());
        let sampled = self.keys.in_order().filter(|sampled| *sampled < key).count();
        let grown = share(self.grown, sampled as u128, self.keys.len() as u128);
        (even, grown)
    }

    /// What lies below the key and what does not. Not a byte is lost.
    pub fn split(self, key: &[u8], span: Span) -> (Self, Self) {
        let (even, grown) = self.bytes_below(key, span);
        let (below, above) = self.keys.split(key);
        let lower = Self { even, grown, keys: below };
        let upper = Self { even: self.even - even, grown: self.grown - grown, keys: above };
        (lower, upper)
    }
}

/// The share of an amount that `some` is of `all`; at most the whole amount. The product fits: both
/// counts are at most 2^64.
fn share(amount: u64, some: u128, all: u128) -> u64 {
    let product = u128::from(amount) * some.min(all);
    product.checked_div(all).map_or(0, |share| share as u64)
}

/// The first eight bytes of a key as a number; missing bytes are zero.
pub fn head(key: &[u8]) -> u64 {
    if let Some(head) = key.first_chunk() {
        return u64::from_be_bytes(*head);
    }
    let mut bytes = [0; 8];
    let length = key.len().min(8);
    bytes[..length].copy_from_slice(&key[..length]);
    u64::from_be_bytes(bytes)
}

/// Why a partition with this traffic and these bytes must be split, if it must.
pub fn reason_to_split(heat: &Heat, fill: &Fill) -> Option<SplitReason> {
    if fill.is_over_limit() {
        return Some(SplitReason::Size);
    }
    heat.is_sustained().then_some(SplitReason::Heat)
}

/// Keys in a sample, at most.
const SAMPLED: usize = 64;

/// A few keys of many, to judge the many by. It is filled with either the newest keys or some of
/// all, not both.
#[derive(Debug, Clone, Default)]
struct KeySample {
    keys: Vec<Vec<u8>>,
    /// Where the oldest is, once the newest have come round.
    oldest: usize,
    /// Keys that were offered, of which one in 2^`skips` is taken.
    offered: u64,
    skips: u32,
}

impl KeySample {
    /// Takes this key instead of the oldest, and into the memory of that one.
    fn push_newest(&mut self, key: &[u8]) {
        if self.keys.len() < SAMPLED {
            return self.keys.push(key.into());
        }
        let slot = &mut self.keys[self.oldest];
        slot.clear();
        slot.extend_from_slice(key);
        self.oldest = (self.oldest + 1) % SAMPLED;
    }

    /// Takes a share of the keys offered, so that the sample is of all of them: when it is full, every
    /// second one makes room, and half as many are taken from then on.
    fn push_some(&mut self, key: &[u8]) {
        self.offered += 1;
        if !self.offered.is_multiple_of(1 << self.skips) {
            return;
        }
        self.keys.push(key.into());
        if self.keys.len() == SAMPLED {
            self.skips += 1;
            let mut nth = 0;
            self.keys.retain(|_| {
                nth += 1;
                nth % 2 == 0
            });
        }
    }

    /// The keys, the oldest first.
    fn in_order(&self) -> impl Iterator<Item = &[u8]> + Clone {
        let (newer, older) = self.keys.split_at(self.oldest.min(self.keys.len()));
        older.iter().chain(newer).map(Vec::as_slice)
    }

    fn len(&self) -> usize {
        self.keys.len()
    }

    fn clear(&mut self) {
        *self = Self::default();
    }

    /// Those below the key, and the others.
    fn split(self, key: &[u8]) -> (Self, Self) {
        let (below, above) = self.keys.into_iter().partition(|sampled| **sampled < *key);
        let sample = |keys| Self { keys, oldest: 0, offered: 0, skips: self.skips };
        (sample(below), sample(above))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Span = Span { from: 0, to: 1 << 64 };

    fn key(hash: u64, sort: u64) -> Vec<u8> {
        [hash.to_be_bytes(), sort.to_be_bytes()].concat()
    }

    #[test]
    fn what_lies_evenly_is_parted_in_the_middle() {
        let fill = Fill::evenly(1_000);
        let point = fill.split_point(ALL, false).unwrap();
        assert_eq!(*point, (1_u64 << 63).to_be_bytes());
        let (lower, upper) = fill.split(&point, ALL);
        assert_eq!((lower.bytes(), upper.bytes()), (500, 500));
    }

    #[test]
    fn what_grew_is_parted_where_its_keys_are() {
        let mut fill = Fill::evenly(100);
        (0..50).for_each(|sort| fill.grow(100, &key(9, sort)));
        let point = fill.split_point(ALL, false).unwrap();
        assert_eq!(*point, *key(9, 25));
        let (lower, upper) = fill.split(&point, ALL);
        assert_eq!((lower.bytes(), upper.bytes()), (2_500, 2_600));
    }

    #[test]
    fn one_item_or_one_pinned_collection_is_not_parted() {
        let narrow = Span { from: 9, to: 10 };
        let mut fill = Fill::default();
        (0..50).for_each(|_| fill.grow(100, &key(9, 1)));
        assert_eq!(fill.split_point(narrow, false), Err(Unsplittable::OneItem));
        fill.grow(100, &key(9, 2));
        assert_eq!(fill.split_point(narrow, true), Err(Unsplittable::LocalIndex));
        assert!(fill.split_point(narrow, false).is_ok());
    }

    #[test]
    fn the_newest_push_out_the_oldest() {
        let mut samples = KeySample::default();
        (0..100_u8).for_each(|key| samples.push_newest(&[key]));
        let sampled: Vec<u8> = samples.in_order().map(|key| key[0]).collect();
        assert_eq!(sampled, (36..100).collect::<Vec<u8>>());
    }

    #[test]
    fn some_of_all_are_spread_over_all() {
        let mut samples = KeySample::default();
        (0..10_000_u16).for_each(|key| samples.push_some(&key.to_be_bytes()));
        let sampled: Vec<u16> =
            samples.in_order().map(|key| u16::from_be_bytes([key[0], key[1]])).collect();
        assert!((SAMPLED / 2..SAMPLED).contains(&sampled.len()));
        assert!(sampled[0] < 300 && sampled[sampled.len() - 1] > 9_700, "{sampled:?}");
        assert!(sampled.windows(2).all(|pair| pair[1] - pair[0] < 300));
    }

    #[test]
    fn parting_loses_none() {
        let mut samples = KeySample::default();
        (0..40_u8).for_each(|key| samples.push_some(&[key]));
        let (below, above) = samples.split(&[15]);
        assert_eq!((below.len(), above.len()), (15, 25));
    }
}
