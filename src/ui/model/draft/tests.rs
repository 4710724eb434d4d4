//! From form to request and back.

use serde_json::{Value as Json, json};

use super::*;
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
        "KeyConditionExpression": "PK = :v0 AND begins_with(SK, :v1)",
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
    assert_eq!(sent["KeyConditionExpression"], "P = :v0 AND S BETWEEN :v1 AND :v2");
    assert_eq!(sent["ProjectionExpression"], "PK, #s2");
    let names = json!({"#s2": "Status"});
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
    let expected = "#n0 = :v0 AND attribute_exists(Address.#n1[0]) AND Age >= :v1";
    assert_eq!(body["FilterExpression"], expected);
    assert_eq!(body["ExpressionAttributeNames"], json!({"#n0": "Status", "#n1": "Name"}));
    let back = Draft::from_request("Scan", &body);
    assert_eq!(back.filter.rows.len(), 3);
    assert_eq!(back.filter.rows[1].path, "Address.Name[0]");
    assert_eq!(back.to_request().unwrap(), body);
}

/// The names of rows are names, and a path that is none goes out for the service to complain of.
#[test]
fn rows_take_names_that_no_expression_can_hold() {
    let filter = |path: &str| {
        let mut draft = Draft { verb: Verb::Scan, table: "T".to_owned(), ..Draft::default() };
        let row = FilterRow { path: path.to_owned(), ..FilterRow::default() };
        draft.filter.rows = vec![FilterRow { operator: Operator::Exists, ..row }];
        let body = draft.to_request().unwrap();
        let again = Draft::from_request("Scan", &body);
        assert_eq!(again.to_request().unwrap(), body, "{path}");
        let names = body.get("ExpressionAttributeNames").cloned().unwrap_or_default();
        (body["FilterExpression"].as_str().unwrap().to_owned(), names)
    };
    let sent = |text: &str, names: Json| (format!("attribute_exists({text})"), names);
    assert_eq!(filter("first name"), sent("#n0", json!({"#n0": "first name"})));
    assert_eq!(filter(" a.größe [0][ 12 ] "), sent("a.#n0[0][12]", json!({"#n0": "größe"})));
    assert_eq!(filter("Remove"), sent("#n0", json!({"#n0": "Remove"})));
    assert_eq!(filter("#s.x"), sent("#s.x", Json::Null));
    let spaced = json!({
        "TableName": "T", "FilterExpression": "attribute_exists(#x)",
        "ExpressionAttributeNames": {"#x": "first name"},
    });
    assert_eq!(Draft::from_request("Scan", &spaced).filter.rows[0].path, "first name");
    for no_path in ["a..b", "Status[x]", "a[", "a[+1]", "[0]"] {
        assert_eq!(filter(no_path), sent(no_path, Json::Null));
    }
}

#[test]
fn rows_hold_only_what_means_the_same() {
    let read = |filter: &str| {
        let body = json!({
            "TableName": "T", "FilterExpression": filter,
            "ExpressionAttributeNames": {"#d": "a.b", "#s": "Status"},
            "ExpressionAttributeValues": {":n": {"N": "many"}, ":t": {"S": "DOG"}},
        });
        let draft = Draft::from_request("Scan", &body);
        if draft.filter.rows.is_empty() {
            assert_eq!(draft.filter.text.as_deref(), Some(filter));
            assert_eq!((draft.names.len(), draft.values.len()), (2, 2), "{filter}");
        }
        draft.filter.rows
    };
    // Wrong values are no reason to leave the rows: the service speaks of them.
    let rows = read("(#s between :t and :n) AND attribute_type(m.#s[2], :t)");
    let shown: Vec<_> = rows.iter().map(|row| (row.path.as_str(), row.operator.label())).collect();
    assert_eq!(shown, [("Status", "between"), ("m.Status[2]", "attribute_type")]);
    assert_eq!(rows[0].first, Typed::new(Kind::S, "DOG"));
    assert_eq!(rows[0].second, Typed::new(Kind::N, "many"));
    let texts = [
        "a = :n OR b = :n",
        "NOT a = :n",
        "a IN (:n)",
        "size(a) > :n",
        ":n < a",
        "a = b",
        "a = :n AND (b = :n AND c = :n)",
        "#d = :n",
        "a = :undefined",
        "Status = :n",
        "a = 5",
        "a = :n AND",
    ];
    for text in texts {
        assert_eq!(read(text), [], "{text}");
    }
}

#[test]
fn a_projection_is_read_as_its_field_holds_it() {
    let shown = |projection: &str| {
        let names = json!({"#s": "Status", "#odd": "a,b"});
        let body = json!({
            "TableName": "T", "ProjectionExpression": projection, "ExpressionAttributeNames": names,
        });
        let draft = Draft::from_request("Scan", &body);
        draft.raw.is_none().then_some(draft.projection)
    };
    let read = |text: &str| Some(text.to_owned());
    assert_eq!(shown("PK,#s . x[0]"), read("PK, Status.x[0]"));
    assert_eq!(shown("Name, PK"), read("Name, PK"), "reserved words fit into the field");
    assert_eq!(shown("PK, PK"), read("PK, PK"));
    for text in ["PK,,SK", "#odd", "#unknown", "PK SK", "first-name", "Name, #s"] {
        assert_eq!(shown(text), None, "{text} stays JSON");
    }
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
    draft.raw = Some(RawRequest::from_json("Query", "{\n  \"a\": }".to_owned()));
    let problem = draft.write_as_form().unwrap_err();
    assert!(matches!(problem, DraftProblem::Syntax { line: 2, column: 8, .. }), "{problem:?}");
    assert!(draft.raw.is_some());
}

#[test]
fn a_problem_says_where() {
    let mut draft =
        Draft { verb: Verb::PutItem, item: "{\"a\": 1,}".to_owned(), ..Draft::default() };
    let problem = draft.to_request().unwrap_err();
    assert_eq!(problem.part(), FormPart::Item);
    assert!(problem.sentence().starts_with("Line 1, column 9: trailing comma"), "{problem:?}");
    draft.verb = Verb::Scan;
    draft.limit = "ten".to_owned();
    assert_eq!(draft.to_request().unwrap_err().part(), FormPart::Limit);
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
    assert_eq!(body["KeyConditionExpression"], "a = :v0 AND b = :v1 AND c = :v2 AND d > :v3");
    draft.fit_key(&self::keys());
    assert_eq!(draft.key.text.as_deref(), Some("a = 'x' AND b = 2 AND c = 'z' AND d > 4"));
}

#[test]
fn a_draft_survives_being_saved() {
    let draft = Draft::from_request("Query", &bookings());
    let saved = serde_json::to_value(&draft).unwrap();
    assert_eq!(serde_json::from_value::<Draft>(saved).unwrap(), draft);
}

#[test]
fn rows_can_go_on_as_text() {
    let mut draft = Draft::from_request("Query", &bookings());
    draft.toggle_key_text();
    let text = draft.key.text.as_deref();
    assert_eq!(text, Some("PK = 'PATIENT#123' AND begins_with(SK, 'BOOKING#')"));
    let body = draft.to_request().unwrap();
    assert_eq!(body["KeyConditionExpression"], "PK = :v0 AND begins_with(SK, :v1)");
}

#[test]
fn what_was_changed_as_text_is_there_as_rows() {
    let mut draft = Draft::from_request("Query", &bookings());
    draft.fit_key(&keys());
    draft.toggle_key_text();
    draft.key.text = Some("SK between 'A' and 'B''s' AND PK = 'p'".to_owned());
    draft.toggle_key_text();
    assert_eq!(draft.key.partition[0].value, Typed::new(Kind::S, "p"));
    let row = &draft.key.sort[0];
    assert_eq!((row.operator, row.first.text.as_str()), (Some(Operator::Between), "A"));
    assert_eq!(row.second.text, "B's");
    let before = draft.key.clone();
    for text in ["PK = 'x' OR SK = 'y'", "PK > 'x'", "PK = 'x' AND other = 'y'", "PK = 'x"] {
        draft.key.text = Some(text.to_owned());
        draft.toggle_key_text();
        assert_eq!(draft.key, before, "{text} has no rows");
    }
    draft.toggle_filter_text();
    draft.filter.text = Some("#s <> :v AND contains(tags, 'x')".to_owned());
    draft.names = vec![NameRow { placeholder: "#s".to_owned(), name: "Status".to_owned() }];
    let value = Typed::new(Kind::Bool, "true");
    draft.values = vec![ValueRow { placeholder: ":v".to_owned(), value: value.clone() }];
    draft.toggle_filter_text();
    assert_eq!(draft.filter.rows.len(), 2);
    assert_eq!(draft.filter.rows[0].path, "Status");
    assert_eq!(draft.filter.rows[0].first, value);
    assert_eq!((draft.names, draft.values), (Vec::new(), Vec::new()));
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

/// Left out, the row would quietly return more than was asked for.
#[test]
fn a_filter_row_without_an_attribute_is_a_problem_at_its_field() {
    let mut draft = Draft { verb: Verb::Scan, table: "T".to_owned(), ..Draft::default() };
    let row = FilterRow { path: "Age".to_owned(), ..FilterRow::default() };
    let begun = FilterRow { first: Typed::new(Kind::S, "Doctor"), ..FilterRow::default() };
    draft.filter.rows = vec![row, begun];
    let problem = draft.to_request().unwrap_err();
    assert_eq!(problem, DraftProblem::NoAttribute { row: 1 });
    assert_eq!(draft.place_of_problem(&problem), Some(Place::Text(TextSlot::FilterPath(1))));
    assert!(problem.sentence().starts_with("Enter the attribute"));
    draft.filter.rows[1].path = "Name".to_owned();
    assert_eq!(problem.left_in(&draft), None);
    draft.filter.rows[1] = FilterRow { operator: Operator::Exists, ..FilterRow::default() };
    assert_eq!(draft.to_request(), Err(problem), "it compares without a value");
    draft.filter.rows[1] = FilterRow::default();
    assert!(draft.to_request().is_ok(), "nobody has begun this row");
}

#[test]
fn the_key_that_a_page_begins_behind_has_a_field() {
    let key = json!({ "PK": { "S": "a" }, "SK": { "N": "1.0" } });
    let scan = json!({ "TableName": "T", "Limit": 2, "ExclusiveStartKey": key });
    let mut draft = Draft::from_request("Scan", &scan);
    assert_eq!(draft.start_key, r#"{"PK":{"S":"a"},"SK":{"N":"1.0"}}"#);
    assert_eq!(draft.to_request().unwrap(), scan);
    draft.start_key = r#"{"PK": "a", "SK": 1.0}"#.to_owned();
    assert_eq!(draft.to_request().unwrap()["ExclusiveStartKey"], scan["ExclusiveStartKey"]);
    draft.start_key = "{".to_owned();
    let problem = draft.to_request().unwrap_err();
    assert_eq!(draft.place_of_problem(&problem), Some(Place::Text(TextSlot::StartKey)));
    draft.start_key.clear();
    assert_eq!(draft.to_request().unwrap().get("ExclusiveStartKey"), None);
    for odd in [json!({}), json!({ "PK": "a" }), json!("a")] {
        let mut body = scan.clone();
        body["ExclusiveStartKey"] = odd;
        assert_eq!(Draft::from_request("Scan", &body).to_request().unwrap(), body);
    }
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

#[test]
fn a_name_that_only_an_update_uses_stays_out_of_a_put() {
    let mut draft = Draft {
        verb: Verb::UpdateItem,
        update: "SET #s = :s".to_owned(),
        item: r#"{"PK": "P", "SK": "S"}"#.to_owned(),
        condition: "attribute_not_exists(PK)".to_owned(),
        names: vec![NameRow { placeholder: "#s".to_owned(), name: "Status".to_owned() }],
        ..Draft::default()
    };
    assert_eq!(draft.to_request().unwrap()["ExpressionAttributeNames"]["#s"], "Status");
    draft.choose_verb(Verb::PutItem);
    assert_eq!(draft.to_request().unwrap().get("ExpressionAttributeNames"), None);
    // What nothing uses is sent: that is a mistake to learn from.
    draft.update.clear();
    assert_eq!(draft.to_request().unwrap()["ExpressionAttributeNames"]["#s"], "Status");
}
