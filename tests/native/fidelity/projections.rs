//! Projections keep the skeleton of what they show.
//!
//! Source: Developer Guide, *Using projection expressions in DynamoDB*; answers recorded of AWS by
//! dynamodb-conformance (May 2026).

use super::{Rule, check};

#[test]
fn parts_stay_in_their_places() {
    check(
        "Flat",
        &[
            Rule(
                "put",
                "PutItem",
                r#"{"Item": {"id": {"S": "a"}, "m": {"M": {"x": {"N": "1"}, "y": {"L": [{"N": "1"}]}, "p.q": {"N": "9"}}}, "l": {"L": [{"M": {"x": {"N": "0"}, "y": {"N": "0"}}}, {"N": "1"}, {"N": "2"}]}}}"#,
                "{}",
            ),
            Rule(
                "keys are not added",
                "GetItem",
                r#"{"Key": {"id": {"S": "a"}}, "ProjectionExpression": "m.x"}"#,
                r#"{"Item": {"m": {"M": {"x": {"N": "1"}}}}}"#,
            ),
            Rule(
                "elements close up in ascending order",
                "GetItem",
                r#"{"Key": {"id": {"S": "a"}}, "ProjectionExpression": "l[2], l[1]"}"#,
                r#"{"Item": {"l": {"L": [{"N": "1"}, {"N": "2"}]}}}"#,
            ),
            Rule(
                "parts of one element are one element",
                "GetItem",
                r#"{"Key": {"id": {"S": "a"}}, "ProjectionExpression": "l[0].x, l[0].y, m.y[0]"}"#,
                r#"{"Item": {"l": {"L": [{"M": {"x": {"N": "0"}, "y": {"N": "0"}}}]}, "m": {"M": {"y": {"L": [{"N": "1"}]}}}}}"#,
            ),
            Rule(
                "what is not there is passed over",
                "GetItem",
                r#"{"Key": {"id": {"S": "a"}}, "ProjectionExpression": "q, m[0], l[9]"}"#,
                r#"{"Item": {}}"#,
            ),
            Rule(
                "a name is one component, dot and all",
                "GetItem",
                r##"{"Key": {"id": {"S": "a"}}, "ProjectionExpression": "m.#pq", "ExpressionAttributeNames": {"#pq": "p.q"}}"##,
                r#"{"Item": {"m": {"M": {"p.q": {"N": "9"}}}}}"#,
            ),
            Rule(
                "no item, no member",
                "GetItem",
                r#"{"Key": {"id": {"S": "b"}}, "ProjectionExpression": "id"}"#,
                "{}",
            ),
            Rule(
                "a batch shows items that have none of it as empty",
                "BatchGetItem",
                r#"{"RequestItems": {"Flat": {"Keys": [{"id": {"S": "a"}}, {"id": {"S": "b"}}], "ProjectionExpression": "q"}}}"#,
                r#"{"Responses": {"Flat": [{}]}, "UnprocessedKeys": {}}"#,
            ),
            Rule(
                "a scan shows parts too",
                "Scan",
                r#"{"ProjectionExpression": "l[1]", "FilterExpression": "m.x = :one", "ExpressionAttributeValues": {":one": {"N": "1"}}}"#,
                r#"{"Items": [{"l": {"L": [{"N": "1"}]}}], "Count": 1, "ScannedCount": 1}"#,
            ),
        ],
    );
}
