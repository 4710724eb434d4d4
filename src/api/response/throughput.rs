//! What descriptions tell of the capacity of a table or a global index.

use serde_json::{Value as Json, json};

use super::Body;
use super::table::seconds;
use crate::engine::control::CapacityDescription;
use crate::model::Throughput;

/// `ProvisionedThroughput`. What is on-demand shows zeros.
pub fn provisioned(units: Option<Throughput>, capacity: Option<&CapacityDescription>) -> Json {
    let Throughput { read, write } = units.unwrap_or(Throughput { read: 0, write: 0 });
    let mut body = Body::default();
    body.put_some("LastIncreaseDateTime", capacity.and_then(|c| c.increased).map(seconds));
    body.put_some("LastDecreaseDateTime", capacity.and_then(|c| c.decreased).map(seconds));
    body.put("NumberOfDecreasesToday", capacity.map_or(0, |capacity| capacity.decreases_today));
    body.put("ReadCapacityUnits", read);
    body.put("WriteCapacityUnits", write);
    body.into_json()
}

/// `OnDemandThroughput`, if there is a ceiling, and `WarmThroughput`.
pub fn ceilings(body: &mut Body, capacity: &CapacityDescription) {
    let mut max = Body::default();
    max.put_some("MaxReadRequestUnits", capacity.max.read);
    max.put_some("MaxWriteRequestUnits", capacity.max.write);
    let max = Some(max.into_json()).filter(|max| max.as_object().is_some_and(|m| !m.is_empty()));
    body.put_some("OnDemandThroughput", max);
    let status = if capacity.warming { "UPDATING" } else { "ACTIVE" };
    let warm = capacity.warm.map(|Throughput { read, write }| {
        json!({ "ReadUnitsPerSecond": read, "WriteUnitsPerSecond": write, "Status": status })
    });
    body.put_some("WarmThroughput", warm);
}
