//! What the two transactions have in common: the list of their actions, and its limits.

use serde_json::Value as Json;

use crate::api::error::{ApiError, Constraints, Parameter, Rule};
use crate::api::json::fingerprint;
use crate::api::shape::Members;
use crate::engine::{Operation, Token};

/// Most actions of a transaction.
pub const MAX_ACTIONS: usize = 100;
/// Longest `ClientRequestToken`, in characters.
const MAX_TOKEN: usize = 36;
/// Most bytes of items, keys and values of a request.
const MAX_PAYLOAD_BYTES: usize = 4 << 20;

/// The elements of `TransactItems`, objects of this class.
pub fn elements<'a>(
    constraints: &mut Constraints,
    members: Members<'a>,
    class: &str,
) -> Vec<Members<'a>> {
    const PATH: &str = "transactItems";
    let given = members.structures("TransactItems");
    constraints.require(PATH, given.is_some());
    if let Some(list) = &given {
        count(constraints, PATH, class, list.len(), MAX_ACTIONS);
    }
    given.unwrap_or_default()
}

/// A list of objects of this class has one element at least, and no more than these.
pub fn count(constraints: &mut Constraints, path: &str, class: &str, count: usize, most: usize) {
    let shown = if (1..=most).contains(&count) { String::new() } else { dump(class, count) };
    constraints.length(path, shown, count, (1, most));
}

/// The path of an action's members: `transactItems.1.member.put.`
pub fn path(at: usize, action: &str) -> String {
    format!("transactItems.{}.member.{action}.", at + 1)
}

/// Reads `ClientRequestToken`.
pub fn given_token<'a>(constraints: &mut Constraints, members: Members<'a>) -> Option<&'a str> {
    let token = members.text("ClientRequestToken")?;
    constraints.length("clientRequestToken", token, token.chars().count(), (1, MAX_TOKEN));
    Some(token)
}

/// The token of a request for these actions. What else the request asks to see does not count: a
/// second asker may ask for more.
pub fn token_of(operation: Operation, text: &str, actions: Option<&Json>) -> Token {
    let fingerprint = fingerprint(actions.unwrap_or(&Json::Null));
    Token { operation, text: text.to_owned(), fingerprint }
}

/// All actions together may not be too large. The sentence is unconfirmed.
pub fn check_payload(bytes: usize) -> Result<(), ApiError> {
    if bytes <= MAX_PAYLOAD_BYTES {
        return Ok(());
    }
    let sentence =
        format!("Transaction request payload size cannot exceed {MAX_PAYLOAD_BYTES} bytes");
    Err(ApiError::validation(Rule::TransactionSize, sentence).about(Parameter::TransactItems))
}

/// A list as the service prints it: the class of each element and a number that tells it from the
/// others.
fn dump(class: &str, count: usize) -> String {
    let element = |at: usize| format!("com.amazonaws.dynamodb.v20120810.{class}@{at:x}");
    format!("[{}]", (1..=count).map(element).collect::<Vec<_>>().join(", "))
}
