//! TagResource.

use serde_json::Value as Json;

use super::tags::{self, TAGS};
use super::{FromBody, Shown};
use crate::api::error::{ApiError, Parameter, Rule};
use crate::api::shape::{self, Shape, Structure};
use crate::engine::ops::TagResourceInput;

static SHAPE: Structure = Structure {
    class: "TagResourceInput",
    members: &[("ResourceArn", Shape::Text), ("Tags", TAGS)],
};

impl FromBody for TagResourceInput {
    fn from_body(body: &Json) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, &SHAPE)?;
        let table = tags::resource(members)?;
        let tags = tags::read(members)?;
        if tags.is_empty() {
            let sentence = "Atleast one Tag needs to be provided as Input.";
            return Err(ApiError::validation(Rule::TagsNotEmpty, sentence).about(Parameter::Tags));
        }
        Ok((TagResourceInput { table, tags }, Shown::default()))
    }
}
