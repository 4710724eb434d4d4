//! A table and one of its indexes side by side: where each item lies in the one and in the other,
//! and which items the index doesn't hold.
//!
//! Owns which items are drawn when there are many, their places, and the sentences. Refuses to know
//! how lines are drawn.

use std::sync::Arc;

use super::rows::Target;
use super::strips::{partition_text, sort_text};
use super::words::{bytes, count, items, plural, visible};
use crate::engine::inspect::{Inspect, RowView};
use crate::model::{IndexName, Item, KeySchema, TableName};
use crate::store::Row;

/// Items drawn at most; of a larger table only some are, evenly spaced.
const MOST_LINES: usize = 500;

/// What the index holds of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reflection {
    /// Its entry, at this place of the index.
    Entry(usize),
    /// Nothing: it lacks an attribute of the index's key.
    NoKey,
    /// Nothing yet: the index lags behind.
    Lagging,
}

/// An item of the table that is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MirrorLine {
    /// Its place in the table.
    pub row: usize,
    /// What the index holds of it.
    pub reflection: Reflection,
}

/// A table beside one of its indexes.
#[derive(Debug, Clone)]
pub struct Mirror {
    table: TableName,
    index: IndexName,
    table_keys: KeySchema,
    index_keys: KeySchema,
    rows: Arc<Vec<RowView>>,
    entries: Arc<Vec<RowView>>,
    lines: Vec<MirrorLine>,
    /// Items that have the index's key and are not in it yet.
    lagging: usize,
}

/// One item in both, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Where it is in the table, its key and its size.
    pub in_table: String,
    /// Where its entry is in the index, or why there is none.
    pub in_index: String,
    /// The entries before and behind it there.
    pub neighbors: Vec<String>,
}

impl Mirror {
    /// The table and the index as they are now; none when there is no such index.
    pub fn read(inspect: &Inspect<'_>, target: &Target) -> Option<Self> {
        let (table, index) = target.names()?;
        let index = index?;
        let schema = inspect.table(&table)?.schema;
        let index_keys = schema.index(index.as_str())?.keys.clone();
        let rows = inspect.rows(&table, None);
        let entries = inspect.rows(&table, Some(&index));
        let every = rows.len().div_ceil(MOST_LINES).max(1);
        let drawn: Vec<usize> = (0..rows.len()).step_by(every).collect();
        let of = drawn.iter().map(|row| &*rows[*row].item);
        let lines = reflections(inspect, &table, &index, &index_keys, of);
        let line = |(row, reflection)| MirrorLine { row, reflection };
        let lines = drawn.into_iter().zip(lines).map(line).collect();
        let table_keys = schema.keys;
        let has_key = |row: &&RowView| index_keys.key_of(row.item.item()).is_ok();
        let lagging = match rows.len() > entries.len() {
            true => rows.iter().filter(has_key).count().saturating_sub(entries.len()),
            false => 0,
        };
        let (rows, entries) = (Arc::new(rows), Arc::new(entries));
        Some(Self { table, index, table_keys, index_keys, rows, entries, lines, lagging })
    }

    /// How many items the table has.
    pub fn items(&self) -> usize {
        self.rows.len()
    }

    /// How many entries the index has.
    pub fn entries(&self) -> usize {
        self.entries.len()
    }

    /// The items that are drawn, in the order of the table.
    pub fn lines(&self) -> &[MirrorLine] {
        &self.lines
    }

    /// The first item drawn that is in the index.
    pub fn first_in_both(&self) -> Option<usize> {
        let is_there = |line: &&MirrorLine| matches!(line.reflection, Reflection::Entry(_));
        self.lines.iter().find(is_there).map(|line| line.row)
    }

    /// What the index holds of the table, in a sentence or two.
    pub fn words(&self) -> String {
        let (all, held) = (self.items(), self.entries());
        let index = visible(self.index.as_str());
        let keys = names(&self.index_keys);
        let missing = all - held.min(all);
        let (lagging, without) = (self.lagging, missing - self.lagging.min(missing));
        let mut held_words = match missing {
            0 => format!("Every item is in {index}, in the order of {keys}."),
            _ => format!(
                "{index} holds {} of {}, in the order of {keys}.",
                count(held as u64),
                items(all as u64),
            ),
        };
        if without > 0 {
            let many = plural(without as u64, "item doesn't have", "items don't have");
            held_words += &format!(
                " {many} its key, so a Query or Scan of {index} never reads them: it is a sparse \
                 index."
            );
        }
        if lagging > 0 {
            let many = plural(lagging as u64, "item hasn't", "items haven't");
            held_words += &format!(" {many} arrived yet: the index lags behind its table.");
        }
        match all.div_ceil(MOST_LINES).max(1) {
            1 => held_words,
            every => {
                format!("{held_words} One line is drawn for every {} items.", count(every as u64))
            }
        }
    }

    /// An item in both, in words; none beyond the end.
    pub fn pair(&self, inspect: &Inspect<'_>, row: usize) -> Option<(Pair, Reflection)> {
        let item = &self.rows.get(row)?.item;
        let reflection = self.reflection(inspect, row)?;
        let key = |keys: &KeySchema, item: &Item| key_words(keys, item);
        let in_table = format!(
            "Item {} of {} in the table: {}, {}.",
            count(row as u64 + 1),
            count(self.items() as u64),
            key(&self.table_keys, item.item()),
            bytes(u64::from(item.size())),
        );
        let index = visible(self.index.as_str());
        let (in_index, neighbors) = match reflection {
            Reflection::Entry(at) => {
                let entry = &self.entries.get(at)?.item;
                let words = format!(
                    "Entry {} of {} in {index}: {}, {}.",
                    count(at as u64 + 1),
                    count(self.entries() as u64),
                    key(&self.index_keys, entry.item()),
                    bytes(u64::from(entry.size())),
                );
                let beside = |side: &str, at: Option<usize>| {
                    let entry = &self.entries.get(at?)?.item;
                    let (in_index, in_table) =
                        (key(&self.index_keys, entry.item()), key(&self.table_keys, entry.item()));
                    Some(format!("{side}: {in_index} ({in_table})"))
                };
                let before = beside("Before it", at.checked_sub(1));
                let behind = beside("After it", at.checked_add(1));
                (words, before.into_iter().chain(behind).collect())
            }
            Reflection::NoKey => {
                let missing: Vec<String> = self
                    .index_keys
                    .attributes()
                    .map(|key| key.name.as_str())
                    .filter(|name| item.item().get(name).is_none())
                    .map(visible)
                    .collect();
                let why = match missing.is_empty() {
                    true => "an attribute of the index key has another type".to_owned(),
                    false => format!("it has no {}", missing.join(" and no ")),
                };
                (format!("Not in {index}: {why}."), Vec::new())
            }
            Reflection::Lagging => {
                (format!("Not in {index} yet: the index lags behind its table."), Vec::new())
            }
        };
        Some((Pair { in_table, in_index, neighbors }, reflection))
    }

    fn reflection(&self, inspect: &Inspect<'_>, row: usize) -> Option<Reflection> {
        let item = &*self.rows.get(row)?.item;
        reflections(inspect, &self.table, &self.index, &self.index_keys, [item]).pop()
    }
}

/// What an index holds of each of these items.
fn reflections<'r>(
    inspect: &Inspect<'_>,
    table: &TableName,
    index: &IndexName,
    keys: &KeySchema,
    rows: impl IntoIterator<Item = &'r Row> + Clone,
) -> Vec<Reflection> {
    let places = inspect.positions(table, Some(index), rows.clone());
    let of = |(place, row): (Option<usize>, &Row)| match place {
        Some(place) => Reflection::Entry(place),
        None if keys.key_of(row.item()).is_ok() => Reflection::Lagging,
        None => Reflection::NoKey,
    };
    places.into_iter().zip(rows).map(of).collect()
}

fn names(keys: &KeySchema) -> String {
    let names: Vec<String> = keys.attributes().map(|key| visible(key.name.as_str())).collect();
    names.join(" and ")
}

fn key_words(keys: &KeySchema, item: &Item) -> String {
    let texts = [partition_text(keys, item), sort_text(keys, item)];
    let texts: Vec<String> = texts.into_iter().filter(|text| !text.is_empty()).collect();
    texts.join(" / ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::ui::model::orders::{self, send};

    fn by_tag() -> Target {
        Target { table: "Orders".into(), index: Some("ByTag".into()) }
    }

    #[test]
    fn an_item_is_found_in_both_and_its_neighbors_are_those_of_the_index() {
        let session = orders::session();
        let inspect = session.engine().inspect();
        let mirror = Mirror::read(&inspect, &by_tag()).unwrap();
        assert_eq!((mirror.items(), mirror.entries(), mirror.lines().len()), (6, 6, 6));
        assert_eq!(mirror.words(), "Every item is in ByTag, in the order of tag.");
        let mut seen: Vec<usize> = Vec::new();
        for line in mirror.lines() {
            let (pair, reflection) = mirror.pair(&inspect, line.row).unwrap();
            assert_eq!(reflection, line.reflection);
            let Reflection::Entry(at) = reflection else { panic!("{pair:?}") };
            seen.push(at);
            assert!(pair.in_index.contains(&format!("Entry {} of 6 in ByTag", at + 1)));
        }
        seen.sort();
        assert_eq!(seen, [0, 1, 2, 3, 4, 5], "each entry is the image of one item");
        assert_eq!(mirror.pair(&inspect, 6), None);
    }

    #[test]
    fn what_lacks_the_index_key_is_a_gap_and_says_why() {
        let mut session = orders::session();
        let item = json!({ "pk": { "S": "z" }, "sk": { "N": "9" } });
        send(&mut session, "PutItem", json!({ "TableName": "Orders", "Item": item }));
        let inspect = session.engine().inspect();
        let mirror = Mirror::read(&inspect, &by_tag()).unwrap();
        assert!(mirror.words().starts_with("ByTag holds 6 of 7 items"), "{}", mirror.words());
        assert!(mirror.words().contains("1 item doesn't have its key"), "{}", mirror.words());
        let gaps: Vec<_> =
            mirror.lines().iter().filter(|l| l.reflection == Reflection::NoKey).collect();
        assert_eq!(gaps.len(), 1);
        let (pair, _) = mirror.pair(&inspect, gaps[0].row).unwrap();
        assert_eq!(pair.in_index, "Not in ByTag: it has no tag.");
        assert!(pair.in_table.contains("z / 9"), "{pair:?}");
        assert!(mirror.first_in_both().is_some());
    }

    #[test]
    fn without_an_index_there_is_nothing_to_mirror() {
        let session = orders::session();
        let inspect = session.engine().inspect();
        for index in [None, Some("Missing".to_owned()), Some("!".to_owned())] {
            let target = Target { table: "Orders".into(), index };
            assert!(Mirror::read(&inspect, &target).is_none());
        }
    }
}
