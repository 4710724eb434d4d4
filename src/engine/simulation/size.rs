//! Splitting partitions that hold more than a partition may.
//!
//! Sizes are those of the stored items times the scale of the simulation. A split parts the bytes
//! in halves, between items, or between collections where a local index holds those together.

use std::ops::Bound;

use crate::engine::Millis;
use crate::model::keycode::KeyRange;
use crate::model::{IndexKind, KeyBytes};
use crate::partition::{Event, Limits, PARTITION_BYTES, Reason};
use crate::store::Table;

/// Splits at one time. What is left is split at the next.
const SPLITS: usize = 64;
/// A collection is told by the hash of its partition key.
const HASH_BYTES: usize = 8;

/// Splits what is too large.
pub(super) fn split_large(
    limits: &mut Limits,
    store: &Table,
    scale: u64,
    now: Millis,
) -> Vec<Event> {
    let whole = store.schema().indexes.iter().any(|index| index.kind == IndexKind::Local);
    let mut events = Vec::new();
    let mut place = 0;
    while place < limits.partitions().list().len() && events.len() < SPLITS {
        match middle(limits, place, store, scale, whole) {
            Some(key) => events.push(limits.split(place, key, Reason::Size, now)),
            None => place += 1,
        }
    }
    events
}

/// The key that parts a partition that is too large.
fn middle(
    limits: &Limits,
    place: usize,
    store: &Table,
    scale: u64,
    whole: bool,
) -> Option<Box<[u8]>> {
    let bytes = stored(limits, place, store);
    if bytes.saturating_mul(scale) <= PARTITION_BYTES {
        return None;
    }
    let (mut passed, mut last, mut best) = (0, None, None::<(u64, &[u8])>);
    for (key, row) in store.rows().range(&range_of(limits, place)) {
        let hash = Some(key.hash());
        let off = (bytes / 2).abs_diff(passed);
        if passed > 0 && !(whole && hash == last) && best.is_none_or(|(least, _)| off < least) {
            best = Some((off, beginning(key, hash == last)));
        }
        passed += u64::from(row.size());
        last = hash;
    }
    best.map(|(_, key)| key.into())
}

/// Where the key begins, or its whole collection if it is the first of it.
fn beginning(key: &KeyBytes, inside: bool) -> &[u8] {
    let bytes = key.as_bytes();
    if inside { bytes } else { &bytes[..bytes.len().min(HASH_BYTES)] }
}

fn range_of(limits: &Limits, place: usize) -> KeyRange {
    let list = limits.partitions().list();
    let end = list.get(place + 1).map(|next| next.start().to_vec());
    KeyRange {
        start: Bound::Included(list[place].start().to_vec()),
        end: end.map_or(Bound::Unbounded, Bound::Excluded),
    }
}

/// The bytes of the items that a partition holds.
pub(super) fn stored(limits: &Limits, place: usize, store: &Table) -> u64 {
    let rows = store.rows().range(&range_of(limits, place));
    rows.map(|(_, row)| u64::from(row.size())).sum()
}
