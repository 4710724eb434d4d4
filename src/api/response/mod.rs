//! Responses: from a typed output to JSON, in one file for each operation.
//!
//! Owns which members a response has and their order. Refuses to know how the output came about.

mod batch_get_item;
mod batch_write_item;
mod capacity;
mod collection;
mod get_item;
mod list_tables;
mod page;
mod table;
mod write;

use serde_json::{Map, Value as Json};

use super::json::item_to_json;
use super::request::Shown;
use crate::capacity::Receipt;
use crate::engine::Inspect;
use crate::engine::ops::Output;
use crate::model::Item;

/// What a response is made from besides the output.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    /// What the request wants to see.
    pub shown: &'a Shown,
    /// The bills.
    pub receipts: &'a [Receipt],
    /// The tables.
    pub inspect: Inspect<'a>,
}

/// The response body.
pub(super) fn body(output: &Output, context: Context<'_>) -> Json {
    let mut body = Body::default();
    match output {
        Output::CreateTable(output) => {
            body.put("TableDescription", table::describe(&output.description))
        }
        Output::DescribeTable(output) => body.put("Table", table::describe(&output.description)),
        Output::DeleteTable(output) => {
            body.put("TableDescription", table::describe(&output.description))
        }
        Output::ListTables(output) => list_tables::write(&mut body, output),
        Output::GetItem(output) => get_item::write(&mut body, output, context),
        Output::PutItem(output) => {
            write::write(&mut body, output.old.as_deref().map(|row| row.item()), context)
        }
        Output::DeleteItem(output) => {
            write::write(&mut body, output.old.as_deref().map(|row| row.item()), context)
        }
        Output::UpdateItem(output) => {
            write::write(&mut body, output.attributes.as_ref().map(|found| found.item()), context)
        }
        Output::Query(output) | Output::Scan(output) => page::write(&mut body, output, context),
        Output::BatchGetItem(output) => batch_get_item::write(&mut body, output, context),
        Output::BatchWriteItem(_) => batch_write_item::write(&mut body, context),
    }
    Json::Object(body.0)
}

/// A response body in the making; members stay in the order in which they are put.
#[derive(Debug, Default)]
struct Body(Map<String, Json>);

impl Body {
    fn put(&mut self, name: &str, value: impl Into<Json>) {
        self.0.insert(name.to_owned(), value.into());
    }

    fn put_some(&mut self, name: &str, value: Option<impl Into<Json>>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }

    fn put_item(&mut self, name: &str, item: Option<&Item>) {
        self.put_some(name, item.map(item_to_json));
    }

    fn into_json(self) -> Json {
        Json::Object(self.0)
    }
}
