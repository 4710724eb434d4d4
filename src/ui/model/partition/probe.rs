//! The key prober: where a partition key value would live.
//!
//! Owns reading a typed text as a key value of the schema's type, and the text of a key. Refuses to
//! know the hash function: that is the model's.

use crate::model::key::{KeyError, KeyRole, KeyScalar};
use crate::model::keycode::partition_hash;
use crate::model::{AttributeName, KeyAttribute, PartitionHash, ScalarType, Value};

/// A key value's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Probe {
    /// Its hash.
    pub hash: PartitionHash,
}

impl Probe {
    /// The hash in hexadecimal, in groups of four digits.
    pub fn hash_text(self) -> String {
        let digits = format!("{:016x}", self.hash.0);
        [&digits[..4], &digits[4..8], &digits[8..12], &digits[12..]].join(" ")
    }
}

/// Why a text is no key value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProbeProblem {
    /// Nothing was typed for this attribute yet.
    Blank,
    /// The attribute is a number and the text is none.
    NotANumber(AttributeName),
    /// Over 2,048 bytes.
    TooLong(AttributeName),
}

impl ProbeProblem {
    /// One sentence on what to do.
    pub fn words(&self) -> String {
        match self {
            Self::Blank => "Enter a partition key value to see its partition.".into(),
            Self::NotANumber(name) => {
                format!("{name} has the type number. Enter a number, such as 42.")
            }
            Self::TooLong(name) => format!("Shorten {name} to at most 2,048 bytes."),
        }
    }
}

/// Where the key with these typed texts would live, one text for each partition key attribute.
/// A binary attribute takes the bytes of the text.
pub fn probe(keys: &[KeyAttribute], texts: &[String]) -> Result<Probe, ProbeProblem> {
    let blank = String::new();
    let texts = texts.iter().chain(std::iter::repeat(&blank));
    let scalars = keys.iter().zip(texts).map(|(key, text)| scalar(key, text));
    Ok(Probe { hash: partition_hash(&scalars.collect::<Result<Vec<_>, _>>()?) })
}

fn scalar(key: &KeyAttribute, text: &str) -> Result<KeyScalar, ProbeProblem> {
    let value = match key.kind {
        ScalarType::S => Value::text(text),
        ScalarType::B => Value::B(text.as_bytes().into()),
        ScalarType::N if text.trim().is_empty() => return Err(ProbeProblem::Blank),
        ScalarType::N => match text.trim().parse() {
            Ok(number) => Value::N(number),
            Err(_) => return Err(ProbeProblem::NotANumber(key.name.clone())),
        },
    };
    KeyScalar::from_value(&value, key.kind, KeyRole::Partition).map_err(|error| match error {
        KeyError::TooLong(_) => ProbeProblem::TooLong(key.name.clone()),
        KeyError::Empty(_) | KeyError::Missing | KeyError::WrongType { .. } => ProbeProblem::Blank,
    })
}

/// The text of partition key values, as a table shows it.
pub fn key_text(values: &[Value]) -> String {
    values.iter().map(value_text).collect::<Vec<_>>().join(" · ")
}

fn value_text(value: &Value) -> String {
    match value {
        Value::S(text) => text.to_string(),
        Value::N(number) => number.to_string(),
        Value::B(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        other => other.kind().tag().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(kind: ScalarType) -> Vec<KeyAttribute> {
        vec![KeyAttribute { name: AttributeName::parse("PK").unwrap(), kind }]
    }

    fn probe_one(kind: ScalarType, text: &str) -> Result<Probe, ProbeProblem> {
        probe(&key(kind), &[text.to_string()])
    }

    #[test]
    fn a_typed_key_has_the_hash_that_storage_gives_it() {
        let hash = partition_hash(&[KeyScalar::S("PATIENT#123".into())]);
        let probe = probe_one(ScalarType::S, "PATIENT#123").unwrap();
        assert_eq!(probe.hash, hash);
        assert_eq!(probe.hash_text().replace(' ', ""), format!("{:016x}", hash.0));
    }

    #[test]
    fn equal_numbers_live_in_one_place() {
        assert_eq!(probe_one(ScalarType::N, "1.0"), probe_one(ScalarType::N, " 1 "));
    }

    #[test]
    fn what_is_no_key_says_why() {
        let name = AttributeName::parse("PK").unwrap();
        assert_eq!(probe_one(ScalarType::S, ""), Err(ProbeProblem::Blank));
        assert_eq!(probe(&key(ScalarType::S), &[]), Err(ProbeProblem::Blank));
        assert_eq!(probe_one(ScalarType::N, "one"), Err(ProbeProblem::NotANumber(name.clone())));
        let long = "x".repeat(2_049);
        assert_eq!(probe_one(ScalarType::S, &long), Err(ProbeProblem::TooLong(name)));
    }

    #[test]
    fn keys_of_several_values_are_written_side_by_side() {
        let number = Value::N("7".parse().unwrap());
        assert_eq!(key_text(&[Value::text("a"), number]), "a · 7");
    }
}
