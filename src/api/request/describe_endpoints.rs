//! DescribeEndpoints, which has no parameter.

use serde_json::Value as Json;

use super::{FromBody, Shown};
use crate::api::error::ApiError;
use crate::api::shape::{self, Structure};
use crate::engine::ops::DescribeEndpointsInput;

static SHAPE: Structure = Structure { class: "DescribeEndpointsRequest", members: &[] };

impl FromBody for DescribeEndpointsInput {
    fn from_body(body: &Json) -> Result<(Self, Shown), ApiError> {
        shape::check(body, &SHAPE)?;
        Ok((DescribeEndpointsInput, Shown::default()))
    }
}
