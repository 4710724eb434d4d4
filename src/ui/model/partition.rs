//! The hash space as a bar of partitions, and where requests land on it.
//!
//! Owns widths, shares, heat and the sentences about them. Refuses to know how the engine counts
//! and how a bar is drawn.

mod landing;
mod probe;
mod segment;
mod subject;

pub use landing::{Landing, landing};
pub use probe::{Probe, ProbeProblem, probe};
pub use segment::{Segment, balance_words, bar_words, partition_of, position_of};
pub use subject::{LargeCollection, TableOrGlobalIndex, has_items};
