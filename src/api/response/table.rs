//! `TableDescription`.
//!
//! Owns what the service makes up about a table: its id.

use serde_json::{Value as Json, json};

use super::{Body, decimal};
use crate::api::arn;
use crate::changelog::{Millis, StreamId, ViewType};
use crate::engine::{IndexCounts, StreamSummary, TableDescription, TableStatus};
use crate::model::{BillingMode, IndexKind, IndexSchema, KeySchema, Projection, Throughput};

/// The description of a table.
pub fn describe(table: &TableDescription) -> Json {
    let schema = &table.schema;
    let mut body = Body::default();
    body.put("AttributeDefinitions", definitions(table));
    body.put("TableName", schema.name.as_str());
    body.put("KeySchema", key_schema(&schema.keys));
    body.put("TableStatus", status(table.status));
    body.put("CreationDateTime", seconds(table.created));
    body.put("ProvisionedThroughput", throughput(provisioned(schema.billing)));
    body.put("TableSizeBytes", table.bytes);
    body.put("ItemCount", table.items);
    body.put("TableArn", arn::of_table(&schema.name));
    body.put("TableId", id(table.number));
    body.put_some("BillingModeSummary", billing_summary(table));
    stream(&mut body, table);
    if table.status != TableStatus::Deleting {
        body.put_some("LocalSecondaryIndexes", indexes(table, IndexKind::Local));
        body.put_some("GlobalSecondaryIndexes", indexes(table, IndexKind::Global));
    }
    body.put("DeletionProtectionEnabled", false);
    body.into_json()
}

fn definitions(table: &TableDescription) -> Json {
    let definition = |(name, kind): &(crate::model::AttributeName, crate::model::ScalarType)| json!({ "AttributeName": name.as_str(), "AttributeType": kind.value_type().tag() });
    table.definitions.iter().map(definition).collect()
}

/// A `KeySchema`.
pub fn key_schema(keys: &KeySchema) -> Json {
    let element = |name: &str, role: &str| json!({ "AttributeName": name, "KeyType": role });
    let partition = keys.partition.iter().map(|a| element(a.name.as_str(), "HASH"));
    let sort = keys.sort.iter().map(|a| element(a.name.as_str(), "RANGE"));
    partition.chain(sort).collect()
}

fn status(status: TableStatus) -> &'static str {
    match status {
        TableStatus::Creating => "CREATING",
        TableStatus::Active => "ACTIVE",
        TableStatus::Deleting => "DELETING",
    }
}

/// A time as the wire has it.
pub fn seconds(at: Millis) -> Json {
    decimal(at.0)
}

fn provisioned(billing: BillingMode) -> Option<Throughput> {
    match billing {
        BillingMode::Provisioned(throughput) => Some(throughput),
        BillingMode::PayPerRequest => None,
    }
}

/// On-demand tables show zeros.
fn throughput(units: Option<Throughput>) -> Json {
    let Throughput { read, write } = units.unwrap_or(Throughput { read: 0, write: 0 });
    json!({ "NumberOfDecreasesToday": 0, "ReadCapacityUnits": read, "WriteCapacityUnits": write })
}

/// Absent on a table that was never on-demand.
fn billing_summary(table: &TableDescription) -> Option<Json> {
    (table.schema.billing == BillingMode::PayPerRequest).then(|| {
        json!({
            "BillingMode": "PAY_PER_REQUEST",
            "LastUpdateToPayPerRequestDateTime": seconds(table.created),
        })
    })
}

/// A stream that is disabled leaves its label and ARN.
fn stream(body: &mut Body, table: &TableDescription) {
    let Some(StreamSummary { label, view, enabled }) = table.stream else { return };
    if enabled {
        let view = view_type(view);
        body.put("StreamSpecification", json!({ "StreamEnabled": true, "StreamViewType": view }));
    }
    body.put("LatestStreamLabel", label.to_string());
    body.put(
        "LatestStreamArn",
        arn::of_stream(&StreamId { table: table.schema.name.clone(), label }),
    );
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
    let with_counts = table.schema.indexes.iter().zip(&table.indexes);
    let indexes: Vec<Json> = with_counts
        .filter(|(schema, _)| schema.kind == kind)
        .map(|(schema, counts)| index(table, schema, counts))
        .collect();
    (!indexes.is_empty()).then_some(Json::Array(indexes))
}

/// Local indexes have neither a status nor throughput of their own.
fn index(table: &TableDescription, schema: &IndexSchema, counts: &IndexCounts) -> Json {
    let mut body = Body::default();
    body.put("IndexName", schema.name.as_str());
    body.put("KeySchema", key_schema(&schema.keys));
    body.put("Projection", projection(&schema.projection));
    if schema.kind == IndexKind::Global {
        body.put("IndexStatus", status(table.status));
        body.put("ProvisionedThroughput", throughput(schema.throughput));
    }
    body.put("IndexSizeBytes", counts.bytes);
    body.put("ItemCount", counts.items);
    body.put("IndexArn", format!("{}/index/{}", arn::of_table(&table.schema.name), schema.name));
    body.into_json()
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
