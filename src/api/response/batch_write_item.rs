//! BatchWriteItem: `UnprocessedItems` is always there, and always empty here.

use super::{Body, Context, capacity, collection};

/// Writes the response.
pub fn write(body: &mut Body, context: Context<'_>) {
    body.put("UnprocessedItems", Body::default().into_json());
    body.put_some("ConsumedCapacity", capacity::of_each(context));
    body.put_some("ItemCollectionMetrics", collection::of_each(context));
}
