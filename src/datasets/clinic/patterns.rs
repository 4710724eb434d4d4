//! The access patterns that the clinic table was designed for, and its conditional writes.

use serde_json::{Value as Json, json};

use crate::api::Request;
use crate::datasets::AccessPattern;
use crate::engine::Operation;

use super::TABLE;

/// The access patterns: reads, then writes.
pub(in crate::datasets) fn patterns() -> Vec<AccessPattern> {
    vec![
        clinic_by_id(),
        appointments_of_clinic(),
        appointments_of_day(),
        paging_loop(),
        patient_by_id(),
        appointments_by_link(),
        appointments_by_index(),
        create_appointment(),
        complete_appointment(),
        cancel_appointment(),
    ]
}

fn clinic_by_id() -> AccessPattern {
    AccessPattern {
        id: "clinic-by-id",
        title: "Clinic CLN-001",
        note: "GetItem with the clinic's partition key and META reads only the clinic item.",
        trap: "A Query on the partition key alone would also read the staff and every appointment.",
        request: get("CLINIC#CLN-001", "META"),
        as_scan: Some(scan("PK = :pk AND SK = :sk", "CLINIC#CLN-001", "META")),
    }
}

fn appointments_of_clinic() -> AccessPattern {
    AccessPattern {
        id: "appointments-of-clinic",
        title: "All appointments of clinic CLN-001",
        note: "One Query reads the sort keys that begin with APPT#, in date order.",
        trap: "Within a day, IDs sort as text: APT-10 comes before APT-2.",
        request: query("CLINIC#CLN-001", "APPT#"),
        as_scan: Some(scan(BEGINS_WITH, "CLINIC#CLN-001", "APPT#")),
    }
}

fn appointments_of_day() -> AccessPattern {
    AccessPattern {
        id: "appointments-of-day",
        title: "Appointments of clinic CLN-001 on 16 April 2026",
        note: "The date comes first in the sort key, so a longer prefix narrows the Query to one day.",
        trap: "A prefix is text, not a date: APPT#2026-04-1 matches ten days.",
        request: query("CLINIC#CLN-001", "APPT#2026-04-16#"),
        as_scan: Some(scan(BEGINS_WITH, "CLINIC#CLN-001", "APPT#2026-04-16#")),
    }
}

fn paging_loop() -> AccessPattern {
    let mut paged = query("CLINIC#CLN-001", "APPT#");
    paged.body["Limit"] = json!(2);
    AccessPattern {
        id: "paging-loop",
        title: "Appointments of clinic CLN-001, two at a time",
        note: "Pass each LastEvaluatedKey as the next ExclusiveStartKey until a response has none.",
        trap: "Four items in pages of two take three requests: the third page is empty, and only then do you know that there are no more items.",
        request: paged,
        as_scan: None,
    }
}

fn patient_by_id() -> AccessPattern {
    AccessPattern {
        id: "patient-by-id",
        title: "Patient PAT-456",
        note: "Each patient has a partition key, and META as the sort key of the patient item.",
        trap: "Clinics use META too; only the partition key tells them apart.",
        request: get("PATIENT#PAT-456", "META"),
        as_scan: Some(scan("PK = :pk AND SK = :sk", "PATIENT#PAT-456", "META")),
    }
}

fn appointments_by_link() -> AccessPattern {
    AccessPattern {
        id: "appointments-by-link",
        title: "Appointments of patient PAT-456, via link items",
        note: "Each appointment has a small copy in the patient's item collection, so a Query on the table finds it.",
        trap: "Your application writes the copy. What it doesn't copy, such as the status, isn't there.",
        request: query("PATIENT#PAT-456", "APPT#"),
        as_scan: Some(scan(BEGINS_WITH, "PATIENT#PAT-456", "APPT#")),
    }
}

fn appointments_by_index() -> AccessPattern {
    let values = json!({ ":pk": { "S": "PATIENT#PAT-456" }, ":sk": { "S": "APPT#" } });
    let body = json!({
        "TableName": TABLE,
        "IndexName": "GSI1",
        "KeyConditionExpression": "GSI1PK = :pk AND begins_with(GSI1SK, :sk)",
        "ExpressionAttributeValues": values,
    });
    let filter = "GSI1PK = :pk AND begins_with(GSI1SK, :sk)";
    AccessPattern {
        id: "appointments-by-index",
        title: "Appointments of patient PAT-456, via GSI1",
        note: "The index holds whole appointments by patient, and DynamoDB keeps it up to date.",
        trap: "A GSI lags its table slightly, and it doesn't support strongly consistent reads.",
        request: Request { operation: Operation::Query, body },
        as_scan: Some(scan(filter, "PATIENT#PAT-456", "APPT#")),
    }
}

fn create_appointment() -> AccessPattern {
    let text = |text: &str| json!({ "S": text });
    let body = json!({
        "TableName": TABLE,
        "Item": {
            "PK": text("CLINIC#CLN-001"),
            "SK": text("APPT#2026-04-20#APT-5"),
            "GSI1PK": text("PATIENT#PAT-457"),
            "GSI1SK": text("APPT#2026-04-20#APT-5"),
            "type": text("APPOINTMENT"),
            "id": text("APT-5"),
            "clinic_id": text("CLN-001"),
            "patient_id": text("PAT-457"),
            "datetime": text("2026-04-20T13:00:00Z"),
            "minutes": { "N": "45" },
            "status": text("scheduled"),
            "created_at": text("2026-04-15T09:10:00Z"),
        },
        "ConditionExpression": "attribute_not_exists(PK)",
    });
    AccessPattern {
        id: "create-appointment",
        title: "Create an appointment without overwriting one",
        note: "The condition is true only if no item with this key exists.",
        trap: "Run it twice: the second write is rejected because the condition is false, and it still consumes write capacity.",
        request: Request { operation: Operation::PutItem, body },
        as_scan: None,
    }
}

fn complete_appointment() -> AccessPattern {
    let body = json!({
        "TableName": TABLE,
        "Key": key("CLINIC#CLN-001", "APPT#2026-04-16#APT-1"),
        "UpdateExpression": "SET #status = :next, updated_at = :now",
        "ConditionExpression": "#status = :current",
        "ExpressionAttributeNames": { "#status": "status" },
        "ExpressionAttributeValues": {
            ":next": { "S": "completed" },
            ":current": { "S": "scheduled" },
            ":now": { "S": "2026-04-16T09:35:00Z" },
        },
    });
    AccessPattern {
        id: "complete-appointment",
        title: "Complete a scheduled appointment",
        note: "The condition makes sure that the status is what you expect. Status is a reserved word, so the expression uses #status.",
        trap: "You pay for the whole item, and again for GSI1, because the index projects every attribute.",
        request: Request { operation: Operation::UpdateItem, body },
        as_scan: None,
    }
}

fn cancel_appointment() -> AccessPattern {
    let body = json!({
        "TableName": TABLE,
        "Key": key("CLINIC#CLN-001", "APPT#2026-04-16#APT-2"),
        "ConditionExpression": "attribute_exists(PK)",
    });
    AccessPattern {
        id: "cancel-appointment",
        title: "Delete an existing appointment",
        note: "Without the condition, deleting an item that doesn't exist succeeds silently.",
        trap: "The link item of patient PAT-457 stays: DynamoDB doesn't delete related items.",
        request: Request { operation: Operation::DeleteItem, body },
        as_scan: None,
    }
}

const BEGINS_WITH: &str = "PK = :pk AND begins_with(SK, :sk)";

fn query(partition: &str, prefix: &str) -> Request {
    let body = json!({
        "TableName": TABLE,
        "KeyConditionExpression": BEGINS_WITH,
        "ExpressionAttributeValues": { ":pk": { "S": partition }, ":sk": { "S": prefix } },
    });
    Request { operation: Operation::Query, body }
}

fn scan(filter: &str, partition: &str, sort: &str) -> Request {
    let body = json!({
        "TableName": TABLE,
        "FilterExpression": filter,
        "ExpressionAttributeValues": { ":pk": { "S": partition }, ":sk": { "S": sort } },
    });
    Request { operation: Operation::Scan, body }
}

fn get(partition: &str, sort: &str) -> Request {
    let body = json!({ "TableName": TABLE, "Key": key(partition, sort) });
    Request { operation: Operation::GetItem, body }
}

fn key(partition: &str, sort: &str) -> Json {
    json!({ "PK": { "S": partition }, "SK": { "S": sort } })
}
