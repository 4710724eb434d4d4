//! CreateTable.
//!
//! Members that say nothing about keys, indexes, billing and streams (encryption, tags) are left
//! aside.

use serde_json::Value as Json;

use super::stream::{self, STREAM_SPECIFICATION};
use super::table::GivenTable;
use super::{Parsed, Shown};
use crate::api::error::{ApiError, Constraints, StreamRule};
use crate::api::shape::{self, Members, Shape, Structure};
use crate::engine::ops::create_table::{
    self, BillingChoice, IndexDefinition, KeyElement, ProjectionKind,
};
use crate::model::key::KeyRole;
use crate::model::{AttributeName, IndexName, ScalarType, Throughput};

static SHAPE: Structure = Structure {
    class: "CreateTableInput",
    members: &[
        ("TableName", Shape::Text),
        ("AttributeDefinitions", Shape::List(&Shape::Structure(&DEFINITION))),
        ("KeySchema", KEY_SCHEMA),
        ("LocalSecondaryIndexes", Shape::List(&Shape::Structure(&LOCAL_INDEX))),
        ("GlobalSecondaryIndexes", Shape::List(&Shape::Structure(&GLOBAL_INDEX))),
        ("BillingMode", Shape::Text),
        ("ProvisionedThroughput", Shape::Structure(&THROUGHPUT)),
        ("StreamSpecification", Shape::Structure(&STREAM_SPECIFICATION)),
    ],
};

static DEFINITION: Structure = Structure {
    class: "AttributeDefinition",
    members: &[("AttributeName", Shape::Text), ("AttributeType", Shape::Text)],
};

const KEY_SCHEMA: Shape = Shape::List(&Shape::Structure(&KEY_ELEMENT));

static KEY_ELEMENT: Structure = Structure {
    class: "KeySchemaElement",
    members: &[("AttributeName", Shape::Text), ("KeyType", Shape::Text)],
};

static PROJECTION: Structure = Structure {
    class: "Projection",
    members: &[("ProjectionType", Shape::Text), ("NonKeyAttributes", Shape::List(&Shape::Text))],
};

static THROUGHPUT: Structure = Structure {
    class: "ProvisionedThroughput",
    members: &[("ReadCapacityUnits", Shape::Long), ("WriteCapacityUnits", Shape::Long)],
};

static LOCAL_INDEX: Structure = Structure {
    class: "LocalSecondaryIndex",
    members: &[
        ("IndexName", Shape::Text),
        ("KeySchema", KEY_SCHEMA),
        ("Projection", Shape::Structure(&PROJECTION)),
    ],
};

static GLOBAL_INDEX: Structure = Structure {
    class: "GlobalSecondaryIndex",
    members: &[
        ("IndexName", Shape::Text),
        ("KeySchema", KEY_SCHEMA),
        ("Projection", Shape::Structure(&PROJECTION)),
        ("ProvisionedThroughput", Shape::Structure(&THROUGHPUT)),
    ],
};

/// Key elements of a table; and of a global index, four of each role.
const TABLE_KEYS: (usize, usize) = (1, 2);
const GLOBAL_INDEX_KEYS: (usize, usize) = (1, 8);
const MAX_KEY_NAME: usize = 255;
const MAX_NON_KEY_ATTRIBUTES: usize = 20;

/// The body as an input. What breaks a constraint is read as absent: the input is used only when
/// no constraint is broken.
pub fn read(body: &Json) -> Result<Parsed, ApiError> {
    let members = shape::check(body, &SHAPE)?;
    let table = GivenTable::read_new(members)?;
    let mut broken = Constraints::new();
    let billing = broken.choice("billingMode", members.text("BillingMode"), BILLING);
    let given = stream::read(&mut broken, members);
    let mut input = create_table::Input {
        table,
        definitions: definitions(&mut broken, members),
        keys: key_schema(&mut broken, "keySchema", members, TABLE_KEYS),
        local: indexes(&mut broken, members, "LocalSecondaryIndexes", TABLE_KEYS),
        global: indexes(&mut broken, members, "GlobalSecondaryIndexes", GLOBAL_INDEX_KEYS),
        billing,
        throughput: throughput(&mut broken, "provisionedThroughput", members),
        stream: None,
    };
    broken.check()?;
    input.stream = given.specification(StreamRule::of_creation)?;
    Ok(Parsed::new(input, Shown::default()))
}

const BILLING: &[(&str, BillingChoice)] = &[
    ("PROVISIONED", BillingChoice::Provisioned),
    ("PAY_PER_REQUEST", BillingChoice::PayPerRequest),
];

fn definitions(broken: &mut Constraints, members: Members<'_>) -> Vec<(AttributeName, ScalarType)> {
    let types = [("B", ScalarType::B), ("N", ScalarType::N), ("S", ScalarType::S)];
    let list = members.structures("AttributeDefinitions");
    broken.require("attributeDefinitions", list.is_some());
    let definition = |(at, entry): (usize, Members<'_>)| {
        let path = format!("attributeDefinitions.{}.member", at + 1);
        let name = attribute_name(broken, &format!("{path}.attributeName"), entry);
        let kind = entry.text("AttributeType");
        let path = format!("{path}.attributeType");
        broken.require(&path, kind.is_some());
        let kind = broken.choice(&path, kind, &types);
        name.zip(kind)
    };
    list.unwrap_or_default().into_iter().enumerate().filter_map(definition).collect()
}

fn attribute_name(
    broken: &mut Constraints,
    path: &str,
    entry: Members<'_>,
) -> Option<AttributeName> {
    let name = entry.text("AttributeName");
    broken.require(path, name.is_some());
    let name = name?;
    broken.length(path, name, name.len(), (1, MAX_KEY_NAME));
    AttributeName::parse(name).ok()
}

fn key_schema(
    broken: &mut Constraints,
    path: &str,
    members: Members<'_>,
    bounds: (usize, usize),
) -> Vec<KeyElement> {
    let roles = [("HASH", KeyRole::Partition), ("RANGE", KeyRole::Sort)];
    let list = members.structures("KeySchema");
    broken.require(path, list.is_some());
    let Some(list) = list else { return Vec::new() };
    broken.length(path, key_schema_text(&list), list.len(), bounds);
    let element = |(at, entry): (usize, Members<'_>)| {
        let path = format!("{path}.{}.member", at + 1);
        let name = attribute_name(broken, &format!("{path}.attributeName"), entry);
        let path = format!("{path}.keyType");
        broken.require(&path, entry.has("KeyType"));
        let role = broken.choice(&path, entry.text("KeyType"), &roles);
        name.zip(role).map(|(name, role)| KeyElement { name, role })
    };
    list.into_iter().enumerate().filter_map(element).collect()
}

/// The key schema as the service's Java objects print themselves.
fn key_schema_text(list: &[Members<'_>]) -> String {
    let element = |entry: &Members<'_>| {
        let text = |name| entry.text(name).unwrap_or("null");
        let (name, role) = (text("AttributeName"), text("KeyType"));
        format!("KeySchemaElement(attributeName={name}, keyType={role})")
    };
    format!("[{}]", list.iter().map(element).collect::<Vec<_>>().join(", "))
}

/// An empty list stays one: it is an error of its own.
fn indexes(
    broken: &mut Constraints,
    members: Members<'_>,
    member: &str,
    bounds: (usize, usize),
) -> Option<Vec<IndexDefinition>> {
    let list = members.structures(member)?;
    let parent = format!("{}{}", member[..1].to_lowercase(), &member[1..]);
    let index = |(at, entry)| index(broken, &format!("{parent}.{}.member", at + 1), entry, bounds);
    Some(list.into_iter().enumerate().filter_map(index).collect())
}

fn index(
    broken: &mut Constraints,
    path: &str,
    entry: Members<'_>,
    bounds: (usize, usize),
) -> Option<IndexDefinition> {
    let name = index_name(broken, &format!("{path}.indexName"), entry);
    let keys = key_schema(broken, &format!("{path}.keySchema"), entry, bounds);
    let path_of_projection = format!("{path}.projection");
    broken.require(&path_of_projection, entry.has("Projection"));
    let (projection, attributes) = match entry.structure("Projection") {
        Some(given) => projection(broken, &path_of_projection, given),
        None => (None, None),
    };
    let throughput = throughput(broken, &format!("{path}.provisionedThroughput"), entry);
    Some(IndexDefinition { name: name?, keys, projection, attributes, throughput })
}

fn index_name(broken: &mut Constraints, path: &str, entry: Members<'_>) -> Option<IndexName> {
    let name = entry.text("IndexName");
    broken.require(path, name.is_some());
    let name = name?;
    broken.length(path, name, name.chars().count(), (3, 255));
    broken.name_characters(path, name);
    IndexName::parse(name).ok()
}

type GivenProjection = (Option<ProjectionKind>, Option<Vec<AttributeName>>);

fn projection(broken: &mut Constraints, path: &str, given: Members<'_>) -> GivenProjection {
    let kinds = [
        ("ALL", ProjectionKind::All),
        ("INCLUDE", ProjectionKind::Include),
        ("KEYS_ONLY", ProjectionKind::KeysOnly),
    ];
    let kind =
        broken.choice(&format!("{path}.projectionType"), given.text("ProjectionType"), &kinds);
    let names = given.list("NonKeyAttributes").map(|list| {
        let names: Vec<&str> = list.iter().filter_map(Json::as_str).collect();
        let path = format!("{path}.nonKeyAttributes");
        let text = format!("[{}]", names.join(", "));
        broken.length(&path, text, names.len(), (1, MAX_NON_KEY_ATTRIBUTES));
        names.into_iter().filter_map(|name| AttributeName::parse(name).ok()).collect()
    });
    (kind, names)
}

fn throughput(broken: &mut Constraints, path: &str, members: Members<'_>) -> Option<Throughput> {
    let given = members.structure("ProvisionedThroughput")?;
    let mut units = |member: &str, name: &str| {
        let path = format!("{path}.{name}");
        let value = given.long(member);
        broken.require(&path, value.is_some());
        broken.at_least(&path, value, 1);
        value.and_then(|value| u64::try_from(value).ok())
    };
    let read = units("ReadCapacityUnits", "readCapacityUnits");
    let write = units("WriteCapacityUnits", "writeCapacityUnits");
    read.zip(write).map(|(read, write)| Throughput { read, write })
}
