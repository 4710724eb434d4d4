//! Names: of tables, indexes and attributes, and the way into attributes.

use super::{Parsed, Parser};
use crate::engine::statement::{Malformed, StatementError, Target};
use crate::expression::{
    ExpressionError, ExpressionKind, MAX_PATH_COMPONENTS, Path, Problem, Step,
};
use crate::model::{AttributeName, IndexName, TableName};
use crate::partiql::keywords::is_keyword;
use crate::partiql::lexer::TokenKind;

impl Parser<'_> {
    /// `table` or `table.index`, each perhaps in double quotes.
    pub(super) fn target(&mut self) -> Parsed<Target> {
        let table = self.name()?;
        let index = if self.eat(".") { Some(self.name()?) } else { None };
        let table = TableName::parse(&table).map_err(|_| StatementError::NoTable(table))?;
        let no_index = |name: String| StatementError::NoIndex(name);
        let index = index.map(|name| IndexName::parse(&name).map_err(|_| no_index(name)));
        Ok(Target { table, index: index.transpose()? })
    }

    /// Whether a name comes next.
    pub(super) fn is_name(&self) -> bool {
        let token = self.peek();
        match token.kind {
            TokenKind::Quoted => true,
            TokenKind::Word => !is_keyword(token.text),
            _ => false,
        }
    }

    fn name(&mut self) -> Parsed<String> {
        if !self.is_name() {
            return Err(self.misplaced());
        }
        let token = self.advance();
        Ok(if token.kind == TokenKind::Quoted { token.unquoted() } else { token.text.to_owned() })
    }

    /// A top-level attribute.
    pub(super) fn attribute(&mut self) -> Parsed<AttributeName> {
        let name = self.name()?;
        AttributeName::parse(&name).map_err(|_| StatementError::EmptyName.into())
    }

    /// An attribute and the way into it: `a."b"[0]`.
    pub(super) fn path(&mut self) -> Parsed<Path> {
        let top = self.attribute()?;
        let mut steps = Vec::new();
        while let Some(step) = self.step()? {
            steps.push(step);
        }
        let levels = steps.len() + 1;
        if levels > MAX_PATH_COMPONENTS {
            let (kind, problem) = (ExpressionKind::Projection, Problem::PathTooDeep { levels });
            return Err(ExpressionError::Invalid { kind, problem: problem.into() }.into());
        }
        Ok(Path::new(top, steps))
    }

    fn step(&mut self) -> Parsed<Option<Step>> {
        if self.eat(".") {
            if !self.is_name() {
                return Err(Malformed::DotComponent.into());
            }
            return Ok(Some(Step::Member(AttributeName::member(&self.name()?))));
        }
        if self.eat("[") {
            let index = self.peek().text.parse().ok().filter(|index| *index <= i32::MAX as usize);
            let index = index.ok_or_else(|| self.misplaced())?;
            self.advance();
            self.expect("]")?;
            return Ok(Some(Step::Index(index)));
        }
        Ok(None)
    }
}
