//! `SELECT … FROM … [WHERE …] [ORDER BY …]`

use super::{Parsed, Parser};
use crate::engine::statement::{Order, Select, StatementError};
use crate::expression::Path;
use crate::partiql::lexer::place;

impl Parser<'_> {
    /// What follows `SELECT`.
    pub(super) fn select(&mut self) -> Parsed<Select> {
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
        let (line, column) = place(self.text, token.start);
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
}
