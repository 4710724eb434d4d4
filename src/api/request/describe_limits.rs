//! DescribeLimits, which has no parameter.

use serde_json::Value as Json;

use super::{Parsed, Shown};
use crate::api::error::ApiError;
use crate::api::shape::{self, Structure};
use crate::engine::ops::describe_limits;

static SHAPE: Structure = Structure { class: "DescribeLimitsInput", members: &[] };

/// The body as an input.
pub fn read(body: &Json) -> Result<Parsed, ApiError> {
    shape::check(body, &SHAPE)?;
    Ok(Parsed::new(describe_limits::Input, Shown::default()))
}
