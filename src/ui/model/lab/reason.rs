//! Why requests were throttled, in the service's names and in plain words; and what is assumed here
//! because the service does not tell.

use crate::capacity::{Direction, Limit};
use crate::partition::{HOT_PERMILLE, HOT_SECONDS};
use crate::traffic::{Resource, ThrottlingReason};

/// The limit in one plain sentence.
pub fn sentence(throttle: ThrottlingReason) -> &'static str {
    use Limit::{AccountLimit, KeyRangeThroughput, MaxOnDemandThroughput, ProvisionedThroughput};
    match (throttle.resource, throttle.direction, throttle.limit) {
        (Resource::Table, Direction::Write, KeyRangeThroughput) => {
            "One partition serves at most 1,000 write units per second, however much capacity the \
             table has."
        }
        (Resource::Table, Direction::Read, KeyRangeThroughput) => {
            "One partition serves at most 3,000 read units per second, however much capacity the \
             table has."
        }
        (Resource::Index, _, KeyRangeThroughput) => {
            "One partition of the index serves at most 1,000 write units per second. When the index falls too far \
             behind, DynamoDB throttles writes to the table (back-pressure)."
        }
        (Resource::Table, _, ProvisionedThroughput) => {
            "The provisioned capacity is used up, and so is the burst capacity."
        }
        (Resource::Index, _, ProvisionedThroughput) => {
            "The index has used up its provisioned capacity, so DynamoDB throttles writes to the table."
        }
        (_, _, AccountLimit) => {
            "By default, an account's quota for each table is 40,000 read units and 40,000 write \
             units per second."
        }
        (_, _, MaxOnDemandThroughput) => "The table reached the maximum throughput that you set.",
    }
}

/// Says that a limit of the whole table or index throttles, and not a partition.
pub fn whole(resource: Resource, limit: Limit) -> &'static str {
    match (resource, limit) {
        (Resource::Table, Limit::ProvisionedThroughput) => {
            "What throttles is the table's provisioned capacity."
        }
        (Resource::Index, Limit::ProvisionedThroughput) => {
            "What throttles is the index's provisioned capacity. While it is used up, writes to \
             the table are throttled too."
        }
        (_, Limit::AccountLimit) => "What throttles is the account's quota for a table.",
        (_, Limit::MaxOnDemandThroughput) => {
            "What throttles is the maximum throughput that you set."
        }
        (_, Limit::KeyRangeThroughput) => {
            "What throttles is the table as a whole: on demand it takes twice its previous peak."
        }
    }
}

/// The limit when the table as a whole has come to what it takes on demand.
pub const PEAK: &str = "An on-demand table instantly serves up to twice its previous peak, and \
                        more after half an hour.";

/// What in this lab is our assumption.
pub fn assumptions() -> String {
    format!(
        "From AWS: the limits of tables, partitions and accounts, the throttling reasons, and the \
         rules of burst capacity, auto scaling and on-demand peaks. Our assumptions: a partition is \
         split after {HOT_SECONDS} s above {}% of its limit (AWS says only “minutes”); how far \
         indexes and replicas lag; how far an index may fall behind before writes are throttled; and \
         that traffic beyond twice the previous peak is throttled for the same reason as a hot partition.",
        HOT_PERMILLE / 10
    )
}
