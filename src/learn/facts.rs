//! The facts of runs: what expressions in lessons speak of, drawn from exchanges alone.
//!
//! Owns which fact is which part of an exchange; their names are `content`'s. Refuses to know what
//! is said with them.

use std::collections::BTreeMap;

use content::Number;
use serde_json::Value as Json;

use crate::api::{ErrorKind, Exchange};
use crate::capacity::{ReadItem, Receipt, Setting, TableOrIndex, WriteCharge};
use crate::engine::inspect::Inspect;
use crate::engine::{Touched, TouchedHashes};
use crate::model::{PartitionHash, TableName, Value as Attribute};
use crate::partition::Ring;
use crate::traffic::{Run, Sample, Scenario, bills};

/// Items of a response that expressions can speak of; a Scan has thousands.
const MOST_ITEMS: usize = 100;

/// The value of a fact or an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// There is none: the error of a request that succeeded.
    Missing,
    /// A number.
    Number(Number),
    /// A text.
    Text(String),
    /// True or false.
    Flag(bool),
    /// JSON.
    Json(Json),
}

impl Value {
    fn count(count: impl TryInto<u64>) -> Self {
        Value::Number(Number::from_u64(count.try_into().unwrap_or(u64::MAX)))
    }

    fn text(text: impl Into<String>) -> Self {
        Value::Text(text.into())
    }
}

/// Facts by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts(BTreeMap<&'static str, Value>);

impl Facts {
    /// The fact of this name, and whether there is such a name at all.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Adds or replaces a fact.
    pub fn set(&mut self, name: &'static str, value: Value) {
        self.0.insert(name, value);
    }

    /// The names of all facts.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.0.keys().copied()
    }

    /// The facts of one run: of a request, or of all pages of one. `partitions` is how many the
    /// hash space is cut into.
    pub fn from_exchanges(pages: &[Exchange], partitions: u32) -> Self {
        let mut facts = Self::missing();
        let Some(last) = pages.last() else { return facts };
        facts.add_outcome(last);
        facts.add_reads(pages);
        facts.add_writes(pages);
        facts.add_places(&pages[0], partitions);
        facts.add_response(pages);
        facts.set("pages", Value::count(pages.len()));
        facts.set("requests", Value::count(pages.len()));
        facts
    }

    /// Every fact of a run, and none known.
    fn missing() -> Self {
        let names = content::facts::RUN_FACTS.iter().map(|fact| (fact.name, Value::Missing));
        Self(names.collect())
    }

    fn add_outcome(&mut self, last: &Exchange) {
        self.set("ok", Value::Flag(last.response.is_ok()));
        self.set("operation", Value::text(last.request.operation.name()));
        self.set("request", Value::Json(last.request.body.clone()));
        let stale = last.follower.is_some_and(|follower| follower.stale);
        self.set("stale", Value::Flag(stale));
        let error = last.response.as_ref().err();
        self.set(
            "condition_failed",
            Value::Flag(error.is_some_and(|error| {
                let failed = |kind| kind == ErrorKind::ConditionalCheckFailed;
                failed(error.kind()) || error.reasons().iter().flatten().any(|e| failed(e.kind()))
            })),
        );
        if let Some(error) = error {
            self.set("error", Value::text(error.kind().name()));
            self.set("message", Value::text(error.message().unwrap_or_default()));
        }
    }

    fn add_reads(&mut self, pages: &[Exchange]) {
        let receipts = || pages.iter().flat_map(|page| &page.receipts);
        let evaluated: u64 = receipts().map(Receipt::items_evaluated).sum();
        let returned: u64 = receipts().map(Receipt::items_returned).sum();
        self.set("evaluated", Value::count(evaluated));
        self.set("returned", Value::count(returned));
        self.set("filtered", Value::count(evaluated - returned));
        self.set("bytes", Value::count(receipts().map(Receipt::bytes_read).sum::<u64>()));
        let reads = || receipts().flat_map(|receipt| &receipt.reads);
        self.set("blocks", Value::count(reads().map(|charge| charge.blocks).sum::<u64>()));
        let halves = receipts().map(|receipt| receipt.read_units().halves()).sum();
        let rcu = Number::from_halves(halves);
        let wcu = Number::from_u64(receipts().map(|receipt| receipt.write_units().get()).sum());
        self.set("rcu", Value::Number(rcu));
        self.set("wcu", Value::Number(wcu));
        self.set("cost", Value::Number(rcu.plus(wcu)));
        let bytes = || receipts().flat_map(Receipt::evaluated).map(ReadItem::bytes);
        self.set("item_bytes", bytes().next().map_or(Value::Missing, Value::count));
        self.set("largest_bytes", bytes().max().map_or(Value::Missing, Value::count));
        let index = reads().find_map(|charge| charge.on.index());
        self.set("index", index.map_or(Value::Missing, |index| Value::text(index.as_str())));
    }

    fn add_writes(&mut self, pages: &[Exchange]) {
        let writes = || pages.iter().flat_map(|page| &page.receipts).flat_map(|r| &r.writes);
        let of_table = |charge: &&WriteCharge| charge.on == TableOrIndex::Table;
        let units = |of_table: bool| -> u64 {
            let charges = writes().filter(|c| (c.on == TableOrIndex::Table) == of_table);
            charges.map(|charge| charge.units.get()).sum()
        };
        self.set("table_wcu", Value::count(units(true)));
        self.set("index_wcu", Value::count(units(false)));
        let index_writes = writes().filter(|charge| !of_table(charge));
        let index_writes: u64 = index_writes.map(|charge| u64::from(charge.writes)).sum();
        self.set("index_writes", Value::count(index_writes));
        let blocks: u64 = writes().filter(of_table).map(|charge| charge.blocks).sum();
        self.set("write_blocks", Value::count(blocks));
        let first = writes().find(of_table);
        let bytes = |bytes: Option<u64>| Value::count(bytes.unwrap_or(0));
        self.set("before_bytes", first.map_or(Value::Missing, |c| bytes(c.before_bytes())));
        self.set("after_bytes", first.map_or(Value::Missing, |c| bytes(c.after_bytes())));
        let changes = pages.iter().map(|page| page.changes.end - page.changes.start);
        self.set("changes", Value::count(changes.sum::<u64>()));
    }

    fn add_places(&mut self, first: &Exchange, partitions: u32) {
        let ring = Ring::even(partitions);
        let Some(Touched { hashes, .. }) = first.touched.first() else { return };
        let (hash, touched) = match hashes {
            TouchedHashes::Some(hashes) => {
                let mut places: Vec<usize> = hashes.iter().map(|hash| ring.locate(*hash)).collect();
                places.dedup();
                (hashes.first().copied(), places)
            }
            TouchedHashes::Range(range) => {
                let places = ring.locate(range.first)..=ring.locate(range.last);
                (None, places.collect())
            }
        };
        self.set("partitions", Value::count(touched.len()));
        let partition = touched.first().filter(|_| hash.is_some());
        self.set("partition", partition.map_or(Value::Missing, |at| Value::count(at + 1)));
        self.set("hash", hash.map_or(Value::Missing, |hash| Value::text(hash_text(hash))));
    }

    fn add_response(&mut self, pages: &[Exchange]) {
        let mut items = Vec::new();
        let mut unprocessed = 0;
        for page in pages {
            let Ok(response) = &page.response else { continue };
            let body = response.to_json_of_first(MOST_ITEMS);
            items.extend(returned_items(&body));
            unprocessed += unprocessed_requests(&body);
            let last_key = body.get("LastEvaluatedKey").cloned();
            self.set("more", Value::Flag(last_key.is_some()));
            self.set("last_key", last_key.map_or(Value::Missing, Value::Json));
            self.set("response", Value::Json(body));
        }
        self.set("unprocessed", Value::count(unprocessed));
        let item = |item: Option<&Json>| item.cloned().map_or(Value::Missing, Value::Json);
        self.set("item", item(items.first()));
        self.set("last_item", item(items.last()));
    }

    /// The facts of a run of the traffic lab.
    pub fn from_traffic(scenario: &Scenario, run: &Run) -> Self {
        let mut facts = Self::missing();
        let samples = run.samples();
        let sum = |of: fn(&Sample) -> u64| samples.iter().map(of).sum::<u64>();
        let attempts = sum(|sample| sample.tally.attempts);
        let throttled = sum(|sample| sample.tally.throttled());
        let percent = Number::from_u64(throttled * 100).divided_by(Number::from_u64(attempts));
        facts.set("ok", Value::Flag(true));
        let requests = sum(|sample| sample.tally.requests);
        let succeeded = sum(|sample| sample.tally.succeeded);
        facts.set("requests", Value::count(requests));
        facts.set("succeeded", Value::count(succeeded));
        let percent_succeeded =
            Number::from_u64(succeeded * 100).divided_by(Number::from_u64(requests));
        facts.set("succeeded_percent", Value::Number(percent_succeeded.unwrap_or_default()));
        facts.set("throttled", Value::count(throttled));
        facts.set("throttled_percent", Value::Number(percent.unwrap_or_default()));
        let reasons = samples.iter().flat_map(|sample| sample.tally.throttled_by_reason());
        let mut by_reason = BTreeMap::<String, u64>::new();
        reasons.for_each(|(reason, count)| *by_reason.entry(reason.reason()).or_default() += count);
        let most = by_reason.into_iter().max_by_key(|(_, count)| *count);
        facts.set("throttled_by", most.map_or(Value::Missing, |(reason, _)| Value::Text(reason)));
        let partitions = samples.iter().flat_map(|sample| &sample.table.partitions);
        let loads = partitions.map(|p| p.read_permille.max(p.write_permille));
        let hottest = Number::from_u64(loads.max().unwrap_or(0).into());
        let hottest = hottest.divided_by(Number::from_u64(10)).unwrap_or_default();
        facts.set("hottest_percent", Value::Number(hottest));
        let end = samples.last().map_or(0, |sample| sample.table.partitions.len());
        facts.set("end_partitions", Value::count(end));
        let p99 = samples.iter().map(|sample| sample.tally.latency(990)).max();
        facts.set("p99_millis", Value::count(p99.unwrap_or(0)));
        facts.set("dollars", Value::Number(dollars_per_month(scenario, samples)));
        facts
    }

    /// The facts of a table, as it is now. `seed` draws `some_key`.
    pub fn from_table(inspect: Inspect<'_>, table: &str, partitions: u32, seed: u64) -> Self {
        let names = content::facts::DATA_FACTS.iter().map(|fact| (fact.name, Value::Missing));
        let mut facts = Self(names.collect());
        facts.set("partitions", Value::count(partitions));
        let Ok(name) = TableName::parse(table) else { return facts };
        let counts = inspect.counts(&name, None);
        facts.set("table", Value::text(table));
        facts.set("items", Value::count(counts.items));
        facts.set("bytes", Value::count(counts.bytes));
        let average = Number::from_u64(counts.bytes).divided_by(Number::from_u64(counts.items));
        facts.set("average_bytes", Value::Number(average.unwrap_or_default().rounded(0)));
        let collections = inspect.largest_collections(&name, None, usize::MAX);
        facts.set("collections", Value::count(collections.len()));
        let key = |key: &[Attribute]| match key {
            [Attribute::S(text)] => Value::text(text.to_string()),
            [Attribute::N(number)] => Value::text(number.to_string()),
            _ => Value::Missing,
        };
        if let Some(hottest) = collections.iter().max_by_key(|collection| collection.items) {
            facts.set("hottest", key(&hottest.key));
            facts.set("hottest_items", Value::count(hottest.items));
            facts.set("hottest_bytes", Value::count(hottest.bytes));
        }
        let drawn = (seed as usize).checked_rem(collections.len());
        let drawn = drawn.and_then(|at| collections.get(at));
        facts.set("some_key", drawn.map_or(Value::Missing, |collection| key(&collection.key)));
        facts
    }
}

/// The first half of a hash: enough to tell hashes apart, and short enough to read.
fn hash_text(hash: PartitionHash) -> String {
    format!("{:08x}", hash.0 >> 32)
}

/// The items of a response, whatever the operation, as DynamoDB JSON.
pub fn returned_items(body: &Json) -> Vec<Json> {
    let item_of = |entry: &Json| entry.get("Item").filter(|item| item.is_object()).cloned();
    let mut items: Vec<Json> = match body.get("Items").and_then(Json::as_array) {
        Some(items) => items.clone(),
        None => item_of(body).into_iter().collect(),
    };
    match body.get("Responses") {
        // BatchGetItem: a list for each table.
        Some(Json::Object(tables)) => {
            items.extend(tables.values().filter_map(Json::as_array).flatten().cloned());
        }
        // TransactGetItems and BatchExecuteStatement: an answer for each action.
        Some(Json::Array(answers)) => items.extend(answers.iter().filter_map(item_of)),
        _ => {}
    }
    items.extend(body.get("Attributes").filter(|attributes| attributes.is_object()).cloned());
    items
}

fn unprocessed_requests(body: &Json) -> usize {
    let tables = |name| body.get(name).and_then(Json::as_object);
    let writes = tables("UnprocessedItems").into_iter().flat_map(|tables| tables.values());
    let keys = tables("UnprocessedKeys").into_iter().flat_map(|tables| tables.values());
    let count = |list: Option<&Vec<Json>>| list.map_or(0, Vec::len);
    writes.map(|list| count(list.as_array())).sum::<usize>()
        + keys.map(|table| count(table["Keys"].as_array())).sum::<usize>()
}

/// What a month like this costs in US dollars, to the cent: requests or capacity as the table is
/// billed, storage, and the nodes of a cache.
fn dollars_per_month(scenario: &Scenario, samples: &[Sample]) -> Number {
    let bills = bills(scenario, samples);
    let throughput = match scenario.capacity.write {
        Setting::OnDemand { .. } => bills.on_demand,
        Setting::Provisioned(_) => bills.provisioned,
    };
    let micros = throughput.0.saturating_add(bills.storage.0).saturating_add(bills.cache.0);
    let dollars = Number::from_u64(micros).divided_by(Number::from_u64(1_000_000));
    dollars.unwrap_or_default().rounded(2)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use content::facts::{DATA_FACTS, RUN_FACTS};
    use content::request::{DataRef, Simulation, Start};
    use serde_json::json;

    use super::*;
    use crate::api::Request;
    use crate::engine::Operation;
    use crate::learn::stage::{Opening, Stage};

    fn start(simulation: Option<Simulation>) -> Start {
        let data = DataRef { dataset: Some("medical".into()), size: "1000".into(), seed: None };
        Start { data, setup: Vec::new(), simulation, line: 0 }
    }

    fn stage() -> Stage {
        Opening::new(&start(None), 4, None, |_| None).unwrap().finish().unwrap()
    }

    fn send(stage: &mut Stage, operation: Operation, mut body: Json) -> Facts {
        body["TableName"] = json!("MedicalTests");
        let page = stage.send(Request { operation, body });
        stage.ran(vec![page]).facts
    }

    fn query(limit: u64) -> Json {
        json!({
            "KeyConditionExpression": "PK = :p", "FilterExpression": "TestType = :t", "Limit": limit,
            "ExpressionAttributeValues": { ":p": { "S": "PATIENT#123" }, ":t": { "S": "XRay" } },
        })
    }

    #[test]
    fn a_query_has_its_figures() {
        let mut stage = stage();
        let facts = send(&mut stage, Operation::Query, query(10));
        for (name, number) in [
            ("evaluated", "6"),
            ("returned", "1"),
            ("filtered", "5"),
            ("blocks", "1"),
            ("rcu", "0.5"),
            ("cost", "0.5"),
            ("wcu", "0"),
            ("partitions", "1"),
        ] {
            assert_eq!(facts.get(name), Some(&Value::Number(number.parse().unwrap())), "{name}");
        }
        assert_eq!(facts.get("error"), Some(&Value::Missing));
    }

    #[test]
    fn a_write_has_those_of_its_indexes() {
        let mut stage = stage();
        let key = json!({ "PK": { "S": "PATIENT#123" }, "SK": { "S": "BOOKING#001#TEST#A1" } });
        let body = json!({
            "Key": key, "UpdateExpression": "SET GSI2PK = :t",
            "ExpressionAttributeValues": { ":t": { "S": "TESTTYPE#ECG" } },
        });
        let facts = send(&mut stage, Operation::UpdateItem, body);
        let number = |whole| Some(Value::Number(Number::from_u64(whole)));
        // Two writes move the entry of GSI2; the two other entries hold all attributes, too.
        assert_eq!(facts.get("index_writes").cloned(), number(4));
        assert_eq!(facts.get("table_wcu").cloned(), number(1));
        assert_eq!(facts.get("changes").cloned(), number(1));
    }

    /// No fact is listed that never has a value.
    #[test]
    fn every_fact_has_a_value_somewhere() {
        let mut stage = stage();
        let put = json!({
            "Item": { "PK": { "S": "a" }, "SK": { "S": "b" } },
            "ConditionExpression": "attribute_not_exists(PK)",
        });
        let index = json!({
            "IndexName": "GSI2", "KeyConditionExpression": "GSI2PK = :t", "Limit": 1,
            "ExpressionAttributeValues": { ":t": { "S": "TESTTYPE#XRay" } },
        });
        let runs = [
            send(&mut stage, Operation::Query, query(10)),
            send(&mut stage, Operation::Query, index),
            send(&mut stage, Operation::PutItem, put.clone()),
            send(&mut stage, Operation::PutItem, put),
        ];
        let known = |facts: &Facts| -> BTreeSet<&'static str> {
            facts.names().filter(|name| facts.get(name) != Some(&Value::Missing)).collect()
        };
        let mut all: BTreeSet<_> = runs.iter().flat_map(known).collect();
        let load = crate::traffic::Load::steady(
            crate::traffic::Pattern::OneHotKey { keys: 1, percent: 100 },
            5_000,
            5,
        );
        let scenario = crate::traffic::Scenario::new(load, crate::traffic::ON_DEMAND);
        let mut run = Run::new(scenario.clone()).unwrap();
        while !run.is_over() {
            run.advance(crate::engine::Millis(u64::MAX), u64::MAX);
        }
        all.extend(known(&Facts::from_traffic(&scenario, &run)));
        let listed: BTreeSet<_> = RUN_FACTS.iter().map(|fact| fact.name).collect();
        assert_eq!(all, listed);
        let data = stage.known().data;
        assert_eq!(known(&data), DATA_FACTS.iter().map(|fact| fact.name).collect());
    }
}
