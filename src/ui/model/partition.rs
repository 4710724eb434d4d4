//! The hash space as a bar of partitions, and where requests land on it.
//!
//! Owns widths, shares, heat and the sentences about them. Refuses to know how the engine counts
//! and how a bar is drawn.

mod landing;
mod probe;
mod segment;

pub use landing::{Landing, landing};
pub use probe::{Probe, ProbeProblem, key_text, probe};
pub use segment::{Segment, balance_words, bar_words, partition_of, position_of, segments};
