//! The columns of the grid, and moving about in it.
//!
//! Owns their order: keys first, then the others by name. Refuses to know cells' looks.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeSet, HashSet};
use std::hash::{Hash, Hasher};

use crate::model::{Item, KeySchema};

/// The columns for these items: key attributes of the schemas in their order, then every other
/// attribute that any item has. Items of one shape are looked at once, so that 100,000 rows of a
/// few shapes cost little more than reading their names.
pub fn columns<'a>(schemas: &[&KeySchema], items: impl Iterator<Item = &'a Item>) -> Vec<String> {
    let mut columns: Vec<String> = Vec::new();
    for key in schemas.iter().flat_map(|schema| schema.attributes()) {
        if !columns.iter().any(|column| column == key.name.as_str()) {
            columns.push(key.name.as_str().to_owned());
        }
    }
    let others = names(items);
    columns.extend(others.into_iter().filter(|name| !schemas.iter().any(|s| s.contains(name))));
    columns
}

/// The names of all attributes of these items.
pub fn names<'a>(items: impl Iterator<Item = &'a Item>) -> BTreeSet<String> {
    let mut shapes = HashSet::new();
    let mut names = BTreeSet::new();
    for item in items {
        let mut hasher = DefaultHasher::new();
        item.iter().for_each(|(name, _)| name.as_str().hash(&mut hasher));
        if shapes.insert(hasher.finish()) {
            names.extend(item.iter().map(|(name, _)| name.as_str().to_owned()));
        }
    }
    names
}

/// A step of the keyboard through rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Step {
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
}

impl Step {
    /// The step that a key asks for, by its name in keyboard events.
    pub fn from_key(key: &str) -> Option<Self> {
        Some(match key {
            "ArrowUp" => Step::Up,
            "ArrowDown" => Step::Down,
            "PageUp" => Step::PageUp,
            "PageDown" => Step::PageDown,
            "Home" => Step::First,
            "End" => Step::Last,
            _ => return None,
        })
    }

    /// The row that the step leads to; `page` is how many rows are in view.
    pub fn from_row(self, row: usize, rows: usize, page: usize) -> usize {
        let last = rows.saturating_sub(1);
        match self {
            Step::Up => row.saturating_sub(1),
            Step::Down => (row + 1).min(last),
            Step::PageUp => row.saturating_sub(page),
            Step::PageDown => (row + page).min(last),
            Step::First => 0,
            Step::Last => last,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AttributeName, KeyAttribute, ScalarType, Value};

    fn item(names: &[&str]) -> Item {
        let pair = |name: &&str| (AttributeName::parse(name).unwrap(), Value::Null);
        names.iter().map(pair).collect()
    }

    #[test]
    fn keys_come_first_then_all_others_by_name() {
        let key = |name: &str| KeyAttribute {
            name: AttributeName::parse(name).unwrap(),
            kind: ScalarType::S,
        };
        let table = KeySchema { partition: vec![key("PK")], sort: vec![key("SK")] };
        let index = KeySchema { partition: vec![key("G")], sort: vec![key("SK")] };
        let items =
            [item(&["PK", "SK", "Z"]), item(&["A", "G", "PK", "SK"]), item(&["PK", "SK", "Z"])];
        assert_eq!(columns(&[&index, &table], items.iter()), ["G", "SK", "PK", "A", "Z"]);
    }

    #[test]
    fn steps_stay_inside() {
        assert_eq!(Step::from_key("PageDown").unwrap().from_row(95, 100, 20), 99);
        assert_eq!(Step::Up.from_row(0, 100, 20), 0);
        assert_eq!(Step::Last.from_row(3, 0, 20), 0);
        assert_eq!(Step::from_key("a"), None);
    }
}
