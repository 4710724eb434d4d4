//! BatchGetItem: a table without a hit has an empty list; `UnprocessedKeys` is always there.

use serde_json::{Value as Json, json};

use super::{Body, Context, capacity, item_to_json};
use crate::engine::ops::batch_get_item::Output;

/// Writes the response.
pub fn write(body: &mut Body, output: &Output, context: Context<'_>) {
    let mut responses = Body::default();
    for (table, items) in &output.responses {
        let items: Json = items.iter().map(|found| item_to_json(found.item())).collect();
        responses.put(context.shown.name_of(table), items);
    }
    let mut unprocessed = Body::default();
    for (table, keys) in &output.unprocessed {
        let keys: Json = keys.iter().map(item_to_json).collect();
        unprocessed.put(context.shown.name_of(table), json!({ "Keys": keys }));
    }
    body.put("Responses", responses.into_json());
    body.put("UnprocessedKeys", unprocessed.into_json());
    body.put_some("ConsumedCapacity", capacity::of_each(context));
}
