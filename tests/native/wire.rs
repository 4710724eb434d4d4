//! The wire: JSON in, JSON out, as an SDK would see it.

use dynamodb_playground::api::json::{item_from_json, value_from_json, value_to_json};
use dynamodb_playground::api::{ErrorWording, Session, send};
use dynamodb_playground::engine::{Clock, Millis, Operation};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

const VALIDATION: &str = "com.amazon.coral.validate#ValidationException";
const SERIALIZATION: &str = "com.amazon.coral.service#SerializationException";

fn session() -> Session {
    let mut session = Session::new(Clock::fixed(Millis(0)));
    let table = json!({
        "TableName": "Tab",
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    });
    assert_eq!(ask(&mut session, "CreateTable", &table).0, 200);
    session
}

fn ask(session: &mut Session, operation: &str, body: &Json) -> (u16, Json) {
    let target = format!("DynamoDB_20120810.{operation}");
    let (status, body) = send(session, &target, &body.to_string());
    (status, serde_json::from_str(&body).unwrap())
}

/// The sentence that a request is refused with, and the error's name.
fn refusal(session: &mut Session, operation: &str, body: &Json) -> (String, String) {
    let (status, answer) = ask(session, operation, body);
    assert_eq!(status, 400, "{operation} {body} was answered {answer}");
    let message = answer.get("message").or(answer.get("Message")).and_then(Json::as_str);
    (answer["__type"].as_str().unwrap().to_owned(), message.unwrap_or_default().to_owned())
}

#[test]
fn json_is_looked_at_before_the_target() {
    let mut session = session();
    let silent = |kind: &str| (400, json!({"__type": format!("com.amazon.coral.service#{kind}")}));
    let mut raw = |target: &str, body: &str| {
        let (status, body) = send(&mut session, target, body);
        (status, serde_json::from_str::<Json>(&body).unwrap())
    };
    assert_eq!(raw("DynamoDB_20120810.Nothing", "{"), silent("SerializationException"));
    assert_eq!(raw("DynamoDB_20120810.Nothing", "{}"), silent("UnknownOperationException"));
    assert_eq!(raw("PutItem", "{}"), silent("UnknownOperationException"));
    assert_eq!(raw("DynamoDB_20120810.PutItem", "[]"), silent("SerializationException"));
    assert_eq!(raw("DynamoDB_20120810.ListTables", "{}"), (200, json!({"TableNames": ["Tab"]})));
    assert_eq!(raw("DynamoDBStreams_20120810.ListStreams", "{}"), (200, json!({"Streams": []})));
    for target in ["DynamoDB_20120810.ListStreams", "DynamoDBStreams_20120810.ListTables"] {
        assert_eq!(raw(target, "{}"), silent("UnknownOperationException"));
    }
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(raw("DynamoDB_20120810.PutItem", &deep), silent("SerializationException"));
}

#[test]
fn members_of_the_wrong_json_type_are_not_converted() {
    let item = |value: Json| json!({"TableName": "Tab", "Item": {"pk": {"S": "x"}, "a": value}});
    let class = "com.amazonaws.dynamodb.v20120810";
    let map = format!("java.util.Map<java.lang.String, {class}.AttributeValue>");
    let cases = [
        ("PutItem", json!({"TableName": 1}), "NUMBER_VALUE cannot be converted to String"),
        ("PutItem", json!({"TableName": 1.5}), "DECIMAL_VALUE cannot be converted to String"),
        ("PutItem", json!({"TableName": true}), "TRUE_VALUE cannot be converted to String"),
        (
            "PutItem",
            json!({"TableName": []}),
            "Unrecognized collection type class java.lang.String",
        ),
        ("PutItem", json!({"TableName": {}}), "Start of structure or map found where not expected"),
        ("Scan", json!({"Limit": "1"}), "STRING_VALUE cannot be converted to Integer"),
        ("Scan", json!({"ConsistentRead": "maybe"}), "Unexpected token received from parser"),
        ("PutItem", json!({"Item": "x"}), "Unexpected field type"),
        ("PutItem", json!({"Item": []}), &format!("Unrecognized collection type {map}")),
        ("PutItem", item(json!("x")), "Unexpected value type in payload"),
        (
            "PutItem",
            item(json!([])),
            &format!("Unrecognized collection type class {class}.AttributeValue"),
        ),
        ("PutItem", item(json!({"N": 3})), "NUMBER_VALUE cannot be converted to String"),
        ("PutItem", item(json!({"L": {}})), "Start of structure or map found where not expected"),
        ("PutItem", item(json!({"B": 3})), "only base-64-encoded strings are convertible to bytes"),
        (
            "PutItem",
            item(json!({"B": "abcde"})),
            "Base64 encoded length is expected a multiple of 4 bytes but found: 5",
        ),
        (
            "BatchWriteItem",
            json!({"RequestItems": {"Tab": [[]]}}),
            &format!("Unrecognized collection type class {class}.WriteRequest"),
        ),
    ];
    let mut session = session();
    for (operation, body, sentence) in cases {
        let expected = (SERIALIZATION.to_owned(), sentence.to_owned());
        assert_eq!(refusal(&mut session, operation, &body), expected, "{operation} {body}");
    }
}

#[test]
fn null_is_absent_and_unknown_members_are_ignored() {
    let mut session = session();
    let body = json!({"TableName": "Tab", "Item": {"pk": {"S": "x", "N": null}}, "ReturnValues": null,
        "Whatever": [1]});
    assert_eq!(ask(&mut session, "PutItem", &body), (200, json!({})));
    let body = json!({"TableName": "Tab", "Key": {"pk": {"S": "x"}}, "ConsistentRead": "yes",
        "ReturnConsumedCapacity": "TOTAL"});
    let (_, answer) = ask(&mut session, "GetItem", &body);
    assert_eq!(answer["ConsumedCapacity"]["CapacityUnits"], json!(1.0));
}

#[test]
fn an_arn_stands_for_a_name_and_comes_back_as_given() {
    let arn = "arn:aws:dynamodb:us-east-1:123456789012:table/Tab";
    let mut session = session();
    let put =
        json!({"TableName": arn, "Item": {"pk": {"S": "x"}}, "ReturnConsumedCapacity": "TOTAL"});
    let expected = json!({"ConsumedCapacity": {"TableName": arn, "CapacityUnits": 1.0}});
    assert_eq!(ask(&mut session, "PutItem", &put), (200, expected));
    let get = json!({"RequestItems": {arn: {"Keys": [{"pk": {"S": "x"}}]}}});
    let expected = json!({"Responses": {arn: [{"pk": {"S": "x"}}]}, "UnprocessedKeys": {}});
    assert_eq!(ask(&mut session, "BatchGetItem", &get), (200, expected));
}

#[test]
fn an_arn_of_elsewhere_is_told_apart() {
    let mut session = session();
    let mut ask = |operation: &str, arn: &str| {
        let body = json!({"TableName": arn, "Key": {"pk": {"S": "x"}}});
        refusal(&mut session, operation, &body)
    };
    let foreign = "com.amazon.coral.service#AccessDeniedException";
    for operation in
        ["GetItem", "DescribeTable", "DeleteTable", "UpdateTable", "DescribeTimeToLive"]
    {
        let region = "arn:aws:dynamodb:eu-west-1:000000000000:table/Tab";
        let sentence = format!("1 validation error detected: Invalid AWS region in '{region}'");
        assert_eq!(ask(operation, region), (VALIDATION.to_owned(), sentence));
        let account = "arn:aws:dynamodb:us-east-1:000000000000:table/Tab";
        let denied = (foreign.to_owned(), "Access is denied".to_owned());
        assert_eq!(ask(operation, account), denied);
        let index = "arn:aws:dynamodb:us-east-1:123456789012:table/Tab/index/ByDay";
        assert_eq!(ask(operation, index).0, VALIDATION);
    }
}

#[test]
fn tags_are_answered_with_an_empty_body() {
    let mut session = session();
    let arn = "arn:aws:dynamodb:us-east-1:123456789012:table/Tab";
    let tag = json!({"ResourceArn": arn, "Tags": [{"Key": "a", "Value": ""}]}).to_string();
    let untag = json!({"ResourceArn": arn, "TagKeys": ["a"]}).to_string();
    let empty = (200, String::new());
    assert_eq!(send(&mut session, "DynamoDB_20120810.TagResource", &tag), empty);
    assert_eq!(send(&mut session, "DynamoDB_20120810.UntagResource", &untag), empty);
}

#[test]
fn what_only_a_cloud_has_is_no_operation() {
    let mut session = session();
    let unknown = json!({"__type": "com.amazon.coral.service#UnknownOperationException"});
    for operation in [
        "CreateBackup",
        "RestoreTableFromBackup",
        "UpdateContinuousBackups",
        "CreateGlobalTable",
        "EnableKinesisStreamingDestination",
        "PutResourcePolicy",
        "ImportTable",
        "ExportTableToPointInTime",
        "UpdateContributorInsights",
        "UpdateTableReplicaAutoScaling",
    ] {
        let body = json!({"TableName": "Tab"});
        assert_eq!(ask(&mut session, operation, &body), (400, unknown.clone()), "{operation}");
    }
}

#[test]
fn operations_refuse_what_is_out_of_form() {
    let invalid = "One or more parameter values were invalid: ";
    let values = json!({":p": {"S": "x"}});
    let keys: Vec<Json> = (0..101).map(|n| json!({"pk": {"S": n.to_string()}})).collect();
    let cases = [
        (
            "CreateTable",
            json!({}),
            "The parameter 'TableName' is required but was not present in the request".to_owned(),
        ),
        (
            "CreateTable",
            json!({"TableName": "ab"}),
            "1 validation error detected: Value 'ab' at 'tableName' failed to satisfy constraint: \
             Member must have length greater than or equal to 3"
                .to_owned(),
        ),
        (
            "CreateTable",
            json!({"TableName": "New", "AttributeDefinitions": [{"AttributeName": "a",
                "AttributeType": "SS"}], "KeySchema": [{"AttributeName": "a", "KeyType": "KEY"}]}),
            "2 validation errors detected: Value 'SS' at 'attributeDefinitions.1.member.attributeType' \
             failed to satisfy constraint: Member must satisfy enum value set: [B, N, S]; Value 'KEY' \
             at 'keySchema.1.member.keyType' failed to satisfy constraint: Member must satisfy enum \
             value set: [HASH, RANGE]"
                .to_owned(),
        ),
        (
            "CreateTable",
            json!({"TableName": "New", "AttributeDefinitions": [], "KeySchema": [{"AttributeName": "a",
                "KeyType": "HASH"}], "ProvisionedThroughput": {"ReadCapacityUnits": 0,
                "WriteCapacityUnits": 1}}),
            "1 validation error detected: Value '0' at 'provisionedThroughput.readCapacityUnits' failed \
             to satisfy constraint: Member must have value greater than or equal to 1"
                .to_owned(),
        ),
        (
            "PutItem",
            json!({"TableName": "Tab", "Item": {"pk": {"S": "x"}}, "ReturnValues": "ALL_NEW"}),
            "ReturnValues can only be ALL_OLD or NONE".to_owned(),
        ),
        (
            "Query",
            json!({"TableName": "Tab", "Limit": 0}),
            "1 validation error detected: Value at 'Limit' failed to satisfy constraint: Member must \
             have value greater than or equal to 1"
                .to_owned(),
        ),
        (
            "Query",
            json!({"TableName": "Tab", "KeyConditionExpression": "pk = :p",
                "ExpressionAttributeValues": values, "Select": "SPECIFIC_ATTRIBUTES"}),
            "1 validation error detected: Must specify the AttributesToGet or ProjectionExpression when \
             choosing to get SPECIFIC_ATTRIBUTES"
                .to_owned(),
        ),
        (
            "Scan",
            json!({"TableName": "Tab", "Select": "SPECIFIC_ATTRIBUTES"}),
            "Must specify the AttributesToGet or ProjectionExpression when choosing to get \
             SPECIFIC_ATTRIBUTES"
                .to_owned(),
        ),
        (
            "Query",
            json!({"TableName": "Tab", "KeyConditionExpression": "pk = :p",
                "ExpressionAttributeValues": values, "ExclusiveStartKey": {"pk": {"S": "y"}}}),
            "The provided exclusive start key is invalid: \
             ExclusiveStartKey: {pk=AttributeValue: {S:y}}"
                .to_owned(),
        ),
        (
            "BatchGetItem",
            json!({"RequestItems": {"Tab": {"Keys": keys}}}),
            "1 validation error detected: Value at 'RequestItems.Tab.member.Keys' failed to satisfy \
             constraint: Member must have length less than or equal to 100"
                .to_owned(),
        ),
        (
            "BatchWriteItem",
            json!({"RequestItems": {"Tab": [{"PutRequest": {}}, {"DeleteRequest": {}}]}}),
            "2 validation errors detected: Value null at 'requestItems.Tab.member.1.member.putRequest.item' \
             failed to satisfy constraint: Member must not be null; Value null at \
             'requestItems.Tab.member.2.member.deleteRequest.key' failed to satisfy constraint: \
             Member must not be null"
                .to_owned(),
        ),
        (
            "UpdateItem",
            json!({"TableName": "Tab", "Key": {"pk": {"S": "x"}}, "AttributeUpdates": {},
                "UpdateExpression": "REMOVE a"}),
            "Can not use both expression and non-expression parameters in the same request: \
             Non-expression parameters: {AttributeUpdates} Expression parameters: {UpdateExpression}"
                .to_owned(),
        ),
        (
            "PutItem",
            json!({"TableName": "Tab", "Item": {"pk": {"S": "x"}, "": {"S": "x"}}}),
            format!("{invalid}Empty attribute name"),
        ),
    ];
    let mut session = session();
    for (operation, body, sentence) in cases {
        let expected = (VALIDATION.to_owned(), sentence);
        assert_eq!(refusal(&mut session, operation, &body), expected, "{operation} {body}");
    }
}

#[test]
fn placeholders_are_checked_by_spelling_before_values() {
    let mut session = session();
    let mut put = |values: Json| {
        let body = json!({"TableName": "Tab", "Item": {"pk": {"S": "x"}},
            "ConditionExpression": "a = :a", "ExpressionAttributeValues": values});
        refusal(&mut session, "PutItem", &body).1
    };
    assert_eq!(
        put(json!({":a": {"N": "x"}, "b": {"S": ""}})),
        "ExpressionAttributeValues contains invalid key: Syntax error; key: \"b\""
    );
    assert_eq!(
        put(json!({":a": {"N": "x"}})),
        "ExpressionAttributeValues contains invalid value: The parameter cannot be converted to a \
         numeric value: x for key :a"
    );
}

#[test]
fn a_batch_of_26_writes_shows_itself_in_its_refusal() {
    let put = |n: usize| json!({"PutRequest": {"Item": {"pk": {"S": n.to_string()}}}});
    let body = json!({"RequestItems": {"Tab": (0..26).map(put).collect::<Json>()}});
    let (kind, sentence) = refusal(&mut session(), "BatchWriteItem", &body);
    assert_eq!(kind, VALIDATION);
    let (shown, rule) = sentence.split_once(" at 'requestItems' ").unwrap();
    assert!(
        shown.starts_with("1 validation error detected: Value '{Tab=[WriteRequest(PutRequest=")
    );
    assert_eq!(
        rule,
        "failed to satisfy constraint: Map value must satisfy constraint: [Member must have length \
         less than or equal to 25, Member must have length greater than or equal to 1]"
    );
}

#[test]
fn documents_nest_32_levels_and_no_more() {
    let nested =
        |levels: usize| (0..levels).fold(json!({"S": "x"}), |inner, _| json!({"L": [inner]}));
    assert!(value_from_json(&nested(31)).is_ok());
    let error = value_from_json(&nested(32)).unwrap_err();
    assert_eq!(
        error.message(),
        Some(
            "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels \
             beyond supported limit"
        )
    );
    assert!(value_from_json(&nested(300)).is_err());
    let empty =
        |levels: usize| (1..levels).fold(json!({"M": {}}), |inner, _| json!({"M": {"k": inner}}));
    assert!(value_from_json(&empty(32)).is_ok());
    assert!(value_from_json(&empty(33)).is_err());
}

#[test]
fn numbers_and_documents_come_back_in_their_canonical_form() {
    let cases = [
        (json!({"N": "007"}), json!({"N": "7"})),
        (json!({"N": "1.5e2"}), json!({"N": "150"})),
        (json!({"N": "-.5"}), json!({"N": "-0.5"})),
        (
            json!({"N": "12345678901234567890123456789012345678"}),
            json!({"N": "12345678901234567890123456789012345678"}),
        ),
        (json!({"NS": ["2", "1.0"]}), json!({"NS": ["1", "2"]})),
        (
            json!({"M": {"": {"L": []}, "b": {"B": ""}}}),
            json!({"M": {"": {"L": []}, "b": {"B": ""}}}),
        ),
        (json!({"BOOL": "true"}), json!({"BOOL": true})),
    ];
    for (given, back) in cases {
        assert_eq!(value_to_json(&value_from_json(&given).unwrap()), back, "{given}");
    }
}

/// Requests that fail, and whether PutItem and UpdateItem count the error since July 2026.
#[test]
fn since_july_2026_puts_and_updates_count_some_errors() {
    let envelope = "1 validation error detected: ";
    let put = |more: Json| with(json!({"TableName": "Tab", "Item": {"pk": {"S": "x"}}}), more);
    let key = |more: Json| with(json!({"TableName": "Tab", "Key": {"pk": {"S": "x"}}}), more);
    let item = |value: Json| put(json!({"Item": {"pk": {"S": "x"}, "a": value}}));
    let compared = |value: Json| {
        put(json!({"ConditionExpression": "a = :v", "ExpressionAttributeValues": {":v": value}}))
    };
    let conditional = |text: &str| put(json!({ "ConditionExpression": text }));
    let update = |text: &str| key(json!({ "UpdateExpression": text }));
    let long = format!("a = {}", "b".repeat(4096));
    let mut classic = session();
    let mut recent = session();
    recent.set_wording(ErrorWording::July2026);
    let cases = [
        ("PutItem", item(json!({"SS": []})), true),
        ("PutItem", item(json!({"NS": ["1", "1.0"]})), true),
        ("PutItem", item(json!({"L": [{"BS": ["YQ==", "YQ=="]}]})), true),
        ("PutItem", item(json!({"NULL": false})), true),
        ("PutItem", compared(json!({"NULL": false})), true),
        ("PutItem", compared(json!({"SS": []})), true),
        ("UpdateItem", key(json!({"Key": {"pk": {"NULL": false}}})), true),
        ("PutItem", conditional("a ="), true),
        ("PutItem", conditional(&long), true),
        ("PutItem", conditional("((attribute_exists(a)))"), true),
        ("PutItem", conditional("a = a"), true),
        ("UpdateItem", update("SET"), true),
        ("PutItem", put(json!({"ExpressionAttributeNames": {"#a": "a"}})), true),
        ("PutItem", put(json!({"ExpressionAttributeValues": {":a": {"N": "1"}}})), true),
        (
            "UpdateItem",
            key(json!({"UpdateExpression": "REMOVE a", "ExpressionAttributeNames": {"#a": "a"}})),
            true,
        ),
        ("PutItem", put(json!({"ConditionExpression": "a = b", "Expected": {}})), true),
        ("PutItem", put(json!({"ReturnValues": "ALL_NEW"})), true),
        ("PutItem", put(json!({"Item": {"pk": {"N": "1"}}})), false),
        ("PutItem", put(json!({"Item": {"pk": {"S": ""}}})), false),
        ("PutItem", item(json!({})), false),
        ("PutItem", item(json!({"S": "x", "N": "1"})), false),
        ("PutItem", item(json!({"S": "x".repeat(409_600)})), false),
        ("UpdateItem", update("REMOVE pk"), false),
        ("UpdateItem", update("SET a.b = pk"), false),
        ("UpdateItem", update("SET a = b"), false),
        ("DeleteItem", key(json!({"ConditionExpression": "a ="})), false),
        ("DeleteItem", key(json!({"ReturnValues": "ALL_NEW"})), false),
        ("GetItem", key(json!({"ProjectionExpression": "a b"})), false),
        ("Scan", json!({"TableName": "Tab", "FilterExpression": "a = a"}), false),
    ];
    for (operation, body, enveloped) in cases {
        let (_, bare) = refusal(&mut classic, operation, &body);
        assert!(!bare.starts_with(envelope), "{bare}");
        let expected = if enveloped { format!("{envelope}{bare}") } else { bare };
        assert_eq!(refusal(&mut recent, operation, &body).1, expected);
    }
    // What counted its errors before counts them once.
    for (operation, body) in [
        ("PutItem", put(json!({"ReturnValues": "SOME"}))),
        ("UpdateItem", key(json!({"ReturnValues": "SOME"}))),
        ("PutItem", json!({"TableName": "Tab"})),
    ] {
        let before = refusal(&mut classic, operation, &body);
        assert!(before.1.starts_with(envelope));
        assert_eq!(refusal(&mut recent, operation, &body), before);
    }
    // A transaction words its actions as nobody else does: bare.
    let actions = json!({"TransactItems": [{"Put": item(json!({"SS": []}))}]});
    assert!(!refusal(&mut recent, "TransactWriteItems", &actions).1.starts_with(envelope));
}

fn with(mut body: Json, more: Json) -> Json {
    if let (Some(body), Json::Object(more)) = (body.as_object_mut(), more) {
        body.extend(more);
    }
    body
}

#[test]
fn puts_and_updates_list_every_bad_choice_unless_the_table_name_is_bad() {
    let enums = json!({"ReturnValues": "SOME", "ReturnConsumedCapacity": "SUM",
        "ReturnItemCollectionMetrics": "ALL", "ReturnValuesOnConditionCheckFailure": "NEW"});
    let mut session = session();
    let put = with(json!({"TableName": "Tab", "Item": {"pk": {"S": "x"}}}), enums.clone());
    let update = with(json!({"TableName": "Tab", "Key": {"pk": {"S": "x"}}}), enums.clone());
    for (operation, body) in [("PutItem", put), ("UpdateItem", update)] {
        assert_eq!(
            refusal(&mut session, operation, &body).1,
            "4 validation errors detected: Value 'SUM' at 'returnConsumedCapacity' failed to \
             satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]; Value \
             'ALL' at 'returnItemCollectionMetrics' failed to satisfy constraint: Member must \
             satisfy enum value set: [SIZE, NONE]; Value 'SOME' at 'returnValues' failed to satisfy \
             constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, \
             UPDATED_NEW]; Value 'NEW' at 'returnValuesOnConditionCheckFailure' failed to satisfy \
             constraint: Member must satisfy enum value set: [ALL_OLD, NONE]"
        );
    }
    for (operation, name) in
        [("PutItem", json!("")), ("UpdateItem", json!("a/b")), ("GetItem", json!(null))]
    {
        let body = with(json!({ "TableName": name }), enums.clone());
        let (_, sentence) = refusal(&mut session, operation, &body);
        assert!(sentence.starts_with("1 validation error detected: Value "), "{sentence}");
        assert!(sentence.contains(" at 'tableName' "), "{sentence}");
    }
}

#[test]
fn values_that_are_none_anywhere_are_told_without_their_placeholder() {
    let nested = (0..33).fold(json!({"S": "x"}), |inner, _| json!({"L": [inner]}));
    let mut session = session();
    for (value, sentence) in [
        (
            json!({"NULL": false}),
            "One or more parameter values were invalid: Null attribute value types must have the value of true",
        ),
        (
            nested,
            "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit",
        ),
    ] {
        let body = json!({"TableName": "Tab", "Key": {"pk": {"S": "x"}}, "ConditionExpression": "a = :v",
            "ExpressionAttributeValues": {":v": value}});
        assert_eq!(refusal(&mut session, "DeleteItem", &body).1, sentence);
    }
}

#[test]
fn loaded_items_are_checked_but_neither_billed_nor_logged() {
    use dynamodb_playground::model::TableName;
    let mut session = session();
    let table = TableName::parse("Tab").unwrap();
    let item = |json: Json| item_from_json(&json).unwrap();
    let good = (0..3).map(|n| item(json!({"pk": {"S": n.to_string()}})));
    assert_eq!(session.load_items(&table, good), Ok(3));
    assert!(session.engine().inspect().changes(0).is_empty());
    let bad = session.load_items(&table, [item(json!({"pk": {"N": "1"}}))]).unwrap_err();
    assert_eq!(bad.message(), Some("The provided key element does not match the schema"));
    let (_, page) = ask(&mut session, "Scan", &json!({"TableName": "Tab", "Select": "COUNT"}));
    assert_eq!(page["Count"], json!(3));
}

/// Names of members that some operation knows, so that random bodies get past the first checks.
const MEMBERS: &[&str] = &[
    "TableName",
    "Item",
    "Key",
    "Keys",
    "RequestItems",
    "PutRequest",
    "DeleteRequest",
    "IndexName",
    "KeyConditionExpression",
    "FilterExpression",
    "ProjectionExpression",
    "UpdateExpression",
    "ConditionExpression",
    "ExpressionAttributeNames",
    "ExpressionAttributeValues",
    "Select",
    "Limit",
    "Segment",
    "TotalSegments",
    "ExclusiveStartKey",
    "ReturnValues",
    "ReturnConsumedCapacity",
    "ReturnItemCollectionMetrics",
    "TransactItems",
    "Get",
    "Put",
    "Update",
    "Delete",
    "ConditionCheck",
    "ClientRequestToken",
    "ConsistentRead",
    "KeySchema",
    "AttributeDefinitions",
    "AttributeName",
    "AttributeType",
    "KeyType",
    "GlobalSecondaryIndexes",
    "Projection",
    "ProjectionType",
    "BillingMode",
    "ProvisionedThroughput",
    "ReadCapacityUnits",
    "Tab",
    "pk",
    "S",
    "N",
    "B",
    "M",
    "L",
    "SS",
    "NS",
    "BS",
    "BOOL",
    "NULL",
    "#a",
    ":a",
    "",
];

const TEXTS: &[&str] = &[
    "Tab",
    "pk",
    "pk = :a",
    "#a = :a",
    "SET #a = :a",
    "REMOVE pk",
    "begins_with(pk, :a)",
    "a, b[1]",
    "ALL_OLD",
    "INDEXES",
    "COUNT",
    "SIZE",
    "HASH",
    "S",
    "1",
    "1e400",
    "YQ==",
    "x",
    "",
    "é",
];

fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        proptest::sample::select(TEXTS).prop_map(Json::from),
        ".{0,8}".prop_map(Json::from),
    ];
    leaf.prop_recursive(6, 48, 6, |inner| {
        let name = proptest::sample::select(MEMBERS).prop_map(str::to_owned);
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            proptest::collection::vec((name, inner), 0..6)
                .prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    })
}

/// Bodies that are often well formed: members of a plausible type around random ones.
fn any_body() -> impl Strategy<Value = Json> {
    let value = proptest::collection::btree_map("S|N|SS|M|L|BOOL|NULL|B", any_json(), 0..2).boxed();
    let item = proptest::collection::btree_map("pk|a|b", value, 0..3).boxed();
    let members = (any_json(), item.clone(), item, proptest::sample::select(TEXTS));
    members.prop_map(|(random, item, values, text)| {
        let mut body = json!({"TableName": "Tab", "Item": item, "Key": item,
            "RequestItems": {"Tab": [{"PutRequest": {"Item": values}}]},
            "TransactItems": [{"Update": {"TableName": "Tab", "Key": item, "UpdateExpression": text}},
                {"Put": {"TableName": "Tab", "Item": values, "ConditionExpression": text}}],
            "ExpressionAttributeValues": {":a": values.get("a")}, "UpdateExpression": text});
        if let (Some(body), Json::Object(random)) = (body.as_object_mut(), random) {
            body.extend(random);
        }
        body
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn any_body_is_answered(body in prop_oneof![any_json(), any_body()]) {
        let mut session = session();
        for operation in Operation::ALL {
            let (status, answer) = send(&mut session, &operation.target(), &body.to_string());
            let answer: Json = serde_json::from_str(&answer).unwrap();
            let answer = answer.as_object().unwrap();
            prop_assert_eq!(status != 200, answer.contains_key("__type"), "{} {}", operation, body);
        }
    }
}
