//! A request to begin with for every operation: one that runs on the table at hand.
//!
//! Owns in which group an operation stands, what it does in a sentence, and how its example is made
//! of a table's schema and one of its items. Refuses to send anything: what only the service can
//! tell, such as where a stream is, it asks whoever calls.

use serde_json::{Value as Json, json};

use crate::api::arn;
use crate::api::json::{item_to_json, value_to_json};
use crate::engine::Operation;
use crate::engine::inspect::{Inspect, TableSummary};
use crate::expression::is_bare_name;
use crate::model::{Item, KeyAttribute, ScalarType, TableName, Value};

/// The operations by what they are for, in the order in which they are offered.
pub const GROUPS: [(&str, &[Operation]); 6] = {
    use Operation::*;
    [
        ("Read items", &[Query, Scan, GetItem, BatchGetItem, TransactGetItems]),
        ("Write items", &[PutItem, UpdateItem, DeleteItem, BatchWriteItem, TransactWriteItems]),
        ("PartiQL", &[ExecuteStatement, BatchExecuteStatement, ExecuteTransaction]),
        (
            "Tables",
            &[
                CreateTable,
                DescribeTable,
                ListTables,
                UpdateTable,
                DeleteTable,
                UpdateTimeToLive,
                DescribeTimeToLive,
                DescribeContinuousBackups,
            ],
        ),
        ("Streams", &[ListStreams, DescribeStream, GetShardIterator, GetRecords]),
        (
            "Tags, limits and endpoints",
            &[TagResource, UntagResource, ListTagsOfResource, DescribeLimits, DescribeEndpoints],
        ),
    ]
};

/// What an operation does.
pub fn purpose(operation: Operation) -> &'static str {
    use Operation::*;
    match operation {
        Query => "Reads items of one item collection, in sort key order.",
        Scan => "Reads every item of a table or index, page by page.",
        GetItem => "Reads one item by its primary key.",
        BatchGetItem => "Reads up to 100 items by their primary keys.",
        TransactGetItems => "Reads up to 100 items as one consistent snapshot.",
        PutItem => "Writes a whole item and replaces the one with the same key.",
        UpdateItem => "Changes attributes of one item, or creates it.",
        DeleteItem => "Deletes one item by its primary key.",
        BatchWriteItem => "Puts and deletes up to 25 items. Each succeeds or fails by itself.",
        TransactWriteItems => "Writes up to 100 items, all or none of them.",
        ExecuteStatement => "Runs one PartiQL statement.",
        BatchExecuteStatement => "Runs up to 25 PartiQL statements, each by itself.",
        ExecuteTransaction => "Runs PartiQL statements, all or none of them.",
        CreateTable => "Creates a table, with its keys and indexes.",
        DescribeTable => "Returns a table's keys, indexes, status and size.",
        ListTables => "Returns the names of the tables.",
        UpdateTable => "Changes a table's capacity, indexes or stream.",
        DeleteTable => "Deletes a table with all its items and indexes.",
        UpdateTimeToLive => "Turns Time to Live (TTL) on or off.",
        DescribeTimeToLive => "Returns a table's Time to Live (TTL) setting.",
        DescribeContinuousBackups => "Returns whether a table is backed up continuously.",
        ListStreams => "Returns the streams of the tables.",
        DescribeStream => "Returns a stream's shards and settings.",
        GetShardIterator => "Returns the position at which to start reading a shard.",
        GetRecords => "Reads change records from a shard, starting at an iterator.",
        TagResource => "Adds tags to a table.",
        UntagResource => "Removes tags from a table.",
        ListTagsOfResource => "Returns a table's tags.",
        DescribeLimits => "Returns the account's capacity quotas.",
        DescribeEndpoints => "Returns the endpoint to send requests to.",
    }
}

/// The body of an example for this operation. `ask` tells what the service answers to a request that
/// changes nothing.
pub fn example(
    operation: Operation,
    of: &Material,
    mut ask: impl FnMut(Operation, Json) -> Option<Json>,
) -> Json {
    use Operation::*;
    let name = of.table.as_str();
    let key = &of.key;
    match operation {
        Query => {
            let parts: Vec<_> = of.names.iter().take(1).map(|n| format!("{n} = :key")).collect();
            of.with_names(json!({
                "TableName": name, "KeyConditionExpression": parts.concat(),
                "ExpressionAttributeValues": { ":key": of.partition },
            }))
        }
        Scan => json!({ "TableName": name, "Limit": 10 }),
        GetItem => json!({ "TableName": name, "Key": key }),
        DeleteItem => json!({ "TableName": name, "Key": key }),
        UpdateItem => json!({
            "TableName": name, "Key": key, "UpdateExpression": "SET Note = :note",
            "ExpressionAttributeValues": { ":note": { "S": "Updated in the playground" } },
        }),
        PutItem => json!({ "TableName": name, "Item": of.new_item(1) }),
        BatchGetItem => json!({ "RequestItems": { name: { "Keys": [key] } } }),
        TransactGetItems => {
            json!({ "TransactItems": [{ "Get": { "TableName": name, "Key": key } }] })
        }
        BatchWriteItem => json!({ "RequestItems": { name: [
            { "PutRequest": { "Item": of.new_item(1) } },
            { "PutRequest": { "Item": of.new_item(2) } },
        ] } }),
        TransactWriteItems => {
            let put = json!({ "Put": { "TableName": name, "Item": of.new_item(1) } });
            let condition = format!("attribute_exists({})", of.names[0]);
            let check = json!({ "TableName": name, "Key": key, "ConditionExpression": condition });
            // A table without items has none to check.
            match of.has_item {
                true => {
                    let check = of.with_names(check);
                    json!({ "TransactItems": [put, { "ConditionCheck": check }] })
                }
                false => json!({ "TransactItems": [put] }),
            }
        }
        ExecuteStatement => of.statement(),
        BatchExecuteStatement => json!({ "Statements": [of.statement_for_item()] }),
        ExecuteTransaction => json!({ "TransactStatements": [of.statement_for_item()] }),
        CreateTable => json!({
            "TableName": of.new_table.as_str(),
            "KeySchema": [
                { "AttributeName": "PK", "KeyType": "HASH" },
                { "AttributeName": "SK", "KeyType": "RANGE" },
            ],
            "AttributeDefinitions": [
                { "AttributeName": "PK", "AttributeType": "S" },
                { "AttributeName": "SK", "AttributeType": "S" },
                { "AttributeName": "GSI1PK", "AttributeType": "S" },
            ],
            "GlobalSecondaryIndexes": [{
                "IndexName": "GSI1",
                "KeySchema": [
                    { "AttributeName": "GSI1PK", "KeyType": "HASH" },
                    { "AttributeName": "SK", "KeyType": "RANGE" },
                ],
                "Projection": { "ProjectionType": "ALL" },
            }],
            "BillingMode": "PAY_PER_REQUEST",
        }),
        DescribeTable | DeleteTable | DescribeTimeToLive | DescribeContinuousBackups => {
            json!({ "TableName": name })
        }
        UpdateTable => match stream_of(name, &mut ask) {
            Some(_) => {
                let off = json!({ "StreamEnabled": false });
                json!({ "TableName": name, "StreamSpecification": off })
            }
            None => json!({
                "TableName": name,
                "StreamSpecification":
                    { "StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES" },
            }),
        },
        UpdateTimeToLive => {
            let now = ask(DescribeTimeToLive, json!({ "TableName": name })).unwrap_or_default();
            let now = &now["TimeToLiveDescription"];
            let attribute = now["AttributeName"].as_str().unwrap_or("ExpiresAt");
            let enable = now["TimeToLiveStatus"] != "ENABLED";
            json!({
                "TableName": name,
                "TimeToLiveSpecification": { "AttributeName": attribute, "Enabled": enable },
            })
        }
        ListTables | DescribeLimits | DescribeEndpoints | ListStreams => json!({}),
        DescribeStream => json!({ "StreamArn": of.stream(&mut ask) }),
        GetShardIterator => of.shard_iterator(&mut ask),
        GetRecords => {
            let body = of.shard_iterator(&mut ask);
            let iterator = ask(GetShardIterator, body).unwrap_or_default();
            json!({ "ShardIterator": iterator["ShardIterator"].as_str().unwrap_or_default() })
        }
        TagResource => json!({
            "ResourceArn": of.arn, "Tags": [{ "Key": "Project", "Value": "Playground" }],
        }),
        UntagResource => json!({ "ResourceArn": of.arn, "TagKeys": ["Project"] }),
        ListTagsOfResource => json!({ "ResourceArn": of.arn }),
    }
}

/// The CreateTable request for a table like the one that DescribeTable describes.
pub fn definition(described: &Json) -> Json {
    let units = |of: &Json| {
        let throughput = &of["ProvisionedThroughput"];
        let (read, write) = (&throughput["ReadCapacityUnits"], &throughput["WriteCapacityUnits"]);
        json!({ "ReadCapacityUnits": read, "WriteCapacityUnits": write })
    };
    let is_on_demand = described["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST";
    let index = |of: &Json, is_global: bool| {
        let mut index = json!({});
        for name in ["IndexName", "KeySchema", "Projection"] {
            index[name] = of[name].clone();
        }
        if is_global && !is_on_demand {
            index["ProvisionedThroughput"] = units(of);
        }
        index
    };
    let mut body = json!({});
    for name in ["TableName", "AttributeDefinitions", "KeySchema"] {
        body[name] = described[name].clone();
    }
    for (name, is_global) in [("GlobalSecondaryIndexes", true), ("LocalSecondaryIndexes", false)] {
        if let Some(indexes) = described[name].as_array() {
            body[name] = indexes.iter().map(|of| index(of, is_global)).collect();
        }
    }
    match is_on_demand {
        true => body["BillingMode"] = json!("PAY_PER_REQUEST"),
        false => {
            body["BillingMode"] = json!("PROVISIONED");
            body["ProvisionedThroughput"] = units(described);
        }
    }
    if described["StreamSpecification"]["StreamEnabled"] == true {
        body["StreamSpecification"] = described["StreamSpecification"].clone();
    }
    if let Some(class) = described["TableClassSummary"]["TableClass"].as_str() {
        body["TableClass"] = json!(class);
    }
    if described["DeletionProtectionEnabled"] == true {
        body["DeletionProtectionEnabled"] = json!(true);
    }
    body
}

/// The ARN of the table's stream, while it has one.
fn stream_of(table: &str, ask: &mut impl FnMut(Operation, Json) -> Option<Json>) -> Option<String> {
    let described = ask(Operation::DescribeTable, json!({ "TableName": table }))?;
    let table = &described["Table"];
    let on = table["StreamSpecification"]["StreamEnabled"] == true;
    table["LatestStreamArn"].as_str().filter(|_| on).map(str::to_owned)
}

fn new_name(tables: &[TableSummary]) -> String {
    let taken = |name: &String| tables.iter().any(|t| t.schema.name.as_str() == name);
    let numbered = (2..).map(|number| format!("Orders{number}"));
    let mut names = std::iter::once("Orders".to_owned()).chain(numbered);
    names.find(|name| !taken(name)).expect("there is a number beyond those of all tables")
}

/// What examples are made of: a table's keys and one of its items.
#[derive(Debug)]
pub struct Material {
    table: String,
    /// A name that no table has yet.
    new_table: String,
    arn: String,
    /// The key attributes, each as an expression has it.
    names: Vec<String>,
    /// The `#placeholder` of those that can't stand bare, with their names.
    placeholders: Vec<(String, String)>,
    attributes: Vec<KeyAttribute>,
    /// The primary key of an item, which is one of the table's if it has any.
    key: Json,
    partition: Json,
    has_item: bool,
}

impl Material {
    /// That of a table, or of the first one if there is none with this name.
    pub fn read(inspect: &Inspect<'_>, table: &str) -> Self {
        let tables = inspect.tables();
        let own = tables.iter().find(|summary| summary.schema.name.as_str() == table);
        let schema = own.or(tables.first()).map(|summary| &summary.schema);
        let name = schema.map(|schema| schema.name.clone());
        let name = name.or_else(|| TableName::parse("MyTable").ok());
        let name = name.expect("a name of letters is one");
        let attributes: Vec<KeyAttribute> =
            schema.map(|s| s.keys.attributes().cloned().collect()).unwrap_or_default();
        let item = schema.and_then(|schema| {
            let row = inspect.rows(&name, None).into_iter().next()?;
            Some(schema.keys.project(row.item.item()))
        });
        let has_item = item.is_some();
        let key = item.unwrap_or_else(|| made_up_key(&attributes, 1));
        let mut placeholders = Vec::new();
        let mut names: Vec<String> = Vec::new();
        for (at, attribute) in attributes.iter().enumerate() {
            let name = attribute.name.as_str();
            if is_bare_name(name) {
                names.push(name.to_owned());
            } else {
                let placeholder = format!("#k{at}");
                placeholders.push((placeholder.clone(), name.to_owned()));
                names.push(placeholder);
            }
        }
        if names.is_empty() {
            names.push("PK".to_owned());
        }
        let partition = attributes.first().and_then(|first| key.get(first.name.as_str()));
        Self {
            arn: arn::table(&name),
            table: name.to_string(),
            new_table: new_name(&tables),
            names,
            placeholders,
            partition: partition.map(value_to_json).unwrap_or_else(|| json!({ "S": "EXAMPLE#1" })),
            attributes,
            key: item_to_json(&key),
            has_item,
        }
    }

    /// The body with the placeholder of the partition key, where that needs one.
    fn with_names(&self, mut body: Json) -> Json {
        if let Some((placeholder, name)) = self.placeholders.iter().find(|(p, _)| p == "#k0") {
            body["ExpressionAttributeNames"] = json!({ placeholder.as_str(): name });
        }
        body
    }

    /// An item that is probably not there yet.
    fn new_item(&self, number: u32) -> Json {
        let mut item = item_to_json(&made_up_key(&self.attributes, number));
        item["Note"] = json!({ "S": "Written in the playground" });
        item
    }

    fn statement(&self) -> Json {
        let first = self.attributes.first().map_or("PK", |first| first.name.as_str());
        let text = format!("SELECT * FROM \"{}\" WHERE \"{first}\" = ?", self.table);
        json!({ "Statement": text, "Parameters": [self.partition] })
    }

    /// A statement that names one item by its whole key: what batches and transactions ask for.
    fn statement_for_item(&self) -> Json {
        let names = self.attributes.iter().map(|key| key.name.as_str());
        let clauses: Vec<String> = names.clone().map(|name| format!("\"{name}\" = ?")).collect();
        let text = format!("SELECT * FROM \"{}\" WHERE {}", self.table, clauses.join(" AND "));
        let values: Vec<Json> = names.map(|name| self.key[name].clone()).collect();
        json!({ "Statement": text, "Parameters": values })
    }

    /// The stream's ARN. Of a table without a stream, one that the service says it doesn't know.
    fn stream(&self, ask: &mut impl FnMut(Operation, Json) -> Option<Json>) -> String {
        let none = || format!("{}/stream/2026-01-01T00:00:00.000", self.arn);
        stream_of(&self.table, ask).unwrap_or_else(none)
    }

    fn shard_iterator(&self, ask: &mut impl FnMut(Operation, Json) -> Option<Json>) -> Json {
        let stream = self.stream(ask);
        let described = ask(Operation::DescribeStream, json!({ "StreamArn": stream.as_str() }));
        let described = described.unwrap_or_default();
        let shards = described["StreamDescription"]["Shards"].as_array();
        let from_start = |shard: &str| {
            json!({
                "StreamArn": stream.as_str(), "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON",
            })
        };
        let bodies: Vec<Json> = shards
            .into_iter()
            .flatten()
            .filter_map(|shard| shard["ShardId"].as_str())
            .map(from_start)
            .collect();
        // An example that reads nothing teaches nothing: the first shard that has a record.
        let has_records = |body: &&Json| {
            let iterator = ask(Operation::GetShardIterator, (*body).clone()).unwrap_or_default();
            let read = json!({ "ShardIterator": iterator["ShardIterator"] });
            let records = ask(Operation::GetRecords, read).unwrap_or_default();
            records["Records"].as_array().is_some_and(|records| !records.is_empty())
        };
        let full = bodies.iter().find(has_records).or(bodies.first()).cloned();
        full.unwrap_or_else(|| from_start("shardId-00000000000000000001-00000001"))
    }
}

fn made_up_key(attributes: &[KeyAttribute], number: u32) -> Item {
    let value = |kind: ScalarType| match kind {
        ScalarType::S => Value::text(&format!("EXAMPLE#{number}")),
        ScalarType::N => Value::N(number.to_string().parse().expect("a whole number is one")),
        ScalarType::B => Value::B(vec![number as u8].into()),
    };
    attributes.iter().map(|key| (key.name.clone(), value(key.kind))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Request, Session};
    use crate::datasets::{DatasetId, Loader, Recipe, Size};
    use crate::engine::{Clock, Millis};

    fn session(dataset: DatasetId) -> Session {
        let mut session = Session::new(Clock::fixed(Millis(0)));
        let mut loader = Loader::new(Recipe::new(dataset, Size::Article));
        while !loader.step(&mut session, 1_000).unwrap().is_complete() {}
        session
    }

    /// The example, with answers from a session in the same state.
    fn example_in(session: &Session, operation: Operation) -> Json {
        let of = Material::read(&session.engine().inspect(), DatasetId::Medical.table());
        let mut other = session.clone();
        let ask = |operation, body| {
            let exchange = other.send(Request { operation, body });
            exchange.response.ok().map(|response| response.to_json())
        };
        example(operation, &of, ask)
    }

    #[test]
    fn every_operation_is_offered_once() {
        let mut offered: Vec<_> = GROUPS.iter().flat_map(|(_, group)| group.iter()).collect();
        assert_eq!(offered.len(), Operation::ALL.len());
        offered.sort();
        offered.dedup();
        assert_eq!(offered.len(), Operation::ALL.len());
        assert!(Operation::ALL.iter().all(|operation| purpose(*operation).ends_with('.')));
    }

    #[test]
    fn every_example_runs_on_the_table_at_hand() {
        for dataset in DatasetId::ALL {
            let mut session = session(dataset);
            // The stream is what the examples about streams need.
            let on = example_in(&session, Operation::UpdateTable);
            let on = Request { operation: Operation::UpdateTable, body: on };
            session.send(on).response.unwrap();
            while session.advance(1_000) {}
            for (_, group) in GROUPS {
                for operation in group {
                    let body = example_in(&session, *operation);
                    let mut session = session.clone();
                    let exchange = session.send(Request { operation: *operation, body });
                    assert!(exchange.response.is_ok(), "{operation:?}: {:?}", exchange.response);
                }
            }
        }
    }

    #[test]
    fn a_definition_creates_the_same_table() {
        for dataset in DatasetId::ALL {
            let mut session = session(dataset);
            let mut send = |operation, body| {
                session.send(Request { operation, body }).response.unwrap().to_json()
            };
            let name = json!({ "TableName": dataset.table() });
            let before = definition(&send(Operation::DescribeTable, name.clone())["Table"]);
            assert_eq!(before["TableName"], dataset.table());
            send(Operation::DeleteTable, name.clone());
            while session.advance(1_000) {}
            let mut send = |operation, body| {
                session.send(Request { operation, body }).response.unwrap().to_json()
            };
            send(Operation::CreateTable, before.clone());
            assert_eq!(definition(&send(Operation::DescribeTable, name)["Table"]), before);
        }
    }

    #[test]
    fn examples_read_and_write_something() {
        let session = session(DatasetId::Medical);
        for operation in [Operation::GetItem, Operation::Query, Operation::ExecuteStatement] {
            let body = example_in(&session, operation);
            let exchange = session.clone().send(Request { operation, body });
            let text = exchange.response.unwrap().to_json().to_string();
            assert!(text.contains("\"PK\""), "{operation:?} returned {text}");
        }
        let body = example_in(&session, Operation::PutItem);
        let put = session.clone().send(Request { operation: Operation::PutItem, body });
        assert!(!put.changes.is_empty());
    }

    #[test]
    fn without_a_table_there_is_still_something_to_begin_with() {
        let session = Session::new(Clock::fixed(Millis(0)));
        for operation in Operation::ALL {
            assert!(example_in(&session, *operation).is_object());
        }
        let body = example_in(&session, Operation::CreateTable);
        let made = session.clone().send(Request { operation: Operation::CreateTable, body });
        assert!(made.response.is_ok());
    }
}
