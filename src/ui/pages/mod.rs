//! The places of the page.

pub mod changes;
pub mod compare;
pub mod explore;
pub mod glossary;
pub mod learn;
pub mod palette;
pub mod partitions;
#[cfg(debug_assertions)]
pub mod parts;
pub mod start;
pub mod tables;
pub mod workshop;
pub mod workspace;
