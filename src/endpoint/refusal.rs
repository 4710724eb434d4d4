//! The errors that only a server has: of the signature, and its own.

use serde_json::{Value as Json, json};

/// An error that has nothing to do with what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// `Request is missing Authentication Token`.
    MissingToken,
    /// `Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.`
    TwoSignatures,
    /// The signature lacks parts, which the sentence names.
    IncompleteSignature(String),
    /// The engine panicked.
    Internal,
}

impl Refusal {
    /// The HTTP status.
    pub(super) fn status(&self) -> u16 {
        match self {
            Refusal::Internal => 500,
            _ => 400,
        }
    }

    /// The response body.
    pub(super) fn body(&self) -> Json {
        json!({ "__type": self.type_name(), "message": self.message() })
    }

    fn type_name(&self) -> &'static str {
        match self {
            Refusal::MissingToken => "com.amazon.coral.service#MissingAuthenticationTokenException",
            Refusal::TwoSignatures => "com.amazon.coral.service#InvalidSignatureException",
            Refusal::IncompleteSignature(_) => {
                "com.amazon.coral.service#IncompleteSignatureException"
            }
            Refusal::Internal => "com.amazonaws.dynamodb.v20120810#InternalServerError",
        }
    }

    fn message(&self) -> &str {
        match self {
            Refusal::MissingToken => "Request is missing Authentication Token",
            Refusal::TwoSignatures => {
                "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP \
                 header."
            }
            Refusal::IncompleteSignature(message) => message,
            Refusal::Internal => "Internal server error",
        }
    }
}
