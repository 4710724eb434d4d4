//! `WHERE` taken apart by a key: what selects item collections, what selects a range of them, and
//! what is left to be a filter.

use std::cmp::Ordering;

use crate::expression::{Comparator, Condition, KeyCondition, Operand, Path};
use crate::model::{AttributeName, Item, KeySchema, Value};

/// How a condition reaches items: collection by collection, each by a key condition.
pub(in crate::engine) struct Access {
    /// For each collection the equality on every partition key attribute.
    pub(in crate::engine) collections: Vec<Vec<Condition>>,
    /// The conditions on the sort key.
    range: Vec<Condition>,
    /// Everything else.
    pub(in crate::engine) rest: Vec<Condition>,
    /// Whether the sort key, if there is one, is given whole.
    pub(in crate::engine) exact: bool,
}

impl Access {
    /// Takes a condition apart. `None` when it does not name the collections: then only a scan
    /// finds the items.
    pub(in crate::engine) fn from_condition(
        keys: &KeySchema,
        condition: &Condition,
    ) -> Option<Self> {
        let mut rest = parts(condition.clone());
        let collections = collections(keys, &mut rest)?;
        let mut range = Vec::new();
        for attribute in &keys.sort {
            let asks = |part: &Condition| asks_range(part, &attribute.name);
            let Some(part) = take(&mut rest, asks) else { break };
            let equal = equality(&part).is_some();
            range.push(part);
            if !equal {
                break;
            }
        }
        let exact = range.len() == keys.sort.len() && range.iter().all(|p| equality(p).is_some());
        Some(Self { collections, range, rest, exact })
    }

    /// The key condition of one of the collections.
    pub(in crate::engine) fn key_condition(&self, collection: usize) -> KeyCondition {
        let partition = self.collections.get(collection).into_iter().flatten();
        KeyCondition::new(Condition::All(partition.chain(&self.range).cloned().collect()))
    }

    /// Every value that a key condition gives a key attribute.
    pub(in crate::engine) fn key_values(&self) -> impl Iterator<Item = (&AttributeName, &Value)> {
        self.collections.iter().flatten().chain(&self.range).flat_map(compared)
    }

    /// Puts the collections in the order of their partition key values.
    pub(in crate::engine) fn sort_collections(&mut self, descending: bool) {
        self.collections.sort_by(|a, b| {
            // They have one type: the key attribute's.
            let values = value_of(a).zip(value_of(b));
            let order = values.and_then(|(a, b)| a.order(b)).unwrap_or(Ordering::Equal);
            if descending { order.reverse() } else { order }
        });
    }
}

/// The key that a condition gives whole by equality, and the rest of the condition.
pub(in crate::engine) fn take_key(
    keys: &KeySchema,
    condition: Option<Condition>,
) -> Option<(Item, Vec<Condition>)> {
    let mut rest = condition.map(parts).unwrap_or_default();
    let mut key = Item::new();
    for attribute in keys.attributes() {
        let part = take(&mut rest, |part| equals(part, &attribute.name))?;
        let (name, value) = equality(&part)?;
        key.insert(name.clone(), value.clone());
    }
    Some((key, rest))
}

/// A key attribute that the condition makes equal to a second value.
pub(in crate::engine) fn twice_equal(key: &Item, rest: &[Condition]) -> Option<AttributeName> {
    let mut equal = rest.iter().filter_map(equality);
    let other = |(name, value): &(&AttributeName, &Value)| {
        key.get(name.as_str()).is_some_and(|given| given != *value)
    };
    equal.find(other).map(|(name, _)| name.clone())
}

/// What must all hold; `None` when that is nothing.
pub(in crate::engine) fn all(mut parts: Vec<Condition>) -> Option<Condition> {
    match parts.len() {
        0 | 1 => parts.pop(),
        _ => Some(Condition::All(parts)),
    }
}

fn parts(condition: Condition) -> Vec<Condition> {
    match condition {
        Condition::All(parts) => parts,
        other => vec![other],
    }
}

fn take(rest: &mut Vec<Condition>, wanted: impl Fn(&Condition) -> bool) -> Option<Condition> {
    let at = rest.iter().position(wanted)?;
    Some(rest.remove(at))
}

/// The collections that equalities on all partition key attributes name, or the values of an `IN`
/// on the only one.
fn collections(keys: &KeySchema, rest: &mut Vec<Condition>) -> Option<Vec<Vec<Condition>>> {
    let equal: Vec<Option<Condition>> = keys
        .partition
        .iter()
        .map(|attribute| take(rest, |part| equals(part, &attribute.name)))
        .collect();
    if let Some(equal) = equal.iter().cloned().collect() {
        return Some(vec![equal]);
    }
    rest.extend(equal.into_iter().flatten());
    let [attribute] = keys.partition.as_slice() else { return None };
    let part = take(rest, |part| listed(part, &attribute.name).is_some())?;
    let values = listed(&part, &attribute.name)?;
    let collection = |value: &Value| vec![equal_to(&attribute.name, value)];
    Some(values.iter().map(|value| collection(value)).collect())
}

/// The values, each once, that an `IN` or a chain of `OR`s allows an attribute.
fn listed<'a>(condition: &'a Condition, name: &AttributeName) -> Option<Vec<&'a Value>> {
    let mut values: Vec<&Value> = Vec::new();
    let mut add = |value: &'a Value| {
        if !values.contains(&value) {
            values.push(value);
        }
    };
    match condition {
        Condition::In { operand, candidates } if is_attribute(operand, name) => {
            for candidate in candidates {
                add(literal(candidate)?);
            }
        }
        Condition::Any(parts) => {
            for part in parts {
                let (found, value) = equality(part)?;
                (found == name).then(|| add(value))?;
            }
        }
        _ => return None,
    }
    Some(values)
}

/// The attribute and the value that a condition makes equal.
fn equality(condition: &Condition) -> Option<(&AttributeName, &Value)> {
    let Condition::Compare { left, comparator: Comparator::Equal, right } = condition else {
        return None;
    };
    match (left, right) {
        (Operand::Path(path), Operand::Value(value))
        | (Operand::Value(value), Operand::Path(path))
            if !path.is_nested() =>
        {
            Some((path.top(), value))
        }
        _ => None,
    }
}

/// The values that a condition on a key attribute gives it, each with the attribute.
fn compared(condition: &Condition) -> Vec<(&AttributeName, &Value)> {
    let operands = match condition {
        Condition::Compare { left, right, .. } => vec![left, right],
        Condition::Between { operand, low, high } => vec![operand, low, high],
        Condition::BeginsWith { operand, prefix } => vec![operand, prefix],
        _ => Vec::new(),
    };
    let name = operands.iter().find_map(|operand| match operand {
        Operand::Path(path) => Some(path.top()),
        _ => None,
    });
    let values = operands.into_iter().filter_map(literal);
    name.map(|name| values.map(|value| (name, value)).collect()).unwrap_or_default()
}

fn equals(condition: &Condition, name: &AttributeName) -> bool {
    equality(condition).is_some_and(|(found, _)| found == name)
}

/// Whether the condition selects a range of the attribute's values.
fn asks_range(condition: &Condition, name: &AttributeName) -> bool {
    match condition {
        Condition::Compare { comparator: Comparator::NotEqual, .. } => false,
        Condition::Compare { left, right, .. } => {
            (is_attribute(left, name) && literal(right).is_some())
                || (is_attribute(right, name) && literal(left).is_some())
        }
        Condition::Between { operand, low, high } => {
            is_attribute(operand, name) && literal(low).is_some() && literal(high).is_some()
        }
        Condition::BeginsWith { operand, prefix } => {
            is_attribute(operand, name) && literal(prefix).is_some()
        }
        _ => false,
    }
}

fn is_attribute(operand: &Operand, name: &AttributeName) -> bool {
    matches!(operand, Operand::Path(path) if !path.is_nested() && path.top() == name)
}

fn literal(operand: &Operand) -> Option<&Value> {
    match operand {
        Operand::Value(value) => Some(value),
        _ => None,
    }
}

fn equal_to(name: &AttributeName, value: &Value) -> Condition {
    Condition::Compare {
        left: Operand::Path(Path::attribute(name.clone())),
        comparator: Comparator::Equal,
        right: Operand::Value(value.clone()),
    }
}

fn value_of(collection: &[Condition]) -> Option<&Value> {
    collection.first().and_then(equality).map(|(_, value)| value)
}
