//! What a Lambda function gets: the batches of a shard as events, with an event filter.

use serde_json::Value as Json;

use super::pattern::Pattern;
use crate::api::lambda_event;
use crate::changelog::{ShardId, StreamId};
use crate::engine::inspect::Inspect;
use crate::engine::ops::streams::StreamRecord;
use crate::ui::model::draft::pretty;
use crate::ui::model::words::{count, plural};

/// The batch size of an event source mapping: 1 to 10,000 (Lambda API, *CreateEventSourceMapping*).
const SIZES: std::ops::RangeInclusive<usize> = 1..=10_000;
/// Records of a shard that are cut into batches here.
const MOST_READ: usize = 500;
/// Records of a batch that are written out: a page can't draw any number of lines at once.
const MOST_SHOWN: usize = 50;

/// The batch size that a text means.
pub fn read_size(text: &str) -> Result<usize, String> {
    let size = text.trim().parse().ok().filter(|size| SIZES.contains(size));
    size.ok_or_else(|| "Enter a whole number from 1 to 10,000.".to_owned())
}

/// A batch of a shard.
#[derive(Debug, Clone, Default)]
pub struct Batches {
    /// The event as JSON, to read: of a large batch the first records.
    pub text: String,
    /// The same, to work with.
    pub event: Json,
    /// The records in it.
    pub records: Vec<StreamRecord>,
    /// Which batch it is, from 0, and how many there are so far.
    pub place: usize,
    /// How many there are.
    pub batches: usize,
    /// Records that the filter kept from the function.
    pub filtered: usize,
    /// Whether the shard has more records than were cut into batches.
    pub is_cut: bool,
}

impl PartialEq for Batches {
    fn eq(&self, other: &Self) -> bool {
        let of = |it: &Self| (it.records.len(), it.place, it.batches, it.filtered, it.is_cut);
        self.text == other.text && of(self) == of(other)
    }
}

impl Batches {
    /// The batch at a place, of so many records each, beginning with the oldest that can be read. A
    /// record that the filter doesn't match is dropped before batches are made.
    pub fn read(
        inspect: &Inspect<'_>,
        id: &StreamId,
        shard: ShardId,
        size: usize,
        place: usize,
        pattern: Option<&Pattern>,
    ) -> Option<Self> {
        let stream = inspect.streams(&id.table).into_iter().find(|stream| stream.id == *id)?;
        let shard = inspect.shards(stream).into_iter().find(|known| known.id == shard)?;
        let start = crate::engine::ops::streams::ShardIteratorStart::TrimHorizon;
        let mut next = inspect.iterator_start(stream, shard, start).ok();
        let mut records: Vec<StreamRecord> = Vec::new();
        let mut filtered = 0;
        while let Some(from) = next.filter(|_| records.len() + filtered < MOST_READ) {
            let (page, behind) = inspect.shard_records(stream, shard, from, MOST_READ);
            // An open shard goes on without an end.
            next = behind.filter(|behind| *behind > from && !page.is_empty());
            for record in page {
                let is_wanted = pattern.is_none_or(|pattern| {
                    let event = lambda_event(id, stream.view, std::slice::from_ref(&record));
                    pattern.matches(&event["Records"][0])
                });
                if is_wanted {
                    records.push(record);
                } else {
                    filtered += 1;
                }
            }
        }
        let is_cut = next.is_some();
        let batches = records.len().div_ceil(size);
        let place = place.min(batches.saturating_sub(1));
        let records: Vec<_> = records.into_iter().skip(place * size).take(size).collect();
        let event = lambda_event(id, stream.view, &records);
        let shown = &records[..records.len().min(MOST_SHOWN)];
        let text = pretty(&lambda_event(id, stream.view, shown));
        Some(Self { text, event, records, place, batches, filtered, is_cut })
    }

    /// Which batch it is, in words.
    pub fn words(&self) -> String {
        let filtered = match self.filtered {
            0 => String::new(),
            n => format!(" The filter dropped {}.", plural(n as u64, "record", "records")),
        };
        if self.batches == 0 {
            return format!("This shard has no record for the function.{filtered}");
        }
        let (place, all) = (count(self.place as u64 + 1), count(self.batches as u64));
        let records = plural(self.records.len() as u64, "record", "records");
        let cut = match self.records.len() {
            n if n > MOST_SHOWN => " The first 50 are shown; “Copy event” copies all.",
            _ if self.is_cut => " Only the oldest 500 records of the shard are read here.",
            _ => "",
        };
        format!("Batch {place} of {all}, {records}.{filtered}{cut}")
    }

    /// The whole event, to be copied.
    pub fn to_text(&self) -> String {
        pretty(&self.event)
    }
}
