//! Query and Scan.

use super::Body;
use crate::engine::Found;
use crate::engine::ops::PageOutput;

/// Writes the page with at most so many of its items. A count has no items, not even an empty list.
pub fn write(body: &mut Body, page: &PageOutput, most: usize) {
    if let Some(items) = &page.items {
        body.put_items("Items", items.iter().take(most).map(Found::item));
    }
    body.put("Count", page.count);
    body.put("ScannedCount", page.scanned);
    body.put_item("LastEvaluatedKey", page.last_key.as_ref());
}
