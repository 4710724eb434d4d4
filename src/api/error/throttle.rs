//! Requests that were refused for their rate: exception, sentence and reason.
//!
//! The exception follows from the table's mode, the sentence from whose limit it was, the reason
//! from both and the limit (API reference, *ThrottlingReason*).

use serde_json::{Map, Value as Json};

use super::{ApiError, ErrorKind};
use crate::api::arn;
use crate::capacity::{Direction, Limit};
use crate::engine::Throttled;

pub(super) const COLLECTION_SIZE_EXCEEDED: &str = "Collection size exceeded.";

const PROVISIONED_TABLE: &str = "The level of configured provisioned throughput for the table was \
    exceeded. Consider increasing your provisioning level with the UpdateTable API.";
const PROVISIONED_INDEX: &str = "The level of configured provisioned throughput for one or more \
    global secondary indexes of the table was exceeded. Consider increasing your provisioning level \
    for the under-provisioned global secondary indexes with the UpdateTable API.";
const ON_DEMAND_TABLE: &str = "Throughput exceeds the current capacity of your table or index. \
    DynamoDB is automatically scaling your table or index so please try again shortly. If \
    exceptions persist, check if you have a hot key: \
    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html";
const ON_DEMAND_INDEX: &str = "Throughput exceeds the current capacity for one or more global \
    secondary indexes. DynamoDB is automatically scaling your index so please try again shortly.";

/// The refusal as a response.
pub fn throttled(throttled: &Throttled) -> ApiError {
    // The two exceptions spell the member differently.
    let (kind, member) = match throttled.provisioned {
        true => (ErrorKind::ProvisionedThroughputExceeded, "ThrottlingReasons"),
        false => (ErrorKind::Throttling, "throttlingReasons"),
    };
    let mut why = Map::new();
    why.insert("reason".to_owned(), reason(throttled).into());
    why.insert("resource".to_owned(), resource(throttled).into());
    ApiError::new(kind, sentence(throttled)).with_member(member, vec![Json::Object(why)].into())
}

/// What it says.
pub fn sentence(throttled: &Throttled) -> &'static str {
    match (throttled.provisioned, &throttled.index) {
        (true, None) => PROVISIONED_TABLE,
        (true, Some(_)) => PROVISIONED_INDEX,
        (false, None) => ON_DEMAND_TABLE,
        (false, Some(_)) => ON_DEMAND_INDEX,
    }
}

/// The service's name for the limit: `TableWriteKeyRangeThroughputExceeded`.
fn reason(throttled: &Throttled) -> String {
    let place = if throttled.index.is_some() { "Index" } else { "Table" };
    let direction = match throttled.direction {
        Direction::Read => "Read",
        Direction::Write => "Write",
    };
    let limit = match throttled.limit {
        Limit::ProvisionedThroughput => "ProvisionedThroughput",
        Limit::KeyRangeThroughput => "KeyRangeThroughput",
        Limit::AccountLimit => "AccountLimit",
        Limit::MaxOnDemandThroughput => "MaxOnDemandThroughput",
    };
    format!("{place}{direction}{limit}Exceeded")
}

fn resource(throttled: &Throttled) -> String {
    let table = arn::of_table(&throttled.table);
    match &throttled.index {
        Some(index) => format!("{table}/index/{index}"),
        None => table,
    }
}
