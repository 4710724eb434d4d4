//! GetRecords.

use serde_json::Value as Json;

use super::stream::{LIMIT, read_limit};
use super::{FromBody, Shown};
use crate::api::error::{ApiError, Constraints, invalid_iterator};
use crate::api::shape::{self, Shape, Structure};
use crate::api::shard_iterator;
use crate::engine::ops::GetRecordsInput;
use crate::engine::ops::streams::MAX_RECORDS;

static SHAPE: Structure =
    Structure { class: "GetRecordsInput", members: &[("ShardIterator", Shape::Text), LIMIT] };

const ITERATOR_LENGTH: (usize, usize) = (1, 2048);

impl FromBody for GetRecordsInput {
    fn from_body(body: &Json) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, &SHAPE)?;
        let mut broken = Constraints::new();
        let given = members.text("ShardIterator");
        broken.require("shardIterator", given.is_some());
        if let Some(given) = given {
            broken.length("shardIterator", given, given.len(), ITERATOR_LENGTH);
        }
        let limit = read_limit(&mut broken, members, MAX_RECORDS);
        broken.check()?;
        let iterator = given.and_then(shard_iterator::read).ok_or_else(invalid_iterator)?;
        Ok((GetRecordsInput { iterator, limit }, Shown::default()))
    }
}
