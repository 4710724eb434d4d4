//! Query and Scan.

use serde_json::Value as Json;

use super::{Body, Context, capacity, item_to_json};
use crate::engine::ops::PageOutput;

/// Writes the response. A count has no items, not even an empty list.
pub fn write(body: &mut Body, output: &PageOutput, context: Context<'_>) {
    let list = |items: &Vec<crate::engine::Found>| -> Json {
        items.iter().map(|found| item_to_json(found.item())).collect()
    };
    body.put_some("Items", output.items.as_ref().map(list));
    body.put("Count", output.count);
    body.put("ScannedCount", output.scanned);
    body.put_item("LastEvaluatedKey", output.last_key.as_ref());
    body.put_some("ConsumedCapacity", capacity::of_one(context));
}
