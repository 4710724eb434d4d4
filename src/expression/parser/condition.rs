//! Conditions, by precedence: comparators bind tightest, then `NOT`, `AND` and `OR`
//! (Developer Guide, *Logical evaluations: precedence in conditions*).

use super::super::MAX_IN_VALUES;
use super::super::ast::{Comparator, Condition, Operand};
use super::super::error::Problem;
use super::super::functions::Function;
use super::super::lexer::TokenKind;
use super::super::path::Path;
use super::{Parsed, Parser};
use crate::model::{Value, ValueType};

/// How tightly an operator binds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Power {
    Or,
    And,
    Not,
}

/// What parentheses may enclose. Whether it is an operand or a condition decides what may follow.
pub(super) enum Piece {
    Operand(Operand),
    Condition(Box<Condition>),
    /// A call of a function whose result is true or false.
    Call(Function, Box<Condition>),
    /// Stands for a call that was noted as wrong, and fits everywhere.
    Wrong,
}

/// A piece, and whether it is one pair of parentheses and nothing else.
struct Term {
    piece: Piece,
    enclosed: bool,
}

impl Parser<'_> {
    pub(super) fn whole_condition(&mut self) -> Parsed<Condition> {
        let piece = self.expression(Power::Or)?.piece;
        self.condition_from(piece)
    }

    fn expression(&mut self, least: Power) -> Parsed<Term> {
        let mut left = self.prefix()?;
        while let Some(operator) = self.conjunction(least) {
            left = self.join(left, operator)?;
        }
        Ok(left)
    }

    /// The `AND` or `OR` that comes next, if it binds at least so tightly.
    fn conjunction(&self, least: Power) -> Option<Power> {
        match least {
            Power::Or if self.is_keyword("OR") => Some(Power::Or),
            Power::Or | Power::And if self.is_keyword("AND") => Some(Power::And),
            _ => None,
        }
    }

    fn join(&mut self, left: Term, operator: Power) -> Parsed<Term> {
        let left = self.condition_from(left.piece)?;
        self.advance();
        self.operators += 1;
        let behind = if operator == Power::Or { Power::And } else { Power::Not };
        let right = self.expression(behind)?;
        let right = self.condition_from(right.piece)?;
        Ok(plain(if operator == Power::Or { any(left, right) } else { all(left, right) }))
    }

    /// Any number of `NOT`s and what they negate. They are counted rather than nested, so that a
    /// long row of them makes no deep tree.
    fn prefix(&mut self) -> Parsed<Term> {
        let before = self.operators;
        while self.eat_operator("NOT") {}
        let negations = self.operators - before;
        let term = self.comparison()?;
        if negations == 0 { Ok(term) } else { self.negate(term, negations) }
    }

    fn negate(&mut self, term: Term, negations: usize) -> Parsed<Term> {
        let mut condition = self.condition_from(term.piece)?;
        for _ in 0..(2 - negations % 2) {
            condition = Condition::Not(Box::new(condition));
        }
        Ok(plain(condition))
    }

    fn comparison(&mut self) -> Parsed<Term> {
        let left = self.term()?;
        self.comparison_with(left)
    }

    /// What follows an operand decides what it is part of; behind a condition nothing does.
    fn comparison_with(&mut self, left: Term) -> Parsed<Term> {
        let comparator = Comparator::from_symbol(self.peek().text);
        if comparator.is_none() && !self.is_keyword("BETWEEN") && !self.is_keyword("IN") {
            if matches!(left.piece, Piece::Call(..)) {
                self.findings.settle();
            }
            return Ok(left);
        }
        let operand = self.operand_from(left.piece)?;
        let word = self.advance().text;
        self.operators += 1;
        let condition = match comparator {
            Some(comparator) => self.compare(operand, comparator)?,
            None if word.eq_ignore_ascii_case("IN") => self.membership(operand)?,
            None => self.between(operand)?,
        };
        self.findings.settle();
        Ok(plain(condition))
    }

    fn compare(&mut self, left: Operand, comparator: Comparator) -> Parsed<Condition> {
        let right = self.operand()?;
        self.check_distinct(comparator.symbol(), &left, &right);
        if comparator.is_ordering() {
            self.check_ordered(comparator.symbol(), &left);
            self.check_ordered(comparator.symbol(), &right);
        }
        Ok(Condition::Compare { left, comparator, right })
    }

    fn between(&mut self, operand: Operand) -> Parsed<Condition> {
        let low = self.operand()?;
        if !self.eat_keyword("AND") {
            return Err(self.misplaced());
        }
        let high = self.operand()?;
        for part in [&operand, &low, &high] {
            self.check_ordered("BETWEEN", part);
        }
        if let (Operand::Value(low), Operand::Value(high)) = (&low, &high) {
            self.check_bounds(low, high);
        }
        Ok(Condition::Between { operand, low, high })
    }

    fn membership(&mut self, operand: Operand) -> Parsed<Condition> {
        self.expect("(")?;
        let candidates = self.list(Self::operand)?;
        self.expect(")")?;
        if candidates.len() > MAX_IN_VALUES {
            self.note(Problem::OperandCount { function: "IN", count: candidates.len() + 1 });
        }
        Ok(Condition::In { operand, candidates })
    }

    /// An operand where no condition can stand.
    pub(super) fn operand(&mut self) -> Parsed<Operand> {
        let piece = self.term()?.piece;
        self.operand_from(piece)
    }

    /// A path, a value, a call, or anything in parentheses.
    fn term(&mut self) -> Parsed<Term> {
        if self.is_symbol("(") {
            let term = self.parentheses()?;
            return self.term_behind(term);
        }
        let piece = if self.is_call() { self.call_piece()? } else { self.plain_operand()? };
        Ok(Term { piece, enclosed: false })
    }

    /// A path in parentheses may lead further behind them: `(a.b)[0]`.
    fn term_behind(&mut self, term: Term) -> Parsed<Term> {
        match term.piece {
            Piece::Operand(Operand::Path(path)) if self.is_symbol(".") || self.is_symbol("[") => {
                let piece = Piece::Operand(Operand::Path(self.path_behind(path)?));
                Ok(Term { piece, enclosed: false })
            }
            piece => Ok(Term { piece, ..term }),
        }
    }

    fn plain_operand(&mut self) -> Parsed<Piece> {
        Ok(Piece::Operand(match self.peek().kind {
            TokenKind::Value => Operand::Value(self.value()?),
            _ => Operand::Path(self.path()?),
        }))
    }

    fn call_piece(&mut self) -> Parsed<Piece> {
        let (function, operands) = self.call(Self::operand)?;
        Ok(function.map_or(Piece::Wrong, |function| self.condition_function(function, operands)))
    }

    fn parentheses(&mut self) -> Parsed<Term> {
        self.expect("(")?;
        self.enter()?;
        let inner = self.expression(Power::Or)?;
        self.leave();
        self.expect(")")?;
        if inner.enclosed {
            self.note(Problem::RedundantParentheses);
        }
        Ok(Term { piece: inner.piece, enclosed: true })
    }

    /// Takes a piece for a condition. A bare operand is none: the token behind it is the one that
    /// has no place.
    fn condition_from(&mut self, piece: Piece) -> Parsed<Condition> {
        match piece {
            Piece::Condition(condition) | Piece::Call(_, condition) => Ok(*condition),
            Piece::Operand(Operand::Size(_)) => {
                self.note(Problem::MisusedFunction(Function::Size.name()));
                Ok(stand_in())
            }
            Piece::Operand(_) => Err(self.misplaced()),
            Piece::Wrong => Ok(stand_in()),
        }
    }

    /// Takes a piece for an operand. A comparison is none.
    fn operand_from(&mut self, piece: Piece) -> Parsed<Operand> {
        match piece {
            Piece::Operand(operand) => Ok(operand),
            Piece::Condition(_) => Err(self.misplaced()),
            Piece::Call(function, _) => {
                self.note(Problem::MisusedFunction(function.name()));
                Ok(Operand::Value(Value::Null))
            }
            Piece::Wrong => Ok(Operand::Value(Value::Null)),
        }
    }

    pub(super) fn check_distinct(&mut self, operator: &'static str, one: &Operand, two: &Operand) {
        match (one, two) {
            (Operand::Path(a), Operand::Path(b)) if a == b => {
                self.note(Problem::OperandsNotDistinct { operator, operand: Path::clone(a) });
            }
            _ => {}
        }
    }

    /// Only texts, numbers and blobs have an order; a value known to be anything else is refused.
    fn check_ordered(&mut self, function: &'static str, operand: &Operand) {
        match operand.known_type() {
            None | Some(ValueType::S | ValueType::N | ValueType::B) => {}
            actual => self.note(Problem::OperandType { function, actual }),
        }
    }

    fn check_bounds(&mut self, low: &Value, high: &Value) {
        let (low, high) = (low.clone(), high.clone());
        if low.kind() != high.kind() {
            self.note(Problem::BoundTypes { low, high });
        } else if low.order(&high).is_some_and(|order| order.is_gt()) {
            self.note(Problem::BoundsReversed { low, high });
        }
    }
}

fn plain(condition: Condition) -> Term {
    Term { piece: Piece::Condition(Box::new(condition)), enclosed: false }
}

/// Fills a place in a tree that is thrown away.
fn stand_in() -> Condition {
    Condition::All(Vec::new())
}

fn all(first: Condition, second: Condition) -> Condition {
    match first {
        Condition::All(mut parts) => {
            parts.push(second);
            Condition::All(parts)
        }
        first => Condition::All(vec![first, second]),
    }
}

fn any(first: Condition, second: Condition) -> Condition {
    match first {
        Condition::Any(mut parts) => {
            parts.push(second);
            Condition::Any(parts)
        }
        first => Condition::Any(vec![first, second]),
    }
}
