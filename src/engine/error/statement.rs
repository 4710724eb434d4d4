//! What can be wrong with a statement, as data.

use std::fmt;

use crate::expression::ExpressionError;
use crate::model::{AttributeName, NumberError, ValueType};

/// Where a token stands in a statement: `1:8:5`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// From one.
    pub line: usize,
    /// From one, in characters.
    pub column: usize,
    /// In characters.
    pub length: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.line, self.column, self.length)
    }
}

/// Why a statement is rejected. All are ValidationException unless they say otherwise. `OMPV` stands
/// for `One or more parameter values were invalid: `.
#[derive(Debug, Clone, PartialEq)]
pub enum StatementError {
    /// `Statement wasn't well formed, can't be processed: …`
    Malformed(Malformed),
    /// `Unexpected path component at 1:8:5`: something else where an attribute is wanted.
    UnexpectedPathComponent(Position),
    /// The same of a call of a function that there is none of.
    UnknownFunction(Position),
    /// `Unsupported clause: LIMIT at 1:33:1`: a clause that PartiQL has and the service has not. What
    /// others than LIMIT are called, and where they are said to be, is unconfirmed.
    UnsupportedClause {
        /// The clause.
        clause: &'static str,
        /// Where what it is about stands, or the clause itself.
        position: Position,
    },
    /// `Aliasing is not supported`: of a column or of what is read.
    Alias,
    /// `Duplicate identifiers in select clause: z`: two columns of one name.
    DuplicateColumn(AttributeName),
    /// `Unsupported operator in Condition Expression. Operator: +`
    UnsupportedOperator(String),
    /// `Number of parameters in request and statement don't match.`
    ParameterCount,
    /// `A path may contain at most 2 components in the FROM clause`
    TargetComponents,
    /// `Path component cannot be an empty string`
    EmptyComponent,
    /// `FROM clause may only contain a single table name in data manipulation statements at 1:13:7`:
    /// INSERT into an index.
    InsertTarget(Position),
    /// A name that no table can have: ResourceNotFoundException `Requested resource not found`.
    NoTable(String),
    /// `The table does not have the specified index`, without the name that was asked for.
    NoIndex(String),
    /// `Strongly consistent read is not supported on Global Secondary Indexes`
    ConsistentGlobalIndex,
    /// UPDATE or DELETE of an index: `This operation is not supported on an index`
    WriteToIndex,
    /// UPDATE or DELETE: `Where clause does not contain a mandatory equality on all key attributes`
    NoKeyEquality,
    /// UPDATE or DELETE: `Multiple conditions on same key pk. Only single item Update/Insert/Delete
    /// are supported`
    ManyKeyValues(AttributeName),
    /// A key condition: `Key value must be of type S, N, or B. Key name: pk, Key type: BOOL`
    KeyNotScalar(AttributeName, ValueType),
    /// A key condition: `Key attribute's data type should match its data type in table's schema: Key
    /// pk`
    KeyType(AttributeName),
    /// `Must have WHERE clause in the statement when using ORDER BY clause.`
    OrderWithoutCondition,
    /// `Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY
    /// clause.`
    OrderWithoutPartition,
    /// `Must have hash key in ORDER BY clause when more than one hash key condition specified in
    /// WHERE clause.`
    OrderWithoutHashKey,
    /// `Attribute x in ORDER BY clause must be part of the primary key`
    OrderByOther(AttributeName),
    /// Over 100 values: `The IN operator is provided with too many operands; number of operands: 101`
    InOperandCount(usize),
    /// Over 50 collections: `Too many decomposed read operations for a given query.`
    TooManyReads,
    /// `EXISTS can only be used in ExecuteTransaction write requests.`
    ExistsAlone,
    /// `EXISTS() must contain a single item read with additional condition`
    ExistsWithoutCondition,
    /// A literal with a number that is none.
    Number(NumberError, String),
    /// `Empty bags are not supported`
    EmptyBag,
    /// `Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags`
    MixedBag,
    /// OMPV`Input collection [a, a] contains duplicates.`
    DuplicatesInBag {
        /// Whether the elements are numbers.
        numbers: bool,
        /// All elements.
        written: Vec<String>,
    },
    /// `Unsupported data type: Parameter under key root[0] at 1:40:1`
    ParameterInLiteral {
        /// Where in the literal.
        place: String,
        /// Where in the statement.
        position: Position,
    },
    /// `Nesting Levels have exceeded supported limits under root[0]…`
    TooDeepUnder(String),
    /// An attribute without a name.
    EmptyName,
    /// `List index is not within the allowable range; index: [-1] at 1:10:1`
    IndexOutOfRange {
        /// The index as written.
        index: String,
        /// Where its digits stand.
        position: Position,
    },
    /// An operand whose type is known, and which the operator or function cannot work with.
    OperandType {
        /// The operator or function as it was written.
        function: String,
        /// The operand's type.
        actual: ValueType,
    },
    /// A function with too few or too many arguments. Worded as in expressions.
    OperandCount {
        /// The function.
        function: String,
        /// How many it was given.
        count: usize,
    },
    /// `Invalid attribute type name found; type: X, valid types: {N,BS,L,B,NULL,M,S,SS,NS,BOOL}`
    TypeName(String),
    /// `The first argument to SET_ADD must equal the assignment value at 1:20:7`
    SetTarget {
        /// The function, in capitals.
        function: String,
        /// Where it stands.
        position: Position,
    },
    /// `The second argument to SET_ADD must be a value with type SET at 1:28:1`
    SetArgument {
        /// The function, in capitals.
        function: String,
        /// Where its first argument stands.
        position: Position,
    },
    /// `Invalid returning clause: RETURNING ALL NEW *. Only RETURNING ALL OLD * is allowed in DELETE
    /// statements.`
    ReturningOfDelete {
        /// `ALL`
        all: bool,
        /// `OLD`
        old: bool,
    },
    /// Paths that get in each other's way.
    Expression(ExpressionError),
    /// `Invalid NextToken`
    NextTokenInvalid,
    /// `NextToken does not match request`
    NextTokenOfOther,
    /// `Read and write requests together in the same batch is not supported.`
    MixedBatch,
    /// `ExecuteTransaction API does not support both read and write operations in the same request.`
    MixedTransaction,
    /// `Select statements within BatchExecuteStatement must specify the primary key in the where
    /// clause.`
    SelectWithoutKeyInBatch,
    /// `Select statements within ExecuteTransaction must specify the primary key in the where
    /// clause.`
    SelectWithoutKeyInTransaction,
    /// `Reads on indices are not supported within transactions.`
    IndexInTransaction,
    /// `RETURNING clause is not supported in ExecuteTransaction.`
    ReturningInTransaction,
    /// `Validation failed in TransactStatements[0]: …`
    InTransaction {
        /// Which statement, from zero.
        at: usize,
        /// What is wrong with it.
        error: Box<StatementError>,
    },
}

/// Why a statement is not well formed: what PartiQL's own parser finds, in its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Malformed {
    /// A literal, a name or a comment without its end, or a character that begins no token. The
    /// sentence ends before it could say so.
    Token,
    /// `Expected data manipulation`
    ExpectedStatement,
    /// `Unexpected keyword`
    UnexpectedKeyword,
    /// `Unexpected term`
    UnexpectedTerm,
    /// `Unexpected operator`
    UnexpectedOperator,
    /// `Unexpected token after expression`
    TokenAfterExpression,
    /// `Unexpected token after semicolon. (Only one query is allowed.)`
    TokenAfterSemicolon,
    /// `Expected RIGHT_PAREN`
    ExpectedToken(&'static str),
    /// `Expected AND keyword`
    ExpectedKeyword(&'static str),
    /// `Expected expression after AND`
    ExpectedAfterAnd,
    /// `Missing right-hand side expression of infix operator`
    MissingOperand,
    /// `Expected type name`
    ExpectedType,
    /// `Invalid path dot component`
    DotComponent,
    /// `Invalid path dot component for simple path`
    SimplePathDot,
    /// `Invalid path component for simple path`
    SimplePathComponent,
    /// `Expected identifier for simple path`
    SimplePath,
    /// `Expected identifier!`
    ExpectedIdentifier,
    /// `Expected identifier for AS-alias`
    ExpectedAlias(&'static str),
    /// `x(*) is not allowed`
    CallWithStar(String),
    /// `Aggregate functions are always unary`
    AggregateArity,
    /// `Other expressions may not be present in the select list when '*' is used without dot
    /// notation.`
    StarNotAlone,
    /// `Expected FROM after SELECT list`
    ExpectedFrom,
    /// `Expected FROM after DELETE`
    ExpectedFromAfterDelete,
    /// `Expected 'ON'`
    ExpectedOn,
    /// `Expected '='`
    ExpectedEquals,
    /// `Expected ( MODIFIED | ALL ) ( NEW | OLD ) in each returning element.`
    ExpectedReturning,
    /// `Unexpected token following CREATE`
    TokenFollowing(&'static str),
    /// `Unexpected tokens after CREATE statement!`
    TokensAfter(&'static str),
    /// Brackets and calls are nested beyond what is followed.
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
