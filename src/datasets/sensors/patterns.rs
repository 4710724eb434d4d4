//! The access patterns that the readings table was designed for, and its writes.

use serde_json::{Value as Json, json};

use crate::api::Request;
use crate::datasets::AccessPattern;
use crate::engine::Operation;

use super::{DEVICE_SORT_KEY, TABLE};

const DEVICE: &str = "DEV-7";

/// The access patterns: reads, then writes.
pub(in crate::datasets) fn patterns() -> Vec<AccessPattern> {
    vec![
        last_hour(),
        latest_reading(),
        readings_of_day(),
        paged_day(),
        hot_readings(),
        device_by_id(),
        record_reading(),
        update_firmware(),
    ]
}

fn last_hour() -> AccessPattern {
    let values = json!({ ":device": text(DEVICE), ":since": text("2026-04-16T11:00:00Z") });
    let condition = "device_id = :device AND taken_at > :since";
    AccessPattern {
        id: "last-hour",
        title: "Readings of device DEV-7 since 11:00",
        note: "The sort key is the time, so the last hour is the end of the item collection.",
        trap: "Times compare as text. They sort correctly only if all of them have the same format and time zone.",
        request: query(condition, values.clone()),
        as_scan: Some(scan(condition, values)),
    }
}

fn latest_reading() -> AccessPattern {
    let mut latest = query("device_id = :device", json!({ ":device": text(DEVICE) }));
    latest.body["ScanIndexForward"] = json!(false);
    latest.body["Limit"] = json!(1);
    AccessPattern {
        id: "latest-reading",
        title: "The latest reading of device DEV-7",
        note: "In descending order with Limit 1, the Query reads one item from the end.",
        trap: "It works because #DEVICE sorts before every time. A sort key such as DEVICE would sort after them and come first here.",
        request: latest,
        as_scan: None,
    }
}

fn readings_of_day() -> AccessPattern {
    let (condition, values) = day();
    AccessPattern {
        id: "readings-of-day",
        title: "Readings of device DEV-7 on 16 April 2026",
        note: "A day is a prefix of the time, so begins_with selects it.",
        trap: "The prefix selects a day in UTC. For a day in another time zone, use BETWEEN with two times.",
        request: query(condition, values.clone()),
        as_scan: Some(scan(condition, values)),
    }
}

fn paged_day() -> AccessPattern {
    let (condition, values) = day();
    let mut paged = query(condition, values);
    paged.body["Limit"] = json!(4);
    AccessPattern {
        id: "paged-day",
        title: "Readings of device DEV-7 on 16 April 2026, four at a time",
        note: "Pass each LastEvaluatedKey as the next ExclusiveStartKey until a response has none.",
        trap: "Each page is rounded up to 4 KB by itself, so small pages cost more than one large page.",
        request: paged,
        as_scan: None,
    }
}

fn hot_readings() -> AccessPattern {
    let (condition, mut values) = day();
    values[":limit"] = json!({ "N": "30" });
    let filter = "temperature > :limit";
    let mut request = query(condition, values.clone());
    request.body["FilterExpression"] = json!(filter);
    AccessPattern {
        id: "hot-readings",
        title: "Readings of device DEV-7 on 16 April 2026 over 30 °C",
        note: "The key condition selects the day. The filter drops the cool readings after they are read.",
        trap: "You pay for the whole day. If only a few readings match, a sparse index of them is cheaper.",
        request,
        as_scan: Some(scan(&format!("{condition} AND {filter}"), values)),
    }
}

fn device_by_id() -> AccessPattern {
    let values = json!({ ":device": text(DEVICE), ":sort": text(DEVICE_SORT_KEY) });
    AccessPattern {
        id: "device-by-id",
        title: "Device DEV-7",
        note: "The item about the device is in the same item collection, under a sort key of its own.",
        trap: "It shares a partition with the readings. While the device writes too fast for the partition, reads of this item can still succeed, but writes to it are throttled.",
        request: Request {
            operation: Operation::GetItem,
            body: json!({ "TableName": TABLE, "Key": key(DEVICE, DEVICE_SORT_KEY) }),
        },
        as_scan: Some(scan("device_id = :device AND taken_at = :sort", values)),
    }
}

fn record_reading() -> AccessPattern {
    let body = json!({
        "TableName": TABLE,
        "Item": {
            "device_id": text(DEVICE),
            "taken_at": text("2026-04-16T12:10:00Z"),
            "temperature": { "N": "29.4" },
            "humidity": { "N": "58" },
            "battery": { "N": "86" },
            "expires_at": { "N": "1784117400" },
        },
        "ConditionExpression": "attribute_not_exists(device_id)",
    });
    AccessPattern {
        id: "record-reading",
        title: "Record a reading that expires after 90 days",
        note: "A device that retries sends the same key again, and the condition keeps the first reading.",
        trap: "Today's readings of one device all go to one partition, which serves at most 1,000 write units per second. A split doesn't help while the sort keys keep rising.",
        request: Request { operation: Operation::PutItem, body },
        as_scan: None,
    }
}

fn update_firmware() -> AccessPattern {
    let body = json!({
        "TableName": TABLE,
        "Key": key(DEVICE, DEVICE_SORT_KEY),
        "UpdateExpression": "SET firmware = :next",
        "ConditionExpression": "firmware = :current",
        "ExpressionAttributeValues": { ":next": text("2.5.0"), ":current": text("2.4.1") },
    });
    AccessPattern {
        id: "update-firmware",
        title: "Record a firmware update of device DEV-7",
        note: "The condition makes sure that the update starts from the version that you expect.",
        trap: "Without a condition, UpdateItem creates the item if the key doesn't exist: a typo creates a ghost device.",
        request: Request { operation: Operation::UpdateItem, body },
        as_scan: None,
    }
}

/// The condition that selects the day of the lessons, and its values.
fn day() -> (&'static str, Json) {
    let condition = "device_id = :device AND begins_with(taken_at, :day)";
    (condition, json!({ ":device": text(DEVICE), ":day": text("2026-04-16") }))
}

fn text(text: &str) -> Json {
    json!({ "S": text })
}

fn key(device: &str, sort: &str) -> Json {
    json!({ "device_id": text(device), "taken_at": text(sort) })
}

fn query(condition: &str, values: Json) -> Request {
    let body = json!({
        "TableName": TABLE,
        "KeyConditionExpression": condition,
        "ExpressionAttributeValues": values,
    });
    Request { operation: Operation::Query, body }
}

fn scan(filter: &str, values: Json) -> Request {
    let body = json!({
        "TableName": TABLE,
        "FilterExpression": filter,
        "ExpressionAttributeValues": values,
    });
    Request { operation: Operation::Scan, body }
}
