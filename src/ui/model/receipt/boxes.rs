//! Items laid into boxes.
//!
//! Where the sum of a page is rounded, items lie end to end and may span boxes. Where each item is
//! rounded, each begins a box of its own. Too many to see are drawn as one strip, which says so.

use crate::capacity::{READ_BLOCK_BYTES, ReadCharge, ReadItem, WRITE_BLOCK_BYTES};

use super::rounds_each;

/// The most boxes that are drawn one by one.
const MOST_BOXES: u64 = 60;
/// The most blocks that are drawn to scale: fifteen lines of twenty. Twice as many take the browser
/// twice as long to lay out, beyond what a task may take.
const MOST_TO_SCALE: u64 = 300;
/// The most items that are drawn one by one.
const MOST_ITEMS: usize = 400;

/// What is drawn of a charge.
#[derive(Debug, Clone, PartialEq)]
pub enum Drawing {
    /// Every box.
    Boxes(Vec<BoxView>),
    /// All boxes as one, filled in proportion.
    Strip {
        /// How many boxes it stands for.
        boxes: u64,
        /// The share of their room that holds kept items.
        kept: f64,
        /// The share that holds items filtered out.
        dropped: f64,
    },
}

/// How full a block is, in shares of its room.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Fill {
    /// With items that were returned, or written.
    pub kept: f64,
    /// With items that were filtered out.
    pub dropped: f64,
}

impl Drawing {
    /// Every block with how full it is, all of one size, so that 58 look like 58 times one. Of very
    /// many the first, and how many more there are.
    pub fn to_scale(&self) -> (Vec<Fill>, u64) {
        match self {
            Drawing::Boxes(boxes) => (boxes.iter().map(BoxView::fill).collect(), 0),
            Drawing::Strip { boxes, kept, dropped } => {
                let drawn = (*boxes).min(MOST_TO_SCALE);
                // What was returned lies first, in proportion: where in a page it lay is not drawn.
                let (kept, all) = (kept * *boxes as f64, (kept + dropped) * *boxes as f64);
                let share = |of: f64, at: u64| (of - at as f64).clamp(0.0, 1.0);
                let fill = |at: u64| {
                    let kept = share(kept, at);
                    Fill { kept, dropped: share(all, at) - kept }
                };
                ((0..drawn).map(fill).collect(), boxes - drawn)
            }
        }
    }
}

impl BoxView {
    fn fill(&self) -> Fill {
        let of = |kept: bool| {
            let pieces = self.pieces.iter().filter(|piece| piece.kept == kept);
            pieces.map(|piece| piece.width).sum()
        };
        Fill { kept: of(true), dropped: of(false) }
    }
}

/// One box.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BoxView {
    /// What lies in it, left to right.
    pub pieces: Vec<Piece>,
}

/// An item, or the part of it that lies in one box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Piece {
    /// The distance from the left edge of the box, as a share of its width.
    pub from: f64,
    /// The width, likewise.
    pub width: f64,
    /// Whether the filter let the item through.
    pub kept: bool,
    /// Whether the item goes on in the next box.
    pub goes_on: bool,
}

/// The boxes of a read.
pub(super) fn of_read(charge: &ReadCharge) -> Drawing {
    if charge.blocks > MOST_BOXES || charge.items.len() > MOST_ITEMS {
        return strip(charge);
    }
    let mut boxes = match rounds_each(charge) {
        true => charge.items.iter().flat_map(|item| lay([size(item)], READ_BLOCK_BYTES)).collect(),
        false => lay(charge.items.iter().map(size), READ_BLOCK_BYTES),
    };
    // The minimum charge, and a key without an item, cost a box that stays empty.
    boxes.resize_with(charge.blocks as usize, BoxView::default);
    Drawing::Boxes(boxes)
}

/// The boxes of writes of these sizes, each rounded by itself.
pub(super) fn of_writes(sizes: &[u64], blocks: u64) -> Drawing {
    if blocks > MOST_BOXES {
        let room = (blocks * WRITE_BLOCK_BYTES) as f64;
        let kept = sizes.iter().sum::<u64>() as f64 / room;
        return Drawing::Strip { boxes: blocks, kept, dropped: 0.0 };
    }
    let laid = |bytes: &u64| lay([(*bytes, true)], WRITE_BLOCK_BYTES);
    let mut boxes: Vec<BoxView> = sizes.iter().flat_map(laid).collect();
    boxes.resize_with(blocks as usize, BoxView::default);
    Drawing::Boxes(boxes)
}

fn strip(charge: &ReadCharge) -> Drawing {
    let room = (charge.blocks.max(1) * READ_BLOCK_BYTES) as f64;
    let bytes_of = |kept| {
        let items = charge.items.iter().filter(|item| item.passed == kept);
        items.map(|item| item.bytes() as f64).sum::<f64>()
    };
    Drawing::Strip {
        boxes: charge.blocks,
        kept: bytes_of(true) / room,
        dropped: bytes_of(false) / room,
    }
}

/// The bytes of an item, and whether it was returned.
fn size(item: &ReadItem) -> (u64, bool) {
    (item.bytes(), item.passed)
}

/// Sizes laid end to end, cut where a box ends. Nothing to lay still takes a box.
fn lay(sizes: impl IntoIterator<Item = (u64, bool)>, room: u64) -> Vec<BoxView> {
    let mut boxes = vec![BoxView::default()];
    let mut filled = 0;
    for (bytes, kept) in sizes {
        let mut left = bytes;
        while left > 0 {
            if filled == room {
                boxes.push(BoxView::default());
                filled = 0;
            }
            let part = left.min(room - filled);
            left -= part;
            let piece = Piece {
                from: filled as f64 / room as f64,
                width: part as f64 / room as f64,
                kept,
                goes_on: left > 0,
            };
            boxes.last_mut().expect("there is always a block").pieces.push(piece);
            filled += part;
        }
    }
    boxes
}
