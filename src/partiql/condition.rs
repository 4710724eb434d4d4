//! `WHERE`: conditions (Developer Guide, *PartiQL operators and functions*).
//!
//! What an attribute that is missing makes of a comparison differs from expressions: `<>` is false
//! as well, so that it is written out as two conditions.

use super::Reader;
use super::parser::Parsed;
use super::tree::{Kind, Node};
use crate::engine::statement::{Malformed, StatementError};
use crate::expression::{
    Comparator, Condition, ExpressionError, ExpressionKind, Operand, Path, Problem,
};
use crate::model::{Value, ValueType};

/// Most values of an `IN`.
const MAX_IN_VALUES: usize = 100;
/// The functions that are conditions.
const PREDICATES: [&str; 5] =
    ["attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains"];

impl Reader<'_> {
    pub(super) fn condition(&self, node: &Node) -> Parsed<Condition> {
        match &node.kind {
            Kind::Logical { conjunction, parts } => {
                let parts = parts.iter().map(|part| self.condition(part));
                let parts = parts.collect::<Parsed<Vec<Condition>>>()?;
                Ok(if *conjunction { Condition::All(flattened(parts)) } else { any(parts) })
            }
            Kind::Not(inner) => Ok(not(self.condition(inner)?)),
            Kind::Binary("IN", sides) => self.membership(&sides[0], &sides[1]),
            Kind::Binary(symbol, sides) => match Comparator::from_symbol(symbol) {
                Some(comparator) => self.compare(&sides[0], comparator, &sides[1]),
                None => Err(StatementError::UnsupportedOperator((*symbol).to_owned()).into()),
            },
            Kind::Between(parts) => self.between(parts),
            Kind::Is { operand, negated, kind } => self.is_type(operand, *negated, kind),
            Kind::Call(name, arguments) if PREDICATES.contains(&name.as_str()) => {
                self.predicate(name, arguments)
            }
            // Anything else is an operand, which may be wrong in itself.
            _ => {
                self.operand(node)?;
                Err(self.no_path(node))
            }
        }
    }

    fn predicate(&self, name: &str, arguments: &[Node]) -> Parsed<Condition> {
        match (name, arguments) {
            ("attribute_exists", [path]) => Ok(Condition::Exists(self.path(path)?)),
            ("attribute_not_exists", [path]) => Ok(Condition::NotExists(self.path(path)?)),
            ("attribute_type", [operand, kind]) => {
                let operand = self.operand(operand)?;
                Ok(Condition::HasType { operand, kind: type_tag(&self.operand(kind)?)? })
            }
            ("contains", [operand, element]) => {
                let operand = self.operand(operand)?;
                Ok(Condition::Contains { operand, element: self.operand(element)? })
            }
            ("begins_with", [operand, prefix]) => {
                let operand = self.operand(operand)?;
                let prefix = self.operand(prefix)?;
                check_type(name, &prefix, &[ValueType::S, ValueType::B])?;
                Ok(Condition::BeginsWith { operand, prefix })
            }
            _ => Err(operand_count(name, arguments)),
        }
    }

    fn compare(&self, left: &Node, comparator: Comparator, right: &Node) -> Parsed<Condition> {
        // A condition is an operand too: of a boolean.
        match (is_condition(left), is_condition(right)) {
            (false, false) => {}
            _ if comparator.is_ordering() => {
                let function = comparator.symbol().to_owned();
                let actual = ValueType::Bool;
                return Err(StatementError::OperandType { function, actual }.into());
            }
            (true, _) => return self.compare_truth(left, comparator, right),
            (false, true) => return self.compare_truth(right, comparator, left),
        }
        let (left, right) = (self.operand(left)?, self.operand(right)?);
        if comparator.is_ordering() {
            check_ordered(comparator.symbol(), &left)?;
            check_ordered(comparator.symbol(), &right)?;
        }
        let mut parts: Vec<Condition> = match comparator {
            Comparator::NotEqual => [&left, &right].into_iter().filter_map(exists).collect(),
            _ => Vec::new(),
        };
        parts.push(Condition::Compare { left, comparator, right });
        Ok(if parts.len() == 1 { parts.remove(0) } else { Condition::All(parts) })
    }

    /// Whether a condition is as true as another one, an attribute or a literal.
    fn compare_truth(
        &self,
        condition: &Node,
        comparator: Comparator,
        other: &Node,
    ) -> Parsed<Condition> {
        let condition = self.condition(condition)?;
        let same = |if_true: Condition, if_false: Condition| {
            let when_true = Condition::All(vec![condition.clone(), if_true]);
            Condition::Any(vec![when_true, Condition::All(vec![not(condition.clone()), if_false])])
        };
        let equal = if is_condition(other) {
            let other = self.condition(other)?;
            same(other.clone(), not(other))
        } else {
            match self.operand(other)? {
                Operand::Value(Value::Bool(true)) => condition,
                Operand::Value(Value::Bool(false)) => not(condition),
                other => {
                    let is = |flag| Condition::Compare {
                        left: other.clone(),
                        comparator: Comparator::Equal,
                        right: Operand::Value(Value::Bool(flag)),
                    };
                    same(is(true), is(false))
                }
            }
        };
        Ok(if comparator == Comparator::Equal { equal } else { not(equal) })
    }

    fn between(&self, [operand, low, high]: &[Node; 3]) -> Parsed<Condition> {
        if is_condition(operand) {
            let (function, actual) = ("BETWEEN".to_owned(), ValueType::Bool);
            return Err(StatementError::OperandType { function, actual }.into());
        }
        let operand = self.operand(operand)?;
        let (low, high) = (self.operand(low)?, self.operand(high)?);
        [&operand, &low, &high].into_iter().try_for_each(|part| check_ordered("BETWEEN", part))?;
        if let (Operand::Value(low), Operand::Value(high)) = (&low, &high) {
            check_bounds(low, high)?;
        }
        Ok(Condition::Between { operand, low, high })
    }

    /// `IN` and a list, or a parameter that is one.
    fn membership(&self, operand: &Node, candidates: &Node) -> Parsed<Condition> {
        let operand = self.operand(operand)?;
        let candidates = match &candidates.kind {
            Kind::List(list) if !list.is_empty() => {
                list.iter().map(|candidate| self.operand(candidate)).collect::<Parsed<Vec<_>>>()?
            }
            _ => match self.operand(candidates)? {
                Operand::Value(Value::L(list)) if !list.is_empty() => {
                    list.into_iter().map(Operand::Value).collect()
                }
                _ => return Err(Malformed::UnexpectedTerm.into()),
            },
        };
        match candidates.len() {
            count if count > MAX_IN_VALUES => Err(StatementError::InOperandCount(count).into()),
            _ => Ok(Condition::In { operand, candidates }),
        }
    }

    /// `IS [NOT] MISSING`, `IS [NOT] NULL`, or the name of a type.
    fn is_type(&self, operand: &Node, negated: bool, name: &str) -> Parsed<Condition> {
        let condition = if name == "MISSING" {
            Condition::NotExists(self.path(operand)?)
        } else {
            let operand = self.operand(operand)?;
            let kind = named_type(name).ok_or(Malformed::ExpectedType)?;
            Condition::HasType { operand, kind }
        };
        Ok(match condition {
            Condition::NotExists(path) if negated => Condition::Exists(path),
            condition if negated => not(condition),
            condition => condition,
        })
    }

    /// A path, a value, or `size(…)`.
    fn operand(&self, node: &Node) -> Parsed<Operand> {
        match &node.kind {
            Kind::Name(_) | Kind::Path(..) => Ok(Operand::Path(self.path(node)?)),
            Kind::Call(name, arguments) if name == "size" => match arguments.as_slice() {
                [path] => Ok(Operand::Size(Box::new(Operand::Path(self.path(path)?)))),
                _ => Err(operand_count(name, arguments)),
            },
            Kind::Call(..) => Err(StatementError::UnknownFunction(self.position(node.at)).into()),
            _ => Ok(Operand::Value(self.value(node)?)),
        }
    }
}

/// Whether the node is true or false rather than a value of an item.
fn is_condition(node: &Node) -> bool {
    match &node.kind {
        Kind::Logical { .. } | Kind::Not(_) | Kind::Between(_) | Kind::Is { .. } => true,
        Kind::Binary(symbol, _) => *symbol == "IN" || Comparator::from_symbol(symbol).is_some(),
        Kind::Call(name, _) => PREDICATES.contains(&name.as_str()),
        _ => false,
    }
}

/// Conditions that all hold, none of which is a conjunction itself.
fn flattened(parts: Vec<Condition>) -> Vec<Condition> {
    let parts = parts.into_iter().map(|part| match part {
        Condition::All(inner) => inner,
        other => vec![other],
    });
    parts.flatten().collect()
}

fn any(parts: Vec<Condition>) -> Condition {
    Condition::Any(parts)
}

fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

/// That the operand exists, if it is a path or the size of what a path leads to.
fn exists(operand: &Operand) -> Option<Condition> {
    match operand {
        Operand::Path(path) => Some(Condition::Exists(Path::clone(path))),
        Operand::Size(inner) => exists(inner),
        Operand::Value(_) => None,
    }
}

fn operand_count(function: &str, arguments: &[Node]) -> Box<StatementError> {
    let function = function.to_owned();
    StatementError::OperandCount { function, count: arguments.len() }.into()
}

fn check_ordered(operator: &str, operand: &Operand) -> Parsed<()> {
    check_type(operator, operand, &[ValueType::S, ValueType::N, ValueType::B])
}

/// A value given with the statement must have the right type; what comes from the item is only not
/// equal to anything.
fn check_type(function: &str, operand: &Operand, wanted: &[ValueType]) -> Parsed<()> {
    match operand.known_type().filter(|kind| !wanted.contains(kind)) {
        None => Ok(()),
        Some(actual) => {
            Err(StatementError::OperandType { function: function.to_owned(), actual }.into())
        }
    }
}

/// The bounds of `BETWEEN` must have one type and the right order. Worded as for a filter.
fn check_bounds(low: &Value, high: &Value) -> Parsed<()> {
    let problem = match low.order(high) {
        None => Problem::BoundTypes { low: low.clone(), high: high.clone() },
        Some(order) if order.is_gt() => {
            Problem::BoundsReversed { low: low.clone(), high: high.clone() }
        }
        Some(_) => return Ok(()),
    };
    Err(ExpressionError::Invalid { kind: ExpressionKind::Filter, problem: problem.into() }.into())
}

/// The type that `attribute_type` asks for.
fn type_tag(operand: &Operand) -> Parsed<ValueType> {
    let Operand::Value(Value::S(tag)) = operand else {
        let function = "attribute_type".to_owned();
        let actual = operand.known_type().unwrap_or(ValueType::Null);
        return Err(StatementError::OperandType { function, actual }.into());
    };
    ValueType::from_tag(tag).ok_or_else(|| StatementError::TypeName(tag.to_string()).into())
}

/// The type that `IS` asks for, by PartiQL's names and the service's.
fn named_type(word: &str) -> Option<ValueType> {
    Some(match word {
        "NULL" => ValueType::Null,
        "BOOL" | "BOOLEAN" => ValueType::Bool,
        "NUMBER" | "NUMERIC" | "DECIMAL" | "DEC" | "INTEGER" | "INT" | "SMALLINT" | "FLOAT"
        | "REAL" => ValueType::N,
        "STRING" | "SYMBOL" | "CHARACTER" | "CHAR" | "VARCHAR" => ValueType::S,
        "BINARY" | "BLOB" | "CLOB" => ValueType::B,
        "LIST" => ValueType::L,
        "MAP" | "STRUCT" | "TUPLE" => ValueType::M,
        "STRING_SET" => ValueType::Ss,
        "NUMBER_SET" => ValueType::Ns,
        "BINARY_SET" => ValueType::Bs,
        _ => return None,
    })
}
