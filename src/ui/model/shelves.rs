//! Collections as shelves: the lines of the shelf view and what a key condition brackets.
//!
//! Rows come in storage order, which keeps a collection together. Long collections take several
//! lines, so that every line has one height and 100,000 items scroll as a list. Refuses to know
//! where rows come from and how a line is drawn.

use std::ops::{Bound, Range};

use crate::model::key::KeySelection;
use crate::model::keycode::KeyRange;
use crate::model::{Item, KeyBytes, KeyScalar, KeySchema, Value};

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

/// The rows that a key condition selects, found by halving: rows are in key order.
pub fn bracket<'a>(
    keys: &KeySchema,
    selection: &KeySelection,
    count: usize,
    item: impl Fn(usize) -> &'a Item,
) -> Range<usize> {
    let range = KeyRange::select(selection);
    let start = first_at(keys, count, &item, |key| !before(&range.start, key));
    let end = first_at(keys, count, &item, |key| behind(&range.end, key));
    start..end.max(start)
}

fn before(start: &Bound<Vec<u8>>, key: &[u8]) -> bool {
    match start {
        Bound::Unbounded => false,
        Bound::Included(start) => key < start.as_slice(),
        Bound::Excluded(start) => key <= start.as_slice(),
    }
}

fn behind(end: &Bound<Vec<u8>>, key: &[u8]) -> bool {
    match end {
        Bound::Unbounded => false,
        Bound::Included(end) => key > end.as_slice(),
        Bound::Excluded(end) => key >= end.as_slice(),
    }
}

/// The first row whose key is past the point that `past` marks.
fn first_at<'a>(
    keys: &KeySchema,
    count: usize,
    item: &impl Fn(usize) -> &'a Item,
    past: impl Fn(&[u8]) -> bool,
) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = (low + high) / 2;
        let key = keys.key_of(item(middle)).map(|key| KeyBytes::encode(&key));
        match key.is_ok_and(|key| past(key.as_bytes())) {
            true => high = middle,
            false => low = middle + 1,
        }
    }
    low
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
    use crate::model::key::SortCondition;
    use crate::model::{AttributeName, KeyAttribute, ScalarType};

    fn keys() -> KeySchema {
        let key = |name: &str| KeyAttribute {
            name: AttributeName::parse(name).unwrap(),
            kind: ScalarType::S,
        };
        KeySchema { partition: vec![key("PK")], sort: vec![key("SK")] }
    }

    fn item(pk: &str, sk: &str) -> Item {
        let pair = |name, text| (AttributeName::parse(name).unwrap(), Value::text(text));
        [pair("PK", pk), pair("SK", sk)].into_iter().collect()
    }

    fn stored() -> Vec<Item> {
        let mut items = Vec::new();
        for pk in ["PATIENT#123", "PATIENT#456", "TESTTYPE#XRay"] {
            for sk in ["BOOKING#001", "BOOKING#001#TEST#A1", "BOOKING#002", "PROFILE"] {
                items.push(item(pk, sk));
            }
        }
        items.sort_by_key(|item| KeyBytes::encode(&keys().key_of(item).unwrap()));
        items
    }

    fn selection(pk: &str, sort: SortCondition) -> KeySelection {
        KeySelection { partition: vec![KeyScalar::S(pk.into())], sort_equal: vec![], sort }
    }

    fn bracketed(pk: &str, sort: SortCondition) -> Vec<String> {
        let items = stored();
        let range = bracket(&keys(), &selection(pk, sort), items.len(), |at| &items[at]);
        let text =
            |item: &Item| format!("{} {}", partition_text(&keys(), item), sort_text(&keys(), item));
        items[range].iter().map(text).collect()
    }

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

    #[test]
    fn a_prefix_brackets_what_begins_with_it() {
        let prefix = SortCondition::BeginsWith(KeyScalar::S("BOOKING#001".into()));
        let expected = ["PATIENT#456 BOOKING#001", "PATIENT#456 BOOKING#001#TEST#A1"];
        assert_eq!(bracketed("PATIENT#456", prefix), expected);
    }

    #[test]
    fn every_operator_brackets_a_run_of_one_collection() {
        let at = |text: &str| KeyScalar::S(text.into());
        let sorted = |sort| {
            let rows = bracketed("PATIENT#123", sort);
            rows.iter()
                .map(|row| row.trim_start_matches("PATIENT#123 ").to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(sorted(SortCondition::Any).len(), 4);
        assert_eq!(sorted(SortCondition::Less(at("BOOKING#002"))).len(), 2);
        assert_eq!(sorted(SortCondition::Greater(at("BOOKING#002"))), ["PROFILE"]);
        assert_eq!(sorted(SortCondition::Equal(at("BOOKING#001"))), ["BOOKING#001"]);
        let between = SortCondition::Between(at("BOOKING#001#"), at("BOOKING#002"));
        assert_eq!(sorted(between), ["BOOKING#001#TEST#A1", "BOOKING#002"]);
    }

    #[test]
    fn nothing_selected_is_an_empty_bracket() {
        assert!(bracketed("PATIENT#999", SortCondition::Any).is_empty());
        let prefix = SortCondition::BeginsWith(KeyScalar::S("ZZZ".into()));
        assert!(bracketed("PATIENT#123", prefix).is_empty());
    }
}
