//! The JSON types that a request may have, checked before anything else is looked at.
//!
//! Owns SerializationException and its sentences, and the reading of JSON types that have several
//! spellings. After [`check`] the accessors of [`Members`] can take every member as what its shape
//! says. Refuses to know what members mean.
//!
//! Members that no shape names are ignored, and `null` is the same as absent.

use super::error::{ApiError, ErrorKind, Parameter, Rule};
use super::json::{Json, Object, blob};

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

// The shapes that several operations share.

/// `AttributeValue`, which holds itself in lists and maps.
pub static ATTRIBUTE_VALUE: Structure = Structure {
    class: "AttributeValue",
    members: &[
        ("S", Shape::Text),
        ("N", Shape::Text),
        ("B", Shape::Blob),
        ("SS", Shape::List(&Shape::Text)),
        ("NS", Shape::List(&Shape::Text)),
        ("BS", Shape::List(&Shape::Blob)),
        ("M", Shape::Map(&Shape::Structure(&ATTRIBUTE_VALUE))),
        ("L", Shape::List(&Shape::Structure(&ATTRIBUTE_VALUE))),
        ("NULL", Shape::Flag),
        ("BOOL", Shape::Flag),
    ],
};

/// An item, a key, or values by placeholder.
pub const VALUE_MAP: Shape = Shape::Map(&Shape::Structure(&ATTRIBUTE_VALUE));

/// Several keys.
pub const VALUE_MAP_LIST: Shape = Shape::List(&VALUE_MAP);

/// Names by placeholder.
pub const NAMES: Shape = Shape::Map(&Shape::Text);

/// `AttributesToGet`
pub const NAME_LIST: Shape = Shape::List(&Shape::Text);

static CONDITION: Structure = Structure {
    class: "Condition",
    members: &[("AttributeValueList", VALUES), ("ComparisonOperator", Shape::Text)],
};

static EXPECTED_VALUE: Structure = Structure {
    class: "ExpectedAttributeValue",
    members: &[
        ("AttributeValueList", VALUES),
        ("ComparisonOperator", Shape::Text),
        ("Exists", Shape::Flag),
        ("Value", Shape::Structure(&ATTRIBUTE_VALUE)),
    ],
};

static UPDATED_VALUE: Structure = Structure {
    class: "AttributeValueUpdate",
    members: &[("Action", Shape::Text), ("Value", Shape::Structure(&ATTRIBUTE_VALUE))],
};

const VALUES: Shape = Shape::List(&Shape::Structure(&ATTRIBUTE_VALUE));

/// `KeyConditions`, `QueryFilter` or `ScanFilter`.
pub const CONDITIONS: Shape = Shape::Map(&Shape::Structure(&CONDITION));

/// `Expected`
pub const EXPECTED: Shape = Shape::Map(&Shape::Structure(&EXPECTED_VALUE));

/// `AttributeUpdates`
pub const UPDATES: Shape = Shape::Map(&Shape::Structure(&UPDATED_VALUE));

/// An object whose members have their shapes. An accessor asked for another type than the shape has
/// answers `None`; it never fails.
#[derive(Debug, Clone, Copy)]
pub struct Members<'a>(&'a Object<'a>);

impl<'a> Members<'a> {
    fn new(map: &'a Object<'a>) -> Self {
        Self(map)
    }

    /// The member's JSON, unless it is absent or null.
    pub fn json(&self, name: &str) -> Option<&'a Json<'a>> {
        self.0.get(name).filter(|json| !json.is_null())
    }

    /// Whether the member is there.
    pub fn has(&self, name: &str) -> bool {
        self.json(name).is_some()
    }

    /// A text.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.json(name)?.as_str()
    }

    /// A number without its fraction, as Java's `Integer`: what is beyond its range is its end.
    pub fn integer(&self, name: &str) -> Option<i64> {
        let value = whole(self.json(name)?)?;
        Some(value.clamp(i64::from(i32::MIN), i64::from(i32::MAX)))
    }

    /// A number without its fraction, as Java's `Long`.
    pub fn long(&self, name: &str) -> Option<i64> {
        whole(self.json(name)?)
    }

    /// A flag.
    pub fn flag(&self, name: &str) -> Option<bool> {
        flag(self.json(name)?)
    }

    /// An object whose members are data.
    pub fn map(&self, name: &str) -> Option<&'a Object<'a>> {
        self.json(name)?.as_object()
    }

    /// A list.
    pub fn list(&self, name: &str) -> Option<&'a [Json<'a>]> {
        self.json(name)?.as_array()
    }

    /// A number in thousandths, what is finer left out.
    pub fn thousandths(&self, name: &str) -> Option<i64> {
        self.json(name)?.as_number().map(|number| floor(number, 3))
    }

    /// An object with named members.
    pub fn structure(&self, name: &str) -> Option<Members<'a>> {
        self.map(name).map(Members)
    }

    /// A list of objects with named members. A `null` among them has no member.
    pub fn structures(&self, name: &str) -> Option<Vec<Members<'a>>> {
        self.list(name).map(|list| list.iter().map(Members::from_json).collect())
    }

    /// An element of a list or map as an object with named members.
    pub fn from_json(json: &'a Json<'a>) -> Self {
        static NOTHING: Object<'static> = Object::EMPTY;
        Members(json.as_object().unwrap_or(&NOTHING))
    }
}

/// Values nest at most 32 levels, each of which takes two shapes; reading refuses anything deeper
/// with its own sentence, so checking may stop a little behind that.
const MAX_DEPTH: usize = 80;

/// Whether a whole request body has this shape.
pub fn check<'a>(body: &'a Json<'a>, shape: &'static Structure) -> Result<Members<'a>, ApiError> {
    let Json::Object(map) = body else {
        return Err(ApiError::silent(ErrorKind::Serialization, Rule::BodyIsObject));
    };
    check_members(map, shape, 0, |error, name| match Parameter::from_name(name) {
        Some(parameter) => error.about(parameter),
        None => error,
    })?;
    Ok(Members::new(map))
}

/// Whether one value has this shape.
pub fn check_value(json: &Json<'_>, shape: Shape) -> Result<(), ApiError> {
    check_at(json, shape, 0)
}

/// Of several members that are wrong, the one that the shape names first is told. What is there is
/// looked up in the shape and not the other way round: an attribute value has one member of ten.
fn check_members(
    map: &Object<'_>,
    shape: &'static Structure,
    depth: usize,
    place: impl Fn(ApiError, &'static str) -> ApiError,
) -> Result<(), ApiError> {
    let mut first: Option<(usize, ApiError)> = None;
    for (name, json) in map.iter() {
        let Some(at) = shape.members.iter().position(|(known, _)| *known == name) else { continue };
        let (name, shape) = shape.members[at];
        if first.as_ref().is_none_or(|(before, _)| at < *before)
            && let Err(error) = check_at(json, shape, depth + 1)
        {
            first = Some((at, place(error, name)));
        }
    }
    first.map_or(Ok(()), |(_, error)| Err(error))
}

fn check_at(json: &Json<'_>, shape: Shape, depth: usize) -> Result<(), ApiError> {
    if json.is_null() || depth > MAX_DEPTH {
        return Ok(());
    }
    let inside = depth + 1;
    match (shape, json) {
        (Shape::Text, Json::String(_)) | (Shape::Integer | Shape::Long, Json::Number(_)) => Ok(()),
        (Shape::Flag, Json::Bool(_)) => Ok(()),
        (Shape::Flag, Json::String(text)) if flag_of(text).is_some() => Ok(()),
        (Shape::Blob, Json::String(text)) => blob::check(text),
        (Shape::Structure(structure), Json::Object(map)) => {
            check_members(map, structure, depth, |error, name| error.inside(name))
        }
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
fn mismatch(shape: Shape, json: &Json<'_>) -> String {
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
fn token(json: &Json<'_>) -> &'static str {
    match json {
        Json::Bool(true) => "TRUE_VALUE",
        Json::Bool(false) => "FALSE_VALUE",
        Json::Number(number) if number.contains(['.', 'e', 'E']) => "DECIMAL_VALUE",
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

/// A flag in any of its spellings.
pub fn flag(json: &Json<'_>) -> Option<bool> {
    match json {
        Json::Bool(flag) => Some(*flag),
        Json::String(text) => flag_of(text),
        _ => None,
    }
}

/// The spellings of a flag as a string.
fn flag_of(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" => Some(true),
        "false" | "0" | "no" => Some(false),
        _ => None,
    }
}

fn whole(json: &Json<'_>) -> Option<i64> {
    let number = json.as_number()?;
    number.parse().ok().or_else(|| Some(floor(number, 0)))
}

/// The largest whole number that is not above a JSON number with its point so many places further
/// right; beyond the range of a Long, its end.
fn floor(text: &str, places: i64) -> i64 {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (negative, digits) =
        mantissa.strip_prefix('-').map_or((false, mantissa), |digits| (true, digits));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let huge = if exponent.starts_with('-') { i64::MIN } else { i64::MAX };
    let point = exponent.parse().unwrap_or(huge).saturating_add(whole.len() as i64 + places);
    let mut digits = whole.bytes().chain(part.bytes()).map(|digit| i64::from(digit - b'0'));
    let mut size: i64 = 0;
    for _ in 0..point {
        match digits.next() {
            Some(digit) => size = size.saturating_mul(10).saturating_add(digit),
            None if size == 0 || size == i64::MAX => break,
            None => size = size.saturating_mul(10),
        }
    }
    let rest = i64::from(digits.any(|digit| digit > 0));
    if negative { (-size).saturating_sub(rest) } else { size }
}
