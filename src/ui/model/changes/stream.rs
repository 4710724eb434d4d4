//! The streams of a table: which there are, their shards and records, where iterators would begin, and
//! what it takes to change what a stream shows.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::record::key_text;
use crate::api::{Operation, Request, arn};
use crate::changelog::{ChangeKind, SequenceNumber, Shard, ShardId, Stream, StreamId, ViewType};
use crate::engine::inspect::Inspect;
use crate::engine::ops::streams::{ShardIteratorStart, StreamRecord};
use crate::model::{KeySchema, TableName};
use crate::ui::model::clock::time_of_day;
use crate::ui::model::words::{count, plural};

/// The newest records that are listed.
pub const MOST_RECORDS: usize = 5_000;

/// Every view type with AWS's name for it, and what its records show besides the key.
pub const VIEWS: [(ViewType, &str, &str); 4] = [
    (ViewType::KeysOnly, "KEYS_ONLY", "only the key of the item"),
    (ViewType::NewImage, "NEW_IMAGE", "the item after the change"),
    (ViewType::OldImage, "OLD_IMAGE", "the item before the change"),
    (ViewType::NewAndOldImages, "NEW_AND_OLD_IMAGES", "the item before and after the change"),
];

/// AWS's name for a view type.
pub fn view_name(view: ViewType) -> &'static str {
    VIEWS.iter().find(|(known, ..)| *known == view).map_or("", |(_, name, _)| name)
}

/// AWS's name for what happened.
pub fn event_name(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Insert => "INSERT",
        ChangeKind::Modify => "MODIFY",
        ChangeKind::Remove => "REMOVE",
    }
}

/// A stream, in words.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamLine {
    /// Which one.
    pub id: StreamId,
    /// Its ARN.
    pub arn: String,
    /// What its records show.
    pub view: ViewType,
    /// Whether changes still come in.
    pub is_enabled: bool,
}

/// A shard, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShardLine {
    /// Which one.
    pub id: ShardId,
    /// A short name on this page: "Shard 1".
    pub name: String,
    /// Its id.
    pub id_text: String,
    /// The part of the hash space whose items it is about.
    pub range: String,
    /// Open or closed, and what it came from.
    pub state: String,
    /// Records that can still be read.
    pub records: usize,
    /// The sequence numbers that bound it.
    pub numbers: String,
}

/// A record of the list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The shard, as a place in the list of shards.
    pub shard: usize,
    /// The record.
    pub record: StreamRecord,
    /// The key of its table.
    pub keys: Arc<KeySchema>,
}

impl PartialEq for Listed {
    /// The number of a record is given once in a stream.
    fn eq(&self, other: &Self) -> bool {
        (self.shard, self.record.number) == (other.shard, other.record.number)
    }
}

/// What there is to see of a table's streams.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StreamPicture {
    /// Its streams, the newest first.
    pub streams: Vec<StreamLine>,
    /// Which of them is shown.
    pub shown: usize,
    /// The shards of that one.
    pub shards: Vec<ShardLine>,
    /// Its newest records, the newest first.
    pub records: Vec<Listed>,
    /// How many records there are in all.
    pub total: usize,
}

impl StreamPicture {
    /// The streams of a table, and this one of them in full: the newest unless one is chosen.
    pub fn read(inspect: &Inspect<'_>, table: &str, chosen: Option<&StreamId>) -> Self {
        let Ok(table) = TableName::parse(table) else { return Self::default() };
        let streams = inspect.streams(&table);
        let shown = streams.iter().position(|s| Some(&s.id) == chosen).unwrap_or_default();
        let Some(stream) = streams.get(shown).copied() else { return Self::default() };
        let view = inspect.stream_records(stream, MOST_RECORDS);
        let shards = inspect.shards(stream);
        let keys = Arc::new(stream.keys.clone());
        let place = |id: &ShardId| shards.iter().position(|shard| shard.id == *id);
        let records = view.records.into_iter().filter_map(|(shard, record)| {
            Some(Listed { shard: place(&shard)?, record, keys: keys.clone() })
        });
        let records: Vec<Listed> = records.collect();
        let shards = shards.iter().enumerate().map(|(at, shard)| {
            let own = records.iter().filter(|listed| listed.shard == at).count();
            ShardLine::new(at, shard, own, &shards)
        });
        Self {
            streams: streams.iter().map(|stream| StreamLine::new(stream)).collect(),
            shown,
            shards: shards.collect(),
            records,
            total: view.total,
        }
    }

    /// The stream that is shown.
    pub fn stream(&self) -> Option<&StreamLine> {
        self.streams.get(self.shown)
    }

    /// The record with this number.
    pub fn record(&self, number: SequenceNumber) -> Option<&Listed> {
        self.records.iter().find(|listed| listed.record.number == number)
    }

    /// How many records there are, and of how many this list is.
    pub fn count_text(&self) -> String {
        let total = plural(self.total as u64, "record", "records");
        match self.records.len() {
            shown if shown < self.total => format!("The newest {} of {total}", count(shown as u64)),
            _ => total,
        }
    }
}

impl StreamLine {
    fn new(stream: &Stream) -> Self {
        Self {
            id: stream.id.clone(),
            arn: arn::stream(&stream.id),
            view: stream.view,
            is_enabled: stream.is_enabled(),
        }
    }

    /// What there is to know of it, in a sentence.
    pub fn words(&self) -> String {
        match self.is_enabled {
            true => format!("ENABLED, {}", view_name(self.view)),
            false => {
                format!("DISABLED, {}. Its records can be read for 24 hours.", view_name(self.view))
            }
        }
    }
}

impl ShardLine {
    fn new(at: usize, shard: &Shard, records: usize, all: &[&Shard]) -> Self {
        let name = |at: usize| format!("Shard {}", at + 1);
        let parent = shard.parent.map(|parent| {
            let known = all.iter().position(|other| other.id == parent);
            known.map_or_else(
                || ", child of a shard that is gone".into(),
                |at| format!(", child of {}", name(at)),
            )
        });
        let state = if shard.end.is_none() { "open" } else { "closed" };
        let first = SequenceNumber::before_sequence(shard.start);
        let last = shard.end.map(SequenceNumber::before_sequence);
        Self {
            id: shard.id,
            name: name(at),
            id_text: shard.id.to_string(),
            range: format!(
                "{:08x}… to {:08x}…",
                shard.hashes.first.0 >> 32,
                shard.hashes.last.0 >> 32
            ),
            state: format!("{state}{}", parent.unwrap_or_default()),
            records,
            numbers: match last {
                Some(last) => format!("{first} to {last}"),
                None => format!("from {first}"),
            },
        }
    }
}

/// Where a new iterator of a shard would begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Iterator {
    /// The `ShardIteratorType`.
    pub kind: &'static str,
    /// The number of the first record that it would return; none where it waits for the next one, or
    /// why there is no such iterator.
    pub first: Result<Option<SequenceNumber>, String>,
}

/// Where an iterator of each type would begin in a shard: those that name a record begin at this one.
pub fn iterators(
    inspect: &Inspect<'_>,
    id: &StreamId,
    shard: ShardId,
    record: Option<&StreamRecord>,
) -> Vec<Iterator> {
    let streams = inspect.streams(&id.table);
    let Some(stream) = streams.into_iter().find(|stream| stream.id == *id) else {
        return Vec::new();
    };
    let Some(shard) = inspect.shards(stream).into_iter().find(|known| known.id == shard) else {
        return Vec::new();
    };
    let mut starts = vec![
        ("TRIM_HORIZON", ShardIteratorStart::TrimHorizon),
        ("LATEST", ShardIteratorStart::Latest),
    ];
    if let Some(record) = record {
        starts.push(("AT_SEQUENCE_NUMBER", ShardIteratorStart::At(record.number)));
        starts.push(("AFTER_SEQUENCE_NUMBER", ShardIteratorStart::After(record.number)));
        starts.push(("AT_TIMESTAMP", ShardIteratorStart::AtTime(record.at)));
    }
    let stand = |(kind, start)| {
        let first = inspect.iterator_start(stream, shard, start).map(|sequence| {
            let (records, _) = inspect.shard_records(stream, shard, sequence, 1);
            records.first().map(|record| record.number)
        });
        let first = first.map_err(|_| "The record isn't in this shard.".to_owned());
        Iterator { kind, first }
    };
    starts.into_iter().map(stand).collect()
}

/// A record in one line, for lists and for who can't see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordLine {
    /// Its number.
    pub number: SequenceNumber,
    /// What happened, in AWS's word.
    pub event: &'static str,
    /// The key.
    pub key: String,
    /// When.
    pub time: String,
    /// The shard.
    pub shard: String,
    /// Its bytes.
    pub bytes: u64,
    /// Whether the service made the change, because the item had expired.
    pub is_expiry: bool,
}

impl RecordLine {
    /// The line of a record.
    pub fn new(listed: &Listed) -> Self {
        let Listed { shard, record, keys } = listed;
        Self {
            number: record.number,
            event: event_name(record.kind),
            key: key_text(&record.key, keys),
            time: time_of_day(record.at.0),
            shard: format!("Shard {}", shard + 1),
            bytes: record.bytes,
            is_expiry: record.origin == crate::changelog::Origin::Expiry,
        }
    }
}

/// Which records are listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// What happened; all where none is chosen.
    pub event: Option<ChangeKind>,
    /// A part of the key.
    pub key: String,
    /// The name of an attribute that changed.
    pub attribute: String,
    /// One shard.
    pub shard: Option<usize>,
}

impl Filter {
    /// Whether a record is listed. An attribute can be told only from the images that the stream shows.
    pub fn takes(&self, listed: &Listed) -> bool {
        let Listed { shard, record, keys } = listed;
        let attribute = self.attribute.trim();
        let differs = || {
            let value = |image: &Option<Arc<crate::store::Row>>| {
                image.as_ref().and_then(|row| row.item().get(attribute).cloned())
            };
            value(&record.old) != value(&record.new)
        };
        self.event.is_none_or(|event| event == record.kind)
            && self.shard.is_none_or(|wanted| wanted == *shard)
            && (self.key.is_empty() || key_text(&record.key, keys).contains(&self.key))
            && (attribute.is_empty() || differs())
    }
}

/// The requests that give a table a stream of this view type, or none: AWS has no request that changes
/// the view type of a stream.
pub fn switch(table: &str, is_enabled: bool, view: Option<ViewType>) -> Vec<Request> {
    let update = |specification: Json| Request {
        operation: Operation::UpdateTable,
        body: json!({ "TableName": table, "StreamSpecification": specification }),
    };
    let disable = is_enabled.then(|| update(json!({ "StreamEnabled": false })));
    let enable = view
        .map(|view| update(json!({ "StreamEnabled": true, "StreamViewType": view_name(view) })));
    disable.into_iter().chain(enable).collect()
}
