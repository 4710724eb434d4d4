//! `INSERT INTO … VALUE …` and `DELETE FROM … WHERE …`

use super::{Parsed, Parser};
use crate::engine::ops::ReturnValues;
use crate::engine::statement::{Delete, Insert, Malformed, StatementError};
use crate::model::{Item, Value};

impl Parser<'_> {
    /// What follows `INSERT`.
    pub(super) fn insert(&mut self) -> Parsed<Insert> {
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
            _ => {
                self.position = position;
                Err(self.misplaced())
            }
        }
    }

    /// What follows `DELETE`.
    pub(super) fn delete(&mut self) -> Parsed<Delete> {
        self.expect_keyword("FROM")?;
        let from = self.target()?;
        let condition = self.where_clause()?;
        let position = self.position;
        let returning = self.returning()?;
        if !matches!(returning, ReturnValues::None | ReturnValues::AllOld) {
            self.position = position;
            return Err(Malformed::UnexpectedKeyword.into());
        }
        Ok(Delete { from, condition, returning })
    }
}
