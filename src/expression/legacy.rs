//! The parameters that expressions have replaced, lowered to the same trees.
//!
//! Owns the comparison operators and update actions of the API's first years: which values they
//! take, and what they mean (Developer Guide, *Legacy DynamoDB conditional parameters*). Refuses to
//! know how they are written on the wire. What comes out is evaluated like any expression; only
//! refusals still tell the two apart.

use crate::model::{AttributeName, Value, ValueType};

use super::condition::{Comparator, Condition, Operand};
use super::path::Path;
use super::update::{Action, SetOperand, SetValue};

/// A `ComparisonOperator`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum LegacyOperator {
    In,
    Null,
    Between,
    Less,
    NotContains,
    Equal,
    Greater,
    NotNull,
    NotEqual,
    LessOrEqual,
    BeginsWith,
    GreaterOrEqual,
    Contains,
}

/// What `AttributeUpdates` does to an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum LegacyAction {
    Add,
    Delete,
    Put,
}

/// Why legacy parameters are refused. `OMPV` stands for
/// `One or more parameter values were invalid: `.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LegacyError {
    /// `Can not use both expression and non-expression parameters in the same request:
    /// Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}`
    WithExpressions {
        /// The legacy parameters that are given.
        legacy: Vec<&'static str>,
        /// The expressions that are given.
        expressions: Vec<&'static str>,
    },
    /// `ConditionalOperator cannot be used without Filter or Expected`
    NothingToJoin,
    /// `ConditionalOperator can only be used when Filter or Expected has two or more elements`
    OneToJoin,
    /// OMPV`Duplicate value in attribute name: a`
    DuplicateName(String),
    /// OMPV`Invalid number of argument(s) for the EQ ComparisonOperator`
    ArgumentCount(LegacyOperator),
    /// OMPV`AttributeValues inside AttributeValueList must be of same type`
    MixedTypes,
    /// OMPV`ComparisonOperator LT is not valid for SS AttributeValue type`
    OperandType(LegacyOperator, ValueType),
    /// `The BETWEEN condition was provided a range where the lower bound is greater than the upper
    /// bound`
    BoundsReversed,
    /// OMPV`Value and AttributeValueList cannot be used together for Attribute: a`
    ValueAndList(String),
    /// OMPV`Exists and ComparisonOperator cannot be used together for Attribute: a`
    ExistsAndOperator(String),
    /// OMPV`Value or AttributeValueList must be used with ComparisonOperator: LT for Attribute: a`
    OperatorAlone(LegacyOperator, String),
    /// OMPV`AttributeValueList can only be used with a ComparisonOperator for Attribute: a`
    ListAlone(String),
    /// OMPV`Value must be provided when Exists is true for Attribute: a` (or `null`, when `Exists`
    /// is not given)
    ValueMissing {
        /// Whether `Exists` is given.
        exists: bool,
        /// The attribute.
        name: String,
    },
    /// OMPV`Value cannot be used when Exists is false for Attribute: a`
    ValueOfNothing(String),
    /// OMPV`Only DELETE action is allowed when no attribute value is specified`
    ActionWithoutValue,
    /// OMPV`DELETE action with value is not supported for the type S`
    DeleteType(ValueType),
    /// OMPV`ADD action is not supported for the type S`
    AddType(ValueType),
}

impl LegacyOperator {
    /// Every operator by its name, in the order in which the service lists them.
    pub const ALL: [(&'static str, LegacyOperator); 13] = [
        ("IN", LegacyOperator::In),
        ("NULL", LegacyOperator::Null),
        ("BETWEEN", LegacyOperator::Between),
        ("LT", LegacyOperator::Less),
        ("NOT_CONTAINS", LegacyOperator::NotContains),
        ("EQ", LegacyOperator::Equal),
        ("GT", LegacyOperator::Greater),
        ("NOT_NULL", LegacyOperator::NotNull),
        ("NE", LegacyOperator::NotEqual),
        ("LE", LegacyOperator::LessOrEqual),
        ("BEGINS_WITH", LegacyOperator::BeginsWith),
        ("GE", LegacyOperator::GreaterOrEqual),
        ("CONTAINS", LegacyOperator::Contains),
    ];

    /// How it is written.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].0
    }

    /// Whether it asks for no value.
    pub fn is_unary(self) -> bool {
        matches!(self, LegacyOperator::Null | LegacyOperator::NotNull)
    }

    /// The condition that an attribute compares so with these values.
    pub fn condition(
        self,
        name: AttributeName,
        values: Vec<Value>,
    ) -> Result<Condition, LegacyError> {
        self.check(&values)?;
        let path = Path::attribute(name);
        let mut values = values.into_iter().map(Operand::Value);
        let operand = Operand::Path(path.clone());
        if self == LegacyOperator::In {
            return Ok(Condition::In { operand, candidates: values.collect() });
        }
        Ok(match (values.next(), values.next()) {
            (None, _) if self == LegacyOperator::Null => Condition::NotExists(path),
            (None, _) => Condition::Exists(path),
            (Some(value), None) => self.single(path, operand, value),
            (Some(low), Some(high)) => Condition::Between { operand, low, high },
        })
    }

    fn single(self, path: Path, operand: Operand, value: Operand) -> Condition {
        let comparator = match self {
            LegacyOperator::BeginsWith => {
                return Condition::BeginsWith { operand, prefix: value };
            }
            LegacyOperator::Contains => return Condition::Contains { operand, element: value },
            LegacyOperator::NotContains => {
                // Unlike NE, it is not met by an attribute that is missing.
                let contains = Condition::Contains { operand, element: value };
                return Condition::All(vec![
                    Condition::Exists(path),
                    Condition::Not(Box::new(contains)),
                ]);
            }
            LegacyOperator::NotEqual => Comparator::NotEqual,
            LegacyOperator::Less => Comparator::Less,
            LegacyOperator::LessOrEqual => Comparator::LessOrEqual,
            LegacyOperator::Greater => Comparator::Greater,
            LegacyOperator::GreaterOrEqual => Comparator::GreaterOrEqual,
            _ => Comparator::Equal,
        };
        Condition::Compare { left: operand, comparator, right: value }
    }

    /// Checks in the service's order: how many values, whether of one type, of which, and bounds.
    fn check(self, values: &[Value]) -> Result<(), LegacyError> {
        if !self.takes(values.len()) {
            return Err(LegacyError::ArgumentCount(self));
        }
        let mut kinds = values.iter().map(Value::kind);
        let Some(first) = kinds.next() else { return Ok(()) };
        if kinds.any(|kind| kind != first) {
            return Err(LegacyError::MixedTypes);
        }
        if !self.takes_type(first) {
            return Err(LegacyError::OperandType(self, first));
        }
        match (self, values) {
            (LegacyOperator::Between, [low, high])
                if low.order(high).is_some_and(|order| order.is_gt()) =>
            {
                Err(LegacyError::BoundsReversed)
            }
            _ => Ok(()),
        }
    }

    fn takes(self, count: usize) -> bool {
        match self {
            LegacyOperator::In => count > 0,
            LegacyOperator::Between => count == 2,
            operator => count == usize::from(!operator.is_unary()),
        }
    }

    fn takes_type(self, kind: ValueType) -> bool {
        let scalar = matches!(kind, ValueType::S | ValueType::N | ValueType::B);
        match self {
            LegacyOperator::Equal | LegacyOperator::NotEqual => true,
            LegacyOperator::BeginsWith => scalar && kind != ValueType::N,
            LegacyOperator::Contains | LegacyOperator::NotContains => {
                scalar || matches!(kind, ValueType::Bool | ValueType::Null)
            }
            _ => scalar,
        }
    }
}

impl Condition {
    /// The condition that all of these hold, or any of them; none when there are none.
    pub fn joined(mut conditions: Vec<Condition>, any: bool) -> Option<Condition> {
        match (conditions.len(), any) {
            (0 | 1, _) => conditions.pop(),
            (_, true) => Some(Condition::Any(conditions)),
            (_, false) => Some(Condition::All(conditions)),
        }
    }

    /// What `Exists: false` expects.
    pub fn missing(name: AttributeName) -> Condition {
        Condition::NotExists(Path::attribute(name))
    }
}

impl LegacyAction {
    /// Every action by its name, in the order in which the service lists them.
    pub const ALL: [(&'static str, LegacyAction); 3] =
        [("ADD", LegacyAction::Add), ("DELETE", LegacyAction::Delete), ("PUT", LegacyAction::Put)];

    /// What the action does to an attribute. Unlike in expressions, `ADD` appends to lists.
    pub fn action(self, name: AttributeName, value: Option<Value>) -> Result<Action, LegacyError> {
        let target = Path::attribute(name);
        let Some(value) = value else {
            return match self {
                LegacyAction::Delete => Ok(Action::Remove { target }),
                _ => Err(LegacyError::ActionWithoutValue),
            };
        };
        let kind = value.kind();
        let set = matches!(kind, ValueType::Ss | ValueType::Ns | ValueType::Bs);
        match self {
            LegacyAction::Put => {
                Ok(Action::Set { target, value: SetValue::Operand(SetOperand::Value(value)) })
            }
            LegacyAction::Delete if set => Ok(Action::Delete { target, value }),
            LegacyAction::Delete => Err(LegacyError::DeleteType(kind)),
            LegacyAction::Add if set || matches!(kind, ValueType::N | ValueType::L) => {
                Ok(Action::Add { target, value })
            }
            LegacyAction::Add => Err(LegacyError::AddType(kind)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_stand_at_their_places() {
        for (name, operator) in LegacyOperator::ALL {
            assert_eq!(operator.name(), name);
        }
    }
}
