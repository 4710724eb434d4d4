//! UntagResource.

use serde_json::Value as Json;

use super::{FromBody, Shown, tags};
use crate::api::error::{ApiError, Parameter, Rule};
use crate::api::shape::{self, Shape, Structure};
use crate::engine::ops::UntagResourceInput;

static SHAPE: Structure = Structure {
    class: "UntagResourceInput",
    members: &[("ResourceArn", Shape::Text), ("TagKeys", Shape::List(&Shape::Text))],
};

impl FromBody for UntagResourceInput {
    fn from_body(body: &Json) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, &SHAPE)?;
        let table = tags::resource(members)?;
        let keys: Vec<String> = members
            .list("TagKeys")
            .into_iter()
            .flatten()
            .filter_map(Json::as_str)
            .map(str::to_owned)
            .collect();
        if keys.is_empty() {
            let sentence = "Atleast one Tag Key needs to be provided as Input.";
            return Err(
                ApiError::validation(Rule::TagsNotEmpty, sentence).about(Parameter::TagKeys)
            );
        }
        Ok((UntagResourceInput { table, keys }, Shown::default()))
    }
}
