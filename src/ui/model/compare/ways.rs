//! Further ways to serve the same access pattern, beside the request by key and the Scan.
//!
//! Owns which ways there are for a request and how each is written. Each is derived from the request
//! by key, so that all of them look for the same items. Refuses to run them.

use serde_json::{Value as Json, json};

use super::Counterpart;
use super::counterpart::insert_equalities;
use crate::api::{Operation, Request};
use crate::model::{IndexKind, TableSchema};
use crate::ui::model::draft::{Draft, Notation};

/// A way to read besides the two that Compare begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Way {
    IndexScan,
    KeyQuery,
    Strong,
    Partiql,
}

impl Way {
    /// All, in the order in which they are offered.
    pub const ALL: [Way; 4] = [Way::IndexScan, Way::KeyQuery, Way::Strong, Way::Partiql];

    /// What it is called.
    pub fn label(self) -> &'static str {
        match self {
            Way::IndexScan => "Scan of the index",
            Way::KeyQuery => "Query with the whole key",
            Way::Strong => "Strongly consistent",
            Way::Partiql => "PartiQL",
        }
    }

    /// Its name in the page's markup.
    pub fn id(self) -> &'static str {
        match self {
            Way::IndexScan => "index-scan",
            Way::KeyQuery => "key-query",
            Way::Strong => "strong",
            Way::Partiql => "partiql",
        }
    }

    /// What it is there to show, in a sentence.
    pub fn point(self) -> &'static str {
        match self {
            Way::IndexScan => {
                "A Scan of the index reads only items that have the index's key. A sparse index \
                 makes it cheaper than a Scan of the table, but it still reads every entry."
            }
            Way::KeyQuery => {
                "A Query whose key condition names one item reads that item alone, like GetItem."
            }
            Way::Strong => {
                "A strongly consistent read costs twice as much: 1 RCU for each 4 KB block instead \
                 of 0.5."
            }
            Way::Partiql => {
                "A SELECT whose WHERE clause names the partition key with = is a Query. Without it, \
                 the same statement would be a Scan."
            }
        }
    }

    /// The request that reads this way; none where the access pattern has no such way.
    pub fn request(self, pair: &Counterpart, schema: &TableSchema) -> Option<Request> {
        let query = &pair.query;
        let index = query.body.get("IndexName").and_then(Json::as_str);
        match self {
            Way::IndexScan => {
                let mut body = pair.scan.body.clone();
                body.as_object_mut()?.insert("IndexName".into(), json!(index?));
                Some(Request { operation: Operation::Scan, body })
            }
            Way::KeyQuery => query_for_get(query),
            Way::Strong => {
                let is_global = index
                    .and_then(|name| schema.index(name))
                    .is_some_and(|index| index.kind == IndexKind::Global);
                let is_strong = query.body.get("ConsistentRead") == Some(&Json::Bool(true));
                let mut body = query.body.clone();
                body.as_object_mut()?.insert("ConsistentRead".into(), json!(true));
                let request = Request { operation: query.operation, body };
                (!is_global && !is_strong).then_some(request)
            }
            Way::Partiql => {
                let mut draft = Draft::from_request(query.operation.name(), &query.body);
                draft.write_as(Notation::Partiql).ok()?;
                let (operation, body) = draft.asked()?;
                Some(Request { operation: Operation::from_name(&operation)?, body })
            }
        }
    }
}

/// The Query that finds what a GetItem gets.
fn query_for_get(get: &Request) -> Option<Request> {
    if get.operation != Operation::GetItem {
        return None;
    }
    let mut body = get.body.as_object()?.clone();
    let key = body.remove("Key")?;
    insert_equalities(key.as_object()?, &mut body, "KeyConditionExpression");
    Some(Request { operation: Operation::Query, body: Json::Object(body) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Session;
    use crate::model::TableName;
    use crate::ui::model::compare::{Totals, check_rows, counterpart};
    use crate::ui::model::orders;

    fn ways(session: &Session, asked: &Request) -> Vec<(Way, Request)> {
        let table = TableName::parse("Orders").unwrap();
        let schema = session.engine().inspect().table(&table).unwrap().schema.clone();
        let pair = counterpart(asked).unwrap();
        let request = |way: Way| Some((way, way.request(&pair, &schema)?));
        Way::ALL.into_iter().filter_map(request).collect()
    }

    fn totals(session: &mut Session, request: &Request) -> Totals {
        let exchange = orders::send(session, request.operation.name(), request.body.clone());
        let mut totals = Totals::default();
        totals.add(&exchange.receipts, exchange.response.as_ref().unwrap().items());
        totals
    }

    fn get() -> Request {
        let body = json!({ "TableName": "Orders", "Key": orders::key("a", 2) });
        Request { operation: Operation::GetItem, body }
    }

    fn by_tag() -> Request {
        let body = json!({
            "TableName": "Orders", "IndexName": "ByTag", "KeyConditionExpression": "tag = :t",
            "ExpressionAttributeValues": { ":t": { "S": "red" } },
        });
        Request { operation: Operation::Query, body }
    }

    #[test]
    fn every_way_finds_the_same_items() {
        let mut session = orders::session();
        for asked in [get(), by_tag()] {
            let wanted = totals(&mut session, &asked);
            assert!(!wanted.items.is_empty());
            for (way, request) in ways(&session, &asked) {
                let found = totals(&mut session, &request);
                assert!(check_rows(&wanted.items, &found.items).same(), "{way:?}");
            }
        }
    }

    #[test]
    fn an_access_pattern_has_the_ways_that_fit_it() {
        let session = orders::session();
        let of = |asked: &Request| -> Vec<Way> {
            ways(&session, asked).into_iter().map(|(way, _)| way).collect()
        };
        assert_eq!(of(&get()), [Way::KeyQuery, Way::Strong, Way::Partiql]);
        // A global index is never read with strong consistency.
        assert_eq!(of(&by_tag()), [Way::IndexScan, Way::Partiql]);
        let mut strong = get();
        strong.body["ConsistentRead"] = json!(true);
        assert_eq!(of(&strong), [Way::KeyQuery]);
    }

    #[test]
    fn each_way_costs_what_its_sentence_says() {
        let mut session = orders::session();
        let once = totals(&mut session, &get()).units;
        let units = |session: &mut Session, way: Way| {
            let request = ways(session, &get()).into_iter().find(|(known, _)| *known == way);
            totals(session, &request.unwrap().1).units
        };
        assert_eq!(units(&mut session, Way::KeyQuery), once);
        assert_eq!(units(&mut session, Way::Partiql), once);
        assert_eq!(units(&mut session, Way::Strong).as_f64(), 2.0 * once.as_f64());
    }
}
