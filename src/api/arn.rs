//! Amazon Resource Names. Region and account are those of no one.

use crate::changelog::StreamLabel;
use crate::model::TableName;

/// What every ARN begins with.
const TABLES: &str = "arn:aws:dynamodb:us-east-1:000000000000:table/";

/// The ARN of a table.
pub fn of_table(table: &TableName) -> String {
    format!("{TABLES}{table}")
}

/// The ARN of a table's stream.
pub fn of_stream(table: &TableName, label: StreamLabel) -> String {
    format!("{TABLES}{table}/stream/{label}")
}
