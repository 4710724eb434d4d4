//! The sentences that errors of expressions become.
//!
//! Owns the service's wording, as its responses show it. Refuses to decide anything: every
//! sentence follows from one variant and its data.

use super::value::{ValueError, number_sentence};
use super::{invalid_parameter, key};
use crate::api::json::blob;
use crate::expression::{
    ExpressionError, ExpressionKind, KeyConditionError, Path, Problem, UpdateError,
};
use crate::model::{NameError, Value, ValueType};

/// The order in which the service lists types when an operand could have any.
const ANY_TYPE: &str = "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}";
/// The order in which the service lists the types that `attribute_type` knows.
const TYPE_NAMES: &str = "{B,NULL,SS,BOOL,L,BS,N,NS,S,M}";
const NAMES: &str = "ExpressionAttributeNames";
const VALUES: &str = "ExpressionAttributeValues";

/// The sentence of an error that is found before any item is read.
pub fn expression_message(error: &ExpressionError) -> String {
    use ExpressionError as E;
    match error {
        E::EmptyNames => format!("{NAMES} must not be empty"),
        E::EmptyValues => format!("{VALUES} must not be empty"),
        E::NameKeySyntax(key) => key_syntax(NAMES, key),
        E::ValueKeySyntax(key) => key_syntax(VALUES, key),
        E::NameKeyTooLong(key) => key_too_long(NAMES, key),
        E::ValueKeyTooLong(key) => key_too_long(VALUES, key),
        E::ValuesTooLarge => format!("{VALUES} exceeds max size"),
        E::BadAttributeName { placeholder, error } => bad_attribute_name(placeholder, *error),
        E::NamesWithoutExpression => {
            format!("{NAMES} can only be specified when using expressions")
        }
        E::ValuesWithoutExpression(absent) => without_expression(absent),
        E::UnusedNames(keys) => unused(NAMES, keys),
        E::UnusedValues(keys) => unused(VALUES, keys),
        E::Invalid { kind, problem } => format!("Invalid {kind}: {}", problem_text(*kind, problem)),
        E::KeyCondition(error) => key_condition_message(error),
    }
}

/// The sentence of an error that an update meets in an item.
pub fn update_message(error: &UpdateError) -> String {
    match error {
        UpdateError::MissingAttribute => {
            "The provided expression refers to an attribute that does not exist in the item"
        }
        UpdateError::WrongOperandType => {
            "An operand in the update expression has an incorrect data type"
        }
        UpdateError::TypeMismatch => "Type mismatch for attribute to update",
        UpdateError::InvalidPath => {
            "The document path provided in the update expression is invalid for update"
        }
        UpdateError::Number(error) => return number_sentence(*error, ""),
        UpdateError::TooDeep => return ValueError::TooDeep.sentence(),
    }
    .to_owned()
}

fn key_syntax(map: &str, key: &str) -> String {
    format!("{map} contains invalid key: Syntax error; key: \"{key}\"")
}

fn key_too_long(map: &str, key: &str) -> String {
    format!(
        "{map} contains invalid key: Key size has exceeded the maximum allowed size; key: \"{key}\""
    )
}

fn bad_attribute_name(placeholder: &str, error: NameError) -> String {
    let reason = match error {
        NameError::TooShort => "Empty attribute name",
        _ => "Attribute name is too large, must be less than 65536 bytes",
    };
    format!("{NAMES} contains invalid value: {reason} for key {placeholder}")
}

fn without_expression(absent: &[ExpressionKind]) -> String {
    let names: Vec<&str> = absent.iter().map(|kind| kind.parameter()).collect();
    let verb = if names.len() == 1 { "is" } else { "are" };
    let names = names.join(" and ");
    format!("{VALUES} can only be specified when using expressions: {names} {verb} null")
}

fn unused(map: &str, keys: &[String]) -> String {
    format!("Value provided in {map} unused in expressions: keys: {{{}}}", keys.join(", "))
}

/// The part of a sentence behind `Invalid …Expression: `. One arm for each variant and none for
/// the rest, so that a new rule cannot go without its sentence.
fn problem_text(kind: ExpressionKind, problem: &Problem) -> String {
    use Problem as P;
    match problem {
        P::Empty => "The expression can not be empty;".to_owned(),
        P::TooLong { bytes } => format!(
            "Expression size has exceeded the maximum allowed size; expression size: {bytes}"
        ),
        P::Syntax { token, near, .. } => {
            format!("Syntax error; token: \"{token}\", near: \"{near}\"")
        }
        P::TooDeep { limit } => {
            format!("The expression has too many nesting levels; nesting levels: {}", limit + 1)
        }
        P::TooManyOperators { count } => {
            format!("The expression contains too many operators; operator count: {count}")
        }
        P::RedundantParentheses => "The expression has redundant parentheses;".to_owned(),
        P::UnknownFunction(name) => format!("Invalid function name; function: {name}"),
        P::MisusedFunction(name) => format!(
            "The function is not allowed to be used this way in an expression; function: {name}"
        ),
        P::FunctionNotAllowed(name) => {
            let place = if kind == ExpressionKind::Update { "an update" } else { "a condition" };
            format!("The function is not allowed in {place} expression; function: {name}")
        }
        P::ReservedWord(word) => {
            format!("Attribute name is a reserved keyword; reserved keyword: {word}")
        }
        P::UndefinedName(name) => undefined("name used in the document path", "name", name),
        P::UndefinedValue(value) => undefined("value used in expression", "value", value),
        P::IndexOutOfRange(digits) => {
            format!("List index is not within the allowable range; index: [{digits}]")
        }
        P::PathTooDeep { levels } => {
            format!("The document path has too many nesting levels; nesting levels: {levels}")
        }
        P::OperandCount { function: "IN", count } => format!(
            "The IN operator is provided with too many operands; number of operands: {count}"
        ),
        P::OperandCount { function, count } => operands("number of operands", function, count),
        P::OperandsNotDistinct { operator, operand } => not_distinct(operator, operand),
        P::NeedsPath { function } => format!(
            "Operator or function requires a document path; operator or function: {function}"
        ),
        P::OperandType { function, actual } => {
            operands("operand type", function, actual.map_or(ANY_TYPE, ValueType::tag))
        }
        P::ActionOperandType { action, actual } => action_operand(action, *actual),
        P::UnknownTypeName(name) => {
            format!("Invalid attribute type name found; type: {name}, valid types: {TYPE_NAMES}")
        }
        P::BoundTypes { low, high } => {
            bounds("same data type for lower and upper bounds", low, high)
        }
        P::BoundsReversed { low, high } => {
            bounds("upper bound to be greater than or equal to lower bound", low, high)
        }
        P::DuplicateSection(section) => {
            format!("The \"{section}\" section can only be used once in an update expression;")
        }
        P::PathsOverlap { one, two } => two_paths("overlap", one, two),
        P::PathsConflict { one, two } => two_paths("conflict", one, two),
    }
}

fn undefined(what: &str, part: &str, placeholder: &str) -> String {
    format!("An expression attribute {what} is not defined; attribute {part}: {placeholder}")
}

fn operands(what: &str, function: &str, found: impl std::fmt::Display) -> String {
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

fn key_condition_message(error: &KeyConditionError) -> String {
    use KeyConditionError as K;
    match error {
        K::MissedElement(name) => format!("Query condition missed key schema element: {name}"),
        K::NotSupported => "Query key condition not supported".to_owned(),
        K::ConditionCount => "Conditions can be of length 1 or 2 only".to_owned(),
        K::OnePerKey => {
            "KeyConditionExpressions must only contain one condition per key".to_owned()
        }
        K::InvalidOperator(operator) => {
            format!("Invalid operator used in KeyConditionExpression: {operator}")
        }
        K::NotIndexable => {
            "Attempted conditional constraint is not an indexable operation".to_owned()
        }
        K::NestedOperation => "KeyConditionExpressions cannot contain nested operations".to_owned(),
        K::NestedAttribute => "Invalid KeyConditionExpression: KeyConditionExpressions cannot \
                               have conditions on nested attributes"
            .to_owned(),
        K::MultipleNames => invalid_key_condition("Multiple attribute names used in one condition"),
        K::NoKeyAttribute => invalid_key_condition("No key attribute specified"),
        K::KeyNotFirst(operator) => invalid_key_condition(&format!(
            "{operator} operator must have the key attribute as its first operand"
        )),
        K::WrongType => invalid_parameter("Condition parameter type does not match schema type"),
        K::BadValue { name, error } => key::sentence(name, error),
    }
}

fn invalid_key_condition(reason: &str) -> String {
    format!("Invalid condition in KeyConditionExpression: {reason}")
}
