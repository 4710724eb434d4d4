//! Update expressions: `SET`, `REMOVE`, `ADD` and `DELETE` sections
//! (Developer Guide, *Update expressions*).

use super::{Parsed, Parser};
use crate::expression::error::Problem;
use crate::expression::functions::Function;
use crate::expression::lexer::TokenKind;
use crate::expression::update::{Action, SetOperand, SetValue};
use crate::model::{Value, ValueType};

/// A right-hand side of `SET`, or a part of one that parentheses may enclose.
struct Term {
    value: SetValue,
    enclosed: bool,
}

impl Parser<'_> {
    pub(super) fn update(&mut self) -> Parsed<Vec<Action>> {
        let mut actions = Vec::new();
        let mut seen = Vec::new();
        while self.peek().kind != TokenKind::End {
            let (section, mut added) = self.section()?;
            if seen.contains(&section) {
                self.note(Problem::DuplicateSection(section));
            }
            seen.push(section);
            actions.append(&mut added);
        }
        self.note_overlaps(&actions.iter().map(Action::target).collect::<Vec<_>>());
        Ok(actions)
    }

    fn section(&mut self) -> Parsed<(&'static str, Vec<Action>)> {
        if self.eat_keyword("SET") {
            Ok(("SET", self.list(Self::set_action)?))
        } else if self.eat_keyword("REMOVE") {
            Ok(("REMOVE", self.list(Self::remove_action)?))
        } else if self.eat_keyword("ADD") {
            Ok(("ADD", self.list(Self::add_action)?))
        } else if self.eat_keyword("DELETE") {
            Ok(("DELETE", self.list(Self::delete_action)?))
        } else {
            Err(self.misplaced())
        }
    }

    fn set_action(&mut self) -> Parsed<Action> {
        let target = self.path()?;
        self.expect("=")?;
        let value = self.set_value()?.value;
        Ok(Action::Set { target, value })
    }

    fn remove_action(&mut self) -> Parsed<Action> {
        Ok(Action::Remove { target: self.path()? })
    }

    fn add_action(&mut self) -> Parsed<Action> {
        let target = self.path()?;
        let value = self.value()?;
        if value.kind() != ValueType::N {
            self.check_set("ADD", &value);
        }
        Ok(Action::Add { target, value })
    }

    fn delete_action(&mut self) -> Parsed<Action> {
        let target = self.path()?;
        let value = self.value()?;
        self.check_set("DELETE", &value);
        Ok(Action::Delete { target, value })
    }

    fn check_set(&mut self, action: &'static str, value: &Value) {
        let actual = value.kind();
        if !matches!(actual, ValueType::Ss | ValueType::Ns | ValueType::Bs) {
            self.note(Problem::ActionOperandType { action, actual });
        }
    }

    /// One operand, or the sum or difference of exactly two: a third one is a syntax error.
    fn set_value(&mut self) -> Parsed<Term> {
        let left = self.set_term()?;
        if !self.is_symbol("+") && !self.is_symbol("-") {
            return Ok(left);
        }
        let left = self.set_operand_from(left.value)?;
        let sign = if self.advance().text == "+" { "+" } else { "-" };
        self.operators += 1;
        let right = self.set_operand()?;
        self.check_literal(sign, &left, ValueType::N);
        self.check_literal(sign, &right, ValueType::N);
        let build = if sign == "+" { SetValue::Sum } else { SetValue::Difference };
        Ok(Term { value: build(left, right), enclosed: false })
    }

    /// A path, a value, a call, or anything in parentheses.
    fn set_term(&mut self) -> Parsed<Term> {
        if self.eat("(") {
            self.enter()?;
            let inner = self.set_value()?;
            self.leave();
            self.expect(")")?;
            if inner.enclosed {
                self.note(Problem::RedundantParentheses);
            }
            return Ok(Term { value: inner.value, enclosed: true });
        }
        let operand = if self.is_call() {
            self.update_function()?
        } else if self.peek().kind == TokenKind::Value {
            SetOperand::Value(self.value()?)
        } else {
            SetOperand::Path(self.path()?)
        };
        Ok(Term { value: SetValue::Operand(operand), enclosed: false })
    }

    fn set_operand(&mut self) -> Parsed<SetOperand> {
        let term = self.set_term()?;
        self.set_operand_from(term.value)
    }

    /// The value as an operand. Sums cannot be operands.
    fn set_operand_from(&mut self, value: SetValue) -> Parsed<SetOperand> {
        match value {
            SetValue::Operand(operand) => Ok(operand),
            SetValue::Sum(..) | SetValue::Difference(..) => Err(self.misplaced()),
        }
    }

    fn update_function(&mut self) -> Parsed<SetOperand> {
        let (function, operands) = self.call(Self::set_operand)?;
        // NULL stands in for a call that was noted as wrong.
        let Some(function) = function else {
            return Ok(SetOperand::Value(Value::Null));
        };
        Ok(self.checked_function(function, operands).unwrap_or_else(|problem| {
            self.note(*problem);
            SetOperand::Value(Value::Null)
        }))
    }

    fn checked_function(
        &mut self,
        function: Function,
        operands: Vec<SetOperand>,
    ) -> Parsed<SetOperand> {
        let name = function.name();
        if !function.is_for_updates() {
            return Err(Problem::FunctionNotAllowed(name).into());
        }
        let count = operands.len();
        let [first, second] = <[SetOperand; 2]>::try_from(operands)
            .map_err(|_| Problem::OperandCount { function: name, count })?;
        // A joined list cannot be joined again or stand in for a missing attribute.
        if [&first, &second].iter().any(|operand| matches!(operand, SetOperand::ListAppend(..))) {
            self.note(Problem::MisusedFunction(Function::ListAppend.name()));
        }
        if function == Function::ListAppend {
            self.check_literal(name, &first, ValueType::L);
            self.check_literal(name, &second, ValueType::L);
            return Ok(SetOperand::ListAppend(Box::new(first), Box::new(second)));
        }
        match first {
            SetOperand::Path(path) => Ok(SetOperand::IfNotExists(path, Box::new(second))),
            _ => Err(Problem::NeedsPath { function: name }.into()),
        }
    }

    /// A value given with the request must have the right type; what comes from the item is
    /// checked when there is one.
    fn check_literal(&mut self, function: &'static str, operand: &SetOperand, wanted: ValueType) {
        if let SetOperand::Value(value) = operand
            && value.kind() != wanted
        {
            self.note(Problem::OperandType { function, actual: Some(value.kind()) });
        }
    }
}
