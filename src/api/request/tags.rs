//! Tags, and the resource that has them.
//!
//! Owns what an ARN in `ResourceArn` may be. What the texts of tags may be is the engine's.

use crate::api::arn::{ACCOUNT, Arn, REGION};
use crate::api::error::{ApiError, ErrorKind};
use crate::api::shape::{Members, Shape, Structure};
use crate::engine::control::Tag;
use crate::model::TableName;

/// `Tags`
pub const TAGS: Shape = Shape::List(&Shape::Structure(&TAG));

static TAG: Structure =
    Structure { class: "Tag", members: &[("Key", Shape::Text), ("Value", Shape::Text)] };

/// Reads `Tags`; none are an empty list.
pub fn read(members: Members<'_>) -> Result<Vec<Tag>, ApiError> {
    let tag = |tag: Members<'_>| match (tag.text("Key"), tag.text("Value")) {
        (Some(key), Some(value)) => Ok((key.to_owned(), value.to_owned())),
        (None, _) => Err(ApiError::validation("The Tag Key provided is invalid, Key: null")),
        (_, None) => Err(ApiError::validation("The Tag Value provided is invalid, Value: null")),
    };
    members.structures("Tags").unwrap_or_default().into_iter().map(tag).collect()
}

/// Reads `ResourceArn`, which must name a table.
pub fn resource(members: Members<'_>) -> Result<TableName, ApiError> {
    let Some(given) = members.text("ResourceArn").filter(|given| !given.is_empty()) else {
        return Err(ApiError::validation("Invalid TableArn"));
    };
    if !given.starts_with("arn:") {
        let detail = format_args!("ARNs must start with 'arn:': {given}");
        return Err(ApiError::invalid_parameter(detail));
    }
    let foreign = || {
        let detail = format_args!("Provided Arn is not a DynamoDB resource arn: {given}");
        ApiError::invalid_parameter(detail)
    };
    let arn = Arn::parse(given).filter(|arn| arn.service == "dynamodb").ok_or_else(foreign)?;
    if arn.region != REGION {
        return Err(ApiError::validation(format!(
            "Invalid TableArn: Invalid ResourceArn provided as input {given}"
        )));
    }
    if arn.account != ACCOUNT {
        return Err(ApiError::new(ErrorKind::AccessDenied, "Access is denied"));
    }
    let table = arn.table().and_then(|name| TableName::parse(name).ok());
    table.ok_or_else(|| not_a_table(arn, given))
}

fn not_a_table(arn: Arn<'_>, given: &str) -> ApiError {
    match arn.resource.contains("/stream/") {
        true => ApiError::new(
            ErrorKind::ResourceNotFound,
            format!("Requested resource not found: ResourceArn: {given} not found"),
        ),
        false => ApiError::invalid_parameter(format_args!(
            "Invalid resource arn provided, only table or stream is accepted. Provided resource \
             arn: {given}"
        )),
    }
}
