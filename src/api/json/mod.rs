//! DynamoDB JSON: `{"S": "text"}` and its nine siblings, both ways.
//!
//! Owns the reading of values with every rule that a value by itself must keep, and their
//! printing. Refuses to know which attributes are keys and what an item may weigh.

pub(crate) mod blob;
mod fingerprint;
mod java;
mod read;
mod text;
mod tree;
mod write;

pub(crate) use fingerprint::fingerprint;
pub(crate) use java::{java_item, write_request_dump};
pub(crate) use read::{read_item, read_value, top_level_name};
pub use text::{JsonError, parse, read};
pub use tree::{Json, Object};
pub use write::{item_to_json, value_to_json};
pub(crate) use write::{parsed, push_item, push_list, push_quoted};

use serde_json::Value as Tree;

use super::error::ApiError;
use super::shape::{self, ATTRIBUTE_VALUE, Shape, VALUE_MAP};
use crate::model::{Item, Value};

/// A value from DynamoDB JSON.
pub fn value_from_json(json: &Tree) -> Result<Value, ApiError> {
    let json = Json::from(json);
    shape::check_value(&json, Shape::Structure(&ATTRIBUTE_VALUE))?;
    Ok(read_value(&json)?)
}

/// An item from DynamoDB JSON.
pub fn item_from_json(json: &Tree) -> Result<Item, ApiError> {
    let json = Json::from(json);
    shape::check_value(&json, VALUE_MAP)?;
    match json.as_object() {
        Some(map) => Ok(read_item(map)?),
        None => Ok(Item::new()),
    }
}
