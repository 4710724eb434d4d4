//! Why legacy parameters are refused, in AWS's words.
//!
//! Owns one sentence for each reason. Refuses to know which parameter it was.

use super::{ApiError, Rule};
use crate::expression::LegacyError;

impl From<LegacyError> for ApiError {
    fn from(error: LegacyError) -> Self {
        wording(&error).enveloped_since_2026()
    }
}

fn wording(error: &LegacyError) -> ApiError {
    use LegacyError as Error;
    let bare = |rule, sentence: String| ApiError::validation(rule, sentence);
    let behind = |rule, detail: String| ApiError::invalid_parameter(rule, detail);
    match error {
        Error::WithExpressions { legacy, expressions } => bare(
            Rule::LegacyWithExpressions,
            format!(
                "Can not use both expression and non-expression parameters in the same request: \
                 Non-expression parameters: {{{}}} Expression parameters: {{{}}}",
                legacy.join(", "),
                expressions.join(", ")
            ),
        ),
        Error::NothingToJoin => bare(
            Rule::LegacyOperatorJoins,
            "ConditionalOperator cannot be used without Filter or Expected".to_owned(),
        ),
        Error::OneToJoin => bare(
            Rule::LegacyOperatorJoins,
            "ConditionalOperator can only be used when Filter or Expected has two or more elements"
                .to_owned(),
        ),
        Error::BoundsReversed => bare(
            Rule::LegacyBetweenOrder,
            "The BETWEEN condition was provided a range where the lower bound is greater than the \
             upper bound"
                .to_owned(),
        ),
        Error::DuplicateName(name) => behind(
            Rule::LegacyNameOnce,
            format!("Duplicate value in attribute name: {name}"),
        )
        .naming(name),
        Error::ArgumentCount(operator) => behind(
            Rule::LegacyArgumentCount,
            format!(
                "Invalid number of argument(s) for the {} ComparisonOperator",
                operator.name()
            ),
        )
        .naming(operator.name()),
        Error::MixedTypes => behind(
            Rule::LegacySameTypes,
            "AttributeValues inside AttributeValueList must be of same type".to_owned(),
        ),
        Error::OperandType(operator, kind) => behind(
            Rule::LegacyOperandType,
            format!(
                "ComparisonOperator {} is not valid for {kind} AttributeValue type",
                operator.name()
            ),
        )
        .naming(operator.name()),
        Error::ValueAndList(name) => behind(
            Rule::LegacyValueOrList,
            together("Value and AttributeValueList", name),
        )
        .naming(name),
        Error::ExistsAndOperator(name) => behind(
            Rule::LegacyExistsOrOperator,
            together("Exists and ComparisonOperator", name),
        )
        .naming(name),
        Error::OperatorAlone(operator, name) => behind(
            Rule::LegacyOperatorNeedsValue,
            format!(
                "Value or AttributeValueList must be used with ComparisonOperator: {} for \
                 Attribute: {name}",
                operator.name()
            ),
        )
        .naming(name),
        Error::ListAlone(name) => behind(
            Rule::LegacyListNeedsOperator,
            format!(
                "AttributeValueList can only be used with a ComparisonOperator for Attribute: {name}"
            ),
        )
        .naming(name),
        Error::ValueMissing { exists, name } => behind(
            Rule::LegacyExistsNeedsValue,
            format!(
                "Value must be provided when Exists is {} for Attribute: {name}",
                if *exists { "true" } else { "null" }
            ),
        )
        .naming(name),
        Error::ValueOfNothing(name) => behind(
            Rule::LegacyMissingHasNoValue,
            format!("Value cannot be used when Exists is false for Attribute: {name}"),
        )
        .naming(name),
        Error::ActionWithoutValue => behind(
            Rule::LegacyActionNeedsValue,
            "Only DELETE action is allowed when no attribute value is specified".to_owned(),
        ),
        Error::DeleteType(kind) => behind(
            Rule::LegacyActionType,
            format!("DELETE action with value is not supported for the type {kind}"),
        ),
        Error::AddType(kind) => behind(
            Rule::LegacyActionType,
            format!("ADD action is not supported for the type {kind}"),
        ),
    }
}

fn together(two: &str, name: &str) -> String {
    format!("{two} cannot be used together for Attribute: {name}")
}
