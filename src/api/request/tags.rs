//! TagResource, UntagResource and ListTagsOfResource.
//!
//! Owns what an ARN in `ResourceArn` may be. What the texts of tags may be is the engine's.

use crate::api::json::Json;

use super::{FromBody, Shown};
use crate::api::arn::{ACCOUNT, Arn, REGION};
use crate::api::error::{ApiError, ErrorKind, Parameter, Rule};
use crate::api::shape::{self, Members, Shape, Structure};
use crate::engine::control::Tag;
use crate::engine::ops::{ListTagsOfResourceInput, TagResourceInput, UntagResourceInput};
use crate::model::TableName;

/// `Tags`
pub const TAGS: Shape = Shape::List(&Shape::Structure(&TAG));

static TAG: Structure =
    Structure { class: "Tag", members: &[("Key", Shape::Text), ("Value", Shape::Text)] };

/// Reads `Tags`; none are an empty list.
pub fn read_tags(members: Members<'_>) -> Result<Vec<Tag>, ApiError> {
    let tag = |tag: Members<'_>| match (tag.text("Key"), tag.text("Value")) {
        (Some(key), Some(value)) => Ok((key.to_owned(), value.to_owned())),
        (None, _) => Err((Rule::TagKey, "The Tag Key provided is invalid, Key: null")),
        (_, None) => Err((Rule::TagValue, "The Tag Value provided is invalid, Value: null")),
    };
    let tags: Result<_, _> =
        members.structures("Tags").unwrap_or_default().into_iter().map(tag).collect();
    tags.map_err(|(rule, sentence)| ApiError::validation(rule, sentence).about(Parameter::Tags))
}

/// Reads `ResourceArn`, which must name a table.
fn resource(members: Members<'_>) -> Result<TableName, ApiError> {
    let given = members.text("ResourceArn").unwrap_or_default();
    table_of(given).map_err(|error| error.about(Parameter::ResourceArn))
}

fn table_of(given: &str) -> Result<TableName, ApiError> {
    if given.is_empty() {
        return Err(ApiError::validation(Rule::ResourceArn, "Invalid TableArn"));
    }
    if !given.starts_with("arn:") {
        let detail = format_args!("ARNs must start with 'arn:': {given}");
        return Err(ApiError::invalid_parameter(Rule::ResourceArn, detail));
    }
    let Some(arn) = Arn::parse(given).filter(|arn| arn.service == "dynamodb") else {
        let detail = format_args!("Provided Arn is not a DynamoDB resource arn: {given}");
        return Err(ApiError::invalid_parameter(Rule::ResourceArn, detail));
    };
    if arn.region != REGION {
        return Err(ApiError::validation(
            Rule::OwnRegion,
            format!("Invalid TableArn: Invalid ResourceArn provided as input {given}"),
        ));
    }
    if arn.account != ACCOUNT {
        let kind = ErrorKind::AccessDenied;
        return Err(ApiError::new(kind, Rule::OwnAccount, "Access is denied"));
    }
    let table = arn.table().and_then(|name| TableName::parse(name).ok());
    table.ok_or_else(|| not_a_table(arn, given))
}

fn not_a_table(arn: Arn<'_>, given: &str) -> ApiError {
    if arn.resource.contains("/stream/") {
        let sentence = format!("Requested resource not found: ResourceArn: {given} not found");
        return ApiError::new(ErrorKind::ResourceNotFound, Rule::ResourceArn, sentence);
    }
    ApiError::invalid_parameter(
        Rule::ResourceArn,
        format_args!(
            "Invalid resource arn provided, only table or stream is accepted. Provided resource \
             arn: {given}"
        ),
    )
}

static TAG_RESOURCE: Structure = Structure {
    class: "TagResourceInput",
    members: &[("ResourceArn", Shape::Text), ("Tags", TAGS)],
};

impl FromBody for TagResourceInput {
    const SHAPE: &'static Structure = &TAG_RESOURCE;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, Self::SHAPE)?;
        let table = resource(members)?;
        let tags = read_tags(members)?;
        if tags.is_empty() {
            let sentence = "Atleast one Tag needs to be provided as Input.";
            return Err(ApiError::validation(Rule::TagsNotEmpty, sentence).about(Parameter::Tags));
        }
        Ok((TagResourceInput { table, tags }, Shown::default()))
    }
}

static UNTAG_RESOURCE: Structure = Structure {
    class: "UntagResourceInput",
    members: &[("ResourceArn", Shape::Text), ("TagKeys", Shape::List(&Shape::Text))],
};

impl FromBody for UntagResourceInput {
    const SHAPE: &'static Structure = &UNTAG_RESOURCE;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, Self::SHAPE)?;
        let table = resource(members)?;
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

static LIST_TAGS_OF_RESOURCE: Structure = Structure {
    class: "ListTagsOfResourceInput",
    members: &[("ResourceArn", Shape::Text), ("NextToken", Shape::Text)],
};

impl FromBody for ListTagsOfResourceInput {
    const SHAPE: &'static Structure = &LIST_TAGS_OF_RESOURCE;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        let table = resource(shape::check(body, Self::SHAPE)?)?;
        Ok((ListTagsOfResourceInput { table }, Shown::default()))
    }
}
