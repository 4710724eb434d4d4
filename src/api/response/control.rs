//! The answers about tables and the account.

use serde_json::{Value as Json, json};

use super::{Body, Respond, Response, table};
use crate::api::arn;
use crate::engine::ops::create_table::CreateTableOutput;
use crate::engine::ops::describe::{
    DescribeEndpointsOutput, DescribeLimitsOutput, DescribeTableOutput, DescribeTimeToLiveOutput,
    ListTablesOutput, ListTagsOfResourceOutput,
};
use crate::engine::ops::table_settings::{
    DeleteTableOutput, TagResourceOutput, UntagResourceOutput, UpdateTimeToLiveOutput,
};
use crate::engine::ops::update_table::UpdateTableOutput;

/// How long clients may keep an endpoint.
const CACHE_MINUTES: u64 = 1440;

impl Respond for CreateTableOutput {
    fn write(&self, body: &mut Body, _: &Response, _: usize) {
        body.put("TableDescription", table::describe(&self.description));
    }
}

impl Respond for DescribeTableOutput {
    fn write(&self, body: &mut Body, _: &Response, _: usize) {
        body.put("Table", table::describe(&self.description));
    }
}

impl Respond for UpdateTableOutput {
    fn write(&self, body: &mut Body, _: &Response, _: usize) {
        body.put("TableDescription", table::describe(&self.description));
    }
}

impl Respond for DeleteTableOutput {
    fn write(&self, body: &mut Body, _: &Response, _: usize) {
        body.put("TableDescription", table::describe(&self.description));
    }
}

impl Respond for ListTablesOutput {
    fn write(&self, body: &mut Body, _: &Response, _: usize) {
        body.put("TableNames", self.names.iter().map(|name| name.as_str()).collect::<Json>());
        body.put_some("LastEvaluatedTableName", self.last.as_ref().map(|name| name.as_str()));
    }
}

/// UpdateTimeToLive answers what it was asked.
impl Respond for UpdateTimeToLiveOutput {
    fn write(&self, body: &mut Body, _: &Response, _: usize) {
        let specification =
            json!({ "Enabled": self.enabled, "AttributeName": self.attribute.as_str() });
        body.put("TimeToLiveSpecification", specification);
    }
}

impl Respond for DescribeTimeToLiveOutput {
    fn write(&self, body: &mut Body, _: &Response, _: usize) {
        let mut description = Body::default();
        let enabled = self.attribute.is_some();
        description.put("TimeToLiveStatus", if enabled { "ENABLED" } else { "DISABLED" });
        description.put_some("AttributeName", self.attribute.as_ref().map(|name| name.as_str()));
        body.put("TimeToLiveDescription", description.into_json());
    }
}

/// Nothing, not even an empty object.
impl Respond for TagResourceOutput {
    fn write(&self, _: &mut Body, _: &Response, _: usize) {}

    fn has_body(&self) -> bool {
        false
    }
}

/// Nothing, not even an empty object.
impl Respond for UntagResourceOutput {
    fn write(&self, _: &mut Body, _: &Response, _: usize) {}

    fn has_body(&self) -> bool {
        false
    }
}

impl Respond for ListTagsOfResourceOutput {
    fn write(&self, body: &mut Body, _: &Response, _: usize) {
        let tags = self.tags.iter();
        let tags = tags.map(|(key, value)| json!({ "Key": key.as_str(), "Value": value.as_str() }));
        body.put("Tags", tags.collect::<Json>());
    }
}

impl Respond for DescribeLimitsOutput {
    fn write(&self, body: &mut Body, _: &Response, _: usize) {
        body.put("AccountMaxReadCapacityUnits", self.account);
        body.put("AccountMaxWriteCapacityUnits", self.account);
        body.put("TableMaxReadCapacityUnits", self.table);
        body.put("TableMaxWriteCapacityUnits", self.table);
    }
}

impl Respond for DescribeEndpointsOutput {
    fn write(&self, body: &mut Body, _: &Response, _: usize) {
        let endpoint = json!({ "Address": arn::endpoint(), "CachePeriodInMinutes": CACHE_MINUTES });
        body.put("Endpoints", json!([endpoint]));
    }
}
