//! Requests: an operation with its JSON body.
//!
//! Owns the protocol's own errors.

use serde_json::Value as Json;

use super::error::{ApiError, ErrorKind};
use crate::engine::ops::Operation;

/// An operation and the JSON that goes with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// What is asked.
    pub operation: Operation,
    /// The parameters.
    pub body: Json,
}

impl Request {
    /// A request of this operation.
    pub fn new(operation: Operation, body: Json) -> Self {
        Self { operation, body }
    }

    /// A request as it comes over HTTP: the `X-Amz-Target` header and the body. That the body is
    /// JSON is checked before the target.
    pub fn from_target(target: &str, body: &str) -> Result<Self, ApiError> {
        let body =
            serde_json::from_str(body).map_err(|_| ApiError::silent(ErrorKind::Serialization))?;
        let operation = Operation::from_target(target)
            .ok_or_else(|| ApiError::silent(ErrorKind::UnknownOperation))?;
        Ok(Self { operation, body })
    }
}
