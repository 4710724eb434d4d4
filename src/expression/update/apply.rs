//! Updates applied to items.
//!
//! Every value is worked out and every place is judged by the item as it was. Only then is
//! anything written: first what gets a value, in ascending order of paths, so that several indexes
//! behind the end of a list append in their order; then what goes, in descending order, so that
//! closing up a list moves no element that is still to be removed.

use crate::model::{Item, Value};

use super::value::{added, without};
use super::{Action, Update, UpdateError, Updated};
use crate::expression::path::{NoWay, Path};

/// The deepest level at which a value may stand; an attribute's own value stands at the first.
const MAX_LEVEL: usize = 32;

/// What an action comes to for one item.
enum Effect {
    Write(Value),
    Remove,
    Nothing,
}

impl Update {
    /// The item after the update. `exists` is false when `old` is only the key of an item to come:
    /// clearing below an attribute that is missing is then no error.
    pub fn apply(&self, old: &Item, exists: bool) -> Result<Updated, UpdateError> {
        self.applied(old, exists).map_err(|error| match error {
            UpdateError::WrongOperandType if self.legacy => UpdateError::TypeMismatch,
            other => other,
        })
    }

    fn applied(&self, old: &Item, exists: bool) -> Result<Updated, UpdateError> {
        let mut writes = Vec::new();
        let mut removals = Vec::new();
        for action in &self.actions {
            match action.effect(old, exists)? {
                Effect::Write(value) => writes.push((action.target(), value)),
                Effect::Remove => removals.push(action.target()),
                Effect::Nothing => {}
            }
        }
        writes.sort_by_key(|(target, _)| *target);
        removals.sort();
        let item = changed(old.clone(), writes, removals)?;
        Ok(Updated { item, touched: self.touched.clone() })
    }
}

fn changed(
    mut item: Item,
    writes: Vec<(&Path, Value)>,
    removals: Vec<&Path>,
) -> Result<Item, UpdateError> {
    for (target, value) in writes {
        check_nesting(target, &value)?;
        target.set(&mut item, value)?;
    }
    for target in removals.into_iter().rev() {
        target.remove(&mut item)?;
    }
    Ok(item)
}

impl Action {
    fn effect(&self, old: &Item, exists: bool) -> Result<Effect, UpdateError> {
        let target = self.target();
        if !target.has_parent(old) {
            return match self.writes() || exists {
                true => Err(self.error_without_parent(old)),
                false => Ok(Effect::Nothing),
            };
        }
        let current = target.get(old);
        match (self, current) {
            (Action::Set { value, .. }, _) => value.of(old).map(Effect::Write),
            (Action::Add { value, .. }, current) => added(current, value).map(Effect::Write),
            (Action::Remove { .. } | Action::Delete { .. }, None) => Ok(Effect::Nothing),
            (Action::Remove { .. }, Some(_)) => Ok(Effect::Remove),
            (Action::Delete { value, .. }, Some(current)) => {
                Ok(without(current, value)?.map_or(Effect::Remove, Effect::Write))
            }
        }
    }

    /// A value that cannot be worked out is reported before a place that does not exist.
    fn error_without_parent(&self, old: &Item) -> UpdateError {
        match self {
            Action::Set { value, .. } => value.of(old).err().unwrap_or(UpdateError::InvalidPath),
            _ => UpdateError::InvalidPath,
        }
    }
}

fn check_nesting(target: &Path, value: &Value) -> Result<(), UpdateError> {
    match target.steps().len() + levels(value) > MAX_LEVEL {
        true => Err(UpdateError::TooDeep),
        false => Ok(()),
    }
}

/// Levels of a value, itself the first.
fn levels(value: &Value) -> usize {
    match value {
        Value::M(map) => 1 + map.iter().map(|(_, member)| levels(member)).max().unwrap_or(0),
        Value::L(list) => 1 + list.iter().map(levels).max().unwrap_or(0),
        _ => 1,
    }
}

impl From<NoWay> for UpdateError {
    fn from(_: NoWay) -> Self {
        UpdateError::InvalidPath
    }
}
