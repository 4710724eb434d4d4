//! What can be wrong with a statement, as data.

use crate::expression::ExpressionError;
use crate::model::{AttributeName, NumberError, ValueType};

/// Why a statement is rejected. All are ValidationException unless they say otherwise.
#[derive(Debug, Clone, PartialEq)]
pub enum StatementError {
    /// `Statement wasn't well formed, can't be processed: …`
    Malformed(Malformed),
    /// A call where a column is wanted: `Unexpected path component at 1:8:5`, which are the line,
    /// the column and the length of the function's name.
    UnexpectedPathComponent {
        /// From one.
        line: usize,
        /// From one, in characters.
        column: usize,
        /// In characters.
        length: usize,
    },
    /// `Number of parameters in request and statement don't match.`
    ParameterCount,
    /// A name that no table can have: ResourceNotFoundException `Requested resource not found`.
    NoTable(String),
    /// A name that no index can have: `The table does not have the specified index: x`
    NoIndex(String),
    /// INSERT, UPDATE or DELETE of an index. Wording unconfirmed.
    WriteToIndex,
    /// UPDATE or DELETE: `Where clause does not contain a mandatory equality on all key attributes`
    NoKeyEquality,
    /// `Must have WHERE clause in the statement when using ORDER BY clause.`
    OrderWithoutCondition,
    /// `Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY
    /// clause.`
    OrderWithoutPartition,
    /// `Variable reference x in ORDER BY clause must be part of the primary key`
    OrderByOther(AttributeName),
    /// Over 50 partition key values, or over 100 values of another attribute, in an `IN`. Wording
    /// unconfirmed.
    TooManyInValues(usize),
    /// `EXISTS` outside of a transaction. Wording unconfirmed.
    ExistsAlone,
    /// A literal with a number that is none.
    Number(NumberError, String),
    /// A literal set without an element.
    EmptySet(ValueType),
    /// A literal set with equal elements, and all elements; of blobs, which sentences cannot show,
    /// none.
    Duplicates(ValueType, Vec<String>),
    /// Literals nested beyond 32 levels.
    TooDeep,
    /// An attribute without a name in the item of INSERT.
    EmptyName,
    /// An operand whose type is known, and which the operator or function cannot work with.
    OperandType {
        /// The operator or function as it was written.
        function: String,
        /// The operand's type.
        actual: ValueType,
    },
    /// Paths that get in each other's way.
    Expression(ExpressionError),
    /// `Given NextToken is invalid` (wording unconfirmed)
    NextTokenInvalid,
    /// `NextToken does not match request`
    NextTokenOfOther,
    /// `Read and write requests together in the same batch is not supported.`
    MixedBatch,
    /// `Select statements within BatchExecuteStatement must specify the primary key in the where
    /// clause.`
    SelectWithoutKeyInBatch,
    /// `Select statements within ExecuteTransaction must specify the primary key in the where
    /// clause.`
    SelectWithoutKeyInTransaction,
    /// `Reads on indices are not supported within transactions.`
    IndexInTransaction,
    /// `RETURNING` in a transaction. Wording unconfirmed.
    ReturningInTransaction,
    /// `Validation failed in TransactStatements[0]: …`
    InTransaction {
        /// Which statement, from zero.
        at: usize,
        /// What is wrong with it.
        error: Box<StatementError>,
    },
}

/// Why a statement is not well formed. The service's own words are confirmed for
/// `ExpectedStatement`, `UnexpectedKeyword` and `DotComponent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Malformed {
    /// It begins with none of the statements' keywords: `Expected data manipulation`
    ExpectedStatement,
    /// A keyword where there is no place for it: `Unexpected keyword`
    UnexpectedKeyword,
    /// Anything else where there is no place for it.
    UnexpectedTerm,
    /// A keyword or no name at all behind a dot: `Invalid path dot component`
    DotComponent,
    /// A literal or a name without its closing quote, or a character that begins no token.
    InvalidCharacter,
    /// No function has this name here.
    UnknownFunction,
    /// A function with too few or too many arguments, or with ones of the wrong kind.
    Arguments,
    /// Parentheses and calls are nested beyond what is followed.
    TooDeep,
}

impl StatementError {
    /// The error of a transaction whose statement this is about, counted from zero. A table that
    /// is not there is not counted as a fault of the statement.
    pub fn in_transaction(self, at: usize) -> Self {
        match self {
            StatementError::NoTable(_) => self,
            error => StatementError::InTransaction { at, error: Box::new(error) },
        }
    }
}

impl From<Malformed> for StatementError {
    fn from(problem: Malformed) -> Self {
        StatementError::Malformed(problem)
    }
}

impl From<Malformed> for Box<StatementError> {
    fn from(problem: Malformed) -> Self {
        Box::new(problem.into())
    }
}

impl From<ExpressionError> for Box<StatementError> {
    fn from(error: ExpressionError) -> Self {
        Box::new(error.into())
    }
}

impl From<ExpressionError> for StatementError {
    fn from(error: ExpressionError) -> Self {
        StatementError::Expression(error)
    }
}
