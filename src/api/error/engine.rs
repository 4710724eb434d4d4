//! The engine's refusals as answers: one sentence for each.
//!
//! Refuses to know when they arise. Index and table keys have their sentences in [`super::key`],
//! tables that cannot be in [`super::create_table`], expressions in [`super::expression`].

use super::expression::{expression_message, update_message};
use super::{ApiError, ErrorKind, key, list, throttle, transaction};
use crate::api::json::{item_to_json, java_item};
use crate::engine::ops::{Operation, Select};
use crate::engine::{EngineError, Plane, SelectError, StartKeyError};
use crate::expression::{ExpressionError, UpdateError};
use crate::model::ScalarType;

const CONSTRAINT: &str = "1 validation error detected: ";
pub(super) const DUPLICATE_ITEM: &str = "Duplicate primary key exists in table";
const KEY_MISMATCH: &str = "The provided key element does not match the schema";
const MISTYPED_INDEX_KEY: &str =
    "The update expression attempted to update the secondary index key to unsupported type";
const LONG_INDEX_KEY: &str =
    "The update expression attempted to update the secondary index key beyond allowed size limits";
const TOO_LARGE: &str = "Item size has exceeded the maximum allowed size";
const UPDATE_TOO_LARGE: &str = "Item size to update has exceeded the maximum allowed size";
const CONSISTENT_ON_GLOBAL: &str = "Consistent reads are not supported on global secondary indexes";
const DUPLICATE_KEYS: &str = "Provided list of item keys contains duplicates";
const TOO_MANY_KEYS: &str = "Too many items requested for the BatchGetItem call";
const TOO_MANY_WRITES: &str = "Too many items requested for the BatchWriteItem call";

const SAME_ITEM: &str = "Transaction request cannot include multiple operations on one item";

impl ApiError {
    /// The answer to a request of this operation that the engine refuses.
    pub(crate) fn of_engine(operation: Operation, error: EngineError) -> Self {
        match error {
            EngineError::TableNotFound { table, plane } => missing_table(table.as_str(), plane),
            EngineError::TableExists(table) => {
                Self::new(ErrorKind::ResourceInUse, format!("Table already exists: {table}"))
            }
            EngineError::Control(error) => error.into(),
            EngineError::IndexBackfilling(index) => Self::validation(format!(
                "Cannot read from backfilling global secondary index: {index}"
            )),
            EngineError::ConditionFailed { item } => {
                let error =
                    Self::new(ErrorKind::ConditionalCheckFailed, "The conditional request failed");
                match item {
                    Some(row) => error.with_member("Item", item_to_json(row.item())),
                    None => error,
                }
            }
            EngineError::DuplicateItem => Self::new(ErrorKind::DuplicateItem, DUPLICATE_ITEM),
            EngineError::Statement(error) => error.into(),
            EngineError::Update(error) => error.into(),
            EngineError::Expression(error) => error.into(),
            EngineError::Select(error) => select(operation, error),
            EngineError::StartKey(error) => start_key(error),
            EngineError::CreateTable(error) => error.into(),
            EngineError::Stream(error) => error.into(),
            EngineError::Key { attribute, error } => key::of_table(&attribute, &error),
            EngineError::IndexKey { index, attribute, error } => {
                key::of_index(&index, &attribute, &error)
            }
            EngineError::UpdateEmptiesIndexKey(kind) => update_empties(kind),
            EngineError::UpdateOfKey(attribute) => Self::invalid_parameter(format_args!(
                "Cannot update attribute {attribute}. This attribute is part of the key"
            )),
            EngineError::ReturnValuesNotAllowed => {
                Self::validation("ReturnValues can only be ALL_OLD or NONE").enveloped_since_2026()
            }
            EngineError::FilterOnKey { attribute, legacy } => Self::validation(format!(
                "{} can only contain non-primary key attributes: Primary key attribute: {attribute}",
                if legacy { "QueryFilter" } else { "Filter Expression" }
            )),
            EngineError::FilterNotProjected { index, attributes } => {
                Self::invalid_parameter(format_args!(
                    "Secondary index {index} does not project one or more filter attributes: {}",
                    list(&attributes)
                ))
            }
            EngineError::NestedKeyPath { attribute, of_index } => Self::validation(format!(
                "Key attributes must be scalars; list random access '[]' and map lookup '.' are \
                 not allowed: {}: {attribute}",
                if of_index { "IndexKey" } else { "Key" }
            )),
            EngineError::IndexNotFound(index) => {
                Self::validation(format!("The table does not have the specified index: {index}"))
            }
            EngineError::TooManyKeysOfTable(table) => Self::validation(format!(
                "{CONSTRAINT}Value at 'RequestItems.{table}.member.Keys' failed to satisfy \
                 constraint: Member must have length less than or equal to 100"
            )),
            EngineError::KeyMismatch => Self::validation(KEY_MISMATCH),
            EngineError::UpdateLengthensIndexKey => Self::validation(LONG_INDEX_KEY),
            EngineError::UpdateMistypesIndexKey => Self::validation(MISTYPED_INDEX_KEY),
            EngineError::ItemTooLarge | EngineError::LocalEntriesTooLarge => {
                Self::validation(TOO_LARGE)
            }
            EngineError::UpdateTooLarge => Self::validation(UPDATE_TOO_LARGE),
            EngineError::ConsistentReadOnGlobalIndex => Self::validation(CONSISTENT_ON_GLOBAL),
            EngineError::DuplicateKeys => Self::validation(DUPLICATE_KEYS),
            EngineError::TooManyKeys => Self::validation(TOO_MANY_KEYS),
            EngineError::TooManyWrites => Self::validation(TOO_MANY_WRITES),
            EngineError::SameItemInTransaction => Self::validation(SAME_ITEM),
            EngineError::TransactionCanceled(reasons) => transaction::cancelled(operation, reasons),
            EngineError::Throttled(throttled) => throttle::throttled(&throttled),
            EngineError::CollectionTooLarge => Self::new(
                ErrorKind::ItemCollectionSizeLimitExceeded,
                throttle::COLLECTION_SIZE_EXCEEDED,
            ),
            EngineError::TransactionConflict => {
                Self::new(ErrorKind::TransactionConflict, "Transaction is ongoing for the item")
            }
            EngineError::TokenMismatch => transaction::token_mismatch(),
        }
    }
}

/// A table that does not exist. A name too short to be any table's is answered like this too.
pub(crate) fn missing_table(name: &str, plane: Plane) -> ApiError {
    let sentence = match plane {
        Plane::Data => "Requested resource not found".to_owned(),
        Plane::Control => format!("Requested resource not found: Table: {name} not found"),
    };
    ApiError::new(ErrorKind::ResourceNotFound, sentence)
}

fn update_empties(kind: ScalarType) -> ApiError {
    ApiError::validation(format!(
        "One or more parameter values are not valid. The update expression attempted to update a \
         secondary index key to a value that is not supported. The AttributeValue for a key \
         attribute cannot contain an empty {} value.",
        key::noun(kind)
    ))
}

/// Only Query puts what does not go with the projection behind a counted error.
fn select(operation: Operation, error: SelectError) -> ApiError {
    let verb = if operation == Operation::Scan { "Scanning" } else { "Querying" };
    let envelope = if operation == Operation::Query { CONSTRAINT } else { "" };
    match error {
        SelectError::AllOfPartialGlobalIndex(index) => ApiError::invalid_parameter(format_args!(
            "Select type ALL_ATTRIBUTES is not supported for global secondary index {index} \
             because its projection type is not ALL"
        )),
        SelectError::ProjectedWithoutIndex => ApiError::invalid_parameter(format_args!(
            "ALL_PROJECTED_ATTRIBUTES can be used only when {verb} using an IndexName"
        )),
        SelectError::SpecificWithoutProjection => ApiError::validation(format!(
            "{envelope}Must specify the AttributesToGet or ProjectionExpression when choosing to \
             get SPECIFIC_ATTRIBUTES"
        )),
        SelectError::ProjectionWith { select, legacy } => ApiError::validation(format!(
            "{envelope}Cannot specify the {} when choosing to get {}",
            if legacy { "AttributesToGet" } else { "ProjectionExpression" },
            select_name(select)
        )),
        SelectError::NotProjected { index, attributes } => ApiError::invalid_parameter(
            format_args!("Global secondary index {index} does not project {}", list(&attributes)),
        ),
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
    ApiError::validation(match error {
        StartKeyError::Invalid => INVALID.to_owned(),
        StartKeyError::SchemaMismatch => {
            format!("{INVALID}: The provided key element does not match the schema")
        }
        StartKeyError::NoSortKey(key) => format!(
            "The provided exclusive start key is invalid: ExclusiveStartKey: {}",
            java_item(&key)
        ),
        StartKeyError::OutsideBoundaries => "The provided starting key is outside query \
            boundaries based on provided conditions"
            .to_owned(),
        StartKeyError::OutsideSortCondition => {
            "The provided starting key does not match the range key predicate".to_owned()
        }
        StartKeyError::AtMostOneRow => {
            "The query can return at most one row and cannot be restarted".to_owned()
        }
        StartKeyError::OtherSegment { segment, total } => format!(
            "{INVALID}: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct \
             Segment. TotalSegments: {total} Segment: {segment}"
        ),
    })
}

impl From<ExpressionError> for ApiError {
    fn from(error: ExpressionError) -> Self {
        let answer = Self::validation(expression_message(&error));
        if error.counted_on_writes() { answer.enveloped_since_2026() } else { answer }
    }
}

impl From<UpdateError> for ApiError {
    fn from(error: UpdateError) -> Self {
        Self::validation(update_message(&error))
    }
}
