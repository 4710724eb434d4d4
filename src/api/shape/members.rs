//! The members of an object whose shape was checked.
//!
//! Owns the reading of JSON types that have several spellings. An accessor asked for another type
//! than the shape has answers `None`; it never fails.

use serde_json::{Map, Value as Json};

/// An object whose members have their shapes.
#[derive(Debug, Clone, Copy)]
pub struct Members<'a>(&'a Map<String, Json>);

impl<'a> Members<'a> {
    pub(super) fn new(map: &'a Map<String, Json>) -> Self {
        Self(map)
    }

    /// The member's JSON, unless it is absent or null.
    pub fn json(&self, name: &str) -> Option<&'a Json> {
        find(self.0, name).filter(|json| !json.is_null())
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
        match self.json(name)? {
            Json::Bool(flag) => Some(*flag),
            Json::String(text) => flag_of(text),
            _ => None,
        }
    }

    /// An object whose members are data.
    pub fn map(&self, name: &str) -> Option<&'a Map<String, Json>> {
        self.json(name)?.as_object()
    }

    /// A list.
    pub fn list(&self, name: &str) -> Option<&'a [Json]> {
        self.json(name)?.as_array().map(Vec::as_slice)
    }

    /// A number in thousandths, what is finer left out.
    pub fn thousandths(&self, name: &str) -> Option<i64> {
        self.json(name)?.as_number().map(|number| floor(number.as_str(), 3))
    }

    /// An object with named members.
    pub fn structure(&self, name: &str) -> Option<Members<'a>> {
        self.map(name).map(Members)
    }

    /// A list of objects with named members. A `null` among them has no member.
    pub fn structures(&self, name: &str) -> Option<Vec<Members<'a>>> {
        self.list(name).map(|list| list.iter().map(Members::of).collect())
    }

    /// An element of a list or map as an object with named members.
    pub fn of(json: &'a Json) -> Self {
        static NOTHING: std::sync::LazyLock<Map<String, Json>> = std::sync::LazyLock::new(Map::new);
        Members(json.as_object().unwrap_or(&NOTHING))
    }
}

/// Up to so many members, comparing their names beats hashing one.
const FEW: usize = 16;

/// The member with this name.
pub(super) fn find<'a>(map: &'a Map<String, Json>, name: &str) -> Option<&'a Json> {
    match map.len() {
        0..=FEW => map.iter().find(|(known, _)| *known == name).map(|(_, json)| json),
        _ => map.get(name),
    }
}

/// The spellings of a flag as a string.
pub(super) fn flag_of(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" => Some(true),
        "false" | "0" | "no" => Some(false),
        _ => None,
    }
}

fn whole(json: &Json) -> Option<i64> {
    json.as_i64().or_else(|| json.as_number().map(|number| floor(number.as_str(), 0)))
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
