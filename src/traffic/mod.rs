//! Traffic: loads that play against a table's limits on a simulated clock.
//!
//! Owns what is requested, by whom and when. No items are made: a request is a key and a number of
//! capacity units, so that a page plays a million of them a second. Refuses to know how a run is
//! shown.
//!
//! A [`Scenario`] holds every setting. A [`Run`] advances it millisecond by millisecond: clients
//! draw keys and send requests to the table, which answers by its limits; throttled requests wait
//! for their retry. Each second becomes a [`Sample`], and what happens besides requests an
//! [`Event`].

mod bill;
mod cache;
mod check;
mod clients;
mod items;
mod load;
mod pattern;
mod retry;
mod run;
mod sample;
mod scaling;
mod scenario;
mod table;
mod tally;

pub use bill::{
    Bills, DAX_NODES, MicroDollars, MonthOfRequests, PRICES_AS_OF, PRICES_FOR, bills,
    break_even_permille, month_of_requests,
};
pub use cache::ITEM_TTL_MILLIS;
pub use check::{Fault, Field};
pub use load::{Load, Shape};
pub use pattern::Pattern;
pub use retry::Retry;
pub use run::{Event, Run};
pub use sample::{
    CapacitySample, IndexSample, KeySample, LimitsSample, PartitionSample, Resource, Sample,
};
pub use scaling::Target;
pub use scenario::{
    Batch, Cache, Clients, Index, ON_DEMAND, Replicas, Scaling, Scenario, Stored, Unprocessed,
    provisioned,
};
pub use tally::{Tally, ThrottlingReason};
