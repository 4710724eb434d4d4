//! What the thirteen operators say of attributes.
//!
//! Source: Developer Guide, *Legacy conditional parameters*, "ComparisonOperator".

use super::FAILED;
use crate::fidelity::{ask, done, session};
use serde_json::{Value as Json, json};

/// Which expectations hold of one item, asked of the service by deletes of the same item.
#[test]
fn what_operators_say_of_an_item() {
    let item = json!({"id": {"S": "a"}, "n": {"N": "5"}, "s": {"S": "hello"}, "z": {"NULL": true},
        "b": {"B": "AAEC"}, "l": {"L": [{"N": "1"}, {"BOOL": true}]}, "ss": {"SS": ["x", "y"]},
        "ns": {"NS": ["1", "2"]}, "m": {"M": {"k": {"S": "v"}}}});
    let table = [
        ("n", "EQ", json!([{"N": "5.0"}]), true),
        ("n", "EQ", json!([{"S": "5"}]), false),
        ("q", "EQ", json!([{"N": "5"}]), false),
        ("ss", "EQ", json!([{"SS": ["y", "x"]}]), true),
        ("l", "EQ", json!([{"L": [{"N": "1"}, {"BOOL": true}]}]), true),
        ("m", "EQ", json!([{"M": {"k": {"S": "v"}}}]), true),
        ("z", "EQ", json!([{"NULL": true}]), true),
        ("n", "NE", json!([{"N": "5"}]), false),
        ("n", "NE", json!([{"S": "5"}]), true),
        ("q", "NE", json!([{"N": "5"}]), true),
        ("n", "LT", json!([{"N": "6"}]), true),
        ("n", "LT", json!([{"S": "6"}]), false),
        ("q", "LT", json!([{"N": "6"}]), false),
        ("n", "LE", json!([{"N": "5"}]), true),
        ("s", "GT", json!([{"S": "Hello"}]), true),
        ("b", "GE", json!([{"B": "AAEC"}]), true),
        ("z", "NULL", json!([]), false),
        ("q", "NULL", json!([]), true),
        ("z", "NOT_NULL", json!([]), true),
        ("q", "NOT_NULL", json!([]), false),
        ("s", "CONTAINS", json!([{"S": "ell"}]), true),
        ("b", "CONTAINS", json!([{"B": "AQ=="}]), true),
        ("ss", "CONTAINS", json!([{"S": "x"}]), true),
        ("ns", "CONTAINS", json!([{"N": "1.0"}]), true),
        ("l", "CONTAINS", json!([{"N": "1"}]), true),
        ("l", "CONTAINS", json!([{"BOOL": true}]), true),
        ("m", "CONTAINS", json!([{"S": "k"}]), false),
        ("n", "CONTAINS", json!([{"N": "5"}]), false),
        ("s", "NOT_CONTAINS", json!([{"S": "ell"}]), false),
        ("s", "NOT_CONTAINS", json!([{"S": "q"}]), true),
        ("ss", "NOT_CONTAINS", json!([{"S": "x"}]), false),
        ("l", "NOT_CONTAINS", json!([{"S": "1"}]), true),
        ("n", "NOT_CONTAINS", json!([{"S": "5"}]), true),
        ("q", "NOT_CONTAINS", json!([{"S": "5"}]), false),
        ("s", "BEGINS_WITH", json!([{"S": "he"}]), true),
        ("b", "BEGINS_WITH", json!([{"B": "AAE="}]), true),
        ("n", "BEGINS_WITH", json!([{"S": "5"}]), false),
        ("n", "IN", json!([{"N": "4"}, {"N": "5"}]), true),
        ("n", "IN", json!([{"S": "5"}]), false),
        ("q", "IN", json!([{"N": "5"}]), false),
        ("n", "BETWEEN", json!([{"N": "5"}, {"N": "6"}]), true),
        ("n", "BETWEEN", json!([{"N": "6"}, {"N": "7"}]), false),
        ("q", "BETWEEN", json!([{"N": "5"}, {"N": "6"}]), false),
    ];
    let mut session = session();
    for (name, operator, values, holds) in table {
        done(&mut session, "PutItem", &json!({"TableName": "Flat", "Item": item}));
        let expected =
            json!({name: {"ComparisonOperator": operator, "AttributeValueList": values}});
        let delete =
            json!({"TableName": "Flat", "Key": {"id": {"S": "a"}}, "Expected": expected.clone()});
        let answer = ask(&mut session, "DeleteItem", &delete);
        let right = if holds { Ok(json!({})) } else { Err(FAILED.to_owned()) };
        assert_eq!(answer, right, "{expected}");
        done(&mut session, "PutItem", &json!({"TableName": "Flat", "Item": item}));
        let scan = json!({"TableName": "Flat", "ScanFilter": expected, "Select": "COUNT"});
        let count = &done(&mut session, "Scan", &scan)["Count"];
        assert_eq!(count, &Json::from(u8::from(holds)), "{scan}");
    }
}
