//! Where the items of an answer lie among the stored rows.
//!
//! Owns the search by hash and sort key. Refuses to read storage: it is handed the rows.

use std::cmp::Ordering;

use crate::engine::Found;
use crate::engine::inspect::RowView;
use crate::model::{Item, KeyBytes, KeySchema, PartitionHash};

/// The position of each item among the rows of its table, which must be in storage order. `None`
/// for an item that lacks its key, because the question cut it away, or that is no longer there.
pub fn positions(keys: &KeySchema, rows: &[RowView], items: &[Found]) -> Vec<Option<usize>> {
    items.iter().map(|found| position(keys, rows, found.item())).collect()
}

/// The position of one item, or of an index's entry for it.
pub fn position(keys: &KeySchema, rows: &[RowView], item: &Item) -> Option<usize> {
    let hash = KeyBytes::encode(&keys.key_of(item).ok()?).hash();
    let at = rows.partition_point(|row| order(keys, row, hash, item) == Ordering::Less);
    let found = rows.get(at)?;
    (order(keys, found, hash, item) == Ordering::Equal).then_some(at)
}

/// How a row stands to the item: by hash, then by sort key. Two partition keys with one hash would
/// be told apart by neither, and are never seen.
fn order(keys: &KeySchema, row: &RowView, hash: PartitionHash, item: &Item) -> Ordering {
    row.hash.cmp(&hash).then_with(|| {
        let by = |name: &str| row.item.item().get(name)?.order(item.get(name)?);
        let sorts = keys.sort.iter().filter_map(|key| by(key.name.as_str()));
        sorts.fold(Ordering::Equal, Ordering::then)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Session;
    use crate::api::json::item_from_json;
    use crate::datasets::{DatasetId, Loader, Recipe, Size};
    use crate::engine::{Clock, Millis};
    use crate::model::TableName;

    #[test]
    fn every_stored_item_is_found_where_it_lies() {
        let mut session = Session::new(Clock::fixed(Millis(0)));
        let mut loader = Loader::new(Recipe::new(DatasetId::Medical, Size::Thousand));
        while !loader.step(&mut session, 500).unwrap().is_complete() {}
        let table = TableName::parse(DatasetId::Medical.table()).unwrap();
        let inspect = session.engine().inspect();
        let (rows, keys) = (inspect.rows(&table, None), inspect.table(&table).unwrap().schema.keys);
        let items: Vec<_> = rows.iter().map(|row| Found::Whole(row.item.clone())).collect();
        let expected: Vec<_> = (0..rows.len()).map(Some).collect();
        assert_eq!(rows.len(), 1_000);
        assert_eq!(positions(&keys, &rows, &items), expected);
        let strangers =
            [serde_json::json!({"PK": {"S": "nobody"}, "SK": {"S": "x"}}), serde_json::json!({})]
                .map(|item| Found::Part(item_from_json(&item).unwrap()));
        assert_eq!(positions(&keys, &rows, &strangers), [None, None]);
    }
}
