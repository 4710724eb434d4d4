//! The answers about tables and the account, `TableDescription` among them.
//!
//! Owns what the service makes up about a table: its id.

use serde_json::{Value as Json, json};

use super::{Body, Respond, Response, decimal};
use crate::api::arn;
use crate::api::error::{class_name, status_name};
use crate::changelog::{StreamId, ViewType};
use crate::engine::control::{
    BillingDescription, CapacityDescription, Ceiling, Encryption, IndexDescription, provisioned,
};
use crate::engine::ops::create_table::CreateTableOutput;
use crate::engine::ops::describe::{
    DescribeContinuousBackupsOutput, DescribeEndpointsOutput, DescribeLimitsOutput,
    DescribeTableOutput, DescribeTimeToLiveOutput, ListTablesOutput, ListTagsOfResourceOutput,
};
use crate::engine::ops::table_settings::{
    DeleteTableOutput, TagResourceOutput, UntagResourceOutput, UpdateTimeToLiveOutput,
};
use crate::engine::ops::update_table::UpdateTableOutput;
use crate::engine::{IndexStatus, StreamSummary, TableClass, TableDescription, TableStatus};
use crate::model::Millis;
use crate::model::{
    AttributeName, IndexKind, IndexSchema, KeySchema, Projection, ScalarType, Throughput,
};

/// How long clients may keep an endpoint.
const CACHE_MINUTES: u64 = 1440;

impl Respond for CreateTableOutput {
    fn write(&self, body: &mut Body, _: &Response, _: usize) {
        body.put("TableDescription", describe(&self.description));
    }
}

impl Respond for DescribeTableOutput {
    fn write(&self, body: &mut Body, _: &Response, _: usize) {
        body.put("Table", describe(&self.description));
    }
}

impl Respond for UpdateTableOutput {
    fn write(&self, body: &mut Body, _: &Response, _: usize) {
        body.put("TableDescription", describe(&self.description));
    }
}

/// Of a table that goes its answer tells less than any other: neither keys nor indexes, and not when
/// it was created.
impl Respond for DeleteTableOutput {
    fn write(&self, body: &mut Body, _: &Response, _: usize) {
        let mut description = describe(&self.description);
        if let Json::Object(members) = &mut description {
            for left_out in ["AttributeDefinitions", "KeySchema", "CreationDateTime"] {
                members.shift_remove(left_out);
            }
        }
        body.put("TableDescription", description);
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

/// The service keeps backups of every table; recovery to a point in time is off until somebody turns
/// it on, and that cannot be done here.
impl Respond for DescribeContinuousBackupsOutput {
    fn write(&self, body: &mut Body, _: &Response, _: usize) {
        let description = json!({
            "ContinuousBackupsStatus": "ENABLED",
            "PointInTimeRecoveryDescription": { "PointInTimeRecoveryStatus": "DISABLED" },
        });
        body.put("ContinuousBackupsDescription", description);
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

/// The description of a table.
fn describe(table: &TableDescription) -> Json {
    let schema = &table.schema;
    let status = status_name(table.status);
    let units = provisioned(schema.billing);
    let mut body = Body::default();
    body.put("AttributeDefinitions", table.definitions.iter().map(definition).collect::<Json>());
    body.put("TableName", schema.name.as_str());
    body.put("KeySchema", key_schema(&schema.keys));
    body.put("TableStatus", status);
    body.put("CreationDateTime", seconds(table.created));
    body.put("ProvisionedThroughput", provisioned_throughput(units, Some(&table.capacity)));
    body.put("TableSizeBytes", table.bytes);
    body.put("ItemCount", table.items);
    body.put("TableArn", arn::table(&schema.name));
    body.put("TableId", id(table.number));
    body.put_some("BillingModeSummary", table.billing.map(billing));
    stream(&mut body, table);
    if table.status != TableStatus::Deleting {
        body.put_some("LocalSecondaryIndexes", indexes(table, IndexKind::Local));
        body.put_some("GlobalSecondaryIndexes", indexes(table, IndexKind::Global));
    }
    body.put_some("SSEDescription", table.encryption.as_ref().map(encryption));
    body.put_some("TableClassSummary", table.class.map(class));
    body.put("DeletionProtectionEnabled", table.protected);
    put_ceilings(&mut body, &table.capacity);
    body.into_json()
}

fn definition((name, kind): &(AttributeName, ScalarType)) -> Json {
    json!({ "AttributeName": name.as_str(), "AttributeType": kind.value_type().tag() })
}

/// A `KeySchema`.
pub fn key_schema(keys: &KeySchema) -> Json {
    let element = |name: &str, role: &str| json!({ "AttributeName": name, "KeyType": role });
    let partition = keys.partition.iter().map(|a| element(a.name.as_str(), "HASH"));
    let sort = keys.sort.iter().map(|a| element(a.name.as_str(), "RANGE"));
    partition.chain(sort).collect()
}

/// A time as the wire has it.
pub fn seconds(at: Millis) -> Json {
    decimal(at.0)
}

fn billing(billing: BillingDescription) -> Json {
    let mut body = Body::default();
    let mode = if billing.on_demand { "PAY_PER_REQUEST" } else { "PROVISIONED" };
    body.put("BillingMode", mode);
    body.put_some("LastUpdateToPayPerRequestDateTime", billing.since.map(seconds));
    body.into_json()
}

fn encryption((key, changing): &(Encryption, bool)) -> Json {
    let status = if *changing { "UPDATING" } else { "ENABLED" };
    json!({ "Status": status, "SSEType": "KMS", "KMSMasterKeyArn": key.key_arn.as_str() })
}

fn class((class, changed): (TableClass, Option<Millis>)) -> Json {
    let mut body = Body::default();
    body.put("TableClass", class_name(class));
    body.put_some("LastUpdateDateTime", changed.map(seconds));
    body.into_json()
}

/// A stream that is disabled leaves its label and ARN.
fn stream(body: &mut Body, table: &TableDescription) {
    let Some(StreamSummary { label, view, enabled }) = table.stream else { return };
    if enabled {
        let view = view_type(view);
        body.put("StreamSpecification", json!({ "StreamEnabled": true, "StreamViewType": view }));
    }
    body.put("LatestStreamLabel", label.to_string());
    let id = StreamId { table: table.schema.name.clone(), label };
    body.put("LatestStreamArn", arn::stream(&id));
}

/// A `StreamViewType`.
pub fn view_type(view: ViewType) -> &'static str {
    match view {
        ViewType::KeysOnly => "KEYS_ONLY",
        ViewType::NewImage => "NEW_IMAGE",
        ViewType::OldImage => "OLD_IMAGE",
        ViewType::NewAndOldImages => "NEW_AND_OLD_IMAGES",
    }
}

/// An id in the form of a UUID that is the same in every replay.
fn id(number: u64) -> String {
    format!("00000000-0000-4000-8000-{:012x}", number & 0xffff_ffff_ffff)
}

fn indexes(table: &TableDescription, kind: IndexKind) -> Option<Json> {
    let described = table.schema.indexes.iter().zip(&table.indexes);
    let indexes: Vec<Json> = described
        .filter(|(schema, _)| schema.kind == kind)
        .map(|(schema, index)| describe_index(table, schema, index))
        .collect();
    (!indexes.is_empty()).then_some(Json::Array(indexes))
}

/// Local indexes have neither a status nor throughput of their own.
fn describe_index(
    table: &TableDescription,
    schema: &IndexSchema,
    index: &IndexDescription,
) -> Json {
    let status = index_status(index.status);
    let mut body = Body::default();
    body.put("IndexName", schema.name.as_str());
    body.put("KeySchema", key_schema(&schema.keys));
    body.put("Projection", projection(&schema.projection));
    if schema.kind == IndexKind::Global {
        let units = schema.throughput;
        body.put("IndexStatus", status);
        body.put_some("Backfilling", index.backfilling);
        body.put("ProvisionedThroughput", provisioned_throughput(units, index.capacity.as_ref()));
    }
    body.put("IndexSizeBytes", index.bytes);
    body.put("ItemCount", index.items);
    body.put("IndexArn", format!("{}/index/{}", arn::table(&table.schema.name), schema.name));
    if let Some(capacity) = &index.capacity {
        put_ceilings(&mut body, capacity);
    }
    body.into_json()
}

fn index_status(status: IndexStatus) -> &'static str {
    match status {
        IndexStatus::Creating => "CREATING",
        IndexStatus::Active => "ACTIVE",
        IndexStatus::Updating => "UPDATING",
        IndexStatus::Deleting => "DELETING",
    }
}

fn projection(projection: &Projection) -> Json {
    match projection {
        Projection::All => json!({ "ProjectionType": "ALL" }),
        Projection::KeysOnly => json!({ "ProjectionType": "KEYS_ONLY" }),
        Projection::Include(names) => {
            let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
            json!({ "ProjectionType": "INCLUDE", "NonKeyAttributes": names })
        }
    }
}

/// `ProvisionedThroughput`. What is on-demand shows zeros.
fn provisioned_throughput(
    units: Option<Throughput>,
    capacity: Option<&CapacityDescription>,
) -> Json {
    let Throughput { read, write } = units.unwrap_or(Throughput { read: 0, write: 0 });
    let mut body = Body::default();
    body.put_some("LastIncreaseDateTime", capacity.and_then(|c| c.increased).map(seconds));
    body.put_some("LastDecreaseDateTime", capacity.and_then(|c| c.decreased).map(seconds));
    body.put("NumberOfDecreasesToday", capacity.map_or(0, |capacity| capacity.decreases_today));
    body.put("ReadCapacityUnits", read);
    body.put("WriteCapacityUnits", write);
    body.into_json()
}

fn ceiling(ceiling: Ceiling) -> Json {
    ceiling.units().map_or(json!(-1), Json::from)
}

/// `OnDemandThroughput`, if there is or was a ceiling, and `WarmThroughput`.
fn put_ceilings(body: &mut Body, capacity: &CapacityDescription) {
    let mut max = Body::default();
    max.put_some("MaxReadRequestUnits", capacity.max.read.map(ceiling));
    max.put_some("MaxWriteRequestUnits", capacity.max.write.map(ceiling));
    let max = Some(max.into_json()).filter(|max| max.as_object().is_some_and(|m| !m.is_empty()));
    body.put_some("OnDemandThroughput", max);
    let status = if capacity.warming { "UPDATING" } else { "ACTIVE" };
    let warm = capacity.warm.map(|Throughput { read, write }| {
        json!({ "ReadUnitsPerSecond": read, "WriteUnitsPerSecond": write, "Status": status })
    });
    body.put_some("WarmThroughput", warm);
}
