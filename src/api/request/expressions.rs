//! The expressions of a request, bound to its names and values.
//!
//! Owns the order in which they are checked: the maps of names and values, then Update, Condition,
//! KeyCondition, Filter, Projection, then what was given and not used. Callers ask in that order.

use super::legacy;
use crate::api::error::{ApiError, Parameter, ValueError};
use crate::api::json::{Json, Object, read_value};
use crate::api::shape::Members;
use crate::expression::{
    Bindings, Condition, ExpressionError, ExpressionKind, KeyCondition, ProjectionPaths, Update,
    parse_condition, parse_key_condition, parse_projection, parse_update,
};
use crate::model::Value;
use crate::model::size::value_size;

/// What expressions an operation takes.
pub struct Accepted {
    /// Its expression parameters, in the order in which a sentence lists them.
    pub kinds: &'static [ExpressionKind],
    /// The parameters that they have replaced.
    pub legacy: &'static [&'static str],
}

/// The expressions of one request.
pub struct Expressions<'a> {
    members: Members<'a>,
    bindings: Bindings,
    value_bytes: usize,
}

impl Accepted {
    /// Whether the request's parameters go together: no legacy ones beside expressions, no names or
    /// values without an expression to use them.
    pub fn check(&self, members: Members<'_>) -> Result<(), ApiError> {
        let legacy = self.legacy_of(members);
        if !legacy.is_empty() {
            legacy::check_alone(legacy, self.expressions_of(members))?;
        }
        let given = |kind: &ExpressionKind| members.has(kind.parameter());
        if members.has("ExpressionAttributeNames") && !self.kinds.iter().any(given) {
            return Err(ExpressionError::NamesWithoutExpression.into());
        }
        let takes_values = |kind: &&ExpressionKind| **kind != ExpressionKind::Projection;
        if members.has("ExpressionAttributeValues") {
            let takers = self.kinds.iter().filter(takes_values).copied();
            let takers: Vec<ExpressionKind> = takers.collect();
            if !takers.is_empty() && !takers.iter().any(given) {
                return Err(ExpressionError::ValuesWithoutExpression(takers).into());
            }
        }
        Ok(())
    }

    /// The expressions that are given.
    pub fn expressions_of(&self, members: Members<'_>) -> Vec<&'static str> {
        let names = self.kinds.iter().map(|kind| kind.parameter());
        names.filter(|name| members.has(name)).collect()
    }

    /// The legacy parameters that are given. `KeyConditions` goes with every expression but the
    /// one that has replaced it.
    pub fn legacy_of(&self, members: Members<'_>) -> Vec<&'static str> {
        let replaced = members.has(ExpressionKind::KeyCondition.parameter());
        let counts = |name: &&&str| members.has(name) && (replaced || **name != "KeyConditions");
        self.legacy.iter().filter(counts).copied().collect()
    }
}

impl<'a> Expressions<'a> {
    /// Reads the maps of names and values.
    pub fn bind(members: Members<'a>) -> Result<Self, ApiError> {
        let Some(json) = members.map("ExpressionAttributeValues") else {
            return Self::bind_names(members);
        };
        let names = members.map("ExpressionAttributeNames").map(names);
        match values(json) {
            Ok(values) => {
                let value_bytes = values.iter().map(|(_, value)| value_size(value)).sum();
                Ok(Self { members, bindings: Bindings::new(names, Some(values))?, value_bytes })
            }
            Err(error) => {
                // The spelling of every placeholder is checked before any value.
                let placeholders =
                    json.iter().map(|(key, _)| (key.to_owned(), Value::Null)).collect();
                Bindings::new(names, Some(placeholders))?;
                Err(error)
            }
        }
    }

    /// Reads the map of names, for an operation that takes no values.
    pub fn bind_names(members: Members<'a>) -> Result<Self, ApiError> {
        let names = members.map("ExpressionAttributeNames").map(names);
        Ok(Self { members, bindings: Bindings::new(names, None)?, value_bytes: 0 })
    }

    /// The size of all values together.
    pub fn value_bytes(&self) -> usize {
        self.value_bytes
    }

    /// `UpdateExpression`
    pub fn update(&mut self) -> Result<Option<Update>, ApiError> {
        self.parse(ExpressionKind::Update, parse_update)
    }

    /// `ConditionExpression`
    pub fn condition(&mut self) -> Result<Option<Condition>, ApiError> {
        let kind = ExpressionKind::Condition;
        self.parse(kind, |text, bindings| parse_condition(text, kind, bindings))
    }

    /// `KeyConditionExpression`
    pub fn key_condition(&mut self) -> Result<Option<KeyCondition>, ApiError> {
        self.parse(ExpressionKind::KeyCondition, parse_key_condition)
    }

    /// `FilterExpression`
    pub fn filter(&mut self) -> Result<Option<Condition>, ApiError> {
        let kind = ExpressionKind::Filter;
        self.parse(kind, |text, bindings| parse_condition(text, kind, bindings))
    }

    /// `ProjectionExpression`
    pub fn projection(&mut self) -> Result<Option<ProjectionPaths>, ApiError> {
        self.parse(ExpressionKind::Projection, parse_projection)
    }

    /// Every name and value must have been used.
    pub fn finish(self) -> Result<(), ApiError> {
        Ok(self.bindings.finish()?)
    }

    fn parse<T>(
        &mut self,
        kind: ExpressionKind,
        parse: impl FnOnce(&str, &mut Bindings) -> Result<T, ExpressionError>,
    ) -> Result<Option<T>, ApiError> {
        let text = self.members.text(kind.parameter());
        Ok(text.map(|text| parse(text, &mut self.bindings)).transpose()?)
    }
}

fn names(json: &Object<'_>) -> Vec<(String, String)> {
    let name = |json: &Json<'_>| json.as_str().unwrap_or_default().to_owned();
    json.iter().map(|(key, json)| (key.to_owned(), name(json))).collect()
}

fn values(json: &Object<'_>) -> Result<Vec<(String, Value)>, ApiError> {
    let value = |(key, json): (&str, &Json<'_>)| match read_value(json) {
        Ok(value) => Ok((key.to_owned(), value)),
        // These two are found wherever a value stands, before it is known to be an expression's.
        Err(error @ (ValueError::FalseNull | ValueError::TooDeep)) => {
            Err(ApiError::from(error).about(Parameter::ExpressionAttributeValues).naming(key))
        }
        Err(error) => {
            let error = ApiError::from(error).rephrased(|inner| {
                format!("ExpressionAttributeValues contains invalid value: {inner} for key {key}")
            });
            Err(error.about(Parameter::ExpressionAttributeValues).naming(key))
        }
    };
    json.iter().map(value).collect()
}
