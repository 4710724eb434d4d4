//! ListTables.

use serde_json::Value as Json;

use super::Body;
use crate::engine::ops::list_tables::Output;

/// Writes the response.
pub fn write(body: &mut Body, output: &Output) {
    body.put("TableNames", output.names.iter().map(|name| name.as_str()).collect::<Json>());
    body.put_some("LastEvaluatedTableName", output.last.as_ref().map(|name| name.as_str()));
}
