//! Why a table cannot be created, as data.
//!
//! Owns no sentence: each variant quotes the service's, which the wire builds. `OMPV` stands for
//! `One or more parameter values were invalid: `. All are ValidationException.

use crate::engine::types::ProjectionKind;
use crate::model::{AttributeName, IndexName};

/// Why a table cannot be created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CreateTableError {
    /// OMPV`ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is
    /// PROVISIONED`
    ThroughputMissing,
    /// A global index of a provisioned table without throughput. OMPV`ProvisionedThroughput is not
    /// specified for index: g`
    IndexThroughputMissing(IndexName),
    /// OMPV`Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is
    /// PAY_PER_REQUEST`
    ThroughputNotAllowed,
    /// OMPV`ProvisionedThroughput should not be specified for index: g when BillingMode is
    /// PAY_PER_REQUEST`
    IndexThroughputNotAllowed(IndexName),
    /// `1 validation error detected: Value '0' at 'provisionedThroughput.readCapacityUnits' failed
    /// to satisfy constraint: Member must have value greater than or equal to 1` (the wire catches
    /// it first)
    ThroughputTooLow,
    /// `1 validation error detected: Value '[…]' at 'keySchema' failed to satisfy constraint:
    /// Member must have length less than or equal to 2` (or greater than or equal to 1)
    KeyCount(usize),
    /// `Invalid KeySchema: The first KeySchemaElement is not a HASH key type`
    FirstNotHash,
    /// `Invalid KeySchema: The second KeySchemaElement is not a RANGE key type`
    SecondNotRange,
    /// `Both the Hash Key and the Range Key element in the KeySchema have the same name`
    SameName,
    /// OMPV`Some index key attributes are not defined in AttributeDefinitions. Keys: [..],
    /// AttributeDefinitions: [..]`
    KeysUndefined {
        /// The key attributes.
        keys: Vec<AttributeName>,
        /// The attributes that are defined.
        definitions: Vec<AttributeName>,
    },
    /// More keys than definitions: `Invalid KeySchema: Some index key attribute have no definition`
    FewerDefinitionsThanKeys,
    /// No indexes: OMPV`Number of attributes in KeySchema does not exactly match number of
    /// attributes defined in AttributeDefinitions`
    DefinitionCount,
    /// With indexes: OMPV`Some AttributeDefinitions are not used. AttributeDefinitions: [..], keys
    /// used: [..]`
    DefinitionsUnused {
        /// The attributes that are defined.
        definitions: Vec<AttributeName>,
        /// The attributes that keys use.
        used: Vec<AttributeName>,
    },
    /// `Attribute Name is duplicated: pk`
    DuplicateDefinition(AttributeName),
    /// OMPV`List of LocalSecondaryIndexes is empty`
    NoLocalIndexes,
    /// OMPV`List of GlobalSecondaryIndexes is empty`
    NoGlobalIndexes,
    /// OMPV`Number of LocalSecondaryIndexes exceeds per-table limit of 5`
    TooManyLocalIndexes,
    /// OMPV`GlobalSecondaryIndex count exceeds the per-table limit of 20`
    TooManyGlobalIndexes,
    /// OMPV`Duplicate index name: x`
    DuplicateIndexName(IndexName),
    /// OMPV`Table KeySchema does not have a range key, which is required when specifying a
    /// LocalSecondaryIndex`
    LocalIndexNeedsSortKey,
    /// OMPV`Index KeySchema does not have a range key for index: l`
    LocalIndexWithoutSortKey(IndexName),
    /// OMPV`Index KeySchema does not have the same leading hash key as table KeySchema for index:
    /// l. index hash key: a, table hash key: pk`
    LocalIndexOtherHash {
        /// The index.
        index: IndexName,
        /// Its partition key attribute.
        index_hash: AttributeName,
        /// The table's.
        table_hash: AttributeName,
    },
    /// A key schema of an index with wrong roles.
    IndexKeys(IndexName, IndexKeysError),
    /// OMPV`Unknown ProjectionType: null`
    ProjectionMissing(IndexName),
    /// OMPV`ProjectionType is ALL, but NonKeyAttributes is specified` (or KEYS_ONLY)
    AttributesNotAllowed(ProjectionKind),
    /// OMPV`ProjectionType is INCLUDE, but NonKeyAttributes is not specified`
    AttributesMissing,
    /// OMPV`Duplicate element in NonKeyAttributes: x`
    AttributeTwice(AttributeName),
    /// Over 100 projected attributes in all indexes. (Wording unconfirmed.)
    TooManyProjectedAttributes,
}

/// What is wrong with the key elements of an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexKeysError {
    /// There is no key element.
    Empty,
    /// `Invalid KeySchema: The first KeySchemaElement is not a HASH key type`
    FirstNotHash,
    /// OMPV`All HASH key attributes must precede RANGE key attributes in the KeySchema`
    HashBehindRange,
    /// `Both the Hash Key and the Range Key element in the KeySchema have the same name`, whatever
    /// the roles of the two elements.
    SameName,
    /// Over four: OMPV`The KeySchema exceeds the maximum allowed number of HASH key attributes`
    TooManyHash,
    /// The same with RANGE (local index: over one element of either role).
    TooManyRange,
}
