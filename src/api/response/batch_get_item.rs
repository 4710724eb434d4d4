//! BatchGetItem: a table without a hit has an empty list; `UnprocessedKeys` is always there.

use serde_json::{Value as Json, json};

use super::{Body, item_to_json, name_as_given};
use crate::engine::ops::batch_get_item::Output;
use crate::model::TableName;

/// Writes the items and keys of each table, under its name as given.
pub fn write(body: &mut Body, output: &Output, given: &[(TableName, String)]) {
    let mut responses = Body::default();
    for (table, items) in &output.responses {
        let items: Json = items.iter().map(|found| item_to_json(found.item())).collect();
        responses.put(name_as_given(table, given), items);
    }
    let mut unprocessed = Body::default();
    for (table, keys) in &output.unprocessed {
        let keys: Json = keys.iter().map(item_to_json).collect();
        unprocessed.put(name_as_given(table, given), json!({ "Keys": keys }));
    }
    body.put("Responses", responses.into_json());
    body.put("UnprocessedKeys", unprocessed.into_json());
}
