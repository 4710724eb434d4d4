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

    /// No path may lead to or into another one, nor may two disagree on what is a list. Decided on
    /// the paths alone, before any item is read.
    pub(super) fn check_apart(&mut self, paths: &[&Path]) {
        let first = |relation: Relation| {
            let pairs = paths
                .iter()
                .enumerate()
                .flat_map(|(at, two)| paths[..at].iter().map(|one| (*one, *two)));
            let mut related = pairs.filter(|(one, two)| one.relation(two) == relation);
            related.next().map(|(one, two)| (one.clone(), two.clone()))
        };
        if let Some((one, two)) = first(Relation::Overlap) {
            self.note(Problem::PathsOverlap { one, two });
        } else if let Some((one, two)) = first(Relation::Conflict) {
            self.note(Problem::PathsConflict { one, two });
        }
    }
}
