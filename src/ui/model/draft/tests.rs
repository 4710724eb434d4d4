//! From form to request and back.

use serde_json::{Value as Json, json};

use super::*;
use crate::kept::Kept;
use crate::model::{AttributeName, KeyAttribute, KeySchema, ScalarType};

fn again(operation: &str, body: Json) -> Json {
    Draft::from_request(operation, &body).to_request().unwrap()
}

fn bookings() -> Json {
    json!({
        "TableName": "MedicalTests",
        "KeyConditionExpression": "PK = :pk AND begins_with(SK, :sk)",
        "ExpressionAttributeValues": {":pk": {"S": "PATIENT#123"}, ":sk": {"S": "BOOKING#"}},
    })
}

fn keys() -> KeySchema {
    let key = |name: &str| KeyAttribute {
        name: AttributeName::parse(name).unwrap(),
        kind: ScalarType::S,
    };
    KeySchema { partition: vec![key("PK")], sort: vec![key("SK")] }
}

#[test]
fn a_ready_made_query_fills_the_rows() {
    let draft = Draft::from_request("Query", &bookings());
    assert_eq!(draft.key.partition[0].value, Typed::new(Kind::S, "PATIENT#123"));
    assert_eq!(draft.key.sort[0].operator, Some(Operator::BeginsWith));
    assert_eq!(draft.key.sort[0].first.text, "BOOKING#");
    let expected = json!({
        "TableName": "MedicalTests",
        "KeyConditionExpression": "#n0 = :v0 AND begins_with(#n1, :v1)",
        "ExpressionAttributeNames": {"#n0": "PK", "#n1": "SK"},
        "ExpressionAttributeValues": {":v0": {"S": "PATIENT#123"}, ":v1": {"S": "BOOKING#"}},
    });
    assert_eq!(draft.to_request().unwrap(), expected);
    assert_eq!(again("Query", expected.clone()), expected);
}

#[test]
fn a_filter_that_rows_cannot_say_stays_text_with_its_own_placeholders() {
    let body = json!({
        "TableName": "T", "IndexName": "GSI1",
        "KeyConditionExpression": "#p = :p AND #s BETWEEN :a AND :b",
        "FilterExpression": "#s2 = :x OR size(Notes) > :y",
        "ProjectionExpression": "PK, #s2",
        "ExpressionAttributeNames": {"#p": "P", "#s": "S", "#s2": "Status"},
        "ExpressionAttributeValues": {":p": {"S": "1"}, ":a": {"N": "1"}, ":b": {"N": "2"},
            ":x": {"S": "Open"}, ":y": {"N": "5"}},
        "Limit": 10, "ScanIndexForward": false, "ConsistentRead": true,
        "ReturnConsumedCapacity": "TOTAL",
    });
    let sent = again("Query", body);
    assert_eq!(sent["FilterExpression"], "#s2 = :x OR size(Notes) > :y");
    assert_eq!(sent["KeyConditionExpression"], "#n0 = :v0 AND #n1 BETWEEN :v1 AND :v2");
    assert_eq!(sent["ProjectionExpression"], "#n2, #s2");
    let names = json!({"#s2": "Status", "#n0": "P", "#n1": "S", "#n2": "PK"});
    assert_eq!(sent["ExpressionAttributeNames"], names);
    assert_eq!(sent["ExpressionAttributeValues"].as_object().unwrap().len(), 5);
    assert_eq!(sent["ReturnConsumedCapacity"], "TOTAL");
    assert_eq!(sent["Limit"], 10);
    assert_eq!(again("Query", sent.clone()), sent);
}

#[test]
fn rows_escape_reserved_words_and_paths() {
    let row = |path: &str, operator, first| FilterRow {
        path: path.to_owned(),
        operator,
        first,
        ..FilterRow::default()
    };
    let mut draft = Draft { verb: Verb::Scan, table: "T".to_owned(), ..Draft::default() };
    draft.filter.rows = vec![
        row("Status", Operator::Equal, Typed::new(Kind::S, "Pending")),
        row("Address.Name[0]", Operator::Exists, Typed::default()),
        row("", Operator::Equal, Typed::default()),
        row("Age", Operator::AtLeast, Typed::new(Kind::N, "18")),
    ];
    let body = draft.to_request().unwrap();
    let expected = "#n0 = :v0 AND attribute_exists(#n1.#n2[0]) AND #n3 >= :v1";
    assert_eq!(body["FilterExpression"], expected);
    assert_eq!(body["ExpressionAttributeNames"]["#n2"], "Name");
    let back = Draft::from_request("Scan", &body);
    assert_eq!(back.filter.rows.len(), 3);
    assert_eq!(back.filter.rows[1].path, "Address.Name[0]");
    assert_eq!(back.to_request().unwrap(), body);
}

#[test]
fn literals_in_a_text_filter_step_around_written_placeholders() {
    let mut draft = Draft { verb: Verb::Scan, table: "T".to_owned(), ..Draft::default() };
    draft.filter.text = Some("a = :v0 OR b = 'x'".to_owned());
    draft.values =
        vec![ValueRow { placeholder: ":v0".to_owned(), value: Typed::new(Kind::N, "1") }];
    let body = draft.to_request().unwrap();
    assert_eq!(body["FilterExpression"], "a = :v0 OR b = :v1");
    assert_eq!(body["ExpressionAttributeValues"], json!({":v0": {"N": "1"}, ":v1": {"S": "x"}}));
}

#[test]
fn writes_come_back_as_they_were() {
    let update = json!({
        "TableName": "T", "Key": {"PK": {"S": "a"}, "SK": {"N": "1"}},
        "UpdateExpression": "SET #s = :s", "ConditionExpression": "#s = :old",
        "ReturnValues": "ALL_NEW",
        "ExpressionAttributeNames": {"#s": "status"},
        "ExpressionAttributeValues": {":s": {"S": "x"}, ":old": {"M": {"a": {"NS": ["1"]}}}},
    });
    assert_eq!(again("UpdateItem", update.clone()), update);
    let put = json!({
        "TableName": "T", "Item": {"PK": {"S": "a"}, "tags": {"SS": ["x", "y"]}, "n": {"N": "1.50"}},
        "ConditionExpression": "attribute_not_exists(PK)",
    });
    assert_eq!(again("PutItem", put.clone()), put);
    let delete = json!({"TableName": "T", "Key": {"PK": {"S": "a"}}, "ReturnValues": "ALL_OLD"});
    assert_eq!(again("DeleteItem", delete.clone()), delete);
}

#[test]
fn what_has_no_form_stays_json_and_runs_from_it() {
    let batch = json!({"RequestItems": {"T": {"Keys": [{"PK": {"S": "a"}}]}}});
    let mut draft = Draft::from_request("BatchGetItem", &batch);
    assert_eq!(draft.operation(), "BatchGetItem");
    assert_eq!(draft.to_request().unwrap(), batch);
    let problem = DraftProblem::NoForm { operation: "BatchGetItem".to_owned() };
    assert_eq!(draft.write_as_form(), Err(problem));
}

#[test]
fn form_and_json_keep_step() {
    let mut draft = Draft::from_request("Query", &bookings());
    let before = draft.clone();
    draft.write_as_json().unwrap();
    let text = draft.raw.as_ref().unwrap().text.replace("PATIENT#123", "PATIENT#456");
    draft.raw.as_mut().unwrap().text = text;
    draft.write_as_form().unwrap();
    assert_eq!(draft.key.partition[0].value.text, "PATIENT#456");
    assert_ne!(draft, before);
    draft.raw =
        Some(RawRequest { operation: "Query".to_owned(), text: "{\n  \"a\": }".to_owned() });
    let problem = draft.write_as_form().unwrap_err();
    assert!(matches!(problem, DraftProblem::Syntax { line: 2, column: 8, .. }), "{problem:?}");
    assert!(draft.raw.is_some());
}

#[test]
fn a_problem_says_where() {
    let mut draft =
        Draft { verb: Verb::PutItem, item: "{\"a\": 1,}".to_owned(), ..Draft::default() };
    let problem = draft.to_request().unwrap_err();
    assert_eq!(problem.field(), Field::Item);
    assert!(problem.sentence().starts_with("Line 1, column 9: trailing comma"), "{problem:?}");
    draft.verb = Verb::Scan;
    draft.limit = "ten".to_owned();
    assert_eq!(draft.to_request().unwrap_err().field(), Field::Limit);
}

#[test]
fn the_form_follows_the_schema_and_finds_the_selection() {
    let mut draft = Draft::from_request("Query", &bookings());
    let turned = json!({
        "TableName": "T", "KeyConditionExpression": "SK = :s AND PK = :p",
        "ExpressionAttributeValues": {":p": {"S": "p"}, ":s": {"S": "s"}},
    });
    let mut other = Draft::from_request("Query", &turned);
    other.fit_key(&keys());
    assert_eq!(other.key.partition[0].value.text, "p");
    assert_eq!(other.key.sort[0].first.text, "s");
    assert!(draft.key.selection(&keys()).is_some());
    draft.key.partition[0].value.text.clear();
    assert_eq!(draft.key.selection(&keys()), None);
}

/// An index may have several attributes of each role; a condition names them in any order.
#[test]
fn the_form_follows_keys_of_several_attributes() {
    let attribute =
        |name: &str, kind| KeyAttribute { name: AttributeName::parse(name).unwrap(), kind };
    let keys = KeySchema {
        partition: vec![attribute("a", ScalarType::S), attribute("b", ScalarType::N)],
        sort: vec![attribute("c", ScalarType::S), attribute("d", ScalarType::N)],
    };
    let request = json!({
        "TableName": "T", "IndexName": "I",
        "KeyConditionExpression": "d > :d AND c = :c AND b = :b AND a = :a",
        "ExpressionAttributeValues":
            {":d": {"N": "4"}, ":c": {"S": "z"}, ":b": {"N": "2"}, ":a": {"S": "x"}},
    });
    let mut draft = Draft::from_request("Query", &request);
    draft.fit_key(&keys);
    let selection = draft.key.selection(&keys).unwrap();
    assert_eq!((selection.partition.len(), selection.sort_equal.len()), (2, 1));
    let body = draft.to_request().unwrap();
    assert_eq!(
        body["KeyConditionExpression"],
        "#n0 = :v0 AND #n1 = :v1 AND #n2 = :v2 AND #n3 > :v3"
    );
    draft.fit_key(&self::keys());
    assert_eq!(draft.key.text.as_deref(), Some("a = 'x' AND b = 2 AND c = 'z' AND d > 4"));
}

#[test]
fn a_draft_survives_being_saved() {
    let draft = Draft::from_request("Query", &bookings());
    assert_eq!(Draft::of_json(&draft.to_json()).unwrap(), draft);
}

#[test]
fn rows_can_go_on_as_text() {
    let mut draft = Draft::from_request("Query", &bookings());
    draft.turn_key();
    let text = draft.key.text.as_deref();
    assert_eq!(text, Some("PK = 'PATIENT#123' AND begins_with(SK, 'BOOKING#')"));
    let body = draft.to_request().unwrap();
    assert_eq!(body["KeyConditionExpression"], "PK = :v0 AND begins_with(SK, :v1)");
}

#[test]
fn what_another_operation_cannot_return_is_neither_shown_nor_sent() {
    let mut draft = Draft { verb: Verb::UpdateItem, ..Draft::default() };
    draft.return_values = "ALL_NEW".to_owned();
    assert_eq!(draft.returns(), "ALL_NEW");
    draft.verb = Verb::DeleteItem;
    assert_eq!(draft.returns(), "NONE");
    assert_eq!(draft.to_request().unwrap().get("ReturnValues"), None);
    draft.verb = Verb::UpdateItem;
    assert_eq!(draft.to_request().unwrap()["ReturnValues"], "ALL_NEW");
}

#[test]
fn a_problem_goes_as_soon_as_it_is_mended() {
    let mut draft = Draft { verb: Verb::Scan, limit: "abc".to_owned(), ..Draft::default() };
    let problem = draft.to_request().unwrap_err();
    draft.projection = "PK".to_owned();
    assert_eq!(problem.left_in(&draft).as_ref(), Some(&problem));
    draft.filter.text = Some("a = 'open".to_owned());
    draft.limit = "10".to_owned();
    assert_eq!(
        problem.left_in(&draft),
        None,
        "the quote is another problem, not yet complained of"
    );
    let no_form = DraftProblem::NoForm { operation: "BatchGetItem".to_owned() };
    draft.filter.text = None;
    assert_eq!(no_form.left_in(&draft), None);
}

#[test]
fn a_draft_asks_the_same_as_form_and_as_json_until_it_is_changed() {
    let question = Draft::from_request("Query", &bookings());
    let mut draft = question.clone();
    draft.write_as_json().unwrap();
    assert_eq!(draft.asked(), question.asked());
    draft.write_as_form().unwrap();
    draft.verb = Verb::Scan;
    assert_ne!(draft.asked(), question.asked());
    draft.verb = Verb::Query;
    assert_eq!(draft.asked(), question.asked());
    draft.limit = "ten".to_owned();
    assert_eq!(draft.asked(), None);
}

#[test]
fn no_two_access_patterns_ask_the_same() {
    for dataset in crate::datasets::DatasetId::ALL {
        let patterns = crate::datasets::access_patterns(dataset);
        let asked = |at: usize| {
            let request = &patterns[at].request;
            Draft::from_request(request.operation.name(), &request.body).asked().unwrap()
        };
        for (at, pattern) in patterns.iter().enumerate() {
            assert!((0..at).all(|before| asked(before) != asked(at)), "{}", pattern.title);
        }
    }
}
