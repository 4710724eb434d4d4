//! Reading the log one shard at a time.
//!
//! A place in a shard is a place of the log: it names a record of the shard, or where the shard or
//! the log ends. Records that are past a day are gone, whether or not the log still has them.
//! Refuses to know who reads and how far they are.

use super::log::ChangeLog;
use super::record::ChangeRecord;
use super::shard::Shard;
use super::stream::Stream;

/// The most that the records of one page come to.
pub const MAX_PAGE_BYTES: u64 = 1024 * 1024;

/// Some records of a shard.
#[derive(Debug)]
pub struct ShardPage<'a> {
    /// The records, oldest first.
    pub records: Vec<&'a ChangeRecord>,
    /// Where to go on reading; `None` when the shard is closed and has no more.
    pub next: Option<u64>,
}

impl ChangeLog {
    /// The first place at or behind this one where the shard has a record, or the end of the shard,
    /// or the end of the log.
    pub fn settle(&self, stream: &Stream, shard: &Shard, place: u64) -> u64 {
        let record = self.of_shard(stream, shard, place).next();
        record.map_or(self.end_of(shard), |record| record.sequence)
    }

    /// The place behind the last record that the shard has so far.
    pub fn end_of(&self, shard: &Shard) -> u64 {
        shard.end.unwrap_or(self.next_sequence())
    }

    /// At most so many records from this place on, of one megabyte together; one record at least,
    /// if there is one.
    pub fn page(&self, stream: &Stream, shard: &Shard, place: u64, limit: usize) -> ShardPage<'_> {
        let (mut records, mut bytes) = (Vec::new(), 0);
        for record in self.of_shard(stream, shard, place) {
            bytes += record.bytes(stream.view);
            if records.len() == limit || (bytes > MAX_PAGE_BYTES && !records.is_empty()) {
                return ShardPage { records, next: Some(record.sequence) };
            }
            records.push(record);
        }
        let next = shard.end.is_none().then(|| self.next_sequence().max(place));
        ShardPage { records, next }
    }

    fn of_shard(
        &self,
        stream: &Stream,
        shard: &Shard,
        place: u64,
    ) -> impl Iterator<Item = &ChangeRecord> {
        let end = self.end_of(shard);
        let rest = self.since(place).iter().take_while(move |record| record.sequence < end);
        rest.filter(|r| shard.has(r.sequence, r.hash) && r.table == stream.id.table)
    }
}
