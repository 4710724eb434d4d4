//! Pages of Query and Scan: limits, cursors, Select, filters.
//!
//! Source: API Reference, *Query* and *Scan*; answers recorded of AWS by dynamodb-conformance (May
//! 2026) and by architect/dynalite.

use super::{Rule, ask, check, done, session};
use dynamodb_playground::api::Session;
use serde_json::{Value as Json, json};

const INVALID_START: &str = "ValidationException: The provided starting key is invalid";

const GAMES: &str = r#"{"RequestItems": {"Pairs": [
    {"PutRequest": {"Item": {"pk": {"S": "p"}, "sk": {"N": "1"}, "tag": {"S": "t"}, "score": {"N": "2"}, "day": {"S": "mo"}, "note": {"S": "n"}, "x": {"N": "1"}}}},
    {"PutRequest": {"Item": {"pk": {"S": "p"}, "sk": {"N": "2"}, "tag": {"S": "t"}, "score": {"N": "1"}, "day": {"S": "tu"}}}},
    {"PutRequest": {"Item": {"pk": {"S": "p"}, "sk": {"N": "3"}}}}]}}"#;

#[test]
fn select_and_filters_keep_to_what_an_index_holds() {
    const BY_TAG: &str = "ValidationException: One or more parameter values were invalid: Secondary \
        index ByTag does not project one or more filter attributes: [x]";
    check(
        "Pairs",
        &[
            Rule("put", "BatchWriteItem", GAMES, r#"{"UnprocessedItems": {}}"#),
            Rule(
                "an index shows what it projects",
                "Query",
                r#"{"IndexName": "ByTag", "KeyConditionExpression": "tag = :t", "ExpressionAttributeValues": {":t": {"S": "t"}}, "Limit": 1}"#,
                r#"{"Items": [{"pk": {"S": "p"}, "sk": {"N": "1"}, "tag": {"S": "t"}, "note": {"S": "n"}}], "Count": 1, "ScannedCount": 1, "LastEvaluatedKey": {"pk": {"S": "p"}, "sk": {"N": "1"}, "tag": {"S": "t"}}}"#,
            ),
            Rule(
                "base keys may be projected from any index",
                "Query",
                r#"{"IndexName": "ByTag", "KeyConditionExpression": "tag = :t", "ExpressionAttributeValues": {":t": {"S": "t"}}, "ProjectionExpression": "sk, note"}"#,
                r#"{"Items": [{"sk": {"N": "1"}, "note": {"S": "n"}}, {"sk": {"N": "2"}}], "Count": 2, "ScannedCount": 2}"#,
            ),
            Rule(
                "a global index fetches nothing",
                "Query",
                r#"{"IndexName": "ByTag", "KeyConditionExpression": "tag = :t", "ExpressionAttributeValues": {":t": {"S": "t"}}, "ProjectionExpression": "x, y"}"#,
                "ValidationException: One or more parameter values were invalid: Global secondary index ByTag does not project [x, y]",
            ),
            Rule(
                "a query cannot filter by what the index does not hold",
                "Query",
                r#"{"IndexName": "ByTag", "KeyConditionExpression": "tag = :t", "FilterExpression": "x = :t", "ExpressionAttributeValues": {":t": {"S": "t"}}}"#,
                BY_TAG,
            ),
            Rule(
                "not of a local index either",
                "Query",
                r#"{"IndexName": "ByDay", "KeyConditionExpression": "pk = :p", "FilterExpression": "attribute_exists(x) AND attribute_exists(sk) AND attribute_exists(note)", "ExpressionAttributeValues": {":p": {"S": "p"}}}"#,
                "ValidationException: One or more parameter values were invalid: Secondary index ByDay does not project one or more filter attributes: [note, x]",
            ),
            Rule(
                "in a scan of the index it is missing",
                "Scan",
                r#"{"IndexName": "ByTag", "FilterExpression": "attribute_exists(x)"}"#,
                r#"{"Items": [], "Count": 0, "ScannedCount": 2}"#,
            ),
            Rule(
                "keys of the table can be filtered on in an index",
                "Query",
                r#"{"IndexName": "ByScore", "KeyConditionExpression": "tag = :t", "FilterExpression": "sk = :one", "ExpressionAttributeValues": {":t": {"S": "t"}, ":one": {"N": "1"}}, "ProjectionExpression": "x"}"#,
                r#"{"Items": [{"x": {"N": "1"}}], "Count": 1, "ScannedCount": 2}"#,
            ),
            Rule(
                "those of the index cannot",
                "Query",
                r#"{"IndexName": "ByScore", "KeyConditionExpression": "tag = :t", "FilterExpression": "score = :one", "ExpressionAttributeValues": {":t": {"S": "t"}, ":one": {"N": "1"}}}"#,
                "ValidationException: Filter Expression can only contain non-primary key attributes: Primary key attribute: score",
            ),
            Rule(
                "ALL_PROJECTED_ATTRIBUTES is for indexes",
                "Query",
                r#"{"KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": {"S": "p"}}, "Select": "ALL_PROJECTED_ATTRIBUTES"}"#,
                "ValidationException: One or more parameter values were invalid: ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName",
            ),
            Rule(
                "a projection goes with SPECIFIC_ATTRIBUTES only",
                "Scan",
                r#"{"ProjectionExpression": "x", "Select": "COUNT"}"#,
                "ValidationException: Cannot specify the ProjectionExpression when choosing to get only the Count",
            ),
            Rule(
                "an index of all attributes gives all",
                "Query",
                r#"{"IndexName": "ByScore", "KeyConditionExpression": "tag = :t AND score < :two", "ExpressionAttributeValues": {":t": {"S": "t"}, ":two": {"N": "2"}}, "Select": "ALL_ATTRIBUTES"}"#,
                r#"{"Items": [{"pk": {"S": "p"}, "sk": {"N": "2"}, "tag": {"S": "t"}, "score": {"N": "1"}, "day": {"S": "tu"}}], "Count": 1, "ScannedCount": 1}"#,
            ),
            Rule(
                "a consistent scan of a global index",
                "Scan",
                r#"{"IndexName": "ByScore", "ConsistentRead": true}"#,
                "ValidationException: Consistent reads are not supported on global secondary indexes",
            ),
            Rule(
                "an unknown Select",
                "Scan",
                r#"{"Select": "SOME", "Limit": 0}"#,
                "ValidationException: 2 validation errors detected: Value 'SOME' at 'select' failed to satisfy constraint: Member must satisfy enum value set: [SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]; Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
            ),
        ],
    );
}

const NO_KEY: &str = "ValidationException: The provided key element does not match the schema";

/// Source: recorded of AWS by architect/dynalite and (eu-west-2, August to October 2026) by others.
#[test]
fn nothing_is_behind_the_one_item_of_a_collection() {
    check(
        "Flat",
        &[
            Rule("an item", "PutItem", r#"{"Item": {"id": {"S": "a"}}}"#, "{}"),
            Rule(
                "is read with no page to come",
                "Query",
                r#"{"KeyConditionExpression": "id = :a", "ExpressionAttributeValues": {":a": {"S": "a"}}, "Limit": 1}"#,
                r#"{"Items": [{"id": {"S": "a"}}], "Count": 1, "ScannedCount": 1}"#,
            ),
            Rule(
                "so that no page begins behind it",
                "Query",
                r#"{"KeyConditionExpression": "id = :a", "ExpressionAttributeValues": {":a": {"S": "a"}}, "ExclusiveStartKey": {"id": {"S": "a"}}}"#,
                "ValidationException: The provided exclusive start key is invalid: ExclusiveStartKey: {id=AttributeValue: {S:a}}",
            ),
            Rule(
                "nor behind another",
                "Query",
                r#"{"KeyConditionExpression": "id = :a", "ExpressionAttributeValues": {":a": {"S": "a"}}, "ExclusiveStartKey": {"id": {"S": "b"}}}"#,
                "ValidationException: The provided exclusive start key is invalid: ExclusiveStartKey: {id=AttributeValue: {S:b}}",
            ),
            Rule(
                "nor behind what is no key",
                "Query",
                r#"{"KeyConditionExpression": "id = :a", "ExpressionAttributeValues": {":a": {"S": "a"}}, "ExclusiveStartKey": {"id": {"N": "1"}}}"#,
                NO_KEY,
            ),
            Rule(
                "but a scan goes on behind it",
                "Scan",
                r#"{"ExclusiveStartKey": {"id": {"S": "a"}}, "Select": "COUNT"}"#,
                r#"{"Count": 0, "ScannedCount": 0}"#,
            ),
        ],
    );
}

#[test]
fn where_pages_can_begin() {
    check(
        "Pairs",
        &[
            Rule("put", "BatchWriteItem", GAMES, r#"{"UnprocessedItems": {}}"#),
            Rule(
                "behind a key that does not exist",
                "Query",
                r#"{"KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": {"S": "p"}}, "ExclusiveStartKey": {"pk": {"S": "p"}, "sk": {"N": "2.5"}}, "ProjectionExpression": "sk"}"#,
                r#"{"Items": [{"sk": {"N": "3"}}], "Count": 1, "ScannedCount": 1}"#,
            ),
            Rule(
                "not in another collection",
                "Query",
                r#"{"KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": {"S": "p"}}, "ExclusiveStartKey": {"pk": {"S": "q"}, "sk": {"N": "2"}}}"#,
                "ValidationException: The provided starting key is outside query boundaries based on provided conditions",
            ),
            Rule(
                "nor outside the sort key's range",
                "Query",
                r#"{"KeyConditionExpression": "pk = :p AND sk > :s", "ExpressionAttributeValues": {":p": {"S": "p"}, ":s": {"N": "2"}}, "ExclusiveStartKey": {"pk": {"S": "p"}, "sk": {"N": "1"}}}"#,
                "ValidationException: The provided starting key does not match the range key predicate",
            ),
            Rule(
                "in the range of another collection",
                "Query",
                r#"{"KeyConditionExpression": "pk = :p AND sk > :s", "ExpressionAttributeValues": {":p": {"S": "p"}, ":s": {"N": "2"}}, "ExclusiveStartKey": {"pk": {"S": "q"}, "sk": {"N": "3"}}}"#,
                "ValidationException: The query can return at most one row and cannot be restarted",
            ),
            Rule(
                "with less than the key",
                "Query",
                r#"{"KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": {"S": "p"}}, "ExclusiveStartKey": {"pk": {"S": "p"}}}"#,
                INVALID_START,
            ),
            Rule(
                "with a wrong type",
                "Query",
                r#"{"KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": {"S": "p"}}, "ExclusiveStartKey": {"pk": {"S": "p"}, "sk": {"S": "2"}}}"#,
                NO_KEY,
            ),
            Rule(
                "nor one of the index's key",
                "Query",
                r#"{"IndexName": "ByTag", "KeyConditionExpression": "tag = :t", "ExpressionAttributeValues": {":t": {"S": "t"}}, "ExclusiveStartKey": {"pk": {"S": "p"}, "sk": {"N": "2"}, "tag": {"N": "2"}}}"#,
                NO_KEY,
            ),
            Rule(
                "nor one of the table's key behind it",
                "Query",
                r#"{"IndexName": "ByTag", "KeyConditionExpression": "tag = :t", "ExpressionAttributeValues": {":t": {"S": "t"}}, "ExclusiveStartKey": {"pk": {"S": "p"}, "sk": {"S": "2"}, "tag": {"S": "t"}}}"#,
                "ValidationException: The provided starting key is invalid: The provided key element does not match the schema",
            ),
            Rule(
                "in an index with the table's key alone",
                "Query",
                r#"{"IndexName": "ByTag", "KeyConditionExpression": "tag = :t", "ExpressionAttributeValues": {":t": {"S": "t"}}, "ExclusiveStartKey": {"pk": {"S": "p"}, "sk": {"N": "2"}}}"#,
                INVALID_START,
            ),
            Rule(
                "in a scan with more than the key",
                "Scan",
                r#"{"ExclusiveStartKey": {"pk": {"S": "p"}, "sk": {"N": "2"}, "tag": {"S": "t"}}}"#,
                "ValidationException: The provided starting key is invalid: The provided key element does not match the schema",
            ),
            Rule(
                "in a scan of an index",
                "Scan",
                r#"{"IndexName": "ByTag", "ExclusiveStartKey": {"pk": {"S": "p"}, "sk": {"N": "2"}}}"#,
                INVALID_START,
            ),
            Rule(
                "with a value that is none",
                "Scan",
                r#"{"ExclusiveStartKey": {"pk": {}}}"#,
                "ValidationException: The provided starting key is invalid: Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
            ),
            Rule(
                "a segment goes with their number",
                "Scan",
                r#"{"Segment": 0}"#,
                "ValidationException: The TotalSegments parameter is required but was not present in the request when Segment parameter is present",
            ),
            Rule(
                "their number goes with a segment",
                "Scan",
                r#"{"TotalSegments": 2}"#,
                "ValidationException: The Segment parameter is required but was not present in the request when parameter TotalSegments is present",
            ),
            Rule(
                "segments count from zero",
                "Scan",
                r#"{"Segment": 5, "TotalSegments": 5}"#,
                "ValidationException: The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 5 is not less than TotalSegments: 5",
            ),
            Rule(
                "a million segments at most",
                "Scan",
                r#"{"Segment": 0, "TotalSegments": 1000001}"#,
                "ValidationException: 1 validation error detected: Value '1000001' at 'totalSegments' failed to satisfy constraint: Member must have value less than or equal to 1000000",
            ),
        ],
    );
}

/// Every page of every way of reading leads through all items once, whatever its limit.
#[test]
fn pages_of_any_limit_come_to_the_same() {
    let mut session = session();
    for n in 0..12 {
        let item = json!({"pk": {"S": (n % 2).to_string()}, "sk": {"N": n.to_string()}, "tag": {"S": "t"},
            "score": {"N": (n % 3).to_string()}, "day": {"S": (n % 4).to_string()}});
        done(&mut session, "PutItem", &json!({"TableName": "Pairs", "Item": item}));
    }
    let query = |index: Option<&str>, name: &str, value: &str, forward: bool| {
        (
            "Query",
            json!({"TableName": "Pairs", "IndexName": index, "ScanIndexForward": forward,
            "KeyConditionExpression": format!("{name} = :v"), "ExpressionAttributeValues": {":v": {"S": value}}}),
        )
    };
    let scan = |index: Option<&str>| ("Scan", json!({"TableName": "Pairs", "IndexName": index}));
    let ways = [
        query(None, "pk", "1", true),
        query(None, "pk", "1", false),
        query(Some("ByDay"), "pk", "1", false),
        query(Some("ByTag"), "tag", "t", true),
        query(Some("ByScore"), "tag", "t", true),
        query(Some("ByScore"), "tag", "t", false),
        scan(None),
        scan(Some("ByDay")),
        scan(Some("ByScore")),
    ];
    for (operation, request) in ways {
        let (whole, pages) = read_through(&mut session, operation, &request);
        assert_eq!((pages, whole.len() % 6), (1, 0), "{request}");
        for limit in [1, 2, 5, 6, 12] {
            let mut limited = request.clone();
            limited["Limit"] = limit.into();
            let (paged, pages) = read_through(&mut session, operation, &limited);
            assert_eq!((paged, pages), (whole.clone(), whole.len() / limit + 1), "{limited}");
        }
    }
}

/// All items of all pages, and how many pages there were.
fn read_through(session: &mut Session, operation: &str, request: &Json) -> (Vec<Json>, usize) {
    let (mut items, mut pages, mut request) = (Vec::new(), 0, request.clone());
    loop {
        let mut page = done(session, operation, &request);
        items.extend(page["Items"].take().as_array().unwrap().iter().cloned());
        pages += 1;
        match page.get_mut("LastEvaluatedKey") {
            Some(last) => request["ExclusiveStartKey"] = last.take(),
            None => return (items, pages),
        }
    }
}

/// A page ends with the item that reaches 1,048,576 bytes: eight of 131,072, or nine of a byte less.
#[test]
fn a_page_is_1_mb() {
    for (size, on_first_page) in [(131_072, 8), (131_071, 9), (131_073, 8)] {
        let mut session = session();
        for n in 0..10 {
            let key = json!({"pk": {"S": "p"}, "sk": {"S": n.to_string()}, "a": {"S": "x".repeat(size - 7)}});
            done(&mut session, "PutItem", &json!({"TableName": "Texts", "Item": key}));
        }
        for (operation, mut request) in [
            ("Scan", json!({})),
            (
                "Query",
                json!({
            "KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": {"S": "p"}}}),
            ),
        ] {
            request["TableName"] = "Texts".into();
            request["Select"] = "COUNT".into();
            let page = done(&mut session, operation, &request);
            assert_eq!(page["ScannedCount"], on_first_page, "{operation} {size}");
            assert_eq!(page["LastEvaluatedKey"]["sk"]["S"], (on_first_page - 1).to_string());
        }
    }
}

#[test]
fn a_cursor_belongs_to_its_segment() {
    let mut session = session();
    for n in 0..20 {
        done(
            &mut session,
            "PutItem",
            &json!({"TableName": "Flat", "Item": {"id": {"S": n.to_string()}}}),
        );
    }
    let scan = |segment: u32, start: Option<&Json>| json!({"TableName": "Flat", "Segment": segment, "TotalSegments": 2, "Limit": 1, "ExclusiveStartKey": start});
    let page = done(&mut session, "Scan", &scan(0, None));
    let start = &page["LastEvaluatedKey"];
    done(&mut session, "Scan", &scan(0, Some(start)));
    assert_eq!(
        ask(&mut session, "Scan", &scan(1, Some(start))).unwrap_err(),
        format!(
            "{INVALID_START}: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct \
            Segment. TotalSegments: 2 Segment: 1"
        )
    );
}
