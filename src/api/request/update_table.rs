//! UpdateTable.
//!
//! Members that only a cloud has use for (replicas, settings of global tables, vector indexes) are
//! left aside: alone they are no change.

use serde_json::Value as Json;

use super::capacity::{self, MAX, THROUGHPUT, WARM};
use super::schema::{self, DEFINITIONS, GLOBAL_INDEX, GLOBAL_INDEX_KEYS};
use super::settings::{self, ENCRYPTION};
use super::stream::{self, STREAM_SPECIFICATION};
use super::table::GivenTable;
use super::{FromBody, Shown};
use crate::api::error::{ApiError, Constraints, StreamRule};
use crate::api::shape::{self, Members, Shape, Structure};
use crate::engine::Plane;
use crate::engine::ops::UpdateTableInput;
use crate::engine::ops::update_table::{IndexCapacity, IndexUpdate};

static SHAPE: Structure = Structure {
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
    fn from_body(body: &Json) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, &SHAPE)?;
        let table = GivenTable::read_control(members)?;
        let mut broken = Constraints::new();
        let definitions = schema::definitions(&mut broken, members);
        let billing = settings::billing(&mut broken, members);
        let throughput = capacity::throughput(&mut broken, "provisionedThroughput", members);
        let indexes = indexes(&mut broken, members);
        let encryption = settings::encryption(&mut broken, members);
        let stream = stream::read(&mut broken, members);
        broken.check()?;
        let input = UpdateTableInput {
            table: table.name(Plane::Control)?,
            definitions,
            billing,
            throughput,
            indexes,
            max: capacity::max(members),
            warm: capacity::warm(members),
            class: settings::class(members)?,
            protected: members.flag("DeletionProtectionEnabled"),
            encryption: encryption.transpose()?,
            stream: stream.specification(StreamRule::in_update_table)?,
        };
        Ok((input, Shown::default()))
    }
}

/// An empty list stays one: it is an error of its own.
fn indexes(broken: &mut Constraints, members: Members<'_>) -> Option<Vec<IndexUpdate>> {
    let update = |(at, entry): (usize, Members<'_>)| {
        let path = format!("globalSecondaryIndexUpdates.{}.member", at + 1);
        IndexUpdate {
            create: entry.structure("Create").and_then(|index| {
                schema::index(broken, &format!("{path}.create"), index, GLOBAL_INDEX_KEYS)
            }),
            update: entry
                .structure("Update")
                .and_then(|index| index_capacity(broken, &format!("{path}.update"), index)),
            delete: entry.structure("Delete").and_then(|index| {
                schema::index_name(broken, &format!("{path}.delete.indexName"), index)
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
    let name = schema::index_name(broken, &format!("{path}.indexName"), entry);
    let path = format!("{path}.provisionedThroughput");
    let throughput = capacity::throughput(broken, &path, entry);
    let (max, warm) = (capacity::max(entry), capacity::warm(entry));
    Some(IndexCapacity { name: name?, throughput, max, warm })
}
