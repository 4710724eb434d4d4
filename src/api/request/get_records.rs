//! GetRecords.

use serde_json::Value as Json;

use super::stream::{LIMIT, read_limit};
use super::{Parsed, Shown};
use crate::api::error::{ApiError, Constraints, invalid_iterator};
use crate::api::shape::{self, Shape, Structure};
use crate::api::shard_iterator;
use crate::engine::ops::get_records::{self, MAX_RECORDS};

static SHAPE: Structure =
    Structure { class: "GetRecordsInput", members: &[("ShardIterator", Shape::Text), LIMIT] };

const ITERATOR_LENGTH: (usize, usize) = (1, 2048);

/// The body as an input.
pub fn read(body: &Json) -> Result<Parsed, ApiError> {
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
    Ok(Parsed::new(get_records::Input { iterator, limit }, Shown::default()))
}
