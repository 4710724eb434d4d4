//! ListStreams.

use serde_json::Value as Json;

use super::stream::{LIMIT, read_arn, read_limit};
use super::table::GivenTable;
use super::{Parsed, Shown};
use crate::api::error::{ApiError, Constraints};
use crate::api::shape::{self, Shape, Structure};
use crate::engine::Plane;
use crate::engine::ops::list_streams::{self, MAX_STREAMS};

static SHAPE: Structure = Structure {
    class: "ListStreamsInput",
    members: &[("TableName", Shape::Text), ("ExclusiveStartStreamArn", Shape::Text), LIMIT],
};

/// The body as an input.
pub fn read(body: &Json) -> Result<Parsed, ApiError> {
    let members = shape::check(body, &SHAPE)?;
    let table = match members.has("TableName") {
        true => Some(GivenTable::read(members)?),
        false => None,
    };
    let mut broken = Constraints::new();
    let limit = read_limit(&mut broken, members, MAX_STREAMS);
    broken.check()?;
    let start = members.text("ExclusiveStartStreamArn").map(read_arn).transpose()?;
    let table = table.map(|table| table.name(Plane::Control)).transpose()?;
    let input = list_streams::Input { table, start, limit };
    Ok(Parsed::new(input, Shown::default()))
}
