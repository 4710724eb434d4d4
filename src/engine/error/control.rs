//! Why the control plane rejects a request, as data.
//!
//! Owns no sentence: each variant quotes the service's, which the wire builds. `OMPV` stands for
//! `One or more parameter values were invalid: `. All are ValidationException unless they say
//! otherwise. Where a source tells more than one wording, the one measured last is quoted.

use crate::capacity::TooManyDecreases;
use crate::engine::types::{TableClass, TableStatus};
use crate::model::{AttributeName, IndexName, KeySchema, Millis, TableName, Throughput};

/// The key of a new index, and one of the table or of another index that gives an attribute another
/// type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redefined {
    /// The key that there is.
    pub existing: KeySchema,
    /// The key of the new index.
    pub new: KeySchema,
}

/// Why a request to the control plane is rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ControlError {
    /// A ceiling or a warm throughput.
    Capacity(CapacityError),
    /// UpdateTable.
    Update(UpdateTableError),
    /// ResourceInUseException.
    InUse(InUse),
    /// LimitExceededException.
    Limit(LimitError),
    /// UpdateTimeToLive.
    TimeToLive(TimeToLiveError),
    /// `Cannot describe time to live while table is in CREATING state: Current table state is
    /// CREATING`
    TimeToLiveUnknown(TableStatus),
    /// Tags.
    Tag(TagError),
    /// ResourceNotFoundException
    /// `Requested resource not found: ResourceArn: arn:aws:dynamodb:… not found`
    TaggedNotFound(TableName),
    /// ResourceNotFoundException `Requested resource not found: Index i for table x`
    IndexNotFound(IndexName, TableName),
    /// `Resource cannot be deleted as it is currently protected against deletion. Disable deletion
    /// protection first.`
    Protected,
}

/// What is wrong with tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagError {
    /// `The Tag Key provided is invalid, Key: x`
    Key(String),
    /// `The Tag Value provided is invalid, Value: x`
    Value(String),
    /// `Tag Key cannot be prefixed with aws:, Key: aws:x`
    Reserved(String),
    /// `Duplicate Tag Keys provided as input: Duplicate Tag Key found x`
    Duplicate(String),
    /// `Number of Tags exceed the current limit for the provided ResourceArn`
    TooMany,
}

/// Why the time to live cannot be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimeToLiveError {
    /// `TimeToLive is already enabled`
    Enabled,
    /// `TimeToLive is already disabled`
    Disabled,
    /// `TimeToLive is active on a different AttributeName: current AttributeName is x`
    OtherAttribute(AttributeName),
    /// `Time to live has been modified multiple times within a fixed interval`
    TooSoon,
}

/// The two kinds of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Units {
    Read,
    Write,
}

/// What is wrong with `OnDemandThroughput` or `WarmThroughput`, of the table or of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CapacityError {
    /// The first part that is wrong.
    pub units: Units,
    /// The index, if it is one's.
    pub index: Option<IndexName>,
    /// What is wrong with it.
    pub fault: CapacityFault,
}

/// What is wrong with a ceiling or a warm throughput.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CapacityFault {
    /// OMPV`Requested MaxReadRequestUnits for OnDemandThroughput for table is outside of valid range`
    MaxOutOfRange,
    /// CreateTable: OMPV`MaxReadRequestUnits for OnDemandThroughput cannot be specified when table
    /// BillingMode is PROVISIONED.`
    MaxOfNewProvisioned,
    /// UpdateTable: OMPV`MaxReadRequestUnits for OnDemandThroughput cannot be specified when the
    /// table BillingMode is PROVISIONED`
    MaxOfProvisioned,
    /// LimitExceededException `Subscriber limit exceeded: Requested MaxReadRequestUnits for
    /// OnDemandThroughput for table exceeds TableMaxReadCapacityUnits of the account in region r`
    MaxOverQuota,
    /// OMPV`Requested ReadUnitsPerSecond for WarmThroughput for table is lower than initial
    /// throughput for OnDemand. See: https://…`
    WarmBelowStart,
    /// OMPV`Requested ReadUnitsPerSecond for WarmThroughput for table is lower than
    /// ReadCapacityUnits of ProvisionedThroughput`
    WarmBelowProvisioned,
    /// OMPV`Requested ReadUnitsPerSecond for WarmThroughput for table is lower than current
    /// WarmThroughput, decreasing WarmThroughput is not supported`
    WarmBelowCurrent,
    /// LimitExceededException `Subscriber limit exceeded: Requested ReadUnitsPerSecond for
    /// WarmThroughput for table exceeds TableMaxReadCapacityUnits of the account in region r`
    WarmOverQuota,
    /// LimitExceededException `The requested ReadCapacityUnits, n, is above the per table maximum
    /// for the account in r. Per table maximum: 40000. Refer to the …`
    ThroughputOverQuota(u64),
}

/// A change that wants to be alone in its request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Alone {
    Encryption,
    Class,
    Protection,
    Warm,
}

/// Why a table is not updated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UpdateTableError {
    /// `At least one of ProvisionedThroughput, BillingMode, … or TableClass is required`
    NothingToDo,
    /// OMPV`TableClass modification must be the only operation in the request`
    NotAlone(Alone),
    /// OMPV`Create global secondary index cannot be specified when updating WarmThroughput`
    IndexWithWarm,
    /// OMPV`OnDemandThroughput can only be combined with BillingMode in an UpdateTable request`
    MaxNotAlone,
    /// OMPV`You cannot modify stream status while updating table IOPS`
    StreamWithThroughput,
    /// OMPV`You cannot create or delete index while updating table IOPS`
    IndexWithThroughput,
    /// OMPV`You cannot create or delete index while changing stream status`
    IndexWithStream,
    /// OMPV`List of GlobalSecondaryIndexUpdates is empty`
    NoIndexUpdates,
    /// OMPV`One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create,
    /// GlobalSecondaryIndexUpdate.Delete must not be null`
    NoIndexAction,
    /// OMPV`Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object`
    ManyIndexActions,
    /// OMPV`Only one global secondary index update per index is allowed simultaneously. Index: i`
    IndexTwice(IndexName),
    /// OMPV`ProvisionedThroughput must be specified when BillingMode is PROVISIONED`
    ThroughputMissing,
    /// OMPV`ProvisionedThroughput cannot be specified when BillingMode is PAY_PER_REQUEST`
    ThroughputWithOnDemand,
    /// OMPV`Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is
    /// PAY_PER_REQUEST`
    ThroughputOfOnDemand,
    /// `The provisioned throughput for the table will not change. The requested value equals the
    /// current value. Current ReadCapacityUnits provisioned for the table: 5. …`
    ThroughputUnchanged(Option<IndexName>, Throughput),
    /// A switch of a table with an index: OMPV`ProvisionedThroughput must be specified for index: i`
    IndexThroughputMissing(IndexName),
    /// A new index: OMPV`Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: i`
    NewIndexThroughputMissing(IndexName),
    /// A new index: OMPV`Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for
    /// index: i when BillingMode is PAY_PER_REQUEST`
    NewIndexThroughputNotAllowed(IndexName),
    /// OMPV`The only Updates for index: i when TableThroughputMode is PAY_PER_REQUEST can be to
    /// OnDemandThroughput, WarmThroughput`
    IndexThroughputOfOnDemand(IndexName),
    /// OMPV`WarmThroughput must have at least one of ReadUnitsPerSecond or WriteUnitsPerSecond
    /// specified for index: i`
    IndexWarmEmpty(IndexName),
    /// `Attempting to create an index which already exists`
    IndexExists,
    /// `Cannot delete an index that is not a GlobalSecondaryIndex: l` (or `update`)
    NotGlobal {
        /// The local index.
        index: IndexName,
        /// Whether it was to be deleted.
        deleted: bool,
    },
    /// OMPV`AttributeDefinitions is not specified for index: i`
    DefinitionsMissing(IndexName),
    /// OMPV`Attributes cannot be redefined. Please check that your attribute has the same type as
    /// previously defined. Existing schema: Schema:[SchemaElement: key{xyz:S:HASH}] New schema:
    /// Schema:[SchemaElement: key{xyz:N:HASH}]`
    Redefined(Box<Redefined>),
    /// OMPV`Table is already encrypted by default`
    EncryptedByDefault,
    /// OMPV`Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter if
    /// you want to change Master Key`
    EncryptedWithKey,
}

/// What keeps a table from being changed or deleted now. Each is `Attempt to change a resource which
/// is still in use: ` and what is quoted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InUse {
    /// `Table is being created: x`
    Created(TableName),
    /// `Table is being deleted: x`
    Deleted(TableName),
    /// DeleteTable: `Table: x is in the process of being updated.`
    Updated(TableName),
    /// DeleteTable: `Cannot delete table while indexes are being created, updated, or deleted.`
    Indexes,
    /// DeleteTable: `Cannot delete table while stream is being enabled/disabled.`
    Stream,
    /// `Can't create or delete an index when stream status is being updated.`
    StreamForIndexes,
    /// `A stream status change is currently in progress. Table: x`, and more that is left out here.
    StreamForStream(TableName),
    /// `Can't change table IOPS when stream status is being updated. Table: x`, likewise.
    StreamForThroughput(TableName),
    /// `Can't enable or disable stream while table IOPS are being updated. Table: x`
    ThroughputForStream(TableName),
    /// `Can't change stream status when an index is being created` (or deleted)
    IndexesForStream {
        /// Whether it goes.
        deleted: bool,
    },
    /// UpdateTimeToLive: `Table x is being created` (or deleted)
    TimeToLive(TableName, TableStatus),
    /// `Table IOPS are currently being updated. Table: x`
    Throughput(TableName),
    /// `Can't create or delete indexes while table IOPS are being updated. Table: x`
    ThroughputForIndexes(TableName),
    /// `Can't change table IOPS when an index is being created. Table: x Indexes: [i]` (or deleted)
    IndexesForThroughput {
        /// The table.
        table: TableName,
        /// What comes or goes.
        indexes: Vec<IndexName>,
        /// Whether they go.
        deleted: bool,
    },
    /// `OnDemandThroughput cannot be updated while BillingMode update is in progress`
    BillingForMax,
    /// `OnDemandThroughput cannot be updated while index creation is in progress for indexes: [i]`
    IndexesForMax {
        /// What comes or goes.
        indexes: Vec<IndexName>,
        /// Whether they go.
        deleted: bool,
    },
    /// `Can't update table class when a table class update is in progress. Table: x
    /// TableClassUpdateInProgress: STANDARD`
    Class(TableName, TableClass),
    /// `Can't create or delete an index when a table class update is in progress.`
    ClassForIndexes,
    /// `Index is being updated. Table: x Index: i` (or deleted)
    Index {
        /// The table.
        table: TableName,
        /// The index.
        index: IndexName,
        /// Whether it is being deleted.
        deleted: bool,
    },
    /// Its deletion: `Index creation is in resource allocation phase. Retry deletion during
    /// backfilling phase or when the index is active. Table: x Index: i`
    IndexAllocated(TableName, IndexName),
    /// Its update: `Index is being created but is not backfilling yet. Table: x  Index: i`
    IndexNotFilling(TableName, IndexName),
}

/// A limit of the account. Each is `Subscriber limit exceeded: ` and what is quoted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LimitError {
    /// `Provisioned throughput decreases are limited within a given UTC day. After the first 4
    /// decreases, each subsequent decrease in the same UTC day can be performed at most once every
    /// 3600 seconds. Number of decreases today: 4. Last decrease at … Next decrease can be made at …`
    Decreases(TooManyDecreases),
    /// `Only 1 online index can be created or deleted simultaneously per table`
    OneIndex,
    /// `Number of global secondary indexes exceeds per-table limit of 20`
    IndexCount,
    /// `Updates to TableClass are limited to 2 times in 30 day(s).`
    Class,
    /// More switches to on-demand in 24 hours than are allowed, the last at this time. AWS documents
    /// the limit; its sentence is only known from when it was once a day.
    OnDemand(Millis),
}

impl From<CapacityError> for ControlError {
    fn from(error: CapacityError) -> Self {
        ControlError::Capacity(error)
    }
}

impl From<UpdateTableError> for ControlError {
    fn from(error: UpdateTableError) -> Self {
        ControlError::Update(error)
    }
}

impl From<InUse> for ControlError {
    fn from(error: InUse) -> Self {
        ControlError::InUse(error)
    }
}

impl From<LimitError> for ControlError {
    fn from(error: LimitError) -> Self {
        ControlError::Limit(error)
    }
}

impl From<TagError> for ControlError {
    fn from(error: TagError) -> Self {
        ControlError::Tag(error)
    }
}

impl From<TimeToLiveError> for ControlError {
    fn from(error: TimeToLiveError) -> Self {
        ControlError::TimeToLive(error)
    }
}
