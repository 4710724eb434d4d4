//! The sentences that errors of expressions become, and of the parameters that expressions have
//! replaced.
//!
//! Owns the service's wording, as its responses show it. Refuses to decide anything: every
//! sentence follows from one variant and its data.

use std::fmt::Display;

use super::value::{ValueError, key_error, number_rule, number_sentence};
use super::{ApiError, Parameter, Rule, unconfirmed};
use crate::api::json::blob;
use crate::expression::{
    ExpressionError, ExpressionKind, KeyConditionError, LegacyError, Path, Problem, UpdateError,
};
use crate::model::{AttributeName, NameError, Value, ValueType};

/// The order in which the service lists types when an operand could have any.
const ANY_TYPE: &str = "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}";
/// The order in which the service lists the types that `attribute_type` knows.
const TYPE_NAMES: &str = "{B,NULL,SS,BOOL,L,BS,N,NS,S,M}";
const NAMES: Parameter = Parameter::ExpressionAttributeNames;
const VALUES: Parameter = Parameter::ExpressionAttributeValues;

impl From<ExpressionError> for ApiError {
    fn from(error: ExpressionError) -> Self {
        Self::from(&error)
    }
}

/// An error that is found before any item is read.
impl From<&ExpressionError> for ApiError {
    fn from(error: &ExpressionError) -> Self {
        let answer = wording(error);
        if error.counted_on_writes() { answer.enveloped_since_2026() } else { answer }
    }
}

fn wording(error: &ExpressionError) -> ApiError {
    use ExpressionError as E;
    match error {
        E::EmptyNames => {
            ApiError::validation(Rule::NamesNotEmpty, format!("{NAMES} must not be empty"))
                .about(NAMES)
        }
        E::EmptyValues => {
            ApiError::validation(Rule::ValuesNotEmpty, format!("{VALUES} must not be empty"))
                .about(VALUES)
        }
        E::NameKeySyntax(key) => key_syntax(Rule::NamePlaceholderSyntax, NAMES, key),
        E::ValueKeySyntax(key) => key_syntax(Rule::ValuePlaceholderSyntax, VALUES, key),
        E::NameKeyTooLong(key) => {
            let bytes = key.len();
            key_too_long(NAMES, key, format!("{KEY_TOO_LONG}; size of key: {bytes}"))
        }
        E::ValueKeyTooLong(key) => key_too_long(VALUES, key, KEY_TOO_LONG.to_owned()),
        E::ValuesTooLarge => {
            ApiError::validation(Rule::ValuesSize, format!("{VALUES} exceeds max size"))
                .about(VALUES)
        }
        E::BadAttributeName { placeholder, error } => bad_attribute_name(placeholder, *error),
        E::NamesWithoutExpression => ApiError::validation(
            Rule::NamesNeedExpression,
            format!("{NAMES} can only be specified when using expressions"),
        )
        .about(NAMES),
        E::ValuesWithoutExpression(absent) => without_expression(absent),
        E::UnusedNames(keys) => unused(Rule::NamesUsed, NAMES, keys),
        E::UnusedValues(keys) => unused(Rule::ValuesUsed, VALUES, keys),
        E::Invalid { kind, problem } => invalid(*kind, problem),
        E::KeyCondition(error) => key_condition(error).about(Parameter::KeyConditionExpression),
    }
}

/// An error that an update meets in an item.
impl From<UpdateError> for ApiError {
    fn from(error: UpdateError) -> Self {
        let broken = |rule, sentence: &str| Self::validation(rule, sentence);
        let error = match error {
            UpdateError::MissingAttribute => broken(
                Rule::UpdateReadsExisting,
                "The provided expression refers to an attribute that does not exist in the item",
            ),
            UpdateError::WrongOperandType => broken(
                Rule::UpdateOperandType,
                "An operand in the update expression has an incorrect data type",
            ),
            // The same rule in `AttributeUpdates`.
            UpdateError::TypeMismatch => {
                broken(Rule::UpdateOperandType, "Type mismatch for attribute to update")
                    .about(Parameter::AttributeUpdates)
            }
            UpdateError::InvalidPath => broken(
                Rule::UpdatePathExists,
                "The document path provided in the update expression is invalid for update",
            ),
            UpdateError::Number(error) => {
                Self::validation(number_rule(error), number_sentence(error, ""))
            }
            UpdateError::TooDeep => {
                Self::validation(Rule::NestingDepth, ValueError::TooDeep.sentence())
            }
        };
        error.about(Parameter::UpdateExpression)
    }
}

fn key_syntax(rule: Rule, map: Parameter, key: &str) -> ApiError {
    let sentence = format!("{map} contains invalid key: Syntax error; key: \"{key}\"");
    ApiError::validation(rule, sentence).about(map).naming(key)
}

const KEY_TOO_LONG: &str = "The expression attribute map contains a key that is too long";

fn key_too_long(map: Parameter, key: &str, sentence: String) -> ApiError {
    ApiError::validation(Rule::PlaceholderLength, sentence).about(map).naming(key)
}

fn bad_attribute_name(placeholder: &str, error: NameError) -> ApiError {
    let reason = match error {
        NameError::TooShort => "Empty attribute name",
        _ => "Attribute name is too large, must be less than 65536 bytes",
    };
    let sentence = format!("{NAMES} contains invalid value: {reason} for key {placeholder}");
    let rule = Rule::PlaceholderNamesAttribute;
    ApiError::validation(rule, sentence).about(NAMES).naming(placeholder)
}

fn without_expression(absent: &[ExpressionKind]) -> ApiError {
    let names: Vec<&str> = absent.iter().map(|kind| kind.parameter()).collect();
    let verb = if names.len() == 1 { "is" } else { "are" };
    let names = names.join(" and ");
    let sentence =
        format!("{VALUES} can only be specified when using expressions: {names} {verb} null");
    ApiError::validation(Rule::ValuesNeedExpression, sentence).about(VALUES)
}

/// The error is about the first placeholder that nothing uses.
fn unused(rule: Rule, map: Parameter, keys: &[String]) -> ApiError {
    let sentence =
        format!("Value provided in {map} unused in expressions: keys: {{{}}}", keys.join(", "));
    let error = ApiError::validation(rule, sentence).about(map);
    match keys.first() {
        Some(key) => error.naming(key),
        None => error,
    }
}

/// What is wrong with one expression. One arm for each variant and none for the rest, so that a new
/// problem cannot go without its rule and sentence.
fn invalid(kind: ExpressionKind, problem: &Problem) -> ApiError {
    use Problem as P;
    let broken = |rule, text: String| {
        let sentence = format!("Invalid {kind}: {text}");
        ApiError::validation(rule, sentence).about(kind.into())
    };
    match problem {
        P::Empty => broken(Rule::ExpressionNotEmpty, "The expression can not be empty;".to_owned()),
        // Only conditions and filters are told how long they are.
        P::TooLong { bytes } => {
            let size = match kind {
                ExpressionKind::Condition | ExpressionKind::Filter => {
                    format!(" expression size: {bytes}")
                }
                _ => String::new(),
            };
            let text = format!("Expression size has exceeded the maximum allowed size;{size}");
            broken(Rule::ExpressionLength, text)
        }
        P::Syntax { token, near, span } => broken(
            Rule::ExpressionSyntax,
            format!("Syntax error; token: \"{token}\", near: \"{near}\""),
        )
        .naming(token)
        .at(span.clone()),
        P::TooDeep { limit } => broken(
            Rule::ExpressionDepth,
            format!("The expression has too many nesting levels; nesting levels: {}", limit + 1),
        ),
        P::TooManyOperators { count } => broken(
            Rule::OperatorCount,
            format!("The expression contains too many operators; operator count: {count}"),
        ),
        P::RedundantParentheses => broken(
            Rule::RedundantParentheses,
            "The expression has redundant parentheses;".to_owned(),
        ),
        P::UnknownFunction(name) => {
            broken(Rule::KnownFunction, format!("Invalid function name; function: {name}"))
                .naming(name)
        }
        P::MisusedFunction(name) => broken(
            Rule::FunctionPlace,
            format!(
                "The function is not allowed to be used this way in an expression; function: {name}"
            ),
        )
        .naming(name),
        P::FunctionNotAllowed(name) => {
            let place = if kind == ExpressionKind::Update { "an update" } else { "a condition" };
            let text =
                format!("The function is not allowed in {place} expression; function: {name}");
            broken(Rule::FunctionAllowed, text).naming(name)
        }
        P::ReservedWord(word) => broken(
            Rule::ReservedWord,
            format!("Attribute name is a reserved keyword; reserved keyword: {word}"),
        )
        .naming(word),
        P::UndefinedName(name) => {
            broken(Rule::NameDefined, undefined("name used in the document path", "name", name))
                .naming(name)
        }
        P::UndefinedValue(value) => {
            broken(Rule::ValueDefined, undefined("value used in expression", "value", value))
                .naming(value)
        }
        P::IndexOutOfRange(digits) => broken(
            Rule::ListIndex,
            format!("List index is not within the allowable range; index: [{digits}]"),
        )
        .naming(digits),
        P::PathTooDeep { levels } => broken(
            Rule::PathDepth,
            format!("The document path has too many nesting levels; nesting levels: {levels}"),
        ),
        P::OperandCount { function: "IN", count } => broken(
            Rule::InOperandCount,
            format!(
                "The IN operator is provided with too many operands; number of operands: {count}"
            ),
        ),
        P::OperandCount { function, count } => {
            broken(Rule::OperandCount, operands("number of operands", function, count))
                .naming(function)
        }
        P::OperandsNotDistinct { operator, operand } => {
            broken(Rule::OperandsDistinct, not_distinct(operator, operand)).naming(operator)
        }
        P::NeedsPath { function } => broken(
            Rule::PathOperand,
            format!(
                "Operator or function requires a document path; operator or function: {function}"
            ),
        )
        .naming(function),
        P::OperandType { function, actual } => broken(
            Rule::OperandType,
            operands("operand type", function, actual.map_or(ANY_TYPE, ValueType::tag)),
        )
        .naming(function),
        P::ActionOperandType { action, actual } => {
            broken(Rule::UpdateActionType, action_operand(action, *actual)).naming(action)
        }
        P::UnknownTypeName(name) => broken(
            Rule::AttributeTypeName,
            format!("Invalid attribute type name found; type: {name}, valid types: {TYPE_NAMES}"),
        )
        .naming(name),
        P::BoundTypes { low, high } => broken(
            Rule::BetweenTypes,
            bounds("same data type for lower and upper bounds", low, high),
        ),
        P::BoundsReversed { low, high } => broken(
            Rule::BetweenOrder,
            bounds("upper bound to be greater than or equal to lower bound", low, high),
        ),
        P::DuplicateSection(section) => broken(
            Rule::UpdateSectionOnce,
            format!("The \"{section}\" section can only be used once in an update expression;"),
        )
        .naming(section),
        P::PathsOverlap { one, two } => {
            broken(Rule::PathsOverlap, two_paths("overlap", one, two)).naming(as_written(two))
        }
        P::PathsConflict { one, two } => {
            broken(Rule::PathsConflict, two_paths("conflict", one, two)).naming(as_written(two))
        }
    }
}

fn undefined(what: &str, part: &str, placeholder: &str) -> String {
    format!("An expression attribute {what} is not defined; attribute {part}: {placeholder}")
}

fn operands(what: &str, function: &str, found: impl Display) -> String {
    format!(
        "Incorrect {what} for operator or function; operator or function: {function}, \
         {what}: {found}"
    )
}

fn not_distinct(operator: &str, operand: &Path) -> String {
    format!(
        "The first operand must be distinct from the remaining operands for this operator or \
         function; operator: {operator}, first operand: {operand}"
    )
}

fn action_operand(action: &str, actual: ValueType) -> String {
    let actual = spelled_out(actual);
    format!(
        "Incorrect operand type for operator or function; operator: {action}, \
         operand type: {actual}"
    )
}

fn bounds(requirement: &str, low: &Value, high: &Value) -> String {
    format!(
        "The BETWEEN operator requires {requirement}; lower bound operand: {}, \
         upper bound operand: {}",
        shown(low),
        shown(high)
    )
}

/// A path as it stands in an expression, unlike in sentences: `a.b[0]`.
fn as_written(path: &Path) -> String {
    path.to_text(&mut AttributeName::to_string)
}

fn two_paths(verb: &str, one: &Path, two: &Path) -> String {
    format!(
        "Two document paths {verb} with each other; must remove or rewrite one of these paths; \
         path one: {one}, path two: {two}"
    )
}

/// A bound of `BETWEEN`, which is a text, a number or a blob; anything else is refused earlier.
fn shown(value: &Value) -> String {
    let content = match value {
        Value::S(text) => text.to_string(),
        Value::N(number) => number.to_string(),
        Value::B(bytes) => blob::encode(bytes),
        _ => String::new(),
    };
    format!("AttributeValue: {{{}:{content}}}", value.kind())
}

/// Types as only `ADD` and `DELETE` name them.
fn spelled_out(kind: ValueType) -> &'static str {
    match kind {
        ValueType::S => "STRING",
        ValueType::N => "NUMBER",
        ValueType::B => "BINARY",
        ValueType::Bool => "BOOLEAN",
        ValueType::Null => "NULL",
        ValueType::M => "MAP",
        ValueType::L => "LIST",
        ValueType::Ss => "STRING_SET",
        ValueType::Ns => "NUMBER_SET",
        ValueType::Bs => "BINARY_SET",
    }
}

fn key_condition(error: &KeyConditionError) -> ApiError {
    use KeyConditionError as K;
    match error {
        K::MissedElement(name) => ApiError::validation(
            Rule::KeyConditionMissesKey,
            format!("Query condition missed key schema element: {name}"),
        )
        .naming(name),
        K::NotSupported => {
            ApiError::validation(Rule::KeyConditionSupported, "Query key condition not supported")
        }
        K::NoCondition => {
            ApiError::validation(Rule::KeyConditionCount, "Conditions can be of length 1 or 2 only")
        }
        K::TooManyConditions { conditions, attributes } => ApiError::validation(
            Rule::KeyConditionCount,
            format!(
                "The number of query conditions ({conditions}) exceeds the number of key \
                 attributes defined in the schema ({attributes})"
            ),
        ),
        K::HashNeedsEquality(without) => ApiError::validation(
            Rule::KeyConditionEquality,
            unconfirmed::naming(unconfirmed::HASH_EQUALITY, &joined(without)),
        ),
        K::RangeNeedsEquality { without, behind } => ApiError::validation(
            Rule::KeyConditionEquality,
            format!(
                "RANGE key attributes {} must have equality conditions specified in the query \
                 because a condition is present on key attribute {behind}",
                joined(without)
            ),
        )
        .naming(behind),
        K::OnePerKey => ApiError::validation(
            Rule::KeyConditionOnce,
            "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one \
             condition per key",
        ),
        K::InvalidOperator(operator) => ApiError::validation(
            Rule::KeyConditionOperator,
            format!("Invalid operator used in KeyConditionExpression: {operator}"),
        )
        .naming(operator),
        // The same rule in `KeyConditions`.
        K::NotIndexable => ApiError::validation(
            Rule::KeyConditionOperator,
            "Attempted conditional constraint is not an indexable operation",
        )
        .about(Parameter::KeyConditions),
        K::NestedOperation => ApiError::validation(
            Rule::KeyConditionNested,
            "Invalid KeyConditionExpression: KeyConditionExpressions cannot contain nested \
             operations",
        ),
        K::NestedAttribute => ApiError::validation(
            Rule::KeyConditionNested,
            "Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on \
             nested attributes",
        ),
        K::MultipleNames => invalid_key_condition(
            Rule::KeyConditionTwoAttributes,
            "Multiple attribute names used in one condition",
        ),
        K::NoKeyAttribute => {
            invalid_key_condition(Rule::KeyConditionWithoutAttribute, "No key attribute specified")
        }
        K::KeyNotFirst(operator) => invalid_key_condition(
            Rule::KeyConditionOperandOrder,
            format_args!("{operator} operator must have the key attribute as its first operand"),
        )
        .naming(operator),
        K::WrongType => ApiError::invalid_parameter(
            Rule::KeyConditionType,
            "Condition parameter type does not match schema type",
        ),
        K::BadValue { name, error } => key_error(name, error),
    }
}

/// Names as a sentence lists them.
fn joined(names: &[AttributeName]) -> String {
    names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ")
}

fn invalid_key_condition(rule: Rule, reason: impl Display) -> ApiError {
    ApiError::validation(rule, format!("Invalid condition in KeyConditionExpression: {reason}"))
}

impl From<LegacyError> for ApiError {
    fn from(error: LegacyError) -> Self {
        legacy(&error).enveloped_since_2026()
    }
}

fn legacy(error: &LegacyError) -> ApiError {
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
