//! A shard: the changes of one range of the hash space, in their order, and how it is read.
//!
//! A shard holds no record: it says which part of the one log is its own. Owns the ids of shards, the
//! sequence numbers that readers see, shard iterators, and reading page by page. Refuses to know who
//! reads and how far they are: that is all in the iterator.
//!
//! A position in a shard is a sequence of the log: it names a record of the shard, or where the shard or
//! the log ends. Records that are older than a day are gone, whether or not the log still has them.

use std::fmt;

use super::log::{ChangeLog, ChangeRecord};
use super::stream::{Stream, StreamId};
use crate::model::{Millis, PartitionHash};
use crate::partition::HashRange;

/// The id of a shard in its stream: when it was opened, and where its range begins. Printed as the
/// service prints its own, `shardId-00000001414576573621-f55eea83`; the order of ids is the order
/// of their texts.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, minicbor::Encode, minicbor::Decode,
)]
pub struct ShardId {
    /// When the shard was opened.
    #[n(0)]
    pub opened: Millis,
    /// The upper half of the first hash of its range.
    #[n(1)]
    pub range_start: u32,
}

impl fmt::Display for ShardId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "shardId-{:020}-{:08x}", self.opened.0, self.range_start)
    }
}

/// A part of a stream. Changes of one item are all in one shard, or in a shard and then in its
/// children.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct Shard {
    /// Its id.
    #[n(0)]
    pub id: ShardId,
    /// The shard that was closed when this one was opened, to be read before it.
    #[n(1)]
    pub parent: Option<ShardId>,
    /// The hashes whose changes it has.
    #[n(2)]
    pub hashes: HashRange,
    /// The first sequence that it may have.
    #[n(3)]
    pub start: u64,
    /// The first sequence that it no longer has; `None` while it is open.
    #[n(4)]
    pub end: Option<u64>,
    /// When it was closed.
    #[n(5)]
    pub closed: Option<Millis>,
}

impl Shard {
    /// An open shard without parent.
    pub fn open(opened: Millis, hashes: HashRange, start: u64) -> Self {
        let range_start = (hashes.first.0 >> 32) as u32;
        let id = ShardId { opened, range_start };
        Self { id, parent: None, hashes, start, end: None, closed: None }
    }

    /// Closes the shard before this sequence of the log.
    pub fn close(&mut self, at: Millis, sequence: u64) {
        if self.end.is_none() {
            self.end = Some(sequence);
            self.closed = Some(at);
        }
    }

    /// Whether the change with this sequence, of an item with this hash, is in the shard.
    pub fn contains(&self, sequence: u64, hash: PartitionHash) -> bool {
        let in_time = self.start <= sequence && self.end.is_none_or(|end| sequence < end);
        in_time && self.hashes.contains(hash)
    }
}

/// How long an iterator is good: 15 minutes (API reference, *GetShardIterator*).
const LIFE_MILLIS: u64 = 15 * 60 * 1000;

/// A position in a shard, and when a reader was told it. It is all there is to know of the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShardIterator {
    /// The stream.
    pub stream: StreamId,
    /// The shard.
    pub shard: ShardId,
    /// The sequence of the log at which to go on.
    pub sequence: u64,
    /// When it was handed out.
    pub issued: Millis,
}

impl ShardIterator {
    /// Whether it is too old to be used.
    pub fn is_expired(&self, now: Millis) -> bool {
        now.0 > self.issued.0.saturating_add(LIFE_MILLIS)
    }
}

/// The most bytes that the records of one page come to (API reference, *GetRecords*).
pub const MAX_PAGE_BYTES: u64 = 1024 * 1024;

/// Some records of a shard.
#[derive(Debug)]
pub struct ShardPage<'a> {
    /// The records, oldest first.
    pub records: Vec<&'a ChangeRecord>,
    /// The sequence at which to go on reading; `None` when the shard is closed and has no more.
    pub next: Option<u64>,
}

impl ChangeLog {
    /// The sequence of the first record that the shard has at this sequence or later, or else where
    /// the shard or the log ends.
    pub fn next_in_shard(&self, stream: &Stream, shard: &Shard, sequence: u64) -> u64 {
        let record = self.shard_records(stream, shard, sequence).next();
        record.map_or(self.end_of(shard), |record| record.sequence)
    }

    /// The sequence after the last record that the shard may have so far.
    pub fn end_of(&self, shard: &Shard) -> u64 {
        shard.end.unwrap_or(self.next_sequence())
    }

    /// At most `limit` records from this sequence on, of one megabyte together; one record at least,
    /// if there is one.
    pub fn page(
        &self,
        stream: &Stream,
        shard: &Shard,
        sequence: u64,
        limit: usize,
    ) -> ShardPage<'_> {
        let mut records = Vec::new();
        let mut bytes = 0;
        for record in self.shard_records(stream, shard, sequence) {
            bytes += record.bytes(stream.view);
            if records.len() == limit || (bytes > MAX_PAGE_BYTES && !records.is_empty()) {
                return ShardPage { records, next: Some(record.sequence) };
            }
            records.push(record);
        }
        let next = shard.end.is_none().then(|| self.next_sequence().max(sequence));
        ShardPage { records, next }
    }

    fn shard_records(
        &self,
        stream: &Stream,
        shard: &Shard,
        sequence: u64,
    ) -> impl Iterator<Item = &ChangeRecord> {
        let end = self.end_of(shard);
        let rest = self.since(sequence).iter().take_while(move |record| record.sequence < end);
        rest.filter(|r| shard.contains(r.sequence, r.hash) && r.table == stream.id.table)
    }
}

/// What all sequence numbers are above, so that each has 21 digits as the service's shortest have.
const BASE: u128 = 100_000_000_000_000_000_000;
/// From the number of one record to that of the next.
const STEP: u128 = 10;
/// From the bound before a record to its number.
const MIDDLE: u128 = 5;

/// A sequence number as readers see it: a decimal number of 21 digits that a record has, that bounds a
/// shard, or that a reader made up. A record's number lies strictly between the bounds of its shard,
/// and a shard that had no record still ends no earlier than it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SequenceNumber(u128);

impl SequenceNumber {
    /// The number of the record with this sequence.
    pub fn from_sequence(sequence: u64) -> Self {
        Self(BASE + u128::from(sequence) * STEP + MIDDLE)
    }

    /// The number between the record with this sequence and the one before it.
    pub fn before_sequence(sequence: u64) -> Self {
        Self(BASE + u128::from(sequence) * STEP)
    }

    /// The number.
    pub fn get(self) -> u128 {
        self.0
    }

    /// A number as a reader gives it: decimal digits and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| digits).map(Self)
    }

    /// The sequence of the first record with this number or a greater one.
    pub fn sequence(self) -> u64 {
        // Rounds up to the next record, of which this number is at most the middle.
        divided(self.0.saturating_sub(BASE).saturating_add(STEP - MIDDLE - 1))
    }

    /// The sequence of the first record with a greater number.
    pub fn sequence_after(self) -> u64 {
        divided(self.0.saturating_sub(BASE).saturating_add(STEP - MIDDLE))
    }
}

fn divided(number: u128) -> u64 {
    u64::try_from(number / STEP).unwrap_or(u64::MAX)
}

impl fmt::Display for SequenceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lead_to_their_record_and_the_one_after() {
        for sequence in [0, 1, 7, 1 << 40, u64::MAX - 1] {
            let number = SequenceNumber::from_sequence(sequence);
            assert_eq!((number.sequence(), number.sequence_after()), (sequence, sequence + 1));
            let before = SequenceNumber::before_sequence(sequence);
            assert_eq!((before.sequence(), before.sequence_after()), (sequence, sequence));
            assert_eq!(SequenceNumber::parse(&number.to_string()), Some(number));
            assert!(number.to_string().len() >= 21);
        }
    }

    #[test]
    fn what_a_reader_makes_up_leads_somewhere() {
        let sequences =
            |text: &str| SequenceNumber::parse(text).map(|n| (n.sequence(), n.sequence_after()));
        assert_eq!(sequences("0"), Some((0, 0)));
        assert_eq!(sequences(&"9".repeat(38)), Some((u64::MAX, u64::MAX)));
        for text in ["", "-1", "+1", "1.5", "one", &"9".repeat(40)] {
            assert_eq!(sequences(text), None, "{text}");
        }
    }
}
