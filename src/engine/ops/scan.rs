//! Scan: reads a table or an index from end to end, or one segment of it.

use std::num::NonZeroU32;

use super::Plannable;
use super::page::{PageOutput, PageRequest, PartitionSums, Shown, Source, start_of_scan};
use crate::capacity::Consistency;
use crate::engine::error::EngineError;
use crate::engine::plan::{Effect, Plan, Planned};
use crate::engine::state::State;
use crate::engine::types::{Select, Touched, TouchedHashes};
use crate::expression::{Condition, ProjectionPaths};
use crate::model::keycode::KeyRange;
use crate::model::{IndexName, Item, PartitionHash, TableName};
use crate::partition::{HashRange, initial_partitions};
use crate::store::{Direction, WalkBounds};

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
pub struct ScanInput {
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
pub type ScanOutput = PageOutput;

impl Plannable for ScanInput {
    type Output = ScanOutput;

    fn plan(self, state: &State) -> Planned<Self::Output> {
        let source = Source::find(state, &self.table, self.index.as_ref(), self.consistent)?;
        source.check_paths(self.filter.as_ref(), self.projection.as_ref())?;
        let shown = Shown::decide(&source, self.select, self.projection.as_ref());
        let hashes = self.segment.map_or(HashRange::ALL, Segment::hashes);
        let start = self.start_key.as_ref();
        let after = start.map(|start| start_of_scan(&source, self.segment, start)).transpose()?;
        let first = after.as_deref().and_then(hash_of).unwrap_or(hashes.first);
        let range = KeyRange::hashes(hashes.first, hashes.last);
        // The service goes through the partitions one by one and charges each. That an index has as
        // many as its table is unconfirmed.
        let partitions = state.charges_partitions.then(|| {
            let partitions = initial_partitions(source.table.schema().billing);
            PartitionSums::new(partitions, HashRange { first, last: hashes.last })
        });
        let page = PageRequest {
            source,
            bounds: WalkBounds { range, after, direction: Direction::Forward, limit: self.limit },
            filter: self.filter.as_ref(),
            shown: shown.map_err(EngineError::Select)?,
            consistency: Consistency::from_consistent_read(self.consistent),
            partitions,
        };
        let read = page.read();
        let last = read.stopped_at.unwrap_or(hashes.last);
        let hashes = TouchedHashes::Range(HashRange { first, last });
        Ok(Plan {
            output: read.output,
            receipts: vec![read.receipt],
            touched: vec![Touched { table: self.table, on: source.table_or_index(), hashes }],
            effect: Effect::None,
        })
    }
}

/// The hash that an encoded key begins with.
fn hash_of(key: &[u8]) -> Option<PartitionHash> {
    key.first_chunk().map(|head| PartitionHash(u64::from_be_bytes(*head)))
}
