//! What an import sends, and what takes it back.

use std::collections::VecDeque;

use serde_json::{Value as Json, json};

use super::plan::{KeyChoice, Plan};
use crate::api::json::{item_from_json, item_to_json};
use crate::api::{Operation, Request};
use crate::engine::Inspect;
use crate::engine::ops::batch::MAX_BATCH_WRITES;
use crate::model::TableName;

/// How a table of a plan is to be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Whether it is imported at all.
    pub is_wanted: bool,
    /// The name that it gets here.
    pub name: String,
    /// Its key, where the file has none.
    pub key: KeyChoice,
}

/// What an import does, in order, and what takes it back.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Work {
    /// Still to be sent.
    pub to_send: VecDeque<Request>,
    /// What takes all of it back, in order.
    pub undo: VecDeque<Request>,
    /// Tables that are made.
    pub tables: usize,
    /// Items that are put.
    pub items: usize,
}

/// The choices to begin with: everything, under names that are free or the file's own.
pub fn choices(plan: &Plan) -> Vec<Choice> {
    let choice = |table: &super::PlannedTable| Choice {
        is_wanted: true,
        name: table.name.clone(),
        key: table.likely_key().unwrap_or_default(),
    };
    plan.tables.iter().map(choice).collect()
}

/// Whether there is a table of this name already: items are then added to it.
pub fn exists(inspect: &Inspect<'_>, name: &str) -> bool {
    TableName::parse(name).is_ok_and(|name| inspect.table(&name).is_some())
}

/// The requests that import a plan.
pub fn work(inspect: &Inspect<'_>, plan: &Plan, choices: &[Choice]) -> Work {
    let mut work = Work::default();
    for (table, choice) in plan.tables.iter().zip(choices).filter(|(_, choice)| choice.is_wanted) {
        let name = choice.name.trim();
        let is_there = exists(inspect, name);
        let keys: Vec<String> = if is_there {
            let known = TableName::parse(name).ok().and_then(|name| inspect.table(&name));
            let known = known.map(|table| table.schema.keys);
            let names = known.iter().flat_map(|keys| keys.attributes().map(|k| k.name.to_string()));
            names.collect()
        } else {
            let create = table.create_with(name, &choice.key);
            let parts = create["KeySchema"].as_array().into_iter().flatten();
            let names = parts
                .filter_map(|part| part["AttributeName"].as_str().map(str::to_owned))
                .collect();
            work.tables += 1;
            work.to_send.push_back(Request { operation: Operation::CreateTable, body: create });
            let body = json!({ "TableName": name });
            work.undo.push_front(Request { operation: Operation::DeleteTable, body });
            names
        };
        let items = last_of_each_key(&table.items, &keys);
        work.items += items.len();
        for chunk in items.chunks(MAX_BATCH_WRITES) {
            let put = |item: &&Json| json!({ "PutRequest": { "Item": item } });
            work.to_send.push_back(batch(name, chunk.iter().map(put).collect()));
            if is_there {
                let back = |item: &&Json| put_back(inspect, name, item, &keys);
                work.undo.push_back(batch(name, chunk.iter().filter_map(back).collect()));
            }
        }
    }
    work
}

fn batch(table: &str, requests: Vec<Json>) -> Request {
    let body = json!({ "RequestItems": { table: requests } });
    Request { operation: Operation::BatchWriteItem, body }
}

/// Of items with one key the last: a batch takes each key once.
fn last_of_each_key<'a>(items: &'a [Json], keys: &[String]) -> Vec<&'a Json> {
    let mut places = std::collections::HashMap::new();
    let mut kept: Vec<&Json> = Vec::new();
    for item in items {
        let key: Vec<String> = keys
            .iter()
            .map(|name| item.get(name).map(Json::to_string).unwrap_or_default())
            .collect();
        match places.get(&key) {
            Some(at) => kept[*at] = item,
            None => {
                places.insert(key, kept.len());
                kept.push(item);
            }
        }
    }
    kept
}

/// What has an item again as it was before another takes its place: the item, or nothing.
fn put_back(inspect: &Inspect<'_>, table: &str, item: &Json, keys: &[String]) -> Option<Json> {
    let key: serde_json::Map<String, Json> =
        keys.iter().filter_map(|name| Some((name.clone(), item.get(name)?.clone()))).collect();
    let parsed = item_from_json(&Json::Object(key.clone())).ok()?;
    let row = inspect.item(&TableName::parse(table).ok()?, &parsed);
    Some(match row {
        Some(row) => json!({ "PutRequest": { "Item": item_to_json(row.item()) } }),
        None => json!({ "DeleteRequest": { "Key": key } }),
    })
}

/// A batch that was rejected as a whole, one item at a time: only what is wrong is then left out.
pub fn one_by_one(batch: &Request) -> Vec<Request> {
    let tables = batch.body["RequestItems"].as_object().into_iter().flatten();
    let single = tables.flat_map(|(table, requests)| {
        let one = move |request: &Json| {
            let item = request.pointer("/PutRequest/Item")?;
            let body = json!({ "TableName": table, "Item": item });
            Some(Request { operation: Operation::PutItem, body })
        };
        requests.as_array().into_iter().flatten().filter_map(one)
    });
    single.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Session;
    use crate::ui::model::files::read;
    use crate::ui::model::orders::{self, send};

    fn send_all(session: &mut Session, requests: &VecDeque<Request>) {
        for request in requests {
            let exchange = send(session, request.operation.name(), request.body.clone());
            assert!(exchange.response.is_ok(), "{:?}", exchange.response);
        }
    }

    fn items(session: &Session, table: &str) -> Vec<Json> {
        let rows = session.engine().inspect().rows(&TableName::parse(table).unwrap(), None);
        rows.iter().map(|row| item_to_json(row.item.item())).collect()
    }

    #[test]
    fn a_new_table_is_made_filled_and_taken_back() {
        let mut session = orders::session();
        let text: String =
            (0..60).map(|n| format!("{{\"id\": \"{}\", \"n\": {n}}}\n", n % 55)).collect();
        let plan = read("things.json", &text).unwrap();
        let mut choices = choices(&plan);
        choices[0].key = KeyChoice { partition: "id".into(), sort: String::new() };
        let work = work(&session.engine().inspect(), &plan, &choices);
        assert_eq!((work.tables, work.items, work.to_send.len()), (1, 55, 4));
        send_all(&mut session, &work.to_send);
        let there = items(&session, "things");
        assert_eq!(there.len(), 55);
        assert!(
            there.contains(&json!({ "id": { "S": "0" }, "n": { "N": "55" } })),
            "the last wins"
        );
        send_all(&mut session, &work.undo);
        assert!(!exists(&session.engine().inspect(), "things"));
    }

    #[test]
    fn items_added_to_a_table_are_taken_back_one_by_one() {
        let mut session = orders::session();
        let before = items(&session, "Orders");
        let text = "{\"pk\": \"a\", \"sk\": 1, \"new\": true}\n{\"pk\": \"z\", \"sk\": 9}\n";
        let plan = read("Orders.json", text).unwrap();
        let work = work(&session.engine().inspect(), &plan, &choices(&plan));
        assert_eq!((work.tables, work.items), (0, 2));
        send_all(&mut session, &work.to_send);
        assert_eq!(items(&session, "Orders").len(), before.len() + 1);
        send_all(&mut session, &work.undo);
        assert_eq!(items(&session, "Orders"), before);
    }

    #[test]
    fn a_rejected_batch_is_sent_item_by_item() {
        let body = json!({ "RequestItems": { "T": [
            { "PutRequest": { "Item": { "id": { "S": "" } } } },
            { "PutRequest": { "Item": { "id": { "S": "a" } } } },
        ] } });
        let batch = Request { operation: Operation::BatchWriteItem, body };
        let single = one_by_one(&batch);
        assert_eq!(single.len(), 2);
        assert_eq!(single[1].body, json!({ "TableName": "T", "Item": { "id": { "S": "a" } } }));
    }
}
