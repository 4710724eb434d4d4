//! BatchGetItem: a table without a hit has an empty list; `UnprocessedKeys` is always there.

use serde_json::{Map, Value as Json};

use super::{Body, Response, item_to_json, name_as_given};
use crate::engine::ops::batch_get_item::Output;

/// Writes the items and keys of each table, under its name as given. Keys left over come with the
/// settings that they were asked for with.
pub fn write(body: &mut Body, output: &Output, response: &Response) {
    let mut responses = Body::default();
    for (table, items) in &output.responses {
        let items: Json = items.iter().map(|found| item_to_json(found.item())).collect();
        responses.put(name_as_given(table, &response.given), items);
    }
    let mut unprocessed = Body::default();
    for (table, keys) in &output.unprocessed {
        let mut entry = Map::new();
        entry.insert("Keys".to_owned(), keys.iter().map(item_to_json).collect());
        let settings = response.settings.iter().filter(|(name, _)| name == table);
        entry.extend(settings.flat_map(|(_, settings)| settings.clone()));
        unprocessed.put(name_as_given(table, &response.given), entry);
    }
    body.put("Responses", responses.into_json());
    body.put("UnprocessedKeys", unprocessed.into_json());
}
