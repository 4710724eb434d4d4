//! Expressions: what each text means, and what each wrong text is answered.

#![allow(clippy::unwrap_used)]

mod conditions;
mod key_conditions;
mod messages;
mod projections;
mod properties;
mod updates;

use dynamodb_playground::api::ApiError;
use dynamodb_playground::expression::{
    Bindings, Condition, ExpressionError, ExpressionKind, parse_condition,
};
use dynamodb_playground::model::{AttributeName, Item, Number, Set, Value};
use serde_json::Value as Json;

/// A value from plain JSON: sets as `{"$ss": […]}` and `{"$ns": […]}`, blobs as `{"$b": "text"}`.
fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Bool(*truth),
        Json::Number(number) => Value::N(number.to_string().parse().unwrap()),
        Json::String(text) => Value::text(text),
        Json::Array(elements) => Value::L(elements.iter().map(value).collect()),
        Json::Object(members) => match members.iter().next() {
            Some((tag, content)) if tag.starts_with('$') => tagged(tag, content),
            _ => Value::M(item(json)),
        },
    }
}

fn tagged(tag: &str, content: &Json) -> Value {
    let texts = || content.as_array().unwrap().iter().map(|e| e.as_str().unwrap().into());
    let numbers = || content.as_array().unwrap().iter().map(|e| e.to_string().parse::<Number>());
    match tag {
        "$ss" => Value::Ss(Set::new(texts().collect()).unwrap()),
        "$ns" => Value::Ns(Set::new(numbers().collect::<Result<_, _>>().unwrap()).unwrap()),
        "$b" => Value::B(content.as_str().unwrap().as_bytes().into()),
        _ => panic!("no such tag: {tag}"),
    }
}

fn item(json: &Json) -> Item {
    let members = json.as_object().unwrap().iter();
    members.map(|(name, member)| (AttributeName::member(name), value(member))).collect()
}

fn parse(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Placeholders from one JSON object: `#` keys are names, `:` keys are values.
fn bindings(text: &str) -> Bindings {
    let json = parse(text);
    let (names, values): (Vec<_>, Vec<_>) =
        json.as_object().unwrap().iter().partition(|(key, _)| key.starts_with('#'));
    let names: Vec<_> =
        names.into_iter().map(|(k, v)| (k.clone(), v.as_str().unwrap().to_owned())).collect();
    let values: Vec<_> = values.into_iter().map(|(k, v)| (k.clone(), value(v))).collect();
    let some = |empty: bool| (!empty).then_some(());
    Bindings::new(some(names.is_empty()).map(|()| names), some(values.is_empty()).map(|()| values))
        .unwrap()
}

fn condition(text: &str, placeholders: &str) -> Condition {
    parse_condition(text, ExpressionKind::Condition, &mut bindings(placeholders))
        .unwrap_or_else(|error| panic!("{text}: {}", sentence(error)))
}

fn message<T>(result: Result<T, ExpressionError>) -> String {
    match result {
        Ok(_) => "accepted".to_owned(),
        Err(error) => sentence(error),
    }
}

/// What the service says of an error.
fn sentence(error: impl Into<ApiError>) -> String {
    error.into().message().unwrap().to_owned()
}
