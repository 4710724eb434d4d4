//! CreateTable.
//!
//! Members that only a cloud has use for (a resource policy, settings of global tables, vector
//! indexes) are left aside.

use serde_json::Value as Json;

use super::capacity::{self, MAX, THROUGHPUT, WARM};
use super::schema::{self, DEFINITIONS, GLOBAL_INDEX, GLOBAL_INDEX_KEYS, LOCAL_INDEX, TABLE_KEYS};
use super::settings::{self, ENCRYPTION};
use super::stream::{self, STREAM_SPECIFICATION};
use super::table::GivenTable;
use super::tags::{self, TAGS};
use super::{FromBody, Shown};
use crate::api::error::{ApiError, Constraints, StreamRule};
use crate::api::shape::{self, Shape, Structure};
use crate::engine::ops::CreateTableInput;
use crate::engine::ops::update_table::EncryptionChoice;

static SHAPE: Structure = Structure {
    class: "CreateTableInput",
    members: &[
        ("TableName", Shape::Text),
        ("AttributeDefinitions", DEFINITIONS),
        ("KeySchema", schema::KEY_SCHEMA),
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
    fn from_body(body: &Json) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, &SHAPE)?;
        let table = GivenTable::read_new(members)?;
        let mut broken = Constraints::new();
        let billing = settings::billing(&mut broken, members);
        broken.require("attributeDefinitions", members.has("AttributeDefinitions"));
        let input = CreateTableInput {
            table,
            definitions: schema::definitions(&mut broken, members).unwrap_or_default(),
            keys: schema::key_schema(&mut broken, "keySchema", members, TABLE_KEYS),
            local: schema::indexes(&mut broken, members, "LocalSecondaryIndexes", TABLE_KEYS),
            global: schema::indexes(
                &mut broken,
                members,
                "GlobalSecondaryIndexes",
                GLOBAL_INDEX_KEYS,
            ),
            billing,
            throughput: capacity::throughput(&mut broken, "provisionedThroughput", members),
            stream: None,
            max: capacity::max(members).unwrap_or_default(),
            warm: capacity::warm(members).unwrap_or_default(),
            class: None,
            protected: members.flag("DeletionProtectionEnabled").unwrap_or(false),
            encryption: None,
            tags: Vec::new(),
        };
        let encryption = settings::encryption(&mut broken, members);
        let stream = stream::read(&mut broken, members);
        broken.check()?;
        let stream = stream.specification(StreamRule::in_create_table)?;
        let encryption = match encryption.transpose()? {
            Some(EncryptionChoice::Key { key, .. }) => Some(key),
            Some(EncryptionChoice::Owned) | None => None,
        };
        let (class, tags) = (settings::class(members)?, tags::read(members)?);
        let input = CreateTableInput { class, encryption, tags, stream, ..input };
        Ok((input, Shown::default()))
    }
}
