//! Why the control plane refuses a request, in AWS's words: changes of tables that cannot be, and
//! changes that have to wait for others.

use super::{ApiError, ErrorKind, Parameter, Rule, list};
use crate::api::arn::{self, REGION};
use crate::api::date;
use crate::engine::error::{
    Alone, CapacityError, CapacityFault, ControlError, InUse, LimitError, TagError,
    TimeToLiveError, Units, UpdateTableError,
};
use crate::engine::ops::TABLE_QUOTA;
use crate::engine::{TableClass, TableStatus};
use crate::model::{IndexName, KeyAttribute, KeySchema, Throughput};

const REFER: &str = "Refer to the Amazon DynamoDB Developer Guide for current limits and how to \
    request higher limits.";

impl From<ControlError> for ApiError {
    fn from(error: ControlError) -> Self {
        match error {
            ControlError::Capacity(error) => error.into(),
            ControlError::Update(error) => error.into(),
            ControlError::InUse(error) => in_use(&error),
            ControlError::Limit(error) => limit(&error),
            ControlError::TimeToLive(error) => {
                time_to_live(&error).about(Parameter::TimeToLiveSpecification)
            }
            ControlError::TimeToLiveUnknown(status) => {
                let state = status_name(status);
                let rule = match status {
                    TableStatus::Deleting => Rule::TableNotBeingDeleted,
                    _ => Rule::TableCreated,
                };
                Self::validation(
                    rule,
                    format!(
                        "Cannot describe time to live while table is in {state} state: Current \
                         table state is {state}"
                    ),
                )
            }
            ControlError::Tag(error) => tag(&error),
            ControlError::TaggedNotFound(table) => not_found(
                Rule::ResourceArn,
                format!("ResourceArn: {} not found", arn::table(&table)),
            )
            .about(Parameter::ResourceArn),
            ControlError::IndexNotFound(index, table) => {
                not_found(Rule::IndexExists, format!("Index {index} for table {table}"))
                    .about(Parameter::GlobalSecondaryIndexUpdates)
                    .naming(index)
            }
            ControlError::Protected => Self::validation(
                Rule::DeletionProtection,
                "Resource cannot be deleted as it is currently protected against deletion. Disable \
                 deletion protection first.",
            )
            .about(Parameter::TableName),
        }
    }
}

fn not_found(rule: Rule, what: String) -> ApiError {
    let sentence = format!("Requested resource not found: {what}");
    ApiError::new(ErrorKind::ResourceNotFound, rule, sentence)
}

/// How the wire calls a table's state.
pub fn status_name(status: TableStatus) -> &'static str {
    match status {
        TableStatus::Creating => "CREATING",
        TableStatus::Active => "ACTIVE",
        TableStatus::Updating => "UPDATING",
        TableStatus::Deleting => "DELETING",
    }
}

/// How the wire calls a table's class.
pub fn class_name(class: TableClass) -> &'static str {
    match class {
        TableClass::Standard => "STANDARD",
        TableClass::InfrequentAccess => "STANDARD_INFREQUENT_ACCESS",
    }
}

impl From<CapacityError> for ApiError {
    fn from(error: CapacityError) -> Self {
        use CapacityFault as Fault;
        let kind = match error.units {
            Units::Read => "Read",
            Units::Write => "Write",
        };
        let index = error.index.as_ref();
        // The two settings name an index in slightly different ways.
        let max = format!("Max{kind}RequestUnits for OnDemandThroughput");
        let max_of = index.map_or("table".to_owned(), |index| format!("index : {index}"));
        let warm = format!("Requested {kind}UnitsPerSecond for WarmThroughput");
        let warm_of = index.map_or("table".to_owned(), |index| format!("index {index}"));
        let quota =
            format!("exceeds TableMax{kind}CapacityUnits of the account in region {REGION}");
        let of_index = index.map_or(String::new(), |index| format!(" for index: {index}"));
        let broken = match error.fault {
            Fault::MaxOutOfRange => Self::invalid_parameter(
                Rule::MaximumInRange,
                format_args!("Requested {max} for {max_of} is outside of valid range"),
            ),
            Fault::MaxOfNewProvisioned => Self::invalid_parameter(
                Rule::MaximumOnDemand,
                format_args!(
                    "{max}{of_index} cannot be specified when table BillingMode is PROVISIONED."
                ),
            ),
            Fault::MaxOfProvisioned => Self::invalid_parameter(
                Rule::MaximumOnDemand,
                format_args!(
                    "{max}{of_index} cannot be specified when the table BillingMode is PROVISIONED"
                ),
            ),
            Fault::MaxOverQuota => {
                exceeded(Rule::ThroughputQuota, &format!("Requested {max} for {max_of} {quota}"))
            }
            Fault::WarmBelowStart => Self::invalid_parameter(
                Rule::WarmMinimum,
                format_args!(
                    "{warm} for {warm_of} is lower than initial throughput for OnDemand. See: \
                     https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/\
                     on-demand-capacity-mode.html#on-demand-capacity-mode-initial"
                ),
            ),
            Fault::WarmBelowProvisioned => Self::invalid_parameter(
                Rule::WarmMinimum,
                format_args!(
                    "{warm} for {warm_of} is lower than {kind}CapacityUnits of \
                     ProvisionedThroughput"
                ),
            ),
            Fault::WarmBelowCurrent => Self::invalid_parameter(
                Rule::WarmNotDecreased,
                format_args!(
                    "{warm} for {warm_of} is lower than current WarmThroughput, decreasing \
                     WarmThroughput is not supported"
                ),
            ),
            Fault::WarmOverQuota => {
                exceeded(Rule::ThroughputQuota, &format!("{warm} for {warm_of} {quota}"))
            }
            Fault::ThroughputOverQuota(wanted) => over_quota(kind, index, wanted),
        };
        let parameter = match error.fault {
            _ if index.is_some() => Parameter::GlobalSecondaryIndexes,
            Fault::MaxOutOfRange
            | Fault::MaxOfNewProvisioned
            | Fault::MaxOfProvisioned
            | Fault::MaxOverQuota => Parameter::OnDemandThroughput,
            Fault::WarmBelowStart
            | Fault::WarmBelowProvisioned
            | Fault::WarmBelowCurrent
            | Fault::WarmOverQuota => Parameter::WarmThroughput,
            Fault::ThroughputOverQuota(_) => Parameter::ProvisionedThroughput,
        };
        broken.about(parameter)
    }
}

fn over_quota(kind: &str, index: Option<&IndexName>, wanted: u64) -> ApiError {
    let of_index = index.map_or(String::new(), |index| format!(" for index {index}"));
    let subject = if index.is_some() { "index" } else { "table" };
    let sentence = format!(
        "The requested {kind}CapacityUnits{of_index}, {wanted}, is above the per {subject} maximum \
         for the account in {REGION}. Per {subject} maximum: {TABLE_QUOTA}. {REFER}"
    );
    ApiError::new(ErrorKind::LimitExceeded, Rule::ThroughputQuota, sentence)
}

fn exceeded(rule: Rule, what: &str) -> ApiError {
    let sentence = format!("Subscriber limit exceeded: {what}");
    ApiError::new(ErrorKind::LimitExceeded, rule, sentence)
}

impl From<UpdateTableError> for ApiError {
    fn from(error: UpdateTableError) -> Self {
        use UpdateTableError as Error;
        let behind = |rule, detail: &str| Self::invalid_parameter(rule, detail);
        match error {
            Error::NothingToDo => Self::validation(
                Rule::UpdateNotEmpty,
                "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, \
                 GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, \
                 MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, \
                 DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is \
                 required",
            ),
            Error::NotAlone(alone) => not_alone(alone),
            Error::IndexWithWarm => behind(
                Rule::UpdateTogether,
                "Create global secondary index cannot be specified when updating WarmThroughput",
            )
            .about(Parameter::WarmThroughput),
            Error::MaxNotAlone => behind(
                Rule::UpdateTogether,
                "OnDemandThroughput can only be combined with BillingMode in an UpdateTable request",
            )
            .about(Parameter::OnDemandThroughput),
            Error::StreamWithThroughput => behind(
                Rule::UpdateTogether,
                "You cannot modify stream status while updating table IOPS",
            )
            .about(Parameter::StreamSpecification),
            Error::IndexWithThroughput => behind(
                Rule::UpdateTogether,
                "You cannot create or delete index while updating table IOPS",
            )
            .about(Parameter::GlobalSecondaryIndexUpdates),
            Error::IndexWithStream => behind(
                Rule::UpdateTogether,
                "You cannot create or delete index while changing stream status",
            )
            .about(Parameter::GlobalSecondaryIndexUpdates),
            Error::NoIndexUpdates => {
                behind(Rule::IndexUpdateAction, "List of GlobalSecondaryIndexUpdates is empty")
                    .about(Parameter::GlobalSecondaryIndexUpdates)
            }
            Error::NoIndexAction => behind(
                Rule::IndexUpdateAction,
                "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, \
                 GlobalSecondaryIndexUpdate.Delete must not be null",
            )
            .about(Parameter::GlobalSecondaryIndexUpdates),
            Error::ManyIndexActions => behind(
                Rule::IndexUpdateAction,
                "Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate \
                 object",
            )
            .about(Parameter::GlobalSecondaryIndexUpdates),
            Error::IndexTwice(index) => Self::invalid_parameter(
                Rule::IndexUpdateOnce,
                format_args!(
                    "Only one global secondary index update per index is allowed simultaneously. \
                     Index: {index}"
                ),
            )
            .about(Parameter::GlobalSecondaryIndexUpdates)
            .naming(index),
            Error::ThroughputMissing => behind(
                Rule::ThroughputRequired,
                "ProvisionedThroughput must be specified when BillingMode is PROVISIONED",
            )
            .about(Parameter::ProvisionedThroughput),
            Error::ThroughputWithOnDemand => behind(
                Rule::ThroughputOnDemand,
                "ProvisionedThroughput cannot be specified when BillingMode is PAY_PER_REQUEST",
            )
            .about(Parameter::ProvisionedThroughput),
            Error::ThroughputOfOnDemand => behind(
                Rule::ThroughputOnDemand,
                "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode \
                 is PAY_PER_REQUEST",
            )
            .about(Parameter::ProvisionedThroughput),
            Error::ThroughputUnchanged(index, units) => unchanged(index.as_ref(), units),
            Error::IndexThroughputMissing(index) => Self::invalid_parameter(
                Rule::ThroughputRequired,
                format_args!("ProvisionedThroughput must be specified for index: {index}"),
            )
            .about(Parameter::GlobalSecondaryIndexUpdates)
            .naming(index),
            Error::NewIndexThroughputMissing(index) => Self::invalid_parameter(
                Rule::ThroughputRequired,
                format_args!(
                    "Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: \
                     {index}"
                ),
            )
            .about(Parameter::GlobalSecondaryIndexUpdates)
            .naming(index),
            Error::NewIndexThroughputNotAllowed(index) => Self::invalid_parameter(
                Rule::ThroughputOnDemand,
                format_args!(
                    "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: \
                     {index} when BillingMode is PAY_PER_REQUEST"
                ),
            )
            .about(Parameter::GlobalSecondaryIndexUpdates)
            .naming(index),
            Error::IndexThroughputOfOnDemand(index) => Self::invalid_parameter(
                Rule::ThroughputOnDemand,
                format_args!(
                    "The only Updates for index: {index} when TableThroughputMode is \
                     PAY_PER_REQUEST can be to OnDemandThroughput, WarmThroughput"
                ),
            )
            .about(Parameter::GlobalSecondaryIndexUpdates)
            .naming(index),
            Error::IndexWarmEmpty(index) => Self::invalid_parameter(
                Rule::WarmNotEmpty,
                format_args!(
                    "WarmThroughput must have at least one of ReadUnitsPerSecond or \
                     WriteUnitsPerSecond specified for index: {index}"
                ),
            )
            .about(Parameter::GlobalSecondaryIndexUpdates)
            .naming(index),
            Error::IndexExists => Self::validation(
                Rule::IndexNameFree,
                "Attempting to create an index which already exists",
            )
            .about(Parameter::GlobalSecondaryIndexUpdates),
            Error::NotGlobal { index, deleted } => {
                let verb = if deleted { "delete" } else { "update" };
                let sentence =
                    format!("Cannot {verb} an index that is not a GlobalSecondaryIndex: {index}");
                Self::validation(Rule::IndexUpdateGlobal, sentence)
                    .about(Parameter::GlobalSecondaryIndexUpdates)
                    .naming(index)
            }
            Error::DefinitionsMissing(index) => Self::invalid_parameter(
                Rule::IndexDefinitions,
                format_args!("AttributeDefinitions is not specified for index: {index}"),
            )
            .about(Parameter::AttributeDefinitions)
            .naming(index),
            Error::Redefined(redefined) => Self::invalid_parameter(
                Rule::IndexDefinitionKept,
                format_args!(
                    "Attributes cannot be redefined. Please check that your attribute has the same \
                     type as previously defined. Existing schema: {} New schema: {}",
                    schema(&redefined.existing),
                    schema(&redefined.new)
                ),
            )
            .about(Parameter::AttributeDefinitions),
            Error::EncryptedByDefault => {
                behind(Rule::EncryptionChanges, "Table is already encrypted by default")
                    .about(Parameter::SSESpecification)
            }
            Error::EncryptedWithKey => behind(
                Rule::EncryptionChanges,
                "Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter \
                 if you want to change Master Key",
            )
            .about(Parameter::SSESpecification),
        }
    }
}

/// A key as the service prints it: `Schema:[SchemaElement: key{xyz:S:HASH}]`.
fn schema(keys: &KeySchema) -> String {
    let element = |attribute: &KeyAttribute, role: &str| {
        let kind = attribute.kind.value_type();
        format!("SchemaElement: key{{{}:{kind}:{role}}}", attribute.name)
    };
    let partition = keys.partition.iter().map(|attribute| element(attribute, "HASH"));
    let sort = keys.sort.iter().map(|attribute| element(attribute, "RANGE"));
    format!("Schema:[{}]", partition.chain(sort).collect::<Vec<_>>().join(", "))
}

fn not_alone(alone: Alone) -> ApiError {
    let (parameter, what) = match alone {
        Alone::Encryption => (Parameter::SSESpecification, "Server-Side Encryption modification"),
        Alone::Class => (Parameter::TableClass, "TableClass modification"),
        Alone::Protection => {
            (Parameter::DeletionProtectionEnabled, "DeletionProtection modification")
        }
        Alone::Warm => (Parameter::WarmThroughput, "WarmThroughput"),
    };
    let detail = format_args!("{what} must be the only operation in the request");
    ApiError::invalid_parameter(Rule::UpdateAlone, detail).about(parameter)
}

fn unchanged(index: Option<&IndexName>, Throughput { read, write }: Throughput) -> ApiError {
    let (subject, of, parameter) = match index {
        None => ("table".to_owned(), "the table".to_owned(), Parameter::ProvisionedThroughput),
        Some(index) => (
            format!("index {index}"),
            format!("index {index}"),
            Parameter::GlobalSecondaryIndexUpdates,
        ),
    };
    let sentence = format!(
        "The provisioned throughput for the {subject} will not change. The requested value equals \
         the current value. Current ReadCapacityUnits provisioned for {of}: {read}. Requested \
         ReadCapacityUnits: {read}. Current WriteCapacityUnits provisioned for {of}: {write}. \
         Requested WriteCapacityUnits: {write}. {REFER}"
    );
    ApiError::validation(Rule::ThroughputChanges, sentence).about(parameter)
}

fn limit(error: &LimitError) -> ApiError {
    match error {
        LimitError::Decreases(too_many) => exceeded(
            Rule::ThroughputDecreases,
            &format!(
                "Provisioned throughput decreases are limited within a given UTC day. After the \
                 first 4 decreases, each subsequent decrease in the same UTC day can be performed \
                 at most once every 3600 seconds. Number of decreases today: {}. Last decrease at \
                 {}. Next decrease can be made at {}",
                too_many.count,
                date::in_words(too_many.last),
                date::in_words(too_many.next)
            ),
        )
        .about(Parameter::ProvisionedThroughput),
        LimitError::OneIndex => exceeded(
            Rule::IndexChangesOneByOne,
            "Only 1 online index can be created or deleted simultaneously per table",
        )
        .about(Parameter::GlobalSecondaryIndexUpdates),
        LimitError::IndexCount => exceeded(
            Rule::GlobalIndexCount,
            "Number of global secondary indexes exceeds per-table limit of 20",
        )
        .about(Parameter::GlobalSecondaryIndexUpdates),
        LimitError::Class => exceeded(
            Rule::TableClassChanges,
            "Updates to TableClass are limited to 2 times in 30 day(s).",
        )
        .about(Parameter::TableClass),
        LimitError::OnDemand(last) => exceeded(
            Rule::BillingModeChanges,
            &format!(
                "Update to PayPerRequest mode are limited to 4 times in 1 day(s). Last update at \
                 {}.",
                date::in_words(*last)
            ),
        )
        .about(Parameter::BillingMode),
    }
}

fn time_to_live(error: &TimeToLiveError) -> ApiError {
    match error {
        TimeToLiveError::Enabled => {
            ApiError::validation(Rule::TimeToLiveChanges, "TimeToLive is already enabled")
        }
        TimeToLiveError::Disabled => {
            ApiError::validation(Rule::TimeToLiveChanges, "TimeToLive is already disabled")
        }
        TimeToLiveError::OtherAttribute(current) => ApiError::validation(
            Rule::TimeToLiveAttribute,
            format!(
                "TimeToLive is active on a different AttributeName: current AttributeName is \
                 {current}"
            ),
        )
        .naming(current),
        TimeToLiveError::TooSoon => ApiError::validation(
            Rule::TimeToLiveInterval,
            "Time to live has been modified multiple times within a fixed interval",
        ),
    }
}

fn tag(error: &TagError) -> ApiError {
    match error {
        TagError::Key(key) => ApiError::validation(
            Rule::TagKey,
            format!("The Tag Key provided is invalid, Key: {key}"),
        )
        .naming(key),
        TagError::Value(value) => ApiError::validation(
            Rule::TagValue,
            format!("The Tag Value provided is invalid, Value: {value}"),
        )
        .naming(value),
        TagError::Reserved(key) => ApiError::validation(
            Rule::TagKeyReserved,
            format!("Tag Key cannot be prefixed with aws:, Key: {key}"),
        )
        .naming(key),
        TagError::Duplicate(key) => ApiError::validation(
            Rule::TagKeyOnce,
            format!("Duplicate Tag Keys provided as input: Duplicate Tag Key found {key}"),
        )
        .naming(key),
        TagError::TooMany => ApiError::validation(
            Rule::TagCount,
            "Number of Tags exceed the current limit for the provided ResourceArn",
        ),
    }
    .about(Parameter::Tags)
}

/// A change that has to wait.
fn in_use(error: &InUse) -> ApiError {
    let (rule, reason) = waits_for(error);
    let sentence = format!("Attempt to change a resource which is still in use: {reason}");
    ApiError::new(ErrorKind::ResourceInUse, rule, sentence)
}

fn waits_for(error: &InUse) -> (Rule, String) {
    let state = |deleted: bool| if deleted { "deleted" } else { "created" };
    match error {
        InUse::Created(table) => (Rule::TableCreated, format!("Table is being created: {table}")),
        InUse::Deleted(table) => {
            (Rule::TableNotBeingDeleted, format!("Table is being deleted: {table}"))
        }
        InUse::Updated(table) => (
            Rule::TableNotBeingUpdated,
            format!("Table: {table} is in the process of being updated."),
        ),
        InUse::TimeToLive(table, TableStatus::Deleting) => {
            (Rule::TableNotBeingDeleted, format!("Table {table} is being deleted"))
        }
        InUse::TimeToLive(table, _) => {
            (Rule::TableCreated, format!("Table {table} is being created"))
        }
        InUse::Throughput(table) => (
            Rule::ThroughputNotChanging,
            format!("Table IOPS are currently being updated. Table: {table}"),
        ),
        InUse::ThroughputForIndexes(table) => (
            Rule::ThroughputNotChanging,
            format!(
                "Can't create or delete indexes while table IOPS are being updated. Table: {table}"
            ),
        ),
        InUse::ThroughputForStream(table) => (
            Rule::ThroughputNotChanging,
            format!(
                "Can't enable or disable stream while table IOPS are being updated. Table: {table}"
            ),
        ),
        InUse::BillingForMax => (
            Rule::ThroughputNotChanging,
            "OnDemandThroughput cannot be updated while BillingMode update is in progress".into(),
        ),
        InUse::Indexes => (
            Rule::IndexNotChanging,
            "Cannot delete table while indexes are being created, updated, or deleted.".into(),
        ),
        InUse::IndexesForThroughput { table, indexes, deleted } => (
            Rule::IndexNotChanging,
            format!(
                "Can't change table IOPS when an index is being {}. Table: {table} Indexes: {}",
                state(*deleted),
                list(indexes)
            ),
        ),
        InUse::IndexesForStream { deleted } => (
            Rule::IndexNotChanging,
            format!("Can't change stream status when an index is being {}", state(*deleted)),
        ),
        InUse::IndexesForMax { indexes, deleted } => (
            Rule::IndexNotChanging,
            format!(
                "OnDemandThroughput cannot be updated while index {} is in progress for indexes: {}",
                if *deleted { "deletion" } else { "creation" },
                list(indexes)
            ),
        ),
        InUse::Index { table, index, deleted } => {
            let state = if *deleted { "deleted" } else { "updated" };
            (
                Rule::IndexNotChanging,
                format!("Index is being {state}. Table: {table} Index: {index}"),
            )
        }
        InUse::IndexAllocated(table, index) => (
            Rule::IndexNotChanging,
            format!(
                "Index creation is in resource allocation phase. Retry deletion during backfilling \
                 phase or when the index is active. Table: {table} Index: {index}"
            ),
        ),
        InUse::IndexNotFilling(table, index) => (
            Rule::IndexNotChanging,
            format!(
                "Index is being created but is not backfilling yet. Table: {table}  Index: {index}"
            ),
        ),
        InUse::Stream => (
            Rule::StreamNotChanging,
            "Cannot delete table while stream is being enabled/disabled.".into(),
        ),
        InUse::StreamForIndexes => (
            Rule::StreamNotChanging,
            "Can't create or delete an index when stream status is being updated.".into(),
        ),
        InUse::StreamForStream(table) => (
            Rule::StreamNotChanging,
            format!("A stream status change is currently in progress. Table: {table}"),
        ),
        InUse::StreamForThroughput(table) => (
            Rule::StreamNotChanging,
            format!("Can't change table IOPS when stream status is being updated. Table: {table}"),
        ),
        InUse::Class(table, class) => (
            Rule::TableClassNotChanging,
            format!(
                "Can't update table class when a table class update is in progress. Table: {table} \
                 TableClassUpdateInProgress: {}",
                class_name(*class)
            ),
        ),
        InUse::ClassForIndexes => (
            Rule::TableClassNotChanging,
            "Can't create or delete an index when a table class update is in progress.".into(),
        ),
    }
}
