//! Why a table cannot be created, in AWS's words.

use super::ApiError;
use crate::engine::ops::create_table::ProjectionKind;
use crate::engine::{CreateTableError, IndexKeysError};
use crate::model::{AttributeName, IndexName};

use CreateTableError as Error;

impl From<CreateTableError> for ApiError {
    fn from(error: CreateTableError) -> Self {
        match bare(&error) {
            Some(sentence) => ApiError::validation(sentence),
            None => ApiError::invalid_parameter(detail(&error)),
        }
    }
}

/// The sentences that stand by themselves.
fn bare(error: &Error) -> Option<String> {
    let sentence = match error {
        Error::ThroughputTooLow => {
            "1 validation error detected: Value '0' at 'provisionedThroughput.readCapacityUnits' \
             failed to satisfy constraint: Member must have value greater than or equal to 1"
        }
        Error::KeyCount(count) => return Some(key_count(*count)),
        Error::FirstNotHash => {
            "Invalid KeySchema: The first KeySchemaElement is not a HASH key type"
        }
        Error::SecondNotRange => {
            "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type"
        }
        Error::SameName => {
            "Both the Hash Key and the Range Key element in the KeySchema have the same name"
        }
        Error::FewerDefinitionsThanKeys => {
            "Invalid KeySchema: Some index key attribute have no definition"
        }
        Error::IndexKeys(index, error) => return Some(index_keys(index, *error)),
        _ => return None,
    };
    Some(sentence.to_owned())
}

fn key_count(count: usize) -> String {
    let bound = if count == 0 { "greater than or equal to 1" } else { "less than or equal to 2" };
    format!(
        "1 validation error detected: Value '[{count} elements]' at 'keySchema' failed to satisfy \
         constraint: Member must have length {bound}"
    )
}

/// The sentences behind "One or more parameter values were invalid".
fn detail(error: &Error) -> String {
    match error {
        Error::IndexThroughputMissing(index) => {
            format!("ProvisionedThroughput must be specified for index: {index}")
        }
        Error::IndexThroughputNotAllowed(index) => format!(
            "ProvisionedThroughput should not be specified for index: {index} when BillingMode is \
             PAY_PER_REQUEST"
        ),
        Error::KeysUndefined { keys, definitions } => format!(
            "Some index key attributes are not defined in AttributeDefinitions. Keys: {}, \
             AttributeDefinitions: {}",
            list(keys),
            list(definitions)
        ),
        Error::DefinitionsUnused { definitions, used } => format!(
            "Some AttributeDefinitions are not used. AttributeDefinitions: {}, keys used: {}",
            list(definitions),
            list(used)
        ),
        Error::DuplicateDefinition(name) => {
            format!("Duplicate AttributeName in AttributeDefinitions: {name}")
        }
        Error::DuplicateIndexName(index) => format!("Duplicate index name: {index}"),
        Error::LocalIndexWithoutSortKey(index) => {
            format!("Index KeySchema does not have a range key for index: {index}")
        }
        Error::LocalIndexOtherHash { index, index_hash, table_hash } => format!(
            "Index KeySchema does not have the same leading hash key as table KeySchema for index: \
             {index}. index hash key: {index_hash}, table hash key: {table_hash}"
        ),
        Error::AttributesNotAllowed(kind) => format!(
            "ProjectionType is {}, but NonKeyAttributes is specified",
            projection_name(*kind)
        ),
        other => plain(other).to_owned(),
    }
}

fn plain(error: &Error) -> &'static str {
    match error {
        Error::ThroughputMissing => {
            "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is \
             PROVISIONED"
        }
        Error::ThroughputNotAllowed => {
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is \
             PAY_PER_REQUEST"
        }
        Error::DefinitionCount => {
            "Number of attributes in KeySchema does not exactly match number of attributes defined \
             in AttributeDefinitions"
        }
        Error::NoLocalIndexes => "List of LocalSecondaryIndexes is empty",
        Error::NoGlobalIndexes => "List of GlobalSecondaryIndexes is empty",
        Error::TooManyLocalIndexes => {
            "Number of LocalSecondaryIndexes exceeds per-table limit of 5"
        }
        Error::TooManyGlobalIndexes => {
            "GlobalSecondaryIndex count exceeds the per-table limit of 20"
        }
        Error::LocalIndexNeedsSortKey => {
            "Table KeySchema does not have a range key, which is required when specifying a \
             LocalSecondaryIndex"
        }
        Error::ProjectionMissing(_) => "Unknown ProjectionType: null",
        Error::AttributesMissing => {
            "ProjectionType is INCLUDE, but NonKeyAttributes is not specified"
        }
        Error::TooManyProjectedAttributes => {
            "Number of projected attributes in all indexes exceeds per-table limit of 100"
        }
        _ => "The table cannot be created",
    }
}

/// AWS's wording is not known for indexes of several key attributes; these name what they must.
fn index_keys(index: &IndexName, error: IndexKeysError) -> String {
    let detail = match error {
        IndexKeysError::Empty => "There is no key element",
        IndexKeysError::FirstNotHash => "The first KeySchemaElement is not a HASH key type",
        IndexKeysError::HashBehindRange => {
            "All HASH key elements must precede the RANGE key elements"
        }
        IndexKeysError::SameName => "Two key elements have the same name",
        IndexKeysError::TooManyHash => "Too many HASH key elements",
        IndexKeysError::TooManyRange => "Too many RANGE key elements",
    };
    format!("Invalid KeySchema for index {index}: {detail}")
}

fn projection_name(kind: ProjectionKind) -> &'static str {
    match kind {
        ProjectionKind::All => "ALL",
        ProjectionKind::KeysOnly => "KEYS_ONLY",
        ProjectionKind::Include => "INCLUDE",
    }
}

fn list(names: &[AttributeName]) -> String {
    let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
    format!("[{}]", names.join(", "))
}
