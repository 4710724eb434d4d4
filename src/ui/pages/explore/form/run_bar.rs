//! The run button, which says what it would cost, and the run over all pages.

use leptos::prelude::*;

use super::super::desk::{Progress, use_desk};
use super::super::forecast::forecast_of;
use crate::ui::model::draft::Verb;
use crate::ui::reactive::Memo;
use crate::ui::{handler, view};

/// The button that runs the form.
pub const RUN_ID: &str = "run";

/// Run, run all pages, and the progress of that.
#[component]
pub fn RunBar() -> impl IntoView {
    let desk = use_desk();
    let draft = desk.app.draft;
    let forecast = Memo::new(move |_| forecast_of(desk));
    let paged = Memo::new(move |_| {
        draft.with(|d| {
            matches!(d.operation(), "Query" | "Scan") || d.raw.is_none() && d.verb == Verb::Scan
        })
    });
    let busy = Memo::new(move |_| desk.progress.with(Option::is_some));
    let all_label = move || {
        forecast.with(|f| f.all_pages.clone()).unwrap_or_else(|| "Run all pages".to_owned())
    };
    view! {
        <div class="ask-run">
            <button
                type="submit"
                id=RUN_ID
                class="run"
                class:is-amber=move || forecast.with(|f| f.amber)
                data-testid="run"
                aria-keyshortcuts="Control+Enter"
                disabled=move || busy.get()
            >
                <span class="run-verb">"Run"</span>
                <span class="run-forecast">{move || forecast.with(|f| f.text.clone())}</span>
            </button>
            {move || (paged.get() && !busy.get()).then(|| view! {
                <button type="button" class="run-all" on:click=handler(move |_| desk.run_all())>{move || all_label()}</button>
            })}
            {move || desk.progress.get().map(|progress| view! { <Running progress/> })}
        </div>
    }
}

/// How far the run over all pages is, and the way to end it.
#[component]
fn Running(
    /// How far.
    progress: Progress,
) -> impl IntoView {
    let desk = use_desk();
    let text = format!("{} pages, {} items read", progress.pages, progress.scanned);
    view! {
        <span class="run-progress">
            <progress
                max=progress.of.map(|of| of.max(1).to_string())
                value=progress.of.map(|_| progress.scanned.to_string())
                aria-label="Items read"
            ></progress>
            <span>{text}</span>
            <button type="button" on:click=handler(move |_| desk.cancel())>"Cancel"</button>
        </span>
    }
}
