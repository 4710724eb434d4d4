//! `KeyConditions`
//!
//! Source: Developer Guide, *Legacy conditional parameters*, "KeyConditions"; answers recorded of
//! AWS by dynamodb-conformance (May 2026) and by architect/dynalite.

use super::said;
use crate::fidelity::{Rule, ask, check, done, session};
use serde_json::{Value as Json, json};

/// Key conditions of a query of Pairs, with the answer.
#[test]
fn key_conditions() {
    const EQUAL: &str = r#"{"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "p"}]}"#;
    let query = |conditions: &str, rest: &str| -> &'static str {
        said(format!(r#"{{"KeyConditions": {{{conditions}}}{rest}, "Select": "COUNT"}}"#))
    };
    let pk = format!(r#""pk": {EQUAL}"#);
    let on = |name: &str, operator: &str, values: &str| {
        format!(
            r#"{pk}, "{name}": {{"ComparisonOperator": "{operator}", "AttributeValueList": [{values}]}}"#
        )
    };
    let found = |count: u8| -> &'static str {
        said(format!(r#"{{"Count": {count}, "ScannedCount": {count}}}"#))
    };
    const NOT_INDEXABLE: &str =
        "ValidationException: Attempted conditional constraint is not an indexable operation";
    let put = |sk: u8| -> &'static str {
        said(format!(
            r#"{{"Item": {{"pk": {{"S": "p"}}, "sk": {{"N": "{sk}"}}, "day": {{"S": "d{sk}"}},
                "tag": {{"S": "t"}}, "score": {{"N": "{sk}"}}}}}}"#
        ))
    };
    let by_day = r#", "IndexName": "ByDay""#;
    let rules = [
        Rule("One.", "PutItem", put(1), "{}"),
        Rule("Two.", "PutItem", put(2), "{}"),
        Rule("Three.", "PutItem", put(3), "{}"),
        Rule("A collection.", "Query", query(&pk, ""), found(3)),
        Rule("EQ", "Query", query(&on("sk", "EQ", r#"{"N": "2.0"}"#), ""), found(1)),
        Rule("LE", "Query", query(&on("sk", "LE", r#"{"N": "2"}"#), ""), found(2)),
        Rule("LT", "Query", query(&on("sk", "LT", r#"{"N": "2"}"#), ""), found(1)),
        Rule("GE", "Query", query(&on("sk", "GE", r#"{"N": "2"}"#), ""), found(2)),
        Rule("GT", "Query", query(&on("sk", "GT", r#"{"N": "2"}"#), ""), found(1)),
        Rule(
            "BETWEEN",
            "Query",
            query(&on("sk", "BETWEEN", r#"{"N": "2"}, {"N": "9"}"#), ""),
            found(2),
        ),
        Rule(
            "BEGINS_WITH, on an index.",
            "Query",
            query(&on("day", "BEGINS_WITH", r#"{"S": "d"}"#), by_day),
            found(3),
        ),
        Rule(
            "The other operators select no range.",
            "Query",
            query(&on("sk", "NE", r#"{"N": "2"}"#), ""),
            NOT_INDEXABLE,
        ),
        Rule("IN neither.", "Query", query(&on("sk", "IN", r#"{"N": "2"}"#), ""), NOT_INDEXABLE),
        Rule("Nor existence.", "Query", query(&on("sk", "NOT_NULL", ""), ""), NOT_INDEXABLE),
        Rule(
            "Nor what does not contain something.",
            "Query",
            query(&on("sk", "NOT_CONTAINS", r#"{"N": "2"}"#), ""),
            NOT_INDEXABLE,
        ),
        Rule(
            "The partition key is equal.",
            "Query",
            query(r#""pk": {"ComparisonOperator": "GT", "AttributeValueList": [{"S": "p"}]}"#, ""),
            "ValidationException: Query key condition not supported",
        ),
        Rule(
            "And given.",
            "Query",
            query(r#""sk": {"ComparisonOperator": "EQ", "AttributeValueList": [{"N": "1"}]}"#, ""),
            "ValidationException: Query condition missed key schema element: pk",
        ),
        Rule(
            "Two conditions are on two keys.",
            "Query",
            query(&on("tag", "EQ", r#"{"S": "t"}"#), ""),
            "ValidationException: Query condition missed key schema element: sk",
        ),
        // Unconfirmed: that KeyConditions are refused in the words of today's expressions.
        Rule(
            "Three are too many.",
            "Query",
            query(said(format!(r#"{}, "tag": {EQUAL}"#, on("sk", "EQ", r#"{"N": "1"}"#))), ""),
            "ValidationException: The number of query conditions (3) exceeds the number of key \
             attributes defined in the schema (2)",
        ),
        Rule(
            "None too few.",
            "Query",
            query("", ""),
            "ValidationException: Conditions can be of length 1 or 2 only",
        ),
        Rule(
            "A key has its type.",
            "Query",
            query(&on("sk", "EQ", r#"{"S": "1"}"#), ""),
            "ValidationException: One or more parameter values were invalid: Condition parameter \
             type does not match schema type",
        ),
        Rule(
            "A number has no beginning.",
            "Query",
            query(&on("sk", "BEGINS_WITH", r#"{"N": "1"}"#), ""),
            "ValidationException: One or more parameter values were invalid: ComparisonOperator \
             BEGINS_WITH is not valid for N AttributeValue type",
        ),
        Rule(
            "A filter follows.",
            "Query",
            query(
                &pk,
                r#", "QueryFilter": {"score": {"ComparisonOperator": "IN",
                    "AttributeValueList": [{"N": "1"}, {"N": "3"}]}, "tag": {"ComparisonOperator":
                    "EQ", "AttributeValueList": [{"S": "q"}]}}, "ConditionalOperator": "OR""#,
            ),
            r#"{"Count": 2, "ScannedCount": 3}"#,
        ),
        Rule(
            "Not of the keys, of which the first is named.",
            "Query",
            query(
                &pk,
                r#", "QueryFilter": {"sk": {"ComparisonOperator": "NULL"},
                    "pk": {"ComparisonOperator": "NULL"}}"#,
            ),
            "ValidationException: QueryFilter can only contain non-primary key attributes: Primary \
             key attribute: pk",
        ),
        Rule(
            "The index's keys, that is.",
            "Query",
            query(
                &pk,
                r#", "IndexName": "ByDay", "QueryFilter": {"sk": {"ComparisonOperator": "LT",
                    "AttributeValueList": [{"N": "2"}]}}"#,
            ),
            r#"{"Count": 1, "ScannedCount": 3}"#,
        ),
        Rule(
            "A scan may filter by keys.",
            "Scan",
            r#"{"ScanFilter": {"sk": {"ComparisonOperator": "LT", "AttributeValueList": [{"N": "2"}]}},
                "Select": "COUNT"}"#,
            r#"{"Count": 1, "ScannedCount": 3}"#,
        ),
        Rule(
            "Filters are read before key conditions.",
            "Query",
            query(
                r#""pk": {"ComparisonOperator": "EQ"}"#,
                r#", "QueryFilter": {"a": {"ComparisonOperator": "IN"}}"#,
            ),
            "ValidationException: One or more parameter values were invalid: Invalid number of \
             argument(s) for the IN ComparisonOperator",
        ),
    ];
    check("Pairs", &rules);
}

/// Several attributes make up the key of an index: Events have places by `a`, `b`, `c` and `d`.
#[test]
fn key_conditions_on_several_attributes() {
    let query = |conditions: &[(&str, &str, Json)]| {
        let condition = |(name, operator, value): &(&str, &str, Json)| {
            let condition = json!({"ComparisonOperator": operator, "AttributeValueList": [value]});
            ((*name).to_owned(), condition)
        };
        let conditions: serde_json::Map<_, _> = conditions.iter().map(condition).collect();
        json!({"TableName": "Events", "IndexName": "ByPlace", "KeyConditions": conditions,
            "Select": "COUNT"})
    };
    let mut session = session();
    for (id, c, d) in [("1", "x", 1), ("2", "x", 2), ("3", "y", 1)] {
        let item = json!({"id": {"S": id}, "a": {"S": "a"}, "b": {"N": "1"}, "c": {"S": c},
            "d": {"N": d.to_string()}});
        done(&mut session, "PutItem", &json!({"TableName": "Events", "Item": item}));
    }
    let (a, b) = (("a", "EQ", json!({"S": "a"})), ("b", "EQ", json!({"N": "1"})));
    let c = ("c", "EQ", json!({"S": "x"}));
    let d = ("d", "GT", json!({"N": "1"}));
    let mut count = |conditions: &[(&str, &str, Json)]| {
        ask(&mut session, "Query", &query(conditions)).map(|answer| answer["Count"].clone())
    };
    assert_eq!(count(&[b.clone(), a.clone()]), Ok(json!(3)));
    assert_eq!(count(&[a.clone(), b.clone(), c.clone()]), Ok(json!(2)));
    assert_eq!(count(&[d.clone(), a.clone(), c, b.clone()]), Ok(json!(1)));
    let refused = |sentence| Err(format!("ValidationException: {sentence}"));
    assert_eq!(
        count(std::slice::from_ref(&a)),
        refused(
            "All HASH key attributes must have equality conditions specified in the query. HASH key \
             attributes without an equality condition: b"
        )
    );
    assert_eq!(
        count(&[a, b, d]),
        refused(
            "RANGE key attributes c must have equality conditions specified in the query because a \
             condition is present on key attribute d"
        )
    );
}
