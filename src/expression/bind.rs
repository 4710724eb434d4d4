//! The `#names` and `:values` of one request.
//!
//! Owns what they stand for and which of them were used by any expression of the request
//! (Developer Guide, *Expression attribute names*, *Expression attribute values*). Refuses to know
//! how values are written on the wire.

use crate::model::size::value_size;
use crate::model::{AttributeName, Value};

use super::error::ExpressionError;
use super::lexer::run_length;
use super::{MAX_PLACEHOLDER_BYTES, MAX_SUBSTITUTION_BYTES};

/// `#names` and `:values`, and which of them were used.
#[derive(Debug, Clone, Default)]
pub struct Bindings {
    names: BoundPlaceholders<AttributeName>,
    values: BoundPlaceholders<Value>,
}

/// What placeholders stand for, sorted by placeholder: the parser looks each of them up. A
/// placeholder given twice stands for what it was given last.
type BoundPlaceholders<T> = Vec<(String, Bound<T>)>;

#[derive(Debug, Clone)]
struct Bound<T> {
    meaning: T,
    /// Where it was given, so that unused ones are reported in that order.
    position: usize,
    used: bool,
}

impl Bindings {
    /// Checks both maps, as they were given; `None` is a parameter that the request does not have.
    pub fn new(
        names: Option<Vec<(String, String)>>,
        values: Option<Vec<(String, Value)>>,
    ) -> Result<Self, ExpressionError> {
        // Most requests have no expression.
        if names.is_none() && values.is_none() {
            return Ok(Self::none());
        }
        if names.as_ref().is_some_and(Vec::is_empty) {
            return Err(ExpressionError::EmptyNames);
        }
        // All of the names are checked before the first value is looked at.
        let names = names.unwrap_or_default().into_iter().map(checked_name);
        let names = names.collect::<Result<Vec<_>, _>>()?;
        if values.as_ref().is_some_and(Vec::is_empty) {
            return Err(ExpressionError::EmptyValues);
        }
        let values = values.unwrap_or_default();
        values.iter().try_for_each(|(key, _)| check_value_key(key))?;
        if values.iter().map(|(_, value)| value_size(value)).sum::<usize>() > MAX_SUBSTITUTION_BYTES
        {
            return Err(ExpressionError::ValuesTooLarge);
        }
        Ok(Self { names: sorted(names), values: sorted(values) })
    }

    /// No placeholders.
    pub fn none() -> Self {
        Self::default()
    }

    /// Every placeholder must have been used by now: names first, then values.
    pub fn finish(self) -> Result<(), ExpressionError> {
        if self.names.is_empty() && self.values.is_empty() {
            return Ok(());
        }
        let names = unused(self.names);
        if !names.is_empty() {
            return Err(ExpressionError::UnusedNames(names));
        }
        let values = unused(self.values);
        if !values.is_empty() {
            return Err(ExpressionError::UnusedValues(values));
        }
        Ok(())
    }

    /// What a `#name` stands for. Marks it as used.
    pub(super) fn name(&mut self, placeholder: &str) -> Option<AttributeName> {
        meaning(&mut self.names, placeholder)
    }

    /// What a `:value` stands for. Marks it as used.
    pub(super) fn value(&mut self, placeholder: &str) -> Option<Value> {
        meaning(&mut self.values, placeholder)
    }
}

fn meaning<T: Clone>(bound: &mut BoundPlaceholders<T>, placeholder: &str) -> Option<T> {
    let at = bound.binary_search_by(|(key, _)| key.as_str().cmp(placeholder)).ok()?;
    let (_, bound) = &mut bound[at];
    bound.used = true;
    Some(bound.meaning.clone())
}

fn sorted<T>(pairs: Vec<(String, T)>) -> BoundPlaceholders<T> {
    let numbered = pairs.into_iter().enumerate().rev();
    let mut bound: Vec<_> = numbered
        .map(|(position, (key, meaning))| (key, Bound { meaning, position, used: false }))
        .collect();
    // A stable sort of the reversed pairs puts the last of equal placeholders first.
    bound.sort_by(|(a, _), (b, _)| a.cmp(b));
    bound.dedup_by(|(earlier, _), (last, _)| earlier == last);
    bound
}

fn unused<T>(bound: BoundPlaceholders<T>) -> Vec<String> {
    let left = bound.into_iter().filter(|(_, bound)| !bound.used);
    let mut left: Vec<(usize, String)> = left.map(|(key, bound)| (bound.position, key)).collect();
    left.sort_by_key(|(position, _)| *position);
    left.into_iter().map(|(_, key)| key).collect()
}

fn checked_name((key, name): (String, String)) -> Result<(String, AttributeName), ExpressionError> {
    // The service looks at the length first.
    if key.len() > MAX_PLACEHOLDER_BYTES {
        return Err(ExpressionError::NameKeyTooLong(key));
    }
    if !is_placeholder(&key, '#') {
        return Err(ExpressionError::NameKeySyntax(key));
    }
    match AttributeName::parse(&name) {
        Ok(name) => Ok((key, name)),
        Err(error) => Err(ExpressionError::BadAttributeName { placeholder: key, error }),
    }
}

fn check_value_key(key: &str) -> Result<(), ExpressionError> {
    if key.len() > MAX_PLACEHOLDER_BYTES {
        return Err(ExpressionError::ValueKeyTooLong(key.to_owned()));
    }
    if !is_placeholder(key, ':') {
        return Err(ExpressionError::ValueKeySyntax(key.to_owned()));
    }
    Ok(())
}

fn is_placeholder(key: &str, mark: char) -> bool {
    key.strip_prefix(mark).is_some_and(|rest| !rest.is_empty() && run_length(rest) == rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NameError;

    fn names(pairs: &[(&str, &str)]) -> Result<Bindings, ExpressionError> {
        let owned = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Bindings::new(Some(owned), None)
    }

    fn values(keys: &[&str]) -> Result<Bindings, ExpressionError> {
        Bindings::new(None, Some(keys.iter().map(|k| ((*k).to_owned(), Value::Null)).collect()))
    }

    #[test]
    fn maps_are_checked_as_they_come() {
        assert_eq!(names(&[]).unwrap_err(), ExpressionError::EmptyNames);
        assert_eq!(values(&[]).unwrap_err(), ExpressionError::EmptyValues);
        for key in ["x", "#", "#a-b", ":a", ""] {
            let error = names(&[(key, "a")]).unwrap_err();
            assert_eq!(error, ExpressionError::NameKeySyntax(key.into()));
        }
        assert_eq!(values(&["#a"]).unwrap_err(), ExpressionError::ValueKeySyntax("#a".into()));
        let long = format!(":{}", "x".repeat(255));
        assert_eq!(values(&[&long]).unwrap_err(), ExpressionError::ValueKeyTooLong(long));
        let empty = ExpressionError::BadAttributeName {
            placeholder: "#a".into(),
            error: NameError::TooShort,
        };
        assert_eq!(names(&[("#a", "")]).unwrap_err(), empty);
    }

    #[test]
    fn unused_placeholders_are_reported_in_the_order_given() {
        let mut bindings = names(&[("#z", "z"), ("#b", "b"), ("#a", "a")]).unwrap();
        assert_eq!(bindings.name("#b").unwrap().as_str(), "b");
        let unused = ExpressionError::UnusedNames(vec!["#z".into(), "#a".into()]);
        assert_eq!(bindings.finish().unwrap_err(), unused);
        let mut bindings = values(&[":a"]).unwrap();
        assert_eq!(bindings.value(":b"), None);
        assert_eq!(bindings.value(":a"), Some(Value::Null));
        assert_eq!(bindings.finish(), Ok(()));
    }
}
