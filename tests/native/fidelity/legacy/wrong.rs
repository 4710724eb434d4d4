//! Conditions that are refused.
//!
//! Source: answers recorded of AWS by dynamodb-conformance (May 2026) and by architect/dynalite.

use super::{INVALID, said};
use crate::fidelity::{Rule, check};

/// A request with one expectation about `a`, or what a filter or a key condition says of it.
macro_rules! refused {
    ($rule:expr, $parameter:literal, $condition:literal, $answer:expr) => {
        Rule(
            $rule,
            operation_of($parameter),
            concat!(
                r#"{"TableName": "Flat", "Item": {"id": {"S": "a"}}, ""#,
                $parameter,
                r#"": {"a": "#,
                $condition,
                "}, \"KeyConditions\": {\"id\": {\"ComparisonOperator\": \"EQ\", ",
                "\"AttributeValueList\": [{\"S\": \"a\"}]}}}"
            ),
            $answer,
        )
    };
}

fn operation_of(parameter: &str) -> &'static str {
    match parameter {
        "ScanFilter" => "Scan",
        "QueryFilter" => "Query",
        _ => "PutItem",
    }
}

#[test]
fn wrong_conditions() {
    const COUNT: &str = concat!(
        "ValidationException: One or more parameter values were invalid: ",
        "Invalid number of argument(s) for the EQ ComparisonOperator"
    );
    let invalid = |detail: &str| -> &'static str { said(format!("{INVALID}{detail}")) };
    let rules = [
        refused!(
            "One value is compared.",
            "ScanFilter",
            r#"{"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "x"}, {"S": "y"}]}"#,
            COUNT
        ),
        refused!(
            "A list may be left out.",
            "QueryFilter",
            r#"{"ComparisonOperator": "EQ"}"#,
            COUNT
        ),
        refused!(
            "The same goes for expectations.",
            "Expected",
            r#"{"ComparisonOperator": "EQ", "AttributeValueList": []}"#,
            COUNT
        ),
        refused!(
            "NULL takes no value.",
            "ScanFilter",
            r#"{"ComparisonOperator": "NULL", "AttributeValueList": [{"S": "x"}]}"#,
            invalid("Invalid number of argument(s) for the NULL ComparisonOperator")
        ),
        refused!(
            "BETWEEN takes two.",
            "Expected",
            r#"{"ComparisonOperator": "BETWEEN", "Value": {"S": "x"}}"#,
            invalid("Invalid number of argument(s) for the BETWEEN ComparisonOperator")
        ),
        refused!(
            "IN takes one at least.",
            "ScanFilter",
            r#"{"ComparisonOperator": "IN", "AttributeValueList": []}"#,
            invalid("Invalid number of argument(s) for the IN ComparisonOperator")
        ),
        refused!(
            "Values are checked before their number.",
            "ScanFilter",
            r#"{"ComparisonOperator": "NULL", "AttributeValueList": [{"N": "x"}]}"#,
            "ValidationException: The parameter cannot be converted to a numeric value: x"
        ),
        refused!(
            "A list has one type, before it has the right one.",
            "Expected",
            r#"{"ComparisonOperator": "IN", "AttributeValueList": [{"SS": ["x"]}, {"S": "y"}]}"#,
            invalid("AttributeValues inside AttributeValueList must be of same type")
        ),
        refused!(
            "Sets have no order.",
            "QueryFilter",
            r#"{"ComparisonOperator": "LT", "AttributeValueList": [{"SS": ["x"]}]}"#,
            invalid("ComparisonOperator LT is not valid for SS AttributeValue type")
        ),
        refused!(
            "Numbers have no beginning.",
            "Expected",
            r#"{"ComparisonOperator": "BEGINS_WITH", "Value": {"N": "1"}}"#,
            invalid("ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type")
        ),
        refused!(
            "A set is no element.",
            "ScanFilter",
            r#"{"ComparisonOperator": "CONTAINS", "AttributeValueList": [{"SS": ["x"]}]}"#,
            invalid("ComparisonOperator CONTAINS is not valid for SS AttributeValue type")
        ),
        refused!(
            "Bounds come in order.",
            "Expected",
            r#"{"ComparisonOperator": "BETWEEN", "AttributeValueList": [{"N": "2"}, {"N": "1"}]}"#,
            "ValidationException: The BETWEEN condition was provided a range where the lower bound \
             is greater than the upper bound"
        ),
        refused!(
            "An operator is one of thirteen.",
            "ScanFilter",
            r#"{"ComparisonOperator": "eq", "AttributeValueList": [{"N": "2"}]}"#,
            "ValidationException: 1 validation error detected: Value 'eq' at \
             'scanFilter.a.member.comparisonOperator' failed to satisfy constraint: Member must \
             satisfy enum value set: [IN, NULL, BETWEEN, LT, NOT_CONTAINS, EQ, GT, NOT_NULL, NE, \
             LE, BEGINS_WITH, GE, CONTAINS]"
        ),
        refused!(
            "A filter has one.",
            "QueryFilter",
            r#"{"AttributeValueList": [{"N": "2"}]}"#,
            "ValidationException: 1 validation error detected: Value null at \
             'queryFilter.a.member.comparisonOperator' failed to satisfy constraint: Member must \
             not be null"
        ),
        refused!(
            "An expectation does not need one, but its list does.",
            "Expected",
            r#"{"AttributeValueList": [{"N": "2"}]}"#,
            invalid(
                "AttributeValueList can only be used with a ComparisonOperator for Attribute: a"
            )
        ),
        refused!(
            "Values come one way.",
            "Expected",
            r#"{"AttributeValueList": [], "Value": {"N": "2"}, "ComparisonOperator": "EQ"}"#,
            invalid("Value and AttributeValueList cannot be used together for Attribute: a")
        ),
        refused!(
            "So do comparisons.",
            "Expected",
            r#"{"Exists": true, "Value": {"N": "2"}, "ComparisonOperator": "EQ"}"#,
            invalid("Exists and ComparisonOperator cannot be used together for Attribute: a")
        ),
        refused!(
            "An operator compares with something.",
            "Expected",
            r#"{"ComparisonOperator": "LT"}"#,
            invalid(
                "Value or AttributeValueList must be used with ComparisonOperator: LT for \
                 Attribute: a"
            )
        ),
        refused!(
            "What exists has a value.",
            "Expected",
            r#"{"Exists": true}"#,
            invalid("Value must be provided when Exists is true for Attribute: a")
        ),
        refused!(
            "Existence is what is expected by default.",
            "Expected",
            "{}",
            invalid("Value must be provided when Exists is null for Attribute: a")
        ),
        refused!(
            "What does not exist has none.",
            "Expected",
            r#"{"Exists": false, "Value": {"N": "2"}}"#,
            invalid("Value cannot be used when Exists is false for Attribute: a")
        ),
        refused!(
            "A value is a value.",
            "Expected",
            r#"{"Value": {"N": "x"}}"#,
            "ValidationException: The parameter cannot be converted to a numeric value: x"
        ),
    ];
    check("Flat", &rules);
}
