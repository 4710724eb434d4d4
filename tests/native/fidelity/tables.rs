//! Tables that cannot be, one rule each.

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
            "The KeySchema contains multiple key attributes with the same name".to_owned()),
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
