//! The JSON types that a request may have, checked before anything else is looked at.
//!
//! Owns SerializationException and its sentences. After [`check`] the accessors of [`Members`]
//! can take every member as what its shape says. Refuses to know what members mean.
//!
//! Members that no shape names are ignored, and `null` is the same as absent.

mod members;
mod types;

pub use members::Members;
pub use types::{
    ATTRIBUTE_VALUE, CONDITIONS, EXPECTED, NAME_LIST, NAMES, UPDATES, VALUE_MAP, VALUE_MAP_LIST,
};

use serde_json::{Map, Value as Json};

use super::error::{ApiError, ErrorKind, Parameter, Rule};
use super::json::blob;

/// What the JSON of a member must be.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// A string.
    Text,
    /// A number, as Java's `Integer`.
    Integer,
    /// A number, as Java's `Long`.
    Long,
    /// `true` or `false`, or a string that spells one of them.
    Flag,
    /// A base64 string.
    Blob,
    /// An object with named members.
    Structure(&'static Structure),
    /// An array.
    List(&'static Shape),
    /// An object whose member names are data.
    Map(&'static Shape),
}

/// An object with named members.
#[derive(Debug)]
pub struct Structure {
    /// The name of the Java class, which appears in sentences.
    pub class: &'static str,
    /// Names and shapes.
    pub members: &'static [(&'static str, Shape)],
}

/// Values nest at most 32 levels, each of which takes two shapes; reading refuses anything deeper
/// with its own sentence, so checking may stop a little behind that.
const MAX_DEPTH: usize = 80;

/// Whether a whole request body has this shape.
pub fn check<'a>(body: &'a Json, shape: &'static Structure) -> Result<Members<'a>, ApiError> {
    let Json::Object(map) = body else {
        return Err(ApiError::silent(ErrorKind::Serialization, Rule::BodyIsObject));
    };
    for (name, shape) in shape.members {
        if let Some(json) = members::find(map, name) {
            check_at(json, *shape, 1).map_err(|error| match Parameter::from_name(name) {
                Some(parameter) => error.about(parameter),
                None => error,
            })?;
        }
    }
    Ok(Members::new(map))
}

/// Whether one value has this shape.
pub fn check_value(json: &Json, shape: Shape) -> Result<(), ApiError> {
    check_at(json, shape, 0)
}

fn check_members(
    map: &Map<String, Json>,
    shape: &'static Structure,
    depth: usize,
) -> Result<(), ApiError> {
    for (name, shape) in shape.members {
        if let Some(json) = members::find(map, name) {
            check_at(json, *shape, depth + 1).map_err(|error| error.inside(name))?;
        }
    }
    Ok(())
}

fn check_at(json: &Json, shape: Shape, depth: usize) -> Result<(), ApiError> {
    if json.is_null() || depth > MAX_DEPTH {
        return Ok(());
    }
    let inside = depth + 1;
    match (shape, json) {
        (Shape::Text, Json::String(_)) | (Shape::Integer | Shape::Long, Json::Number(_)) => Ok(()),
        (Shape::Flag, Json::Bool(_)) => Ok(()),
        (Shape::Flag, Json::String(text)) if members::flag_of(text).is_some() => Ok(()),
        (Shape::Blob, Json::String(text)) => blob::check(text),
        (Shape::Structure(structure), Json::Object(map)) => check_members(map, structure, depth),
        (Shape::List(element), Json::Array(list)) => {
            list.iter().try_for_each(|json| check_at(json, *element, inside))
        }
        (Shape::Map(element), Json::Object(map)) => map.iter().try_for_each(|(name, json)| {
            check_at(json, *element, inside).map_err(|error| error.inside(name))
        }),
        _ => Err(ApiError::serialization(wanted(shape), mismatch(shape, json))),
    }
}

/// The rule that JSON of another type than the shape's breaks.
fn wanted(shape: Shape) -> Rule {
    match shape {
        Shape::Text => Rule::JsonString,
        Shape::Blob => Rule::Base64,
        Shape::Integer | Shape::Long => Rule::JsonNumber,
        Shape::Flag => Rule::JsonBoolean,
        Shape::Structure(_) | Shape::Map(_) => Rule::JsonObject,
        Shape::List(_) => Rule::JsonArray,
    }
}

/// Why JSON that is not of the shape is refused.
fn mismatch(shape: Shape, json: &Json) -> String {
    match (shape, json) {
        (Shape::List(_), Json::Object(_)) => STRUCTURE_FOUND.to_owned(),
        (Shape::List(_) | Shape::Map(_), Json::Bool(_) | Json::Number(_) | Json::String(_)) => {
            "Unexpected field type".to_owned()
        }
        (Shape::Structure(_), Json::Bool(_) | Json::Number(_) | Json::String(_)) => {
            "Unexpected value type in payload".to_owned()
        }
        (_, Json::Array(_)) => format!("Unrecognized collection type {}", collection_name(shape)),
        (_, Json::Object(_)) => STRUCTURE_FOUND.to_owned(),
        (Shape::Blob, _) => "only base-64-encoded strings are convertible to bytes".to_owned(),
        (Shape::Flag, Json::String(_)) => "Unexpected token received from parser".to_owned(),
        (_, scalar) => format!("{} cannot be converted to {}", token(scalar), short_name(shape)),
    }
}

const STRUCTURE_FOUND: &str = "Start of structure or map found where not expected";

/// The name that the service's parser gives a scalar.
fn token(json: &Json) -> &'static str {
    match json {
        Json::Bool(true) => "TRUE_VALUE",
        Json::Bool(false) => "FALSE_VALUE",
        Json::Number(number) if number.to_string().contains(['.', 'e', 'E']) => "DECIMAL_VALUE",
        Json::Number(_) => "NUMBER_VALUE",
        _ => "STRING_VALUE",
    }
}

fn short_name(shape: Shape) -> &'static str {
    match shape {
        Shape::Integer => "Integer",
        Shape::Long => "Long",
        Shape::Flag => "Boolean",
        _ => "String",
    }
}

fn collection_name(shape: Shape) -> String {
    match shape {
        Shape::List(_) | Shape::Map(_) => java_name(shape),
        _ => format!("class {}", java_name(shape)),
    }
}

fn java_name(shape: Shape) -> String {
    match shape {
        Shape::Blob => "java.nio.ByteBuffer".to_owned(),
        Shape::Structure(s) => format!("com.amazonaws.dynamodb.v20120810.{}", s.class),
        Shape::List(element) => format!("java.util.List<{}>", java_name(*element)),
        Shape::Map(element) => format!("java.util.Map<java.lang.String, {}>", java_name(*element)),
        scalar => format!("java.lang.{}", short_name(scalar)),
    }
}
