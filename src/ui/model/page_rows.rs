//! The items of one page of a result: their order as the person wants to see it, and which of them
//! are selected for something.
//!
//! Sorting is of the page alone: the service sorts by the sort key and nothing else.

use std::cmp::Ordering;
use std::collections::VecDeque;

use serde_json::{Value as Json, json};

use super::files::Work;
use super::words::{count, items};
use crate::api::json::item_to_json;
use crate::api::{Operation, Request};
use crate::engine::Inspect;
use crate::engine::ops::batch::MAX_BATCH_WRITES;
use crate::model::{Item, TableName, Value};

/// How a page is sorted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sorting {
    /// By which attribute; as the service returned them if it is empty.
    pub column: String,
    /// Whether the greatest come first.
    pub is_descending: bool,
}

impl Sorting {
    /// The places of the items in the order in which they are shown. What lacks the attribute comes
    /// last; equals stay as they came.
    pub fn order<'a>(&self, items: impl Iterator<Item = &'a Item>) -> Vec<usize> {
        let values: Vec<Option<&Value>> =
            items.map(|item| item.get(self.column.as_str())).collect();
        let mut order: Vec<usize> = (0..values.len()).collect();
        if self.column.is_empty() {
            return order;
        }
        order.sort_by(|a, b| match (values[*a], values[*b]) {
            (Some(a), Some(b)) if self.is_descending => compare(b, a),
            (Some(a), Some(b)) => compare(a, b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        });
        order
    }

    /// What to know of a sorted page; nothing of one that isn't.
    pub fn words(&self, of: usize) -> Option<String> {
        let sorted = !self.column.is_empty();
        sorted.then(|| format!("Sorted on this page only: {}.", items(of as u64)))
    }
}

/// Values of one type in their order, as keys of an index would be; types one after the other.
fn compare(a: &Value, b: &Value) -> Ordering {
    a.order(b).unwrap_or_else(|| a.kind().cmp(&b.kind()))
}

/// The requests that delete items of a table, and what puts them back as they are now. `None` where
/// an item lacks a part of its key: a projection may have left it out.
pub fn deletion(inspect: &Inspect<'_>, table: &str, items: &[&Item]) -> Option<Work> {
    let table = TableName::parse(table).ok()?;
    let keys = inspect.table(&table)?.schema.keys;
    let (mut to_send, mut undo) = (VecDeque::new(), VecDeque::new());
    let mut many = 0;
    for chunk in items.chunks(MAX_BATCH_WRITES) {
        let (mut deletes, mut puts) = (Vec::new(), Vec::new());
        for item in chunk {
            keys.key_of(item).ok()?;
            // What isn't there any longer needs no deleting.
            let Some(row) = inspect.item(&table, item) else { continue };
            let key = item_to_json(&keys.project(row.item()));
            deletes.push(json!({ "DeleteRequest": { "Key": key } }));
            puts.push(json!({ "PutRequest": { "Item": item_to_json(row.item()) } }));
        }
        if !deletes.is_empty() {
            many += deletes.len();
            to_send.push_back(batch(&table, deletes));
            undo.push_back(batch(&table, puts));
        }
    }
    Some(Work { to_send, undo, tables: 0, items: many })
}

fn batch(table: &TableName, requests: Vec<Json>) -> Request {
    let body = json!({ "RequestItems": { table.as_str(): requests } });
    Request { operation: Operation::BatchWriteItem, body }
}

/// What the button that deletes says.
pub fn delete_words(selected: usize) -> String {
    match selected {
        0 => "Delete selected items".to_owned(),
        1 => "Delete 1 item".to_owned(),
        many => format!("Delete {} items", count(many as u64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::json::item_from_json;
    use crate::ui::model::orders::{self, send};

    fn sorted(column: &str, is_descending: bool) -> Vec<usize> {
        let items = [
            json!({ "n": { "N": "10" } }),
            json!({ "s": { "S": "x" } }),
            json!({ "n": { "N": "9" } }),
            json!({ "n": { "S": "1" } }),
        ];
        let items = items.map(|item| item_from_json(&item).unwrap());
        Sorting { column: column.into(), is_descending }.order(items.iter())
    }

    #[test]
    fn numbers_sort_by_value_and_what_lacks_the_attribute_comes_last() {
        assert_eq!(sorted("", false), [0, 1, 2, 3]);
        let ascending = sorted("n", false);
        let place = |order: &[usize], item| order.iter().position(|at| *at == item).unwrap();
        assert!(place(&ascending, 2) < place(&ascending, 0), "9 before 10: {ascending:?}");
        assert_eq!(ascending[3], 1);
        let descending = sorted("n", true);
        assert!(place(&descending, 0) < place(&descending, 2));
        assert_eq!(descending[3], 1, "last in either direction");
    }

    #[test]
    fn deleted_items_are_put_back_as_they_were() {
        let mut session = orders::session();
        let table = TableName::parse("Orders").unwrap();
        let all = |session: &crate::api::Session| {
            let rows = session.engine().inspect().rows(&table, None);
            rows.iter().map(|row| row.item.item().clone()).collect::<Vec<_>>()
        };
        let before = all(&session);
        let gone: Vec<&Item> = before.iter().take(4).collect();
        let work = deletion(&session.engine().inspect(), "Orders", &gone).unwrap();
        assert_eq!((work.items, work.to_send.len()), (4, 1));
        for request in work.to_send {
            assert!(send(&mut session, "BatchWriteItem", request.body).response.is_ok());
        }
        assert_eq!(all(&session).len(), before.len() - 4);
        for request in work.undo {
            assert!(send(&mut session, "BatchWriteItem", request.body).response.is_ok());
        }
        assert_eq!(all(&session), before);
    }

    #[test]
    fn items_without_their_key_are_not_deleted() {
        let session = orders::session();
        let part = item_from_json(&json!({ "n": { "N": "1" } })).unwrap();
        assert_eq!(deletion(&session.engine().inspect(), "Orders", &[&part]), None);
        assert_eq!(deletion(&session.engine().inspect(), "Missing", &[]), None);
    }
}
