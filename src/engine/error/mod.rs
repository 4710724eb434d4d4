//! Every way in which DynamoDB rejects a request, as data.
//!
//! Owns no sentence: each variant's documentation quotes the service's message, which the wire
//! builds. `OMPV` stands for `One or more parameter values were invalid: `. All are
//! ValidationException unless they say otherwise.

mod control;
mod create_table;
mod statement;

use std::sync::Arc;

use super::types::Select;
use crate::capacity::{Direction, Limit};
use crate::changelog::StreamId;
use crate::expression::{ExpressionError, UpdateError};
use crate::model::key::KeyError;
use crate::model::{AttributeName, IndexName, Item, ScalarType, TableName};
use crate::store::Row;

pub use control::{
    Alone, CapacityError, CapacityFault, ControlError, InUse, LimitError, Redefined, TagError,
    TimeToLiveError, Units, UpdateTableError,
};
pub use create_table::{CreateTableError, IndexKeysError};
pub use statement::{Malformed, Position, StatementError};

/// Why the engine rejects a request.
#[derive(Debug, Clone, PartialEq)]
pub enum EngineError {
    /// ResourceNotFoundException. Data plane: `Requested resource not found`. Control plane:
    /// `Requested resource not found: Table: x not found`.
    TableNotFound {
        /// The name that was asked for.
        table: TableName,
        /// Which wording applies.
        plane: Plane,
    },
    /// ResourceInUseException `Table already exists: x`.
    TableExists(TableName),
    /// What the control plane rejects besides.
    Control(ControlError),
    /// `Cannot read from backfilling global secondary index: g`
    IndexBackfilling(IndexName),
    /// `The table does not have the specified index: x`
    IndexNotFound(IndexName),
    /// ConditionalCheckFailedException `The conditional request failed`. The item is there when
    /// the request asked for it and it exists.
    ConditionFailed {
        /// What the error's `Item` member shows.
        item: Option<Arc<Row>>,
    },
    /// A PartiQL statement that cannot be carried out.
    Statement(StatementError),
    /// DuplicateItemException `Duplicate primary key exists in table` (INSERT)
    DuplicateItem,
    /// `The provided key element does not match the schema`
    KeyMismatch,
    /// A key attribute's value in an item or a key.
    /// * Missing: OMPV`Missing the key pk in the item`
    /// * WrongType: OMPV`Type mismatch for key pk expected: S actual: N`
    /// * Empty: `One or more parameter values are not valid. The AttributeValue for a key
    ///   attribute cannot contain an empty string value. Key: pk` (or `empty binary value`)
    /// * TooLong: OMPV`Size of hashkey has exceeded the maximum size limit of2048 bytes`, or
    ///   OMPV`Aggregated size of all range keys has exceeded the size limit of 1024 bytes`
    Key {
        /// The key attribute.
        attribute: AttributeName,
        /// What is wrong with it.
        error: KeyError,
    },
    /// An index key attribute's value; `Missing` never occurs.
    /// * WrongType: OMPV`Type mismatch for Index Key x Expected: S Actual: N IndexName: gsi1`
    /// * Empty: `One or more parameter values are not valid. A value specified for a secondary
    ///   index key is not supported. The AttributeValue for a key attribute cannot contain an
    ///   empty string value. IndexName: gsi1, IndexKey: x`
    /// * TooLong: the limits of table keys; wording unconfirmed, the same as theirs is fine.
    IndexKey {
        /// The index.
        index: IndexName,
        /// The index key attribute.
        attribute: AttributeName,
        /// What is wrong with it.
        error: KeyError,
    },
    /// `One or more parameter values are not valid. The update expression attempted to update a
    /// secondary index key to a value that is not supported. The AttributeValue for a key
    /// attribute cannot contain an empty string value.` (or `empty binary value`)
    UpdateEmptiesIndexKey(ScalarType),
    /// `The update expression attempted to update the secondary index key to unsupported type`
    UpdateMistypesIndexKey,
    /// `The update expression attempted to update the secondary index key beyond allowed size
    /// limits` (the API reference, of transactions)
    UpdateLengthensIndexKey,
    /// OMPV`Cannot update attribute pk. This attribute is part of the key`
    UpdateOfKey(AttributeName),
    /// `Item size has exceeded the maximum allowed size`
    ItemTooLarge,
    /// `Item size to update has exceeded the maximum allowed size`
    UpdateTooLarge,
    /// An item and its entries in all local indexes exceed 400 KB together. Wording unconfirmed;
    /// that of [`EngineError::ItemTooLarge`] is fine.
    LocalEntriesTooLarge,
    /// The item does not bear the update. `TooDeep`: `Nesting Levels have exceeded supported
    /// limits: Attributes in the item have nested levels beyond supported limit`
    Update(UpdateError),
    /// A key condition that does not fit the key schema.
    Expression(ExpressionError),
    /// `ReturnValues can only be ALL_OLD or NONE` (PutItem, DeleteItem)
    ReturnValuesNotAllowed,
    /// Query: `Filter Expression can only contain non-primary key attributes: Primary key
    /// attribute: pk`, or `QueryFilter can …`
    FilterOnKey {
        /// The key attribute.
        attribute: AttributeName,
        /// Whether the filter came as `QueryFilter`.
        legacy: bool,
    },
    /// Query of an index: OMPV`Secondary index i does not project one or more filter attributes:
    /// [a, b]`. A Scan of the index finds such attributes missing instead. What a Query does that
    /// fetches whole items behind a local index is unconfirmed; here the filter sees them.
    FilterNotProjected {
        /// The index.
        index: IndexName,
        /// The attributes that it lacks, in order of their names.
        attributes: Vec<AttributeName>,
    },
    /// `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed:
    /// Key: pk` (or `IndexKey: x`)
    NestedKeyPath {
        /// The key attribute.
        attribute: AttributeName,
        /// Whether it is the key of an index only.
        of_index: bool,
    },
    /// A `Select` that doesn't fit the index or the projection.
    Select(SelectError),
    /// `Consistent reads are not supported on global secondary indexes`
    ConsistentReadOnGlobalIndex,
    /// An `ExclusiveStartKey` that the read cannot go on from.
    StartKey(StartKeyError),
    /// `Provided list of item keys contains duplicates`
    DuplicateKeys,
    /// `1 validation error detected: Value at 'RequestItems.<table>.member.Keys' failed to satisfy
    /// constraint: Member must have length less than or equal to 100`
    TooManyKeysOfTable(TableName),
    /// `Too many items requested for the BatchGetItem call`
    TooManyKeys,
    /// Over 25 writes: `… at 'requestItems' failed to satisfy constraint: Map value must satisfy
    /// constraint: [Member must have length less than or equal to 25, Member must have length
    /// greater than or equal to 1]`, or over several tables
    /// `Too many items requested for the BatchWriteItem call`.
    TooManyWrites,
    /// `Transaction request cannot include multiple operations on one item`
    SameItemInTransaction,
    /// TransactionCanceledException `Transaction cancelled, please refer cancellation reasons for
    /// specific reasons [None, ConditionalCheckFailed]`, with a reason for each action, in order.
    TransactionCanceled(Vec<CancellationReason>),
    /// ProvisionedThroughputExceededException or ThrottlingException, by the table's mode, with
    /// the reason and the ARN of what was exceeded. Only a simulated service throttles.
    Throttled(Box<Throttled>),
    /// ItemCollectionSizeLimitExceededException `Collection size exceeded.`: a local index holds
    /// the collection in one partition. Needs the simulation's scale.
    CollectionTooLarge,
    /// TransactionConflictException `Transaction is ongoing for the item`
    TransactionConflict,
    /// IdempotentParameterMismatchException: a token with another payload than before. Its
    /// sentence is unconfirmed.
    TokenMismatch,
    /// A table that cannot be.
    CreateTable(CreateTableError),
    /// About a stream.
    Stream(StreamError),
}

/// What a cancelled transaction says of one of its actions.
#[derive(Debug, Clone, PartialEq)]
pub enum CancellationReason {
    /// `None`: it did not stand in the way.
    None,
    /// `ConditionalCheckFailed` `The conditional request failed`. The item is there when the action
    /// asked for it and it exists.
    ConditionFailed {
        /// What the reason's `Item` member shows.
        item: Option<Arc<Row>>,
    },
    /// `DuplicateItem` `Duplicate primary key exists in table` (INSERT)
    DuplicateItem,
    /// `ResourceNotFound` `Requested resource not found`: of statements alone.
    NoTable(TableName),
    /// `TransactionConflict` `Transaction is ongoing for the item.`
    Conflict,
    /// `ProvisionedThroughputExceeded` or `ThrottlingError`, by the table's mode.
    Throttled(Box<Throttled>),
    /// `ValidationError` with the sentence that the action would have had by itself.
    Invalid(Box<EngineError>),
}

impl EngineError {
    /// Whether it rejects a whole transaction, rather than cancelling it: empty key values do.
    pub(super) fn is_empty_key(&self) -> bool {
        match self {
            EngineError::Key { error, .. } | EngineError::IndexKey { error, .. } => {
                matches!(error, KeyError::Empty(_))
            }
            EngineError::UpdateEmptiesIndexKey(_) => true,
            _ => false,
        }
    }
}

/// A request that was throttled: it asked for more than a limit had left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Throttled {
    /// The table.
    pub table: TableName,
    /// The global index whose limit it was, unless it was the table's own.
    pub index: Option<IndexName>,
    /// Of reading or of writing.
    pub direction: Direction,
    /// Which limit.
    pub limit: Limit,
    /// Whether the table is provisioned, which decides the exception.
    pub provisioned: bool,
}

/// Which part of the service words a missing table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plane {
    /// DescribeTable, DeleteTable.
    Control,
    /// DescribeContinuousBackups, which has an exception of its own: TableNotFoundException `Table
    /// not found: x`.
    Backups,
    /// Everything that reads or writes items.
    Data,
}

/// Why a `Select` is rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SelectError {
    /// OMPV`Select type ALL_ATTRIBUTES is not supported for global secondary index g because its
    /// projection type is not ALL`
    AllOfPartialGlobalIndex(IndexName),
    /// ALL_PROJECTED_ATTRIBUTES without an index. OMPV`ALL_PROJECTED_ATTRIBUTES can be used only
    /// when Querying using an IndexName` (Scan the same with `Scanning`; unconfirmed)
    ProjectedWithoutIndex,
    /// `Must specify the AttributesToGet or ProjectionExpression when choosing to get
    /// SPECIFIC_ATTRIBUTES` (Query: behind `1 validation error detected: `)
    SpecificWithoutProjection,
    /// A projection with another Select: `Cannot specify the ProjectionExpression when choosing to
    /// get ALL_ATTRIBUTES` (or `only the Count`, `ALL_PROJECTED_ATTRIBUTES`; Query: behind
    /// `1 validation error detected: `)
    ProjectionWith {
        /// What was asked for.
        select: Select,
        /// Whether the projection came as `AttributesToGet`, which is then named instead.
        legacy: bool,
    },
    /// OMPV`Global secondary index g does not project [b]`
    NotProjected {
        /// The global index.
        index: IndexName,
        /// The attributes that it lacks.
        attributes: Vec<AttributeName>,
    },
}

/// Why an `ExclusiveStartKey` is rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StartKeyError {
    /// `The provided starting key is invalid`
    Invalid,
    /// Scan of a table: `The provided starting key is invalid: The provided key element does not
    /// match the schema`
    SchemaMismatch,
    /// Query of a table without a sort key, begun behind whatever key: `The provided exclusive start
    /// key is invalid: ExclusiveStartKey: {p=AttributeValue: {S:x}}`
    NoSortKey(Item),
    /// `The provided starting key is outside query boundaries based on provided conditions`
    OutsideBoundaries,
    /// `The provided starting key does not match the range key predicate`
    OutsideSortCondition,
    /// `The query can return at most one row and cannot be restarted`
    AtMostOneRow,
    /// `The provided starting key is invalid: Invalid ExclusiveStartKey. Please use
    /// ExclusiveStartKey with correct Segment. TotalSegments: 4 Segment: 1`
    OtherSegment {
        /// The segment that was asked for.
        segment: u32,
        /// Of so many.
        total: u32,
    },
}

/// Why a stream cannot be changed or read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StreamError {
    /// `Table already has an enabled stream: TableName: x`
    Enabled(TableName),
    /// `Table has no stream to disable: TableName: x`
    NotEnabled(TableName),
    /// ResourceNotFoundException
    /// `Requested resource not found: Stream: <the stream's ARN> not found`.
    NotFound(StreamId),
    /// ResourceNotFoundException `Requested resource not found: Shard does not exist`.
    ShardNotFound,
    /// A sequence number that is none, or before or behind all of its shard's. Wording
    /// unconfirmed.
    SequenceNumberOutsideShard,
    /// AT_TIMESTAMP with a time to come. Wording unconfirmed.
    IteratorTimeInFuture,
    /// ExpiredIteratorException `Shard iterator has expired`.
    IteratorExpired,
    /// TrimmedDataAccessException `The data you are trying to access has been trimmed`.
    RecordsTrimmed,
}

impl From<ExpressionError> for EngineError {
    fn from(error: ExpressionError) -> Self {
        EngineError::Expression(error)
    }
}

impl From<StatementError> for EngineError {
    fn from(error: StatementError) -> Self {
        EngineError::Statement(error)
    }
}

impl From<ControlError> for EngineError {
    fn from(error: ControlError) -> Self {
        EngineError::Control(error)
    }
}

impl From<SelectError> for EngineError {
    fn from(error: SelectError) -> Self {
        EngineError::Select(error)
    }
}

impl From<StartKeyError> for EngineError {
    fn from(error: StartKeyError) -> Self {
        EngineError::StartKey(error)
    }
}

impl From<CreateTableError> for EngineError {
    fn from(error: CreateTableError) -> Self {
        EngineError::CreateTable(error)
    }
}
