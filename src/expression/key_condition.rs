//! Key conditions: the conditions that select a range of one item collection.
//!
//! Owns which conditions are key conditions, and what they select for a given key (Developer Guide,
//! *Key condition expressions for the Query operation*). Refuses to know where keys are stored.

use crate::model::key::{KeyRole, KeySelection, SortCondition};
use crate::model::{AttributeName, KeyAttribute, KeyError, KeyScalar, KeySchema, Value};

use super::condition::{Comparator, Condition, Operand};
use super::error::{ExpressionError, KeyConditionError};

/// A condition where a key condition is wanted. Whether it is one turns out when it meets a key.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyCondition(Origin);

/// Where a key condition comes from, which decides the error for a wrong operator.
#[derive(Debug, Clone, PartialEq)]
enum Origin {
    /// `KeyConditionExpression`
    Expression(Condition),
    /// `KeyConditions`: each on an attribute of its own.
    Legacy(Vec<Condition>),
}

/// One condition on one attribute.
#[derive(Debug, Clone, PartialEq)]
struct KeyTest {
    name: AttributeName,
    comparison: Comparison,
}

/// What an attribute is compared with. The attribute is on the left-hand side; `:v < a` becomes
/// `a > :v`.
#[derive(Debug, Clone, PartialEq)]
enum Comparison {
    Compare(Comparator, Value),
    Between(Value, Value),
    BeginsWith(Value),
    /// A legacy operator that no key condition has.
    NotIndexable,
}

impl Comparison {
    fn is_equality(&self) -> bool {
        matches!(self, Comparison::Compare(Comparator::Equal, _))
    }
}

type Lowered<T> = Result<T, KeyConditionError>;

impl KeyCondition {
    pub(crate) fn new(condition: Condition) -> Self {
        Self(Origin::Expression(condition))
    }

    /// The conditions of `KeyConditions`, each on an attribute of its own.
    pub fn from_legacy(conditions: Vec<Condition>) -> Self {
        Self(Origin::Legacy(conditions))
    }

    /// The conditions that all have to hold.
    pub(super) fn conditions(&self) -> &[Condition] {
        match &self.0 {
            Origin::Expression(condition) => std::slice::from_ref(condition),
            Origin::Legacy(conditions) => conditions,
        }
    }

    /// Checks what can be checked without a key: operators, operands, and that each attribute has
    /// one condition. [`KeyCondition::bind`] checks it too.
    pub fn check(&self) -> Result<(), ExpressionError> {
        if self.lower()?.is_empty() {
            return Err(KeyConditionError::NoCondition.into());
        }
        Ok(())
    }

    /// What the condition selects among items with this key.
    pub fn bind(&self, keys: &KeySchema) -> Result<KeySelection, ExpressionError> {
        let mut tests = self.lower()?;
        let (conditions, attributes) = (tests.len(), keys.partition.len() + keys.sort.len());
        if conditions > attributes {
            return Err(KeyConditionError::TooManyConditions { conditions, attributes }.into());
        }
        check_hashes(&tests, keys)?;
        let partition = keys.partition.iter().map(|attribute| equal_value(&mut tests, attribute));
        let partition = partition.collect::<Lowered<Vec<_>>>()?;
        let mut conditions = sort_conditions(&mut tests, keys)?;
        // That those before the last are equalities was checked.
        let sort = conditions.pop().unwrap_or(SortCondition::Any);
        let leading = conditions.into_iter().map(|condition| match condition {
            SortCondition::Equal(value) => Ok(value),
            _ => Err(KeyConditionError::NotSupported),
        });
        let sort_equal = leading.collect::<Lowered<Vec<_>>>()?;
        Ok(KeySelection { partition, sort_equal, sort })
    }

    /// The condition as one test for each attribute.
    fn lower(&self) -> Lowered<Vec<KeyTest>> {
        match &self.0 {
            Origin::Expression(condition) => {
                let mut tests = Vec::new();
                collect(condition, &mut tests)?;
                Ok(tests)
            }
            Origin::Legacy(conditions) => conditions.iter().map(legacy_test).collect(),
        }
    }
}

/// Of a partition key of several attributes, which an index can have, each needs `=`. What is wrong
/// with the condition on a single one is said of that one.
fn check_hashes(tests: &[KeyTest], keys: &KeySchema) -> Lowered<()> {
    if keys.partition.len() == 1 {
        return Ok(());
    }
    let is_equal = |attribute: &&KeyAttribute| {
        !tests.iter().any(|test| test.name == attribute.name && test.comparison.is_equality())
    };
    let without: Vec<AttributeName> =
        keys.partition.iter().filter(is_equal).map(|attribute| attribute.name.clone()).collect();
    if without.is_empty() { Ok(()) } else { Err(KeyConditionError::HashNeedsEquality(without)) }
}

/// Sort key attributes are used from the first on, and only the last one used may have another
/// condition than `=`.
fn check_ranges(tests: &[KeyTest], keys: &KeySchema) -> Lowered<()> {
    let test_of = |name: &AttributeName| tests.iter().find(|test| test.name == *name);
    let mut without: Vec<AttributeName> = Vec::new();
    for attribute in &keys.sort {
        match test_of(&attribute.name) {
            Some(_) if !without.is_empty() => {
                let behind = attribute.name.clone();
                return Err(KeyConditionError::RangeNeedsEquality { without, behind });
            }
            Some(test) if test.comparison.is_equality() => {}
            _ => without.push(attribute.name.clone()),
        }
    }
    Ok(())
}

/// Takes the value of a partition key attribute, which must be compared with `=`. A wrong type is
/// reported before a wrong operator.
fn equal_value(tests: &mut Vec<KeyTest>, attribute: &KeyAttribute) -> Lowered<KeyScalar> {
    let value = |value: &Value| key_value(value, attribute, KeyRole::Partition);
    match take(tests, &attribute.name).ok_or_else(|| missed(attribute))?.comparison {
        Comparison::Compare(Comparator::Equal, equal) => return value(&equal),
        Comparison::NotIndexable => return Err(KeyConditionError::NotIndexable),
        Comparison::Compare(_, other) | Comparison::BeginsWith(other) => value(&other)?,
        Comparison::Between(low, high) => value(&low).and(value(&high))?,
    };
    Err(KeyConditionError::NotSupported)
}

/// Takes the conditions on sort key attributes, up to the first attribute that has none. What is
/// left then is behind a gap, or on no key attribute at all.
fn sort_conditions(tests: &mut Vec<KeyTest>, keys: &KeySchema) -> Lowered<Vec<SortCondition>> {
    let mut conditions = Vec::new();
    if keys.sort.len() > 1 {
        check_ranges(tests, keys)?;
    }
    for attribute in &keys.sort {
        match take(tests, &attribute.name) {
            Some(test) => conditions.push(sort_condition(test.comparison, attribute)?),
            None if tests.is_empty() => break,
            None if keys.sort.len() > 1 => break,
            None => return Err(missed(attribute)),
        }
    }
    if !tests.is_empty() {
        return Err(KeyConditionError::NotSupported);
    }
    Ok(conditions)
}

fn sort_condition(comparison: Comparison, attribute: &KeyAttribute) -> Lowered<SortCondition> {
    let scalar = |value: &Value| key_value(value, attribute, KeyRole::Sort);
    Ok(match comparison {
        Comparison::Compare(comparator, value) => compared(comparator, scalar(&value)?)?,
        Comparison::Between(low, high) => SortCondition::Between(scalar(&low)?, scalar(&high)?),
        Comparison::BeginsWith(prefix) => SortCondition::BeginsWith(scalar(&prefix)?),
        Comparison::NotIndexable => return Err(KeyConditionError::NotIndexable),
    })
}

fn compared(comparator: Comparator, value: KeyScalar) -> Lowered<SortCondition> {
    Ok(match comparator {
        Comparator::Equal => SortCondition::Equal(value),
        Comparator::Less => SortCondition::Less(value),
        Comparator::LessOrEqual => SortCondition::LessOrEqual(value),
        Comparator::Greater => SortCondition::Greater(value),
        Comparator::GreaterOrEqual => SortCondition::GreaterOrEqual(value),
        Comparator::NotEqual => return Err(KeyConditionError::InvalidOperator("<>")),
    })
}

fn take(tests: &mut Vec<KeyTest>, name: &AttributeName) -> Option<KeyTest> {
    let at = tests.iter().position(|test| test.name == *name)?;
    Some(tests.remove(at))
}

fn missed(attribute: &KeyAttribute) -> KeyConditionError {
    KeyConditionError::MissedElement(attribute.name.clone())
}

fn key_value(value: &Value, attribute: &KeyAttribute, role: KeyRole) -> Lowered<KeyScalar> {
    KeyScalar::from_value(value, attribute.kind, role).map_err(|error| match error {
        KeyError::WrongType { .. } => KeyConditionError::WrongType,
        error => KeyConditionError::BadValue { name: attribute.name.clone(), error },
    })
}

fn collect(condition: &Condition, tests: &mut Vec<KeyTest>) -> Lowered<()> {
    match condition {
        Condition::All(parts) => parts.iter().try_for_each(|part| collect(part, tests)),
        part => {
            let test = single_test(part)?;
            if tests.iter().any(|earlier| earlier.name == test.name) {
                return Err(KeyConditionError::OnePerKey);
            }
            tests.push(test);
            Ok(())
        }
    }
}

/// A condition of `KeyConditions`. Which operators no key has is found out key by key.
fn legacy_test(condition: &Condition) -> Lowered<KeyTest> {
    match condition {
        Condition::Compare { comparator: Comparator::NotEqual, .. } => {}
        Condition::Compare { .. } | Condition::Between { .. } | Condition::BeginsWith { .. } => {
            return single_test(condition);
        }
        _ => {}
    }
    let name = condition.top_level_names().next().ok_or(KeyConditionError::NoKeyAttribute)?;
    Ok(KeyTest { name: name.clone(), comparison: Comparison::NotIndexable })
}

fn single_test(condition: &Condition) -> Lowered<KeyTest> {
    let refused = |operator| Err(KeyConditionError::InvalidOperator(operator));
    match condition {
        Condition::Compare { comparator: Comparator::NotEqual, .. } => refused("<>"),
        Condition::Compare { left, comparator, right } => compare_test(left, *comparator, right),
        Condition::Between { operand, low, high } => between_test(operand, low, high),
        Condition::BeginsWith { operand, prefix } => begins_with_test(operand, prefix),
        Condition::Any(_) => refused("OR"),
        Condition::Not(_) => refused("NOT"),
        Condition::In { .. } => refused("IN"),
        Condition::Exists(_) => refused("attribute_exists"),
        Condition::NotExists(_) => refused("attribute_not_exists"),
        Condition::HasType { .. } => refused("attribute_type"),
        Condition::Contains { .. } => refused("contains"),
        // Conjunctions are taken apart before they come here.
        Condition::All(_) => Err(KeyConditionError::NoKeyAttribute),
    }
}

fn compare_test(left: &Operand, comparator: Comparator, right: &Operand) -> Lowered<KeyTest> {
    let name = only_name(&[left, right])?;
    let comparison = match (left, right) {
        (Operand::Value(value), _) => Comparison::Compare(comparator.flipped(), value.clone()),
        (_, other) => Comparison::Compare(comparator, literal(other)?),
    };
    Ok(KeyTest { name, comparison })
}

fn between_test(operand: &Operand, low: &Operand, high: &Operand) -> Lowered<KeyTest> {
    check_key_first("BETWEEN", operand)?;
    let name = only_name(&[operand, low, high])?;
    Ok(KeyTest { name, comparison: Comparison::Between(literal(low)?, literal(high)?) })
}

fn begins_with_test(operand: &Operand, prefix: &Operand) -> Lowered<KeyTest> {
    check_key_first("begins_with", operand)?;
    let name = only_name(&[operand, prefix])?;
    Ok(KeyTest { name, comparison: Comparison::BeginsWith(literal(prefix)?) })
}

fn check_key_first(operator: &'static str, operand: &Operand) -> Lowered<()> {
    match operand {
        Operand::Value(_) => Err(KeyConditionError::KeyNotFirst(operator)),
        _ => Ok(()),
    }
}

/// The one attribute among the operands, which must be named whole. The first operand that is
/// wrong says what is.
fn only_name(operands: &[&Operand]) -> Lowered<AttributeName> {
    let mut name = None;
    for operand in operands {
        match operand {
            Operand::Size(_) => return Err(KeyConditionError::NestedOperation),
            Operand::Path(_) if name.is_some() => return Err(KeyConditionError::MultipleNames),
            Operand::Path(path) if path.is_nested() => {
                return Err(KeyConditionError::NestedAttribute);
            }
            Operand::Path(path) => name = Some(path.top().clone()),
            Operand::Value(_) => {}
        }
    }
    name.ok_or(KeyConditionError::NoKeyAttribute)
}

/// The value of an operand that is no path, which [`only_name`] has made sure of.
fn literal(operand: &Operand) -> Lowered<Value> {
    match operand {
        Operand::Value(value) => Ok(value.clone()),
        _ => Err(KeyConditionError::MultipleNames),
    }
}
