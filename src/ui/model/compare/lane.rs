//! The strip of cells that both lanes run over, and one lane's marks on it.
//!
//! Owns which cell an item falls in and how far a lane has come. Refuses to know time: a caller
//! says how many bytes may be shown by now, so that both lanes run at one pace.

use std::fmt::Write;

/// Cells that a strip has at most; a bigger table puts several items in each.
const MOST_CELLS: usize = 1_000;
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
            many => format!("Each cell stands for about {many} items, in storage order."),
        }
    }
}

/// What a lane did with the items of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Nothing.
    Untouched,
    /// Read and paid for, and filtered out.
    Read,
    /// Read, and at least one returned.
    Kept,
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
    marks: Vec<Mark>,
    touches: Vec<Touch>,
    shown: usize,
    bytes: u64,
    kept: u64,
}

impl Lane {
    /// A lane at its start.
    pub fn new(strip: Strip) -> Self {
        let marks = vec![Mark::Untouched; strip.cells()];
        Self { strip, marks, touches: Vec::new(), shown: 0, bytes: 0, kept: 0 }
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

    /// The marks, cell by cell.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// An SVG path of the cells with this mark, one unit a cell.
    pub fn path(&self, mark: Mark) -> String {
        let columns = self.strip.columns();
        let mut path = String::new();
        for (cell, _) in self.marks.iter().enumerate().filter(|(_, m)| **m == mark) {
            // Writing into a String cannot fail.
            let _ = write!(path, "M{} {}h.84v.84h-.84z", cell % columns, cell / columns);
        }
        path
    }

    fn show(&mut self, touch: Touch) {
        self.shown += 1;
        self.bytes += u64::from(touch.bytes);
        self.kept += u64::from(touch.kept);
        let mark = if touch.kept { Mark::Kept } else { Mark::Read };
        if let Some(cell) = touch.position.and_then(|position| self.strip.cell_of(position)) {
            self.marks[cell] = self.marks[cell].max(mark);
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
        assert_eq!(lane.marks(), [Mark::Read, Mark::Kept, Mark::Untouched, Mark::Untouched]);
        assert_eq!((lane.items_shown(), lane.kept_shown(), lane.bytes_shown()), (2, 1, 200));
        assert!(!lane.advance_to(150));
        lane.finish();
        assert!(lane.is_level());
        assert_eq!(lane.bytes_shown(), 300);
    }

    #[test]
    fn a_cell_that_kept_anything_stays_kept() {
        let mut lane = Lane::new(Strip::of(2_000));
        lane.push([touch(0, true), touch(1, false)]);
        lane.finish();
        assert_eq!(lane.marks()[0], Mark::Kept);
        assert_eq!(lane.path(Mark::Kept), "M0 0h.84v.84h-.84z");
    }
}
