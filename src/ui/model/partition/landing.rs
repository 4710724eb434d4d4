//! Where the last request landed.
//!
//! Owns which partitions a request's hashes fall in and the sentence about them. Refuses to know
//! how the request found its way.

use super::segment::{Segment, partition_of};
use crate::capacity::TableOrIndex;
use crate::engine::{Touched, TouchedHashes};
use crate::model::{PartitionHash, TableName};
use crate::ui::model::words::count;

/// Where the last request went, seen from one table or index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Landing {
    /// Nothing ran yet, or it touched no item.
    Nowhere,
    /// It went to another table or index than the one shown.
    Elsewhere {
        /// The table.
        table: TableName,
        /// The table itself or the index.
        on: TableOrIndex,
    },
    /// It went here.
    Here {
        /// The partitions, from 0.
        partitions: Vec<usize>,
        /// The hashes named, when it named some.
        hashes: Vec<PartitionHash>,
        /// Whether it walked a range instead of naming keys.
        walked: bool,
    },
}

/// Where a request went, seen from this table or index.
pub fn landing(
    touched: &[Touched],
    table: &TableName,
    on: &TableOrIndex,
    bar: &[Segment],
) -> Landing {
    let here: Vec<_> = touched.iter().filter(|t| t.table == *table && t.on == *on).collect();
    if here.is_empty() {
        let elsewhere =
            |t: &Touched| Landing::Elsewhere { table: t.table.clone(), on: t.on.clone() };
        return touched.first().map_or(Landing::Nowhere, elsewhere);
    }
    let (mut partitions, mut named, mut walked) = (Vec::new(), Vec::new(), false);
    for touched in here {
        match &touched.hashes {
            TouchedHashes::Some(hashes) => {
                partitions.extend(hashes.iter().filter_map(|hash| partition_of(bar, *hash)));
                named.extend(hashes.iter().copied());
            }
            TouchedHashes::Range(range) => {
                walked = true;
                let overlaps = |s: &&Segment| s.first <= range.last && range.first <= s.last;
                partitions.extend(bar.iter().filter(overlaps).map(|segment| segment.index));
            }
        }
    }
    partitions.sort_unstable();
    partitions.dedup();
    Landing::Here { partitions, hashes: named, walked }
}

impl Landing {
    /// Whether this partition was touched.
    pub fn touches(&self, index: usize) -> bool {
        matches!(self, Landing::Here { partitions, .. } if partitions.contains(&index))
    }

    /// The hashes named here.
    pub fn hashes(&self) -> &[PartitionHash] {
        match self {
            Landing::Here { hashes, .. } => hashes,
            _ => &[],
        }
    }

    /// The sentence, given the operation's name and how many partitions there are.
    pub fn words(&self, operation: &str, of: usize) -> String {
        match self {
            Landing::Nowhere => "No request has read or written an item yet.".into(),
            Landing::Elsewhere { table, on } => {
                format!(
                    "The last request, {}, went to {}.",
                    with_article(operation),
                    place(table, on)
                )
            }
            Landing::Here { partitions, walked, .. } => {
                here_words(operation, partitions, *walked, of)
            }
        }
    }
}

fn here_words(operation: &str, partitions: &[usize], walked: bool, of: usize) -> String {
    let (hit, who) = (partitions.len(), with_article(operation));
    let numbers = list(partitions);
    match (walked, hit == of) {
        (true, true) if of > 1 => format!(
            "The last request, {who}, read all {} partitions: without a partition key, DynamoDB \
             can't skip any.",
            count(of as u64)
        ),
        (true, _) => format!(
            "The last page of {who} read {} of {} partitions: {numbers}. A page ends at 1 MB or at Limit.",
            count(hit as u64),
            count(of as u64)
        ),
        (false, _) if hit == 1 => format!(
            "The last request, {who}, went to partition {numbers} of {}. The hash of the \
             partition key decides which.",
            count(of as u64)
        ),
        (false, _) => format!(
            "The last request, {who}, went to {} of {} partitions: {numbers}.",
            count(hit as u64),
            count(of as u64)
        ),
    }
}

fn list(partitions: &[usize]) -> String {
    let numbers: Vec<String> = partitions.iter().map(|index| (index + 1).to_string()).collect();
    match numbers.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => "none".into(),
    }
}

/// A table or index, named for a sentence.
fn place(table: &TableName, on: &TableOrIndex) -> String {
    match on {
        TableOrIndex::Table => format!("the table {table}"),
        TableOrIndex::Local(index) | TableOrIndex::Global(index) => {
            format!("the index {index} of {table}, which has partitions of its own")
        }
    }
}

fn with_article(operation: &str) -> String {
    let vowel = operation.starts_with(['A', 'E', 'I', 'O', 'U']);
    format!("{} {operation}", if vowel { "an" } else { "a" })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::super::segment::segments;
    use super::super::segment::tests::with_bytes;
    use super::*;
    use crate::api::Session;
    use crate::model::IndexName;
    use crate::partition::HashRange;
    use crate::ui::model::orders::{self, item, key, send};

    fn table() -> TableName {
        TableName::parse("MedicalTests").unwrap()
    }

    fn land(hashes: TouchedHashes) -> Landing {
        let touched = Touched { table: table(), on: TableOrIndex::Table, hashes };
        landing(&[touched], &table(), &TableOrIndex::Table, &with_bytes(&[0; 4]))
    }

    #[test]
    fn a_query_lands_in_one_partition() {
        let landing = land(TouchedHashes::from_hashes(vec![PartitionHash(u64::MAX)]));
        assert!(landing.touches(3) && !landing.touches(0));
        assert!(
            landing
                .words("Query", 4)
                .starts_with("The last request, a Query, went to partition 4 of 4.")
        );
    }

    #[test]
    fn a_scan_walks_all_partitions() {
        let landing = land(TouchedHashes::Range(HashRange::ALL));
        assert!((0..4).all(|index| landing.touches(index)));
        assert!(landing.words("Scan", 4).contains("read all 4 partitions"));
    }

    #[test]
    fn a_page_of_a_scan_walks_a_part() {
        let range = HashRange { first: PartitionHash(0), last: PartitionHash(u64::MAX / 2) };
        let words = land(TouchedHashes::Range(range)).words("Scan", 4);
        assert!(
            words.starts_with("The last page of a Scan read 2 of 4 partitions: 1 and 2."),
            "{words}"
        );
    }

    #[test]
    fn several_keys_may_land_in_several_partitions() {
        let hashes = [0, 1, u64::MAX / 2, u64::MAX].map(PartitionHash).to_vec();
        let words = land(TouchedHashes::from_hashes(hashes)).words("UpdateItem", 4);
        assert_eq!(
            words,
            "The last request, an UpdateItem, went to 3 of 4 partitions: 1, 2 and 4."
        );
    }

    #[test]
    fn another_index_is_elsewhere() {
        let on = TableOrIndex::Global(IndexName::parse("GSI1").unwrap());
        let hashes = TouchedHashes::from_hashes(vec![PartitionHash(0)]);
        let touched = Touched { table: table(), on, hashes };
        let landing = landing(&[touched], &table(), &TableOrIndex::Table, &with_bytes(&[0; 4]));
        assert!(landing.words("Query", 4).contains("the index GSI1 of MedicalTests"));
        assert!(!landing.touches(0));
    }

    #[test]
    fn before_the_first_request_there_is_no_place() {
        let landing = landing(&[], &table(), &TableOrIndex::Table, &with_bytes(&[0; 4]));
        assert_eq!(landing, Landing::Nowhere);
    }

    /// What a request evaluated or wrote lies in the partitions that it landed in, seen from the
    /// table and from each index.
    fn lands_on_its_facts(session: &mut Session, operation: &str, body: Json) {
        let exchange = send(session, operation, body);
        let inspect = session.engine().inspect();
        let mut rows = 0;
        for receipt in &exchange.receipts {
            for on in receipt.charged() {
                let parts = inspect.partitions(&receipt.table, on.index(), 4);
                let bar = segments(&parts);
                let landing = landing(&exchange.touched, &receipt.table, &on, &bar);
                let reads = receipt.reads.iter().filter(|read| read.on == on && !read.fetched);
                let read = reads.flat_map(|read| &read.items).map(|item| &item.row);
                let writes = receipt.writes.iter().filter(|write| write.on == on);
                let written = writes.flat_map(|write| write.before.iter().chain(&write.after));
                for row in read.chain(written) {
                    let keys = match on.index() {
                        None => inspect.table(&receipt.table).unwrap().schema.keys,
                        Some(index) => {
                            let schema = inspect.table(&receipt.table).unwrap().schema;
                            schema.index(index.as_str()).unwrap().keys.clone()
                        }
                    };
                    let hash = keys.encode(row.item()).unwrap().hash();
                    let partition = partition_of(&bar, hash).unwrap();
                    assert!(landing.touches(partition), "{operation} on {on:?}: {landing:?}");
                    rows += 1;
                }
            }
        }
        assert!(rows > 0, "{operation} came to nothing");
    }

    #[test]
    fn every_kind_of_request_lands_where_its_items_lie() {
        let mut session = orders::session();
        let mut lands = |operation, body| lands_on_its_facts(&mut session, operation, body);
        let get = json!({ "TableName": "Orders", "Key": key("a", 1) });
        lands("GetItem", get.clone());
        let keys = [key("a", 2), key("b", 1), key("c", 1)];
        lands("BatchGetItem", json!({ "RequestItems": { "Orders": { "Keys": keys } } }));
        let other = json!({ "TableName": "Orders", "Key": key("b", 2) });
        let gets = json!({ "TransactItems": [{ "Get": get }, { "Get": other }] });
        lands("TransactGetItems", gets);
        lands("Scan", json!({ "TableName": "Orders", "Limit": 2 }));
        lands("Scan", json!({ "TableName": "Orders", "Segment": 0, "TotalSegments": 1 }));
        lands("Scan", json!({ "TableName": "Orders", "IndexName": "ByTag", "Limit": 3 }));
        for (index, key, value) in
            [(None, "pk", "a"), (Some("ByDay"), "pk", "b"), (Some("ByTag"), "tag", "red")]
        {
            let mut query = json!({
                "TableName": "Orders", "KeyConditionExpression": format!("{key} = :v"),
                "ExpressionAttributeValues": { ":v": { "S": value } }, "ScanIndexForward": false,
            });
            index.into_iter().for_each(|index| query["IndexName"] = json!(index));
            lands("Query", query);
        }
        let statement = |text: &str| json!({ "Statement": text });
        lands("ExecuteStatement", statement("SELECT * FROM Orders WHERE pk IN ['a', 'c']"));
        lands("ExecuteStatement", statement("SELECT * FROM Orders WHERE n > 1"));
        lands("ExecuteStatement", statement("SELECT * FROM Orders.ByTag WHERE tag = 'blue'"));
        let one =
            |pk: &str| statement(&format!("SELECT * FROM Orders WHERE pk = '{pk}' AND sk = 1"));
        lands("BatchExecuteStatement", json!({ "Statements": [one("a"), one("b"), one("c")] }));
        lands("ExecuteTransaction", json!({ "TransactStatements": [one("a"), one("b")] }));
        let put = json!({ "TableName": "Orders", "Item": item("a", 1, "sat", "green") });
        lands("PutItem", put.clone());
        lands(
            "UpdateItem",
            json!({
                "TableName": "Orders", "Key": key("c", 1), "UpdateExpression": "SET tag = :t",
                "ExpressionAttributeValues": { ":t": { "S": "red" } },
            }),
        );
        let puts = [item("d", 1, "mon", "blue"), item("e", 1, "mon", "grey")];
        let puts = puts.map(|item| json!({ "PutRequest": { "Item": item } }));
        lands("BatchWriteItem", json!({ "RequestItems": { "Orders": puts } }));
        let delete = json!({ "TableName": "Orders", "Key": key("d", 1) });
        lands(
            "TransactWriteItems",
            json!({ "TransactItems": [{ "Put": put }, { "Delete": delete }] }),
        );
        lands("ExecuteStatement", statement("DELETE FROM Orders WHERE pk = 'e' AND sk = 1"));
        lands("DeleteItem", json!({ "TableName": "Orders", "Key": key("a", 1) }));
    }
}
