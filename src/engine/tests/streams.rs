//! Streams: enabled, disabled, and left behind by a table that is gone.

use super::support::*;
use crate::changelog::{Millis, Stream, ViewType};
use crate::engine::ops::delete_table;
use crate::engine::{Engine, EngineError, StreamSpecification};
use crate::model::Throughput;
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
    engine.tables.streams_of(&table_name()).cloned().collect()
}

#[test]
fn a_table_has_one_enabled_stream_or_none() {
    let with = with_stream(ViewType::NewImage);
    let without = engine(create("pk:S"));
    let after = |engine: &Engine, wanted| {
        engine.streams_after(&table_name(), wanted).map(|streams| streams.are_enabled())
    };
    let enabled = Err(EngineError::StreamEnabled(table_name()));
    assert_eq!(after(&with, Enabled(ViewType::KeysOnly)), enabled);
    assert_eq!(after(&with, Disabled), Ok(false));
    assert_eq!(after(&without, Enabled(ViewType::KeysOnly)), Ok(true));
    assert_eq!(after(&without, Disabled), Err(EngineError::StreamNotEnabled(table_name())));
}

#[test]
fn a_stream_has_a_shard_for_each_partition() {
    let on_demand = streams(&with_stream(ViewType::KeysOnly)).remove(0);
    assert_eq!(on_demand.shards().len(), 4);
    let mut request = create("pk:S");
    request.billing = None;
    request.throughput = Some(Throughput { read: 5, write: 5 });
    request.stream = Some(Enabled(ViewType::KeysOnly));
    let provisioned = streams(&engine(request)).remove(0);
    let ranges: Vec<_> = provisioned.shards().iter().map(|shard| shard.hashes).collect();
    assert_eq!(ranges, [HashRange::ALL]);
}

#[test]
fn a_deleted_table_leaves_its_stream_for_a_day() {
    let mut engine = with_stream(ViewType::KeysOnly);
    engine.execute(put(item(&[("pk", s("a"))])).into()).result.unwrap();
    engine.execute(delete_table::Input { table: table_name() }.into()).result.unwrap();
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
        engine.execute(delete_table::Input { table: table_name() }.into()).result.unwrap();
        let mut again = create("pk:S");
        again.stream = Some(Enabled(ViewType::KeysOnly));
        engine.execute(again.into()).result.unwrap();
    }
    let labels: Vec<u64> = streams(&engine).iter().map(|stream| stream.label.0.0).collect();
    assert_eq!(labels, [0, 1, 2]);
}
