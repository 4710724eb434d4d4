//! Errors as the wire has them: a type name with its prefix, an HTTP status, a sentence.
//!
//! Owns the response body of an error and, in the modules below, every sentence, each in one
//! place. Refuses to know when an error arises.

mod constraint;
mod control;
mod create_table;
mod engine;
mod expression;
mod in_use;
mod key;
mod legacy;
mod statement;
mod stream;
mod throttle;
mod transaction;
mod value;
mod wording;

pub use constraint::Constraints;
pub(super) use control::{class_name, status_name};
pub(crate) use engine::missing_table;
pub use expression::{expression_message, update_message};
pub use stream::{StartRule, StreamRule, invalid_iterator, invalid_stream_arn};
pub use value::ValueError;
pub use wording::ErrorWording;

use serde_json::{Map, Value as Json};

use crate::model::AttributeName;

/// The errors that the service names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The body is not JSON, or a member has the wrong JSON type.
    Serialization,
    /// The target names no operation.
    UnknownOperation,
    /// The request breaks a rule.
    Validation,
    /// There is no such table.
    ResourceNotFound,
    /// The table exists already, or is still being changed.
    ResourceInUse,
    /// The condition was false.
    ConditionalCheckFailed,
    /// INSERT of an item that exists.
    DuplicateItem,
    /// The shard iterator is too old.
    ExpiredIterator,
    /// The records that were to be read are older than a day.
    TrimmedDataAccess,
    /// Something stood in the way of an action of the transaction.
    TransactionCanceled,
    /// The item is in a transaction that has not ended.
    TransactionConflict,
    /// A token stands for another request.
    IdempotentParameterMismatch,
    /// Something is done too often, or there would be too much of it.
    LimitExceeded,
    /// It is another account's.
    AccessDenied,
    /// A provisioned table or index was asked for more than it has.
    ProvisionedThroughputExceeded,
    /// An on-demand table or index was asked for more than it can serve.
    Throttling,
    /// A collection outgrew the partition that a local index holds it in.
    ItemCollectionSizeLimitExceeded,
}

impl ErrorKind {
    /// The name as it stands in the documentation and in every SDK.
    pub fn name(self) -> &'static str {
        match self {
            ErrorKind::Serialization => "SerializationException",
            ErrorKind::UnknownOperation => "UnknownOperationException",
            ErrorKind::Validation => "ValidationException",
            ErrorKind::ResourceNotFound => "ResourceNotFoundException",
            ErrorKind::ResourceInUse => "ResourceInUseException",
            ErrorKind::ConditionalCheckFailed => "ConditionalCheckFailedException",
            ErrorKind::DuplicateItem => "DuplicateItemException",
            ErrorKind::ExpiredIterator => "ExpiredIteratorException",
            ErrorKind::TrimmedDataAccess => "TrimmedDataAccessException",
            ErrorKind::TransactionCanceled => "TransactionCanceledException",
            ErrorKind::TransactionConflict => "TransactionConflictException",
            ErrorKind::IdempotentParameterMismatch => "IdempotentParameterMismatchException",
            ErrorKind::LimitExceeded => "LimitExceededException",
            ErrorKind::AccessDenied => "AccessDeniedException",
            ErrorKind::ProvisionedThroughputExceeded => "ProvisionedThroughputExceededException",
            ErrorKind::Throttling => "ThrottlingException",
            ErrorKind::ItemCollectionSizeLimitExceeded => {
                "ItemCollectionSizeLimitExceededException"
            }
        }
    }

    /// The HTTP status. All of these are the caller's to mend.
    pub fn status(self) -> u16 {
        400
    }

    fn prefix(self) -> &'static str {
        match self {
            ErrorKind::Serialization | ErrorKind::UnknownOperation | ErrorKind::AccessDenied => {
                "com.amazon.coral.service#"
            }
            ErrorKind::Validation => "com.amazon.coral.validate#",
            ErrorKind::Throttling => "com.amazon.coral.availability#",
            _ => "com.amazonaws.dynamodb.v20120810#",
        }
    }

    /// A few errors spell the member with a capital letter.
    fn message_member(self) -> &'static str {
        match self {
            ErrorKind::Serialization
            | ErrorKind::TransactionCanceled
            | ErrorKind::IdempotentParameterMismatch => "Message",
            _ => "message",
        }
    }
}

/// An error answer. Boxed, because what reads a request passes it on at every step, and a large
/// error makes every step large.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiError(Box<Parts>);

#[derive(Debug, Clone, PartialEq)]
struct Parts {
    kind: ErrorKind,
    message: Option<String>,
    members: Map<String, Json>,
    enveloped_since_2026: bool,
}

impl ApiError {
    /// An error with its sentence.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self::of(kind, Some(message.into()))
    }

    /// An error of the protocol, which says no more than its name.
    pub fn silent(kind: ErrorKind) -> Self {
        Self::of(kind, None)
    }

    fn of(kind: ErrorKind, message: Option<String>) -> Self {
        let parts = Parts { kind, message, members: Map::new(), enveloped_since_2026: false };
        Self(Box::new(parts))
    }

    /// A broken rule.
    pub fn validation(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Validation, message)
    }

    /// A broken rule about a parameter's value, in the words that begin so many sentences.
    pub fn invalid_parameter(detail: impl std::fmt::Display) -> Self {
        Self::validation(invalid_parameter(detail))
    }

    /// A member of the wrong JSON type.
    pub fn serialization(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Serialization, message)
    }

    /// The same with a further member in the body.
    pub fn with_member(mut self, name: &str, value: Json) -> Self {
        self.0.members.insert(name.to_owned(), value);
        self
    }

    /// The same, marked as one of the sentences that PutItem and UpdateItem put into an envelope
    /// since July 2026.
    pub fn enveloped_since_2026(mut self) -> Self {
        self.0.enveloped_since_2026 = true;
        self
    }

    /// The same with another sentence around its own.
    pub fn rephrased(mut self, around: impl FnOnce(String) -> String) -> Self {
        self.0.message = self.0.message.map(around);
        self
    }

    /// Which error this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The name with its prefix, the body's `__type`.
    pub fn type_name(&self) -> String {
        format!("{}{}", self.0.kind.prefix(), self.0.kind.name())
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.0.kind.status()
    }

    /// The sentence; errors of the protocol have none.
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// The members besides type and sentence, such as the `Item` that failed a condition.
    pub fn members(&self) -> &Map<String, Json> {
        &self.0.members
    }

    /// The response body.
    pub fn body(&self) -> Json {
        let mut body = Map::new();
        body.insert("__type".to_owned(), self.type_name().into());
        if let Some(message) = &self.0.message {
            body.insert(self.0.kind.message_member().to_owned(), message.as_str().into());
        }
        body.extend(self.0.members.clone());
        Json::Object(body)
    }
}

/// The words that begin so many sentences, and what follows them.
fn invalid_parameter(detail: impl std::fmt::Display) -> String {
    format!("One or more parameter values were invalid: {detail}")
}

/// Names of attributes as sentences list them: `[a, b]`.
fn list(names: &[AttributeName]) -> String {
    list_of(names)
}

/// Names as sentences list them.
fn list_of(names: &[impl AsRef<str>]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    format!("[{}]", names.join(", "))
}
