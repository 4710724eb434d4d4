//! Requests: from a JSON body to a typed input, in one file for each operation.
//!
//! Owns the protocol's own errors and the order of the checks: JSON types, then model constraints
//! (the table's name first and alone), then the operation's rules on the form of the request,
//! expressions among them. Each expression is parsed here, once. Whatever needs a table to be
//! checked is left to the engine.

mod batch_execute_statement;
mod batch_get_item;
mod batch_write_item;
mod capacity;
mod create_table;
mod delete_item;
mod delete_table;
mod describe_endpoints;
mod describe_limits;
mod describe_stream;
mod describe_table;
mod describe_time_to_live;
mod execute_statement;
mod execute_transaction;
mod expressions;
mod get_item;
mod get_records;
mod get_shard_iterator;
mod legacy;
mod list_streams;
mod list_tables;
mod list_tags_of_resource;
mod next_token;
mod put_item;
mod query;
mod scan;
mod schema;
mod settings;
mod shown;
mod statement;
mod stream;
mod table;
mod tag_resource;
mod tags;
mod transact;
mod transact_get_items;
mod transact_write_items;
mod untag_resource;
mod update_item;
mod update_table;
mod update_time_to_live;
mod write;

pub(super) use next_token::next_token;
pub use table::table_named;

pub(super) use shown::{CapacityDetail, Shown, name_as_given};
pub(crate) use statement::statements;

use serde_json::Value as Json;

use super::error::{ApiError, ErrorKind, Rule};
use crate::api::json;
use crate::engine::operation::for_each_operation;
use crate::engine::{Input, Operation, ops};

/// An operation and the JSON that goes with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// What is asked.
    pub operation: Operation,
    /// The parameters.
    pub body: Json,
}

/// What one operation is asked, read from a JSON body.
pub(super) trait FromBody: Sized {
    /// What the engine is asked, and what of the answer is to be shown.
    fn from_body(body: &Json) -> Result<(Self, Shown), ApiError>;
}

/// What a request comes to: what the engine is asked, and what of the answer is to be shown.
#[derive(Debug)]
pub(super) struct Parsed {
    /// For the engine.
    pub input: Input,
    /// For the response.
    pub shown: Shown,
}

macro_rules! define_parse {
    ($($nature:ident $name:ident($module:ident::$input:ident);)*) => {
        fn parse(operation: Operation, body: &Json) -> Result<Parsed, ApiError> {
            match operation {
                $(Operation::$name => {
                    let (input, shown) = ops::$input::from_body(body)?;
                    Ok(Parsed { input: Input::$name(input), shown })
                })*
            }
        }
    };
}

for_each_operation!(define_parse);

impl Request {
    /// A request of this operation.
    pub fn new(operation: Operation, body: Json) -> Self {
        Self { operation, body }
    }

    /// A request as it comes over HTTP: the `X-Amz-Target` header and the body. That the body is
    /// JSON is checked before the target.
    pub fn from_target(target: &str, body: &str) -> Result<Self, ApiError> {
        let body = json::parse(body)
            .map_err(|_| ApiError::silent(ErrorKind::Serialization, Rule::BodyIsObject))?;
        let operation = Operation::from_target(target)
            .ok_or_else(|| ApiError::silent(ErrorKind::UnknownOperation, Rule::KnownOperation))?;
        Ok(Self { operation, body })
    }

    /// The request, typed.
    pub(super) fn parse(&self) -> Result<Parsed, ApiError> {
        parse(self.operation, &self.body)
    }
}
