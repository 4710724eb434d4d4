//! ListTables.

use serde_json::Value as Json;

use super::{Parsed, Shown};
use crate::api::error::{ApiError, Constraints};
use crate::api::shape::{self, Shape, Structure};
use crate::engine::ops::list_tables::{self, MAX_NAMES};

static SHAPE: Structure = Structure {
    class: "ListTablesInput",
    members: &[("ExclusiveStartTableName", Shape::Text), ("Limit", Shape::Integer)],
};

/// The body as an input.
pub fn read(body: &Json) -> Result<Parsed, ApiError> {
    let members = shape::check(body, &SHAPE)?;
    let start = members.text("ExclusiveStartTableName");
    let limit = members.integer("Limit");
    let mut constraints = Constraints::new();
    if let Some(start) = start {
        let path = "exclusiveStartTableName";
        constraints.name_characters(path, start);
        constraints.length(path, start, start.chars().count(), (1, 255));
    }
    constraints.at_least("limit", limit, 1);
    constraints.at_most("limit", limit, i64::from(MAX_NAMES));
    constraints.check()?;
    let limit = limit.and_then(|limit| u32::try_from(limit).ok());
    let input = list_tables::Input { start: start.map(str::to_owned), limit };
    Ok(Parsed::new(input, Shown::default()))
}
