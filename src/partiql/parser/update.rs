//! `UPDATE … SET … REMOVE … WHERE … [RETURNING …]`

use super::{Parsed, Parser};
use crate::engine::ops::ReturnValues;
use crate::engine::statement::{Malformed, StatementError, Update};
use crate::expression::{
    Action, ExpressionError, ExpressionKind, Path, SetOperand, SetValue, check_apart,
};
use crate::model::{Value, ValueType};

impl Parser<'_> {
    /// What follows `UPDATE`.
    pub(super) fn update(&mut self) -> Parsed<Update> {
        let target = self.target()?;
        let actions = self.actions()?;
        let condition = self.where_clause()?;
        let returning = self.returning()?;
        Ok(Update { target, actions, condition, returning })
    }

    /// `SET` and `REMOVE` as often as they come, each with one or more paths.
    fn actions(&mut self) -> Parsed<Vec<Action>> {
        let mut actions = Vec::new();
        loop {
            if self.eat_keyword("SET") {
                actions.append(&mut self.list(Self::assignment)?);
            } else if self.eat_keyword("REMOVE") {
                let removed = self.list(Self::path)?.into_iter();
                actions.extend(removed.map(|target| Action::Remove { target }));
            } else if actions.is_empty() {
                return Err(self.misplaced());
            } else {
                break;
            }
        }
        let targets: Vec<&Path> = actions.iter().map(Action::target).collect();
        check_apart(&targets).map_err(|problem| ExpressionError::Invalid {
            kind: ExpressionKind::Update,
            problem: problem.into(),
        })?;
        Ok(actions)
    }

    fn assignment(&mut self) -> Parsed<Action> {
        let target = self.path()?;
        self.expect("=")?;
        match self.call_name().as_deref() {
            Some("set_add") => {
                Ok(Action::Add { value: self.set_change("set_add", &target)?, target })
            }
            Some("set_delete") => {
                Ok(Action::Delete { value: self.set_change("set_delete", &target)?, target })
            }
            _ => Ok(Action::Set { value: self.set_value()?, target }),
        }
    }

    /// The arguments of `set_add` and `set_delete`: the very path that is set, and a set.
    fn set_change(&mut self, function: &str, target: &Path) -> Parsed<Value> {
        let arguments = self.arguments(Self::set_operand)?;
        match <[SetOperand; 2]>::try_from(arguments) {
            Ok([SetOperand::Path(path), SetOperand::Value(value)]) if path == *target => {
                let sets = [ValueType::Ss, ValueType::Ns, ValueType::Bs];
                check_type(function, &value, &sets)?;
                Ok(value)
            }
            _ => Err(Malformed::Arguments.into()),
        }
    }

    /// One operand, or the sum or difference of two.
    fn set_value(&mut self) -> Parsed<SetValue> {
        let left = self.set_operand()?;
        let build = if self.eat("+") {
            SetValue::Sum
        } else if self.eat("-") {
            SetValue::Difference
        } else {
            return Ok(SetValue::Operand(left));
        };
        let right = self.set_operand()?;
        for operand in [&left, &right] {
            if let SetOperand::Value(value) = operand {
                check_type("+", value, &[ValueType::N])?;
            }
        }
        Ok(build(left, right))
    }

    fn set_operand(&mut self) -> Parsed<SetOperand> {
        match self.call_name().as_deref() {
            Some("list_append") => self.list_append(),
            Some(_) => Err(Malformed::UnknownFunction.into()),
            None if self.is_value() => Ok(SetOperand::Value(self.value()?)),
            None => Ok(SetOperand::Path(self.path()?)),
        }
    }

    fn list_append(&mut self) -> Parsed<SetOperand> {
        let arguments = self.arguments(Self::set_operand)?;
        let [first, second] =
            <[SetOperand; 2]>::try_from(arguments).map_err(|_| Malformed::Arguments)?;
        for operand in [&first, &second] {
            if let SetOperand::Value(value) = operand {
                check_type("list_append", value, &[ValueType::L])?;
            }
        }
        Ok(SetOperand::ListAppend(Box::new(first), Box::new(second)))
    }

    /// `RETURNING ALL | MODIFIED OLD | NEW *`, if it comes next.
    pub(super) fn returning(&mut self) -> Parsed<ReturnValues> {
        if !self.eat_keyword("RETURNING") {
            return Ok(ReturnValues::None);
        }
        let all = self.eat_keyword("ALL");
        if !all {
            self.expect_keyword("MODIFIED")?;
        }
        let old = self.eat_keyword("OLD");
        if !old {
            self.expect_keyword("NEW")?;
        }
        self.expect("*")?;
        Ok(match (all, old) {
            (true, true) => ReturnValues::AllOld,
            (true, false) => ReturnValues::AllNew,
            (false, true) => ReturnValues::UpdatedOld,
            (false, false) => ReturnValues::UpdatedNew,
        })
    }
}

fn check_type(function: &str, value: &Value, wanted: &[ValueType]) -> Parsed<()> {
    match wanted.contains(&value.kind()) {
        true => Ok(()),
        false => {
            let function = function.to_owned();
            Err(StatementError::OperandType { function, actual: value.kind() }.into())
        }
    }
}
