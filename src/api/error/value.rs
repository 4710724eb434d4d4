//! What can be wrong with an attribute value, and with the value of a key attribute.
//!
//! Owns one sentence for each. Refuses to know where the value stood: the caller wraps the sentence
//! if it has to.

use super::{ApiError, Rule, unconfirmed};
use crate::model::key::KeyRole;
use crate::model::{AttributeName, IndexName, KeyError, NumberError, ScalarType, ValueType};

/// Why JSON of the right types is no attribute value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueError {
    /// No type tag.
    NoType,
    /// Two type tags or more.
    ManyTypes,
    /// `{"NULL": false}`.
    FalseNull,
    /// A set without an element.
    EmptySet(ValueType),
    /// A `null` among the elements of a set.
    NullInSet(ValueType),
    /// Equal elements in a set, with all elements as they were written.
    Duplicates(ValueType, Vec<String>),
    /// A text that is no number.
    Number(NumberError, String),
    /// An attribute without a name.
    EmptyName,
    /// An attribute name over 65,535 bytes.
    NameTooLong,
    /// Lists and maps nested deeper than 32 levels.
    TooDeep,
}

const INVALID: &str = "One or more parameter values were invalid: ";

impl ValueError {
    /// AWS's sentence.
    pub fn sentence(&self) -> String {
        match self {
            ValueError::NoType => "Supplied AttributeValue is empty, \
                must contain exactly one of the supported datatypes"
                .to_owned(),
            ValueError::ManyTypes => "Supplied AttributeValue has more than one datatypes set, \
                must contain exactly one of the supported datatypes"
                .to_owned(),
            ValueError::FalseNull => {
                format!("{INVALID}Null attribute value types must have the value of true")
            }
            ValueError::EmptySet(kind) => format!("{INVALID}{}", empty_set(*kind)),
            ValueError::NullInSet(kind) => {
                unconfirmed::naming(unconfirmed::NULL_IN_SET, set_noun(*kind))
            }
            ValueError::Duplicates(kind, elements) => duplicates(*kind, elements),
            ValueError::Number(error, text) => number_sentence(*error, text),
            ValueError::EmptyName => format!("{INVALID}Empty attribute name"),
            ValueError::NameTooLong => {
                format!("{INVALID}Attribute name is too large, must be less than 65536 bytes")
            }
            ValueError::TooDeep => "Nesting Levels have exceeded supported limits: \
                Attributes in the item have nested levels beyond supported limit"
                .to_owned(),
        }
    }

    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        match self {
            ValueError::NoType => Rule::ValueHasType,
            ValueError::ManyTypes => Rule::ValueHasOneType,
            ValueError::FalseNull => Rule::NullIsTrue,
            ValueError::EmptySet(_) => Rule::SetNotEmpty,
            ValueError::NullInSet(_) => Rule::SetWithoutNull,
            ValueError::Duplicates(..) => Rule::SetWithoutDuplicates,
            ValueError::Number(error, _) => number_rule(*error),
            ValueError::EmptyName => Rule::AttributeNameNotEmpty,
            ValueError::NameTooLong => Rule::AttributeNameLength,
            ValueError::TooDeep => Rule::NestingDepth,
        }
    }

    fn enveloped(&self) -> bool {
        let sets = matches!(self, ValueError::EmptySet(_) | ValueError::Duplicates(..));
        sets || *self == ValueError::FalseNull
    }
}

impl From<ValueError> for ApiError {
    fn from(error: ValueError) -> Self {
        let answer = ApiError::validation(error.rule(), error.sentence());
        if error.enveloped() { answer.enveloped_since_2026() } else { answer }
    }
}

/// The two spaces are AWS's.
fn empty_set(kind: ValueType) -> &'static str {
    match kind {
        ValueType::Ns => "An number set  may not be empty",
        ValueType::Bs => "Binary sets should not be empty",
        _ => "An string set  may not be empty",
    }
}

fn set_noun(kind: ValueType) -> &'static str {
    match kind {
        ValueType::Ns => "An number set ",
        ValueType::Bs => "Binary sets",
        _ => "An string set ",
    }
}

fn duplicates(kind: ValueType, elements: &[String]) -> String {
    let list = elements.join(", ");
    match kind {
        ValueType::Ns => "Input collection contains duplicates".to_owned(),
        ValueType::Bs => {
            format!("{INVALID}Input collection [{list}]of type BS contains duplicates.")
        }
        _ => format!("{INVALID}Input collection [{list}] contains duplicates."),
    }
}

/// The rule that a text, or the result of an update, breaks as a number.
pub fn number_rule(error: NumberError) -> Rule {
    match error {
        NumberError::Empty | NumberError::NotANumber => Rule::NumberSyntax,
        NumberError::Overflow => Rule::NumberOverflow,
        NumberError::Underflow => Rule::NumberUnderflow,
        NumberError::TooManyDigits => Rule::NumberDigits,
    }
}

/// Why a text is no number, or a result cannot be kept.
pub fn number_sentence(error: NumberError, text: &str) -> String {
    const CANNOT: &str = "The parameter cannot be converted to a numeric value";
    match error {
        NumberError::Empty => CANNOT.to_owned(),
        NumberError::NotANumber => format!("{CANNOT}: {text}"),
        NumberError::Overflow => "Number overflow. \
            Attempting to store a number with magnitude larger than supported range"
            .to_owned(),
        NumberError::Underflow => "Number underflow. \
            Attempting to store a number with magnitude smaller than supported range"
            .to_owned(),
        NumberError::TooManyDigits => {
            "Attempting to store more than 38 significant digits in a Number".to_owned()
        }
    }
}

/// What is wrong with a key attribute's value in an item, a key map or a key condition.
pub fn key_error(attribute: &AttributeName, error: &KeyError) -> ApiError {
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
                empty_noun(*kind)
            ),
        ),
        KeyError::TooLong(role) => ApiError::invalid_parameter(Rule::KeyLength, too_long(*role)),
    };
    broken.naming(attribute)
}

/// A key attribute of an index. The service has no sentence for a missing one: the item is then
/// simply not in the index.
pub fn index_key_error(index: &IndexName, attribute: &AttributeName, error: &KeyError) -> ApiError {
    let broken = match error {
        KeyError::Missing => key_error(attribute, error),
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
                empty_noun(*kind)
            ),
        ),
        KeyError::TooLong(role) => {
            ApiError::invalid_parameter(Rule::IndexKeyLength, too_long(*role))
        }
    };
    broken.naming(attribute)
}

/// How sentences about empty values call a type.
pub fn empty_noun(kind: ScalarType) -> &'static str {
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
