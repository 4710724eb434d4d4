//! The strip of cells that both lanes run over, and one lane's marks on it.
//!
//! Owns which cell an item falls in and how far a lane has come. Refuses to know time: a caller
//! says how many bytes may be shown by now, so that both lanes run at one pace.

use crate::ui::model::words::decimal;

/// Cells that a strip has at most; a bigger table puts several items in each.
const MOST_CELLS: usize = 1_000;
/// The side of a cell; the rest of the unit is the gap to its neighbour.
const SIDE: f64 = 0.84;
const SIDE_TEXT: &str = "0.84";
/// The least part of a cell that shows.
const LEAST_FILL: f64 = 0.15;
/// Cells in one row of the strip.
const MOST_COLUMNS: usize = 50;

/// The items of a table in storage order, cut into cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strip {
    items: usize,
    cells: usize,
}

impl Strip {
    /// A strip for so many items.
    pub fn of(items: usize) -> Self {
        Self { items, cells: items.min(MOST_CELLS) }
    }

    /// Number of cells.
    pub fn cells(self) -> usize {
        self.cells
    }

    /// Items that the strip stands for.
    pub fn items(self) -> usize {
        self.items
    }

    /// Cells side by side; at least one, so that it can be divided by.
    pub fn columns(self) -> usize {
        self.cells.clamp(1, MOST_COLUMNS)
    }

    /// Rows of cells.
    pub fn rows(self) -> usize {
        self.cells.div_ceil(self.columns()).max(1)
    }

    /// The cell of an item, given its position in storage order. `None` beyond the end.
    pub fn cell_of(self, position: usize) -> Option<usize> {
        (position < self.items).then(|| position * self.cells / self.items)
    }

    /// What one cell stands for, in words.
    pub fn legend(self) -> String {
        match self.items.checked_div(self.cells).unwrap_or(0) {
            0 | 1 => "Each cell is one item, in storage order.".into(),
            many => format!(
                "Each cell stands for about {many} items, in storage order, and fills by the part of them read."
            ),
        }
    }
}

/// What a path shows of the cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The outlines of all cells.
    Outline,
    /// How much of each cell was read and paid for.
    Read,
    /// How much of each cell was returned.
    Kept,
}

/// What a lane did with the items of a cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Cell {
    items: u32,
    read: u32,
    kept: u32,
}

impl Cell {
    /// The part of the cell that a mark fills, from 0 to 1. What is there at all can be seen.
    fn fill(self, mark: Mark) -> f64 {
        let part = match mark {
            Mark::Outline => return 1.0,
            Mark::Read => self.read,
            Mark::Kept => self.kept,
        };
        if part == 0 {
            0.0
        } else {
            (f64::from(part) / f64::from(self.items)).clamp(LEAST_FILL, 1.0)
        }
    }
}

/// One item read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Touch {
    /// Its position in storage order; `None` when it is not known.
    pub position: Option<usize>,
    /// Its size.
    pub bytes: u32,
    /// Whether it was returned.
    pub kept: bool,
}

/// One lane: what was read so far, and how much of it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    strip: Strip,
    cells: Vec<Cell>,
    touches: Vec<Touch>,
    shown: usize,
    bytes: u64,
    kept: u64,
}

impl Lane {
    /// A lane at its start.
    pub fn new(strip: Strip) -> Self {
        let mut cells = vec![Cell::default(); strip.cells()];
        for cell in (0..strip.items()).filter_map(|position| strip.cell_of(position)) {
            cells[cell].items += 1;
        }
        Self { strip, cells, touches: Vec::new(), shown: 0, bytes: 0, kept: 0 }
    }

    /// The strip that it runs over.
    pub fn strip(&self) -> Strip {
        self.strip
    }

    /// Adds what one page read. It is not shown until [`Lane::advance_to`].
    pub fn push(&mut self, touches: impl IntoIterator<Item = Touch>) {
        self.touches.extend(touches);
    }

    /// Shows every item whose reading began before so many bytes. Answers whether anything was added.
    pub fn advance_to(&mut self, bytes: u64) -> bool {
        let before = self.shown;
        while self.bytes < bytes && self.shown < self.touches.len() {
            self.show(self.touches[self.shown]);
        }
        self.shown > before
    }

    /// Shows all that was read.
    pub fn finish(&mut self) {
        self.advance_to(u64::MAX);
    }

    /// Whether all that was read is shown.
    pub fn is_level(&self) -> bool {
        self.shown == self.touches.len()
    }

    /// Items shown as read.
    pub fn items_shown(&self) -> u64 {
        self.shown as u64
    }

    /// Items shown as returned.
    pub fn kept_shown(&self) -> u64 {
        self.kept
    }

    /// Bytes shown as read.
    pub fn bytes_shown(&self) -> u64 {
        self.bytes
    }

    /// An SVG path of a mark, one unit a cell, each filled from below.
    pub fn path(&self, mark: Mark) -> String {
        let columns = self.strip.columns();
        let mut path = String::new();
        for (at, cell) in self.cells.iter().enumerate() {
            let height = SIDE * cell.fill(mark);
            if height > 0.0 {
                let (x, y) = (at % columns, (at / columns) as f64 + SIDE - height);
                let (y, height) = (decimal(y, 2), decimal(height, 2));
                path.push_str(&format!("M{x} {y}h{SIDE_TEXT}v{height}h-{SIDE_TEXT}z"));
            }
        }
        path
    }

    fn show(&mut self, touch: Touch) {
        self.shown += 1;
        self.bytes += u64::from(touch.bytes);
        self.kept += u64::from(touch.kept);
        if let Some(at) = touch.position.and_then(|position| self.strip.cell_of(position)) {
            self.cells[at].read += 1;
            self.cells[at].kept += u32::from(touch.kept);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn touch(position: usize, kept: bool) -> Touch {
        Touch { position: Some(position), bytes: 100, kept }
    }

    #[test]
    fn a_small_table_has_a_cell_for_each_item() {
        let strip = Strip::of(25);
        assert_eq!((strip.cells(), strip.columns(), strip.rows()), (25, 25, 1));
        assert_eq!((0..26).map(|p| strip.cell_of(p)).next_back(), Some(None));
        assert_eq!(strip.cell_of(24), Some(24));
    }

    #[test]
    fn a_large_table_spreads_evenly_over_the_cells() {
        let strip = Strip::of(100_000);
        let mut counts = vec![0; strip.cells()];
        (0..100_000).for_each(|p| counts[strip.cell_of(p).unwrap()] += 1);
        assert!(counts.iter().all(|count| *count == 100));
        assert!(strip.legend().contains("about 100 items"));
    }

    #[test]
    fn an_empty_table_has_no_cell() {
        let strip = Strip::of(0);
        assert_eq!((strip.cells(), strip.columns(), strip.rows()), (0, 1, 1));
        assert_eq!(strip.cell_of(0), None);
    }

    #[test]
    fn a_lane_shows_what_was_read_at_the_pace_of_bytes() {
        let mut lane = Lane::new(Strip::of(4));
        lane.push([touch(0, false), touch(1, true), touch(2, false)]);
        assert!(lane.advance_to(150));
        assert_eq!(lane.path(Mark::Read), "M0 0.00h0.84v0.84h-0.84zM1 0.00h0.84v0.84h-0.84z");
        assert_eq!(lane.path(Mark::Kept), "M1 0.00h0.84v0.84h-0.84z");
        assert_eq!((lane.items_shown(), lane.kept_shown(), lane.bytes_shown()), (2, 1, 200));
        assert!(!lane.advance_to(150));
        lane.finish();
        assert!(lane.is_level());
        assert_eq!(lane.bytes_shown(), 300);
    }

    #[test]
    fn a_cell_of_many_items_fills_by_what_was_read_of_them() {
        let mut lane = Lane::new(Strip::of(2_000));
        lane.push([touch(0, true)]);
        lane.finish();
        assert_eq!(lane.path(Mark::Kept), "M0 0.42h0.84v0.42h-0.84z");
        lane.push([touch(1, false)]);
        lane.finish();
        assert_eq!(lane.path(Mark::Read), "M0 0.00h0.84v0.84h-0.84z");
        assert_eq!(lane.path(Mark::Kept), "M0 0.42h0.84v0.42h-0.84z");
    }

    #[test]
    fn one_item_of_a_hundred_still_shows() {
        let mut lane = Lane::new(Strip::of(100_000));
        lane.push([touch(50, true)]);
        lane.finish();
        assert_eq!(lane.path(Mark::Kept), "M0 0.71h0.84v0.13h-0.84z");
        assert_eq!(lane.path(Mark::Outline).matches('M').count(), 1_000);
    }
}
