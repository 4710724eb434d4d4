//! Updates: what each action makes of what is there, and what is shown of it.
//!
//! Source: Developer Guide, *Using update expressions in DynamoDB*; answers recorded of AWS by
//! dynamodb-conformance (May 2026).

use super::{Rule, ask, check, done, session};
use serde_json::{Value as Json, json};

/// An item, an update of it with `:n` 1, `:s` a text, `:l` a list of one, `:ss` a set; and the item
/// after, or the message.
#[test]
fn actions() {
    const MISSING: &str =
        "The provided expression refers to an attribute that does not exist in the item";
    const OPERAND: &str = "An operand in the update expression has an incorrect data type";
    const PATH: &str = "The document path provided in the update expression is invalid for update";
    let table: [(&str, Json, Result<Json, &str>); 41] = [
        ("SET a = :n", json!({}), Ok(json!({"a": {"N": "1"}}))),
        ("SET a.b = :n", json!({"a": {"M": {}}}), Ok(json!({"a": {"M": {"b": {"N": "1"}}}}))),
        ("SET a.b = :n", json!({}), Err(PATH)),
        ("SET a.b = :n", json!({"a": {"S": "x"}}), Err(PATH)),
        ("SET a[0] = :n", json!({"a": {"M": {}}}), Err(PATH)),
        (
            "SET a[9] = :n, a[7] = :s",
            json!({"a": {"L": []}}),
            Ok(json!({"a": {"L": [{"S": "t"}, {"N": "1"}]}})),
        ),
        (
            "REMOVE a[1] SET a[3] = :n",
            json!({"a": {"L": [{"N": "5"}, {"N": "6"}, {"N": "7"}]}}),
            Ok(json!({"a": {"L": [{"N": "5"}, {"N": "7"}, {"N": "1"}]}})),
        ),
        (
            "REMOVE a[0], a[2]",
            json!({"a": {"L": [{"N": "5"}, {"N": "6"}, {"N": "7"}]}}),
            Ok(json!({"a": {"L": [{"N": "6"}]}})),
        ),
        (
            "SET a = b, b = a",
            json!({"a": {"N": "1"}, "b": {"N": "2"}}),
            Ok(json!({"a": {"N": "2"}, "b": {"N": "1"}})),
        ),
        ("REMOVE a SET b = a", json!({"a": {"N": "1"}}), Ok(json!({"b": {"N": "1"}}))),
        ("SET a = :n, b = a", json!({}), Err(MISSING)),
        ("SET a = a + :n", json!({}), Err(MISSING)),
        ("SET a = a + :n", json!({"a": {"S": "1"}}), Err(OPERAND)),
        ("SET a = a + b", json!({"a": {"S": "1"}}), Err(OPERAND)),
        ("SET a = list_append(a, b)", json!({"a": {"S": "1"}}), Err(OPERAND)),
        ("SET a = :n - a", json!({"a": {"N": "0.1"}}), Ok(json!({"a": {"N": "0.9"}}))),
        ("SET a = if_not_exists(a, :n) + :n", json!({}), Ok(json!({"a": {"N": "2"}}))),
        ("SET a = if_not_exists(b, a)", json!({"a": {"N": "3"}}), Ok(json!({"a": {"N": "3"}}))),
        (
            "SET a = list_append(:l, a)",
            json!({"a": {"L": [{"N": "2"}]}}),
            Ok(json!({"a": {"L": [{"N": "1"}, {"N": "2"}]}})),
        ),
        ("SET a = list_append(a, :l)", json!({}), Err(MISSING)),
        ("SET a = list_append(a, :l)", json!({"a": {"SS": ["x"]}}), Err(OPERAND)),
        (
            "SET a = list_append(if_not_exists(a, :l), :l)",
            json!({}),
            Ok(json!({"a": {"L": [{"N": "1"}, {"N": "1"}]}})),
        ),
        ("REMOVE a.b", json!({"a": {"M": {}}}), Ok(json!({"a": {"M": {}}}))),
        ("REMOVE a[4]", json!({"a": {"L": []}}), Ok(json!({"a": {"L": []}}))),
        ("REMOVE a.b", json!({}), Err(PATH)),
        ("REMOVE a.b.c", json!({"a": {"M": {}}}), Err(PATH)),
        ("REMOVE a.b", json!({"a": {"M": {"b": {"N": "1"}}}}), Ok(json!({"a": {"M": {}}}))),
        ("ADD a :n", json!({"a": {"N": "-1"}}), Ok(json!({"a": {"N": "0"}}))),
        ("ADD a :n", json!({"a": {"S": "x"}}), Err(OPERAND)),
        ("ADD a :n", json!({"a": {"NS": ["1"]}}), Err(OPERAND)),
        ("ADD a :ss", json!({"a": {"SS": ["y"]}}), Ok(json!({"a": {"SS": ["x", "y"]}}))),
        ("ADD a :ss", json!({}), Ok(json!({"a": {"SS": ["x"]}}))),
        ("ADD a :ss", json!({"a": {"NS": ["1"]}}), Err(OPERAND)),
        ("ADD a.b :n", json!({"a": {"M": {}}}), Ok(json!({"a": {"M": {"b": {"N": "1"}}}}))),
        ("DELETE a :ss", json!({"a": {"SS": ["x", "y"]}}), Ok(json!({"a": {"SS": ["y"]}}))),
        ("DELETE a :ss", json!({"a": {"SS": ["x"]}}), Ok(json!({}))),
        ("DELETE a :ss", json!({"a": {"SS": ["y"]}}), Ok(json!({"a": {"SS": ["y"]}}))),
        ("DELETE a :ss", json!({}), Ok(json!({}))),
        ("DELETE a :ss", json!({"a": {"L": []}}), Err(OPERAND)),
        (
            "SET a = :n REMOVE b ADD c :n DELETE d :ss",
            json!({"b": {"N": "1"}, "d": {"SS": ["x"]}}),
            Ok(json!({"a": {"N": "1"}, "c": {"N": "1"}})),
        ),
        (
            "ADD a :n",
            json!({"a": {"N": "1e50"}}),
            Err(
                "Number overflow. Attempting to store a number with magnitude larger than supported range",
            ),
        ),
    ];
    let values = [
        (":n", json!({"N": "1"})),
        (":s", json!({"S": "t"})),
        (":l", json!({"L": [{"N": "1"}]})),
        (":ss", json!({"SS": ["x"]})),
    ];
    for (update, mut item, after) in table {
        let mut session = session();
        item["id"] = json!({"S": "a"});
        done(&mut session, "PutItem", &json!({"TableName": "Flat", "Item": item}));
        let mut request = json!({"TableName": "Flat", "Key": {"id": {"S": "a"}}, "UpdateExpression": update,
            "ReturnValues": "ALL_NEW"});
        for (name, value) in &values {
            let followed = |at: usize| update[at + name.len()..].starts_with(char::is_alphanumeric);
            if update.match_indices(name).any(|(at, _)| !followed(at)) {
                request["ExpressionAttributeValues"][name] = value.clone();
            }
        }
        let expected = after.map(|mut after| {
            after["id"] = json!({"S": "a"});
            json!({"Attributes": after})
        });
        let expected = expected.map_err(|message| format!("ValidationException: {message}"));
        assert_eq!(ask(&mut session, "UpdateItem", &request), expected, "{update} {item}");
    }
}

#[test]
fn what_is_returned() {
    check(
        "Flat",
        &[
            Rule(
                "put",
                "PutItem",
                r#"{"Item": {"id": {"S": "a"}, "l": {"L": [{"N": "0"}, {"N": "1"}, {"N": "2"}]}, "m": {"M": {"x": {"N": "1"}, "y": {"N": "2"}}}, "z": {"S": "z"}}}"#,
                "{}",
            ),
            Rule(
                "UPDATED_NEW shows targets in their skeleton, the same value too",
                "UpdateItem",
                r#"{"Key": {"id": {"S": "a"}}, "UpdateExpression": "SET m.x = :one REMOVE z", "ExpressionAttributeValues": {":one": {"N": "1"}}, "ReturnValues": "UPDATED_NEW"}"#,
                r#"{"Attributes": {"m": {"M": {"x": {"N": "1"}}}}}"#,
            ),
            Rule(
                "UPDATED_OLD shows those that were there",
                "UpdateItem",
                r#"{"Key": {"id": {"S": "a"}}, "UpdateExpression": "SET m.y = :one, fresh = :one", "ExpressionAttributeValues": {":one": {"N": "1"}}, "ReturnValues": "UPDATED_OLD"}"#,
                r#"{"Attributes": {"m": {"M": {"y": {"N": "2"}}}}}"#,
            ),
            Rule(
                "and no member when none was",
                "UpdateItem",
                r#"{"Key": {"id": {"S": "a"}}, "UpdateExpression": "SET more = :one", "ExpressionAttributeValues": {":one": {"N": "1"}}, "ReturnValues": "UPDATED_OLD"}"#,
                "{}",
            ),
            Rule(
                "an element behind the end is not shown",
                "UpdateItem",
                r#"{"Key": {"id": {"S": "a"}}, "UpdateExpression": "SET l[100] = :one", "ExpressionAttributeValues": {":one": {"N": "1"}}, "ReturnValues": "UPDATED_NEW"}"#,
                "{}",
            ),
            Rule(
                "in place of a removed element the next one is",
                "UpdateItem",
                r#"{"Key": {"id": {"S": "a"}}, "UpdateExpression": "REMOVE l[1]", "ReturnValues": "UPDATED_NEW"}"#,
                r#"{"Attributes": {"l": {"L": [{"N": "2"}]}}}"#,
            ),
            Rule(
                "ALL_OLD of an item that was not there",
                "UpdateItem",
                r#"{"Key": {"id": {"S": "b"}}, "UpdateExpression": "SET a = :one", "ExpressionAttributeValues": {":one": {"N": "1"}}, "ReturnValues": "ALL_OLD"}"#,
                "{}",
            ),
            Rule(
                "ALL_NEW of a bare key",
                "UpdateItem",
                r#"{"Key": {"id": {"S": "c"}}, "ReturnValues": "ALL_NEW"}"#,
                r#"{"Attributes": {"id": {"S": "c"}}}"#,
            ),
            Rule(
                "clearing below what is missing is no error on an item that is not there",
                "UpdateItem",
                r#"{"Key": {"id": {"S": "d"}}, "UpdateExpression": "REMOVE a.b, c[1]", "ReturnValues": "ALL_NEW"}"#,
                "{}",
            ),
            Rule("and creates none", "GetItem", r#"{"Key": {"id": {"S": "d"}}}"#, "{}"),
            Rule(
                "a condition is judged before what the update comes to",
                "UpdateItem",
                r#"{"Key": {"id": {"S": "a"}}, "UpdateExpression": "SET q.r = id", "ConditionExpression": "attribute_exists(q)"}"#,
                "ConditionalCheckFailedException: The conditional request failed",
            ),
        ],
    );
}

/// The largest item that one update can leave: with a key of one letter, 409,581 bytes.
#[test]
fn an_update_weighs_more_than_its_item() {
    const TOO_LARGE: &str =
        "ValidationException: Item size to update has exceeded the maximum allowed size";
    let table = [
        ("SET a = :a", 409_581, Ok(json!({}))),
        ("SET a = :a", 409_582, Err(TOO_LARGE.to_owned())),
        ("SET a = :a, b = a", 409_581, Err(TOO_LARGE.to_owned())),
        ("SET a = :a REMOVE b", 409_579, Ok(json!({}))),
        ("SET a = :a REMOVE b", 409_580, Err(TOO_LARGE.to_owned())),
    ];
    for (update, size, expected) in table {
        let mut session = session();
        done(
            &mut session,
            "PutItem",
            &json!({"TableName": "Flat", "Item": {"id": {"S": "k"}, "a": {"S": ""}}}),
        );
        // id 2+1 and a 1+…: three bytes of key are not counted, three for the update are.
        let text = "x".repeat(size - 4);
        let request = json!({"TableName": "Flat", "Key": {"id": {"S": "k"}}, "UpdateExpression": update,
            "ExpressionAttributeValues": {":a": {"S": text}}});
        assert_eq!(ask(&mut session, "UpdateItem", &request), expected, "{update} {size}");
    }
}

/// Source: recorded of AWS (eu-west-2, August to October 2026).
#[test]
fn an_index_has_a_largest() {
    let set = |index: &str| {
        let mut session = session();
        let item = json!({"id": {"S": "a"}, "l": {"L": []}});
        done(&mut session, "PutItem", &json!({"TableName": "Flat", "Item": item}));
        let request = json!({
            "TableName": "Flat",
            "Key": {"id": {"S": "a"}},
            "UpdateExpression": format!("SET l[{index}] = l"),
        });
        ask(&mut session, "UpdateItem", &request)
    };
    assert_eq!(set("4294967294"), Ok(json!({})));
    let error = set("4294967295").unwrap_err();
    assert!(error.contains("List index is not within the allowable range"), "{error}");
}
