//! BatchGetItem: a table without a hit has an empty list; `UnprocessedKeys` is always there.

use super::{Body, Response, name_as_given};
use crate::engine::Found;
use crate::engine::ops::batch_get_item::Output;

/// Writes the items and keys of each table, under its name as given. Keys left over come with the
/// settings that they were asked for with.
pub fn write(body: &mut Body, output: &Output, response: &Response) {
    let mut responses = Body::default();
    for (table, items) in &output.responses {
        responses.put_items(name_as_given(table, &response.given), items.iter().map(Found::item));
    }
    let mut unprocessed = Body::default();
    for (table, keys) in &output.unprocessed {
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
