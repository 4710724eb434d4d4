//! Why a table cannot be created, in AWS's words.

use super::{ApiError, Parameter, Rule, list, unconfirmed};
use crate::engine::{CreateTableError, IndexKeysError, ProjectionKind};

const FIRST_NOT_HASH: &str = "Invalid KeySchema: The first KeySchemaElement is not a HASH key type";

impl From<CreateTableError> for ApiError {
    fn from(error: CreateTableError) -> Self {
        use CreateTableError as Error;
        let bare = |rule, sentence: &str| Self::validation(rule, sentence);
        let behind = |rule, detail: &str| Self::invalid_parameter(rule, detail);
        match error {
            // These two constraints are found on the wire before a request gets as far as here.
            Error::ThroughputTooLow => bare(
                Rule::Minimum,
                "1 validation error detected: Value '0' at \
                 'provisionedThroughput.readCapacityUnits' failed to satisfy constraint: Member \
                 must have value greater than or equal to 1",
            )
            .about(Parameter::ProvisionedThroughput),
            Error::KeyCount(count) => key_count(count).about(Parameter::KeySchema),
            Error::FirstNotHash => {
                bare(Rule::KeySchemaOrder, FIRST_NOT_HASH).about(Parameter::KeySchema)
            }
            Error::SecondNotRange => bare(
                Rule::KeySchemaOrder,
                "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type",
            )
            .about(Parameter::KeySchema),
            Error::SameName => bare(
                Rule::KeySchemaDistinct,
                "Both the Hash Key and the Range Key element in the KeySchema have the same name",
            )
            .about(Parameter::KeySchema),
            Error::FewerDefinitionsThanKeys => bare(
                Rule::KeysDefined,
                "Invalid KeySchema: Some index key attribute have no definition",
            )
            .about(Parameter::AttributeDefinitions),
            Error::KeysUndefined { keys, definitions } => Self::invalid_parameter(
                Rule::KeysDefined,
                format_args!(
                    "Some index key attributes are not defined in AttributeDefinitions. Keys: {}, \
                     AttributeDefinitions: {}",
                    list(&keys),
                    list(&definitions)
                ),
            )
            .about(Parameter::AttributeDefinitions),
            Error::DefinitionCount => behind(
                Rule::DefinitionsUsed,
                "Number of attributes in KeySchema does not exactly match number of attributes \
                 defined in AttributeDefinitions",
            )
            .about(Parameter::AttributeDefinitions),
            Error::DefinitionsUnused { definitions, used } => Self::invalid_parameter(
                Rule::DefinitionsUsed,
                format_args!(
                    "Some AttributeDefinitions are not used. AttributeDefinitions: {}, keys used: \
                     {}",
                    list(&definitions),
                    list(&used)
                ),
            )
            .about(Parameter::AttributeDefinitions),
            Error::DuplicateDefinition(name) => Self::validation(
                Rule::DefinitionOnce,
                format!("Attribute Name is duplicated: {name}"),
            )
            .about(Parameter::AttributeDefinitions)
            .naming(name),
            Error::IndexKeys(index, error) => index_keys(error).naming(index),
            Error::NoLocalIndexes => {
                behind(Rule::IndexListNotEmpty, "List of LocalSecondaryIndexes is empty")
                    .about(Parameter::LocalSecondaryIndexes)
            }
            Error::NoGlobalIndexes => {
                behind(Rule::IndexListNotEmpty, "List of GlobalSecondaryIndexes is empty")
                    .about(Parameter::GlobalSecondaryIndexes)
            }
            Error::TooManyLocalIndexes => behind(
                Rule::LocalIndexCount,
                "Number of LocalSecondaryIndexes exceeds per-table limit of 5",
            )
            .about(Parameter::LocalSecondaryIndexes),
            Error::TooManyGlobalIndexes => behind(
                Rule::GlobalIndexCount,
                "GlobalSecondaryIndex count exceeds the per-table limit of 20",
            )
            .about(Parameter::GlobalSecondaryIndexes),
            Error::DuplicateIndexName(index) => Self::invalid_parameter(
                Rule::IndexNameOnce,
                format_args!("Duplicate index name: {index}"),
            )
            .naming(index),
            Error::LocalIndexNeedsSortKey => behind(
                Rule::LocalIndexSortKey,
                "Table KeySchema does not have a range key, which is required when specifying a \
                 LocalSecondaryIndex",
            )
            .about(Parameter::KeySchema),
            Error::LocalIndexWithoutSortKey(index) => Self::invalid_parameter(
                Rule::LocalIndexSortKey,
                format_args!("Index KeySchema does not have a range key for index: {index}"),
            )
            .about(Parameter::LocalSecondaryIndexes)
            .naming(index),
            Error::LocalIndexOtherHash { index, index_hash, table_hash } => Self::invalid_parameter(
                Rule::LocalIndexPartitionKey,
                format_args!(
                    "Index KeySchema does not have the same leading hash key as table KeySchema \
                     for index: {index}. index hash key: {index_hash}, table hash key: {table_hash}"
                ),
            )
            .about(Parameter::LocalSecondaryIndexes)
            .naming(index),
            Error::ProjectionMissing(index) => {
                behind(Rule::ProjectionType, "Unknown ProjectionType: null").naming(index)
            }
            Error::AttributesMissing => behind(
                Rule::ProjectionAttributes,
                "ProjectionType is INCLUDE, but NonKeyAttributes is not specified",
            ),
            Error::AttributesNotAllowed(kind) => Self::invalid_parameter(
                Rule::ProjectionAttributes,
                format_args!(
                    "ProjectionType is {}, but NonKeyAttributes is specified",
                    projection_name(kind)
                ),
            ),
            Error::AttributeTwice(name) => Self::invalid_parameter(
                Rule::ProjectionAttributeOnce,
                format_args!("Duplicate element in NonKeyAttributes: {name}"),
            )
            .naming(name),
            Error::TooManyProjectedAttributes => {
                bare(Rule::ProjectionAttributeCount, unconfirmed::PROJECTED_ATTRIBUTES)
            }
            Error::ThroughputMissing => behind(
                Rule::ThroughputRequired,
                "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode \
                 is PROVISIONED",
            )
            .about(Parameter::ProvisionedThroughput),
            Error::IndexThroughputMissing(index) => Self::invalid_parameter(
                Rule::ThroughputRequired,
                format_args!("ProvisionedThroughput is not specified for index: {index}"),
            )
            .about(Parameter::GlobalSecondaryIndexes)
            .naming(index),
            Error::ThroughputNotAllowed => behind(
                Rule::ThroughputOnDemand,
                "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode \
                 is PAY_PER_REQUEST",
            )
            .about(Parameter::ProvisionedThroughput),
            Error::IndexThroughputNotAllowed(index) => Self::invalid_parameter(
                Rule::ThroughputOnDemand,
                format_args!(
                    "ProvisionedThroughput should not be specified for index: {index} when \
                     BillingMode is PAY_PER_REQUEST"
                ),
            )
            .about(Parameter::GlobalSecondaryIndexes)
            .naming(index),
        }
    }
}

fn key_count(count: usize) -> ApiError {
    let (rule, bound) = if count == 0 {
        (Rule::MinimumLength, "greater than or equal to 1")
    } else {
        (Rule::MaximumLength, "less than or equal to 2")
    };
    ApiError::validation(
        rule,
        format!(
            "1 validation error detected: Value '[{count} elements]' at 'keySchema' failed to \
             satisfy constraint: Member must have length {bound}"
        ),
    )
}

fn index_keys(error: IndexKeysError) -> ApiError {
    let behind = |rule, detail: &str| ApiError::invalid_parameter(rule, detail);
    match error {
        IndexKeysError::Empty | IndexKeysError::FirstNotHash => {
            ApiError::validation(Rule::KeySchemaOrder, FIRST_NOT_HASH)
        }
        IndexKeysError::HashBehindRange => behind(
            Rule::KeySchemaOrder,
            "All HASH key attributes must precede RANGE key attributes in the KeySchema",
        ),
        IndexKeysError::SameName => ApiError::validation(
            Rule::KeySchemaDistinct,
            "Both the Hash Key and the Range Key element in the KeySchema have the same name",
        ),
        IndexKeysError::TooManyHash => behind(
            Rule::IndexKeyCount,
            "The KeySchema exceeds the maximum allowed number of HASH key attributes",
        ),
        IndexKeysError::TooManyRange => behind(
            Rule::IndexKeyCount,
            "The KeySchema exceeds the maximum allowed number of RANGE key attributes",
        ),
    }
}

fn projection_name(kind: ProjectionKind) -> &'static str {
    match kind {
        ProjectionKind::All => "ALL",
        ProjectionKind::KeysOnly => "KEYS_ONLY",
        ProjectionKind::Include => "INCLUDE",
    }
}
