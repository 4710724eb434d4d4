//! `AttributeUpdates`
//!
//! Source: Developer Guide, *Legacy conditional parameters*, "AttributeUpdates"; answers recorded
//! of AWS by dynamodb-conformance (May 2026).

use super::{FAILED, INVALID, VALIDATION};
use crate::fidelity::{Rule, ask, check, done, session};
use serde_json::{Value as Json, json};

/// An item, an update of its attribute `a`, and what becomes of it.
#[test]
fn attribute_updates() {
    const MISMATCH: &str = "ValidationException: Type mismatch for attribute to update";
    let invalid = |detail: &str| Err(format!("{INVALID}{detail}"));
    let table = [
        (json!({}), json!({"Value": {"S": "x"}}), Ok(json!({"S": "x"}))),
        (
            json!({"a": {"N": "1"}}),
            json!({"Action": "PUT", "Value": {"L": []}}),
            Ok(json!({"L": []})),
        ),
        (json!({"a": {"N": "1"}}), json!({"Action": "DELETE"}), Ok(Json::Null)),
        (json!({}), json!({"Action": "DELETE"}), Ok(Json::Null)),
        (
            json!({"a": {"SS": ["x", "y"]}}),
            json!({"Action": "DELETE", "Value": {"SS": ["x", "z"]}}),
            Ok(json!({"SS": ["y"]})),
        ),
        (
            json!({"a": {"NS": ["1"]}}),
            json!({"Action": "DELETE", "Value": {"NS": ["1.0"]}}),
            Ok(Json::Null),
        ),
        (json!({}), json!({"Action": "DELETE", "Value": {"BS": ["AA=="]}}), Ok(Json::Null)),
        (
            json!({"a": {"N": "1"}}),
            json!({"Action": "DELETE", "Value": {"SS": ["x"]}}),
            Err(MISMATCH.to_owned()),
        ),
        (
            json!({"a": {"S": "x"}}),
            json!({"Action": "DELETE", "Value": {"S": "x"}}),
            invalid("DELETE action with value is not supported for the type S"),
        ),
        (
            json!({"a": {"N": "1"}}),
            json!({"Action": "ADD", "Value": {"N": "0.5"}}),
            Ok(json!({"N": "1.5"})),
        ),
        (json!({}), json!({"Action": "ADD", "Value": {"N": "-2"}}), Ok(json!({"N": "-2"}))),
        (
            json!({"a": {"SS": ["x"]}}),
            json!({"Action": "ADD", "Value": {"SS": ["x", "y"]}}),
            Ok(json!({"SS": ["x", "y"]})),
        ),
        (
            json!({"a": {"L": [{"N": "1"}]}}),
            json!({"Action": "ADD", "Value": {"L": [{"N": "1"}, {"S": "x"}]}}),
            Ok(json!({"L": [{"N": "1"}, {"N": "1"}, {"S": "x"}]})),
        ),
        (
            json!({}),
            json!({"Action": "ADD", "Value": {"L": [{"N": "1"}]}}),
            Ok(json!({"L": [{"N": "1"}]})),
        ),
        (
            json!({"a": {"S": "1"}}),
            json!({"Action": "ADD", "Value": {"N": "1"}}),
            Err(MISMATCH.to_owned()),
        ),
        (
            json!({"a": {"NS": ["1"]}}),
            json!({"Action": "ADD", "Value": {"SS": ["1"]}}),
            Err(MISMATCH.to_owned()),
        ),
        (
            json!({"a": {"SS": ["1"]}}),
            json!({"Action": "ADD", "Value": {"L": []}}),
            Err(MISMATCH.to_owned()),
        ),
        (
            json!({}),
            json!({"Action": "ADD", "Value": {"S": "x"}}),
            invalid("ADD action is not supported for the type S"),
        ),
        (
            json!({}),
            json!({"Action": "ADD", "Value": {"M": {}}}),
            invalid("ADD action is not supported for the type M"),
        ),
        (
            json!({}),
            json!({"Action": "ADD"}),
            invalid("Only DELETE action is allowed when no attribute value is specified"),
        ),
        (
            json!({}),
            json!({}),
            invalid("Only DELETE action is allowed when no attribute value is specified"),
        ),
        (
            json!({"a": {"N": "9e125"}}),
            json!({"Action": "ADD", "Value": {"N": "9e125"}}),
            Err(format!(
                "{VALIDATION}Number overflow. Attempting to store a number with magnitude larger \
                 than supported range"
            )),
        ),
        (
            json!({}),
            json!({"Action": "SET", "Value": {"N": "1"}}),
            Err(format!(
                "{VALIDATION}1 validation error detected: Value 'SET' at \
                 'attributeUpdates.a.member.action' failed to satisfy constraint: Member must \
                 satisfy enum value set: [ADD, DELETE, PUT]"
            )),
        ),
    ];
    for (mut item, update, right) in table {
        let mut session = session();
        item["id"] = json!({"S": "a"});
        done(&mut session, "PutItem", &json!({"TableName": "Flat", "Item": item}));
        let request = json!({"TableName": "Flat", "Key": {"id": {"S": "a"}}, "ReturnValues": "ALL_NEW",
            "AttributeUpdates": {"a": update.clone()}});
        let answer = ask(&mut session, "UpdateItem", &request);
        let shown = answer.map(|answer| answer["Attributes"]["a"].clone());
        assert_eq!(shown, right, "{item} {update}");
    }
}

#[test]
fn attribute_updates_of_items() {
    let rules = [
        Rule(
            "Deleting creates nothing.",
            "UpdateItem",
            r#"{"Key": {"pk": {"S": "p"}, "sk": {"N": "1"}}, "ReturnValues": "ALL_NEW",
                "AttributeUpdates": {"a": {"Action": "DELETE"}, "b": {"Action": "DELETE",
                "Value": {"SS": ["x"]}}}}"#,
            "{}",
        ),
        Rule(
            "Nothing to do creates the item.",
            "UpdateItem",
            r#"{"Key": {"pk": {"S": "p"}, "sk": {"N": "1"}}, "ReturnValues": "ALL_NEW",
                "AttributeUpdates": {}}"#,
            r#"{"Attributes": {"pk": {"S": "p"}, "sk": {"N": "1"}}}"#,
        ),
        Rule(
            "UPDATED_NEW shows what was named and is there.",
            "UpdateItem",
            r#"{"Key": {"pk": {"S": "p"}, "sk": {"N": "1"}}, "ReturnValues": "UPDATED_NEW",
                "AttributeUpdates": {"a.b": {"Value": {"S": "x"}}, "c": {"Action": "DELETE"}}}"#,
            r#"{"Attributes": {"a.b": {"S": "x"}}}"#,
        ),
        Rule(
            "UPDATED_OLD shows what was named and was there.",
            "UpdateItem",
            r#"{"Key": {"pk": {"S": "p"}, "sk": {"N": "1"}}, "ReturnValues": "UPDATED_OLD",
                "AttributeUpdates": {"a.b": {"Action": "DELETE"}, "c": {"Value": {"N": "1"}}}}"#,
            r#"{"Attributes": {"a.b": {"S": "x"}}}"#,
        ),
        Rule(
            "Keys stay.",
            "UpdateItem",
            r#"{"Key": {"pk": {"S": "p"}, "sk": {"N": "1"}},
                "AttributeUpdates": {"sk": {"Value": {"N": "1"}}}}"#,
            "ValidationException: One or more parameter values were invalid: Cannot update \
             attribute sk. This attribute is part of the key",
        ),
        Rule(
            "Index keys keep their type.",
            "UpdateItem",
            r#"{"Key": {"pk": {"S": "p"}, "sk": {"N": "1"}},
                "AttributeUpdates": {"tag": {"Action": "ADD", "Value": {"N": "1"}}}}"#,
            "ValidationException: One or more parameter values were invalid: Type mismatch for \
             Index Key tag Expected: S Actual: N IndexName: ByTag",
        ),
        Rule(
            "Nor are they empty, which is not said of an expression.",
            "UpdateItem",
            r#"{"Key": {"pk": {"S": "p"}, "sk": {"N": "1"}},
                "AttributeUpdates": {"tag": {"Value": {"S": ""}}}}"#,
            "ValidationException: One or more parameter values are not valid. A value specified \
             for a secondary index key is not supported. The AttributeValue for a key attribute \
             cannot contain an empty string value. IndexName: ByTag, IndexKey: tag",
        ),
        Rule(
            "Expectations are met before.",
            "UpdateItem",
            r#"{"Key": {"pk": {"S": "p"}, "sk": {"N": "1"}}, "ReturnValues": "ALL_NEW",
                "Expected": {"c": {"Value": {"N": "1"}}},
                "AttributeUpdates": {"c": {"Action": "ADD", "Value": {"N": "1"}}}}"#,
            r#"{"Attributes": {"pk": {"S": "p"}, "sk": {"N": "1"}, "c": {"N": "2"}}}"#,
        ),
        Rule(
            "Or nothing is done.",
            "UpdateItem",
            r#"{"Key": {"pk": {"S": "p"}, "sk": {"N": "1"}},
                "Expected": {"c": {"Value": {"N": "1"}}},
                "AttributeUpdates": {"c": {"Action": "ADD", "Value": {"N": "1"}}}}"#,
            FAILED,
        ),
        Rule(
            "Updates are read before expectations.",
            "UpdateItem",
            r#"{"Key": {}, "Expected": {"c": {}}, "AttributeUpdates": {"c": {}}}"#,
            "ValidationException: One or more parameter values were invalid: Only DELETE action is \
             allowed when no attribute value is specified",
        ),
    ];
    check("Pairs", &rules);
}
