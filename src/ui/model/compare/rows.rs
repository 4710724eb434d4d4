//! Whether two answers hold the same rows, in whatever order.
//!
//! Owns what "the same" means: equal items, each as often, with members and set elements in any
//! order. Refuses to know which request gave which answer.

use std::collections::HashMap;

use crate::engine::Found;
use crate::model::Item;

/// How two answers compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowCheck {
    /// Rows that both hold.
    pub both: usize,
    /// Rows that only the Query returned.
    pub only_query: usize,
    /// Rows that only the Scan returned.
    pub only_scan: usize,
}

impl RowCheck {
    /// Whether neither answer holds a row that the other lacks.
    pub fn same(self) -> bool {
        self.only_query == 0 && self.only_scan == 0
    }
}

/// Compares the items of two answers.
pub fn check_rows(query: &[Found], scan: &[Found]) -> RowCheck {
    // Members and elements of sets are kept in order, so items that are the same are equal.
    let mut unmatched: HashMap<&Item, usize> = HashMap::new();
    for found in query {
        *unmatched.entry(found.item()).or_default() += 1;
    }
    let mut both = 0;
    for found in scan {
        if let Some(count) = unmatched.get_mut(found.item()).filter(|count| **count > 0) {
            *count -= 1;
            both += 1;
        }
    }
    RowCheck { both, only_query: query.len() - both, only_scan: scan.len() - both }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::json::item_from_json;
    use serde_json::{Value as Json, json};

    fn found(item: Json) -> Found {
        Found::Part(item_from_json(&item).unwrap())
    }

    #[test]
    fn order_of_rows_members_and_sets_does_not_matter() {
        let a = found(json!({"PK": {"S": "a"}, "tags": {"SS": ["x", "y"]}}));
        let turned = found(json!({"tags": {"SS": ["y", "x"]}, "PK": {"S": "a"}}));
        let b = found(json!({"PK": {"S": "b"}}));
        let check = check_rows(&[a, b.clone()], &[b, turned]);
        assert_eq!(check, RowCheck { both: 2, only_query: 0, only_scan: 0 });
        assert!(check.same());
    }

    #[test]
    fn the_order_of_a_list_matters() {
        let a = found(json!({"l": {"L": [{"S": "x"}, {"S": "y"}]}}));
        let b = found(json!({"l": {"L": [{"S": "y"}, {"S": "x"}]}}));
        assert!(!check_rows(&[a], &[b]).same());
    }

    #[test]
    fn a_row_returned_twice_counts_twice() {
        let a = found(json!({"PK": {"S": "a"}}));
        let check = check_rows(&[a.clone(), a.clone()], &[a]);
        assert_eq!(check, RowCheck { both: 1, only_query: 1, only_scan: 0 });
    }

    #[test]
    fn differences_are_counted_on_each_side() {
        let row = |key: &str| found(json!({"PK": {"S": key}}));
        let check = check_rows(&[row("a"), row("b")], &[row("b"), row("c"), row("d")]);
        assert_eq!(check, RowCheck { both: 1, only_query: 1, only_scan: 2 });
    }
}
