//! DescribeTable.

use serde_json::Value as Json;

use super::table::GivenTable;
use super::{Parsed, Shown};
use crate::api::error::ApiError;
use crate::api::shape::{self, Shape, Structure};
use crate::engine::Plane;
use crate::engine::ops::describe_table;

static SHAPE: Structure =
    Structure { class: "DescribeTableInput", members: &[("TableName", Shape::Text)] };

/// The body as an input.
pub fn read(body: &Json) -> Result<Parsed, ApiError> {
    let table = GivenTable::read_control(shape::check(body, &SHAPE)?)?.name(Plane::Control)?;
    Ok(Parsed::new(describe_table::Input { table }, Shown::default()))
}
