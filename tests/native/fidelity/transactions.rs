//! Transactions: what refuses the whole request, what cancels it, and what each action is told.
//!
//! Source: Developer Guide, *Managing complex workflows with DynamoDB transactions*; answers
//! recorded of AWS by dynamodb-conformance (May 2026) and by dynoxide (eu-west-2, August 2026).

use super::{ask, done, session};
use dynamodb_playground::api::{Session, json::item_from_json, send};
use dynamodb_playground::model::TableName;
use serde_json::{Value as Json, json};

use crate::scripts::expand;

const MISSING_TABLE: &str = "ResourceNotFoundException: Requested resource not found";
const EMPTY_ID: &str = "ValidationException: One or more parameter values are not valid. The \
    AttributeValue for a key attribute cannot contain an empty string value. Key: id";
const SAME_ITEM: &str =
    "ValidationException: Transaction request cannot include multiple operations on one item";

/// What is answered: `done`, an error, or the reasons of a cancelled transaction, each a code and,
/// if it has one, a message.
fn told(session: &mut Session, operation: &str, body: &Json) -> String {
    let (status, answer) =
        send(session, &format!("DynamoDB_20120810.{operation}"), &body.to_string());
    let answer: Json = serde_json::from_str(&answer).unwrap();
    let Some(reasons) = answer["CancellationReasons"].as_array() else {
        return match status {
            200 => "done".to_owned(),
            _ => ask(session, operation, body).unwrap_err(),
        };
    };
    let text = |reason: &Json, member: &str| reason[member].as_str().map(str::to_owned);
    let codes: Vec<String> = reasons.iter().map(|reason| text(reason, "Code").unwrap()).collect();
    let sentence = format!(
        "Transaction cancelled, please refer cancellation reasons for specific reasons [{}]",
        codes.join(", ")
    );
    assert_eq!(answer["Message"], sentence.as_str());
    let shown = reasons.iter().zip(codes).map(|(reason, code)| match text(reason, "Message") {
        Some(message) => format!("{code}: {message}"),
        None => code,
    });
    format!("[{}]", shown.collect::<Vec<_>>().join(", "))
}

/// The rule, the actions, and what is told of them.
struct Told(&'static str, &'static str, &'static str);

fn check(operation: &str, rules: &[Told]) {
    let mut session = session();
    for item in [
        json!({"id": {"S": "a"}, "n": {"N": "5"}, "m": {"M": {}}, "day": {"N": "7"}}),
        json!({"id": {"S": "b"}}),
    ] {
        done(&mut session, "PutItem", &json!({"TableName": "Flat", "Item": item}));
    }
    for Told(rule, actions, expected) in rules {
        let mut actions: Json =
            serde_json::from_str(actions).unwrap_or_else(|e| panic!("{rule}: {e}"));
        expand(&mut actions);
        let answer = told(&mut session, operation, &json!({ "TransactItems": actions }));
        assert_eq!(answer, *expected, "{rule}");
    }
}

#[test]
fn what_refuses_a_transaction_that_writes() {
    check(
        "TransactWriteItems",
        &[
            Told(
                "no action",
                "[]",
                "ValidationException: 1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
            ),
            Told(
                "an element without an action",
                "[{}]",
                "ValidationException: Invalid Request: TransactWriteRequest should contain Delete or Put or Update request",
            ),
            Told(
                "an element with two",
                r#"[{"Put": {"TableName": "Flat", "Item": {"id": {"S": "c"}}}, "Delete": {"TableName": "Flat", "Key": {"id": {"S": "d"}}}}]"#,
                "ValidationException: TransactItems can only contain one of Check, Put, Update or Delete",
            ),
            Told(
                "actions have to be complete",
                r#"[{"Put": {}}, {"ConditionCheck": {"TableName": "Flat", "Key": {}}}, {"Update": {"TableName": "a b", "Key": {}, "ReturnValuesOnConditionCheckFailure": "ALL_NEW"}}]"#,
                "ValidationException: 6 validation errors detected: Value null at 'transactItems.1.member.put.item' failed to satisfy constraint: Member must not be null; Value null at 'transactItems.1.member.put.tableName' failed to satisfy constraint: Member must not be null; Value null at 'transactItems.2.member.conditionCheck.conditionExpression' failed to satisfy constraint: Member must not be null; Value null at 'transactItems.3.member.update.updateExpression' failed to satisfy constraint: Member must not be null; Value 'a b' at 'transactItems.3.member.update.tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value 'ALL_NEW' at 'transactItems.3.member.update.returnValuesOnConditionCheckFailure' failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]",
            ),
            Told(
                "a table that is not there goes before a key that does not fit",
                r#"[{"Delete": {"TableName": "Flat", "Key": {}}}, {"Delete": {"TableName": "None", "Key": {"id": {"S": "a"}}}}]"#,
                MISSING_TABLE,
            ),
            Told(
                "a name of two letters is no table's",
                r#"[{"Delete": {"TableName": "ab", "Key": {"id": {"S": "a"}}}}]"#,
                "ValidationException: 1 validation error detected: Value 'ab' at 'transactItems.1.member.delete.tableName' failed to satisfy constraint: Member must have length greater than or equal to 3",
            ),
            Told(
                "one item twice, however its key is spelt",
                r#"[{"Put": {"TableName": "Numbers", "Item": {"n": {"N": "1000"}}}}, {"Delete": {"TableName": "Numbers", "Key": {"n": {"N": "1e3"}}}}]"#,
                SAME_ITEM,
            ),
            Told(
                "and its table",
                r#"[{"ConditionCheck": {"TableName": "Flat", "Key": {"id": {"S": "a"}}, "ConditionExpression": "n = n2"}}, {"Delete": {"TableName": "arn:aws:dynamodb:us-east-1:123456789012:table/Flat", "Key": {"id": {"S": "a"}}}}]"#,
                SAME_ITEM,
            ),
            Told(
                "an empty key in a key",
                r#"[{"Delete": {"TableName": "Flat", "Key": {"id": {"S": ""}}}}]"#,
                EMPTY_ID,
            ),
            Told(
                "in an item",
                r#"[{"Put": {"TableName": "Flat", "Item": {"id": {"S": ""}}}}]"#,
                EMPTY_ID,
            ),
            Told(
                "behind an action that would cancel",
                r#"[{"Delete": {"TableName": "Flat", "Key": {}}}, {"Put": {"TableName": "Flat", "Item": {"id": {"S": ""}}}}]"#,
                EMPTY_ID,
            ),
            Told(
                "an empty key of an index",
                r#"[{"Put": {"TableName": "Pairs", "Item": {"pk": {"S": "p"}, "sk": {"N": "1"}, "tag": {"S": ""}}}}]"#,
                "ValidationException: One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: ByTag, IndexKey: tag",
            ),
            Told(
                "one that an update empties",
                r#"[{"Update": {"TableName": "Pairs", "Key": {"pk": {"S": "p"}, "sk": {"N": "1"}}, "UpdateExpression": "SET tag = :e", "ExpressionAttributeValues": {":e": {"S": ""}}}}]"#,
                "ValidationException: One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty string value.",
            ),
            Told(
                "an item too large to put",
                r#"[{"Put": {"TableName": "Flat", "Item": {"id": {"S": "c"}, "a": {"S": "x×409600"}}}}]"#,
                "ValidationException: Item size has exceeded the maximum allowed size",
            ),
            Told(
                "syntax",
                r#"[{"Delete": {"TableName": "Flat", "Key": {"id": {"S": "a"}}, "ConditionExpression": "n ="}}]"#,
                "ValidationException: Invalid ConditionExpression: Syntax error; token: \"<EOF>\", near: \"=\"",
            ),
            Told(
                "a reserved word",
                r#"[{"Update": {"TableName": "Flat", "Key": {"id": {"S": "a"}}, "UpdateExpression": "REMOVE name"}}]"#,
                "ValidationException: Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: name",
            ),
            Told(
                "a value that is not used",
                r#"[{"Update": {"TableName": "Flat", "Key": {"id": {"S": "a"}}, "UpdateExpression": "REMOVE n", "ExpressionAttributeValues": {":v": {"N": "1"}}}}]"#,
                "ValidationException: Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}",
            ),
            Told(
                "values of one action are not another's",
                r#"[{"ConditionCheck": {"TableName": "Flat", "Key": {"id": {"S": "a"}}, "ConditionExpression": "n = :v"}}, {"Delete": {"TableName": "Flat", "Key": {"id": {"S": "b"}}, "ExpressionAttributeValues": {":v": {"N": "1"}}}}]"#,
                "ValidationException: Invalid ConditionExpression: An expression attribute value used in expression is not defined; attribute value: :v",
            ),
            Told(
                "an empty set",
                r#"[{"Put": {"TableName": "Flat", "Item": {"id": {"S": "c"}, "s": {"SS": []}}}}]"#,
                "ValidationException: One or more parameter values were invalid: An string set  may not be empty",
            ),
            Told(
                "a wrong JSON type",
                r#"[{"Put": {"TableName": "Flat", "Item": {"id": {"S": 1}}}}]"#,
                "SerializationException: NUMBER_VALUE cannot be converted to String",
            ),
            Told(
                "an action that is none",
                r#"[[]]"#,
                "SerializationException: Unrecognized collection type class com.amazonaws.dynamodb.v20120810.TransactWriteItem",
            ),
        ],
    );
}

#[test]
fn what_cancels_a_transaction_that_writes() {
    check(
        "TransactWriteItems",
        &[
            Told(
                "a key that does not fit",
                r#"[{"Delete": {"TableName": "Flat", "Key": {"id": {"S": "b"}}}}, {"Delete": {"TableName": "Flat", "Key": {"id": {"N": "1"}}}}]"#,
                "[None, ValidationError: The provided key element does not match the schema]",
            ),
            Told(
                "a put has its own words",
                r#"[{"Put": {"TableName": "Flat", "Item": {"id": {"N": "1"}}}}]"#,
                "[ValidationError: One or more parameter values were invalid: Type mismatch for key id expected: S actual: N]",
            ),
            Told(
                "for a missing key too",
                r#"[{"Put": {"TableName": "Flat", "Item": {"x": {"N": "1"}}}}]"#,
                "[ValidationError: One or more parameter values were invalid: Missing the key id in the item]",
            ),
            Told(
                "a key too long",
                r#"[{"Delete": {"TableName": "Flat", "Key": {"id": {"S": "x×2049"}}}}]"#,
                "[ValidationError: One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes]",
            ),
            Told(
                "the wrong type for an index",
                r#"[{"Put": {"TableName": "Pairs", "Item": {"pk": {"S": "p"}, "sk": {"N": "1"}, "tag": {"N": "1"}}}}]"#,
                "[ValidationError: One or more parameter values were invalid: Type mismatch for Index Key tag Expected: S Actual: N IndexName: ByTag]",
            ),
            Told(
                "an update of the key",
                r#"[{"Update": {"TableName": "Flat", "Key": {"id": {"S": "a"}}, "UpdateExpression": "SET id = :v", "ExpressionAttributeValues": {":v": {"S": "a"}}}}]"#,
                "[ValidationError: One or more parameter values were invalid: Cannot update attribute id. This attribute is part of the key]",
            ),
            Told(
                "a path into a key",
                r#"[{"ConditionCheck": {"TableName": "Flat", "Key": {"id": {"S": "a"}}, "ConditionExpression": "attribute_exists(id.x)"}}]"#,
                "[ValidationError: Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: id]",
            ),
            Told(
                "a path that the item has not",
                r#"[{"Update": {"TableName": "Flat", "Key": {"id": {"S": "a"}}, "UpdateExpression": "SET n.x = :v", "ExpressionAttributeValues": {":v": {"N": "1"}}}}]"#,
                "[ValidationError: The document path provided in the update expression is invalid for update]",
            ),
            Told(
                "an operand of the wrong type",
                r#"[{"Update": {"TableName": "Flat", "Key": {"id": {"S": "a"}}, "UpdateExpression": "SET n = m + :v", "ExpressionAttributeValues": {":v": {"N": "1"}}}}]"#,
                "[ValidationError: An operand in the update expression has an incorrect data type]",
            ),
            Told(
                "a number too large",
                r#"[{"Update": {"TableName": "Flat", "Key": {"id": {"S": "a"}}, "UpdateExpression": "ADD n :v", "ExpressionAttributeValues": {":v": {"N": "1e50"}}}}]"#,
                "[ValidationError: Number overflow. Attempting to store a number with magnitude larger than supported range]",
            ),
            Told(
                "an invalid action hides conditions and further invalid actions",
                r#"[{"ConditionCheck": {"TableName": "Flat", "Key": {"id": {"S": "z"}}, "ConditionExpression": "attribute_exists(id)"}}, {"Update": {"TableName": "Flat", "Key": {"id": {"S": "a"}}, "UpdateExpression": "SET n = gone"}}, {"Delete": {"TableName": "Flat", "Key": {}}}]"#,
                "[None, ValidationError: The provided expression refers to an attribute that does not exist in the item, None]",
            ),
            Told(
                "what an update comes to counts only where its condition holds",
                r#"[{"Update": {"TableName": "Flat", "Key": {"id": {"S": "z"}}, "UpdateExpression": "SET n = n + n", "ConditionExpression": "attribute_exists(id)"}}, {"Delete": {"TableName": "Flat", "Key": {"id": {"S": "y"}}, "ConditionExpression": "attribute_exists(id)"}}, {"Delete": {"TableName": "Flat", "Key": {"id": {"S": "b"}}}}]"#,
                "[ConditionalCheckFailed: The conditional request failed, ConditionalCheckFailed: The conditional request failed, None]",
            ),
            Told(
                "nothing was done of all this",
                r#"[{"ConditionCheck": {"TableName": "Flat", "Key": {"id": {"S": "a"}}, "ConditionExpression": "n = :n AND attribute_exists(m)", "ExpressionAttributeValues": {":n": {"N": "5"}}}}, {"ConditionCheck": {"TableName": "Flat", "Key": {"id": {"S": "b"}}, "ConditionExpression": "attribute_exists(id)"}}]"#,
                "done",
            ),
        ],
    );
}

#[test]
fn what_a_transaction_that_reads_is_told() {
    check(
        "TransactGetItems",
        &[
            Told(
                "no action",
                "[]",
                "ValidationException: 1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
            ),
            Told(
                "an element without an action",
                "[{}]",
                "ValidationException: 1 validation error detected: Value null at 'transactItems.1.member.get' failed to satisfy constraint: Member must not be null",
            ),
            Told(
                "a get has to be complete",
                r#"[{"Get": {}}]"#,
                "ValidationException: 2 validation errors detected: Value null at 'transactItems.1.member.get.key' failed to satisfy constraint: Member must not be null; Value null at 'transactItems.1.member.get.tableName' failed to satisfy constraint: Member must not be null",
            ),
            Told(
                "a table that is not there",
                r#"[{"Get": {"TableName": "None", "Key": {"id": {"S": "a"}}}}]"#,
                MISSING_TABLE,
            ),
            Told(
                "one item twice",
                r#"[{"Get": {"TableName": "Flat", "Key": {"id": {"S": "a"}}, "ProjectionExpression": "n"}}, {"Get": {"TableName": "Flat", "Key": {"id": {"S": "a"}}}}]"#,
                SAME_ITEM,
            ),
            Told(
                "an empty key",
                r#"[{"Get": {"TableName": "Flat", "Key": {"id": {"S": ""}}}}]"#,
                EMPTY_ID,
            ),
            Told(
                "a projection that is none",
                r#"[{"Get": {"TableName": "Flat", "Key": {"id": {"S": "a"}}, "ProjectionExpression": "n, n"}}]"#,
                "ValidationException: Invalid ProjectionExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [n], path two: [n]",
            ),
            Told(
                "keys that do not fit cancel, and the first is told",
                r#"[{"Get": {"TableName": "Flat", "Key": {"id": {"S": "a"}}}}, {"Get": {"TableName": "Flat", "Key": {}}}, {"Get": {"TableName": "Flat", "Key": {"id": {"N": "1"}}}}]"#,
                "[None, ValidationError: The provided key element does not match the schema, None]",
            ),
            Told(
                "a path into a key",
                r#"[{"Get": {"TableName": "Flat", "Key": {"id": {"S": "a"}}, "ProjectionExpression": "id[0]"}}]"#,
                "[ValidationError: Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: id]",
            ),
        ],
    );
}

#[test]
fn a_hundred_actions_and_four_megabytes() {
    let mut session = session();
    let put = |n: usize, bytes: usize| {
        let item = json!({"id": {"S": n.to_string()}, "a": {"S": "x".repeat(bytes)}});
        json!({"Put": {"TableName": "Flat", "Item": item}})
    };
    let puts = |count: usize, bytes: usize| -> Json {
        json!({ "TransactItems": (0..count).map(|n| put(n, bytes)).collect::<Json>() })
    };
    assert_eq!(told(&mut session, "TransactWriteItems", &puts(100, 1)), "done");
    for (operation, class) in
        [("TransactWriteItems", "TransactWriteItem"), ("TransactGetItems", "TransactGetItem")]
    {
        let mut body = puts(101, 1);
        let answer = if operation == "TransactGetItems" {
            let get = |n: usize| json!({"Get": {"TableName": "Flat", "Key": {"id": {"S": n.to_string()}}}});
            body["TransactItems"] = (0..101).map(get).collect();
            told(&mut session, operation, &body)
        } else {
            told(&mut session, operation, &body)
        };
        let (shown, rule) = answer.split_once(" at 'transactItems' ").unwrap();
        assert!(shown.starts_with(&format!(
            "ValidationException: 1 validation error detected: Value '[com.amazonaws.dynamodb.v20120810.{class}@"
        )));
        let most =
            "failed to satisfy constraint: Member must have length less than or equal to 100";
        assert_eq!(rule, most);
    }
    // Ten items of 400,000 bytes fit, eleven do not; deleting them takes next to nothing.
    assert_eq!(told(&mut session, "TransactWriteItems", &puts(10, 400_000)), "done");
    let refused = told(&mut session, "TransactWriteItems", &puts(11, 400_000));
    assert!(refused.starts_with("ValidationException: ") && refused.contains("size cannot exceed"));
    // Nor do eleven of them as parameters of statements.
    let insert = |n: usize| json!({"Statement": format!("INSERT INTO Flat VALUE {{'id': 's{n}', 'text': ?}}"), "Parameters": [{"S": "x".repeat(400_000)}]});
    let inserts: Json = (0..11).map(insert).collect();
    let body = json!({"TransactStatements": inserts});
    assert_eq!(told(&mut session, "ExecuteTransaction", &body), refused);
    let more: Json = (10..20).map(|n| put(n, 400_000)).collect();
    assert_eq!(told(&mut session, "TransactWriteItems", &json!({"TransactItems": more})), "done");
    let delete =
        |n: usize| json!({"Delete": {"TableName": "Flat", "Key": {"id": {"S": n.to_string()}}}});
    let all: Json = (0..20).map(delete).collect();
    assert_eq!(told(&mut session, "TransactWriteItems", &json!({"TransactItems": all})), "done");
}

/// A transaction measures the item alone, where UpdateItem adds the update's own bytes.
#[test]
fn an_update_in_a_transaction_weighs_its_item() {
    let mut session = session();
    let mut update = |bytes: usize| {
        // id 2+1 and a 1+…
        let text = "x".repeat(bytes - 4);
        let update = json!({"TableName": "Flat", "Key": {"id": {"S": "k"}}, "UpdateExpression": "SET a = :a",
            "ExpressionAttributeValues": {":a": {"S": text}}});
        told(&mut session, "TransactWriteItems", &json!({"TransactItems": [{"Update": update}]}))
    };
    assert_eq!(update(409_600), "done");
    assert_eq!(
        update(409_601),
        "[ValidationError: Item size to update has exceeded the maximum allowed size]"
    );
}

#[test]
fn a_token_has_up_to_36_letters() {
    let mut session = session();
    let mut with = |token: &str| {
        let delete = json!([{"Delete": {"TableName": "Flat", "Key": {"id": {"S": "a"}}}}]);
        told(
            &mut session,
            "TransactWriteItems",
            &json!({"ClientRequestToken": token, "TransactItems": delete}),
        )
    };
    assert_eq!(with(&"é".repeat(36)), "done");
    assert_eq!(with(&"é".repeat(36)), "done");
    assert_eq!(
        with(""),
        "ValidationException: 1 validation error detected: Value '' at 'clientRequestToken' failed to satisfy constraint: Member must have length greater than or equal to 1"
    );
    assert!(with(&"x".repeat(37)).ends_with("Member must have length less than or equal to 36"));
}

/// Items that are said to be in a transaction which has not ended.
#[test]
fn who_meets_an_ongoing_transaction() {
    const CONFLICT: &str = "TransactionConflictException: Transaction is ongoing for the item";
    const REASON: &str = "TransactionConflict: Transaction is ongoing for the item.";
    let mut session = session();
    let key = json!({"id": {"S": "a"}});
    done(&mut session, "PutItem", &json!({"TableName": "Flat", "Item": {"id": {"S": "a"}}}));
    let flat = TableName::parse("Flat").unwrap();
    session.set_ongoing(&[(flat.clone(), item_from_json(&key).unwrap())]).unwrap();
    for (operation, body) in [
        ("PutItem", json!({"TableName": "Flat", "Item": {"id": {"S": "a"}, "x": {"N": "1"}}})),
        ("UpdateItem", json!({"TableName": "Flat", "Key": key, "UpdateExpression": "REMOVE x"})),
        ("DeleteItem", json!({"TableName": "Flat", "Key": key})),
        ("BatchWriteItem", json!({"RequestItems": {"Flat": [{"DeleteRequest": {"Key": key}}]}})),
    ] {
        assert_eq!(told(&mut session, operation, &body), CONFLICT, "{operation}");
    }
    let other = json!({"TableName": "Flat", "Key": {"id": {"S": "b"}}});
    let writes = json!({"TransactItems": [{"Delete": other}, {"ConditionCheck": {"TableName": "Flat", "Key": key,
        "ConditionExpression": "attribute_exists(id)"}}]});
    assert_eq!(told(&mut session, "TransactWriteItems", &writes), format!("[None, {REASON}]"));
    let reads =
        json!({"TransactItems": [{"Get": {"TableName": "Flat", "Key": key}}, {"Get": other}]});
    assert_eq!(told(&mut session, "TransactGetItems", &reads), format!("[{REASON}, None]"));
    for (operation, body) in [
        ("GetItem", json!({"TableName": "Flat", "Key": key, "ConsistentRead": true})),
        ("Scan", json!({"TableName": "Flat"})),
        ("DeleteItem", other),
    ] {
        assert_eq!(told(&mut session, operation, &body), "done", "{operation}");
    }
    session.set_ongoing(&[]).unwrap();
    assert_eq!(told(&mut session, "TransactWriteItems", &writes), "done");
    let missing = [(TableName::parse("None").unwrap(), item_from_json(&key).unwrap())];
    assert!(session.set_ongoing(&missing).is_err());
    assert!(session.set_ongoing(&[(flat, item_from_json(&json!({})).unwrap())]).is_err());
}

/// Source: recorded of AWS (eu-west-2, August to October 2026): names and values without an expression
/// are refused in PutItem and GetItem, and not in transactions.
#[test]
fn names_and_values_may_be_left_over() {
    let mut session = session();
    let put = json!({"Put": {
        "TableName": "Flat",
        "Item": {"id": {"S": "a"}},
        "ExpressionAttributeNames": {"#n": "n"},
        "ExpressionAttributeValues": {":v": {"S": "v"}},
    }});
    assert_eq!(told(&mut session, "TransactWriteItems", &json!({"TransactItems": [put]})), "done");
    let get = json!({"Get": {
        "TableName": "Flat",
        "Key": {"id": {"S": "a"}},
        "ExpressionAttributeNames": {"#n": "n"},
    }});
    assert_eq!(told(&mut session, "TransactGetItems", &json!({"TransactItems": [get]})), "done");
    let error = ask(&mut session, "PutItem", &put["Put"]).unwrap_err();
    assert!(error.contains("can only be specified when using expressions"), "{error}");
    let error = ask(&mut session, "GetItem", &get["Get"]).unwrap_err();
    assert!(error.contains("can only be specified when using expressions"), "{error}");
}
