//! Scan: reads a table or an index from end to end, or one segment of it.

use std::num::NonZeroU32;

use super::read::Select;
use crate::expression::{Condition, ProjectionPaths};
use crate::model::{IndexName, Item, TableName};
use crate::partition::HashRange;

/// Most segments of a parallel scan.
pub const MAX_SEGMENTS: u32 = 1_000_000;

/// One segment of a parallel scan: an even slice of the hash space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    index: u32,
    total: u32,
}

impl Segment {
    /// Segment `index`, counted from zero, of `total`. `None` when the total is not 1 to 1,000,000
    /// or the index is not below it.
    pub fn new(index: u32, total: u32) -> Option<Self> {
        ((1..=MAX_SEGMENTS).contains(&total) && index < total).then_some(Self { index, total })
    }

    /// Which segment, counted from zero.
    pub fn index(self) -> u32 {
        self.index
    }

    /// How many segments there are.
    pub fn total(self) -> u32 {
        self.total
    }

    /// The hashes of the segment.
    pub fn hashes(self) -> HashRange {
        HashRange::slice(self.index, self.total)
    }
}

/// What Scan is asked.
#[derive(Debug, Clone)]
pub struct Input {
    /// The table.
    pub table: TableName,
    /// The index to read instead of the table.
    pub index: Option<IndexName>,
    /// Which of the items read to show.
    pub filter: Option<Condition>,
    /// Which parts of them to show.
    pub projection: Option<ProjectionPaths>,
    /// Which attributes to show.
    pub select: Option<Select>,
    /// At most so many items are read.
    pub limit: Option<NonZeroU32>,
    /// Whether the read is strongly consistent.
    pub consistent: bool,
    /// The segment to read instead of everything.
    pub segment: Option<Segment>,
    /// `ExclusiveStartKey`: begin behind this key.
    pub start_key: Option<Item>,
}

/// What Scan answers.
pub type Output = super::PageOutput;

pub(crate) fn plan(_: &crate::engine::Engine, _: Input) -> crate::engine::plan::Planned {
    Err(crate::engine::EngineError::KeyMismatch.into())
}
