//! The places of the page.

pub mod compare;
pub mod explore;
pub mod partitions;
pub mod quiz;
