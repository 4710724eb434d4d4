//! What can be wrong with a PartiQL statement, and the sentences; the codes of errors in batches.

use super::{
    ApiError, ErrorKind, Parameter, Rule, Subject, ValueError, missing_table, unconfirmed,
};
use crate::engine::Plane;
use crate::engine::statement::{Malformed, StatementError};

impl From<StatementError> for ApiError {
    fn from(error: StatementError) -> Self {
        use StatementError as Error;
        let broken = |rule, sentence: &str| Self::validation(rule, sentence);
        match error {
            Error::NoTable(name) => missing_table(&name, Plane::Data),
            Error::Malformed(problem) => malformed(problem),
            Error::UnexpectedPathComponent(position) => Self::validation(
                Rule::StatementProjection,
                format!("Unexpected path component at {position}"),
            ),
            // A call is no path either.
            Error::UnknownFunction(position) => Self::validation(
                Rule::StatementFunction,
                format!("Unexpected path component at {position}"),
            ),
            Error::UnsupportedClause { clause, position } => {
                let sentence = unconfirmed::naming(unconfirmed::STATEMENT_CLAUSE, clause);
                let sentence = unconfirmed::naming(&sentence, &position.to_string());
                Self::validation(Rule::StatementClause, sentence).naming(clause)
            }
            Error::Alias => broken(Rule::StatementAlias, "Aliasing is not supported"),
            Error::DuplicateColumn(name) => Self::validation(
                Rule::StatementColumnOnce,
                format!("Duplicate identifiers in select clause: {name}"),
            )
            .naming(name),
            Error::UnsupportedOperator(operator) => Self::validation(
                Rule::StatementOperator,
                format!("Unsupported operator in Condition Expression. Operator: {operator}"),
            )
            .naming(operator),
            Error::ParameterCount => broken(
                Rule::StatementParameters,
                "Number of parameters in request and statement don't match.",
            )
            .about(Parameter::Parameters),
            Error::TargetComponents => broken(
                Rule::StatementTarget,
                "A path may contain at most 2 components in the FROM clause",
            ),
            Error::EmptyComponent => {
                broken(Rule::StatementTarget, "Path component cannot be an empty string")
            }
            Error::InsertTarget(position) => Self::validation(
                Rule::StatementWritesTable,
                format!(
                    "FROM clause may only contain a single table name in data manipulation \
                     statements at {position}"
                ),
            ),
            Error::NoIndex(name) => {
                broken(Rule::IndexExists, "The table does not have the specified index")
                    .naming(name)
            }
            Error::ConsistentGlobalIndex => broken(
                Rule::ConsistentGlobalIndex,
                "Strongly consistent read is not supported on Global Secondary Indexes",
            )
            .about(Parameter::ConsistentRead),
            Error::WriteToIndex => {
                broken(Rule::StatementWritesTable, "This operation is not supported on an index")
            }
            Error::NoKeyEquality => broken(
                Rule::StatementNamesKey,
                "Where clause does not contain a mandatory equality on all key attributes",
            ),
            Error::ManyKeyValues(name) => Self::validation(
                Rule::StatementNamesKey,
                format!(
                    "Multiple conditions on same key {name}. Only single item Update/Insert/Delete \
                     are supported"
                ),
            )
            .naming(name),
            Error::KeyNotScalar(name, kind) => Self::validation(
                Rule::StatementKeyType,
                format!("Key value must be of type S, N, or B. Key name: {name}, Key type: {kind}"),
            )
            .naming(name),
            Error::KeyType(name) => Self::validation(
                Rule::StatementKeyType,
                format!(
                    "Key attribute's data type should match its data type in table's schema: Key \
                     {name}"
                ),
            )
            .naming(name),
            Error::OrderWithoutCondition => broken(
                Rule::OrderNeedsCondition,
                "Must have WHERE clause in the statement when using ORDER BY clause.",
            ),
            Error::OrderWithoutPartition => broken(
                Rule::OrderNeedsPartitionKey,
                "Must have at least one non-optional hash key condition in WHERE clause when using \
                 ORDER BY clause.",
            ),
            Error::OrderWithoutHashKey => broken(
                Rule::OrderByKey,
                "Must have hash key in ORDER BY clause when more than one hash key condition \
                 specified in WHERE clause.",
            ),
            Error::OrderByOther(name) => Self::validation(
                Rule::OrderByKey,
                format!("Attribute {name} in ORDER BY clause must be part of the primary key"),
            )
            .naming(name),
            Error::InOperandCount(count) => Self::validation(
                Rule::StatementInCount,
                format!(
                    "The IN operator is provided with too many operands; number of operands: \
                     {count}"
                ),
            ),
            Error::TooManyReads => broken(
                Rule::StatementInCount,
                "Too many decomposed read operations for a given query.",
            ),
            Error::ExistsAlone => broken(
                Rule::ExistsInTransaction,
                "EXISTS can only be used in ExecuteTransaction write requests.",
            ),
            Error::ExistsWithoutCondition => broken(
                Rule::ExistsHasCondition,
                "EXISTS() must contain a single item read with additional condition",
            ),
            Error::OperandType { function, actual } => Self::validation(
                Rule::OperandType,
                format!(
                    "Incorrect operand type for operator or function; operator or function: \
                     {function}, operand type: {actual}"
                ),
            )
            .naming(function),
            Error::OperandCount { function, count } => Self::validation(
                Rule::StatementArguments,
                format!(
                    "Incorrect number of operands for operator or function; operator or function: \
                     {function}, number of operands: {count}"
                ),
            )
            .naming(function),
            Error::TypeName(name) => Self::validation(
                Rule::AttributeTypeName,
                format!(
                    "Invalid attribute type name found; type: {name}, valid types: \
                     {{N,BS,L,B,NULL,M,S,SS,NS,BOOL}}"
                ),
            )
            .naming(name),
            Error::SetTarget { function, position } => Self::validation(
                Rule::StatementArguments,
                format!(
                    "The first argument to {function} must equal the assignment value at {position}"
                ),
            )
            .naming(function),
            Error::SetArgument { function, position } => Self::validation(
                Rule::StatementArguments,
                format!(
                    "The second argument to {function} must be a value with type SET at {position}"
                ),
            )
            .naming(function),
            Error::Number(error, text) => ValueError::Number(error, text).into(),
            Error::EmptyBag => broken(Rule::SetNotEmpty, "Empty bags are not supported"),
            Error::MixedBag => broken(
                Rule::StatementBag,
                "Unsupported data type in Bag. DynamoDB only supports either numbers or strings in \
                 bags",
            ),
            Error::DuplicatesInBag { numbers, written } => {
                let end = if numbers { "! under root" } else { "." };
                Self::invalid_parameter(
                    Rule::SetWithoutDuplicates,
                    format_args!(
                        "Input collection [{}] contains duplicates{end}",
                        written.join(", ")
                    ),
                )
            }
            Error::ParameterInLiteral { place, position } => Self::validation(
                Rule::StatementLiteral,
                format!("Unsupported data type: Parameter under key {place} at {position}"),
            ),
            Error::TooDeepUnder(place) => Self::validation(
                Rule::NestingDepth,
                format!("Nesting Levels have exceeded supported limits under {place}"),
            ),
            Error::EmptyName => ValueError::EmptyName.into(),
            Error::IndexOutOfRange { index, position } => Self::validation(
                Rule::ListIndex,
                format!(
                    "List index is not within the allowable range; index: [{index}] at {position}"
                ),
            )
            .naming(index),
            Error::ReturningOfDelete { all, old } => Self::validation(
                Rule::StatementReturning,
                format!(
                    "Invalid returning clause: RETURNING {} {} *. Only RETURNING ALL OLD * is \
                     allowed in DELETE statements.",
                    if all { "ALL" } else { "MODIFIED" },
                    if old { "OLD" } else { "NEW" }
                ),
            ),
            // The statement has no parameter of that name: the paths stand in its own text.
            Error::Expression(error) => {
                let error = Self::from(error);
                let subject = Subject { parameter: None, ..error.subject().clone() };
                error.with_subject(subject)
            }
            Error::NextTokenInvalid => {
                broken(Rule::NextTokenValid, "Invalid NextToken").about(Parameter::NextToken)
            }
            Error::NextTokenOfOther => {
                broken(Rule::NextTokenOfStatement, "NextToken does not match request")
                    .about(Parameter::NextToken)
            }
            Error::MixedBatch => broken(
                Rule::BatchReadsOrWrites,
                "Read and write requests together in the same batch is not supported.",
            ),
            Error::MixedTransaction => broken(
                Rule::BatchReadsOrWrites,
                "ExecuteTransaction API does not support both read and write operations in the \
                 same request.",
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
                "RETURNING clause is not supported in ExecuteTransaction.",
            ),
            Error::InTransaction { at, error } => Self::from(*error).rephrased(|sentence| {
                format!("Validation failed in TransactStatements[{at}]: {sentence}")
            }),
        }
    }
}

/// The words are those of PartiQL's parser.
fn malformed(problem: Malformed) -> ApiError {
    use Malformed as M;
    let rule = match &problem {
        M::Token => Rule::StatementCharacters,
        M::ExpectedStatement | M::TokenFollowing(_) | M::TokensAfter(_) => Rule::StatementKind,
        M::DotComponent | M::SimplePathDot | M::SimplePathComponent | M::SimplePath => {
            Rule::StatementPath
        }
        M::TooDeep => Rule::StatementDepth,
        _ => Rule::StatementSyntax,
    };
    let detail = match problem {
        M::Token => String::new(),
        M::ExpectedStatement => "Expected data manipulation".to_owned(),
        M::UnexpectedKeyword => "Unexpected keyword".to_owned(),
        M::UnexpectedTerm => "Unexpected term".to_owned(),
        M::UnexpectedOperator => "Unexpected operator".to_owned(),
        M::TokenAfterExpression => "Unexpected token after expression".to_owned(),
        M::TokenAfterSemicolon => {
            "Unexpected token after semicolon. (Only one query is allowed.)".to_owned()
        }
        M::ExpectedToken(name) => format!("Expected {name}"),
        M::ExpectedKeyword(name) => format!("Expected {name} keyword"),
        M::ExpectedAfterAnd => "Expected expression after AND".to_owned(),
        M::MissingOperand => "Missing right-hand side expression of infix operator".to_owned(),
        M::ExpectedType => "Expected type name".to_owned(),
        M::DotComponent => "Invalid path dot component".to_owned(),
        M::SimplePathDot => "Invalid path dot component for simple path".to_owned(),
        M::SimplePathComponent => "Invalid path component for simple path".to_owned(),
        M::SimplePath => "Expected identifier for simple path".to_owned(),
        M::ExpectedIdentifier => "Expected identifier!".to_owned(),
        M::ExpectedAlias(word) => format!("Expected identifier for {word}-alias"),
        M::CallWithStar(name) => format!("{name}(*) is not allowed"),
        M::AggregateArity => "Aggregate functions are always unary".to_owned(),
        M::StarNotAlone => "Other expressions may not be present in the select list when '*' is \
                            used without dot notation."
            .to_owned(),
        M::ExpectedFrom => "Expected FROM after SELECT list".to_owned(),
        M::ExpectedFromAfterDelete => "Expected FROM after DELETE".to_owned(),
        M::ExpectedOn => "Expected 'ON'".to_owned(),
        M::ExpectedEquals => "Expected '='".to_owned(),
        M::ExpectedReturning => {
            "Expected ( MODIFIED | ALL ) ( NEW | OLD ) in each returning element.".to_owned()
        }
        M::TokenFollowing(verb) => format!("Unexpected token following {verb}"),
        M::TokensAfter(verb) => format!("Unexpected tokens after {verb} statement!"),
        M::TooDeep => unconfirmed::STATEMENT_DEPTH.to_owned(),
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
            ErrorKind::AccessDenied => "AccessDenied",
            ErrorKind::TransactionConflict => "TransactionConflict",
            ErrorKind::ProvisionedThroughputExceeded => "ProvisionedThroughputExceeded",
            ErrorKind::Throttling => "ThrottlingError",
            ErrorKind::ItemCollectionSizeLimitExceeded => "ItemCollectionSizeLimitExceeded",
            _ => "ValidationError",
        }
    }
}
