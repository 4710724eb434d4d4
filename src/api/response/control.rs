//! The small answers of the control plane.

use serde_json::{Value as Json, json};

use super::Body;
use crate::api::arn;
use crate::engine::ops::{
    describe_limits, describe_time_to_live, list_tags_of_resource, update_time_to_live,
};

/// How long clients may keep an endpoint.
const CACHE_MINUTES: u64 = 1440;

/// UpdateTimeToLive answers what it was asked.
pub fn update_time_to_live(output: &update_time_to_live::Output) -> Json {
    json!({ "Enabled": output.enabled, "AttributeName": output.attribute.as_str() })
}

/// DescribeTimeToLive.
pub fn describe_time_to_live(output: &describe_time_to_live::Output) -> Json {
    let mut body = Body::default();
    let enabled = output.attribute.is_some();
    body.put("TimeToLiveStatus", if enabled { "ENABLED" } else { "DISABLED" });
    body.put_some("AttributeName", output.attribute.as_ref().map(|name| name.as_str()));
    body.into_json()
}

/// ListTagsOfResource.
pub fn tags(output: &list_tags_of_resource::Output) -> Json {
    output
        .tags
        .iter()
        .map(|(key, value)| json!({ "Key": key.as_str(), "Value": value.as_str() }))
        .collect()
}

/// DescribeLimits.
pub fn limits(body: &mut Body, output: &describe_limits::Output) {
    body.put("AccountMaxReadCapacityUnits", output.account);
    body.put("AccountMaxWriteCapacityUnits", output.account);
    body.put("TableMaxReadCapacityUnits", output.table);
    body.put("TableMaxWriteCapacityUnits", output.table);
}

/// DescribeEndpoints.
pub fn endpoints() -> Json {
    json!([{ "Address": arn::endpoint(), "CachePeriodInMinutes": CACHE_MINUTES }])
}
