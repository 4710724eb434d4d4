//! A reader of the table's stream that has nothing but the records: from them it makes the table
//! anew, and finds them wrong when an image before is not what it has.

use dynamodb_playground::changelog::{ShardIterator, StreamId};
use dynamodb_playground::engine::ops::streams::{ShardIteratorStart, StreamRecord};
use dynamodb_playground::engine::ops::{
    DescribeStreamInput, GetRecordsInput, GetShardIteratorInput, ListStreamsInput,
};
use dynamodb_playground::engine::{Engine, Output};
use dynamodb_playground::model::Item;

use super::naive::Record;
use super::setup::TABLE_SPEC;

/// So few that most requests of several changes take several pages.
const LIMIT: u32 = 2;

pub struct Follower {
    /// One for each shard.
    iterators: Vec<ShardIterator>,
    items: Vec<Item>,
}

impl Follower {
    /// A reader at the beginning of every shard.
    pub fn new(engine: &mut Engine) -> Self {
        let Ok(Output::ListStreams(listed)) =
            engine.execute(ListStreamsInput::default().into()).result
        else {
            panic!("streams are listed");
        };
        let [stream] = listed.streams.try_into().expect("the table has a stream");
        let ids = shard_ids(engine, &stream);
        let iterator = |shard: String| {
            let input = GetShardIteratorInput {
                stream: stream.clone(),
                shard,
                start: ShardIteratorStart::TrimHorizon,
            };
            match engine.execute(input.into()).result {
                Ok(Output::GetShardIterator(output)) => output.iterator,
                other => panic!("no iterator: {other:?}"),
            }
        };
        Self { iterators: ids.into_iter().map(iterator).collect(), items: Vec::new() }
    }

    /// Reads on in every shard until there is nothing more, and tells what was read in the order
    /// of the sequence numbers.
    pub fn follow(&mut self, engine: &mut Engine) -> Vec<Record> {
        let mut read: Vec<StreamRecord> = Vec::new();
        for iterator in &mut self.iterators {
            read.extend(drain(engine, iterator));
        }
        read.sort_by_key(|record| record.number);
        read.iter().for_each(|record| self.believe(record));
        read.into_iter().map(told).collect()
    }

    /// What the reader takes to be in the table.
    pub fn sorted(&self) -> Vec<Item> {
        TABLE_SPEC.sorted(&self.items)
    }

    fn believe(&mut self, record: &StreamRecord) {
        let is_it =
            |item: &Item| record.key.iter().all(|(name, v)| item.get(name.as_str()) == Some(v));
        let had = self.items.iter().position(is_it).map(|at| self.items.remove(at));
        assert_eq!(had.as_ref(), record.old.as_ref().map(|row| row.item()));
        self.items.extend(record.new.as_ref().map(|row| row.item().clone()));
    }
}

fn shard_ids(engine: &mut Engine, stream: &StreamId) -> Vec<String> {
    let input =
        DescribeStreamInput { stream: stream.clone(), start: None, limit: None, children_of: None };
    match engine.execute(input.into()).result {
        Ok(Output::DescribeStream(output)) => {
            output.shards.iter().map(|shard| shard.id.to_string()).collect()
        }
        other => panic!("no description: {other:?}"),
    }
}

fn drain(engine: &mut Engine, iterator: &mut ShardIterator) -> Vec<StreamRecord> {
    let mut all = Vec::new();
    loop {
        let input = GetRecordsInput { iterator: iterator.clone(), limit: Some(LIMIT) };
        let Ok(Output::GetRecords(output)) = engine.execute(input.into()).result else {
            panic!("records are read");
        };
        *iterator = output.next.expect("the shard stays open");
        if output.records.is_empty() {
            return all;
        }
        assert!(output.records.len() <= LIMIT as usize);
        all.extend(output.records);
    }
}

fn told(record: StreamRecord) -> Record {
    let item = |row: Option<std::sync::Arc<dynamodb_playground::store::Row>>| {
        row.map(|row| row.item().clone())
    };
    (record.kind, record.key, item(record.old), item(record.new))
}
