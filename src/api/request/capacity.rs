//! What requests say of throughput, ceilings and warmth, of tables and of indexes.
//!
//! Owns their shapes and constraints.

use crate::api::error::Constraints;
use crate::api::shape::{Members, Shape, Structure};
use crate::engine::ops::GivenUnits;
use crate::model::Throughput;

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
pub fn max(members: Members<'_>) -> Option<GivenUnits> {
    units(members, "OnDemandThroughput", ["MaxReadRequestUnits", "MaxWriteRequestUnits"])
}

/// Reads `WarmThroughput`.
pub fn warm(members: Members<'_>) -> Option<GivenUnits> {
    units(members, "WarmThroughput", ["ReadUnitsPerSecond", "WriteUnitsPerSecond"])
}

fn units(members: Members<'_>, member: &str, [read, write]: [&str; 2]) -> Option<GivenUnits> {
    let given = members.structure(member)?;
    Some(GivenUnits { read: given.long(read), write: given.long(write) })
}
