//! Streams: enabled, disabled, and left behind by a table that is gone.

use super::support::*;
use crate::changelog::{Origin, ShardIterator, Stream, ViewType};
use crate::engine::ops::streams::{GetRecordsOutput, StreamRecord};
use crate::engine::ops::{DeleteTableInput, GetRecordsInput};
use crate::engine::{Engine, EngineError, Output, StreamError, StreamSpecification};
use crate::model::{Millis, Throughput};
use crate::partition::HashRange;

use StreamSpecification::{Disabled, Enabled};

const DAY: u64 = 24 * 60 * 60 * 1000;

fn with_stream(view: ViewType) -> Engine {
    let mut request = create("pk:S");
    request.stream = Some(Enabled(view));
    engine(request)
}

/// The streams of tables of the name, gone ones included.
fn streams(engine: &Engine) -> Vec<Stream> {
    engine.state.tables.streams_of(&table_name()).cloned().collect()
}

#[test]
fn a_table_has_one_enabled_stream_or_none() {
    let with = with_stream(ViewType::NewImage);
    let without = engine(create("pk:S"));
    let after = |engine: &Engine, wanted| {
        engine.state.streams_after(&table_name(), wanted).map(|streams| streams.are_enabled())
    };
    let enabled = Err(EngineError::Stream(StreamError::Enabled(table_name())));
    assert_eq!(after(&with, Enabled(ViewType::KeysOnly)), enabled);
    assert_eq!(after(&with, Disabled), Ok(false));
    assert_eq!(after(&without, Enabled(ViewType::KeysOnly)), Ok(true));
    assert_eq!(
        after(&without, Disabled),
        Err(EngineError::Stream(StreamError::NotEnabled(table_name())))
    );
}

#[test]
fn a_stream_has_a_shard_for_each_partition() {
    let on_demand = streams(&with_stream(ViewType::KeysOnly)).remove(0);
    assert_eq!(on_demand.shards().len(), 4);
    let provisioned = streams(&with_one_shard(ViewType::KeysOnly)).remove(0);
    let ranges: Vec<_> = provisioned.shards().iter().map(|shard| shard.hashes).collect();
    assert_eq!(ranges, [HashRange::ALL]);
}

#[test]
fn a_deleted_table_leaves_its_stream_for_a_day() {
    let mut engine = with_stream(ViewType::KeysOnly);
    engine.execute(put(item(&[("pk", s("a"))])).into()).result.unwrap();
    engine.execute(DeleteTableInput { table: table_name() }.into()).result.unwrap();
    let left = streams(&engine).remove(0);
    assert!(!left.is_enabled());
    assert!(left.shards().iter().all(|shard| (shard.start, shard.end) == (0, Some(1))));
    assert!(left.is_readable(Millis(DAY - 1)) && !left.is_readable(Millis(DAY)));
}

/// The clock stands still here, as it does in a replay.
#[test]
fn two_streams_of_a_name_never_share_a_label() {
    let mut engine = with_stream(ViewType::KeysOnly);
    for _ in 0..2 {
        engine.execute(DeleteTableInput { table: table_name() }.into()).result.unwrap();
        let mut again = create("pk:S");
        again.stream = Some(Enabled(ViewType::KeysOnly));
        engine.execute(again.into()).result.unwrap();
    }
    let labels: Vec<u64> = streams(&engine).iter().map(|stream| stream.id.label.0.0).collect();
    assert_eq!(labels, [0, 1, 2]);
}

fn records(engine: &mut Engine) -> GetRecordsOutput {
    let stream = streams(engine).remove(0);
    let iterator = ShardIterator {
        stream: stream.id.clone(),
        shard: stream.shards()[0].id,
        sequence: 0,
        issued: engine.now(),
    };
    match engine.execute(GetRecordsInput { iterator, limit: None }.into()).result {
        Ok(Output::GetRecords(output)) => output,
        other => panic!("no records: {other:?}"),
    }
}

/// A provisioned table has one shard.
fn with_one_shard(view: ViewType) -> Engine {
    let mut request = create("pk:S");
    request.billing = None;
    request.throughput = Some(Throughput { read: 5, write: 5 });
    request.stream = Some(Enabled(view));
    engine(request)
}

/// The bytes are those of the Guide's example: three changes of one item, 26, 59 and 38 bytes.
#[test]
fn a_view_shows_its_images_and_counts_their_bytes() {
    let key = ("Id", n(101));
    let views = [
        (ViewType::NewAndOldImages, [26, 59, 38]),
        (ViewType::NewImage, [26, 38, 5]),
        (ViewType::OldImage, [5, 26, 38]),
        (ViewType::KeysOnly, [5, 5, 5]),
    ];
    for (view, bytes) in views {
        let mut request = create("Id:N");
        request.billing = None;
        request.throughput = Some(Throughput { read: 5, write: 5 });
        request.stream = Some(Enabled(view));
        let mut engine = engine(request);
        for message in ["New item!", "This item has changed"] {
            let written = item(&[key.clone(), ("Message", s(message))]);
            engine.execute(put(written).into()).result.unwrap();
        }
        engine.execute(delete(item(std::slice::from_ref(&key))).into()).result.unwrap();
        let output = records(&mut engine);
        let seen: Vec<u64> = output.records.iter().map(|record| record.bytes).collect();
        assert_eq!(seen, bytes, "{view:?}");
        let shown = |record: &StreamRecord| (record.old.is_some(), record.new.is_some());
        let images: Vec<_> = output.records.iter().map(shown).collect();
        let (old, new) = (view.shows_old(), view.shows_new());
        assert_eq!(images, [(false, new), (old, new), (old, false)], "{view:?}");
    }
}

#[test]
fn a_record_tells_who_made_the_change() {
    let mut engine = with_one_shard(ViewType::KeysOnly);
    engine.execute(put(item(&[("pk", s("a"))])).into()).result.unwrap();
    let table = &engine.state.tables.get(&table_name()).unwrap().store;
    let key = table.rows().iter().next().unwrap().0.clone();
    let change = table.prepare_delete(key);
    engine.write(&table_name(), change, Origin::Expiry);
    let origins: Vec<_> = records(&mut engine).records.iter().map(|r| r.origin).collect();
    assert_eq!(origins, [Origin::Request, Origin::Expiry]);
}
