//! `ConsumedCapacity`.
//!
//! An index has a member only if it was charged. A read of an index shows the table with zero.

use serde_json::Value as Json;

use super::{Body, Context, decimal};
use crate::api::request::CapacityDetail;
use crate::capacity::{ReadUnits, Receipt, TableOrIndex, WriteUnits};

/// The bill of a request to one table.
pub fn of_one(context: Context<'_>) -> Option<Json> {
    context.receipts.first().and_then(|receipt| of_table(receipt, None, context))
}

/// The bills of a batch, one for each table.
pub fn of_each(context: Context<'_>) -> Option<Json> {
    list(context, |_| None)
}

/// The bills of a transaction, which say as well whether the units are for reading or writing.
pub fn of_transaction(context: Context<'_>) -> Option<Json> {
    list(context, |receipt| match receipt.writes.is_empty() {
        true => Some("ReadCapacityUnits"),
        false => Some("WriteCapacityUnits"),
    })
}

/// The further member that repeats `CapacityUnits`, if there is one.
type Side = Option<&'static str>;

fn list(context: Context<'_>, side: fn(&Receipt) -> Side) -> Option<Json> {
    let bills = context.receipts.iter();
    let bills = bills.filter_map(|receipt| of_table(receipt, side(receipt), context));
    (context.shown.capacity != CapacityDetail::None).then(|| bills.collect())
}

fn of_table(receipt: &Receipt, side: Side, context: Context<'_>) -> Option<Json> {
    let mut body = Body::default();
    body.put("TableName", context.shown.name_of(&receipt.table));
    put_units(&mut body, total(receipt), side);
    match context.shown.capacity {
        CapacityDetail::None => return None,
        CapacityDetail::Total => {}
        CapacityDetail::Indexes => put_units_apart(&mut body, receipt, side),
    }
    Some(body.into_json())
}

fn put_units_apart(body: &mut Body, receipt: &Receipt, side: Side) {
    body.put("Table", units(units_on(receipt, &TableOrIndex::Table), side));
    let (mut local, mut global) = (Body::default(), Body::default());
    for on in receipt.charged() {
        let charged = units(units_on(receipt, &on), side);
        match &on {
            TableOrIndex::Table => {}
            TableOrIndex::Local(name) => local.put(name.as_str(), charged),
            TableOrIndex::Global(name) => global.put(name.as_str(), charged),
        }
    }
    for (member, indexes) in [("LocalSecondaryIndexes", local), ("GlobalSecondaryIndexes", global)]
    {
        body.put_some(member, (!indexes.0.is_empty()).then(|| indexes.into_json()));
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

fn units(units: Json, side: Side) -> Json {
    let mut body = Body::default();
    put_units(&mut body, units, side);
    body.into_json()
}

fn put_units(body: &mut Body, units: Json, side: Side) {
    body.put("CapacityUnits", units.clone());
    if let Some(side) = side {
        body.put(side, units);
    }
}
