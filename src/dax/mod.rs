//! DynamoDB Accelerator: a cache in front of the service, for the requests that go through it.
//!
//! Owns what is cached, for how long, and which requests go past it (Developer Guide, *DAX:
//! how it works*, *DAX and DynamoDB consistency models*). One node without replicas: between real
//! nodes there is a lag besides. Refuses to know how requests are written.

mod cache;
mod items;

use std::sync::Arc;

use crate::capacity::{ReadUnits, Receipt};
use crate::engine::ops::item::GetItemOutput;
use crate::engine::ops::transaction::TransactGet;
use crate::engine::ops::{GetItemInput, TransactGetItemsInput, TransactWriteItemsInput};
use crate::engine::{Engine, Executed, Found, Input, Millis, Output};
use crate::model::{Item, TableName};
use crate::store::Row;
use cache::{Cache, Cached};
use items::{batch_get, cache_key, key_of, written};

/// How a cluster is set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DaxSettings {
    /// `record-ttl-millis`. Zero: until it is written or has to make room.
    pub item_ttl: u64,
    /// `query-ttl-millis`. Zero: answers are not kept.
    pub query_ttl: u64,
    /// Bytes of items that fit, in both caches together.
    pub bytes: u64,
}

impl Default for DaxSettings {
    /// Five minutes each, as a new cluster has it.
    fn default() -> Self {
        Self { item_ttl: 300_000, query_ttl: 300_000, bytes: 64 << 20 }
    }
}

/// Who answered a request that went through the cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Served {
    /// The item cache.
    ItemCache,
    /// The query cache.
    QueryCache,
    /// The table, and the answer was kept.
    Missed,
    /// The table: nothing of it is cached, or it was a write, which is written through.
    Passed,
}

/// What the caches did so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DaxCounts {
    /// Reads of items that the item cache served, and those that went on.
    pub items: (u64, u64),
    /// Queries and scans that the query cache served, and those that went on.
    pub queries: (u64, u64),
    /// What the reads served from here would have cost.
    pub saved: ReadUnits,
}

/// A cluster.
#[derive(Debug, Clone)]
pub struct Dax {
    settings: DaxSettings,
    cache: Cache,
    counts: DaxCounts,
}

impl Dax {
    /// A cluster that holds nothing.
    pub fn new(settings: DaxSettings) -> Self {
        Self { settings, cache: Cache::new(settings.bytes), counts: DaxCounts::default() }
    }

    /// Goes on with other settings. What is cached keeps the time that it was given.
    pub fn set(&mut self, settings: DaxSettings) {
        self.settings = settings;
        self.cache.set_room(settings.bytes);
    }

    /// What the caches did so far.
    pub fn counts(&self) -> DaxCounts {
        self.counts
    }

    /// How many answers are cached, and their bytes.
    pub fn size(&self) -> (usize, u64) {
        self.cache.size()
    }

    /// Answers a request. The text tells requests apart for the query cache: it must hold all of
    /// their parameters.
    pub fn execute(&mut self, engine: &mut Engine, input: Input, text: &str) -> (Executed, Served) {
        match input {
            Input::GetItem(input) if !input.consistent => self.get(engine, input),
            Input::BatchGetItem(input) if input.requests.iter().all(|r| !r.consistent) => {
                batch_get(self, engine, input)
            }
            Input::Query(ref query) if !query.consistent => self.query(engine, input, text),
            Input::Scan(ref scan) if !scan.consistent => self.query(engine, input, text),
            Input::TransactWriteItems(input) => (self.transact(engine, input), Served::Passed),
            input => (self.write_through(engine, input), Served::Passed),
        }
    }

    fn get(&mut self, engine: &mut Engine, input: GetItemInput) -> (Executed, Served) {
        // What the service rejects is rejected in its words, whether or not the item is cached.
        let Ok(key) = engine.check_get(&input) else {
            return (engine.execute(Input::GetItem(input)), Served::Passed);
        };
        let key = cache_key(&input.table, &key);
        if let Some((row, cost)) = self.item(&key, engine.now()) {
            self.counts.items.0 += 1;
            self.counts.saved += cost;
            return (cached_item(&input, row, engine), Served::ItemCache);
        }
        self.counts.items.1 += 1;
        let executed = engine.execute(Input::GetItem(input));
        if executed.result.is_err() {
            return (executed, Served::Passed);
        }
        // The item cache holds whole items. The answer may be a part of one, but the facts say which
        // row was read.
        let row = executed.receipts.iter().flat_map(Receipt::evaluated).next();
        let row = row.map(|read| read.row.clone());
        let cost = executed.receipts.iter().map(Receipt::read_units).sum();
        self.keep_item(key, row, cost, engine.now());
        (executed, Served::Missed)
    }

    fn query(&mut self, engine: &mut Engine, input: Input, text: &str) -> (Executed, Served) {
        let now = engine.now();
        let key = [b"?", text.as_bytes()].concat();
        if let Some(Cached::Answer(output, cost)) = self.cache.get(&key, now) {
            self.counts.queries.0 += 1;
            self.counts.saved += cost;
            return (Executed::cached(*output, engine), Served::QueryCache);
        }
        self.counts.queries.1 += 1;
        let executed = engine.execute(input);
        let Ok(output) = &executed.result else { return (executed, Served::Passed) };
        if self.settings.query_ttl == 0 {
            return (executed, Served::Passed);
        }
        let bytes = executed.receipts.iter().map(Receipt::bytes_read).sum();
        let cost = executed.receipts.iter().map(Receipt::read_units).sum();
        let until = now.0.saturating_add(self.settings.query_ttl);
        self.cache.keep(key, Cached::Answer(Box::new(output.clone()), cost), bytes, until);
        (executed, Served::Missed)
    }

    /// The table first; then the item cache holds what the table holds.
    fn write_through(&mut self, engine: &mut Engine, input: Input) -> Executed {
        let keys = written(&input);
        let executed = engine.execute(input);
        if executed.result.is_ok() {
            keys.iter().for_each(|(table, key)| self.refresh(engine, table, key));
        }
        executed
    }

    /// A transaction goes past; behind it the cluster reads its items again, in a transaction that
    /// costs 2 units for each 4 KB of them.
    fn transact(&mut self, engine: &mut Engine, input: TransactWriteItemsInput) -> Executed {
        let keys = written(&Input::TransactWriteItems(input.clone()));
        let mut executed = engine.execute(Input::TransactWriteItems(input));
        if executed.result.is_ok() {
            let get = |(table, key): &(TableName, Item)| TransactGet {
                table: table.clone(),
                key: key.clone(),
                projection: None,
            };
            let gets = TransactGetItemsInput { gets: keys.iter().map(get).collect() };
            let read = engine.execute(Input::TransactGetItems(gets));
            executed.receipts.extend(read.receipts);
            keys.iter().for_each(|(table, key)| self.refresh(engine, table, key));
        }
        executed
    }

    fn refresh(&mut self, engine: &Engine, table: &TableName, key: &Item) {
        let Some(bytes) = key_of(engine, table, key) else { return };
        let row = engine.inspect().item(table, key);
        let cost = engine.inspect().cost_of_get(row.as_ref());
        self.keep_item(bytes, row, cost, engine.now());
    }

    fn item(&mut self, key: &[u8], now: Millis) -> Option<(Option<Arc<Row>>, ReadUnits)> {
        match self.cache.get(key, now) {
            Some(Cached::Item(row, cost)) => Some((row, cost)),
            _ => None,
        }
    }

    fn keep_item(&mut self, key: Vec<u8>, row: Option<Arc<Row>>, cost: ReadUnits, now: Millis) {
        let until = match self.settings.item_ttl {
            0 => u64::MAX,
            ttl => now.0.saturating_add(ttl),
        };
        let bytes = row.as_ref().map_or(0, |row| u64::from(row.size()));
        self.cache.keep(key, Cached::Item(row, cost), bytes, until);
    }
}

fn cached_item(input: &GetItemInput, row: Option<Arc<Row>>, engine: &Engine) -> Executed {
    let item = row.as_ref().map(|row| Found::project(row, input.projection.as_ref()));
    Executed::cached(Output::GetItem(GetItemOutput { item }), engine)
}
