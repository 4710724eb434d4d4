//! What goes together, and names to get.
//!
//! Source: Developer Guide, *Legacy conditional parameters*; answers recorded of AWS by
//! dynamodb-conformance (May 2026).

use super::{FAILED, INVALID, VALIDATION, said};
use crate::fidelity::{Rule, check};

#[test]
fn conditions_are_joined() {
    let put = |operator: &str, expected: &str| -> &'static str {
        said(format!(r#"{{"Item": {{"id": {{"S": "a"}}}}, "Expected": {{{expected}}}{operator}}}"#))
    };
    let none =
        said(format!("{VALIDATION}ConditionalOperator cannot be used without Filter or Expected"));
    let one = said(format!(
        "{VALIDATION}ConditionalOperator can only be used when Filter or Expected has two or more \
         elements"
    ));
    const OR: &str = r#", "ConditionalOperator": "OR""#;
    const AND: &str = r#", "ConditionalOperator": "AND""#;
    const TRUE: &str = r#""q": {"Exists": false}"#;
    const FALSE: &str = r#""id": {"Value": {"S": "a"}}"#;
    let both = format!("{TRUE}, {FALSE}");
    check(
        "Flat",
        &[
            Rule("There must be something to join.", "PutItem", put(OR, ""), none),
            Rule("Two of it.", "PutItem", put(AND, TRUE), one),
            Rule("In filters too.", "Scan", r#"{"ConditionalOperator": "OR"}"#, none),
            Rule("By default all must hold.", "PutItem", put("", &both), FAILED),
            Rule("AND says the same.", "PutItem", put(AND, &both), FAILED),
            Rule("With OR one is enough.", "PutItem", put(OR, &both), "{}"),
            Rule("No condition is no condition.", "PutItem", put("", ""), "{}"),
            Rule(
                "There are two operators.",
                "PutItem",
                put(r#", "ConditionalOperator": "or""#, &both),
                "ValidationException: 1 validation error detected: Value 'or' at \
                 'conditionalOperator' failed to satisfy constraint: Member must satisfy enum \
                 value set: [OR, AND]",
            ),
        ],
    );
}

#[test]
fn old_and_new_ways_do_not_mix() {
    const MIXED: &str = "ValidationException: Can not use both expression and non-expression \
        parameters in the same request: Non-expression parameters: ";
    let mixed = |lists: &str| -> &'static str { said(format!("{MIXED}{lists}")) };
    check(
        "Pairs",
        &[
            Rule(
                "The lists have the service's order.",
                "Query",
                r#"{"ConditionalOperator": "AND", "QueryFilter": {}, "AttributesToGet": ["a"],
                    "KeyConditions": {}, "KeyConditionExpression": "a", "FilterExpression": "b",
                    "ProjectionExpression": "c"}"#,
                mixed(
                    "{AttributesToGet, QueryFilter, ConditionalOperator, KeyConditions} Expression \
                     parameters: {ProjectionExpression, FilterExpression, KeyConditionExpression}",
                ),
            ),
            Rule(
                "One of each is enough.",
                "UpdateItem",
                r#"{"Key": {}, "AttributeUpdates": {}, "ConditionExpression": "a"}"#,
                mixed("{AttributeUpdates} Expression parameters: {ConditionExpression}"),
            ),
            Rule(
                "A conditional operator is one.",
                "UpdateItem",
                r#"{"Key": {}, "ConditionalOperator": "OR", "Expected": {}, "UpdateExpression": "a"}"#,
                mixed("{Expected, ConditionalOperator} Expression parameters: {UpdateExpression}"),
            ),
            Rule(
                "Key conditions go with every expression but theirs.",
                "Query",
                r#"{"KeyConditions": {"pk": {"ComparisonOperator": "EQ",
                    "AttributeValueList": [{"S": "p"}]}}, "FilterExpression": "attribute_exists(a)",
                    "ProjectionExpression": "a"}"#,
                r#"{"Items": [], "Count": 0, "ScannedCount": 0}"#,
            ),
            Rule(
                "Names are for expressions.",
                "DeleteItem",
                r##"{"Key": {}, "Expected": {}, "ExpressionAttributeNames": {"#a": "a"}}"##,
                "ValidationException: ExpressionAttributeNames can only be specified when using \
                 expressions",
            ),
            Rule(
                "Not even the tables of a batch may be asked both ways.",
                "BatchGetItem",
                r#"{"RequestItems": {"Pairs": {"Keys": [{}], "AttributesToGet": ["a"]},
                    "Flat": {"Keys": [{}], "ProjectionExpression": "a"}}}"#,
                mixed("{AttributesToGet} Expression parameters: {ProjectionExpression}"),
            ),
        ],
    );
}

#[test]
fn attributes_to_get() {
    let too_many = format!("[{}]", vec!["\"a\""; 256].join(", "));
    let listed = format!("[{}]", vec!["a"; 256].join(", "));
    check(
        "Flat",
        &[
            Rule(
                "An item to look at.",
                "PutItem",
                r#"{"Item": {"id": {"S": "a"}, "x.y": {"N": "1"}, "x": {"M": {"y": {"N": "2"}}}}}"#,
                "{}",
            ),
            Rule(
                "Names are no paths.",
                "GetItem",
                r#"{"Key": {"id": {"S": "a"}}, "AttributesToGet": ["x.y", "q"]}"#,
                r#"{"Item": {"x.y": {"N": "1"}}}"#,
            ),
            Rule(
                "Nor words to be avoided.",
                "Scan",
                r#"{"AttributesToGet": ["x", "status"]}"#,
                r#"{"Items": [{"x": {"M": {"y": {"N": "2"}}}}], "Count": 1, "ScannedCount": 1}"#,
            ),
            Rule(
                "In batches they are each table's.",
                "BatchGetItem",
                r#"{"RequestItems": {"Flat": {"Keys": [{"id": {"S": "a"}}],
                    "AttributesToGet": ["id"]}}}"#,
                r#"{"Responses": {"Flat": [{"id": {"S": "a"}}]}, "UnprocessedKeys": {}}"#,
            ),
            Rule(
                "Each once.",
                "GetItem",
                r#"{"Key": {"id": {"S": "a"}}, "AttributesToGet": ["x", "y", "x"]}"#,
                said(format!("{INVALID}Duplicate value in attribute name: x")),
            ),
            Rule(
                "One at least.",
                "GetItem",
                r#"{"Key": {"id": {"S": "a"}}, "AttributesToGet": []}"#,
                "ValidationException: 1 validation error detected: Value '[]' at \
                 'attributesToGet' failed to satisfy constraint: Member must have length greater \
                 than or equal to 1",
            ),
            Rule(
                "255 at most.",
                "Scan",
                said(format!(r#"{{"AttributesToGet": {too_many}}}"#)),
                said(format!(
                    "ValidationException: 1 validation error detected: Value '{listed}' at \
                     'attributesToGet' failed to satisfy constraint: Member must have length less \
                     than or equal to 255"
                )),
            ),
            Rule(
                "In batches the path leads to the table.",
                "BatchGetItem",
                r#"{"RequestItems": {"Flat": {"Keys": [{}], "AttributesToGet": []}}}"#,
                "ValidationException: 1 validation error detected: Value '[]' at \
                 'requestItems.Flat.member.attributesToGet' failed to satisfy constraint: Member \
                 must have length greater than or equal to 1",
            ),
            Rule(
                "They do not go with a selection of their own.",
                "Scan",
                r#"{"AttributesToGet": ["x"], "Select": "COUNT"}"#,
                "ValidationException: Cannot specify the AttributesToGet when choosing to get only \
                 the Count",
            ),
            Rule(
                "Query counts that error.",
                "Query",
                r#"{"AttributesToGet": ["x"], "Select": "ALL_ATTRIBUTES", "KeyConditions": {"id":
                    {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "a"}]}}}"#,
                "ValidationException: 1 validation error detected: Cannot specify the \
                 AttributesToGet when choosing to get ALL_ATTRIBUTES",
            ),
            Rule(
                "They may be the specific attributes.",
                "Scan",
                r#"{"AttributesToGet": ["id"], "Select": "SPECIFIC_ATTRIBUTES"}"#,
                r#"{"Items": [{"id": {"S": "a"}}], "Count": 1, "ScannedCount": 1}"#,
            ),
            Rule(
                "A name has a letter.",
                "Scan",
                r#"{"AttributesToGet": [""]}"#,
                said(format!("{INVALID}Empty attribute name")),
            ),
            Rule(
                "A list is a list.",
                "Scan",
                r#"{"AttributesToGet": "id"}"#,
                "SerializationException: Unexpected field type",
            ),
        ],
    );
}
