//! What can be wrong with a PartiQL statement, and the sentences; the codes of errors in batches.

use super::{ApiError, ErrorKind, Parameter, Rule, Subject, ValueError, missing_table};
use crate::engine::Plane;
use crate::engine::statement::{Malformed, StatementError};

impl From<StatementError> for ApiError {
    fn from(error: StatementError) -> Self {
        use StatementError as Error;
        let broken = |rule, sentence: &str| Self::validation(rule, sentence);
        match error {
            Error::NoTable(name) => missing_table(&name, Plane::Data),
            Error::Malformed(problem) => malformed(problem),
            Error::UnexpectedPathComponent { line, column, length } => Self::validation(
                Rule::StatementProjection,
                format!("Unexpected path component at {line}:{column}:{length}"),
            ),
            Error::ParameterCount => broken(
                Rule::StatementParameters,
                "Number of parameters in request and statement don't match.",
            )
            .about(Parameter::Parameters),
            Error::NoIndex(name) => Self::validation(
                Rule::IndexExists,
                format!("The table does not have the specified index: {name}"),
            )
            .naming(name),
            Error::WriteToIndex => {
                broken(Rule::StatementWritesTable, "Writes to an index are not supported")
            }
            Error::NoKeyEquality => broken(
                Rule::StatementNamesKey,
                "Where clause does not contain a mandatory equality on all key attributes",
            ),
            Error::OrderWithoutCondition => broken(
                Rule::OrderNeedsCondition,
                "Must have WHERE clause in the statement when using ORDER BY clause.",
            ),
            Error::OrderWithoutPartition => broken(
                Rule::OrderNeedsPartitionKey,
                "Must have at least one non-optional hash key condition in WHERE clause when using \
                 ORDER BY clause.",
            ),
            Error::OrderByOther(name) => Self::validation(
                Rule::OrderByKey,
                format!(
                    "Variable reference {name} in ORDER BY clause must be part of the primary key"
                ),
            )
            .naming(name),
            Error::TooManyInValues(most) => Self::validation(
                Rule::StatementInCount,
                format!("Too many values in the IN clause; at most {most} are supported"),
            ),
            Error::ExistsAlone => {
                broken(Rule::ExistsInTransaction, "EXISTS is only supported in ExecuteTransaction")
            }
            Error::OperandType { function, actual } => Self::validation(
                Rule::OperandType,
                format!(
                    "Incorrect operand type for operator or function; operator or function: \
                     {function}, operand type: {actual}"
                ),
            )
            .naming(function),
            Error::Number(error, text) => ValueError::Number(error, text).into(),
            Error::EmptySet(kind) => ValueError::EmptySet(kind).into(),
            Error::Duplicates(kind, elements) => ValueError::Duplicates(kind, elements).into(),
            Error::TooDeep => ValueError::TooDeep.into(),
            Error::EmptyName => ValueError::EmptyName.into(),
            // The statement has no parameter of that name: the paths stand in its own text.
            Error::Expression(error) => {
                let error = Self::from(error);
                let subject = Subject { parameter: None, ..error.subject().clone() };
                error.with_subject(subject)
            }
            Error::NextTokenInvalid => broken(Rule::NextTokenValid, "Given NextToken is invalid")
                .about(Parameter::NextToken),
            Error::NextTokenOfOther => {
                broken(Rule::NextTokenOfStatement, "NextToken does not match request")
                    .about(Parameter::NextToken)
            }
            Error::MixedBatch => broken(
                Rule::BatchReadsOrWrites,
                "Read and write requests together in the same batch is not supported.",
            ),
            Error::SelectWithoutKeyInBatch => broken(
                Rule::BatchSelectsKey,
                "Select statements within BatchExecuteStatement must specify the primary key in \
                 the where clause.",
            ),
            Error::SelectWithoutKeyInTransaction => broken(
                Rule::BatchSelectsKey,
                "Select statements within ExecuteTransaction must specify the primary key in the \
                 where clause.",
            ),
            Error::IndexInTransaction => broken(
                Rule::TransactionReadsTable,
                "Reads on indices are not supported within transactions.",
            ),
            Error::ReturningInTransaction => broken(
                Rule::TransactionReturnsNothing,
                "RETURNING is not supported within transactions.",
            ),
            Error::InTransaction { at, error } => Self::from(*error).rephrased(|sentence| {
                format!("Validation failed in TransactStatements[{at}]: {sentence}")
            }),
        }
    }
}

fn malformed(problem: Malformed) -> ApiError {
    let (rule, detail) = match problem {
        Malformed::ExpectedStatement => (Rule::StatementKind, "Expected data manipulation"),
        Malformed::UnexpectedKeyword => (Rule::StatementSyntax, "Unexpected keyword"),
        Malformed::UnexpectedTerm => (Rule::StatementSyntax, "Unexpected term"),
        Malformed::DotComponent => (Rule::StatementPath, "Invalid path dot component"),
        Malformed::InvalidCharacter => (Rule::StatementCharacters, "Invalid character"),
        Malformed::UnknownFunction => (Rule::StatementFunction, "Unsupported function"),
        Malformed::Arguments => (Rule::StatementArguments, "Unexpected arguments of a function"),
        Malformed::TooDeep => (Rule::StatementDepth, "Expression is nested too deep"),
    };
    let sentence = format!("Statement wasn't well formed, can't be processed: {detail}");
    ApiError::validation(rule, sentence)
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
