//! DynamoDB Playground: a DynamoDB engine that shows its thinking.

pub mod model;
