//! Responses: a typed output that becomes JSON when someone asks for it.
//!
//! Owns which members a response has and their order: each operation's output says so itself, by
//! [`Respond`]. Refuses to know how the output came about.

mod capacity;
mod items;
mod statements;
pub(super) mod streams;
mod tables;

use std::sync::Arc;

use serde_json::{Map, Number, Value as Json};

use super::json::{item_to_json, parsed, push_item, push_list, push_quoted};
use super::request::{Shown, name_as_given};
use crate::capacity::Receipt;
use crate::engine::operation::for_each_operation;
use crate::engine::ops::PageOutput;
use crate::engine::{Found, Inspect, Output};
use crate::model::{Item, TableName};

/// Room for most answers about one item.
const BODY_BYTES: usize = 1024;

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

/// What one operation answers, as a response shows it.
trait Respond {
    /// Writes the operation's own members. Of a page's items at most so many are written.
    fn write(&self, body: &mut Body, response: &Response, most_items: usize);

    /// `ConsumedCapacity`: as a rule of the one table that the operation is about.
    fn capacity(&self, context: Context<'_>) -> Option<Json> {
        capacity::consumed(context)
    }

    /// `ItemCollectionMetrics`: as a rule of the one item that the operation writes.
    fn metrics(&self, context: Context<'_>) -> Option<Json> {
        capacity::collection_metrics(context)
    }

    /// Whether there is a body at all.
    fn has_body(&self) -> bool {
        true
    }

    /// The page, where the answer is one.
    fn page(&self) -> Option<&PageOutput> {
        None
    }

    /// The items read; none when only the count was asked for.
    fn items(&self) -> &[Found] {
        &[]
    }

    /// The one item that was found, or the attributes that a write returned.
    fn item(&self) -> Option<&Item> {
        None
    }

    /// `NextToken`, where a statement has more to read.
    fn statement_token(&self) -> Option<String> {
        None
    }
}

macro_rules! define_respond {
    ($($nature:ident $name:ident($module:ident::$input:ident);)*) => {
        /// The output of whichever operation it is.
        fn respond(output: &Output) -> &dyn Respond {
            match output {
                $(Output::$name(output) => output,)*
            }
        }
    };
}

for_each_operation!(define_respond);

impl Response {
    /// The response to a request that came to this output. The small members are written now,
    /// while the tables are as the request left them.
    pub(super) fn new(output: Output, context: Context<'_>) -> Self {
        Self {
            capacity: respond(&output).capacity(context),
            metrics: respond(&output).metrics(context),
            given: context.shown.given.clone(),
            settings: context.shown.settings.clone(),
            output: Arc::new(output),
        }
    }

    /// The page of a Query or Scan.
    pub fn page(&self) -> Option<&PageOutput> {
        respond(&self.output).page()
    }

    /// The items of a Query, Scan, GetItem or ExecuteStatement; none when only the count was asked
    /// for.
    pub fn items(&self) -> &[Found] {
        respond(&self.output).items()
    }

    /// The one item: what GetItem found, or the attributes that a write returned.
    pub fn item(&self) -> Option<&Item> {
        respond(&self.output).item()
    }

    /// `LastEvaluatedKey`, if there is more to read.
    pub fn last_key(&self) -> Option<&Item> {
        self.page().and_then(|page| page.last_key.as_ref())
    }

    /// `NextToken` of an ExecuteStatement, if there is more to read.
    pub fn statement_token(&self) -> Option<String> {
        respond(&self.output).statement_token()
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
        let output = respond(&self.output);
        if !output.has_body() {
            return None;
        }
        let mut body = Body::with_capacity(BODY_BYTES);
        output.write(&mut body, self, items);
        body.put_some("ConsumedCapacity", self.capacity.clone());
        body.put_some("ItemCollectionMetrics", self.metrics.clone());
        Some(body)
    }
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
    fn with_capacity(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

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
