//! The Scan that serves the same access pattern as a Query or a GetItem.
//!
//! Owns the rewriting of one request body into the other. Refuses to judge expressions: a key
//! condition is also a legal filter, so its text moves as it is.

use serde_json::{Map, Value, json};

use crate::api::Request;
use crate::engine::Operation;
use crate::expression::{Clause, Comparator, conjunction};
use crate::ui::model::draft::{insert_placeholders, take_placeholders};

/// Members that mean the same in both requests and are carried over.
const SHARED: [&str; 6] = [
    "TableName",
    "ProjectionExpression",
    "ExpressionAttributeNames",
    "ExpressionAttributeValues",
    "ConsistentRead",
    "ReturnConsumedCapacity",
];

/// Members that cut or order an answer: both ways are asked for all rows, in any order.
const CUTTING: [&str; 4] = ["Limit", "ExclusiveStartKey", "ScanIndexForward", "Select"];

/// One question, both ways.
#[derive(Debug, Clone, PartialEq)]
pub struct Counterpart {
    /// The request that names its items by key.
    pub query: Request,
    /// The Scan of the whole table with a filter for the same items.
    pub scan: Request,
}

/// Why a request has no Scan that can stand beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoCounterpart {
    /// It is neither a Query nor a GetItem.
    OtherOperation,
    /// It names no table, no key or no key condition.
    Incomplete,
    /// It uses the parameters that came before expressions.
    Legacy,
}

impl NoCounterpart {
    /// One sentence on what to do.
    pub fn words(self) -> &'static str {
        match self {
            Self::OtherOperation => {
                "Only a Query or a GetItem can be compared with a Scan. Choose one in Explore, or another access pattern here."
            }
            Self::Incomplete => {
                "The request in Explore has no key yet. Fill in the key, or choose another access pattern here."
            }
            Self::Legacy => {
                "Rewrite the request with KeyConditionExpression: legacy parameters can't be compared."
            }
        }
    }
}

/// Both ways of asking what `request` asks.
pub fn counterpart(request: &Request) -> Result<Counterpart, NoCounterpart> {
    let body = request.body.as_object().ok_or(NoCounterpart::Incomplete)?;
    let scan = match request.operation {
        Operation::Query => scan_for_query(body)?,
        Operation::GetItem => scan_for_get(body)?,
        _ => return Err(NoCounterpart::OtherOperation),
    };
    let query = Request { operation: request.operation, body: Value::Object(uncut(body)) };
    Ok(Counterpart { query, scan: Request { operation: Operation::Scan, body: scan } })
}

fn uncut(body: &Map<String, Value>) -> Map<String, Value> {
    let kept = body.iter().filter(|(name, _)| !CUTTING.contains(&name.as_str()));
    kept.map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn scan_for_query(body: &Map<String, Value>) -> Result<Value, NoCounterpart> {
    if body.contains_key("KeyConditions") || body.contains_key("QueryFilter") {
        return Err(NoCounterpart::Legacy);
    }
    let key = text(body, "KeyConditionExpression").ok_or(NoCounterpart::Incomplete)?;
    let conditions: Vec<&str> = [key].into_iter().chain(text(body, "FilterExpression")).collect();
    let mut scan = shared(body)?;
    scan.insert("FilterExpression".into(), json!(conjunction(&conditions)));
    // A global index is never read with strong consistency, so only a Query of the table asks for
    // it; the Scan is of the table and may keep the wish.
    Ok(Value::Object(scan))
}

fn scan_for_get(body: &Map<String, Value>) -> Result<Value, NoCounterpart> {
    let key = body.get("Key").and_then(Value::as_object).ok_or(NoCounterpart::Incomplete)?;
    if key.is_empty() {
        return Err(NoCounterpart::Incomplete);
    }
    let mut scan = shared(body)?;
    insert_equalities(key, &mut scan, "FilterExpression");
    Ok(Value::Object(scan))
}

/// Writes a condition that names each attribute of a key into this member of a body.
pub(super) fn insert_equalities(
    key: &Map<String, Value>,
    body: &mut Map<String, Value>,
    member: &str,
) {
    let mut placeholders = take_placeholders(body);
    let mut clauses = Vec::new();
    for (name, value) in key {
        let name = placeholders.name(name);
        let value = placeholders.value(value.clone());
        clauses.push(Clause::Compare(&name, Comparator::Equal, &value).to_string());
    }
    body.insert(member.into(), json!(conjunction(&clauses)));
    insert_placeholders(placeholders, body);
}

fn shared(body: &Map<String, Value>) -> Result<Map<String, Value>, NoCounterpart> {
    text(body, "TableName").ok_or(NoCounterpart::Incomplete)?;
    let members =
        SHARED.iter().filter_map(|name| Some((name.to_string(), body.get(*name)?.clone())));
    Ok(members.collect())
}

fn text<'a>(body: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    body.get(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(body: Value) -> Request {
        Request { operation: Operation::Query, body }
    }

    #[test]
    fn a_key_condition_becomes_the_filter() {
        let asked = query(json!({
            "TableName": "MedicalTests", "IndexName": "GSI1", "Limit": 2,
            "KeyConditionExpression": "GSI1PK = :b",
            "ExpressionAttributeValues": {":b": {"S": "BOOKING#001"}},
        }));
        let both = counterpart(&asked).unwrap();
        assert_eq!(both.scan.operation, Operation::Scan);
        assert_eq!(
            both.scan.body,
            json!({
                "TableName": "MedicalTests",
                "ExpressionAttributeValues": {":b": {"S": "BOOKING#001"}},
                "FilterExpression": "GSI1PK = :b",
            })
        );
        assert_eq!(both.query.body.get("Limit"), None);
        assert_eq!(both.query.body["IndexName"], "GSI1");
    }

    #[test]
    fn a_filter_is_kept_beside_the_key_condition() {
        let asked = query(json!({
            "TableName": "T", "KeyConditionExpression": "PK = :p", "FilterExpression": "a = :a OR b = :b",
        }));
        let filter = counterpart(&asked).unwrap().scan.body["FilterExpression"].clone();
        assert_eq!(filter, "PK = :p AND (a = :a OR b = :b)");
    }

    /// The service rejects a second pair of parentheses around a condition.
    #[test]
    fn parentheses_are_not_doubled() {
        let asked = query(json!({
            "TableName": "T", "KeyConditionExpression": "(PK = :p)", "FilterExpression": "(a = :a)",
        }));
        let filter = counterpart(&asked).unwrap().scan.body["FilterExpression"].clone();
        assert_eq!(filter, "(PK = :p) AND (a = :a)");
    }

    #[test]
    fn a_get_becomes_a_filter_on_each_key_attribute() {
        let body = json!({
            "TableName": "T", "Key": {"PK": {"S": "a"}, "Name": {"N": "1"}},
            "ProjectionExpression": "#n0.x", "ExpressionAttributeNames": {"#n0": "Data"},
        });
        let both = counterpart(&Request { operation: Operation::GetItem, body }).unwrap();
        assert_eq!(both.scan.body["FilterExpression"], "PK = :v0 AND #n1 = :v1");
        assert_eq!(
            both.scan.body["ExpressionAttributeNames"],
            json!({"#n0": "Data", "#n1": "Name"})
        );
        assert_eq!(
            both.scan.body["ExpressionAttributeValues"],
            json!({":v0": {"S": "a"}, ":v1": {"N": "1"}})
        );
    }

    #[test]
    fn what_has_no_counterpart_says_why() {
        let scan = Request { operation: Operation::Scan, body: json!({"TableName": "T"}) };
        assert_eq!(counterpart(&scan), Err(NoCounterpart::OtherOperation));
        assert_eq!(counterpart(&query(json!({"TableName": "T"}))), Err(NoCounterpart::Incomplete));
        let old = query(json!({"TableName": "T", "KeyConditions": {}}));
        assert_eq!(counterpart(&old), Err(NoCounterpart::Legacy));
    }
}
