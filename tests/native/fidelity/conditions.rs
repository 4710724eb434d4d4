//! Conditions and filters: what is true of missing attributes and mixed types.
//!
//! Source: Developer Guide, *Condition and filter expressions, operators, and functions*; answers
//! recorded of AWS by dynamodb-conformance (May 2026).

use super::{Rule, check};
use super::{ask, done, session};
use serde_json::{Value as Json, json};

/// Which conditions hold of one item, asked of the service by conditional puts of the same item.
#[test]
fn the_truth_table() {
    let item = json!({"id": {"S": "a"}, "n": {"N": "5"}, "s": {"S": "é𝄞"}, "z": {"NULL": true},
        "b": {"B": "AAEC"}, "l": {"L": [{"N": "1"}, {"M": {"k": {"S": "v"}}}]}, "ss": {"SS": ["x", "y"]},
        "ns": {"NS": ["1", "2"]}, "m": {"M": {"k": {"S": "v"}, "j": {"L": []}}}});
    let values = json!({":n": {"N": "5.0"}, ":s": {"S": "é"}, ":yx": {"SS": ["y", "x"]},
        ":x": {"S": "x"}, ":t3": {"N": "3"}, ":t2": {"N": "2"}, ":b": {"B": "AQ=="}, ":b0": {"B": "AAE="},
        ":mv": {"M": {"k": {"S": "v"}}}, ":one": {"N": "1.0"}, ":L": {"S": "L"}, ":NULL": {"S": "NULL"},
        ":sset": {"S": "SS"}});
    let table = [
        ("q = :n", false),
        ("q <> :n", true),
        ("q = r", false),
        ("q <> r", true),
        ("q < :n", false),
        ("q >= :n", false),
        ("NOT q = :n", true),
        ("NOT q < :n", true),
        ("n = :s", false),
        ("n <> :s", true),
        ("n < :s", false),
        ("NOT n < :s", true),
        ("n = :n", true),
        (":n >= n", true),
        ("n BETWEEN :one AND :n", true),
        ("q BETWEEN :one AND :n", false),
        ("n BETWEEN q AND :n", false),
        ("n BETWEEN :n AND s", false),
        ("n IN (:s, :n)", true),
        ("q IN (:s, :n)", false),
        ("n IN (q, r)", false),
        ("attribute_exists(z)", true),
        ("attribute_not_exists(z)", false),
        ("attribute_not_exists(m.q)", true),
        ("attribute_exists(l[1].k)", true),
        ("attribute_exists(l[2])", false),
        ("attribute_exists(m[0])", false),
        ("attribute_type(z, :NULL)", true),
        ("attribute_type(l, :L)", true),
        ("attribute_type(q, :L)", false),
        ("attribute_type(ss, :sset)", true),
        ("begins_with(s, :s)", true),
        ("begins_with(q, :s)", false),
        ("begins_with(n, :s)", false),
        ("begins_with(b, :b0)", true),
        ("contains(s, :s)", true),
        ("contains(ss, :x)", true),
        ("contains(ns, :one)", true),
        ("contains(l, :one)", true),
        ("contains(l, :mv)", true),
        ("contains(b, :b)", true),
        ("contains(m, :x)", false),
        ("contains(ss, :yx)", false),
        ("contains(q, :x)", false),
        ("size(s) = :t3", true),
        ("size(b) = :t3", true),
        ("size(m) = :t2", true),
        ("size(l) = :t2", true),
        ("size(ss) = :t2", true),
        // Source: recorded of AWS (eu-west-2, August to October 2026): what has no size is different.
        ("size(n) <> :t2", true),
        ("size(n) = :t2", false),
        ("size(z) < :t2", false),
        ("size(q) = :t2", false),
        ("NOT size(q) = :t2", true),
        ("ss = :yx", true),
        ("l[1] = :mv", true),
        ("m = :mv", false),
        ("n = :n OR q = :n AND q = :n", true),
        ("(n = :n OR q = :n) AND q = :n", false),
        ("NOT n = :s AND q = :n", false),
        ("NOT NOT NOT n = :s", true),
    ];
    let mut session = session();
    done(&mut session, "PutItem", &json!({"TableName": "Flat", "Item": item}));
    for (condition, holds) in table {
        let used = |name: &str| {
            condition.match_indices(name).any(|(at, _)| {
                !condition[at + name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
            })
        };
        let given: serde_json::Map<_, _> = values
            .as_object()
            .unwrap()
            .iter()
            .filter(|(name, _)| used(name))
            .map(|(n, v)| (n.clone(), v.clone()))
            .collect();
        let mut request =
            json!({"TableName": "Flat", "Item": item, "ConditionExpression": condition});
        if !given.is_empty() {
            request["ExpressionAttributeValues"] = given.into();
        }
        let answer = ask(&mut session, "PutItem", &request);
        let failed =
            Err("ConditionalCheckFailedException: The conditional request failed".to_owned());
        assert_eq!(answer, if holds { Ok(json!({})) } else { failed }, "{condition}");
    }
}

#[test]
fn conditions_come_after_the_form_of_the_request() {
    check(
        "Flat",
        &[
            Rule(
                "an expression is checked though no item is there",
                "DeleteItem",
                r#"{"Key": {"id": {"S": "none"}}, "ConditionExpression": "a = :a", "ExpressionAttributeValues": {":a": {"S": "a"}, ":b": {"S": "b"}}}"#,
                "ValidationException: Value provided in ExpressionAttributeValues unused in expressions: keys: {:b}",
            ),
            Rule(
                "an unused name goes before an unused value",
                "UpdateItem",
                r##"{"Key": {"id": {"S": "none"}}, "UpdateExpression": "REMOVE a", "ExpressionAttributeNames": {"#b": "b"}, "ExpressionAttributeValues": {":b": {"S": "b"}}}"##,
                "ValidationException: Value provided in ExpressionAttributeNames unused in expressions: keys: {#b}",
            ),
            Rule(
                "an update is checked before a condition",
                "UpdateItem",
                r#"{"Key": {"id": {"S": "none"}}, "UpdateExpression": "SET a", "ConditionExpression": "name = name"}"#,
                "ValidationException: Invalid UpdateExpression: Syntax error; token: \"<EOF>\", near: \"a\"",
            ),
            Rule(
                "a filter before a projection",
                "Scan",
                r#"{"FilterExpression": "a", "ProjectionExpression": "a,"}"#,
                "ValidationException: Invalid FilterExpression: Syntax error; token: \"<EOF>\", near: \"a\"",
            ),
            Rule(
                "values of the item before expressions",
                "PutItem",
                r#"{"Item": {"id": {"S": "a"}, "a": {"N": "x"}}, "ConditionExpression": "a"}"#,
                "ValidationException: The parameter cannot be converted to a numeric value: x",
            ),
            Rule(
                "ReturnValues before expressions",
                "DeleteItem",
                r#"{"Key": {"id": {"S": "a"}}, "ReturnValues": "UPDATED_NEW", "ConditionExpression": "a"}"#,
                "ValidationException: ReturnValues can only be ALL_OLD or NONE",
            ),
            Rule(
                "ReturnValues before the size of the item",
                "PutItem",
                r#"{"Item": {"id": {"S": "a"}, "a": {"S": "x×409600"}}, "ReturnValues": "ALL_NEW"}"#,
                "ValidationException: ReturnValues can only be ALL_OLD or NONE",
            ),
            Rule(
                "the size of the item before expressions",
                "PutItem",
                r#"{"Item": {"id": {"S": "a"}, "a": {"S": "x×409600"}}, "ConditionExpression": "a"}"#,
                "ValidationException: Item size has exceeded the maximum allowed size",
            ),
            Rule(
                "and before the table",
                "PutItem",
                r#"{"TableName": "None", "Item": {"id": {"S": "a"}, "a": {"S": "x×409600"}}}"#,
                "ValidationException: Item size has exceeded the maximum allowed size",
            ),
            Rule(
                "expressions before the table",
                "DeleteItem",
                r#"{"TableName": "None", "Key": {"id": {"S": "a"}}, "ConditionExpression": "a"}"#,
                "ValidationException: Invalid ConditionExpression: Syntax error; token: \"<EOF>\", near: \"a\"",
            ),
            Rule(
                "the table before its keys",
                "DeleteItem",
                r#"{"TableName": "None", "Key": {}}"#,
                "ResourceNotFoundException: Requested resource not found",
            ),
            Rule(
                "keys before the condition",
                "PutItem",
                r#"{"Item": {"x": {"S": "a"}}, "ConditionExpression": "attribute_exists(id)"}"#,
                "ValidationException: One or more parameter values were invalid: Missing the key id in the item",
            ),
            Rule(
                "a failed condition shows no item where there is none",
                "PutItem",
                r#"{"Item": {"id": {"S": "a"}}, "ConditionExpression": "attribute_exists(id)", "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}"#,
                "ConditionalCheckFailedException: The conditional request failed",
            ),
            Rule(
                "values of a read need an expression that takes some",
                "Scan",
                r#"{"ProjectionExpression": "a", "ExpressionAttributeValues": {":a": {"S": "a"}}}"#,
                "ValidationException: ExpressionAttributeValues can only be specified when using expressions: FilterExpression is null",
            ),
            Rule(
                "all values together weigh 2 MB at most",
                "Scan",
                r#"{"FilterExpression": "a = :a", "ExpressionAttributeValues": {":a": {"S": "x×1048577"}, ":b": {"S": "x×1048576"}}}"#,
                "ValidationException: ExpressionAttributeValues exceeds max size",
            ),
            Rule(
                "names may not be empty",
                "GetItem",
                r#"{"Key": {"id": {"S": "a"}}, "ProjectionExpression": "a", "ExpressionAttributeNames": {}}"#,
                "ValidationException: ExpressionAttributeNames must not be empty",
            ),
            Rule(
                "nor values",
                "DeleteItem",
                r#"{"Key": {"id": {"S": "a"}}, "ConditionExpression": "attribute_exists(a)", "ExpressionAttributeValues": {}}"#,
                "ValidationException: ExpressionAttributeValues must not be empty",
            ),
        ],
    );
}

/// Source: recorded of AWS (eu-west-2, August to October 2026): only conditions and filters are told how
/// long they are, and lengths come before syntax.
#[test]
fn what_is_too_long() {
    const TOO_LONG: &str = "Expression size has exceeded the maximum allowed size;";
    let mut session = session();
    let long = |start: &str| format!("{start}{}", "x".repeat(4097 - start.len()));
    let mut told = |operation: &str, mut request: Json| {
        request["TableName"] = "Flat".into();
        ask(&mut session, operation, &request).unwrap_err()
    };
    let key = json!({"id": {"S": "a"}});
    let value = json!({":v": {"S": "v"}});
    let rows = [
        (
            told("DeleteItem", json!({"Key": key, "ConditionExpression": long("a = ")})),
            format!("Invalid ConditionExpression: {TOO_LONG} expression size: 4097"),
        ),
        (
            told("Scan", json!({"FilterExpression": long("a = ")})),
            format!("Invalid FilterExpression: {TOO_LONG} expression size: 4097"),
        ),
        (
            told("Scan", json!({"ProjectionExpression": long("a, ")})),
            format!("Invalid ProjectionExpression: {TOO_LONG}"),
        ),
        (
            told("UpdateItem", json!({"Key": key, "UpdateExpression": long("SET a = ")})),
            format!("Invalid UpdateExpression: {TOO_LONG}"),
        ),
        (
            told("Query", json!({"KeyConditionExpression": long("id = ")})),
            format!("Invalid KeyConditionExpression: {TOO_LONG}"),
        ),
        (
            told(
                "Scan",
                json!({"FilterExpression": "a = :v", "ExpressionAttributeValues": value,
                    "ExpressionAttributeNames": {format!("#{}", "!".repeat(255)): "a"}}),
            ),
            "The expression attribute map contains a key that is too long; size of key: 256"
                .to_owned(),
        ),
        (
            told(
                "Scan",
                json!({"FilterExpression": "a = :v",
                    "ExpressionAttributeValues": {format!(":{}", "!".repeat(255)): {"S": "v"}}}),
            ),
            "The expression attribute map contains a key that is too long".to_owned(),
        ),
    ];
    for (answer, expected) in rows {
        assert_eq!(answer, format!("ValidationException: {expected}"));
    }
}
