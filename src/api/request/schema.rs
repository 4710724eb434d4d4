//! What requests say of keys and indexes: definitions, key schemas, projections.
//!
//! Owns their shapes and constraints. What breaks a constraint is read as absent: an input is used
//! only when none is broken.

use serde_json::Value as Json;

use super::capacity::{self, MAX, THROUGHPUT, WARM};
use crate::api::error::Constraints;
use crate::api::shape::{Members, Shape, Structure};
use crate::engine::ProjectionKind;
use crate::engine::ops::create_table::{Definition, IndexDefinition, KeyElement};
use crate::model::key::KeyRole;
use crate::model::{AttributeName, IndexName, ScalarType};

/// `AttributeDefinitions`
pub const DEFINITIONS: Shape = Shape::List(&Shape::Structure(&DEFINITION));

static DEFINITION: Structure = Structure {
    class: "AttributeDefinition",
    members: &[("AttributeName", Shape::Text), ("AttributeType", Shape::Text)],
};

/// `KeySchema`
pub const KEY_SCHEMA: Shape = Shape::List(&Shape::Structure(&KEY_ELEMENT));

static KEY_ELEMENT: Structure = Structure {
    class: "KeySchemaElement",
    members: &[("AttributeName", Shape::Text), ("KeyType", Shape::Text)],
};

static PROJECTION: Structure = Structure {
    class: "Projection",
    members: &[("ProjectionType", Shape::Text), ("NonKeyAttributes", Shape::List(&Shape::Text))],
};

/// `LocalSecondaryIndex`
pub static LOCAL_INDEX: Structure = Structure {
    class: "LocalSecondaryIndex",
    members: &[
        ("IndexName", Shape::Text),
        ("KeySchema", KEY_SCHEMA),
        ("Projection", Shape::Structure(&PROJECTION)),
    ],
};

/// `GlobalSecondaryIndex`
pub static GLOBAL_INDEX: Structure = Structure {
    class: "GlobalSecondaryIndex",
    members: &[
        ("IndexName", Shape::Text),
        ("KeySchema", KEY_SCHEMA),
        ("Projection", Shape::Structure(&PROJECTION)),
        ("ProvisionedThroughput", Shape::Structure(&THROUGHPUT)),
        ("OnDemandThroughput", Shape::Structure(&MAX)),
        ("WarmThroughput", Shape::Structure(&WARM)),
    ],
};

/// How many key elements a table or a local index has.
pub const TABLE_KEYS: (usize, usize) = (1, 2);
/// The same of a global index: four of each role.
pub const GLOBAL_INDEX_KEYS: (usize, usize) = (1, 8);
const MAX_KEY_NAME: usize = 255;
const MAX_NON_KEY_ATTRIBUTES: usize = 20;

/// Reads `AttributeDefinitions`; the service looks at the types first.
pub fn definitions(broken: &mut Constraints, members: Members<'_>) -> Option<Vec<Definition>> {
    let types = [("B", ScalarType::B), ("N", ScalarType::N), ("S", ScalarType::S)];
    let list = members.structures("AttributeDefinitions")?;
    let definition = |(at, entry): (usize, Members<'_>)| {
        let path = format!("attributeDefinitions.{}.member", at + 1);
        let kind = entry.text("AttributeType");
        let path_of_kind = format!("{path}.attributeType");
        broken.require(&path_of_kind, kind.is_some());
        let kind = broken.choice(&path_of_kind, kind, &types);
        let name = attribute_name(broken, &format!("{path}.attributeName"), entry);
        name.zip(kind)
    };
    Some(list.into_iter().enumerate().filter_map(definition).collect())
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

/// Reads `KeySchema`.
pub fn key_schema(
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

/// Reads a list of indexes. An empty one stays one: it is an error of its own.
pub fn indexes(
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

/// Reads one index.
pub fn index(
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
    let path = format!("{path}.provisionedThroughput");
    let throughput = capacity::throughput(broken, &path, entry);
    let (max, warm) = (capacity::max(entry), capacity::warm(entry));
    Some(IndexDefinition {
        name: name?,
        keys,
        projection,
        attributes,
        throughput,
        max: max.unwrap_or_default(),
        warm: warm.unwrap_or_default(),
    })
}

/// Reads `IndexName`.
pub fn index_name(broken: &mut Constraints, path: &str, entry: Members<'_>) -> Option<IndexName> {
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
