//! The operations on tables: CreateTable, UpdateTable, DeleteTable, DescribeTable, ListTables, time
//! to live, and what DescribeLimits and DescribeEndpoints tell of the service.
//!
//! Owns the order of their checks. Members of UpdateTable that only a cloud has use for (replicas,
//! settings of global tables, vector indexes) are left aside: alone they are no change.

use crate::api::json::Json;

use super::table::GivenTable;
use super::table_parts::{
    self, DEFINITIONS, ENCRYPTION, GLOBAL_INDEX, GLOBAL_INDEX_KEYS, LOCAL_INDEX, MAX,
    STREAM_SPECIFICATION, TABLE_KEYS, THROUGHPUT, WARM,
};
use super::tags::{self, TAGS};
use super::{FromBody, Shown};
use crate::api::error::{ApiError, Constraints, StreamRule};
use crate::api::shape::{self, Members, Shape, Structure};
use crate::engine::Plane;
use crate::engine::ops::describe::MAX_TABLE_NAMES;
use crate::engine::ops::update_table::{EncryptionChoice, IndexCapacity, IndexUpdate};
use crate::engine::ops::{
    CreateTableInput, DeleteTableInput, DescribeContinuousBackupsInput, DescribeEndpointsInput,
    DescribeLimitsInput, DescribeTableInput, DescribeTimeToLiveInput, ListTablesInput,
    UpdateTableInput, UpdateTimeToLiveInput,
};
use crate::model::AttributeName;

static CREATE_TABLE: Structure = Structure {
    class: "CreateTableInput",
    members: &[
        ("TableName", Shape::Text),
        ("AttributeDefinitions", DEFINITIONS),
        ("KeySchema", table_parts::KEY_SCHEMA),
        ("LocalSecondaryIndexes", Shape::List(&Shape::Structure(&LOCAL_INDEX))),
        ("GlobalSecondaryIndexes", Shape::List(&Shape::Structure(&GLOBAL_INDEX))),
        ("BillingMode", Shape::Text),
        ("ProvisionedThroughput", Shape::Structure(&THROUGHPUT)),
        ("StreamSpecification", Shape::Structure(&STREAM_SPECIFICATION)),
        ("OnDemandThroughput", Shape::Structure(&MAX)),
        ("WarmThroughput", Shape::Structure(&WARM)),
        ("TableClass", Shape::Text),
        ("DeletionProtectionEnabled", Shape::Flag),
        ("SSESpecification", Shape::Structure(&ENCRYPTION)),
        ("Tags", TAGS),
        ("ResourcePolicy", Shape::Text),
    ],
};

impl FromBody for CreateTableInput {
    const SHAPE: &'static Structure = &CREATE_TABLE;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, Self::SHAPE)?;
        let table = GivenTable::read_new(members)?;
        let mut broken = Constraints::new();
        let billing = table_parts::billing_mode(&mut broken, members);
        broken.require("attributeDefinitions", members.has("AttributeDefinitions"));
        let input = CreateTableInput {
            table,
            definitions: table_parts::definitions(&mut broken, members).unwrap_or_default(),
            keys: table_parts::key_schema(&mut broken, "keySchema", members, TABLE_KEYS),
            local: table_parts::indexes(&mut broken, members, "LocalSecondaryIndexes", TABLE_KEYS),
            global: table_parts::indexes(
                &mut broken,
                members,
                "GlobalSecondaryIndexes",
                GLOBAL_INDEX_KEYS,
            ),
            billing,
            throughput: table_parts::throughput(&mut broken, "provisionedThroughput", members),
            stream: None,
            max: table_parts::max_throughput(members).unwrap_or_default(),
            warm: table_parts::warm_throughput(members).unwrap_or_default(),
            class: None,
            protected: members.flag("DeletionProtectionEnabled").unwrap_or(false),
            encryption: None,
            tags: Vec::new(),
        };
        let encryption = table_parts::encryption(&mut broken, members);
        let stream = table_parts::stream(&mut broken, members);
        broken.check()?;
        let stream = stream.specification(StreamRule::in_create_table)?;
        let encryption = match encryption.transpose()? {
            Some(EncryptionChoice::Key { key, .. }) => Some(key),
            Some(EncryptionChoice::Owned) | None => None,
        };
        let (class, tags) = (table_parts::table_class(members)?, tags::read_tags(members)?);
        let input = CreateTableInput { class, encryption, tags, stream, ..input };
        Ok((input, Shown::default()))
    }
}

static UPDATE_TABLE: Structure = Structure {
    class: "UpdateTableInput",
    members: &[
        ("TableName", Shape::Text),
        ("AttributeDefinitions", DEFINITIONS),
        ("BillingMode", Shape::Text),
        ("ProvisionedThroughput", Shape::Structure(&THROUGHPUT)),
        ("GlobalSecondaryIndexUpdates", Shape::List(&Shape::Structure(&INDEX_UPDATE))),
        ("OnDemandThroughput", Shape::Structure(&MAX)),
        ("WarmThroughput", Shape::Structure(&WARM)),
        ("TableClass", Shape::Text),
        ("DeletionProtectionEnabled", Shape::Flag),
        ("SSESpecification", Shape::Structure(&ENCRYPTION)),
        ("StreamSpecification", Shape::Structure(&STREAM_SPECIFICATION)),
    ],
};

static INDEX_UPDATE: Structure = Structure {
    class: "GlobalSecondaryIndexUpdate",
    members: &[
        ("Create", Shape::Structure(&GLOBAL_INDEX)),
        ("Update", Shape::Structure(&INDEX_CAPACITY)),
        ("Delete", Shape::Structure(&INDEX_DELETION)),
    ],
};

static INDEX_CAPACITY: Structure = Structure {
    class: "UpdateGlobalSecondaryIndexAction",
    members: &[
        ("IndexName", Shape::Text),
        ("ProvisionedThroughput", Shape::Structure(&THROUGHPUT)),
        ("OnDemandThroughput", Shape::Structure(&MAX)),
        ("WarmThroughput", Shape::Structure(&WARM)),
    ],
};

static INDEX_DELETION: Structure =
    Structure { class: "DeleteGlobalSecondaryIndexAction", members: &[("IndexName", Shape::Text)] };

impl FromBody for UpdateTableInput {
    const SHAPE: &'static Structure = &UPDATE_TABLE;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, Self::SHAPE)?;
        let table = GivenTable::read_control(members)?;
        let mut broken = Constraints::new();
        let definitions = table_parts::definitions(&mut broken, members);
        let billing = table_parts::billing_mode(&mut broken, members);
        let throughput = table_parts::throughput(&mut broken, "provisionedThroughput", members);
        let indexes = index_updates(&mut broken, members);
        let encryption = table_parts::encryption(&mut broken, members);
        let stream = table_parts::stream(&mut broken, members);
        broken.check()?;
        let input = UpdateTableInput {
            table: table.name(Plane::Control)?,
            definitions,
            billing,
            throughput,
            indexes,
            max: table_parts::max_throughput(members),
            warm: table_parts::warm_throughput(members),
            class: table_parts::table_class(members)?,
            protected: members.flag("DeletionProtectionEnabled"),
            encryption: encryption.transpose()?,
            stream: stream.specification(StreamRule::in_update_table)?,
        };
        Ok((input, Shown::default()))
    }
}

/// An empty list stays one: it is an error of its own.
fn index_updates(broken: &mut Constraints, members: Members<'_>) -> Option<Vec<IndexUpdate>> {
    let update = |(at, entry): (usize, Members<'_>)| {
        let path = format!("globalSecondaryIndexUpdates.{}.member", at + 1);
        IndexUpdate {
            create: entry.structure("Create").and_then(|index| {
                table_parts::index(broken, &format!("{path}.create"), index, GLOBAL_INDEX_KEYS)
            }),
            update: entry
                .structure("Update")
                .and_then(|index| index_capacity(broken, &format!("{path}.update"), index)),
            delete: entry.structure("Delete").and_then(|index| {
                table_parts::index_name(broken, &format!("{path}.delete.indexName"), index)
            }),
        }
    };
    let list = members.structures("GlobalSecondaryIndexUpdates")?;
    Some(list.into_iter().enumerate().map(update).collect())
}

fn index_capacity(
    broken: &mut Constraints,
    path: &str,
    entry: Members<'_>,
) -> Option<IndexCapacity> {
    let name = table_parts::index_name(broken, &format!("{path}.indexName"), entry);
    let path = format!("{path}.provisionedThroughput");
    let throughput = table_parts::throughput(broken, &path, entry);
    let (max, warm) = (table_parts::max_throughput(entry), table_parts::warm_throughput(entry));
    Some(IndexCapacity { name: name?, throughput, max, warm })
}

static DELETE_TABLE: Structure =
    Structure { class: "DeleteTableInput", members: &[("TableName", Shape::Text)] };

impl FromBody for DeleteTableInput {
    const SHAPE: &'static Structure = &DELETE_TABLE;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        let table =
            GivenTable::read_control(shape::check(body, Self::SHAPE)?)?.name(Plane::Control)?;
        Ok((DeleteTableInput { table }, Shown::default()))
    }
}

static DESCRIBE_TABLE: Structure =
    Structure { class: "DescribeTableInput", members: &[("TableName", Shape::Text)] };

impl FromBody for DescribeTableInput {
    const SHAPE: &'static Structure = &DESCRIBE_TABLE;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        let table =
            GivenTable::read_control(shape::check(body, Self::SHAPE)?)?.name(Plane::Control)?;
        Ok((DescribeTableInput { table }, Shown::default()))
    }
}

static LIST_TABLES: Structure = Structure {
    class: "ListTablesInput",
    members: &[("ExclusiveStartTableName", Shape::Text), ("Limit", Shape::Integer)],
};

impl FromBody for ListTablesInput {
    const SHAPE: &'static Structure = &LIST_TABLES;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, Self::SHAPE)?;
        let start = members.text("ExclusiveStartTableName");
        let limit = members.integer("Limit");
        let mut constraints = Constraints::new();
        if let Some(start) = start {
            let path = "exclusiveStartTableName";
            constraints.name_characters(path, start);
            constraints.length(path, start, start.chars().count(), (1, 255));
        }
        constraints.at_least("limit", limit, 1);
        constraints.at_most("limit", limit, i64::from(MAX_TABLE_NAMES));
        constraints.check()?;
        let limit = limit.and_then(|limit| u32::try_from(limit).ok());
        let input = ListTablesInput { start: start.map(str::to_owned), limit };
        Ok((input, Shown::default()))
    }
}

static UPDATE_TIME_TO_LIVE: Structure = Structure {
    class: "UpdateTimeToLiveInput",
    members: &[
        ("TableName", Shape::Text),
        ("TimeToLiveSpecification", Shape::Structure(&TIME_TO_LIVE)),
    ],
};

static TIME_TO_LIVE: Structure = Structure {
    class: "TimeToLiveSpecification",
    members: &[("AttributeName", Shape::Text), ("Enabled", Shape::Flag)],
};

const MAX_TIME_TO_LIVE_ATTRIBUTE: usize = 255;

impl FromBody for UpdateTimeToLiveInput {
    const SHAPE: &'static Structure = &UPDATE_TIME_TO_LIVE;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, Self::SHAPE)?;
        let table = GivenTable::read_control(members)?;
        let mut broken = Constraints::new();
        let given = members.structure("TimeToLiveSpecification");
        broken.require("timeToLiveSpecification", given.is_some());
        let specification = given.and_then(|given| time_to_live(&mut broken, given));
        broken.check()?;
        let table = table.name(Plane::Control)?;
        let (attribute, enabled) = specification.expect("what keeps the constraints is complete");
        Ok((UpdateTimeToLiveInput { table, attribute, enabled }, Shown::default()))
    }
}

fn time_to_live(broken: &mut Constraints, given: Members<'_>) -> Option<(AttributeName, bool)> {
    let path = "timeToLiveSpecification.attributeName";
    let (name, enabled) = (given.text("AttributeName"), given.flag("Enabled"));
    broken.require(path, name.is_some());
    if let Some(name) = name {
        broken.length(path, name, name.len(), (1, MAX_TIME_TO_LIVE_ATTRIBUTE));
    }
    broken.require("timeToLiveSpecification.enabled", enabled.is_some());
    name.and_then(|name| AttributeName::parse(name).ok()).zip(enabled)
}

static DESCRIBE_TIME_TO_LIVE: Structure =
    Structure { class: "DescribeTimeToLiveInput", members: &[("TableName", Shape::Text)] };

impl FromBody for DescribeTimeToLiveInput {
    const SHAPE: &'static Structure = &DESCRIBE_TIME_TO_LIVE;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        let table =
            GivenTable::read_control(shape::check(body, Self::SHAPE)?)?.name(Plane::Control)?;
        Ok((DescribeTimeToLiveInput { table }, Shown::default()))
    }
}

static DESCRIBE_CONTINUOUS_BACKUPS: Structure =
    Structure { class: "DescribeContinuousBackupsInput", members: &[("TableName", Shape::Text)] };

impl FromBody for DescribeContinuousBackupsInput {
    const SHAPE: &'static Structure = &DESCRIBE_CONTINUOUS_BACKUPS;

    fn from_body(body: &Json) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, Self::SHAPE)?;
        let table = GivenTable::read_control(members)?.name(Plane::Backups)?;
        Ok((DescribeContinuousBackupsInput { table }, Shown::default()))
    }
}

static DESCRIBE_LIMITS: Structure = Structure { class: "DescribeLimitsInput", members: &[] };

impl FromBody for DescribeLimitsInput {
    const SHAPE: &'static Structure = &DESCRIBE_LIMITS;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        shape::check(body, Self::SHAPE)?;
        Ok((DescribeLimitsInput, Shown::default()))
    }
}

static DESCRIBE_ENDPOINTS: Structure =
    Structure { class: "DescribeEndpointsRequest", members: &[] };

impl FromBody for DescribeEndpointsInput {
    const SHAPE: &'static Structure = &DESCRIBE_ENDPOINTS;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        shape::check(body, Self::SHAPE)?;
        Ok((DescribeEndpointsInput, Shown::default()))
    }
}
