//! JSON as it stands in a text: the form in which requests are read.
//!
//! Names, strings and numbers are borrowed from the text wherever nothing in them is escaped, and
//! members are looked for one by one, since objects are small. That is what makes a request cheap:
//! a tree of serde_json owns each name and hashes it, and took most of the time of a GetItem.
//!
//! Between text and input there must be some form, because the order of the service's checks is not
//! the order of the text: the types of all members come first, whichever of them stands last.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;

use serde_json::{Number, Value};

use super::push_quoted;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Json<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it is written.
    Number(Cow<'a, str>),
    /// A string.
    String(Cow<'a, str>),
    /// A list.
    Array(Vec<Json<'a>>),
    /// An object.
    Object(Object<'a>),
}

/// An object: its members in their order, no two of the same name.
#[derive(Debug, Clone, Default)]
pub struct Object<'a>(Vec<(Cow<'a, str>, Json<'a>)>);

/// Up to so many members, comparing each with each beats hashing.
const FEW: usize = 16;

impl<'a> Json<'a> {
    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Json::Null)
    }

    /// The string, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Json::String(text) => Some(text),
            _ => None,
        }
    }

    /// The number as it is written, if it is one.
    pub fn as_number(&self) -> Option<&str> {
        match self {
            Json::Number(text) => Some(text),
            _ => None,
        }
    }

    /// The elements, if it is a list.
    pub fn as_array(&self) -> Option<&[Json<'a>]> {
        match self {
            Json::Array(list) => Some(list),
            _ => None,
        }
    }

    /// The object, if it is one.
    pub fn as_object(&self) -> Option<&Object<'a>> {
        match self {
            Json::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The same as a tree of serde_json.
    pub fn to_value(&self) -> Value {
        match self {
            Json::Null => Value::Null,
            Json::Bool(flag) => Value::Bool(*flag),
            Json::Number(text) => Value::Number(Number::from_string_unchecked(text.to_string())),
            Json::String(text) => Value::String(text.to_string()),
            Json::Array(list) => list.iter().map(Json::to_value).collect(),
            Json::Object(object) => Value::Object(
                object.iter().map(|(name, json)| (name.to_owned(), json.to_value())).collect(),
            ),
        }
    }
}

impl<'a> From<&'a Value> for Json<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Null => Json::Null,
            Value::Bool(flag) => Json::Bool(*flag),
            Value::Number(number) => Json::Number(number.as_str().into()),
            Value::String(text) => Json::String(text.as_str().into()),
            Value::Array(list) => Json::Array(list.iter().map(Json::from).collect()),
            Value::Object(map) => Json::Object(Object(
                map.iter().map(|(name, value)| (name.as_str().into(), value.into())).collect(),
            )),
        }
    }
}

impl fmt::Display for Json<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |f: &mut fmt::Formatter<'_>, raw: &str| {
            let mut text = String::new();
            push_quoted(&mut text, raw);
            f.write_str(&text)
        };
        match self {
            Json::Null => f.write_str("null"),
            Json::Bool(flag) => write!(f, "{flag}"),
            Json::Number(text) => f.write_str(text),
            Json::String(text) => quoted(f, text),
            Json::Array(list) => {
                for (at, element) in list.iter().enumerate() {
                    f.write_str(if at == 0 { "[" } else { "," })?;
                    element.fmt(f)?;
                }
                f.write_str(if list.is_empty() { "[]" } else { "]" })
            }
            Json::Object(object) => {
                for (at, (name, json)) in object.iter().enumerate() {
                    f.write_str(if at == 0 { "{" } else { "," })?;
                    quoted(f, name)?;
                    f.write_str(":")?;
                    json.fmt(f)?;
                }
                f.write_str(if object.is_empty() { "{}" } else { "}" })
            }
        }
    }
}

impl<'a> Object<'a> {
    /// An object without members.
    pub const EMPTY: Object<'static> = Object(Vec::new());

    /// An object of these members. Of several with one name the last counts, where the first stands.
    pub(super) fn from_members(members: Vec<(Cow<'a, str>, Json<'a>)>) -> Self {
        let repeats = match members.len() {
            0..=FEW => members
                .iter()
                .enumerate()
                .any(|(at, (name, _))| members[..at].iter().any(|(before, _)| before == name)),
            _ => true,
        };
        if !repeats {
            return Self(members);
        }
        let mut places: HashMap<Cow<'a, str>, usize> = HashMap::with_capacity(members.len());
        let mut kept: Vec<(Cow<'a, str>, Json<'a>)> = Vec::with_capacity(members.len());
        for (name, json) in members {
            match places.entry(name) {
                Entry::Occupied(place) => kept[*place.get()].1 = json,
                Entry::Vacant(place) => {
                    kept.push((place.key().clone(), json));
                    place.insert(kept.len() - 1);
                }
            }
        }
        Self(kept)
    }

    /// The member of this name.
    pub fn get(&self, name: &str) -> Option<&Json<'a>> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, json)| json)
    }

    /// The members in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json<'a>)> {
        self.0.iter().map(|(name, json)| (name.as_ref(), json))
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The order of members does not matter.
impl PartialEq for Object<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(name, json)| other.get(name) == Some(json))
    }
}
