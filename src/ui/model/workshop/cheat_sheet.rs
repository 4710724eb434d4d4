//! The cheat sheet: what the course teaches, on a page or two.
//!
//! Every figure is one of the engine's own. Owns what is on it and its words.

use crate::api::MAX_ACTIONS;
use crate::capacity::{
    BURST_SECONDS, Consistency, Direction, READ_BLOCK_BYTES, WRITE_BLOCK_BYTES, read_blocks,
    write_blocks,
};
use crate::changelog::RETENTION_MILLIS;
use crate::engine::ops::batch::{MAX_BATCH_KEYS, MAX_BATCH_WRITES};
use crate::engine::ops::create_table::{MAX_GLOBAL_INDEXES, MAX_LOCAL_INDEXES};
use crate::engine::rules::MAX_ITEM_BYTES;
use crate::model::key::{MAX_PARTITION_KEY_BYTES, MAX_SORT_KEY_BYTES};
use crate::partition::PARTITION_BYTES;
use crate::store::MAX_PAGE_BYTES;
use crate::ui::model::words::{bytes, count, decimal};

/// A part of the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its heading.
    pub title: &'static str,
    /// The headings of its columns; lines of one cell need none.
    pub head: Vec<&'static str>,
    /// Its lines, a text for each column.
    pub lines: Vec<Vec<String>>,
}

/// All parts, in order.
pub fn sections() -> Vec<Section> {
    vec![keys(), key_conditions(), operations(), reads(), writes(), indexes(), limits(), reflexes()]
}

fn section<const N: usize>(
    title: &'static str,
    head: [&'static str; N],
    lines: impl IntoIterator<Item = [String; N]>,
) -> Section {
    let head = if N == 1 { Vec::new() } else { head.to_vec() };
    Section { title, head, lines: lines.into_iter().map(Vec::from).collect() }
}

/// A size as exact as a limit is: "4 KB", "4,097 B", "19.5 KB".
fn size(n: u64) -> String {
    let words = bytes(n);
    match words.split_once(".0 ") {
        Some((whole, unit)) if n.is_multiple_of(1024) => format!("{whole} {unit}"),
        _ if n < 10_000 => format!("{} B", count(n)),
        _ => words,
    }
}

fn keys() -> Section {
    section(
        "Keys",
        [""],
        [
            ["The partition key is hashed: it says where an item is. Items with the same one form an item collection.".to_owned()],
            ["The sort key orders a collection: text and binary byte by byte, numbers by value. Pad numbers that you write as text.".to_owned()],
            ["Partition key and sort key together are unique. Write again under the same key, and you replace the item.".to_owned()],
            [format!(
                "A partition key has up to {}, a sort key up to {}; strings, numbers and binary only.",
                size(MAX_PARTITION_KEY_BYTES as u64),
                size(MAX_SORT_KEY_BYTES as u64),
            )],
        ],
    )
}

fn key_conditions() -> Section {
    let line = |condition: &str, reads: &str| [condition.to_owned(), reads.to_owned()];
    section(
        "Key conditions of a Query",
        ["Condition", "Reads"],
        [
            line("PK = :p", "one whole collection"),
            line("PK = :p AND SK = :s", "one item"),
            line("… AND SK < :s (also <=, >, >=)", "the collection up to or from there"),
            line("… AND SK BETWEEN :a AND :b", "the stretch between, both ends included"),
            line("… AND begins_with(SK, :s)", "the stretch with that prefix"),
            line(
                "PK begins_with …, PK > …, OR, contains",
                "not possible: use another key or an index",
            ),
        ],
    )
}

fn operations() -> Section {
    let line = |name: &str, reads: &str, charged: &str| {
        [name.to_owned(), reads.to_owned(), charged.to_owned()]
    };
    section(
        "What an operation evaluates and is charged for",
        ["Operation", "Evaluates", "Charged for"],
        [
            line("GetItem", "one item", "the item, rounded up; a missing one costs a block"),
            line(
                "Query",
                "the stretch that the key condition selects",
                "all items evaluated together, then rounded up",
            ),
            line("Scan", "the table or index", "the same, and a filter changes nothing about it"),
            line("BatchGetItem", "each item by key", "each item rounded up by itself"),
            line("PutItem, DeleteItem", "one item", "the larger of the item before and after"),
            line(
                "UpdateItem",
                "one item",
                "the larger of the item before and after, never only what changed",
            ),
            line("A failed condition", "one item", "the write, as if it had happened"),
        ],
    )
}

fn reads() -> Section {
    let rcu = |bytes: u64, consistency: Consistency| {
        let units = (consistency.units(read_blocks(bytes))).as_f64();
        decimal(units, 1).trim_end_matches(".0").to_owned()
    };
    let sizes = [500, READ_BLOCK_BYTES, READ_BLOCK_BYTES + 1, 20_000, MAX_PAGE_BYTES];
    let line = |n: u64| {
        let price = |consistency| rcu(n, consistency);
        let [eventual, strong] = [Consistency::Eventual, Consistency::Strong].map(price);
        [size(n), eventual, strong, price(Consistency::Transactional)]
    };
    section(
        "Read units (RCU): a block is 4 KB",
        ["Bytes read", "Eventually consistent", "Strongly consistent", "In a transaction"],
        sizes.map(line),
    )
}

fn writes() -> Section {
    let line = |n: u64| {
        let units = write_blocks(n);
        [size(n), count(units), count(units * 2)]
    };
    let sizes = [500, WRITE_BLOCK_BYTES, WRITE_BLOCK_BYTES + 1, 10_000, MAX_ITEM_BYTES];
    section(
        "Write units (WCU): a block is 1 KB",
        ["Item", "Standard", "In a transaction"],
        sizes.map(line),
    )
}

fn indexes() -> Section {
    section(
        "Indexes",
        [""],
        [
            ["An item is in an index only if it has the index's key attributes: leave them out and the index is sparse.".to_owned()],
            ["Each index entry that a write changes costs write units of its own; a changed index key costs a deletion and an insertion.".to_owned()],
            ["A GSI has its own partition key and capacity, lags a little, and is never strongly consistent. Its keys aren't unique.".to_owned()],
            [format!(
                "An LSI shares the partition key, can be strongly consistent, is made with the table, and limits a collection to {}.",
                size(PARTITION_BYTES),
            )],
            [format!("Up to {MAX_GLOBAL_INDEXES} GSIs and {MAX_LOCAL_INDEXES} LSIs a table.")],
        ],
    )
}

fn limits() -> Section {
    let line = |what: &str, limit: String| [what.to_owned(), limit];
    section(
        "Limits",
        ["What", "Limit"],
        [
            line("Item, names and values together", size(MAX_ITEM_BYTES)),
            line("Page of a Query or Scan, before the filter", size(MAX_PAGE_BYTES)),
            line("BatchGetItem", format!("{MAX_BATCH_KEYS} items")),
            line("BatchWriteItem", format!("{MAX_BATCH_WRITES} items, no conditions")),
            line("Transaction", format!("{MAX_ACTIONS} actions")),
            line(
                "Partition",
                format!(
                    "{} RCU and {} WCU per second",
                    count(Direction::Read.partition_limit()),
                    count(Direction::Write.partition_limit())
                ),
            ),
            line("Burst capacity", format!("unused capacity of the last {BURST_SECONDS} seconds")),
            line("Stream records", format!("{} hours", RETENTION_MILLIS / 3_600_000)),
        ],
    )
}

fn reflexes() -> Section {
    let line = |instead: &str, better: &str| [instead.to_owned(), better.to_owned()];
    section(
        "Instead of",
        ["Instead of", "Do"],
        [
            line("a Scan with a filter", "a key or a sparse GSI for the access pattern"),
            line(
                "one table for each entity, and joins",
                "item collections that hold what is read together",
            ),
            line("read, change, write back", "UpdateItem with a condition or a version number"),
            line("one hot partition key", "write sharding, or a cache for reads"),
            line("offset and page numbers", "LastEvaluatedKey as the next ExclusiveStartKey"),
            line("COUNT(*) by reading everything", "a counter that you update with each write"),
            line("large values in the item", "a pointer to S3, or the value in parts"),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_those_of_the_engine() {
        let all = sections();
        let lines = |title: &str| {
            all.iter().find(|section| section.title.starts_with(title)).unwrap().lines.clone()
        };
        assert_eq!(lines("Read units")[2], ["4,097 B", "1", "2", "4"], "a byte more than a block");
        assert_eq!(lines("Write units")[4], ["400 KB", "400", "800"]);
        assert!(lines("Limits").contains(&vec!["Transaction".into(), "100 actions".into()]));
        let partition = "3,000 RCU and 1,000 WCU per second".to_owned();
        assert!(lines("Limits").contains(&vec!["Partition".into(), partition]));
    }

    #[test]
    fn each_line_has_a_cell_for_each_column() {
        for section in sections() {
            let columns = section.head.len().max(1);
            assert!(section.lines.iter().all(|line| line.len() == columns), "{section:?}");
        }
    }
}
