//! One item with the requests that can be made of it: among the data, and of a result.

use leptos::prelude::*;
use serde_json::{Map, Value as Json, json};

use super::desk::{Desk, Tab, use_desk};
use super::form::RUN_ID;
use crate::api::json::item_to_json;
use crate::model::Item;
use crate::ui::components::json_view::JsonView;
use crate::ui::dom;
use crate::ui::model::draft::{Draft, pretty};
use crate::ui::model::plain;
use crate::ui::model::rows::item_with_key_of;
use crate::ui::model::words::count;

/// An item that was opened.
#[component]
pub fn ItemCard(
    /// The item, or what an index or a projection holds of it.
    item: Item,
    /// The table that it is of.
    table: String,
    /// Its stored size in bytes; none of a result, which may hold a part of it.
    bytes: Option<u32>,
    /// The element's id, to bring it into view.
    id: &'static str,
    /// Called when the person is done with it.
    #[prop(into)]
    on_close: Callback<()>,
    /// Called to show it among the data; none where it is shown there already.
    #[prop(optional, into)]
    on_show: Option<Callback<()>>,
) -> impl IntoView {
    let desk = use_desk();
    let members = item_to_json(&item).as_object().cloned().unwrap_or_default();
    // Without its key nothing can be asked of it.
    let schema = desk.schema(&table);
    let has_key = schema.is_some_and(|schema| schema.keys.key_of(&item).is_ok());
    let size = bytes.map(|bytes| {
        view! { <span class="answer-pages">{count(u64::from(bytes))} " bytes"</span> }
    });
    let show = on_show.filter(|_| has_key).map(|show| {
        view! { <button type="button" on:click=move |_| show.run(())>"Show in Data"</button> }
    });
    view! {
        <section class="data-item" id=id aria-label="Selected item">
            <div class="answer-title">
                <h3 class="panel-title">"Item"</h3>
                {size}
                <span class="answer-steps">
                    {has_key.then(|| view! { <Actions item=item table/> })}
                    {show}
                    <button
                        type="button"
                        class="quiet"
                        aria-label="Close item"
                        on:click=move |_| on_close.run(())
                    >
                        "×"
                    </button>
                </span>
            </div>
            <OneItem item=members/>
        </section>
    }
}

/// One item, as plain JSON and as DynamoDB JSON.
#[component]
pub fn OneItem(
    /// The item as DynamoDB JSON.
    item: Map<String, Json>,
) -> impl IntoView {
    let typed = pretty(&Json::Object(item.clone()));
    let plain = pretty(&plain::plain_members(&item));
    let by_type = RwSignal::new(true);
    let text = move || if by_type.get() { typed.clone() } else { plain.clone() };
    view! {
        <div class="segments answer-views" role="group" aria-label="Show the item as">
            <button
                type="button"
                aria-pressed=move || by_type.get().to_string()
                on:click=move |_| by_type.set(true)
            >
                "DynamoDB JSON"
            </button>
            <button
                type="button"
                aria-pressed=move || (!by_type.get()).to_string()
                on:click=move |_| by_type.set(false)
            >
                "Plain JSON"
            </button>
        </div>
        <JsonView label="Item" text=Signal::derive(text)/>
    }
}

/// Requests about the item: each fills the form and runs nothing.
#[component]
fn Actions(
    /// The item.
    item: Item,
    /// Its table.
    table: String,
) -> impl IntoView {
    let desk = use_desk();
    let about = StoredValue::new((item, table));
    let ask = move |operation: &'static str| {
        let body = about.with_value(|(item, table)| body(desk, operation, table, item));
        if let Some(body) = body {
            desk.fill(Draft::from_request(operation, &body));
            desk.tab.set(Tab::Request);
            // The form may be out of sight; the focus brings it into view.
            dom::time::soon(|| dom::route::focus(RUN_ID));
        }
    };
    let button = |(label, operation): (&'static str, &'static str)| {
        view! { <button type="button" on:click=move |_| ask(operation)>{label}</button> }
    };
    [
        ("Get", "GetItem"),
        ("Edit (Put)", "PutItem"),
        ("Update", "UpdateItem"),
        ("Delete", "DeleteItem"),
    ]
    .map(button)
    .collect_view()
}

/// The body of a request about the item.
fn body(desk: Desk, operation: &str, table: &str, item: &Item) -> Option<Json> {
    let schema = desk.schema(table)?;
    if operation == "PutItem" {
        // An index or a projection may hold only a part of the item, and putting that would lose the
        // rest. An entry whose item is gone already, where the index is behind, is all that there is.
        let stored = desk.app.look_once(|inspect| item_with_key_of(item, &schema, inspect));
        let whole = stored.as_ref().unwrap_or(item);
        return Some(json!({ "TableName": table, "Item": item_to_json(whole) }));
    }
    Some(json!({ "TableName": table, "Key": item_to_json(&schema.keys.project(item)) }))
}
