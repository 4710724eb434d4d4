//! The requests of this visit: back into the form, or run again.

use leptos::prelude::*;

use super::desk::use_desk;
use crate::ui::model::draft::Draft;
use crate::ui::model::history::Past;

/// The list, newest first.
#[component]
pub fn History() -> impl IntoView {
    let desk = use_desk();
    let history = desk.app.history;
    let is_empty = Memo::new(move |_| history.with(Vec::is_empty));
    let entry = move |past: Past| {
        let name = past.request.operation.name();
        let draft = Draft::from_request(name, &past.request.body);
        let again = draft.clone();
        let run = move |_| {
            desk.fill(again.clone());
            desk.run_draft();
        };
        let label = format!("Run {name} again");
        view! {
            <li class="history-entry">
                <button
                    type="button"
                    class="catalogue-pattern"
                    on:click=move |_| desk.fill(draft.clone())
                >
                    <span class="history-heading">{past.heading}</span>
                    <span class="history-condition">{past.condition}</span>
                    <span class="history-outcome">{past.outcome}</span>
                </button>
                <button type="button" class="quiet history-again" aria-label=label title="Run again" on:click=run>
                    "↻"
                </button>
            </li>
        }
    };
    view! {
        <h2 class="catalogue-title">"History"</h2>
        <Show
            when=move || !is_empty.get()
            fallback=|| view! { <p class="catalogue-note">"Requests that you run appear here."</p> }
        >
            <ul class="catalogue-patterns" data-testid="history">
                {move || history.get().into_iter().map(entry).collect_view()}
            </ul>
        </Show>
    }
}
