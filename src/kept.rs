//! Plain data as JSON and back, for what is saved.
//!
//! Owns the form: structs are objects, enums their name. Refuses to know what is saved and where.
//! A derived `Deserialize` would bring visitors for every type and every way of writing it, about
//! a tenth of the page; saved data is only ever read from JSON that is already parsed.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

/// Data that can be saved.
pub trait Kept: Sized {
    /// The data as JSON.
    fn to_json(&self) -> Json;
    /// The data that the JSON says; `None` if it says something else.
    fn of_json(json: &Json) -> Option<Self>;
}

/// Makes a struct savable, given all its fields: each is a member of an object.
macro_rules! kept_struct {
    ($type:ident { $($field:ident),* $(,)? }) => {
        impl $crate::kept::Kept for $type {
            fn to_json(&self) -> serde_json::Value {
                $crate::kept::object([
                    $((stringify!($field), $crate::kept::Kept::to_json(&self.$field))),*
                ])
            }

            fn of_json(json: &serde_json::Value) -> Option<Self> {
                Some(Self { $($field: $crate::kept::member(json, stringify!($field))?),* })
            }
        }
    };
}

/// Makes an enum without data savable, given all its variants with the text of each.
macro_rules! kept_enum {
    ($type:ident { $($variant:ident = $text:expr),* $(,)? }) => {
        impl $crate::kept::Kept for $type {
            fn to_json(&self) -> serde_json::Value {
                serde_json::Value::from(match self { $(Self::$variant => $text),* })
            }

            fn of_json(json: &serde_json::Value) -> Option<Self> {
                match json.as_str()? {
                    $($text => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

pub(crate) use {kept_enum, kept_struct};

/// An object with these members.
pub fn object<const N: usize>(members: [(&str, Json); N]) -> Json {
    Json::Object(members.into_iter().map(|(name, json)| (name.to_owned(), json)).collect())
}

/// The member of this name. One that is missing reads like `null`, which only an option is.
pub fn member<T: Kept>(json: &Json, name: &str) -> Option<T> {
    T::of_json(json.as_object()?.get(name).unwrap_or(&Json::Null))
}

impl Kept for String {
    fn to_json(&self) -> Json {
        Json::String(self.clone())
    }

    fn of_json(json: &Json) -> Option<Self> {
        json.as_str().map(str::to_owned)
    }
}

impl Kept for bool {
    fn to_json(&self) -> Json {
        Json::Bool(*self)
    }

    fn of_json(json: &Json) -> Option<Self> {
        json.as_bool()
    }
}

impl Kept for u64 {
    fn to_json(&self) -> Json {
        Json::from(*self)
    }

    fn of_json(json: &Json) -> Option<Self> {
        json.as_u64()
    }
}

impl Kept for u32 {
    fn to_json(&self) -> Json {
        Json::from(*self)
    }

    fn of_json(json: &Json) -> Option<Self> {
        json.as_u64()?.try_into().ok()
    }
}

impl Kept for usize {
    fn to_json(&self) -> Json {
        Json::from(*self)
    }

    fn of_json(json: &Json) -> Option<Self> {
        json.as_u64()?.try_into().ok()
    }
}

impl<T: Kept> Kept for Option<T> {
    fn to_json(&self) -> Json {
        self.as_ref().map_or(Json::Null, T::to_json)
    }

    fn of_json(json: &Json) -> Option<Self> {
        if json.is_null() { Some(None) } else { T::of_json(json).map(Some) }
    }
}

impl<T: Kept> Kept for Vec<T> {
    fn to_json(&self) -> Json {
        Json::Array(self.iter().map(T::to_json).collect())
    }

    fn of_json(json: &Json) -> Option<Self> {
        json.as_array()?.iter().map(T::of_json).collect()
    }
}

impl<T: Kept> Kept for BTreeMap<String, T> {
    fn to_json(&self) -> Json {
        Json::Object(self.iter().map(|(name, value)| (name.clone(), value.to_json())).collect())
    }

    fn of_json(json: &Json) -> Option<Self> {
        let mut map = Self::new();
        for (name, json) in json.as_object()? {
            map.insert(name.clone(), T::of_json(json)?);
        }
        Some(map)
    }
}

impl Kept for Map<String, Json> {
    fn to_json(&self) -> Json {
        Json::Object(self.clone())
    }

    fn of_json(json: &Json) -> Option<Self> {
        json.as_object().cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[derive(Debug, PartialEq)]
    enum Colour {
        Red,
        Blue,
    }
    kept_enum!(Colour { Red = "red", Blue = "blue" });

    #[derive(Debug, PartialEq)]
    struct Brush {
        name: String,
        width: Option<u32>,
        colours: Vec<Colour>,
    }
    kept_struct!(Brush { name, width, colours });

    #[test]
    fn what_is_kept_reads_back() {
        let brush =
            Brush { name: "b".into(), width: None, colours: vec![Colour::Blue, Colour::Red] };
        let json = brush.to_json();
        assert_eq!(json, json!({ "name": "b", "width": null, "colours": ["blue", "red"] }));
        assert_eq!(Brush::of_json(&json), Some(brush));
    }

    #[test]
    fn a_missing_option_is_none_and_anything_else_amiss_is_refused() {
        let of = |json: Json| Brush::of_json(&json);
        assert!(of(json!({ "name": "b", "colours": [] })).is_some_and(|b| b.width.is_none()));
        assert_eq!(of(json!({ "colours": [] })), None);
        assert_eq!(of(json!({ "name": "b", "width": -1, "colours": [] })), None);
        assert_eq!(of(json!({ "name": "b", "colours": ["green"] })), None);
        assert_eq!(of(json!("b")), None);
    }
}
