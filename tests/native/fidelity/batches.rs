//! Batches: what refuses them whole, and what they leave for another call.
//!
//! Source: answers recorded of AWS by the public suite nubo-db/dynamodb-conformance (May 2026) and,
//! of the form, by architect/dynalite's validations.

use super::{Rule, ask, check, done, session};
use serde_json::{Value as Json, json};

const DUPLICATES: &str = "ValidationException: Provided list of item keys contains duplicates";
const TWICE: &str = "ValidationException: One or more parameter values were invalid: RequestItems has \
    the table Flat more than once";

#[test]
fn duplicates() {
    check(
        "",
        &[
            Rule(
                "two puts of one key",
                "BatchWriteItem",
                r#"{"RequestItems": {"Flat": [{"PutRequest": {"Item": {"id": {"S": "a"}, "x": {"N": "1"}}}}, {"PutRequest": {"Item": {"id": {"S": "a"}}}}]}}"#,
                DUPLICATES,
            ),
            Rule(
                "the same key of two tables is fine",
                "BatchWriteItem",
                r#"{"RequestItems": {"Flat": [{"PutRequest": {"Item": {"id": {"S": "a"}}}}], "Events": [{"PutRequest": {"Item": {"id": {"S": "a"}}}}]}}"#,
                r#"{"UnprocessedItems": {}}"#,
            ),
            Rule(
                "a table given by name and by ARN is given twice",
                "BatchWriteItem",
                r#"{"RequestItems": {"Flat": [{"PutRequest": {"Item": {"id": {"S": "a"}, "x": {"N": "1"}}}}], "arn:aws:dynamodb:us-east-1:123456789012:table/Flat": [{"DeleteRequest": {"Key": {"id": {"S": "a"}}}}]}}"#,
                TWICE,
            ),
            Rule(
                "for reads too",
                "BatchGetItem",
                r#"{"RequestItems": {"Flat": {"Keys": [{"id": {"S": "a"}}]}, "arn:aws:dynamodb:us-east-1:123456789012:table/Flat": {"Keys": [{"id": {"S": "b"}}]}}}"#,
                TWICE,
            ),
            Rule(
                "put",
                "PutItem",
                r#"{"TableName": "Numbers", "Item": {"n": {"N": "1000"}}}"#,
                "{}",
            ),
            Rule(
                "a batch of reads compares keys as they are spelt",
                "BatchGetItem",
                r#"{"RequestItems": {"Numbers": {"Keys": [{"n": {"N": "1000"}}, {"n": {"N": "1e3"}}]}}}"#,
                r#"{"Responses": {"Numbers": [{"n": {"N": "1000"}}, {"n": {"N": "1000"}}]}, "UnprocessedKeys": {}}"#,
            ),
            Rule(
                "in whatever order their attributes are",
                "BatchGetItem",
                r#"{"RequestItems": {"Texts": {"Keys": [{"pk": {"S": "1"}, "sk": {"S": "2"}}, {"sk": {"S": "2"}, "pk": {"S": "1"}}]}}}"#,
                DUPLICATES,
            ),
        ],
    );
}

#[test]
fn form() {
    check(
        "",
        &[
            Rule(
                "one table that is not there refuses all",
                "BatchWriteItem",
                r#"{"RequestItems": {"Flat": [{"PutRequest": {"Item": {"id": {"S": "z"}}}}], "None": [{"PutRequest": {"Item": {"id": {"S": "z"}}}}]}}"#,
                "ResourceNotFoundException: Requested resource not found",
            ),
            Rule(
                "an item too large refuses all",
                "BatchWriteItem",
                r#"{"RequestItems": {"Flat": [{"PutRequest": {"Item": {"id": {"S": "z"}}}}, {"PutRequest": {"Item": {"id": {"S": "y"}, "a": {"S": "x×409600"}}}}]}}"#,
                "ValidationException: Item size has exceeded the maximum allowed size",
            ),
            Rule(
                "so nothing is there",
                "GetItem",
                r#"{"TableName": "Flat", "Key": {"id": {"S": "z"}}}"#,
                "{}",
            ),
            Rule(
                "an empty index key",
                "BatchWriteItem",
                r#"{"RequestItems": {"Pairs": [{"PutRequest": {"Item": {"pk": {"S": "z"}, "sk": {"N": "1"}, "tag": {"S": ""}}}}]}}"#,
                "ValidationException: One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: ByTag, IndexKey: tag",
            ),
            Rule(
                "a projection is checked for each table",
                "BatchGetItem",
                r#"{"RequestItems": {"Flat": {"Keys": [{"id": {"S": "z"}}], "ProjectionExpression": "name"}}}"#,
                "ValidationException: Invalid ProjectionExpression: Attribute name is a reserved keyword; reserved keyword: name",
            ),
            Rule(
                "names go with a projection",
                "BatchGetItem",
                r##"{"RequestItems": {"Flat": {"Keys": [{"id": {"S": "z"}}], "ExpressionAttributeNames": {"#a": "a"}}}}"##,
                "ValidationException: ExpressionAttributeNames can only be specified when using expressions",
            ),
            Rule(
                "a table needs keys",
                "BatchGetItem",
                r#"{"RequestItems": {"Flat": {}}}"#,
                "ValidationException: 1 validation error detected: Value null at 'requestItems.Flat.member.keys' failed to satisfy constraint: Member must not be null",
            ),
            Rule(
                "no batch at all",
                "BatchWriteItem",
                "{}",
                "ValidationException: 1 validation error detected: Value null at 'requestItems' failed to satisfy constraint: Member must not be null",
            ),
        ],
    );
    let keys = |from: usize, to: usize| -> Json {
        let keys: Vec<Json> = (from..to).map(|n| json!({"id": {"S": n.to_string()}})).collect();
        json!({"Keys": keys})
    };
    let mut session = session();
    let mut get = |flat: Json, events: Json| {
        ask(
            &mut session,
            "BatchGetItem",
            &json!({"RequestItems": {"Flat": flat, "Events": events}}),
        )
    };
    assert!(get(keys(0, 50), keys(0, 50)).is_ok());
    assert_eq!(
        get(keys(0, 51), keys(0, 50)).unwrap_err(),
        "ValidationException: Too many items requested for the BatchGetItem call"
    );
}

/// Four partitions of 1 MB: what does not fit comes back as keys and costs nothing.
#[test]
fn a_batch_of_reads_leaves_what_is_too_much() {
    let mut session = session();
    for n in 0..60 {
        let item = json!({"id": {"S": n.to_string()}, "a": {"S": "x".repeat(200_000)}});
        done(&mut session, "PutItem", &json!({"TableName": "Flat", "Item": item}));
    }
    let mut keys: Vec<Json> = (0..60).map(|n| json!({"id": {"S": n.to_string()}})).collect();
    let (mut calls, mut found) = (0, 0);
    while !keys.is_empty() {
        let asked = keys.len();
        let answer = done(
            &mut session,
            "BatchGetItem",
            &json!({"ReturnConsumedCapacity": "TOTAL",
            "RequestItems": {"Flat": {"Keys": keys, "ProjectionExpression": "#i",
                "ExpressionAttributeNames": {"#i": "id"}}}}),
        );
        let items = answer["Responses"]["Flat"].as_array().unwrap().len();
        let left = &answer["UnprocessedKeys"];
        keys = left["Flat"]["Keys"].as_array().cloned().unwrap_or_default();
        // The rest can be asked for as it comes back.
        let settings =
            json!({"ProjectionExpression": "#i", "ExpressionAttributeNames": {"#i": "id"}});
        if let Some(Json::Object(mut entry)) = left.get("Flat").cloned() {
            entry.remove("Keys");
            assert_eq!(Json::Object(entry), settings);
        }
        assert_eq!(items + keys.len(), asked);
        // 200 KB are 49 blocks, half a unit each.
        assert_eq!(answer["ConsumedCapacity"][0]["CapacityUnits"], 24.5 * items as f64);
        assert!(items <= 24);
        (calls, found) = (calls + 1, found + items);
    }
    assert!(calls >= 3 && found == 60);
}
