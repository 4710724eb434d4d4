//! What can be wrong with an attribute value, and the sentence for each.
//!
//! Refuses to know where the value stood: the caller wraps the sentence if it has to.

use super::{ApiError, Rule};
use crate::model::{NumberError, ValueType};

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
                format!("{INVALID}{} may not have a null as a member", set_noun(*kind))
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
