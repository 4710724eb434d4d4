//! The selected item: its JSON, and the requests that can be made of it.

use leptos::prelude::*;
use serde_json::{Value as Json, json};

use super::super::answer::OneItem;
use super::super::desk::{Desk, Tab, use_desk};
use super::super::form::RUN_ID;
use crate::api::json::item_to_json;
use crate::model::Item;
use crate::ui::dom;
use crate::ui::model::draft::Draft;
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
            dom::time::soon(|| dom::scroll::reveal(ITEM_ID));
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
            dom::time::soon(|| dom::route::focus(RUN_ID));
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
    let schema = desk.stock.with_untracked(|stock| stock.schema.clone())?;
    if operation == "PutItem" {
        // An index may hold only a part of the item, and putting that would lose the rest. An
        // entry whose item is gone already, where the index is behind, is all that there is.
        let row = untrack(|| desk.app.look(|e| e.inspect().item(&schema.name, item)));
        let whole = row.as_deref().map_or(item, |row| row.item());
        return Some(json!({ "TableName": schema.name.as_str(), "Item": item_to_json(whole) }));
    }
    let key = schema.keys.project(item);
    Some(json!({ "TableName": schema.name.as_str(), "Key": item_to_json(&key) }))
}
