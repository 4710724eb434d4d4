//! Key conditions: which conditions select a range, and what they are refused with.
//!
//! Source: Developer Guide, *Key condition expressions for the Query operation*; sentences recorded
//! of AWS by dynamodb-conformance (May 2026) and by floci (eu-west-1, 2 September 2026).

use super::{Rule, check, done, session};
use serde_json::json;

/// Conditions on `sk` of Texts, and which of the sort keys they select.
#[test]
fn ranges_of_texts() {
    let mut session = session();
    for sort in ["A", "Z", "a", "ab", "ab\u{0}", "abc", "b", "é", "\u{10ffff}"] {
        let item = json!({"pk": {"S": "p"}, "sk": {"S": sort}});
        done(&mut session, "PutItem", &json!({"TableName": "Texts", "Item": item}));
    }
    let table: [(&str, &str, &[&str]); 9] = [
        ("sk < :a", "a", &["A", "Z"]),
        ("sk <= :a", "a", &["A", "Z", "a"]),
        ("sk > :a", "b", &["é", "\u{10ffff}"]),
        ("sk >= :a", "b", &["b", "é", "\u{10ffff}"]),
        ("sk = :a", "ab", &["ab"]),
        ("begins_with(sk, :a)", "ab", &["ab", "ab\u{0}", "abc"]),
        ("sk BETWEEN :a AND :a", "ab", &["ab"]),
        (":a > sk", "a", &["A", "Z"]),
        ("(sk = :a)", "q", &[]),
    ];
    for (condition, value, expected) in table {
        let page = done(
            &mut session,
            "Query",
            &json!({"TableName": "Texts",
            "KeyConditionExpression": format!("{condition} AND (pk = :p)"),
            "ExpressionAttributeValues": {":p": {"S": "p"}, ":a": {"S": value}}}),
        );
        let found = page["Items"].as_array().unwrap().iter().map(|item| item["sk"]["S"].as_str());
        assert_eq!(found.collect::<Option<Vec<_>>>().unwrap(), expected, "{condition} {value}");
    }
}

#[test]
fn numbers_order_by_value() {
    let mut session = session();
    for number in ["10", "9", "-1", "0.5", "-1e20", "1e20"] {
        let item = json!({"pk": {"S": "p"}, "sk": {"N": number}});
        done(&mut session, "PutItem", &json!({"TableName": "Pairs", "Item": item}));
    }
    let mut query = |condition: &str| {
        let page = done(
            &mut session,
            "Query",
            &json!({"TableName": "Pairs",
            "KeyConditionExpression": format!("pk = :p AND {condition}"), "ScanIndexForward": false,
            "ExpressionAttributeValues": {":p": {"S": "p"}, ":n": {"N": "9.0"}}}),
        );
        let numbers = page["Items"].as_array().unwrap().iter();
        numbers.map(|item| item["sk"]["N"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(query("sk > :n"), ["100000000000000000000", "10"]);
    assert_eq!(query("sk <= :n"), ["9", "0.5", "-1", "-100000000000000000000"]);
}

const NOT_SUPPORTED: &str = "ValidationException: Query key condition not supported";

/// The request with one condition, and `:p` and `:s` as texts, `:n` as a number.
macro_rules! asked {
    ($rule:expr, $index:expr, $condition:expr, $values:expr, $answer:expr) => {
        Rule(
            $rule,
            "Query",
            concat!(
                "{",
                $index,
                "\"KeyConditionExpression\": \"",
                $condition,
                "\", \"ExpressionAttributeValues\": {",
                $values,
                "}}"
            ),
            $answer,
        )
    };
}

#[test]
fn mistakes() {
    const WRONG_TYPE: &str = "ValidationException: One or more parameter values were invalid: \
        Condition parameter type does not match schema type";
    check(
        "Texts",
        &[
            asked!(
                "the partition key must be asked for",
                "",
                "sk = :s",
                r#"":s": {"S": "s"}"#,
                "ValidationException: Query condition missed key schema element: pk"
            ),
            asked!(
                "another attribute is not the sort key",
                "",
                "pk = :p AND x = :s",
                r#"":p": {"S": "p"}, ":s": {"S": "s"}"#,
                "ValidationException: Query condition missed key schema element: sk"
            ),
            asked!(
                "the partition key takes = only",
                "",
                "pk > :p",
                r#"":p": {"S": "p"}"#,
                NOT_SUPPORTED
            ),
            asked!(
                "two conditions at most",
                "",
                "pk = :p AND sk = :s AND x = :s",
                r#"":p": {"S": "p"}, ":s": {"S": "s"}"#,
                "ValidationException: The number of query conditions (3) exceeds the number of key attributes defined in the schema (2)"
            ),
            asked!(
                "one for each attribute",
                "",
                "pk = :p AND sk > :s AND sk < :p",
                r#"":p": {"S": "p"}, ":s": {"S": "s"}"#,
                "ValidationException: Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key"
            ),
            asked!(
                "no OR",
                "",
                "pk = :p OR sk = :s",
                r#"":p": {"S": "p"}, ":s": {"S": "s"}"#,
                "ValidationException: Invalid operator used in KeyConditionExpression: OR"
            ),
            asked!(
                "no NOT",
                "",
                "NOT pk = :p",
                r#"":p": {"S": "p"}"#,
                "ValidationException: Invalid operator used in KeyConditionExpression: NOT"
            ),
            asked!(
                "no IN",
                "",
                "pk IN (:p)",
                r#"":p": {"S": "p"}"#,
                "ValidationException: Invalid operator used in KeyConditionExpression: IN"
            ),
            asked!(
                "no <>",
                "",
                "pk = :p AND sk <> :s",
                r#"":p": {"S": "p"}, ":s": {"S": "s"}"#,
                "ValidationException: Invalid operator used in KeyConditionExpression: <>"
            ),
            asked!(
                "no functions but begins_with",
                "",
                "pk = :p AND contains(sk, :s)",
                r#"":p": {"S": "p"}, ":s": {"S": "s"}"#,
                "ValidationException: Invalid operator used in KeyConditionExpression: contains"
            ),
            asked!(
                "no size",
                "",
                "pk = :p AND size(sk) = :s",
                r#"":p": {"S": "p"}, ":s": {"N": "1"}"#,
                "ValidationException: Invalid KeyConditionExpression: KeyConditionExpressions cannot contain nested operations"
            ),
            asked!(
                "no parts",
                "",
                "pk = :p AND sk.x = :s",
                r#"":p": {"S": "p"}, ":s": {"S": "s"}"#,
                "ValidationException: Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on nested attributes"
            ),
            asked!(
                "one attribute in each",
                "",
                "pk = sk AND x = :p",
                r#"":p": {"S": "p"}"#,
                "ValidationException: Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition"
            ),
            asked!(
                "at least one",
                "",
                "pk = :p AND :p = :p",
                r#"":p": {"S": "p"}"#,
                "ValidationException: Invalid condition in KeyConditionExpression: No key attribute specified"
            ),
            asked!(
                "BETWEEN begins with the key",
                "",
                "pk = :p AND :p BETWEEN sk AND :p",
                r#"":p": {"S": "p"}"#,
                "ValidationException: Invalid condition in KeyConditionExpression: BETWEEN operator must have the key attribute as its first operand"
            ),
            asked!(
                "begins_with too",
                "",
                "pk = :p AND begins_with(:p, sk)",
                r#"":p": {"S": "p"}"#,
                "ValidationException: Invalid condition in KeyConditionExpression: begins_with operator must have the key attribute as its first operand"
            ),
            asked!(
                "types are the schema's",
                "",
                "pk = :p AND sk = :s",
                r#"":p": {"S": "p"}, ":s": {"N": "1"}"#,
                WRONG_TYPE
            ),
            asked!(
                "bounds in order",
                "",
                "pk = :p AND sk BETWEEN :s AND :p",
                r#"":p": {"S": "p"}, ":s": {"S": "s"}"#,
                "ValidationException: Invalid KeyConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {S:s}, upper bound operand: AttributeValue: {S:p}"
            ),
            asked!(
                "no empty key",
                "",
                "pk = :p",
                r#"":p": {"S": ""}"#,
                "ValidationException: One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk"
            ),
            asked!(
                "no empty expression",
                "",
                "",
                r#"":p": {"S": ""}"#,
                "ValidationException: Invalid KeyConditionExpression: The expression can not be empty;"
            ),
            Rule(
                "no query without",
                "Query",
                r#"{}"#,
                "ValidationException: Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
            ),
            asked!(
                "reserved words are reserved here",
                "",
                "name = :p",
                r#"":p": {"S": "p"}"#,
                "ValidationException: Invalid KeyConditionExpression: Attribute name is a reserved keyword; reserved keyword: name"
            ),
        ],
    );
    // Source: a sentence in the notes of a project on AWS (2026), whose query by two keys met a table
    // that has one.
    check(
        "Flat",
        &[asked!(
            "a key without sort key takes one condition",
            "",
            "id = :p AND x = :p",
            r#"":p": {"S": "p"}"#,
            "ValidationException: The number of query conditions (2) exceeds the number of key attributes defined in the schema (1)"
        )],
    );
    check(
        "Pairs",
        &[
            asked!(
                "begins_with needs a text",
                "",
                "pk = :p AND begins_with(sk, :n)",
                r#"":p": {"S": "p"}, ":n": {"N": "1"}"#,
                "ValidationException: Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N"
            ),
            asked!(
                "an index has its own keys",
                r#""IndexName": "ByTag","#,
                "pk = :p",
                r#"":p": {"S": "p"}"#,
                "ValidationException: Query condition missed key schema element: tag"
            ),
        ],
    );
}

/// ByPlace of Events has the partition key a, b and the sort key c, d.
///
/// Source: recorded of AWS by floci (eu-west-1, 2 and 3 September 2026).
#[test]
fn of_several_attributes() {
    let mut session = session();
    for (id, c, d) in [("1", "x", "1"), ("2", "x", "2"), ("3", "xy", "1"), ("4", "z", "9")] {
        let item = json!({"id": {"S": id}, "a": {"S": "p"}, "b": {"N": "7"}, "c": {"S": c}, "d": {"N": d}});
        done(&mut session, "PutItem", &json!({"TableName": "Events", "Item": item}));
    }
    let partial = json!({"id": {"S": "5"}, "a": {"S": "p"}, "b": {"N": "7"}, "c": {"S": "x"}});
    done(&mut session, "PutItem", &json!({"TableName": "Events", "Item": partial}));
    let described = done(&mut session, "DescribeTable", &json!({"TableName": "Events"}));
    let index = &described["Table"]["GlobalSecondaryIndexes"][0];
    assert_eq!((&index["ItemCount"], &index["IndexSizeBytes"]), (&json!(4), &json!(4 * 13 + 1)));
    let query = |condition: &str, values: serde_json::Value| {
        json!({"TableName": "Events", "IndexName": "ByPlace", "KeyConditionExpression": condition,
            "ExpressionAttributeValues": values})
    };
    let p = json!({"S": "p"});
    let seven = json!({"N": "7.0"});
    let x = json!({"S": "x"});
    let one = json!({"N": "1"});
    let cases = [
        ("b = :b AND a = :a", json!({":a": p, ":b": seven}), "1234"),
        (
            "d > :d AND b = :b AND c = :c AND a = :a",
            json!({":a": p, ":b": seven, ":c": x, ":d": one}),
            "2",
        ),
        ("a = :a AND b = :b AND begins_with(c, :c)", json!({":a": p, ":b": seven, ":c": x}), "123"),
    ];
    for (condition, values, expected) in cases {
        let page = done(&mut session, "Query", &query(condition, values));
        let ids: String = page["Items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["id"]["S"].as_str().unwrap())
            .collect();
        assert_eq!(ids, expected, "{condition}");
    }
    let mut first = query("a = :a AND b = :b", json!({":a": p, ":b": seven}));
    first["Limit"] = 2.into();
    let page = done(&mut session, "Query", &first);
    let last = json!({"id": {"S": "2"}, "a": p, "b": {"N": "7"}, "c": x, "d": {"N": "2"}});
    assert_eq!(page["LastEvaluatedKey"], last);
    first["ExclusiveStartKey"] = last;
    assert_eq!(done(&mut session, "Query", &first)["Items"][0]["id"]["S"], "3");
    let refused = [
        // Unconfirmed: the end of the sentence, that names the attributes.
        (
            "a = :a",
            json!({":a": p}),
            "All HASH key attributes must have equality conditions specified in the query. HASH key attributes without an equality condition: b",
        ),
        (
            "a = :a AND b = :b AND d = :d",
            json!({":a": p, ":b": seven, ":d": one}),
            "RANGE key attributes c must have equality conditions specified in the query because a condition is present on key attribute d",
        ),
        (
            "a = :a AND b = :b AND c > :c AND d = :d",
            json!({":a": p, ":b": seven, ":c": x, ":d": one}),
            "RANGE key attributes c must have equality conditions specified in the query because a condition is present on key attribute d",
        ),
    ];
    for (condition, values, message) in refused {
        let answer = super::ask(&mut session, "Query", &query(condition, values));
        assert_eq!(answer, Err(format!("ValidationException: {message}")), "{condition}");
    }
}
