use serde_json::json;

use super::*;

fn printed(language: Language, operation: Operation, body: Json) -> String {
    let Json::Object(body) = body else { panic!("a body is an object") };
    print(language, operation, &body).unwrap()
}

/// An item of all ten types, with what is easily lost.
fn put() -> Json {
    json!({
        "TableName": "T",
        "Item": {
            "S": {"S": "it's \"q\" \\ é🦀\n\u{202e}"},
            "N": {"N": "12345678901234567890123456789012345678"},
            "B": {"B": "AAH/"}, "SS": {"SS": ["a"]}, "NS": {"NS": ["1.10"]}, "BS": {"BS": ["AA=="]},
            "M": {"M": {"__proto__": {"BOOL": true}, "a-b": {"NULL": true}}},
            "L": {"L": [{"L": []}, {"M": {}}]},
        },
        "ReturnValues": "ALL_OLD",
    })
}

#[test]
fn every_type_survives_in_every_language() {
    let client = printed(Language::PythonClient, Operation::PutItem, put());
    for part in [
        r#""S": {"S": "it's \"q\" \\ é🦀\n\u202e"}"#,
        r#"{"N": "12345678901234567890123456789012345678"}"#,
        r#"{"B": base64.b64decode("AAH/")}"#,
        r#""__proto__": {"BOOL": True}"#,
        "import base64\n",
    ] {
        assert!(client.contains(part), "{part} is not in\n{client}");
    }
    let resource = printed(Language::PythonResource, Operation::PutItem, put());
    for part in [
        r#"table = dynamodb.Table("T")"#,
        r#""N": Decimal("12345678901234567890123456789012345678")"#,
        r#""SS": {"a"}"#,
        r#""NS": {Decimal("1.10")}"#,
        r#""a-b": None"#,
        r#""L": [[], {}]"#,
        "response = table.put_item(\n    Item={",
    ] {
        assert!(resource.contains(part), "{part} is not in\n{resource}");
    }
    let javascript = printed(Language::JavaScript, Operation::PutItem, put());
    for part in [
        r#"N: { N: "12345678901234567890123456789012345678" }"#,
        r#"B: Buffer.from("AAH/", "base64")"#,
        r#"["__proto__"]: { BOOL: true }"#,
        r#""a-b": { NULL: true }"#,
        r#"\u{202e}"#,
    ] {
        assert!(javascript.contains(part), "{part} is not in\n{javascript}");
    }
    let rust = printed(Language::Rust, Operation::PutItem, put());
    for part in [
        r#"AttributeValue::N("12345678901234567890123456789012345678".to_owned())"#,
        r#"Blob::new(b"\x00\x01\xff")"#,
        r#".return_values(ReturnValue::from("ALL_OLD"))"#,
        "AttributeValue::M(HashMap::new())",
        "use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};",
    ] {
        assert!(rust.contains(part), "{part} is not in\n{rust}");
    }
}

#[test]
fn what_no_sdk_takes_is_named() {
    let why = |body: Json| {
        let Json::Object(body) = body else { panic!("a body is an object") };
        print(Language::Rust, Operation::PutItem, &body).unwrap_err()
    };
    assert_eq!(why(json!({"Tabel": "T"})), Inexpressible::Unknown("Tabel".into()));
    assert_eq!(why(json!({"TableName": 7})), Inexpressible::Type("TableName".into()));
    let deep = why(json!({"Item": {"a": {"L": [{"N": 1}]}}}));
    assert_eq!(deep, Inexpressible::Type("Item.a[0]".into()));
    assert_eq!(why(json!({"Item": {"a": {"B": "?"}}})), Inexpressible::Type("Item.a".into()));
    let streams = print(Language::PythonResource, Operation::ListStreams, &Map::new());
    let resource = Language::PythonResource.label();
    assert_eq!(streams, Err(Inexpressible::Operation("ListStreams", resource)));
    assert!(streams.unwrap_err().sentence().ends_with('.'));
}

/// A table with something of everything that can be defined.
fn table() -> Json {
    json!({
        "TableName": "My-Table.1",
        "AttributeDefinitions": [
            {"AttributeName": "PK", "AttributeType": "S"},
            {"AttributeName": "at", "AttributeType": "N"},
        ],
        "KeySchema": [
            {"AttributeName": "PK", "KeyType": "HASH"}, {"AttributeName": "at", "KeyType": "RANGE"},
        ],
        "GlobalSecondaryIndexes": [{
            "IndexName": "G", "KeySchema": [{"AttributeName": "at", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["yes", "${x}"]},
            "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 2},
        }],
        "LocalSecondaryIndexes": [{
            "IndexName": "L",
            "KeySchema": [
                {"AttributeName": "PK", "KeyType": "HASH"},
                {"AttributeName": "at", "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }],
        "BillingMode": "PROVISIONED",
        "ProvisionedThroughput": {"ReadCapacityUnits": 3, "WriteCapacityUnits": 4},
        "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_IMAGE"},
        "DeletionProtectionEnabled": true,
        "Tags": [{"Key": "Team", "Value": "a: b"}],
    })
}

#[test]
fn a_table_is_defined_in_three_languages() {
    let yaml = printed(Language::CloudFormation, Operation::CreateTable, table());
    for part in [
        "Resources:\n  MyTable1:\n    Type: AWS::DynamoDB::Table\n    Properties:\n",
        "      TableName: My-Table.1\n",
        "        - AttributeName: PK\n          AttributeType: S\n",
        "            NonKeyAttributes:\n              - \"yes\"\n              - \"${x}\"\n",
        "      StreamSpecification:\n        StreamViewType: NEW_IMAGE\n",
        "        - Key: Team\n          Value: \"a: b\"\n",
    ] {
        assert!(yaml.contains(part), "{part} is not in\n{yaml}");
    }
    let hcl = printed(Language::Terraform, Operation::CreateTable, table());
    for part in [
        "resource \"aws_dynamodb_table\" \"my_table1\" {\n  name = \"My-Table.1\"\n",
        "  read_capacity = 3\n  write_capacity = 4\n  hash_key = \"PK\"\n  range_key = \"at\"\n",
        "    non_key_attributes = [\"yes\", \"$${x}\"]\n",
        "  stream_enabled = true\n  stream_view_type = \"NEW_IMAGE\"\n",
        "    \"Team\" = \"a: b\"\n",
    ] {
        assert!(hcl.contains(part), "{part} is not in\n{hcl}");
    }
    let cdk = printed(Language::Cdk, Operation::CreateTable, table());
    for part in [
        "new dynamodb.TableV2(this, \"MyTable1\", {\n  tableName: \"My-Table.1\",\n",
        "  partitionKey: { name: \"PK\", type: dynamodb.AttributeType.STRING },\n",
        "readCapacity: dynamodb.Capacity.fixed(3)",
        "  dynamoStream: dynamodb.StreamViewType.NEW_IMAGE,\n",
    ] {
        assert!(cdk.contains(part), "{part} is not in\n{cdk}");
    }
}

#[test]
fn an_index_with_keys_of_several_attributes_is_defined() {
    let mut body = table();
    body["GlobalSecondaryIndexes"][0]["KeySchema"] = json!([
        {"AttributeName": "PK", "KeyType": "HASH"}, {"AttributeName": "at", "KeyType": "HASH"},
    ]);
    let hcl = printed(Language::Terraform, Operation::CreateTable, body.clone());
    let block =
        "    key_schema {\n      attribute_name = \"at\"\n      key_type = \"HASH\"\n    }\n";
    assert!(hcl.contains(block), "{hcl}");
    assert_eq!(hcl.matches("hash_key").count(), 1, "only the table's own\n{hcl}");
    let cdk = printed(Language::Cdk, Operation::CreateTable, body.clone());
    let key = "{ name: \"at\", type: dynamodb.AttributeType.NUMBER }";
    let at = cdk.find("partitionKeys: [").expect("several attributes have a list");
    assert!(cdk[at..].contains(key), "{cdk}");
    let yaml = printed(Language::CloudFormation, Operation::CreateTable, body);
    assert!(yaml.contains("            - AttributeName: at\n              KeyType: HASH\n"));
}

#[test]
fn what_a_definition_cannot_say_is_named() {
    let mut body = table();
    body["KeySchema"] = json!([
        {"AttributeName": "a", "KeyType": "HASH"}, {"AttributeName": "b", "KeyType": "HASH"},
    ]);
    let Json::Object(body) = body else { panic!("a body is an object") };
    let why = print(Language::Terraform, Operation::CreateTable, &body).unwrap_err();
    assert!(why.sentence().starts_with("Terraform can't say keys of several attributes"));
}

#[test]
fn a_short_request_takes_few_lines() {
    let body = json!({"TableName": "Music", "Limit": 5});
    assert_eq!(
        printed(Language::JavaScript, Operation::Scan, body.clone()),
        "import { DynamoDBClient, ScanCommand } from \"@aws-sdk/client-dynamodb\";\n\n\
         const client = new DynamoDBClient({});\n\n\
         const response = await client.send(new ScanCommand({\n  TableName: \"Music\",\n  \
         Limit: 5,\n}));\nconsole.log(response);\n"
    );
    assert_eq!(
        printed(Language::PythonResource, Operation::Scan, body),
        "import boto3\n\ndynamodb = boto3.resource(\"dynamodb\")\n\
         table = dynamodb.Table(\"Music\")\n\nresponse = table.scan(Limit=5)\nprint(response)\n"
    );
}
