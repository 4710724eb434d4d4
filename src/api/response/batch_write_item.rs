//! BatchWriteItem: `UnprocessedItems` is always there, and empty unless writes were throttled.

use super::{Body, Response, name_as_given};
use crate::engine::ops::batch_write_item::{Output, Write};

/// Writes what is left of each table, in the form of the request.
pub fn write(body: &mut Body, output: &Output, response: &Response) {
    let mut unprocessed = Body::default();
    for (table, writes) in &output.unprocessed {
        let name = name_as_given(table, &response.given);
        unprocessed.put_bodies(name, writes.iter().map(left));
    }
    body.put_body("UnprocessedItems", unprocessed);
}

fn left(write: &Write) -> Body {
    let (request, member, item) = match write {
        Write::Put(item) => ("PutRequest", "Item", item),
        Write::Delete(key) => ("DeleteRequest", "Key", key),
    };
    let (mut outer, mut inner) = (Body::default(), Body::default());
    inner.put_item(member, Some(item));
    outer.put_body(request, inner);
    outer
}
