//! Traffic: loads that play against a table's limits on a simulated clock.
//!
//! Owns what is asked, by whom and when. Items are not made: a request is a key and a number of
//! units, so that a million of them fit into a second. Refuses to know how a run is shown.

mod bill;
mod cache;
mod check;
mod crowd;
mod event;
mod history;
mod items;
mod keys;
mod pattern;
mod pipe;
pub mod price;
mod random;
mod retry;
mod run;
mod sample;
mod scaling;
mod scenario;
mod shape;
mod table;
mod tally;
mod wheel;

pub use bill::{Bills, bills};
pub use cache::ITEM_TTL_MILLIS;
pub use check::{Fault, Field};
pub use event::Event;
pub use pattern::Pattern;
pub use retry::Retry;
pub use run::Run;
pub use sample::{
    CapacitySample, IndexSample, KeySample, LimitsSample, PartitionSample, Place, Sample,
};
pub use scaling::Target;
pub use scenario::{
    Batch, Cache, Clients, Index, Load, ON_DEMAND, Replicas, Scaling, Scenario, Stored,
    Unprocessed, provisioned,
};
pub use shape::Shape;
pub use tally::{Tally, Throttle};
