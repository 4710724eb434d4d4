//! `SET path = …`: the right-hand side, and the functions that change a set.

use super::Reader;
use super::parser::Parsed;
use super::tree::{Kind, Node};
use crate::engine::statement::StatementError;
use crate::expression::{Action, Path, SetOperand, SetValue};
use crate::model::{Value, ValueType};

const SETS: [ValueType; 3] = [ValueType::Ss, ValueType::Ns, ValueType::Bs];

impl Reader<'_> {
    pub(super) fn assignment(&self, target: &Node, value: &Node) -> Parsed<Action> {
        let target = self.path(target)?;
        match &value.kind {
            Kind::Call(name, arguments) if name == "set_add" => {
                let value = self.set_change(value.at, name, arguments, &target)?;
                Ok(Action::Add { target, value })
            }
            Kind::Call(name, arguments) if name == "set_delete" => {
                let value = self.set_change(value.at, name, arguments, &target)?;
                Ok(Action::Delete { target, value })
            }
            _ => Ok(Action::Set { target, value: self.set_value(value)? }),
        }
    }

    /// The arguments of `set_add` and `set_delete`: the very path that is set, and a set.
    fn set_change(
        &self,
        at: usize,
        function: &str,
        arguments: &[Node],
        target: &Path,
    ) -> Parsed<Value> {
        let function = function.to_ascii_uppercase();
        let [first, second] = arguments else {
            return Err(StatementError::OperandCount { function, count: arguments.len() }.into());
        };
        if self.path(first)? != *target {
            let position = self.position(at);
            return Err(StatementError::SetTarget { function, position }.into());
        }
        // What is no literal is no set either.
        let value = self.value(second).ok().filter(|value| SETS.contains(&value.kind()));
        value.ok_or_else(|| {
            // The service tells where the first argument stands.
            let position = self.position(first.at);
            StatementError::SetArgument { function, position }.into()
        })
    }

    /// One operand, or the sum or difference of two.
    fn set_value(&self, node: &Node) -> Parsed<SetValue> {
        let Kind::Binary(symbol @ ("+" | "-"), sides) = &node.kind else {
            return Ok(SetValue::Operand(self.set_operand(node)?));
        };
        let [left, right] = [self.set_operand(&sides[0])?, self.set_operand(&sides[1])?];
        for operand in [&left, &right] {
            check_value(symbol, operand, ValueType::N)?;
        }
        Ok(match *symbol {
            "+" => SetValue::Sum(left, right),
            _ => SetValue::Difference(left, right),
        })
    }

    fn set_operand(&self, node: &Node) -> Parsed<SetOperand> {
        match &node.kind {
            Kind::Name(_) | Kind::Path(..) => Ok(SetOperand::Path(self.path(node)?)),
            // Sums of sums are the service's, though expressions have none.
            Kind::Binary("+" | "-", _) => {
                Ok(SetOperand::Arithmetic(Box::new(self.set_value(node)?)))
            }
            Kind::Binary(symbol, _) => {
                Err(StatementError::UnsupportedOperator((*symbol).to_owned()).into())
            }
            Kind::Call(name, arguments) if name == "list_append" => self.list_append(arguments),
            Kind::Call(..) => Err(StatementError::UnknownFunction(self.position(node.at)).into()),
            _ => Ok(SetOperand::Value(self.value(node)?)),
        }
    }

    fn list_append(&self, arguments: &[Node]) -> Parsed<SetOperand> {
        let [first, second] = arguments else {
            let (function, count) = ("list_append".to_owned(), arguments.len());
            return Err(StatementError::OperandCount { function, count }.into());
        };
        let [first, second] = [self.set_operand(first)?, self.set_operand(second)?];
        for operand in [&first, &second] {
            check_value("list_append", operand, ValueType::L)?;
        }
        Ok(SetOperand::ListAppend(Box::new(first), Box::new(second)))
    }
}

/// A value given with the statement must have the right type.
fn check_value(function: &str, operand: &SetOperand, wanted: ValueType) -> Parsed<()> {
    match operand {
        SetOperand::Value(value) if value.kind() != wanted => {
            let (function, actual) = (function.to_owned(), value.kind());
            Err(StatementError::OperandType { function, actual }.into())
        }
        _ => Ok(()),
    }
}
