//! Errors as the wire has them: a type name with its prefix, an HTTP status, a sentence. And what
//! the wire doesn't show: the rule that was broken, and the part of the request that broke it.
//!
//! Owns the response body of an error and, in the modules below, every sentence, each in one
//! place. Refuses to know when an error arises, and what to advise.

mod constraint;
mod control;
mod create_table;
mod engine;
mod expression;
mod rule;
mod statement;
mod stream;
mod subject;
pub(super) mod unconfirmed;
mod value;

pub use constraint::Constraints;
pub(super) use control::{class_name, status_name};
pub(crate) use engine::missing_table;
pub use rule::Rule;
pub use stream::{StartRule, StreamRule, invalid_iterator, invalid_stream_arn};
pub use subject::{Parameter, Subject};
pub use value::ValueError;

use std::fmt::Display;
use std::ops::Range;

use serde_json::{Map, Value as Json};

use crate::engine::Operation;

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
    /// There is no such table to be backed up.
    TableNotFound,
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
            ErrorKind::TableNotFound => "TableNotFoundException",
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

/// An error answer. Boxed, because clippy's `result_large_err` draws the line at 128 bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiError(Box<Parts>);

#[derive(Debug, Clone, PartialEq)]
struct Parts {
    kind: ErrorKind,
    rule: Rule,
    subject: Subject,
    message: Option<String>,
    members: Map<String, Json>,
    reasons: Vec<Option<ApiError>>,
    enveloped_since_2026: bool,
}

impl ApiError {
    /// A broken rule with its sentence.
    pub fn new(kind: ErrorKind, rule: Rule, message: impl Into<String>) -> Self {
        Self::from_parts(kind, rule, Some(message.into()))
    }

    /// An error of the protocol, which says no more than its name.
    pub fn silent(kind: ErrorKind, rule: Rule) -> Self {
        Self::from_parts(kind, rule, None)
    }

    fn from_parts(kind: ErrorKind, rule: Rule, message: Option<String>) -> Self {
        Self(Box::new(Parts {
            kind,
            rule,
            subject: Subject::default(),
            message,
            members: Map::new(),
            reasons: Vec::new(),
            enveloped_since_2026: false,
        }))
    }

    /// A broken rule that the service calls ValidationException.
    pub fn validation(rule: Rule, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Validation, rule, message)
    }

    /// A broken rule about a parameter's value, in the words that begin so many sentences.
    pub fn invalid_parameter(rule: Rule, detail: impl Display) -> Self {
        Self::validation(rule, invalid_parameter(detail))
    }

    /// A member of the wrong JSON type.
    pub fn serialization(rule: Rule, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Serialization, rule, message)
    }

    /// The same, about this parameter. What was said closer to the rule stays.
    pub fn about(mut self, parameter: Parameter) -> Self {
        self.0.subject.parameter.get_or_insert(parameter);
        self
    }

    /// The same, about this attribute, index, placeholder or other name.
    pub fn naming(mut self, name: impl Display) -> Self {
        self.0.subject.name = Some(name.to_string());
        self
    }

    /// The same, at these bytes of an expression.
    fn at(mut self, span: Range<usize>) -> Self {
        self.0.subject.span = Some(span);
        self
    }

    /// The same, about a member with this name around what it was about: paths to members of the
    /// wrong JSON type grow from their ends.
    pub(super) fn inside(mut self, name: &str) -> Self {
        let path = self.0.subject.name.take();
        self.0.subject.name = Some(path.map_or(name.to_owned(), |path| format!("{name}.{path}")));
        self
    }

    /// The same about another subject.
    fn with_subject(mut self, subject: Subject) -> Self {
        self.0.subject = subject;
        self
    }

    /// The same with what was wrong with each action of a transaction.
    fn with_reasons(mut self, reasons: Vec<Option<ApiError>>) -> Self {
        self.0.reasons = reasons;
        self
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

    /// Which rule was broken. Not on the wire.
    pub fn rule(&self) -> Rule {
        self.0.rule
    }

    /// What broke it. Not on the wire.
    pub fn subject(&self) -> &Subject {
        &self.0.subject
    }

    /// Of a cancelled transaction: the error that each action would have had by itself, in their
    /// order; `None` for those that could have been made.
    pub fn reasons(&self) -> &[Option<ApiError>] {
        &self.0.reasons
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

/// Which wording a session answers in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ErrorWording {
    /// The sentences bare, as all operations had them.
    #[default]
    Classic,
    /// With `1 validation error detected: ` before some sentences of PutItem and UpdateItem.
    July2026,
}

impl ErrorWording {
    /// The error as this wording has it.
    pub(crate) fn apply(self, operation: Operation, mut error: ApiError) -> ApiError {
        let affected = matches!(operation, Operation::PutItem | Operation::UpdateItem);
        if self == ErrorWording::July2026 && affected && error.0.enveloped_since_2026 {
            error.0.message = error.0.message.map(|m| format!("1 validation error detected: {m}"));
        }
        error
    }
}

/// The words that begin so many sentences, and what follows them.
fn invalid_parameter(detail: impl Display) -> String {
    format!("One or more parameter values were invalid: {detail}")
}

/// Names as sentences list them: `[a, b]`.
fn list(names: &[impl AsRef<str>]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    format!("[{}]", names.join(", "))
}
