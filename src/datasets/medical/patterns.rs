//! The access patterns that the medical table was designed for.

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
        note: "One Query reads the part of the patient's item collection whose sort keys begin with BOOKING#.",
        trap: "The sort keys of tests and results begin with BOOKING# too, so the Query returns them as well.",
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
        note: "GSI1 groups tests by booking number, so you don't need to know the patient.",
        trap: "Two patients have a booking 001. Index keys aren't unique, so you get the tests of both.",
        request: index_query("GSI1", "GSI1PK = :key", "BOOKING#001"),
        as_scan: Some(filter("GSI1PK = :key", "BOOKING#001")),
    }
}

fn result_of_test() -> AccessPattern {
    let (partition, sort) = ("PATIENT#123", "BOOKING#001#TEST#A1#RESULT");
    AccessPattern {
        id: "result-of-test",
        title: "The result of test A1",
        note: "GetItem with the full primary key reads exactly one item.",
        trap: "Try the same key with A2: it finds nothing and still costs as much as reading a small item.",
        request: get(partition, sort),
        as_scan: Some(filter_key(partition, sort)),
    }
}

fn tests_of_type() -> AccessPattern {
    AccessPattern {
        id: "tests-of-type",
        title: "All blood tests",
        note: "GSI2 groups tests by type, across all patients.",
        trap: "The item that describes the type isn't in the index, because it has no GSI2 key attributes.",
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
        title: "Tests awaiting review",
        note: "GSI3 is a sparse index of unreviewed tests. After a review, your code removes GSI3PK and GSI3SK, and the test drops out of the index.",
        trap: "All unreviewed tests share one index key, so one item collection gets all the traffic: a hot key in the making.",
        request: index_query("GSI3", "GSI3PK = :key", "TESTSTATUS#PENDING_REVIEW"),
        as_scan: Some(request(Operation::Scan, scan)),
    }
}

fn test_type() -> AccessPattern {
    let (partition, sort) = ("TESTTYPE#BloodTest", "METADATA");
    AccessPattern {
        id: "test-type",
        title: "Details of the blood test type",
        note: "Reference data has a partition key of its own, so GetItem finds it directly.",
        trap: "A page that lists many tests reads this item over and over. The item is small, but its key gets hot.",
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
