//! What a request did with stored rows: read and returned, read and filtered out, written.
//!
//! Reading goes from one row to the next without a gap, so a run is a first row, a direction and
//! one bit for each row read. Refuses to know why a row was kept.

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Read and returned.
    Kept,
    /// Read, billed and filtered out.
    Filtered,
    /// Written.
    Written,
}

impl Mark {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Mark::Kept => "returned",
            Mark::Filtered => "read, filtered out",
            Mark::Written => "written",
        }
    }
}

/// The rows of a run, over all its pages; or the one row that it wrote.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks {
    first: usize,
    backward: bool,
    kept: Vec<bool>,
    written: bool,
}

impl Marks {
    /// A run that begins at this row and has read nothing yet.
    pub fn from(first: usize, backward: bool) -> Self {
        Self { first, backward, ..Self::default() }
    }

    /// The row that was written.
    pub fn of_written(row: usize) -> Self {
        Self { first: row, kept: vec![true], written: true, ..Self::default() }
    }

    /// The row that was written, if one was.
    pub fn written(&self) -> Option<usize> {
        self.written.then_some(self.first)
    }

    /// Adds the rows that a page read, in order of reading.
    pub fn read(&mut self, kept: impl Iterator<Item = bool>) {
        self.kept.extend(kept);
    }

    /// What became of the row; `None` when it was not read.
    pub fn of(&self, row: usize) -> Option<Mark> {
        let at = match self.backward {
            true => self.first.checked_sub(row)?,
            false => row.checked_sub(self.first)?,
        };
        self.kept.get(at).map(|kept| match (self.written, kept) {
            (true, _) => Mark::Written,
            (_, true) => Mark::Kept,
            (_, false) => Mark::Filtered,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_was_written_stands_alone() {
        let marks = Marks::of_written(7);
        assert_eq!([6, 7, 8].map(|row| marks.of(row)), [None, Some(Mark::Written), None]);
        assert_eq!((marks.written(), Marks::from(7, false).written()), (Some(7), None));
    }

    #[test]
    fn marks_run_forward_and_backward_from_the_first_row() {
        let mut marks = Marks::from(10, false);
        marks.read([true, false].into_iter());
        marks.read([true].into_iter());
        let found: Vec<_> = (9..14).map(|row| marks.of(row)).collect();
        let expected = [None, Some(Mark::Kept), Some(Mark::Filtered), Some(Mark::Kept), None];
        assert_eq!(found, expected);
        let mut marks = Marks::from(1, true);
        marks.read([true, false].into_iter());
        assert_eq!(
            (marks.of(0), marks.of(1), marks.of(2)),
            (Some(Mark::Filtered), Some(Mark::Kept), None)
        );
    }
}
