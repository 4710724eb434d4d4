//! GetItem: a missing item leaves no member.

use super::{Body, Context, capacity};
use crate::engine::ops::get_item::Output;

/// Writes the response.
pub fn write(body: &mut Body, output: &Output, context: Context<'_>) {
    body.put_item("Item", output.item.as_ref().map(|found| found.item()));
    body.put_some("ConsumedCapacity", capacity::of_one(context));
}
