//! DescribeTimeToLive.

use serde_json::Value as Json;

use super::table::GivenTable;
use super::{FromBody, Shown};
use crate::api::error::ApiError;
use crate::api::shape::{self, Shape, Structure};
use crate::engine::Plane;
use crate::engine::ops::DescribeTimeToLiveInput;

static SHAPE: Structure =
    Structure { class: "DescribeTimeToLiveInput", members: &[("TableName", Shape::Text)] };

impl FromBody for DescribeTimeToLiveInput {
    fn from_body(body: &Json) -> Result<(Self, Shown), ApiError> {
        let table = GivenTable::read_control(shape::check(body, &SHAPE)?)?.name(Plane::Control)?;
        Ok((DescribeTimeToLiveInput { table }, Shown::default()))
    }
}
