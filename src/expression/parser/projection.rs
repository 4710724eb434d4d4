//! Projection expressions: paths separated by commas.

use super::super::error::Problem;
use super::super::path::{Path, Relation};
use super::{Parsed, Parser};

impl Parser<'_> {
    pub(super) fn projection(&mut self) -> Parsed<Vec<Path>> {
        let paths = self.list(Self::path)?;
        self.check_apart(&paths.iter().collect::<Vec<_>>());
        Ok(paths)
    }

    /// No path may lead to, into, or beside the grain of another one. Decided on the paths alone,
    /// before any item is read.
    pub(super) fn check_apart(&mut self, paths: &[&Path]) {
        for (position, two) in paths.iter().enumerate() {
            for one in &paths[..position] {
                let (one, two) = (*one, *two);
                match one.relation(two) {
                    Relation::Apart => continue,
                    Relation::Overlap => {
                        self.note(Problem::PathsOverlap { one: one.clone(), two: two.clone() });
                    }
                    Relation::Conflict => {
                        self.note(Problem::PathsConflict { one: one.clone(), two: two.clone() });
                    }
                }
            }
        }
    }
}
