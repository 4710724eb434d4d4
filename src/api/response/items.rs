//! The answers of operations on items.

use serde_json::Value as Json;

use super::{Body, Context, Respond, Response, capacity, name_as_given};
use crate::engine::Found;
use crate::engine::ops::PageOutput;
use crate::engine::ops::batch::{BatchGetItemOutput, BatchWriteItemOutput, WriteRequest};
use crate::engine::ops::item::{DeleteItemOutput, GetItemOutput, PutItemOutput};
use crate::engine::ops::transaction::{TransactGetItemsOutput, TransactWriteItemsOutput};
use crate::engine::ops::update_item::UpdateItemOutput;
use crate::model::Item;
use crate::store::Row;

impl Respond for GetItemOutput {
    fn write(&self, body: &mut Body, _: &Response, _: usize) {
        body.put_item("Item", self.item());
    }

    fn items(&self) -> &[Found] {
        self.item.as_slice()
    }

    fn item(&self) -> Option<&Item> {
        self.item.as_ref().map(Found::item)
    }
}

impl Respond for PutItemOutput {
    fn write(&self, body: &mut Body, _: &Response, _: usize) {
        body.put_item("Attributes", self.item());
    }

    fn item(&self) -> Option<&Item> {
        self.old.as_deref().map(Row::item)
    }
}

impl Respond for DeleteItemOutput {
    fn write(&self, body: &mut Body, _: &Response, _: usize) {
        body.put_item("Attributes", self.item());
    }

    fn item(&self) -> Option<&Item> {
        self.old.as_deref().map(Row::item)
    }
}

impl Respond for UpdateItemOutput {
    fn write(&self, body: &mut Body, _: &Response, _: usize) {
        body.put_item("Attributes", self.item());
    }

    fn item(&self) -> Option<&Item> {
        self.attributes.as_ref().map(Found::item)
    }
}

/// Query and Scan. A count has no items, not even an empty list.
impl Respond for PageOutput {
    fn write(&self, body: &mut Body, _: &Response, most_items: usize) {
        if let Some(items) = &self.items {
            body.put_items("Items", items.iter().take(most_items).map(Found::item));
        }
        body.put("Count", self.count);
        body.put("ScannedCount", self.scanned);
        body.put_item("LastEvaluatedKey", self.last_key.as_ref());
    }

    fn page(&self) -> Option<&PageOutput> {
        Some(self)
    }

    fn items(&self) -> &[Found] {
        self.items.as_deref().unwrap_or_default()
    }
}

/// A table without a hit has an empty list; `UnprocessedKeys` is always there. Tables are under
/// their names as given, and keys left over come with the settings that they were asked for with.
impl Respond for BatchGetItemOutput {
    fn write(&self, body: &mut Body, response: &Response, _: usize) {
        let mut responses = Body::default();
        for (table, items) in &self.responses {
            let name = name_as_given(table, &response.given);
            responses.put_items(name, items.iter().map(Found::item));
        }
        let mut unprocessed = Body::default();
        for (table, keys) in &self.unprocessed {
            let mut entry = Body::default();
            entry.put_items("Keys", keys.iter());
            let settings = response.settings.iter().filter(|(name, _)| name == table);
            for (name, setting) in settings.flat_map(|(_, settings)| settings) {
                entry.put(name, setting.clone());
            }
            unprocessed.put_body(name_as_given(table, &response.given), entry);
        }
        body.put_body("Responses", responses);
        body.put_body("UnprocessedKeys", unprocessed);
    }

    fn capacity(&self, context: Context<'_>) -> Option<Json> {
        capacity::consumed_by_table(context)
    }
}

/// `UnprocessedItems` is always there, in the form of the request, and empty unless writes were
/// throttled.
impl Respond for BatchWriteItemOutput {
    fn write(&self, body: &mut Body, response: &Response, _: usize) {
        let mut unprocessed = Body::default();
        for (table, writes) in &self.unprocessed {
            let name = name_as_given(table, &response.given);
            unprocessed.put_bodies(name, writes.iter().map(left_over));
        }
        body.put_body("UnprocessedItems", unprocessed);
    }

    fn capacity(&self, context: Context<'_>) -> Option<Json> {
        capacity::consumed_by_table(context)
    }

    fn metrics(&self, context: Context<'_>) -> Option<Json> {
        capacity::collection_metrics_by_table(context)
    }
}

impl Respond for TransactGetItemsOutput {
    fn write(&self, body: &mut Body, _: &Response, _: usize) {
        write_items_by_place(body, &self.items);
    }

    fn capacity(&self, context: Context<'_>) -> Option<Json> {
        capacity::consumed_by_transaction(context)
    }
}

impl Respond for TransactWriteItemsOutput {
    fn write(&self, _: &mut Body, _: &Response, _: usize) {}

    fn capacity(&self, context: Context<'_>) -> Option<Json> {
        capacity::consumed_by_transaction(context)
    }

    fn metrics(&self, context: Context<'_>) -> Option<Json> {
        capacity::collection_metrics_by_table(context)
    }
}

/// `Responses` of a transaction: an object for each item asked for, with the item if there is one.
pub(super) fn write_items_by_place(body: &mut Body, items: &[Option<Found>]) {
    let response = |found: &Option<Found>| {
        let mut response = Body::default();
        response.put_item("Item", found.as_ref().map(Found::item));
        response
    };
    body.put_bodies("Responses", items.iter().map(response));
}

fn left_over(write: &WriteRequest) -> Body {
    let (request, member, item) = match write {
        WriteRequest::Put(item) => ("PutRequest", "Item", item),
        WriteRequest::Delete(key) => ("DeleteRequest", "Key", key),
    };
    let (mut outer, mut inner) = (Body::default(), Body::default());
    inner.put_item(member, Some(item));
    outer.put_body(request, inner);
    outer
}
