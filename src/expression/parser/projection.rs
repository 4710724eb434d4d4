//! Projection expressions: paths separated by commas.

use super::super::path::{Path, check_apart};
use super::{Parsed, Parser};

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
}
