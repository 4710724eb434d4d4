//! From DynamoDB JSON to values.
//!
//! Owns every rule that a value by itself must keep. Takes JSON whose shape was checked.
//! Depth is counted while reading, so that no input overflows the stack.

use std::sync::Arc;

use super::blob;
use super::tree::{Json, Object};
use crate::api::error::ValueError;
use crate::api::shape::flag;
use crate::model::{
    AttributeMap, AttributeName, Item, NameError, Number, Set, SetError, Value, ValueType,
};

/// The deepest level at which a value may stand. An attribute's own value stands at the first, so 31
/// lists and maps around a text are the most, or 32 around nothing.
const MAX_LEVEL: usize = 32;

/// A whole item or key. Names at the top level may not be empty.
pub fn read_item(json: &Object<'_>) -> Result<Item, ValueError> {
    let named = json.iter().filter(|(_, json)| !json.is_null());
    let pairs = named.map(|(name, json)| Ok((top_level_name(name)?, read_value(json)?)));
    pairs.collect()
}

/// One value.
pub fn read_value(json: &Json<'_>) -> Result<Value, ValueError> {
    value_at(json, 1)
}

/// The name of an attribute at the top level.
pub fn top_level_name(name: &str) -> Result<AttributeName, ValueError> {
    AttributeName::parse(name).map_err(|error| match error {
        NameError::TooLong => ValueError::NameTooLong,
        _ => ValueError::EmptyName,
    })
}

/// Every tag's value must be valid before their number is looked at, as the service has it.
fn value_at(json: &Json<'_>, level: usize) -> Result<Value, ValueError> {
    if level > MAX_LEVEL {
        return Err(ValueError::TooDeep);
    }
    let mut value = None;
    let members = json.as_object().into_iter().flat_map(Object::iter);
    for (tag, json) in members.filter(|(_, json)| !json.is_null()) {
        let Some(kind) = ValueType::from_tag(tag) else { continue };
        if value.replace(tagged(json, kind, level)?).is_some() {
            return Err(ValueError::ManyTypes);
        }
    }
    value.ok_or(ValueError::NoType)
}

fn tagged(json: &Json<'_>, kind: ValueType, level: usize) -> Result<Value, ValueError> {
    let text = json.as_str().unwrap_or_default();
    let list = || json.as_array().unwrap_or_default();
    match kind {
        ValueType::S => Ok(Value::text(text)),
        ValueType::N => number(text).map(Value::N),
        ValueType::B => Ok(Value::B(bytes(text))),
        ValueType::Bool => Ok(Value::Bool(flag(json).unwrap_or_default())),
        ValueType::Null => match flag(json) {
            Some(true) => Ok(Value::Null),
            _ => Err(ValueError::FalseNull),
        },
        ValueType::M => json
            .as_object()
            .map_or(Ok(AttributeMap::new()), |map| nested_map(map, level))
            .map(Value::M),
        ValueType::L => nested_list(list(), level).map(Value::L),
        ValueType::Ss => set(kind, list(), |t| Ok(t.into())).map(Value::Ss),
        ValueType::Ns => set(kind, list(), number).map(Value::Ns),
        ValueType::Bs => set(kind, list(), |t| Ok(bytes(t))).map(Value::Bs),
    }
}

fn nested_map(map: &Object<'_>, level: usize) -> Result<AttributeMap, ValueError> {
    map.iter()
        .map(|(name, json)| Ok((AttributeName::member(name), value_at(json, level + 1)?)))
        .collect()
}

fn nested_list(list: &[Json<'_>], level: usize) -> Result<Vec<Value>, ValueError> {
    list.iter().map(|json| value_at(json, level + 1)).collect()
}

fn number(text: &str) -> Result<Number, ValueError> {
    text.parse().map_err(|error| ValueError::Number(error, text.to_owned()))
}

fn bytes(text: &str) -> Arc<[u8]> {
    blob::decode(text).expect("the shape of a blob was checked").into()
}

fn set<T: Ord + Clone>(
    kind: ValueType,
    list: &[Json<'_>],
    element: impl Fn(&str) -> Result<T, ValueError>,
) -> Result<Set<T>, ValueError> {
    let texts = list.iter().map(|json| json.as_str().ok_or(ValueError::NullInSet(kind)));
    let texts: Vec<&str> = texts.collect::<Result<_, _>>()?;
    let elements = texts.iter().map(|text| element(text)).collect::<Result<_, _>>()?;
    Set::new(elements).map_err(|error| match error {
        SetError::Empty => ValueError::EmptySet(kind),
        SetError::Duplicates => {
            ValueError::Duplicates(kind, texts.into_iter().map(str::to_owned).collect())
        }
    })
}
