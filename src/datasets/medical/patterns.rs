//! The questions that the medical table was designed for.

use serde_json::json;

use crate::api::Request;
use crate::datasets::AccessPattern;
use crate::engine::Operation;

use super::TABLE;

/// The six access patterns.
pub(in crate::datasets) fn patterns() -> Vec<AccessPattern> {
    vec![
        bookings_of_patient(),
        tests_of_booking(),
        result_of_test(),
        tests_of_type(),
        unreviewed_tests(),
        test_type(),
    ]
}

fn request(operation: Operation, body: serde_json::Value) -> Request {
    Request { operation, body }
}

fn bookings_of_patient() -> AccessPattern {
    let values = json!({ ":pk": { "S": "PATIENT#123" }, ":sk": { "S": "BOOKING#" } });
    AccessPattern {
        id: "bookings-of-patient",
        title: "All bookings of patient 123",
        note: "One Query reads the part of the patient's collection whose sort key begins with BOOKING#.",
        trap: "Tests and results begin with BOOKING# too, so they come along with the bookings.",
        request: request(
            Operation::Query,
            json!({
                "TableName": TABLE,
                "KeyConditionExpression": "PK = :pk AND begins_with(SK, :sk)",
                "ExpressionAttributeValues": values.clone(),
            }),
        ),
        as_scan: Some(request(
            Operation::Scan,
            json!({
                "TableName": TABLE,
                "FilterExpression": "PK = :pk AND begins_with(SK, :sk)",
                "ExpressionAttributeValues": values,
            }),
        )),
    }
}

fn tests_of_booking() -> AccessPattern {
    AccessPattern {
        id: "tests-of-booking",
        title: "All tests of booking 001",
        note: "GSI1 collects tests under their booking number, so nobody needs to know the patient.",
        trap: "Two patients have a booking 001. An index key need not be unique: both patients' tests come back.",
        request: index_query("GSI1", "GSI1PK = :key", "BOOKING#001"),
        as_scan: Some(filter("GSI1PK = :key", "BOOKING#001")),
    }
}

fn result_of_test() -> AccessPattern {
    let (partition, sort) = ("PATIENT#123", "BOOKING#001#TEST#A1#RESULT");
    AccessPattern {
        id: "result-of-test",
        title: "The result of test A1",
        note: "GetItem with the whole key reads one item and nothing else.",
        trap: "The same key with A2 finds nothing, and is billed as if it had found a small item.",
        request: get(partition, sort),
        as_scan: Some(filter_key(partition, sort)),
    }
}

fn tests_of_type() -> AccessPattern {
    AccessPattern {
        id: "tests-of-type",
        title: "All blood tests",
        note: "GSI2 collects tests under their type, across all patients.",
        trap: "The reference row of the type is not there: it has no GSI2 attributes, so the index leaves it out.",
        request: index_query("GSI2", "GSI2PK = :key", "TESTTYPE#BloodTest"),
        as_scan: Some(filter("GSI2PK = :key", "TESTTYPE#BloodTest")),
    }
}

fn unreviewed_tests() -> AccessPattern {
    let scan = json!({
        "TableName": TABLE,
        "FilterExpression": "#status = :pending",
        "ExpressionAttributeNames": { "#status": "Status" },
        "ExpressionAttributeValues": { ":pending": { "S": "Pending" } },
    });
    AccessPattern {
        id: "unreviewed-tests",
        title: "All tests that wait for a doctor",
        note: "GSI3 holds unreviewed tests alone: a reviewed test loses the index attributes and leaves.",
        trap: "Every waiting test has the same index key, so one collection takes all of that traffic.",
        request: index_query("GSI3", "GSI3PK = :key", "TESTSTATUS#PENDING_REVIEW"),
        as_scan: Some(request(Operation::Scan, scan)),
    }
}

fn test_type() -> AccessPattern {
    let (partition, sort) = ("TESTTYPE#BloodTest", "METADATA");
    AccessPattern {
        id: "test-type",
        title: "What a blood test is",
        note: "Reference data has its own partition key, so GetItem finds it at once.",
        trap: "A page that shows many tests reads this row again and again: the data is small, the key is hot.",
        request: get(partition, sort),
        as_scan: Some(filter_key(partition, sort)),
    }
}

fn index_query(index: &str, condition: &str, key: &str) -> Request {
    request(
        Operation::Query,
        json!({
            "TableName": TABLE,
            "IndexName": index,
            "KeyConditionExpression": condition,
            "ExpressionAttributeValues": { ":key": { "S": key } },
        }),
    )
}

fn filter(filter: &str, key: &str) -> Request {
    request(
        Operation::Scan,
        json!({
            "TableName": TABLE,
            "FilterExpression": filter,
            "ExpressionAttributeValues": { ":key": { "S": key } },
        }),
    )
}

fn get(partition: &str, sort: &str) -> Request {
    request(
        Operation::GetItem,
        json!({
            "TableName": TABLE,
            "Key": { "PK": { "S": partition }, "SK": { "S": sort } },
        }),
    )
}

fn filter_key(partition: &str, sort: &str) -> Request {
    request(
        Operation::Scan,
        json!({
            "TableName": TABLE,
            "FilterExpression": "PK = :pk AND SK = :sk",
            "ExpressionAttributeValues": { ":pk": { "S": partition }, ":sk": { "S": sort } },
        }),
    )
}
