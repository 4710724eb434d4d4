//! Whether an item meets a condition.
//!
//! Owns the rules for missing attributes and mixed types (Developer Guide, *Condition and filter
//! expressions, operators, and functions*). Refuses to know what follows from the answer.
//! Deciding allocates nothing: filters ask this of every item they read.

use std::cmp::Ordering;

use crate::model::{Item, Value};

use super::ast::{Comparator, Condition, Operand};
use super::functions::{begins_with, contains, size};

/// What an operand is for one item.
enum Seen<'a> {
    Value(&'a Value),
    /// The result of `size`, always a number.
    Size(Value),
    /// The path leads nowhere.
    Missing,
    /// `size` of something that has none. It makes every comparison false, even `<>`.
    NoSize,
}

impl Seen<'_> {
    fn value(&self) -> Option<&Value> {
        match self {
            Seen::Value(value) => Some(value),
            Seen::Size(number) => Some(number),
            Seen::Missing | Seen::NoSize => None,
        }
    }
}

impl Operand {
    fn see<'a>(&'a self, item: &'a Item) -> Seen<'a> {
        match self {
            Operand::Path(path) => path.get(item).map_or(Seen::Missing, Seen::Value),
            Operand::Value(value) => Seen::Value(value),
            Operand::Size(inner) => match inner.see(item).value().and_then(size) {
                Some(number) => Seen::Size(number),
                None => Seen::NoSize,
            },
        }
    }
}

impl Condition {
    /// Whether the item meets the condition. An item that does not exist is one without attributes.
    pub fn holds(&self, item: &Item) -> bool {
        match self {
            Condition::All(parts) => parts.iter().all(|part| part.holds(item)),
            Condition::Any(parts) => parts.iter().any(|part| part.holds(item)),
            Condition::Not(part) => !part.holds(item),
            Condition::Compare { left, comparator, right } => {
                comparator.holds(&left.see(item), &right.see(item))
            }
            Condition::Between { operand, low, high } => {
                let seen = operand.see(item);
                Comparator::GreaterOrEqual.holds(&seen, &low.see(item))
                    && Comparator::LessOrEqual.holds(&seen, &high.see(item))
            }
            Condition::In { operand, candidates } => {
                let seen = operand.see(item);
                candidates.iter().any(|c| Comparator::Equal.holds(&seen, &c.see(item)))
            }
            Condition::Exists(path) => path.get(item).is_some(),
            Condition::NotExists(path) => path.get(item).is_none(),
            Condition::HasType { operand, kind } => {
                operand.see(item).value().is_some_and(|value| value.kind() == *kind)
            }
            Condition::BeginsWith { operand, prefix } => both(operand, prefix, item, begins_with),
            Condition::Contains { operand, element } => both(operand, element, item, contains),
        }
    }
}

/// Tests two operands, both of which must exist.
fn both(a: &Operand, b: &Operand, item: &Item, test: fn(&Value, &Value) -> bool) -> bool {
    match (a.see(item).value(), b.see(item).value()) {
        (Some(a), Some(b)) => test(a, b),
        _ => false,
    }
}

impl Comparator {
    fn holds(self, left: &Seen<'_>, right: &Seen<'_>) -> bool {
        if matches!(left, Seen::NoSize) || matches!(right, Seen::NoSize) {
            return false;
        }
        match (left.value(), right.value()) {
            (Some(left), Some(right)) => self.holds_between(left, right),
            _ => self == Comparator::NotEqual,
        }
    }

    fn holds_between(self, left: &Value, right: &Value) -> bool {
        match self {
            Comparator::Equal => left == right,
            Comparator::NotEqual => left != right,
            _ => left.order(right).is_some_and(|order| self.admits(order)),
        }
    }

    fn admits(self, order: Ordering) -> bool {
        match self {
            Comparator::Equal => order.is_eq(),
            Comparator::NotEqual => order.is_ne(),
            Comparator::Less => order.is_lt(),
            Comparator::LessOrEqual => order.is_le(),
            Comparator::Greater => order.is_gt(),
            Comparator::GreaterOrEqual => order.is_ge(),
        }
    }
}
