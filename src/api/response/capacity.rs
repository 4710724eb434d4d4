//! `ConsumedCapacity`.
//!
//! An index has a member only if it was charged. A read of an index shows the table with zero.

use serde_json::Value as Json;

use super::{Body, Context};
use crate::api::request::CapacityDetail;
use crate::capacity::{Arm, Receipt};

/// The bill of a request to one table.
pub fn of_one(context: Context<'_>) -> Option<Json> {
    context.receipts.first().and_then(|receipt| of_table(receipt, context))
}

/// The bills of a batch, one for each table.
pub fn of_each(context: Context<'_>) -> Option<Json> {
    let bills = context.receipts.iter().filter_map(|receipt| of_table(receipt, context));
    (context.shown.capacity != CapacityDetail::None).then(|| bills.collect())
}

fn of_table(receipt: &Receipt, context: Context<'_>) -> Option<Json> {
    let mut body = Body::default();
    body.put("TableName", context.shown.name_of(&receipt.table));
    body.put("CapacityUnits", total(receipt));
    match context.shown.capacity {
        CapacityDetail::None => return None,
        CapacityDetail::Total => {}
        CapacityDetail::Indexes => put_arms(&mut body, receipt),
    }
    Some(body.into_json())
}

fn put_arms(body: &mut Body, receipt: &Receipt) {
    body.put("Table", units(units_of(receipt, &Arm::Table)));
    let (mut local, mut global) = (Body::default(), Body::default());
    for arm in receipt.arms() {
        let charged = units(units_of(receipt, &arm));
        match &arm {
            Arm::Table => {}
            Arm::Local(name) => local.put(name.as_str(), charged),
            Arm::Global(name) => global.put(name.as_str(), charged),
        }
    }
    for (member, arms) in [("LocalSecondaryIndexes", local), ("GlobalSecondaryIndexes", global)] {
        body.put_some(member, (!arms.0.is_empty()).then(|| arms.into_json()));
    }
}

/// No request both reads and writes for units, so that one of the sums is zero.
fn total(receipt: &Receipt) -> f64 {
    receipt.read_units().as_f64() + receipt.write_units().as_f64()
}

fn units_of(receipt: &Receipt, arm: &Arm) -> f64 {
    receipt.read_units_of(arm).as_f64() + receipt.write_units_of(arm).as_f64()
}

fn units(units: f64) -> Json {
    let mut body = Body::default();
    body.put("CapacityUnits", units);
    body.into_json()
}
