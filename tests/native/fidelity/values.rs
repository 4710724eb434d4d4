//! Attribute values: types, numbers, sets, depth.
//!
//! Source: Developer Guide, *Supported data types and naming rules*; answers recorded of AWS by
//! dynamodb-conformance (May 2026).

use super::{Rule, ask, check, done, session};
use serde_json::json;

#[test]
fn values_have_one_type_and_sets_have_elements() {
    const CONVERT: &str =
        "ValidationException: The parameter cannot be converted to a numeric value";
    assert_eq!(
        ask(&mut session(), "PutItem", &json!({"TableName": "Flat", "Item": {"id": {"N": " 5"}}})),
        Err(format!("{CONVERT}:  5"))
    );
    check(
        "Flat",
        &[
            Rule(
                "a number may not be empty",
                "PutItem",
                r#"{"Item": {"id": {"S": "a"}, "n": {"N": ""}}}"#,
                "ValidationException: The parameter cannot be converted to a numeric value",
            ),
            Rule(
                "a number below 1E-130 that is not zero is an underflow",
                "PutItem",
                r#"{"Item": {"id": {"S": "a"}, "n": {"N": "1e-131"}}}"#,
                "ValidationException: Number underflow. Attempting to store a number with magnitude smaller than supported range",
            ),
            Rule(
                "39 significant digits are too many",
                "PutItem",
                r#"{"Item": {"id": {"S": "a"}, "n": {"N": "1.00000000000000000000000000000000000001"}}}"#,
                "ValidationException: Attempting to store more than 38 significant digits in a Number",
            ),
            Rule(
                "zeros around the digits do not count",
                "PutItem",
                r#"{"Item": {"id": {"S": "a"}, "n": {"N": "0012345678901234567890123456789012345678000"}}}"#,
                "{}",
            ),
            Rule(
                "zero has an exponent too: it may not be beyond the range",
                "PutItem",
                r#"{"Item": {"id": {"S": "a"}, "n": {"N": "0e126"}}}"#,
                "ValidationException: Number overflow. Attempting to store a number with magnitude larger than supported range",
            ),
            Rule(
                "nor below it",
                "PutItem",
                r#"{"Item": {"id": {"S": "a"}, "n": {"N": "-0e-131"}}}"#,
                "ValidationException: Number underflow. Attempting to store a number with magnitude smaller than supported range",
            ),
            Rule(
                "an exponent that is no exponent makes no number",
                "PutItem",
                r#"{"Item": {"id": {"S": "a"}, "n": {"NS": ["1e9223372036854775808"]}}}"#,
                "ValidationException: The parameter cannot be converted to a numeric value: 1e9223372036854775808",
            ),
            Rule(
                "nor does one in an expression",
                "UpdateItem",
                r#"{"Key": {"id": {"S": "a"}}, "UpdateExpression": "SET n = :n", "ExpressionAttributeValues": {":n": {"N": "1e9223372036854775808"}}}"#,
                "ValidationException: ExpressionAttributeValues contains invalid value: The parameter cannot be converted to a numeric value: 1e9223372036854775808 for key :n",
            ),
            // Unconfirmed: null among the elements of a set, of each kind.
            Rule(
                "a set of texts has no null",
                "PutItem",
                r#"{"Item": {"id": {"S": "a"}, "s": {"SS": ["a", null]}}}"#,
                "ValidationException: One or more parameter values were invalid: An string set  may not have a null as a member",
            ),
            Rule(
                "nor has one of numbers",
                "PutItem",
                r#"{"Item": {"id": {"S": "a"}, "s": {"NS": [null]}}}"#,
                "ValidationException: One or more parameter values were invalid: An number set  may not have a null as a member",
            ),
            Rule(
                "nor one of blobs",
                "PutItem",
                r#"{"Item": {"id": {"S": "a"}, "s": {"BS": ["AQ==", null]}}}"#,
                "ValidationException: One or more parameter values were invalid: Binary sets may not have a null as a member",
            ),
            Rule(
                "an empty number set is worded like this",
                "PutItem",
                r#"{"Item": {"id": {"S": "a"}, "n": {"NS": []}}}"#,
                "ValidationException: One or more parameter values were invalid: An number set  may not be empty",
            ),
            Rule(
                "an empty binary set is worded like that, nested too",
                "PutItem",
                r#"{"Item": {"id": {"S": "a"}, "m": {"M": {"l": {"L": [{"BS": []}]}}}}}"#,
                "ValidationException: One or more parameter values were invalid: Binary sets should not be empty",
            ),
            Rule(
                "no tag inside a list is no value either",
                "PutItem",
                r#"{"Item": {"id": {"S": "a"}, "l": {"L": [{}]}}}"#,
                "ValidationException: Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
            ),
            Rule(
                "texts, blobs, lists, maps and elements of sets may be empty, names may be anything",
                "PutItem",
                r#"{"Item": {"id": {"S": "empty"}, "s": {"S": ""}, "b": {"B": ""}, "l": {"L": []}, "m": {"M": {}}, "ss": {"SS": [""]}, " \"\n\u0000": {"S": "\u0000"}}}"#,
                "{}",
            ),
            Rule(
                "and come back so",
                "GetItem",
                r#"{"Key": {"id": {"S": "empty"}}}"#,
                r#"{"Item": {"id": {"S": "empty"}, "s": {"S": ""}, "b": {"B": ""}, "l": {"L": []}, "m": {"M": {}}, "ss": {"SS": [""]}, " \"\n\u0000": {"S": "\u0000"}}}"#,
            ),
            Rule(
                "an attribute name has at most 65,535 bytes",
                "PutItem",
                r#"{"Item": {"id": {"S": "a"}, "long": {"S": "a"}, "M": {"M": {"a": {"NULL": true}}}}}"#,
                "{}",
            ),
        ],
    );
    let mut session = session();
    let mut put = |length: usize| {
        let item = json!({"id": {"S": "a"}, "n".repeat(length): {"S": ""}});
        ask(&mut session, "PutItem", &json!({"TableName": "Flat", "Item": item}))
    };
    assert_eq!(put(65_535), Ok(json!({})));
    assert!(put(65_536).unwrap_err().contains("Attribute name is too large"));
}

/// Digits on either side of the point are paired on their own, a minus sign is one byte more.
#[test]
fn the_size_of_a_number_shows_at_the_400_kb_boundary() {
    let mut session = session();
    for (number, bytes) in
        [("0", 1), ("100", 2), ("-42", 3), ("1.05", 3), ("12.345", 4), ("1e125", 2), ("0.001", 2)]
    {
        let rest = 409_600 - "id".len() - 1 - "n".len() - bytes - "s".len();
        let item = |rest: usize| json!({"id": {"S": "a"}, "n": {"N": number}, "s": {"S": "x".repeat(rest)}});
        done(&mut session, "PutItem", &json!({"TableName": "Flat", "Item": item(rest)}));
        let refused =
            ask(&mut session, "PutItem", &json!({"TableName": "Flat", "Item": item(rest + 1)}));
        assert_eq!(
            refused.unwrap_err(),
            "ValidationException: Item size has exceeded the maximum allowed size",
            "{number}"
        );
    }
}

#[test]
fn deep_values_are_refused_in_expressions_too() {
    let nested =
        |levels: usize| (0..levels).fold(json!({"S": "x"}), |inner, _| json!({"L": [inner]}));
    let mut session = session();
    let mut set = |levels: usize| {
        ask(
            &mut session,
            "UpdateItem",
            &json!({"TableName": "Flat", "Key": {"id": {"S": "a"}},
            "UpdateExpression": "SET a = :v", "ExpressionAttributeValues": {":v": nested(levels)}}),
        )
    };
    assert_eq!(set(31), Ok(json!({})));
    assert_eq!(
        set(32).unwrap_err(),
        "ValidationException: Nesting Levels have exceeded supported limits: Attributes in the item \
         have nested levels beyond supported limit"
    );
    let deeper = json!({"TableName": "Flat", "Key": {"id": {"S": "a"}},
        "UpdateExpression": "SET b = :v", "ExpressionAttributeValues": {":v": {"M": {}}}});
    done(&mut session, "UpdateItem", &deeper);
    let inside = json!({"TableName": "Flat", "Key": {"id": {"S": "a"}},
        "UpdateExpression": "SET b.c = a"});
    assert_eq!(
        ask(&mut session, "UpdateItem", &inside).unwrap_err(),
        "ValidationException: Nesting Levels have exceeded supported limits: Attributes in the item \
         have nested levels beyond supported limit"
    );
}
