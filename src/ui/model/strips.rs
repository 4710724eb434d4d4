//! Collections as strips: one unbroken line for each partition key, and what is in sight of it.
//!
//! Owns the arithmetic: how wide an item is, which items of a strip are in sight, where many items
//! become runs of one colour, and the texts on them. Refuses to know how a strip is drawn.

use std::ops::Range;

use super::words::visible;
use crate::model::{Item, KeyScalar, KeySchema, Value};

/// The width of an item with its sort key on it, in pixels.
pub const ITEM_WIDTH: f64 = 148.0;
/// The least width at which an item shows its entity's letter.
const LETTER_WIDTH: f64 = 20.0;
/// The least width at which the end of a sort key can be read beside the letter, and at which all of
/// a usual one can.
const END_WIDTH: f64 = 64.0;
const TEXT_WIDTH: f64 = 110.0;
/// The least width at which an item shows its entity's colour.
const COLOR_WIDTH: f64 = 2.0;
/// Items drawn beyond both edges, so that fast scrolling shows no gap.
const OVERSCAN: usize = 3;

/// How strips use the width that they have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zoom {
    /// Items wide enough for their sort keys; longer collections scroll.
    Labels,
    /// Every collection whole, however many items it has.
    Whole,
}

/// How much of its sort key an item has room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelRoom {
    /// The whole key, shortened in the middle if it is long.
    Whole,
    /// Its end, which tells it from its neighbors.
    End,
    /// Nothing but the letter of its entity.
    None,
}

/// A collection on its line.
#[derive(Debug, Clone, PartialEq)]
pub struct Strip {
    /// Its rows.
    pub rows: Range<usize>,
    /// How wide each item is, in pixels.
    pub item: f64,
}

impl Strip {
    /// A collection on a track of this width.
    pub fn new(rows: Range<usize>, track: f64, zoom: Zoom) -> Self {
        let whole = track.max(1.0) / rows.len().max(1) as f64;
        let item = match zoom {
            Zoom::Labels => ITEM_WIDTH,
            Zoom::Whole => whole.min(ITEM_WIDTH),
        };
        Self { rows, item }
    }

    /// Whether an item is wide enough to be drawn by itself.
    pub fn has_items(&self) -> bool {
        self.item >= LETTER_WIDTH
    }

    /// How much of its sort key an item has room for.
    pub fn label_room(&self) -> LabelRoom {
        match self.item {
            width if width >= TEXT_WIDTH => LabelRoom::Whole,
            width if width >= END_WIDTH => LabelRoom::End,
            _ => LabelRoom::None,
        }
    }

    /// Whether an item is wide enough for a color of its own.
    pub fn is_coloured(&self) -> bool {
        self.item >= COLOR_WIDTH
    }

    /// The distance of a row from the left end, in pixels.
    pub fn left(&self, row: usize) -> f64 {
        row.saturating_sub(self.rows.start) as f64 * self.item
    }

    /// The row at this distance from the left end.
    pub fn row_at(&self, left: f64) -> usize {
        let at = (left.max(0.0) / self.item) as usize;
        self.rows.start + at.min(self.rows.len().saturating_sub(1))
    }

    /// The rows in sight where so much of the track is scrolled past and so much shows.
    pub fn in_sight(&self, scrolled: f64, width: f64) -> Range<usize> {
        let first = (scrolled.max(0.0) / self.item) as usize;
        let shown = (width.max(0.0) / self.item) as usize + 1;
        let end = (first + shown + OVERSCAN).min(self.rows.len());
        let first = first.saturating_sub(OVERSCAN).min(end);
        self.rows.start + first..self.rows.start + end
    }

    /// Neighbors that look the same as runs, for items too narrow to be drawn one by one. What falls
    /// on one pixel becomes one, and the greatest look is the one that shows.
    pub fn runs<L: Ord + Copy>(&self, look: impl Fn(usize) -> L) -> Vec<(Range<usize>, L)> {
        let step = (1.0 / self.item).ceil().max(1.0) as usize;
        let mut runs: Vec<(Range<usize>, L)> = Vec::new();
        for start in self.rows.clone().step_by(step) {
            let rows = start..(start + step).min(self.rows.end);
            let Some(shown) = rows.clone().map(&look).max() else { continue };
            match runs.last_mut() {
                Some((run, of)) if *of == shown => run.end = rows.end,
                _ => runs.push((rows, shown)),
            }
        }
        runs
    }

    /// The rows of this strip that a key condition selects.
    pub fn selected(&self, bracket: Option<&Range<usize>>) -> Option<Range<usize>> {
        let bracket = bracket?;
        let part = bracket.start.max(self.rows.start)..bracket.end.min(self.rows.end);
        (!part.is_empty()).then_some(part)
    }
}

/// The strip that holds the row.
pub fn strip_of(collections: &[Range<usize>], row: usize) -> Option<usize> {
    let at = collections.partition_point(|rows| rows.end <= row);
    collections.get(at).filter(|rows| rows.contains(&row)).map(|_| at)
}

/// A sort key in three parts: what it shares with the item before it, its own beginning, and its end,
/// which is the last to give way where room is short.
pub fn parts(text: &str, before: Option<&str>) -> [String; 3] {
    const END: usize = 8;
    let is_seam = |c: char| !c.is_alphanumeric();
    let same = before.map_or(0, |before| {
        let pairs = text.char_indices().zip(before.chars());
        let same = pairs.take_while(|((_, a), b)| a == b).last();
        same.map_or(0, |((at, c), _)| at + c.len_utf8())
    });
    // Cut at a seam, so that numbers stay whole: BOOKING#, and not BOOKING#00.
    let shared = match before {
        Some(before) if same == before.len() && same < text.len() => same,
        _ if same == text.len() => 0,
        _ => text[..same]
            .rfind(is_seam)
            .map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8)),
    };
    let (shared, own) = text.split_at(shared);
    let length = own.chars().count();
    let cut = own.char_indices().nth(length.saturating_sub(END)).map_or(own.len(), |(at, _)| at);
    let (begin, end) = own.split_at(cut);
    [shared.to_owned(), begin.to_owned(), end.to_owned()]
}

/// The partition key of an item as text, the parts of a longer one joined by a dot.
pub fn partition_text(keys: &KeySchema, item: &Item) -> String {
    joined(keys.partition.iter().map(|key| item.get(key.name.as_str())))
}

/// The sort key of an item as text; empty when the table has none.
pub fn sort_text(keys: &KeySchema, item: &Item) -> String {
    joined(keys.sort.iter().map(|key| item.get(key.name.as_str())))
}

fn joined<'a>(values: impl Iterator<Item = Option<&'a Value>>) -> String {
    let texts: Vec<String> = values.map(|value| value.map(short).unwrap_or_default()).collect();
    texts.join(" · ")
}

/// A value in one short line: texts and numbers as they are, others by type and size.
pub fn short(value: &Value) -> String {
    match value {
        Value::S(text) => visible(text),
        Value::N(number) => number.to_string(),
        Value::B(bytes) => format!("{} bytes", bytes.len()),
        Value::Bool(truth) => truth.to_string(),
        Value::Null => "null".to_owned(),
        Value::M(members) => format!("map of {}", members.len()),
        Value::L(list) => format!("list of {}", list.len()),
        Value::Ss(set) => visible(&set.iter().map(|text| &**text).collect::<Vec<_>>().join(", ")),
        Value::Ns(set) => set.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        Value::Bs(set) => format!("set of {}", set.len()),
    }
}

/// A key value as text.
pub fn key_text(scalar: &KeyScalar) -> String {
    short(&scalar.to_value())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::model::marks::Mark;

    #[test]
    fn a_collection_keeps_its_labels_or_fits_whole() {
        let labels = Strip::new(10..110, 740.0, Zoom::Labels);
        assert_eq!((labels.item, labels.left(11)), (ITEM_WIDTH, ITEM_WIDTH));
        assert_eq!(labels.in_sight(0.0, 740.0), 10..19);
        assert_eq!(labels.in_sight(50.0 * ITEM_WIDTH, 740.0), 57..69);
        assert_eq!(labels.in_sight(1e9, 740.0), 110..110, "scrolled past its end");
        let whole = Strip::new(10..110, 740.0, Zoom::Whole);
        assert_eq!((whole.item, whole.has_items()), (7.4, false));
        assert_eq!((whole.row_at(0.0), whole.row_at(75.0), whole.row_at(9e9)), (10, 20, 109));
        assert_eq!(Strip::new(0..2, 740.0, Zoom::Whole).item, ITEM_WIDTH);
        let room = |items| Strip::new(0..items, 740.0, Zoom::Whole).label_room();
        assert_eq!([5, 10, 20].map(room), [LabelRoom::Whole, LabelRoom::End, LabelRoom::None]);
    }

    #[test]
    fn neighbors_of_one_look_are_one_run() {
        let strip = Strip::new(0..10, 50.0, Zoom::Whole);
        let mark = |row| match row {
            2..5 => Some(Mark::Returned),
            5 => Some(Mark::FilteredOut),
            _ => None,
        };
        let runs = strip.runs(mark);
        let expected = [
            (0..2, None),
            (2..5, Some(Mark::Returned)),
            (5..6, Some(Mark::FilteredOut)),
            (6..10, None),
        ];
        assert_eq!(runs, expected);
        let crowded = Strip::new(0..1_000, 100.0, Zoom::Whole);
        let one = crowded.runs(|row| (row == 501).then_some(Mark::Returned));
        assert_eq!(one[1], (500..510, Some(Mark::Returned)), "it shows among its neighbours");
    }

    #[test]
    fn a_window_is_cut_to_its_strip() {
        let strip = Strip::new(5..10, 100.0, Zoom::Whole);
        assert_eq!(strip.selected(Some(&(7..20))), Some(7..10));
        assert_eq!(strip.selected(Some(&(0..5))), None);
        assert_eq!(strip.selected(None), None);
    }

    #[test]
    fn rows_are_found_in_their_collections() {
        let collections = [0..3, 3..4, 4..9];
        assert_eq!(strip_of(&collections, 3), Some(1));
        assert_eq!(strip_of(&collections, 8), Some(2));
        assert_eq!(strip_of(&collections, 9), None);
    }

    #[test]
    fn what_a_key_shares_with_the_one_before_stands_apart() {
        let cut = |text, before| parts(text, before).join("|");
        assert_eq!(cut("BOOKING#002", Some("BOOKING#001")), "BOOKING#||002");
        let test = "BOOKING#001#TEST#A1";
        assert_eq!(cut(test, Some("BOOKING#001")), "BOOKING#001||#TEST#A1");
        assert_eq!(cut(test, None), "|BOOKING#001|#TEST#A1");
        assert_eq!(cut("same", Some("same")), "||same");
        assert_eq!(cut("", Some("x")), "||");
        assert_eq!(cut("größe#2", Some("größe#1")), "größe#||2");
    }
}
