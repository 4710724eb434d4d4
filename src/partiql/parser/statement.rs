//! Statements and their clauses: one function for each
//! (Developer Guide, *PartiQL statements for DynamoDB*).

use super::{Parsed, Parser};
use crate::engine::ReturnValues;
use crate::engine::statement::{
    Delete, Insert, Malformed, Order, Select, Statement, StatementError, Update,
};
use crate::expression::{
    Action, ExpressionError, ExpressionKind, Path, SetOperand, SetValue, check_apart,
};
use crate::model::{Item, Value, ValueType};
use crate::partiql::lexer::position_of;

impl Parser<'_> {
    /// A whole statement.
    pub(super) fn statement(&mut self) -> Parsed<Statement> {
        if self.eat_keyword("SELECT") {
            return Ok(Statement::Select(self.select()?));
        }
        if self.eat_keyword("INSERT") {
            return Ok(Statement::Insert(self.insert()?));
        }
        if self.eat_keyword("UPDATE") {
            return Ok(Statement::Update(self.update()?));
        }
        if self.eat_keyword("DELETE") {
            return Ok(Statement::Delete(self.delete()?));
        }
        if self.eat_keyword("EXISTS") {
            self.expect("(")?;
            self.expect_keyword("SELECT")?;
            let select = self.select()?;
            self.expect(")")?;
            return Ok(Statement::Exists(select));
        }
        Err(Malformed::ExpectedStatement.into())
    }

    /// What follows `SELECT`.
    fn select(&mut self) -> Parsed<Select> {
        let columns = if self.eat("*") { Vec::new() } else { self.list(Self::column)? };
        self.expect_keyword("FROM")?;
        let from = self.target()?;
        let condition = self.where_clause()?;
        let order = self.order()?;
        Ok(Select { columns, from, condition, order })
    }

    /// A column is a path: neither functions nor aggregates can be selected.
    fn column(&mut self) -> Parsed<Path> {
        if self.call_name().is_none() {
            return self.path();
        }
        let token = self.peek();
        let (line, column) = position_of(self.text, token.start);
        let length = token.text.chars().count();
        Err(StatementError::UnexpectedPathComponent { line, column, length }.into())
    }

    fn order(&mut self) -> Parsed<Vec<Order>> {
        if !self.eat_keyword("ORDER") {
            return Ok(Vec::new());
        }
        self.expect_keyword("BY")?;
        self.list(Self::order_key)
    }

    fn order_key(&mut self) -> Parsed<Order> {
        let name = self.attribute()?;
        let descending = self.eat_keyword("DESC");
        if !descending {
            self.eat_keyword("ASC");
        }
        Ok(Order { name, descending })
    }

    /// What follows `INSERT`.
    fn insert(&mut self) -> Parsed<Insert> {
        self.expect_keyword("INTO")?;
        let into = self.target()?;
        self.expect_keyword("VALUE")?;
        Ok(Insert { into, item: self.item()? })
    }

    fn item(&mut self) -> Parsed<Item> {
        let position = self.position;
        match self.value()? {
            Value::M(item) if item.contains("") => Err(StatementError::EmptyName.into()),
            Value::M(item) => Ok(item),
            // Any other value is misplaced where it begins.
            _ => {
                self.position = position;
                Err(self.misplaced())
            }
        }
    }

    /// What follows `DELETE`.
    fn delete(&mut self) -> Parsed<Delete> {
        self.expect_keyword("FROM")?;
        let from = self.target()?;
        let condition = self.where_clause()?;
        // What a deleted item became cannot be returned.
        let returning = self.returning()?;
        if !matches!(returning, ReturnValues::None | ReturnValues::AllOld) {
            return Err(Malformed::UnexpectedKeyword.into());
        }
        Ok(Delete { from, condition, returning })
    }

    /// What follows `UPDATE`.
    fn update(&mut self) -> Parsed<Update> {
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
    fn returning(&mut self) -> Parsed<ReturnValues> {
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
    let actual = value.kind();
    if !wanted.contains(&actual) {
        return Err(StatementError::OperandType { function: function.to_owned(), actual }.into());
    }
    Ok(())
}
