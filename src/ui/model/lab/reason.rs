//! Why requests were refused, in the service's names and in plain words; and what is assumed here
//! because the service does not tell.

use crate::capacity::{Direction, Limit};
use crate::partition::{HOT_PERMILLE, HOT_SECONDS};
use crate::traffic::{Resource, ThrottlingReason};

/// The limit in one plain sentence.
pub fn sentence(throttle: ThrottlingReason) -> &'static str {
    use Limit::{AccountLimit, KeyRangeThroughput, MaxOnDemandThroughput, ProvisionedThroughput};
    match (throttle.resource, throttle.direction, throttle.limit) {
        (Resource::Table, Direction::Write, KeyRangeThroughput) => {
            "One partition serves 1,000 write units a second, whatever the table has."
        }
        (Resource::Table, Direction::Read, KeyRangeThroughput) => {
            "One partition serves 3,000 read units a second, whatever the table has."
        }
        (Resource::Index, _, KeyRangeThroughput) => {
            "One partition of the index serves 1,000 write units a second. When the index falls too far \
             behind, the table’s writes are refused for its sake."
        }
        (Resource::Table, _, ProvisionedThroughput) => {
            "The provisioned units are used up, and so is what was saved for bursts."
        }
        (Resource::Index, _, ProvisionedThroughput) => {
            "The index’s provisioned units are used up, so the table’s writes are refused for its sake."
        }
        (_, _, AccountLimit) => "An account lets one table take 40,000 units a second.",
        (_, _, MaxOnDemandThroughput) => "It is the maximum that was set for it.",
    }
}

/// The limit when the table as a whole has come to what it takes on demand.
pub const PEAK: &str =
    "An on-demand table takes at once twice its earlier peak; more after half an hour.";

/// What in this lab is our assumption.
pub fn assumptions() -> String {
    format!(
        "The limits of tables, partitions and accounts, the reasons, the rules of burst, of auto scaling and \
         of on-demand peaks are those that AWS publishes. Ours are: that a partition is split after \
         {HOT_SECONDS} s above {} % of what it serves (AWS says minutes), how late indexes and replicas are, \
         how far an index may fall behind before writes are refused, and that more than twice the \
         peak is refused with the reason of a hot partition.",
        HOT_PERMILLE / 10
    )
}
