//! The engine's refusals as answers: one sentence for each.
//!
//! Owns what is said of items, reads, batches, transactions and throughput. Refuses to know when a
//! refusal arises. Values of keys have their sentences in [`super::value`], tables that cannot be in
//! [`super::create_table`], expressions in [`super::expression`].

use serde_json::{Map, Value as Json};

use super::value::{empty_noun, index_key_error, key_error};
use super::{ApiError, ErrorKind, Parameter, Rule, list};
use crate::api::arn;
use crate::api::json::{item_to_json, java_item};
use crate::capacity::{Direction, Limit};
use crate::engine::{
    CancellationReason, EngineError, Operation, Plane, Select, SelectError, StartKeyError,
    Throttled,
};
use crate::model::{IndexName, ScalarType};

const CONSTRAINT: &str = "1 validation error detected: ";
const DUPLICATE_ITEM: &str = "Duplicate primary key exists in table";

impl ApiError {
    /// The answer to a request of this operation that the engine refuses.
    pub(crate) fn from_engine(operation: Operation, error: EngineError) -> Self {
        let broken = |rule, sentence: &str| Self::validation(rule, sentence);
        match error {
            EngineError::TableNotFound { table, plane } => {
                missing_table(table.as_str(), plane).about(table_parameter(operation))
            }
            EngineError::TableExists(table) => Self::new(
                ErrorKind::ResourceInUse,
                Rule::TableNameFree,
                format!("Table already exists: {table}"),
            )
            .about(Parameter::TableName)
            .naming(table),
            EngineError::Control(error) => error.into(),
            EngineError::IndexBackfilling(index) => Self::validation(
                Rule::IndexBackfilled,
                format!("Cannot read from backfilling global secondary index: {index}"),
            )
            .about(Parameter::IndexName)
            .naming(index),
            EngineError::ConditionFailed { item } => {
                let error = Self::new(
                    ErrorKind::ConditionalCheckFailed,
                    Rule::ConditionTrue,
                    "The conditional request failed",
                );
                match item {
                    Some(row) => error.with_member("Item", item_to_json(row.item())),
                    None => error,
                }
            }
            EngineError::DuplicateItem => {
                Self::new(ErrorKind::DuplicateItem, Rule::InsertNew, DUPLICATE_ITEM)
                    .about(item_parameter(operation))
            }
            EngineError::Statement(error) => Self::from(error).about(item_parameter(operation)),
            EngineError::Update(error) => error.into(),
            EngineError::Expression(error) => error.into(),
            EngineError::Select(error) => select(operation, error),
            EngineError::StartKey(error) => start_key(error),
            EngineError::CreateTable(error) => error.into(),
            EngineError::Stream(error) => error.into(),
            EngineError::Key { attribute, error } => {
                key_error(&attribute, &error).about(item_parameter(operation))
            }
            EngineError::IndexKey { index, attribute, error } => {
                index_key_error(&index, &attribute, &error).about(written_parameter(operation))
            }
            EngineError::UpdateEmptiesIndexKey(kind) => {
                update_empties(kind).about(written_parameter(operation))
            }
            EngineError::UpdateLengthensIndexKey => broken(
                Rule::IndexKeyLength,
                "The update expression attempted to update the secondary index key beyond allowed \
                 size limits",
            )
            .about(written_parameter(operation)),
            EngineError::UpdateMistypesIndexKey => broken(
                Rule::IndexKeyType,
                "The update expression attempted to update the secondary index key to unsupported \
                 type",
            )
            .about(written_parameter(operation)),
            EngineError::UpdateOfKey(attribute) => Self::invalid_parameter(
                Rule::KeyUnchanged,
                format_args!(
                    "Cannot update attribute {attribute}. This attribute is part of the key"
                ),
            )
            .about(written_parameter(operation))
            .naming(attribute),
            EngineError::KeyMismatch => {
                broken(Rule::KeyMatchesSchema, "The provided key element does not match the schema")
                    .about(item_parameter(operation))
            }
            EngineError::ItemTooLarge | EngineError::LocalEntriesTooLarge => {
                broken(Rule::ItemSize, "Item size has exceeded the maximum allowed size")
                    .about(written_parameter(operation))
            }
            EngineError::UpdateTooLarge => {
                broken(Rule::ItemSize, "Item size to update has exceeded the maximum allowed size")
                    .about(written_parameter(operation))
            }
            EngineError::ReturnValuesNotAllowed => {
                broken(Rule::ReturnValuesOld, "ReturnValues can only be ALL_OLD or NONE")
                    .about(Parameter::ReturnValues)
                    .enveloped_since_2026()
            }
            EngineError::FilterOnKey { attribute, legacy } => {
                let (parameter, name) = if legacy {
                    (Parameter::QueryFilter, "QueryFilter")
                } else {
                    (Parameter::FilterExpression, "Filter Expression")
                };
                let sentence = format!(
                    "{name} can only contain non-primary key attributes: Primary key attribute: \
                     {attribute}"
                );
                Self::validation(Rule::FilterOnKeyAttribute, sentence)
                    .about(parameter)
                    .naming(attribute)
            }
            EngineError::FilterNotProjected { index, attributes } => Self::invalid_parameter(
                Rule::FilterProjected,
                format_args!(
                    "Secondary index {index} does not project one or more filter attributes: {}",
                    list(&attributes)
                ),
            )
            .about(Parameter::FilterExpression)
            .naming(index),
            EngineError::NestedKeyPath { attribute, of_index } => Self::validation(
                Rule::KeyPathScalar,
                format!(
                    "Key attributes must be scalars; list random access '[]' and map lookup '.' \
                     are not allowed: {}: {attribute}",
                    if of_index { "IndexKey" } else { "Key" }
                ),
            )
            .naming(attribute),
            EngineError::IndexNotFound(index) => Self::validation(
                Rule::IndexExists,
                format!("The table does not have the specified index: {index}"),
            )
            .about(index_parameter(operation))
            .naming(index),
            EngineError::ConsistentReadOnGlobalIndex => broken(
                Rule::ConsistentGlobalIndex,
                "Consistent reads are not supported on global secondary indexes",
            )
            .about(Parameter::ConsistentRead),
            EngineError::TooManyKeysOfTable(table) => Self::validation(
                Rule::BatchGetCount,
                format!(
                    "{CONSTRAINT}Value at 'RequestItems.{table}.member.Keys' failed to satisfy \
                     constraint: Member must have length less than or equal to 100"
                ),
            )
            .about(Parameter::RequestItems),
            EngineError::TooManyKeys => {
                broken(Rule::BatchGetCount, "Too many items requested for the BatchGetItem call")
                    .about(Parameter::RequestItems)
            }
            EngineError::TooManyWrites => broken(
                Rule::BatchWriteCount,
                "Too many items requested for the BatchWriteItem call",
            )
            .about(Parameter::RequestItems),
            EngineError::DuplicateKeys => {
                broken(Rule::BatchKeysDistinct, "Provided list of item keys contains duplicates")
                    .about(item_parameter(operation))
            }
            EngineError::SameItemInTransaction => broken(
                Rule::TransactionItemOnce,
                "Transaction request cannot include multiple operations on one item",
            )
            .about(item_parameter(operation)),
            EngineError::TransactionCanceled(reasons) => {
                cancelled(operation, reasons).about(item_parameter(operation))
            }
            EngineError::TransactionConflict => Self::new(
                ErrorKind::TransactionConflict,
                Rule::TransactionConflict,
                "Transaction is ongoing for the item",
            ),
            EngineError::TokenMismatch => token_mismatch(),
            EngineError::Throttled(throttled) => throttled_error(&throttled),
            EngineError::CollectionTooLarge => Self::new(
                ErrorKind::ItemCollectionSizeLimitExceeded,
                Rule::ItemCollectionSize,
                "Collection size exceeded.",
            ),
        }
    }
}

/// The parameter that names the item or items, whole or by their keys.
fn item_parameter(operation: Operation) -> Parameter {
    match operation {
        Operation::PutItem => Parameter::Item,
        Operation::Query => Parameter::KeyConditionExpression,
        Operation::BatchGetItem | Operation::BatchWriteItem => Parameter::RequestItems,
        Operation::TransactGetItems | Operation::TransactWriteItems => Parameter::TransactItems,
        Operation::ExecuteStatement => Parameter::Statement,
        Operation::BatchExecuteStatement => Parameter::Statements,
        Operation::ExecuteTransaction => Parameter::TransactStatements,
        _ => Parameter::Key,
    }
}

/// The parameter that says what becomes of an item.
fn written_parameter(operation: Operation) -> Parameter {
    match operation {
        Operation::UpdateItem => Parameter::UpdateExpression,
        other => item_parameter(other),
    }
}

/// The parameter that names the table.
fn table_parameter(operation: Operation) -> Parameter {
    match item_parameter(operation) {
        Parameter::Item | Parameter::Key | Parameter::KeyConditionExpression => {
            Parameter::TableName
        }
        several => several,
    }
}

/// The parameter that names the index.
fn index_parameter(operation: Operation) -> Parameter {
    match item_parameter(operation) {
        Parameter::Key | Parameter::KeyConditionExpression => Parameter::IndexName,
        statement => statement,
    }
}

/// A table that does not exist. A name too short to be any table's is answered like this too.
pub(crate) fn missing_table(name: &str, plane: Plane) -> ApiError {
    let missing = ErrorKind::ResourceNotFound;
    let (kind, sentence) = match plane {
        Plane::Data => (missing, "Requested resource not found".to_owned()),
        Plane::Control => {
            (missing, format!("Requested resource not found: Table: {name} not found"))
        }
        Plane::Backups => (ErrorKind::TableNotFound, format!("Table not found: {name}")),
    };
    ApiError::new(kind, Rule::TableExists, sentence).naming(name)
}

fn update_empties(kind: ScalarType) -> ApiError {
    ApiError::validation(
        Rule::IndexKeyNotEmpty,
        format!(
            "One or more parameter values are not valid. The update expression attempted to update \
             a secondary index key to a value that is not supported. The AttributeValue for a key \
             attribute cannot contain an empty {} value.",
            empty_noun(kind)
        ),
    )
}

/// Only Query puts what does not go with the projection behind a counted error.
fn select(operation: Operation, error: SelectError) -> ApiError {
    let verb = if operation == Operation::Scan { "Scanning" } else { "Querying" };
    let envelope = if operation == Operation::Query { CONSTRAINT } else { "" };
    match error {
        SelectError::AllOfPartialGlobalIndex(index) => ApiError::invalid_parameter(
            Rule::SelectAllOfIndex,
            format_args!(
                "Select type ALL_ATTRIBUTES is not supported for global secondary index {index} \
                 because its projection type is not ALL"
            ),
        )
        .about(Parameter::Select)
        .naming(index),
        SelectError::ProjectedWithoutIndex => ApiError::invalid_parameter(
            Rule::SelectProjectedOfIndex,
            format_args!(
                "ALL_PROJECTED_ATTRIBUTES can be used only when {verb} using an IndexName"
            ),
        )
        .about(Parameter::Select),
        SelectError::SpecificWithoutProjection => ApiError::validation(
            Rule::SelectNeedsProjection,
            format!(
                "{envelope}Must specify the AttributesToGet or ProjectionExpression when choosing \
                 to get SPECIFIC_ATTRIBUTES"
            ),
        )
        .about(Parameter::Select),
        SelectError::ProjectionWith { select, legacy } => {
            let projection =
                if legacy { Parameter::AttributesToGet } else { Parameter::ProjectionExpression };
            let sentence = format!(
                "{envelope}Cannot specify the {projection} when choosing to get {}",
                select_name(select)
            );
            ApiError::validation(Rule::SelectWithProjection, sentence).about(Parameter::Select)
        }
        SelectError::NotProjected { index, attributes } => ApiError::invalid_parameter(
            Rule::ProjectedAttributes,
            format_args!("Global secondary index {index} does not project {}", list(&attributes)),
        )
        .about(Parameter::ProjectionExpression)
        .naming(index),
    }
}

fn select_name(select: Select) -> &'static str {
    match select {
        Select::AllAttributes => "ALL_ATTRIBUTES",
        Select::AllProjectedAttributes => "ALL_PROJECTED_ATTRIBUTES",
        Select::SpecificAttributes => "SPECIFIC_ATTRIBUTES",
        Select::Count => "only the Count",
    }
}

fn start_key(error: StartKeyError) -> ApiError {
    const INVALID: &str = "The provided starting key is invalid";
    let (rule, sentence) = match error {
        StartKeyError::Invalid => (Rule::StartKeyValid, INVALID.to_owned()),
        StartKeyError::SchemaMismatch => (
            Rule::StartKeyValid,
            format!("{INVALID}: The provided key element does not match the schema"),
        ),
        StartKeyError::NoSortKey(key) => (
            Rule::StartKeyInRange,
            format!(
                "The provided exclusive start key is invalid: ExclusiveStartKey: {}",
                java_item(&key)
            ),
        ),
        StartKeyError::OutsideBoundaries => (
            Rule::StartKeyInRange,
            "The provided starting key is outside query boundaries based on provided conditions"
                .to_owned(),
        ),
        StartKeyError::OutsideSortCondition => (
            Rule::StartKeyInRange,
            "The provided starting key does not match the range key predicate".to_owned(),
        ),
        StartKeyError::AtMostOneRow => (
            Rule::StartKeyOfOneItem,
            "The query can return at most one row and cannot be restarted".to_owned(),
        ),
        StartKeyError::OtherSegment { segment, total } => (
            Rule::StartKeySegment,
            format!(
                "{INVALID}: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct \
                 Segment. TotalSegments: {total} Segment: {segment}"
            ),
        ),
    };
    ApiError::validation(rule, sentence).about(Parameter::ExclusiveStartKey)
}

const PROVISIONED_TABLE: &str = "The level of configured provisioned throughput for the table was \
    exceeded. Consider increasing your provisioning level with the UpdateTable API.";
const PROVISIONED_INDEX: &str = "The level of configured provisioned throughput for one or more \
    global secondary indexes of the table was exceeded. Consider increasing your provisioning level \
    for the under-provisioned global secondary indexes with the UpdateTable API.";
const ON_DEMAND_TABLE: &str = "Throughput exceeds the current capacity of your table or index. \
    DynamoDB is automatically scaling your table or index so please try again shortly. If \
    exceptions persist, check if you have a hot key: \
    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html";
const ON_DEMAND_INDEX: &str = "Throughput exceeds the current capacity for one or more global \
    secondary indexes. DynamoDB is automatically scaling your index so please try again shortly.";

/// A request that was throttled: exception, sentence and reason. The exception follows from the
/// table's mode, the sentence from whose limit it was, the reason from both and the limit (API
/// reference, *ThrottlingReason*).
fn throttled_error(throttled: &Throttled) -> ApiError {
    // The two exceptions spell the member differently.
    let (kind, member) = match throttled.provisioned {
        true => (ErrorKind::ProvisionedThroughputExceeded, "ThrottlingReasons"),
        false => (ErrorKind::Throttling, "throttlingReasons"),
    };
    let mut why = Map::new();
    let of_index = throttled.index.is_some();
    let reason = throttled.limit.reason(of_index, throttled.direction);
    why.insert("reason".to_owned(), reason.into());
    why.insert("resource".to_owned(), resource(throttled).into());
    ApiError::new(kind, throttled_rule(throttled), throttled_sentence(throttled))
        .with_member(member, vec![Json::Object(why)].into())
        .naming(throttled.index.as_ref().map_or(throttled.table.as_str(), IndexName::as_str))
}

/// Which limit it was. A write that an index is in the way of is a rule of its own: it is the index
/// that has to be helped, though the request names only the table.
fn throttled_rule(throttled: &Throttled) -> Rule {
    match throttled.limit {
        _ if throttled.index.is_some() && throttled.direction == Direction::Write => {
            Rule::IndexThroughput
        }
        Limit::ProvisionedThroughput => Rule::ProvisionedThroughput,
        Limit::KeyRangeThroughput => Rule::PartitionThroughput,
        Limit::AccountLimit => Rule::AccountThroughput,
        Limit::MaxOnDemandThroughput => Rule::MaximumThroughput,
    }
}

/// What it says.
fn throttled_sentence(throttled: &Throttled) -> &'static str {
    match (throttled.provisioned, &throttled.index) {
        (true, None) => PROVISIONED_TABLE,
        (true, Some(_)) => PROVISIONED_INDEX,
        (false, None) => ON_DEMAND_TABLE,
        (false, Some(_)) => ON_DEMAND_INDEX,
    }
}

fn resource(throttled: &Throttled) -> String {
    let table = arn::table(&throttled.table);
    match &throttled.index {
        Some(index) => format!("{table}/index/{index}"),
        None => table,
    }
}

/// A cancelled transaction: the codes in the sentence, the rest in `CancellationReasons`.
fn cancelled(operation: Operation, reasons: Vec<CancellationReason>) -> ApiError {
    let codes: Vec<&str> = reasons.iter().map(reason_code).collect();
    let sentence = format!(
        "Transaction cancelled, please refer cancellation reasons for specific reasons [{}]",
        codes.join(", ")
    );
    let errors = reasons.iter().map(|reason| own_error(operation, reason)).collect();
    let reasons = reasons.into_iter().map(|reason| reason_json(operation, reason)).collect();
    ApiError::new(ErrorKind::TransactionCanceled, Rule::TransactionMade, sentence)
        .with_member("CancellationReasons", reasons)
        .with_reasons(errors)
}

/// The sentence is the API reference's; the service's own is unconfirmed.
fn token_mismatch() -> ApiError {
    ApiError::new(
        ErrorKind::IdempotentParameterMismatch,
        Rule::TokenOfOneRequest,
        "DynamoDB rejected the request because you retried a request with a different payload but \
         with an idempotent token that was already used.",
    )
    .about(Parameter::ClientRequestToken)
}

/// The error that an action would have had by itself.
fn own_error(operation: Operation, reason: &CancellationReason) -> Option<ApiError> {
    let error = match reason.clone() {
        CancellationReason::None => return None,
        CancellationReason::ConditionFailed { item } => EngineError::ConditionFailed { item },
        CancellationReason::DuplicateItem => EngineError::DuplicateItem,
        CancellationReason::NoTable(table) => {
            EngineError::TableNotFound { table, plane: Plane::Data }
        }
        CancellationReason::Conflict => EngineError::TransactionConflict,
        CancellationReason::Throttled(throttled) => EngineError::Throttled(throttled),
        CancellationReason::Invalid(error) => *error,
    };
    Some(ApiError::from_engine(operation, error))
}

fn reason_code(reason: &CancellationReason) -> &'static str {
    match reason {
        CancellationReason::None => "None",
        CancellationReason::ConditionFailed { .. } => "ConditionalCheckFailed",
        CancellationReason::DuplicateItem => "DuplicateItem",
        CancellationReason::NoTable(_) => "ResourceNotFound",
        CancellationReason::Conflict => "TransactionConflict",
        CancellationReason::Throttled(throttled) => match throttled.provisioned {
            true => "ProvisionedThroughputExceeded",
            false => "ThrottlingError",
        },
        CancellationReason::Invalid(_) => "ValidationError",
    }
}

fn reason_json(operation: Operation, reason: CancellationReason) -> Json {
    let mut members = Map::new();
    let mut put = |name: &str, value: Json| drop(members.insert(name.to_owned(), value));
    put("Code", reason_code(&reason).into());
    match reason {
        CancellationReason::None => {}
        CancellationReason::ConditionFailed { item } => {
            put("Message", "The conditional request failed".into());
            if let Some(row) = item {
                put("Item", item_to_json(row.item()));
            }
        }
        CancellationReason::DuplicateItem => put("Message", DUPLICATE_ITEM.into()),
        CancellationReason::NoTable(_) => put("Message", "Requested resource not found".into()),
        CancellationReason::Conflict => {
            put("Message", "Transaction is ongoing for the item.".into());
        }
        CancellationReason::Throttled(throttled) => {
            put("Message", throttled_sentence(&throttled).into());
        }
        CancellationReason::Invalid(error) => {
            let error = ApiError::from_engine(operation, *error);
            put("Message", error.message().unwrap_or_default().into());
        }
    }
    Json::Object(members)
}
