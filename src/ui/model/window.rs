//! Which rows of a long list are on screen.
//!
//! Owns the arithmetic between scroll position and row index for rows of one height. Browsers stop
//! growing elements somewhere between 16 and 33 million pixels, so a list is never made taller than
//! [`MAX_HEIGHT`]; past that, the scroll bar maps to rows in proportion. Refuses to know the DOM.

/// The tallest a scrolled element gets, in pixels.
pub const MAX_HEIGHT: f64 = 8_000_000.0;

/// Rows drawn beyond both edges, so that fast scrolling shows no gap.
const OVERSCAN: usize = 6;

/// A list of rows of one height, seen through a viewport.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    rows: usize,
    row_height: f64,
    viewport: f64,
}

/// The rows to draw, and where the first of them goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slice {
    /// The first row to draw.
    pub first: usize,
    /// One past the last.
    pub end: usize,
    /// The first row's distance from the top of the scrolled element, in pixels.
    pub top: f64,
}

impl Window {
    /// A list of this many rows; heights of less than a pixel count as one.
    pub fn new(rows: usize, row_height: f64, viewport: f64) -> Self {
        Self { rows, row_height: row_height.max(1.0), viewport: viewport.max(1.0) }
    }

    /// The height of the scrolled element.
    pub fn height(&self) -> f64 {
        self.full_height().min(MAX_HEIGHT)
    }

    fn full_height(&self) -> f64 {
        self.rows as f64 * self.row_height
    }

    /// How many pixels of rows a pixel of scrolling passes; 1 unless the list is over the cap.
    fn stretch(&self) -> f64 {
        let travel = self.height() - self.viewport;
        match travel > 0.0 {
            true => (self.full_height() - self.viewport) / travel,
            false => 1.0,
        }
    }

    /// The rows to draw at this scroll position.
    pub fn slice(&self, scroll: f64) -> Slice {
        let scroll = scroll.clamp(0.0, (self.height() - self.viewport).max(0.0));
        let position = scroll * self.stretch();
        let visible = (position / self.row_height) as usize;
        let first = visible.saturating_sub(OVERSCAN);
        let shown = (self.viewport / self.row_height).ceil() as usize + 1;
        let end = (visible + shown + OVERSCAN).min(self.rows);
        let top = scroll - (position - first as f64 * self.row_height);
        Slice { first: first.min(end), end, top: top.max(0.0) }
    }

    /// The scroll position that shows the row, moving as little as can be: `None` when the row is
    /// in view already.
    pub fn reveal(&self, row: usize, scroll: f64) -> Option<f64> {
        let position = scroll * self.stretch();
        let top = row as f64 * self.row_height;
        let bottom = top + self.row_height;
        let wanted = match () {
            _ if top < position => top,
            _ if bottom > position + self.viewport => bottom - self.viewport,
            _ => return None,
        };
        Some((wanted / self.stretch()).max(0.0))
    }

    /// The scroll position that shows the row near the top, under one row of what comes before.
    pub fn lead(&self, row: usize) -> f64 {
        let top = row.saturating_sub(1) as f64 * self.row_height / self.stretch();
        top.min(self.height() - self.viewport).max(0.0)
    }

    /// How many whole rows fit: the step of PageUp and PageDown.
    pub fn page(&self) -> usize {
        ((self.viewport / self.row_height) as usize).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slice_covers_the_viewport_and_a_little_more() {
        let window = Window::new(100_000, 28.0, 600.0);
        assert_eq!(window.height(), 2_800_000.0);
        let slice = window.slice(28_000.0);
        assert_eq!((slice.first, slice.end), (994, 1029));
        assert_eq!(slice.top, 994.0 * 28.0);
    }

    #[test]
    fn both_ends_are_reached() {
        let window = Window::new(10, 20.0, 100.0);
        assert_eq!(window.slice(-50.0).first, 0);
        assert_eq!(window.slice(1e9).end, 10);
        assert_eq!(Window::new(0, 20.0, 100.0).slice(0.0), Slice { first: 0, end: 0, top: 0.0 });
    }

    #[test]
    fn past_the_cap_every_row_can_still_be_reached() {
        let window = Window::new(10_000_000, 28.0, 560.0);
        assert_eq!(window.height(), MAX_HEIGHT);
        assert_eq!(window.slice(0.0).first, 0);
        assert_eq!(window.slice(MAX_HEIGHT - 560.0).end, 10_000_000);
        let scroll = window.reveal(5_000_000, 0.0).unwrap();
        let slice = window.slice(scroll);
        assert!(slice.first <= 5_000_000 && 5_000_000 < slice.end, "{slice:?}");
        let drawn_at = slice.top + (5_000_000 - slice.first) as f64 * 28.0;
        assert!(drawn_at >= scroll - 1.0 && drawn_at <= scroll + 560.0, "{drawn_at} {scroll}");
    }

    #[test]
    fn revealing_moves_as_little_as_can_be() {
        let window = Window::new(100, 10.0, 50.0);
        assert_eq!(window.reveal(7, 50.0), None);
        assert_eq!(window.reveal(3, 50.0), Some(30.0));
        assert_eq!(window.reveal(12, 50.0), Some(80.0));
        assert_eq!(window.page(), 5);
        assert_eq!([0, 1, 7, 99].map(|row| window.lead(row)), [0.0, 0.0, 60.0, 950.0]);
    }
}
