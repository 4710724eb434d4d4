//! Why the control plane refuses a request, in AWS's words.

use super::{ApiError, ErrorKind, in_use};
use crate::api::arn::{self, REGION};
use crate::api::date;
use crate::engine::TableStatus;
use crate::engine::control::{
    Alone, CapacityError, CapacityFault, ControlError, LimitError, TableClass, TagError,
    TimeToLiveError, Units, UpdateTableError,
};
use crate::engine::ops::TABLE_QUOTA;
use crate::model::{IndexName, Throughput};

const PROTECTED: &str = "Resource cannot be deleted as it is currently protected against \
    deletion. Disable deletion protection first.";
const REFER: &str = "Refer to the Amazon DynamoDB Developer Guide for current limits and how to \
    request higher limits.";

impl From<ControlError> for ApiError {
    fn from(error: ControlError) -> Self {
        match error {
            ControlError::Capacity(error) => error.into(),
            ControlError::Update(error) => error.into(),
            ControlError::InUse(error) => in_use::refusal(&error),
            ControlError::Limit(error) => limit(&error),
            ControlError::TimeToLive(error) => Self::validation(time_to_live(&error)),
            ControlError::TimeToLiveUnknown(status) => {
                let state = status_name(status);
                Self::validation(format!(
                    "Cannot describe time to live while table is in {state} state: Current table \
                     state is {state}"
                ))
            }
            ControlError::Tag(error) => Self::validation(tag(&error)),
            ControlError::TaggedNotFound(table) => {
                not_found(format!("ResourceArn: {} not found", arn::of_table(&table)))
            }
            ControlError::IndexNotFound(index, table) => {
                not_found(format!("Index {index} for table {table}"))
            }
            ControlError::Protected => Self::validation(PROTECTED),
        }
    }
}

fn not_found(what: String) -> ApiError {
    ApiError::new(ErrorKind::ResourceNotFound, format!("Requested resource not found: {what}"))
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
        let (kind, capital) = match error.units {
            Units::Read => ("Read", "Read"),
            Units::Write => ("Write", "Write"),
        };
        let index = error.index.as_ref();
        let max = format!("Max{kind}RequestUnits for OnDemandThroughput");
        let max_of = index.map_or("table".to_owned(), |index| format!("index : {index}"));
        let warm = format!("Requested {kind}UnitsPerSecond for WarmThroughput");
        let warm_of = index.map_or("table".to_owned(), |index| format!("index {index}"));
        let quota =
            format!("exceeds TableMax{capital}CapacityUnits of the account in region {REGION}");
        let of_index = index.map_or(String::new(), |index| format!(" for index: {index}"));
        match error.fault {
            CapacityFault::MaxOutOfRange => Self::invalid_parameter(format_args!(
                "Requested {max} for {max_of} is outside of valid range"
            )),
            CapacityFault::MaxOfNewProvisioned => Self::invalid_parameter(format_args!(
                "{max}{of_index} cannot be specified when table BillingMode is PROVISIONED."
            )),
            CapacityFault::MaxOfProvisioned => Self::invalid_parameter(format_args!(
                "{max}{of_index} cannot be specified when the table BillingMode is PROVISIONED"
            )),
            CapacityFault::MaxOverQuota => {
                exceeded(&format!("Requested {max} for {max_of} {quota}"))
            }
            CapacityFault::WarmBelowStart => Self::invalid_parameter(format_args!(
                "{warm} for {warm_of} is lower than initial throughput for OnDemand. See: \
                 https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/\
                 on-demand-capacity-mode.html#on-demand-capacity-mode-initial"
            )),
            CapacityFault::WarmBelowProvisioned => Self::invalid_parameter(format_args!(
                "{warm} for {warm_of} is lower than {kind}CapacityUnits of ProvisionedThroughput"
            )),
            CapacityFault::WarmBelowCurrent => Self::invalid_parameter(format_args!(
                "{warm} for {warm_of} is lower than current WarmThroughput, decreasing \
                 WarmThroughput is not supported"
            )),
            CapacityFault::WarmOverQuota => exceeded(&format!("{warm} for {warm_of} {quota}")),
            CapacityFault::ThroughputOverQuota(wanted) => over_quota(kind, index, wanted),
        }
    }
}

fn over_quota(kind: &str, index: Option<&IndexName>, wanted: u64) -> ApiError {
    let of_index = index.map_or(String::new(), |index| format!(" for index {index}"));
    let subject = if index.is_some() { "index" } else { "table" };
    let sentence = format!(
        "The requested {kind}CapacityUnits{of_index}, {wanted}, is above the per {subject} maximum \
         for the account in {REGION}. Per {subject} maximum: {TABLE_QUOTA}. {REFER}"
    );
    ApiError::new(ErrorKind::LimitExceeded, sentence)
}

fn exceeded(what: &str) -> ApiError {
    ApiError::new(ErrorKind::LimitExceeded, format!("Subscriber limit exceeded: {what}"))
}

impl From<UpdateTableError> for ApiError {
    fn from(error: UpdateTableError) -> Self {
        use UpdateTableError as Error;
        let bare = |sentence: String| Self::validation(sentence);
        let behind = |detail: String| Self::invalid_parameter(detail);
        match error {
            Error::NothingToDo => bare(NOTHING_TO_DO.to_owned()),
            Error::IndexExists => bare("Attempting to create an index which already exists".into()),
            Error::NotGlobal { index, deleted } => {
                let verb = if deleted { "delete" } else { "update" };
                bare(format!("Cannot {verb} an index that is not a GlobalSecondaryIndex: {index}"))
            }
            Error::ThroughputUnchanged(index, units) => bare(unchanged(index.as_ref(), units)),
            Error::NotAlone(alone) => behind(not_alone(alone)),
            Error::IndexTwice(index) => behind(format!(
                "Only one global secondary index update per index is allowed simultaneously. \
                 Index: {index}"
            )),
            Error::IndexThroughputMissing(index) => {
                behind(format!("ProvisionedThroughput must be specified for index: {index}"))
            }
            Error::NewIndexThroughputMissing(index) => behind(format!(
                "Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: {index}"
            )),
            Error::NewIndexThroughputNotAllowed(index) => behind(format!(
                "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: \
                 {index} when BillingMode is PAY_PER_REQUEST"
            )),
            Error::IndexThroughputOfOnDemand(index) => behind(format!(
                "The only Updates for index: {index} when TableThroughputMode is PAY_PER_REQUEST \
                 can be to OnDemandThroughput, WarmThroughput"
            )),
            Error::IndexWarmEmpty(index) => behind(format!(
                "WarmThroughput must have at least one of ReadUnitsPerSecond or \
                 WriteUnitsPerSecond specified for index: {index}"
            )),
            Error::DefinitionsMissing(index) => {
                behind(format!("AttributeDefinitions is not specified for index: {index}"))
            }
            other => behind(plain(&other).to_owned()),
        }
    }
}

const NOTHING_TO_DO: &str = "At least one of ProvisionedThroughput, BillingMode, \
    UpdateStreamEnabled, GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, \
    MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, \
    DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required";

/// The sentences that name nothing of the request.
fn plain(error: &UpdateTableError) -> &'static str {
    use UpdateTableError as Error;
    match error {
        Error::IndexWithWarm => {
            "Create global secondary index cannot be specified when updating WarmThroughput"
        }
        Error::MaxNotAlone => {
            "OnDemandThroughput can only be combined with BillingMode in an UpdateTable request"
        }
        Error::StreamWithThroughput => "You cannot modify stream status while updating table IOPS",
        Error::IndexWithThroughput => "You cannot create or delete index while updating table IOPS",
        Error::IndexWithStream => "You cannot create or delete index while changing stream status",
        Error::NoIndexUpdates => "List of GlobalSecondaryIndexUpdates is empty",
        Error::NoIndexAction => {
            "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, \
             GlobalSecondaryIndexUpdate.Delete must not be null"
        }
        Error::ManyIndexActions => {
            "Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object"
        }
        Error::ThroughputMissing => {
            "ProvisionedThroughput must be specified when BillingMode is PROVISIONED"
        }
        Error::ThroughputWithOnDemand => {
            "ProvisionedThroughput cannot be specified when BillingMode is PAY_PER_REQUEST"
        }
        Error::ThroughputOfOnDemand => {
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is \
             PAY_PER_REQUEST"
        }
        Error::EncryptedByDefault => "Table is already encrypted by default",
        Error::EncryptedWithKey => {
            "Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter if \
             you want to change Master Key"
        }
        _ => "",
    }
}

fn not_alone(alone: Alone) -> String {
    let what = match alone {
        Alone::Encryption => "Server-Side Encryption modification",
        Alone::Class => "TableClass modification",
        Alone::Protection => "DeletionProtection modification",
        Alone::Warm => "WarmThroughput",
    };
    format!("{what} must be the only operation in the request")
}

fn unchanged(index: Option<&IndexName>, Throughput { read, write }: Throughput) -> String {
    let (subject, of) = match index {
        None => ("table".to_owned(), "the table".to_owned()),
        Some(index) => (format!("index {index}"), format!("index {index}")),
    };
    format!(
        "The provisioned throughput for the {subject} will not change. The requested value equals \
         the current value. Current ReadCapacityUnits provisioned for {of}: {read}. Requested \
         ReadCapacityUnits: {read}. Current WriteCapacityUnits provisioned for {of}: {write}. \
         Requested WriteCapacityUnits: {write}. {REFER}"
    )
}

fn limit(error: &LimitError) -> ApiError {
    exceeded(&match error {
        LimitError::Decreases(too_many) => format!(
            "Provisioned throughput decreases are limited within a given UTC day. After the first \
             4 decreases, each subsequent decrease in the same UTC day can be performed at most \
             once every 3600 seconds. Number of decreases today: {}. Last decrease at {}. Next \
             decrease can be made at {}",
            too_many.count,
            date::in_words(too_many.last),
            date::in_words(too_many.next)
        ),
        LimitError::OneIndex => {
            "Only 1 online index can be created or deleted simultaneously per table".to_owned()
        }
        LimitError::IndexCount => {
            "Number of global secondary indexes exceeds per-table limit of 20".to_owned()
        }
        LimitError::Class => {
            "Updates to TableClass are limited to 2 times in 30 day(s).".to_owned()
        }
        LimitError::OnDemand(last) => format!(
            "Update to PayPerRequest mode are limited to 4 times in 1 day(s). Last update at {}.",
            date::in_words(*last)
        ),
    })
}

fn time_to_live(error: &TimeToLiveError) -> String {
    match error {
        TimeToLiveError::Enabled => "TimeToLive is already enabled".to_owned(),
        TimeToLiveError::Disabled => "TimeToLive is already disabled".to_owned(),
        TimeToLiveError::OtherAttribute(current) => format!(
            "TimeToLive is active on a different AttributeName: current AttributeName is {current}"
        ),
        TimeToLiveError::TooSoon => {
            "Time to live has been modified multiple times within a fixed interval".to_owned()
        }
    }
}

fn tag(error: &TagError) -> String {
    match error {
        TagError::Key(key) => format!("The Tag Key provided is invalid, Key: {key}"),
        TagError::Value(value) => format!("The Tag Value provided is invalid, Value: {value}"),
        TagError::Reserved(key) => format!("Tag Key cannot be prefixed with aws:, Key: {key}"),
        TagError::Duplicate(key) => {
            format!("Duplicate Tag Keys provided as input: Duplicate Tag Key found {key}")
        }
        TagError::TooMany => {
            "Number of Tags exceed the current limit for the provided ResourceArn".to_owned()
        }
    }
}
