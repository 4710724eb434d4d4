//! Fields over a text of the level. Leaving one makes a change, which can be undone.

use content::written;
use leptos::prelude::*;

use crate::ui::model::history::Past;
use crate::ui::model::level::TextAt;
use crate::ui::state::{use_app, use_builder};

/// A text of one line.
#[component]
pub fn Line(
    /// What it is called.
    #[prop(into)]
    label: String,
    /// Which text.
    at: TextAt,
) -> impl IntoView {
    let builder = use_builder();
    view! {
        <label class="field">
            <span>{label}</span>
            <input
                type="text"
                autocomplete="off"
                prop:value=move || builder.level.with(|level| level.text(at).to_owned())
                on:change=move |event| {
                    let text = event_target_value(&event);
                    builder.change(|level| level.set_text(at, text));
                }
            />
        </label>
    }
}

/// A text of several lines.
#[component]
pub fn Area(
    /// What it is called.
    #[prop(into)]
    label: String,
    /// Which text.
    at: TextAt,
    /// Whether it is code.
    #[prop(optional)]
    code: bool,
) -> impl IntoView {
    let builder = use_builder();
    let text = Memo::new(move |_| builder.level.with(|level| level.text(at).to_owned()));
    let rows = move || {
        let least = if code { 4 } else { 2 };
        text.with(|text| text.lines().count().clamp(least, 14)).to_string()
    };
    view! {
        <label class="field">
            <span>{label}</span>
            <textarea
                class:mono=code
                rows=rows
                spellcheck=if code { "false" } else { "true" }
                prop:value=text
                on:change=move |event| {
                    let text = event_target_value(&event);
                    builder.change(|level| level.set_text(at, text));
                }
            ></textarea>
        </label>
    }
}

/// Requests of Explore's history, to take one over.
#[component]
pub fn FromHistory(
    /// What is done with the text of the one that was chosen.
    on_choose: Callback<String>,
) -> impl IntoView {
    let app = use_app();
    let is_empty = Memo::new(move |_| app.history.with(Vec::is_empty));
    let entry = move |past: Past| {
        let request = past.request;
        let own = app.recipe.with_untracked(|recipe| recipe.dataset.table());
        let take = move |_| {
            let mut body = request.body.clone();
            // The table of the data goes without saying.
            if let Some(members) = body.as_object_mut()
                && members.get("TableName").is_some_and(|name| name == own)
            {
                members.remove("TableName");
            }
            on_choose.run(written::to_text([(request.operation.name(), &body)]));
        };
        view! {
            <li>
                <button type="button" class="quiet" on:click=take>
                    {past.heading} " " <span class="hint">{past.condition} " · " {past.outcome}</span>
                </button>
            </li>
        }
    };
    view! {
        <details class="build-history">
            <summary>"Take a request from Explore's history"</summary>
            <Show
                when=move || !is_empty.get()
                fallback=|| view! { <p class="hint">"Requests that you run in Explore appear here."</p> }
            >
                <ul>{move || app.history.get().into_iter().map(entry).collect_view()}</ul>
            </Show>
        </details>
    }
}
