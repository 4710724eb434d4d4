//! A question written for reading: its expression with the values in place.
//!
//! Owns the putting in of names and values. Refuses to check anything: a placeholder without a
//! value stays as it is, and the answer will say what is wrong.

use serde_json::Value as Json;

use crate::api::Request;
use crate::expression::{Clause, Comparator, TokenKind, tokenize};

/// What a request does, in two or three words: "Query on GSI1".
pub fn heading(request: &Request) -> String {
    let name = request.operation.name();
    let filtered = request.body.get("FilterExpression").is_some();
    match request.body.get("IndexName").and_then(Json::as_str) {
        Some(index) => format!("{name} on {index}"),
        None if filtered && name == "Scan" => "Scan with a filter".into(),
        None => name.into(),
    }
}

/// A request in one line: what it does, and what it asks for.
pub fn in_one_line(request: &Request) -> String {
    match (heading(request), condition(request)) {
        (heading, condition) if condition.is_empty() => heading,
        (heading, condition) => format!("{heading}, {condition}"),
    }
}

/// What a request asks for, with names and values in place.
pub fn condition(request: &Request) -> String {
    if let Some(key) = request.body.get("Key").and_then(Json::as_object) {
        let clauses = key.iter().map(|(name, value)| {
            Clause::Compare(name, Comparator::Equal, &value_text(value)).to_string()
        });
        return clauses.collect::<Vec<_>>().join(" AND ");
    }
    if let Some(statement) = request.body.get("Statement").and_then(Json::as_str) {
        return statement.to_owned();
    }
    let part = |member: &str| request.body.get(member).and_then(Json::as_str);
    let parts = [part("KeyConditionExpression"), part("FilterExpression")];
    let parts: Vec<_> =
        parts.into_iter().flatten().map(|text| filled_in(text, &request.body)).collect();
    parts.join(", filter: ")
}

/// The expression with what its placeholders stand for.
fn filled_in(expression: &str, body: &Json) -> String {
    let mut filled = String::new();
    let mut copied = 0;
    for token in tokenize(expression) {
        let meaning = match token.kind {
            TokenKind::Name => name_text(body, token.text),
            TokenKind::Value => value_of(body, token.text),
            _ => None,
        };
        if let Some(meaning) = meaning {
            filled.push_str(&expression[copied..token.start]);
            filled.push_str(&meaning);
            copied = token.span().end;
        }
    }
    filled + &expression[copied..]
}

fn name_text(body: &Json, placeholder: &str) -> Option<String> {
    body.get("ExpressionAttributeNames")?.get(placeholder)?.as_str().map(str::to_owned)
}

fn value_of(body: &Json, placeholder: &str) -> Option<String> {
    body.get("ExpressionAttributeValues")?.get(placeholder).map(value_text)
}

/// A typed value for reading: texts in quotes, numbers bare, all else as JSON.
fn value_text(value: &Json) -> String {
    let text = |tag: &str| value.get(tag).and_then(Json::as_str);
    match (text("S"), text("N")) {
        (Some(text), _) => format!("\"{text}\""),
        (None, Some(number)) => number.to_string(),
        (None, None) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Operation;
    use serde_json::json;

    #[test]
    fn names_and_values_stand_in_their_places() {
        let body = json!({
            "KeyConditionExpression": "#p = :p AND begins_with(SK, :sk)", "FilterExpression": "n > :n",
            "ExpressionAttributeNames": {"#p": "PK"},
            "ExpressionAttributeValues": {":p": {"S": "a:sk"}, ":sk": {"S": "B#"}, ":n": {"N": "1"}},
        });
        let request = Request { operation: Operation::Query, body };
        assert_eq!(condition(&request), "PK = \"a:sk\" AND begins_with(SK, \"B#\"), filter: n > 1");
    }

    #[test]
    fn a_placeholder_without_a_value_stays() {
        let body = json!({"KeyConditionExpression": "PK = :p"});
        assert_eq!(condition(&Request { operation: Operation::Query, body }), "PK = :p");
    }

    #[test]
    fn a_key_reads_as_a_condition_and_headings_say_where() {
        let body = json!({"Key": {"PK": {"S": "a"}, "SK": {"N": "7"}}});
        let get = Request { operation: Operation::GetItem, body };
        assert_eq!(condition(&get), "PK = \"a\" AND SK = 7");
        assert_eq!(heading(&get), "GetItem");
        let query = Request { operation: Operation::Query, body: json!({"IndexName": "GSI1"}) };
        assert_eq!(heading(&query), "Query on GSI1");
        let scan =
            Request { operation: Operation::Scan, body: json!({"FilterExpression": "a = b"}) };
        assert_eq!(heading(&scan), "Scan with a filter");
        let body = json!({"Statement": "SELECT * FROM T"});
        let select = Request { operation: Operation::ExecuteStatement, body };
        assert_eq!(in_one_line(&select), "ExecuteStatement, SELECT * FROM T");
    }
}
