//! Requests that were refused for their rate: exception, sentence and reason.
//!
//! The exception follows from the table's mode, the sentence from whose limit it was, the reason
//! from both and the limit (API reference, *ThrottlingReason*).

use serde_json::{Map, Value as Json};

use super::{ApiError, ErrorKind, Rule};
use crate::api::arn;
use crate::capacity::{Direction, Limit};
use crate::engine::Throttled;
use crate::model::IndexName;

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
    let of_index = throttled.index.is_some();
    let reason = throttled.limit.reason(of_index, throttled.direction);
    why.insert("reason".to_owned(), reason.into());
    why.insert("resource".to_owned(), resource(throttled).into());
    ApiError::new(kind, rule(throttled), sentence(throttled))
        .with_member(member, vec![Json::Object(why)].into())
        .naming(throttled.index.as_ref().map_or(throttled.table.as_str(), IndexName::as_str))
}

/// Which limit it was. A write that an index is in the way of is a rule of its own: it is the index
/// that has to be helped, though the request names only the table.
fn rule(throttled: &Throttled) -> Rule {
    match throttled.limit {
        _ if throttled.index.is_some() && throttled.direction == Direction::Write => {
            Rule::IndexThroughput
        }
        Limit::ProvisionedThroughput => Rule::ProvisionedThroughput,
        Limit::KeyRangeThroughput => Rule::PartitionThroughput,
        Limit::AccountLimit => Rule::AccountThroughput,
        Limit::MaxOnDemandThroughput => Rule::MaximumThroughput,
    }
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

fn resource(throttled: &Throttled) -> String {
    let table = arn::of_table(&throttled.table);
    match &throttled.index {
        Some(index) => format!("{table}/index/{index}"),
        None => table,
    }
}
