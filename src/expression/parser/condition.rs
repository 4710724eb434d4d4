//! Conditions, by precedence: comparators bind tightest, then `NOT`, `AND` and `OR`
//! (Developer Guide, *Logical evaluations: precedence in conditions*), and the calls in them.
//!
//! Whether something in parentheses is an operand or a condition is known only behind them:
//! `(a) = :v` and `(a = :v) AND …` begin alike. So a [`Piece`] can be either, until what follows
//! decides.

use super::{Parsed, Parser};
use crate::expression::MAX_IN_VALUES;
use crate::expression::condition::{Comparator, Condition, Operand};
use crate::expression::error::Problem;
use crate::expression::functions::Function;
use crate::expression::lexer::TokenKind;
use crate::expression::path::Path;
use crate::model::{Value, ValueType};

/// How tightly an operator binds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Power {
    Or,
    And,
    Not,
}

/// What can be in parentheses, or part of a larger condition.
enum Piece {
    Operand(Operand),
    Condition(Box<Condition>),
    /// A call of a function whose result is true or false.
    Call(Function, Box<Condition>),
    /// Stands for a call that was noted as wrong, and fits everywhere.
    Wrong,
}

/// A piece, and whether it is one pair of parentheses and nothing else: a second pair around it
/// would be redundant.
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
        // Operators of the same power join from the left.
        let tighter = if operator == Power::Or { Power::And } else { Power::Not };
        let right = self.expression(tighter)?;
        let right = self.condition_from(right.piece)?;
        Ok(plain(if operator == Power::Or { any(left, right) } else { all(left, right) }))
    }

    /// Any number of `NOT`s and what they negate.
    fn prefix(&mut self) -> Parsed<Term> {
        let mut negations = 0;
        while self.eat_keyword("NOT") {
            negations += 1;
        }
        self.operators += negations;
        let term = self.comparison()?;
        if negations == 0 {
            return Ok(term);
        }
        let mut condition = self.condition_from(term.piece)?;
        // A long row of `NOT`s must not make a deep tree: an odd number is one, an even one is two.
        // (Two, not none: `NOT NOT …` is not a key condition.)
        for _ in 0..(2 - negations % 2) {
            condition = Condition::Not(Box::new(condition));
        }
        Ok(plain(condition))
    }

    /// A term, and the comparison that it begins if an operator follows.
    fn comparison(&mut self) -> Parsed<Term> {
        let left = self.term()?;
        let comparator = Comparator::from_symbol(self.peek().text);
        if comparator.is_none() && !self.is_keyword("BETWEEN") && !self.is_keyword("IN") {
            if matches!(left.piece, Piece::Call(..)) {
                self.findings.settle();
            }
            return Ok(left);
        }
        let operand = self.operand_from(left.piece)?;
        let keyword = self.advance().text;
        self.operators += 1;
        let condition = match comparator {
            Some(comparator) => self.compare(operand, comparator)?,
            None if keyword.eq_ignore_ascii_case("IN") => self.membership(operand)?,
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
    fn operand(&mut self) -> Parsed<Operand> {
        let piece = self.term()?.piece;
        self.operand_from(piece)
    }

    /// A path, a value, a call, or anything in parentheses.
    fn term(&mut self) -> Parsed<Term> {
        if self.is_symbol("(") {
            let term = self.parentheses()?;
            return match term.piece {
                // A path in parentheses may lead further behind them: `(a.b)[0]`.
                Piece::Operand(Operand::Path(path))
                    if self.is_symbol(".") || self.is_symbol("[") =>
                {
                    let piece = Piece::Operand(Operand::Path(self.path_behind(path)?));
                    Ok(Term { piece, enclosed: false })
                }
                piece => Ok(Term { piece, ..term }),
            };
        }
        let piece = if self.is_call() {
            let (function, operands) = self.call(Self::operand)?;
            match function {
                Some(function) => self.condition_function(function, operands),
                None => Piece::Wrong,
            }
        } else if self.peek().kind == TokenKind::Value {
            Piece::Operand(Operand::Value(self.value()?))
        } else {
            Piece::Operand(Operand::Path(self.path()?))
        };
        Ok(Term { piece, enclosed: false })
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

    /// The call as a piece of a condition; a wrong one when its operands were noted as wrong.
    fn condition_function(&mut self, function: Function, operands: Vec<Operand>) -> Piece {
        if function.is_for_updates() {
            self.note(Problem::FunctionNotAllowed(function.name()));
            return Piece::Wrong;
        }
        let count = operands.len();
        let built = match <[Operand; 1]>::try_from(operands) {
            Ok([operand]) if function.arity() == 1 => self.function_of_one(function, operand),
            Ok(_) => Err(wrong_count(function, count)),
            Err(operands) => self.function_of_two(function, operands),
        };
        built.unwrap_or_else(|problem| {
            self.note(*problem);
            wrong(function)
        })
    }

    fn function_of_one(&mut self, function: Function, operand: Operand) -> Parsed<Piece> {
        match (function, operand) {
            (Function::Size, operand) => {
                check_sized(&operand)?;
                Ok(Piece::Operand(Operand::Size(Box::new(operand))))
            }
            (Function::AttributeExists, Operand::Path(path)) => {
                Ok(Piece::Call(function, Box::new(Condition::Exists(path))))
            }
            (Function::AttributeNotExists, Operand::Path(path)) => {
                Ok(Piece::Call(function, Box::new(Condition::NotExists(path))))
            }
            _ => Err(Problem::NeedsPath { function: function.name() }.into()),
        }
    }

    fn function_of_two(&mut self, function: Function, operands: Vec<Operand>) -> Parsed<Piece> {
        let count = operands.len();
        let [first, second] = match <[Operand; 2]>::try_from(operands) {
            Ok(pair) if function.arity() == 2 => pair,
            _ => return Err(wrong_count(function, count)),
        };
        self.check_distinct(function.name(), &first, &second);
        let condition = match function {
            Function::AttributeType => {
                Condition::HasType { operand: first, kind: type_named_by(&second)? }
            }
            Function::BeginsWith => {
                check_prefix(&first)?;
                check_prefix(&second)?;
                Condition::BeginsWith { operand: first, prefix: second }
            }
            _ => Condition::Contains { operand: first, element: second },
        };
        Ok(Piece::Call(function, Box::new(condition)))
    }

    /// The piece as a condition. A bare operand is none, and the token behind it is the one that
    /// the service calls misplaced.
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

    /// The piece as an operand. A comparison is none.
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

    fn check_distinct(&mut self, operator: &'static str, one: &Operand, two: &Operand) {
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
        if low.kind() != high.kind() {
            self.note(Problem::BoundTypes { low: low.clone(), high: high.clone() });
        } else if low.order(high).is_some_and(|order| order.is_gt()) {
            self.note(Problem::BoundsReversed { low: low.clone(), high: high.clone() });
        }
    }
}

fn plain(condition: Condition) -> Term {
    Term { piece: Piece::Condition(Box::new(condition)), enclosed: false }
}

/// A condition for a tree that is thrown away.
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

/// What stands for a call with wrong operands: still told apart by whether it could be compared.
fn wrong(function: Function) -> Piece {
    match function {
        Function::Size => Piece::Operand(Operand::Size(Box::new(Operand::Value(Value::Null)))),
        _ => Piece::Call(function, Box::new(Condition::All(Vec::new()))),
    }
}

fn wrong_count(function: Function, count: usize) -> Box<Problem> {
    Problem::OperandCount { function: function.name(), count }.into()
}

fn wrong_type(function: Function, actual: Option<ValueType>) -> Box<Problem> {
    Problem::OperandType { function: function.name(), actual }.into()
}

/// Numbers, truth values and NULL have no size.
fn check_sized(operand: &Operand) -> Parsed<()> {
    match operand.known_type() {
        actual @ Some(ValueType::N | ValueType::Bool | ValueType::Null) => {
            Err(wrong_type(Function::Size, actual))
        }
        _ => Ok(()),
    }
}

/// Only texts and blobs have beginnings.
fn check_prefix(operand: &Operand) -> Parsed<()> {
    match operand.known_type() {
        None | Some(ValueType::S | ValueType::B) => Ok(()),
        actual => Err(wrong_type(Function::BeginsWith, actual)),
    }
}

/// The type that the second operand of `attribute_type` names: it must be known by now.
fn type_named_by(operand: &Operand) -> Parsed<ValueType> {
    let Operand::Value(Value::S(tag)) = operand else {
        return Err(wrong_type(Function::AttributeType, operand.known_type()));
    };
    ValueType::from_tag(tag).ok_or_else(|| Problem::UnknownTypeName(tag.to_string()).into())
}
