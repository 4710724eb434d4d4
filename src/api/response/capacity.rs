//! `ConsumedCapacity` and `ItemCollectionMetrics`: what a response tells of its cost when it is asked
//! to.
//!
//! An index has a member only if it was charged. A read of an index shows the table with zero. Only
//! tables with a local index have item collections to watch.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};

use super::{Body, Context, decimal, item_to_json};
use crate::api::request::CapacityDetail;
use crate::capacity::{ReadUnits, Receipt, TableOrIndex, WriteUnits};
use crate::model::{IndexKind, Item, TableName};

/// The capacity consumed of one table.
pub fn consumed(context: Context<'_>) -> Option<Json> {
    context.receipts.first().and_then(|receipt| on_table(receipt, None, WriteUnits::ZERO, context))
}

/// The capacity that a batch consumed, for each table.
pub fn consumed_by_table(context: Context<'_>) -> Option<Json> {
    list(context, |_| None)
}

/// The capacity that a batch of statements consumed of each table that one was carried out on. A
/// write that failed counts in the table's sum, and in none of its parts; where nothing was carried
/// out, nothing is told.
pub fn consumed_by_statements(
    context: Context<'_>,
    answered: &BTreeSet<&TableName>,
    failed: &[(TableName, WriteUnits)],
) -> Option<Json> {
    let consumed = context.receipts.iter().filter(|receipt| answered.contains(&receipt.table));
    let consumed = consumed.filter_map(|receipt| {
        let failed = failed.iter().filter(|(table, _)| *table == receipt.table);
        let failed = failed.map(|(_, units)| units.get()).sum();
        on_table(receipt, None, WriteUnits::new(failed), context)
    });
    let told = context.shown.capacity != CapacityDetail::None && !answered.is_empty();
    told.then(|| consumed.collect())
}

/// The capacity that a transaction consumed, which says as well whether the units are for reading or writing.
pub fn consumed_by_transaction(context: Context<'_>) -> Option<Json> {
    list(context, |receipt| match receipt.writes.is_empty() {
        true => Some("ReadCapacityUnits"),
        false => Some("WriteCapacityUnits"),
    })
}

/// The further member that repeats `CapacityUnits`, if there is one.
type UnitsMember = Option<&'static str>;

fn list(context: Context<'_>, member: fn(&Receipt) -> UnitsMember) -> Option<Json> {
    let consumed = context.receipts.iter();
    let consumed = consumed
        .filter_map(|receipt| on_table(receipt, member(receipt), WriteUnits::ZERO, context));
    (context.shown.capacity != CapacityDetail::None).then(|| consumed.collect())
}

/// What a table consumed; what `failed` says of it is in none of its parts.
fn on_table(
    receipt: &Receipt,
    member: UnitsMember,
    failed: WriteUnits,
    context: Context<'_>,
) -> Option<Json> {
    if context.shown.capacity == CapacityDetail::None {
        return None;
    }
    let mut body = Body::default();
    body.put("TableName", context.shown.name_of(&receipt.table));
    put_units(&mut body, total(receipt), member);
    match context.shown.capacity {
        CapacityDetail::None | CapacityDetail::Total => {}
        CapacityDetail::Indexes => put_units_apart(&mut body, receipt, member, failed),
    }
    Some(body.into_json())
}

fn put_units_apart(body: &mut Body, receipt: &Receipt, member: UnitsMember, failed: WriteUnits) {
    let on = &TableOrIndex::Table;
    let written = receipt.write_units_on(on).get() - failed.get();
    let of_table = number(receipt.read_units_on(on), WriteUnits::new(written));
    body.put("Table", units(of_table, member));
    let (mut local, mut global) = (Body::default(), Body::default());
    for on in receipt.charged() {
        let charged = units(units_on(receipt, &on), member);
        match &on {
            TableOrIndex::Table => {}
            TableOrIndex::Local(name) => local.put(name.as_str(), charged),
            TableOrIndex::Global(name) => global.put(name.as_str(), charged),
        }
    }
    for (name, indexes) in [("LocalSecondaryIndexes", local), ("GlobalSecondaryIndexes", global)] {
        body.put_some(name, (!indexes.0.is_empty()).then(|| indexes.into_json()));
    }
}

/// No request both reads and writes for units, so that one of the sums is zero.
fn total(receipt: &Receipt) -> Json {
    number(receipt.read_units(), receipt.write_units())
}

fn units_on(receipt: &Receipt, on: &TableOrIndex) -> Json {
    number(receipt.read_units_on(on), receipt.write_units_on(on))
}

fn number(read: ReadUnits, written: WriteUnits) -> Json {
    decimal(read.halves() * 500 + written.get() * 1000)
}

fn units(units: Json, member: UnitsMember) -> Json {
    let mut body = Body::default();
    put_units(&mut body, units, member);
    body.into_json()
}

fn put_units(body: &mut Body, units: Json, member: UnitsMember) {
    body.put("CapacityUnits", units.clone());
    if let Some(member) = member {
        body.put(member, units);
    }
}

/// The metrics of the collection that a request of one item wrote to.
pub fn collection_metrics(context: Context<'_>) -> Option<Json> {
    let (table, item) = context.shown.collections.first()?;
    metrics_of_item(table, item, context)
}

/// The metrics of the collections that a batch wrote to, by table, each collection once.
pub fn collection_metrics_by_table(context: Context<'_>) -> Option<Json> {
    let mut by_table = Map::new();
    for (table, item) in &context.shown.collections {
        let Some(metrics) = metrics_of_item(table, item, context) else { continue };
        let name = context.shown.name_of(table).to_owned();
        let list = by_table.entry(name).or_insert_with(|| Json::Array(Vec::new()));
        if let Json::Array(list) = list
            && !list.contains(&metrics)
        {
            list.push(metrics);
        }
    }
    (!by_table.is_empty()).then_some(Json::Object(by_table))
}

fn metrics_of_item(table: &TableName, item: &Item, context: Context<'_>) -> Option<Json> {
    let schema = context.inspect.table(table)?.schema;
    let watched = schema.indexes.iter().any(|index| index.kind == IndexKind::Local);
    let partition = schema.keys.partition.iter().filter_map(|attribute| {
        let value = item.get(attribute.name.as_str())?;
        Some((attribute.name.clone(), value.clone()))
    });
    // A page holds far less than a gigabyte, which is the estimate's first step.
    watched.then(|| {
        json!({
            "ItemCollectionKey": item_to_json(&partition.collect()),
            "SizeEstimateRangeGB": [decimal(0), decimal(1000)],
        })
    })
}
