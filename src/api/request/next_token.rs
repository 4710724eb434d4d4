//! `NextToken`: where a page of a `SELECT` goes on, as text that means nothing to the caller.
//!
//! Owns the form of the token: base64 of a JSON array with the statement's fingerprint, the number
//! of the collection and the key. A token of another statement is told by the fingerprint.

use serde_json::{Value as Json, json};

use crate::api::error::ApiError;
use crate::api::json::{blob, item_from_json, item_to_json, parse};
use crate::api::shape::Members;
use crate::engine::statement::{Cursor, StatementError};

/// Longest token, in characters.
pub const MAX_TOKEN: usize = 32_768;

/// The token of a cursor.
pub fn next_token(cursor: &Cursor) -> String {
    let after = cursor.after.as_ref().map(item_to_json);
    let parts = json!([format!("{:016x}", cursor.statement), cursor.collection, after]);
    blob::encode(parts.to_string().as_bytes())
}

/// The cursor of a token that was given out for this statement.
pub fn cursor(token: &str, statement: u64) -> Result<Cursor, ApiError> {
    let cursor = read(token).ok_or(StatementError::NextTokenInvalid)?;
    match cursor.statement == statement {
        true => Ok(cursor),
        false => Err(StatementError::NextTokenOfOther.into()),
    }
}

fn read(token: &str) -> Option<Cursor> {
    let parts: Json = parse(std::str::from_utf8(&blob::decode(token)?).ok()?).ok()?;
    let [statement, collection, after] = parts.as_array()?.as_slice() else { return None };
    let statement = u64::from_str_radix(statement.as_str()?, 16).ok()?;
    let collection = usize::try_from(collection.as_u64()?).ok()?;
    let after = match after {
        Json::Null => None,
        after => Some(item_from_json(after).ok()?),
    };
    Some(Cursor { statement, collection, after })
}

/// A number that tells statements and their parameters apart (FNV-1a).
pub fn fingerprint(members: Members<'_>) -> u64 {
    let statement = members.text("Statement").unwrap_or_default();
    let parameters = members.json("Parameters").map(Json::to_string).unwrap_or_default();
    let bytes = statement.bytes().chain([0]).chain(parameters.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
