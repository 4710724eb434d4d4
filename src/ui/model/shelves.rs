//! Collections as shelves: the lines of the shelf view and the texts on them.
//!
//! Rows come in storage order, which keeps a collection together. Long collections take several
//! lines, so that every line has one height and 100,000 items scroll as a list. Refuses to know
//! where rows come from and how a line is drawn.

use std::ops::Range;

use crate::model::{Item, KeyScalar, KeySchema, Value};

/// A line of the shelf view: some rows of one collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The rows on it.
    pub rows: Range<usize>,
    /// How many rows of the collection come before this line.
    pub before: usize,
    /// How many rows the collection has.
    pub collection: usize,
}

impl Line {
    /// What stands below the partition key: how many items the collection has where there are
    /// several, and on a line that goes on with it which of them stand there: "7–9 of 9".
    pub fn note(&self) -> Option<String> {
        if self.before == 0 {
            return (self.collection > 1).then(|| format!("{} items", self.collection));
        }
        let (first, last) = (self.before + 1, self.before + self.rows.len());
        let which = if first == last { last.to_string() } else { format!("{first}–{last}") };
        Some(format!("{which} of {}", self.collection))
    }
}

/// The collections cut into lines of at most this many items.
pub fn lines(collections: &[Range<usize>], per_line: usize) -> Vec<Line> {
    let per_line = per_line.max(1);
    let cut = |rows: &Range<usize>| {
        let rows = rows.clone();
        rows.clone().step_by(per_line).map(move |start| Line {
            rows: start..rows.end.min(start + per_line),
            before: start - rows.start,
            collection: rows.len(),
        })
    };
    collections.iter().flat_map(cut).collect()
}

/// The line that holds the row.
pub fn line_of(lines: &[Line], row: usize) -> Option<usize> {
    let at = lines.partition_point(|line| line.rows.end <= row);
    lines.get(at).filter(|line| line.rows.contains(&row)).map(|_| at)
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
        Value::S(text) => text.to_string(),
        Value::N(number) => number.to_string(),
        Value::B(bytes) => format!("{} bytes", bytes.len()),
        Value::Bool(truth) => truth.to_string(),
        Value::Null => "null".to_owned(),
        Value::M(members) => format!("map of {}", members.len()),
        Value::L(list) => format!("list of {}", list.len()),
        Value::Ss(set) => set.iter().map(|text| &**text).collect::<Vec<_>>().join(", "),
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

    #[test]
    fn collections_are_cut_into_lines() {
        let lines = lines(&[0..4, 4..8, 8..12], 3);
        assert_eq!(lines.len(), 6);
        assert_eq!(lines[1], Line { rows: 3..4, before: 3, collection: 4 });
        assert_eq!(lines[0].note().unwrap(), "4 items");
        assert_eq!(lines[1].note().unwrap(), "4 of 4");
        let of_four = self::lines(&[0..7, 7..8], 4);
        assert_eq!(of_four[1].note().unwrap(), "5–7 of 7");
        assert_eq!(of_four[2].note(), None);
        assert_eq!(line_of(&lines, 3), Some(1));
        assert_eq!(line_of(&lines, 11), Some(5));
        assert_eq!(line_of(&lines, 12), None);
    }
}
