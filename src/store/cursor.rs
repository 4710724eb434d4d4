//! Looking at every row of a table piece by piece: how what is added to a table that has items
//! comes to know them.
//!
//! Rows that are written meanwhile are looked at by their change, and perhaps here once more, so
//! whatever is filled must bear to see a row twice. Refuses to know how large a piece may be.

use std::ops::Bound;
use std::sync::Arc;

use super::row::Row;
use super::tree::Tree;
use crate::model::KeyBytes;
use crate::model::keycode::KeyRange;

/// How far the rows have been looked at.
#[derive(Debug, Clone, Default)]
pub(super) enum Cursor {
    /// Not at all.
    #[default]
    Start,
    /// Up to this one.
    Behind(KeyBytes),
    /// All of them.
    End,
}

impl Cursor {
    /// Whether rows are left.
    pub(super) fn is_behind(&self) -> bool {
        !matches!(self, Cursor::End)
    }

    /// Looks at some more rows.
    pub(super) fn advance(
        &mut self,
        rows: &Tree,
        most: usize,
        mut look: impl FnMut(&KeyBytes, &Arc<Row>),
    ) {
        let start = match self {
            Cursor::Start => Bound::Unbounded,
            Cursor::Behind(key) => Bound::Excluded(key.as_bytes().to_vec()),
            Cursor::End => return,
        };
        let mut rest = rows.range(&KeyRange { start, end: Bound::Unbounded });
        let mut last = None;
        for (key, row) in rest.by_ref().take(most) {
            look(key, row);
            last = Some(key);
        }
        match last.filter(|_| rest.next().is_some()) {
            Some(key) => *self = Cursor::Behind(key.clone()),
            None if most > 0 => *self = Cursor::End,
            None => {}
        }
    }
}
