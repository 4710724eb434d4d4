//! The values that an update writes, worked out from the item as it was.

use crate::model::{Item, Set, Value};

use super::{SetOperand, SetValue, UpdateError};

impl SetValue {
    /// The value for an item.
    pub(super) fn of(&self, old: &Item) -> Result<Value, UpdateError> {
        match self {
            SetValue::Operand(operand) => operand.of(old),
            SetValue::Sum(left, right) => add_numbers(&left.of(old)?, &right.of(old)?),
            SetValue::Difference(left, right) => subtract(&left.of(old)?, &right.of(old)?),
        }
    }
}

impl SetOperand {
    fn of(&self, old: &Item) -> Result<Value, UpdateError> {
        match self {
            SetOperand::Value(value) => Ok(value.clone()),
            SetOperand::Path(path) => path.get(old).cloned().ok_or(UpdateError::MissingAttribute),
            SetOperand::IfNotExists(path, other) => match path.get(old) {
                Some(value) => Ok(value.clone()),
                None => other.of(old),
            },
            SetOperand::ListAppend(first, second) => append(first.of(old)?, second.of(old)?),
        }
    }
}

fn append(first: Value, second: Value) -> Result<Value, UpdateError> {
    match (first, second) {
        (Value::L(mut list), Value::L(mut tail)) => {
            list.append(&mut tail);
            Ok(Value::L(list))
        }
        _ => Err(UpdateError::WrongOperandType),
    }
}

fn add_numbers(left: &Value, right: &Value) -> Result<Value, UpdateError> {
    match (left, right) {
        (Value::N(a), Value::N(b)) => a.checked_add(*b).map(Value::N).map_err(UpdateError::Number),
        _ => Err(UpdateError::WrongOperandType),
    }
}

fn subtract(left: &Value, right: &Value) -> Result<Value, UpdateError> {
    match (left, right) {
        (Value::N(a), Value::N(b)) => a.checked_sub(*b).map(Value::N).map_err(UpdateError::Number),
        _ => Err(UpdateError::WrongOperandType),
    }
}

/// What `ADD` makes of a value: a sum, a union, or a longer list. A missing value counts as nothing
/// at all.
pub(super) fn added(old: Option<&Value>, value: &Value) -> Result<Value, UpdateError> {
    match (old, value) {
        (None, value) => Ok(value.clone()),
        (Some(Value::Ss(set)), Value::Ss(more)) => Ok(Value::Ss(set.union(more))),
        (Some(Value::Ns(set)), Value::Ns(more)) => Ok(Value::Ns(set.union(more))),
        (Some(Value::Bs(set)), Value::Bs(more)) => Ok(Value::Bs(set.union(more))),
        (Some(Value::L(list)), Value::L(more)) => Ok(Value::L([&list[..], more].concat())),
        (Some(old), value) => add_numbers(old, value),
    }
}

/// What `DELETE` leaves of a set; `None` when nothing is left.
pub(super) fn without(old: &Value, value: &Value) -> Result<Option<Value>, UpdateError> {
    match (old, value) {
        (Value::Ss(set), Value::Ss(less)) => Ok(difference(set, less, Value::Ss)),
        (Value::Ns(set), Value::Ns(less)) => Ok(difference(set, less, Value::Ns)),
        (Value::Bs(set), Value::Bs(less)) => Ok(difference(set, less, Value::Bs)),
        _ => Err(UpdateError::WrongOperandType),
    }
}

fn difference<T: Ord + Clone>(
    set: &Set<T>,
    less: &Set<T>,
    value: fn(Set<T>) -> Value,
) -> Option<Value> {
    set.difference(less).map(value)
}
