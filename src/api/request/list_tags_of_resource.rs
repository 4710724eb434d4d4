//! ListTagsOfResource. All tags fit a page, so a `NextToken` changes nothing; the service passes
//! over one that it did not give.

use serde_json::Value as Json;

use super::{FromBody, Shown, tags};
use crate::api::error::ApiError;
use crate::api::shape::{self, Shape, Structure};
use crate::engine::ops::ListTagsOfResourceInput;

static SHAPE: Structure = Structure {
    class: "ListTagsOfResourceInput",
    members: &[("ResourceArn", Shape::Text), ("NextToken", Shape::Text)],
};

impl FromBody for ListTagsOfResourceInput {
    fn from_body(body: &Json) -> Result<(Self, Shown), ApiError> {
        let table = tags::resource(shape::check(body, &SHAPE)?)?;
        Ok((ListTagsOfResourceInput { table }, Shown::default()))
    }
}
