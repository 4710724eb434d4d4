//! What can be wrong with the value of a key attribute, and the sentences.

use super::{ApiError, Rule};
use crate::model::key::KeyRole;
use crate::model::{AttributeName, IndexName, KeyError, ScalarType};

/// What is wrong with a key attribute's value in an item, a key map or a key condition.
pub fn of_table(attribute: &AttributeName, error: &KeyError) -> ApiError {
    let broken = match error {
        KeyError::Missing => ApiError::invalid_parameter(
            Rule::KeyPresent,
            format_args!("Missing the key {attribute} in the item"),
        ),
        KeyError::WrongType { expected, actual } => ApiError::invalid_parameter(
            Rule::KeyType,
            format_args!(
                "Type mismatch for key {attribute} expected: {} actual: {actual}",
                expected.value_type()
            ),
        ),
        KeyError::Empty(kind) => ApiError::validation(
            Rule::KeyNotEmpty,
            format!(
                "One or more parameter values are not valid. The AttributeValue for a key \
                 attribute cannot contain an empty {} value. Key: {attribute}",
                noun(*kind)
            ),
        ),
        KeyError::TooLong(role) => ApiError::invalid_parameter(Rule::KeyLength, too_long(*role)),
    };
    broken.naming(attribute)
}

/// A key attribute of an index. The service has no sentence for a missing one: the item is then
/// simply not in the index.
pub fn of_index(index: &IndexName, attribute: &AttributeName, error: &KeyError) -> ApiError {
    let broken = match error {
        KeyError::Missing => of_table(attribute, error),
        KeyError::WrongType { expected, actual } => ApiError::invalid_parameter(
            Rule::IndexKeyType,
            format_args!(
                "Type mismatch for Index Key {attribute} Expected: {} Actual: {actual} \
                 IndexName: {index}",
                expected.value_type()
            ),
        ),
        KeyError::Empty(kind) => ApiError::validation(
            Rule::IndexKeyNotEmpty,
            format!(
                "One or more parameter values are not valid. A value specified for a secondary \
                 index key is not supported. The AttributeValue for a key attribute cannot contain \
                 an empty {} value. IndexName: {index}, IndexKey: {attribute}",
                noun(*kind)
            ),
        ),
        KeyError::TooLong(role) => {
            ApiError::invalid_parameter(Rule::IndexKeyLength, too_long(*role))
        }
    };
    broken.naming(attribute)
}

/// How sentences about empty values call a type.
pub fn noun(kind: ScalarType) -> &'static str {
    if kind == ScalarType::B { "binary" } else { "string" }
}

/// "of2048" is AWS's spelling.
fn too_long(role: KeyRole) -> &'static str {
    match role {
        KeyRole::Partition => "Size of hashkey has exceeded the maximum size limit of2048 bytes",
        KeyRole::Sort => {
            "Aggregated size of all range keys has exceeded the size limit of 1024 bytes"
        }
    }
}
