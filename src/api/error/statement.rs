//! What can be wrong with a PartiQL statement, and the sentences; the codes of errors in batches.

use super::expression::expression_message;
use super::{ApiError, ErrorKind, ValueError, missing_table};
use crate::engine::Plane;
use crate::engine::statement::{Malformed, StatementError};

impl From<StatementError> for ApiError {
    fn from(error: StatementError) -> Self {
        match error {
            StatementError::NoTable(name) => missing_table(&name, Plane::Data),
            other => Self::validation(sentence(other)),
        }
    }
}

/// The sentence of an error that has something to tell.
fn sentence(error: StatementError) -> String {
    match error {
        StatementError::Malformed(problem) => {
            format!("Statement wasn't well formed, can't be processed: {}", detail(problem))
        }
        StatementError::UnexpectedPathComponent { line, column, length } => {
            format!("Unexpected path component at {line}:{column}:{length}")
        }
        StatementError::NoIndex(name) => {
            format!("The table does not have the specified index: {name}")
        }
        StatementError::OrderByOther(name) => {
            format!("Variable reference {name} in ORDER BY clause must be part of the primary key")
        }
        StatementError::TooManyInValues(most) => {
            format!("Too many values in the IN clause; at most {most} are supported")
        }
        StatementError::OperandType { function, actual } => format!(
            "Incorrect operand type for operator or function; operator or function: {function}, \
             operand type: {actual}"
        ),
        StatementError::InTransaction { at, error } => {
            format!("Validation failed in TransactStatements[{at}]: {}", sentence(*error))
        }
        StatementError::Number(error, text) => ValueError::Number(error, text).sentence(),
        StatementError::EmptySet(kind) => ValueError::EmptySet(kind).sentence(),
        StatementError::Duplicates(kind, elements) => {
            ValueError::Duplicates(kind, elements).sentence()
        }
        StatementError::TooDeep => ValueError::TooDeep.sentence(),
        StatementError::EmptyName => ValueError::EmptyName.sentence(),
        StatementError::Expression(error) => expression_message(&error),
        other => fixed(&other).to_owned(),
    }
}

/// The sentence of an error that is always the same.
fn fixed(error: &StatementError) -> &'static str {
    match error {
        StatementError::ParameterCount => {
            "Number of parameters in request and statement don't match."
        }
        StatementError::WriteToIndex => "Writes to an index are not supported",
        StatementError::NoKeyEquality => {
            "Where clause does not contain a mandatory equality on all key attributes"
        }
        StatementError::OrderWithoutCondition => {
            "Must have WHERE clause in the statement when using ORDER BY clause."
        }
        StatementError::OrderWithoutPartition => {
            "Must have at least one non-optional hash key condition in WHERE clause when using \
             ORDER BY clause."
        }
        StatementError::ExistsAlone => "EXISTS is only supported in ExecuteTransaction",
        StatementError::NextTokenInvalid => "Given NextToken is invalid",
        StatementError::NextTokenOfOther => "NextToken does not match request",
        StatementError::MixedBatch => {
            "Read and write requests together in the same batch is not supported."
        }
        StatementError::SelectWithoutKeyInBatch => {
            "Select statements within BatchExecuteStatement must specify the primary key in the \
             where clause."
        }
        StatementError::SelectWithoutKeyInTransaction => {
            "Select statements within ExecuteTransaction must specify the primary key in the where \
             clause."
        }
        StatementError::IndexInTransaction => {
            "Reads on indices are not supported within transactions."
        }
        StatementError::ReturningInTransaction => "RETURNING is not supported within transactions.",
        // All others have something to tell, or are no ValidationException.
        _ => "Requested resource not found",
    }
}

fn detail(problem: Malformed) -> &'static str {
    match problem {
        Malformed::ExpectedStatement => "Expected data manipulation",
        Malformed::UnexpectedKeyword => "Unexpected keyword",
        Malformed::UnexpectedTerm => "Unexpected term",
        Malformed::DotComponent => "Invalid path dot component",
        Malformed::InvalidCharacter => "Invalid character",
        Malformed::UnknownFunction => "Unsupported function",
        Malformed::Arguments => "Unexpected arguments of a function",
        Malformed::TooDeep => "Expression is nested too deep",
    }
}

impl ErrorKind {
    /// What the error of one statement of a batch is called.
    pub(crate) fn batch_code(self) -> &'static str {
        match self {
            ErrorKind::ConditionalCheckFailed => "ConditionalCheckFailed",
            ErrorKind::DuplicateItem => "DuplicateItem",
            ErrorKind::ResourceNotFound => "ResourceNotFound",
            ErrorKind::TransactionConflict => "TransactionConflict",
            ErrorKind::ProvisionedThroughputExceeded => "ProvisionedThroughputExceeded",
            ErrorKind::Throttling => "ThrottlingError",
            ErrorKind::ItemCollectionSizeLimitExceeded => "ItemCollectionSizeLimitExceeded",
            _ => "ValidationError",
        }
    }
}
