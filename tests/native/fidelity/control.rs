//! What the control plane refuses, one rule each.
//!
//! Source: API Reference, *UpdateTable*, *TagResource*, *UpdateTimeToLive*; answers recorded of AWS
//! by dynamodb-conformance (May 2026).

use dynamodb_playground::api::Session;
use dynamodb_playground::engine::Millis;
use serde_json::{Value as Json, json};

use super::{ask, creation, done, session};

const INVALID: &str = "ValidationException: One or more parameter values were invalid: ";
const EXCEEDED: &str = "LimitExceededException: Subscriber limit exceeded: ";

fn units(read: i64, write: i64) -> Json {
    json!({"ReadCapacityUnits": read, "WriteCapacityUnits": write})
}

fn provisioned(session: &mut Session) {
    let mut request = creation(&("Set", &["pk S"], &[], &[("ByG", &["g S"], "ALL")]));
    request["BillingMode"] = json!("PROVISIONED");
    request["ProvisionedThroughput"] = units(5, 5);
    request["GlobalSecondaryIndexes"][0]["ProvisionedThroughput"] = units(2, 2);
    done(session, "CreateTable", &request);
}

fn with_table(table: &str, mut request: Json) -> Json {
    request["TableName"] = json!(table);
    request
}

#[test]
fn changes_that_do_not_go_together() {
    let alone = |what: &str| format!("{INVALID}{what} must be the only operation in the request");
    let stream = json!({"StreamEnabled": true, "StreamViewType": "KEYS_ONLY"});
    let create = json!([{"Create": {"IndexName": "New", "Projection": {"ProjectionType": "ALL"},
        "KeySchema": [{"AttributeName": "n", "KeyType": "HASH"}]}}]);
    let table = [
        (json!({}), "ValidationException: At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required".to_owned()),
        (json!({"DeletionProtectionEnabled": true, "SSESpecification": {"Enabled": true}}), alone("Server-Side Encryption modification")),
        (json!({"DeletionProtectionEnabled": true, "TableClass": "STANDARD"}), alone("TableClass modification")),
        (json!({"DeletionProtectionEnabled": true, "WarmThroughput": {}}), alone("DeletionProtection modification")),
        (json!({"ProvisionedThroughput": units(1, 1), "WarmThroughput": {}}), alone("WarmThroughput")),
        (json!({"GlobalSecondaryIndexUpdates": create, "WarmThroughput": {}}), format!("{INVALID}Create global secondary index cannot be specified when updating WarmThroughput")),
        (json!({"StreamSpecification": stream, "OnDemandThroughput": {}}), format!("{INVALID}OnDemandThroughput can only be combined with BillingMode in an UpdateTable request")),
        (json!({"StreamSpecification": stream, "ProvisionedThroughput": units(1, 1)}), format!("{INVALID}You cannot modify stream status while updating table IOPS")),
        (json!({"GlobalSecondaryIndexUpdates": create, "ProvisionedThroughput": units(1, 1)}), format!("{INVALID}You cannot create or delete index while updating table IOPS")),
        (json!({"GlobalSecondaryIndexUpdates": create, "StreamSpecification": stream}), format!("{INVALID}You cannot create or delete index while changing stream status")),
        (json!({"GlobalSecondaryIndexUpdates": [], "DeletionProtectionEnabled": true}), format!("{INVALID}List of GlobalSecondaryIndexUpdates is empty")),
        (json!({"GlobalSecondaryIndexUpdates": [{}]}), format!("{INVALID}One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null")),
        (json!({"GlobalSecondaryIndexUpdates": [{"Delete": {"IndexName": "ByG"}, "Update": {"IndexName": "ByG"}}]}), format!("{INVALID}Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object")),
        (json!({"GlobalSecondaryIndexUpdates": [{"Delete": {"IndexName": "ByG"}}, {"Update": {"IndexName": "ByG"}}]}), format!("{INVALID}Only one global secondary index update per index is allowed simultaneously. Index: ByG")),
        (json!({"BillingMode": "PROVISIONED"}), format!("{INVALID}ProvisionedThroughput must be specified when BillingMode is PROVISIONED")),
        (json!({"BillingMode": "PAY_PER_REQUEST", "ProvisionedThroughput": units(1, 1)}), format!("{INVALID}ProvisionedThroughput cannot be specified when BillingMode is PAY_PER_REQUEST")),
        (json!({"StreamSpecification": {"StreamEnabled": true}}), format!("{INVALID}If stream is being enabled then UpdateViewType is required")),
        (json!({"TableClass": "GOLD"}), "ValidationException: Invalid table-class parameter provided. Please try again with a valid table-class value: [STANDARD, STANDARD_INFREQUENT_ACCESS].".to_owned()),
        (json!({"SSESpecification": {"Enabled": false, "SSEType": "KMS"}}), format!("{INVALID}SSEType can not be specified if Enabled is false")),
        (json!({"SSESpecification": {"Enabled": true, "SSEType": "AES256"}}), format!("{INVALID}SSEType AES256 is not supported")),
        (json!({"SSESpecification": {"Enabled": true, "KMSMasterKeyId": "k"}}), format!("{INVALID}SSEType KMS is required if KMSMasterKeyId is specified")),
        (json!({"ProvisionedThroughput": {}}), "ValidationException: 2 validation errors detected: Value null at 'provisionedThroughput.writeCapacityUnits' failed to satisfy constraint: Member must not be null; Value null at 'provisionedThroughput.readCapacityUnits' failed to satisfy constraint: Member must not be null".to_owned()),
    ];
    let mut session = session();
    for (request, message) in table {
        // None of these needs the table.
        let request = with_table("None", request);
        assert_eq!(ask(&mut session, "UpdateTable", &request), Err(message), "{request}");
    }
}

#[test]
fn changes_that_do_not_fit_the_table() {
    let index = |action: Json| json!({"GlobalSecondaryIndexUpdates": [action]});
    let create = |name: &str, more: Json| {
        let mut created = json!({"IndexName": name, "Projection": {"ProjectionType": "ALL"},
            "KeySchema": [{"AttributeName": "n", "KeyType": "HASH"}]});
        if let Some(more) = more.as_object() {
            created.as_object_mut().unwrap().extend(more.clone());
        }
        json!({"AttributeDefinitions": [super::definition("n S")], "GlobalSecondaryIndexUpdates": [{"Create": created}]})
    };
    let undefined = |mut request: Json| {
        request["AttributeDefinitions"] = json!([super::definition("m S")]);
        request
    };
    let table = [
        ("None", json!({"DeletionProtectionEnabled": true}), "ResourceNotFoundException: Requested resource not found: Table: None not found".to_owned()),
        ("Flat", json!({"ProvisionedThroughput": units(1, 1)}), format!("{INVALID}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST")),
        ("Flat", json!({"OnDemandThroughput": {"MaxWriteRequestUnits": 0}}), format!("{INVALID}Requested MaxWriteRequestUnits for OnDemandThroughput for table is outside of valid range")),
        ("Flat", json!({"OnDemandThroughput": {"MaxReadRequestUnits": -2}}), format!("{INVALID}Requested MaxReadRequestUnits for OnDemandThroughput for table is outside of valid range")),
        ("Flat", json!({"OnDemandThroughput": {"MaxReadRequestUnits": 40001}}), format!("{EXCEEDED}Requested MaxReadRequestUnits for OnDemandThroughput for table exceeds TableMaxReadCapacityUnits of the account in region us-east-1")),
        ("Flat", json!({"WarmThroughput": {"WriteUnitsPerSecond": 3999}}), format!("{INVALID}Requested WriteUnitsPerSecond for WarmThroughput for table is lower than current WarmThroughput, decreasing WarmThroughput is not supported")),
        ("Flat", json!({"StreamSpecification": {"StreamEnabled": false}}), "ValidationException: Table has no stream to disable: TableName: Flat".to_owned()),
        ("Flat", json!({"SSESpecification": {}}), format!("{INVALID}Table is already encrypted by default")),
        ("Flat", create("New", json!({"ProvisionedThroughput": units(1, 1)})), format!("{INVALID}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: New when BillingMode is PAY_PER_REQUEST")),
        ("Flat", undefined(create("New", json!({}))), format!("{INVALID}Some index key attributes are not defined in AttributeDefinitions. Keys: [n], AttributeDefinitions: [m]")),
        ("Flat", create("New", json!({"WarmThroughput": {"ReadUnitsPerSecond": 1}})), format!("{INVALID}Requested ReadUnitsPerSecond for WarmThroughput for index New is lower than initial throughput for OnDemand. See: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html#on-demand-capacity-mode-initial")),
        ("Flat", json!({"GlobalSecondaryIndexUpdates": [{"Delete": {"IndexName": "Ghost"}}]}), "ResourceNotFoundException: Requested resource not found: Index Ghost for table Flat".to_owned()),
        ("Pairs", index(json!({"Delete": {"IndexName": "ByDay"}})), "ValidationException: Cannot delete an index that is not a GlobalSecondaryIndex: ByDay".to_owned()),
        ("Pairs", index(json!({"Update": {"IndexName": "ByDay", "OnDemandThroughput": {"MaxReadRequestUnits": 5}}})), "ValidationException: Cannot update an index that is not a GlobalSecondaryIndex: ByDay".to_owned()),
        ("Pairs", index(json!({"Update": {"IndexName": "ByTag"}})), format!("{INVALID}The only Updates for index: ByTag when TableThroughputMode is PAY_PER_REQUEST can be to OnDemandThroughput, WarmThroughput")),
        ("Pairs", index(json!({"Update": {"IndexName": "ByTag", "ProvisionedThroughput": units(1, 1)}})), format!("{INVALID}The only Updates for index: ByTag when TableThroughputMode is PAY_PER_REQUEST can be to OnDemandThroughput, WarmThroughput")),
        ("Pairs", index(json!({"Update": {"IndexName": "ByTag", "WarmThroughput": {}}})), format!("{INVALID}WarmThroughput must have at least one of ReadUnitsPerSecond or WriteUnitsPerSecond specified for index: ByTag")),
        ("Pairs", index(json!({"Update": {"IndexName": "ByTag", "OnDemandThroughput": {"MaxReadRequestUnits": 0}}})), format!("{INVALID}Requested MaxReadRequestUnits for OnDemandThroughput for index : ByTag is outside of valid range")),
        ("Pairs", create("ByTag", json!({})), "ValidationException: Attempting to create an index which already exists".to_owned()),
        ("Pairs", index(json!({"Create": {"IndexName": "New", "Projection": {"ProjectionType": "ALL"}, "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]}})), format!("{INVALID}AttributeDefinitions is not specified for index: New")),
        ("Set", json!({"OnDemandThroughput": {"MaxReadRequestUnits": 5}}), format!("{INVALID}MaxReadRequestUnits for OnDemandThroughput cannot be specified when the table BillingMode is PROVISIONED")),
        ("Set", json!({"ProvisionedThroughput": units(40_001, 1)}), "LimitExceededException: The requested ReadCapacityUnits, 40001, is above the per table maximum for the account in us-east-1. Per table maximum: 40000. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.".to_owned()),
        ("Set", create("New", json!({})), format!("{INVALID}Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: New")),
        ("Set", json!({"ProvisionedThroughput": units(5, 5)}), "ValidationException: The provisioned throughput for the table will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the table: 5. Requested ReadCapacityUnits: 5. Current WriteCapacityUnits provisioned for the table: 5. Requested WriteCapacityUnits: 5. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.".to_owned()),
    ];
    let mut session = session();
    provisioned(&mut session);
    for (name, request, message) in table {
        let request = with_table(name, request);
        let before = done(&mut session, "ListTables", &json!({}));
        assert_eq!(ask(&mut session, "UpdateTable", &request), Err(message), "{request}");
        assert_eq!(done(&mut session, "ListTables", &json!({})), before);
    }
}

#[test]
fn capacity_that_a_new_table_cannot_have() {
    let flat = || creation(&("New", &["pk S"], &[], &[]));
    let with = |member: &str, value: Json| {
        let mut request = flat();
        request[member] = value;
        request
    };
    let set = |member: &str, value: Json| {
        let mut request = with(member, value);
        request["BillingMode"] = json!("PROVISIONED");
        request["ProvisionedThroughput"] = units(10, 10);
        request
    };
    let start = "is lower than initial throughput for OnDemand. See: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html#on-demand-capacity-mode-initial";
    let table = [
        (
            with("OnDemandThroughput", json!({"MaxReadRequestUnits": -1})),
            format!(
                "{INVALID}Requested MaxReadRequestUnits for OnDemandThroughput for table is outside of valid range"
            ),
        ),
        (
            set("OnDemandThroughput", json!({"MaxWriteRequestUnits": 5})),
            format!(
                "{INVALID}MaxWriteRequestUnits for OnDemandThroughput cannot be specified when table BillingMode is PROVISIONED."
            ),
        ),
        (
            with("WarmThroughput", json!({"ReadUnitsPerSecond": 1})),
            format!("{INVALID}Requested ReadUnitsPerSecond for WarmThroughput for table {start}"),
        ),
        (
            set("WarmThroughput", json!({"ReadUnitsPerSecond": 5})),
            format!(
                "{INVALID}Requested ReadUnitsPerSecond for WarmThroughput for table is lower than ReadCapacityUnits of ProvisionedThroughput"
            ),
        ),
        (
            with("Tags", json!([{"Key": "aws:x", "Value": ""}])),
            "ValidationException: Tag Key cannot be prefixed with aws:, Key: aws:x".to_owned(),
        ),
    ];
    let mut session = session();
    for (request, message) in table {
        assert_eq!(ask(&mut session, "CreateTable", &request), Err(message), "{request}");
    }
    for accepted in [json!({}), json!({"MaxReadRequestUnits": 5})] {
        done(&mut session, "CreateTable", &with("OnDemandThroughput", accepted));
        done(&mut session, "DeleteTable", &json!({"TableName": "New"}));
    }
}

#[test]
fn tags_that_are_refused() {
    let arn = "arn:aws:dynamodb:us-east-1:123456789012:table/Flat";
    let many = |count: usize| -> Json {
        (0..count).map(|n| json!({"Key": n.to_string(), "Value": "v"})).collect()
    };
    let invalid = "ValidationException: ";
    let table = [
        (
            "TagResource",
            arn,
            json!({"Tags": []}),
            format!("{invalid}Atleast one Tag needs to be provided as Input."),
        ),
        (
            "UntagResource",
            arn,
            json!({"TagKeys": []}),
            format!("{invalid}Atleast one Tag Key needs to be provided as Input."),
        ),
        (
            "TagResource",
            arn,
            json!({"Tags": [{}]}),
            format!("{invalid}The Tag Key provided is invalid, Key: null"),
        ),
        (
            "TagResource",
            arn,
            json!({"Tags": [{"Key": "k"}]}),
            format!("{invalid}The Tag Value provided is invalid, Value: null"),
        ),
        (
            "TagResource",
            arn,
            json!({"Tags": [{"Key": "a#b", "Value": ""}]}),
            format!("{invalid}The Tag Key provided is invalid, Key: a#b"),
        ),
        (
            "TagResource",
            arn,
            json!({"Tags": [{"Key": "k", "Value": "a#b"}]}),
            format!("{invalid}The Tag Value provided is invalid, Value: a#b"),
        ),
        (
            "TagResource",
            arn,
            json!({"Tags": [{"Key": "k", "Value": "v".repeat(257)}]}),
            format!("{invalid}The Tag Value provided is invalid, Value: {}", "v".repeat(257)),
        ),
        (
            "TagResource",
            arn,
            json!({"Tags": [{"Key": "AWS:k", "Value": ""}]}),
            format!("{invalid}Tag Key cannot be prefixed with aws:, Key: AWS:k"),
        ),
        (
            "UntagResource",
            arn,
            json!({"TagKeys": ["aws:k"]}),
            format!("{invalid}Tag Key cannot be prefixed with aws:, Key: aws:k"),
        ),
        (
            "UntagResource",
            arn,
            json!({"TagKeys": [""]}),
            format!("{invalid}The Tag Key provided is invalid, Key: "),
        ),
        (
            "TagResource",
            arn,
            json!({"Tags": [{"Key": "k", "Value": "1"}, {"Key": "k", "Value": "2"}]}),
            format!("{invalid}Duplicate Tag Keys provided as input: Duplicate Tag Key found k"),
        ),
        (
            "TagResource",
            arn,
            json!({"Tags": many(51)}),
            format!(
                "{invalid}Number of Tags exceed the current limit for the provided ResourceArn"
            ),
        ),
        (
            "ListTagsOfResource",
            "Flat",
            json!({}),
            format!("{INVALID}ARNs must start with 'arn:': Flat"),
        ),
        ("ListTagsOfResource", "", json!({}), format!("{invalid}Invalid TableArn")),
        (
            "ListTagsOfResource",
            "arn:aws:s3:::bucket",
            json!({}),
            format!("{INVALID}Provided Arn is not a DynamoDB resource arn: arn:aws:s3:::bucket"),
        ),
        (
            "ListTagsOfResource",
            "arn:aws:dynamodb:eu-west-1:000000000000:table/Flat",
            json!({}),
            format!(
                "{invalid}Invalid TableArn: Invalid ResourceArn provided as input arn:aws:dynamodb:eu-west-1:000000000000:table/Flat"
            ),
        ),
        (
            "ListTagsOfResource",
            "arn:aws:dynamodb:us-east-1:000000000000:table/Flat",
            json!({}),
            "AccessDeniedException: Access is denied".to_owned(),
        ),
        (
            "TagResource",
            "arn:aws:dynamodb:us-east-1:123456789012:table/Pairs/index/ByTag",
            json!({"Tags": many(1)}),
            format!(
                "{INVALID}Invalid resource arn provided, only table or stream is accepted. Provided resource arn: arn:aws:dynamodb:us-east-1:123456789012:table/Pairs/index/ByTag"
            ),
        ),
    ];
    let mut session = session();
    for (operation, arn, mut request, message) in table {
        request["ResourceArn"] = json!(arn);
        assert_eq!(ask(&mut session, operation, &request), Err(message), "{operation} {request}");
    }
}

#[test]
fn time_to_live_that_is_incomplete() {
    let required = |path: &str| {
        format!(
            "Value null at 'timeToLiveSpecification{path}' failed to satisfy constraint: Member must not be null"
        )
    };
    let one = "ValidationException: 1 validation error detected: ";
    let table = [
        (json!({}), format!("{one}{}", required(""))),
        (
            json!({"TimeToLiveSpecification": {"Enabled": true}}),
            format!("{one}{}", required(".attributeName")),
        ),
        (
            json!({"TimeToLiveSpecification": {"AttributeName": "t"}}),
            format!("{one}{}", required(".enabled")),
        ),
        (
            json!({"TimeToLiveSpecification": {"AttributeName": "", "Enabled": true}}),
            format!(
                "{one}Value '' at 'timeToLiveSpecification.attributeName' failed to satisfy constraint: Member must have length greater than or equal to 1"
            ),
        ),
        (
            json!({"TimeToLiveSpecification": {"AttributeName": "t", "Enabled": false}}),
            "ValidationException: TimeToLive is already disabled".to_owned(),
        ),
    ];
    let mut session = session();
    for (request, message) in table {
        let request = with_table("Flat", request);
        assert_eq!(ask(&mut session, "UpdateTimeToLive", &request), Err(message), "{request}");
    }
}

/// Source: recorded of AWS (eu-west-2, August to October 2026).
#[test]
fn an_attribute_of_an_index_keeps_its_type() {
    let create = |kind: &str| {
        json!({
            "TableName": "Pairs",
            "AttributeDefinitions": [super::definition(&format!("tag {kind}"))],
            "GlobalSecondaryIndexUpdates": [{"Create": {
                "IndexName": "New",
                "KeySchema": [{"AttributeName": "tag", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "ALL"},
            }}],
        })
    };
    let mut session = session();
    assert_eq!(
        ask(&mut session, "UpdateTable", &create("N")).unwrap_err(),
        format!(
            "{INVALID}Attributes cannot be redefined. Please check that your attribute has the same \
             type as previously defined. Existing schema: Schema:[SchemaElement: key{{tag:S:HASH}}] \
             New schema: Schema:[SchemaElement: key{{tag:N:HASH}}]"
        )
    );
    done(&mut session, "UpdateTable", &create("S"));
}

/// Source: recorded of AWS (eu-west-2, August to October 2026): the limit is looked at before any index
/// is.
#[test]
fn one_index_comes_or_goes_at_a_time() {
    const ONE: &str = "LimitExceededException: Subscriber limit exceeded: Only 1 online index can be \
                       created or deleted simultaneously per table";
    let created = |name: &str| {
        json!({"Create": {
            "IndexName": name,
            "KeySchema": [{"AttributeName": "tag", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"},
        }})
    };
    let deleted = |name: &str| json!({"Delete": {"IndexName": name}});
    let mut session = session();
    for updates in [
        json!([created("New"), created("Newer")]),
        json!([deleted("ByTag"), deleted("ByScore")]),
        json!([deleted("Ghost"), deleted("Spectre")]),
        json!([created("New"), deleted("Ghost")]),
    ] {
        let request = json!({
            "TableName": "Pairs",
            "AttributeDefinitions": [super::definition("tag S")],
            "GlobalSecondaryIndexUpdates": updates,
        });
        assert_eq!(ask(&mut session, "UpdateTable", &request).unwrap_err(), ONE, "{request}");
    }
}

/// Source: Developer Guide, *Enable time to live*: it may take an hour, in which it cannot be changed
/// again; recorded of AWS (eu-west-2, August to October 2026).
#[test]
fn time_to_live_changes_once_an_hour() {
    const OFTEN: &str = "ValidationException: Time to live has been modified multiple times within a \
                         fixed interval";
    let mut session = session();
    let set = |session: &mut Session, enabled: bool| {
        let specification = json!({"AttributeName": "t", "Enabled": enabled});
        let request = json!({"TableName": "Flat", "TimeToLiveSpecification": specification});
        ask(session, "UpdateTimeToLive", &request)
    };
    assert!(set(&mut session, true).is_ok());
    session.set_time(Millis(3_599_999));
    assert_eq!(set(&mut session, false).unwrap_err(), OFTEN);
    session.set_time(Millis(3_600_000));
    assert!(set(&mut session, false).is_ok());
}
