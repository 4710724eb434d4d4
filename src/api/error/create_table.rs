//! Why a table cannot be created, in AWS's words.

use super::{ApiError, list};
use crate::engine::ops::create_table::ProjectionKind;
use crate::engine::{CreateTableError, IndexKeysError};

use CreateTableError as Error;

impl From<CreateTableError> for ApiError {
    fn from(error: CreateTableError) -> Self {
        match wording(&error) {
            Wording::Bare(sentence) => ApiError::validation(sentence),
            Wording::Behind(detail) => ApiError::invalid_parameter(detail),
        }
    }
}

enum Wording {
    /// The whole sentence.
    Bare(String),
    /// What stands behind "One or more parameter values were invalid".
    Behind(String),
}

fn wording(error: &Error) -> Wording {
    let behind = |detail: &str| Wording::Behind(detail.to_owned());
    let bare = |sentence: &str| Wording::Bare(sentence.to_owned());
    match error {
        Error::ThroughputTooLow => bare(THROUGHPUT_TOO_LOW),
        Error::KeyCount(count) => Wording::Bare(key_count(*count)),
        Error::FirstNotHash => bare(FIRST_NOT_HASH),
        Error::SecondNotRange => bare(SECOND_NOT_RANGE),
        Error::SameName => bare(SAME_NAME),
        Error::FewerDefinitionsThanKeys => bare(FEWER_DEFINITIONS),
        Error::IndexKeys(_, error) => index_keys(*error),
        Error::ThroughputMissing => behind(THROUGHPUT_MISSING),
        Error::ThroughputNotAllowed => behind(THROUGHPUT_NOT_ALLOWED),
        Error::DefinitionCount => behind(DEFINITION_COUNT),
        Error::NoLocalIndexes => behind("List of LocalSecondaryIndexes is empty"),
        Error::NoGlobalIndexes => behind("List of GlobalSecondaryIndexes is empty"),
        Error::TooManyLocalIndexes => behind(TOO_MANY_LOCAL),
        Error::TooManyGlobalIndexes => behind(TOO_MANY_GLOBAL),
        Error::LocalIndexNeedsSortKey => behind(LOCAL_NEEDS_SORT_KEY),
        Error::ProjectionMissing(_) => behind("Unknown ProjectionType: null"),
        Error::AttributesMissing => behind(ATTRIBUTES_MISSING),
        Error::TooManyProjectedAttributes => behind(TOO_MANY_PROJECTED),
        Error::IndexThroughputMissing(index) => {
            Wording::Behind(format!("ProvisionedThroughput is not specified for index: {index}"))
        }
        Error::IndexThroughputNotAllowed(index) => Wording::Behind(format!(
            "ProvisionedThroughput should not be specified for index: {index} when BillingMode is \
             PAY_PER_REQUEST"
        )),
        Error::KeysUndefined { keys, definitions } => Wording::Behind(format!(
            "Some index key attributes are not defined in AttributeDefinitions. Keys: {}, \
             AttributeDefinitions: {}",
            list(keys),
            list(definitions)
        )),
        Error::DefinitionsUnused { definitions, used } => Wording::Behind(format!(
            "Some AttributeDefinitions are not used. AttributeDefinitions: {}, keys used: {}",
            list(definitions),
            list(used)
        )),
        Error::DuplicateDefinition(name) => {
            Wording::Bare(format!("Attribute Name is duplicated: {name}"))
        }
        Error::AttributeTwice(name) => {
            Wording::Behind(format!("Duplicate element in NonKeyAttributes: {name}"))
        }
        Error::DuplicateIndexName(index) => {
            Wording::Behind(format!("Duplicate index name: {index}"))
        }
        Error::LocalIndexWithoutSortKey(index) => {
            Wording::Behind(format!("Index KeySchema does not have a range key for index: {index}"))
        }
        Error::LocalIndexOtherHash { index, index_hash, table_hash } => Wording::Behind(format!(
            "Index KeySchema does not have the same leading hash key as table KeySchema for index: \
             {index}. index hash key: {index_hash}, table hash key: {table_hash}"
        )),
        Error::AttributesNotAllowed(kind) => Wording::Behind(format!(
            "ProjectionType is {}, but NonKeyAttributes is specified",
            projection_name(*kind)
        )),
    }
}

const THROUGHPUT_TOO_LOW: &str = "1 validation error detected: Value '0' at \
    'provisionedThroughput.readCapacityUnits' failed to satisfy constraint: Member must have value \
    greater than or equal to 1";
const FIRST_NOT_HASH: &str = "Invalid KeySchema: The first KeySchemaElement is not a HASH key type";
const SECOND_NOT_RANGE: &str =
    "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type";
const SAME_NAME: &str =
    "Both the Hash Key and the Range Key element in the KeySchema have the same name";
const FEWER_DEFINITIONS: &str = "Invalid KeySchema: Some index key attribute have no definition";
const THROUGHPUT_MISSING: &str = "ReadCapacityUnits and WriteCapacityUnits must both be specified \
    when BillingMode is PROVISIONED";
const THROUGHPUT_NOT_ALLOWED: &str = "Neither ReadCapacityUnits nor WriteCapacityUnits can be \
    specified when BillingMode is PAY_PER_REQUEST";
const DEFINITION_COUNT: &str = "Number of attributes in KeySchema does not exactly match number of \
    attributes defined in AttributeDefinitions";
const TOO_MANY_LOCAL: &str = "Number of LocalSecondaryIndexes exceeds per-table limit of 5";
const TOO_MANY_GLOBAL: &str = "GlobalSecondaryIndex count exceeds the per-table limit of 20";
const LOCAL_NEEDS_SORT_KEY: &str = "Table KeySchema does not have a range key, which is required \
    when specifying a LocalSecondaryIndex";
const ATTRIBUTES_MISSING: &str = "ProjectionType is INCLUDE, but NonKeyAttributes is not specified";
/// AWS's wording is not known.
const TOO_MANY_PROJECTED: &str =
    "Number of projected attributes in all indexes exceeds per-table limit of 100";

fn key_count(count: usize) -> String {
    let bound = if count == 0 { "greater than or equal to 1" } else { "less than or equal to 2" };
    format!(
        "1 validation error detected: Value '[{count} elements]' at 'keySchema' failed to satisfy \
         constraint: Member must have length {bound}"
    )
}

fn index_keys(error: IndexKeysError) -> Wording {
    let behind = |detail: &str| Wording::Behind(detail.to_owned());
    match error {
        IndexKeysError::Empty | IndexKeysError::FirstNotHash => {
            Wording::Bare(FIRST_NOT_HASH.to_owned())
        }
        IndexKeysError::HashBehindRange => {
            behind("All HASH key attributes must precede RANGE key attributes in the KeySchema")
        }
        IndexKeysError::SameName => Wording::Bare(
            "The KeySchema contains multiple key attributes with the same name".to_owned(),
        ),
        IndexKeysError::TooManyHash => {
            behind("The KeySchema exceeds the maximum allowed number of HASH key attributes")
        }
        IndexKeysError::TooManyRange => {
            behind("The KeySchema exceeds the maximum allowed number of RANGE key attributes")
        }
    }
}

fn projection_name(kind: ProjectionKind) -> &'static str {
    match kind {
        ProjectionKind::All => "ALL",
        ProjectionKind::KeysOnly => "KEYS_ONLY",
        ProjectionKind::Include => "INCLUDE",
    }
}
