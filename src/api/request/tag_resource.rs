//! TagResource.

use serde_json::Value as Json;

use super::tags::{self, TAGS};
use super::{Parsed, Shown};
use crate::api::error::{ApiError, Parameter, Rule};
use crate::api::shape::{self, Shape, Structure};
use crate::engine::ops::tag_resource;

static SHAPE: Structure = Structure {
    class: "TagResourceInput",
    members: &[("ResourceArn", Shape::Text), ("Tags", TAGS)],
};

/// The body as an input.
pub fn read(body: &Json) -> Result<Parsed, ApiError> {
    let members = shape::check(body, &SHAPE)?;
    let table = tags::resource(members)?;
    let tags = tags::read(members)?;
    if tags.is_empty() {
        let sentence = "Atleast one Tag needs to be provided as Input.";
        return Err(ApiError::validation(Rule::TagsNotEmpty, sentence).about(Parameter::Tags));
    }
    Ok(Parsed::new(tag_resource::Input { table, tags }, Shown::default()))
}
