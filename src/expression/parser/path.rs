//! Document paths, `name.#name[0]`, and projections, which are lists of them.

use super::{Parsed, Parser};
use crate::expression::MAX_PATH_COMPONENTS;
use crate::expression::error::Problem;
use crate::expression::lexer::TokenKind;
use crate::expression::path::{Path, Step, check_apart};
use crate::expression::reserved::is_reserved;
use crate::model::AttributeName;

/// The largest index that the service accepts.
const MAX_INDEX: usize = u32::MAX as usize - 1;

impl Parser<'_> {
    pub(super) fn projection(&mut self) -> Parsed<Vec<Path>> {
        let paths = self.list(Self::path)?;
        self.note_overlaps(&paths.iter().collect::<Vec<_>>());
        Ok(paths)
    }

    /// Notes paths that get in each other's way.
    pub(super) fn note_overlaps(&mut self, paths: &[&Path]) {
        if let Err(problem) = check_apart(paths) {
            self.note(problem);
        }
    }

    /// Whether a path comes next.
    pub(super) fn is_path(&self) -> bool {
        let token = self.peek();
        match token.kind {
            TokenKind::Name => true,
            TokenKind::Word => !self.is_keyword_here(token.text),
            _ => false,
        }
    }

    pub(super) fn path(&mut self) -> Parsed<Path> {
        let top = self.path_name()?;
        self.path_behind(Path::attribute(top))
    }

    /// The path with the steps that follow. Its beginning may have been in parentheses.
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
            // Every component of a path is checked, not only the first.
            if is_reserved(token.text) {
                self.note(Problem::ReservedWord(token.text.to_owned()));
            }
            return Ok(AttributeName::member(token.text));
        }
        let name = self.bindings.name(token.text);
        // An empty name stands in for one that is not defined.
        Ok(name.unwrap_or_else(|| {
            self.note(Problem::UndefinedName(token.text.to_owned()));
            AttributeName::member("")
        }))
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
