//! ListTagsOfResource. All tags fit a page, so a `NextToken` changes nothing; the service passes
//! over one that it did not give.

use serde_json::Value as Json;

use super::{Parsed, Shown, tags};
use crate::api::error::ApiError;
use crate::api::shape::{self, Shape, Structure};
use crate::engine::ops::list_tags_of_resource;

static SHAPE: Structure = Structure {
    class: "ListTagsOfResourceInput",
    members: &[("ResourceArn", Shape::Text), ("NextToken", Shape::Text)],
};

/// The body as an input.
pub fn read(body: &Json) -> Result<Parsed, ApiError> {
    let table = tags::resource(shape::check(body, &SHAPE)?)?;
    Ok(Parsed::new(list_tags_of_resource::Input { table }, Shown::default()))
}
