//! Amazon Resource Names. Region and account are those of no one.
//!
//! Where an ARN is given, its region and account are not looked at: there is only one of each.

use crate::changelog::{StreamId, StreamLabel};
use crate::model::TableName;

/// The region of every ARN.
pub const REGION: &str = "us-east-1";
const ACCOUNT: &str = "000000000000";

/// The ARN of a table.
pub fn of_table(table: &TableName) -> String {
    format!("arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{table}")
}

/// The ARN of a stream.
pub fn of_stream(id: &StreamId) -> String {
    format!("{}/stream/{}", of_table(&id.table), id.label)
}

/// The stream of an ARN, if it has the form of a stream's.
pub fn read_stream(text: &str) -> Option<StreamId> {
    let (table, label) = resource(text)?.split_once("/stream/")?;
    Some(StreamId { table: TableName::parse(table).ok()?, label: StreamLabel::parse(label)? })
}

/// What stands behind `arn:aws:dynamodb:<region>:<account>:table/`.
fn resource(text: &str) -> Option<&str> {
    let mut parts = text.strip_prefix("arn:aws:dynamodb:")?.splitn(3, ':');
    parts.nth(2)?.strip_prefix("table/")
}
