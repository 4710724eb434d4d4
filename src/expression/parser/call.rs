//! Calls in conditions: how many operands a function takes, and of which types.

use super::super::ast::{Condition, Operand};
use super::super::error::Problem;
use super::super::functions::Function;
use super::condition::Piece;
use super::{Parsed, Parser};
use crate::model::{Value, ValueType};

impl Parser<'_> {
    /// The call as a piece of a condition; a wrong one when its operands were noted as wrong.
    pub(super) fn condition_function(
        &mut self,
        function: Function,
        operands: Vec<Operand>,
    ) -> Piece {
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
