//! The parameters that expressions have replaced.
//!
//! Owns how they are written, what they may not be combined with, and the order of their checks.
//! Refuses to know what they mean: [`crate::expression`] makes conditions and updates of them.

use crate::api::error::{ApiError, Constraints, Parameter};
use crate::api::json::{Json, Object, read_value, top_level_name};
use crate::api::shape::Members;
use crate::expression::{
    Condition, KeyCondition, LegacyAction, LegacyError, LegacyOperator, ProjectionPaths, Update,
};
use crate::model::{AttributeName, Value};

/// Most names of `AttributesToGet`.
const MAX_NAMES: usize = 255;

/// Refuses legacy parameters beside expressions.
pub fn check_alone(
    legacy: Vec<&'static str>,
    expressions: Vec<&'static str>,
) -> Result<(), ApiError> {
    match legacy.is_empty() || expressions.is_empty() {
        true => Ok(()),
        false => Err(LegacyError::WithExpressions { legacy, expressions }.into()),
    }
}

/// `AttributesToGet`: notes how many names there may be.
pub fn check_names(constraints: &mut Constraints, path: &str, members: Members<'_>) {
    if let Some(list) = members.list("AttributesToGet") {
        let names: Vec<&str> = list.iter().filter_map(Json::as_str).collect();
        constraints.length(
            path,
            format_args!("[{}]", names.join(", ")),
            list.len(),
            (1, MAX_NAMES),
        );
    }
}

/// `AttributesToGet`
pub fn attributes_to_get(members: Members<'_>) -> Result<Option<ProjectionPaths>, ApiError> {
    let Some(list) = members.list("AttributesToGet") else { return Ok(None) };
    let mut names: Vec<AttributeName> = Vec::with_capacity(list.len());
    for text in list.iter().filter_map(Json::as_str) {
        let about = |error: ApiError| error.about(Parameter::AttributesToGet);
        let name = top_level_name(text).map_err(|error| about(error.into()))?;
        if names.contains(&name) {
            return Err(about(LegacyError::DuplicateName(text.to_owned()).into()));
        }
        names.push(name);
    }
    Ok(Some(ProjectionPaths::from_legacy(names)))
}

/// One member of a map of conditions: its attribute and its operator, if it has one.
struct Entry<'a> {
    name: &'a str,
    members: Members<'a>,
    operator: Option<LegacyOperator>,
}

/// `Expected`, `QueryFilter` or `ScanFilter`, and the `ConditionalOperator` between its members.
pub struct Joined<'a> {
    parameter: Parameter,
    entries: Vec<Entry<'a>>,
    operator: Option<bool>,
}

impl<'a> Joined<'a> {
    /// Reads this parameter.
    pub fn read(constraints: &mut Constraints, members: Members<'a>, parameter: Parameter) -> Self {
        let choices = [("OR", true), ("AND", false)];
        let given = members.text("ConditionalOperator");
        let operator = constraints.choice("conditionalOperator", given, &choices);
        Self { parameter, entries: entries(constraints, members, parameter), operator }
    }

    /// There must be two conditions to be joined.
    pub fn check(&self) -> Result<(), ApiError> {
        let error = match (self.operator, self.entries.len()) {
            (Some(_), 0) => LegacyError::NothingToJoin,
            (Some(_), 1) => LegacyError::OneToJoin,
            _ => return Ok(()),
        };
        Err(ApiError::from(error).about(Parameter::ConditionalOperator))
    }

    /// A filter as a condition.
    pub fn filter(&self) -> Result<Option<Condition>, ApiError> {
        self.joined(Entry::condition)
    }

    /// `Expected` as a condition.
    pub fn expected(&self) -> Result<Option<Condition>, ApiError> {
        self.joined(Entry::expectation)
    }

    fn joined(
        &self,
        condition: fn(&Entry<'a>) -> Result<Condition, ApiError>,
    ) -> Result<Option<Condition>, ApiError> {
        let conditions: Result<_, ApiError> = self.entries.iter().map(condition).collect();
        let conditions = conditions.map_err(|error| error.about(self.parameter))?;
        Ok(Condition::joined(conditions, self.operator.unwrap_or(false)))
    }
}

/// `KeyConditions`
pub struct KeyConditions<'a>(Option<Vec<Entry<'a>>>);

impl<'a> KeyConditions<'a> {
    /// Reads the parameter.
    pub fn read(constraints: &mut Constraints, members: Members<'a>) -> Self {
        let given = members.has("KeyConditions");
        Self(given.then(|| entries(constraints, members, Parameter::KeyConditions)))
    }

    /// The key condition, if it is given so.
    pub fn condition(&self) -> Result<Option<KeyCondition>, ApiError> {
        let Some(entries) = &self.0 else { return Ok(None) };
        let conditions: Result<_, ApiError> = entries.iter().map(Entry::condition).collect();
        let conditions = conditions.map_err(|error| error.about(Parameter::KeyConditions))?;
        Ok(Some(KeyCondition::from_legacy(conditions)))
    }
}

/// The members of a map of conditions. Everywhere but in `Expected` each must have an operator.
fn entries<'a>(
    constraints: &mut Constraints,
    members: Members<'a>,
    parameter: Parameter,
) -> Vec<Entry<'a>> {
    let (first, rest) = parameter.name().split_at(1);
    let parent = format!("{}{rest}", first.to_ascii_lowercase());
    let map = members.map(parameter.name()).into_iter().flat_map(Object::iter);
    let entry = |(name, json): (&'a str, &'a Json<'a>)| {
        let members = Members::from_json(json);
        let path = format!("{parent}.{name}.member.comparisonOperator");
        let given = members.text("ComparisonOperator");
        if parameter != Parameter::Expected {
            constraints.require(&path, given.is_some());
        }
        let operator = constraints.choice(&path, given, &LegacyOperator::ALL);
        Entry { name, members, operator }
    };
    map.map(entry).collect()
}

impl Entry<'_> {
    /// A member of a filter or of `KeyConditions`, which has an operator.
    fn condition(&self) -> Result<Condition, ApiError> {
        let operator = self.operator.unwrap_or(LegacyOperator::Equal);
        let values = self.list()?;
        Ok(operator.condition(top_level_name(self.name)?, values)?)
    }

    /// A member of `Expected`: an operator with values, or a value, or that there is none.
    fn expectation(&self) -> Result<Condition, ApiError> {
        let has = |member| self.members.has(member);
        let name = || self.name.to_owned();
        if has("AttributeValueList") && has("Value") {
            return Err(LegacyError::ValueAndList(name()).into());
        }
        match self.operator {
            Some(_) if has("Exists") => Err(LegacyError::ExistsAndOperator(name()).into()),
            Some(operator)
                if !operator.is_unary() && !has("AttributeValueList") && !has("Value") =>
            {
                Err(LegacyError::OperatorAlone(operator, name()).into())
            }
            Some(operator) => {
                let mut values = self.list()?;
                values.extend(self.value()?);
                Ok(operator.condition(top_level_name(self.name)?, values)?)
            }
            None if has("AttributeValueList") => Err(LegacyError::ListAlone(name()).into()),
            None => self.existence(),
        }
    }

    /// `Exists` and `Value` without an operator.
    fn existence(&self) -> Result<Condition, ApiError> {
        let exists = self.members.flag("Exists");
        let name = || self.name.to_owned();
        match (exists, self.members.has("Value")) {
            (Some(false), true) => Err(LegacyError::ValueOfNothing(name()).into()),
            (Some(false), false) => Ok(Condition::missing(top_level_name(self.name)?)),
            (_, false) => {
                Err(LegacyError::ValueMissing { exists: exists.is_some(), name: name() }.into())
            }
            (_, true) => {
                let value = self.value()?.into_iter().collect();
                Ok(LegacyOperator::Equal.condition(top_level_name(self.name)?, value)?)
            }
        }
    }

    fn value(&self) -> Result<Option<Value>, ApiError> {
        Ok(self.members.json("Value").map(read_value).transpose()?)
    }

    fn list(&self) -> Result<Vec<Value>, ApiError> {
        let list = self.members.list("AttributeValueList").unwrap_or_default();
        Ok(list.iter().map(read_value).collect::<Result<_, _>>()?)
    }
}

/// `AttributeUpdates`
pub struct AttributeUpdates<'a>(Vec<(&'a str, Members<'a>, LegacyAction)>);

impl<'a> AttributeUpdates<'a> {
    /// Reads the parameter.
    pub fn read(constraints: &mut Constraints, members: Members<'a>) -> Self {
        let map = members.map("AttributeUpdates").into_iter().flat_map(Object::iter);
        let update = |(name, json): (&'a str, &'a Json<'a>)| {
            let members = Members::from_json(json);
            let path = format!("attributeUpdates.{name}.member.action");
            let action = constraints.choice(&path, members.text("Action"), &LegacyAction::ALL);
            (name, members, action.unwrap_or(LegacyAction::Put))
        };
        Self(map.map(update).collect())
    }

    /// The update, if there is anything to do.
    pub fn update(&self) -> Result<Option<Update>, ApiError> {
        let action = |(name, members, action): &(&str, Members<'_>, LegacyAction)| {
            let value = members.json("Value").map(read_value).transpose()?;
            Ok(action.action(top_level_name(name)?, value)?)
        };
        let actions: Result<_, ApiError> = self.0.iter().map(action).collect();
        let actions = actions.map_err(|error| error.about(Parameter::AttributeUpdates))?;
        Ok(Update::from_legacy(actions))
    }
}
