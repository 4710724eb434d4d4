//! `WHERE`: conditions, by precedence (Developer Guide, *PartiQL operators and functions*).
//!
//! What an attribute that is missing makes of a comparison differs from expressions: `<>` is false
//! as well, so that it is written out as two conditions.

use super::{Parsed, Parser};
use crate::engine::statement::{Malformed, StatementError};
use crate::expression::{
    Comparator, Condition, ExpressionError, ExpressionKind, Operand, Path, Problem,
};
use crate::model::{Value, ValueType};
use crate::partiql::lexer::TokenKind;

impl Parser<'_> {
    /// `WHERE …`, if it comes next.
    pub(super) fn where_clause(&mut self) -> Parsed<Option<Condition>> {
        if !self.eat_keyword("WHERE") {
            return Ok(None);
        }
        self.condition().map(Some)
    }

    fn condition(&mut self) -> Parsed<Condition> {
        let mut parts = vec![self.conjunction()?];
        while self.eat_keyword("OR") {
            parts.push(self.conjunction()?);
        }
        Ok(joined(parts, Condition::Any))
    }

    fn conjunction(&mut self) -> Parsed<Condition> {
        let mut parts = Vec::new();
        loop {
            match self.negation()? {
                Condition::All(inner) => parts.extend(inner),
                other => parts.push(other),
            }
            if !self.eat_keyword("AND") {
                return Ok(joined(parts, Condition::All));
            }
        }
    }

    /// Any number of `NOT`s. They are counted rather than nested, so that a long row of them makes
    /// no deep tree.
    fn negation(&mut self) -> Parsed<Condition> {
        let mut negated = false;
        while self.eat_keyword("NOT") {
            negated = !negated;
        }
        let condition = self.predicate()?;
        Ok(if negated { not(condition) } else { condition })
    }

    fn predicate(&mut self) -> Parsed<Condition> {
        if self.eat("(") {
            self.enter()?;
            let inner = self.condition()?;
            self.leave();
            self.expect(")")?;
            return Ok(inner);
        }
        match self.call_name() {
            Some(name) if name != "size" => self.function(&name),
            _ => self.comparison(),
        }
    }

    fn function(&mut self, name: &str) -> Parsed<Condition> {
        if !["attribute_type", "begins_with", "contains"].contains(&name) {
            return Err(Malformed::UnknownFunction.into());
        }
        let arguments = self.arguments(Self::operand)?;
        let [operand, second] =
            <[Operand; 2]>::try_from(arguments).map_err(|_| Malformed::Arguments)?;
        match name {
            "attribute_type" => Ok(Condition::HasType { operand, kind: type_tag(&second)? }),
            "contains" => Ok(Condition::Contains { operand, element: second }),
            _ => {
                let texts = [ValueType::S, ValueType::B];
                check_type(name, &second, &texts)?;
                Ok(Condition::BeginsWith { operand, prefix: second })
            }
        }
    }

    /// What follows an operand decides what it is part of.
    fn comparison(&mut self) -> Parsed<Condition> {
        let operand = self.operand()?;
        if self.eat_keyword("IS") {
            return self.is_type(operand);
        }
        let negated = self.eat_keyword("NOT");
        let condition = if self.eat_keyword("BETWEEN") {
            self.between(operand)?
        } else if self.eat_keyword("IN") {
            Condition::In { operand, candidates: self.candidates()? }
        } else if negated {
            return Err(self.misplaced());
        } else {
            return self.compare(operand);
        };
        Ok(if negated { not(condition) } else { condition })
    }

    fn compare(&mut self, left: Operand) -> Parsed<Condition> {
        let symbol = match self.peek().text {
            "!=" => "<>",
            other => other,
        };
        let comparator = Comparator::from_symbol(symbol).ok_or_else(|| self.misplaced())?;
        self.advance();
        let right = self.operand()?;
        if comparator.is_ordering() {
            check_ordered(symbol, &left)?;
            check_ordered(symbol, &right)?;
        }
        let mut parts = match comparator {
            Comparator::NotEqual => [&left, &right].into_iter().filter_map(plain_path).collect(),
            _ => Vec::new(),
        };
        parts.push(Condition::Compare { left, comparator, right });
        Ok(joined(parts, Condition::All))
    }

    fn between(&mut self, operand: Operand) -> Parsed<Condition> {
        let low = self.operand()?;
        self.expect_keyword("AND")?;
        let high = self.operand()?;
        [&operand, &low, &high].into_iter().try_for_each(|part| check_ordered("BETWEEN", part))?;
        if let (Operand::Value(low), Operand::Value(high)) = (&low, &high) {
            check_bounds(low, high)?;
        }
        Ok(Condition::Between { operand, low, high })
    }

    /// What stands behind `IN`: operands in parentheses, or a list.
    fn candidates(&mut self) -> Parsed<Vec<Operand>> {
        if self.eat("(") {
            let candidates = self.list(Self::operand)?;
            self.expect(")")?;
            return Ok(candidates);
        }
        let position = self.position;
        match self.value()? {
            Value::L(list) if !list.is_empty() => {
                Ok(list.into_iter().map(Operand::Value).collect())
            }
            _ => {
                self.position = position;
                Err(self.misplaced())
            }
        }
    }

    /// `IS [NOT] MISSING`, `IS [NOT] NULL`, or the name of a type.
    fn is_type(&mut self, operand: Operand) -> Parsed<Condition> {
        let negated = self.eat_keyword("NOT");
        let word = self.peek();
        if word.kind != TokenKind::Word {
            return Err(self.misplaced());
        }
        if self.eat_keyword("MISSING") {
            return match operand {
                Operand::Path(path) if negated => Ok(Condition::Exists(path)),
                Operand::Path(path) => Ok(Condition::NotExists(path)),
                _ => Err(Malformed::Arguments.into()),
            };
        }
        let kind = named_type(word.text).ok_or_else(|| self.misplaced())?;
        self.advance();
        let condition = Condition::HasType { operand, kind };
        Ok(if negated { not(condition) } else { condition })
    }

    /// A path, a value, or `size(…)`.
    pub(super) fn operand(&mut self) -> Parsed<Operand> {
        if let Some(name) = self.call_name() {
            if name != "size" {
                return Err(Malformed::UnknownFunction.into());
            }
            let arguments = self.arguments(Self::path)?;
            let [path] = <[Path; 1]>::try_from(arguments).map_err(|_| Malformed::Arguments)?;
            return Ok(Operand::Size(Box::new(Operand::Path(path))));
        }
        if self.is_value() {
            Ok(Operand::Value(self.value()?))
        } else {
            Ok(Operand::Path(self.path()?))
        }
    }
}

/// One condition as it is; several joined.
fn joined(mut parts: Vec<Condition>, join: fn(Vec<Condition>) -> Condition) -> Condition {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            join(parts)
        }
        None => join(parts),
    }
}

fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

/// That the operand exists, if it is a path.
fn plain_path(operand: &Operand) -> Option<Condition> {
    match operand {
        Operand::Path(path) => Some(Condition::Exists(path.clone())),
        _ => None,
    }
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

/// The bounds of `BETWEEN` must have one type and the right order. Worded as for a filter, which is
/// unconfirmed.
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
    let tag = match operand {
        Operand::Value(Value::S(tag)) => ValueType::from_tag(tag),
        _ => None,
    };
    tag.ok_or_else(|| Malformed::Arguments.into())
}

/// The type that `IS` asks for, by PartiQL's names and the service's.
fn named_type(word: &str) -> Option<ValueType> {
    Some(match word.to_ascii_uppercase().as_str() {
        "NULL" => ValueType::Null,
        "BOOL" | "BOOLEAN" => ValueType::Bool,
        "NUMBER" | "NUMERIC" | "DECIMAL" => ValueType::N,
        "STRING" => ValueType::S,
        "BINARY" | "BLOB" => ValueType::B,
        "LIST" => ValueType::L,
        "MAP" | "STRUCT" | "TUPLE" => ValueType::M,
        "STRING_SET" => ValueType::Ss,
        "NUMBER_SET" => ValueType::Ns,
        "BINARY_SET" => ValueType::Bs,
        _ => return None,
    })
}
