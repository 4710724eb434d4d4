//! UpdateTimeToLive.

use serde_json::Value as Json;

use super::table::GivenTable;
use super::{FromBody, Shown};
use crate::api::error::{ApiError, Constraints};
use crate::api::shape::{self, Members, Shape, Structure};
use crate::engine::Plane;
use crate::engine::ops::UpdateTimeToLiveInput;
use crate::model::AttributeName;

static SHAPE: Structure = Structure {
    class: "UpdateTimeToLiveInput",
    members: &[
        ("TableName", Shape::Text),
        ("TimeToLiveSpecification", Shape::Structure(&SPECIFICATION)),
    ],
};

static SPECIFICATION: Structure = Structure {
    class: "TimeToLiveSpecification",
    members: &[("AttributeName", Shape::Text), ("Enabled", Shape::Flag)],
};

const MAX_ATTRIBUTE: usize = 255;

impl FromBody for UpdateTimeToLiveInput {
    fn from_body(body: &Json) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, &SHAPE)?;
        let table = GivenTable::read_control(members)?;
        let mut broken = Constraints::new();
        let given = members.structure("TimeToLiveSpecification");
        broken.require("timeToLiveSpecification", given.is_some());
        let specification = given.and_then(|given| specification(&mut broken, given));
        broken.check()?;
        let table = table.name(Plane::Control)?;
        let (attribute, enabled) = specification.expect("what keeps the constraints is complete");
        Ok((UpdateTimeToLiveInput { table, attribute, enabled }, Shown::default()))
    }
}

fn specification(broken: &mut Constraints, given: Members<'_>) -> Option<(AttributeName, bool)> {
    let path = "timeToLiveSpecification.attributeName";
    let (name, enabled) = (given.text("AttributeName"), given.flag("Enabled"));
    broken.require(path, name.is_some());
    if let Some(name) = name {
        broken.length(path, name, name.len(), (1, MAX_ATTRIBUTE));
    }
    broken.require("timeToLiveSpecification.enabled", enabled.is_some());
    name.and_then(|name| AttributeName::parse(name).ok()).zip(enabled)
}
