//! The part of `xtask` that other crates of the workspace use as well.

pub mod weight;
