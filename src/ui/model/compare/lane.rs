//! The strip of cells that both lanes run over, and one lane's marks on it.
//!
//! Draws what receipts tell and nothing else. Owns which cell an item falls in and how far a lane
//! has come. Refuses to know time: a caller says how many bytes may be shown by now, so that both
//! lanes run at one pace.

use std::iter::repeat;

use crate::api::Exchange;
use crate::capacity::ReadItem;
use crate::engine::inspect::Inspect;
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
                "Each cell is about {many} items, in storage order. The fill shows how many of \
                 them were read."
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
    Returned,
}

/// What a lane did with the items of a cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Cell {
    items: u32,
    read: u32,
    returned: u32,
}

impl Cell {
    /// The part of the cell that a mark fills, from 0 to 1. What is there at all can be seen.
    fn fill(self, mark: Mark) -> f64 {
        let part = match mark {
            Mark::Outline => return 1.0,
            Mark::Read => self.read,
            Mark::Returned => self.returned,
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
    /// Its position in the storage order of its table; `None` when it is gone.
    pub position: Option<usize>,
    /// The bytes read for it.
    pub bytes: u64,
    /// Whether it was returned.
    pub returned: bool,
}

/// What a page read, item by item, with where in its table each lies. The entry of an index lies
/// where its item does.
pub fn touches(page: &Exchange, inspect: &Inspect<'_>) -> Vec<Touch> {
    let mut touches = Vec::new();
    for receipt in &page.receipts {
        let evaluated: Vec<&ReadItem> = receipt.evaluated().collect();
        let rows = evaluated.iter().map(|item| &*item.row);
        let positions = inspect.positions(&receipt.table, None, rows);
        // Behind a local index whole items may have been fetched, one for each entry and in the
        // same order. They are no items of their own here, but their bytes were read too.
        let fetches = receipt.reads.iter().filter(|charge| charge.fetched);
        let fetched =
            fetches.flat_map(|charge| &charge.items).map(ReadItem::bytes).chain(repeat(0));
        for ((item, position), fetched) in evaluated.into_iter().zip(positions).zip(fetched) {
            touches.push(Touch { position, bytes: item.bytes() + fetched, returned: item.passed });
        }
    }
    touches
}

/// One lane: what was read so far, and how much of it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    strip: Strip,
    cells: Vec<Cell>,
    touches: Vec<Touch>,
    shown: usize,
    bytes: u64,
    returned: u64,
}

impl Lane {
    /// A lane at its start.
    pub fn new(strip: Strip) -> Self {
        let mut cells = vec![Cell::default(); strip.cells()];
        for cell in (0..strip.items()).filter_map(|position| strip.cell_of(position)) {
            cells[cell].items += 1;
        }
        Self { strip, cells, touches: Vec::new(), shown: 0, bytes: 0, returned: 0 }
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

    /// Shows the items whose reading began before so many bytes and no others, forwards or back.
    pub fn show_at(&mut self, bytes: u64) -> bool {
        let before = self.shown;
        if self.last_start().is_some_and(|start| start >= bytes) {
            let touches = std::mem::take(&mut self.touches);
            *self = Self { touches, ..Self::new(self.strip) };
        }
        self.advance_to(bytes);
        self.shown != before
    }

    /// The bytes before the item shown last.
    pub fn last_start(&self) -> Option<u64> {
        self.last().map(|touch| self.bytes - touch.bytes)
    }

    /// The item shown last.
    pub fn last(&self) -> Option<Touch> {
        self.shown.checked_sub(1).map(|at| self.touches[at])
    }

    /// The bytes of all that was read, shown or not.
    pub fn bytes_read(&self) -> u64 {
        self.touches.iter().map(|touch| touch.bytes).sum()
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
    pub fn returned_shown(&self) -> u64 {
        self.returned
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
        self.bytes += touch.bytes;
        self.returned += u64::from(touch.returned);
        if let Some(at) = touch.position.and_then(|position| self.strip.cell_of(position)) {
            self.cells[at].read += 1;
            self.cells[at].returned += u32::from(touch.returned);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::api::Session;
    use crate::api::json::item_to_json;
    use crate::ui::model::orders::{self, name, send};

    fn touch(position: usize, returned: bool) -> Touch {
        Touch { position: Some(position), bytes: 100, returned }
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
        assert_eq!(lane.path(Mark::Returned), "M1 0.00h0.84v0.84h-0.84z");
        assert_eq!((lane.items_shown(), lane.returned_shown(), lane.bytes_shown()), (2, 1, 200));
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
        assert_eq!(lane.path(Mark::Returned), "M0 0.42h0.84v0.42h-0.84z");
        lane.push([touch(1, false)]);
        lane.finish();
        assert_eq!(lane.path(Mark::Read), "M0 0.00h0.84v0.84h-0.84z");
        assert_eq!(lane.path(Mark::Returned), "M0 0.42h0.84v0.42h-0.84z");
    }

    #[test]
    fn one_item_of_a_hundred_still_shows() {
        let mut lane = Lane::new(Strip::of(100_000));
        lane.push([touch(50, true)]);
        lane.finish();
        assert_eq!(lane.path(Mark::Returned), "M0 0.71h0.84v0.13h-0.84z");
        assert_eq!(lane.path(Mark::Outline).matches('M').count(), 1_000);
    }

    /// The items read of `Orders`, in order, each with what lies at its position in the table now.
    fn read(session: &mut Session, operation: &str, body: Json) -> Vec<String> {
        let page = send(session, operation, body);
        let inspect = session.engine().inspect();
        let rows = inspect.rows(&page.receipts[0].table, None);
        let found = touches(&page, &inspect);
        let evaluated: Vec<_> = page.evaluated().collect();
        assert_eq!(found.len(), evaluated.len());
        let told = found.into_iter().zip(evaluated).map(|(touch, item)| {
            let there = name(rows[touch.position.unwrap()].item.item());
            assert_eq!(there, name(item.row.item()));
            format!("{}{there}", if touch.returned { "+" } else { "-" })
        });
        told.collect()
    }

    #[test]
    fn an_index_is_read_on_the_strip_of_its_table() {
        let by_tag = |forward: bool| {
            json!({
                "TableName": "Orders", "IndexName": "ByTag", "ScanIndexForward": forward,
                "KeyConditionExpression": "tag = :t", "FilterExpression": "sk < :two",
                "ExpressionAttributeValues": { ":t": { "S": "red" }, ":two": { "N": "2" } },
            })
        };
        let mut session = orders::session();
        let forward = read(&mut session, "Query", by_tag(true));
        let mut turned = read(&mut session, "Query", by_tag(false));
        turned.reverse();
        assert_eq!(forward, turned);
        let mut sorted = forward;
        sorted.sort();
        assert_eq!(sorted, ["+a/1", "-a/2", "-b/2"]);
    }

    #[test]
    fn the_pages_of_a_scan_go_over_the_strip_from_end_to_end() {
        let mut session = orders::session();
        let mut body = json!({ "TableName": "Orders", "Limit": 2 });
        let mut positions = Vec::new();
        loop {
            let page = send(&mut session, "Scan", body.clone());
            let found = touches(&page, &session.engine().inspect());
            positions.extend(found.iter().map(|touch| touch.position.unwrap()));
            let Some(key) = page.response.as_ref().unwrap().last_key() else { break };
            body["ExclusiveStartKey"] = item_to_json(key);
        }
        assert_eq!(positions, [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn what_is_fetched_behind_a_local_index_is_read_with_its_entry() {
        let by_day = json!({
            "TableName": "Orders", "IndexName": "ByDay", "Select": "ALL_ATTRIBUTES",
            "KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": { ":p": { "S": "a" } },
        });
        let mut session = orders::session();
        assert_eq!(read(&mut session, "Query", by_day.clone()), ["+a/3", "+a/1", "+a/2"]);
        let page = send(&mut session, "Query", by_day);
        let found = touches(&page, &session.engine().inspect());
        let bytes: u64 = found.iter().map(|touch| touch.bytes).sum();
        assert_eq!((found.len(), bytes), (3, page.receipts[0].bytes_read()));
    }
}
