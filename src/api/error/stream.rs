//! Streams that cannot be as asked for, or be read, in AWS's words.

use super::{ApiError, ErrorKind, Parameter, Rule, unconfirmed};
use crate::api::arn;
use crate::engine::StreamError;

impl From<StreamError> for ApiError {
    fn from(error: StreamError) -> Self {
        match error {
            StreamError::Enabled(table) => ApiError::validation(
                Rule::StreamNotEnabledTwice,
                format!("Table already has an enabled stream: TableName: {table}"),
            )
            .about(Parameter::StreamSpecification),
            StreamError::NotEnabled(table) => ApiError::validation(
                Rule::StreamEnabled,
                format!("Table has no stream to disable: TableName: {table}"),
            )
            .about(Parameter::StreamSpecification),
            StreamError::NotFound(id) => {
                not_found(Rule::StreamExists, &format!("Stream: {} not found", arn::stream(&id)))
                    .about(Parameter::StreamArn)
            }
            StreamError::ShardNotFound => {
                not_found(Rule::ShardExists, "Shard does not exist").about(Parameter::ShardId)
            }
            StreamError::SequenceNumberOutsideShard => {
                ApiError::validation(Rule::SequenceNumberOfShard, FOREIGN_NUMBER)
                    .about(Parameter::SequenceNumber)
            }
            StreamError::IteratorTimeInFuture => {
                ApiError::validation(Rule::TimestampPast, unconfirmed::FUTURE_TIMESTAMP)
                    .about(Parameter::Timestamp)
            }
            StreamError::IteratorExpired => ApiError::new(
                ErrorKind::ExpiredIterator,
                Rule::IteratorFresh,
                "Shard iterator has expired",
            )
            .about(Parameter::ShardIterator),
            StreamError::RecordsTrimmed => ApiError::new(
                ErrorKind::TrimmedDataAccess,
                Rule::RecordsKept,
                "The data you are trying to access has been trimmed",
            )
            .about(Parameter::ShardIterator),
        }
    }
}

/// AWS's wording is not known for these two.
const FOREIGN_NUMBER: &str = "Invalid SequenceNumber";

fn not_found(rule: Rule, what: &str) -> ApiError {
    let sentence = format!("Requested resource not found: {what}");
    ApiError::new(ErrorKind::ResourceNotFound, rule, sentence)
}

/// What should be the ARN of a stream and is not.
pub fn invalid_stream_arn() -> ApiError {
    ApiError::validation(Rule::StreamArn, "Invalid StreamArn").about(Parameter::StreamArn)
}

/// What should be a shard iterator and is not.
pub fn invalid_iterator() -> ApiError {
    ApiError::validation(Rule::IteratorValid, "Invalid ShardIterator")
        .about(Parameter::ShardIterator)
}

/// A member that a `ShardIteratorType` needs, or may not have. AWS's wording is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartRule {
    /// The type is named after it.
    Missing(Parameter),
    /// Another type is.
    NotAllowed(Parameter),
}

impl StartRule {
    /// The error for this type.
    pub fn error(self, kind: &str) -> ApiError {
        let (parameter, must) = match self {
            StartRule::Missing(parameter) => (parameter, "must be"),
            StartRule::NotAllowed(parameter) => (parameter, "must not be"),
        };
        let sentence = format!("{parameter} {must} specified when ShardIteratorType is {kind}");
        ApiError::validation(Rule::IteratorStart, sentence).about(parameter)
    }
}

/// A broken rule about `StreamEnabled` and `StreamViewType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StreamRule {
    /// Whether the stream is to be enabled, which needs a view type, or disabled, which has none.
    pub enabled: bool,
}

impl StreamRule {
    /// In the words of CreateTable.
    pub fn in_create_table(self) -> ApiError {
        broken_view_type(if self.enabled {
            "Table is being created with a stream enabled, UpdateViewType is required"
        } else {
            "Table is being created with a stream disabled, UpdateViewType should not be specified"
        })
    }

    /// In the words of UpdateTable.
    pub fn in_update_table(self) -> ApiError {
        broken_view_type(if self.enabled {
            "If stream is being enabled then UpdateViewType is required"
        } else {
            "If stream is being disabled, then UpdateViewType must not be specified"
        })
    }
}

fn broken_view_type(detail: &str) -> ApiError {
    ApiError::invalid_parameter(Rule::StreamViewType, detail).about(Parameter::StreamSpecification)
}
