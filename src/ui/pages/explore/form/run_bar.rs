//! The run button, which says what it would cost, and the run over all pages.

use leptos::prelude::*;

use super::super::desk::use_desk;
use super::super::forecast::forecast_of;
use crate::ui::model::draft::Verb;

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
                disabled=busy
            >
                <span class="run-verb">"Run"</span>
                <span class="run-forecast">{move || forecast.with(|f| f.text.clone())}</span>
            </button>
            <Show when=move || paged.get() && !busy.get()>
                <button type="button" class="run-all" on:click=move |_| desk.run_all()>
                    {all_label}
                </button>
            </Show>
            <Show when=move || busy.get()>
                <Running/>
            </Show>
        </div>
    }
}

/// How far the run over all pages is, and the way to end it.
#[component]
fn Running() -> impl IntoView {
    let desk = use_desk();
    // Without a known end the bar has no value and only moves.
    let of = move || desk.progress.get().and_then(|progress| progress.of);
    let read = move || desk.progress.get().filter(|p| p.of.is_some()).map(|p| p.scanned);
    let text = move || {
        let progress = desk.progress.get();
        progress.map(|p| format!("{} pages, {} items read", p.pages, p.scanned))
    };
    view! {
        <span class="run-progress">
            <progress
                max=move || of().map(|of| of.max(1))
                value=read
                aria-label="Items read"
            ></progress>
            <span>{text}</span>
            <button type="button" on:click=move |_| desk.cancel()>"Cancel"</button>
        </span>
    }
}
