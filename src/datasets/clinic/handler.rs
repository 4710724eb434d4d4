//! A handler of the clinic's stream: which record is worth a notice to a patient, and the requests that
//! send one.
//!
//! Notices go to a table of their own. In the clinic's table each would be a change that the stream
//! shows, and the handler would be called for what it did itself.

use serde_json::{Value as Json, json};

use crate::api::Request;
use crate::engine::Operation;

/// The table that notices are written to.
pub const NOTICES: &str = "ClinicNotices";

/// What a patient is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The patient: "PATIENT#PAT-456".
    pub patient: String,
    /// What the notice is about, the same for the same change: its sort key.
    pub about: String,
    /// Its text.
    pub text: String,
}

/// Whether the handler remembers which records it has handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Memory {
    /// Each delivery counts.
    None,
    /// A mark for each `eventID`, written in the same transaction.
    Mark,
}

/// What the handler makes of a record of an event: a notice, or why there is none.
pub fn notice_of(record: &Json) -> Result<Notice, &'static str> {
    let image = |name: &str| record["dynamodb"].get(name).filter(|image| image.is_object());
    let (old, new) = (image("OldImage"), image("NewImage"));
    let text =
        |image: Option<&Json>, name: &str| Some(image?.get(name)?.get("S")?.as_str()?.to_owned());
    let Some(item) = new.or(old) else {
        return Err("The record has no image, so the handler can't tell what changed.");
    };
    if text(Some(item), "type").as_deref() != Some("APPOINTMENT") {
        return Err("Not an appointment.");
    }
    let of = |name: &str| text(Some(item), name);
    let (Some(patient), Some(when), Some(id)) = (of("patient_id"), of("datetime"), of("id")) else {
        return Err("The appointment has no patient, time or ID.");
    };
    let when = format!("{} at {}", when.get(..10).unwrap_or(&when), when.get(11..16).unwrap_or(""));
    let changed = |name: &str| text(old, name) != text(new, name);
    let said = match record["eventName"].as_str() {
        Some("INSERT") => ("booked", "is booked".to_owned()),
        Some("MODIFY") if old.is_none() || new.is_none() => {
            return Err("The record has one image only, so the handler can't tell what changed.");
        }
        Some("MODIFY") if changed("status") => {
            ("status", format!("is now {}", text(new, "status").unwrap_or_default()))
        }
        Some("MODIFY") if changed("datetime") => ("moved", "is the new time".to_owned()),
        Some("MODIFY") => return Err("Nothing changed that the patient needs to know."),
        // What expired was over anyway.
        Some("REMOVE") if record.get("userIdentity").is_some() => {
            return Err("TTL deleted it: nobody canceled the appointment.");
        }
        _ => ("canceled", "is canceled".to_owned()),
    };
    Ok(Notice {
        patient: format!("PATIENT#{patient}"),
        about: format!("{id}#{}", said.0),
        text: format!("Your appointment on {when} {}.", said.1),
    })
}

/// The CreateTable request of the table of notices.
pub fn notices_table() -> Request {
    let definition = |name| json!({ "AttributeName": name, "AttributeType": "S" });
    let keys = ["recipient", "about"];
    let body = json!({
        "TableName": NOTICES,
        "AttributeDefinitions": keys.map(definition),
        "KeySchema": crate::datasets::key_schema("recipient", "about"),
        "BillingMode": "PAY_PER_REQUEST",
    });
    Request { operation: Operation::CreateTable, body }
}

/// The request that sends a notice for the record with this `eventID`. `sent` counts how often a
/// patient got it.
pub fn send(notice: &Notice, event_id: &str, memory: Memory) -> Request {
    let update = json!({
        "TableName": NOTICES,
        "Key": { "recipient": { "S": notice.patient }, "about": { "S": notice.about } },
        "UpdateExpression": "SET #text = :text ADD sent :one",
        "ExpressionAttributeNames": { "#text": "text" },
        "ExpressionAttributeValues": { ":text": { "S": notice.text }, ":one": { "N": "1" } },
    });
    match memory {
        Memory::None => Request { operation: Operation::UpdateItem, body: update },
        Memory::Mark => {
            let mark = json!({
                "TableName": NOTICES,
                "Item": { "recipient": { "S": format!("EVENT#{event_id}") }, "about": { "S": "DONE" } },
                "ConditionExpression": "attribute_not_exists(recipient)",
            });
            let items = json!([{ "Put": mark }, { "Update": update }]);
            let body = json!({ "TransactItems": items });
            Request { operation: Operation::TransactWriteItems, body }
        }
    }
}
