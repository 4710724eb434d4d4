//! Traffic: loads that play against a table's limits on a simulated clock.
//!
//! Owns what is asked, by whom and when. Items are not made: a request is a key and a number of
//! units, so that a million of them fit into a second. Refuses to know how a run is shown.

mod cache;
mod pattern;
mod pipe;
pub mod price;
mod random;
mod retry;
mod run;
mod sample;
mod scaling;
mod scenario;

pub use pattern::{DrawnKey, Pattern};
pub use pipe::Pipe;
pub use retry::{ATTEMPTS, Retry};
pub use run::{Run, STEP_MILLIS};
pub use sample::{PartitionSample, Place, Sample, Tally, Throttle};
pub use scaling::Target;
pub use scenario::{Index, Load, ON_DEMAND, Scenario, provisioned};

#[cfg(test)]
mod tests;
