//! ListStreams.

use serde_json::Value as Json;

use super::stream::{LIMIT, read_arn, read_limit};
use super::table::GivenTable;
use super::{FromBody, Shown};
use crate::api::error::{ApiError, Constraints};
use crate::api::shape::{self, Shape, Structure};
use crate::engine::Plane;
use crate::engine::ops::ListStreamsInput;
use crate::engine::ops::streams::MAX_STREAMS;

static SHAPE: Structure = Structure {
    class: "ListStreamsInput",
    members: &[("TableName", Shape::Text), ("ExclusiveStartStreamArn", Shape::Text), LIMIT],
};

impl FromBody for ListStreamsInput {
    fn from_body(body: &Json) -> Result<(Self, Shown), ApiError> {
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
        let input = ListStreamsInput { table, start, limit };
        Ok((input, Shown::default()))
    }
}
