//! DynamoDB Playground: a DynamoDB engine that shows its thinking.

pub mod api;
pub mod capacity;
pub mod changelog;
pub mod datasets;
pub mod engine;
pub mod expression;
pub mod learn;
pub mod model;
pub mod partition;
pub mod store;
pub mod ui;
pub mod workspace;
