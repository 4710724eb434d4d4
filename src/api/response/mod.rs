//! Responses: a typed output that becomes JSON when someone asks for it.
//!
//! Owns which members a response has and their order. Refuses to know how the output came about.
//! Operations with more than one member of their own have a file each.

mod batch_execute_statement;
mod batch_get_item;
mod batch_write_item;
mod capacity;
mod collection;
mod control;
mod list_tables;
mod page;
mod statement;
mod stream;
mod table;
mod throughput;

use std::sync::Arc;

use serde_json::{Map, Number, Value as Json};

use super::json::{item_to_json, parsed, push_item, push_list, push_quoted};
use super::request::{Shown, name_as_given};
use crate::capacity::Receipt;
use crate::engine::ops::{Output, PageOutput};
use crate::engine::{Found, Inspect};
use crate::model::{Item, TableName};

/// What became of a request that succeeded: the engine's answer, typed, and what the request asked
/// to see with it. A page of a Scan holds thousands of items, so JSON is written only when asked for.
/// Clones share the answer.
#[derive(Debug, Clone)]
pub struct Response {
    output: Arc<Output>,
    given: Vec<(TableName, String)>,
    settings: Vec<(TableName, Map<String, Json>)>,
    capacity: Option<Json>,
    metrics: Option<Json>,
}

/// What the members around the items are made from.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    /// What the request wants to see.
    pub shown: &'a Shown,
    /// The bills.
    pub receipts: &'a [Receipt],
    /// The tables.
    pub inspect: Inspect<'a>,
}

impl Response {
    /// The response to a request that came to this output. The small members are written now,
    /// while the tables are as the request left them.
    pub(super) fn new(output: Output, context: Context<'_>) -> Self {
        let (capacity, metrics) = match &output {
            Output::BatchGetItem(_) | Output::BatchExecuteStatement(_) => {
                (capacity::of_each(context), None)
            }
            Output::BatchWriteItem(_) => (capacity::of_each(context), collection::of_each(context)),
            Output::TransactGetItems(_) | Output::ExecuteTransaction(_) => {
                (capacity::of_transaction(context), None)
            }
            Output::TransactWriteItems(_) => {
                (capacity::of_transaction(context), collection::of_each(context))
            }
            _ => (capacity::of_one(context), collection::of_one(context)),
        };
        let (given, settings) = (context.shown.given.clone(), context.shown.settings.clone());
        Self { output: Arc::new(output), given, settings, capacity, metrics }
    }

    /// The page of a Query or Scan.
    pub fn page(&self) -> Option<&PageOutput> {
        match &*self.output {
            Output::Query(page) | Output::Scan(page) => Some(page),
            _ => None,
        }
    }

    /// The items of a Query, Scan or GetItem; none when only the count was asked for.
    pub fn items(&self) -> &[Found] {
        match &*self.output {
            Output::Query(page) | Output::Scan(page) => page.items.as_deref().unwrap_or_default(),
            Output::GetItem(output) => output.item.as_slice(),
            Output::ExecuteStatement(answer) => &answer.items,
            _ => &[],
        }
    }

    /// The one item: what GetItem found, or the attributes that a write returned.
    pub fn item(&self) -> Option<&Item> {
        match &*self.output {
            Output::GetItem(output) => output.item.as_ref().map(Found::item),
            Output::PutItem(output) => output.old.as_deref().map(|row| row.item()),
            Output::DeleteItem(output) => output.old.as_deref().map(|row| row.item()),
            Output::UpdateItem(output) => output.attributes.as_ref().map(Found::item),
            _ => None,
        }
    }

    /// `LastEvaluatedKey`, if there is more to read.
    pub fn last_key(&self) -> Option<&Item> {
        self.page().and_then(|page| page.last_key.as_ref())
    }

    /// The response body as it goes over the wire; operations that answer nothing have an empty one.
    pub fn to_text(&self) -> String {
        self.body_of_first(usize::MAX).map(Body::into_text).unwrap_or_default()
    }

    /// The response body, null if there is none.
    pub fn to_json(&self) -> Json {
        self.to_json_of_first(usize::MAX)
    }

    /// The response body with at most so many of a page's items: the rest is cut, the counts stay.
    pub fn to_json_of_first(&self, items: usize) -> Json {
        self.body_of_first(items).map_or(Json::Null, Body::into_json)
    }

    fn body_of_first(&self, items: usize) -> Option<Body> {
        let mut body = Body::default();
        match &*self.output {
            Output::CreateTable(output) => {
                body.put("TableDescription", table::describe(&output.description))
            }
            Output::DescribeTable(output) => {
                body.put("Table", table::describe(&output.description))
            }
            Output::DeleteTable(output) => {
                body.put("TableDescription", table::describe(&output.description))
            }
            Output::UpdateTable(output) => {
                body.put("TableDescription", table::describe(&output.description))
            }
            Output::UpdateTimeToLive(output) => {
                body.put("TimeToLiveSpecification", control::update_time_to_live(output))
            }
            Output::DescribeTimeToLive(output) => {
                body.put("TimeToLiveDescription", control::describe_time_to_live(output))
            }
            Output::TagResource(_) | Output::UntagResource(_) => return None,
            Output::ListTagsOfResource(output) => body.put("Tags", control::tags(output)),
            Output::DescribeLimits(output) => control::limits(&mut body, output),
            Output::DescribeEndpoints(_) => body.put("Endpoints", control::endpoints()),
            Output::ListTables(output) => list_tables::write(&mut body, output),
            Output::GetItem(_) => body.put_item("Item", self.item()),
            Output::PutItem(_) | Output::DeleteItem(_) | Output::UpdateItem(_) => {
                body.put_item("Attributes", self.item())
            }
            Output::Query(page) | Output::Scan(page) => page::write(&mut body, page, items),
            Output::BatchGetItem(output) => batch_get_item::write(&mut body, output, self),
            Output::ListStreams(output) => stream::write_list(&mut body, output),
            Output::DescribeStream(output) => stream::write_description(&mut body, output),
            Output::GetShardIterator(output) => stream::write_iterator(&mut body, output),
            Output::GetRecords(output) => stream::write_records(&mut body, output),
            Output::BatchWriteItem(output) => batch_write_item::write(&mut body, output, self),
            Output::ExecuteStatement(answer) => statement::write(&mut body, answer, items),
            Output::BatchExecuteStatement(output) => {
                batch_execute_statement::write(&mut body, output);
            }
            Output::TransactGetItems(output) => write_responses(&mut body, &output.items),
            Output::ExecuteTransaction(output) => write_responses(&mut body, &output.items),
            Output::TransactWriteItems(_) => {}
        }
        body.put_some("ConsumedCapacity", self.capacity.clone());
        body.put_some("ItemCollectionMetrics", self.metrics.clone());
        Some(body)
    }
}

/// Writes an object for each item asked for, with the item if there is one.
fn write_responses(body: &mut Body, items: &[Option<Found>]) {
    let response = |found: &Option<Found>| {
        let mut response = Body::default();
        response.put_item("Item", found.as_ref().map(Found::item));
        response
    };
    body.put_bodies("Responses", items.iter().map(response));
}

/// A number given in thousandths, as short as can be but with a decimal: `0.5`, `2.0`. Its text is
/// made of integers, since writing floats would bring their tables into the page.
fn decimal(thousandths: u64) -> Json {
    let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    let short = text.trim_end_matches('0');
    let zero = if short.ends_with('.') { "0" } else { "" };
    Json::Number(Number::from_string_unchecked(format!("{short}{zero}")))
}

/// A response body in the making; members stay in the order in which they are put. It is text from
/// the beginning; no name is put twice.
#[derive(Debug, Default)]
struct Body(String);

impl Body {
    fn put(&mut self, name: &str, value: impl Into<Json>) {
        let value = value.into().to_string();
        self.member(name).push_str(&value);
    }

    fn put_some(&mut self, name: &str, value: Option<impl Into<Json>>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }

    fn put_item(&mut self, name: &str, item: Option<&Item>) {
        if let Some(item) = item {
            push_item(self.member(name), item);
        }
    }

    fn put_items<'a>(&mut self, name: &str, items: impl Iterator<Item = &'a Item>) {
        push_list(self.member(name), items, push_item);
    }

    fn put_body(&mut self, name: &str, body: Body) {
        self.member(name).push_str(&body.into_text());
    }

    fn put_bodies(&mut self, name: &str, bodies: impl Iterator<Item = Body>) {
        push_list(self.member(name), bodies, |text, body| text.push_str(&body.into_text()));
    }

    /// Begins a member: its value is to be written next.
    fn member(&mut self, name: &str) -> &mut String {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        push_quoted(&mut self.0, name);
        self.0.push(':');
        &mut self.0
    }

    fn into_json(self) -> Json {
        parsed(&self.into_text())
    }

    fn into_text(mut self) -> String {
        if self.0.is_empty() {
            self.0.push('{');
        }
        self.0.push('}');
        self.0
    }
}
