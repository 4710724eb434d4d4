//! PutItem, UpdateItem and DeleteItem.

use super::{Body, Context, capacity, collection};
use crate::model::Item;

/// Writes the response; the attributes are what `ReturnValues` asked for, if there is any of it.
pub fn write(body: &mut Body, attributes: Option<&Item>, context: Context<'_>) {
    body.put_item("Attributes", attributes);
    body.put_some("ConsumedCapacity", capacity::of_one(context));
    body.put_some("ItemCollectionMetrics", collection::of_one(context));
}
