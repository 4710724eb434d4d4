//! Copies tables and items between the playground and any DynamoDB-compatible service: AWS, ScyllaDB
//! Alternator, DynamoDB Local, or another endpoint of the playground.
//!
//! The playground's side is an endpoint in this process, so that both sides are asked by the same SDK
//! and there is one way to copy. Empty without the feature `clients`.
#![cfg(feature = "clients")]

pub mod copy;
pub mod options;
pub mod place;
pub mod table;
