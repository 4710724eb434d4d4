//! Partitions: which part of the hash space holds which keys.
//!
//! Owns the ring of hash ranges. Refuses to know tables and items.

mod ring;

pub use ring::{HashRange, Ring, initial_partitions};
