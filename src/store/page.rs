//! Walking a range of rows, one page at a time.
//!
//! A page ends at its limit of items, at 1 MB, or at the end of the range. The item that reaches
//! 1 MB still belongs to the page. Refuses to know filters: every row walked counts.

use std::collections::btree_map::Range;
use std::num::NonZeroU32;
use std::ops::Bound;
use std::sync::Arc;

use super::rows::{Row, Tree};
use crate::model::KeyBytes;
use crate::model::keycode::KeyRange;

/// Bytes at which a page of Query or Scan ends (Developer Guide, *Paginating table query results*).
pub const MAX_PAGE_BYTES: u64 = 1 << 20;

/// Which way a range is walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// In storage order.
    Forward,
    /// Against it.
    Backward,
}

/// Where a page begins, and what ends it besides 1 MB.
#[derive(Debug, Clone)]
pub struct WalkBounds {
    /// The range to walk.
    pub range: KeyRange,
    /// The key behind which to begin, in the direction of the walk. No row need have it: it may have
    /// been deleted since the page before.
    pub after: Option<Vec<u8>>,
    /// Which way.
    pub direction: Direction,
    /// Rows at most (`Limit`).
    pub limit: Option<NonZeroU32>,
}

impl WalkBounds {
    /// All of a range, in storage order.
    pub fn whole(range: KeyRange) -> Self {
        Self { range, after: None, direction: Direction::Forward, limit: None }
    }

    /// The range that is left behind the cursor.
    fn remaining(&self) -> KeyRange {
        let mut range = self.range.clone();
        if let Some(cursor) = self.after.clone() {
            match self.direction {
                Direction::Forward => range.start = Bound::Excluded(cursor),
                Direction::Backward => range.end = Bound::Excluded(cursor),
            }
        }
        range
    }
}

/// One page of rows, walked as an iterator.
pub struct Walk<'a> {
    rows: Range<'a, KeyBytes, Arc<Row>>,
    direction: Direction,
    left: u32,
    bytes: u64,
    last: Option<(&'a KeyBytes, &'a Arc<Row>)>,
}

impl<'a> Walk<'a> {
    /// Begins a page.
    pub fn new(tree: &'a Tree, bounds: &WalkBounds) -> Self {
        Self {
            rows: tree.range(&bounds.remaining()),
            direction: bounds.direction,
            left: bounds.limit.map_or(u32::MAX, NonZeroU32::get),
            bytes: 0,
            last: None,
        }
    }

    /// Where the next page goes on: the last row of a page that its limit or 1 MB has ended. `None`
    /// when the walk came to the end of the range.
    pub fn resume(&self) -> Option<(&'a KeyBytes, &'a Arc<Row>)> {
        // Even if nothing is behind it: the service does not look ahead either, so that a last page
        // may be empty.
        self.last.filter(|_| self.is_full())
    }

    fn is_full(&self) -> bool {
        self.left == 0 || self.bytes >= MAX_PAGE_BYTES
    }
}

impl<'a> Iterator for Walk<'a> {
    type Item = (&'a KeyBytes, &'a Arc<Row>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_full() {
            return None;
        }
        let next = match self.direction {
            Direction::Forward => self.rows.next(),
            Direction::Backward => self.rows.next_back(),
        }?;
        self.left -= 1;
        // The row that reaches 1 MB still belongs to the page.
        self.bytes += u64::from(next.1.size());
        self.last = Some(next);
        Some(next)
    }
}
