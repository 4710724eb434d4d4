//! The selected item: its JSON, and the requests that can be made of it.

use leptos::prelude::*;
use serde_json::{Value as Json, json};

use super::super::answer::OneItem;
use super::super::desk::{Desk, Tab, use_desk};
use super::super::form::RUN_ID;
use super::super::stock::{Stock, Target};
use crate::api::json::item_to_json;
use crate::model::Item;
use crate::ui::dom;
use crate::ui::model::draft::{Draft, whole_key};
use crate::ui::model::estimate::grouped;

/// The section's id: on a small screen an item that was tapped opens below what is in sight.
const ITEM_ID: &str = "selected-item";

/// The selected item, if there is one. It comes into view by itself.
#[component]
pub fn SelectedItem() -> impl IntoView {
    let desk = use_desk();
    let chosen = Memo::new(move |_| {
        let row = desk.selected.get()?;
        desk.stock.with(|stock| {
            let row = stock.rows.get(row)?;
            Some((row.item.item().clone(), row.item.size()))
        })
    });
    Effect::new(move |_| {
        if chosen.with(Option::is_some) {
            dom::tasks::soon(|| dom::scroll::reveal(ITEM_ID));
        }
    });
    move || {
        chosen.get().map(|(item, bytes)| {
            let members = item_to_json(&item).as_object().cloned().unwrap_or_default();
            view! {
                <section class="data-item" id=ITEM_ID aria-label="Selected item">
                    <div class="answer-title">
                        <h3 class="panel-title">"Item"</h3>
                        <span class="answer-pages">{grouped(&bytes.to_string())} " bytes"</span>
                        <Actions item=item/>
                    </div>
                    <OneItem item=members/>
                </section>
            }
        })
    }
}

/// Requests about the item: each fills the form and runs nothing.
#[component]
fn Actions(
    /// The item, or what the index holds of it.
    item: Item,
) -> impl IntoView {
    let desk = use_desk();
    let item = StoredValue::new(item);
    let ask = move |operation: &'static str| {
        let body = item.with_value(|item| body(desk, operation, item));
        if let Some(body) = body {
            desk.fill(Draft::from_request(operation, &body));
            desk.tab.set(Tab::Ask);
            // The form stands above and may be out of sight; the focus brings it into view.
            dom::tasks::soon(|| dom::route::focus(RUN_ID));
        }
    };
    view! {
        <span class="answer-steps">
            <button type="button" on:click=move |_| ask("GetItem")>"Get"</button>
            <button type="button" on:click=move |_| ask("PutItem")>"Edit (Put)"</button>
            <button type="button" on:click=move |_| ask("UpdateItem")>"Update"</button>
            <button type="button" on:click=move |_| ask("DeleteItem")>"Delete"</button>
            <button type="button" aria-label="Close the item" on:click=move |_| desk.selected.set(None)>
                "×"
            </button>
        </span>
    }
}

fn body(desk: Desk, operation: &str, item: &Item) -> Option<Json> {
    let stock = desk.stock.get_untracked();
    let table = stock.target.table.clone();
    if operation == "PutItem" {
        let whole = whole_item(desk, &stock, item).unwrap_or_else(|| item.clone());
        return Some(json!({ "TableName": table, "Item": item_to_json(&whole) }));
    }
    let key = stock.schema.as_ref()?.keys.project(item);
    Some(json!({ "TableName": table, "Key": item_to_json(&key) }))
}

/// The table's own item: an index may hold only a part of it, and putting that would lose the rest.
fn whole_item(desk: Desk, stock: &Stock, item: &Item) -> Option<Item> {
    stock.target.index.as_ref()?;
    let schema = stock.schema.as_ref()?;
    let key = json!({ "TableName": stock.target.table.as_str(), "Key": item_to_json(&schema.keys.project(item)) });
    let mut draft = Draft::from_request("GetItem", &key);
    draft.fit(schema);
    let table = Stock::read(desk.app, Target { table: stock.target.table.clone(), index: None });
    let rows = table.bracket(&whole_key(&draft.primary, &schema.keys)?)?;
    table.item(rows.start).filter(|_| !rows.is_empty()).cloned()
}
