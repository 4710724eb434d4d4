//! Query and Scan.

use serde_json::Value as Json;

use super::{Body, item_to_json};
use crate::engine::Found;
use crate::engine::ops::PageOutput;

/// Writes the page with at most so many of its items. A count has no items, not even an empty list.
pub fn write(body: &mut Body, page: &PageOutput, most: usize) {
    let list = |items: &Vec<Found>| -> Json {
        items.iter().take(most).map(|found| item_to_json(found.item())).collect()
    };
    body.put_some("Items", page.items.as_ref().map(list));
    body.put("Count", page.count);
    body.put("ScannedCount", page.scanned);
    body.put_item("LastEvaluatedKey", page.last_key.as_ref());
}
