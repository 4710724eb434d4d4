//! ListTables.

use serde_json::Value as Json;

use super::{FromBody, Shown};
use crate::api::error::{ApiError, Constraints};
use crate::api::shape::{self, Shape, Structure};
use crate::engine::ops::ListTablesInput;
use crate::engine::ops::describe::MAX_TABLE_NAMES;

static SHAPE: Structure = Structure {
    class: "ListTablesInput",
    members: &[("ExclusiveStartTableName", Shape::Text), ("Limit", Shape::Integer)],
};

impl FromBody for ListTablesInput {
    fn from_body(body: &Json) -> Result<(Self, Shown), ApiError> {
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
        constraints.at_most("limit", limit, i64::from(MAX_TABLE_NAMES));
        constraints.check()?;
        let limit = limit.and_then(|limit| u32::try_from(limit).ok());
        let input = ListTablesInput { start: start.map(str::to_owned), limit };
        Ok((input, Shown::default()))
    }
}
