//! The log alone: what it records, what it keeps, and how a shard of it is read.

use std::sync::Arc;

use super::*;
use crate::changelog::{
    RETENTION_MILLIS, Shard, ShardPage, Stream, StreamId, StreamLabel, ViewType,
};
use crate::model::{
    AttributeName, BillingMode, Item, KeyAttribute, KeyBytes, KeySchema, ScalarType, TableName,
    Value,
};
use crate::partition::Ring;
use crate::store::{Row, Table};
use proptest::prelude::*;

const DAY: u64 = RETENTION_MILLIS;

fn table(name: &str) -> Table {
    let key = AttributeName::parse("k").unwrap();
    let keys = KeySchema {
        partition: vec![KeyAttribute { name: key, kind: ScalarType::S }],
        sort: Vec::new(),
    };
    Table::new(TableSchema {
        name: TableName::parse(name).unwrap(),
        keys,
        indexes: Vec::new(),
        billing: BillingMode::PayPerRequest,
    })
}

/// A table with a stream and one without, their log and the time.
struct Stage {
    table: Table,
    quiet: Table,
    log: ChangeLog,
    now: u64,
}

impl Stage {
    fn new() -> Self {
        Self { table: table("Table"), quiet: table("Quiet"), log: ChangeLog::default(), now: 7 }
    }

    fn stream(&self, shards: u32) -> Stream {
        let schema = self.table.schema();
        let id = StreamId { table: schema.name.clone(), label: StreamLabel(Millis(self.now)) };
        let ring = Ring::even(shards);
        let (view, from) = (ViewType::NewAndOldImages, self.log.next_sequence());
        Stream::open(id, &schema.keys, view, ring.ranges(), from)
    }

    fn write(&mut self, key: &str, value: Option<&str>) {
        self.write_to(true, key, value);
    }

    fn write_to(&mut self, streamed: bool, key: &str, value: Option<&str>) {
        let table = if streamed { &mut self.table } else { &mut self.quiet };
        let name = |text| AttributeName::parse(text).unwrap();
        let mut item: Item = [(name("k"), Value::text(key))].into_iter().collect();
        let key = KeyBytes::encode(&table.schema().keys.key_of(&item).unwrap());
        let change = match value {
            Some(value) => {
                item.insert(name("v"), Value::text(value));
                table.prepare_put(key, Arc::new(Row::new(item)))
            }
            None => table.prepare_delete(key),
        };
        let made = Made { at: Millis(self.now), origin: Origin::Request, streamed };
        self.log.append(table.schema(), &change, made);
        table.apply(change);
    }

    fn write_quietly(&mut self, count: usize) {
        (0..count).for_each(|n| self.write_to(false, "many", Some(&n.to_string())));
    }

    fn write_many(&mut self, count: usize) {
        (0..count).for_each(|n| self.write("many", Some(&n.to_string())));
    }

    fn sequences(&self) -> Vec<u64> {
        self.log.since(0).iter().map(|record| record.sequence).collect()
    }
}

fn read(page: &ShardPage<'_>) -> Vec<u64> {
    page.records.iter().map(|record| record.sequence).collect()
}

#[test]
fn what_changes_nothing_leaves_no_record() {
    let mut stage = Stage::new();
    for value in [Some("a"), Some("a"), Some("b"), None, None] {
        stage.write("k", value);
    }
    let kinds: Vec<_> = stage.log.since(0).iter().map(|r| (r.sequence, r.kind)).collect();
    use ChangeKind::{Insert, Modify, Remove};
    assert_eq!(kinds, [(0, Insert), (1, Modify), (2, Remove)]);
}

#[test]
fn what_no_stream_shows_does_not_pile_up() {
    let mut stage = Stage::new();
    stage.write("shown", Some("x"));
    stage.write_quietly(100 * FIRST_TRIM);
    assert!(stage.log.since(0).len() <= FIRST_TRIM);
    assert_eq!(stage.sequences()[0], 0);
    let last = stage.log.next_sequence() - KEPT_FOR_THE_REQUEST;
    assert_eq!(stage.log.since(last).len() as u64, KEPT_FOR_THE_REQUEST);
    assert_eq!(stage.log.horizon(Millis(stage.now)), 0);
}

#[test]
fn what_a_stream_shows_is_kept_for_a_day() {
    let mut stage = Stage::new();
    stage.write_many(FIRST_TRIM);
    stage.now += DAY - 1;
    stage.write_many(FIRST_TRIM);
    assert_eq!(stage.log.since(0).len(), 2 * FIRST_TRIM);
    assert_eq!(stage.log.horizon(Millis(stage.now)), 0);
    stage.now += 1;
    assert_eq!(stage.log.horizon(Millis(stage.now)), FIRST_TRIM as u64);
    stage.write_many(2 * FIRST_TRIM);
    assert_eq!(stage.sequences()[0], FIRST_TRIM as u64);
    assert_eq!(stage.log.horizon(Millis(stage.now)), FIRST_TRIM as u64);
}

/// 200,000 writes within a day took 150 MB.
#[test]
fn what_a_stream_shows_takes_no_more_than_its_memory() {
    let mut stage = Stage::new();
    let image = "x".repeat(20_000);
    for n in 0..20_000 {
        stage.write("many", Some(&format!("{n}{image}")));
        if n % 100 == 0 {
            let bytes: usize = stage.log.since(0).iter().map(ChangeRecord::memory).sum();
            assert!(bytes <= MAX_STREAMED_BYTES, "{bytes} after {n}");
        }
    }
    let kept = stage.sequences();
    assert_eq!(kept[0], stage.log.horizon(Millis(stage.now)), "a reader is told what is gone");
    assert!(kept.len() > 1000 && *kept.last().unwrap() == 19_999);
}

#[test]
fn every_shard_has_its_own_items_in_their_order() {
    let mut stage = Stage::new();
    let stream = stage.stream(3);
    let keys: Vec<String> = (0..20).map(|n| format!("key-{n}")).collect();
    for value in ["a", "b"] {
        keys.iter().for_each(|key| stage.write(key, Some(value)));
    }
    let pages = stream.shards().iter().map(|shard| stage.log.page(&stream, shard, 0, 1000));
    let mut all: Vec<u64> = Vec::new();
    for page in pages {
        assert!(!page.records.is_empty() && page.records.is_sorted_by_key(|r| r.sequence));
        assert_eq!(page.next, Some(40));
        all.extend(read(&page));
    }
    all.sort();
    assert_eq!(all, (0..40).collect::<Vec<_>>());
}

#[test]
fn a_page_ends_at_its_limit_and_a_closed_shard_at_its_end() {
    let mut stage = Stage::new();
    let mut stream = stage.stream(1);
    stage.write_many(3);
    let page = |stage: &Stage, shard: &Shard, sequence, limit| {
        let page = stage.log.page(&stream, shard, sequence, limit);
        (read(&page), page.next)
    };
    let open = &stream.shards()[0];
    assert_eq!(page(&stage, open, 0, 2), (vec![0, 1], Some(2)));
    assert_eq!(page(&stage, open, 2, 2), (vec![2], Some(3)));
    assert_eq!(page(&stage, open, 3, 2), (vec![], Some(3)));
    stream.disable(Millis(stage.now), stage.log.next_sequence());
    stage.write_many(3);
    let closed = &stream.shards()[0];
    let page = |sequence, limit| {
        let page = stage.log.page(&stream, closed, sequence, limit);
        (read(&page), page.next)
    };
    assert_eq!(page(0, 2), (vec![0, 1], Some(2)));
    assert_eq!(page(2, 1), (vec![2], None));
    assert_eq!(page(3, 1), (vec![], None));
}

#[test]
fn a_page_holds_a_megabyte_but_never_nothing() {
    let mut stage = Stage::new();
    let stream = stage.stream(1);
    for letter in ["a", "b", "c", "d"] {
        stage.write("large", Some(&letter.repeat(390_000)));
    }
    let page = stage.log.page(&stream, &stream.shards()[0], 0, 1000);
    assert_eq!((read(&page), page.next), (vec![0], Some(1)));
    let page = stage.log.page(&stream, &stream.shards()[0], 1, 1000);
    assert_eq!((read(&page), page.next), (vec![1], Some(2)));
}

#[test]
fn a_shard_that_splits_is_read_before_its_children() {
    let mut stage = Stage::new();
    let mut stream = stage.stream(1);
    stage.write_many(2);
    let parent = stream.shards()[0].id;
    let middle = crate::model::PartitionHash(1 << 63);
    stream.split(parent, middle, Millis(stage.now), stage.log.next_sequence());
    stage.write_many(2);
    let [parent, low, high] = stream.shards() else { panic!("a parent and two children") };
    assert_eq!((parent.end, low.start, high.start), (Some(2), 2, 2));
    assert!([low, high].iter().all(|child| child.parent == Some(parent.id)));
    assert!(low.hashes.last.0 + 1 == high.hashes.first.0);
    let of = |shard| read(&stage.log.page(&stream, shard, 0, 9));
    assert_eq!(of(parent), [0, 1]);
    assert_eq!([of(low), of(high)].concat(), [2, 3]);
    let day_after = Millis(stage.now + DAY);
    assert_eq!(stream.readable_shards(day_after).count(), 2);
}

/// What happens to a log.
#[derive(Debug, Clone)]
enum Step {
    /// A change of one of some items.
    Write(u8),
    /// So many changes that no stream shows.
    Quiet(usize),
    /// Time goes by.
    Wait(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => any::<u8>().prop_map(Step::Write),
        1 => (0..900_usize).prop_map(Step::Quiet),
        1 => (0..DAY / 2).prop_map(Step::Wait),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    /// That the log drops records is seen by nobody: only their age counts.
    #[test]
    fn a_day_of_a_stream_can_be_read_whatever_else_is_written(
        steps in prop::collection::vec(step(), 1..60),
    ) {
        let mut stage = Stage::new();
        let stream = stage.stream(3);
        let mut made: Vec<(u64, u64)> = Vec::new();
        for (n, step) in steps.into_iter().enumerate() {
            match step {
                Step::Write(key) => {
                    made.push((stage.log.next_sequence(), stage.now));
                    stage.write(&key.to_string(), Some(&n.to_string()));
                }
                Step::Quiet(count) => stage.write_quietly(count),
                Step::Wait(millis) => stage.now += millis,
            }
            let horizon = stage.log.horizon(Millis(stage.now));
            let page = |shard| read(&stage.log.page(&stream, shard, horizon, 1000));
            let mut seen: Vec<u64> = stream.shards().iter().flat_map(page).collect();
            seen.sort();
            let young = made.iter().filter(|(_, at)| stage.now < at + DAY);
            prop_assert_eq!(seen, young.map(|(sequence, _)| *sequence).collect::<Vec<_>>());
        }
    }
}
