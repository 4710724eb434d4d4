//! Streams that are asked for wrongly, or too late, one rule each.
//!
//! Source: API Reference, *Amazon DynamoDB Streams*; answers recorded of AWS by
//! dynamodb-conformance (May 2026).

use dynamodb_playground::api::Session;
use dynamodb_playground::engine::Millis;
use serde_json::{Value as Json, json};

use super::{ask, creation, done, session};

const HOUR: u64 = 60 * 60 * 1000;
const ARN: &str =
    "arn:aws:dynamodb:us-east-1:123456789012:table/Heard/stream/1970-01-01T00:00:00.000";
const SHARD: &str = "shardId-00000000000000000000-00000000";

/// A session with the table `Heard`, whose stream has one shard.
fn heard() -> Session {
    let mut session = session();
    let mut request = creation(&("Heard", &["id S"], &[], &[]));
    request["BillingMode"] = "PROVISIONED".into();
    request["ProvisionedThroughput"] = json!({"ReadCapacityUnits": 5, "WriteCapacityUnits": 5});
    request["StreamSpecification"] =
        json!({"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"});
    done(&mut session, "CreateTable", &request);
    session
}

fn put(session: &mut Session, id: &str) {
    let item = json!({"id": {"S": id}});
    done(session, "PutItem", &json!({"TableName": "Heard", "Item": item}));
}

/// The request for an iterator, with more members.
fn iterator(kind: &str, more: Json) -> Json {
    let mut request = json!({"StreamArn": ARN, "ShardId": SHARD, "ShardIteratorType": kind});
    request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    request
}

/// Reads from where the request for an iterator says; the ids of the items, and the next iterator.
fn records(session: &mut Session, request: &Json) -> (Vec<String>, Json) {
    let told = done(session, "GetShardIterator", request);
    read(session, &told["ShardIterator"])
}

fn read(session: &mut Session, iterator: &Json) -> (Vec<String>, Json) {
    let page = done(session, "GetRecords", &json!({"ShardIterator": iterator}));
    let ids = page["Records"].as_array().unwrap().iter().map(id).collect();
    (ids, page["NextShardIterator"].clone())
}

fn id(record: &Json) -> String {
    record["dynamodb"]["Keys"]["id"]["S"].as_str().unwrap().to_owned()
}

#[test]
fn requests_that_are_refused() {
    const NONE: &str = "1 validation error detected: Value null at";
    const NOT_NULL: &str = "failed to satisfy constraint: Member must not be null";
    let refused = |what: &str| format!("ValidationException: {what}");
    let number = "100000000000000000000";
    let gone = ARN.replace("1970", "1971");
    let not_found = |arn: &str| {
        format!("ResourceNotFoundException: Requested resource not found: Stream: {arn} not found")
    };
    let with = |kind: &str, member: &str, value: Json| {
        let mut request = iterator(kind, json!({}));
        request[member] = value;
        request
    };
    let table: Vec<(&str, Json, String)> = vec![
        (
            "ListStreams",
            json!({"Limit": 0}),
            refused(
                "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
            ),
        ),
        (
            "ListStreams",
            json!({"Limit": 101}),
            refused(
                "1 validation error detected: Value '101' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100",
            ),
        ),
        ("ListStreams", json!({"ExclusiveStartStreamArn": "x"}), refused("Invalid StreamArn")),
        (
            "ListStreams",
            json!({"TableName": "None"}),
            "ResourceNotFoundException: Requested resource not found: Table: None not found".into(),
        ),
        (
            "ListStreams",
            json!({"TableName": 1}),
            "SerializationException: NUMBER_VALUE cannot be converted to String".into(),
        ),
        ("DescribeStream", json!({}), refused(&format!("{NONE} 'streamArn' {NOT_NULL}"))),
        ("DescribeStream", json!({"StreamArn": ""}), refused("Invalid StreamArn")),
        ("DescribeStream", json!({"StreamArn": "fake-stream"}), refused("Invalid StreamArn")),
        (
            "DescribeStream",
            json!({"StreamArn": "arn:aws:dynamodb:us-east-1:123456789012:table/Heard"}),
            refused("Invalid StreamArn"),
        ),
        ("DescribeStream", json!({"StreamArn": format!("{ARN}9")}), refused("Invalid StreamArn")),
        (
            "DescribeStream",
            json!({"StreamArn": "arn:aws:dynamodb:us-east-1:123456789012:table/Heard/stream/latest"}),
            refused("Invalid StreamArn"),
        ),
        ("DescribeStream", json!({"StreamArn": gone}), not_found(&gone)),
        (
            "DescribeStream",
            json!({"StreamArn": ARN.replace("Heard", "Flat")}),
            not_found(&ARN.replace("Heard", "Flat")),
        ),
        (
            "DescribeStream",
            json!({"StreamArn": ARN, "Limit": 101}),
            refused(
                "1 validation error detected: Value '101' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100",
            ),
        ),
        (
            "DescribeStream",
            json!({"StreamArn": ARN, "ExclusiveStartShardId": "short"}),
            refused(
                "1 validation error detected: Value 'short' at 'exclusiveStartShardId' failed to satisfy constraint: Member must have length greater than or equal to 28",
            ),
        ),
        (
            "DescribeStream",
            json!({"StreamArn": ARN, "ShardFilter": {"Type": "PARENTS", "ShardId": SHARD}}),
            refused(
                "1 validation error detected: Value 'PARENTS' at 'shardFilter.type' failed to satisfy constraint: Member must satisfy enum value set: [CHILD_SHARDS]",
            ),
        ),
        (
            "DescribeStream",
            json!({"StreamArn": ARN, "ShardFilter": {"Type": "CHILD_SHARDS"}}),
            refused(&format!("{NONE} 'shardFilter.shardId' {NOT_NULL}")),
        ),
        (
            "GetShardIterator",
            json!({}),
            refused(&format!(
                "3 validation errors detected: Value null at 'streamArn' {NOT_NULL}; Value null at 'shardId' {NOT_NULL}; Value null at 'shardIteratorType' {NOT_NULL}"
            )),
        ),
        (
            "GetShardIterator",
            iterator("NOW", json!({})),
            refused(
                "1 validation error detected: Value 'NOW' at 'shardIteratorType' failed to satisfy constraint: Member must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP, AT_SEQUENCE_NUMBER, TRIM_HORIZON]",
            ),
        ),
        (
            "GetShardIterator",
            with("LATEST", "ShardId", json!("x")),
            refused(
                "1 validation error detected: Value 'x' at 'shardId' failed to satisfy constraint: Member must have length greater than or equal to 28",
            ),
        ),
        (
            "GetShardIterator",
            with("LATEST", "ShardId", json!(SHARD.replace("-0000", "-0001"))),
            "ResourceNotFoundException: Requested resource not found: Shard does not exist".into(),
        ),
        ("GetShardIterator", with("LATEST", "StreamArn", json!(gone)), not_found(&gone)),
        (
            "GetShardIterator",
            with("LATEST", "StreamArn", json!("Heard")),
            refused("Invalid StreamArn"),
        ),
        (
            "GetShardIterator",
            iterator("AT_SEQUENCE_NUMBER", json!({})),
            refused(
                "SequenceNumber must be specified when ShardIteratorType is AT_SEQUENCE_NUMBER",
            ),
        ),
        (
            "GetShardIterator",
            iterator("AFTER_SEQUENCE_NUMBER", json!({})),
            refused(
                "SequenceNumber must be specified when ShardIteratorType is AFTER_SEQUENCE_NUMBER",
            ),
        ),
        (
            "GetShardIterator",
            iterator("LATEST", json!({"SequenceNumber": number})),
            refused("SequenceNumber must not be specified when ShardIteratorType is LATEST"),
        ),
        (
            "GetShardIterator",
            iterator("TRIM_HORIZON", json!({"SequenceNumber": number})),
            refused("SequenceNumber must not be specified when ShardIteratorType is TRIM_HORIZON"),
        ),
        (
            "GetShardIterator",
            iterator("AT_TIMESTAMP", json!({})),
            refused("Timestamp must be specified when ShardIteratorType is AT_TIMESTAMP"),
        ),
        (
            "GetShardIterator",
            iterator("AT_TIMESTAMP", json!({"Timestamp": 0.001})),
            refused("Timestamp must not be in the future"),
        ),
        (
            "GetShardIterator",
            iterator("AT_TIMESTAMP", json!({"Timestamp": 1e300})),
            refused("Timestamp must not be in the future"),
        ),
        (
            "GetShardIterator",
            iterator("LATEST", json!({"Timestamp": 0})),
            refused("Timestamp must not be specified when ShardIteratorType is LATEST"),
        ),
        (
            "GetShardIterator",
            iterator("AT_SEQUENCE_NUMBER", json!({"SequenceNumber": "7"})),
            refused(
                "1 validation error detected: Value '7' at 'sequenceNumber' failed to satisfy constraint: Member must have length greater than or equal to 21",
            ),
        ),
        (
            "GetShardIterator",
            iterator("AT_SEQUENCE_NUMBER", json!({"SequenceNumber": "a".repeat(21)})),
            refused("Invalid SequenceNumber"),
        ),
        (
            "GetShardIterator",
            iterator("AT_SEQUENCE_NUMBER", json!({"SequenceNumber": "9".repeat(40)})),
            refused("Invalid SequenceNumber"),
        ),
        (
            "GetShardIterator",
            iterator("AT_SEQUENCE_NUMBER", json!({"SequenceNumber": "0".repeat(21)})),
            refused("Invalid SequenceNumber"),
        ),
        (
            "GetShardIterator",
            iterator("AFTER_SEQUENCE_NUMBER", json!({"SequenceNumber": "100000000000000000001"})),
            refused("Invalid SequenceNumber"),
        ),
        ("GetRecords", json!({}), refused(&format!("{NONE} 'shardIterator' {NOT_NULL}"))),
        (
            "GetRecords",
            json!({"ShardIterator": ""}),
            refused(
                "1 validation error detected: Value '' at 'shardIterator' failed to satisfy constraint: Member must have length greater than or equal to 1",
            ),
        ),
        ("GetRecords", json!({"ShardIterator": "x"}), refused("Invalid ShardIterator")),
        (
            "GetRecords",
            json!({"ShardIterator": format!("{ARN}|1|AAAA")}),
            refused("Invalid ShardIterator"),
        ),
        (
            "GetRecords",
            json!({"ShardIterator": "x", "Limit": 0}),
            refused(
                "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
            ),
        ),
        (
            "GetRecords",
            json!({"ShardIterator": "x", "Limit": 1001}),
            refused(
                "1 validation error detected: Value '1001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 1000",
            ),
        ),
    ];
    let mut session = heard();
    for (operation, request, answer) in table {
        assert_eq!(ask(&mut session, operation, &request).unwrap_err(), answer, "{request}");
    }
}

/// Source: API Reference, *GetShardIterator*; of AT_TIMESTAMP AWS's announcement of 14 October 2026.
#[test]
fn every_way_to_begin() {
    let mut session = heard();
    for (id, at) in [("a", 1), ("b", 2), ("c", 3)] {
        session.set_time(Millis(at * 1000));
        put(&mut session, id);
    }
    let page = {
        let told = done(&mut session, "GetShardIterator", &iterator("TRIM_HORIZON", json!({})));
        done(&mut session, "GetRecords", &json!({"ShardIterator": told["ShardIterator"]}))
    };
    let number = |at: usize| page["Records"][at]["dynamodb"]["SequenceNumber"].clone();
    let described = done(&mut session, "DescribeStream", &json!({"StreamArn": ARN}));
    let start = &described["StreamDescription"]["Shards"][0]["SequenceNumberRange"]["StartingSequenceNumber"];
    let ways = [
        (iterator("TRIM_HORIZON", json!({})), "abc"),
        (iterator("LATEST", json!({})), ""),
        (iterator("AT_SEQUENCE_NUMBER", json!({"SequenceNumber": start})), "abc"),
        (iterator("AFTER_SEQUENCE_NUMBER", json!({"SequenceNumber": start})), "abc"),
        (iterator("AT_SEQUENCE_NUMBER", json!({"SequenceNumber": number(1)})), "bc"),
        (iterator("AFTER_SEQUENCE_NUMBER", json!({"SequenceNumber": number(1)})), "c"),
        (iterator("AFTER_SEQUENCE_NUMBER", json!({"SequenceNumber": number(2)})), ""),
        (iterator("AT_TIMESTAMP", json!({"Timestamp": 2})), "bc"),
        (iterator("AT_TIMESTAMP", json!({"Timestamp": 2.001})), "c"),
        (iterator("AT_TIMESTAMP", json!({"Timestamp": -5})), "abc"),
        (iterator("AT_TIMESTAMP", json!({"Timestamp": 3.0})), "c"),
    ];
    for (request, ids) in ways {
        assert_eq!(records(&mut session, &request).0.concat(), ids, "{request}");
    }
}

/// Requests one after the other, and the records that each leaves.
#[test]
fn what_leaves_a_record() {
    let table = [
        ("PutItem", json!({"Item": {"id": {"S": "a"}}}), "INSERT"),
        ("PutItem", json!({"Item": {"id": {"S": "a"}}}), ""),
        (
            "PutItem",
            json!({"Item": {"id": {"S": "a"}, "n": {"N": "1.0"}, "s": {"SS": ["x", "y"]},
            "m": {"M": {"k": {"BOOL": true}, "l": {"L": []}}}}}),
            "MODIFY",
        ),
        (
            "PutItem",
            json!({"Item": {"m": {"M": {"l": {"L": []}, "k": {"BOOL": true}}}, "s": {"SS": ["y", "x"]},
            "n": {"N": "10e-1"}, "id": {"S": "a"}}}),
            "",
        ),
        (
            "UpdateItem",
            json!({"Key": {"id": {"S": "a"}}, "UpdateExpression": "SET n = :n, s = :s",
            "ExpressionAttributeValues": {":n": {"N": "1"}, ":s": {"SS": ["y", "x"]}}}),
            "",
        ),
        (
            "UpdateItem",
            json!({"Key": {"id": {"S": "a"}}, "UpdateExpression": "REMOVE nothing"}),
            "",
        ),
        (
            "UpdateItem",
            json!({"Key": {"id": {"S": "a"}}, "UpdateExpression": "REMOVE m.l"}),
            "MODIFY",
        ),
        ("UpdateItem", json!({"Key": {"id": {"S": "a"}}}), ""),
        (
            "UpdateItem",
            json!({"Key": {"id": {"S": "b"}}, "UpdateExpression": "REMOVE nothing"}),
            "",
        ),
        ("UpdateItem", json!({"Key": {"id": {"S": "b"}}}), "INSERT"),
        (
            "UpdateItem",
            json!({"Key": {"id": {"S": "c"}}, "UpdateExpression": "ADD n :n",
            "ExpressionAttributeValues": {":n": {"N": "1"}}}),
            "INSERT",
        ),
        ("DeleteItem", json!({"Key": {"id": {"S": "none"}}}), ""),
        (
            "PutItem",
            json!({"Item": {"id": {"S": "a"}}, "ConditionExpression": "attribute_not_exists(id)"}),
            "refused",
        ),
        ("PutItem", json!({"Item": {"id": {"S": ""}}}), "refused"),
        ("GetItem", json!({"Key": {"id": {"S": "a"}}}), ""),
        ("Scan", json!({}), ""),
        (
            "BatchWriteItem",
            json!({"RequestItems": {"Heard": [
            {"PutRequest": {"Item": {"id": {"S": "b"}}}}, {"DeleteRequest": {"Key": {"id": {"S": "c"}}}},
            {"DeleteRequest": {"Key": {"id": {"S": "none"}}}}, {"PutRequest": {"Item": {"id": {"S": "d"}}}}]}}),
            "REMOVE INSERT",
        ),
        ("DeleteItem", json!({"Key": {"id": {"S": "a"}}}), "REMOVE"),
    ];
    let mut session = heard();
    let latest = iterator("LATEST", json!({}));
    let mut place = done(&mut session, "GetShardIterator", &latest)["ShardIterator"].clone();
    for (operation, mut request, left) in table {
        request["TableName"] = "Heard".into();
        assert_eq!(ask(&mut session, operation, &request).is_err(), left == "refused", "{request}");
        let page = done(&mut session, "GetRecords", &json!({"ShardIterator": place}));
        let records = page["Records"].as_array().unwrap().iter();
        let events: Vec<&str> =
            records.map(|record| record["eventName"].as_str().unwrap()).collect();
        assert_eq!(events.join(" "), left.replace("refused", ""), "{request}");
        place = page["NextShardIterator"].clone();
    }
}

#[test]
fn an_iterator_is_good_for_a_quarter_of_an_hour() {
    let mut session = heard();
    let told = done(&mut session, "GetShardIterator", &iterator("TRIM_HORIZON", json!({})));
    session.set_time(Millis(HOUR / 4));
    read(&mut session, &told["ShardIterator"]);
    session.set_time(Millis(HOUR / 4 + 1));
    let expired = ask(&mut session, "GetRecords", &json!({"ShardIterator": told["ShardIterator"]}));
    assert_eq!(expired.unwrap_err(), "ExpiredIteratorException: Shard iterator has expired");
}

#[test]
fn records_are_gone_after_a_day() {
    const TRIMMED: &str =
        "TrimmedDataAccessException: The data you are trying to access has been trimmed";
    let mut session = heard();
    put(&mut session, "old");
    session.set_time(Millis(HOUR));
    put(&mut session, "new");
    let horizon = iterator("TRIM_HORIZON", json!({}));
    let first = json!({"SequenceNumber": "100000000000000000005"});
    session.set_time(Millis(24 * HOUR - 1));
    assert_eq!(records(&mut session, &horizon).0, ["old", "new"]);
    let at_old = done(&mut session, "GetShardIterator", &horizon);
    let latest = done(&mut session, "GetShardIterator", &iterator("LATEST", json!({})));
    session.set_time(Millis(24 * HOUR));
    assert_eq!(records(&mut session, &horizon).0, ["new"]);
    assert_eq!(read(&mut session, &latest["ShardIterator"]).0.len(), 0);
    let request = json!({"ShardIterator": at_old["ShardIterator"]});
    assert_eq!(ask(&mut session, "GetRecords", &request).unwrap_err(), TRIMMED);
    let request = iterator("AT_SEQUENCE_NUMBER", first);
    assert_eq!(ask(&mut session, "GetShardIterator", &request).unwrap_err(), TRIMMED);
    assert_eq!(
        records(&mut session, &iterator("AT_TIMESTAMP", json!({"Timestamp": 0}))).0,
        ["new"]
    );
}

#[test]
fn streams_are_listed_page_by_page() {
    let mut session = heard();
    for table in ["Another", "Zebra"] {
        let mut request = creation(&(table, &["id S"], &[], &[]));
        request["StreamSpecification"] =
            json!({"StreamEnabled": true, "StreamViewType": "KEYS_ONLY"});
        done(&mut session, "CreateTable", &request);
    }
    let tables = |page: &Json| -> Vec<String> {
        let streams = page["Streams"].as_array().unwrap().iter();
        streams.map(|stream| stream["TableName"].as_str().unwrap().to_owned()).collect()
    };
    let first = done(&mut session, "ListStreams", &json!({"Limit": 2}));
    assert_eq!(tables(&first), ["Another", "Heard"]);
    let next = json!({"ExclusiveStartStreamArn": first["LastEvaluatedStreamArn"]});
    let second = done(&mut session, "ListStreams", &next);
    assert_eq!(
        (tables(&second), second.get("LastEvaluatedStreamArn")),
        (vec!["Zebra".into()], None)
    );
    assert_eq!(
        tables(&done(&mut session, "ListStreams", &json!({"TableName": "Heard"}))),
        ["Heard"]
    );
    assert!(tables(&done(&mut session, "ListStreams", &json!({"TableName": "Flat"}))).is_empty());
}

/// Nothing in a stream is made of chance: the same requests at the same times make the same.
#[test]
fn a_replay_gives_the_same_stream() {
    let play = || {
        let mut session = heard();
        (0..50).for_each(|n| put(&mut session, &n.to_string()));
        let told = done(&mut session, "GetShardIterator", &iterator("TRIM_HORIZON", json!({})));
        done(&mut session, "GetRecords", &json!({"ShardIterator": told["ShardIterator"]}))
    };
    let played = play();
    assert_eq!(played, play());
    assert_eq!(played["Records"].as_array().unwrap().len(), 50);
}
