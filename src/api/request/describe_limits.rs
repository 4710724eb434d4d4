//! DescribeLimits, which has no parameter.

use serde_json::Value as Json;

use super::{FromBody, Shown};
use crate::api::error::ApiError;
use crate::api::shape::{self, Structure};
use crate::engine::ops::DescribeLimitsInput;

static SHAPE: Structure = Structure { class: "DescribeLimitsInput", members: &[] };

impl FromBody for DescribeLimitsInput {
    fn from_body(body: &Json) -> Result<(Self, Shown), ApiError> {
        shape::check(body, &SHAPE)?;
        Ok((DescribeLimitsInput, Shown::default()))
    }
}
