//! Keys as bytes whose order is the order of storage: `hash(partition key) · partition key · sort key`.
//!
//! This one encoding gives Scan its order, parallel segments, pagination, and partitions as ranges
//! of hashes. Texts and blobs are escaped (`00` becomes `00 FF`) and ended by `00 01`, so that a
//! shorter key sorts before every key that it begins; numbers take 18 ordered bytes.
//!
//! The hash is MD5 over `Outliers` and the partition key: the order that was once observed of the
//! service. AWS documents none, so nothing may depend on which hash it is.

use std::borrow::Borrow;
use std::ops::Bound;

use md5::{Digest, Md5};

use super::key::{KeyPart, KeyScalar, KeySelection, KeyTuple, SortCondition};
use super::number::ORDERED_BYTES;
use super::schema::{KeyAttribute, ScalarType};

/// Where a partition key falls in the hash space of 64 bits.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, minicbor::Encode, minicbor::Decode,
)]
#[cbor(transparent)]
pub struct PartitionHash(#[n(0)] pub u64);

/// An encoded key. Byte order is storage order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyBytes(Box<[u8]>);

const HASH_BYTES: usize = 8;
const HASH_SALT: &[u8] = b"Outliers";
const TERMINATOR: [u8; 2] = [0x00, 0x01];
const ESCAPED_ZERO: [u8; 2] = [0x00, 0xFF];

impl KeyBytes {
    /// Encodes a whole key.
    pub fn encode(key: &KeyTuple) -> Self {
        let mut bytes = collection_prefix(&key.partition);
        key.sort.iter().for_each(|scalar| push_part(&mut bytes, scalar.into()));
        Self(bytes.into())
    }

    /// The key of an index entry. Keys of an index need not be unique, so the key of the item
    /// follows.
    pub fn before(self, base: &KeyBytes) -> Self {
        let mut bytes = Vec::with_capacity(self.0.len() + base.0.len());
        bytes.extend_from_slice(&self.0);
        bytes.extend_from_slice(&base.0);
        Self(bytes.into())
    }

    /// The hash of the partition key.
    pub fn hash(&self) -> PartitionHash {
        let head = self.0.first_chunk::<HASH_BYTES>().expect("every key begins with its hash");
        PartitionHash(u64::from_be_bytes(*head))
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The hash and the partition key alone, with which every key of the collection begins. The
    /// key must be one of this schema.
    pub fn collection(&self, partition: &[KeyAttribute]) -> &[u8] {
        let length = |from: &[u8], kind| match kind {
            ScalarType::N => ORDERED_BYTES,
            // Neither text nor blob has a bare terminator inside: their zero bytes are escaped.
            ScalarType::S | ScalarType::B => from
                .windows(TERMINATOR.len())
                .position(|pair| pair == TERMINATOR)
                .map_or(from.len(), |at| at + TERMINATOR.len()),
        };
        let end = partition.iter().fold(HASH_BYTES, |at, attribute| {
            at + length(self.0.get(at..).unwrap_or_default(), attribute.kind)
        });
        &self.0[..end.min(self.0.len())]
    }
}

impl Borrow<[u8]> for KeyBytes {
    fn borrow(&self) -> &[u8] {
        &self.0
    }
}

/// A range of encoded keys, for `BTreeMap::range::<[u8], _>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRange {
    /// Where the range begins.
    pub start: Bound<Vec<u8>>,
    /// Where the range ends.
    pub end: Bound<Vec<u8>>,
}

impl KeyRange {
    /// Every key.
    pub fn all() -> Self {
        Self { start: Bound::Unbounded, end: Bound::Unbounded }
    }

    /// The keys whose partition hash lies between these two, both included.
    pub fn hashes(first: PartitionHash, last: PartitionHash) -> Self {
        let end = match last.0.checked_add(1) {
            Some(next) => Bound::Excluded(next.to_be_bytes().to_vec()),
            None => Bound::Unbounded,
        };
        Self { start: Bound::Included(first.0.to_be_bytes().to_vec()), end }
    }

    /// The keys that a key condition selects.
    pub fn select(selection: &KeySelection) -> Self {
        let mut prefix = collection_prefix(&selection.partition);
        selection.sort_equal.iter().for_each(|scalar| push_part(&mut prefix, scalar.into()));
        let (start, end) = sort_bounds(&prefix, &selection.sort);
        Self { start: Bound::Included(start), end }
    }

    /// Whether the key lies in the range.
    pub fn contains(&self, key: &[u8]) -> bool {
        let after_start = match &self.start {
            Bound::Unbounded => true,
            Bound::Included(start) => key >= start.as_slice(),
            Bound::Excluded(start) => key > start.as_slice(),
        };
        let before_end = match &self.end {
            Bound::Unbounded => true,
            Bound::Included(end) => key <= end.as_slice(),
            Bound::Excluded(end) => key < end.as_slice(),
        };
        after_start && before_end
    }
}

/// The bounds of the sort condition behind a prefix that names the collection.
fn sort_bounds(prefix: &[u8], condition: &SortCondition) -> (Vec<u8>, Bound<Vec<u8>>) {
    let whole = || prefix.to_vec();
    let at = |scalar: &KeyScalar| {
        let mut bytes = whole();
        push_part(&mut bytes, scalar.into());
        bytes
    };
    // Terminators make every condition one range of bytes: what equals `v` begins with `v` and its
    // terminator, and only `begins_with` leaves the terminator out.
    match condition {
        SortCondition::Any => (whole(), behind(whole())),
        SortCondition::Equal(v) => (at(v), behind(at(v))),
        SortCondition::Less(v) => (whole(), Bound::Excluded(at(v))),
        SortCondition::LessOrEqual(v) => (whole(), behind(at(v))),
        SortCondition::Greater(v) => (successor(at(v)), behind(whole())),
        SortCondition::GreaterOrEqual(v) => (at(v), behind(whole())),
        SortCondition::Between(low, high) => (at(low), behind(at(high))),
        SortCondition::BeginsWith(v) => {
            let mut bytes = whole();
            push_unterminated(&mut bytes, v.into());
            (bytes.clone(), behind(bytes))
        }
    }
}

/// The end of everything that begins with these bytes.
fn behind(prefix: Vec<u8>) -> Bound<Vec<u8>> {
    match successor(prefix) {
        bytes if bytes.is_empty() => Bound::Unbounded,
        bytes => Bound::Excluded(bytes),
    }
}

/// The least bytes above everything that begins with the prefix; empty when there are none.
fn successor(mut prefix: Vec<u8>) -> Vec<u8> {
    while let Some(last) = prefix.pop() {
        if let Some(next) = last.checked_add(1) {
            prefix.push(next);
            break;
        }
    }
    prefix
}

/// A key being encoded, value by value: the partition key, [`KeyWriter::end_partition`], the sort key.
pub(super) struct KeyWriter(Vec<u8>);

impl KeyWriter {
    /// Begins a key. Few keys are longer than this room.
    pub(super) fn new() -> Self {
        let mut bytes = Vec::with_capacity(64);
        bytes.extend_from_slice(&[0; HASH_BYTES]);
        Self(bytes)
    }

    /// Adds a value.
    pub(super) fn push(&mut self, part: KeyPart<'_>) {
        push_part(&mut self.0, part);
    }

    /// Puts the hash of the partition key before it.
    pub(super) fn end_partition(&mut self) {
        let encoded = &self.0[HASH_BYTES..];
        let digest = Md5::new().chain_update(HASH_SALT).chain_update(encoded).finalize();
        self.0[..HASH_BYTES].copy_from_slice(&digest[..HASH_BYTES]);
    }

    /// The whole key.
    pub(super) fn finish(self) -> KeyBytes {
        KeyBytes(self.0.into())
    }
}

/// The hash of partition key values.
pub fn partition_hash(partition: &[KeyScalar]) -> PartitionHash {
    KeyBytes(collection_prefix(partition).into()).hash()
}

/// The bytes that every key of an item collection begins with.
pub fn collection_prefix(partition: &[KeyScalar]) -> Vec<u8> {
    let mut key = KeyWriter::new();
    partition.iter().for_each(|scalar| key.push(scalar.into()));
    key.end_partition();
    key.0
}

fn push_part(bytes: &mut Vec<u8>, part: KeyPart<'_>) {
    push_unterminated(bytes, part);
    if !matches!(part, KeyPart::N(_)) {
        bytes.extend_from_slice(&TERMINATOR);
    }
}

fn push_unterminated(bytes: &mut Vec<u8>, part: KeyPart<'_>) {
    match part {
        KeyPart::S(text) => push_escaped(bytes, text.as_bytes()),
        KeyPart::B(blob) => push_escaped(bytes, blob),
        KeyPart::N(number) => bytes.extend_from_slice(&number.ordered_bytes()),
    }
}

fn push_escaped(bytes: &mut Vec<u8>, raw: &[u8]) {
    for (at, run) in raw.split(|byte| *byte == 0).enumerate() {
        if at > 0 {
            bytes.extend_from_slice(&ESCAPED_ZERO);
        }
        bytes.extend_from_slice(run);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AttributeName;

    fn text(t: &str) -> KeyScalar {
        KeyScalar::S(t.into())
    }

    fn key(sort: KeyScalar) -> KeyBytes {
        KeyBytes::encode(&KeyTuple { partition: vec![text("p")], sort: vec![sort] })
    }

    fn selected(sort: SortCondition, candidate: &str) -> bool {
        let selection = KeySelection { partition: vec![text("p")], sort_equal: vec![], sort };
        KeyRange::select(&selection).contains(key(text(candidate)).as_bytes())
    }

    #[test]
    fn sort_keys_keep_their_order_even_with_zero_bytes() {
        let ascending =
            ["\0", "\0\0", "\0\u{1}", "a", "a\0", "a\0b", "a\u{1}", "ab", "b", "é", "\u{10FFFF}"];
        for pair in ascending.windows(2) {
            assert!(key(text(pair[0])) < key(text(pair[1])), "{pair:?}");
        }
    }

    #[test]
    fn conditions_select_what_they_say() {
        use SortCondition::*;
        assert!(selected(Any, "x") && selected(Equal(text("a")), "a"));
        assert!(!selected(Equal(text("a")), "a\0") && !selected(Equal(text("a")), "ab"));
        assert!(selected(Less(text("b")), "a\0") && !selected(Less(text("b")), "b"));
        assert!(selected(LessOrEqual(text("b")), "b") && !selected(LessOrEqual(text("b")), "b\0"));
        assert!(selected(Greater(text("b")), "b\0") && !selected(Greater(text("b")), "b"));
        assert!(
            selected(GreaterOrEqual(text("b")), "b") && !selected(GreaterOrEqual(text("b")), "a")
        );
        assert!(
            selected(Between(text("b"), text("c")), "c")
                && !selected(Between(text("b"), text("c")), "c\0")
        );
        assert!(selected(BeginsWith(text("b")), "b\0") && !selected(BeginsWith(text("b")), "c"));
    }

    #[test]
    fn a_key_begins_with_its_collection() {
        let partition = vec![text("a\0b"), KeyScalar::N("-1.5".parse().unwrap()), text("")];
        let kinds = [ScalarType::S, ScalarType::N, ScalarType::S];
        let attribute = |kind| KeyAttribute { name: AttributeName::parse("k").unwrap(), kind };
        let attributes = kinds.map(attribute);
        let prefix = collection_prefix(&partition);
        for sort in [vec![], vec![text("x")], vec![text("\0\u{1}"), text("y")]] {
            let key = KeyBytes::encode(&KeyTuple { partition: partition.clone(), sort });
            assert_eq!(key.collection(&attributes), prefix);
        }
    }

    #[test]
    fn a_range_of_hashes_reaches_the_last_key() {
        let all = KeyRange::hashes(PartitionHash(0), PartitionHash(u64::MAX));
        assert!(all.contains(key(text("x")).as_bytes()) && all.contains(&[0xFF; 40]));
    }
}
