//! The values that an update writes, worked out from the item as it was.

use crate::model::{Item, Number, NumberError, Set, Value};

use super::{SetOperand, SetValue, UpdateError};

impl SetValue {
    /// The value for an item.
    pub(super) fn of(&self, old: &Item) -> Result<Value, UpdateError> {
        match self {
            SetValue::Operand(operand) => operand.of(old),
            SetValue::Sum(left, right) => sum(left.number(old)?.checked_add(right.number(old)?)),
            SetValue::Difference(left, right) => {
                sum(left.number(old)?.checked_sub(right.number(old)?))
            }
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
            SetOperand::ListAppend(first, second) => {
                let mut list = first.list(old)?;
                list.append(&mut second.list(old)?);
                Ok(Value::L(list))
            }
        }
    }

    /// The operand of a sum. One of the wrong type is refused before the next is looked at.
    fn number(&self, old: &Item) -> Result<Number, UpdateError> {
        match self.of(old)? {
            Value::N(number) => Ok(number),
            _ => Err(UpdateError::WrongOperandType),
        }
    }

    fn list(&self, old: &Item) -> Result<Vec<Value>, UpdateError> {
        match self.of(old)? {
            Value::L(list) => Ok(list),
            _ => Err(UpdateError::WrongOperandType),
        }
    }
}

fn sum(result: Result<Number, NumberError>) -> Result<Value, UpdateError> {
    result.map(Value::N).map_err(UpdateError::Number)
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
        (Some(Value::N(old)), Value::N(more)) => sum(old.checked_add(*more)),
        _ => Err(UpdateError::WrongOperandType),
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
