//! Keys of tables and indexes.
//!
//! Source: answers recorded of AWS by dynamodb-conformance (May 2026); of index keys by dynoxide
//! (eu-west-2, August 2026).

use super::{Rule, ask, check, done, session};
use serde_json::json;

const HASH_TOO_LONG: &str = "ValidationException: One or more parameter values were invalid: Size of \
    hashkey has exceeded the maximum size limit of2048 bytes";
const SORT_TOO_LONG: &str = "ValidationException: One or more parameter values were invalid: \
    Aggregated size of all range keys has exceeded the size limit of 1024 bytes";
const MISMATCH: &str = "ValidationException: The provided key element does not match the schema";
const EMPTY_ID: &str = "ValidationException: One or more parameter values are not valid. The \
    AttributeValue for a key attribute cannot contain an empty string value. Key: id";

#[test]
fn of_tables_without_sort_key() {
    check(
        "Flat",
        &[
            Rule(
                "2,048 bytes of partition key",
                "PutItem",
                r#"{"Item": {"id": {"S": "x×2048"}}}"#,
                "{}",
            ),
            Rule("one more", "PutItem", r#"{"Item": {"id": {"S": "x×2049"}}}"#, HASH_TOO_LONG),
            Rule("on reads too", "GetItem", r#"{"Key": {"id": {"S": "x×2049"}}}"#, HASH_TOO_LONG),
            Rule(
                "bytes, not letters",
                "GetItem",
                r#"{"Key": {"id": {"S": "é×1025"}}}"#,
                HASH_TOO_LONG,
            ),
            Rule("an empty key in a get", "GetItem", r#"{"Key": {"id": {"S": ""}}}"#, EMPTY_ID),
            Rule("in an update", "UpdateItem", r#"{"Key": {"id": {"S": ""}}}"#, EMPTY_ID),
            Rule("in a delete", "DeleteItem", r#"{"Key": {"id": {"S": ""}}}"#, EMPTY_ID),
            Rule(
                "in a batch",
                "BatchWriteItem",
                r#"{"RequestItems": {"Flat": [{"PutRequest": {"Item": {"id": {"S": ""}}}}]}}"#,
                EMPTY_ID,
            ),
            Rule(
                "a key map with more",
                "GetItem",
                r#"{"Key": {"id": {"S": "a"}, "x": {"S": "a"}}}"#,
                MISMATCH,
            ),
            Rule("with nothing", "GetItem", r#"{"Key": {}}"#, MISMATCH),
            Rule("with another", "DeleteItem", r#"{"Key": {"x": {"S": "a"}}}"#, MISMATCH),
            Rule("of another type", "UpdateItem", r#"{"Key": {"id": {"B": "YQ=="}}}"#, MISMATCH),
            Rule(
                "a batch words a missing key like a key map",
                "BatchWriteItem",
                r#"{"RequestItems": {"Flat": [{"PutRequest": {"Item": {"x": {"S": ""}}}}]}}"#,
                MISMATCH,
            ),
            Rule(
                "a put has its own words for NULL",
                "PutItem",
                r#"{"Item": {"id": {"NULL": true}}}"#,
                "ValidationException: One or more parameter values were invalid: Type mismatch for key id expected: S actual: NULL",
            ),
        ],
    );
    check(
        "Blobs",
        &[Rule(
            "an empty blob",
            "PutItem",
            r#"{"Item": {"b": {"B": ""}}}"#,
            "ValidationException: One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty binary value. Key: b",
        )],
    );
}

#[test]
fn of_tables_with_sort_key() {
    check(
        "Texts",
        &[
            Rule(
                "1,024 bytes of sort key, not summed with the partition key's",
                "PutItem",
                r#"{"Item": {"pk": {"S": "x×2048"}, "sk": {"S": "x×1024"}}}"#,
                "{}",
            ),
            Rule(
                "one more",
                "PutItem",
                r#"{"Item": {"pk": {"S": "a"}, "sk": {"S": "x×1025"}}}"#,
                SORT_TOO_LONG,
            ),
            Rule(
                "on reads too",
                "GetItem",
                r#"{"Key": {"pk": {"S": "a"}, "sk": {"S": "x×1025"}}}"#,
                SORT_TOO_LONG,
            ),
            Rule(
                "on queries too",
                "Query",
                r#"{"KeyConditionExpression": "pk = :p AND sk > :s", "ExpressionAttributeValues": {":p": {"S": "a"}, ":s": {"S": "x×1025"}}}"#,
                SORT_TOO_LONG,
            ),
            Rule("half a key", "GetItem", r#"{"Key": {"pk": {"S": "a"}}}"#, MISMATCH),
        ],
    );
}

#[test]
fn numbers_are_keys_by_value() {
    check(
        "Numbers",
        &[
            Rule(
                "put as 1e3",
                "PutItem",
                r#"{"Item": {"n": {"N": "1e3"}, "a": {"N": "1.10"}}}"#,
                "{}",
            ),
            Rule(
                "read as 01000.0, shown as 1000",
                "GetItem",
                r#"{"Key": {"n": {"N": "01000.0"}}}"#,
                r#"{"Item": {"n": {"N": "1000"}, "a": {"N": "1.1"}}}"#,
            ),
        ],
    );
    let mut session = session();
    let update = |number: &str| json!({"TableName": "Numbers", "Key": {"n": {"N": number}}, "ReturnValues": "ALL_NEW"});
    for number in ["1e3", "1000.00", "-0", "0.0"] {
        done(&mut session, "UpdateItem", &update(number));
    }
    let page = done(&mut session, "Scan", &json!({"TableName": "Numbers", "Select": "COUNT"}));
    assert_eq!(page["Count"], 2);
}

const UNSUPPORTED: &str = "ValidationException: The update expression attempted to update the \
    secondary index key to unsupported type";

#[test]
fn of_indexes() {
    check(
        "Pairs",
        &[
            Rule(
                "a set cannot be an index key",
                "PutItem",
                r#"{"Item": {"pk": {"S": "a"}, "sk": {"N": "1"}, "tag": {"SS": ["x"]}}}"#,
                "ValidationException: One or more parameter values were invalid: Type mismatch for Index Key tag Expected: S Actual: SS IndexName: ByTag",
            ),
            Rule(
                "nor NULL",
                "PutItem",
                r#"{"Item": {"pk": {"S": "a"}, "sk": {"N": "1"}, "day": {"NULL": true}}}"#,
                "ValidationException: One or more parameter values were invalid: Type mismatch for Index Key day Expected: S Actual: NULL IndexName: ByDay",
            ),
            Rule(
                "in a batch neither",
                "BatchWriteItem",
                r#"{"RequestItems": {"Pairs": [{"PutRequest": {"Item": {"pk": {"S": "a"}, "sk": {"N": "1"}, "tag": {"N": "1"}}}}]}}"#,
                "ValidationException: One or more parameter values were invalid: Type mismatch for Index Key tag Expected: S Actual: N IndexName: ByTag",
            ),
            Rule(
                "a key of the table goes before a key of an index",
                "PutItem",
                r#"{"Item": {"pk": {"S": "a"}, "sk": {"S": "1"}, "tag": {"N": "1"}}}"#,
                "ValidationException: One or more parameter values were invalid: Type mismatch for key sk expected: N actual: S",
            ),
            Rule(
                "an index key is as long as a table's",
                "PutItem",
                r#"{"Item": {"pk": {"S": "a"}, "sk": {"N": "1"}, "tag": {"S": "x×2049"}}}"#,
                HASH_TOO_LONG,
            ),
            Rule(
                "and a sort key of an index too",
                "PutItem",
                r#"{"Item": {"pk": {"S": "a"}, "sk": {"N": "1"}, "day": {"S": "x×1025"}}}"#,
                SORT_TOO_LONG,
            ),
            Rule(
                "missing index keys keep an item out of the index only",
                "PutItem",
                r#"{"Item": {"pk": {"S": "a"}, "sk": {"N": "1"}, "extra": {"N": "7"}}}"#,
                "{}",
            ),
            Rule(
                "an update to a literal of the wrong type names the types",
                "UpdateItem",
                r#"{"Key": {"pk": {"S": "a"}, "sk": {"N": "1"}}, "UpdateExpression": "SET tag = :n", "ExpressionAttributeValues": {":n": {"N": "1"}}}"#,
                "ValidationException: One or more parameter values were invalid: Type mismatch for Index Key tag Expected: S Actual: N IndexName: ByTag",
            ),
            Rule(
                "one to what the item holds does not",
                "UpdateItem",
                r#"{"Key": {"pk": {"S": "a"}, "sk": {"N": "1"}}, "UpdateExpression": "SET tag = extra"}"#,
                UNSUPPORTED,
            ),
            Rule(
                "one to what is too long says no more than that",
                "UpdateItem",
                r#"{"Key": {"pk": {"S": "a"}, "sk": {"N": "1"}}, "UpdateExpression": "SET tag = :t", "ExpressionAttributeValues": {":t": {"S": "x×2049"}}}"#,
                "ValidationException: The update expression attempted to update the secondary index key beyond allowed size limits",
            ),
            Rule(
                "index keys are scalars",
                "UpdateItem",
                r#"{"Key": {"pk": {"S": "a"}, "sk": {"N": "1"}}, "UpdateExpression": "SET tag.x = extra"}"#,
                "ValidationException: Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: IndexKey: tag",
            ),
            Rule(
                "keys are scalars in conditions",
                "DeleteItem",
                r#"{"Key": {"pk": {"S": "a"}, "sk": {"N": "1"}}, "ConditionExpression": "attribute_exists(pk.x)"}"#,
                "ValidationException: Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: pk",
            ),
            Rule(
                "and in projections",
                "GetItem",
                r#"{"Key": {"pk": {"S": "a"}, "sk": {"N": "1"}}, "ProjectionExpression": "sk[0]"}"#,
                "ValidationException: Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: sk",
            ),
            Rule(
                "the key itself cannot be updated",
                "UpdateItem",
                r#"{"Key": {"pk": {"S": "a"}, "sk": {"N": "1"}}, "UpdateExpression": "SET x = :n, sk = :n", "ExpressionAttributeValues": {":n": {"N": "1"}}}"#,
                "ValidationException: One or more parameter values were invalid: Cannot update attribute sk. This attribute is part of the key",
            ),
            Rule(
                "nor removed",
                "UpdateItem",
                r#"{"Key": {"pk": {"S": "a"}, "sk": {"N": "1"}}, "UpdateExpression": "REMOVE pk"}"#,
                "ValidationException: One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key",
            ),
            Rule(
                "an update that leaves a bad index key out leaves the item as it was",
                "GetItem",
                r#"{"Key": {"pk": {"S": "a"}, "sk": {"N": "1.0"}}}"#,
                r#"{"Item": {"pk": {"S": "a"}, "sk": {"N": "1"}, "extra": {"N": "7"}}}"#,
            ),
        ],
    );
    let blank = json!({"TableName": "Pairs", "Key": {"pk": {"S": "a"}, "sk": {"N": "1"}},
        "UpdateExpression": "SET score = :r", "ExpressionAttributeValues": {":r": {"S": ""}}});
    assert!(
        ask(&mut session(), "UpdateItem", &blank)
            .unwrap_err()
            .contains("Index Key score Expected: N")
    );
}

/// What an update gives an index key is refused by its type alone, if that is known.
#[test]
fn index_keys_of_known_type() {
    const MISMATCH: &str = "ValidationException: One or more parameter values were invalid: Type \
        mismatch for Index Key tag Expected: S Actual: L IndexName: ByTag";
    let update = |update: &str, condition: &str| -> &'static str {
        format!(
            r#"{{"Key": {{"pk": {{"S": "p"}}, "sk": {{"N": "1"}}}}, "UpdateExpression": "{update}",
                "ConditionExpression": "{condition}",
                "ExpressionAttributeValues": {{":l": {{"L": []}}, ":s": {{"S": "x"}}}}}}"#
        )
        .leak()
    };
    check(
        "Pairs",
        &[
            Rule(
                "Even before a condition that fails.",
                "UpdateItem",
                update("SET tag = :l", "a = :s"),
                MISMATCH,
            ),
            Rule(
                "A joined list is a list.",
                "UpdateItem",
                update("SET tag = list_append(a, :l)", "a = :s"),
                MISMATCH,
            ),
            Rule(
                "A stand-in has its type.",
                "UpdateItem",
                update("SET tag = if_not_exists(a, :l)", "a = :s"),
                MISMATCH,
            ),
            Rule(
                "What the item brings in is found out later.",
                "UpdateItem",
                update("SET tag = if_not_exists(sk, :s)", "a <> :l"),
                "ValidationException: The update expression attempted to update the secondary \
                 index key to unsupported type",
            ),
        ],
    );
}
