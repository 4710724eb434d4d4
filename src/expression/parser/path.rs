//! Document paths: `name.#name[0]`.

use crate::model::AttributeName;

use super::super::MAX_PATH_COMPONENTS;
use super::super::error::Problem;
use super::super::lexer::TokenKind;
use super::super::path::{Path, Step};
use super::super::reserved::is_reserved;
use super::{Parsed, Parser};

/// The largest index that the service takes for one.
const MAX_INDEX: usize = i32::MAX as usize;

impl Parser<'_> {
    /// Whether a path comes next.
    pub(super) fn is_path(&self) -> bool {
        let token = self.peek();
        match token.kind {
            TokenKind::Name => true,
            TokenKind::Word => !self.is_reserved_here(token.text),
            _ => false,
        }
    }

    pub(super) fn path(&mut self) -> Parsed<Path> {
        let top = self.path_name()?;
        self.path_behind(Path::attribute(top))
    }

    /// The path with the steps that follow: its beginning may stand in parentheses.
    pub(super) fn path_behind(&mut self, path: Path) -> Parsed<Path> {
        let top = path.top().clone();
        let mut steps = path.steps().to_vec();
        while let Some(step) = self.path_step()? {
            steps.push(step);
        }
        let levels = steps.len() + 1;
        if levels > MAX_PATH_COMPONENTS {
            self.note(Problem::PathTooDeep { levels });
        }
        Ok(Path::new(top, steps))
    }

    fn path_step(&mut self) -> Parsed<Option<Step>> {
        if self.eat(".") {
            return Ok(Some(Step::Member(self.path_name()?)));
        }
        if self.eat("[") {
            let index = self.index()?;
            self.expect("]")?;
            return Ok(Some(Step::Index(index)));
        }
        Ok(None)
    }

    fn path_name(&mut self) -> Parsed<AttributeName> {
        if !self.is_path() {
            return Err(self.misplaced());
        }
        let token = self.advance();
        if token.kind == TokenKind::Word {
            return Ok(self.bare_name(token.text));
        }
        let name = self.bindings.name(token.text);
        Ok(name.unwrap_or_else(|| {
            self.note(Problem::UndefinedName(token.text.to_owned()));
            AttributeName::member("")
        }))
    }

    fn bare_name(&mut self, word: &str) -> AttributeName {
        if is_reserved(word) {
            self.note(Problem::ReservedWord(word.to_owned()));
        }
        AttributeName::member(word)
    }

    fn index(&mut self) -> Parsed<usize> {
        if self.peek().kind != TokenKind::Integer {
            return Err(self.misplaced());
        }
        let digits = self.advance().text;
        match digits.parse() {
            Ok(index) if index <= MAX_INDEX => Ok(index),
            _ => {
                self.note(Problem::IndexOutOfRange(digits.to_owned()));
                Ok(0)
            }
        }
    }
}
