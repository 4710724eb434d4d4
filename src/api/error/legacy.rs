//! Why legacy parameters are refused, in AWS's words.
//!
//! Owns one sentence for each reason. Refuses to know which parameter it was.

use super::{ApiError, invalid_parameter};
use crate::expression::LegacyError;

use LegacyError as Error;

impl From<LegacyError> for ApiError {
    fn from(error: LegacyError) -> Self {
        ApiError::validation(sentence(&error)).enveloped_since_2026()
    }
}

fn sentence(error: &LegacyError) -> String {
    match error {
        Error::WithExpressions { legacy, expressions } => format!(
            "Can not use both expression and non-expression parameters in the same request: \
             Non-expression parameters: {{{}}} Expression parameters: {{{}}}",
            legacy.join(", "),
            expressions.join(", ")
        ),
        Error::NothingToJoin => NOTHING_TO_JOIN.to_owned(),
        Error::OneToJoin => ONE_TO_JOIN.to_owned(),
        Error::BoundsReversed => BOUNDS_REVERSED.to_owned(),
        other => invalid_parameter(detail(other)),
    }
}

const NOTHING_TO_JOIN: &str = "ConditionalOperator cannot be used without Filter or Expected";
const ONE_TO_JOIN: &str =
    "ConditionalOperator can only be used when Filter or Expected has two or more elements";
const BOUNDS_REVERSED: &str = "The BETWEEN condition was provided a range where the lower bound is \
    greater than the upper bound";

/// What stands behind "One or more parameter values were invalid".
fn detail(error: &LegacyError) -> String {
    match error {
        Error::DuplicateName(name) => format!("Duplicate value in attribute name: {name}"),
        Error::ArgumentCount(operator) => {
            format!("Invalid number of argument(s) for the {} ComparisonOperator", operator.name())
        }
        Error::MixedTypes => {
            "AttributeValues inside AttributeValueList must be of same type".to_owned()
        }
        Error::OperandType(operator, kind) => format!(
            "ComparisonOperator {} is not valid for {kind} AttributeValue type",
            operator.name()
        ),
        Error::ValueAndList(name) => together("Value and AttributeValueList", name),
        Error::ExistsAndOperator(name) => together("Exists and ComparisonOperator", name),
        Error::OperatorAlone(operator, name) => format!(
            "Value or AttributeValueList must be used with ComparisonOperator: {} for Attribute: \
             {name}",
            operator.name()
        ),
        Error::ListAlone(name) => format!(
            "AttributeValueList can only be used with a ComparisonOperator for Attribute: {name}"
        ),
        Error::ValueMissing { exists, name } => format!(
            "Value must be provided when Exists is {} for Attribute: {name}",
            if *exists { "true" } else { "null" }
        ),
        Error::ValueOfNothing(name) => {
            format!("Value cannot be used when Exists is false for Attribute: {name}")
        }
        Error::DeleteType(kind) => {
            format!("DELETE action with value is not supported for the type {kind}")
        }
        Error::AddType(kind) => format!("ADD action is not supported for the type {kind}"),
        _ => "Only DELETE action is allowed when no attribute value is specified".to_owned(),
    }
}

fn together(two: &str, name: &str) -> String {
    format!("{two} cannot be used together for Attribute: {name}")
}
