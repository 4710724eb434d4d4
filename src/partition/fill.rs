//! How full a partition is, and where a split would part what it stores.
//!
//! Owns the bytes of one partition: those that lie evenly over its hashes, which were there to
//! begin with, and those that came later, of whose keys it keeps some. Refuses to know items.

use super::heat::{Unsplittable, collection};
use super::samples::KeySamples;

/// The hashes of a partition, from the first to that of the next partition.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// The first.
    pub from: u64,
    /// The one after the last: up to 2^64.
    pub to: u128,
}

/// What one partition stores.
#[derive(Debug, Clone, Default)]
pub struct Fill {
    even: u64,
    grown: u64,
    keys: KeySamples,
}

impl Fill {
    /// So much that lies evenly.
    pub fn evenly(bytes: u64) -> Self {
        Self { even: bytes, ..Self::default() }
    }

    /// All bytes.
    pub fn bytes(&self) -> u64 {
        self.even.saturating_add(self.grown)
    }

    /// Stores more, under this key.
    pub fn grow(&mut self, bytes: u64, key: &[u8]) {
        self.grown = self.grown.saturating_add(bytes);
        self.keys.push_some(key);
    }

    /// The key near the middle of the bytes, if a split there would leave some on both sides.
    pub fn split_point(&self, span: Span, whole: bool) -> Result<Box<[u8]>, Unsplittable> {
        let middle = span.middle();
        let keys = self.keys.in_order().map(|key| if whole { collection(key) } else { key });
        let half = self.bytes() / 2;
        let mut best: Option<(u64, &[u8])> = None;
        for key in keys.chain([middle.as_slice()]) {
            let below = self.below(key, span);
            let off = below.abs_diff(half);
            let parts = below > 0 && below < self.bytes();
            if parts && best.is_none_or(|(least, _)| off < least) {
                best = Some((off, key));
            }
        }
        best.map(|(_, key)| key.into()).ok_or_else(|| self.why_not(whole))
    }

    fn why_not(&self, whole: bool) -> Unsplittable {
        let mut keys = self.keys.in_order();
        let first = keys.next();
        match whole && keys.any(|key| Some(key) != first) {
            true => Unsplittable::LocalIndex,
            false => Unsplittable::OneItem,
        }
    }

    /// About how many bytes lie below the key.
    fn below(&self, key: &[u8], span: Span) -> u64 {
        let (even, grown) = self.parts_below(key, span);
        even.saturating_add(grown)
    }

    fn parts_below(&self, key: &[u8], span: Span) -> (u64, u64) {
        let count = self.keys.in_order().filter(|kept| *kept < key).count();
        let grown = part(self.grown, count as u128, self.keys.len() as u128);
        let passed = u128::from(head(key).saturating_sub(span.from));
        (part(self.even, passed, span.to.saturating_sub(span.from.into())), grown)
    }

    /// What lies below the key and what does not. Not a byte is lost.
    pub fn split(self, key: &[u8], span: Span) -> (Self, Self) {
        let (even, grown) = self.parts_below(key, span);
        let (below, above) = self.keys.part(key);
        let lower = Self { even, grown, keys: below };
        (lower, Self { even: self.even - even, grown: self.grown - grown, keys: above })
    }
}

impl Span {
    /// The key that begins its upper half.
    pub fn middle(self) -> [u8; 8] {
        let from = u128::from(self.from);
        let middle = from + self.to.saturating_sub(from) / 2;
        u64::try_from(middle).unwrap_or(u64::MAX).to_be_bytes()
    }

    /// How many hashes it has.
    pub fn width(self) -> u128 {
        self.to.saturating_sub(self.from.into())
    }
}

/// So many of all, of an amount. Never more than it; the product of 2^64 and less fits.
fn part(amount: u64, some: u128, all: u128) -> u64 {
    let product = u128::from(amount) * some.min(all);
    product.checked_div(all).map_or(0, |part| part as u64)
}

/// The first eight bytes of a key as a number; what it lacks is zero.
pub fn head(key: &[u8]) -> u64 {
    if let Some(head) = key.first_chunk() {
        return u64::from_be_bytes(*head);
    }
    let mut bytes = [0; 8];
    let length = key.len().min(8);
    bytes[..length].copy_from_slice(&key[..length]);
    u64::from_be_bytes(bytes)
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
}
