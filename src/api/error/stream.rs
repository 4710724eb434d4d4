//! Streams that cannot be as asked for, or be read, in AWS's words.

use super::{ApiError, ErrorKind};
use crate::api::arn;
use crate::engine::StreamError;

impl From<StreamError> for ApiError {
    fn from(error: StreamError) -> Self {
        let not_found = |what: &str| {
            let sentence = format!("Requested resource not found: {what}");
            ApiError::new(ErrorKind::ResourceNotFound, sentence)
        };
        match error {
            StreamError::Enabled(table) => ApiError::validation(format!(
                "Table already has an enabled stream: TableName: {table}"
            )),
            StreamError::NotEnabled(table) => {
                ApiError::validation(format!("Table has no stream to disable: TableName: {table}"))
            }
            StreamError::NotFound(id) => {
                not_found(&format!("Stream: {} not found", arn::of_stream(&id)))
            }
            StreamError::ShardNotFound => not_found("Shard does not exist"),
            StreamError::SequenceNumberOutsideShard => ApiError::validation(FOREIGN_NUMBER),
            StreamError::IteratorTimeInFuture => ApiError::validation(FUTURE_TIME),
            StreamError::IteratorExpired => {
                ApiError::new(ErrorKind::ExpiredIterator, "Shard iterator has expired")
            }
            StreamError::RecordsTrimmed => ApiError::new(ErrorKind::TrimmedDataAccess, TRIMMED),
        }
    }
}

const TRIMMED: &str = "The data you are trying to access has been trimmed";
/// AWS's wording is not known for these two.
const FOREIGN_NUMBER: &str = "Invalid SequenceNumber";
const FUTURE_TIME: &str = "Timestamp must not be in the future";

/// What should be the ARN of a stream and is not.
pub fn invalid_stream_arn() -> ApiError {
    ApiError::validation("Invalid StreamArn")
}

/// What should be a shard iterator and is not.
pub fn invalid_iterator() -> ApiError {
    ApiError::validation("Invalid ShardIterator")
}

/// A member that a `ShardIteratorType` needs, or may not have. AWS's wording is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartRule {
    /// The type is named after it.
    Missing(&'static str),
    /// Another type is.
    NotAllowed(&'static str),
}

impl StartRule {
    /// The error for this type.
    pub fn error(self, kind: &str) -> ApiError {
        ApiError::validation(match self {
            StartRule::Missing(member) => {
                format!("{member} must be specified when ShardIteratorType is {kind}")
            }
            StartRule::NotAllowed(member) => {
                format!("{member} must not be specified when ShardIteratorType is {kind}")
            }
        })
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
    pub fn of_creation(self) -> ApiError {
        ApiError::invalid_parameter(match self.enabled {
            true => "Table is being created with a stream enabled, UpdateViewType is required",
            false => {
                "Table is being created with a stream disabled, UpdateViewType should not be \
                 specified"
            }
        })
    }

    /// In the words of UpdateTable.
    pub fn of_update(self) -> ApiError {
        ApiError::invalid_parameter(match self.enabled {
            true => "If stream is being enabled then UpdateViewType is required",
            false => "If stream is being disabled, then UpdateViewType must not be specified",
        })
    }
}
