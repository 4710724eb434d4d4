//! The errors that only a server has: they have nothing to do with what was asked.

use serde_json::{Value as Json, json};

/// Why a request is not even looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// `Request is missing Authentication Token`.
    MissingToken,
    /// `Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.`
    TwoSignatures,
    /// The signature lacks parts, which the sentence names.
    IncompleteSignature(String),
    /// It is addressed to a host of this name, which is not known to be this machine.
    ForeignHost(String),
    /// It is from a script of this origin, which may not ask.
    ForeignOrigin(String),
    /// It is no HTTP that the service takes; there is nothing to say about it.
    BadRequest,
    /// The body did not come in time.
    Slow,
    /// The body is longer than the service takes.
    TooLong,
    /// The body is not compressed as it says.
    Garbled,
    /// There are too many connections, or too much is on its way.
    Busy,
    /// The tables have grown to as many mebibytes as they may.
    MemoryFull(u64),
    /// What was written cannot be kept, for this reason.
    Unsaved(String),
    /// The engine panicked.
    Internal,
}

impl Refusal {
    /// The HTTP status.
    pub(super) fn status(&self) -> u16 {
        match self {
            Refusal::MissingToken
            | Refusal::TwoSignatures
            | Refusal::IncompleteSignature(_)
            | Refusal::BadRequest => 400,
            Refusal::ForeignHost(_) | Refusal::ForeignOrigin(_) => 403,
            Refusal::Slow => 408,
            Refusal::TooLong => 413,
            Refusal::Garbled | Refusal::Unsaved(_) | Refusal::Internal => 500,
            Refusal::Busy | Refusal::MemoryFull(_) => 503,
        }
    }

    /// The response body, if there is one.
    pub(super) fn body(&self) -> Option<Json> {
        let name = self.type_name()?;
        Some(json!({ "__type": name, "message": self.message() }))
    }

    fn type_name(&self) -> Option<&'static str> {
        Some(match self {
            Refusal::MissingToken => "com.amazon.coral.service#MissingAuthenticationTokenException",
            Refusal::TwoSignatures => "com.amazon.coral.service#InvalidSignatureException",
            Refusal::IncompleteSignature(_) => {
                "com.amazon.coral.service#IncompleteSignatureException"
            }
            Refusal::ForeignHost(_) | Refusal::ForeignOrigin(_) => {
                "com.amazon.coral.service#AccessDeniedException"
            }
            Refusal::Garbled | Refusal::Unsaved(_) | Refusal::Internal => {
                "com.amazonaws.dynamodb.v20120810#InternalServerError"
            }
            Refusal::Busy | Refusal::MemoryFull(_) => {
                "com.amazon.coral.service#ServiceUnavailableException"
            }
            Refusal::BadRequest | Refusal::Slow | Refusal::TooLong => return None,
        })
    }

    fn message(&self) -> String {
        match self {
            Refusal::MissingToken => "Request is missing Authentication Token".to_owned(),
            Refusal::TwoSignatures => {
                "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP \
                 header."
                    .to_owned()
            }
            Refusal::IncompleteSignature(message) => message.clone(),
            Refusal::ForeignHost(host) => format!(
                "'{host}' is not a name of this machine. Start the endpoint with --allow-host to \
                 be asked under that name."
            ),
            Refusal::ForeignOrigin(origin) => format!(
                "Pages of '{origin}' may not ask. Start the endpoint with --cors {origin} to let \
                 them."
            ),
            Refusal::Busy => "The endpoint is busy. Try again in a moment.".to_owned(),
            Refusal::MemoryFull(limit) => format!(
                "The tables have reached the {limit} MiB that they may take. Delete some, or start \
                 the endpoint with a higher --memory."
            ),
            Refusal::Unsaved(reason) => format!(
                "What was written may be gone when the endpoint stops, because it cannot be saved: \
                 {reason}"
            ),
            Refusal::Garbled | Refusal::Internal => "Internal server error".to_owned(),
            Refusal::BadRequest | Refusal::Slow | Refusal::TooLong => String::new(),
        }
    }
}
