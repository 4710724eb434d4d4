//! What CreateTable and UpdateTable say of keys and indexes, capacity, billing, class, encryption
//! and stream.
//!
//! Owns the shapes and constraints of these members. What breaks a constraint is read as absent: an
//! input is used only when none is broken.

use crate::api::json::Json;

use crate::api::arn;
use crate::api::error::{ApiError, Constraints, Parameter, Rule, StreamRule};
use crate::api::shape::{Members, Shape, Structure};
use crate::changelog::ViewType;
use crate::engine::control::Encryption;
use crate::engine::ops::GivenUnits;
use crate::engine::ops::create_table::{BillingChoice, Definition, IndexDefinition, KeyElement};
use crate::engine::ops::update_table::EncryptionChoice;
use crate::engine::{ProjectionKind, StreamSpecification, TableClass};
use crate::model::key::KeyRole;
use crate::model::{AttributeName, IndexName, ScalarType, Throughput};

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
    let throughput = throughput(broken, &path, entry);
    let (max, warm) = (max_throughput(entry), warm_throughput(entry));
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
        broken.length(&path, &text, names.len(), (1, MAX_NON_KEY_ATTRIBUTES));
        broken.elements_length(&path, &text, &names, (1, MAX_KEY_NAME));
        names.into_iter().filter_map(|name| AttributeName::parse(name).ok()).collect()
    });
    (kind, names)
}

/// `ProvisionedThroughput`
pub static THROUGHPUT: Structure = Structure {
    class: "ProvisionedThroughput",
    members: &[("ReadCapacityUnits", Shape::Long), ("WriteCapacityUnits", Shape::Long)],
};

/// `OnDemandThroughput`
pub static MAX: Structure = Structure {
    class: "OnDemandThroughput",
    members: &[("MaxReadRequestUnits", Shape::Long), ("MaxWriteRequestUnits", Shape::Long)],
};

/// `WarmThroughput`
pub static WARM: Structure = Structure {
    class: "WarmThroughput",
    members: &[("ReadUnitsPerSecond", Shape::Long), ("WriteUnitsPerSecond", Shape::Long)],
};

/// Reads `ProvisionedThroughput`; the service looks at the writes first.
pub fn throughput(
    broken: &mut Constraints,
    path: &str,
    members: Members<'_>,
) -> Option<Throughput> {
    let given = members.structure("ProvisionedThroughput")?;
    let mut units = |member: &str, name: &str| {
        let path = format!("{path}.{name}");
        let value = given.long(member);
        broken.require(&path, value.is_some());
        broken.at_least(&path, value, 1);
        value.and_then(|value| u64::try_from(value).ok())
    };
    let write = units("WriteCapacityUnits", "writeCapacityUnits");
    let read = units("ReadCapacityUnits", "readCapacityUnits");
    read.zip(write).map(|(read, write)| Throughput { read, write })
}

/// Reads `OnDemandThroughput`.
pub fn max_throughput(members: Members<'_>) -> Option<GivenUnits> {
    given_units(members, "OnDemandThroughput", ["MaxReadRequestUnits", "MaxWriteRequestUnits"])
}

/// Reads `WarmThroughput`.
pub fn warm_throughput(members: Members<'_>) -> Option<GivenUnits> {
    given_units(members, "WarmThroughput", ["ReadUnitsPerSecond", "WriteUnitsPerSecond"])
}

fn given_units(members: Members<'_>, member: &str, [read, write]: [&str; 2]) -> Option<GivenUnits> {
    let given = members.structure(member)?;
    Some(GivenUnits { read: given.long(read), write: given.long(write) })
}

/// `SSESpecification`
pub static ENCRYPTION: Structure = Structure {
    class: "SSESpecification",
    members: &[("Enabled", Shape::Flag), ("SSEType", Shape::Text), ("KMSMasterKeyId", Shape::Text)],
};

const BILLING: &[(&str, BillingChoice)] = &[
    ("PROVISIONED", BillingChoice::Provisioned),
    ("PAY_PER_REQUEST", BillingChoice::PayPerRequest),
];

/// Reads `BillingMode`.
pub fn billing_mode(broken: &mut Constraints, members: Members<'_>) -> Option<BillingChoice> {
    broken.choice("billingMode", members.text("BillingMode"), BILLING)
}

/// Reads `TableClass`, whose sentence is its own.
pub fn table_class(members: Members<'_>) -> Result<Option<TableClass>, ApiError> {
    match members.text("TableClass") {
        None => Ok(None),
        Some("STANDARD") => Ok(Some(TableClass::Standard)),
        Some("STANDARD_INFREQUENT_ACCESS") => Ok(Some(TableClass::InfrequentAccess)),
        Some(_) => Err(ApiError::validation(
            Rule::TableClassKnown,
            "Invalid table-class parameter provided. Please try again with a valid table-class \
             value: [STANDARD, STANDARD_INFREQUENT_ACCESS].",
        )
        .about(Parameter::TableClass)),
    }
}

/// Reads `SSESpecification`. An empty one asks for nothing; a type alone asks for a key.
pub fn encryption(
    broken: &mut Constraints,
    members: Members<'_>,
) -> Option<Result<EncryptionChoice, ApiError>> {
    let given = members.structure("SSESpecification")?;
    let kinds = [("AES256", false), ("KMS", true)];
    let kind = broken.choice("sSESpecification.sSEType", given.text("SSEType"), &kinds);
    let key = given.text("KMSMasterKeyId");
    if let Some(key) = key {
        broken.length("sSESpecification.kMSMasterKeyId", key, key.len(), (1, 2048));
    }
    Some(encryption_choice(given.flag("Enabled"), kind, key))
}

fn encryption_choice(
    enabled: Option<bool>,
    kind: Option<bool>,
    key: Option<&str>,
) -> Result<EncryptionChoice, ApiError> {
    let refuse = |sentence: &str| {
        let error = ApiError::invalid_parameter(Rule::EncryptionSettings, sentence);
        Err(error.about(Parameter::SSESpecification))
    };
    match (enabled, kind, key) {
        (Some(false), Some(_), _) => refuse("SSEType can not be specified if Enabled is false"),
        (Some(false), _, Some(_)) => {
            refuse("KMSMasterKeyId can not be specified if Enabled is false")
        }
        (_, Some(false), _) => refuse("SSEType AES256 is not supported"),
        (_, None, Some(_)) => refuse("SSEType KMS is required if KMSMasterKeyId is specified"),
        (None | Some(false), None, None) => Ok(EncryptionChoice::Owned),
        (_, _, None) => {
            let key = Encryption { key_arn: arn::managed_kms_key() };
            Ok(EncryptionChoice::Key { key, exact: false })
        }
        (_, _, Some(key)) => Ok(EncryptionChoice::Key {
            key: Encryption { key_arn: arn::kms_key(key) },
            exact: key.starts_with("arn:"),
        }),
    }
}

/// `StreamSpecification`
pub static STREAM_SPECIFICATION: Structure = Structure {
    class: "StreamSpecification",
    members: &[("StreamEnabled", Shape::Flag), ("StreamViewType", Shape::Text)],
};

/// The view types. The order in which the service prints them is unconfirmed.
const VIEWS: &[(&str, ViewType)] = &[
    ("NEW_IMAGE", ViewType::NewImage),
    ("OLD_IMAGE", ViewType::OldImage),
    ("NEW_AND_OLD_IMAGES", ViewType::NewAndOldImages),
    ("KEYS_ONLY", ViewType::KeysOnly),
];

/// What was given, with its constraints kept.
#[derive(Debug, Clone, Copy)]
pub struct GivenStream {
    enabled: Option<bool>,
    view: Option<ViewType>,
}

/// Reads the member `StreamSpecification`.
pub fn stream(broken: &mut Constraints, members: Members<'_>) -> GivenStream {
    let Some(given) = members.structure("StreamSpecification") else {
        return GivenStream { enabled: None, view: None };
    };
    let enabled = given.flag("StreamEnabled");
    broken.require("streamSpecification.streamEnabled", enabled.is_some());
    let view = given.text("StreamViewType");
    let view = broken.choice("streamSpecification.streamViewType", view, VIEWS);
    GivenStream { enabled, view }
}

impl GivenStream {
    /// The specification, if one was given. A broken rule is told in the operation's words.
    pub fn specification(
        self,
        words: fn(StreamRule) -> ApiError,
    ) -> Result<Option<StreamSpecification>, ApiError> {
        match (self.enabled, self.view) {
            (None, _) => Ok(None),
            (Some(true), Some(view)) => Ok(Some(StreamSpecification::Enabled(view))),
            (Some(false), None) => Ok(Some(StreamSpecification::Disabled)),
            (Some(enabled), _) => Err(words(StreamRule { enabled })),
        }
    }
}
