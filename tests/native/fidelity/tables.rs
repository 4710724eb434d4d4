//! Tables that cannot be, one rule each.
//!
//! Source: API Reference, *CreateTable*; answers recorded of AWS by dynamodb-conformance (May
//! 2026).

use super::{ask, creation, done, session};
use serde_json::{Value as Json, json};

/// What is changed of a good request, and the message.
#[test]
fn shapes_that_are_refused() {
    const INVALID: &str = "One or more parameter values were invalid: ";
    let pairs = || {
        let mut request = creation(&(
            "New",
            &["pk S", "sk N"],
            &[("Local", &["pk S", "day S"], "ALL")],
            &[("Global", &["tag S"], "ALL")],
        ));
        request["AttributeDefinitions"] =
            ["pk S", "sk N", "day S", "tag S"].iter().map(|key| super::definition(key)).collect();
        request
    };
    let flat = || creation(&("New", &["pk S"], &[], &[]));
    let with = |mut request: Json, path: &str, value: Json| {
        *request.pointer_mut(path).unwrap_or_else(|| panic!("{path}")) = value;
        request
    };
    let plus = |mut request: Json, member: &str, value: Json| {
        request[member] = value;
        request
    };
    let key = |name: &str, role: &str| json!({"AttributeName": name, "KeyType": role});
    let table = [
        (plus(flat(), "ProvisionedThroughput", json!({"ReadCapacityUnits": 1, "WriteCapacityUnits": 1})),
            format!("{INVALID}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST")),
        (with(flat(), "/BillingMode", json!("PROVISIONED")),
            format!("{INVALID}ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED")),
        (with(flat(), "/BillingMode", Json::Null),
            format!("{INVALID}ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED")),
        (with(pairs(), "/GlobalSecondaryIndexes/0", json!({"IndexName": "Global", "KeySchema": [key("tag", "HASH")],
                "Projection": {"ProjectionType": "ALL"}, "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}})),
            format!("{INVALID}ProvisionedThroughput should not be specified for index: Global when BillingMode is PAY_PER_REQUEST")),
        (with(flat(), "/KeySchema/0/AttributeName", json!("extra")),
            format!("{INVALID}Some index key attributes are not defined in AttributeDefinitions. Keys: [extra], AttributeDefinitions: [pk]")),
        (with(flat(), "/KeySchema", json!([key("pk", "HASH"), key("pk", "RANGE")])),
            "Invalid KeySchema: Some index key attribute have no definition".to_owned()),
        (with(pairs(), "/KeySchema", json!([key("pk", "HASH"), key("pk", "RANGE")])),
            "Both the Hash Key and the Range Key element in the KeySchema have the same name".to_owned()),
        (with(pairs(), "/KeySchema/0/KeyType", json!("RANGE")),
            "Invalid KeySchema: The first KeySchemaElement is not a HASH key type".to_owned()),
        (with(pairs(), "/KeySchema/1/KeyType", json!("HASH")),
            "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type".to_owned()),
        (plus(flat(), "AttributeDefinitions", json!([super::definition("pk S"), super::definition("q S")])),
            format!("{INVALID}Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions")),
        (with(pairs(), "/KeySchema", json!([key("pk", "HASH")])),
            format!("{INVALID}Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex")),
        (plus(with(pairs(), "/LocalSecondaryIndexes/0/KeySchema", json!([key("pk", "HASH")])), "AttributeDefinitions",
                json!([super::definition("pk S"), super::definition("sk N"), super::definition("tag S")])),
            format!("{INVALID}Index KeySchema does not have a range key for index: Local")),
        (with(pairs(), "/LocalSecondaryIndexes/0/KeySchema", json!([key("pk", "HASH")])),
            format!("{INVALID}Some AttributeDefinitions are not used. AttributeDefinitions: [pk, sk, day, tag], keys used: [pk, sk, tag]")),
        (plus(flat(), "AttributeDefinitions", json!([super::definition("pk S"), super::definition("pk N")])),
            "Attribute Name is duplicated: pk".to_owned()),
        (with(pairs(), "/GlobalSecondaryIndexes/0/KeySchema", json!([key("tag", "HASH"), key("sk", "RANGE"), key("day", "HASH")])),
            format!("{INVALID}All HASH key attributes must precede RANGE key attributes in the KeySchema")),
        (with(pairs(), "/GlobalSecondaryIndexes/0/KeySchema", json!([key("tag", "HASH"), key("tag", "RANGE")])),
            "Both the Hash Key and the Range Key element in the KeySchema have the same name".to_owned()),
        (with(pairs(), "/GlobalSecondaryIndexes/0/Projection", json!({"ProjectionType": "INCLUDE", "NonKeyAttributes": ["x", "y", "x"]})),
            format!("{INVALID}Duplicate element in NonKeyAttributes: x")),
        (with(pairs(), "/LocalSecondaryIndexes/0/KeySchema/0/AttributeName", json!("tag")),
            format!("{INVALID}Index KeySchema does not have the same leading hash key as table KeySchema for index: Local. index hash key: tag, table hash key: pk")),
        (with(pairs(), "/LocalSecondaryIndexes", json!([])), format!("{INVALID}List of LocalSecondaryIndexes is empty")),
        (with(pairs(), "/GlobalSecondaryIndexes", json!([])), format!("{INVALID}List of GlobalSecondaryIndexes is empty")),
        (with(pairs(), "/GlobalSecondaryIndexes/0/IndexName", json!("Local")), format!("{INVALID}Duplicate index name: Local")),
        (with(pairs(), "/GlobalSecondaryIndexes/0/Projection", json!({})), format!("{INVALID}Unknown ProjectionType: null")),
        (with(pairs(), "/GlobalSecondaryIndexes/0/Projection", json!({"ProjectionType": "ALL", "NonKeyAttributes": ["a"]})),
            format!("{INVALID}ProjectionType is ALL, but NonKeyAttributes is specified")),
        (with(pairs(), "/GlobalSecondaryIndexes/0/Projection", json!({"ProjectionType": "INCLUDE"})),
            format!("{INVALID}ProjectionType is INCLUDE, but NonKeyAttributes is not specified")),
        (with(pairs(), "/GlobalSecondaryIndexes", many(21, &["tag"])),
            format!("{INVALID}GlobalSecondaryIndex count exceeds the per-table limit of 20")),
        (with(pairs(), "/LocalSecondaryIndexes", many(6, &["pk", "day"])),
            format!("{INVALID}Number of LocalSecondaryIndexes exceeds per-table limit of 5")),
        (plus(flat(), "StreamSpecification", json!({"StreamEnabled": false, "StreamViewType": "KEYS_ONLY"})),
            format!("{INVALID}Table is being created with a stream disabled, UpdateViewType should not be specified")),
        (plus(flat(), "StreamSpecification", json!({"StreamEnabled": true})),
            format!("{INVALID}Table is being created with a stream enabled, UpdateViewType is required")),
        (plus(flat(), "StreamSpecification", json!({})),
            "1 validation error detected: Value null at 'streamSpecification.streamEnabled' failed to satisfy constraint: Member must not be null".to_owned()),
        (plus(flat(), "StreamSpecification", json!({"StreamEnabled": true, "StreamViewType": "BOTH"})),
            "1 validation error detected: Value 'BOTH' at 'streamSpecification.streamViewType' failed to satisfy constraint: Member must satisfy enum value set: [NEW_IMAGE, OLD_IMAGE, NEW_AND_OLD_IMAGES, KEYS_ONLY]".to_owned()),
        (with(pairs(), "/KeySchema", json!([key("pk", "HASH"), key("sk", "RANGE"), key("tag", "RANGE")])),
            "1 validation error detected: Value '[KeySchemaElement(attributeName=pk, keyType=HASH), KeySchemaElement(attributeName=sk, keyType=RANGE), KeySchemaElement(attributeName=tag, keyType=RANGE)]' at 'keySchema' failed to satisfy constraint: Member must have length less than or equal to 2".to_owned()),
    ];
    let mut session = session();
    for (request, message) in table {
        let answer = ask(&mut session, "CreateTable", &request);
        assert_eq!(answer, Err(format!("ValidationException: {message}")));
    }
    done(&mut session, "CreateTable", &pairs());
    assert_eq!(
        ask(&mut session, "CreateTable", &flat()).unwrap_err(),
        "ResourceInUseException: Table already exists: New"
    );
}

/// So many indexes of these keys.
fn many(count: usize, keys: &[&str]) -> Json {
    let role = |at: usize| if at == 0 { "HASH" } else { "RANGE" };
    let schema: Vec<Json> = keys
        .iter()
        .enumerate()
        .map(|(at, name)| json!({"AttributeName": name, "KeyType": role(at)}))
        .collect();
    let index = |n: usize| {
        json!({"IndexName": format!("Index{n}"), "KeySchema": schema,
        "Projection": {"ProjectionType": "ALL"}})
    };
    (0..count).map(index).collect()
}

#[test]
fn tables_that_are_not_there() {
    let mut session = session();
    for operation in ["DescribeTable", "DeleteTable"] {
        assert_eq!(
            ask(&mut session, operation, &json!({"TableName": "None"})).unwrap_err(),
            "ResourceNotFoundException: Requested resource not found: Table: None not found"
        );
    }
    for operation in ["Scan", "GetItem", "PutItem"] {
        let request = json!({"TableName": "None", "Key": {"a": {"S": "a"}}, "Item": {}});
        assert_eq!(
            ask(&mut session, operation, &request).unwrap_err(),
            "ResourceNotFoundException: Requested resource not found"
        );
    }
    let listed =
        done(&mut session, "ListTables", &json!({"Limit": 2, "ExclusiveStartTableName": "Bz"}));
    assert_eq!(listed, json!({"TableNames": ["Events", "Flat"], "LastEvaluatedTableName": "Flat"}));
    assert_eq!(
        ask(&mut session, "ListTables", &json!({"Limit": 101})).unwrap_err(),
        "ValidationException: 1 validation error detected: Value '101' at 'limit' failed to satisfy \
         constraint: Member must have value less than or equal to 100"
    );
}

/// Source: recorded of AWS (eu-west-2, August to October 2026); the API reference of DeleteTable shows
/// more.
#[test]
fn what_is_told_of_a_table_that_goes() {
    let mut session = session();
    let told = done(&mut session, "DeleteTable", &json!({"TableName": "Pairs"}));
    let told = told["TableDescription"].as_object().unwrap().clone();
    assert_eq!(told["TableStatus"], "DELETING");
    for member in [
        "AttributeDefinitions",
        "KeySchema",
        "CreationDateTime",
        "LocalSecondaryIndexes",
        "GlobalSecondaryIndexes",
    ] {
        assert!(!told.contains_key(member), "{member}");
    }
}

/// Source: recorded of AWS (eu-west-2 and us-east-1, August to October 2026).
#[test]
fn backups_are_described_of_tables_that_there_are() {
    let mut session = session();
    let mut told = |request: Json| ask(&mut session, "DescribeContinuousBackups", &request);
    assert_eq!(
        told(json!({"TableName": "Flat"})),
        Ok(json!({"ContinuousBackupsDescription": {
            "ContinuousBackupsStatus": "ENABLED",
            "PointInTimeRecoveryDescription": {"PointInTimeRecoveryStatus": "DISABLED"},
        }}))
    );
    assert_eq!(
        told(json!({"TableName": "None"})).unwrap_err(),
        "TableNotFoundException: Table not found: None"
    );
    let nameless = told(json!({})).unwrap_err();
    assert!(nameless.starts_with("ValidationException: "), "{nameless}");
}

/// Source: recorded of AWS (eu-west-2, August to October 2026): the name is checked before any table is
/// looked up.
#[test]
fn names_that_no_table_has() {
    const SHORT: &str = "failed to satisfy constraint: Member must have length greater than or \
                         equal to 3";
    const CHARACTERS: &str = "failed to satisfy constraint: Member must satisfy regular expression \
                              pattern: [a-zA-Z0-9_.-]+";
    let mut session = session();
    for operation in ["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan"] {
        for (name, rule) in [("ab", SHORT), ("a b c", CHARACTERS)] {
            let mut request = json!({"TableName": name});
            match operation {
                "PutItem" => request["Item"] = json!({"id": {"S": "a"}}),
                "Query" => {
                    request["KeyConditionExpression"] = json!("id = :a");
                    request["ExpressionAttributeValues"] = json!({":a": {"S": "a"}});
                }
                "Scan" => {}
                _ => request["Key"] = json!({"id": {"S": "a"}}),
            }
            let error = ask(&mut session, operation, &request).unwrap_err();
            assert!(error.starts_with("ValidationException: ") && error.contains(rule), "{error}");
        }
    }
}

/// Source: API Reference, *Projection*: "NonKeyAttributes … Length Constraints: … Maximum length of
/// 255".
#[test]
fn projected_names_have_a_length() {
    let mut session = session();
    let mut create = |name: String| {
        let mut request = creation(&("New", &["pk S"], &[], &[("Global", &["pk S"], "ALL")]));
        request["GlobalSecondaryIndexes"][0]["Projection"] =
            json!({"ProjectionType": "INCLUDE", "NonKeyAttributes": [name]});
        ask(&mut session, "CreateTable", &request)
    };
    let error = create("x".repeat(256)).unwrap_err();
    assert!(error.starts_with("ValidationException: 1 validation error detected: "), "{error}");
    assert!(error.contains("Member must have length less than or equal to 255"), "{error}");
    assert!(create("x".repeat(255)).is_ok());
}

/// Source: recorded of AWS (eu-west-2, August to October 2026): a ceiling that was taken away is shown
/// as -1.
#[test]
fn a_ceiling_that_was_taken_away_is_told() {
    let mut session = session();
    let mut request = creation(&("New", &["pk S"], &[], &[]));
    request["OnDemandThroughput"] = json!({"MaxReadRequestUnits": 4, "MaxWriteRequestUnits": 5});
    let told = done(&mut session, "CreateTable", &request);
    assert_eq!(
        told["TableDescription"]["OnDemandThroughput"],
        json!({"MaxReadRequestUnits": 4, "MaxWriteRequestUnits": 5})
    );
    let away = json!({"TableName": "New", "OnDemandThroughput": {"MaxWriteRequestUnits": -1}});
    done(&mut session, "UpdateTable", &away);
    let told = done(&mut session, "DescribeTable", &json!({"TableName": "New"}));
    assert_eq!(
        told["Table"]["OnDemandThroughput"],
        json!({"MaxReadRequestUnits": 4, "MaxWriteRequestUnits": -1})
    );
    let never = done(&mut session, "DescribeTable", &json!({"TableName": "Flat"}));
    assert_eq!(never["Table"].get("OnDemandThroughput"), None);
}
