//! From values to DynamoDB JSON.
//!
//! Owns the printing of values: numbers as strings, blobs as base64. Values are never nested
//! deeper than reading or an update allows, so the recursion is bounded.

use serde_json::{Map, Value as Json};

use super::blob;
use crate::model::{AttributeMap, Value};

/// An item as DynamoDB JSON.
pub fn item_to_json(item: &AttributeMap) -> Json {
    let members = item.iter().map(|(name, value)| (name.to_string(), value_to_json(value)));
    Json::Object(members.collect())
}

/// A value as DynamoDB JSON.
pub fn value_to_json(value: &Value) -> Json {
    let mut tagged = Map::new();
    tagged.insert(value.kind().tag().to_owned(), untagged(value));
    Json::Object(tagged)
}

fn untagged(value: &Value) -> Json {
    match value {
        Value::S(text) => Json::from(&**text),
        Value::N(number) => number.to_string().into(),
        Value::B(bytes) => blob::encode(bytes).into(),
        Value::Bool(flag) => Json::Bool(*flag),
        Value::Null => Json::Bool(true),
        Value::M(map) => item_to_json(map),
        Value::L(list) => list.iter().map(value_to_json).collect(),
        Value::Ss(set) => set.iter().map(|text| text.to_string()).collect(),
        Value::Ns(set) => set.iter().map(|number| number.to_string()).collect(),
        Value::Bs(set) => set.iter().map(|bytes| blob::encode(bytes)).collect(),
    }
}
