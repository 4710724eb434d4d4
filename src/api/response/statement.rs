//! ExecuteStatement: `Items` is always there, `NextToken` and `LastEvaluatedKey` when there is more.

use super::Body;
use crate::api::request::next_token;
use crate::engine::Found;
use crate::engine::ops::statement::Answer;

/// Writes the answer with at most so many of its items.
pub fn write(body: &mut Body, answer: &Answer, most: usize) {
    body.put_items("Items", answer.items.iter().take(most).map(Found::item));
    body.put_some("NextToken", answer.next.as_ref().map(next_token));
    body.put_item("LastEvaluatedKey", answer.next.as_ref().and_then(|next| next.after.as_ref()));
}
