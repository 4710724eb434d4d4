//! Plain JSON and DynamoDB JSON.
//!
//! Owns telling one from the other and turning one into the other. Numbers keep their digits. Sets
//! and binary have no plain form: they become lists and base64 texts, and [`loses_types`] says so.

use serde_json::{Map, Value as Json, json};

use super::draft::DraftProblem;
use crate::api::json::parse;
use crate::model::ValueType;

/// Whether this is a typed value: an object with one member, named by a type tag, that holds what
/// the tag promises.
pub fn is_typed(value: &Json) -> bool {
    tagged(value).is_some_and(|(kind, inner)| fits(kind, inner))
}

fn tagged(value: &Json) -> Option<(ValueType, &Json)> {
    let members = value.as_object().filter(|members| members.len() == 1)?;
    let (tag, inner) = members.iter().next()?;
    Some((ValueType::from_tag(tag)?, inner))
}

fn fits(kind: ValueType, inner: &Json) -> bool {
    match kind {
        ValueType::S | ValueType::N | ValueType::B => inner.is_string(),
        ValueType::Bool | ValueType::Null => inner.is_boolean(),
        ValueType::M => inner.is_object(),
        ValueType::L | ValueType::Ss | ValueType::Ns | ValueType::Bs => inner.is_array(),
    }
}

/// A plain value with its type: texts are S, numbers N, arrays L, objects M.
pub fn typed(value: &Json) -> Json {
    match value {
        Json::Null => json!({ "NULL": true }),
        Json::Bool(truth) => json!({ "BOOL": *truth }),
        Json::Number(number) => json!({ "N": number.to_string() }),
        Json::String(text) => json!({ "S": text.as_str() }),
        Json::Array(list) => json!({ "L": list.iter().map(typed).collect::<Vec<_>>() }),
        Json::Object(members) => json!({ "M": typed_members(members) }),
    }
}

fn typed_members(members: &Map<String, Json>) -> Map<String, Json> {
    members.iter().map(|(name, value)| (name.clone(), typed(value))).collect()
}

/// An item as DynamoDB JSON, from DynamoDB JSON or plain JSON. A mixture is a problem, since an
/// attribute `{"S": "x"}` would have two readings.
pub fn item(members: Map<String, Json>) -> Result<Map<String, Json>, DraftProblem> {
    let untyped = members.iter().find(|(_, value)| !is_typed(value));
    let Some((name, _)) = untyped else { return Ok(members) };
    if members.values().any(is_typed) {
        return Err(DraftProblem::Untyped { attribute: name.clone() });
    }
    Ok(typed_members(&members))
}

/// A DynamoDB JSON value as plain JSON; what is no typed value stays as it is.
pub fn plain(value: &Json) -> Json {
    let Some((kind, inner)) = tagged(value).filter(|(kind, inner)| fits(*kind, inner)) else {
        return value.clone();
    };
    match (kind, inner) {
        (ValueType::Null, _) => Json::Null,
        (ValueType::N, Json::String(text)) => plain_number(text),
        (ValueType::M, Json::Object(members)) => plain_members(members),
        (ValueType::L, Json::Array(list)) => list.iter().map(plain).collect(),
        (ValueType::Ns, Json::Array(list)) => {
            list.iter().map(|n| n.as_str().map_or(n.clone(), plain_number)).collect()
        }
        _ => inner.clone(),
    }
}

/// An item of DynamoDB JSON as plain JSON.
pub fn plain_members(members: &Map<String, Json>) -> Json {
    members.iter().map(|(name, value)| (name.clone(), plain(value))).collect()
}

/// An item of DynamoDB JSON as plain JSON, unless an attribute would lose its type by that.
pub fn without_types(members: Map<String, Json>) -> Result<Json, DraftProblem> {
    match members.iter().find(|(_, value)| loses_types(value)) {
        Some((name, _)) => Err(DraftProblem::NoPlainForm { attribute: name.clone() }),
        None => Ok(plain_members(&members)),
    }
}

/// A number keeps all its digits; a text that JSON has no number for stays a text.
fn plain_number(text: &str) -> Json {
    match parse(text) {
        Ok(Json::Number(number)) => Json::Number(number),
        _ => Json::String(text.to_owned()),
    }
}

/// Whether plain JSON would lose a type: sets and binary have none of their own.
pub fn loses_types(value: &Json) -> bool {
    match tagged(value) {
        Some((ValueType::B | ValueType::Ss | ValueType::Ns | ValueType::Bs, _)) => true,
        Some((ValueType::M, Json::Object(members))) => members.values().any(loses_types),
        Some((ValueType::L, Json::Array(list))) => list.iter().any(loses_types),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Json {
        serde_json::from_str(text).unwrap()
    }

    fn members(text: &str) -> Map<String, Json> {
        parse(text).as_object().unwrap().clone()
    }

    #[test]
    fn plain_items_get_types_and_keep_their_digits() {
        let plain =
            members(r#"{"a":1.50,"b":[true,null],"c":{"d":"x"},"e":123456789012345678901}"#);
        let typed = Json::Object(item(plain).unwrap());
        let expected = r#"{"a":{"N":"1.50"},"b":{"L":[{"BOOL":true},{"NULL":true}]},
            "c":{"M":{"d":{"S":"x"}}},"e":{"N":"123456789012345678901"}}"#;
        assert_eq!(typed, parse(expected));
    }

    #[test]
    fn typed_items_stay_and_mixtures_are_named() {
        let typed = members(r#"{"a":{"S":"x"},"s":{"SS":["p","q"]},"b":{"B":"AAE="}}"#);
        assert_eq!(item(typed.clone()), Ok(typed));
        let mixed = members(r#"{"a":{"S":"x"},"n":5}"#);
        assert_eq!(item(mixed), Err(DraftProblem::Untyped { attribute: "n".to_owned() }));
    }

    #[test]
    fn a_map_that_only_looks_typed_is_plain() {
        let plain = members(r#"{"a":{"S":5},"b":1}"#);
        let expected = members(r#"{"a":{"M":{"S":{"N":"5"}}},"b":{"N":"1"}}"#);
        assert_eq!(item(plain), Ok(expected));
    }

    #[test]
    fn back_to_plain_says_when_types_are_lost() {
        let value = parse(r#"{"M":{"n":{"N":"0.10"},"l":{"L":[{"S":"x"}]}}}"#);
        assert_eq!(plain(&value).to_string(), r#"{"n":0.10,"l":["x"]}"#);
        assert!(!loses_types(&value));
        assert!(loses_types(&parse(r#"{"L":[{"NS":["1"]}]}"#)));
    }
}
