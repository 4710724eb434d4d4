//! How rows are put together: items from pairs of text, dates from day numbers, notes from phrases.
//!
//! Refuses to know any one dataset. Names and recurring words are shared between items, since a
//! hundred thousand rows would otherwise hold a hundred thousand copies of each.

use std::collections::BTreeMap;

use crate::model::random::SplitMix64;
use crate::model::{AttributeName, Item, Value};

/// The value of an attribute of a row to be made.
pub(super) enum Field {
    /// A word that many rows share.
    Word(&'static str),
    /// Text of this row alone.
    Text(String),
    /// A number.
    Number(i64),
    /// A value made before.
    Made(Value),
}

impl From<&'static str> for Field {
    fn from(word: &'static str) -> Self {
        Field::Word(word)
    }
}

impl From<String> for Field {
    fn from(text: String) -> Self {
        Field::Text(text)
    }
}

impl From<&Value> for Field {
    fn from(value: &Value) -> Self {
        Field::Made(value.clone())
    }
}

impl From<i64> for Field {
    fn from(number: i64) -> Self {
        Field::Number(number)
    }
}

/// Makes items whose names and words share their bytes.
#[derive(Default)]
pub(super) struct Composer {
    names: BTreeMap<&'static str, AttributeName>,
    words: BTreeMap<&'static str, Value>,
}

impl Composer {
    /// An item of these attributes.
    pub(super) fn item<const N: usize>(&mut self, fields: [(&'static str, Field); N]) -> Item {
        fields.into_iter().map(|(name, field)| (self.name(name), self.value(field))).collect()
    }

    /// Adds an attribute.
    pub(super) fn add(&mut self, item: &mut Item, name: &'static str, field: impl Into<Field>) {
        let value = self.value(field.into());
        item.insert(self.name(name), value);
    }

    fn name(&mut self, name: &'static str) -> AttributeName {
        let parse = || AttributeName::parse(name).expect("a dataset's attribute names are names");
        self.names.entry(name).or_insert_with(parse).clone()
    }

    fn value(&mut self, field: Field) -> Value {
        match field {
            Field::Word(word) => {
                self.words.entry(word).or_insert_with(|| Value::text(word)).clone()
            }
            Field::Text(text) => Value::text(&text),
            Field::Number(number) => Value::N(number.into()),
            Field::Made(value) => value,
        }
    }
}

/// Pairs of attribute names and anything that can be a field.
macro_rules! fields {
    ($($name:literal : $value:expr),* $(,)?) => {
        [$(($name, $crate::datasets::compose::Field::from($value))),*]
    };
}
pub(super) use fields;

const DAYS_OF_MONTHS: [u64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DAYS_OF_YEAR: u64 = 365;

/// The date this many days into a year, as `2025-12-01`. Leap days are left out: rows need
/// plausible dates, not a calendar.
pub(super) fn date(first_year: u64, days: u64) -> String {
    let year = first_year + days / DAYS_OF_YEAR;
    let mut day = days % DAYS_OF_YEAR;
    let mut month = 1;
    for length in DAYS_OF_MONTHS {
        if day < length {
            break;
        }
        day -= length;
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}", day + 1)
}

const GIVEN_NAMES: [&str; 24] = [
    "Ana", "Aisha", "Bram", "Chidi", "Chloé", "Dario", "Elif", "Emeka", "Farah", "Goran", "Hana",
    "Ines", "Jonas", "Kiran", "Lena", "Mateo", "Nadia", "Oskar", "Priya", "Quentin", "Rosa",
    "Søren", "Tomás", "Yuki",
];
const FAMILY_NAMES: [&str; 24] = [
    "Abara",
    "Bauer",
    "Costa",
    "Dimitrov",
    "Eriksen",
    "Fischer",
    "Gupta",
    "Haddad",
    "Ivanova",
    "Jansen",
    "Kowalski",
    "Lindqvist",
    "Mensah",
    "Nakamura",
    "Okafor",
    "Peña",
    "Quispe",
    "Rossi",
    "Sato",
    "Tanaka",
    "Ueda",
    "Varga",
    "Wójcik",
    "Zhang",
];

/// A person's name, not all of it ASCII.
pub(super) fn person(random: &mut SplitMix64) -> String {
    format!("{} {}", random.pick(&GIVEN_NAMES), random.pick(&FAMILY_NAMES))
}

const PHRASES: [&str; 12] = [
    "Values within the expected range.",
    "Compared with the previous visit, no change worth a note.",
    "Mild deviation; repeat in six weeks.",
    "The sample was taken in the morning, fasting.",
    "Discussed with the patient, who has no complaints.",
    "Image quality good, both sides seen.",
    "No sign of an acute problem.",
    "A second reader agrees with this finding.",
    "Follow the usual plan and call if anything changes.",
    "Medication was checked and stays as it is.",
    "The reference range of this laboratory applies.",
    "Recommend more rest, more water and a short walk each day.",
];

/// Free text of at least this many bytes, made of whole sentences about a patient.
pub(super) fn note(random: &mut SplitMix64, bytes: usize) -> String {
    sentences(random, &PHRASES, bytes)
}

/// Free text of at least this many bytes, made of these sentences.
pub(super) fn sentences<const N: usize>(
    random: &mut SplitMix64,
    phrases: &[&str; N],
    bytes: usize,
) -> String {
    let mut text = String::from(random.pick(phrases));
    while text.len() < bytes {
        text.push(' ');
        text.push_str(random.pick(phrases));
    }
    text
}

/// The number with this many digits after the point: 1250 with two is 12.5.
pub(super) fn decimal(digits: i64, places: u32) -> Value {
    let unit = 10_i64.pow(places);
    let sign = if digits < 0 { "-" } else { "" };
    let (whole, rest) = (digits.abs() / unit, digits.abs() % unit);
    let text = format!("{sign}{whole}.{rest:0width$}", width = places as usize);
    Value::N(text.parse().expect("digits with a point are a number"))
}

/// How long a note is: mostly a line or two; 6 in 100 are over 1 KB and 1 in 100 over 4 KB, so
/// that the rounding to blocks shows on single rows.
pub(super) fn note_bytes(random: &mut SplitMix64) -> usize {
    let bytes = match random.below(100) {
        0 => random.between(4_200, 9_000),
        1..=6 => random.between(1_100, 3_000),
        _ => random.between(20, 240),
    };
    bytes as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates_across_months_and_years() {
        assert_eq!(date(2025, 0), "2025-01-01");
        assert_eq!(date(2025, 31), "2025-02-01");
        assert_eq!(date(2025, 334), "2025-12-01");
        assert_eq!(date(2025, 365), "2026-01-01");
    }

    #[test]
    fn digits_and_places_make_a_decimal() {
        let text = |digits, places| match decimal(digits, places) {
            Value::N(number) => number.to_string(),
            other => panic!("{other:?}"),
        };
        assert_eq!(text(4_999, 2), "49.99");
        assert_eq!(text(1_805, 2), "18.05");
        assert_eq!(text(-7, 1), "-0.7");
        assert_eq!(text(1_200, 2), "12");
    }

    #[test]
    fn a_note_is_as_long_as_asked_and_ends_with_a_sentence() {
        let text = note(&mut SplitMix64::new(3), 4_200);
        assert!((4_200..4_300).contains(&text.len()));
        assert!(text.ends_with('.'));
    }
}
