//! ExecuteStatement: `Items` is always there, `NextToken` and `LastEvaluatedKey` when there is more.

use serde_json::Value as Json;

use super::{Body, item_to_json};
use crate::api::request::next_token;
use crate::engine::ops::statement::Answer;

/// Writes the answer with at most so many of its items.
pub fn write(body: &mut Body, answer: &Answer, most: usize) {
    let items = answer.items.iter().take(most).map(|found| item_to_json(found.item()));
    body.put("Items", items.collect::<Json>());
    body.put_some("NextToken", answer.next.as_ref().map(next_token));
    body.put_item("LastEvaluatedKey", answer.next.as_ref().and_then(|next| next.after.as_ref()));
}
